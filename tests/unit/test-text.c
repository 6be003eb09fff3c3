/* test-text.c - text of parts, and that its places are those of the very octets.
 *
 * The places are held against what independent decoders make of the octets before them: of
 * base64, the characters of the alphabet before a place carry all bits before the octet and not one
 * more; of quoted-printable, the octets before a place decode to the octets before that one.
 */
#include "message/mime/part.h"
#include "message/mime/text.h"

#include "limits.h"

#include <gmime/gmime.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#define FFFD "\xef\xbf\xbd"

static Part *parse(const char *message, gsize length) {
    g_autoptr(GBytes) bytes = g_bytes_new(message, length); /* a copy of exact size */

    return part_tree_parse(bytes);
}

static const Part *first_leaf(const Part *part) {
    while (part->children->len > 0)
        part = g_ptr_array_index(part->children, 0);
    return part;
}

typedef struct {
    const char *reason;
    const char *message;
    const char *text, *charset;
    TextDefects defects;
    const char *defect; /* what stands at the first defect; NULL: nothing */
} Row;

#define TYPE(charset) "Content-Type: text/plain; charset=" charset "\n"
#define QP "Content-Transfer-Encoding: quoted-printable\n"
#define B64 "Content-Transfer-Encoding: base64\n"
#define HTML "Content-Type: text/html\n"

static const Row rows[] = {
    {"no field at all", "\nHej", "Hej", "us-ascii", 0, NULL},
    {"UTF-8", TYPE("utf-8") "\nRødgrød", "Rødgrød", "utf-8", 0, NULL},
    {"latin-1",
     TYPE("iso-8859-1") "\nR\xf8"
                        "d",
     "Rød", "iso-8859-1", 0, NULL},
    {"quoted-printable", TYPE("utf-8") QP "\nR=C3=B8d=\ngr=C3=B8d", "Rødgrød", "utf-8", 0, NULL},
    {"base64", TYPE("utf-8") B64 "\nUsO4\nZA==\n", "Rød", "utf-8", 0, NULL},
    {"a byte order mark", TYPE("utf-8") B64 "\n77u/SGVq\n", "Hej", "utf-8", 0, NULL},
    {"utf-16 in base64", TYPE("utf-16") B64 "\n//5SAPgAZAA=\n", "Rød", "utf-16", 0, NULL},
    {"japanese", TYPE("iso-2022-jp") "\n\033$B%F\033(Bx", "テx", "iso-2022-jp", 0, NULL},
    {"the charset of another name", TYPE("latin1") "\n\xf8", "ø", "iso-8859-1", 0, NULL},

    {"an unknown charset, UTF-8",
     TYPE("foo") "\nR\xc3\xb8"
                 "d",
     "Rød", "utf-8", TEXT_UNKNOWN_CHARSET, "text/plain; charset=foo"},
    {"an unknown charset, not UTF-8",
     TYPE("foo") "\nR\xf8"
                 "d",
     "Rød", "windows-1252", TEXT_UNKNOWN_CHARSET, "text/plain; charset=foo"},
    {"not of the charset",
     TYPE("utf-8") "\nR\xf8"
                   "d",
     "R" FFFD "d", "utf-8", TEXT_UNDECODABLE, "\xf8"},
    {"not of the charset, escaped", TYPE("utf-8") QP "\nR=F8d", "R" FFFD "d", "utf-8",
     TEXT_UNDECODABLE, "=F8"},
    {"not of the charset, base64", TYPE("utf-8") B64 "\nUvhk\n", "R" FFFD "d", "utf-8",
     TEXT_UNDECODABLE, "vh"},
    {"us-ascii with 8-bit",
     TYPE("us-ascii") "\nR\xc3\xb8"
                      "d",
     "Rød", "us-ascii", TEXT_UNDECODABLE, "\xc3"},
    {"no charset and 8-bit, UTF-8",
     "\nR\xc3\xb8"
     "d",
     "Rød", "utf-8", TEXT_NO_CHARSET, "\xc3"},
    {"no charset and 8-bit, not UTF-8", QP "\nR=F8d", "Rød", "windows-1252", TEXT_NO_CHARSET,
     "=F8"},
    {"bad base64", TYPE("utf-8") B64 "\nSGVq!\n", "Hej", "utf-8", TEXT_BAD_BASE64, "!"},
    {"base64 without its end", TYPE("utf-8") B64 "\nSGV", "He", "utf-8", TEXT_BAD_BASE64, "V"},
    {"bad quoted-printable", TYPE("utf-8") QP "\n50 % = 10", "50 % = 10", "utf-8", TEXT_BAD_QP,
     "="},
    {"the first of two defects", TYPE("utf-8") QP "\n=F8 = 1", FFFD " = 1", "utf-8",
     TEXT_BAD_QP | TEXT_UNDECODABLE, "=F8"},
    {"the other one first", TYPE("utf-8") QP "\n= =F8", "= " FFFD, "utf-8",
     TEXT_BAD_QP | TEXT_UNDECODABLE, "="},
    {"NUL", TYPE("utf-8") QP "\na=00b", "a" FFFD "b", "utf-8", TEXT_HAD_NUL, "=00"},
    {"NUL in a charset of iconv", TYPE("koi8-r") QP "\na=00b", "a" FFFD "b", "koi8-r", TEXT_HAD_NUL,
     "=00"},

    {"HTML, a meta element", HTML "\n<meta charset=\"iso-8859-1\">\xf8",
     "<meta charset=\"iso-8859-1\">ø", "iso-8859-1", 0, NULL},
    {"HTML, the long meta element",
     HTML "\n<META http-equiv=Content-Type content=\"text/html; charset=koi8-r\">\xd2",
     "<META http-equiv=Content-Type content=\"text/html; charset=koi8-r\">р", "koi8-r", 0, NULL},
    {"HTML, a declared charset wins",
     "Content-Type: text/html; charset=utf-8\n\n<meta charset=koi8-r>ø", "<meta charset=koi8-r>ø",
     "utf-8", 0, NULL},
    {"HTML, a meta element that lies about UTF-16", HTML "\n<meta charset=utf-16>ø",
     "<meta charset=utf-16>ø", "utf-8", TEXT_NO_CHARSET, "\xc3"},
    {"HTML, a meta element of no known charset", HTML "\n<meta charset=foo>\xf8",
     "<meta charset=foo>ø", "windows-1252", TEXT_NO_CHARSET, "\xf8"},
    {"HTML, a meta element that does not end", HTML "\n<meta charset=koi8-r",
     "<meta charset=koi8-r", "us-ascii", 0, NULL},
    {"HTML, another meta element first", HTML "\n<meta name=x><meta charset=koi8-r>\xd2",
     "<meta name=x><meta charset=koi8-r>р", "koi8-r", 0, NULL},
    {"plain text has no meta element", "\n<meta charset=koi8-r>\xf8", "<meta charset=koi8-r>ø",
     "windows-1252", TEXT_NO_CHARSET, "\xf8"},
    {"empty", TYPE("utf-8") "\n", "", "utf-8", 0, NULL},
};

static void test_rows(void **state) {
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const Row *row = &rows[i];
        g_autoptr(Part) root = parse(row->message, strlen(row->message));
        const Text *text = part_text(root);
        gsize size;

        if (strcmp(text->utf8, row->text) != 0 || text->length != strlen(row->text))
            fail_msg("%s: '%s'", row->reason, text->utf8);
        if (strcmp(text->charset, row->charset) != 0 || text->defects != row->defects)
            fail_msg("%s: %s, defects %x", row->reason, text->charset, text->defects);
        size = row->defect != NULL ? strlen(row->defect) : 0;
        if (text->defect.end - text->defect.start != size ||
            (size > 0 && memcmp(row->message + text->defect.start, row->defect, size) != 0))
            fail_msg("%s: the defect is at %zu to %zu", row->reason, text->defect.start,
                     text->defect.end);
        assert_ptr_equal(part_text(root), text);
    }
}

typedef enum { LF, CRLF, CR } Ending;
static const char *const endings[] = {"\n", "\r\n", "\r"};

static void append_base64(GString *out, const char *octets, gsize length, Ending ending) {
    g_autofree char *encoded = g_base64_encode((const guchar *)octets, length);
    gsize size = strlen(encoded);

    for (gsize at = 0; at < size; at += 76)
        g_string_append_printf(out, "%.*s%s", (int)MIN(76, size - at), encoded + at,
                               endings[ending]);
}

static void append_qp(GString *out, const char *octets, gsize length, Ending ending) {
    gsize column = 0;

    for (gsize at = 0; at < length; at++) {
        guchar c = (guchar)octets[at];
        gboolean plain = (c >= ' ' && c < 127 && c != '=') || c == '\n' || c == '\r';

        if (column > 70) {
            g_string_append_printf(out, "=%s", endings[ending]);
            column = 0;
        }
        if (plain)
            g_string_append_c(out, (char)c);
        else
            g_string_append_printf(out, "=%02X", c);
        column = c == '\n' || c == '\r' ? 0 : column + (plain ? 1 : 3);
    }
}

/* How many octets the first `length` octets of quoted-printable decode to; G_MAXSIZE where they end
 * within an escape or a soft line break. */
static gsize qp_count(const char *encoded, gsize length) {
    gsize count = 0;
    gsize at = 0;

    while (at < length) {
        gboolean soft = encoded[at] == '=' && strchr("\r\n", encoded[at + 1]) != NULL;

        if (soft)
            at += encoded[at + 1] == '\r' && encoded[at + 2] == '\n' ? 3 : 2;
        else
            at += encoded[at] == '=' ? 3 : 1;
        count += !soft;
    }
    return at == length ? count : G_MAXSIZE;
}

static gsize base64_count(const char *encoded, gsize length) {
    gsize count = 0;

    for (gsize at = 0; at < length; at++)
        count += encoded[at] != '\r' && encoded[at] != '\n';
    return count;
}

/* Holds `place` of octet `index` of decoded octets against the encoded octets before it. */
static void check_place(const char *reason, Encoding encoding, const char *body, gsize length,
                        gsize place, gsize index) {
    gboolean right = place < length;

    if (right && encoding == ENCODING_BASE64)
        right = base64_count(body, place) == index * 8 / 6 && body[place] != '\r' &&
                body[place] != '\n';
    else if (right && encoding == ENCODING_QP)
        right = qp_count(body, place) == index &&
                !(body[place] == '=' && strchr("\r\n", body[place + 1]));
    else if (right)
        right = place == index;
    if (!right)
        fail_msg("%s: octet %zu of the decoded ones is not at %zu", reason, index, place);
}

static const char *encoding_name(Encoding encoding) {
    return encoding == ENCODING_BASE64 ? "base64"
           : encoding == ENCODING_QP   ? "quoted-printable"
                                       : "8bit";
}

static void append_encoded(GString *out, Encoding encoding, const char *octets, gsize length,
                           Ending ending) {
    if (encoding == ENCODING_BASE64)
        append_base64(out, octets, length, ending);
    else if (encoding == ENCODING_QP)
        append_qp(out, octets, length, ending);
    else
        g_string_append_len(out, octets, (gssize)length);
}

/* A text of several kB, Danish, with characters of one to four octets where the charset has them.
 */
static char *sample(const char *charset, Ending ending, gsize *ret_length) {
    g_autoptr(GString) text = g_string_new(NULL);
    char *octets;

    for (guint i = 0; i < 30; i++) {
        g_string_append_printf(
            text, "Kære kunde nr. %u, blåbærgrød koster 50 kr = en halv æske på Østerbro,", i);
        if (strcmp(charset, "iso-8859-1") != 0)
            g_string_append(text, " spar 10 € „nu“");
        if (strcmp(charset, "utf-8") == 0)
            g_string_append(text, " \xf0\x9f\x8d\x93");
        g_string_append(text, endings[ending]);
    }
    octets = g_convert(text->str, (gssize)text->len, charset, "UTF-8", NULL, ret_length, NULL);
    assert_non_null(octets);
    return octets;
}

static void check_message(const char *reason, const char *charset, Encoding encoding,
                          Ending ending) {
    gsize length, size;
    g_autofree char *octets = sample(charset, ending, &length);
    g_autoptr(GString) message = g_string_new(NULL);
    g_autoptr(Part) root = NULL;
    const Text *text;
    const char *body;
    gsize before = 0;

    g_string_append_printf(message,
                           "MIME-Version: 1.0%sContent-Type: text/plain; charset=%s%s"
                           "Content-Transfer-Encoding: %s%s%s",
                           endings[ending], charset, endings[ending], encoding_name(encoding),
                           endings[ending], endings[ending]);
    body = message->str + message->len;
    size = message->len;
    append_encoded(message, encoding, octets, length, ending);
    body = message->str + size;
    root = parse(message->str, message->len);
    text = part_text(root);
    assert_int_equal(text->defects, 0);
    for (const char *at = text->utf8; *at != '\0'; at = g_utf8_next_char(at)) {
        gsize offset = (gsize)(at - text->utf8);
        g_autofree char *prefix = NULL;
        gsize index;
        Span span;

        /* Each character near a line's end, and every third of the others. */
        if (offset % 3 != 0 && offset % 57 > 4)
            continue;
        prefix = g_convert(text->utf8, (gssize)offset, charset, "UTF-8", NULL, &index, NULL);
        check_place(reason, encoding, body, message->len - size, text_locate(root, offset) - size,
                    index);
        span = text_span(root, offset, offset + 1);
        if (span.start < before || span.end <= span.start || span.end > message->len)
            fail_msg("%s: octet %zu spans %zu to %zu", reason, offset, span.start, span.end);
        before = span.start;
    }
    assert_true(text_locate(root, text->length) <= message->len);
    assert_true(text_locate(root, text->length) > message->len - 8);
}

static void test_places(void **state) {
    static const char *const charsets[] = {"utf-8", "iso-8859-1", "windows-1252"};
    static const Encoding encodings[] = {ENCODING_8BIT, ENCODING_QP, ENCODING_BASE64};

    for (guint i = 0; i < G_N_ELEMENTS(charsets); i++) {
        for (guint j = 0; j < G_N_ELEMENTS(encodings); j++) {
            for (Ending ending = LF; ending <= CR; ending++) {
                g_autofree char *reason = g_strdup_printf("%s, %s, ending %u", charsets[i],
                                                          encoding_name(encodings[j]), ending);

                check_message(reason, charsets[i], encodings[j], ending);
            }
        }
    }
}

/* A message within a message, each encoded in its own way. */
static void check_nested(Encoding outer, Encoding inner, Ending ending) {
    g_autofree char *reason =
        g_strdup_printf("%s in %s, ending %u", encoding_name(inner), encoding_name(outer), ending);
    gsize length;
    g_autofree char *octets = sample("iso-8859-1", ending, &length);
    g_autoptr(GString) within = g_string_new(NULL);
    g_autoptr(GString) message = g_string_new(NULL);
    g_autoptr(Part) root = NULL;
    const char *const end = endings[ending];
    const Part *leaf;
    const Text *text;
    gsize within_body, body;

    g_string_append_printf(within,
                           "Subject: indre%sContent-Type: text/plain; charset=iso-8859-1%s"
                           "Content-Transfer-Encoding: %s%s%s",
                           end, end, encoding_name(inner), end, end);
    within_body = within->len;
    append_encoded(within, inner, octets, length, ending);
    g_string_append_printf(message,
                           "Content-Type: message/rfc822%sContent-Transfer-Encoding: %s%s%s", end,
                           encoding_name(outer), end, end);
    body = message->len;
    append_encoded(message, outer, within->str, within->len, ending);

    root = parse(message->str, message->len);
    leaf = first_leaf(root);
    assert_string_equal(leaf->section, "1.1");
    text = part_text(leaf);
    assert_int_equal(text->defects, 0);
    for (gsize offset = 0; offset < text->length; offset += 5) {
        g_autofree char *prefix = NULL;
        gsize index, place, character;
        const char *encoded = within->str + within_body;

        if (((guchar)text->utf8[offset] & 0xc0) == 0x80)
            continue;
        prefix = g_convert(text->utf8, (gssize)offset, "iso-8859-1", "UTF-8", NULL, &index, NULL);
        /* The octet of the inner message, by trying them all from the one before on. */
        for (character = index; character < within->len - within_body; character++) {
            if (inner == ENCODING_BASE64
                    ? base64_count(encoded, character) == index * 8 / 6 &&
                          !strchr("\r\n", encoded[character])
                    : qp_count(encoded, character) == index &&
                          !(encoded[character] == '=' && strchr("\r\n", encoded[character + 1])))
                break;
        }
        place = text_locate(leaf, offset) - body;
        check_place(reason, outer, message->str + body, message->len - body, place,
                    within_body + character);
    }
}

static void test_nested_places(void **state) {
    static const Encoding encodings[] = {ENCODING_QP, ENCODING_BASE64};

    for (guint i = 0; i < 2; i++) {
        for (guint j = 0; j < 2; j++) {
            for (Ending ending = LF; ending <= CRLF; ending++)
                check_nested(encodings[i], encodings[j], ending);
        }
    }
}

static void test_spans(void **state) {
    static const char message[] = TYPE("utf-8") QP "\nR=C3=B8d =\ngr=C3=B8d\n";
    g_autoptr(Part) root = parse(message, strlen(message));
    const char *body = strstr(message, "R=C3");
    gsize base = (gsize)(body - message);
    Span span;

    span = text_span(root, 1, 3); /* "ø" */
    assert_memory_equal(message + span.start, "=C3=B8d", 7);
    assert_int_equal(span.end - span.start, 6);
    span = text_span(root, 0, 4); /* "Rød": the soft line break behind it is not of it */
    assert_int_equal(span.start, base);
    assert_memory_equal(message + span.end, " =\n", 3);
    span = text_span(root, 0, 9); /* over the line break */
    assert_int_equal(message[span.end - 1], '8');
    span = text_span(root, 4, 4);
    assert_int_equal(span.start, span.end);
    span = text_span(root, 999, 9999);
    assert_int_equal(span.start, strlen(message));
    assert_int_equal(span.end, strlen(message));
}

static void test_empty(void **state) {
    static const char message[] = TYPE("utf-8") B64 "\n\n\n";
    g_autoptr(Part) root = parse(message, strlen(message));

    assert_int_equal(part_text(root)->length, 0);
    assert_int_equal(text_locate(root, 0), strlen(message) - 2);
}

static void test_decoded(void **state) {
    static const char message[] = "Content-Type: image/png\n" B64 "\nAAEC/w==\n";
    static const char plain[] = "Content-Type: image/png\n\nabc";
    g_autoptr(Part) root = parse(message, strlen(message));
    g_autoptr(Part) other = parse(plain, strlen(plain));

    assert_int_equal(g_bytes_get_size(part_decoded(root)), 4);
    assert_memory_equal(g_bytes_get_data(part_decoded(root), NULL), "\0\1\2\xff", 4);
    assert_int_equal(g_bytes_get_size(part_decoded(other)), 3);
    assert_ptr_equal(part_decoded(root), part_decoded(root));
}

/* All text parts together stay near the limit, and the one that reaches it says so. */
static void test_limit(void **state) {
    g_autoptr(GString) message = g_string_new("Content-Type: multipart/mixed; boundary=x\n\n");
    g_autoptr(Part) root = NULL;
    gsize total = 0;

    for (guint i = 0; i < 3; i++) {
        gsize start;

        g_string_append(message, "--x\n" TYPE("utf-8") "\n");
        start = message->len;
        while (message->len < start + LIMIT_TEXT_OCTETS / 2 + 100000)
            g_string_append(message, "Rødgrød med fløde\n");
    }
    root = parse(message->str, message->len);
    for (guint i = 0; i < 3; i++) {
        const Text *text = part_text(g_ptr_array_index(root->children, i));

        assert_int_equal(text->defects, i > 0 ? TEXT_TRUNCATED : 0);
        total += text->length;
    }
    assert_true(total <= LIMIT_TEXT_OCTETS);
    assert_true(total > LIMIT_TEXT_OCTETS - 4);
}

static int start_gmime(void **state) {
    g_mime_init();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),          cmocka_unit_test(test_places),
        cmocka_unit_test(test_nested_places), cmocka_unit_test(test_spans),
        cmocka_unit_test(test_empty),         cmocka_unit_test(test_decoded),
        cmocka_unit_test(test_limit),
    };

    return cmocka_run_group_tests(tests, start_gmime, NULL);
}
