/* fuzz-html.c - any octets as a text/html part, rendered.
 *
 * Whatever they are: the text is valid UTF-8, runs cover it in order, links are in order and within
 * it, indexes hold, and every place lies within the message.
 */
#include "message/mime/part.h"
#include "message/view/select.h"
#include "message/view/view.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Longer inputs show nothing new, and depth and node limits are tested elsewhere. */
#define MAX_SIZE (64 * 1024)

static void check_place(Place place, gsize size) {
    g_assert_cmpuint(place.span.start, <=, place.span.end);
    g_assert_cmpuint(place.span.end, <=, size);
}

static void check_runs(const View *view) {
    gsize last = 0;
    for (guint i = 0; i < view->runs->len; i++) {
        const Run *run = &g_array_index(view->runs, Run, i);
        g_assert_cmpuint(run->start, >=, last);
        g_assert_cmpuint(run->start, <, run->end);
        g_assert_cmpuint(run->end, <=, view->length);
        g_assert_cmpuint(run->part, <, view->parts->len);
        g_assert_cmpint(run->link, <, (gint)view->links->len);
        g_assert_nonnull(run->style);
        g_assert_cmpint(run->style->hidden, ==, HIDDEN_NO);
        g_assert_true(
            g_utf8_validate(view->text + run->start, (gssize)(run->end - run->start), NULL));
        last = run->end;
    }
}

static void check_items(const View *view, gsize size) {
    gsize last = 0;
    for (guint i = 0; i < view->links->len; i++) {
        const Link *link = g_ptr_array_index(view->links, i);
        g_assert_cmpuint(link->start, >=, last);
        g_assert_cmpuint(link->start, <=, link->end);
        g_assert_cmpuint(link->end, <=, view->length);
        g_assert_true(link->href != NULL && link->scheme != NULL && link->style != NULL);
        check_place(view_item_place(view, link), size);
        last = link->start;
    }
    for (guint i = 0; i < view->images->len; i++) {
        const Image *image = g_ptr_array_index(view->images, i);
        g_assert_cmpint(image->link, <, (gint)view->links->len);
        g_assert_cmpuint(image->at, <=, view->length);
        check_place(view_item_place(view, image), size);
    }
    for (guint i = 0; i < view->hidden->len; i++) {
        const HiddenBlock *block = g_ptr_array_index(view->hidden, i);
        g_assert_cmpuint(strlen(block->text), >, 0);
        g_assert_true(g_utf8_validate(block->text, -1, NULL));
        g_assert_cmpuint(block->at, <=, view->length);
        check_place(view_item_place(view, block), size);
    }
    for (guint i = 0; i < view->active->len; i++) {
        const Active *active = g_ptr_array_index(view->active, i);
        check_place(view_item_place(view, active), size);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char header[] = "Content-Type: text/html; charset=utf-8\n"
                                 "Content-Transfer-Encoding: binary\n\n";
    if (size > MAX_SIZE)
        return 0;
    g_autoptr(GByteArray) message = g_byte_array_new();
    g_byte_array_append(message, (const guint8 *)header, sizeof header - 1);
    g_byte_array_append(message, data, (guint)size);
    g_autoptr(GBytes) bytes = g_bytes_new(message->data, message->len);
    g_autoptr(Part) root = part_tree_parse(bytes);
    g_autoptr(GPtrArray) shown = NULL;
    g_autoptr(GPtrArray) plain = NULL;
    view_select(root, &shown, &plain);
    g_autoptr(View) view = view_new(shown);
    g_assert_cmpuint(view->length, ==, strlen(view->text));
    g_assert_true(g_utf8_validate(view->text, -1, NULL));
    check_runs(view);
    check_items(view, message->len);
    for (gsize at = 0; at < view->length; at += 1 + view->length / 8) {
        gsize start, end;
        view_sentence(view, at, at + 1, &start, &end);
        g_assert_true(start <= end && end <= view->length);
        check_place(view_place(view, at, view->length), message->len);
    }
    return 0;
}
