/* text.h - a text part decoded to UTF-8, with the way back to the octets of the file.
 *
 * Octets of the file pass through mbox offset, transfer decoding and charset before a rule reads
 * them.  A Text holds the result; text_locate() answers which octet of the document a place of
 * the text came from.  The map is built only when something is located, by decoding once more:
 * a message without findings pays nothing for it.
 */
#ifndef SPAMLINT_MESSAGE_MIME_TEXT_H
#define SPAMLINT_MESSAGE_MIME_TEXT_H

#include "message/mime/place.h"
#include "message/mime/span-map.h"

#include <glib.h>

typedef struct Part Part;
typedef enum {
    TEXT_UNKNOWN_CHARSET =
        1 << 0,                /* the declared charset is unknown; read as UTF-8 or windows-1252 */
    TEXT_UNDECODABLE = 1 << 1, /* octets that are not of the declared charset; U+FFFD each, but
                                * 8-bit octets of "us-ascii" are read as UTF-8 or
                                * windows-1252, as their readers see them */
    TEXT_BAD_BASE64 = 1 << 2,  /* characters outside the alphabet, wrong length */
    TEXT_BAD_QP = 1 << 3,      /* "=" not followed by two hex digits or a line ending */
    TEXT_TRUNCATED = 1 << 4,   /* LIMIT_TEXT_OCTETS */
    TEXT_HAD_NUL = 1 << 5,     /* NUL octets, now U+FFFD */
    TEXT_NO_CHARSET = 1 << 6,  /* none declared (nor by a meta element, in HTML), and 8-bit
                                * octets stand in it */
} TextDefects;

typedef struct {
    char *utf8; /* valid UTF-8 without NUL, NUL-terminated */
    gsize length;
    TextDefects defects;
    Span defect;   /* octets of the document: the first defect (of an unknown charset alone: the
                    * Content-Type field); empty where there is none */
    char *charset; /* the charset it was read in, canonical lower case */
} Text;

/* The text of a leaf part, decoded on first use; owned by the part. Never NULL for a text part. */
const Text *part_text(const Part *part);
/* The octet of the document that octet `at` of the text came from (at == length: one behind). */
gsize text_locate(const Part *part, gsize at);
/* The span of the document of octets [start, end) of the text. */
Span text_span(const Part *part, gsize start, gsize end);

/* The octets of a leaf after transfer decoding (attachments); owned by the part. */
GBytes *part_decoded(const Part *part);
/* About the first `octets` of them, at a cost that does not grow with the part. Given away. */
GBytes *part_head(const Part *part, gsize octets);

#endif
