/* html.h - an HTML source as a stream of tags and text, each with its place.
 *
 * The source is cut by html-scan.h as browsers cut it (WHATWG HTML section 13.2.5), in one pass
 * whose time is linear in the source whatever it holds, and every tag and text is told with its
 * octets in the UTF-8 source.  No tree is built and nothing is repaired: who listens keeps the
 * stack of open elements.
 */
#ifndef SPAMLINT_MESSAGE_VIEW_HTML_H
#define SPAMLINT_MESSAGE_VIEW_HTML_H

#include "message/view/element.h"

#include <glib.h>

typedef struct {
    const Element *element; /* NULL: an unknown element */
    const char *name;       /* in the source, any case, not NUL-terminated */
    gsize name_length;
    gsize start, end; /* octets of the source, from "<" to behind ">" */
    /* Pairs of name (lower case) and value (references decoded; NULL: no value), then NULL; valid
     * during the call. Of an end tag: NULL. */
    const char *const *attributes;
} HtmlTag;

typedef struct {
    /* The content of a style element; they come first, wherever they stand. */
    void (*style)(gpointer data, const char *css, gsize length, const char *media,
                  gsize media_length);
    void (*begin)(gpointer data); /* behind all styles, before all else */
    void (*open)(gpointer data, const HtmlTag *tag);
    void (*close)(gpointer data, const HtmlTag *tag);
    /* Text as it stands in the source at `start`; or, with `reference`, the decoded character
     * reference that stands there. */
    void (*text)(gpointer data, const char *text, gsize length, gsize start, gboolean reference);
} HtmlHandler;

/* Reads `length` octets of valid UTF-8 without NUL. FALSE where LIMIT_HTML_NODES stopped it. */
gboolean html_parse(const char *source, gsize length, const HtmlHandler *handler, gpointer data);

/* The value of an attribute of a tag, or NULL; "" where it stands without a value. */
const char *html_attribute(const HtmlTag *tag, const char *name);

#endif
