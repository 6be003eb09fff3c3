/* test-fields.c - header sections as they stand, and the way from values back to octets. */
#include "message/mime/fields.h"

#include "limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#define BYTES(literal) literal, sizeof(literal) - 1

typedef struct {
    const char *name, *value;
    FieldFlags flags;
} Expected;

typedef struct {
    const char *reason;
    const char *bytes;
    gsize length;
    Expected fields[5]; /* up to name NULL */
    const char *body;   /* what stands behind the empty line; NULL: there is none */
} Row;

static const Row rows[] = {
    {"LF",
     BYTES("From: a@example.dk\nTo: b@example.dk\n\nHej\n"),
     {{"From", "a@example.dk"}, {"To", "b@example.dk"}},
     "Hej\n"},
    {"CRLF",
     BYTES("From: a@example.dk\r\nTo: b@example.dk\r\n\r\nHej\r\n"),
     {{"From", "a@example.dk"}, {"To", "b@example.dk"}},
     "Hej\r\n"},
    {"CR alone",
     BYTES("From: a@example.dk\rSubject: Hej\r du\r\rHej\r"),
     {{"From", "a@example.dk"}, {"Subject", "Hej du"}},
     "Hej\r"},
    {"CR alone in the header section, LF in the body",
     BYTES("From: a@example.dk\rTo: b\r\rHej\nmed\n"),
     {{"From", "a@example.dk"}, {"To", "b"}},
     "Hej\nmed\n"},
    {"CR CR LF, as written by text mode on top of CRLF",
     BYTES("From: a@example.dk\r\r\nTo: b\r\r\n\r\r\nHej"),
     {{"From", "a@example.dk"}, {"To", "b"}},
     "Hej"},
    {"a lone CR in a section of LF lines is text",
     BYTES("Subject: a\rTo: b\nCc: c\n\n"),
     {{"Subject", "a\rTo: b"}, {"Cc", "c"}},
     ""},
    {"a lone CR in a section of CRLF lines is text",
     BYTES("Subject: a\rb\r\nCc: c\r\n\r\n"),
     {{"Subject", "a\rb"}, {"Cc", "c"}},
     ""},
    {"LF and CRLF mixed", BYTES("From: a\nTo: b\r\n\nHej"), {{"From", "a"}, {"To", "b"}}, "Hej"},
    {"no white space behind the colon", BYTES("From:a\n\n"), {{"From", "a"}}, ""},
    {"white space at both ends of a value goes", BYTES("From: \t a \t\n\n"), {{"From", "a"}}, ""},
    {"an empty value", BYTES("Subject:\nTo: b\n\n"), {{"Subject", ""}, {"To", "b"}}, ""},
    {"a value of white space",
     BYTES("Subject:  \n \nTo: b\n\n"),
     {{"Subject", ""}, {"To", "b"}},
     ""},
    {"folding keeps the white space",
     BYTES("Subject: rødgrød\n\t med\r\n fløde\n\n"),
     {{"Subject", "rødgrød\t med fløde", FIELD_8BIT}},
     ""},
    {"a value that begins on the second line",
     BYTES("Subject:\r\n Hej\r\n\r\n"),
     {{"Subject", "Hej"}},
     ""},
    {"folded with CR CR LF",
     BYTES("Subject: a\r\r\n b\r\r\n \r\r\n\r\r\n"),
     {{"Subject", "a b"}},
     ""},
    {"a continuation of nothing but white space",
     BYTES("Subject: a\n \n b\n\n"),
     {{"Subject", "a  b"}},
     ""},
    {"space before the colon",
     BYTES("Subject : a\n\n"),
     {{"Subject", "a", FIELD_SPACE_BEFORE_COLON}},
     ""},
    {"a line without a colon goes on, the section too",
     BYTES("From: a\nhvad er dette\nTo: b\n\nx"),
     {{"From", "a"}, {"", "hvad er dette", FIELD_NO_FIELD}, {"To", "b"}},
     "x"},
    {"a name with a space in it",
     BYTES("Kære kunde: hej\n\n"),
     {{"", "Kære kunde: hej", FIELD_NO_FIELD | FIELD_8BIT}},
     ""},
    {"a name in UTF-8",
     BYTES("Emne\xc3\xa6: hej\n\n"),
     {{"", "Emne\xc3\xa6: hej", FIELD_NO_FIELD | FIELD_8BIT}},
     ""},
    {"a colon without a name", BYTES(": hej\n\n"), {{"", ": hej", FIELD_NO_FIELD}}, ""},
    {"a first line that continues nothing",
     BYTES(" hej\nTo: b\n\n"),
     {{"", "hej", FIELD_NO_FIELD}, {"To", "b"}},
     ""},
    {"mbox lines that a store left",
     BYTES("From bo@example.dk Mon Nov 23 05:00:00 2026\n>From x\nTo: b\n\n"),
     {{"", "From bo@example.dk Mon Nov 23 05:00:00 2026", FIELD_FROM_LINE},
      {"", ">From x", FIELD_FROM_LINE},
      {"To", "b"}},
     ""},
    {"From with a space before the colon is a field",
     BYTES("From : bo@example.dk\n\n"),
     {{"From", "bo@example.dk", FIELD_SPACE_BEFORE_COLON}},
     ""},
    {"latin-1",
     BYTES("Subject: r\xf8"
           "dgr\xf8"
           "d\n\n"),
     {{"Subject",
       "r\xf8"
       "dgr\xf8"
       "d",
       FIELD_8BIT | FIELD_INVALID_UTF8}},
     ""},
    {"NUL",
     BYTES("Subject: a\0b\nTo: \xc3\xb8\0\xc3\xb8\n\n"),
     {{"Subject", "a\0b", FIELD_HAS_NUL}, {"To", "\xc3\xb8\0\xc3\xb8", FIELD_HAS_NUL | FIELD_8BIT}},
     ""},
    {"no empty line", BYTES("From: a\nTo: b\n"), {{"From", "a"}, {"To", "b"}}, NULL},
    {"no line ending at all", BYTES("From: a"), {{"From", "a"}}, NULL},
    {"ends within CRLF", BYTES("From: a\r"), {{"From", "a"}}, NULL},
    {"an empty section", BYTES("\nHej"), {{NULL}}, "Hej"},
    {"nothing", BYTES(""), {{NULL}}, NULL},
};

static void test_rows(void **state) {
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const Row *row = &rows[i];
        g_autofree char *copy = g_memdup2(row->bytes, row->length);
        const char *bytes = copy != NULL ? copy : "";
        g_autoptr(FieldList) list = fields_scan(bytes, row->length, 0);
        guint n = 0;

        for (; row->fields[n].name != NULL; n++) {
            const Expected *expected = &row->fields[n];
            const Field *field;

            if (n >= list->fields->len)
                fail_msg("%s: only %u fields", row->reason, n);
            field = g_ptr_array_index(list->fields, n);
            if (strcmp(field->name, expected->name) != 0 ||
                strcmp(field->value, expected->value) != 0 || field->flags != expected->flags)
                fail_msg("%s: field %u is '%s' '%s' %x", row->reason, n, field->name, field->value,
                         field->flags);
            for (gsize at = 0; at < field->value_length; at++) {
                gsize place = field_offset(field, bytes, at);

                if (place < field->body.start || place >= field->body.end ||
                    bytes[place] != field->value[at])
                    fail_msg("%s: octet %zu of '%s' is not at %zu", row->reason, at, field->value,
                             place);
            }
            if (field_offset(field, bytes, field->value_length) != field->body.end)
                fail_msg("%s: the end of '%s' is not the end of its body", row->reason,
                         field->value);
        }
        if (n != list->fields->len)
            fail_msg("%s: %u fields, not %u", row->reason, list->fields->len, n);
        if (list->has_empty_line != (row->body != NULL))
            fail_msg("%s: the empty line", row->reason);
        if (row->body != NULL &&
            (row->length - list->body_start != strlen(row->body) ||
             memcmp(bytes + list->body_start, row->body, strlen(row->body)) != 0))
            fail_msg("%s: the body starts at %zu", row->reason, list->body_start);
        if (row->body == NULL && list->body_start != list->section.end)
            fail_msg("%s: a body", row->reason);
    }
}

static void test_spans(void **state) {
    static const char bytes[] = "From: a\r\nSubject:  Hej\r\n du\r\n\r\n";
    g_autoptr(FieldList) list = fields_scan(bytes, strlen(bytes), 0);
    const Field *field = fields_first(list, "SUBJECT");
    Span span;

    assert_non_null(field);
    assert_int_equal(field->all.start, 9);
    assert_int_equal(field->all.end, 29);
    assert_int_equal(field->name_span.start, 9);
    assert_int_equal(field->name_span.end, 16);
    assert_int_equal(field->body.start, 19);
    assert_int_equal(field->body.end, 27);
    assert_int_equal(list->section.end, 29);
    assert_int_equal(list->body_start, 31);
    span = field_span(field, bytes, 0, 3); /* "Hej", not the line ending behind it */
    assert_int_equal(span.start, 19);
    assert_int_equal(span.end, 22);
    span = field_span(field, bytes, 2, 5); /* "j d" goes over the fold */
    assert_int_equal(span.start, 21);
    assert_int_equal(span.end, 26);
    span = field_span(field, bytes, 3, 3);
    assert_int_equal(span.start, span.end);
}

/* A section that does not begin at the document's start. */
/* A byte order mark is told of and passed; inside the section it is part of a line. */
static void test_mark(void **state) {
    static const char bytes[] = "\xef\xbb\xbf"
                                "From: a\r\n\xef\xbb\xbfSubject: b\r\n\r\n";
    g_autoptr(FieldList) list = fields_scan(bytes, strlen(bytes), 0);

    assert_int_equal(list->mark.end - list->mark.start, 3);
    assert_int_equal(list->section.start, 3);
    assert_non_null(fields_first(list, "From"));
    assert_null(fields_first(list, "Subject"));
    g_autoptr(FieldList) cut = fields_scan("\xef\xbb", 2, 0);
    assert_int_equal(cut->mark.end, 0);
}

static void test_start(void **state) {
    static const char bytes[] = "Subject: ydre\n\nSubject: indre\n\nx";
    g_autoptr(FieldList) list = fields_scan(bytes, strlen(bytes), 15);

    assert_string_equal(fields_first(list, "Subject")->value, "indre");
    assert_int_equal(fields_first(list, "Subject")->all.start, 15);
    assert_int_equal(list->body_start, strlen(bytes) - 1);
}

static void test_by_name(void **state) {
    static const char bytes[] = "To: a\nno field\nTO: b\nto : c\n\n";
    g_autoptr(FieldList) list = fields_scan(bytes, strlen(bytes), 0);

    assert_int_equal(fields_count(list, "to"), 3);
    assert_string_equal(fields_nth(list, "to", 2)->value, "c");
    assert_null(fields_nth(list, "to", 3));
    assert_int_equal(fields_count(list, ""), 0);
    assert_null(fields_first(list, ""));
    assert_null(fields_first(list, "Cc"));
}

/* Over the limits nothing more is kept, but the body is found. */
static void test_limits(void **state) {
    g_autoptr(GString) many = g_string_new(NULL);
    g_autoptr(GString) large = g_string_new("From: a\nX: ");
    g_autoptr(FieldList) list = NULL;

    for (guint i = 0; i < LIMIT_FIELDS + 10; i++)
        g_string_append(many, "X: y\n");
    g_string_append(many, "\nHej");
    list = fields_scan(many->str, many->len, 0);
    assert_int_equal(list->fields->len, LIMIT_FIELDS);
    assert_true(list->truncated);
    assert_int_equal(list->body_start, many->len - 3);
    g_clear_pointer(&list, field_list_free);

    while (large->len <= LIMIT_HEADER_OCTETS)
        g_string_append(large, "yyyyyyyyyyyyyyy\n ");
    g_string_append(large, "\nTo: b\n\nHej");
    list = fields_scan(large->str, large->len, 0);
    assert_int_equal(list->fields->len, 1);
    assert_true(list->truncated);
    assert_int_equal(list->body_start, large->len - 3);
}

/* What takes seconds where some step is quadratic: a field of 300,000 lines, one of CR's. */
static void test_is_linear(void **state) {
    g_autoptr(GString) folds = g_string_new("Subject: x");
    g_autoptr(GString) returns = g_string_new("Subject: x");
    gint64 start = g_get_monotonic_time();
    g_autoptr(FieldList) list = NULL;

    for (guint i = 0; i < 300000; i++)
        g_string_append(folds, "\n y");
    list = fields_scan(folds->str, folds->len, 0);
    assert_int_equal(list->fields->len, 1);
    g_clear_pointer(&list, field_list_free);
    for (guint i = 0; i < 900000; i++)
        g_string_append_c(returns, '\r');
    g_string_append(returns, "x\n\n");
    list = fields_scan(returns->str, returns->len, 0);
    assert_int_equal(list->fields->len, 1);
    assert_true(g_get_monotonic_time() - start < 20 * G_USEC_PER_SEC);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),      cmocka_unit_test(test_spans),
        cmocka_unit_test(test_mark),      cmocka_unit_test(test_start),
        cmocka_unit_test(test_by_name),   cmocka_unit_test(test_limits),
        cmocka_unit_test(test_is_linear),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
