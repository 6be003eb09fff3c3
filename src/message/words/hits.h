/* hits.h - the phrases found in a text, by list.
 *
 * Rules ask for the hits of one list, mostly in vain: the hits of each list stand together, in
 * order of the text, and a question looks at the names of the lists that were found at all and at
 * the hits of its own list, never at those of others.
 */
#ifndef SPAMLINT_MESSAGE_WORDS_HITS_H
#define SPAMLINT_MESSAGE_WORDS_HITS_H

#include <glib.h>

typedef struct {
    const char *list;     /* name of the list: "unsubscribe" */
    const char *language; /* "da", "en", … or "*" */
    const char *phrase;   /* as the data file has it */
    double weight;
    guint first, last; /* words matched, both inclusive */
    gsize start, end;  /* octets of the text */
} Hit;

/* The hits of one list: [first, end) of Hits.hits. */
typedef struct {
    const char *name;
    guint first, end;
} HitList;

typedef struct {
    GArray *hits;  /* of Hit: list after list, each in order of the text */
    GArray *lists; /* of HitList: those with hits */
} Hits;

/* `room`: hits that are expected. */
Hits *hits_new(guint room);
void hits_free(Hits *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Hits, hits_free)
/* Adds a hit: of the list of the last one or of a new list, and behind it in the text. */
void hits_add(Hits *self, const Hit *hit);

/* The hits of one list within octets [start, end) of the text, in order; NULL: no more.  `at`
 * stands behind the last one: begin with *at = 0.  No hits may be NULL. */
const Hit *hits_next(const Hits *self, const char *list, gsize start, gsize end, guint *at);
gboolean hits_any(const Hits *self, const char *list, gsize start, gsize end);
/* The weight of a list's hits within octets [start, end) of their text: each phrase once. */
double hits_weight(const Hits *self, const char *list, gsize start, gsize end);

#endif
