/* stem.h - words without their endings, to see whether two texts speak of the same thing.
 *
 * "Strikkeopskrifter" and "strikkeopskriften" are one word to a reader.  A Stemmer takes the
 * endings of one language off (Snowball); the Germanic languages, which write compounds as one
 * word, besides know a word by its first or its last part ("garn" in "strikkegarn").  Opening one
 * costs little; it belongs to one thread.
 */
#ifndef SPAMLINT_MESSAGE_WORDS_STEM_H
#define SPAMLINT_MESSAGE_WORDS_STEM_H

#include <glib.h>

typedef struct Stemmer Stemmer;
/* `language` as language.h names it ("da", "nb" …); of NULL, and of one that Snowball does not
 * know, every word is its own stem. Never NULL. */
Stemmer *stemmer_new(const char *language);
void stemmer_free(Stemmer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Stemmer, stemmer_free)
/* The stem of a folded word (words.h). Valid until the next call. */
const char *stemmer_stem(Stemmer *self, const char *folded);
/* TRUE where the language writes compounds as one word. */
gboolean stemmer_compounds(const Stemmer *self);

#endif
