/* html.h - HTML as a stream of events with their places, from libxml2's SAX parser.
 *
 * Wraps what was measured about libxml2 (2.9 to 2.14): it is fed valid UTF-8, told not to look for
 * another encoding, stopped at the limits of limits.h (it is quadratic in depth and attributes), and
 * the place of each event is worked out from its input pointer.  What libxml2 versions do
 * differently (content of title, textarea, noscript) is given to nobody.
 */
#ifndef SPAMLINT_MESSAGE_HTML_H
#define SPAMLINT_MESSAGE_HTML_H

#include <glib.h>

typedef struct {
    /* An element begins. `attributes`: name, value, name, value …, NULL (values may be NULL); names in
     * lower case. [start, end) is its tag in the source; start == end for an implied element. */
    void (*start)(gpointer data, const char *name, const char *const *attributes, gsize start, gsize end);
    void (*end)(gpointer data, const char *name);
    /* Character data, references decoded, that came from source octets [start, end). */
    void (*text)(gpointer data, const char *text, gsize length, gsize start, gsize end);
} HtmlHandler;

/* Parses `length` octets of valid UTF-8 without NUL. FALSE where a limit stopped it. */
gboolean html_parse(const char *utf8, gsize length, const HtmlHandler *handler, gpointer data);
/* Calls `sheet` with the content of each style element, comments passed over. */
void html_styles(const char *utf8, gsize length,
                 void (*sheet)(gpointer data, const char *css, gsize length), gpointer data);
/* The octets of an attribute's value, without quotes, in the tag source[start, end). FALSE: not there. */
gboolean html_attribute_span(const char *source, gsize start, gsize end, const char *name,
                             gsize *ret_start, gsize *ret_end);
/* The element has no end tag (HTML, 13.1.2 void elements). */
gboolean html_is_void(const char *name);

#endif
