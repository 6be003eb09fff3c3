/* css.h - as much of CSS as decides what a reader of mail sees.
 *
 * Declarations are parsed into a Declared, a record of the few properties that hide, colour or size
 * text; style rules are indexed by their last compound selector, so that an element looks only at
 * rules that may match it.  Rules inside an @media with a condition are kept apart: they tell
 * only whether something hidden is shown on some screen.
 */
#ifndef SPAMLINT_MESSAGE_CSS_H
#define SPAMLINT_MESSAGE_CSS_H

#include <glib.h>

typedef enum {
    CSS_DISPLAY,
    CSS_VISIBILITY,
    CSS_OPACITY,
    CSS_FONT_SIZE,
    CSS_COLOR,
    CSS_BACKGROUND_COLOR,
    CSS_BACKGROUND_IMAGE,
    CSS_WIDTH,
    CSS_HEIGHT,
    CSS_MAX_WIDTH,
    CSS_MAX_HEIGHT,
    CSS_OVERFLOW,
    CSS_TEXT_INDENT,
    CSS_POSITION,
    CSS_LEFT,
    CSS_TOP,
    CSS_CLIP,
    CSS_WHITE_SPACE,
    CSS_PROPERTIES,
} CssProperty;

typedef enum { UNIT_PX, UNIT_EM, UNIT_REM, UNIT_PERCENT } CssUnit;
typedef enum { DISPLAY_NONE, DISPLAY_INLINE, DISPLAY_BLOCK } CssDisplay;

/* The properties that are set, and their values; a bit of `set` for each CssProperty. */
typedef struct {
    guint32 set, important;
    CssDisplay display;
    gboolean hidden;           /* visibility: hidden or collapse */
    double opacity;
    double font_size;          /* in font_unit */
    CssUnit font_unit;
    guint32 color, background; /* 0xRRGGBB */
    double color_alpha, background_alpha;
    gboolean color_inherit;    /* color: inherit */
    gboolean background_image; /* an image or gradient; FALSE: none */
    double length[CSS_PROPERTIES]; /* px, of WIDTH … TOP; INFINITY: auto, %, or unknown */
    gboolean overflow_hidden, positioned, clipped, pre;
} Declared;

/* Parses "name: value; …" (a style attribute, or a rule's block) over what is already there. */
void declared_parse(Declared *declared, const char *css, gsize length);
/* Lays `over` on `under`: importance first, then order (CSS Cascade 4 section 6). */
void declared_merge(Declared *under, const Declared *over);

typedef struct Stylesheet Stylesheet;

/* An element as selectors see it. Strings are interned in the stylesheet; 0: none it knows. */
#define CSS_ELEMENT_CLASSES 8
typedef struct {
    guint type, id;
    guint classes[CSS_ELEMENT_CLASSES];
} CssElement;

Stylesheet *stylesheet_new(void);
void stylesheet_free(Stylesheet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Stylesheet, stylesheet_free)
/* Adds the rules of one style element. Bounded by LIMIT_CSS_…; FALSE where a limit was reached. */
gboolean stylesheet_add(Stylesheet *self, const char *css, gsize length);
gboolean stylesheet_is_empty(const Stylesheet *self);
/* `class_attribute` and `id` may be NULL. */
CssElement stylesheet_element(const Stylesheet *self, const char *type, const char *id,
                              const char *class_attribute);
/* What the rules declare for the last of `path` (outermost first, n >= 1 elements).
 * *ret_media_shown: a rule inside @media displays it. */
void stylesheet_match(const Stylesheet *self, const CssElement *path, gsize n, Declared *ret_declared,
                      gboolean *ret_media_shown);

#endif
