/* test-css.c - declarations, selectors and the cascade, on exact-size copies. */
#include "message/view/css.h"

#include "limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const property_names[] = {
    "display",     "visibility", "opacity", "font-size", "line-height", "color",    "bg",
    "image",       "width",      "height",  "max-width", "max-height",  "overflow", "indent",
    "margin-left", "position",   "float",   "left",      "top",         "clip",     "white-space"};
static const char *const keyword_names[] = {"other",        "inherit", "initial", "none", "inline",
                                            "inline-block", "block",   "table",   "cell", "hidden",
                                            "absolute",     "empty",   "image",   "pre"};

static void print_value(GString *out, const CssValue *value) {
    static const char *const units[] = {"", "", "em", "rem"};
    if (value->type == CSS_KEYWORD)
        g_string_append(out, keyword_names[value->keyword]);
    else if (value->type == CSS_COLOUR)
        g_string_append_printf(out, "#%06x/%.2g", value->color, value->number);
    else
        g_string_append_printf(out, "%.4g%s", value->number, units[value->type]);
}

/* "font-size:12 color:#ff0000/1!" of declarations. */
static char *declared(const char *css) {
    gsize length = strlen(css);
    g_autofree char *exact = g_memdup2(css, length);
    CssDeclaration found[CSS_DECLARATIONS_MAX];
    guint n = css_parse_declarations(exact, length, found, CSS_DECLARATIONS_MAX);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < n; i++) {
        g_string_append_printf(out, "%s%s:", i > 0 ? " " : "", property_names[found[i].property]);
        print_value(out, &found[i].value);
        if (found[i].important)
            g_string_append_c(out, '!');
    }
    return g_string_free(out, FALSE);
}

static void test_declarations(void **state) {
    static const struct {
        const char *css, *declared, *reason;
    } rows[] = {
        {"", "", "nothing"},
        {"font-size: 12px", "font-size:12", "no semicolon at the end"},
        {"FONT-SIZE:9PT;Color:RED", "font-size:12 color:#ff0000/1", "upper case, points"},
        {"font-size:1.5em;font-size:150%;font-size:.5rem",
         "font-size:1.5em font-size:1.5em font-size:0.5rem", "relative sizes"},
        {"font-size:small;font-size:larger", "font-size:13 font-size:1.2em", "keywords"},
        {"font-size:14", "font-size:14", "a bare number is pixels in quirks mode"},
        {"font-size:-3px;font-size:calc(1px + 2px);font-size:", "", "no sizes"},
        {"display:none!important", "display:none!", "importance without a space"},
        {"display: NONE ! Important ; ", "display:none!", "importance with spaces"},
        {"display:table-cell;display:flex;display:nonsense", "display:cell display:block",
         "an unknown value is no declaration"},
        {"*display:none;_height:1px;//color:red;opacity:0", "opacity:0",
         "hacks of old browsers are no properties"},
        {"color:#f00;color:#ff000080;color:rgb(255, 0,0);color:rgba(255 0 0 / 50%)",
         "color:#ff0000/1 color:#ff0000/0.5 color:#ff0000/1 color:#ff0000/0.5", "colours"},
        {"color:hsl(120,100%,25%);color:transparent;color:inherit;color:rød",
         "color:#008000/1 color:#000000/0 color:inherit", "more colours"},
        {"background:#fff url('a;b.png') no-repeat", "bg:#ffffff/1 image:image",
         "a semicolon within a string"},
        {"background:url(data:image/png;base64,AA==) #eee;color:red",
         "bg:#eeeeee/1 image:image color:#ff0000/1", "a semicolon within parentheses"},
        {"background:none", "bg:#000000/0 image:none", "the shorthand resets"},
        {"background-image:linear-gradient(red, blue)", "image:image", "a gradient"},
        {"font:bold 11px/13px Arial", "font-size:11 line-height:13", "font shorthand"},
        {"font:700 16px Arial;font:0/0 a", "font-size:16 font-size:0 line-height:0em",
         "a weight is no size, 0 is one"},
        {"font:italic Arial", "", "a font shorthand without a size"},
        {"max-height:0;height:0px;width:auto;width:50%;height:0%",
         "max-height:0 height:0 width:other width:other height:0em", "boxes"},
        {"overflow:hidden;overflow-y:scroll;visibility:collapse",
         "overflow:hidden overflow:other visibility:hidden", "overflow"},
        {"position:absolute;left:-9999px;text-indent:-100em",
         "position:absolute left:-9999 indent:-100em", "outside"},
        {"clip:rect(0 0 0 0);clip:rect(1px,1px,1px,1px);clip:rect(0,100px,100px,0);clip:auto",
         "clip:empty clip:empty clip:other clip:other", "clip"},
        {"line-height:0;line-height:1.5;line-height:20px;line-height:normal",
         "line-height:0em line-height:1.5em line-height:20 line-height:other", "line height"},
        {"/* a */color/**/: red;/* unclosed", "", "a comment within a name ends it"},
        {"color:red/* ; */;opacity:50%", "opacity:0.5", "a comment within a value spoils it"},
        {"color:red;;;:;a;b:c;{}", "color:#ff0000/1", "empty and foreign declarations"},
        {"mso-hide:all", "", "hides in Outlook only"},
        {"background:;background: ;font:;color:!important", "", "values that are not there"},
        {"clip:\\0;display:none\\9", "clip:other", "hacks behind a value"},
        {"font-family:\"unclosed;color:red", "", "an unclosed string swallows the rest"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *found = declared(rows[i].css);
        if (strcmp(found, rows[i].declared) != 0)
            fail_msg("%s: %s\n  found    %s\n  expected %s", rows[i].reason, rows[i].css, found,
                     rows[i].declared);
    }
}

/* Matches a path like "body div.a#b[href=x] p" and tells the winning colour and, behind "@", that
 * of the rules inside @media. */
static char *matched(const char *css, const char *path) {
    gsize length = strlen(css);
    g_autofree char *exact = g_memdup2(css, length);
    g_autoptr(Stylesheet) sheet = stylesheet_new();
    stylesheet_add(sheet, exact, length, NULL, 0);
    g_auto(GStrv) steps = g_strsplit(path, " ", -1);
    CssElement elements[16];
    gsize n = 0;
    for (; steps[n] != NULL; n++) {
        const char *attributes[8] = {NULL};
        guint k = 0;
        g_auto(GStrv) marks = g_strsplit_set(steps[n], ".#[]", -1);
        g_autoptr(GString) classes = g_string_new(NULL);
        const char *at = steps[n] + strlen(marks[0]);
        for (guint i = 1; marks[i] != NULL; at += 1 + strlen(marks[i]), i++) {
            if (*at == '.')
                g_string_append_printf(classes, "%s%s", classes->len > 0 ? " " : "", marks[i]);
            else if (*at == '#') {
                attributes[k++] = "id";
                attributes[k++] = marks[i];
            } else if (*at == '[') {
                char *equals = strchr(marks[i], '=');
                if (equals != NULL)
                    *equals = '\0';
                attributes[k++] = marks[i];
                attributes[k++] = equals == NULL ? NULL : equals + 1;
                if (equals != NULL)
                    at++, at += strlen(equals + 1);
            }
        }
        if (classes->len > 0) {
            attributes[k++] = "class";
            attributes[k++] = classes->str;
        }
        stylesheet_element(sheet, marks[0], strlen(marks[0]), attributes, &elements[n]);
    }
    CssCascade cascade = {.values = {0}}, media = {.values = {0}};
    stylesheet_match(sheet, elements, n, &cascade, &media);
    GString *out = g_string_new(NULL);
    if (cascade.values.set & (1u << CSS_COLOR))
        g_string_append_printf(out, "%x", cascade.values.value[CSS_COLOR].color);
    if (media.values.set != 0)
        g_string_append_c(out, '@');
    if (media.values.set & (1u << CSS_COLOR))
        g_string_append_printf(out, "%x", media.values.value[CSS_COLOR].color);
    return g_string_free(out, FALSE);
}

static void test_selectors(void **state) {
    static const struct {
        const char *css, *path, *color, *reason;
    } rows[] = {
        {"p{color:#1}", "body p", "", "a bad colour"},
        {"p{color:#000001}", "body p", "1", "type"},
        {"P{color:#000001}", "body p", "1", "types know no case"},
        {"*{color:#000001}", "body p", "1", "universal"},
        {".a{color:#000001}", "body p.b.a", "1", "one class of two"},
        {"p.a.b{color:#000001}", "body p.a", "", "both classes are wanted"},
        {"#x{color:#000001}", "body p#x", "1", "id"},
        {".a{color:#000001}p{color:#000002}", "p.a", "1", "a class outweighs a type"},
        {"#x{color:#000001}.a.b.c{color:#000002}", "p.a.b.c#x", "1", "an id outweighs classes"},
        {"p{color:#000001}p{color:#000002}", "p", "2", "the later of equals"},
        {".b{color:#000001}.a{color:#000002}", "p.a.b", "2", "by order of rules, not of classes"},
        {"p{color:#000001!important}.a{color:#000002}", "p.a", "1", "importance"},
        {"h1,p , h2{color:#000001}", "p", "1", "group"},
        {"div p{color:#000001}", "div span p", "1", "descendant"},
        {"div>p{color:#000001}", "div span p", "", "no child"},
        {"div > p{color:#000001}", "body div p", "1", "child"},
        {"div p{color:#000001}", "body p", "", "no such ancestor"},
        {"a:link{color:#000001}", "a[href=x]", "1", "a link"},
        {"a:link{color:#000001}", "a", "", "an anchor without address"},
        {"a:hover{color:#000001}", "a[href=x]", "", "nothing hovers"},
        {"p:not(.a){color:#000001}", "p", "", "what is not understood does not match"},
        {"h1+p{color:#000001}", "h1 p", "", "siblings are not known"},
        {"u+.body .a{color:#000001}", "u body.body p.a", "", "nor in the middle"},
        {"[lang]{color:#000001}", "p[lang=da]", "1", "attribute"},
        {"p[lang=da]{color:#000001}", "p[lang=en]", "", "another value"},
        {"p[lang='da']{color:#000001}", "p[lang=da]", "1", "quoted value"},
        {"[style*=\"pad\"]{color:#000001}", "p[style=padding]", "1", "part of a value"},
        {"[class~=a]{color:#000001}", "p.b.a", "1", "word of a value"},
        {"[lang|=da]{color:#000001}", "p[lang=da-DK]", "1", "language"},
        {"[href^=http][href$=dk]{color:#000001}", "a[href=http://example-dk]", "1", "ends"},
        {"[data-ogsc] p{color:#000001}", "body p", "", "an attribute nobody has"},
        {".sm\\:skjult{color:#000001}", "p.sm:skjult", "1", "escaped character"},
        {".år{color:#000001}", "p.år", "1", "letters of any script"},
        {"<!-- p{color:#000001} -->", "p", "1", "comment marks of HTML"},
        {"/* p{color:#000002} */p/**/{color:#000001}", "p", "1", "comments"},
        {"@import url(x.css);p{color:#000001}", "p", "1", "an import is passed over"},
        {"@font-face{color:#000002}p{color:#000001}", "p", "1", "a font as well"},
        {"@media (max-width:600px){p{color:#000002}}p{color:#000001}", "p", "1@2", "kept apart"},
        {"@media screen{p{color:#000001}}", "p", "1", "every reader has a screen"},
        {"@media all and (min-width:1px){p{color:#000001}}", "p", "@1", "a condition"},
        {"@media print{p{display:none}}", "p", "", "what hides shows nothing elsewhere"},
        {"@media a{@media b{p{color:#000002}}}p{color:#000001}", "p", "1@2", "nested"},
        {"@supports (display:grid){p{color:#000001}}", "p", "@1", "a condition of browsers"},
        {"p{color:#000001", "p", "1", "the end closes"},
        {"}p{color:#000001}", "p", "1", "a stray brace"},
        {"p{}}{p{color:#000001}", "p", "", "a brace begins a block"},
        {"p{content:'}';color:#000001}", "p", "1", "a brace in a string"},
        {"p{content:'a\n;color:#000002}p{color:#000001}", "p", "1", "a line ends a string"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *found = matched(rows[i].css, rows[i].path);
        if (strcmp(found, rows[i].color) != 0)
            fail_msg("%s: %s on %s\n  found    %s\n  expected %s", rows[i].reason, rows[i].css,
                     rows[i].path, found, rows[i].color);
    }
}

static void test_limits(void **state) {
    g_autoptr(Stylesheet) sheet = stylesheet_new();
    GString *css = g_string_new(NULL);
    for (guint i = 0; i <= LIMIT_CSS_RULES; i++)
        g_string_append(css, "*{color:red}");
    assert_false(stylesheet_add(sheet, css->str, css->len, NULL, 0));
    CssElement element;
    stylesheet_element(sheet, "p", 1, NULL, &element);
    for (guint i = 0; i <= LIMIT_CSS_COMPARISONS / LIMIT_CSS_RULES; i++) {
        CssCascade cascade = {.values = {0}};
        stylesheet_match(sheet, &element, 1, &cascade, NULL);
    }
    assert_true(stylesheet_is_exhausted(sheet));
    g_string_free(css, TRUE);

    g_autoptr(Stylesheet) large = stylesheet_new();
    g_autofree char *spaces = g_strnfill(LIMIT_CSS_OCTETS, ' ');
    assert_true(stylesheet_add(large, spaces, LIMIT_CSS_OCTETS, NULL, 0));
    assert_false(stylesheet_add(large, "p{color:red}", 12, NULL, 0));
    assert_true(stylesheet_is_empty(large));
}

static void test_media_attribute(void **state) {
    g_autoptr(Stylesheet) sheet = stylesheet_new();
    stylesheet_add(sheet, "p{color:red}", 12, "print", 5);
    CssElement element;
    stylesheet_element(sheet, "p", 1, NULL, &element);
    CssCascade cascade = {.values = {0}}, media = {.values = {0}};
    stylesheet_match(sheet, &element, 1, &cascade, &media);
    assert_int_equal(cascade.values.set, 0);
    assert_int_not_equal(media.values.set, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_declarations),
        cmocka_unit_test(test_selectors),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_media_attribute),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
