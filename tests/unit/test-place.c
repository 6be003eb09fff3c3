/* test-place.c - octets to lines and columns, by every line ending and across the index's marks. */
#include "message/mime/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

typedef struct {
    const char *reason;
    const char *bytes;
    gsize offset;
    guint64 line, column;
} Row;

static const Row rows[] = {
    {"the first octet", "a\nb\n", 0, 1, 1},
    {"the line ending belongs to its line", "a\nb\n", 1, 1, 2},
    {"behind LF", "a\nb\n", 2, 2, 1},
    {"one past the last, behind LF", "a\nb\n", 4, 3, 1},
    {"one past the last, without a line ending", "a\nbc", 4, 2, 3},
    {"an offset far behind the end is the end", "a\nbc", 99, 2, 3},
    {"CR of CRLF belongs to its line", "a\r\nb", 1, 1, 2},
    {"LF of CRLF too", "a\r\nb", 2, 1, 3},
    {"behind CRLF", "a\r\nb", 3, 2, 1},
    {"a lone CR ends a line", "a\rb\rc", 4, 3, 1},
    {"a lone CR at the end", "a\r", 2, 2, 1},
    {"CR CR LF are two endings", "a\r\r\nb", 4, 3, 1},
    {"LF CR are two endings", "a\n\rb", 3, 3, 1},
    {"columns count octets: ø has two", "rødgrød\nx", 8, 1, 9},
    {"an empty document", "", 0, 1, 1},
};

static Document document_of(const char *bytes, gsize length) {
    return (Document){.line = 1, .bytes = g_bytes_new(bytes, length)};
}

static void test_rows(void **state) {
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        Document document = document_of(rows[i].bytes, strlen(rows[i].bytes));
        LineIndex *index = line_index_new(&document);
        Position found = line_index_position(index, rows[i].offset);

        if (found.line != rows[i].line || found.column != rows[i].column)
            fail_msg("%s: %u:%u, not %u:%u", rows[i].reason, (guint)found.line, (guint)found.column,
                     (guint)rows[i].line, (guint)rows[i].column);
        line_index_free(index);
        g_bytes_unref(document.bytes);
    }
}

/* The document begins at a line of its file: the messages of an mbox do. */
static void test_first_line(void **state) {
    Document document = document_of("a\nb", 3);
    LineIndex *index;

    document.line = 911;
    index = line_index_new(&document);
    assert_int_equal(line_index_position(index, 0).line, 911);
    assert_int_equal(line_index_position(index, 2).line, 912);
    line_index_free(index);
    g_bytes_unref(document.bytes);
}

/* Every octet of a document of several marks, against counting from the start; the pieces are of
 * odd length, so that marks fall on each octet of a line ending. */
static void test_against_counting(void **state) {
    static const char *const pieces[] = {
        "Hej\r\n", "rødgrød med fløde\n", "\r", "\r\n\r\n", "x\r\r\n", "\n"};
    g_autoptr(GString) text = g_string_new(NULL);
    Document document;
    LineIndex *index;
    guint64 line = 1, column = 1;

    for (guint i = 0; text->len < 20000; i++)
        g_string_append(text, pieces[(i * 7 + i / 5) % G_N_ELEMENTS(pieces)]);
    document = document_of(text->str, text->len);
    index = line_index_new(&document);
    for (gsize at = 0; at <= text->len; at++) {
        Position found = line_index_position(index, at);

        if (found.line != line || found.column != column)
            fail_msg("octet %zu: %u:%u, not %u:%u", at, (guint)found.line, (guint)found.column,
                     (guint)line, (guint)column);
        column++;
        if (text->str[at] == '\n' || (text->str[at] == '\r' && text->str[at + 1] != '\n')) {
            line++;
            column = 1;
        }
    }
    line_index_free(index);
    g_bytes_unref(document.bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_first_line),
        cmocka_unit_test(test_against_counting),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
