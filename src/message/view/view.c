/* view.c - the view of a message's leaves, and questions about it. */
#include "message/view/view.h"

#include "message/view/html-scan.h"
#include "message/view/view-builder.h"

#include <string.h>

static void free_link(gpointer item) {
    Link *link = item;
    g_free(link->href);
    g_free(link->scheme);
    g_free(link->host);
    g_free(link->title);
    g_free(link->image_alt);
    g_free(link);
}

static void free_image(gpointer item) {
    Image *image = item;
    g_free(image->src);
    g_free(image->alt);
    g_free(image);
}

static void free_hidden(gpointer item) {
    HiddenBlock *block = item;
    g_free(block->text);
    g_free(block);
}

static void free_active(gpointer item) {
    Active *active = item;
    g_free(active->what);
    g_free(active);
}

static int by_start(gconstpointer a, gconstpointer b) {
    const Link *one = *(const Link *const *)a, *other = *(const Link *const *)b;
    return one->start < other->start ? -1 : one->start > other->start;
}

/* Links were found in order of their tags, those of bare text behind them: puts them in order of
 * the text and renumbers. */
static void sort_links(View *self) {
    GPtrArray *links = self->links;
    gboolean sorted = TRUE;
    for (guint i = 1; i < links->len && sorted; i++)
        sorted = by_start(&links->pdata[i - 1], &links->pdata[i]) <= 0;
    if (sorted)
        return;
    g_autofree gpointer *before = g_memdup2(links->pdata, links->len * sizeof(gpointer));
    g_autoptr(GHashTable) place = g_hash_table_new(NULL, NULL);
    g_ptr_array_sort(links, by_start);
    for (guint i = 0; i < links->len; i++)
        g_hash_table_insert(place, links->pdata[i], GUINT_TO_POINTER(i));
    for (guint i = 0; i < self->runs->len; i++) {
        Run *run = &g_array_index(self->runs, Run, i);
        if (run->link >= 0)
            run->link = GPOINTER_TO_INT(g_hash_table_lookup(place, before[run->link]));
    }
    for (guint i = 0; i < self->images->len; i++) {
        Image *image = g_ptr_array_index(self->images, i);
        if (image->link >= 0)
            image->link = GPOINTER_TO_INT(g_hash_table_lookup(place, before[image->link]));
    }
}

View *view_new(const GPtrArray *parts) {
    View *self = g_new0(View, 1);
    self->parts = g_ptr_array_new();
    self->runs = g_array_new(FALSE, FALSE, sizeof(Run));
    self->links = g_ptr_array_new_with_free_func(free_link);
    self->images = g_ptr_array_new_with_free_func(free_image);
    self->hidden = g_ptr_array_new_with_free_func(free_hidden);
    self->active = g_ptr_array_new_with_free_func(free_active);
    self->map = g_array_new(FALSE, FALSE, sizeof(ViewSegment));
    ViewBuilder builder = {.view = self, .text = g_string_new(NULL), .link = -1};
    for (guint i = 0; i < parts->len; i++) {
        const Part *part = g_ptr_array_index(parts, i);
        builder.part = i;
        g_ptr_array_add(self->parts, (gpointer)part);
        if (part_is(part, "text", "html"))
            view_render_html(&builder, part);
        else
            view_render_plain(&builder, part);
    }
    self->length = builder.text->len;
    self->text = g_string_free(builder.text, FALSE);
    sort_links(self);
    if (self->hidden->len > 0) {
        const HiddenBlock *first = g_ptr_array_index(self->hidden, 0);
        self->preheader = first->at == 0 ? first->text : NULL;
    }
    return self;
}

void view_free(View *self) {
    if (self == NULL)
        return;
    g_ptr_array_unref(self->parts);
    g_array_unref(self->runs);
    g_ptr_array_unref(self->links);
    g_ptr_array_unref(self->images);
    g_ptr_array_unref(self->hidden);
    g_ptr_array_unref(self->active);
    g_array_unref(self->map);
    if (self->styles != NULL)
        g_hash_table_unref(self->styles);
    g_free(self->text);
    g_free(self);
}

const Run *view_run_at(const View *self, gsize at) {
    guint low = 0, high = self->runs->len;
    while (low < high) {
        guint middle = (low + high) / 2;
        if (g_array_index(self->runs, Run, middle).start <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? NULL : &g_array_index(self->runs, Run, low - 1);
}

static const ViewSegment *segment_at(const View *self, gsize at) {
    guint low = 0, high = self->map->len;
    while (low < high) {
        guint middle = (low + high) / 2;
        if (g_array_index(self->map, ViewSegment, middle).text <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? NULL : &g_array_index(self->map, ViewSegment, low - 1);
}

/* Behind the character reference or tag that begins at `at`. */
static gsize behind_opaque(const Text *source, gsize at) {
    char decoded[HTML_REFERENCE_MAX];
    gsize length;
    if (at >= source->length)
        return source->length;
    gsize taken = html_reference(source->utf8 + at, source->length - at, FALSE, decoded, &length);
    if (taken > 0)
        return at + taken;
    const char *close = source->utf8[at] == '<' ? strchr(source->utf8 + at, '>') : NULL;
    return close == NULL ? at + 1 : (gsize)(close - source->utf8) + 1;
}

Place view_source_place(const View *self, guint part, Span source) {
    const Part *leaf = g_ptr_array_index(self->parts, part);
    return (Place){text_span(leaf, source.start, source.end), leaf->section};
}

Place view_place(const View *self, gsize start, gsize end) {
    const Run *run = view_run_at(self, start);
    const ViewSegment *first = segment_at(self, start);
    if (run == NULL || first == NULL) {
        if (self->parts->len > 0)
            return view_source_place(self, 0, (Span){0, 0});
        return (Place){{0, 0}, NULL};
    }
    const Text *source = part_text(g_ptr_array_index(self->parts, run->part));
    Span span = {first->source + (first->opaque ? 0 : start - first->text), 0};
    span.end = span.start;
    if (end > start) {
        /* Where the text goes on into another part, its place ends with this one. */
        const Run *last_run = view_run_at(self, end - 1);
        const ViewSegment *last = segment_at(self, end - 1);
        if (last_run->part != run->part)
            span.end = source->length;
        else
            span.end = last->opaque ? behind_opaque(source, last->source)
                                    : last->source + (end - last->text);
    }
    span.start = MIN(span.start, source->length);
    span.end = CLAMP(span.end, span.start, source->length);
    return view_source_place(self, run->part, span);
}

void view_line(const View *self, gsize start, gsize end, gsize *ret_start, gsize *ret_end) {
    end = MIN(end, self->length);
    start = MIN(start, end);
    while (start > 0 && self->text[start - 1] != '\n')
        start--;
    while (end < self->length && self->text[end] != '\n')
        end++;
    *ret_start = start;
    *ret_end = end;
}

/* Ends a sentence: a line's end, or ". ! ?" before white space (no end stands in "1.5" or "a.dk").
 */
static gboolean ends_sentence(const View *self, gsize at) {
    char c = self->text[at], next = self->text[at + 1];
    return c == '\n' ||
           ((c == '.' || c == '!' || c == '?') && (next == '\0' || g_ascii_isspace(next)));
}

void view_sentence(const View *self, gsize start, gsize end, gsize *ret_start, gsize *ret_end) {
    end = MIN(end, self->length);
    start = MIN(start, end);
    while (start > 0 && !ends_sentence(self, start - 1))
        start--;
    while (end < self->length && !ends_sentence(self, end))
        end++;
    if (end < self->length && self->text[end] != '\n')
        end++;
    while (start < end && self->text[start] == ' ')
        start++;
    *ret_start = start;
    *ret_end = end;
}
