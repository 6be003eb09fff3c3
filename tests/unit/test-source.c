/* test-source.c - the documents of files, folders, Maildirs and pipes, in order, and the inputs
 * that give none. */
#include "input/source.h"

#include "limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEADER "From: bo@example.dk\nSubject: Tilbud på æbler\n\n"
#define MESSAGE HEADER "Hej\n"
#define BO "From bo@example.dk Mon Nov 23 05:00:00 2026\n"

/* The working folder is a new one: the tests name files in it. */
static char *folder, *before;

static int open_folder(void **state) {
    before = g_get_current_dir();
    folder = g_dir_make_tmp("spamlint-XXXXXX", NULL);
    return folder ? g_chdir(folder) : -1;
}

static void remove_all(const char *path) {
    if (!g_file_test(path, G_FILE_TEST_IS_SYMLINK) && g_file_test(path, G_FILE_TEST_IS_DIR)) {
        g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
        for (const char *name; dir && (name = g_dir_read_name(dir));) {
            g_autofree char *child = g_build_filename(path, name, NULL);
            remove_all(child);
        }
    }
    g_remove(path);
}

static int close_folder(void **state) {
    int result = g_chdir(before);
    remove_all(folder);
    g_free(folder);
    g_free(before);
    return result;
}

static void put(const char *path, const char *content) {
    g_autofree char *parent = g_path_get_dirname(path);
    assert_int_equal(g_mkdir_with_parents(parent, 0700), 0);
    assert_true(g_file_set_contents(path, content, -1, NULL));
}

/* All that the source gives, a line each: "file#index form" or "file: ERROR code". */
static char *list(const char *const *paths, SourceAs as) {
    g_autoptr(Source) source = source_new(paths, as);
    GString *lines = g_string_new(NULL);

    while (TRUE) {
        g_autoptr(Document) document = NULL;
        g_autofree char *path = NULL;
        g_autoptr(GError) error = NULL;
        static const char *const forms[] = {"message", "template", "html", "text"};
        static const char *const failures[] = {"read", "not mail", "empty"};
        switch (source_next(source, &document, &path, &error)) {
        case SOURCE_END:
            return g_string_free(lines, FALSE);
        case SOURCE_DOCUMENT:
            g_string_append_printf(lines, "%s%s%u %s\n", document->file,
                                   document->in_mbox ? "#" : " ", document->index,
                                   forms[document->form]);
            break;
        case SOURCE_ERROR:
            assert_true(error->domain == SOURCE_ERROR_DOMAIN);
            assert_null(strchr(error->message, '\n'));
            assert_null(strstr(error->message, path)); /* the caller names it */
            g_string_append_printf(lines, "%s: %s\n", path, failures[error->code]);
            break;
        }
    }
}

static void assert_lists(const char *reason, const char *path, SourceAs as, const char *expected) {
    const char *paths[] = {path, NULL};
    g_autofree char *got = list(paths, as);
    if (strcmp(got, expected) != 0)
        fail_msg("%s: \"%s\", not \"%s\"", reason, got, expected);
}

static void test_kinds(void **state) {
    static const struct {
        const char *reason, *content, *name;
        SourceAs as;
        const char *expected;
    } rows[] = {
        {"a message", MESSAGE, "k", SOURCE_AS_AUTO, "k 1 message\n"},
        {"a message, said so", MESSAGE, "k", SOURCE_AS_MESSAGE, "k 1 message\n"},
        {"a message with a template in it", MESSAGE, "k", SOURCE_AS_TEMPLATE, "k 1 template\n"},
        {"a message is no mbox", MESSAGE, "k", SOURCE_AS_MBOX, "k: not mail\n"},
        {"an mbox", BO MESSAGE "\n" BO MESSAGE, "k", SOURCE_AS_AUTO, "k#1 message\nk#2 message\n"},
        {"an mbox, said so", BO MESSAGE, "k", SOURCE_AS_MBOX, "k#1 message\n"},
        {"an mbox as one message", BO MESSAGE "\n" BO MESSAGE, "k", SOURCE_AS_MESSAGE,
         "k 1 message\n"},
        {"an mbox of templates", BO MESSAGE "\n" BO MESSAGE, "k", SOURCE_AS_TEMPLATE,
         "k#1 template\nk#2 template\n"},
        {"an mbox with something that is no message", BO MESSAGE "\n" BO "\nHej\n\n" BO MESSAGE,
         "k", SOURCE_AS_AUTO, "k#1 message\nk: not mail\nk#3 message\n"},
        {"HTML", "<p>Hej</p>", "k", SOURCE_AS_AUTO, "k 1 html\n"},
        {"HTML is no message", "<p>Hej</p>", "k", SOURCE_AS_MESSAGE, "k: not mail\n"},
        {"HTML as a template", "<p>Hej</p>", "k", SOURCE_AS_TEMPLATE, "k 1 html\n"},
        {"text", "Hej {{navn}}", "k.txt", SOURCE_AS_AUTO, "k.txt 1 text\n"},
        {"text in a file of any name", "Hej {{navn}}", "k", SOURCE_AS_AUTO, "k: not mail\n"},
        {"text in a file of any name, said so", "Hej {{navn}}", "k", SOURCE_AS_TEMPLATE,
         "k 1 text\n"},
        {"an empty file", "", "k.eml", SOURCE_AS_AUTO, "k.eml: not mail\n"},
        {"an empty template", "", "k.html", SOURCE_AS_TEMPLATE, "k.html: not mail\n"},
        {"an empty mbox", "", "k.mbox", SOURCE_AS_MBOX, "k.mbox: not mail\n"},
        {"an image", "\x89PNG\r\n", "k.html", SOURCE_AS_AUTO, "k.html: not mail\n"},
        {"an image as a template", "\x89PNG\r\n", "k.html", SOURCE_AS_TEMPLATE,
         "k.html: not mail\n"},
        {"an empty line first", "\n" MESSAGE, "k.eml", SOURCE_AS_AUTO, "k.eml: not mail\n"},
        {"names that nobody knows, in a text file, said to be a message", "Foo: x\n\ny\n", "k.txt",
         SOURCE_AS_MESSAGE, "k.txt 1 message\n"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        put(rows[i].name, rows[i].content);
        assert_lists(rows[i].reason, rows[i].name, rows[i].as, rows[i].expected);
    }
}

static void test_octets(void **state) {
    put("octets.mbox", BO MESSAGE "\n" BO HEADER ">>From a\n");
    put("octets.eml", "\xef\xbb\xbf" MESSAGE);
    const char *paths[] = {"octets.mbox", "octets.eml", NULL};
    static const struct {
        guint64 offset, line;
        const char *bytes;
        Quoting quoting;
    } rows[] = {
        {sizeof BO - 1, 2, MESSAGE, QUOTING_MBOXO},
        {sizeof(BO MESSAGE "\n" BO) - 1, 8, HEADER ">>From a\n", QUOTING_MBOXRD},
        {0, 1, "\xef\xbb\xbf" MESSAGE, QUOTING_NONE},
    };
    g_autoptr(Source) source = source_new(paths, SOURCE_AS_AUTO);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Document) document = NULL;
        gsize length;
        assert_int_equal(source_next(source, &document, NULL, NULL), SOURCE_DOCUMENT);
        const char *bytes = g_bytes_get_data(document->bytes, &length);
        assert_int_equal(length, strlen(rows[i].bytes));
        assert_memory_equal(bytes, rows[i].bytes, length);
        assert_int_equal(document->offset, rows[i].offset);
        assert_int_equal(document->line, rows[i].line);
        assert_int_equal(document->quoting, rows[i].quoting);
        assert_false(document->truncated);
    }
    assert_int_equal(source_next(source, NULL, NULL, NULL), SOURCE_END);
    assert_int_equal(source_next(source, NULL, NULL, NULL), SOURCE_END);
}

static void test_folder(void **state) {
    put("f/b.eml", MESSAGE);
    put("f/a.eml", MESSAGE);
    put("f/C.EML", MESSAGE);
    put("f/skabelon.html", "<p>Hej</p>");
    put("f/skabelon.txt", "Hej\n");
    put("f/arkiv", BO MESSAGE "\n" BO MESSAGE);
    put("f/17", MESSAGE);
    put("f/README.md", "Title: a\nDate: b\n");
    put("f/x.c", "label: y;\n");
    put("f/billede.png", "\x89PNG\r\n");
    put("f/tom.eml", "");
    put("f/.skjult.eml", MESSAGE);
    put("f/.git/x.eml", MESSAGE);
    put("f/sub/d.eml", MESSAGE);
    put("f/sub/sub/e.eml", MESSAGE);
    put("f/sub2/nothing.png", "x");
    assert_lists("a folder, sorted by name, with those below it", "f", SOURCE_AS_AUTO,
                 "f/17 1 message\nf/C.EML 1 message\nf/a.eml 1 message\nf/arkiv#1 message\n"
                 "f/arkiv#2 message\nf/b.eml 1 message\nf/skabelon.html 1 html\n"
                 "f/skabelon.txt 1 text\nf/sub/d.eml 1 message\nf/sub/sub/e.eml 1 message\n"
                 "f/tom.eml: not mail\n");
    assert_lists("a slash behind the name is not doubled", "f/sub/sub/", SOURCE_AS_AUTO,
                 "f/sub/sub/e.eml 1 message\n");
    assert_lists("nothing to lint", "f/sub2", SOURCE_AS_AUTO, "f/sub2: empty\n");

    assert_int_equal(g_mkdir("f/none", 0700), 0);
    assert_lists("no file", "f/none", SOURCE_AS_AUTO, "f/none: empty\n");
}

static void test_maildir(void **state) {
    put("Maildir/cur/1700000002.M2P1.host:2,S", MESSAGE);
    put("Maildir/cur/1700000001.M1P1.host:2,", BO MESSAGE "\n" BO MESSAGE);
    put("Maildir/cur/.hidden", MESSAGE);
    put("Maildir/new/1700000003.M3P1.host", "Foo: x\n\n");
    put("Maildir/tmp/1700000004.M4P1.host", MESSAGE);
    put("Maildir/dovecot-uidlist", "3 V1 N4\n");
    put("Maildir/kunder/cur/1", MESSAGE);
    put("Maildir/kunder/new/2", "garbage\n");
    put("Maildir/.Junk/cur/1", MESSAGE);
    static const char expected[] = "Maildir/cur/1700000001.M1P1.host:2, 1 message\n"
                                   "Maildir/cur/1700000002.M2P1.host:2,S 1 message\n"
                                   "Maildir/kunder/cur/1 1 message\n"
                                   "Maildir/kunder/new/2: not mail\n"
                                   "Maildir/new/1700000003.M3P1.host 1 message\n";
    assert_int_equal(g_mkdir("Maildir/kunder/tmp", 0700), 0);
    assert_lists("cur and new, whatever the names; no tmp, nothing hidden", "Maildir",
                 SOURCE_AS_AUTO, expected);
    assert_lists("one part of a Maildir", "Maildir/new", SOURCE_AS_AUTO,
                 "Maildir/new/1700000003.M3P1.host 1 message\n");
    assert_int_equal(g_mkdir("Maildir/.Junk/new", 0700), 0);
    assert_lists("a hidden Maildir that the user names", "Maildir/.Junk", SOURCE_AS_AUTO,
                 "Maildir/.Junk/cur/1 1 message\n");
}

static void test_links(void **state) {
    put("l/a.eml", MESSAGE);
    put("l/deep/b.eml", MESSAGE);
    assert_int_equal(symlink("..", "l/deep/up"), 0);
    assert_int_equal(symlink("deep", "l/zz"), 0);
    assert_int_equal(symlink("itself.eml", "l/itself.eml"), 0);
    assert_int_equal(symlink("nowhere", "l/gone.eml"), 0);
    assert_int_equal(symlink("nowhere", "l/gone.png"), 0);
    assert_int_equal(symlink("a.eml", "l/link.eml"), 0);
    assert_int_equal(mkfifo("l/fifo.eml", 0600), 0);
    assert_lists("each folder once, loops end, links are followed, a FIFO does not block", "l",
                 SOURCE_AS_AUTO,
                 "l/a.eml 1 message\nl/deep/b.eml 1 message\nl/gone.eml: read\n"
                 "l/itself.eml: read\nl/link.eml 1 message\n");
}

static void test_unreadable(void **state) {
    assert_lists("no such file", "nowhere.eml", SOURCE_AS_AUTO, "nowhere.eml: read\n");
    assert_lists("a file for a folder", "f/b.eml/x", SOURCE_AS_AUTO, "f/b.eml/x: read\n");
    assert_lists("no octets", "/dev/null", SOURCE_AS_AUTO, "/dev/null: not mail\n");
    assert_lists("octets without end", "/dev/zero", SOURCE_AS_AUTO, "/dev/zero: not mail\n");

    const char *paths[] = {"nowhere.eml", "ok.eml", "nowhere.eml", "ok.eml", NULL};
    put("ok.eml", MESSAGE);
    g_autofree char *got = list(paths, SOURCE_AS_AUTO);
    assert_string_equal(got, "nowhere.eml: read\nok.eml 1 message\nnowhere.eml: read\n"
                             "ok.eml 1 message\n");

    if (geteuid() == 0)
        return; /* root may read all */
    put("locked/a.eml", MESSAGE);
    put("secret.eml", MESSAGE);
    assert_int_equal(g_chmod("locked", 0), 0);
    assert_int_equal(g_chmod("secret.eml", 0), 0);
    assert_lists("a folder that may not be read", "locked", SOURCE_AS_AUTO, "locked: read\n");
    assert_lists("a file that may not be read", "secret.eml", SOURCE_AS_AUTO, "secret.eml: read\n");
    assert_int_equal(g_chmod("locked", 0700), 0);
}

/* Writes the octets into a pipe a few at a time, as a slow program does. */
static gpointer write_slowly(gpointer data) {
    int fd = GPOINTER_TO_INT(data);
    static const char text[] = BO MESSAGE "\n" BO MESSAGE;

    for (gsize at = 0; at < sizeof text - 1;) {
        gsize octets = MIN(17, sizeof text - 1 - at);
        if (write(fd, text + at, octets) != (gssize)octets)
            break;
        at += octets;
        g_usleep(100);
    }
    close(fd);
    return NULL;
}

static void test_standard_input(void **state) {
    static const char *const names[] = {"-", "/dev/stdin", NULL};
    int saved = dup(STDIN_FILENO);

    for (gsize i = 0; i < 3; i++) {
        int ends[2];
        assert_int_equal(pipe(ends), 0);
        assert_true(dup2(ends[0], STDIN_FILENO) >= 0);
        close(ends[0]);
        GThread *writer = g_thread_new("writer", write_slowly, GINT_TO_POINTER(ends[1]));
        const char *paths[] = {names[i], NULL};
        g_autofree char *got = list(paths, SOURCE_AS_AUTO);
        g_autofree char *expected = g_strdup_printf(
            "%s#1 message\n%s#2 message\n", i == 1 ? names[1] : "-", i == 1 ? names[1] : "-");
        g_thread_join(writer);
        assert_string_equal(got, expected);
    }

    /* A file that another program read the beginning of. */
    static const char body[] = "Videresendt:\n\n" BO "Subject: inde\n\nx\n";
    g_autofree char *text = g_strdup_printf("en linje\n" BO "Subject: a\nContent-Length: %zu\n\n%s"
                                            "\n" BO MESSAGE,
                                            sizeof body - 1, body);
    put("begun.mbox", text);
    int fd = open("begun.mbox", O_RDONLY);
    assert_true(lseek(fd, 9, SEEK_SET) == 9 && dup2(fd, STDIN_FILENO) >= 0);
    close(fd);
    assert_lists("standard input that was begun", "-", SOURCE_AS_AUTO,
                 "-#1 message\n-#2 message\n");
    assert_lists("standard input that is used up", "-", SOURCE_AS_AUTO, "-: not mail\n");

    fd = open(".", O_RDONLY);
    assert_true(dup2(fd, STDIN_FILENO) >= 0);
    close(fd);
    assert_lists("standard input that is a folder", "-", SOURCE_AS_AUTO, "-: read\n");

    close(STDIN_FILENO);
    assert_lists("no standard input", "-", SOURCE_AS_AUTO, "-: read\n");
    assert_true(dup2(saved, STDIN_FILENO) >= 0);
    close(saved);
}

static void test_truncated(void **state) {
    put("large.eml", MESSAGE);
    assert_int_equal(truncate("large.eml", (off_t)LIMIT_MESSAGE_OCTETS + 1), 0);
    put("limit.eml", MESSAGE);
    assert_int_equal(truncate("limit.eml", (off_t)LIMIT_MESSAGE_OCTETS), 0);
    const char *paths[] = {"large.eml", "limit.eml", NULL};
    g_autoptr(Source) source = source_new(paths, SOURCE_AS_AUTO);

    for (guint i = 0; i < 2; i++) {
        g_autoptr(Document) document = NULL;
        assert_int_equal(source_next(source, &document, NULL, NULL), SOURCE_DOCUMENT);
        assert_int_equal(g_bytes_get_size(document->bytes), LIMIT_MESSAGE_OCTETS);
        assert_int_equal(document->truncated, i == 0);
    }
}

/* A file that is cut short or grows while it is read gives what is there. */
static void test_changing(void **state) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < 20000; i++)
        g_string_append(text, BO "Subject: a\nContent-Length: 4\n\nHej\n\n");
    const char *paths[] = {"changing.mbox", NULL};

    for (guint grows = 0; grows < 2; grows++) {
        put("changing.mbox", text->str);
        g_autoptr(Source) source = source_new(paths, SOURCE_AS_AUTO);
        guint count = 0;
        for (;; count++) {
            g_autoptr(Document) document = NULL;
            if (source_next(source, &document, NULL, NULL) == SOURCE_END)
                break;
            assert_true(g_bytes_get_size(document->bytes) <= 36);
            if (count == 10 && grows) {
                FILE *file = fopen("changing.mbox", "a");
                assert_non_null(file);
                fputs(BO "Subject: den sidste\n\nHej\n", file);
                fclose(file);
            } else if (count == 10) {
                assert_int_equal(truncate("changing.mbox", 100003), 0);
            }
        }
        if (grows)
            assert_int_equal(count, 20001);
        else
            assert_true(count > 10 && count < 20000);
    }
    g_string_free(text, TRUE);
}

static void test_document(void **state) {
    g_autoptr(GBytes) bytes = g_bytes_new_static("x", 1);
    g_autoptr(Document) document = document_new("a.eml", bytes, DOCUMENT_TEMPLATE_TEXT);

    assert_string_equal(document->file, "a.eml");
    assert_int_equal(document->index, 1);
    assert_int_equal(document->line, 1);
    assert_int_equal(document->offset, 0);
    assert_int_equal(document->form, DOCUMENT_TEMPLATE_TEXT);
    assert_false(document->in_mbox || document->truncated);
    document_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),     cmocka_unit_test(test_octets),
        cmocka_unit_test(test_folder),    cmocka_unit_test(test_maildir),
        cmocka_unit_test(test_links),     cmocka_unit_test(test_unreadable),
        cmocka_unit_test(test_truncated), cmocka_unit_test(test_changing),
        cmocka_unit_test(test_document),  cmocka_unit_test(test_standard_input),
    };
    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
