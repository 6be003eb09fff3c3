/* style.c - computed style and what it hides. */
#include "message/view/style.h"

#include "message/view/color.h"

#include <string.h>

/* So far out that nobody scrolls there; honest negative margins pull by some tens of pixels. */
#define FAR_OUTSIDE (-500.0)
#define CONTRAST_HIDDEN 1.05
#define OPACITY_HIDDEN 0.010001 /* a tenth of a tenth, in binary */
#define ROOT_FONT_PX 16.0
/* What browsers draw at most. */
#define FONT_PX_MAX 10000.0

const Computed computed_initial = {.font_px = ROOT_FONT_PX,
                                   .color_alpha = 1,
                                   .background = 0xffffff,
                                   .opacity = 1,
                                   .display = CSS_BLOCK};

static const CssValue *declared(const CssValues *values, CssProperty property) {
    return values->set & (1u << property) ? &values->value[property] : NULL;
}

static gboolean is_keyword(const CssValues *values, CssProperty property, CssKeyword keyword) {
    const CssValue *value = declared(values, property);
    return value != NULL && value->type == CSS_KEYWORD && value->keyword == keyword;
}

static double to_px(const CssValue *value, double em) {
    return value->type == CSS_EM    ? value->number * em
           : value->type == CSS_REM ? value->number * ROOT_FONT_PX
                                    : value->number;
}

/* A length is declared, and at most `limit` pixels. */
static gboolean at_most(const CssValues *values, CssProperty property, double limit, double em) {
    const CssValue *value = declared(values, property);
    return value != NULL && value->type != CSS_KEYWORD && to_px(value, em) <= limit;
}

static CssKeyword default_display(const Element *element) {
    if (element == NULL)
        return CSS_INLINE;
    if (element->flags & ELEMENT_UNSEEN)
        return CSS_NONE;
    if (element->group & (GROUP_TABLE | GROUP_ROW | GROUP_SECTION))
        return CSS_TABLE;
    if (element->group & GROUP_CELL)
        return CSS_CELL;
    if (element->group & (GROUP_BUTTON | GROUP_SELECT))
        return CSS_INLINE_BLOCK;
    return element->flags & ELEMENT_BLOCK ? CSS_BLOCK : CSS_INLINE;
}

static void compute_font(Computed *self, const Computed *parent, const Element *element,
                         const CssValues *values) {
    const CssValue *size = declared(values, CSS_FONT_SIZE);
    if (size != NULL)
        self->font_px = to_px(size, parent->font_px);
    else if (element != NULL && element->scale > 0 && !(parent->monospace && self->monospace))
        self->font_px = parent->font_px * element->scale;
    /* "1e9em" a few times over is infinite, and infinity times nothing no number at all. */
    self->font_px = CLAMP(self->font_px, 0, FONT_PX_MAX);
    const CssValue *height = declared(values, CSS_LINE_HEIGHT);
    if (height != NULL && !is_keyword(values, CSS_LINE_HEIGHT, CSS_INHERIT))
        self->flat = height->type != CSS_KEYWORD && height->number <= 0.01;
}

static void compute_colors(Computed *self, const Computed *parent, const CssValues *values) {
    const CssValue *color = declared(values, CSS_COLOR);
    if (color != NULL && color->type == CSS_COLOUR) {
        self->color = color->color;
        self->color_alpha = color->number;
    } else if (is_keyword(values, CSS_COLOR, CSS_INHERIT)) {
        self->color = parent->color;
        self->color_alpha = parent->color_alpha;
    } else if (color != NULL) {
        self->color = computed_initial.color;
        self->color_alpha = 1;
    }
    const CssValue *background = declared(values, CSS_BACKGROUND_COLOR);
    if (background != NULL && background->type == CSS_COLOUR && background->number > 0) {
        self->background = color_blend(background->color, background->number, parent->background);
        if (background->number > 0.9)
            self->background_image = FALSE;
    }
    self->paints_image = is_keyword(values, CSS_BACKGROUND_IMAGE, CSS_IMAGE);
    self->background_image |= self->paints_image;
}

/* Whether the element itself puts all that is in it out of sight. */
static HiddenReason buries(const Computed *self, const CssValues *values) {
    double em = self->font_px;
    if (self->display == CSS_NONE)
        return HIDDEN_DISPLAY;
    if (self->opacity <= OPACITY_HIDDEN)
        return HIDDEN_OPACITY;
    gboolean absolute = is_keyword(values, CSS_POSITION, CSS_ABSOLUTE);
    gboolean floats = is_keyword(values, CSS_FLOAT, CSS_BLOCK);
    /* Sizes and overflow mean nothing to inline boxes, and those of tables and cells grow with what
     * is in them (CSS 2.2 sections 10.2, 11.1.1, 17.5). */
    gboolean box =
        self->display == CSS_BLOCK || self->display == CSS_INLINE_BLOCK || absolute || floats;
    if (box && is_keyword(values, CSS_OVERFLOW, CSS_HIDDEN) &&
        (at_most(values, CSS_HEIGHT, 1, em) || at_most(values, CSS_MAX_HEIGHT, 1, em) ||
         at_most(values, CSS_WIDTH, 1, em) || at_most(values, CSS_MAX_WIDTH, 1, em)))
        return HIDDEN_OVERFLOW;
    if (absolute && is_keyword(values, CSS_CLIP, CSS_EMPTY))
        return HIDDEN_OFFSCREEN;
    if (absolute &&
        (at_most(values, CSS_LEFT, FAR_OUTSIDE, em) || at_most(values, CSS_TOP, FAR_OUTSIDE, em)))
        return HIDDEN_OFFSCREEN;
    if (at_most(values, CSS_MARGIN_LEFT, FAR_OUTSIDE, em))
        return HIDDEN_OFFSCREEN;
    return HIDDEN_NO;
}

/* Whether text right in the element can be seen. */
static HiddenReason judge(const Computed *self) {
    if (self->buried != HIDDEN_NO)
        return self->buried;
    if (self->invisible)
        return HIDDEN_VISIBILITY;
    if (self->font_px <= 1)
        return HIDDEN_SIZE;
    if (self->flat && self->clipping)
        return HIDDEN_OVERFLOW;
    if (self->indented)
        return HIDDEN_OFFSCREEN;
    double alpha = self->color_alpha * self->opacity;
    if (alpha <= OPACITY_HIDDEN)
        return HIDDEN_CONTRAST;
    guint32 seen = alpha < 1 ? color_blend(self->color, alpha, self->background) : self->color;
    return !self->background_image && color_contrast(seen, self->background) < CONTRAST_HIDDEN
               ? HIDDEN_CONTRAST
               : HIDDEN_NO;
}

static void compute(Computed *self, const Computed *parent, const Element *element,
                    const CssValues *values) {
    *self = *parent;
    self->media_shown = FALSE;
    self->display = default_display(element);
    const CssValue *display = declared(values, CSS_DISPLAY);
    if (display != NULL && display->keyword != CSS_INHERIT)
        self->display = display->keyword;
    if (element != NULL) {
        self->monospace |= (element->flags & ELEMENT_MONOSPACE) != 0;
        self->pre |= (element->flags & ELEMENT_PRE) != 0;
    }
    compute_font(self, parent, element, values);
    compute_colors(self, parent, values);
    const CssValue *value = declared(values, CSS_VISIBILITY);
    if (value != NULL && value->keyword != CSS_INHERIT)
        self->invisible = value->keyword == CSS_HIDDEN;
    if ((value = declared(values, CSS_WHITE_SPACE)) != NULL && value->keyword != CSS_INHERIT)
        self->pre = value->keyword == CSS_PRE;
    if ((value = declared(values, CSS_OPACITY)) != NULL)
        self->opacity *= value->number;
    if (declared(values, CSS_TEXT_INDENT) != NULL)
        self->indented = at_most(values, CSS_TEXT_INDENT, FAR_OUTSIDE, self->font_px);
    if (self->display == CSS_BLOCK || self->display == CSS_INLINE_BLOCK)
        self->clipping |= is_keyword(values, CSS_OVERFLOW, CSS_HIDDEN);
    if (self->buried == HIDDEN_NO)
        self->buried = buries(self, values);
    self->hidden = judge(self);
}

gboolean style_hides_alike(const Computed *computed, const Computed *parent) {
    if (computed->buried != HIDDEN_NO)
        return parent->buried != HIDDEN_NO;
    return parent->hidden == computed->hidden;
}

/* What is declared on the screens that rules inside @media are for. */
static CssValues on_other_screens(const CssCascade *cascade, const CssCascade *media) {
    CssValues values = cascade->values;
    for (guint i = 0; i < CSS_PROPERTIES; i++) {
        guint32 bit = 1u << i;
        if ((media->values.set & bit) &&
            (!(values.set & bit) || media->weight[i] >= cascade->weight[i])) {
            values.value[i] = media->values.value[i];
            values.set |= bit;
        }
    }
    return values;
}

void style_compute(Computed *ret_computed, const Computed *parent, const Element *element,
                   const CssCascade *cascade, const CssCascade *media) {
    compute(ret_computed, parent, element, &cascade->values);
    if (ret_computed->hidden == HIDDEN_NO)
        return;
    if (style_hides_alike(ret_computed, parent)) {
        ret_computed->media_shown = parent->media_shown;
        return;
    }
    if (media != NULL && media->values.set != 0) {
        Computed other;
        CssValues values = on_other_screens(cascade, media);
        compute(&other, parent, element, &values);
        ret_computed->media_shown = other.hidden == HIDDEN_NO;
    }
}

Style style_of(const Computed *computed) {
    double alpha = computed->color_alpha * computed->opacity;
    return (Style){.font_px = computed->font_px,
                   .color = alpha < 1 ? color_blend(computed->color, alpha, computed->background)
                                      : computed->color,
                   .background = computed->background,
                   .background_image = computed->background_image,
                   .monospace = computed->monospace,
                   .hidden = computed->hidden,
                   .media_shown = computed->media_shown};
}

double style_legibility(const Style *style) {
    double size = style->font_px / 8;
    double contrast =
        style->background_image ? 21 : color_contrast(style->color, style->background) / 2;
    return MIN(size, contrast);
}
