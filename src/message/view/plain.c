/* plain.c - plain text as its reader sees it: a line for each line, flowed paragraphs joined. */
#include "message/view/style.h"
#include "message/view/view-builder.h"

#include <string.h>

/* Quote marks of a line (RFC 3676 section 4.5); *ret_text is behind them and one space of
 * stuffing (4.4). */
static guint quote_depth(const char *line, gsize length, gsize *ret_text) {
    guint depth = 0;
    gsize i = 0;
    while (i < length && line[i] == '>')
        i++, depth++;
    if (i < length && line[i] == ' ')
        i++;
    *ret_text = i;
    return depth;
}

void view_render_plain(ViewBuilder *self, const Part *part) {
    const Text *source = part_text(part);
    const Style style = style_of(&computed_initial);
    self->style = builder_style(self, &style);
    self->link = -1;
    gsize start = self->text->len;
    guint flowing = 0; /* quote depth + 1 of the paragraph that goes on, or 0 */
    for (gsize i = 0; i < source->length;) {
        const char *line = source->utf8 + i;
        gsize length = strcspn(line, "\r\n"), skip = 0;
        if (!part->flowed) {
            builder_break(self, BREAK_LINE);
            builder_text(self, line, length, i, FALSE);
        } else {
            guint depth = quote_depth(line, length, &skip);
            gboolean signature = length - skip == 3 && memcmp(line + skip, "-- ", 3) == 0;
            gboolean flows = !signature && length > skip && line[length - 1] == ' ';
            if (flowing != depth + 1 || signature) {
                builder_break(self, BREAK_LINE);
                builder_text(self, line, depth, i, FALSE);
                if (depth > 0)
                    builder_break(self, BREAK_SPACE);
            }
            gsize shown = flows && part->delsp ? length - 1 : length;
            builder_text(self, line + skip, shown - skip, i + skip, FALSE);
            flowing = flows ? depth + 1 : 0;
        }
        i += length;
        i += i < source->length && source->utf8[i] == '\r' && source->utf8[i + 1] == '\n' ? 2 : 1;
    }
    builder_break(self, BREAK_LINE);
    view_autolink(self, start);
}
