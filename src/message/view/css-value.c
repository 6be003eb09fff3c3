/* css-value.c - values of CSS properties: keywords, lengths, colours. */
#include "message/view/css-value.h"

#include "message/view/color.h"

#include <math.h>
#include <string.h>

typedef struct {
    const char *word;
    CssKeyword keyword;
} Word;

static const Word displays[] = {{"none", CSS_NONE},
                                {"inline", CSS_INLINE},
                                {"contents", CSS_INLINE},
                                {"block", CSS_BLOCK},
                                {"inline-block", CSS_INLINE_BLOCK},
                                {"table", CSS_TABLE},
                                {"table-cell", CSS_CELL},
                                {"inline-table", CSS_TABLE},
                                {"inline-flex", CSS_INLINE_BLOCK},
                                {"initial", CSS_INLINE},
                                {"inherit", CSS_INHERIT},
                                {"list-item", CSS_BLOCK},
                                {"flex", CSS_BLOCK},
                                {"grid", CSS_BLOCK},
                                {"flow-root", CSS_BLOCK},
                                {"table-row", CSS_TABLE},
                                {"table-row-group", CSS_TABLE},
                                {"table-header-group", CSS_TABLE},
                                {"table-caption", CSS_BLOCK},
                                {"table-footer-group", CSS_TABLE},
                                {"-webkit-box", CSS_BLOCK},
                                {"inline-grid", CSS_INLINE_BLOCK},
                                {NULL, CSS_OTHER}};
static const Word visibilities[] = {{"hidden", CSS_HIDDEN},   {"collapse", CSS_HIDDEN},
                                    {"visible", CSS_OTHER},   {"initial", CSS_OTHER},
                                    {"inherit", CSS_INHERIT}, {NULL, CSS_OTHER}};
static const Word overflows[] = {
    {"hidden", CSS_HIDDEN}, {"clip", CSS_HIDDEN},   {"visible", CSS_OTHER}, {"auto", CSS_OTHER},
    {"scroll", CSS_OTHER},  {"initial", CSS_OTHER}, {NULL, CSS_OTHER}};
static const Word positions[] = {{"absolute", CSS_ABSOLUTE}, {"fixed", CSS_ABSOLUTE},
                                 {"relative", CSS_OTHER},    {"static", CSS_OTHER},
                                 {"sticky", CSS_OTHER},      {"initial", CSS_OTHER},
                                 {NULL, CSS_OTHER}};
static const Word floats[] = {
    {"left", CSS_BLOCK}, {"right", CSS_BLOCK}, {"none", CSS_NONE}, {NULL, CSS_OTHER}};
static const Word white_spaces[] = {
    {"pre", CSS_PRE},          {"pre-wrap", CSS_PRE},    {"pre-line", CSS_PRE},
    {"break-spaces", CSS_PRE}, {"normal", CSS_OTHER},    {"nowrap", CSS_OTHER},
    {"initial", CSS_OTHER},    {"inherit", CSS_INHERIT}, {NULL, CSS_OTHER}};

static gboolean equals(const char *text, gsize length, const char *word) {
    return strlen(word) == length && g_ascii_strncasecmp(text, word, length) == 0;
}

static gboolean contains(const char *text, gsize length, const char *needle) {
    gsize n = strlen(needle);
    for (gsize i = 0; i + n <= length; i++)
        if (g_ascii_strncasecmp(text + i, needle, n) == 0)
            return TRUE;
    return FALSE;
}

static gboolean keyword_of(const Word *words, const char *text, gsize length, CssValue *ret_value) {
    for (; words->word != NULL; words++)
        if (equals(text, length, words->word)) {
            *ret_value = (CssValue){.type = CSS_KEYWORD, .keyword = words->keyword};
            return TRUE;
        }
    return FALSE;
}

/* A decimal number at the start of the text: its octets, 0 where none. By hand: g_ascii_strtod()
 * wants a terminated string, and thousands of lengths stand in one newsletter. */
static gsize number_of(const char *text, gsize length, double *ret_number) {
    gsize i = 0;
    gboolean negative = length > 0 && text[0] == '-';
    if (length > 0 && (text[0] == '-' || text[0] == '+'))
        i++;
    double value = 0, unit = 1;
    gsize digits = 0;
    for (; i < length && g_ascii_isdigit(text[i]); i++, digits++)
        value = value * 10 + (text[i] - '0');
    if (i < length && text[i] == '.')
        for (i++; i < length && g_ascii_isdigit(text[i]); i++, digits++)
            value += (text[i] - '0') * (unit /= 10);
    if (digits == 0)
        return 0;
    *ret_number = negative ? -MIN(value, 1e9) : MIN(value, 1e9);
    return i;
}

/* CSS Values 4 section 6; a bare number is pixels, as browsers read it in mail (quirks mode). */
static gboolean length_of(const char *text, gsize length, CssValue *ret_value) {
    static const struct {
        const char *unit;
        CssType type;
        double factor;
    } units[] = {{"px", CSS_PX, 1},         {"", CSS_PX, 1},           {"em", CSS_EM, 1},
                 {"%", CSS_EM, 0.01},       {"pt", CSS_PX, 96 / 72.0}, {"rem", CSS_REM, 1},
                 {"ex", CSS_EM, 0.5},       {"ch", CSS_EM, 0.5},       {"vw", CSS_PX, 6},
                 {"vh", CSS_PX, 6},         {"pc", CSS_PX, 16},        {"in", CSS_PX, 96},
                 {"cm", CSS_PX, 96 / 2.54}, {"mm", CSS_PX, 96 / 25.4}};
    double number;
    gsize n = number_of(text, length, &number);
    if (n == 0)
        return FALSE;
    while (n < length && g_ascii_isspace(text[n]))
        n++;
    for (gsize i = 0; i < G_N_ELEMENTS(units); i++)
        if (equals(text + n, length - n, units[i].unit)) {
            *ret_value = (CssValue){.type = units[i].type, .number = number * units[i].factor};
            return TRUE;
        }
    return FALSE;
}

/* CSS Fonts 4 section 2.5; the keywords are those of a 16 px medium. */
static gboolean font_size_of(const char *text, gsize length, CssValue *ret_value) {
    static const struct {
        const char *word;
        CssType type;
        double number;
    } sizes[] = {{"xx-small", CSS_PX, 9},  {"x-small", CSS_PX, 10},   {"small", CSS_PX, 13},
                 {"medium", CSS_PX, 16},   {"large", CSS_PX, 18},     {"x-large", CSS_PX, 24},
                 {"xx-large", CSS_PX, 32}, {"xxx-large", CSS_PX, 48}, {"smaller", CSS_EM, 0.83},
                 {"larger", CSS_EM, 1.2},  {"initial", CSS_PX, 16},   {"inherit", CSS_EM, 1}};
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++)
        if (equals(text, length, sizes[i].word)) {
            *ret_value = (CssValue){.type = sizes[i].type, .number = sizes[i].number};
            return TRUE;
        }
    return length_of(text, length, ret_value) && ret_value->number >= 0;
}

static gboolean color_of(const char *text, gsize length, CssValue *ret_value) {
    guint32 color;
    double alpha;
    if (equals(text, length, "inherit") || equals(text, length, "currentcolor") ||
        equals(text, length, "unset"))
        *ret_value = (CssValue){.type = CSS_KEYWORD, .keyword = CSS_INHERIT};
    else if (equals(text, length, "initial"))
        *ret_value = (CssValue){.type = CSS_KEYWORD, .keyword = CSS_INITIAL};
    else if (color_parse(text, length, &color, &alpha))
        *ret_value = (CssValue){.type = CSS_COLOUR, .color = color, .number = alpha};
    else
        return FALSE;
    return TRUE;
}

static gboolean opacity_of(const char *text, gsize length, CssValue *ret_value) {
    double number;
    gsize n = number_of(text, length, &number);
    if (n == 0)
        return FALSE;
    if (n < length && text[n] == '%')
        number /= 100;
    *ret_value = (CssValue){.type = CSS_PX, .number = CLAMP(number, 0, 1)};
    return TRUE;
}

/* clip: rect(0 0 0 0), rect(1px, 1px, 1px, 1px): nothing is left where no side exceeds a pixel. */
static gboolean clip_of(const char *text, gsize length, CssValue *ret_value) {
    const char *at = memchr(text, '(', length), *end = text + length;
    gboolean empty = at != NULL && length > 5 && g_ascii_strncasecmp(text, "rect(", 5) == 0;
    guint sides = 0;
    while (empty && at < end) {
        double number;
        gsize n = number_of(at, (gsize)(end - at), &number);
        if (n > 0) {
            sides++;
            empty = fabs(number) <= 1;
        }
        at += MAX(n, 1);
    }
    *ret_value =
        (CssValue){.type = CSS_KEYWORD, .keyword = empty && sides == 4 ? CSS_EMPTY : CSS_OTHER};
    return TRUE;
}

static gboolean image_of(const char *text, gsize length, CssValue *ret_value) {
    gboolean image = contains(text, length, "url(") || contains(text, length, "gradient(") ||
                     contains(text, length, "image-set(");
    *ret_value = (CssValue){.type = CSS_KEYWORD, .keyword = image ? CSS_IMAGE : CSS_NONE};
    return TRUE;
}

gboolean css_parse_value(CssProperty property, const char *text, gsize length,
                         CssValue *ret_value) {
    if (length == 0)
        return FALSE;
    switch (property) {
    case CSS_DISPLAY:
        return keyword_of(displays, text, length, ret_value);
    case CSS_VISIBILITY:
        return keyword_of(visibilities, text, length, ret_value);
    case CSS_OPACITY:
        return opacity_of(text, length, ret_value);
    case CSS_FONT_SIZE:
        return font_size_of(text, length, ret_value);
    case CSS_COLOR:
    case CSS_BACKGROUND_COLOR:
        return color_of(text, length, ret_value);
    case CSS_BACKGROUND_IMAGE:
        return image_of(text, length, ret_value);
    case CSS_OVERFLOW:
        return keyword_of(overflows, text, length, ret_value);
    case CSS_POSITION:
        return keyword_of(positions, text, length, ret_value);
    case CSS_FLOAT:
        return keyword_of(floats, text, length, ret_value);
    case CSS_CLIP:
        return clip_of(text, length, ret_value);
    case CSS_WHITE_SPACE:
        return keyword_of(white_spaces, text, length, ret_value);
    default: /* lengths; "auto", "normal" and calc() are nothing that hides */
        if (length_of(text, length, ret_value)) {
            /* A bare line-height is a factor, and a width in percent is not one of the font's. */
            gboolean bare = g_ascii_isdigit(text[length - 1]) || text[length - 1] == '.';
            if (property == CSS_LINE_HEIGHT && bare)
                ret_value->type = CSS_EM;
            else if (property != CSS_LINE_HEIGHT && text[length - 1] == '%' &&
                     ret_value->number != 0)
                *ret_value = (CssValue){.type = CSS_KEYWORD, .keyword = CSS_OTHER};
            return TRUE;
        }
        if (!g_ascii_isalpha(text[0]))
            return FALSE;
        *ret_value = (CssValue){.type = CSS_KEYWORD, .keyword = CSS_OTHER};
        if (property == CSS_LINE_HEIGHT && equals(text, length, "inherit"))
            ret_value->keyword = CSS_INHERIT;
        return TRUE;
    }
}
