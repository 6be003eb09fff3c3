/* test-encoded-word.c - values of unstructured fields as text. */
#include "message/mime/encoded-word.h"

#include <gmime/gmime.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#define FFFD "\xef\xbf\xbd"

typedef struct {
    const char *reason, *value, *text;
    EncodedDefects defects;
    const char *defect; /* what stands at the defect's octets; NULL: not looked at */
    guint words;
} Row;

static const Row rows[] = {
    {"plain", "Nyt fra Eksempel ApS", "Nyt fra Eksempel ApS", 0, "", 0},
    {"Q", "=?utf-8?Q?R=C3=B8dgr=C3=B8d_med_fl=C3=B8de?=", "Rødgrød med fløde", 0, "", 1},
    {"B", "=?UTF-8?B?UsO4ZGdyw7hk?=", "Rødgrød", 0, "", 1},
    {"lower-case letters", "=?utf-8?b?UsO4ZA==?= =?iso-8859-1?q?=F8?=", "Rødø", 0, "", 2},
    {"windows-1252", "=?windows-1252?Q?Spar_50_=80?=", "Spar 50 €", 0, "", 1},
    {"quotes of windows-1252 under the name of latin-1", "=?iso-8859-1?Q?=93Hej=94?=", "“Hej”", 0,
     "", 1},
    {"text around", "Re: =?utf-8?Q?k=C3=B8b?= nu", "Re: køb nu", 0, "", 1},
    {"white space between two words is not text",
     "=?utf-8?Q?k=C3=B8b?=  \t =?utf-8?Q?_nu?=", "køb nu", 0, "", 2},
    {"white space between a word and text is", "a =?utf-8?Q?b?= c", "a b c", 0, "", 1},
    {"a character split over two words", "=?utf-8?B?UsM=?= =?utf-8?B?uGQ=?=", "Rød", 0, "", 2},
    {"a character split over two words, Q", "=?utf-8?Q?R=C3?= =?utf-8?Q?=B8d?=", "Rød", 0, "", 2},
    {"two charsets", "=?utf-8?Q?R=C3=B8d?= =?iso-8859-1?Q?gr=F8d?=", "Rødgrød", 0, "", 2},
    {"a language", "=?iso-8859-1*da?Q?R=F8d?=", "Rød", 0, "", 1},
    {"glued to text", "a=?utf-8?Q?=C3=B8?=b", "aøb", 0, "", 1},
    {"glued to each other", "=?utf-8?Q?a?==?utf-8?Q?b?=", "ab", 0, "", 2},
    {"an empty word", "=?utf-8?Q?" "?=x", "x", 0, "", 1},
    {"japanese", "=?iso-2022-jp?B?GyRCJUYlOSVIGyhC?=", "テスト", 0, "", 1},
    {"without padding", "=?utf-8?B?UsO4ZA?=", "Rød", 0, "", 1},
    {"longer than 75 octets",
     "=?utf-8?Q?"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa?=",
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 0, "",
     1},
    {"Q text that ends with =", "=?utf-8?Q?a=?=", "a=", ENCODED_MALFORMED, "=?utf-8?Q?a=?=", 1},
    {"a question mark in Q", "=?utf-8?Q?Hvad?_Nu?=", "Hvad? Nu", 0, "", 1},

    {"no end", "Hej =?utf-8?Q?k=C3=B8b", "Hej =?utf-8?Q?k=C3=B8b", ENCODED_MALFORMED, "=?utf-8?Q?",
     0},
    {"no end before the next", "=?utf-8?Q?a =?utf-8?Q?b?=", "=?utf-8?Q?a b", ENCODED_MALFORMED,
     "=?utf-8?Q?", 1},
    {"a space inside", "=?utf-8?Q?k=C3=B8b nu?=", "køb nu", ENCODED_MALFORMED, NULL, 1},
    {"a space inside B", "=?utf-8?B?UsO4 ZA==?=", "Rød", ENCODED_MALFORMED, NULL, 1},
    {"a bad octet in Q", "=?utf-8?Q?50=%?=", "50=%", ENCODED_MALFORMED, NULL, 1},
    {"raw 8-bit in Q",
     "=?utf-8?Q?r\xc3\xb8"
     "d?=",
     "rød", ENCODED_MALFORMED, NULL, 1},
    {"a bad character in B", "=?utf-8?B?UsO4!ZA==?=", "Rød", ENCODED_MALFORMED, NULL, 1},
    {"a length that no base64 has", "=?utf-8?B?UsO4Z?=", "Rø", ENCODED_MALFORMED, NULL, 1},
    {"an encoding that is none", "=?utf-8?X?abc?=", "=?utf-8?X?abc?=", ENCODED_MALFORMED,
     "=?utf-8?X?", 0},
    {"no encoded word was meant", "a =? b ?= c", "a =? b ?= c", 0, "", 0},
    {"nor here: no charset", "x=??Q?y?=", "x=??Q?y?=", 0, "", 0},
    {"a URL with =?", "https://example.com/?a=?utf-8", "https://example.com/?a=?utf-8", 0, "", 0},

    {"a charset that nobody knows", "=?foo?Q?r=C3=B8d?=", "rød", ENCODED_UNKNOWN_CHARSET,
     "=?foo?Q?r=C3=B8d?=", 1},
    {"octets that are not of the charset", "=?utf-8?Q?r=F8d?=", "r" FFFD "d", ENCODED_UNDECODABLE,
     "=?utf-8?Q?r=F8d?=", 1},
    {"us-ascii with 8-bit", "=?us-ascii?Q?r=F8d?=", "rød", ENCODED_UNDECODABLE, NULL, 1},
    {"U+FFFD that the sender put there", "=?utf-8?Q?r=EF=BF=BDd?=", "r" FFFD "d",
     ENCODED_REPLACEMENT, NULL, 1},
    {"the same, raw", "r" FFFD "d", "r" FFFD "d", ENCODED_REPLACEMENT | ENCODED_RAW_UTF8, NULL, 0},
    {"both", "=?utf-8?Q?=EF=BF=BD=F8?=", FFFD FFFD, ENCODED_REPLACEMENT | ENCODED_UNDECODABLE, NULL,
     1},
    {"raw UTF-8", "Rødgrød", "Rødgrød", ENCODED_RAW_UTF8, "\xc3", 0},
    {"raw latin-1",
     "R\xf8"
     "d gr\xf8"
     "d",
     "Rød grød", ENCODED_RAW_8BIT, "\xf8", 0},
    {"raw and encoded", "\xf8 =?utf-8?Q?=C3=B8?=", "ø ø", ENCODED_RAW_8BIT, "\xf8", 1},
    {"the first defect counts", "=?foo?Q?a?= \xf8", "a ø",
     ENCODED_UNKNOWN_CHARSET | ENCODED_RAW_8BIT, "=?foo?Q?a?=", 1},
    {"NUL that was encoded", "=?utf-8?Q?a=00b?=", "a" FFFD "b", 0, "", 1},
    {"empty", "", "", 0, "", 0},
};

static void test_rows(void **state) {
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const Row *row = &rows[i];
        gsize length = strlen(row->value);
        g_autofree char *copy = g_memdup2(row->value, length);
        g_autoptr(EncodedText) found = encoded_text_decode(copy != NULL ? copy : "", length);

        if (strcmp(found->text, row->text) != 0)
            fail_msg("%s: '%s'", row->reason, found->text);
        if (found->defects != row->defects || found->words != row->words)
            fail_msg("%s: defects %x, %u words", row->reason, found->defects, found->words);
        if (row->defect != NULL &&
            (found->defect_end - found->defect_start != strlen(row->defect) ||
             strncmp(row->value + found->defect_start, row->defect, strlen(row->defect)) != 0))
            fail_msg("%s: the defect stands at %zu to %zu", row->reason, found->defect_start,
                     found->defect_end);
    }
}

static void test_nul(void **state) {
    g_autoptr(EncodedText) found = encoded_text_decode("a\0b", 3);

    assert_string_equal(found->text, "a" FFFD "b");
}

/* Openings without an end, and a word for each of few octets: seconds where it is quadratic. */
static void test_is_linear(void **state) {
    static const char *const pieces[] = {"=?utf-8?q?", "=?", "=?a?b?",
                                         "=?utf-8?q?=F8?= ", "=?x-no?q?a?="};
    gint64 start = g_get_monotonic_time();

    for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
        g_autoptr(GString) value = g_string_new(NULL);
        g_autoptr(EncodedText) found = NULL;

        while (value->len < 1000000)
            g_string_append(value, pieces[i]);
        found = encoded_text_decode(value->str, value->len);
        assert_non_null(found->text);
    }
    assert_true(g_get_monotonic_time() - start < 30 * G_USEC_PER_SEC);
}

static int start_gmime(void **state) {
    g_mime_init();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_nul),
        cmocka_unit_test(test_is_linear),
    };

    return cmocka_run_group_tests(tests, start_gmime, NULL);
}
