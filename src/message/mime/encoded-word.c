/* encoded-word.c - unstructured values decoded in one pass (RFC 2047, RFC 2231 section 5).
 *
 * As lenient as mail programs: words are decoded also where no white space stands around them,
 * inside quotes, longer than 75 octets or split within a character.  "=?" counts as the beginning
 * of an encoded word where a charset, one letter and two "?" follow; anything else is text.
 */
#include "message/mime/encoded-word.h"

#include "message/mime/charset.h"
#include "message/mime/transfer.h"

#include <string.h>

/* Longest charset with language that is taken for one. */
#define CHARSET_OCTETS 64u

/* Where an encoded word stands in the value, and its pieces. */
typedef struct {
    gsize start, end;
    gsize charset, charset_end; /* without the language */
    char encoding;              /* as written */
    gsize text, text_end;
} Word;

typedef struct {
    const char *value;
    GString *text;
    EncodedText *result;
    GString *octets;  /* of adjacent words of one charset, decoded together */
    char *charset;    /* theirs, canonical; NULL: none wait */
    gsize start, end; /* octets of the value of these words */
} Decoder;

static void note(Decoder *self, EncodedDefects defect, gsize start, gsize end) {
    EncodedText *result = self->result;

    if (result->defects == 0 || start < result->defect_start) {
        result->defect_start = start;
        result->defect_end = end;
    }
    result->defects |= defect;
}

static gboolean is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* TRUE where "=?charset?X?" stands at `at`: the beginning of an encoded word. */
static gboolean word_begins(const char *value, gsize at, gsize length, Word *ret_word) {
    gsize place;

    if (length - at < 6 || value[at] != '=' || value[at + 1] != '?')
        return FALSE;
    place = at + 2;
    while (place < length && place - at - 2 <= CHARSET_OCTETS && value[place] > ' ' &&
           strchr("()<>@,;:\"/[]?=", value[place]) == NULL)
        place++;
    if (place == at + 2 || length - place < 3 || value[place] != '?' || value[place + 2] != '?' ||
        !g_ascii_isalpha(value[place + 1]))
        return FALSE;
    *ret_word = (Word){.start = at,
                       .charset = at + 2,
                       .charset_end = place,
                       .encoding = value[place + 1],
                       .text = place + 3};
    for (gsize i = at + 2; i < place; i++) {
        if (value[i] == '*') { /* a language, RFC 2231 section 5 */
            ret_word->charset_end = i;
            break;
        }
    }
    return TRUE;
}

/* Finds the end of a word that has begun. FALSE: it has none before the next one begins. */
static gboolean word_ends(const char *value, gsize length, Word *word) {
    Word next;

    for (gsize at = word->text; at + 1 < length; at++) {
        if (value[at] == '?' && value[at + 1] == '=') {
            word->text_end = at;
            word->end = at + 2;
            return TRUE;
        }
        if (value[at] == '=' && word_begins(value, at, length, &next))
            return FALSE;
    }
    return FALSE;
}

/* Appends `utf8`, notes what was wrong with the octets [start, end) of the value behind it. */
static void append_text(Decoder *self, const CharsetText *text, const char *octets, gsize length,
                        const char *charset, gsize start, gsize end) {
    if (text->defects & CHARSET_UNDECODABLE)
        note(self, ENCODED_UNDECODABLE, start, end);
    /* Among U+FFFD of our own the sender's are found in the octets, where they are UTF-8. */
    if (text->defects == 0 ? strstr(text->utf8, "\xef\xbf\xbd") != NULL
                           : strcmp(charset, "utf-8") == 0 &&
                                 g_strstr_len(octets, (gssize)length, "\xef\xbf\xbd") != NULL)
        note(self, ENCODED_REPLACEMENT, start, end);
    g_string_append_len(self->text, text->utf8, (gssize)text->length);
}

/* Decodes the words that wait. */
static void flush(Decoder *self) {
    CharsetText text;

    if (self->charset == NULL)
        return;
    charset_decode(self->charset, self->octets->str, self->octets->len, G_MAXUINT32, &text, NULL);
    append_text(self, &text, self->octets->str, self->octets->len, self->charset, self->start,
                self->end);
    g_free(text.utf8);
    g_clear_pointer(&self->charset, g_free);
    g_string_truncate(self->octets, 0);
}

/* Text between encoded words. */
static void append_raw(Decoder *self, gsize start, gsize end) {
    const char *octets = self->value + start;
    const char *charset = charset_guess(octets, end - start);
    gsize first;
    CharsetText text;

    if (start == end)
        return;
    flush(self);
    if (strcmp(charset, "us-ascii") != 0) {
        first = start + charset_first_8bit(octets, end - start);
        note(self, strcmp(charset, "utf-8") == 0 ? ENCODED_RAW_UTF8 : ENCODED_RAW_8BIT, first,
             first + 1);
    }
    /* What is not UTF-8 is shown as windows-1252 by most mail programs. */
    if (strcmp(charset, "windows-1252") == 0)
        charset = "iso-8859-1";
    charset_decode(charset, octets, end - start, G_MAXUINT32, &text, NULL);
    append_text(self, &text, octets, end - start, charset, start, end);
    g_free(text.utf8);
}

/* The Q encoding (RFC 2047 section 4.2). FALSE: an octet that it does not have. */
static gboolean decode_q(const char *text, gsize length, GString *octets) {
    gboolean good = TRUE;

    for (gsize at = 0; at < length; at++) {
        if (text[at] == '_') {
            g_string_append_c(octets, ' ');
        } else if (text[at] == '=' && length - at >= 3 && g_ascii_isxdigit(text[at + 1]) &&
                   g_ascii_isxdigit(text[at + 2])) {
            g_string_append_c(octets, (char)(g_ascii_xdigit_value(text[at + 1]) << 4 |
                                             g_ascii_xdigit_value(text[at + 2])));
            at += 2;
        } else {
            good = good && text[at] != '=' && text[at] > ' ' && text[at] < 127;
            g_string_append_c(octets, text[at]);
        }
    }
    return good;
}

/* The B encoding. Missing padding is not worth a word: every mail program reads it. */
static gboolean decode_b(const char *text, gsize length, GString *octets) {
    g_autofree char *decoded = NULL;
    gsize made, defect;
    gboolean good;

    good = transfer_decode(ENCODING_BASE64, text, length, &decoded, &made, &defect, NULL);
    if (!good && defect == length && length % 4 != 1 && memchr(text, '=', length) == NULL)
        good = TRUE;
    for (gsize at = 0; at < length && good; at++)
        good = !is_space(text[at]);
    g_string_append_len(octets, decoded, (gssize)made);
    return good;
}

static void append_word(Decoder *self, const Word *word) {
    const char *text = self->value + word->text;
    gsize length = word->text_end - word->text;
    g_autofree char *charset = NULL;
    g_autoptr(GString) octets = g_string_new(NULL);
    gboolean good;

    if (word->encoding == 'B' || word->encoding == 'b')
        good = decode_b(text, length, octets);
    else
        good = decode_q(text, length, octets);
    if (!good)
        note(self, ENCODED_MALFORMED, word->start, word->end);
    charset = charset_canonical(self->value + word->charset, word->charset_end - word->charset);
    if (charset == NULL) {
        note(self, ENCODED_UNKNOWN_CHARSET, word->start, word->end);
        charset = g_strdup(charset_guess(octets->str, octets->len));
    }
    if (self->charset != NULL && strcmp(self->charset, charset) != 0)
        flush(self);
    if (self->charset == NULL) {
        self->charset = g_steal_pointer(&charset);
        self->start = word->start;
    }
    self->end = word->end;
    g_string_append_len(self->octets, octets->str, (gssize)octets->len);
    self->result->words++;
}

EncodedText *encoded_text_decode(const char *value, gsize length) {
    Decoder self = {.value = value,
                    .text = g_string_sized_new(length),
                    .result = g_new0(EncodedText, 1),
                    .octets = g_string_new(NULL)};
    gsize raw = 0; /* start of the text behind the last word */
    gboolean behind_word = FALSE;
    gboolean blank = TRUE; /* only white space stands behind it */
    gsize at = 0;

    while (at < length) {
        Word word;

        if (value[at] != '=' || !word_begins(value, at, length, &word)) {
            blank = blank && is_space(value[at]);
            at++;
            continue;
        }
        if (strchr("BbQq", word.encoding) == NULL || !word_ends(value, length, &word)) {
            note(&self, ENCODED_MALFORMED, word.start, word.text);
            blank = FALSE;
            at = word.text;
            continue;
        }
        /* White space between two encoded words is not text (RFC 2047 section 6.2). */
        if (!behind_word || !blank)
            append_raw(&self, raw, at);
        append_word(&self, &word);
        raw = at = word.end;
        behind_word = blank = TRUE;
    }
    append_raw(&self, raw, length);
    flush(&self);
    g_string_free(self.octets, TRUE);
    self.result->text = g_string_free(self.text, FALSE);
    return self.result;
}

void encoded_text_free(EncodedText *self) {
    if (self == NULL)
        return;
    g_free(self->text);
    g_free(self);
}
