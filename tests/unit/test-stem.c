/* test-stem.c - words without their endings. */
#include "message/words/stem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static const struct {
    const char *language, *one, *other;
    gboolean same;
    const char *reason;
} rows[] = {
    {"da", "opskrifter", "opskriften", TRUE, "Danish plural and definite form"},
    {"da", "tilbuddet", "tilbud", TRUE, "Danish neuter with a doubled consonant"},
    {"da", "hylderne", "hylder", TRUE, "Danish definite plural"},
    {"nb", "bøkene", "bøker", TRUE, "Norwegian by its newer code"},
    {"sv", "böckerna", "böcker", TRUE, "Swedish"},
    {"en", "savings", "saving", TRUE, "English"},
    {"en", "garden", "guard", FALSE, "another word"},
    {"de", "bestellungen", "bestellung", TRUE, "German"},
    {"xx", "savings", "saving", FALSE, "a language that nobody knows"},
    {NULL, "savings", "savings", TRUE, "no language"},
};

static void test_rows(void **state) {
    guint failed = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Stemmer) stemmer = stemmer_new(rows[i].language);
        g_autofree char *one = g_strdup(stemmer_stem(stemmer, rows[i].one));
        gboolean same = strcmp(one, stemmer_stem(stemmer, rows[i].other)) == 0;
        if (same != rows[i].same) {
            print_error("%s: %s, %s\n", rows[i].reason, one, stemmer_stem(stemmer, rows[i].other));
            failed++;
        }
    }
    assert_int_equal(failed, 0);
}

static void test_compounds(void **state) {
    g_autoptr(Stemmer) danish = stemmer_new("da");
    g_autoptr(Stemmer) english = stemmer_new("en");
    assert_true(stemmer_compounds(danish));
    assert_false(stemmer_compounds(english));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows),
                                       cmocka_unit_test(test_compounds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
