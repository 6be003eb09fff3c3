/* weights.h - how much the phrases of a list weigh in what the reader sees.
 *
 * The rules on what a message is about (content-adult, content-fraud …) rest on weighted phrase
 * lists: each phrase is a piece of evidence of its own size, and a rule fails where the pieces
 * together reach its threshold.  So that no single word decides and no long text fails by chance:
 *   - a phrase (a line of its list) counts once, however often it stands;
 *   - a negative weight takes away: what the lists say about honest texts;
 *   - the threshold grows with the length of the text (weights_threshold()).
 * Only what is visible counts: From's display name, the subject, the visible text and the
 * alternatives of the images that are shown.
 */
#ifndef SPAMLINT_MESSAGE_WEIGHTS_H
#define SPAMLINT_MESSAGE_WEIGHTS_H

#include "message/message.h"

#include <glib.h>

/* The weight of the list "adult" from which content-adult and subject-adult-label call a message
 * pornographic (in a text of up to 400 words, see weights_threshold()). */
#define WEIGHTS_ADULT 3.0

/* Where a phrase was found. */
typedef enum { SHOWN_NAME, SHOWN_SUBJECT, SHOWN_TEXT, SHOWN_IMAGE } ShownIn;

/* A phrase that was found, with its first place. */
typedef struct {
    Hit hit;
    ShownIn shown;
    guint times; /* in all places together */
} WeighedPhrase;

/* The phrases of some lists in one message. */
typedef struct {
    Message *message; /* borrowed */
    GArray *phrases;  /* of WeighedPhrase, each phrase once, the heaviest first */
    double total;     /* of all their weights */
} Weights;

/* Weighs these lists (NULL-terminated) in From's name, subject, visible text and image
 * alternatives. */
Weights *weights_new(Message *message, const char *const *lists);
void weights_free(Weights *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Weights, weights_free)
/* The part of the total that one list gives. */
double weights_of(const Weights *self, const char *list);
/* The first phrase of `phrases`; NULL where nothing was found. Borrowed. */
const WeighedPhrase *weights_heaviest(const Weights *self);
/* `base` for a text of up to 400 words; more for a longer one, at most 2.5 times as much: a digest
 * of the news holds a little of everything. */
double weights_threshold(const Message *message, double base);
/* Where a phrase stands: in the visible text to the octet, else its field or its image. */
Place weights_place(const Weights *self, const WeighedPhrase *phrase);
/* The phrase as the message has it. Given away. */
char *weights_text(const Weights *self, const WeighedPhrase *phrase);
/* What was found, for a finding: "viagra" 2, "no prescription" 1.5 … the 12 heaviest, and how many
 * more. Given away. */
char *weights_quote(const Weights *self);
/* A weight as findings print it, "2.5", whatever the locale. Given away. */
char *weight_print(double weight);

#endif
