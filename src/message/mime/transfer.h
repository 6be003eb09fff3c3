/* transfer.h - content transfer encodings undone (RFC 2045 section 6; uuencode).
 *
 * One decoder an encoding serves both ways of use: fast, for the octets, and with a SpanMap, for
 * the way back.  Bad input never stops one: what can be read is read, and the first defect noted.
 */
#ifndef SPAMLINT_MESSAGE_MIME_TRANSFER_H
#define SPAMLINT_MESSAGE_MIME_TRANSFER_H

#include "message/mime/span-map.h"

#include <glib.h>

typedef enum {
    ENCODING_7BIT,
    ENCODING_8BIT,
    ENCODING_BINARY,
    ENCODING_QP,
    ENCODING_BASE64,
    ENCODING_UUENCODE
} Encoding;

/* The encoding that a Content-Transfer-Encoding value of `length` octets names. FALSE: nobody
 * knows it, and *ret_encoding is ENCODING_BINARY. */
gboolean transfer_encoding_from_value(const char *value, gsize length, Encoding *ret_encoding);
/* TRUE where decoding changes octets. */
gboolean transfer_is_encoded(Encoding encoding);

/* Decodes `length` octets. Gives away *ret_length octets, NUL-terminated. `map` may be NULL; else
 * it gets the runs from decoded to encoded octets. Returns whether the input was well-formed;
 * if not, *ret_defect is the offset of the first bad octet (length: something is missing at the
 * end). ret_defect may be NULL. */
gboolean transfer_decode(Encoding encoding, const char *octets, gsize length, char **ret_decoded,
                         gsize *ret_length, gsize *ret_defect, SpanMap *map);

#endif
