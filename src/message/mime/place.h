/* place.h - where something stands: octets of the document, and their line and column.
 *
 * Everything that a rule may have to point at carries a Span of octets of Document.bytes.  Lines
 * and columns are worked out only when a finding is made.
 */
#ifndef SPAMLINT_MESSAGE_MIME_PLACE_H
#define SPAMLINT_MESSAGE_MIME_PLACE_H

#include "input/document.h"

#include <glib.h>

/* Octets [start, end) of Document.bytes. */
typedef struct {
    gsize start, end;
} Span;

/* A Span with the IMAP section (RFC 9051 section 6.4.5.1) of the part that it lies in; `section`
 * is NULL for the message's own header section. Borrowed from the part. */
typedef struct {
    Span span;
    const char *section;
} Place;

/* Line and column from 1, in the file as it lies on disk; columns count octets. */
typedef struct {
    guint64 line;
    guint64 column;
} Position;

/* Starts of the lines of a document (a line ends at CRLF, LF or CR). Built once, on first use. */
typedef struct LineIndex LineIndex;
LineIndex *line_index_new(const Document *document); /* borrows the document */
void line_index_free(LineIndex *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LineIndex, line_index_free)

/* The position of an octet; `offset` may be one past the last. */
Position line_index_position(const LineIndex *self, gsize offset);

#endif
