/* part-private.h - what part.c and text.c keep of a part between calls. */
#ifndef SPAMLINT_MESSAGE_MIME_PART_PRIVATE_H
#define SPAMLINT_MESSAGE_MIME_PART_PRIVATE_H

#include "message/mime/part.h"

#include <gmime/gmime.h>

struct PartCache {
    gboolean lone_cr;      /* lone CR's end lines in the document */
    gsize text_limit;      /* octets of text that this part may have */
    GBytes *decoded;       /* part_decoded() */
    Text *text;            /* part_text() */
    SpanMap *map;          /* text to document; built on first use, with the next one behind it */
    SpanMap *transfer_map; /* decoded octets to document */
    SpanMap *inner_map;    /* message/rfc822: its decoded octets to document */
};

/* Reads the MIME fields of a part whose `fields` are set: type, charset, encoding, names … What is
 * missing gets its default; `in_digest`: that of multipart/digest. */
void part_read_fields(Part *part, GMimeParserOptions *options, gboolean in_digest);

/* Frees what text.c made of a part. */
void text_free(Text *self);

#endif
