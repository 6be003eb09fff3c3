/* test-spelling.c - names in text and in domains. */
#include "message/domains/spelling.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_names(void **state) {
    static const struct {
        const char *text, *host;
        gboolean names;
        const char *reason;
    } rows[] = {
        {"Garnhuset", "nyt.garnhuset.example", TRUE, "the name"},
        {"Garn Huset i Aarhus", "garnhuset.example", TRUE, "in two words"},
        {"Rødgrød & Co", "roedgroed.dk", TRUE, "two letters for one"},
        {"Rødgrød", "rodgrod.dk", TRUE, "the bare letter"},
        {"Rødgrød", "xn--rdgrd-vuad.dk", TRUE, "the letter itself"},
        {"CAFÉ NORD", "cafenord.dk", TRUE, "an accent"},
        {"Uldhuset", "garnhuset.example", FALSE, "another name"},
        {"Dao og Kaj", "dao.as", FALSE, "too short to tell"},
        {"", "garnhuset.example", FALSE, "nothing"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        if (spelling_names(rows[i].text, rows[i].host) != rows[i].names)
            fail_msg("%s", rows[i].reason);
}

static void test_same(void **state) {
    static const struct {
        const char *a, *b;
        gboolean same;
        const char *reason;
    } rows[] = {
        {"www.eksempel.dk", "eksempel.com", TRUE, "another country's suffix"},
        {"eksempel.co.uk", "eksempel.eu", TRUE, "a suffix of two labels"},
        {"xn--rdgrd-vuad.dk", "roedgroed.dk", TRUE, "another spelling"},
        {"xn--rdgrd-vuad.dk", "www.rodgrod.com", TRUE, "both"},
        {"eksempel.dk", "eksempel.buzz", FALSE, "a suffix that anyone takes"},
        {"eksempel.dk", "eksempler.dk", FALSE, "another name"},
        {"eksempel.example", "eksempel.example", TRUE, "the same"},
        {"dk", "com", FALSE, "suffixes"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        if (spelling_same_name(rows[i].a, rows[i].b) != rows[i].same)
            fail_msg("%s", rows[i].reason);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
