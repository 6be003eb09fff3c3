/* view-builder.c - the visible text, its runs and the way back to the source. */
#include "message/view/view-builder.h"

#include "limits.h"
#include "message/view/fold.h"
#include "message/view/link.h"
#include "message/view/style.h"

#include <string.h>

static guint hash_style(gconstpointer key) {
    const Style *style = key;
    return (guint)(style->font_px * 64) * 31u + style->color * 7u + style->background * 131u +
           (guint)style->hidden * 17u + (style->background_image ? 3u : 0u) +
           (style->monospace ? 5u : 0u);
}

static gboolean equal_styles(gconstpointer a, gconstpointer b) {
    const Style *one = a, *other = b;
    return one->font_px == other->font_px && one->color == other->color &&
           one->background == other->background &&
           one->background_image == other->background_image && one->monospace == other->monospace &&
           one->hidden == other->hidden && one->media_shown == other->media_shown;
}

const Style *builder_style(ViewBuilder *self, const Style *style) {
    if (self->view->styles == NULL)
        self->view->styles = g_hash_table_new_full(hash_style, equal_styles, g_free, NULL);
    const Style *known = g_hash_table_lookup(self->view->styles, style);
    if (known == NULL) {
        Style *copy = g_memdup2(style, sizeof *style);
        g_hash_table_add(self->view->styles, copy);
        known = copy;
    }
    return known;
}

void builder_break(ViewBuilder *self, Break kind) {
    self->pending = MAX(self->pending, kind);
    self->joiners = 0;
}

static void map(ViewBuilder *self, gsize source, gboolean opaque) {
    GArray *segments = self->view->map;
    gsize text = self->text->len;
    if (segments->len > 0 && !opaque) {
        const ViewSegment *last = &g_array_index(segments, ViewSegment, segments->len - 1);
        if (!last->opaque && text - last->text == source - last->source)
            return;
    }
    ViewSegment segment = {(guint32)text, (guint32)source & G_MAXINT32, opaque};
    g_array_append_val(segments, segment);
}

static gboolean has_letter(const char *text, gsize length) {
    for (gsize i = 0; i < length; i++)
        if (g_ascii_isalnum(text[i]) || (text[i] & 0x80))
            return TRUE;
    return FALSE;
}

/* The run that octets [start, end) of the text belong to. */
static void extend_run(ViewBuilder *self, gsize start, gsize end, gsize source) {
    GArray *runs = self->view->runs;
    Run *last = runs->len > 0 ? &g_array_index(runs, Run, runs->len - 1) : NULL;
    if (last != NULL && last->style == self->style && last->link == self->link &&
        last->part == self->part)
        last->end = end;
    else {
        Run run = {start, end, source, self->part, self->link, self->style};
        g_array_append_val(runs, run);
    }
}

static void extend_link(ViewBuilder *self, gsize start, gsize end) {
    Link *link = g_ptr_array_index(self->view->links, (guint)self->link);
    gboolean first = link->start == link->end;
    if (first)
        link->start = start;
    link->end = end;
    link->hidden = FALSE;
    if ((first || link->style != self->style) && has_letter(self->text->str + start, end - start) &&
        (first || style_legibility(self->style) < style_legibility(link->style)))
        link->style = self->style;
}

/* Appends octets that show, and what is owed before them. */
static void append(ViewBuilder *self, const char *text, gsize length, gsize source,
                   gboolean opaque) {
    if (self->pending != BREAK_NONE && self->text->len > 0)
        g_string_append_c(self->text, self->pending == BREAK_LINE ? '\n' : ' ');
    else if (self->joiners == 1 && fold_joins(self->text->str, self->text->len, text, length)) {
        map(self, self->joiner_source, FALSE);
        g_string_append_len(self->text, self->joiner, sizeof self->joiner);
    }
    self->pending = BREAK_NONE;
    self->joiners = 0;
    gsize start = self->text->len;
    map(self, source, opaque);
    g_string_append_len(self->text, text, (gssize)length);
    extend_run(self, start, self->text->len, source);
    if (self->link >= 0)
        extend_link(self, start, self->text->len);
}

/* One octet of eight each. */
#define EACH(octet) (0x0101010101010101u * (octet))

/* TRUE where eight octets are ASCII to keep and single spaces, the last of them no space. */
static gboolean is_plain(const char *text) {
    guint64 octets;
    memcpy(&octets, text, sizeof octets);
    if ((octets & EACH(0x80)) != 0 || ((octets + EACH(0x60)) & EACH(0x80)) != EACH(0x80))
        return FALSE; /* not ASCII, or a control character */
    guint64 others = octets ^ EACH(' ');
    guint64 spaces = ~(others + EACH(0x7f)) & EACH(0x80);
    return (spaces & spaces << 8) == 0 && text[7] != ' ';
}

/* Octets from `at`, which is to keep, on that are copied as they stand: characters to keep, and
 * single spaces between. */
static gsize plain_stretch(const char *text, gsize at, gsize length) {
    while (at < length) {
        if (length - at >= 8 && is_plain(text + at)) {
            at += 8;
            continue;
        }
        guint8 kind = fold_octet[(guint8)text[at]];
        if (kind == FOLD_KEEP)
            at++;
        else if (text[at] == ' ' && at + 1 < length &&
                 fold_octet[(guint8)text[at + 1]] == FOLD_KEEP)
            at += 2;
        else
            break;
    }
    return at;
}

void builder_text(ViewBuilder *self, const char *text, gsize length, gsize source,
                  gboolean opaque) {
    for (gsize i = 0; i < length;) {
        gsize n = fold_octet[(guint8)text[i]] == FOLD_KEEP ? plain_stretch(text, i, length) - i : 0;
        if (n > 0) {
            append(self, text + i, n, opaque ? source : source + i, opaque);
            i += n;
            continue;
        }
        switch (fold_character(text + i, length - i, &n)) {
        case FOLD_KEEP:
            append(self, text + i, n, opaque ? source : source + i, opaque);
            break;
        case FOLD_SPACE:
            builder_break(self, self->pre && text[i] == '\n' ? BREAK_LINE : BREAK_SPACE);
            break;
        case FOLD_JOINER:
            if (self->pending == BREAK_NONE && self->text->len > 0 && self->joiners++ == 0) {
                self->joiner_source = opaque ? source : source + i;
                memcpy(self->joiner, text + i, sizeof self->joiner);
            }
            break;
        case FOLD_DROP:
            break;
        }
        i += n;
    }
}

gint builder_link(ViewBuilder *self, LinkKind kind, const char *href, gsize html_offset,
                  Span source) {
    GPtrArray *links = self->view->links;
    if (links->len >= LIMIT_VIEW_ITEMS)
        return -1;
    g_autoptr(Url) url = url_parse(href);
    Link *link = g_new0(Link, 1);
    link->kind = kind;
    link->href = g_steal_pointer(&url->href);
    link->scheme = g_steal_pointer(&url->scheme);
    link->host = g_steal_pointer(&url->host);
    link->port = url->port;
    link->userinfo = url->has_userinfo;
    link->start = link->end = self->text->len;
    link->style = self->style;
    link->part = self->part;
    link->html_offset = html_offset;
    link->source = source;
    link->hidden = TRUE; /* until something of it is seen */
    g_ptr_array_add(links, link);
    return (gint)links->len - 1;
}
