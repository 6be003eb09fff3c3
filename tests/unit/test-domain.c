/* test-domain.c - A-labels and organizational domains. */
#include "message/domains/domain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static void test_to_ascii(void **state) {
    static const struct {
        const char *reason, *domain, *ascii;
    } rows[] = {
        {"LDH", "example.com", "example.com"},
        {"upper case", "EXAMPLE.Com", "example.com"},
        {"a final dot", "example.com.", "example.com"},
        {"Danish", "rødgrød.example", "xn--rdgrd-vuad.example"},
        {"Danish in capitals", "RØDGRØD.example", "xn--rdgrd-vuad.example"},
        {"a decomposed letter", "a\xcc\x8a.example", "xn--5ca.example"},
        {"sharp s stays one (non-transitional)", "faß.example", "xn--fa-hia.example"},
        {"an ideographic full stop",
         "example\xe3\x80\x82"
         "com",
         "example.com"},
        {"A-labels", "xn--rdgrd-vuad.example", "xn--rdgrd-vuad.example"},
        {"a bare label", "localhost", "localhost"},
        {"an underscore", "_dmarc.example.com", "_dmarc.example.com"},
        {"hyphens in positions three and four", "r3---sn.example", "r3---sn.example"},
        {"digits", "192.0.2.1", "192.0.2.1"},
        {"an A-label that decodes to nothing", "xn--a.example", NULL},
        {"empty", "", NULL},
        {"a dot", ".", NULL},
        {"two dots", "example..com", NULL},
        {"a dot before", ".example.com", NULL},
        {"a space", "exam ple.com", NULL},
        {"a control character", "exam\x01ple.com", NULL},
        {"an @", "a@example.com", NULL},
        {"a hyphen first", "-a.example", NULL},
        {"a hyphen last", "a-.example", NULL},
        {"a symbol", "\xe2\x98\x83.example", NULL},
        {"no UTF-8",
         "r\xf8"
         "d.example",
         NULL},
        {"a label of 64 octets",
         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example", NULL},
        {"right to left and left to right in one label", "a\xd7\x90.example", NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *found = domain_to_ascii(rows[i].domain);

        if (g_strcmp0(found, rows[i].ascii) != 0)
            fail_msg("%s: '%s' is '%s'", rows[i].reason, rows[i].domain, found);
    }
}

static void test_long(void **state) {
    g_autoptr(GString) domain = g_string_new(NULL);
    g_autofree char *found = NULL;

    while (domain->len < 260)
        g_string_append(domain, "aaaaaaaaaaaaaaaaaaa.");
    g_string_append(domain, "example");
    found = domain_to_ascii(domain->str);
    assert_null(found);
    while (domain->len < 1000000)
        g_string_append(domain, ".ø");
    found = domain_to_ascii(domain->str);
    assert_null(found);
}

static void test_organizational(void **state) {
    static const struct {
        const char *domain, *organizational;
    } rows[] = {
        {"example.com", "example.com"},
        {"mail.news.example.com", "example.com"},
        {"a.example.co.uk", "example.co.uk"},
        {"co.uk", "co.uk"},
        {"com", "com"},
        {"a.b.example", "b.example"},
        {"nyhedsbrev.eksempel.dk", "eksempel.dk"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *found = domain_organizational(rows[i].domain);

        assert_string_equal(found, rows[i].organizational);
    }
    assert_true(domain_same_organization("a.example.com", "b.example.com"));
    assert_true(domain_same_organization("example.com", "EXAMPLE.com"));
    assert_false(domain_same_organization("example.com", "example.net"));
    assert_false(domain_same_organization("a.co.uk", "b.co.uk"));
}

static void test_registrable(void **state) {
    static const struct {
        const char *domain;
        gboolean registrable;
        const char *reason;
    } rows[] = {
        {"example.dk", TRUE, "below a suffix"},
        {"www.example.co.uk", TRUE, "below one of two labels"},
        {"dk", FALSE, "a suffix"},
        {"co.uk", FALSE, "a suffix of two labels"},
        {"faktura.pdf", FALSE, "no suffix that is known"},
        {"eksempel.example", FALSE, "reserved, and on no list"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        if (domain_is_registrable(rows[i].domain) != rows[i].registrable)
            fail_msg("%s", rows[i].reason);
    g_autofree char *unicode = domain_to_unicode("www.xn--rdgrd-vuad.dk");
    assert_string_equal(unicode, "www.rødgrød.dk");
    g_autofree char *plain = domain_to_unicode("example.dk");
    assert_string_equal(plain, "example.dk");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_to_ascii),
        cmocka_unit_test(test_long),
        cmocka_unit_test(test_organizational),
        cmocka_unit_test(test_registrable),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
