/* words.h - words of a text, and phrase lists found in them in one pass.
 *
 * A text is cut into words (letters and digits of any script), folded (case, NFKC).  Phrase lists
 * are data files of whole folded words; all lists together are one trie, and one pass over the
 * words finds every phrase of every list.  Nothing is ever matched as a substring of a word.
 *
 * A phrase file, data/words/<list>.txt:
 *     # comment
 *     [da]                        language of the phrases below; [*] for any
 *     du modtager denne/dette mail/nyhedsbrev fordi     "/": either word
 *     afmeld (dig) her            "( )": the word may be missing
 *     hvis ... ikke ønsker        "...": up to four words in between
 *     gratis = 0.5                weight (default 1)
 */
#ifndef SPAMLINT_MESSAGE_WORDS_H
#define SPAMLINT_MESSAGE_WORDS_H

#include <glib.h>

typedef struct {
    gsize start, end;    /* octets of the text */
    gsize folded;        /* octet of Words.folded at which its folded form starts */
    guint32 line;        /* lines ("\n") of the text before it */
} Word;

typedef struct {
    GArray *words;   /* of Word */
    GString *folded; /* folded words, each NUL-terminated */
} Words;

/* Cuts and folds `length` octets of valid UTF-8. */
Words *words_new(const char *text, gsize length);
void words_free(Words *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Words, words_free)
const char *words_folded(const Words *self, guint n);
/* The index of the first word that starts at or after octet `at` (words->len: none). */
guint words_index_at(const Words *self, gsize at);
/* A single word or phrase folded as words_new() does it; words joined by one space. Given away. */
char *words_fold(const char *text);

typedef struct {
    const char *list;     /* name of the list: "unsubscribe" */
    const char *language; /* "da", "en", … or "*" */
    const char *phrase;   /* as the data file has it */
    double weight;
    guint first, last;    /* words matched, both inclusive */
    gsize start, end;     /* octets of the text */
} Hit;

/* The compiled lists. Immutable after loading: shared by the threads. */
typedef struct Phrases Phrases;
/* The shipped lists (resources below /spamlint/words/), and for each file of `extra` (paths, may
 * be NULL) named like a list its phrases added. */
Phrases *phrases_load(const char *const *extra, GError **error);
void phrases_free(Phrases *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Phrases, phrases_free)
/* One pass: every hit, in order of the text; of one list only the longest at a place. */
GArray *phrases_find(const Phrases *self, const Words *words); /* of Hit */
/* The hits of one list within octets [start, end) of the text: the first at or after index *at,
 * which is then set behind it; NULL: no more. Begin with *at = 0. */
const Hit *hits_next(const GArray *hits, const char *list, gsize start, gsize end, guint *at);
gboolean hits_any(const GArray *hits, const char *list, gsize start, gsize end);

#endif
