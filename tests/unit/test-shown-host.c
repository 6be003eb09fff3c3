/* test-shown-host.c - texts that read as a URL or a domain, and texts that do not. */
#include "message/view/shown-host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_texts(void **state) {
    static const struct {
        const char *text, *host, *shown, *reason;
    } rows[] = {
        {"https://www.example.dk/nyt?a=b", "www.example.dk", "https://www.example.dk/nyt?a=b",
         "a URL"},
        {"HTTP://EXAMPLE.DK", "example.dk", "HTTP://EXAMPLE.DK", "in capitals"},
        {"www.example.dk", "www.example.dk", "www.example.dk", "without a scheme"},
        {"example.dk", "example.dk", "example.dk", "a bare domain"},
        {"EXAMPLE.DK", "example.dk", "EXAMPLE.DK", "all in capitals"},
        {"Example.dk", "example.dk", "Example.dk", "a firm writes itself so"},
        {"example.dk/tilbud", "example.dk", "example.dk/tilbud", "with a path"},
        {"\xe2\x86\x92 example.dk \xc2\xbb", "example.dk", "example.dk", "arrows around"},
        {"(example.dk).", "example.dk", "example.dk", "brackets and a full stop"},
        {"L\xc3\xa6s mere p\xc3\xa5 www.example.dk i dag", "www.example.dk", "www.example.dk",
         "www. in a sentence"},
        {"Se https://example.co.uk/ her", "example.co.uk", "https://example.co.uk/",
         "a URL in a sentence"},
        {"r\xc3\xb8"
         "dgr\xc3\xb8"
         "d.dk",
         "xn--rdgrd-vuad.dk",
         "r\xc3\xb8"
         "dgr\xc3\xb8"
         "d.dk",
         "U-labels"},
        {"www.example.zip", "www.example.zip", "www.example.zip", "www. before a file's suffix"},
        {"https://user:kode@example.dk/", "example.dk", "https://user:kode@example.dk/",
         "user information"},
        {"L\xc3\xa6s mere p\xc3\xa5 example.dk", NULL, NULL, "a bare domain in a sentence"},
        {"faktura.zip", NULL, NULL, "a file"},
        {"README.md", NULL, NULL, "a file whose suffix is a country's"},
        {"faktura.pdf", NULL, NULL, "no public suffix"},
        {"Node.js", NULL, NULL, "a product"},
        {"ASP.NET", NULL, NULL, "a product that is a domain to the letter"},
        {"e.g", NULL, NULL, "an abbreviation"},
        {"f.eks.", NULL, NULL, "a Danish one"},
        {"kl. 8.30", NULL, NULL, "a time"},
        {"8.am", NULL, NULL, "a time with a country's suffix"},
        {"1.495,00", NULL, NULL, "a price"},
        {"tilbud.Se", NULL, NULL, "a missing space"},
        {"Mr.Green", NULL, NULL, "a name"},
        {"kontakt@example.dk", NULL, NULL, "an address"},
        {"@example.dk", NULL, NULL, "half an address"},
        {"navn@www.example.dk", NULL, NULL, "an address at www."},
        {"https://", NULL, NULL, "a scheme alone"},
        {"https://www.exam\xe2\x80\xa6", NULL, NULL, "cut short within the host"},
        {"https://www.exam...", NULL, NULL, "cut short with full stops"},
        {"http://localhost/x", NULL, NULL, "no public name"},
        {"http://192.0.2.1/", NULL, NULL, "an address of the network"},
        {"com", NULL, NULL, "a suffix"},
        {"co.uk", NULL, NULL, "a suffix of two labels"},
        {"", NULL, NULL, "nothing"},
        {"...", NULL, NULL, "full stops"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        gsize length = strlen(rows[i].text), start = 0, end = 0;
        g_autofree char *copy = length > 0 ? g_memdup2(rows[i].text, length) : g_strdup("");
        g_autofree char *host = shown_host(copy, length, &start, &end);
        if (g_strcmp0(host, rows[i].host) != 0)
            fail_msg("%s: '%s'", rows[i].reason, host);
        if (host != NULL && (end - start != strlen(rows[i].shown) ||
                             memcmp(rows[i].text + start, rows[i].shown, end - start) != 0))
            fail_msg("%s: shown at %zu to %zu", rows[i].reason, start, end);
    }
}

static void test_long(void **state) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < 500000; i++)
        g_string_append(text, "www.");
    g_autofree char *none = shown_host(text->str, text->len, NULL, NULL);
    assert_null(none);
    for (guint i = 0; i < 500000; i++)
        g_string_append(text, " http://\xc3\xa5");
    g_autofree char *neither = shown_host(text->str, text->len, NULL, NULL);
    assert_null(neither);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
