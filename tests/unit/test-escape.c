/* test-escape.c - what of a mail's text may reach a terminal. */
#include "report/escape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
    const char *text, *safe;
    int width;
    const char *reason;
} Row;

static const Row rows[] = {
    {"", "", 0, "nothing"},
    {"Kære Åse, køb blåbær", "Kære Åse, køb blåbær", 20, "Danish text stays"},
    {"\033[31mred\033[0m", "<U+001B>[31mred<U+001B>[0m", 26, "a colour sequence is shown"},
    {"\033]0;title\a", "<U+001B>]0;title<U+0007>", 24, "so is a window title and its bell"},
    {"a\tb\nc\rd", "a b c d", 7, "tabs and line endings become a space"},
    {"a\r\nb", "a b", 3, "CRLF is one line ending"},
    {"\177", "<U+007F>", 8, "DEL"},
    {"\xc2\x9b\x33\x31m", "<U+009B>31m", 11, "CSI of C1, which terminals obey in UTF-8 too"},
    {"k\xe6re", "k<E6>re", 7, "an octet of iso-8859-1 is shown as an octet"},
    {"\x9b\x33\x31m", "<9B>31m", 7, "the bare octet of CSI"},
    {"\xc3", "<C3>", 4, "a sequence cut short at the end"},
    {"\xe2\x82", "<E2><82>", 8, "and of two octets"},
    {"\xed\xa0\x80", "<ED><A0><80>", 12, "a surrogate is no UTF-8"},
    {"\xc0\xaf", "<C0><AF>", 8, "an overlong form is none"},
    {"faktura\xe2\x80\xaegnp.exe", "faktura<U+202E>gnp.exe", 22, "right-to-left override"},
    {"a\xe2\x81\xa6z\xe2\x81\xa9", "a<U+2066>z<U+2069>", 18, "isolates"},
    {"a\xe2\x80\x8fz", "a<U+200F>z", 10, "a mark steers too"},
    {"un\xe2\x80\x8bsub", "un<U+200B>sub", 13, "zero-width space"},
    {"un\xc2\xadsub", "un<U+00AD>sub", 13, "soft hyphen"},
    {"un\xe2\x80\x8dsub", "un<U+200D>sub", 13, "a joiner between Latin letters is hidden"},
    {"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x80", "👩\xe2\x80\x8d🚀", 4, "between emoji it joins"},
    {"\xe2\x9d\xa4\xef\xb8\x8f", "❤\xef\xb8\x8f", 1, "emoji presentation of a heart stays"},
    {"A\xef\xb8\x8f", "A<U+FE0F>", 9, "behind a letter it says nothing"},
    {"1\xef\xb8\x8f\xe2\x83\xa3", "1\xef\xb8\x8f\xe2\x83\xa3", 1, "a keycap"},
    {"\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae", "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae", 3,
     "a Persian word with its non-joiner"},
    {"a\xe2\x80\xa8z", "a<U+2028>z", 10, "line separator"},
    {"\xee\x80\x80", "<U+E000>", 8, "private use"},
    {"\xe3\x85\xa4", "<U+3164>", 8, "a Hangul filler is blank"},
    {"\xf3\xa0\x81\x81", "<U+E0041>", 9, "a tag character"},
    {"\xef\xbb\xbfHej", "<U+FEFF>Hej", 11, "a byte order mark"},
    {"日本", "日本", 4, "wide characters take two columns"},
    {"e\xcc\x81", "e\xcc\x81", 1, "a combining mark takes none"},
};

static void test_lines(void **state) {
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *exact = g_memdup2(rows[i].text, strlen(rows[i].text) + 1);
        g_autofree char *safe = escape_line(exact);
        if (strcmp(safe, rows[i].safe) != 0)
            fail_msg("%s: \"%s\", expected \"%s\"", rows[i].reason, safe, rows[i].safe);
        if (escape_width(safe) != rows[i].width)
            fail_msg("%s: %d columns, expected %d", rows[i].reason, escape_width(safe),
                     rows[i].width);
    }
}

/* Whatever octets come, what goes out is UTF-8 without a control character. */
static void test_any_octets(void **state) {
    guint32 seed = 20261120;
    for (int round = 0; round < 2000; round++) {
        char text[33];
        for (gsize i = 0; i < sizeof text - 1; i++) {
            seed = seed * 1664525 + 1013904223;
            text[i] = (char)((seed >> 24) | 1);
        }
        text[sizeof text - 1] = '\0';
        g_autofree char *safe = escape_line(text);
        assert_true(g_utf8_validate(safe, -1, NULL));
        for (const char *c = safe; *c; c = g_utf8_next_char(c))
            assert_false(g_unichar_iscntrl(g_utf8_get_char(c)));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_any_octets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
