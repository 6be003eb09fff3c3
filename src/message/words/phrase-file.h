/* phrase-file.h - the lines of a phrase file, taken apart (the format stands in phrases.h).
 *
 * The reader walks over a text and gives one phrase at a time as a row of slots.  It folds words
 * with the cutter of words.h, so that file and mail are compared alike.  What it cannot read is an
 * error with source and line: a word list that is silently short would be a rule that is silently
 * deaf.
 */
#ifndef SPAMLINT_MESSAGE_WORDS_PHRASE_FILE_H
#define SPAMLINT_MESSAGE_WORDS_PHRASE_FILE_H

#include "message/words/words.h"

#include <glib.h>

/* Slots of one phrase, words that its slots name in all (alternatives counted), and the ways of
 * reading it that its slots multiply to: a phrase over these is a mistake or an attack. */
#define PHRASE_SLOTS 32
#define PHRASE_WORDS 128
#define PHRASE_WAYS 4096

/* Any number. No folded word has braces. */
#define PHRASE_NUMBER "{n}"

/* One place of a phrase: a gap, or one of its ways, each a row of folded words. */
typedef struct {
    gboolean gap;
    gboolean optional;
    guint first_way, ways; /* of PhraseLine.ways */
} PhraseSlot;

typedef struct {
    guint first_word, words; /* of PhraseLine.words */
} PhraseWay;

typedef struct {
    const char *language; /* interned */
    const char *text;     /* the phrase as written, without weight and white space at its ends */
    gsize text_length;
    double weight;
    guint line; /* of the file, from 1 */
    PhraseSlot slots[PHRASE_SLOTS];
    PhraseWay ways[PHRASE_WORDS];
    const char *words[PHRASE_WORDS]; /* folded; valid until the next call */
    guint n_slots, n_ways, n_words;
    gboolean plain; /* list "stop": each word stands for itself, no slots */
} PhraseLine;

typedef struct {
    const char *source, *at, *end;
    const char *language; /* interned; NULL before the first section */
    guint line;
    gboolean plain;
    Words *cut;
    GString *folded; /* of the line's words */
} PhraseReader;

/* Borrows source and text. `plain`: the lines are words, not phrases (list "stop"). */
void phrase_reader_init(PhraseReader *self, const char *source, const char *text, gsize length,
                        gboolean plain);
void phrase_reader_clear(PhraseReader *self);
/* The next phrase; FALSE at the end, and with *error at a malformed line. */
gboolean phrase_reader_next(PhraseReader *self, PhraseLine *ret, GError **error);

#endif
