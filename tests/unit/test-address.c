/* test-address.c - the form that addresses are compared in. */
#include "ledger/address.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_keys(void **state) {
    static const struct {
        const char *text, *key, *reason; /* key NULL: no address */
    } rows[] = {
        {"bo@example.dk", "bo@example.dk", "plain"},
        {"Bo.Hansen@EXAMPLE.dk", "bo.hansen@example.dk", "case"},
        {"bo+nyt@example.dk", "bo+nyt@example.dk", "a tag makes another address"},
        {"SØREN@example.dk", "søren@example.dk", "case beyond ASCII"},
        {"so\xcc\x88ren@example.dk", "s\xc3\xb6ren@example.dk", "composed"},
        {"STRAßE@example.dk", "strasse@example.dk", "full case folding"},
        {"bo@blåbær.example", "bo@xn--blbr-roah.example", "a U-label"},
        {"bo@BLÅBÆR.example", "bo@xn--blbr-roah.example", "in capitals"},
        {"bo@XN--BLBR-ROAH.example", "bo@xn--blbr-roah.example", "an A-label"},
        {"bo@example.dk.", "bo@example.dk", "the root's dot"},
        {"\"bo hansen\"@example.dk", "bo hansen@example.dk", "a quoted local part"},
        {"\"bo\"@example.dk", "bo@example.dk", "quotes without need"},
        {"\"b\\\"o@\"@example.dk", "b\"o@@example.dk", "escaped characters, and an at sign"},
        {"a..b@example.dk", "a..b@example.dk", "dots that the grammar has not and mailboxes have"},
        {"r3---sn@r3---sn.example.dk", "r3---sn@r3---sn.example.dk", "three hyphens"},
        {"", NULL, "nothing"},
        {"bo", NULL, "no domain"},
        {"@example.dk", NULL, "a domain"},
        {"bo@", NULL, "an empty domain"},
        {"bo@@example.dk", NULL, "two at signs"},
        {"Bo <bo@example.dk>", NULL, "a display name"},
        {"bo hansen@example.dk", NULL, "a space"},
        {"bo@example..dk", NULL, "an empty label"},
        {"bo@-example.dk", NULL, "a hyphen in front"},
        {"bo@exa mple.dk", NULL, "a space in the domain"},
        {"\"bo@example.dk", NULL, "a quote that is not closed"},
        {"\"\"@example.dk", NULL, "an empty local part"},
        {"bo@example.dk,ida@example.dk", NULL, "two addresses"},
        {"{{email}}@", NULL, "a merge tag"},
    };
    g_autoptr(GString) key = g_string_new(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        gsize length = strlen(rows[i].text);
        g_autofree char *exact = length > 0 ? g_memdup2(rows[i].text, length) : NULL;
        gboolean found = address_key(exact, length, key);
        if (found != (rows[i].key != NULL) || (found && strcmp(key->str, rows[i].key) != 0))
            fail_msg("%s: \"%s\" gives \"%s\"", rows[i].reason, rows[i].text,
                     found ? key->str : "no address");
    }
}

static void test_domains(void **state) {
    g_autoptr(GString) key = g_string_new(NULL);
    assert_true(address_domain_key("@Blåbær.example", strlen("@Blåbær.example"), key));
    assert_string_equal(key->str, "@xn--blbr-roah.example");
    assert_false(address_domain_key("@", 1, key));
    assert_false(address_domain_key("example.dk", 10, key));
    assert_false(address_domain_key("@@example.dk", 12, key));
}

/* A mailbox of a message and the line of a file are one. */
static void test_mailboxes(void **state) {
    static const struct {
        const char *field, *line;
    } rows[] = {
        {"Bo <Bo@Example.DK>", "bo@example.dk"},
        {"\"Bo Hansen\"@example.dk", "\"bo hansen\"@example.dk"},
        {"=?utf-8?q?S=C3=B8ren?= <søren@blåbær.example>", "SØREN@xn--blbr-roah.example"},
        {"bo @ example.dk (Bo)", "bo@example.dk"},
    };
    g_autoptr(GString) key = g_string_new(NULL), other = g_string_new(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(MailboxList) list = mailbox_list_parse(rows[i].field, strlen(rows[i].field));
        assert_int_equal(list->mailboxes->len, 1);
        assert_true(address_mailbox_key(list->mailboxes->pdata[0], key));
        assert_true(address_key(rows[i].line, strlen(rows[i].line), other));
        assert_string_equal(key->str, other->str);
    }
    g_autoptr(MailboxList) literal = mailbox_list_parse("bo@[192.0.2.1]", 14);
    assert_false(address_mailbox_key(literal->mailboxes->pdata[0], key));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_domains),
        cmocka_unit_test(test_mailboxes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
