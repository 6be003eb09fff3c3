/* unsubscribe.h - the ways out of the subscription that a message shows.
 *
 * A way is a link, or an address, that a reader can recognise as the one that unsubscribes: by its
 * text, the sentence that it stands in, the alternative of its image, its title, or its URL.  The
 * rules of the clause on unsubscribing all read this: whether there is one, how clear the clearest
 * is, where it leads, what its sentence asks for.
 */
#ifndef SPAMLINT_MESSAGE_UNSUBSCRIBE_H
#define SPAMLINT_MESSAGE_UNSUBSCRIBE_H

#include "message/message.h"

#include <glib.h>

/* How the reader knows, weakest first. */
typedef enum {
    UNSUBSCRIBE_BY_URL,
    UNSUBSCRIBE_BY_TITLE,
    UNSUBSCRIBE_BY_IMAGE,
    UNSUBSCRIBE_BY_SENTENCE,
    UNSUBSCRIBE_BY_TEXT,
} UnsubscribeBy;

/* What stands between the reader and the way. */
typedef enum {
    UNCLEAR_HIDDEN = 1 << 0,  /* nothing of it is visible */
    UNCLEAR_SMALL = 1 << 1,   /* under 8 px */
    UNCLEAR_FAINT = 1 << 2,   /* contrast under 2:1 */
    UNCLEAR_PALE = 1 << 3,    /* contrast under 3:1 */
    UNCLEAR_IMAGE = 1 << 4,   /* only an image, without an alternative */
    UNCLEAR_PLAIN = 1 << 5,   /* only in the plain alternative, which a reader of HTML never sees */
    UNCLEAR_CLIPPED = 1 << 6, /* behind the octet at which Gmail clips */
} Unclear;
/* Those of which the policy says that the link is not clear; the others are warnings. */
#define UNCLEAR_ERRORS                                                                             \
    (UNCLEAR_HIDDEN | UNCLEAR_SMALL | UNCLEAR_FAINT | UNCLEAR_IMAGE | UNCLEAR_PLAIN)

/* Octets of the decoded HTML behind which Gmail shows nothing ("[Message clipped]"). */
#define UNSUBSCRIBE_CLIP_OCTETS 102400u
#define UNSUBSCRIBE_SMALL_PX 8.0
#define UNSUBSCRIBE_FAINT_CONTRAST 2.0
#define UNSUBSCRIBE_PALE_CONTRAST 3.0

typedef struct {
    const View *view; /* message->view or message->plain */
    const Link *link;
    UnsubscribeBy by;
    guint unclear;    /* Unclear flags */
    double contrast;  /* of its text; 0: not judged */
    gsize start, end; /* octets of view->text: the words around it, its own included */
} UnsubscribeWay;

typedef struct {
    GArray *ways;                 /* of UnsubscribeWay, the clearest first */
    gboolean replies;             /* the text tells to answer with a word ("STOP") */
    gsize reply_start, reply_end; /* octets of reply_view->text */
    const View *reply_view;
} Unsubscribe;

/* All ways of the message; borrows the message. Never NULL. */
Unsubscribe *unsubscribe_find(const Message *message);
void unsubscribe_free(Unsubscribe *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Unsubscribe, unsubscribe_free)

/* The clearest way, or NULL where there is none. */
const UnsubscribeWay *unsubscribe_clearest(const Unsubscribe *self);

#endif
