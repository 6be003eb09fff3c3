/* css-value.h - the CSS properties that hide, size or colour text, and their values.
 *
 * A declaration is one property with its value; the cascade (CSS Cascade 4 section 6) keeps for
 * each property the declaration that weighs most.  Nothing else of CSS is read.
 */
#ifndef SPAMLINT_MESSAGE_VIEW_CSS_VALUE_H
#define SPAMLINT_MESSAGE_VIEW_CSS_VALUE_H

#include <glib.h>

typedef enum {
    CSS_DISPLAY,
    CSS_VISIBILITY,
    CSS_OPACITY,
    CSS_FONT_SIZE,
    CSS_LINE_HEIGHT,
    CSS_COLOR,
    CSS_BACKGROUND_COLOR,
    CSS_BACKGROUND_IMAGE,
    CSS_WIDTH,
    CSS_HEIGHT,
    CSS_MAX_WIDTH,
    CSS_MAX_HEIGHT,
    CSS_OVERFLOW,
    CSS_TEXT_INDENT,
    CSS_MARGIN_LEFT,
    CSS_POSITION,
    CSS_FLOAT,
    CSS_LEFT,
    CSS_TOP,
    CSS_CLIP,
    CSS_WHITE_SPACE,
    CSS_PROPERTIES,
} CssProperty;

typedef enum {
    CSS_KEYWORD, /* one of CssKeyword */
    CSS_PX,      /* pixels; the bare number of opacity */
    CSS_EM,      /* times the font size (of the parent, for font-size); also percent of it */
    CSS_REM,     /* times the root's font size */
    CSS_COLOUR,  /* color, alpha */
} CssType;

typedef enum {
    CSS_OTHER, /* a value that changes nothing here: auto, visible, static, … */
    CSS_INHERIT,
    CSS_INITIAL,
    CSS_NONE,
    CSS_INLINE, /* display … */
    CSS_INLINE_BLOCK,
    CSS_BLOCK,
    CSS_TABLE,
    CSS_CELL,
    CSS_HIDDEN,   /* visibility, overflow */
    CSS_ABSOLUTE, /* position: absolute, fixed */
    CSS_EMPTY,    /* clip to nothing */
    CSS_IMAGE,    /* a background image or gradient */
    CSS_PRE,      /* white-space that keeps lines */
} CssKeyword;

typedef struct {
    CssType type;
    CssKeyword keyword;
    guint32 color; /* 0xRRGGBB */
    double number; /* of PX, EM, REM; alpha of COLOUR */
} CssValue;

typedef struct {
    CssProperty property;
    gboolean important;
    CssValue value;
} CssDeclaration;

/* Reads "name: value; …" of a style attribute or a rule's block: at most `max` declarations of the
 * properties above, shorthands (background, font, overflow) taken apart. How many were read. */
guint css_parse_declarations(const char *css, gsize length, CssDeclaration *out, guint max);
#define CSS_DECLARATIONS_MAX 64u
/* The value of one property; FALSE where it takes no such value. */
gboolean css_parse_value(CssProperty property, const char *text, gsize length, CssValue *ret_value);

/* Origin and context of a declaration; later ones of equal weight win. */
#define CSS_WEIGHT_HINT 0ull /* presentational attributes, the program's own defaults */
#define CSS_WEIGHT_RULE(specificity, order)                                                        \
    (1ull << 61 | (guint64)(specificity) << 32 | (guint64)(order))
#define CSS_WEIGHT_INLINE (1ull << 62)
#define CSS_WEIGHT_IMPORTANT (1ull << 63)

/* The winning declaration of each property. */
typedef struct {
    guint32 set; /* bit of each CssProperty that is declared */
    CssValue value[CSS_PROPERTIES];
} CssValues;

typedef struct {
    CssValues values;
    guint64 weight[CSS_PROPERTIES];
} CssCascade;

void css_cascade_add(CssCascade *self, const CssDeclaration *declarations, guint n, guint64 weight);

#endif
