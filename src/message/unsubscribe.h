/* unsubscribe.h - the links by which the reader can end the subscription, and how well they show.
 *
 * A link is one where its text, the alternative of its image, its title or its URL says so, or where
 * it says nothing itself ("click here") and its sentence does.
 */
#ifndef SPAMLINT_MESSAGE_UNSUBSCRIBE_H
#define SPAMLINT_MESSAGE_UNSUBSCRIBE_H

#include "message/message.h"

#include <glib.h>

/* How the reader can tell what the link is for, surest first. */
typedef enum {
    UNSUBSCRIBE_TEXT,     /* its visible text says so */
    UNSUBSCRIBE_SENTENCE, /* its text says nothing, its sentence does */
    UNSUBSCRIBE_IMAGE,    /* the alternative of its image */
    UNSUBSCRIBE_TITLE,
    UNSUBSCRIBE_URL,      /* only its URL */
} UnsubscribeEvidence;

typedef struct {
    const Link *link; /* borrowed from the view */
    const View *view; /* the view it stands in: message->view or message->plain */
    UnsubscribeEvidence evidence;
} UnsubscribeLink;

/* All of them, those of the visible text first, in order; the plain alternative's behind. Given away. */
GArray *unsubscribe_find(const Message *message); /* of UnsubscribeLink */
/* An instruction to answer with a word ("reply STOP"): its place in the visible text. FALSE: none. */
gboolean unsubscribe_by_reply(const Message *message, gsize *ret_start, gsize *ret_end);

#endif
