/* test-registration.c - the text of a REGISTRATION record has one form and round-trips. */
#include "evidence/registration.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static const struct {
    const char *text, *folded, *problem, *reason;
} rows[] = {
    {"state=identified organization=\"Eksempel ApS\" created=2011-02-03 source=whois",
     "state=identified organization=\"Eksempel ApS\" created=2011-02-03 source=whois", NULL,
     "the example of the manual"},
    {"  state=proxy\t created=\"2011-02-03\" ; bag en stedfortr\xc3\xa6"
     "der",
     "state=proxy created=2011-02-03", NULL, "blanks, needless quotes and a comment go"},
    {"state=identified organization=\"R\xc3\xb8"
     "dgr\xc3\xb8"
     "d & \\\"Fl\xc3\xb8"
     "de\\\" A/S\"",
     "state=identified organization=\"R\xc3\xb8"
     "dgr\xc3\xb8"
     "d & \\\"Fl\xc3\xb8"
     "de\\\" A/S\"",
     NULL, "UTF-8 and quotes inside"},
    {"state=identified organization=\"R\xf8"
     "d; gr\xf8n\"",
     "state=identified organization=\"R\\248d; gr\\248n\"", NULL, "what is no UTF-8 is escaped"},
    {"state=identified organization=\"\"", "state=identified organization=\"\"", NULL,
     "an empty value"},
    {"state=identified expires=2027-01-31T23:59:59Z",
     "state=identified expires=2027-01-31T23:59:59Z", NULL, "RFC 3339 is a date"},
    {"", NULL, "no state", "nothing"},
    {"organization=Eksempel", NULL, "no state", "no state"},
    {"state=identified state=proxy", NULL, "second time", "a key twice"},
    {"state=identified created=2011-13-03", NULL, "expected a date", "no thirteenth month"},
    {"state=identified created=3.2.2011", NULL, "expected a date", "a Danish date is no ISO date"},
    {"state=identified created=2011-02-03x", NULL, "expected a date", "something behind the date"},
    {"state=Identified!", NULL, "found state=Identified!", "a state is a word in lower case"},
    {"identified", NULL, "expected key=value", "no key"},
    {"=identified", NULL, "expected key=value", "an empty key"},
    {"State=identified", NULL, "expected key=value", "keys are in lower case"},
    {"state=identified organization=\"Eksempel", NULL, "not closed", "an open quote"},
    {"state=identified organization=\\300", NULL, "\\300", "\\DDD over 255"},
    {"state=identified organization=a\\000b", NULL, "NUL", "NUL"},
};

static void test_fold(void **state) {
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *problem = NULL;
        gsize length = strlen(rows[i].text);
        g_autofree char *copy = length > 0 ? g_memdup2(rows[i].text, length) : NULL;
        g_autofree char *folded = registration_fold(copy, length, &problem);
        if (g_strcmp0(folded, rows[i].folded) != 0)
            fail_msg("%s: %s gave %s (%s)", rows[i].reason, rows[i].text, folded, problem);
        if (rows[i].problem != NULL &&
            (problem == NULL || strstr(problem, rows[i].problem) == NULL))
            fail_msg("%s: the problem is \"%s\", not \"%s\"", rows[i].reason, problem,
                     rows[i].problem);
        if (folded == NULL)
            continue;
        g_autofree char *again = registration_fold(folded, strlen(folded), &problem);
        if (g_strcmp0(folded, again) != 0)
            fail_msg("%s: folding %s again gave %s", rows[i].reason, folded, again);
    }
}

static void test_get(void **state) {
    static const char *const values[] = {"Eksempel ApS",
                                         "",
                                         "a\\b\"c",
                                         "\t\x01\x7f",
                                         "K\xc3\xb8"
                                         "benhavn",
                                         "K\xf8"
                                         "benhavn",
                                         ";=x"};
    for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        registration_append(text, "state", "redacted");
        registration_append(text, "organization", values[i]);
        g_autofree char *got = registration_get(text->str, "organization");
        g_autofree char *kind = registration_get(text->str, "state");
        g_autofree char *none = registration_get(text->str, "created");
        assert_string_equal(got, values[i]);
        assert_string_equal(kind, "redacted");
        assert_null(none);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fold),
        cmocka_unit_test(test_get),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
