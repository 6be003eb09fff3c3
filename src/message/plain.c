/* plain.c - plain text as its reader sees it: lines, and links that mail programs make of URLs. */
#include "limits.h"
#include "message/link.h"
#include "message/view-builder.h"

#include <string.h>

/* Quote depth of a line (RFC 3676 section 4.5); *ret_text is behind the marks and one space. */
static guint quote_depth(const char *line, gsize length, gsize *ret_text) {
    guint depth = 0;
    gsize i = 0;
    while (i < length && line[i] == '>')
        i++, depth++;
    if (depth > 0 && i < length && line[i] == ' ')
        i++;
    *ret_text = i;
    return depth;
}

void view_render_plain(ViewBuilder *self, const Part *part) {
    const Text *source = part_text(part);
    Style style;
    memset(&style, 0, sizeof style);
    style.font_px = 16;
    style.background = 0xffffff;
    self->style = builder_style(self, &style);
    self->link = -1;
    guint flowing = 0; /* quote depth + 1 of the paragraph that goes on, or 0 */
    for (gsize i = 0; i < source->length;) {
        gsize length = strcspn(source->utf8 + i, "\r\n");
        const char *line = source->utf8 + i;
        gsize skip = 0;
        guint depth = part->flowed ? quote_depth(line, length, &skip) : 0;
        gboolean signature = length >= 3 && memcmp(line, "-- ", 3) == 0 && length == 3;
        if (flowing != depth + 1 || signature)
            builder_break(self, BREAK_LINE);
        self->fresh = TRUE;
        if (part->flowed && skip < length && depth == 0 && line[0] == ' ')
            skip = 1; /* space-stuffed, RFC 3676 section 4.4 */
        if (flowing != depth + 1 && depth > 0)
            builder_text(self, line, skip, i, FALSE);
        gboolean flows = part->flowed && !signature && length > skip && line[length - 1] == ' ';
        gsize shown = flows && part->delsp ? length - 1 : length;
        builder_text(self, line + skip, shown - skip, i + skip, FALSE);
        flowing = flows ? depth + 1 : 0;
        i += length;
        if (i < source->length && source->utf8[i] == '\r')
            i++;
        if (i < source->length && source->utf8[i] == '\n' && (i == 0 || source->utf8[i - 1] == '\r' || length == strcspn(line, "\n")))
            i++;
    }
    builder_break(self, BREAK_LINE);
}

static gboolean is_url_char(char c) {
    return (guchar)c > 0x20 && c != 0x7f && strchr("<>\"`{}|\\^", c) == NULL;
}

static gboolean is_atext(char c) {
    return g_ascii_isalnum(c) || (c & 0x80) || strchr("!#$%&'*+-/=?^_`{|}~.", c) != NULL;
}

/* Punctuation that ends the sentence and not the URL; a ")" belongs to it only with its "(". */
static gsize trim_url(const char *text, gsize start, gsize end) {
    while (end > start) {
        char c = text[end - 1];
        gboolean closing = c == ')' && memchr(text + start, '(', end - start) == NULL;
        if (!closing && strchr(".,;:!?'\"]*>", c) == NULL)
            break;
        end--;
    }
    return end;
}

static void add_text_link(ViewBuilder *self, gsize start, gsize end, const char *prefix) {
    View *view = self->view;
    const Run *run = NULL;
    guint low = 0, high = view->runs->len;
    while (low < high) {
        guint middle = (low + high) / 2;
        if (g_array_index(view->runs, Run, middle).start <= start)
            low = middle + 1;
        else
            high = middle;
    }
    if (low > 0)
        run = &g_array_index(view->runs, Run, low - 1);
    if (run == NULL || run->link >= 0 || view->links->len >= LIMIT_VIEW_ITEMS)
        return;
    g_autofree char *text = g_strndup(self->text->str + start, end - start);
    g_autofree char *href = g_strconcat(prefix, text, NULL);
    g_autoptr(Url) url = url_parse(href);
    Link *link = g_new0(Link, 1);
    link->kind = LINK_TEXT;
    link->href = g_steal_pointer(&url->href);
    link->scheme = g_steal_pointer(&url->scheme);
    link->host = g_steal_pointer(&url->host);
    link->start = start;
    link->end = end;
    link->style = run->style;
    link->part = run->part;
    const Part *part = g_ptr_array_index(view->parts, run->part);
    gsize source = run->source + (start - run->start);
    link->html_offset = source;
    link->place = (Place){text_span(part, source, source + (end - start)), part->section};
    g_ptr_array_add(view->links, link);
}

void view_autolink(ViewBuilder *self, gsize start, gsize end) {
    const char *text = self->text->str;
    for (gsize i = start; i < end; i++) {
        char c = text[i];
        gboolean begins = i == start || !(g_ascii_isalnum(text[i - 1]) || text[i - 1] == '@');
        if ((c == 'h' || c == 'H' || c == 'm' || c == 'M' || c == 'w' || c == 'W') && begins) {
            static const struct {
                const char *text, *prefix;
            } heads[] = {{"http://", ""}, {"https://", ""}, {"mailto:", ""}, {"www.", "http://"}};
            for (gsize k = 0; k < G_N_ELEMENTS(heads); k++) {
                gsize n = strlen(heads[k].text);
                if (end - i <= n || g_ascii_strncasecmp(text + i, heads[k].text, n) != 0)
                    continue;
                gsize stop = i + n;
                while (stop < end && is_url_char(text[stop]))
                    stop++;
                stop = trim_url(text, i, stop);
                if (stop > i + n)
                    add_text_link(self, i, stop, heads[k].prefix);
                i = MAX(stop, i + n) - 1;
                break;
            }
        } else if (c == '@' && i > start && i + 1 < end && g_ascii_isalnum(text[i + 1])) {
            gsize from = i, to = i + 1;
            while (from > start && i - from < 64 && is_atext(text[from - 1]))
                from--;
            while (to < end && to - i < 255 && (g_ascii_isalnum(text[to]) || strchr("-._", text[to]) || (text[to] & 0x80)))
                to++;
            /* The bounds of octets may have cut a character in two. */
            while (from < i && ((guchar)text[from] & 0xc0) == 0x80)
                from++;
            while (to > i && to < end && ((guchar)text[to] & 0xc0) == 0x80)
                to--;
            while (to > i && strchr(".-_", text[to - 1]) != NULL)
                to--;
            if (from < i && memchr(text + i, '.', to - i) != NULL)
                add_text_link(self, from, to, "mailto:");
            i = to > i ? to - 1 : i;
        }
    }
}
