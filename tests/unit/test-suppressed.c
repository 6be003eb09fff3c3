/* test-suppressed.c - the lists of addresses: what they hold, what is malformed, and the join. */
#include "ledger/address-file.h"
#include "ledger/ledgers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib/gstdio.h>

/* In lower-case hexadecimal digits. */
static char *hash_of(const char *text) {
    return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
}

static void test_find(void **state) {
    g_autofree char *bo = hash_of("bo@example.dk"), *ida = hash_of("ida@blåbær.example");
    g_autofree char *per = hash_of("per@xn--blbr-roah.example"), *soren = hash_of("søren@x.dk");
    g_autofree char *upper = hash_of("ole@x.dk"), *hex = g_ascii_strup(upper, -1);
    g_autofree char *text = g_strjoin("\n", "# Afmeldte", "Karen@Example.DK", "@example.net",
                                      "@Blåbær.test", bo, ida, per, soren, hex, NULL);
    static const struct {
        const char *key, *written;
        SuppressedBy expected;
        const char *reason;
    } rows[] = {
        {"karen@example.dk", NULL, SUPPRESSED_ADDRESS, "an address"},
        {"bo@example.net", NULL, SUPPRESSED_DOMAIN, "a domain"},
        {"bo@sub.example.net", NULL, SUPPRESSED_NO, "below it"},
        {"bo@xn--blbr-roah.test", NULL, SUPPRESSED_DOMAIN, "an international domain"},
        {"bo@example.dk", "Bo@Example.dk", SUPPRESSED_HASH, "a hash"},
        {"ida@xn--blbr-roah.example", NULL, SUPPRESSED_HASH, "hashed with U-labels"},
        {"per@xn--blbr-roah.example", NULL, SUPPRESSED_HASH, "hashed with A-labels"},
        {"søren@x.dk", "SØREN@x.dk", SUPPRESSED_HASH, "hashed beyond ASCII"},
        {"ole@x.dk", NULL, SUPPRESSED_HASH, "a hash in capitals"},
        {"eva@example.dk", NULL, SUPPRESSED_NO, "nobody"},
    };
    g_autoptr(LineErrors) errors = line_errors_new();
    g_autoptr(Suppressed) list =
        suppressed_read(reader_new_memory(text, strlen(text), 50), "s", errors);
    assert_int_equal(errors->texts->len, 0);
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        if (suppressed_find(list, rows[i].key, strlen(rows[i].key), rows[i].written) !=
            rows[i].expected)
            fail_msg("%s: %s", rows[i].reason, rows[i].key);
}

static void test_files(void **state) {
    static const struct {
        const char *text;
        guint kinds, count;
        const char *error, *reason;
    } rows[] = {
        {"bo@example.dk\nBO@example.dk\nida@example.dk", ADDRESS_FILE_ADDRESSES, 2, NULL,
         "each once"},
        {"email\nbo@example.dk\n", ADDRESS_FILE_ADDRESSES, 1, NULL, "a CSV of one column"},
        {"Navn;Email\r\n\"Hansen; Bo\";bo@example.dk\r\n", ADDRESS_FILE_ADDRESSES, 1, NULL,
         "a CSV of a spreadsheet"},
        {"\"bo hansen\"@example.dk\nida@example.dk\n", ADDRESS_FILE_ADDRESSES, 2, NULL,
         "a quoted local part in front is no CSV"},
        {"navn,email\nBo\n", ADDRESS_FILE_ADDRESSES, 0,
         "f:2: 1 field found, expected the address in field 2", "a field is missing"},
        {"navn,adresse\nBo,bo@example.dk\n", ADDRESS_FILE_ADDRESSES, 0,
         "f:1: \"navn,adresse\" found, expected an address like bo@example.dk",
         "a CSV without the column"},
        {"@example.dk\n", ADDRESS_FILE_ADDRESSES, 0,
         "f:1: \"@example.dk\" found, expected an address like bo@example.dk",
         "a domain is no recipient"},
        {"k\xf8ge@example.dk\n", ADDRESS_FILE_ADDRESSES, 0, "f:1: ", "latin-1"},
        {"", ADDRESS_FILE_ADDRESSES, 0, NULL, "nobody"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(LineErrors) errors = line_errors_new();
        g_autoptr(TextTable) keys = text_table_new();
        address_file_read(reader_new_memory(rows[i].text, strlen(rows[i].text), 5), "f",
                          rows[i].kinds, keys, NULL, errors);
        const char *error = errors->texts->len > 0 ? errors->texts->pdata[0] : "";
        if (keys->count != rows[i].count || (rows[i].error == NULL) != (*error == '\0') ||
            !g_str_has_prefix(error, rows[i].error != NULL ? rows[i].error : ""))
            fail_msg("%s: %u addresses, \"%s\"", rows[i].reason, keys->count, error);
    }
}

static void test_ledgers(void **state) {
    g_autofree char *folder = g_dir_make_tmp("spamlint-XXXXXX", NULL);
    g_autofree char *consent = g_build_filename(folder, "c", NULL);
    g_autofree char *gone = g_build_filename(folder, "s", NULL);
    g_autofree char *list = g_build_filename(folder, "r", NULL);
    g_autoptr(Phrases) phrases = phrases_empty();
    assert_true(g_file_set_contents(consent, "bo@x.dk,2024-01-01,form\n", -1, NULL));
    assert_true(g_file_set_contents(gone, "@y.dk\n", -1, NULL));
    assert_true(g_file_set_contents(list, "ida@y.dk\nBo@x.dk\n", -1, NULL));

    g_autoptr(LineErrors) errors = line_errors_new();
    g_autoptr(Ledgers) ledgers = ledgers_load(consent, gone, list, phrases, errors);
    assert_non_null(ledgers);
    assert_int_equal(ledgers->recipients->count, 2);
    assert_int_equal(ledgers->consent_of[0], TEXT_TABLE_NONE);
    assert_int_equal(ledgers->consent_of[1], 0);
    assert_int_equal(ledgers->suppressed_by[0], SUPPRESSED_DOMAIN);
    assert_int_equal(ledgers->suppressed_by[1], SUPPRESSED_NO);

    g_autoptr(Ledgers) none = ledgers_load(NULL, NULL, NULL, phrases, errors);
    assert_non_null(none);
    assert_true(none->consent == NULL && none->suppressed == NULL && none->recipients == NULL);

    g_unlink(gone);
    g_autoptr(Ledgers) missing = ledgers_load(consent, gone, list, phrases, errors);
    assert_null(missing);
    assert_int_equal(errors->texts->len, 1);
    g_unlink(consent);
    g_unlink(list);
    g_rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_ledgers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
