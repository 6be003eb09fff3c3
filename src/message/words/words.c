/* words.c - cutting and folding, in one pass and without an allocation a word.
 *
 * ASCII goes by a table.  Characters of scripts whose letters neither decompose nor fold into
 * several are folded one by one.  Only words that hold something else (ligatures, full-width
 * forms, loose marks, mathematical letters) are handed to GLib's normalization.
 */
#include "message/words/words.h"

#include <string.h>

/* What an octet is.  Octets of other characters than ASCII's are OTHER_SCRIPT. */
enum {
    DIGIT = 1 << 0,
    UPPER = 1 << 1,
    LOWER = 1 << 2,
    ALNUM = DIGIT | UPPER | LOWER,
    SENTENCE_END = 1 << 3,
    SPACE = 1 << 4,
    LINE_BREAK = 1 << 5,
    OTHER_SCRIPT = 1 << 6,
};

static const guint8 classes[256] = {
    [' '] = SPACE,
    ['\t'] = SPACE,
    ['\f'] = SPACE,
    ['\r'] = SPACE,
    ['\n'] = SPACE | LINE_BREAK,
    ['.'] = SENTENCE_END,
    ['!'] = SENTENCE_END,
    ['?'] = SENTENCE_END,
    ['0' ... '9'] = DIGIT,
    ['A' ... 'Z'] = UPPER,
    ['a' ... 'z'] = LOWER,
    [0x80 ... 0xFF] = OTHER_SCRIPT,
};

static inline guint8 class_of(char c) {
    return classes[(guchar)c];
}

/* Han, Hiragana, Katakana: a character is a word. */
static gboolean is_ideographic(gunichar c) {
    if (c < 0x3005)
        return FALSE;
    return c == 0x3005 || (c >= 0x3041 && c <= 0x3096) || (c >= 0x309D && c <= 0x309F) ||
           (c >= 0x30A1 && c <= 0x30FF) || (c >= 0x31F0 && c <= 0x31FF) ||
           (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF66 && c <= 0xFF9F) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

/* Default-ignorable characters that a reader does not see inside a word (UAX 44). */
static gboolean is_invisible(gunichar c) {
    return c == 0xAD || c == 0x34F || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || (c >= 0xFE00 && c <= 0xFE0F) ||
           (c >= 0xE0000 && c <= 0xE0FFF);
}

/* Letters that fold to exactly one letter, g_unichar_tolower() of it, and that NFKC leaves alone
 * where no mark follows: the alphabets of nearly all mail. */
static gboolean is_plain_letter(gunichar c) {
    if (c < 0xC0)
        return FALSE;
    if (c <= 0x24F) /* Latin; without sharp s, dotted I, ij, l-middle-dot, n-apostrophe, long s,
                       and the digraphs of Croatian and Hungarian */
        return c != 0xD7 && c != 0xDF && c != 0xF7 && c != 0x130 && c != 0x132 && c != 0x133 &&
               c != 0x13F && c != 0x140 && c != 0x149 && c != 0x17F && c != 0x1F0 &&
               !(c >= 0x1C4 && c <= 0x1CC) && !(c >= 0x1F1 && c <= 0x1F3);
    if (c >= 0x391 && c <= 0x3CE) /* Greek; without the two that fold to three, and final sigma */
        return c != 0x3B0 && c != 0x390 && c != 0x3C2 && c != 0x3A2;
    if (c >= 0x400 && c <= 0x481)
        return TRUE;
    if (c >= 0x5D0 && c <= 0x5EA)
        return TRUE;
    if ((c >= 0x621 && c <= 0x64A && c != 0x640))
        return TRUE;
    if (c >= 0xE01 && c <= 0xE2E)
        return TRUE;
    return (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FA) ||
           (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3);
}

/* NFKC, full case folding, NFKC (UAX 15), of a word that the fast paths do not know.  What is no
 * letter, digit or mark after that (the fraction slash of one half) is left out. */
static void fold_slowly(GString *folded, const char *text, gsize length) {
    g_autofree char *normal = g_utf8_normalize(text, (gssize)length, G_NORMALIZE_NFKC);
    g_autofree char *lower = normal ? g_utf8_casefold(normal, -1) : NULL;
    g_autofree char *again = lower ? g_utf8_normalize(lower, -1, G_NORMALIZE_NFKC) : NULL;
    for (const char *at = again ? again : ""; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if ((g_unichar_isalnum(c) || g_unichar_ismark(c)) && !is_invisible(c))
            g_string_append_unichar(folded, c);
    }
}

/* Appends the folded word with its NUL. */
static void fold(GString *folded, const char *text, gsize length, gboolean plain) {
    if (length > WORD_FOLDED_OCTETS) {
        length = WORD_FOLDED_OCTETS;
        while (length > 0 && (text[length] & 0xC0) == 0x80)
            length--;
    }
    if (plain) {
        for (const char *at = text; at < text + length; at = g_utf8_next_char(at)) {
            guchar octet = (guchar)*at;
            if (octet < 0x80)
                g_string_append_c(folded, g_ascii_tolower(*at));
            else
                g_string_append_unichar(folded, g_unichar_tolower(g_utf8_get_char(at)));
        }
    } else {
        fold_slowly(folded, text, length);
    }
    g_string_append_c(folded, '\0');
}

/* What stands at `at`: part of a word, and of which sort. */
typedef enum { OTHER, LETTER, PLAIN_LETTER, IDEOGRAPH, MARK, INVISIBLE } Sort;

static Sort sort_of(gunichar c) {
    if (is_ideographic(c))
        return IDEOGRAPH;
    if (is_plain_letter(c))
        return PLAIN_LETTER;
    if (is_invisible(c))
        return INVISIBLE;
    if (g_unichar_isalnum(c))
        return LETTER;
    return g_unichar_ismark(c) ? MARK : OTHER;
}

/* The end of the word that begins at `at`.  *plain: its letters can be folded one by one. */
static const char *word_end(const char *at, const char *end, gboolean *plain) {
    gboolean ideograph = FALSE;
    const char *start = at;
    *plain = TRUE;
    while (at < end) {
        if ((guchar)*at < 0x80) {
            if (!g_ascii_isalnum(*at) || ideograph)
                break;
            at++;
            continue;
        }
        gunichar c = g_utf8_get_char(at);
        Sort sort = sort_of(c);
        if (sort == OTHER || (ideograph && sort != MARK && sort != INVISIBLE))
            break;
        if (sort == IDEOGRAPH && at > start)
            break;
        ideograph |= sort == IDEOGRAPH;
        *plain &= sort == PLAIN_LETTER || (sort == IDEOGRAPH && is_plain_letter(c));
        at = g_utf8_next_char(at);
    }
    return at;
}

/* What the letters of the word show; "of digits" are ASCII's. */
static guint8 letters_of(const char *at, const char *end) {
    guint8 flags = 0;
    gboolean digits = FALSE, alphabetic = FALSE, lower = FALSE, ascii = TRUE;
    while (at < end) {
        if ((guchar)*at < 0x80) {
            if (g_ascii_isdigit(*at)) {
                digits = TRUE;
            } else {
                gboolean small = g_ascii_islower(*at);
                if (!alphabetic && !digits && !small)
                    flags |= WORD_CAPITAL;
                alphabetic = TRUE;
                lower |= small;
            }
            at++;
            continue;
        }
        gunichar c = g_utf8_get_char(at);
        at = g_utf8_next_char(at);
        /* Zero-width characters, which some senders put into numbers so that no program makes
         * links of them, are passed over. */
        if (!g_unichar_isalnum(c))
            continue;
        ascii = FALSE;
        if (!alphabetic && !digits && g_unichar_isalpha(c) && !g_unichar_islower(c))
            flags |= WORD_CAPITAL;
        alphabetic = TRUE;
        lower |= g_unichar_islower(c);
    }
    if (digits)
        flags |= alphabetic ? WORD_MIXED : WORD_NUMBER;
    if (alphabetic && ascii && !lower)
        flags |= WORD_UPPER;
    if (alphabetic && ascii && !digits)
        flags |= WORD_LATIN;
    return flags;
}

/* Folds the word of ASCII that begins at `at`, and returns its end; NULL where the word goes on in
 * another script.  An alphanumeric octet of ASCII with bit 0x20 is its lower case. */
static const char *cut_ascii(const char *at, const char *end, GString *folded,
                             guint8 *ret_letters) {
    const char *start = at, *stop = at + MIN((gsize)(end - at), WORD_FOLDED_OCTETS);
    guint8 seen = 0, class = 0;
    if (folded->allocated_len - folded->len < WORD_FOLDED_OCTETS + 2) {
        gsize length = folded->len;
        g_string_set_size(folded, length + WORD_FOLDED_OCTETS + 2);
        folded->len = length;
    }
    char *out = folded->str + folded->len;
    for (; at < stop && ((class = class_of(*at)) & ALNUM) != 0; at++) {
        seen |= class;
        *out++ = (char)(*at | 0x20);
    }
    for (; at >= stop && at < end && ((class = class_of(*at)) & ALNUM) != 0; at++)
        seen |= class;
    if (at < end && class == OTHER_SCRIPT)
        return NULL;
    *out++ = '\0';
    folded->len = (gsize)(out - folded->str);
    gboolean alphabetic = (seen & (UPPER | LOWER)) != 0;
    *ret_letters = class_of(*start) == UPPER ? WORD_CAPITAL : 0;
    if (seen & DIGIT)
        *ret_letters |= alphabetic ? WORD_MIXED : WORD_NUMBER;
    else
        *ret_letters |= WORD_LATIN;
    if (alphabetic && !(seen & LOWER))
        *ret_letters |= WORD_UPPER;
    return at;
}

/* The same for a word that holds other characters; `at` itself where none begins there. */
static const char *cut_other(const char *at, const char *end, GString *folded,
                             guint8 *ret_letters) {
    gboolean plain;
    if (class_of(*at) == OTHER_SCRIPT) {
        Sort sort = sort_of(g_utf8_get_char(at));
        if (sort == OTHER || sort == MARK || sort == INVISIBLE)
            return at;
    }
    const char *behind = word_end(at, end, &plain);
    *ret_letters = letters_of(at, behind);
    fold(folded, at, (gsize)(behind - at), plain);
    return behind;
}

void words_cut(Words *self, const char *text, gsize length) {
    const char *end = text + length;
    guint32 line = 0;
    guint breaks = 2;      /* line breaks since the last word; the text's start opens */
    gboolean stop = FALSE; /* ". ! ?" since the last word … */
    gboolean opens = TRUE; /* … and white space after it */
    guint count = 0;

    g_string_truncate(self->folded, 0);
    for (const char *at = text; at < end;) {
        guint8 class = class_of(*at);
        if ((class & (ALNUM | OTHER_SCRIPT)) == 0) {
            if (class & LINE_BREAK) {
                line++;
                opens |= ++breaks > 1;
            }
            if (class & SENTENCE_END)
                stop = TRUE;
            else if (class & SPACE)
                opens |= stop;
            at++;
            continue;
        }
        Word word = {.start = (gsize)(at - text),
                     .folded = (guint32)self->folded->len,
                     .line = line,
                     .opens = (guint8)opens};
        const char *behind = class & ALNUM ? cut_ascii(at, end, self->folded, &word.letters) : NULL;
        if (!behind)
            behind = cut_other(at, end, self->folded, &word.letters);
        if (behind == at) {
            at = g_utf8_next_char(at);
            continue;
        }
        word.end = (gsize)(behind - text);
        breaks = 0;
        stop = opens = FALSE;
        at = behind;
        /* A word that folds to nothing (a lone U+FDFA cannot, but tables change) is none. */
        if (self->folded->len == word.folded + 1) {
            g_string_truncate(self->folded, word.folded);
            continue;
        }
        if (count == self->words->len)
            g_array_set_size(self->words, 2 * count + 32);
        g_array_index(self->words, Word, count++) = word;
    }
    g_array_set_size(self->words, count);
}

Words *words_new(const char *text, gsize length) {
    Words *self = g_new(Words, 1);
    self->words = g_array_sized_new(FALSE, FALSE, sizeof(Word), (guint)MIN(length / 6 + 8, 4096));
    self->folded = g_string_sized_new(MIN(length + WORD_FOLDED_OCTETS + 16, 65536));
    words_cut(self, text, length);
    return self;
}

void words_free(Words *self) {
    if (!self)
        return;
    g_array_unref(self->words);
    g_string_free(self->folded, TRUE);
    g_free(self);
}

const char *words_folded(const Words *self, guint n) {
    return self->folded->str + g_array_index(self->words, Word, n).folded;
}

guint words_index_at(const Words *self, gsize at) {
    guint low = 0, high = self->words->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(self->words, Word, middle).start < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

guint words_letters(const char *folded) {
    guint letters = 0;
    for (const char *at = folded; *at != '\0'; at = g_utf8_next_char(at))
        letters +=
            (guchar)*at < 0x80 ? g_ascii_isalpha(*at) : g_unichar_isalpha(g_utf8_get_char(at));
    return letters;
}

GHashTable *words_distinct(const Words *self, guint letters) {
    GHashTable *set = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < self->words->len; i++) {
        const Word *word = &g_array_index(self->words, Word, i);
        const char *folded = words_folded(self, i);
        if (word->end - word->start >= letters &&
            ((word->letters & WORD_LATIN) || words_letters(folded) >= letters))
            g_hash_table_add(set, (gpointer)folded);
    }
    return set;
}

char *words_fold(const char *text) {
    g_autoptr(Words) words = words_new(text, strlen(text));
    GString *joined = g_string_new(NULL);
    for (guint i = 0; i < words->words->len; i++) {
        if (i > 0)
            g_string_append_c(joined, ' ');
        g_string_append(joined, words_folded(words, i));
    }
    return g_string_free(joined, FALSE);
}
