/* css-declare.c - CSS declarations: "font-size: 12px; color: #666 !important". */
#include "message/color.h"
#include "message/css.h"

#include <math.h>
#include <string.h>

/* A value of `length` octets begins with or is the word (ASCII case-insensitive). */
static gboolean is_word(const char *value, gsize length, const char *word) {
    gsize n = strlen(word);
    return length >= n && g_ascii_strncasecmp(value, word, n) == 0 &&
           (length == n || g_ascii_isspace(value[n]) || value[n] == '/' || value[n] == ',');
}

static gboolean has_text(const char *value, gsize length, const char *needle) {
    gsize n = strlen(needle);
    for (gsize i = 0; i + n <= length; i++)
        if (g_ascii_strncasecmp(value + i, needle, n) == 0)
            return TRUE;
    return FALSE;
}

/* A number with its unit. FALSE where the value does not begin with a number. */
static gboolean parse_number(const char *value, gsize length, double *ret_number, CssUnit *ret_unit) {
    char buffer[32];
    gsize n = MIN(length, sizeof buffer - 1);
    memcpy(buffer, value, n);
    buffer[n] = '\0';
    char *end;
    double number = g_ascii_strtod(buffer, &end);
    if (end == buffer || !isfinite(number) || g_ascii_isalpha(buffer[0]))
        return FALSE;
    *ret_unit = UNIT_PX;
    if (*end == '%')
        *ret_unit = UNIT_PERCENT;
    else if (g_ascii_strncasecmp(end, "rem", 3) == 0)
        *ret_unit = UNIT_REM;
    else if (g_ascii_strncasecmp(end, "em", 2) == 0)
        *ret_unit = UNIT_EM;
    else if (g_ascii_strncasecmp(end, "ex", 2) == 0) {
        number /= 2;
        *ret_unit = UNIT_EM;
    } else if (g_ascii_strncasecmp(end, "pt", 2) == 0)
        number *= 96.0 / 72;
    else if (g_ascii_strncasecmp(end, "pc", 2) == 0)
        number *= 16;
    else if (g_ascii_strncasecmp(end, "in", 2) == 0)
        number *= 96;
    else if (g_ascii_strncasecmp(end, "cm", 2) == 0)
        number *= 96 / 2.54;
    else if (g_ascii_strncasecmp(end, "mm", 2) == 0)
        number *= 96 / 25.4;
    else if (g_ascii_strncasecmp(end, "vw", 2) == 0 || g_ascii_strncasecmp(end, "vh", 2) == 0)
        number *= 6;
    *ret_number = number;
    return TRUE;
}

static gboolean parse_font_size(Declared *d, const char *value, gsize length) {
    /* CSS Fonts 4 section 2.5: absolute-size keywords, of a medium of 16 px. */
    static const struct {
        const char *word;
        double px;
    } keywords[] = {{"xx-small", 9}, {"x-small", 10}, {"small", 13}, {"medium", 16},
                    {"large", 18}, {"x-large", 24}, {"xx-large", 32}};
    for (gsize i = 0; i < G_N_ELEMENTS(keywords); i++)
        if (is_word(value, length, keywords[i].word)) {
            d->font_size = keywords[i].px;
            d->font_unit = UNIT_PX;
            return TRUE;
        }
    if (is_word(value, length, "smaller") || is_word(value, length, "larger")) {
        d->font_size = g_ascii_tolower(value[0]) == 's' ? 0.83 : 1.2;
        d->font_unit = UNIT_EM;
        return TRUE;
    }
    return parse_number(value, length, &d->font_size, &d->font_unit) && d->font_size >= 0;
}

/* The first word of a background or font shorthand for which `parse` succeeds; parentheses group. */
static gboolean each_word(const char *value, gsize length,
                          gboolean (*take)(Declared *d, const char *word, gsize n), Declared *d) {
    for (gsize i = 0; i < length;) {
        while (i < length && g_ascii_isspace(value[i]))
            i++;
        gsize start = i;
        int depth = 0;
        for (; i < length && (depth > 0 || !g_ascii_isspace(value[i])); i++)
            depth += value[i] == '(' ? 1 : value[i] == ')' ? -1 : 0;
        if (i > start && take(d, value + start, i - start))
            return TRUE;
    }
    return FALSE;
}

static gboolean take_background(Declared *d, const char *word, gsize n) {
    return color_parse(word, n, &d->background, &d->background_alpha);
}

/* font: [style] size[/line-height] family: the size is the word that starts with a digit. */
static gboolean take_font_size(Declared *d, const char *word, gsize n) {
    double number;
    CssUnit unit;
    if (!parse_number(word, n, &number, &unit) || number >= 100)
        return FALSE;
    gboolean has_unit = FALSE;
    for (gsize i = 0; i < n && word[i] != '/'; i++)
        has_unit |= g_ascii_isalpha(word[i]) || word[i] == '%';
    d->font_size = number;
    d->font_unit = unit;
    return has_unit;
}

static gboolean is_image(const char *value, gsize length) {
    return has_text(value, length, "url(") || has_text(value, length, "gradient(");
}

static const struct {
    const char *name;
    CssProperty property;
} properties[] = {
    {"display", CSS_DISPLAY}, {"visibility", CSS_VISIBILITY}, {"opacity", CSS_OPACITY},
    {"font-size", CSS_FONT_SIZE}, {"font", CSS_FONT_SIZE}, {"color", CSS_COLOR},
    {"background-color", CSS_BACKGROUND_COLOR}, {"background", CSS_BACKGROUND_COLOR},
    {"background-image", CSS_BACKGROUND_IMAGE}, {"width", CSS_WIDTH}, {"height", CSS_HEIGHT},
    {"max-width", CSS_MAX_WIDTH}, {"max-height", CSS_MAX_HEIGHT}, {"overflow", CSS_OVERFLOW},
    {"text-indent", CSS_TEXT_INDENT}, {"position", CSS_POSITION}, {"left", CSS_LEFT},
    {"top", CSS_TOP}, {"clip", CSS_CLIP}, {"white-space", CSS_WHITE_SPACE},
};

/* Reads one value into `d`; FALSE where it is not one that the property takes. */
static gboolean parse_value(Declared *d, CssProperty property, gboolean shorthand, const char *value,
                            gsize length) {
    CssUnit unit;
    switch (property) {
    case CSS_DISPLAY:
        d->display = is_word(value, length, "none") ? DISPLAY_NONE
                     : is_word(value, length, "inline") || is_word(value, length, "inline-block") ||
                               is_word(value, length, "contents")
                         ? DISPLAY_INLINE
                         : DISPLAY_BLOCK;
        return !is_word(value, length, "inherit") && !is_word(value, length, "initial");
    case CSS_VISIBILITY:
        d->hidden = is_word(value, length, "hidden") || is_word(value, length, "collapse");
        return !is_word(value, length, "inherit");
    case CSS_OPACITY:
        if (!parse_number(value, length, &d->opacity, &unit))
            return FALSE;
        d->opacity = CLAMP(unit == UNIT_PERCENT ? d->opacity / 100 : d->opacity, 0, 1);
        return TRUE;
    case CSS_FONT_SIZE:
        return shorthand ? each_word(value, length, take_font_size, d) : parse_font_size(d, value, length);
    case CSS_COLOR:
        d->color_inherit = is_word(value, length, "inherit");
        return d->color_inherit || color_parse(value, length, &d->color, &d->color_alpha);
    case CSS_BACKGROUND_COLOR:
        if (shorthand) {
            /* The shorthand resets what it does not name (CSS Backgrounds 3 section 2.10). */
            d->background_alpha = 0;
            each_word(value, length, take_background, d);
            return TRUE;
        }
        return color_parse(value, length, &d->background, &d->background_alpha);
    case CSS_BACKGROUND_IMAGE:
        d->background_image = is_image(value, length);
        return TRUE;
    case CSS_OVERFLOW:
        d->overflow_hidden = is_word(value, length, "hidden") || is_word(value, length, "clip");
        return TRUE;
    case CSS_POSITION:
        d->positioned = is_word(value, length, "absolute") || is_word(value, length, "fixed");
        return TRUE;
    case CSS_CLIP: {
        double n = 1;
        const char *open = memchr(value, '(', length);
        d->clipped = open != NULL && has_text(value, length, "rect(") &&
                     !has_text(value, length, "auto");
        for (const char *at = open; d->clipped && at != NULL && at < value + length; at++)
            if (g_ascii_isdigit(*at) && parse_number(at, (gsize)(value + length - at), &n, &unit)) {
                d->clipped = n <= 1;
                while (at + 1 < value + length && (g_ascii_isalnum(at[1]) || at[1] == '.'))
                    at++;
            }
        return TRUE;
    }
    case CSS_WHITE_SPACE:
        d->pre = is_word(value, length, "pre") || is_word(value, length, "pre-wrap") ||
                 is_word(value, length, "pre-line");
        return TRUE;
    default: {
        double number;
        if (!parse_number(value, length, &number, &unit) || unit == UNIT_PERCENT)
            number = unit == UNIT_PERCENT && number == 0 ? 0 : INFINITY;
        else if (unit != UNIT_PX)
            number *= 16;
        d->length[property] = number;
        return TRUE;
    }
    }
}

static void parse_one(Declared *d, const char *name, gsize name_length, const char *value, gsize length) {
    gboolean important = FALSE;
    const char *mark = memchr(value, '!', length);
    if (mark != NULL) {
        important = has_text(mark, (gsize)(value + length - mark), "important");
        length = (gsize)(mark - value);
    }
    while (length > 0 && g_ascii_isspace(*value))
        value++, length--;
    while (length > 0 && g_ascii_isspace(value[length - 1]))
        length--;
    if (length == 0)
        return;
    for (gsize i = 0; i < G_N_ELEMENTS(properties); i++) {
        if (strlen(properties[i].name) != name_length ||
            g_ascii_strncasecmp(properties[i].name, name, name_length) != 0)
            continue;
        CssProperty property = properties[i].property;
        gboolean shorthand = name_length == 4 || name_length == 10; /* "font", "background" */
        if (property == CSS_VISIBILITY)
            shorthand = FALSE;
        guint32 bit = 1u << property;
        if ((d->important & bit) && !important)
            return;
        Declared next = *d;
        if (!parse_value(&next, property, shorthand, value, length))
            return;
        *d = next;
        d->set |= bit;
        if (important)
            d->important |= bit;
        if (property == CSS_BACKGROUND_COLOR && shorthand) {
            d->background_image = is_image(value, length);
            d->set |= 1u << CSS_BACKGROUND_IMAGE;
        }
        return;
    }
}

void declared_parse(Declared *declared, const char *css, gsize length) {
    for (gsize i = 0; i < length;) {
        gsize start = i, colon = 0;
        int depth = 0;
        char quote = '\0';
        for (; i < length; i++) {
            char c = css[i];
            if (quote != '\0') {
                if (c == quote)
                    quote = '\0';
            } else if (c == '"' || c == '\'')
                quote = c;
            else if (c == '(')
                depth++;
            else if (c == ')')
                depth -= depth > 0;
            else if (c == ':' && colon == 0)
                colon = i;
            else if (c == ';' && depth == 0)
                break;
        }
        if (colon > start) {
            gsize end = colon;
            while (start < end && g_ascii_isspace(css[start]))
                start++;
            while (end > start && g_ascii_isspace(css[end - 1]))
                end--;
            parse_one(declared, css + start, end - start, css + colon + 1, i - colon - 1);
        }
        i++;
    }
}

void declared_merge(Declared *under, const Declared *over) {
    guint32 take = over->set & ~(under->important & ~over->important);
    if (take == 0)
        return;
    Declared old = *under;
    *under = *over;
    under->set = old.set | over->set;
    under->important = old.important | over->important;
    guint32 keep = old.set & ~take;
#define KEEP(property, ...)                                                                        \
    if (keep & (1u << (property)))                                                                 \
    __VA_ARGS__
    KEEP(CSS_DISPLAY, under->display = old.display);
    KEEP(CSS_VISIBILITY, under->hidden = old.hidden);
    KEEP(CSS_OPACITY, under->opacity = old.opacity);
    KEEP(CSS_FONT_SIZE, (under->font_size = old.font_size, under->font_unit = old.font_unit));
    KEEP(CSS_COLOR, (under->color = old.color, under->color_alpha = old.color_alpha,
                     under->color_inherit = old.color_inherit));
    KEEP(CSS_BACKGROUND_COLOR,
         (under->background = old.background, under->background_alpha = old.background_alpha));
    KEEP(CSS_BACKGROUND_IMAGE, under->background_image = old.background_image);
    KEEP(CSS_OVERFLOW, under->overflow_hidden = old.overflow_hidden);
    KEEP(CSS_POSITION, under->positioned = old.positioned);
    KEEP(CSS_CLIP, under->clipped = old.clipped);
    KEEP(CSS_WHITE_SPACE, under->pre = old.pre);
#undef KEEP
    for (guint i = 0; i < CSS_PROPERTIES; i++)
        if (keep & (1u << i))
            under->length[i] = old.length[i];
}
