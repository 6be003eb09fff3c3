/* fuzz-part.c - MIME tree, text and places over any octets.
 *
 * Whatever they are: parts lie within the part above, texts are valid UTF-8, both ways of decoding
 * give the same text, and places never decrease and lie in the document.
 */
#include "message/mime/part.h"

#include "message/mime/charset.h"

#include <gmime/gmime.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const Part *part, gsize size) {
    const Text *text = part_text(part);
    gsize before = 0;

    g_assert_cmpuint(strlen(text->utf8), ==, text->length);
    g_assert_true(g_utf8_validate(text->utf8, -1, NULL));
    g_assert_cmpuint(text->defect.start, <=, text->defect.end);
    g_assert_cmpuint(text->defect.end, <=, size);
    for (gsize at = 0; at <= text->length; at += 7) {
        Span span = text_span(part, at, at + 3);

        g_assert_cmpuint(text_locate(part, at), ==, span.start);
        g_assert_cmpuint(span.start, >=, before);
        g_assert_cmpuint(span.end, >=, span.start);
        g_assert_cmpuint(span.end, <=, size);
        before = span.start;
    }
}

static void check_charset(const Part *part) {
    gsize length;
    const char *octets = g_bytes_get_data(part_decoded(part), &length);
    SpanMap *map = span_map_new();
    CharsetText fast, slow;

    charset_decode(part_text(part)->charset, octets, length, 100000, &fast, NULL);
    charset_decode(part_text(part)->charset, octets, length, 100000, &slow, map);
    g_assert_cmpstr(fast.utf8, ==, slow.utf8);
    g_assert_cmpuint(fast.defects, ==, slow.defects);
    g_free(fast.utf8);
    g_free(slow.utf8);
    span_map_free(map);
}

static void check(const Part *part, gpointer data) {
    gsize size = *(gsize *)data;
    Place place = part_place(part, part->body.start, part->body.end);

    g_assert_cmpuint(part->body.start, <=, part->body.end);
    g_assert_cmpuint(part->body.end, <=, g_bytes_get_size(part->space));
    g_assert_cmpuint(place.span.end, <=, size);
    if (part->parent != NULL && part->parent->space == part->space) {
        g_assert_cmpuint(part->fields->section.start, >=, part->parent->body.start);
        g_assert_cmpuint(part->body.end, <=, part->parent->body.end);
    }
    g_assert_nonnull(part->section);
    part_is_attachment(part);
    part_decoded(part);
    if (part_is(part, "text", NULL)) {
        check_text(part, size);
        check_charset(part);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static gsize started;
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(Part) root = NULL;

    if (g_once_init_enter(&started)) {
        g_mime_init();
        g_once_init_leave(&started, 1);
    }
    if (size > 64 * 1024)
        return 0;
    bytes = g_bytes_new(data, size);
    root = part_tree_parse(bytes);
    part_foreach(root, check, &size);
    return 0;
}
