/* test-file-name.c - which extension a name ends in, and what hides it. */
#include "message/mime/file-name.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static void test_names(void **state) {
    static const struct {
        const char *name, *extension, *pretended;
        FileNameKind kind;
        gboolean overridden;
        const char *reason;
    } rows[] = {
        {"", "", "", FILE_NAME_PLAIN, FALSE, "nothing"},
        {"faktura", "", "", FILE_NAME_PLAIN, FALSE, "no extension"},
        {"faktura.pdf", "pdf", "", FILE_NAME_PLAIN, FALSE, "a document"},
        {"Køb på hylden.PDF", "pdf", "", FILE_NAME_PLAIN, FALSE, "capitals"},
        {"faktura.EXE", "exe", "", FILE_NAME_PROGRAM, FALSE, "a program"},
        {"faktura.exe.pdf", "pdf", "", FILE_NAME_PLAIN, FALSE, "the last one counts"},
        {"faktura.pdf.exe", "exe", "pdf", FILE_NAME_PROGRAM, FALSE, "two extensions"},
        {"faktura.pdf         .exe", "exe", "pdf", FILE_NAME_PROGRAM, FALSE, "spaces between"},
        {"faktura.pdf\xc2\xa0_.exe", "exe", "pdf", FILE_NAME_PROGRAM, FALSE,
         "a no-break space and a line between"},
        {"faktura.exe. . ", "exe", "", FILE_NAME_PROGRAM, FALSE, "dots and spaces at the end"},
        {"faktura.e\xe2\x80\x8bxe", "exe", "", FILE_NAME_PROGRAM, FALSE, "a zero-width space"},
        {"faktura\xe2\x80\xae"
         "fdp.exe",
         "exe", "", FILE_NAME_PROGRAM, TRUE, "a right-to-left override"},
        {"C:\\bilag.v2\\faktura", "", "", FILE_NAME_PLAIN, FALSE, "a folder's dot"},
        {"bilag/betaling.js", "js", "", FILE_NAME_PROGRAM, FALSE, "a folder"},
        {"version 1.2.exe", "exe", "", FILE_NAME_PROGRAM, FALSE, "a number is no document"},
        {"tilbud.docm", "docm", "", FILE_NAME_MACROS, FALSE, "macros"},
        {"side.html", "html", "", FILE_NAME_PAGE, FALSE, "a web page"},
        {"nyhedsbrev.doc.mht", "mht", "doc", FILE_NAME_PAGE, FALSE, "a page that pretends"},
        {"bogaften.ics", "ics", "", FILE_NAME_PLAIN, FALSE, "a calendar"},
        {"a.settingcontent-ms", "settingcontent-ms", "", FILE_NAME_PROGRAM, FALSE, "a long one"},
        {"a.abcdefghijklmnopqrstuvwxyzæøå", "", "", FILE_NAME_PLAIN, FALSE, "too long for one"},
        {"...", "", "", FILE_NAME_PLAIN, FALSE, "dots alone"},
        {".exe", "exe", "", FILE_NAME_PROGRAM, FALSE, "nothing before it"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        FileName name;
        file_name_read(rows[i].name, &name);
        if (strcmp(name.extension, rows[i].extension) != 0 ||
            strcmp(name.pretended, rows[i].pretended) != 0 || name.kind != rows[i].kind ||
            name.overridden != rows[i].overridden)
            fail_msg("%s: .%s .%s %d %d", rows[i].reason, name.pretended, name.extension, name.kind,
                     name.overridden);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
