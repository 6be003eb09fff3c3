/* test-mailbox.c - address lists, good and bad. */
#include "message/mime/mailbox.h"

#include "limits.h"

#include <gmime/gmime.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#define INVALID FALSE
#define VALID TRUE

typedef struct {
    const char *name, *address, *local, *domain, *ascii;
    gboolean valid;
    const char *group;
    const char *whole, *spec; /* octets of the value that it and its addr-spec take */
} Expected;

typedef struct {
    const char *reason, *value;
    guint groups;
    Expected mailboxes[3]; /* up to address NULL */
} Row;

#define EKSEMPEL "example.dk"
#define JENS(whole)                                                                                \
    { NULL, "jens@example.dk", "jens", EKSEMPEL, EKSEMPEL, VALID, NULL, whole, "jens@example.dk" }

static const Row rows[] = {
    {"an address", "jens@example.dk", 0, {JENS("jens@example.dk")}},
    {"in angle brackets", "<jens@example.dk>", 0, {JENS("<jens@example.dk>")}},
    {"with a name",
     "Jens Hansen <jens@example.dk>",
     0,
     {{"Jens Hansen", "jens@example.dk", "jens", EKSEMPEL, EKSEMPEL, VALID, NULL,
       "Jens Hansen <jens@example.dk>", "jens@example.dk"}}},
    {"two",
     "jens@example.dk,\t<jens@example.dk>",
     0,
     {JENS("jens@example.dk"), JENS("<jens@example.dk>")}},
    {"a comma in a quoted name",
     "\"Hansen, Jens\" <jens@example.dk>, x@example.com",
     0,
     {{"Hansen, Jens", "jens@example.dk", "jens", EKSEMPEL, EKSEMPEL, VALID, NULL,
       "\"Hansen, Jens\" <jens@example.dk>", "jens@example.dk"},
      {NULL, "x@example.com", "x", "example.com", "example.com", VALID, NULL, "x@example.com",
       "x@example.com"}}},
    {"quotes and backslashes in a name",
     "\"Jens \\\"JJ\\\" \\\\\" <jens@example.dk>",
     0,
     {{"Jens \"JJ\" \\", "jens@example.dk", "jens", EKSEMPEL, EKSEMPEL, VALID}}},
    {"an encoded name",
     "=?iso-8859-1?Q?S=F8ren_=C5?= =?utf-8?Q?b=C3=B8l?= <jens@example.dk>",
     0,
     {{"Søren Åbøl", "jens@example.dk", "jens", EKSEMPEL, EKSEMPEL, VALID}}},
    {"an encoded name in quotes, which is wrong",
     "\"=?utf-8?Q?S=C3=B8ren?=\" <jens@example.dk>",
     0,
     {{"Søren", "jens@example.dk", "jens", EKSEMPEL, EKSEMPEL, VALID}}},
    {"an encoded name with a comma, which is wrong",
     "=?utf-8?Q?Hansen,_J=C3=B8rn?= <jens@example.dk>",
     0,
     {{"Hansen, Jørn", "jens@example.dk", "jens", EKSEMPEL, EKSEMPEL, VALID}}},
    {"a raw name, UTF-8",
     "Søren <jens@example.dk>",
     0,
     {{"Søren", "jens@example.dk", "jens", EKSEMPEL, EKSEMPEL, VALID}}},
    {"a raw name, latin-1",
     "S\xf8ren <jens@example.dk>",
     0,
     {{"Søren", "jens@example.dk", "jens", EKSEMPEL, EKSEMPEL, VALID}}},
    {"dots in a name (obs-phrase)",
     "Jens J. Hansen <jens@example.dk>",
     0,
     {{"Jens J. Hansen", "jens@example.dk", "jens", EKSEMPEL, EKSEMPEL, VALID}}},
    {"the name in a comment",
     "jens@example.dk (Jens (JJ) H\\))",
     0,
     {{"Jens (JJ) H)", "jens@example.dk", "jens", EKSEMPEL, EKSEMPEL, VALID, NULL,
       "jens@example.dk (Jens (JJ) H\\))", "jens@example.dk"}}},
    {"comments everywhere",
     "(a) Jens (b) Hansen (c) < (d) jens (e) @ (f) example.dk (g) > (h)",
     0,
     {{"Jens Hansen", "jens@example.dk", "jens", EKSEMPEL, EKSEMPEL, VALID}}},
    {"an empty name", "\"\" <jens@example.dk>", 0, {JENS("\"\" <jens@example.dk>")}},
    {"an address for a name",
     "\"jens@example.com\" <jens@example.dk>",
     0,
     {{"jens@example.com", "jens@example.dk", "jens", EKSEMPEL, EKSEMPEL, VALID}}},
    {"a raw address for a name",
     "jens@example.com <jens@example.dk>",
     0,
     {{"jens@example.com", "jens@example.dk", "jens", EKSEMPEL, EKSEMPEL, VALID}}},
    {"empty elements", ",, jens@example.dk ,,", 0, {JENS("jens@example.dk")}},

    {"a quoted local part",
     "\"jens hansen\"@example.dk",
     0,
     {{NULL, "\"jens hansen\"@example.dk", "jens hansen", EKSEMPEL, EKSEMPEL, VALID}}},
    {"a local part of quoted and plain words",
     "jens.\"h\".x@example.dk",
     0,
     {{NULL, "jens.\"h\".x@example.dk", "jens.h.x", EKSEMPEL, EKSEMPEL, VALID}}},
    {"all of atext",
     "!#$%&'*+-/=?^_`{|}~@example.dk",
     0,
     {{NULL, "!#$%&'*+-/=?^_`{|}~@example.dk", "!#$%&'*+-/=?^_`{|}~", EKSEMPEL, EKSEMPEL, VALID}}},
    {"UTF-8 on both sides",
     "søren@rødgrød.example",
     0,
     {{NULL, "søren@rødgrød.example", "søren", "rødgrød.example", "xn--rdgrd-vuad.example",
       VALID}}},
    {"A-labels",
     "jens@XN--RDGRD-VUAD.example",
     0,
     {{NULL, "jens@XN--RDGRD-VUAD.example", "jens", "XN--RDGRD-VUAD.example",
       "xn--rdgrd-vuad.example", VALID}}},
    {"an address literal",
     "jens@[192.0.2.1]",
     0,
     {{NULL, "jens@[192.0.2.1]", "jens", "[192.0.2.1]", NULL, VALID}}},
    {"white space around dots and @",
     "jens . hansen @ example . dk",
     0,
     {{NULL, "jens.hansen@example.dk", "jens.hansen", EKSEMPEL, EKSEMPEL, VALID, NULL,
       "jens . hansen @ example . dk", "jens . hansen @ example . dk"}}},
    {"a route",
     "<@example.com,@example.net:jens@example.dk>",
     0,
     {JENS("<@example.com,@example.net:jens@example.dk>")}},

    {"an empty group", "undisclosed-recipients:;", 1, {{0}}},
    {"a group",
     "Holdet: jens@example.dk, <x@example.com>;",
     1,
     {{NULL, "jens@example.dk", "jens", EKSEMPEL, EKSEMPEL, VALID, "Holdet", "jens@example.dk"},
      {NULL, "x@example.com", "x", "example.com", "example.com", VALID, "Holdet"}}},
    {"a group and one behind it",
     "=?utf-8?Q?B=C3=B8rn?=: jens@example.dk;, x@example.com",
     1,
     {{NULL, "jens@example.dk", "jens", EKSEMPEL, EKSEMPEL, VALID, "Børn"},
      {NULL, "x@example.com", "x", "example.com", "example.com", VALID}}},
    {"a group that does not end",
     "Holdet: jens@example.dk",
     1,
     {{NULL, "jens@example.dk", "jens", EKSEMPEL, EKSEMPEL, VALID, "Holdet"}}},
    {"two groups",
     "a:;, b: jens@example.dk;",
     2,
     {{NULL, "jens@example.dk", "jens", EKSEMPEL, EKSEMPEL, VALID, "b"}}},
    {"semicolons between addresses",
     "jens@example.dk; x@example.com",
     0,
     {JENS("jens@example.dk"), {NULL, "x@example.com", "x", "example.com", "example.com", VALID}}},

    {"nothing", "", 0, {{0}}},
    {"a comment only", "(ingen)", 0, {{"ingen", "", "", NULL, NULL, INVALID}}},
    {"empty brackets", "<>", 0, {{NULL, "", "", NULL, NULL, INVALID}}},
    {"a name and empty brackets", "Jens <>", 0, {{"Jens", "", "", NULL, NULL, INVALID}}},
    {"a name only", "Jens Hansen", 0, {{"Jens Hansen", "", "", NULL, NULL, INVALID}}},
    {"one word", "jens", 0, {{NULL, "jens", "jens", NULL, NULL, INVALID}}},
    {"no domain", "jens@", 0, {{NULL, "jens@", "jens", "", NULL, INVALID}}},
    {"no local part", "@example.dk", 0, {{NULL, "@example.dk", "", EKSEMPEL, EKSEMPEL, INVALID}}},
    {"two dots",
     "jens..h@example.dk",
     0,
     {{NULL, "jens..h@example.dk", "jens..h", EKSEMPEL, EKSEMPEL, INVALID}}},
    {"a dot before @",
     "jens.@example.dk",
     0,
     {{NULL, "jens.@example.dk", "jens.", EKSEMPEL, EKSEMPEL, INVALID}}},
    {"a final dot",
     "jens@example.dk.",
     0,
     {{NULL, "jens@example.dk.", "jens", "example.dk.", EKSEMPEL, INVALID}}},
    {"two @", "a@b@example.dk", 0, {{NULL, "a@b@example.dk", "a@b", EKSEMPEL, EKSEMPEL, INVALID}}},
    {"a space in the local part",
     "<jens hansen@example.dk>",
     0,
     {{NULL, "jens hansen@example.dk", "jens hansen", EKSEMPEL, EKSEMPEL, INVALID}}},
    {"a name without brackets",
     "Jens Hansen jens@example.dk",
     0,
     {{"Jens Hansen", "jens@example.dk", "jens", EKSEMPEL, EKSEMPEL, INVALID, NULL,
       "Jens Hansen jens@example.dk", "jens@example.dk"}}},
    {"words behind the brackets",
     "Jens <jens@example.dk> Hansen",
     0,
     {{"Jens", "jens@example.dk", "jens", EKSEMPEL, EKSEMPEL, INVALID}}},
    {"brackets that do not close",
     "Jens <jens@example.dk, x@example.com",
     0,
     {{"Jens", "jens@example.dk", "jens", EKSEMPEL, EKSEMPEL, INVALID},
      {NULL, "x@example.com", "x", "example.com", "example.com", VALID}}},
    {"quotes that do not close",
     "\"Jens <jens@example.dk>",
     0,
     {{NULL, "\"Jens <jens@example.dk>", "Jens <jens@example.dk>", NULL, NULL, INVALID}}},
    {"latin-1 in the address",
     "s\xf8ren@example.dk",
     0,
     {{NULL, "s\xef\xbf\xbdren@example.dk", "s\xef\xbf\xbdren", EKSEMPEL, EKSEMPEL, INVALID}}},
    {"a domain that is none",
     "jens@exa!mple..dk",
     0,
     {{NULL, "jens@exa!mple..dk", "jens", "exa!mple..dk", NULL, INVALID}}},
};

static gboolean same_octets(const char *value, gsize start, gsize end, const char *expected) {
    return expected == NULL ||
           (end - start == strlen(expected) && memcmp(value + start, expected, end - start) == 0);
}

static void test_rows(void **state) {
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const Row *row = &rows[i];
        gsize length = strlen(row->value);
        g_autofree char *copy = g_memdup2(row->value, length);
        g_autoptr(MailboxList) list = mailbox_list_parse(copy != NULL ? copy : "", length);
        guint n = 0;

        if (list->groups != row->groups)
            fail_msg("%s: %u groups", row->reason, list->groups);
        for (; n < G_N_ELEMENTS(row->mailboxes) && row->mailboxes[n].address != NULL; n++) {
            const Expected *expected = &row->mailboxes[n];
            const Mailbox *found;

            if (n >= list->mailboxes->len)
                fail_msg("%s: only %u mailboxes", row->reason, n);
            found = g_ptr_array_index(list->mailboxes, n);
            if (g_strcmp0(found->name, expected->name) != 0 ||
                g_strcmp0(found->address, expected->address) != 0 ||
                g_strcmp0(found->local, expected->local) != 0 ||
                g_strcmp0(found->domain, expected->domain) != 0 ||
                g_strcmp0(found->ascii_domain, expected->ascii) != 0 ||
                g_strcmp0(found->group, expected->group) != 0 || found->valid != expected->valid)
                fail_msg("%s: '%s' <%s> '%s' @ '%s' (%s) in %s, valid %d", row->reason, found->name,
                         found->address, found->local, found->domain, found->ascii_domain,
                         found->group, found->valid);
            if (!same_octets(row->value, found->start, found->end, expected->whole))
                fail_msg("%s: stands at %zu to %zu", row->reason, found->start, found->end);
            if (!same_octets(row->value, found->address_start, found->address_end, expected->spec))
                fail_msg("%s: addr-spec at %zu to %zu", row->reason, found->address_start,
                         found->address_end);
        }
        if (n != list->mailboxes->len)
            fail_msg("%s: %u mailboxes", row->reason, list->mailboxes->len);
    }
}

static void test_marks(void **state) {
    g_autoptr(MailboxList) list =
        mailbox_list_parse("x@[192.0.2.1], <@a.test:y@b.test>, z@c.test", 43);
    const Mailbox *first = g_ptr_array_index(list->mailboxes, 0);
    const Mailbox *second = g_ptr_array_index(list->mailboxes, 1);
    const Mailbox *third = g_ptr_array_index(list->mailboxes, 2);

    assert_true(first->literal && !second->literal);
    assert_true(second->route && !third->route);
}

static void test_nul(void **state) {
    g_autoptr(MailboxList) list = mailbox_list_parse("a\0b@example.dk", 14);
    const Mailbox *found = g_ptr_array_index(list->mailboxes, 0);

    assert_false(found->valid);
    assert_string_equal(found->address, "a\xef\xbf\xbd"
                                        "b@example.dk");
}

static void test_limit(void **state) {
    g_autoptr(GString) value = g_string_new("x@example.com");
    g_autoptr(MailboxList) list = NULL;

    for (guint i = 0; i < LIMIT_MAILBOXES; i++)
        g_string_append(value, ",x@example.com");
    list = mailbox_list_parse(value->str, value->len);
    assert_int_equal(list->mailboxes->len, LIMIT_MAILBOXES);
    assert_true(list->truncated);
}

/* A million octets of whatever opens something: seconds where a step is quadratic. */
static void test_is_linear(void **state) {
    static const char *const pieces[] = {"(",   "\"",   "<",    "a<b,", "[",       "@",      ":",
                                         "a:",  ";",    "\\",   ".",    "=?a?q?,", "=?a?q?", "a b ",
                                         "(x)", "<@a:", "\"\"", "a@b ", "x:a@b,"};
    gint64 start = g_get_monotonic_time();

    for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
        g_autoptr(GString) value = g_string_new(NULL);
        g_autoptr(MailboxList) list = NULL;

        while (value->len < 300000)
            g_string_append(value, pieces[i]);
        list = mailbox_list_parse(value->str, value->len);
        assert_non_null(list->mailboxes);
    }
    assert_true(g_get_monotonic_time() - start < 30 * G_USEC_PER_SEC);
}

static int start_gmime(void **state) {
    g_mime_init();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),  cmocka_unit_test(test_marks),     cmocka_unit_test(test_nul),
        cmocka_unit_test(test_limit), cmocka_unit_test(test_is_linear),
    };

    return cmocka_run_group_tests(tests, start_gmime, NULL);
}
