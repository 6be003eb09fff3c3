/* css-declare.c - declarations: "font-size: 12px; color: #666 !important" (CSS Syntax 3 section 5).
 */
#include "message/view/css-value.h"

#include <string.h>

/* Shorthands stand behind the properties. */
enum { SHORT_BACKGROUND = CSS_PROPERTIES, SHORT_FONT };

static const struct {
    const char *name;
    guint8 length;
    guint8 property;
} properties[] = {
#define NAMED(name, property)                                                                      \
    { name, sizeof(name) - 1, property }
    NAMED("color", CSS_COLOR),
    NAMED("font-size", CSS_FONT_SIZE),
    NAMED("width", CSS_WIDTH),
    NAMED("height", CSS_HEIGHT),
    NAMED("display", CSS_DISPLAY),
    NAMED("line-height", CSS_LINE_HEIGHT),
    NAMED("background-color", CSS_BACKGROUND_COLOR),
    NAMED("background", SHORT_BACKGROUND),
    NAMED("font", SHORT_FONT),
    NAMED("max-width", CSS_MAX_WIDTH),
    NAMED("max-height", CSS_MAX_HEIGHT),
    NAMED("visibility", CSS_VISIBILITY),
    NAMED("opacity", CSS_OPACITY),
    NAMED("overflow", CSS_OVERFLOW),
    NAMED("overflow-x", CSS_OVERFLOW),
    NAMED("overflow-y", CSS_OVERFLOW),
    NAMED("background-image", CSS_BACKGROUND_IMAGE),
    NAMED("text-indent", CSS_TEXT_INDENT),
    NAMED("margin-left", CSS_MARGIN_LEFT),
    NAMED("position", CSS_POSITION),
    NAMED("float", CSS_FLOAT),
    NAMED("left", CSS_LEFT),
    NAMED("top", CSS_TOP),
    NAMED("clip", CSS_CLIP),
    NAMED("white-space", CSS_WHITE_SPACE),
#undef NAMED
};

static int property_of(const char *name, gsize length) {
    if (length < 3 || length > 16)
        return -1;
    char first = g_ascii_tolower(name[0]);
    for (gsize i = 0; i < G_N_ELEMENTS(properties); i++)
        if (properties[i].length == length && properties[i].name[0] == first &&
            g_ascii_strncasecmp(properties[i].name, name, length) == 0)
            return properties[i].property;
    return -1;
}

typedef struct {
    CssDeclaration *out;
    guint n, max;
    gboolean important;
} Output;

static void put(Output *output, CssProperty property, CssValue value) {
    if (output->n < output->max)
        output->out[output->n++] = (CssDeclaration){property, output->important, value};
}

/* The next word of a value: up to white space or a comma outside of parentheses. */
static gboolean next_word(const char *text, gsize length, gsize *at, gsize *ret_start,
                          gsize *ret_length) {
    gsize i = *at;
    while (i < length && (g_ascii_isspace(text[i]) || text[i] == ','))
        i++;
    gsize start = i;
    int depth = 0;
    for (; i < length && (depth > 0 || (!g_ascii_isspace(text[i]) && text[i] != ',')); i++)
        depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
    *at = i;
    *ret_start = start;
    *ret_length = i - start;
    return i > start;
}

/* background: what it does not name is reset (CSS Backgrounds 3 section 2.10). */
static void put_background(Output *output, const char *text, gsize length) {
    CssValue color = {.type = CSS_COLOUR, .number = 0}, image;
    gsize at = 0, start, n;
    while (next_word(text, length, &at, &start, &n)) {
        CssValue value;
        if (memchr(text + start, '(', n) != NULL &&
            g_ascii_strncasecmp(text + start, "rgb", 3) != 0 &&
            g_ascii_strncasecmp(text + start, "hsl", 3) != 0)
            continue;
        if (css_parse_value(CSS_BACKGROUND_COLOR, text + start, n, &value))
            color = value;
    }
    css_parse_value(CSS_BACKGROUND_IMAGE, text, length, &image);
    put(output, CSS_BACKGROUND_COLOR, color);
    put(output, CSS_BACKGROUND_IMAGE, image);
}

/* font: [style weight] size[/line-height] family: the first word that is a size. A bare number is
 * the weight here. */
static void put_font(Output *output, const char *text, gsize length) {
    gsize at = 0, start, n;
    while (next_word(text, length, &at, &start, &n)) {
        const char *slash = memchr(text + start, '/', n);
        gsize size = slash == NULL ? n : (gsize)(slash - text) - start;
        CssValue value;
        gboolean bare = size > 0 && g_ascii_isdigit(text[start + size - 1]) && slash == NULL &&
                        !(size == 1 && text[start] == '0');
        if (bare || !css_parse_value(CSS_FONT_SIZE, text + start, size, &value))
            continue;
        put(output, CSS_FONT_SIZE, value);
        if (slash != NULL && css_parse_value(CSS_LINE_HEIGHT, slash + 1, n - size - 1, &value))
            put(output, CSS_LINE_HEIGHT, value);
        return;
    }
}

static void parse_one(Output *output, const char *name, gsize name_length, const char *value,
                      gsize length) {
    int property = property_of(name, name_length);
    if (property < 0)
        return;
    const char *mark = memchr(value, '!', length);
    output->important = FALSE;
    if (mark != NULL) {
        gsize rest = length - (gsize)(mark - value) - 1;
        const char *word = mark + 1;
        while (rest > 0 && g_ascii_isspace(*word))
            word++, rest--;
        output->important = rest >= 9 && g_ascii_strncasecmp(word, "important", 9) == 0;
        length = (gsize)(mark - value);
    }
    while (length > 0 && g_ascii_isspace(*value))
        value++, length--;
    while (length > 0 && g_ascii_isspace(value[length - 1]))
        length--;
    CssValue parsed;
    if (length == 0)
        return;
    if (property == SHORT_BACKGROUND)
        put_background(output, value, length);
    else if (property == SHORT_FONT)
        put_font(output, value, length);
    else if (css_parse_value((CssProperty)property, value, length, &parsed))
        put(output, (CssProperty)property, parsed);
}

/* Behind the comment or string that begins at `at`; `at` itself where none does. */
static gsize behind_quoted(const char *css, gsize length, gsize at) {
    if (css[at] == '"' || css[at] == '\'') {
        const char *close = memchr(css + at + 1, css[at], length - at - 1);
        return close == NULL ? length : (gsize)(close - css) + 1;
    }
    if (css[at] == '/' && at + 1 < length && css[at + 1] == '*') {
        const char *close = memmem(css + at + 2, length - at - 2, "*/", 2);
        return close == NULL ? length : (gsize)(close - css) + 2;
    }
    return at;
}

guint css_parse_declarations(const char *css, gsize length, CssDeclaration *out, guint max) {
    Output output = {out, 0, max, FALSE};
    for (gsize i = 0; i < length;) {
        while (i < length && (g_ascii_isspace(css[i]) || css[i] == ';'))
            i++;
        if (i < length && css[i] == '/' && behind_quoted(css, length, i) > i) {
            i = behind_quoted(css, length, i);
            continue;
        }
        gsize name = i;
        while (i < length && (g_ascii_isalnum(css[i]) || css[i] == '-' || css[i] == '_'))
            i++;
        gsize name_length = i - name;
        while (i < length && g_ascii_isspace(css[i]))
            i++;
        gboolean named = i < length && css[i] == ':';
        gsize value = named ? i + 1 : i;
        int depth = 0;
        for (i = value; i < length && (css[i] != ';' || depth > 0);) {
            char c = css[i];
            gsize behind = c == '"' || c == '\'' || c == '/' ? behind_quoted(css, length, i) : i;
            depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
            i = MAX(behind, i + 1);
        }
        if (named && name_length > 0)
            parse_one(&output, css + name, name_length, css + value, i - value);
    }
    return output.n;
}

void css_cascade_add(CssCascade *self, const CssDeclaration *declarations, guint n,
                     guint64 weight) {
    for (guint i = 0; i < n; i++) {
        const CssDeclaration *declaration = &declarations[i];
        guint64 own = weight | (declaration->important ? CSS_WEIGHT_IMPORTANT : 0);
        guint32 bit = 1u << declaration->property;
        if ((self->values.set & bit) && self->weight[declaration->property] > own)
            continue;
        self->values.set |= bit;
        self->values.value[declaration->property] = declaration->value;
        self->weight[declaration->property] = own;
    }
}
