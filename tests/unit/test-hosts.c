/* test-hosts.c - host lists: what is on them, what is not, and files that extend them. */
#include "message/domains/hosts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <gio/gio.h>
#include <glib/gstdio.h>

static char *write_file(const char *folder, const char *name, const char *text) {
    char *path = g_build_filename(folder, name, NULL);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}

static void test_shipped(void **state) {
    static const struct {
        const char *list, *host;
        gboolean on;
        const char *reason;
    } rows[] = {
        {"free-mail", "gmail.com", TRUE, "the domain itself"},
        {"free-mail", "mail.gmail.com", FALSE, "a host of the provider's own"},
        {"shortener", "www.bit.ly", TRUE, "below it"},
        {"free-mail", "notgmail.com", FALSE, "another domain that ends alike"},
        {"free-mail", "com", FALSE, "above it"},
        {"free-mail", "firma.onmicrosoft.com", TRUE, "*.onmicrosoft.com"},
        {"free-mail", "onmicrosoft.com", FALSE, "what is below only"},
        {"free-mail", "live.dk", TRUE, "live.*"},
        {"free-mail", "yahoo.co.uk", TRUE, "a public suffix of two labels"},
        {"free-mail", "live.example.dk", FALSE, "a firm's own host called live"},
        {"free-mail", NULL, FALSE, "no host"},
        {"no-such-list", "gmail.com", FALSE, "no list"},
        {"shortener", "bit.ly", TRUE, "a shortener"},
        {"storage", "s3.amazonaws.com", TRUE, "a bucket in the path"},
        {"storage", "example.s3.eu-west-1.amazonaws.com", TRUE, "a bucket in the host"},
        {"storage", "example.s3-website.eu-west-1.amazonaws.com", TRUE, "a bucket as a page"},
        {"storage", "email.eu-west-1.amazonaws.com", FALSE, "another service of theirs"},
        {"storage", "example.github.io", TRUE, "a page host"},
        {"storage", "github.io", FALSE, "the page host itself"},
        {"storage", "example.blob.core.windows.net", TRUE, "a blob store"},
        {"disposable", "mailinator.com", TRUE, "a throw-away mailbox"},
        {"disposable", "example.dk", FALSE, "any firm"},
    };
    g_autoptr(Hosts) hosts = hosts_load(NULL, NULL);
    assert_non_null(hosts);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        if (hosts_contain(hosts, rows[i].list, rows[i].host) != rows[i].on)
            fail_msg("%s: %s on %s", rows[i].reason, rows[i].host, rows[i].list);
    assert_false(hosts_contain(NULL, "free-mail", "gmail.com"));
}

static void test_extra(void **state) {
    static const struct {
        const char *name, *text, *error, *reason;
    } rows[] = {
        {"shortener.txt", "# kort\nkort.example # vores\n\nfår.example\n", NULL,
         "domains and comments"},
        {"shortener.txt", "kort.example\nikke et domæne\n",
         ":2: \"ikke et domæne\" is no domain name", "white space"},
        {"shortener.txt", "*.*.example", ":1: \"*.*.example\" is no domain name", "two stars"},
        {"shortener.txt", "and\n", ":1: \"and\" is no domain name", "a bare word"},
        {"forkert.txt", "kort.example", "there is no host list \"forkert\"",
         "no list of that name"},
    };
    g_autofree char *folder = g_dir_make_tmp("hosts-XXXXXX", NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = write_file(folder, rows[i].name, rows[i].text);
        const char *extra[] = {path, NULL};
        g_autoptr(GError) error = NULL;
        g_autoptr(Hosts) hosts = hosts_load(extra, &error);
        if ((hosts != NULL) != (rows[i].error == NULL))
            fail_msg("%s: %s", rows[i].reason, error != NULL ? error->message : "taken");
        if (rows[i].error != NULL && strstr(error->message, rows[i].error) == NULL)
            fail_msg("%s: %s", rows[i].reason, error->message);
        if (hosts != NULL) {
            assert_true(hosts_contain(hosts, "shortener", "kort.example"));
            assert_true(hosts_contain(hosts, "shortener", "xn--fr-yia.example"));
            assert_true(hosts_contain(hosts, "shortener", "bit.ly"));
        }
        g_unlink(path);
    }
    g_rmdir(folder);
    const char *missing[] = {"no/such/shortener.txt", NULL};
    assert_null(hosts_load(missing, NULL));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shipped),
        cmocka_unit_test(test_extra),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
