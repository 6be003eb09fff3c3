/* test-part.c - MIME trees: sections, spans and defects, and the same tree as GMime's. */
#include "message/mime/part.h"

#include "limits.h"

#include <gmime/gmime.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#define HEAD "From: jens@example.dk\nMIME-Version: 1.0\n"
#define MIXED(boundary) "Content-Type: multipart/mixed; boundary=" boundary "\n\n"

/* A tree as text: "section type/subtype" and, for leaves, the body in quotes, in parentheses the
 * children, "!" and the defects where there are some. */
static void describe(const Part *part, GString *out) {
    gsize size;
    const char *space = g_bytes_get_data(part->space, &size);

    g_string_append_printf(out, "%s %s/%s", part->section, part->type, part->subtype);
    if (part->defects != 0)
        g_string_append_printf(out, "!%x", part->defects);
    if (part->children->len == 0) {
        g_string_append_printf(out, "\"%.*s\"", (int)(part->body.end - part->body.start),
                               space + part->body.start);
        return;
    }
    g_string_append_c(out, '(');
    for (guint i = 0; i < part->children->len; i++) {
        if (i > 0)
            g_string_append_c(out, ' ');
        describe(g_ptr_array_index(part->children, i), out);
    }
    g_string_append_c(out, ')');
}

static Part *parse(const char *text, gsize length) {
    g_autoptr(GBytes) bytes = g_bytes_new(text, length); /* a copy of exact size */

    return part_tree_parse(bytes);
}

typedef struct {
    const char *reason, *message, *tree;
    gboolean as_gmime; /* GMime sees the same parts */
} Row;

static const Row rows[] = {
    {"no MIME at all", "From: jens@example.dk\n\nHej\n", "1 text/plain\"Hej\n\"", TRUE},
    {"one part", HEAD "Content-Type: text/html\n\n<p>Hej", "1 text/html\"<p>Hej\"", TRUE},
    {"two parts", HEAD MIXED("x") "--x\n\nHej\n--x\nContent-Type: text/html\n\n<p>Hej\n--x--\n",
     " multipart/mixed(1 text/plain\"Hej\" 2 text/html\"<p>Hej\")", TRUE},
    {"CRLF", "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nHej\r\n--x--\r\n",
     " multipart/mixed(1 text/plain\"Hej\")", TRUE},
    {"CR alone", "Content-Type: multipart/mixed; boundary=x\r\r--x\r\rHej\rdu\r--x\r\rx\r--x--\r",
     " multipart/mixed(1 text/plain\"Hej\rdu\" 2 text/plain\"x\")", FALSE},
    {"preamble and epilogue are no parts",
     HEAD MIXED("x") "preamble\n--x\n\nHej\n--x--\nepilogue\n",
     " multipart/mixed(1 text/plain\"Hej\")", TRUE},
    {"nested",
     HEAD MIXED("x") "--x\nContent-Type: multipart/alternative; boundary=y\n\n--y\n\na\n--y\n"
                     "Content-Type: text/html\n\nb\n--y--\n\n--x\n\nc\n--x--\n",
     " multipart/mixed(1 multipart/alternative(1.1 text/plain\"a\" 1.2 text/html\"b\") 2 "
     "text/plain\"c\")",
     TRUE},
    {"a boundary that another begins with",
     HEAD MIXED("x") "--x\nContent-Type: multipart/mixed; boundary=xy\n\n"
                     "--xy\n\na\n--xy--\n--x--\n",
     " multipart/mixed(1 multipart/mixed(1.1 text/plain\"a\"))", TRUE},
    {"a boundary in quotes",
     HEAD "Content-Type: multipart/mixed; boundary=\"a b;c\"\n\n--a b;c\n\nHej\n--a b;c--\n",
     " multipart/mixed(1 text/plain\"Hej\")", TRUE},
    {"a boundary in RFC 2231",
     HEAD "Content-Type: multipart/mixed; boundary*0=a; boundary*1=b\n\n--ab\n\nHej\n--ab--\n",
     " multipart/mixed(1 text/plain\"Hej\")", TRUE},
    {"white space behind the boundary", HEAD MIXED("x") "--x \t\n\nHej\n--x-- \n",
     " multipart/mixed(1 text/plain\"Hej\")", FALSE},
    {"a line that only begins like a delimiter",
     HEAD MIXED("x") "--x\n\n--xz\n--x z\n --x\nx--x\n--x--\n",
     " multipart/mixed(1 text/plain\"--xz\n--x z\n --x\nx--x\")", FALSE},
    {"an empty line belongs to the part", HEAD MIXED("x") "--x\n\nHej\n\n--x--\n",
     " multipart/mixed(1 text/plain\"Hej\n\")", TRUE},
    {"an empty body", HEAD MIXED("x") "--x\n\n--x--\n", " multipart/mixed(1 text/plain\"\")",
     FALSE},
    {"a header section without an empty line",
     HEAD MIXED("x") "--x\nContent-Type: text/html\n--x--\n", " multipart/mixed(1 text/html\"\")",
     FALSE},
    {"the default of a digest is a message",
     HEAD "Content-Type: multipart/digest; boundary=x\n\n--x\n\nSubject: a\n\nHej\n--x--\n",
     " multipart/digest(1 message/rfc822(1.1 text/plain\"Hej\"))", TRUE},

    {"a message with one part",
     HEAD MIXED("x") "--x\n\na\n--x\nContent-Type: message/rfc822\n\nSubject: b\n\nHej\n--x--\n",
     " multipart/mixed(1 text/plain\"a\" 2 message/rfc822(2.1 text/plain\"Hej\"))", TRUE},
    {"a message with a multipart shares its number",
     HEAD MIXED(
         "x") "--x\n\na\n--x\nContent-Type: message/rfc822\n\n"
              "Content-Type: multipart/mixed; boundary=y\n\n--y\n\nb\n--y\n\nc\n--y--\n--x--\n",
     " multipart/mixed(1 text/plain\"a\" 2 message/rfc822(2 multipart/mixed(2.1 text/plain\"b\" "
     "2.2 text/plain\"c\")))",
     TRUE},
    {"a message for a message", HEAD "Content-Type: message/rfc822\n\nSubject: b\n\nHej",
     "1 message/rfc822(1.1 text/plain\"Hej\")", TRUE},
    {"message/global", HEAD "Content-Type: message/global\n\nSubject: ø\n\nHej",
     "1 message/global(1.1 text/plain\"Hej\")", FALSE},
    {"a message in base64",
     HEAD
     "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogYgoKSGVq\n",
     "1 message/rfc822!8(1.1 text/plain\"Hej\")", FALSE},
    {"a message in quoted-printable",
     HEAD "Content-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\n\n"
          "Subject: =\nb\n=0AHej\n",
     "1 message/rfc822!8(1.1 text/plain\"Hej\n\")", FALSE},
    {"a header section returned", HEAD "Content-Type: text/rfc822-headers\n\nSubject: b\n",
     "1 text/rfc822-headers\"Subject: b\n\"", TRUE},

    {"no boundary", HEAD "Content-Type: multipart/mixed\n\n--x\n\nHej\n--x--\n",
     " multipart/mixed!1\"--x\n\nHej\n--x--\n\"", FALSE},
    {"a boundary that is never opened", HEAD MIXED("y") "--x\n\nHej\n--x--\n",
     " multipart/mixed!2\"--x\n\nHej\n--x--\n\"", FALSE},
    {"closed only", HEAD MIXED("x") "Hej\n--x--\n", " multipart/mixed!2\"Hej\n--x--\n\"", FALSE},
    {"never closed", HEAD MIXED("x") "--x\n\nHej\n", " multipart/mixed!4(1 text/plain\"Hej\n\")",
     TRUE},
    {"the inner one never closed",
     HEAD MIXED("x") "--x\nContent-Type: multipart/mixed; boundary=y\n\n--y\n\na\n--x--\n",
     " multipart/mixed(1 multipart/mixed!4(1.1 text/plain\"a\"))", TRUE},
    {"the same boundary inside: the outer one counts",
     HEAD MIXED("x") "--x\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\na\n--x--\n",
     " multipart/mixed(1 multipart/mixed!2\"\" 2 text/plain\"a\")", FALSE},
    {"a multipart in base64",
     HEAD "Content-Transfer-Encoding: base64\n" MIXED("x") "--x\n\nHej\n--x--\n",
     " multipart/mixed!8(1 text/plain\"Hej\")", FALSE},
    {"an encoding that nobody knows", HEAD "Content-Transfer-Encoding: utf-8\n\nHej",
     "1 text/plain!20\"Hej\"", TRUE},

    {"no media type", HEAD "Content-Type: text\n\nHej", "1 text/plain\"Hej\"", FALSE},
    {"an empty Content-Type", HEAD "Content-Type:\n\nHej", "1 text/plain\"Hej\"", FALSE},
    {"a comment before the media type", HEAD "Content-Type: (x) text/html\n\nHej",
     "1 text/html\"Hej\"", FALSE},
    {"any case", HEAD "CONTENT-TYPE: TEXT/HTML\n\nHej", "1 text/html\"Hej\"", TRUE},
    {"nothing at all", "", "1 text/plain\"\"", FALSE},
};

static void test_trees(void **state) {
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Part) root = parse(rows[i].message, strlen(rows[i].message));
        g_autoptr(GString) tree = g_string_new(NULL);

        describe(root, tree);
        if (strcmp(tree->str, rows[i].tree) != 0)
            fail_msg("%s:\n%s\nnot\n%s", rows[i].reason, tree->str, rows[i].tree);
    }
}

/* The leaves of a GMime tree, each with its span. */
static void collect(GMimeObject *object, GString *out) {
    if (GMIME_IS_MULTIPART(object)) {
        for (int i = 0; i < g_mime_multipart_get_count(GMIME_MULTIPART(object)); i++)
            collect(g_mime_multipart_get_part(GMIME_MULTIPART(object), i), out);
    } else if (GMIME_IS_MESSAGE_PART(object)) {
        GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));

        collect(g_mime_message_get_mime_part(message), out);
    } else {
        GMimeContentType *type = g_mime_object_get_content_type(object);
        GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(object));
        GMimeStream *stream = g_mime_data_wrapper_get_stream(content);

        g_string_append_printf(out, "%s/%s %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "\n",
                               g_mime_content_type_get_media_type(type),
                               g_mime_content_type_get_media_subtype(type), stream->bound_start,
                               stream->bound_end);
    }
}

static void collect_own(const Part *part, gpointer out) {
    if (part->children->len == 0)
        g_string_append_printf(out, "%s/%s %zu-%zu\n", part->type, part->subtype, part->body.start,
                               part->body.end);
}

static void test_against_gmime(void **state) {
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Part) root = NULL;
        g_autoptr(GString) own = g_string_new(NULL);
        g_autoptr(GString) theirs = g_string_new(NULL);
        GMimeStream *stream;
        GMimeParser *parser;
        GMimeMessage *message;

        if (!rows[i].as_gmime)
            continue;
        stream = g_mime_stream_mem_new_with_buffer(rows[i].message, strlen(rows[i].message));
        parser = g_mime_parser_new_with_stream(stream);
        g_mime_parser_set_persist_stream(parser, TRUE);
        message = g_mime_parser_construct_message(parser, NULL);
        collect(g_mime_message_get_mime_part(message), theirs);
        root = parse(rows[i].message, strlen(rows[i].message));
        part_foreach(root, collect_own, own);
        if (g_ascii_strcasecmp(own->str, theirs->str) != 0)
            fail_msg("%s:\n%snot\n%s", rows[i].reason, own->str, theirs->str);
        g_object_unref(message);
        g_object_unref(parser);
        g_object_unref(stream);
    }
}

static void test_values(void **state) {
    static const char message[] =
        "Content-Type: Text/Plain; charset=\"ISO-8859-1\"; format=Flowed; DelSp=yes;\n"
        " name*=utf-8''r%C3%B8d.txt; x=y\n"
        "Content-Disposition: ATTACHMENT; filename=\"=?utf-8?Q?gr=C3=B8d.txt?=\"\n"
        "Content-ID: <a@example.dk>\n"
        "Content-Transfer-Encoding: Quoted-Printable\n\nHej";
    g_autoptr(Part) part = parse(message, strlen(message));
    g_autofree char *name = part_parameter(part, "name");
    g_autofree char *x = part_parameter(part, "X");
    g_autofree char *missing = part_parameter(part, "y");

    assert_true(part->type_declared);
    assert_true(part_is(part, "text", "plain") && part_is(part, "text", NULL));
    assert_false(part_is(part, "text", "html"));
    assert_string_equal(part->charset, "ISO-8859-1");
    assert_true(part->flowed && part->delsp);
    assert_string_equal(part->filename, "grød.txt");
    assert_string_equal(part->disposition, "attachment");
    assert_string_equal(part->content_id, "a@example.dk");
    assert_int_equal(part->encoding, ENCODING_QP);
    assert_string_equal(name, "rød.txt");
    assert_string_equal(x, "y");
    assert_null(missing);
    assert_null(part->boundary);
}

static void test_nothing_declared(void **state) {
    g_autoptr(Part) part = parse("Content-Type: ; charset=utf-8\n\nHej", 34);

    assert_false(part->type_declared);
    assert_null(part->charset);
    assert_null(part->filename);
    assert_null(part->disposition);
    assert_null(part->content_id);
    assert_false(part->flowed);
    assert_null(part_parameter(part, "charset"));
}

static void test_attachments(void **state) {
    static const struct {
        const char *reason, *fields;
        gboolean attachment;
    } parts[] = {
        {"text", "Content-Type: text/plain\n", FALSE},
        {"HTML", "Content-Type: text/html\n", FALSE},
        {"text to keep", "Content-Type: text/plain\nContent-Disposition: attachment\n", TRUE},
        {"text with a name", "Content-Type: text/plain; name=a.txt\n", TRUE},
        {"text with a name, to show",
         "Content-Type: text/plain; name=a.txt\nContent-Disposition: inline\n", FALSE},
        {"a calendar", "Content-Type: text/calendar\n", TRUE},
        {"a PDF", "Content-Type: application/pdf\n", TRUE},
        {"a PDF to show", "Content-Type: application/pdf\nContent-Disposition: inline\n", TRUE},
        {"an image", "Content-Type: image/png\n", TRUE},
        {"an image to show", "Content-Type: image/png\nContent-Disposition: inline\n", FALSE},
        {"a multipart", "Content-Type: multipart/mixed; boundary=y\n", FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autofree char *message =
            g_strdup_printf(HEAD MIXED("x") "--x\n%s\nHej\n--x--\n", parts[i].fields);
        g_autoptr(Part) root = parse(message, strlen(message));

        if (part_is_attachment(g_ptr_array_index(root->children, 0)) != parts[i].attachment)
            fail_msg("%s", parts[i].reason);
        assert_false(part_is_attachment(root));
    }
}

/* An image that the HTML beside it shows. */
static void test_related(void **state) {
    static const char message[] =
        HEAD "Content-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n"
             "<p>\n--x\nContent-Type: image/png\nContent-ID: <a@example.dk>\n\nx\n--x--\n";
    g_autoptr(Part) root = parse(message, strlen(message));

    assert_false(part_is_attachment(g_ptr_array_index(root->children, 1)));
}

static void count(const Part *part, gpointer data) {
    ++*(guint *)data;
}

static void find_defect(const Part *part, gpointer data) {
    if (part->defects & PART_TOO_DEEP)
        *(gboolean *)data = TRUE;
}

/* Depth and number of parts end at their limits, and say so. */
static void test_limits(void **state) {
    static const char *const pieces[] = {
        "Content-Type: multipart/mixed; boundary=b%u\n\n--b%u\n",
        "Content-Type: message/rfc822\n\n",
        "Content-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\n\n",
        "--x\n\nHej\n",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
        g_autoptr(GString) message = g_string_new(i == 3 ? HEAD MIXED("x") : HEAD);
        g_autoptr(Part) root = NULL;
        guint parts = 0;
        gboolean too_deep = FALSE;

        for (guint n = 0; n < 5000; n++) {
            if (i == 0)
                g_string_append_printf(
                    message, "Content-Type: multipart/mixed; boundary=b%u\n\n--b%u\n", n, n);
            else
                g_string_append(message, pieces[i]);
        }
        root = parse(message->str, message->len);
        part_foreach(root, count, &parts);
        part_foreach(root, find_defect, &too_deep);
        assert_true(too_deep);
        assert_int_equal(parts, i == 3 ? LIMIT_MIME_PARTS : LIMIT_MIME_DEPTH);
    }
}

/* Lines that look like delimiters below many multiparts: what compares each with all takes long. */
static void test_is_linear(void **state) {
    g_autoptr(GString) message = g_string_new(HEAD);
    g_autoptr(Part) root = NULL;
    gint64 start = g_get_monotonic_time();

    for (guint n = 0; n < 1000; n++)
        g_string_append_printf(message, "Content-Type: multipart/mixed; boundary=b%u\n\n--b%u\n", n,
                               n);
    for (guint n = 0; n < 300000; n++)
        g_string_append(message, "--bz\n");
    root = parse(message->str, message->len);
    assert_non_null(root);
    assert_true(g_get_monotonic_time() - start < 20 * G_USEC_PER_SEC);
}

static void test_places(void **state) {
    static const char message[] = HEAD MIXED("x") "--x\nX: y\n\nHej\n--x--\n";
    g_autoptr(Part) root = parse(message, strlen(message));
    const Part *part = g_ptr_array_index(root->children, 0);
    Place place;

    assert_null(part_place(root, 0, 4).section); /* the message's own header section */
    assert_null(part_place(root, root->body.start, root->body.end).section);
    place = part_place(part, part->body.start, part->body.end);
    assert_string_equal(place.section, "1");
    assert_memory_equal(message + place.span.start, "Hej", 3);
    place = part_place(part, part->fields->section.start, part->fields->section.end);
    assert_string_equal(place.section, "1");
    assert_memory_equal(message + place.span.start, "X: y\n", 5);
}

/* The fields of a message in base64 stand at the characters that carry them. */
static void test_places_in_base64(void **state) {
    static const char message[] =
        HEAD "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
             "U3ViamVjdDog\nYgoKSGVq\n"; /* "Subject: b\n\nHej" */
    g_autoptr(Part) root = parse(message, strlen(message));
    const Part *inner = g_ptr_array_index(root->children, 0);
    const Field *subject = fields_first(inner->fields, "Subject");
    const char *body = strstr(message, "U3Vi");
    Place place = part_place(inner, subject->body.start, subject->body.end);

    assert_non_null(inner->outer);
    assert_int_equal(place.span.start, body + 13 - message); /* "Yg" */
    assert_int_equal(place.span.end, body + 15 - message);
    assert_string_equal(place.section, "1.1");
    place = part_place(inner, 0, 0);
    assert_int_equal(place.span.start, body - message);
    assert_int_equal(place.span.end, place.span.start);
}

static int start_gmime(void **state) {
    g_mime_init();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trees),       cmocka_unit_test(test_against_gmime),
        cmocka_unit_test(test_values),      cmocka_unit_test(test_nothing_declared),
        cmocka_unit_test(test_attachments), cmocka_unit_test(test_related),
        cmocka_unit_test(test_limits),      cmocka_unit_test(test_is_linear),
        cmocka_unit_test(test_places),      cmocka_unit_test(test_places_in_base64),
    };

    return cmocka_run_group_tests(tests, start_gmime, NULL);
}
