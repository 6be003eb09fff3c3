/* returned.h - the message that a bounce or a complaint is about.
 *
 * A delivery report (RFC 3464, in the multipart/report of RFC 6522) and an abuse report (RFC 5965)
 * carry the message that they are about, or only its header section; that is what the rules judge.
 * A header section returned as text/rfc822-headers is a leaf whose text is a header section: no
 * entity of the MIME tree, so a Part is made for it.
 */
#ifndef SPAMLINT_MESSAGE_RETURNED_H
#define SPAMLINT_MESSAGE_RETURNED_H

#include "message/message.h"
#include "message/mime/part.h"

typedef struct {
    InputKind input;    /* INPUT_BOUNCE, INPUT_COMPLAINT; INPUT_MESSAGE: no report */
    const Part *judged; /* the message returned, or its header section; the root where there is
                         * none.  Borrowed from the tree or from `made` */
    gboolean has_body;  /* FALSE: only a header section was returned */
    Part *made;         /* NULL, or the Part made for a header section. Given away */
} Returned;

/* What a report returns. */
Returned returned_find(Part *root);

#endif
