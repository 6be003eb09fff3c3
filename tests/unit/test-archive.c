/* test-archive.c - directories of archives, whole, cut short and false, on exact-size copies. */
#include "message/mime/archive.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#define OCTETS(text) text, sizeof text - 1

/* A ZIP entry with a name of 8 octets and no content: itself, and in the directory. */
#define ENTRY(flags, name)                                                                         \
    "PK\3\4\x14\0" flags "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x08\0\0\0" name
#define DIRECTORY(flags, name)                                                                     \
    "PK\1\2\x14\0\x14\0" flags                                                                     \
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" name
#define END(size, start) "PK\5\6\0\0\0\0\1\0\1\0" size "\0\0\0" start "\0\0\0\0\0"

static void test_archives(void **state) {
    static const struct {
        FileForm form;
        const char *octets;
        gsize length;
        gboolean encrypted, macros;
        const char *program, *reason;
    } rows[] = {
        {FORM_ZIP, OCTETS(""), FALSE, FALSE, NULL, "nothing"},
        {FORM_ZIP, OCTETS("PK\3\4"), FALSE, FALSE, NULL, "cut short"},
        {FORM_ZIP,
         OCTETS(ENTRY("\0\0", "brev.pdf") DIRECTORY("\0\0", "brev.pdf") END("\x36", "\x26")), FALSE,
         FALSE, NULL, "a document"},
        {FORM_ZIP,
         OCTETS(ENTRY("\0\0", "brev.exe") DIRECTORY("\0\0", "brev.exe") END("\x36", "\x26")), FALSE,
         FALSE, "brev.exe", "a program"},
        {FORM_ZIP,
         OCTETS(ENTRY("\1\0", "brev.pdf") DIRECTORY("\1\0", "brev.pdf") END("\x36", "\x26")), TRUE,
         FALSE, NULL, "a password"},
        {FORM_ZIP, OCTETS(ENTRY("\1\0", "brev.pdf")), TRUE, FALSE, NULL, "without a directory"},
        {FORM_ZIP, OCTETS(ENTRY("\0\0", "brev.pdf") ENTRY("\0\0", "tilbu.js")), FALSE, FALSE,
         "tilbu.js", "entries without a directory"},
        {FORM_ZIP,
         OCTETS("stub" ENTRY("\0\0", "brev.pdf") DIRECTORY("\1\0", "brev.pdf") END("\x36", "\x26")),
         TRUE, FALSE, NULL, "something before it"},
        {FORM_ZIP, OCTETS(ENTRY("\0\0", "brev.pdf") END("\xff", "\xff")), FALSE, FALSE, NULL,
         "a directory that is not there"},
        {FORM_ZIP, OCTETS("PK\1\2\x14\0\x14\0\1\0" END("\x0a", "\0")), TRUE, FALSE, NULL,
         "an entry cut short"},
        {FORM_RAR, OCTETS("Rar!\x1a\7\0\0\0\x73\x80\0\x0d\0\0\0\0\0\0\0"), TRUE, FALSE, NULL,
         "RAR 4, names encrypted"},
        {FORM_RAR,
         OCTETS("Rar!\x1a\7\0\0\0\x73\0\0\x0d\0\0\0\0\0\0\0"
                "\0\0\x74\x04\0\x28\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x08\0\0\0\0\0brev.pdf"),
         TRUE, FALSE, NULL, "RAR 4, a file encrypted"},
        {FORM_RAR,
         OCTETS("Rar!\x1a\7\0\0\0\x73\0\0\x0d\0\0\0\0\0\0\0"
                "\0\0\x74\0\0\x28\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x08\0\0\0\0\0brev.scr"),
         FALSE, FALSE, "brev.scr", "RAR 4, a program"},
        {FORM_RAR, OCTETS("Rar!\x1a\7\0\0\0\x73\0\0\0\0"), FALSE, FALSE, NULL, "RAR 4, size 0"},
        {FORM_RAR, OCTETS("Rar!\x1a\7\1\0\0\0\0\0\2\4\0"), TRUE, FALSE, NULL,
         "RAR 5, names encrypted"},
        {FORM_RAR,
         OCTETS("Rar!\x1a\7\1\0\0\0\0\0\x14\2\1\3\0\0\0\0\0\x08"
                "brev.pdf\2\1\0"),
         TRUE, FALSE, NULL, "RAR 5, a file encrypted"},
        {FORM_RAR,
         OCTETS("Rar!\x1a\7\1\0\0\0\0\0\x10\2\0\0\0\0\0\0\x08"
                "brev.lnk"),
         FALSE, FALSE, "brev.lnk", "RAR 5, a program"},
        {FORM_RAR, OCTETS("Rar!\x1a\7\1\0\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"), FALSE,
         FALSE, NULL, "RAR 5, a size beyond all"},
        {FORM_7Z,
         OCTETS("7z\xbc\xaf\x27\x1c\0\4\0\0\0\0\0\0\0\0\0\0\0\0\5\0\0\0\0\0\0\0\0\0\0\0"
                "\x24\6\xf1\7\1"),
         TRUE, FALSE, NULL, "7z with AES"},
        {FORM_7Z,
         OCTETS("7z\xbc\xaf\x27\x1c\0\4\0\0\0\0\0\0\0\0\0\0\0\0\6\0\0\0\0\0\0\0\0\0\0\0"
                "\x24\6\xf1\7\1"),
         FALSE, FALSE, NULL, "7z, a header that is not there"},
        {FORM_PDF, OCTETS("%PDF-1.4"), FALSE, FALSE, NULL, "no archive"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *copy = g_memdup2(rows[i].octets, rows[i].length);
        g_auto(Archive) archive = {0};
        archive_read(rows[i].form, copy, rows[i].length, &archive);
        if (archive.encrypted != rows[i].encrypted || archive.macros != rows[i].macros ||
            g_strcmp0(archive.program, rows[i].program) != 0)
            fail_msg("%s: %d %d %s", rows[i].reason, archive.encrypted, archive.macros,
                     archive.program);
    }
}

/* Every prefix of an archive is read without a step behind its end (ASan sees one). */
static void test_cut(void **state) {
    static const char whole[] =
        ENTRY("\1\0", "brev.exe") DIRECTORY("\1\0", "brev.exe") END("\x36", "\x26");
    static const FileForm forms[] = {FORM_ZIP, FORM_RAR, FORM_7Z};
    for (gsize length = 0; length < sizeof whole; length++)
        for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
            g_autofree char *copy = g_memdup2(whole, length);
            g_auto(Archive) archive = {0};
            archive_read(forms[i], copy, length, &archive);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_archives),
        cmocka_unit_test(test_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
