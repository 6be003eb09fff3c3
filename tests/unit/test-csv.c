/* test-csv.c - records of CSV files as programs and people write them, whatever the read's step. */
#include "ledger/csv.h"
#include "limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* "1:a|b 3:c|d" of all records; a malformed one is "2!error". */
static char *read_all(const char *text, gsize length, gsize step) {
    g_autoptr(Csv) csv = csv_new(reader_new_memory(text, length, step));
    g_autoptr(GString) out = g_string_new(NULL);
    CsvResult result;
    while ((result = csv_next(csv)) != CSV_END) {
        g_string_append_printf(out, "%s%u%c", out->len > 0 ? " " : "", (guint)csv->line,
                               result == CSV_RECORD ? ':' : '!');
        if (result == CSV_MALFORMED)
            g_string_append(out, csv->error);
        for (guint i = 0; i < csv->fields->len; i++) {
            const CsvField *field = &g_array_index(csv->fields, CsvField, i);
            if (i > 0)
                g_string_append_c(out, '|');
            g_string_append_len(out, field->data, (gssize)field->length);
        }
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static void test_records(void **state) {
    static const struct {
        const char *text, *expected, *reason;
    } rows[] = {
        {"a,b\nc,d\n", "1:a|b 2:c|d", "plain"},
        {"a,b\r\nc,d", "1:a|b 2:c|d", "CRLF, and no line ending at the end"},
        {"", "", "nothing"},
        {"\n\n \t\n", "", "empty lines"},
        {"a\n\n# note, \"of\" course\n#\nb\n", "1:a 5:b", "comments"},
        {"#a,b\n", "1:#a|b", "a field that begins with a number sign"},
        {"\xef\xbb\xbf"
         "email;navn\r\nbo;Bo, den lille\r\n",
         "1:email|navn 2:bo|Bo, den lille",
         "what a Danish spreadsheet writes: byte-order mark, semicolons"},
        {"a\tb,c\n", "1:a|b,c", "tabs: the first separator of the first record"},
        {"email\nbo,c\n", "1:email 2:bo|c", "one column names no separator"},
        {" a , b \n", "1:a|b", "spaces around fields"},
        {"a,,b,\n", "1:a||b|", "empty fields"},
        {"\"a,b\",\"\",\"c \"\"d\"\"\"\n", "1:a,b||c \"d\"", "quotes"},
        {" \"a\" ,b\n", "1:a|b", "spaces around quotes"},
        {"\"messe\ni Herning\",b\nc,d\n", "1:messe\ni Herning|b 3:c|d", "a line ending in quotes"},
        {"\"blåbær\",søren\n", "1:blåbær|søren", "UTF-8"},
        {"a,b\nc,\"d\ne,f\n", "1:a|b 2!a quote is opened and not closed 3:e|f",
         "the file goes on behind a quote that is never closed"},
        {"a,b\"c\nd,e\n", "1!a quote stands inside a field that does not begin with one 2:d|e",
         "a quote inside"},
        {"\"a\"b,c\nd,e\n", "1!text stands behind a field's closing quote 2:d|e", "text behind"},
        {"k\xf8"
         "bt,a\nb,c\n",
         "1!the line is not UTF-8 2:b|c", "latin-1"},
        {"\"", "1!a quote is opened and not closed", "nothing but a quote"},
        {"\"\"", "1:", "an empty field in quotes"},
        {"a,\"b\"", "1:a|b", "the file ends behind the quote"},
        {"a,\"b\"\"", "1!a quote is opened and not closed", "the file ends in a doubled quote"},
    };
    static const gsize steps[] = {1, 2, 3, 7, 4096};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        for (guint s = 0; s < G_N_ELEMENTS(steps); s++) {
            g_autofree char *found = read_all(rows[i].text, strlen(rows[i].text), steps[s]);
            if (strcmp(found, rows[i].expected) != 0)
                fail_msg("%s (step %u): \"%s\", expected \"%s\"", rows[i].reason, (guint)steps[s],
                         found, rows[i].expected);
        }
    }
}

static void test_nul(void **state) {
    g_autofree char *found = read_all("a\0b,c\nd\n", 8, 4096);
    assert_string_equal(found, "1!the line is not UTF-8 2:d");
}

static void test_limits(void **state) {
    g_autoptr(GString) text = g_string_new("a\n");
    for (guint i = 0; i <= LIMIT_LEDGER_RECORD; i++)
        g_string_append_c(text, 'x');
    g_string_append(text, "\nb\n\"");
    for (guint i = 0; i < LIMIT_LEDGER_RECORD / 2; i++)
        g_string_append(text, "y\n");
    g_string_append(text, "y\n\"\nc\n");
    g_autoptr(Csv) csv = csv_new(reader_new_memory(text->str, text->len, 1000));
    assert_int_equal(csv_next(csv), CSV_RECORD);
    assert_int_equal(csv_next(csv), CSV_MALFORMED);
    assert_string_equal(csv->error, "the line is too long");
    assert_int_equal(csv_next(csv), CSV_RECORD);
    assert_int_equal(csv->line, 3);
    assert_int_equal(csv_next(csv), CSV_MALFORMED);
    assert_int_equal(csv->line, 4);
    assert_int_equal(csv_next(csv), CSV_RECORD);
    assert_int_equal(csv->line, 5);
}

static void test_lines(void **state) {
    static const char text[] = "  \"bo hansen\"@example.dk \n# Kunder\nkaren@example.dk\r\n";
    g_autoptr(Csv) csv = csv_new(reader_new_memory(text, strlen(text), 5));
    assert_int_equal(csv_next_line(csv), CSV_RECORD);
    assert_int_equal(csv->text.length, strlen("\"bo hansen\"@example.dk"));
    assert_int_equal(csv_next_line(csv), CSV_RECORD);
    assert_int_equal(csv->line, 3);
    assert_memory_equal(csv->text.data, "karen@example.dk", csv->text.length);
    assert_int_equal(csv_next_line(csv), CSV_END);
}

static void test_column(void **state) {
    static const char text[] = "Navn,EMAIL,Email 2\n";
    g_autoptr(Csv) csv = csv_new(reader_new_memory(text, strlen(text), 64));
    assert_int_equal(csv_next(csv), CSV_RECORD);
    assert_int_equal(csv_column(csv, "email"), 1);
    assert_int_equal(csv_column(csv, "source"), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_records), cmocka_unit_test(test_nul),
        cmocka_unit_test(test_limits),  cmocka_unit_test(test_lines),
        cmocka_unit_test(test_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
