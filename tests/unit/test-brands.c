/* test-brands.c - brands by name, by look and by domain, and files that extend them. */
#include "message/domains/brands.h"
#include "message/domains/look.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <gio/gio.h>
#include <glib/gstdio.h>

static void test_names(void **state) {
    static const struct {
        const char *text, *brand, *named;
        gboolean whole, altered;
        guint word;
        const char *reason;
    } rows[] = {
        {"PostNord", "PostNord", "PostNord", TRUE, FALSE, 0, "the name"},
        {"POSTNORD Levering", "PostNord", "POSTNORD", TRUE, FALSE, 0, "in capitals, with a word"},
        {"Din post nord pakke", "PostNord", "post nord", FALSE, FALSE, 1, "in two words"},
        {"mitid-support", "MitID", "mitid", TRUE, FALSE, 0, "in small letters"},
        {"Ringkj\xc3\xb8"
         "bing Landbobank",
         "Ringkj\xc3\xb8"
         "bing Landbobank",
         "Ringkj\xc3\xb8"
         "bing Landbobank",
         TRUE, FALSE, 0, "Danish letters"},
        {"PayPaI", "PayPal", "PayPaI", TRUE, TRUE, 0, "a capital I for an l"},
        {"Paypa1 konto", "PayPal", "Paypa1", TRUE, TRUE, 0, "a digit"},
        {"N\xd0\xb5tflix", "Netflix", "N\xd0\xb5tflix", TRUE, TRUE, 0, "a Cyrillic letter"},
        {"Nets", "Nets", "Nets", TRUE, FALSE, 0, "a common word that is all"},
        {"Nets kundeservice A/S", "Nets", "Nets", TRUE, FALSE, 0, "with a department"},
        {"Nets", NULL, NULL, FALSE, FALSE, 0, "a common word in a subject"},
        {"Lunar Design", NULL, NULL, TRUE, FALSE, 0, "a common word in another name"},
        {"Postnordisk Forening", NULL, NULL, TRUE, FALSE, 0, "only the beginning of a word"},
        {"Garnhuset", NULL, NULL, TRUE, FALSE, 0, "any firm"},
        {"", NULL, NULL, TRUE, FALSE, 0, "nothing"},
    };
    g_autoptr(Brands) brands = brands_load(NULL, NULL);
    assert_non_null(brands);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        BrandMention mention;
        gboolean found = brands_find(brands, rows[i].text, rows[i].whole, &mention);
        if (found != (rows[i].brand != NULL))
            fail_msg("%s: %s", rows[i].reason, found ? brand_name(mention.brand) : "none");
        if (!found)
            continue;
        assert_string_equal(brand_name(mention.brand), rows[i].brand);
        if (mention.altered != rows[i].altered || mention.word != rows[i].word ||
            mention.end - mention.start != strlen(rows[i].named) ||
            memcmp(rows[i].text + mention.start, rows[i].named, strlen(rows[i].named)) != 0)
            fail_msg("%s: octets %zu to %zu", rows[i].reason, mention.start, mention.end);
    }
    assert_false(brands_find(NULL, "PostNord", TRUE, NULL));
}

static void test_hosts(void **state) {
    static const struct {
        const char *host, *brand;
        gboolean others;
        const char *reason;
    } rows[] = {
        {"postnord.dk", "PostNord", FALSE, "the domain"},
        {"sporing.postnord.dk", "PostNord", FALSE, "below it"},
        {"minpostnord.dk", NULL, FALSE, "another that ends alike"},
        {"paypal.co.uk", "PayPal", FALSE, "a family under a country's suffix"},
        {"paypal.com", "PayPal", FALSE, "and under .com"},
        {"paypal.buzz", NULL, FALSE, "no country"},
        {"paypal.example.dk", NULL, FALSE, "a label below another domain"},
        {"www.facebook.com", "Facebook", TRUE, "others have pages there"},
        {"apps.apple.com", "Apple", TRUE, "only below one name"},
        {"appleid.apple.com", "Apple", FALSE, "not below its sister"},
        {NULL, NULL, FALSE, "no host"},
    };
    g_autoptr(Brands) brands = brands_load(NULL, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const Brand *brand = brands_of_host(brands, rows[i].host);
        if (g_strcmp0(brand != NULL ? brand_name(brand) : NULL, rows[i].brand) != 0)
            fail_msg("%s: %s", rows[i].reason, brand != NULL ? brand_name(brand) : "none");
        if (rows[i].host != NULL && brands_hosts_others(brands, rows[i].host) != rows[i].others)
            fail_msg("%s: others", rows[i].reason);
    }
    assert_null(brands_of_host(NULL, "postnord.dk"));
}

static void test_taken_for(void **state) {
    static const struct {
        const char *label, *brand, *reason;
    } rows[] = {
        {"paypa1", "PayPal", "a digit"},
        {"rnicrosoft", "Microsoft", "r and n"},
        {"rnitid", "MitID", "a Danish one"},
        {"nord\xc3\xa9"
         "a",
         "Nordea", "an accent"},
        {"paypal", NULL, "the name itself"},
        {"paypals", NULL, "another name"},
        {"g1s", NULL, "too short to tell"},
        {"", NULL, "nothing"},
    };
    g_autoptr(Brands) brands = brands_load(NULL, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const Brand *brand = brands_taken_for(brands, rows[i].label);
        if (g_strcmp0(brand != NULL ? brand_name(brand) : NULL, rows[i].brand) != 0)
            fail_msg("%s: %s", rows[i].reason, brand != NULL ? brand_name(brand) : "none");
    }
}

static void test_extra(void **state) {
    static const struct {
        const char *text, *error, *reason;
    } rows[] = {
        {"# vores\nGarnhuset, Garn Huset: garnhuset.example\nPostNord: garnhuset.test\n", NULL,
         "a new brand, and a domain for a known one"},
        {"Garnhuset garnhuset.example\n", ":1: a colon is missing", "no colon"},
        {"Garnhuset:\n", ":1: a brand has at least one domain", "no domain"},
        {"Garnhuset: garnhuset\n", ":1: what stands behind the colon are domains", "a bare label"},
        {"\nGarnhuset, : garnhuset.example\n", ":2: a name has one to five words", "an empty name"},
        {"Garnhuset\xff: garnhuset.example\n", "no UTF-8", "no UTF-8"},
    };
    g_autofree char *folder = g_dir_make_tmp("brands-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "brands.txt", NULL);
    const char *extra[] = {path, NULL};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        assert_true(g_file_set_contents(path, rows[i].text, -1, NULL));
        g_autoptr(Brands) brands = brands_load(extra, &error);
        if ((brands != NULL) != (rows[i].error == NULL))
            fail_msg("%s: %s", rows[i].reason, error != NULL ? error->message : "taken");
        if (rows[i].error != NULL && strstr(error->message, rows[i].error) == NULL)
            fail_msg("%s: %s", rows[i].reason, error->message);
        if (brands != NULL) {
            assert_string_equal(brand_name(brands_of_host(brands, "garnhuset.test")), "PostNord");
            assert_string_equal(brand_domain(brands_of_host(brands, "garnhuset.example")),
                                "garnhuset.example");
        }
    }
    g_unlink(path);
    assert_null(brands_load(extra, NULL));
    g_rmdir(folder);
}

static void test_look(void **state) {
    static const struct {
        const char *text, *look, *base, *reason;
    } rows[] = {
        {"PayPaI", "paypal", "paypal", "a capital I"},
        {"0rsted", "orsted", "orsted", "a zero"},
        {"modem", "rnodern", "rnodern", "m is r and n"},
        {"\xd1\x80\xd0\xb0y", "pay", "pay", "Cyrillic"},
        {"nord\xc3\xa9"
         "a",
         "norde\xcc\x81"
         "a",
         "nordea", "an accent counts, but for the base"},
        {"", "", "", "nothing"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *look = look_of(rows[i].text);
        g_autofree char *base = look_of_base(rows[i].text);
        if (strcmp(look, rows[i].look) != 0 || strcmp(base, rows[i].base) != 0)
            fail_msg("%s: '%s', '%s'", rows[i].reason, look, base);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),     cmocka_unit_test(test_hosts),
        cmocka_unit_test(test_taken_for), cmocka_unit_test(test_extra),
        cmocka_unit_test(test_look),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
