/* part.h - the MIME tree (RFC 2045, 2046), with spans.
 *
 * Every entity is a Part: its own header fields (from our scanner), media type and parameters, and
 * the octets of its body in the document.  A message/rfc822 has one child, the root of the message
 * in it; where it is base64 or quoted-printable, it is decoded and parsed again and the maps are
 * composed, so that places still are octets of the document.
 */
#ifndef SPAMLINT_MESSAGE_MIME_PART_H
#define SPAMLINT_MESSAGE_MIME_PART_H

#include "message/mime/fields.h"
#include "message/mime/text.h"
#include "message/mime/transfer.h"

#include <glib.h>

typedef enum {
    PART_BOUNDARY_MISSING = 1 << 0,      /* multipart without a boundary parameter */
    PART_BOUNDARY_NEVER_OPENED = 1 << 1, /* no delimiter line in the body */
    PART_BOUNDARY_NEVER_CLOSED = 1 << 2, /* no close-delimiter */
    PART_MULTIPART_ENCODED = 1 << 3,     /* multipart or message with base64 or quoted-printable */
    PART_TOO_DEEP = 1 << 4,         /* LIMIT_MIME_DEPTH or LIMIT_MIME_PARTS: children dropped */
    PART_UNKNOWN_ENCODING = 1 << 5, /* Content-Transfer-Encoding that nobody knows */
} PartDefects;

struct Part {
    const Part *parent;  /* NULL for the root */
    GPtrArray *children; /* of Part; empty for a leaf */
    char *section; /* IMAP section: "1", "2.1" … ("1" for the only part of a message); "" for
                    * the multipart that is the whole message */
    char *type, *subtype; /* lower case; "text", "plain" where nothing is declared (RFC 2045 5.2) */
    gboolean type_declared; /* a readable Content-Type stands */
    char *charset;          /* parameter, as written, or NULL */
    char *boundary;         /* parameter, or NULL */
    char *filename;    /* Content-Disposition filename or Content-Type name, decoded, or NULL */
    char *disposition; /* lower case: "inline", "attachment", or NULL */
    char *content_id;  /* without <>, or NULL */
    gboolean flowed, delsp; /* format=flowed (RFC 3676) */
    Encoding encoding;
    PartDefects defects;
    FieldList *fields; /* of the entity; spans are octets of the document where `outer` is NULL */
    Span body;         /* octets of the body, in the document or in `space` */
    GBytes *space;     /* the octets that `fields` and `body` count in: the document's, or those of
                        * a decoded message/rfc822 around it */
    const SpanMap *outer;    /* NULL, or the map from `space` to the document */
    struct PartCache *cache; /* decoded octets, text, map: private to part.c and text.c */
};

/* The tree of the message in `bytes` (CR-only input included). Never NULL; owned by the caller. */
Part *part_tree_parse(GBytes *bytes);
/* A leaf text/<subtype> whose body is all of `bytes`: a template without a header section. */
Part *part_new_body(GBytes *bytes, const char *subtype);
void part_free(Part *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Part, part_free)

gboolean part_is(const Part *self, const char *type, const char *subtype); /* subtype NULL: any */
/* TRUE for a leaf that a mail program shows as an attachment and not in the text. */
gboolean part_is_attachment(const Part *self);
/* The value of a Content-Type parameter, decoded (RFC 2231), or NULL. Given away. */
char *part_parameter(const Part *self, const char *name);
/* Calls `visit` for this part and all below it, in order of the document. */
void part_foreach(const Part *self, void (*visit)(const Part *part, gpointer data), gpointer data);
/* The place of octets [start, end) of part->space: of the part's body or header section. The
 * message's own header section, and the multipart that is the whole message, have no section. */
Place part_place(const Part *self, gsize start, gsize end);

#endif
