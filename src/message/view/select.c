/* select.c - which parts of a MIME tree a mail program shows as the message. */
#include "message/view/select.h"

#include <string.h>

typedef struct {
    GPtrArray *shown, *plain;
} Selection;

/* A leaf that can be shown as text: AMP, calendar, enriched and the like are not. */
static gboolean is_shown(const Part *part) {
    return (part_is(part, "text", "html") || part_is(part, "text", "plain") ||
            part_is(part, "text", "markdown")) &&
           !part_is_attachment(part);
}

/* How well a mail program likes an alternative: it shows the best, the last of equals. */
static int rank(const Part *part) {
    if (part->children->len == 0)
        return !is_shown(part) ? 0 : part_is(part, "text", "html") ? 2 : 1;
    if (!g_str_equal(part->type, "multipart"))
        return 0;
    int best = 0;
    for (guint i = 0; i < part->children->len; i++)
        best = MAX(best, rank(g_ptr_array_index(part->children, i)));
    return best;
}

static void walk(const Part *part, Selection *out, gboolean as_plain) {
    if (part->children->len == 0) {
        if (is_shown(part))
            g_ptr_array_add(as_plain ? out->plain : out->shown, (gpointer)part);
        return;
    }
    if (!g_str_equal(part->type, "multipart"))
        return; /* an attached message is not this one */
    if (g_str_equal(part->subtype, "alternative")) {
        const Part *best = NULL;
        int best_rank = 0;
        for (guint i = 0; i < part->children->len; i++) {
            const Part *child = g_ptr_array_index(part->children, i);
            int r = rank(child);
            if (r > 0 && r >= best_rank) {
                best = child;
                best_rank = r;
            }
        }
        for (guint i = 0; i < part->children->len; i++) {
            const Part *child = g_ptr_array_index(part->children, i);
            if (child == best)
                walk(child, out, as_plain);
            else if (best_rank > 1 && rank(child) == 1)
                walk(child, out, TRUE);
        }
        return;
    }
    gboolean only_first =
        g_str_equal(part->subtype, "signed") || g_str_equal(part->subtype, "report");
    for (guint i = 0; i < part->children->len && (i == 0 || !only_first); i++)
        walk(g_ptr_array_index(part->children, i), out, as_plain);
}

void view_select(const Part *judged, GPtrArray **ret_shown, GPtrArray **ret_plain) {
    Selection out = {g_ptr_array_new(), g_ptr_array_new()};
    walk(judged, &out, FALSE);
    *ret_shown = out.shown;
    *ret_plain = out.plain;
}
