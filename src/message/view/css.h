/* css.h - style rules of an HTML part, and what they declare for an element.
 *
 * Selectors of type, class, id, attribute, :link, and descendants and children of them, with
 * their specificity (Selectors 4).  Rules are indexed by their last compound selector, so that an
 * element looks only at rules that may match it.  What is not understood (siblings, :hover, …) is
 * left out rather than applied too widely.  Rules inside an @media with a condition are kept apart:
 * they only tell whether what is hidden here is shown on some screen.
 */
#ifndef SPAMLINT_MESSAGE_VIEW_CSS_H
#define SPAMLINT_MESSAGE_VIEW_CSS_H

#include "message/view/css-value.h"

#include <glib.h>

typedef struct Stylesheet Stylesheet;

/* An element as selectors see it: numbers of the names that some selector mentions; 0: none. */
#define CSS_ELEMENT_CLASSES 14
typedef struct {
    guint type, id;
    guint n_classes; /* classes and attribute conditions */
    guint classes[CSS_ELEMENT_CLASSES];
} CssElement;

Stylesheet *stylesheet_new(void);
void stylesheet_free(Stylesheet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Stylesheet, stylesheet_free)
/* Adds the rules of one style element with its media attribute (length 0: none). FALSE where a
 * LIMIT_CSS_… was reached; the rules up to there count. */
gboolean stylesheet_add(Stylesheet *self, const char *css, gsize length, const char *media,
                        gsize media_length);
gboolean stylesheet_is_empty(const Stylesheet *self);
/* LIMIT_CSS_COMPARISONS was reached. */
gboolean stylesheet_is_exhausted(const Stylesheet *self);
/* `attributes`: pairs of name (lower case) and value or NULL, then NULL; or NULL: none at all. */
void stylesheet_element(const Stylesheet *self, const char *type, gsize type_length,
                        const char *const *attributes, CssElement *ret_element);
/* Adds to `cascade` what the rules declare for the last of `path` (outermost first, n >= 1), and to
 * `media` (NULL: nobody asks) what the rules inside @media declare that does not hide. Nothing from
 * LIMIT_CSS_COMPARISONS on. */
void stylesheet_match(Stylesheet *self, const CssElement *path, gsize n, CssCascade *cascade,
                      CssCascade *media);

#endif
