/* html-stack.h - the open elements of an HTML part, with their computed styles.
 *
 * What a tree builder does to tags that do not match (WHATWG HTML section 13.2.6), reduced to what
 * changes text, links and style: implied ends, end tags that reach only so far, and formatting
 * elements that end under elements still open.
 */
#ifndef SPAMLINT_MESSAGE_VIEW_HTML_STACK_H
#define SPAMLINT_MESSAGE_VIEW_HTML_STACK_H

#include "message/view/css.h"
#include "message/view/html.h"
#include "message/view/style.h"

#include <glib.h>

typedef struct {
    const Element *element; /* NULL: unknown, known by its name */
    const char *name;
    gsize name_length;
    CssCascade cascade, media; /* what is declared for it, kept: its parent may go before it does */
    Computed computed;
    const Style *style; /* interned; NULL: no text asked for it yet */
    gint link;          /* link that its text belongs to, or -1 */
    gboolean owns_link; /* it is that link's element */
    gint form;          /* link of the form around it, or -1 */
    gboolean silent;    /* in an element whose text nobody is meant to see, shown or hidden */
    gint block;         /* hidden block that text of the outermost hiding element goes to, or -1 */
} Frame;

typedef struct {
    GArray *frames; /* of Frame; 0 is html, 1 is body, both there from the start */
    GArray *path;   /* of CssElement, of the same elements */
    guint open[16]; /* open elements by the bit of their group */
    /* Called for each element that ends, after it is gone. */
    void (*ended)(gpointer data, const Computed *computed);
    gpointer data;
} HtmlStack;

void html_stack_init(HtmlStack *self);
void html_stack_clear(HtmlStack *self);
guint html_stack_depth(const HtmlStack *self);
Frame *html_stack_frame(const HtmlStack *self, guint n);
Frame *html_stack_top(const HtmlStack *self);

/* Ends what the start tag of `element` (NULL: unknown, ends nothing) ends by itself. */
void html_stack_imply_ends(HtmlStack *self, const Element *element);
/* Puts an element on top, which inherits from the one below; its cascade is to be filled, then
 * html_stack_compute() called. */
Frame *html_stack_push(HtmlStack *self, const HtmlTag *tag);
/* Computes the style of frame n from its cascade and its parent. */
void html_stack_compute(HtmlStack *self, guint n);
/* Ends the elements that an end tag ends. FALSE where it ends none. */
gboolean html_stack_close(HtmlStack *self, const HtmlTag *tag);
void html_stack_pop(HtmlStack *self);

#endif
