/* view-builder.h - how a View grows; for render.c (HTML), plain.c and autolink.c only. */
#ifndef SPAMLINT_MESSAGE_VIEW_VIEW_BUILDER_H
#define SPAMLINT_MESSAGE_VIEW_VIEW_BUILDER_H

#include "message/view/view.h"

typedef enum { BREAK_NONE, BREAK_SPACE, BREAK_LINE } Break;

/* From octet `text` of View.text on, octets come one to one from octet `source` of the part's text;
 * with `opaque` they all stem from the character reference or tag that stands there. */
typedef struct {
    guint32 text;
    guint32 source : 31;
    guint32 opaque : 1;
} ViewSegment;

typedef struct {
    View *view;
    GString *text;
    guint part;         /* index of the part in work */
    gint link;          /* link that the text to come belongs to, or -1 */
    const Style *style; /* of the text to come */
    gboolean pre;       /* line breaks of the text to come are kept */
    Break pending;      /* white space owed before the next visible character */
    guint joiners;      /* zero-width joiners since the last visible character */
    gsize joiner_source;
    char joiner[3];
} ViewBuilder;

/* The interned style equal to *style. */
const Style *builder_style(ViewBuilder *self, const Style *style);
/* Owes at least this much white space. */
void builder_break(ViewBuilder *self, Break kind);
/* Appends visible text, white space folded, what shows nothing dropped. `source`: the octet of the
 * part's text that it comes from; `opaque`: all of it comes from the reference or tag there. */
void builder_text(ViewBuilder *self, const char *text, gsize length, gsize source, gboolean opaque);
/* Adds a link that has no text yet. Its index, or -1 where
 * LIMIT_VIEW_ITEMS is reached. */
gint builder_link(ViewBuilder *self, LinkKind kind, const char *href, gsize html_offset,
                  Span source);

/* Appends a part: render.c and plain.c. */
void view_render_html(ViewBuilder *self, const Part *part);
void view_render_plain(ViewBuilder *self, const Part *part);
/* Makes links of the URLs and addresses in the text from octet `start` on that no link holds. */
void view_autolink(ViewBuilder *self, gsize start);

#endif
