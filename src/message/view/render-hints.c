/* render-hints.c - presentational attributes. */
#include "message/view/render-hints.h"

#include <stdlib.h>
#include <string.h>

/* <font size="1"> to "7", "+1", "-2" from 3 (WHATWG HTML 15.3.4), in pixels of a 16 px medium. */
static gboolean font_size(const char *value, CssValue *ret_value) {
    static const double sizes[] = {10, 13, 16, 18, 24, 32, 48};
    while (g_ascii_isspace(*value))
        value++;
    char sign = *value == '+' || *value == '-' ? *value++ : '\0';
    if (!g_ascii_isdigit(*value))
        return FALSE;
    int size = atoi(value) > 99 ? 99 : atoi(value);
    size = sign == '+' ? 3 + size : sign == '-' ? 3 - size : size;
    *ret_value = (CssValue){.type = CSS_PX, .number = sizes[CLAMP(size, 1, 7) - 1]};
    return TRUE;
}

/* A colour of an attribute; what is no colour is read leniently as hexadecimal digits (WHATWG
 * HTML 2.3.6, shortened to what occurs: garbage around six digits). */
static gboolean legacy_color(const char *value, CssValue *ret_value) {
    gsize length = strlen(value);
    if (length > 64)
        return FALSE;
    if (css_parse_value(CSS_COLOR, value, length, ret_value))
        return ret_value->type == CSS_COLOUR;
    while (g_ascii_isspace(*value) || *value == '#' || *value == '"')
        value++;
    length = strspn(value, "0123456789abcdefABCDEF");
    return length >= 6 && css_parse_value(CSS_COLOR, value, 6, ret_value) &&
           ret_value->type == CSS_COLOUR;
}

guint render_hints(const HtmlTag *tag, CssDeclaration *out) {
    if (tag->attributes == NULL)
        return 0;
    guint n = 0;
    const char *element = tag->element == NULL ? "" : tag->element->name;
    gboolean font = strcmp(element, "font") == 0 || strcmp(element, "basefont") == 0;
    gboolean body = strcmp(element, "body") == 0;
    for (const char *const *pair = tag->attributes;
         pair != NULL && *pair != NULL && n < RENDER_HINTS_MAX; pair += 2) {
        const char *name = pair[0], *value = pair[1] != NULL ? pair[1] : "";
        CssDeclaration *next = &out[n];
        next->important = FALSE;
        switch (name[0]) {
        case 'b':
            if (strcmp(name, "bgcolor") == 0 && legacy_color(value, &next->value)) {
                next->property = CSS_BACKGROUND_COLOR;
                n++;
            } else if (strcmp(name, "background") == 0 && *value != '\0') {
                next->property = CSS_BACKGROUND_IMAGE;
                next->value = (CssValue){.type = CSS_KEYWORD, .keyword = CSS_IMAGE};
                n++;
            }
            break;
        case 'c':
            if (font && strcmp(name, "color") == 0 && legacy_color(value, &next->value)) {
                next->property = CSS_COLOR;
                n++;
            }
            break;
        case 's':
            if (font && strcmp(name, "size") == 0 && font_size(value, &next->value)) {
                next->property = CSS_FONT_SIZE;
                n++;
            }
            break;
        case 't':
            if (body && strcmp(name, "text") == 0 && legacy_color(value, &next->value)) {
                next->property = CSS_COLOR;
                n++;
            }
            break;
        case 'h':
            if (strcmp(name, "hidden") == 0) {
                next->property = CSS_DISPLAY;
                next->value = (CssValue){.type = CSS_KEYWORD, .keyword = CSS_NONE};
                n++;
            }
            break;
        default:
            break;
        }
    }
    return n;
}
