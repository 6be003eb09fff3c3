/* test-nearest.c - which names an unknown one may have been meant for. */
#include "nearest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static void test_rows(void **state) {
    static const char *const names[] = {"subject-present",
                                        "subject-shouting",
                                        "unsubscribe-link",
                                        "unsubscribe-clear",
                                        "unsubscribe-header",
                                        "spf-pass",
                                        "dkim-pass",
                                        "date",
                                        "--now",
                                        "--output",
                                        NULL};
    static const struct {
        const char *word, *expected, *reason;
    } rows[] = {
        {"subject-presnt", "subject-present", "a letter is missing"},
        {"subject-persent", "subject-present", "two are swapped"},
        {"SPF-PASS", "spf-pass", "another case"},
        {"skim-pass", "dkim-pass or spf-pass", "nearest first"},
        {"unsubscribe", "unsubscribe-clear, unsubscribe-header or unsubscribe-link",
         "a part of three names, in order"},
        {"link", "unsubscribe-link", "a part at the end"},
        {"dat", "date", "a short name"},
        {"data", "date", "one slip of four letters"},
        {"pass", "dkim-pass or spf-pass", "a part of two"},
        {"dkm", NULL, "too short to be a part, too far off"},
        {"--nope", NULL, "dashes are no letters"},
        {"--outptu", "--output", "an option"},
        {"", NULL, "nothing is near to nothing"},
        {"ø", NULL, "octets that no name has"},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
         "aaaaaa",
         NULL, "longer than any name"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *exact = g_strdup(rows[i].word);
        g_autofree char *found = nearest_names(exact, names);
        if (g_strcmp0(found, rows[i].expected) != 0)
            fail_msg("\"%s\" gives \"%s\", expected \"%s\": %s", rows[i].word, found,
                     rows[i].expected, rows[i].reason);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
