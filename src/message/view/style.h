/* style.h - the computed style of an element, as far as it decides what is visible.
 *
 * What an element declares is laid over what its parent passes on (CSS Cascade 4 section 7), and it
 * is decided whether text in it can be seen.  Some things hide all below them (display, opacity, a
 * box of no height that clips); some are only passed on and can be taken back by a child
 * (visibility, font size, colour): a wrapper of size 0 whose cells set a size hides nothing.
 */
#ifndef SPAMLINT_MESSAGE_VIEW_STYLE_H
#define SPAMLINT_MESSAGE_VIEW_STYLE_H

#include "message/view/css-value.h"
#include "message/view/element.h"
#include "message/view/view.h"

#include <glib.h>

typedef struct {
    /* Passed on to children. */
    double font_px;
    guint32 color; /* before its opacity */
    double color_alpha;
    guint32 background;        /* of the nearest element that paints one */
    gboolean background_image; /* an image or gradient lies nearer than any colour */
    double opacity;            /* of all elements around, multiplied */
    gboolean invisible;        /* visibility */
    gboolean pre, monospace;
    gboolean flat;       /* line-height 0 */
    gboolean clipping;   /* in a box that clips what overflows */
    gboolean indented;   /* text-indent far outside */
    HiddenReason buried; /* hidden by an element around it; no child takes that back */
    /* Its own. */
    CssKeyword display;    /* NONE, INLINE, INLINE_BLOCK, BLOCK, TABLE, CELL */
    gboolean paints_image; /* has a background image itself */
    HiddenReason hidden;   /* why text right in it cannot be seen */
    gboolean media_shown;  /* `hidden`, and shown by what rules inside @media declare */
} Computed;

/* What stands around the root element: black 16 px on white. */
extern const Computed computed_initial;

/* The computed style of an element (NULL: unknown) below `parent`. `media`: what rules inside
 * @media declare, or NULL. */
void style_compute(Computed *ret_computed, const Computed *parent, const Element *element,
                   const CssCascade *cascade, const CssCascade *media);
/* TRUE where text of a hidden element is hidden already by what hides text of its parent. */
gboolean style_hides_alike(const Computed *computed, const Computed *parent);
/* The part of it that a run shows. */
Style style_of(const Computed *computed);

/* How hard a style is to read: the smaller of its size against 8 px and its contrast against 2:1.
 * Under 1 it falls short of one of them. */
double style_legibility(const Style *style);

#endif
