/* html-scan.h - where the tags of an HTML source stand.
 *
 * The tokenizer of WHATWG HTML section 13.2.5 as far as mail needs it: tags, text, and what is
 * never text (comments, style, script, title).  It is our own because no parser at hand tells the
 * octets of attributes and of character references, and because those at hand are quadratic on
 * crafted input and read comments, references and end tags differently from version to version. One
 * pass, linear in the source whatever it holds.
 */
#ifndef SPAMLINT_MESSAGE_VIEW_HTML_SCAN_H
#define SPAMLINT_MESSAGE_VIEW_HTML_SCAN_H

#include "message/view/element.h"

#include <glib.h>

typedef enum {
    HTML_START, /* <name …> */
    HTML_END,   /* </name …> */
    HTML_SKIP,  /* a comment, declaration, or content that is never text */
    HTML_STYLE, /* the content of a style element */
} HtmlTokenKind;

typedef struct {
    HtmlTokenKind kind;
    guint32 start, end;     /* octets of the source */
    guint32 name_length;    /* of the name behind "<" or "</"; 0 for SKIP and STYLE */
    const Element *element; /* NULL: unknown, or SKIP and STYLE */
} HtmlToken;

/* Cuts `length` octets (under 4 GiB) of a source. What lies between two tokens is text. Stops at
 * LIMIT_HTML_NODES: *ret_truncated; the last token is then a SKIP to the end. Given away: an array
 * of HtmlToken. */
GArray *html_scan(const char *source, gsize length, gboolean *ret_truncated);

/* The places of one attribute within the source; the value without quotes. */
typedef struct {
    gsize name, name_end;
    gsize value, value_end; /* equal and behind the name where there is no value */
} HtmlAttributeSpan;

/* Reads the attribute at or after *at of a tag that ends (behind its ">") at `end`, and sets *at
 * behind it. FALSE: no more. Begin with *at behind the tag's name. */
gboolean html_attribute_next(const char *source, gsize end, gsize *at, HtmlAttributeSpan *ret_span);
/* The first attribute of that name (lower case) of the start tag [start, end). */
gboolean html_attribute_find(const char *source, gsize start, gsize end, const char *name,
                             HtmlAttributeSpan *ret_span);

/* The character reference at `text` ("&amp;", "&#160;"): how many octets it takes, its UTF-8 in
 * `out` and that one's length; 0: it is none. `attribute`: in a value, where "&copy=1" is none. */
#define HTML_REFERENCE_MAX 16
gsize html_reference(const char *text, gsize length, gboolean attribute,
                     char out[HTML_REFERENCE_MAX], gsize *ret_length);

#endif
