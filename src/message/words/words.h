/* words.h - words of a text.
 *
 * A text is cut into words (letters, digits and marks of any script) and each word is folded (case,
 * NFKC), so that rules and phrase lists (phrases.h) compare whole words and never substrings.
 * Every Han, Hiragana and Katakana character is a word of its own: those scripts write no spaces.
 * Whatever else stands between letters ends a word, the apostrophe and the hyphen too: "don't" is
 * "don" and "t", "e-mail" is "e" and "mail", in texts and in phrase files alike.  Characters that
 * show nothing (soft hyphen, zero-width space and joiners) are passed over inside a word.
 */
#ifndef SPAMLINT_MESSAGE_WORDS_WORDS_H
#define SPAMLINT_MESSAGE_WORDS_WORDS_H

#include <glib.h>

/* What the letters of a word show. */
typedef enum {
    WORD_NUMBER = 1 << 0,  /* digits only */
    WORD_MIXED = 1 << 1,   /* digits and letters: "12B", "1AA" */
    WORD_CAPITAL = 1 << 2, /* begins with an upper-case letter, or one of a script without case */
    WORD_UPPER = 1 << 3,   /* ASCII, no lower-case letter in it, and a letter */
    WORD_LATIN = 1 << 4,   /* ASCII letters only */
} WordLetters;

typedef struct {
    gsize start, end; /* octets of the text */
    guint32 folded;   /* octet of Words.folded at which its folded form starts */
    guint32 line;     /* lines ("\n") of the text before it */
    guint32 number;   /* of the lists' dictionary: set by phrases_find(); 0: on no list */
    guint8 opens;     /* a sentence or paragraph ended before it: ". ! ?" and white space, or an
                       * empty line */
    guint8 letters;   /* of WordLetters */
} Word;

typedef struct {
    GArray *words;   /* of Word */
    GString *folded; /* folded words, each NUL-terminated */
} Words;

/* Cuts and folds `length` octets of valid UTF-8. */
Words *words_new(const char *text, gsize length);
void words_free(Words *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Words, words_free)
/* The n-th word, folded. Of a word over WORD_FOLDED_OCTETS only its beginning. Borrowed. */
const char *words_folded(const Words *self, guint n);
/* The index of the first word that starts at or after octet `at` (words->len: none). */
guint words_index_at(const Words *self, gsize at);
/* Letters of a folded word: digits and marks are none. */
guint words_letters(const char *folded);
/* The distinct words of `letters` letters or more, as a set of folded words (const char *) that
 * `self` keeps. Given away. */
GHashTable *words_distinct(const Words *self, guint letters);
/* A single word or phrase folded as words_new() does it; words joined by one space. Given away. */
char *words_fold(const char *text);
/* Empties `self` and cuts another text into it: what loads many lines uses one Words. */
void words_cut(Words *self, const char *text, gsize length);

/* Octets of a word that are folded.  The longest word of any dictionary is far under it; what
 * goes on (base64, padding) is compared by its beginning, and sorting the marks of one letter
 * (quadratic in GLib) stays bounded. */
#define WORD_FOLDED_OCTETS 192

#include "message/words/phrases.h"

#endif
