/* phrases.h - phrase lists, all found in one pass over the words of a text.
 *
 * Phrase lists are data files of whole folded words; all lists together are one trie, and one pass
 * finds every phrase of every list.  Nothing is ever matched as a substring of a word.
 *
 * A phrase file, data/words/<list>.txt:
 *     # comment
 *     [da]                        language of the phrases below; [*] for any
 *     du modtager denne/dette mail/nyhedsbrev fordi     "/": either word
 *     afmeld (dig) her            "( )": the words may be missing
 *     pakken er {på vej/leveret}  "{ }": one of these, each of one word or several; so in "( )"
 *     hvis ... ikke ønsker        "...": up to four words of the same sentence in between
 *     spar {n} %                  "{n}": any number in digits
 *     gratis = 0.5                weight (default 1)
 * Punctuation counts for nothing, in the file as in the text: "e-mail" is two words, "50 %" one.
 *
 * The list "stop" is of another form: every word of a line stands for itself and is a function
 * word of the section's language.  It yields no hits.
 */
#ifndef SPAMLINT_MESSAGE_WORDS_PHRASES_H
#define SPAMLINT_MESSAGE_WORDS_PHRASES_H

#include "message/words/hits.h"
#include "message/words/words.h"

#include <glib.h>

/* The compiled lists. Immutable after loading: shared by the threads. */
typedef struct Phrases Phrases;
/* The shipped lists (resources below /spamlint/words/), and for each file of `extra` (paths, may
 * be NULL) named like a list its phrases added: "promotion.txt" extends the list "promotion".  A
 * phrase that the list has already takes the weight of the extra file; weight 0 silences it.  A
 * file "prohibited-SUBJECT.txt" may also be a list of its own (rule content-prohibited).
 * NULL with "FILE:LINE: …" where a file cannot be read or a line is malformed. */
Phrases *phrases_load(const char *const *extra, GError **error);
void phrases_free(Phrases *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Phrases, phrases_free)
/* No list at all, to be filled with phrases_add(): for tests. */
Phrases *phrases_empty(void);
/* Adds the phrases of `text` to the list `list`, which is made where there is none. `source` names
 * the text in errors.  Nothing may be matched meanwhile. */
gboolean phrases_add(Phrases *self, const char *source, const char *list, const char *text,
                     gsize length, GError **error);

/* One pass, which sets Word.number of all words: every hit; of one list only the longest at a place
 * (a hit that lies within another of its list is left out). */
Hits *phrases_find(const Phrases *self, Words *words);

/* The names of all lists (const char *), in order of loading. Borrowed. */
const GPtrArray *phrases_list_names(const Phrases *self);

/* The languages of the list "stop", in order of the file; at most 32. NULL-terminated. */
const char *const *phrases_stop_languages(const Phrases *self);
/* The languages (bit n: the n-th) that have the folded word as a function word. */
guint32 phrases_stop_mask(const Phrases *self, const char *folded);
/* The same of a word that phrases_find() has numbered. */
guint32 phrases_stop_mask_of(const Phrases *self, const Word *word);
/* TRUE where the folded word is a function word of that language (NULL: of any). */
gboolean phrases_is_stop(const Phrases *self, const char *folded, const char *language);

#endif
