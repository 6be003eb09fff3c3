/* test-words.c - cutting and folding of words, on exact-size copies. */
#include "message/words/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

typedef struct {
    const char *text, *folded, *reason;
} Row;

static const Row rows[] = {
    {"", "", "nothing has no words"},
    {" \n\t.,-", "", "punctuation is no word"},
    {"Tilbud: SPAR 50 % i dag!", "tilbud spar 50 i dag", "punctuation and signs end words"},
    {"ÆBLER På Øen", "æbler på øen", "Danish letters fold"},
    {"A\xcc\x8a"
     "rhus",
     "århus", "a letter and its ring are the letter (NFKC)"},
    {"don't DON\xe2\x80\x99T", "don t don t", "both apostrophes split"},
    {"e-mail E\xe2\x80\x91mail", "e mail e mail", "hyphens split, the non-breaking one too"},
    {"n'h\xc3\xa9sitez", "n hésitez", "French elision"},
    {"STRASSE stra\xc3\x9f"
     "e",
     "strasse strasse", "full case folding of sharp s"},
    {"\xce\xa3\xce\x91\xce\xa3 \xcf\x83\xce\xb1\xcf\x82", "σασ σασ", "final sigma is sigma"},
    {"\xef\xbc\xa6\xef\xbc\xb2\xef\xbc\xa5\xef\xbc\xa5", "free", "full-width letters"},
    {"\xf0\x9d\x97\x99\xf0\x9d\x97\xa5\xf0\x9d\x97\x98\xf0\x9d\x97\x98", "free",
     "mathematical letters"},
    {"\xef\xac\x81nd", "find", "ligature"},
    {"un\xc2\xadsub\xe2\x80\x8bscribe", "unsubscribe", "what shows nothing is passed over"},
    {"\xe2\x9d\xa4\xef\xb8\x8f tilbud", "tilbud", "an emoji and its selector are no word"},
    {"a\xef\xb8\x8f", "a", "a variation selector behind a letter is dropped"},
    {"\xe9\x80\x80\xe8\xae\xa2", "退 订", "each Han character is a word"},
    {"abc\xe9\x80\x80xyz", "abc 退 xyz", "Han ends and begins words"},
    {"\xe3\x81\x8b\xe3\x82\x99", "が", "a kana keeps its voicing mark"},
    {"\xd0\x9e\xd0\xa2\xd0\x9f\xd0\x98\xd0\xa1\xd0\x90\xd0\xa2\xd0\xac\xd0\xa1\xd0\xaf",
     "отписаться", "Cyrillic folds"},
    {"\xc4\xb0STANBUL", "i\xcc\x87stanbul", "dotted capital I folds to i and dot"},
    {"info@example.dk", "info example dk", "an address is its words"},
    {"1.299,95 kr.", "1 299 95 kr", "a price is its digits"},
    {"\xc2\xbd", "12", "one half: the fraction slash is left out"},
    {"\xcc\x8a\xcc\x8a", "", "marks without a letter are no word"},
};

static char *joined(const char *text, gsize length) {
    g_autofree char *exact = g_memdup2(text, length); /* ASan sees a read past the end */
    g_autoptr(Words) words = words_new(exact ? exact : "", length);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < words->words->len; i++)
        g_string_append_printf(out, "%s%s", i ? " " : "", words_folded(words, i));
    return g_string_free(out, FALSE);
}

static void test_rows(void **state) {
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *found = joined(rows[i].text, strlen(rows[i].text));
        g_autofree char *normal = g_utf8_normalize(rows[i].folded, -1, G_NORMALIZE_NFKC);
        if (strcmp(found, normal) != 0)
            fail_msg("%s: “%s”, expected “%s”", rows[i].reason, found, normal);
        g_autofree char *folded = words_fold(rows[i].text);
        if (strcmp(found, folded) != 0)
            fail_msg("%s: words_fold() gives “%s”", rows[i].reason, folded);
    }
}

/* The fast paths must agree with GLib's normalization for every letter that there is. */
static void test_every_letter(void **state) {
    for (gunichar c = 1; c < 0x30000; c++) {
        if (!g_unichar_validate(c) || !g_unichar_isalnum(c))
            continue;
        char text[8] = {0};
        g_unichar_to_utf8(c, text);
        g_autofree char *found = joined(text, strlen(text));
        g_autofree char *normal = g_utf8_normalize(text, -1, G_NORMALIZE_NFKC);
        g_autofree char *lower = g_utf8_casefold(normal, -1);
        g_autofree char *expected = g_utf8_normalize(lower, -1, G_NORMALIZE_NFKC);
        char *to = expected;
        for (const char *at = expected; *at;) { /* without what is no letter, digit or mark */
            const char *next = g_utf8_next_char(at);
            gunichar part = g_utf8_get_char(at);
            if (g_unichar_isalnum(part) || g_unichar_ismark(part))
                to = (char *)memmove(to, at, (gsize)(next - at)) + (next - at);
            at = next;
        }
        *to = '\0';
        if (strcmp(found, expected) != 0)
            fail_msg("U+%04X folds to “%s”, expected “%s”", c, found, expected);
    }
}

static void test_places(void **state) {
    const char *text = "Hej Åse.\nKøb nu\n\nVenlig";
    g_autoptr(Words) words = words_new(text, strlen(text));
    static const struct {
        const char *word;
        guint line;
        gboolean opens;
    } expected[] = {
        {"Hej", 0, TRUE}, {"Åse", 0, FALSE},   {"Køb", 1, TRUE},
        {"nu", 1, FALSE}, {"Venlig", 3, TRUE},
    };
    assert_int_equal(words->words->len, G_N_ELEMENTS(expected));
    for (guint i = 0; i < words->words->len; i++) {
        const Word *word = &g_array_index(words->words, Word, i);
        g_autofree char *slice = g_strndup(text + word->start, word->end - word->start);
        assert_string_equal(slice, expected[i].word);
        assert_int_equal(word->line, expected[i].line);
        assert_int_equal(word->opens, expected[i].opens);
    }
    assert_int_equal(words_index_at(words, 0), 0);
    assert_int_equal(words_index_at(words, 1), 1);
    assert_int_equal(words_index_at(words, 4), 1);
    assert_int_equal(words_index_at(words, strlen(text)), 5);
}

/* A "." without white space behind it ends no sentence: "f.eks." goes on. */
static void test_abbreviation(void **state) {
    const char *text = "f.eks. her";
    g_autoptr(Words) words = words_new(text, strlen(text));
    assert_int_equal(words->words->len, 3);
    assert_false(g_array_index(words->words, Word, 1).opens);
    assert_true(g_array_index(words->words, Word, 2).opens);
}

static void test_long_word(void **state) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < 100000; i++)
        g_string_append(text, "å");
    g_autoptr(Words) words = words_new(text->str, text->len);
    assert_int_equal(words->words->len, 1);
    assert_int_equal(g_array_index(words->words, Word, 0).end, text->len);
    assert_true(strlen(words_folded(words, 0)) <= WORD_FOLDED_OCTETS);
    assert_true(g_utf8_validate(words_folded(words, 0), -1, NULL));
    g_string_assign(text, "a");
    for (guint i = 0; i < 300000; i++) /* marks of alternating class: sorting them is quadratic */
        g_string_append(text, i & 1 ? "\xcc\x81" : "\xcc\xa3");
    words_cut(words, text->str, text->len);
    assert_int_equal(words->words->len, 1);
    g_string_free(text, TRUE);
}

static void test_distinct(void **state) {
    static const struct {
        const char *text;
        guint letters, count;
        const char *reason;
    } texts[] = {
        {"", 1, 0, "no word"},
        {"Afmeld afmeld AFMELD", 3, 1, "folded"},
        {"Køb nu, køb nyt, køb to", 3, 2, "short words left out"},
        {"år åre ærø", 3, 2, "letters, not octets"},
        {"2026 100 50a1 8000", 1, 1, "digits are no letters"},
        {"sommerhus, strand og sol", 4, 2, "four letters or more"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(Words) words = words_new(texts[i].text, strlen(texts[i].text));
        g_autoptr(GHashTable) set = words_distinct(words, texts[i].letters);
        if (g_hash_table_size(set) != texts[i].count)
            fail_msg("%s: %u words", texts[i].reason, g_hash_table_size(set));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),      cmocka_unit_test(test_every_letter),
        cmocka_unit_test(test_places),    cmocka_unit_test(test_abbreviation),
        cmocka_unit_test(test_long_word), cmocka_unit_test(test_distinct),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
