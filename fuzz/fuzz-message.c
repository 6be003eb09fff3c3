/* fuzz-message.c - any octets as a message (libFuzzer; make check replays the corpus).
 *
 * Whatever they are: a message comes of them, all its texts are UTF-8, everything that it lists
 * lies within its text, and every place that a rule could point at lies within the document and
 * has a line and a column there.  Octets that begin with "<" are an HTML template.
 */
#include "message/message.h"

#include <gmime/gmime.h>

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Longer inputs show nothing new, and every octet is looked up. */
#define MAX_SIZE (64 * 1024)

static void check_utf8(const char *text) {
    g_assert_true(text == NULL || g_utf8_validate(text, -1, NULL));
}

static void check_place(Message *message, Place place) {
    g_assert_cmpuint(place.span.start, <=, place.span.end);
    g_assert_cmpuint(place.span.end, <=, message->length);
    Position start = message_position(message, place.span.start);
    Position end = message_position(message, place.span.end);
    g_assert_cmpuint(start.line, >=, 1);
    g_assert_cmpuint(start.column, >=, 1);
    g_assert_true(start.line < end.line || (start.line == end.line && start.column <= end.column));
}

static void check_part(const Part *part, gpointer data) {
    Message *message = data;
    gsize octets = g_bytes_get_size(part->space);

    check_utf8(part->type);
    check_utf8(part->subtype);
    check_utf8(part->charset);
    check_utf8(part->filename);
    check_utf8(part->content_id);
    g_assert_cmpuint(part->body.start, <=, part->body.end);
    g_assert_cmpuint(part->body.end, <=, octets);
    check_place(message, part_place(part, part->body.start, part->body.end));
    check_place(message, part_place(part, 0, octets));
    if (part->children->len > 0 || !part_is(part, "text", NULL))
        return;

    const Text *text = part_text(part);
    g_assert_true(g_utf8_validate_len(text->utf8, text->length, NULL));
    g_assert_cmpuint(strlen(text->utf8), ==, text->length);
    check_place(message, (Place){.span = text->defect});
    gsize before = 0;
    for (gsize at = 0; at <= text->length; at += 1 + text->length / 64) {
        gsize place = text_locate(part, at);
        g_assert_cmpuint(place, >=, before);
        g_assert_cmpuint(place, <=, message->length);
        before = place;
    }
    check_place(message, (Place){.span = text_span(part, 0, text->length)});
}

static void check_range(const View *view, gsize start, gsize end) {
    g_assert_cmpuint(start, <=, end);
    g_assert_cmpuint(end, <=, view->length);
    for (int i = 0; i < 2; i++) {
        gsize at = i == 0 ? start : end;
        /* An octet that continues a character is the start of none. */
        g_assert_true(((guint8)view->text[at] & 0xc0) != 0x80);
    }
}

static void check_link(Message *message, const View *view, const Link *link) {
    check_utf8(link->href);
    check_utf8(link->host);
    check_utf8(link->title);
    check_utf8(link->image_alt);
    g_assert_nonnull(link->scheme);
    g_assert_cmpuint(link->part, <, view->parts->len);
    check_range(view, link->start, link->end);
    check_place(message, view_item_place(view, link));
}

static void check_runs(Message *message, const View *view) {
    gsize before = 0;
    for (guint i = 0; i < view->runs->len; i++) {
        const Run *run = &g_array_index(view->runs, Run, i);
        g_assert_cmpuint(run->start, >=, before);
        check_range(view, run->start, run->end);
        g_assert_cmpuint(run->part, <, view->parts->len);
        g_assert_cmpint(run->link, >=, -1);
        g_assert_cmpint(run->link, <, (gint)view->links->len);
        g_assert_nonnull(run->style);
        check_place(message, view_place(view, run->start, run->end));
        if (run->end > run->start)
            g_assert_true(view_run_at(view, run->start) == run);
        before = run->end;
    }
}

static void check_view(Message *message, const View *view) {
    if (view == NULL)
        return;
    g_assert_cmpuint(strlen(view->text), ==, view->length);
    check_utf8(view->text);
    check_utf8(view->preheader);
    check_runs(message, view);
    for (guint i = 0; i < view->links->len; i++)
        check_link(message, view, view->links->pdata[i]);
    for (guint i = 0; i < view->images->len; i++) {
        const Image *image = view->images->pdata[i];
        check_utf8(image->src);
        check_utf8(image->alt);
        check_range(view, image->at, image->at);
        g_assert_cmpint(image->link, <, (gint)view->links->len);
        check_place(message, view_item_place(view, image));
    }
    for (guint i = 0; i < view->hidden->len; i++) {
        const HiddenBlock *block = view->hidden->pdata[i];
        check_utf8(block->text);
        check_range(view, block->at, block->at);
        check_place(message, view_item_place(view, block));
    }
    for (guint i = 0; i < view->active->len; i++) {
        const Active *active = view->active->pdata[i];
        check_utf8(active->what);
        check_place(message, view_item_place(view, active));
    }
    check_place(message, view_place(view, 0, view->length));
}

static void check_words(Message *message) {
    for (guint i = 0; i < message->hits->hits->len; i++) {
        const Hit *hit = &g_array_index(message->hits->hits, Hit, i);
        gsize start, end;
        check_range(message->view, hit->start, hit->end);
        check_place(message, view_place(message->view, hit->start, hit->end));
        view_sentence(message->view, hit->start, hit->end, &start, &end);
        check_range(message->view, start, end);
        g_assert_true(start <= hit->start && end >= hit->end);
        view_line(message->view, hit->start, hit->end, &start, &end);
        check_range(message->view, start, end);
        g_assert_true(start <= hit->start && end >= hit->end);
    }
    check_range(message->view, message->footer.start, message->footer.end);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static Phrases *phrases;
    if (phrases == NULL) {
        g_log_set_always_fatal(G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
        g_mime_init();
        phrases = phrases_load(NULL, NULL);
    }
    g_assert_nonnull(phrases);
    if (size > MAX_SIZE)
        return 0;

    DocumentForm form = size > 0 && data[0] == '<' ? DOCUMENT_TEMPLATE_HTML : DOCUMENT_MESSAGE;
    /* Not copied: reading past the end shows. */
    g_autoptr(GBytes) bytes = g_bytes_new_static(data, size);
    g_autoptr(Document) document = document_new("fuzz", bytes, form);
    MessageOptions options = {.phrases = phrases};
    g_autoptr(Message) message = message_new(document, &options);

    part_foreach(message->root, check_part, message);
    check_view(message, message->view);
    check_view(message, message->plain);
    check_words(message);
    if (message->has_header && message->fields != NULL) {
        for (guint i = 0; i < message->fields->fields->len; i++)
            check_place(message, message_field_place(message, message->fields->fields->pdata[i]));
    }
    check_utf8(message_from_domain(message));
    g_assert_true(message->kind.kind != 0 && (message->kind.kind & ~KIND_ALL) == 0);
    for (guint i = 0; i < message->kind.reasons->len; i++)
        check_utf8(message->kind.reasons->pdata[i]);
    g_assert_nonnull(kind_name(message->kind.kind));
    g_assert_nonnull(input_kind_name(message->input));
    return 0;
}
