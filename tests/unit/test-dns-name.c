/* test-dns-name.c - two writings of a name are one key, and what cannot be a name is none. */
#include "evidence/dns-name.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#define TEN "0123456789"
#define SIXTY TEN TEN TEN TEN TEN TEN
#define LABEL63 SIXTY "123"

static const struct {
    const char *text, *folded, *reason;
} rows[] = {
    {"Example.DK", "example.dk", "case does not count"},
    {"example.dk.", "example.dk", "nor does a final dot"},
    {"", "", "the root"},
    {".", "", "the root, written"},
    {"xn--bl-vka.example.dk", "xn--bl-vka.example.dk", "an A-label is any label"},
    {"_dmarc.example.dk", "_dmarc.example.dk", "underscores are octets like others"},
    {"*.example.dk", "*.example.dk", "an asterisk too"},
    {"space\\032name.example", "space\\032name.example", "\\DDD stays for a blank"},
    {"space name.example", "space\\032name.example", "a raw blank is escaped"},
    {"\\097\\098.example", "ab.example", "\\DDD of a letter is that letter"},
    {"\\A\\B.example", "ab.example", "\\X is X"},
    {"a\\.b.example", "a\\.b.example", "a dot inside a label stays escaped"},
    {"a\\046b.example", "a\\.b.example", "written as \\DDD too"},
    {"a\\\\b.example", "a\\\\b.example", "a backslash stays escaped"},
    {"r\xc3\xb8"
     "d.example",
     "r\\195\\184d.example", "UTF-8 is octets"},
    {"r\xf8"
     "d.example",
     "r\\248d.example", "iso-8859-1 as well"},
    {"nul\\000.example", "nul\\000.example", "NUL can be written"},
    {LABEL63 ".dk", LABEL63 ".dk", "63 octets are a label"},
    {LABEL63 "4.dk", NULL, "64 are none"},
    {"\\065" LABEL63 ".dk", NULL, "escapes count as one octet"},
    {LABEL63 "." LABEL63 "." LABEL63 "." SIXTY "1", LABEL63 "." LABEL63 "." LABEL63 "." SIXTY "1",
     "255 octets on the wire"},
    {LABEL63 "." LABEL63 "." LABEL63 "." SIXTY "12", NULL, "256 are too many"},
    {"example..dk", NULL, "an empty label"},
    {".example.dk", NULL, "an empty label first"},
    {"example.dk..", NULL, "an empty label last"},
    {"..", NULL, "nothing but empty labels"},
    {"a\\", NULL, "a backslash that escapes nothing"},
    {"a\\1.dk", NULL, "\\DDD cut short"},
    {"a\\12", NULL, "\\DDD cut short at the end"},
    {"a\\256.dk", NULL, "\\DDD over 255"},
};

static void test_fold(void **state) {
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        /* An exact-size copy: a read past it is an error under ASan. */
        gsize length = strlen(rows[i].text);
        g_autofree char *copy = length > 0 ? g_memdup2(rows[i].text, length) : NULL;
        g_autofree char *folded = dns_name_fold(copy, length);
        if (g_strcmp0(folded, rows[i].folded) != 0)
            fail_msg("%s: %s gave %s", rows[i].reason, rows[i].text, folded);
        if (folded == NULL)
            continue;
        g_autofree char *again = dns_name_fold(folded, strlen(folded));
        if (g_strcmp0(folded, again) != 0)
            fail_msg("%s: folding %s again gave %s", rows[i].reason, folded, again);
    }
}

static void test_raw(void **state) {
    static const struct {
        const char *folded, *raw, *reason;
    } cases[] = {
        {"example.dk", "example.dk", "a plain name stays"},
        {"space\\032name.example", "space name.example", "\\DDD becomes the octet"},
        {"a\\.b.example", "a\\.b.example", "an escaped dot stays escaped"},
        {"a\\\\b.example", "a\\\\b.example", "so does a backslash"},
        {"r\\248d.example",
         "r\xf8"
         "d.example",
         "an 8-bit octet"},
        {"nul\\000.example", NULL, "NUL ends a C string"},
        {"", "", "the root"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *raw = dns_name_raw(cases[i].folded);
        if (g_strcmp0(raw, cases[i].raw) != 0)
            fail_msg("%s: %s gave %s", cases[i].reason, cases[i].folded, raw);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fold),
        cmocka_unit_test(test_raw),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
