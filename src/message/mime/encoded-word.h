/* encoded-word.h - unstructured field values as text (RFC 2047, RFC 6532).
 *
 * Gives the UTF-8 text of a field value and says what was wrong with its encoding.
 */
#ifndef SPAMLINT_MESSAGE_MIME_ENCODED_WORD_H
#define SPAMLINT_MESSAGE_MIME_ENCODED_WORD_H

#include "message/mime/fields.h"

#include <glib.h>

typedef enum {
    ENCODED_MALFORMED = 1 << 0,       /* "=?" without the rest, a bad base64 or Q octet */
    ENCODED_UNKNOWN_CHARSET = 1 << 1, /* a charset that nobody knows */
    ENCODED_UNDECODABLE = 1 << 2,     /* the octets are not of the charset named */
    ENCODED_REPLACEMENT = 1 << 3,     /* the decoded text holds U+FFFD that the sender put there */
    ENCODED_RAW_UTF8 = 1 << 4,        /* raw 8-bit that is UTF-8 */
    ENCODED_RAW_8BIT = 1 << 5,        /* raw 8-bit that is not */
} EncodedDefects;

typedef struct {
    char *text; /* valid UTF-8, without NUL; what does not decode is U+FFFD */
    EncodedDefects defects;
    gsize defect_start, defect_end; /* octets of field->value of the first defect; 0, 0: none */
    guint words;                    /* encoded words decoded */
} EncodedText;

/* Decodes a value of `length` octets. Adjacent encoded words are joined (RFC 2047 section 6.2),
 * also inside a multi-octet character (malformed, yet common). */
EncodedText *encoded_text_decode(const char *value, gsize length);
void encoded_text_free(EncodedText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EncodedText, encoded_text_free)

#endif
