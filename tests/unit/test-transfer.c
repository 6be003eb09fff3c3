/* test-transfer.c - base64, quoted-printable and uuencode, with the place of each octet. */
#include "message/mime/transfer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#define GOOD (-1)

typedef struct {
    const char *reason;
    Encoding encoding;
    const char *input, *output;
    int defect;         /* offset of the first defect, or GOOD */
    const char *places; /* input octets that the output octets begin at, one digit or letter each
                         * ("a" is 10); NULL: not looked at */
} Row;

static const Row rows[] = {
    {"base64", ENCODING_BASE64, "SGVq", "Hej", GOOD, "012"},
    {"one octet", ENCODING_BASE64, "SA==", "H", GOOD, "0"},
    {"two octets", ENCODING_BASE64, "SGU=", "He", GOOD, "01"},
    {"two lines", ENCODING_BASE64, "SGVq\r\nSGVq\r\n", "HejHej", GOOD, "012678"},
    {"a line ending within a quantum", ENCODING_BASE64, "SG\nVq", "Hej", GOOD, "013"},
    {"white space", ENCODING_BASE64, " SGVq\t", "Hej", GOOD, "123"},
    {"padding is missing", ENCODING_BASE64, "SGU", "He", 3, "01"},
    {"half of the padding is missing", ENCODING_BASE64, "SA=", "H", 3, "0"},
    {"one character too many", ENCODING_BASE64, "SGVqS", "Hej", 5, "012"},
    {"a character of no alphabet is passed over", ENCODING_BASE64, "SG!Vq", "Hej", 2, "013"},
    {"8-bit is passed over", ENCODING_BASE64, "SGVq\xe6", "Hej", 4, "012"},
    {"padding that nothing needs", ENCODING_BASE64, "SGVq=", "Hej", 4, "012"},
    {"a second text behind padding", ENCODING_BASE64, "SA==\nSGVq", "HHej", 5, "0567"},
    {"a footer behind padding", ENCODING_BASE64, "SA==\n\nAfmeld her", "H", 6, "0"},
    {"a rule of dashes behind padding", ENCODING_BASE64, "SA==\n--\n", "H", 5, "0"},
    {"nothing", ENCODING_BASE64, "", "", GOOD, ""},
    {"padding only", ENCODING_BASE64, "==", "", 0, ""},

    {"text", ENCODING_QP, "Hej du", "Hej du", GOOD, "012345"},
    {"escapes", ENCODING_QP, "r=C3=B8d",
     "r\xc3\xb8"
     "d",
     GOOD, "0147"},
    {"lower-case digits", ENCODING_QP, "r=f8d",
     "r\xf8"
     "d",
     GOOD, "014"},
    {"soft line break, LF", ENCODING_QP, "He=\nj", "Hej", GOOD, "014"},
    {"soft line break, CRLF", ENCODING_QP, "He=\r\nj", "Hej", GOOD, "015"},
    {"soft line break, CR", ENCODING_QP, "He=\rj", "Hej", GOOD, "014"},
    {"soft line break with white space before the end", ENCODING_QP, "He= \t\nj", "Hej", GOOD,
     "016"},
    {"soft line break at the end", ENCODING_QP, "Hej=", "Hej", GOOD, "012"},
    {"hard line breaks stay", ENCODING_QP, "a\r\nb\n", "a\r\nb\n", GOOD, "01234"},
    {"= without digits stands for itself", ENCODING_QP, "a=b", "a=b", 1, "012"},
    {"= with one digit", ENCODING_QP, "x=4", "x=4", 1, "012"},
    {"= before no digit", ENCODING_QP, "a=4gb", "a=4gb", 1, "01234"},
    {"two ==", ENCODING_QP, "a==41", "a=A", 1, "012"},
    {"raw 8-bit", ENCODING_QP,
     "r\xf8"
     "d",
     "r\xf8"
     "d",
     GOOD, "012"},
    {"two escapes in a row", ENCODING_QP, "=41=42", "AB", GOOD, "03"},

    {"uuencode", ENCODING_UUENCODE, "begin 644 x\n#2&5J\n`\nend\n", "Hej", GOOD, "def"},
    {"text before it is no data", ENCODING_UUENCODE, "Hej\nbegin 644 x\n#2&5J\nend\n#2&5J\n", "Hej",
     GOOD, NULL},
    {"a line that was cut", ENCODING_UUENCODE, "begin 644 x\n#2&\n", "H", GOOD, "d"},

    {"8bit", ENCODING_8BIT, "rødgrød", "rødgrød", GOOD, "012345678"},
};

static int place_digit(char c) {
    return g_ascii_isdigit(c) ? c - '0' : c - 'a' + 10;
}

static void test_rows(void **state) {
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const Row *row = &rows[i];
        gsize length = strlen(row->input);
        g_autofree char *input = g_memdup2(row->input, length);
        g_autofree char *fast = NULL;
        g_autofree char *slow = NULL;
        g_autoptr(SpanMap) map = span_map_new();
        gsize fast_length, slow_length, defect = 0;
        gboolean good;

        good = transfer_decode(row->encoding, input, length, &fast, &fast_length, &defect, NULL);
        if (fast_length != strlen(row->output) || memcmp(fast, row->output, fast_length) != 0)
            fail_msg("%s: '%s'", row->reason, fast);
        if (good != (row->defect == GOOD) || (!good && defect != (gsize)row->defect))
            fail_msg("%s: defect at %d", row->reason, good ? GOOD : (int)defect);
        transfer_decode(row->encoding, input, length, &slow, &slow_length, NULL, map);
        if (slow_length != fast_length || memcmp(fast, slow, fast_length) != 0)
            fail_msg("%s: with a map '%s'", row->reason, slow);
        for (gsize at = 0; row->places != NULL && at < slow_length; at++) {
            if (span_map_locate(map, at) != (gsize)place_digit(row->places[at]))
                fail_msg("%s: octet %zu is at %zu", row->reason, at, span_map_locate(map, at));
        }
    }
}

static void test_names(void **state) {
    static const struct {
        const char *value;
        gboolean known;
        Encoding encoding;
    } names[] = {
        {"base64", TRUE, ENCODING_BASE64},
        {"BASE64", TRUE, ENCODING_BASE64},
        {" Quoted-Printable ", TRUE, ENCODING_QP},
        {"8bit; charset=utf-8", TRUE, ENCODING_8BIT},
        {"(a comment) 7bit (another)", TRUE, ENCODING_7BIT},
        {"\"base64\"", TRUE, ENCODING_BASE64},
        {"x-uuencode", TRUE, ENCODING_UUENCODE},
        {"binary", TRUE, ENCODING_BINARY},
        {"utf-8", FALSE, ENCODING_BINARY},
        {"base6", FALSE, ENCODING_BINARY},
        {"base644", FALSE, ENCODING_BINARY},
        {"", FALSE, ENCODING_BINARY},
        {"(", FALSE, ENCODING_BINARY},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        Encoding encoding;
        gboolean known =
            transfer_encoding_from_value(names[i].value, strlen(names[i].value), &encoding);

        if (known != names[i].known || encoding != names[i].encoding)
            fail_msg("'%s' is %d", names[i].value, encoding);
    }
}

/* Any octets by GLib's base64, in lines of every length: the same octets come back. */
static void test_against_glib(void **state) {
    guchar octets[256];

    for (guint i = 0; i < sizeof octets; i++)
        octets[i] = (guchar)(i * 167 + 13);
    for (gsize size = 0; size <= sizeof octets; size += 5) {
        g_autofree char *encoded = g_base64_encode(octets, size);
        gsize count = strlen(encoded);

        for (gsize line = 1; line < 80; line += 3) {
            g_autoptr(GString) lines = g_string_new(NULL);
            g_autoptr(SpanMap) map = span_map_new();
            g_autofree char *decoded = NULL;
            gsize length;

            for (gsize at = 0; at < count; at += line)
                g_string_append_printf(lines, "%.*s\r\n", (int)MIN(line, count - at), encoded + at);
            assert_true(transfer_decode(ENCODING_BASE64, lines->str, lines->len, &decoded, &length,
                                        NULL, map));
            assert_int_equal(length, size);
            assert_memory_equal(decoded, octets, size);
            for (gsize at = 0; at < size; at++) {
                /* Octet n has its first bit in character 8n/6 of the alphabet. */
                gsize character = at * 8 / 6;

                assert_int_equal(span_map_locate(map, at), character + character / line * 2);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_against_glib),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
