/* marks.h - what the word lists and the letters say of each word of a text.
 *
 * The recognisers of postal addresses and telephone numbers look at a word's neighbours many
 * times.  So the hits of their lists are spread over the words once, as flags, together with what
 * the letters show (a number, a capital) and what stands between two words.
 */
#ifndef SPAMLINT_MESSAGE_MARKS_H
#define SPAMLINT_MESSAGE_MARKS_H

#include "message/words/words.h"

#include <glib.h>

typedef enum {
    /* As words.h says. */
    MARK_NUMBER = WORD_NUMBER,
    MARK_MIXED = WORD_MIXED,
    MARK_CAPITAL = WORD_CAPITAL,
    MARK_UPPER = WORD_UPPER,
    MARK_LETTERS = MARK_NUMBER | MARK_MIXED | MARK_CAPITAL | MARK_UPPER,
    MARK_STREET = 1 << 4,     /* of the list "street", or ends as a compound of one ("-gade") */
    MARK_SUFFIX = 1 << 5,     /* MARK_STREET by its ending: surer than a short word of the list */
    MARK_BOX_END = 1 << 6,    /* the last word of a phrase of the list "postbox" */
    MARK_REGION_END = 1 << 7, /* the last word of a phrase of the list "region" */
    MARK_COUNTRY = 1 << 8,
    MARK_QUANTITY = 1 << 9,   /* money, measures, months … */
    MARK_TELEPHONE = 1 << 10, /* announces a telephone number */
    MARK_REFERENCE = 1 << 11, /* announces a number of another sort */
    MARK_DIALLED = 1 << 12, /* a number in a row of three or more: a telephone or account number */
} MarkFlags;

typedef struct {
    guint32 flags;
    guint32 first; /* of MARK_BOX_END and MARK_REGION_END: index of the phrase's first word */
} Mark;

typedef struct {
    const char *text;
    const Words *words;
    const Hits *hits;
    GArray *marks;    /* of Mark, one a word of `words` */
    gsize start, end; /* octets of the text looked at */
    guint from, to;   /* the words that lie in them */
} Marks;

/* Marks the words of a text of `length` octets: once a text. Borrows all. */
Marks *marks_new(const char *text, gsize length, const Words *words, const Hits *hits);
/* The same marks, seen within octets [start, end) of the text. Nothing of it is to be freed. */
Marks marks_within(const Marks *self, gsize start, gsize end);
void marks_free(Marks *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Marks, marks_free)

static inline const Word *marks_word(const Marks *self, guint n) {
    return &g_array_index(self->words->words, Word, n);
}
static inline guint32 marks_flags(const Marks *self, guint n) {
    return g_array_index(self->marks, Mark, n).flags;
}
/* TRUE where one of the flags stands. */
static inline gboolean marks_has(const Marks *self, guint n, guint32 flags) {
    return (marks_flags(self, n) & flags) != 0;
}

/* What stands between word n and word n + 1. */
typedef enum {
    GAP_SPACE,  /* one or more spaces, a full stop and a space, an apostrophe */
    GAP_HYPHEN, /* a hyphen or dash without spaces */
    GAP_TIGHT,  /* one other character without spaces: "." or "/" or ":" or "," … */
    GAP_BREAK,  /* a separator with spaces around or behind it: ", " " | " " · " " - " "; " "(" */
    GAP_LINE,   /* a line ending */
} Gap;
Gap marks_gap(const Marks *self, guint n);
/* TRUE where one of the characters (Unicode, UTF-8) stands between word n and its neighbour. */
gboolean marks_between(const Marks *self, guint n, const char *characters);

#endif
