/* test-file-form.c - signatures, on exact-size copies. */
#include "message/mime/file-form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#define OCTETS(text) text, sizeof text - 1

static void test_forms(void **state) {
    static const struct {
        const char *octets;
        gsize length;
        FileForm form;
        const char *reason;
    } rows[] = {
        {OCTETS(""), FORM_UNKNOWN, "nothing"},
        {OCTETS("M"), FORM_UNKNOWN, "one octet"},
        {OCTETS("MZ er en forkortelse, og her er der ingen nul-oktetter, kun tekst i to linjer\n"),
         FORM_UNKNOWN, "text that begins with MZ"},
        {OCTETS("MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0\xb8\0\0\0\0\0\0\0\x40\0\0\0\0\0\0\0"
                "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x40\0\0\0PE\0\0"),
         FORM_PROGRAM, "a Windows program"},
        {OCTETS("\x7f"
                "ELF\2\1\1"),
         FORM_PROGRAM, "a Unix program"},
        {OCTETS("L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0"), FORM_PROGRAM, "a shortcut"},
        {OCTETS("%PDF-1.7\n"), FORM_PDF, "a PDF"},
        {OCTETS("\r\n%PDF-1.7\n"), FORM_PDF, "an empty line before"},
        {OCTETS("\x89PNG\r\n\x1a\n\0"), FORM_IMAGE, "a PNG"},
        {OCTETS("BMW er et bilmærke, som mange kender\n"), FORM_UNKNOWN,
         "text that begins with BM"},
        {OCTETS("BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\1\0"), FORM_IMAGE, "a bitmap"},
        {OCTETS("PK\3\4\x14\0\0\0"), FORM_ZIP, "a ZIP"},
        {OCTETS("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), FORM_OLE, "an old document"},
        {OCTETS("{\\rtf1\\ansi"), FORM_RTF, "RTF"},
        {OCTETS("\0\0\0\x18"
                "ftypheic"),
         FORM_IMAGE, "a picture of a telephone"},
        {OCTETS("\0\0\0\x18"
                "ftypmp42"),
         FORM_MEDIA, "a film"},
        {OCTETS("\xef\xbb\xbf \n<!DOCTYPE HTML>"), FORM_HTML, "HTML behind a byte order mark"},
        {OCTETS("<html lang='da'>"), FORM_HTML, "HTML"},
        {OCTETS("<htmlx>"), FORM_UNKNOWN, "another element"},
        {OCTETS("<?xml version='1.0'?>\n<!-- skitse --><svg width='1'/>"), FORM_SVG, "SVG"},
        {OCTETS("<?xml version='1.0'?><html xmlns=''>"), FORM_HTML, "XHTML"},
        {OCTETS("<?xml version='1.0'?><faktura/>"), FORM_XML, "XML"},
        {OCTETS("<?xml"), FORM_UNKNOWN, "cut short"},
        {OCTETS("<!-- <html>"), FORM_UNKNOWN, "a comment that goes on"},
        {OCTETS("Kære Mette\n"), FORM_UNKNOWN, "text"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *copy = g_memdup2(rows[i].octets, rows[i].length);
        const char *name;
        FileForm form = file_form(copy, rows[i].length, &name);
        if (form != rows[i].form || (form != FORM_UNKNOWN && name == NULL))
            fail_msg("%s: %d", rows[i].reason, form);
    }
}

static void test_volume(void **state) {
    g_autofree char *octets = g_malloc0(FILE_FORM_VOLUME_OCTETS);
    memcpy(octets + 32769, "CD001", 5);
    assert_true(file_form_is_volume(octets, FILE_FORM_VOLUME_OCTETS));
    assert_false(file_form_is_volume(octets, FILE_FORM_VOLUME_OCTETS - 1));
    assert_false(file_form_is_volume(octets, 3));
}

static void test_expected(void **state) {
    static const struct {
        const char *type, *subtype;
        FileForm form;
        gboolean allowed;
        const char *reason;
    } rows[] = {
        {"application", "pdf", FORM_PDF, TRUE, "PDF"},
        {"application", "pdf", FORM_HTML, FALSE, "a page that is called PDF"},
        {"image", "jpeg", FORM_IMAGE, TRUE, "any picture"},
        {"image", "svg+xml", FORM_SVG, TRUE, "SVG is text"},
        {"image", "png", FORM_SVG, FALSE, "SVG is no PNG"},
        {"text", "plain", FORM_HTML, TRUE, "text is text"},
        {"text", "plain", FORM_ZIP, FALSE, "an archive is no text"},
        {"application", "vnd.ms-excel", FORM_HTML, TRUE, "what shops export"},
        {"application", "vnd.openxmlformats-officedocument.wordprocessingml.document", FORM_OLE,
         TRUE, "an encrypted document"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        if (((file_forms_of_type(rows[i].type, rows[i].subtype) & rows[i].form) != 0) !=
            rows[i].allowed)
            fail_msg("%s", rows[i].reason);
    assert_int_equal(file_forms_of_type("application", "octet-stream"), FORM_UNKNOWN);
    assert_int_equal(file_forms_of_type("application", "pdfx"), FORM_UNKNOWN);
    assert_int_equal(file_forms_of_extension("pdf"), FORM_PDF);
    assert_int_equal(file_forms_of_extension("dat"), FORM_UNKNOWN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_volume),
        cmocka_unit_test(test_expected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
