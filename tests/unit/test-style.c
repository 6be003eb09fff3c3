/* test-style.c - colours, and what is hidden by which style. */
#include "message/view/color.h"
#include "message/view/style.h"
#include "view-helper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>

static void test_colors(void **state) {
    static const struct {
        const char *text;
        gint64 color; /* -1: none */
        double alpha;
        const char *reason;
    } rows[] = {
        {"red", 0xff0000, 1, "name"},
        {"RebeccaPurple", 0x663399, 1, "the last name that was added"},
        {"#FFF", 0xffffff, 1, "three digits"},
        {"#1234", 0x112233, 0x44 / 255.0, "four digits"},
        {"#12345680", 0x123456, 0x80 / 255.0, "eight digits"},
        {"123456", 0x123456, 1, "digits of an HTML attribute"},
        {"#12345", -1, 0, "five digits"},
        {"#ggg", -1, 0, "no digits"},
        {"rgb(1,2,3)", 0x010203, 1, "commas"},
        {"rgb(100% 0% 0% / 25%)", 0xff0000, 0.25, "percent"},
        {"rgba(300,-5,0,.5)", 0xff0000, 0.5, "out of range"},
        {"rgb(1,2)", -1, 0, "a channel short"},
        {"hsl(0, 0%, 50%)", 0x808080, 1, "grey"},
        {"hsl(240deg 100% 50%)", 0x0000ff, 1, "blue"},
        {"hsla(-120, 100%, 50%, 0)", 0x0000ff, 0, "a negative angle"},
        {"transparent", 0, 0, "transparent"},
        {"blå", -1, 0, "a Danish name"},
        {"", -1, 0, "nothing"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        gsize length = strlen(rows[i].text);
        g_autofree char *exact = g_memdup2(rows[i].text, length);
        guint32 color = 0;
        double alpha = 0;
        gboolean known = color_parse(exact, length, &color, &alpha);
        if (known != (rows[i].color >= 0))
            fail_msg("%s: %s", rows[i].reason, rows[i].text);
        if (known && (color != rows[i].color || fabs(alpha - rows[i].alpha) > 0.001))
            fail_msg("%s: %s is #%06x alpha %g", rows[i].reason, rows[i].text, color, alpha);
    }
}

static void test_contrast(void **state) {
    assert_true(fabs(color_contrast(0x000000, 0xffffff) - 21) < 0.01);
    assert_true(fabs(color_contrast(0x777777, 0xffffff) - 4.48) < 0.01);
    assert_true(color_contrast(0xffffff, 0xffffff) == 1);
    assert_int_equal(color_blend(0x000000, 0.5, 0xffffff), 0x808080);
}

static const char *const reasons[] = {"no",   "display",  "visibility", "opacity",
                                      "size", "contrast", "overflow",   "offscreen"};

/* Each row holds a "@": why is it hidden, or in which style is it seen? */
static void test_hiding(void **state) {
    static const struct {
        const char *html, *found, *reason;
    } rows[] = {
        {"@", "no 16px #000000/#ffffff", "nothing said"},
        {"<div style='display:none'>@</div>", "display", "display"},
        {"<div style='display:none'><p style='display:block'>@</div>", "display",
         "no child takes display back"},
        {"<div hidden>@</div>", "display", "hidden attribute"},
        {"<div style='mso-hide:all'>@</div>", "no 16px #000000/#ffffff",
         "mso-hide hides in Outlook only"},
        {"<style>.x{display:none}</style><div class=x>@</div>", "display", "by rule"},
        {"<style>.x{display:none!important}</style><div class=x style='display:block'>@</div>",
         "display", "an important rule outweighs the style attribute"},
        {"<style>.x{display:none}</style><div class=x style='display:block'>@</div>",
         "no 16px #000000/#ffffff", "an ordinary rule does not"},
        {"<style>.x{display:none!important}</style>"
         "<div class=x style='display:block!important'>@</div>",
         "no 16px #000000/#ffffff", "an important style attribute outweighs all"},
        {"<div class=x>@</div><style>.x{display:none}</style>", "display",
         "a style element behind it counts"},
        {"<div style='visibility:hidden'>@</div>", "visibility", "visibility"},
        {"<div style='visibility:hidden'><b style='visibility:visible'>@</b></div>",
         "no 16px #000000/#ffffff", "a child takes visibility back"},
        {"<div style='opacity:0'>@</div>", "opacity", "opacity"},
        {"<div style='opacity:.1'><b style='opacity:.1'>@</b></div>", "opacity",
         "opacity multiplies down the tree"},
        {"<div style='opacity:0'><b style='opacity:1'>@</b></div>", "opacity",
         "no child takes opacity back"},
        {"<div style='opacity:.5'>@</div>", "no 16px #808080/#ffffff", "half seen"},
        {"<div style='font-size:0'>@</div>", "size", "size"},
        {"<div style='font-size:1px'>@</div>", "size", "a pixel"},
        {"<div style='font-size:0'><p style='font-size:14px'>@</p></div>",
         "no 14px #000000/#ffffff", "a wrapper of size 0 whose child sets a size"},
        {"<div style='font-size:10px'><p style='font-size:2em'>@</p></div>",
         "no 20px #000000/#ffffff", "em"},
        {"<div style='font-size:10px'><p style='font-size:2rem'>@</p></div>",
         "no 32px #000000/#ffffff", "rem"},
        {"<font size=1>@</font>", "no 10px #000000/#ffffff", "font size"},
        {"<font size=+2 color=blue>@</font>", "no 24px #0000ff/#ffffff", "font size and colour"},
        {"<small><small>@</small></small>", "no 11px #000000/#ffffff", "small in small"},
        {"<h1>@</h1>", "no 32px #000000/#ffffff", "heading"},
        {"<pre><code>@</code></pre>", "no 13px #000000/#ffffff mono", "one monospace in another"},
        {"<div style='color:#fff'>@</div>", "contrast", "white on white"},
        {"<div style='color:#fefefe'>@</div>", "contrast", "nearly white on white"},
        {"<div style='color:#ddd'>@</div>", "no 16px #dddddd/#ffffff", "faint, and seen"},
        {"<div style='background:#000'><p style='color:#fff'>@</div>", "no 16px #ffffff/#000000",
         "white on black"},
        {"<table bgcolor='#000000'><tr><td><font color='#ffffff'>@</table>",
         "no 16px #ffffff/#000000", "bgcolor"},
        {"<table bgcolor='000000'><tr><td><font color=white>@</table>", "no 16px #ffffff/#000000",
         "bgcolor without #"},
        {"<div style='background:url(x)'><p style='color:#fff'>@</div>",
         "no 16px #ffffff/#ffffff image", "over an image nobody can tell"},
        {"<table background=x><tr><td style='color:#fff'>@</table>",
         "no 16px #ffffff/#ffffff image", "background attribute"},
        {"<div style='background:url(x)'><p style='color:#fff;background:#fff'>@</div>", "contrast",
         "a colour nearer than the image"},
        {"<div style='background:linear-gradient(red,blue);color:white'>@</div>",
         "no 16px #ffffff/#ffffff image", "gradient"},
        {"<div style='color:transparent'>@</div>", "contrast", "transparent"},
        {"<div style='color:rgba(0,0,0,0)'>@</div>", "contrast", "alpha 0"},
        {"<div style='background:url(x);color:rgba(0,0,0,0)'>@</div>", "contrast",
         "alpha 0 over an image"},
        {"<div style='background:rgba(0,0,0,.5)'>@</div>", "no 16px #000000/#808080",
         "a background half seen through"},
        {"<div style='color:#fff'><b style='color:inherit'>@</b></div>", "contrast", "inherit"},
        {"<body bgcolor=black text=white>@", "no 16px #ffffff/#000000", "body text"},
        {"<style>body{color:red}</style>@", "no 16px #ff0000/#ffffff",
         "rules for body count without its tag"},
        {"<a href=x>@</a>", "no 16px #0000ee/#ffffff", "links are blue"},
        {"<a name=x>@</a>", "no 16px #000000/#ffffff", "anchors are not"},
        {"<body link=green><a href=x>@</a>", "no 16px #008000/#ffffff", "body link"},
        {"<div style='height:0;overflow:hidden'>@</div>", "overflow", "no height"},
        {"<div style='max-height:0px;overflow:hidden'>@</div>", "overflow", "no greatest height"},
        {"<div style='width:1px;height:1px;overflow:hidden'>@</div>", "overflow", "a pixel"},
        {"<div style='height:0'>@</div>", "no 16px #000000/#ffffff",
         "what overflows is seen without overflow:hidden"},
        {"<span style='max-height:0;overflow:hidden'>@</span>", "no 16px #000000/#ffffff",
         "an inline box has no height"},
        {"<span style='display:inline-block;width:0;overflow:hidden'>@</span>", "overflow",
         "an inline block has"},
        {"<span style='float:left;width:0;overflow:hidden'>@</span>", "overflow", "a float has"},
        {"<table><tr><td style='height:0;overflow:hidden'>@</table>", "no 16px #000000/#ffffff",
         "a cell grows with what is in it"},
        {"<div style='line-height:0;overflow:hidden'>@</div>", "overflow", "no line height"},
        {"<div style='line-height:0;overflow:hidden'><p style='line-height:1.2'>@</div>",
         "no 16px #000000/#ffffff", "a child takes line height back"},
        {"<div style='text-indent:-9999px'>@</div>", "offscreen", "indent"},
        {"<div style='text-indent:-20px'>@</div>", "no 16px #000000/#ffffff", "a hanging indent"},
        {"<div style='position:absolute;left:-9999px'>@</div>", "offscreen", "left"},
        {"<div style='left:-9999px'>@</div>", "no 16px #000000/#ffffff",
         "left means nothing without position"},
        {"<div style='position:absolute;clip:rect(0,0,0,0)'>@</div>", "offscreen", "clip"},
        {"<div style='margin-left:-9999px'>@</div>", "offscreen", "margin"},
        {"<template>@</template>", "nowhere", "a template is no text"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(Shown) shown;
        shown_html(&shown, rows[i].html);
        const View *view = shown.view;
        g_autofree char *found = NULL;
        const char *at = strchr(view->text, '@');
        if (at != NULL) {
            const Style *style = view_run_at(view, (gsize)(at - view->text))->style;
            found = g_strdup_printf("%s %.0fpx #%06x/#%06x%s%s", reasons[style->hidden],
                                    style->font_px, style->color, style->background,
                                    style->background_image ? " image" : "",
                                    style->monospace ? " mono" : "");
        } else if (view->hidden->len == 1) {
            const HiddenBlock *block = g_ptr_array_index(view->hidden, 0);
            found = g_strdup(reasons[block->reason]);
        } else
            found = g_strdup("nowhere");
        if (strcmp(found, rows[i].found) != 0)
            fail_msg("%s: %s\n  found    %s\n  expected %s", rows[i].reason, rows[i].html, found,
                     rows[i].found);
    }
}

static void test_media(void **state) {
    static const struct {
        const char *html;
        gboolean shown;
        const char *reason;
    } rows[] = {
        {"<style>.m{display:none}@media (max-width:600px){.m{display:block!important}}</style>"
         "<div class=m>kun på mobil</div>",
         TRUE, "shown on small screens"},
        {"<style>@media (max-width:600px){.m{display:block!important}}</style>"
         "<div class=m style='display:none;max-height:0;overflow:hidden'>kun på mobil</div>",
         FALSE, "displayed, and still without height"},
        {"<style>@media (max-width:600px){.m{display:block!important;max-height:none!important}}"
         "</style><div class=m style='display:none;max-height:0;overflow:hidden'>mobil</div>",
         TRUE, "displayed, with height"},
        {"<style>@media (max-width:600px){.m{display:block}}</style>"
         "<div class=m style='display:none'>mobil</div>",
         FALSE, "the style attribute outweighs the rule"},
        {"<style>@media (max-width:600px){.m{display:block!important}}</style>"
         "<div style='display:none'><p class=m>mobil</p></div>",
         FALSE, "the hiding element itself must be shown"},
        {"<style>@media (max-width:600px){.m{display:block!important}}"
         "@media (min-width:601px){.m{display:none!important}}</style>"
         "<div class=m style='display:none'>mobil</div>",
         TRUE, "shown on some screen is enough"},
        {"<style>@media (prefers-color-scheme:dark){.m{color:red}}</style>"
         "<div class=m style='display:none'>skjult</div>",
         FALSE, "a rule that says nothing of display"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(Shown) shown;
        shown_html(&shown, rows[i].html);
        if (shown.view->hidden->len != 1)
            fail_msg("%s: not hidden", rows[i].reason);
        const HiddenBlock *block = g_ptr_array_index(shown.view->hidden, 0);
        if (block->media_shown != rows[i].shown)
            fail_msg("%s: %s", rows[i].reason, rows[i].html);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_colors),
        cmocka_unit_test(test_contrast),
        cmocka_unit_test(test_hiding),
        cmocka_unit_test(test_media),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
