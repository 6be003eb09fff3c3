/* mbox.h - splits an mbox into its messages (RFC 4155; mboxo, mboxrd, mboxcl2).
 *
 * A message begins behind a From line (lines.h) and ends before the blank line that precedes the
 * next one.  A From line is one where
 *   - it follows a blank line, or a header field follows it: real mboxes lack the one or the other,
 *     and body text that looks like a From line has neither;
 *   - it stands in no header section: there it is a line that a store left inside the message;
 *   - it does not lie in the body that Content-Length bounds, where that bound holds: the octets
 *     behind it are the end of the file or the next From line (mboxcl2).
 * Lines end at LF, CRLF or CR.  Octets before the first From line are a message of their own, so
 * that nothing of the file is lost.
 */
#ifndef SPAMLINT_INPUT_MBOX_H
#define SPAMLINT_INPUT_MBOX_H

#include "input/document.h"
#include "input/reader.h"

#include <glib.h>

typedef struct {
    GBytes *bytes;     /* given away; at most the limit */
    guint64 from_line; /* where its From line begins in the file; == offset: it has none */
    guint64 offset;    /* of its first octet in the file */
    guint64 end;  /* behind its last octet, also of a truncated one (what is cut off included) */
    guint64 line; /* of the file, from 1, that it begins */
    Quoting quoting;
    gboolean truncated; /* longer than the limit: `bytes` holds the first octets */
} MboxMessage;

typedef struct Mbox Mbox;

/* Borrows the reader, which stands at the start of the mbox.  `limit`: octets of one message. */
Mbox *mbox_new(Reader *reader, gsize limit);
void mbox_free(Mbox *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Mbox, mbox_free)

/* The next message.  FALSE at the end, and where reading failed (reader->failed): a message that
 * could not be read to its end is not given. */
gboolean mbox_next(Mbox *self, MboxMessage *ret_message);

#endif
