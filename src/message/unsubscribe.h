/* unsubscribe.h - the links by which the reader can end the subscription, and how well they show.
 *
 * A link, or an address, is one where the reader can recognise it: its text, the alternative of its
 * image, its title or its URL says so, or it says nothing itself ("click here") and its sentence
 * does.  The rules of the clause on unsubscribing all read this: whether there is one, how clear
 * the clearest is, where it leads, what its sentence asks for.
 */
#ifndef SPAMLINT_MESSAGE_UNSUBSCRIBE_H
#define SPAMLINT_MESSAGE_UNSUBSCRIBE_H

#include "message/message.h"

#include <glib.h>

/* How the reader can tell what the link is for, surest first. */
typedef enum {
    UNSUBSCRIBE_TEXT,     /* its visible text says so */
    UNSUBSCRIBE_SENTENCE, /* its text says nothing of its own, its sentence does */
    UNSUBSCRIBE_IMAGE,    /* the alternative of its image */
    UNSUBSCRIBE_TITLE,
    UNSUBSCRIBE_URL, /* only its URL */
} UnsubscribeEvidence;

/* What stands between the reader and the link. */
typedef enum {
    UNCLEAR_HIDDEN = 1 << 0,  /* nothing of it is visible */
    UNCLEAR_SMALL = 1 << 1,   /* under UNSUBSCRIBE_SMALL_PX */
    UNCLEAR_FAINT = 1 << 2,   /* contrast under UNSUBSCRIBE_FAINT_CONTRAST */
    UNCLEAR_PALE = 1 << 3,    /* contrast under UNSUBSCRIBE_PALE_CONTRAST */
    UNCLEAR_IMAGE = 1 << 4,   /* only an image, without an alternative */
    UNCLEAR_PLAIN = 1 << 5,   /* only in the plain alternative, which a reader of HTML never sees */
    UNCLEAR_CLIPPED = 1 << 6, /* begins behind UNSUBSCRIBE_CLIP_OCTETS */
} Unclear;
/* Those with which the link is not clear; the others are warnings. */
#define UNCLEAR_ERRORS                                                                             \
    (UNCLEAR_HIDDEN | UNCLEAR_SMALL | UNCLEAR_FAINT | UNCLEAR_IMAGE | UNCLEAR_PLAIN)

/* Octets of the decoded HTML behind which Gmail shows nothing ("[Message clipped]"). */
#define UNSUBSCRIBE_CLIP_OCTETS 102400u
#define UNSUBSCRIBE_SMALL_PX 8.0
#define UNSUBSCRIBE_FAINT_CONTRAST 2.0
#define UNSUBSCRIBE_PALE_CONTRAST 3.0

typedef struct {
    const Link *link; /* borrowed from the view */
    const View *view; /* the view it stands in: message->view or message->plain */
    UnsubscribeEvidence evidence;
    guint unclear;    /* Unclear flags */
    double contrast;  /* of its text to its background; 0: not judged */
    gsize start, end; /* octets of view->text: the words that it belongs to, its own included */
} UnsubscribeLink;

/* All of them in the visible text and, where none of those is clear, in the plain alternative, the
 * clearest first: without an error before those with one, then the surer evidence, then the later
 * one.  Found once a message, which keeps them. */
const GArray *unsubscribe_find(Message *message); /* of UnsubscribeLink */
/* An instruction to answer with a word ("reply STOP"): its place in the visible text. FALSE: none.
 */
gboolean unsubscribe_by_reply(const Message *message, gsize *ret_start, gsize *ret_end);

#endif
