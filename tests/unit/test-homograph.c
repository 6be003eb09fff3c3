/* test-homograph.c - hosts that deceive the eye, and honest ones in many scripts. */
#include "message/domains/domain.h"
#include "message/domains/homograph.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_check(void **state) {
    static const struct {
        const char *host;
        HomographKind kind;
        const char *looks_like, *reason;
    } rows[] = {
        {"www.r\xc3\xb8"
         "dgr\xc3\xb8"
         "d.dk",
         HOMOGRAPH_NONE, NULL, "Danish letters"},
        {"b\xc3\xa6"
         "r.dk",
         HOMOGRAPH_NONE, NULL, "a letter that looks like two"},
        {"m\xc3\xbc"
         "nchen.de",
         HOMOGRAPH_NONE, NULL, "German"},
        {"\xd0\xbf\xd1\x80\xd0\xb8\xd0\xbc\xd0\xb5\xd1\x80.com", HOMOGRAPH_NONE, NULL, "Russian"},
        {"\xd1\x81\xd0\xbe\xd1\x80.ru", HOMOGRAPH_NONE, NULL,
         "plain to the eye, in its own country"},
        {"\xd1\x81\xd0\xbe\xd1\x80.\xd1\x80\xd1\x84", HOMOGRAPH_NONE, NULL,
         "and under a suffix of its script"},
        {"\xe6\x97\xa5\xe6\x9c\xac.jp", HOMOGRAPH_NONE, NULL, "Japanese"},
        {"xn--zz9zz9zz.dk", HOMOGRAPH_NONE, NULL, "no A-label"},
        {"\xd1\x80\xd0\xb0ypal.com", HOMOGRAPH_MIXED, "paypal", "Cyrillic among Latin letters"},
        {"mail.g\xd0\xb0rnhuset.dk", HOMOGRAPH_MIXED, "garnhuset", "below a subdomain"},
        {"\xd1\x81\xd0\xbe\xd1\x81\xd0\xbe.com", HOMOGRAPH_ASCII, "coco", "Cyrillic throughout"},
        {"paypa1.com", HOMOGRAPH_BRAND, "paypal.com", "a digit"},
        {"login.rnicrosoft.com", HOMOGRAPH_BRAND, "microsoft.com", "r and n"},
        {"nord\xc3\xa9"
         "a.dk",
         HOMOGRAPH_BRAND, "nordea.dk", "an accent"},
        {"paypal.com", HOMOGRAPH_NONE, NULL, "the brand itself"},
        {"paypal.example", HOMOGRAPH_NONE, NULL, "the same label elsewhere is no look-alike"},
        {"example.dk", HOMOGRAPH_NONE, NULL, "any host"},
    };
    g_autoptr(Brands) brands = brands_load(NULL, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *ascii = domain_to_ascii(rows[i].host);
        const char *host = ascii != NULL ? ascii : rows[i].host;
        g_auto(Homograph) found = {0};
        HomographKind kind = homograph_check(brands, host, &found);
        if (kind != rows[i].kind || g_strcmp0(found.looks_like, rows[i].looks_like) != 0)
            fail_msg("%s: %d, '%s'", rows[i].reason, kind, found.looks_like);
    }
    assert_int_equal(homograph_check(brands, NULL, NULL), HOMOGRAPH_NONE);
    assert_int_equal(homograph_check(NULL, "paypa1.com", NULL), HOMOGRAPH_NONE);
}

static void test_same_look(void **state) {
    static const struct {
        const char *a, *b;
        gboolean same;
        const char *reason;
    } rows[] = {
        {"garnhuset.example", "gamhuset.example", TRUE, "r and n"},
        {"garnhuset.example", "www.gamhuset.test", TRUE, "another suffix and a subdomain"},
        {"xn--br-3ia.dk", "baer.dk", FALSE, "two spellings of one name"},
        {"garnhuset.example", "garnhuset.test", FALSE, "the same label"},
        {"garnhuset.example", "uldhuset.example", FALSE, "another name"},
        {"rodgrod.example", "xn--rdgrd-vuad.example", FALSE,
         "Danish letters and none are one firm"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        if (homograph_same_look(rows[i].a, rows[i].b) != rows[i].same)
            fail_msg("%s", rows[i].reason);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_check),
        cmocka_unit_test(test_same_look),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
