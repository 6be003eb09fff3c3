/* view.c - the body as its reader sees it: what HTML and plain text have in common. */
#include "message/view.h"

#include "limits.h"
#include "message/view-builder.h"

#include <string.h>

static guint style_hash(gconstpointer key) {
    const guchar *octets = key;
    guint hash = 2166136261u;
    for (gsize i = 0; i < sizeof(Style); i++)
        hash = (hash ^ octets[i]) * 16777619u;
    return hash;
}

static gboolean style_equal(gconstpointer a, gconstpointer b) {
    return memcmp(a, b, sizeof(Style)) == 0;
}

const Style *builder_style(ViewBuilder *self, const Style *style) {
    const Style *known = g_hash_table_lookup(self->styles, style);
    if (known == NULL) {
        Style *copy = g_memdup2(style, sizeof *style);
        g_hash_table_add(self->styles, copy);
        known = copy;
    }
    return known;
}

void builder_break(ViewBuilder *self, Break kind) {
    self->pending = MAX(self->pending, kind);
}

gboolean builder_is_padding(gunichar c) {
    return c == 0x200b || c == 0x00ad || c == 0x034f || c == 0xfeff || c == 0x180e || c == 0x061c ||
           (c >= 0x2060 && c <= 0x2064) || (c >= 0x115f && c <= 0x1160) || c == 0x17b4 || c == 0x17b5;
}

/* Space characters of any width, the no-break and figure ones too. */
static gboolean is_space(gunichar c) {
    return c == 0x20 || (c >= 0x09 && c <= 0x0d) || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f || c == 0x3000 || c == 0x2028 ||
           c == 0x2029 || c == 0x85;
}

/* Begins a run, or grows the last one, to hold `length` octets that were just appended. */
static void add_to_run(ViewBuilder *self, gsize length, gsize source) {
    GArray *runs = self->view->runs;
    gsize end = self->text->len, start = end - length;
    if (!self->fresh && runs->len > 0) {
        Run *last = &g_array_index(runs, Run, runs->len - 1);
        if (last->style == self->style && last->link == self->link && last->part == self->part) {
            last->end = end;
            return;
        }
    }
    self->fresh = FALSE;
    Run run = {start, end, source, self->part, self->link, self->style};
    g_array_append_val(runs, run);
}

static void grow_link(ViewBuilder *self, gsize start) {
    if (self->link < 0)
        return;
    Link *link = g_ptr_array_index(self->view->links, (guint)self->link);
    if (link->start == link->end)
        link->start = start;
    link->end = self->text->len;
}

void builder_text(ViewBuilder *self, const char *text, gsize length, gsize source, gboolean pre) {
    const char *end = text + length;
    for (const char *at = text; at < end;) {
        const char *from = at;
        /* The common case in bulk: printable ASCII. */
        while (at < end && *at > 0x20 && *at < 0x7f)
            at++;
        gunichar c = 0;
        if (at == from) {
            c = (guchar)*at < 0x80 ? (gunichar)*at : g_utf8_get_char(at);
            at = (guchar)*at < 0x80 ? at + 1 : g_utf8_next_char(at);
            if (is_space(c)) {
                builder_break(self, pre && c == '\n' ? BREAK_LINE : BREAK_SPACE);
                continue;
            }
            /* Joiners shape the letters beside them; beside white space they are padding. */
            if (builder_is_padding(c) || ((c == 0x200c || c == 0x200d) && self->pending != BREAK_NONE) ||
                c < 0x20 || c == 0x7f)
                continue;
        }
        if (self->pending != BREAK_NONE && self->text->len > 0)
            g_string_append_c(self->text, self->pending == BREAK_LINE ? '\n' : ' ');
        self->pending = BREAK_NONE;
        gsize start = self->text->len;
        g_string_append_len(self->text, from, at - from);
        add_to_run(self, self->text->len - start, source + (gsize)(from - text));
        grow_link(self, start);
    }
}

static void link_free(gpointer data) {
    Link *self = data;
    g_free(self->href);
    g_free(self->scheme);
    g_free(self->host);
    g_free(self->title);
    g_free(self->image_alt);
    g_free(self);
}

static void image_free(gpointer data) {
    Image *self = data;
    g_free(self->src);
    g_free(self->alt);
    g_free(self);
}

static void hidden_free(gpointer data) {
    HiddenBlock *self = data;
    g_free(self->text);
    g_free(self);
}

static void active_free(gpointer data) {
    Active *self = data;
    g_free(self->what);
    g_free(self);
}

/* Each link shows itself in the style of its longest run, and is hidden where nothing of it shows. */
static void finish_links(View *self) {
    g_autofree gsize *longest = g_new0(gsize, self->links->len + 1);
    for (guint i = 0; i < self->runs->len; i++) {
        const Run *run = &g_array_index(self->runs, Run, i);
        if (run->link >= 0 && run->end - run->start > longest[run->link]) {
            longest[run->link] = run->end - run->start;
            ((Link *)g_ptr_array_index(self->links, (guint)run->link))->style = run->style;
        }
    }
    for (guint i = 0; i < self->links->len; i++) {
        Link *link = g_ptr_array_index(self->links, i);
        link->hidden = link->start == link->end && link->images == 0;
    }
}

/* Mail programs preview what stands first; a hidden block within the first 40 words is that. */
static void find_preheader(View *self) {
    if (self->hidden->len == 0)
        return;
    const HiddenBlock *first = g_ptr_array_index(self->hidden, 0);
    guint words = 0;
    for (gsize i = 0; i < first->at && words <= 40; i++)
        words += self->text[i] == ' ' || self->text[i] == '\n';
    if (words <= 40)
        self->preheader = first->text;
}

View *view_new(const GPtrArray *parts) {
    View *self = g_new0(View, 1);
    self->parts = g_ptr_array_new();
    self->runs = g_array_new(FALSE, FALSE, sizeof(Run));
    self->links = g_ptr_array_new_with_free_func(link_free);
    self->images = g_ptr_array_new_with_free_func(image_free);
    self->hidden = g_ptr_array_new_with_free_func(hidden_free);
    self->active = g_ptr_array_new_with_free_func(active_free);
    ViewBuilder builder = {.view = self, .text = g_string_new(NULL), .link = -1, .fresh = TRUE};
    builder.styles = g_hash_table_new_full(style_hash, style_equal, g_free, NULL);
    for (guint i = 0; i < parts->len && builder.text->len < LIMIT_TEXT_OCTETS; i++) {
        const Part *part = g_ptr_array_index(parts, i);
        g_ptr_array_add(self->parts, (gpointer)part);
        builder.part = i;
        builder.fresh = TRUE;
        builder_break(&builder, BREAK_LINE);
        gsize start = builder.text->len;
        if (part_is(part, "text", "html")) {
            view_render_html(&builder, part);
            self->html_octets = MAX(self->html_octets, part_text(part)->length);
        } else
            view_render_plain(&builder, part);
        view_autolink(&builder, start, builder.text->len);
    }
    self->length = builder.text->len;
    self->text = g_string_free(builder.text, FALSE);
    self->styles = (struct Styles *)builder.styles;
    finish_links(self);
    find_preheader(self);
    return self;
}

void view_free(View *self) {
    if (self == NULL)
        return;
    g_ptr_array_unref(self->parts);
    g_free(self->text);
    g_array_unref(self->runs);
    g_ptr_array_unref(self->links);
    g_ptr_array_unref(self->images);
    g_ptr_array_unref(self->hidden);
    g_ptr_array_unref(self->active);
    g_hash_table_unref((GHashTable *)self->styles);
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
    return low > 0 ? &g_array_index(self->runs, Run, low - 1) : NULL;
}

/* The source octet that octet `at` of the view's text came from: text and source are walked side by
 * side from the run's start, past tags and comments, folded white space, padding and references. */
static gsize source_of(const View *self, const Run *run, gsize at) {
    const Part *part = g_ptr_array_index(self->parts, run->part);
    const Text *source = part_text(part);
    gboolean html = part_is(part, "text", "html");
    const char *s = source->utf8 + MIN(run->source, source->length), *end = source->utf8 + source->length;
    gsize stop = MIN(at, run->end);
    for (gsize i = run->start; i < stop && s < end;) {
        gunichar want = g_utf8_get_char(self->text + i);
        gunichar c = g_utf8_get_char(s);
        if (want == ' ' || want == '\n') {
            while (s < end && g_utf8_get_char(s) != want && is_space(g_utf8_get_char(s)))
                s = g_utf8_next_char(s);
            if (s < end && is_space(g_utf8_get_char(s)))
                s = g_utf8_next_char(s);
            i++;
            continue;
        }
        if (html && c == '<' && want != '<') {
            const char *close = memchr(s, '>', (gsize)(end - s));
            s = close != NULL ? close + 1 : end;
        } else if (html && c == '&' && (gsize)(end - s) > 2 && (g_ascii_isalpha(s[1]) || s[1] == '#')) {
            const char *close = memchr(s, ';', MIN((gsize)(end - s), 32));
            s = close != NULL ? close + 1 : s + 1;
            i = (gsize)(g_utf8_next_char(self->text + i) - self->text);
        } else {
            s = g_utf8_next_char(s);
            if (c == want)
                i = (gsize)(g_utf8_next_char(self->text + i) - self->text);
        }
    }
    while (s < end && at > run->start && at < run->end && is_space(g_utf8_get_char(s)))
        s = g_utf8_next_char(s);
    return (gsize)(s - source->utf8);
}

Place view_place(const View *self, gsize start, gsize end) {
    const Run *first = view_run_at(self, start);
    const Run *last = view_run_at(self, end > start ? end - 1 : start);
    if (first == NULL || last == NULL)
        return (Place){{0, 0}, NULL};
    const Part *part = g_ptr_array_index(self->parts, first->part);
    gsize from = source_of(self, first, start);
    gsize to = last->part == first->part ? source_of(self, last, end) : part_text(part)->length;
    Span span = text_span(part, from, MAX(to, from));
    return (Place){span, part->section};
}

void view_sentence(const View *self, gsize start, gsize end, gsize *ret_start, gsize *ret_end) {
    const char *text = self->text;
    while (start > 0) {
        char before = text[start - 1];
        if (before == '\n' || ((before == '.' || before == '!' || before == '?') &&
                               start < self->length && text[start] == ' '))
            break;
        start--;
    }
    while (end < self->length && text[end] != '\n') {
        end++;
        if (strchr(".!?", text[end - 1]) != NULL && (end == self->length || text[end] == ' '))
            break;
    }
    while (start < end && text[start] == ' ')
        start++;
    *ret_start = start;
    *ret_end = end;
}

void view_line(const View *self, gsize start, gsize end, gsize *ret_start, gsize *ret_end) {
    while (start > 0 && self->text[start - 1] != '\n')
        start--;
    while (end < self->length && self->text[end] != '\n')
        end++;
    *ret_start = start;
    *ret_end = end;
}
