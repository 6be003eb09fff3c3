/* test-charset.c - charsets as mail names them, and their octets as UTF-8. */
#include "message/mime/charset.h"

#include <gmime/gmime.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#define BYTES(literal) literal, sizeof(literal) - 1
#define FFFD "\xef\xbf\xbd"

static void test_names(void **state) {
    static const struct {
        const char *name, *canonical;
    } rows[] = {
        {"UTF-8", "utf-8"},
        {"utf8", "utf-8"},
        {"\"utf-8\"", "utf-8"},
        {"utf-8 Content-Transfer-Encoding: 7bit", "utf-8"},
        {"ISO-8859-1", "iso-8859-1"},
        {"latin1", "iso-8859-1"},
        {"US-ASCII", "us-ascii"},
        {"ANSI_X3.4-1968", "us-ascii"},
        {"Windows-1252", "windows-1252"},
        {"cp1252", "windows-1252"},
        {"gb2312", "gb18030"},
        {"ks_c_5601-1987", "uhc"},
        {"Big5", "big5-hkscs"},
        {"Shift_JIS", "cp932"},
        {"koi8-r", "koi8-r"},
        {"iso-8859-15", "iso-8859-15"},
        {"iso-2022-jp", "iso-2022-jp"},
        {"unicode-1-1-utf-7", "utf-7"},
        {"", NULL},
        {"foo", NULL},
        {"x-unknown", NULL},
        {"utf-", NULL},
        {"utf-8//TRANSLIT", NULL},
        {"//", NULL},
        {"char", NULL},
        {"WCHAR_T", NULL},
        {"INTERNAL", NULL},
        {"r\xc3\xb8", NULL},
        {"..", NULL},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *found = charset_canonical(rows[i].name, strlen(rows[i].name));

        if (g_strcmp0(found, rows[i].canonical) != 0)
            fail_msg("'%s' is '%s', not '%s'", rows[i].name, found, rows[i].canonical);
    }
}

typedef struct {
    const char *reason, *charset;
    const char *octets;
    gsize length;
    const char *utf8;
    CharsetDefects defects;
    gsize defect_start, defect_end;
} Row;

static const Row rows[] = {
    {"plain", "us-ascii", BYTES("Hej"), "Hej"},
    {"us-ascii that is UTF-8", "us-ascii",
     BYTES("r\xc3\xb8"
           "d"),
     "rød", CHARSET_UNDECODABLE, 1, 2},
    {"us-ascii that is windows-1252", "us-ascii",
     BYTES("r\xf8"
           "d\x80"),
     "rød€", CHARSET_UNDECODABLE, 1, 2},
    {"UTF-8", "utf-8", BYTES("rødgrød \xf0\x9f\x8d\x93"), "rødgrød \xf0\x9f\x8d\x93"},
    {"UTF-8 with a byte order mark", "utf-8", BYTES("\xef\xbb\xbfrød"), "rød"},
    {"latin-1 octet in UTF-8", "utf-8",
     BYTES("r\xf8"
           "d"),
     "r" FFFD "d", CHARSET_UNDECODABLE, 1, 2},
    {"UTF-8 that is cut: each octet for itself", "utf-8", BYTES("a\xe2\x82"), "a" FFFD FFFD,
     CHARSET_UNDECODABLE, 1, 2},
    {"a surrogate in UTF-8", "utf-8", BYTES("\xed\xa0\x80"), FFFD FFFD FFFD, CHARSET_UNDECODABLE, 0,
     1},
    {"an overlong form", "utf-8", BYTES("\xc0\xaf"), FFFD FFFD, CHARSET_UNDECODABLE, 0, 1},
    {"U+FFFD of the sender is no defect", "utf-8", BYTES("a" FFFD), "a" FFFD},
    {"NUL", "utf-8", BYTES("a\0b"), "a" FFFD "b", CHARSET_NUL, 1, 2},
    {"the first defect of two", "utf-8", BYTES("a\0b\xff"), "a" FFFD "b" FFFD,
     CHARSET_NUL | CHARSET_UNDECODABLE, 1, 2},
    {"latin-1", "iso-8859-1",
     BYTES("bl\xe5"
           "b\xe6r p\xe5 \xf8"),
     "blåbær på ø"},
    {"quotes of windows-1252 in latin-1", "iso-8859-1", BYTES("\x93hej\x94 \x80"), "“hej” €"},
    {"C1 controls of latin-1 stay", "iso-8859-1", BYTES("a\x81"), "a\xc2\x81"},
    {"windows-1252", "windows-1252", BYTES("\x84hej\x85\x9f"), "„hej…Ÿ"},
    {"what windows-1252 has not", "windows-1252", BYTES("a\x81"), "a" FFFD, CHARSET_UNDECODABLE, 1,
     2},
    {"NUL in latin-1", "iso-8859-1", BYTES("\xe6\0"), "æ" FFFD, CHARSET_NUL, 1, 2},
    {"iso-8859-15", "iso-8859-15", BYTES("\xa4 \xf8"), "€ ø"},
    {"koi8-r", "koi8-r", BYTES("\xf0\xd2\xc9\xd7\xc5\xd4"), "Привет"},
    {"greek", "iso-8859-7", BYTES("\xea\xe1\xeb\xe7"), "καλη"},
    {"gb2312 is read as gb18030", "gb18030", BYTES("\xc4\xe3\xba\xc3"), "你好"},
    {"ks_c_5601-1987 is read as UHC", "uhc", BYTES("\xbe\xc8\xb3\xe7"), "안녕"},
    {"big5", "big5-hkscs", BYTES("\xa7\x41\xa6\x6e"), "你好"},
    {"shift_jis", "cp932", BYTES("\x83\x65\x83\x58\x83\x67"), "テスト"},
    {"euc-jp", "euc-jp", BYTES("\xa5\xc6\xa5\xb9\xa5\xc8"), "テスト"},
    {"iso-2022-jp", "iso-2022-jp", BYTES("a\033$B%F%9%H\033(Bz"), "aテストz"},
    {"utf-7", "utf-7", BYTES("r+APg-d"), "rød"},
    {"utf-16 with a mark, little", "utf-16", BYTES("\xff\xfer\0\xf8\0d\0"), "rød"},
    {"utf-16 with a mark, big", "utf-16", BYTES("\xfe\xff\0r\0\xf8\0d"), "rød"},
    {"utf-16 without a mark", "utf-16", BYTES("\0r\0\xf8\0d"), "rød"},
    {"utf-16 without a mark, little", "utf-16", BYTES("r\0\xf8\0d\0"), "rød"},
    {"utf-16le with a mark", "utf-16le", BYTES("\xff\xfer\0"), "r"},
    {"utf-16be, a pair of surrogates", "utf-16be", BYTES("\xd8\x3c\xdf\x53"), "\xf0\x9f\x8d\x93"},
    {"utf-16, cut", "utf-16le", BYTES("r\0d"), "r" FFFD, CHARSET_UNDECODABLE, 2, 3},
    {"U+0000 in utf-16", "utf-16le", BYTES("r\0\0\0d\0"), "r" FFFD "d", CHARSET_NUL, 2, 4},
    {"utf-32", "utf-32", BYTES("\xff\xfe\0\0r\0\0\0\xf8\0\0\0"), "rø"},
    {"a bad second octet", "gb18030", BYTES("a\xc4\x20z"), "a" FFFD " z", CHARSET_UNDECODABLE, 1,
     2},
    {"a character that is cut", "cp932", BYTES("a\x83"), "a" FFFD, CHARSET_UNDECODABLE, 1, 2},
    {"nothing", "utf-8", BYTES(""), ""},
    {"nothing but a mark", "utf-8", BYTES("\xef\xbb\xbf"), ""},
};

static void test_rows(void **state) {
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const Row *row = &rows[i];
        g_autofree char *copy = g_memdup2(row->octets, row->length);
        const char *octets = copy != NULL ? copy : "";
        g_autoptr(SpanMap) map = span_map_new();
        CharsetText fast, slow;

        charset_decode(row->charset, octets, row->length, 1000, &fast, NULL);
        charset_decode(row->charset, octets, row->length, 1000, &slow, map);
        if (strcmp(fast.utf8, row->utf8) != 0 || fast.length != strlen(row->utf8))
            fail_msg("%s: '%s'", row->reason, fast.utf8);
        if (strcmp(slow.utf8, row->utf8) != 0 || slow.length != fast.length)
            fail_msg("%s: with a map '%s'", row->reason, slow.utf8);
        if (fast.defects != row->defects || slow.defects != row->defects)
            fail_msg("%s: defects %x and %x", row->reason, fast.defects, slow.defects);
        if (slow.defect_start != row->defect_start || slow.defect_end != row->defect_end)
            fail_msg("%s: defect at %zu to %zu", row->reason, slow.defect_start, slow.defect_end);
        g_free(fast.utf8);
        g_free(slow.utf8);
    }
}

/* The place of each character: where the octets before it make the text before it. */
static void test_places(void **state) {
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const Row *row = &rows[i];
        g_autoptr(SpanMap) map = span_map_new();
        CharsetText text;
        gsize before = 0;

        /* Prefixes of a stateful charset end in another state; of a defect they have another. */
        if (row->defects != 0 || strcmp(row->charset, "utf-7") == 0 ||
            g_str_has_prefix(row->charset, "iso-2022"))
            continue;
        charset_decode(row->charset, row->octets, row->length, 1000, &text, map);
        for (const char *at = text.utf8; *at != '\0'; at = g_utf8_next_char(at)) {
            gsize place = span_map_locate(map, (gsize)(at - text.utf8));
            CharsetText prefix;

            if (place < before || place >= row->length)
                fail_msg("%s: place %zu", row->reason, place);
            charset_decode(row->charset, row->octets, place, 1000, &prefix, NULL);
            /* The prefix of "utf-16" without a mark may be too short to tell the byte order. */
            if (place > 3 && (prefix.length != (gsize)(at - text.utf8) ||
                              memcmp(prefix.utf8, text.utf8, prefix.length) != 0))
                fail_msg("%s: '%s' is not before octet %zu", row->reason, prefix.utf8, place);
            g_free(prefix.utf8);
            before = place;
        }
        g_free(text.utf8);
    }
}

static void test_limit(void **state) {
    static const char *const charsets[] = {"utf-8", "iso-8859-1", "koi8-r"};

    for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
        g_autoptr(SpanMap) map = span_map_new();
        CharsetText fast, slow;

        charset_decode(charsets[i], "aaa\xc3\xb8", 5, 4, &fast, NULL);
        charset_decode(charsets[i], "aaa\xc3\xb8", 5, 4, &slow, map);
        assert_string_equal(fast.utf8, "aaa"); /* no half character */
        assert_string_equal(slow.utf8, "aaa");
        assert_int_equal(fast.defects, CHARSET_TRUNCATED);
        assert_int_equal(slow.defects, CHARSET_TRUNCATED);
        g_free(fast.utf8);
        g_free(slow.utf8);
        charset_decode(charsets[i], "aaaa", 4, 4, &fast, NULL);
        assert_int_equal(fast.defects, 0);
        g_free(fast.utf8);
    }
}

/* Buffers of iconv end in the middle of a text: nothing may be lost there. */
static void test_long(void **state) {
    g_autoptr(GString) octets = g_string_new(NULL);
    g_autoptr(GString) expected = g_string_new(NULL);
    CharsetText text;

    for (guint i = 0; i < 50000; i++) {
        g_string_append(octets, i % 7 == 0 ? "\xc4\xe3" : i % 1000 == 1 ? "\xff" : "x");
        g_string_append(expected, i % 7 == 0 ? "你" : i % 1000 == 1 ? FFFD : "x");
    }
    charset_decode("gb18030", octets->str, octets->len, G_MAXUINT32, &text, NULL);
    assert_int_equal(text.length, expected->len);
    assert_string_equal(text.utf8, expected->str);
    g_free(text.utf8);
}

static void test_guess(void **state) {
    assert_string_equal(charset_guess("Hej", 3), "us-ascii");
    assert_string_equal(charset_guess("r\xc3\xb8", 3), "utf-8");
    assert_string_equal(charset_guess("\0\xc3\xb8", 3), "utf-8");
    assert_string_equal(charset_guess("r\xf8", 2), "windows-1252");
    assert_string_equal(charset_guess("", 0), "us-ascii");
    assert_int_equal(charset_first_8bit("0123456789\xf8", 11), 10);
    assert_int_equal(charset_first_8bit("01234567", 8), 8);
}

static int start_gmime(void **state) {
    g_mime_init();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names), cmocka_unit_test(test_rows), cmocka_unit_test(test_places),
        cmocka_unit_test(test_limit), cmocka_unit_test(test_long), cmocka_unit_test(test_guess),
    };

    return cmocka_run_group_tests(tests, start_gmime, NULL);
}
