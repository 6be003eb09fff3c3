/* document.h - one message or template, as the bytes lie in their file.
 *
 * A Document is what flows out of input/: the octets of one message and where they came from.
 * The octets are those of the file (mbox ">From " quoting is not undone, line endings stay), so
 * that `offset` + an index into `bytes` is a place in the file.
 */
#ifndef SPAMLINT_INPUT_DOCUMENT_H
#define SPAMLINT_INPUT_DOCUMENT_H

#include <glib.h>

/* What the octets are. */
typedef enum {
    DOCUMENT_MESSAGE,       /* RFC 5322: header section, empty line, body */
    DOCUMENT_TEMPLATE,      /* a message with a header section that is a campaign template */
    DOCUMENT_TEMPLATE_HTML, /* a template without header fields: HTML or MJML */
    DOCUMENT_TEMPLATE_TEXT, /* a template without header fields: plain text */
} DocumentForm;

/* How lines that begin with "From " were protected in the mbox that the message stood in. */
typedef enum {
    QUOTING_NONE,   /* no mbox, or mboxcl2, where Content-Length protects */
    QUOTING_MBOXO,  /* ">From " may have been "From " */
    QUOTING_MBOXRD, /* one ">" was put before every ">*From " */
} Quoting;

typedef struct {
    char *file;        /* path as the user wrote it; "-" is standard input */
    guint index;       /* 1, 2, … within the file */
    gboolean in_mbox;  /* the file is an mbox: reports name the index */
    guint64 offset;    /* octets of the file before bytes[0] */
    guint64 line;      /* line of the file, from 1, that bytes[0] begins */
    DocumentForm form;
    Quoting quoting;
    gboolean truncated; /* longer than LIMIT_MESSAGE_OCTETS; the rest was passed over */
    GBytes *bytes;
} Document;

/* Takes ownership of nothing; copies `file`, references `bytes`. For tests and for input/. */
Document *document_new(const char *file, GBytes *bytes, DocumentForm form);
void document_free(Document *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Document, document_free)

#endif
