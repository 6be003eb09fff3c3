/* test-consent.c - the ledger: who had consented when, and what is malformed. */
#include "ledger/consent.h"
#include "message/mime/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static Consent *read_text(const Phrases *phrases, const char *text, LineErrors *errors) {
    return consent_read(reader_new_memory(text, strlen(text), 1000), "l.csv", phrases, errors);
}

static int load(void **state) {
    *state = phrases_load(NULL, NULL);
    return *state == NULL;
}

static int unload(void **state) {
    phrases_free(*state);
    return 0;
}

static void test_states(void **state) {
    static const char *const names[] = {"holds", "third-party", "withdrawn", "later", "none"};
    static const struct {
        const char *ledger, *sent, *expected, *reason;
    } rows[] = {
        {"bo@x.dk,2024-01-01,form\n", "2024-06-01", "holds", "one consent"},
        {"bo@x.dk,2024-01-01,form\n", "2024-01-01", "holds", "at the very moment"},
        {"bo@x.dk,2024-01-01,form\n", "2023-12-31", "later", "before it"},
        {"ida@x.dk,2024-01-01,form\n", "2024-06-01", "none", "somebody else"},
        {"", "2024-06-01", "none", "an empty ledger"},
        {"bo@x.dk,2024-01-01,form,2024-03-01\n", "2024-06-01", "withdrawn", "withdrawn"},
        {"bo@x.dk,2024-01-01,form,2024-03-01\n", "2024-02-01", "holds", "not yet withdrawn"},
        {"bo@x.dk,2024-01-01,form,2024-01-01\n", "2024-02-01", "withdrawn", "at once"},
        {"bo@x.dk,2024-03-01,form,2024-01-01\n", "2024-06-01", "holds", "and given again"},
        {"bo@x.dk,2022-01-01,form,2023-01-01\nbo@x.dk,2024-01-01,form\n", "2024-06-01", "holds",
         "given again in another record"},
        {"bo@x.dk,2024-01-01,form\nbo@x.dk,2022-01-01,form,2023-01-01\n", "2024-06-01", "holds",
         "in whichever order"},
        {"bo@x.dk,2022-01-01,form,2023-01-01\nbo@x.dk,2024-01-01,form\n", "2023-06-01", "withdrawn",
         "and not before"},
        {"bo@x.dk,2022-01-01,form,2025-01-01\nbo@x.dk,2024-01-01,messe\n", "2025-06-01",
         "withdrawn", "a withdrawal ends every consent before it"},
        {"bo@x.dk,2024-01-01,Købt liste\n", "2024-06-01", "third-party", "a bought list"},
        {"bo@x.dk,2024-01-01,Købt liste\nbo@x.dk,2024-02-01,form\n", "2024-06-01", "holds",
         "and an own consent after it"},
        {"bo@x.dk,2023-01-01,form\nbo@x.dk,2024-01-01,Købt liste\n", "2024-06-01", "holds",
         "a bought list takes no consent away"},
        {"bo@x.dk,2023-01-01,form,2023-06-01\nbo@x.dk,2024-01-01,Købt liste\n", "2024-06-01",
         "third-party", "nor gives one back"},
        {"Bo@X.DK,2024-01-01T00:00:00+01:00,form\n", "2023-12-31T23:00:00Z", "holds",
         "case, and a zone"},
        {"source,note,email,consented_at\nform,\"a, b\",bo@x.dk,2024-01-01\n", "2024-06-01",
         "holds", "columns by name"},
        {"Email;Consented_at;Source;Withdrawn_at\r\nbo@x.dk;2024-01-01;form;\r\n", "2024-06-01",
         "holds", "what a Danish spreadsheet writes"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(LineErrors) errors = line_errors_new();
        g_autoptr(Consent) consent = read_text(*state, rows[i].ledger, errors);
        gint64 sent;
        if (errors->texts->len > 0)
            fail_msg("%s: %s", rows[i].reason, (const char *)errors->texts->pdata[0]);
        assert_true(date_parse_rfc3339(rows[i].sent, &sent));
        ConsentAnswer answer =
            consent_at(consent, consent_find(consent, "bo@x.dk", strlen("bo@x.dk")), sent, sent);
        if (strcmp(names[answer.state], rows[i].expected) != 0)
            fail_msg("%s: %s, expected %s", rows[i].reason, names[answer.state], rows[i].expected);
    }
}

static void test_errors(void **state) {
    static const struct {
        const char *text, *expected, *reason; /* errors joined by " / " */
    } rows[] = {
        {"email,consented_at,source\n", "", "names and nothing more"},
        {"bo@x.dk,2024-01-01\n",
         "l.csv:1: 2 fields found, expected email,consented_at,source[,withdrawn_at]", "too few"},
        {"bo@x.dk,2024-01-01,a,,b\n",
         "l.csv:1: 5 fields found, expected email,consented_at,source[,withdrawn_at]", "too many"},
        {"bo@x.dk\n", "l.csv:1: 1 field found, expected email,consented_at,source[,withdrawn_at]",
         "a list of addresses"},
        {"email,source\nbo@x.dk,form\n",
         "l.csv:1: no column is called \"consented_at\", expected "
         "email,consented_at,source[,withdrawn_at]",
         "a column is missing"},
        {"\nbo,2024-13-01,,i går\n",
         "l.csv:2: email is \"bo\", expected an address like bo@example.dk / "
         "l.csv:2: consented_at is \"2024-13-01\", expected a moment like "
         "2026-11-20T09:00:00+01:00 (RFC 3339) / "
         "l.csv:2: source is empty, expected where the reader agreed / "
         "l.csv:2: withdrawn_at is \"i går\", expected a moment like 2026-11-20T09:00:00+01:00 "
         "(RFC 3339)",
         "every field of a line"},
        {"a@x.dk,,form\nb@x.dk,2024-01-01,form\nc@x.dk,01-02-2024,form\n",
         "l.csv:1: consented_at is empty, expected a moment like 2026-11-20T09:00:00+01:00 (RFC "
         "3339) / l.csv:3: consented_at is \"01-02-2024\", expected a moment like "
         "2026-11-20T09:00:00+01:00 (RFC 3339)",
         "every line"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(LineErrors) errors = line_errors_new();
        g_autoptr(Consent) consent = read_text(*state, rows[i].text, errors);
        g_ptr_array_add(errors->texts, NULL);
        g_autofree char *found = g_strjoinv(" / ", (char **)errors->texts->pdata);
        if (strcmp(found, rows[i].expected) != 0)
            fail_msg("%s: %s", rows[i].reason, found);
    }
}

static void test_sources(void **state) {
    static const struct {
        const char *source;
        gboolean third_party;
        const char *reason;
    } rows[] = {
        {"tilmelding på hjemmesiden", FALSE, "a sign-up"},
        {"messe i Herning 2025", FALSE, "a fair"},
        {"https://www.example.dk/nyhedsbrev?id=4711", FALSE, "an address of the form"},
        {"checkout", FALSE, "a shop"},
        {"købt vare i butikken", FALSE, "a customer"},
        {"purchase of a bicycle", FALSE, "a customer"},
        {"Harvest festival raffle", FALSE, "a feast"},
        {"partner event in Aarhus, own form", FALSE, "together with a partner"},
        {"facebook lead form", FALSE, "the sender's own form elsewhere"},
        {"Købt liste", TRUE, "bought"},
        {"købt_liste", TRUE, "an underscore"},
        {"KØBT", TRUE, "nothing but the word"},
        {"indkøbte adresser hos mægler", TRUE, "bought"},
        {"lejet mailliste", TRUE, "rented"},
        {"lånt af søsterselskab", TRUE, "borrowed"},
        {"skrabet fra nettet", TRUE, "scraped"},
        {"fundet på deres hjemmeside", TRUE, "found"},
        {"via en af vores samarbejdspartnere", TRUE, "a partner"},
        {"tredjepart", TRUE, "third-party"},
        {"bought-list", TRUE, "bought"},
        {"purchased leads 2024", TRUE, "bought"},
        {"rented", TRUE, "nothing but the word"},
        {"borrowed list", TRUE, "borrowed"},
        {"web scraping", TRUE, "scraped"},
        {"third-party", TRUE, "third-party"},
        {"3rd party list", TRUE, "third-party"},
        {"list broker", TRUE, "a broker"},
        {"partner", TRUE, "nothing but the word"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        if (consent_third_party(*state, rows[i].source, strlen(rows[i].source)) !=
            rows[i].third_party)
            fail_msg("%s: \"%s\"", rows[i].reason, rows[i].source);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_sources),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
