/* test-cvr.c - company numbers as Danish firms write them, and modulus 11. */
#include "message/cvr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static Phrases *phrases;

static void test_modulus(void **state) {
    static const struct {
        const char *digits;
        gboolean valid;
        const char *why;
    } rows[] = {
        {"12345674", TRUE, "a remainder of 0"},
        {"20000007", TRUE, "a remainder of 0 with zeros between"},
        {"12345678", FALSE, "the last digit is wrong"},
        {"21345674", FALSE, "two digits changed places"},
        {"00000000", FALSE, "no number begins with 0"},
        {"1234567", FALSE, "seven digits"},
        {"1234567a", FALSE, "a letter"},
    };
    guint failures = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        if (cvr_is_valid(rows[i].digits) != rows[i].valid) {
            failures++;
            print_error("%s: %s\n", rows[i].digits, rows[i].why);
        }
    assert_int_equal(failures, 0);
}

/* What is found: the digits as written, "!" behind one that is not valid; "|" between. */
static char *find(const char *text) {
    g_autoptr(Words) words = words_new(text, strlen(text));
    g_autoptr(Hits) hits = phrases_find(phrases, words);
    g_autoptr(GArray) found = cvr_find(text, strlen(text), words, hits);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < found->len; i++) {
        const Cvr *cvr = &g_array_index(found, Cvr, i);
        g_string_append_printf(out, "%s%.*s%s", out->len ? "|" : "", (int)(cvr->end - cvr->start),
                               text + cvr->start, cvr->valid ? "" : "!");
    }
    return g_string_free(out, FALSE);
}

static void test_forms(void **state) {
    static const struct {
        const char *text, *found, *why;
    } rows[] = {
        {"CVR 12345674", "12345674", "the word alone"},
        {"CVR-nr. 12 34 56 74", "12 34 56 74", "in pairs"},
        {"CVR-nr.: 12345674", "12345674", "full stop and colon"},
        {"CVR.nr. 1234 5674", "1234 5674", "in fours"},
        {"cvr nr 12345674", "12345674", "lower case"},
        {"CVRnr: 12.34.56.74", "12.34.56.74", "full stops between"},
        {"CVR: DK12345674", "12345674", "with the prefix of the VAT number"},
        {"CVR DK-12 34 56 74", "12 34 56 74", "prefix with a hyphen"},
        {"CVR12345674", "12345674", "one word"},
        {"CVR-nr.\302\240 12\302\24034\302\24056\302\24074", "12\302\24034\302\24056\302\24074",
         "no-break spaces"},
        {"SE-nr. 12345674", "12345674", "the number of the tax authority"},
        {"SE/CVR-nr. 12345674", "12345674", "both"},
        {"CVR/SE-nr. 12345674", "12345674", "both, the other way round"},
        {"CVR-nummer 12345674", "12345674", "spelled out"},
        {"Moms nr. DK 12 34 56 74", "12 34 56 74", "value-added tax"},
        {"VAT no. DK12345674", "12345674", "in English, found once more as a word"},
        {"Eksempel ApS, DK12345674", "12345674", "the VAT number alone"},
        {"Eksempel ApS, DK-12345674", "12345674", "with a hyphen"},
        {"CVR 12345674 | Tlf. 86 12 34 56", "12345674", "a telephone number behind a bar"},
        {"CVR 12345674 86 12 34 56", "12345674", "a telephone number behind a space"},
        {"CVR-nr. 1234567", "1234567!", "a digit is missing"},
        {"CVR-nr. 123456745", "123456745!", "a digit too many"},
        {"CVR-nr. 12345678", "12345678!", "fails modulus 11"},
        {"Company registration no. 12345674", "12345674", "words for any number: valid"},
        {"Company registration no. 09876543", "", "words for any number: not a Danish one"},
        {"VAT no. GB123456789", "", "a foreign VAT number"},
        {"DK-2100 København Ø", "", "a postcode"},
        {"Tlf. 12345674", "", "a telephone number"},
        {"CVR-nummeret står på fakturaen", "", "the word without a number"},
        {"CVR", "", "at the end of the text"},
    };
    guint failures = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *found = find(rows[i].text);
        /* What is announced and has its prefix is found by both. */
        char *bar = strchr(found, '|');
        if (bar && strcmp(bar + 1, rows[i].found) == 0)
            *bar = '\0';
        if (strcmp(found, rows[i].found) == 0)
            continue;
        failures++;
        print_error("%s: in \"%s\" found \"%s\", expected \"%s\"\n", rows[i].why, rows[i].text,
                    found, rows[i].found);
    }
    assert_int_equal(failures, 0);
}

static int setup(void **state) {
    phrases = phrases_load(NULL, NULL);
    return phrases ? 0 : -1;
}

static int teardown(void **state) {
    phrases_free(phrases);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_modulus),
        cmocka_unit_test(test_forms),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
