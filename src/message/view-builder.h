/* view-builder.h - how a View grows: used by render.c (HTML) and plain.c (plain text) only. */
#ifndef SPAMLINT_MESSAGE_VIEW_BUILDER_H
#define SPAMLINT_MESSAGE_VIEW_BUILDER_H

#include "message/view.h"

typedef enum { BREAK_NONE, BREAK_SPACE, BREAK_LINE } Break;

/* A run that must not be joined to the one before it. */
typedef struct {
    View *view;
    GString *text;
    guint part;         /* index of the part in work */
    gint link;          /* link that visible text now belongs to, or -1 */
    const Style *style; /* of the text to come */
    Break pending;      /* white space owed before the next visible character */
    gboolean fresh;     /* the next character begins a new run */
    GHashTable *styles; /* interned: Style → itself */
} ViewBuilder;

/* The interned style equal to *style. */
const Style *builder_style(ViewBuilder *self, const Style *style);
/* Owes at least this much white space. */
void builder_break(ViewBuilder *self, Break kind);
/* Appends visible text, white space folded (kept as lines where `pre`), padding characters dropped.
 * `source` is the octet of the part's text that it begins at. */
void builder_text(ViewBuilder *self, const char *text, gsize length, gsize source, gboolean pre);
/* Characters that fill preheaders and show nothing: zero-width space, soft hyphen, … */
gboolean builder_is_padding(gunichar c);

/* Appends the part's text. */
void view_render_html(ViewBuilder *self, const Part *part);
void view_render_plain(ViewBuilder *self, const Part *part);
/* Adds LINK_TEXT links for URLs and addresses in octets [start, end) of the text that no link holds. */
void view_autolink(ViewBuilder *self, gsize start, gsize end);

#endif
