/* test-link.c - URLs as a browser reads them. */
#include "message/view/link.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static void test_urls(void **state) {
    static const struct {
        const char *text, *scheme, *host, *path;
        int port;
        gboolean userinfo;
        const char *reason;
    } rows[] = {
        {"https://www.example.dk/afmeld?a=1#b", "https", "www.example.dk", "/afmeld?a=1#b", -1,
         FALSE, "all parts"},
        {"HTTP://EXAMPLE.COM", "http", "example.com", "", -1, FALSE, "upper case"},
        {" \t\n https://example.com/a b \r\n", "https", "example.com", "/a b", -1, FALSE,
         "white space at the ends"},
        {"https://exam\nple.com/a\tb", "https", "example.com", "/ab", -1, FALSE,
         "line breaks within"},
        {"https:\\\\example.com\\a", "https", "example.com", "\\a", -1, FALSE, "backslashes"},
        {"https:example.com/a", "https", "example.com", "/a", -1, FALSE, "no slashes"},
        {"https:////example.com/a", "https", "example.com", "/a", -1, FALSE, "many slashes"},
        {"//example.com/a", "", "example.com", "/a", -1, FALSE, "relative to the scheme"},
        {"/a/b", "", NULL, "/a/b", -1, FALSE, "relative"},
        {"afmeld.html", "", NULL, "afmeld.html", -1, FALSE, "relative, without a slash"},
        {"#", "", NULL, "#", -1, FALSE, "fragment"},
        {"", "", NULL, "", -1, FALSE, "nothing"},
        {"?a:b", "", NULL, "?a:b", -1, FALSE, "a colon in a query"},
        {"https://user:pw@example.com/", "https", "example.com", "/", -1, TRUE, "user information"},
        {"https://www.example.com@192.0.2.1/", "https", "192.0.2.1", "/", -1, TRUE,
         "a name that is the user"},
        {"https://a@b@example.com", "https", "example.com", "", -1, TRUE, "two @"},
        {"https://example.com/a@b", "https", "example.com", "/a@b", -1, FALSE, "@ in the path"},
        {"https://example.com:8443/", "https", "example.com", "/", 8443, FALSE, "port"},
        {"https://example.com:/", "https", "example.com", "/", -1, FALSE, "empty port"},
        {"https://example.com:99999/", "https", NULL, "/", -1, FALSE, "no port"},
        {"https://example.com./", "https", "example.com", "/", -1, FALSE, "final dot"},
        {"https://blåbær.example/", "https", "xn--blbr-roah.example", "/", -1, FALSE,
         "a Danish name"},
        {"https://BL\xc3\x85"
         "B\xc3\x86R.example/",
         "https", "xn--blbr-roah.example", "/", -1, FALSE, "in capitals"},
        {"https://ex%61mple.com/", "https", "example.com", "/", -1, FALSE, "percent-encoded"},
        {"https://my_host.example.com/", "https", "my_host.example.com", "/", -1, FALSE,
         "underscore"},
        {"https://a..example/", "https", NULL, "/", -1, FALSE, "empty label"},
        {"https://{{vært}}/x", "https", NULL, "/x", -1, FALSE, "merge tag"},
        {"https://3221225985/", "https", "192.0.2.1", "/", -1, FALSE, "one number"},
        {"https://0xC0.0.2.1/", "https", "192.0.2.1", "/", -1, FALSE, "hexadecimal"},
        {"https://0300.0.01001/", "https", "192.0.2.1", "/", -1, FALSE, "octal, three parts"},
        {"https://192.0.2.1./", "https", "192.0.2.1", "/", -1, FALSE, "address with a final dot"},
        {"https://192.0.2.256/", "https", NULL, "/", -1, FALSE, "no address"},
        {"https://1.2.3.4.5/", "https", NULL, "/", -1, FALSE, "five parts"},
        {"https://example.99/", "https", NULL, "/", -1, FALSE, "a name that ends in a number"},
        {"https://[2001:DB8::1]:25/x", "https", "2001:db8::1", "/x", 25, FALSE, "IPv6"},
        {"https://[2001:db8::1", "https", NULL, "", -1, FALSE, "IPv6 without end"},
        {"mailto:info@Example.DK?subject=Afmeld", "mailto", "example.dk",
         "info@Example.DK?subject=Afmeld", -1, FALSE, "mailto"},
        {"mailto:a@example.com,b@example.org", "mailto", "example.com",
         "a@example.com,b@example.org", -1, FALSE, "the first address"},
        {"mailto:afmeld%40example.com", "mailto", "example.com", "afmeld%40example.com", -1, FALSE,
         "percent-encoded @"},
        {"mailto:<a@example.com>", "mailto", "example.com", "<a@example.com>", -1, FALSE,
         "brackets"},
        {"mailto:", "mailto", NULL, "", -1, FALSE, "no address"},
        {"tel:+4512345678", "tel", NULL, "+4512345678", -1, FALSE, "telephone"},
        {"java\nscript:alert(1)", "javascript", NULL, "alert(1)", -1, FALSE, "script"},
        {"ftp://ftp.example.org/x", "ftp", "ftp.example.org", "/x", -1, FALSE, "ftp"},
        {"foo://Host/x", "foo", "host", "/x", -1, FALSE, "unknown scheme with a host"},
        {"1http://example.com", "", NULL, "1http://example.com", -1, FALSE, "no scheme"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Url) url = url_parse(rows[i].text);
        if (strcmp(url->scheme, rows[i].scheme) != 0 || g_strcmp0(url->host, rows[i].host) != 0 ||
            strcmp(url->path, rows[i].path) != 0 || url->port != rows[i].port ||
            url->has_userinfo != rows[i].userinfo)
            fail_msg("%s: %s gives scheme %s host %s path %s port %d user %d", rows[i].reason,
                     rows[i].text, url->scheme, url->host != NULL ? url->host : "-", url->path,
                     url->port, url->has_userinfo);
    }
}

static void test_long(void **state) {
    g_autofree char *dots = g_strnfill(1000000, '.');
    g_autofree char *host = g_strconcat("https://", dots, "/", NULL);
    g_autoptr(Url) url = url_parse(host);
    assert_null(url->host);
    g_autofree char *at = g_strnfill(1000000, '@');
    g_autofree char *users = g_strconcat("https://", at, "example.com/", NULL);
    g_autoptr(Url) other = url_parse(users);
    assert_string_equal(other->host, "example.com");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_urls),
        cmocka_unit_test(test_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
