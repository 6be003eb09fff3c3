/* fuzz-css.c - any octets as declarations, and as a style element matched with an element.
 *
 * Declarations are bounded in number and hold values of their property; the style element is read
 * without reading past it and matches elements without end.
 */
#include "message/view/css.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MAX_SIZE (64 * 1024)

static void check_value(CssProperty property, const CssValue *value) {
    g_assert_cmpint(property, <, CSS_PROPERTIES);
    g_assert_true(isfinite(value->number));
    if (value->type == CSS_COLOUR) {
        g_assert_cmpuint(value->color, <=, 0xffffff);
        g_assert_true(value->number >= 0 && value->number <= 1);
    }
    if (property == CSS_FONT_SIZE)
        g_assert_true(value->type != CSS_KEYWORD && value->number >= 0);
    if (property == CSS_OPACITY)
        g_assert_true(value->number >= 0 && value->number <= 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > MAX_SIZE)
        return 0;
    g_autofree char *css = g_memdup2(data, size); /* no NUL behind it */
    CssDeclaration declarations[CSS_DECLARATIONS_MAX];
    guint n = css_parse_declarations(css, size, declarations, CSS_DECLARATIONS_MAX);
    g_assert_cmpuint(n, <=, CSS_DECLARATIONS_MAX);
    for (guint i = 0; i < n; i++)
        check_value(declarations[i].property, &declarations[i].value);

    static const char *const outer[] = {"class", "a b", "id", "x", NULL};
    static const char *const inner[] = {"class", "a",  "href", "http://example.com/",
                                        "title", NULL, NULL};
    g_autoptr(Stylesheet) sheet = stylesheet_new();
    stylesheet_add(sheet, css, size, NULL, 0);
    CssElement path[3];
    stylesheet_element(sheet, "body", 4, NULL, &path[0]);
    stylesheet_element(sheet, "td", 2, outer, &path[1]);
    stylesheet_element(sheet, "a", 1, inner, &path[2]);
    for (gsize depth = 1; depth <= G_N_ELEMENTS(path); depth++) {
        CssCascade cascade = {.values = {0}}, media = {.values = {0}};
        stylesheet_match(sheet, path, depth, &cascade, &media);
        for (guint i = 0; i < CSS_PROPERTIES; i++) {
            if (cascade.values.set & (1u << i))
                check_value((CssProperty)i, &cascade.values.value[i]);
            if (media.values.set & (1u << i))
                check_value((CssProperty)i, &media.values.value[i]);
        }
    }
    return 0;
}
