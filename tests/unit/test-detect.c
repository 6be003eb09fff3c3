/* test-detect.c - what a file is, and what its lines are. */
#include "input/detect.h"
#include "input/lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static void test_from_line(void **state) {
    static const struct {
        const char *reason, *line;
        FromLine look;
    } rows[] = {
        {"asctime", "From bo@example.dk Mon Nov 23 05:00:00 2026", FROM_LINE_CERTAIN},
        {"two spaces, a day of one digit", "From bo@example.dk  Sun Nov  1 05:00:00 2026",
         FROM_LINE_CERTAIN},
        {"no sender", "From Mon Nov 23 05:00:00 2026", FROM_LINE_CERTAIN},
        {"a sender without a domain", "From MAILER-DAEMON Fri Jan 1 00:0:00 2026",
         FROM_LINE_CERTAIN},
        {"the null sender", "From <> Thu Apr 29 23:45:10 2026", FROM_LINE_CERTAIN},
        {"Mozilla", "From - Tue Oct 13 11:01:43 2026", FROM_LINE_CERTAIN},
        {"Eudora", "From ???@??? Tue Oct 13 11:01:43 2026", FROM_LINE_CERTAIN},
        {"a zone before the year", "From 18@xxx Mon Oct 06 13:54:20 +0000 2025", FROM_LINE_CERTAIN},
        {"a named zone", "From bo@example.dk Mon Oct 06 13:54:20 CEST 2025", FROM_LINE_CERTAIN},
        {"the style of Date fields", "From bo@example.dk Mon, 1 Jan 2026 00:00:00 +0900",
         FROM_LINE_CERTAIN},
        {"UUCP", "From host!bo Mon Nov 23 05:00 2026 remote from host", FROM_LINE_CERTAIN},
        {"a quoted local part", "From \"Bo Hansen\"@example.dk Mon Nov 23 05:00:00 2026",
         FROM_LINE_CERTAIN},
        {"Mailman", "From bo at example.dk  Mon Nov 23 05:00:00 2026", FROM_LINE_CERTAIN},
        {"RFC 3339", "From bo@example.dk 2026-11-23T05:00:00Z", FROM_LINE_CERTAIN},
        {"RFC 3339 in two words", "From bo@example.dk 2026-11-23 05:00:00", FROM_LINE_CERTAIN},
        {"a sender of two words", "From Bo Hansen Mon Nov 23 05:00:00 2026", FROM_LINE_POSSIBLE},
        {"Mozilla without a date", "From - ", FROM_LINE_POSSIBLE},
        {"an address only", "From bo@example.dk", FROM_LINE_POSSIBLE},
        {"an utterance", "From Russia with love", FROM_LINE_NO},
        {"one word", "From Aarhus", FROM_LINE_NO},
        {"four words before the date", "From the talk in Aarhus Mon Nov 23 05:00:00 2026",
         FROM_LINE_NO},
        {"text behind the date", "From bo@example.dk Mon Nov 23 05:00:00 2026 blev vi enige",
         FROM_LINE_NO},
        {"no time", "From bo@example.dk Mon Nov 23 2026", FROM_LINE_NO},
        {"no year", "From bo@example.dk Mon Nov 23 05:00:00", FROM_LINE_NO},
        {"a price", "From 199 kr. 10:00 til 12:00", FROM_LINE_NO},
        {"a field", "From: bo@example.dk", FROM_LINE_NO},
        {"a field of obsolete syntax", "From : bo@example.dk", FROM_LINE_NO},
        {"small letters", "from bo@example.dk Mon Nov 23 05:00:00 2026", FROM_LINE_NO},
        {"nothing behind it", "From ", FROM_LINE_NO},
        {"less", "Fro", FROM_LINE_NO},
        {"a quotation without end", "From \"bo Mon Nov 23 05:00:00 2026", FROM_LINE_NO},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        gsize length = strlen(rows[i].line);
        g_autofree char *copy = g_memdup2(rows[i].line, length);
        if (lines_from_line(copy, length) != rows[i].look)
            fail_msg("%s: \"%s\" is %d", rows[i].reason, rows[i].line,
                     lines_from_line(copy, length));
    }

    g_autofree char *sender = g_strnfill(2000, 'x');
    g_autofree char *line = g_strconcat("From ", sender, " Mon Nov 23 05:00:00 2026", NULL);
    assert_int_equal(lines_from_line(line, strlen(line)), FROM_LINE_NO);
}

static void test_field_line(void **state) {
    static const struct {
        const char *reason, *line;
        FieldLine field;
    } rows[] = {
        {"a field", "Subject: Tilbud", FIELD_LINE_KNOWN},
        {"whatever its case, without a value", "sUBJECT:", FIELD_LINE_KNOWN},
        {"white space before the colon", "Subject \t: x", FIELD_LINE_KNOWN},
        {"a family", "X-Mailer: x", FIELD_LINE_KNOWN},
        {"a family's prefix only", "X-: x", FIELD_LINE_UNKNOWN},
        {"a colon before more", "List-Unsubscribe:<https://example.dk/u>", FIELD_LINE_KNOWN},
        {"any other name", "Telefon: 12 34 56 78", FIELD_LINE_UNKNOWN},
        {"a URL", "https://example.dk/", FIELD_LINE_NO},
        {"a path", "C:\\Mail", FIELD_LINE_NO},
        {"a sentence", "Kære Bo: hej", FIELD_LINE_NO},
        {"two words", "Kind regards: Bo", FIELD_LINE_NO},
        {"a continuation line", " Subject: x", FIELD_LINE_NO},
        {"JSON", "\"subject\": 1", FIELD_LINE_NO},
        {"no colon", "Subject", FIELD_LINE_NO},
        {"a digit first", "10:00 mødes vi", FIELD_LINE_NO},
        {"a merge tag", "{{name}}: hej", FIELD_LINE_NO},
        {"nothing", "", FIELD_LINE_NO},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        gsize length = strlen(rows[i].line);
        g_autofree char *copy = g_memdup2(rows[i].line, length);
        if (lines_field_line(copy ? copy : "", length) != rows[i].field)
            fail_msg("%s: \"%s\" is %d", rows[i].reason, rows[i].line,
                     lines_field_line(copy ? copy : "", length));
    }

    g_autofree char *name = g_strnfill(78, 'x');
    g_autofree char *line = g_strconcat(name, ": x", NULL);
    assert_int_equal(lines_field_line(line, strlen(line)), FIELD_LINE_NO);
    assert_int_equal(lines_field_line(line + 1, strlen(line + 1)), FIELD_LINE_UNKNOWN);
    assert_int_equal(lines_field_line("Sub\0ject: x", 11), FIELD_LINE_NO);
}

static void test_lines_length(void **state) {
    static const struct {
        const char *text;
        gsize length, next;
    } rows[] = {{"ab\ncd", 2, 3}, {"ab\r\ncd", 2, 4}, {"ab\rcd\n", 2, 3}, {"ab", 2, 2},
                {"ab\r", 2, 3},   {"\n\n", 0, 1},     {"", 0, 0},         {"\r\r\n", 0, 1}};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        gsize next = 99, length = strlen(rows[i].text);
        g_autofree char *copy = g_memdup2(rows[i].text, length);
        assert_int_equal(lines_length(copy, length, &next), rows[i].length);
        assert_int_equal(next, rows[i].next);
    }
}

#define HEADER "From: bo@example.dk\nSubject: Tilbud på æbler\n\n"
#define BO "From bo@example.dk Mon Nov 23 05:00:00 2026\n"
#define BOM "\xef\xbb\xbf"

static void test_detect(void **state) {
    static const struct {
        const char *reason, *head, *name;
        Detected what;
        gboolean sure;
    } rows[] = {
        {"a message", HEADER "Hej\n", NULL, DETECTED_MESSAGE, TRUE},
        {"CRLF", "Subject: x\r\nTo: bo@example.dk\r\n\r\n", NULL, DETECTED_MESSAGE, TRUE},
        {"CR", "Subject: x\rTo: bo@example.dk\r\r", NULL, DETECTED_MESSAGE, TRUE},
        {"a byte order mark", BOM HEADER, NULL, DETECTED_MESSAGE, TRUE},
        {"a message in a .txt file", HEADER "Hej\n", "x.txt", DETECTED_MESSAGE, TRUE},
        {"an HTML message", HEADER "<html>\n", "x.html", DETECTED_MESSAGE, TRUE},
        {"one field", "Subject: x\n", NULL, DETECTED_MESSAGE, FALSE},
        {"names that nobody knows", "Foo: x\nBar: y\n\n", NULL, DETECTED_MESSAGE, FALSE},
        {"a first line that is no field", "hej\nSubject: x\nFrom: bo@example.dk\n\n", NULL,
         DETECTED_MESSAGE, TRUE},
        {"a From line within", ">" BO HEADER, NULL, DETECTED_MESSAGE, TRUE},
        {"a field named From with white space", "From : bo@example.dk\nTo: x\n\n", NULL,
         DETECTED_MESSAGE, TRUE},
        {"latin-1 in the header section", "Subject: \xe6\xf8\xe5\nTo: x\n\n", NULL,
         DETECTED_MESSAGE, TRUE},

        {"an mbox", BO HEADER "x\n", NULL, DETECTED_MBOX, TRUE},
        {"an mbox whatever its name", BO HEADER "x\n", "x.eml", DETECTED_MBOX, TRUE},
        {"a byte order mark and empty lines", BOM "\r\n\n" BO HEADER, NULL, DETECTED_MBOX, TRUE},
        {"a From line without a date", "From bo\nSubject: x\n\n", NULL, DETECTED_MBOX, TRUE},
        {"a From line only", BO, NULL, DETECTED_MBOX, TRUE},

        {"doctype", "<!DOCTYPE html>\n<html>", NULL, DETECTED_HTML, FALSE},
        {"white space and a byte order mark", BOM "\r\n  <HTML lang=\"da\">", NULL, DETECTED_HTML,
         FALSE},
        {"MJML", "<mjml>\n<mj-body>", "x.txt", DETECTED_HTML, FALSE},
        {"a fragment", "<table width=\"100%\"><tr>", NULL, DETECTED_HTML, FALSE},
        {"a comment", "<!-- Subject: x\nTo: y --><p>Hej</p>", NULL, DETECTED_HTML, FALSE},
        {"a comment without end", "<!-- nyhedsbrev", NULL, DETECTED_HTML, FALSE},
        {"Mailchimp", "*|MC_PREVIEW_TEXT|*\n<!doctype html>", NULL, DETECTED_HTML, FALSE},
        {"Handlebars", "{{!-- Subject: {{x}} --}}{{{raw}}}\n<p>", NULL, DETECTED_HTML, FALSE},
        {"Liquid", "{% assign a = 1 %}\n{# note #}<p>", NULL, DETECTED_HTML, FALSE},
        {"an XML declaration", "<?xml version=\"1.0\"?>\n<!DOCTYPE html>", NULL, DETECTED_HTML,
         FALSE},
        {"a front matter", "---\nsubject: Tilbud\n---\n<p>Hej</p>", "x.html", DETECTED_HTML, FALSE},
        {"by its name", "Hej {{navn}}\n", "skabelon.mjml", DETECTED_HTML, FALSE},

        {"text", "Hej {{navn}}\n\nTilbud: 10 kr.\n", "x.txt", DETECTED_TEXT, FALSE},
        {"text, by a name in capitals", "Hej\n", "skabeloner/HEJ.TXT", DETECTED_TEXT, FALSE},
        {"text whose second line is like a field", "Kære Bo\nDate: i morgen\n", "x.txt",
         DETECTED_TEXT, FALSE},
        {"text that starts like a field", "Tilbud: æbler\n\nHej\n", "x.txt", DETECTED_TEXT, FALSE},
        {"text that starts like a From line", "From all of us at Eksempel\n", "x.txt",
         DETECTED_TEXT, FALSE},
        {"an address in angle brackets is no tag", "<bo@example.dk> skriver\n", "x.txt",
         DETECTED_TEXT, FALSE},

        {"nothing", "", "x.eml", DETECTED_NOTHING, FALSE},
        {"a byte order mark only", BOM, "x.eml", DETECTED_NOTHING, FALSE},
        {"text of no name", "Hej Bo\n\nSubject: x\n", NULL, DETECTED_NOTHING, FALSE},
        {"text in a folder that is named as text", "Hej Bo\n", "a.txt/b", DETECTED_NOTHING, FALSE},
        {"an empty line first", "\nSubject: x\n\n", "x.eml", DETECTED_NOTHING, FALSE},
        {"a source file with a label", "int x;\nlabel: y;\n", "x.c", DETECTED_NOTHING, FALSE},
        {"JSON", "{\n\"subject\": 1\n}\n", NULL, DETECTED_NOTHING, FALSE},
        {"XML that is no HTML", "<?xml version=\"1.0\"?><svg>", "x.svg", DETECTED_NOTHING, FALSE},
        {"an image", "\x89PNG\r\n\x1a\n", "x.eml", DETECTED_NOTHING, FALSE},
        {"an Outlook message", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x.msg", DETECTED_NOTHING,
         FALSE},
        {"UTF-16",
         "\xff\xfe"
         "S",
         "x.txt", DETECTED_NOTHING, FALSE},
        {"control characters", "\1\2\3\4\5\6\7 Foo: x\n", "x.txt", DETECTED_NOTHING, FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        gsize length = strlen(rows[i].head);
        g_autofree char *copy = g_memdup2(rows[i].head, length);
        Detection got = detect(copy, length, rows[i].name);
        if (got.what != rows[i].what || got.sure != rows[i].sure)
            fail_msg("%s: %d, sure %d", rows[i].reason, got.what, got.sure);
        if ((got.what == DETECTED_NOTHING) != (got.reason != NULL))
            fail_msg("%s: a reason is given for what is nothing, and only then", rows[i].reason);
    }

    /* NUL: a message may hold it, other text may not. */
    assert_int_equal(detect("Subject: a\0b\n\n", 14, NULL).what, DETECTED_MESSAGE);
    assert_int_equal(detect("Foo: a\0b\n\n", 10, NULL).what, DETECTED_NOTHING);
    assert_int_equal(detect("Hej \0", 5, "x.txt").what, DETECTED_NOTHING);
    assert_int_equal(detect("<p>\0", 4, "x.html").what, DETECTED_NOTHING);
}

static void test_has_field(void **state) {
    g_autofree char *copy = g_memdup2("hej\nFoo: x", 10);
    assert_true(detect_has_field(copy, 10));
    assert_false(detect_has_field(copy, 6)); /* "hej\nFo" */
    assert_false(detect_has_field("\nSubject: x\n", 12));
    assert_false(detect_has_field("hej\r\n\r\nSubject: x\n", 18));
    assert_false(detect_has_field("", 0));
}

static void test_names(void **state) {
    assert_true(detect_name_is_mail("a.b/Ny post.EML"));
    assert_true(detect_name_is_mail("x.mbox"));
    assert_false(detect_name_is_mail("eml"));
    assert_false(detect_name_is_mail("a.eml/x"));
    assert_false(detect_name_is_mail("x.txt"));
    assert_true(detect_name_is_template("x.mjml"));
    assert_true(detect_name_is_template("x.txt"));
    assert_false(detect_name_is_template("x.png"));
    assert_false(detect_name_is_template(NULL));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_from_line),    cmocka_unit_test(test_field_line),
        cmocka_unit_test(test_lines_length), cmocka_unit_test(test_detect),
        cmocka_unit_test(test_has_field),    cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
