/* test-html.c - tags, text and their places; character references; sources made to be slow. */
#include "limits.h"
#include "message/view/html-scan.h"
#include "message/view/html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    GString *out;
    const char *source;
    guint opened;
} Log;

static void on_style(gpointer data, const char *css, gsize length, const char *media,
                     gsize media_length) {
    Log *log = data;
    g_string_append_printf(log->out, "{%.*s|%.*s}", (int)media_length, media, (int)length, css);
}

static void on_begin(gpointer data) {}

static void on_open(gpointer data, const HtmlTag *tag) {
    Log *log = data;
    log->opened++;
    g_string_append_printf(log->out, "<%.*s", (int)tag->name_length, tag->name);
    for (const char *const *pair = tag->attributes; *pair != NULL; pair += 2)
        g_string_append_printf(log->out, " %s=%s", pair[0], pair[1] != NULL ? pair[1] : "-");
    g_string_append_c(log->out, '>');
    /* The place is that of the tag. */
    assert_int_equal(log->source[tag->start], '<');
    assert_int_equal(log->source[tag->end - 1], '>');
}

static void on_close(gpointer data, const HtmlTag *tag) {
    Log *log = data;
    g_string_append_printf(log->out, "</%.*s>", (int)tag->name_length, tag->name);
    assert_int_equal(log->source[tag->start + 1], '/');
}

static void on_text(gpointer data, const char *text, gsize length, gsize start,
                    gboolean reference) {
    Log *log = data;
    if (reference)
        assert_int_equal(log->source[start], '&');
    else
        assert_memory_equal(log->source + start, text, length);
    g_string_append_len(log->out, text, (gssize)length);
}

static const HtmlHandler handler = {on_style, on_begin, on_open, on_close, on_text};

static gboolean parse(const char *html, gsize length, Log *log) {
    g_autofree char *exact = g_memdup2(html, length);
    log->source = exact;
    return html_parse(exact != NULL ? exact : "", length, &handler, log);
}

static void test_stream(void **state) {
    static const struct {
        const char *html, *events, *reason;
    } rows[] = {
        {"", "", "nothing"},
        {"blot tekst", "blot tekst", "text alone"},
        {"<p>å</p>", "<p>å</p>", "a tag is told as it is spelled"},
        {"<P CLASS=x ID='y' Title=\"z æ\">", "<P class=x id=y title=z æ>", "quotes, or none"},
        {"<input disabled value=>", "<input disabled=- value=>", "no value, and an empty one"},
        {"<a href = 'x'>", "<a href=x>", "spaces around ="},
        {"<br/><br /><a href=/x/>", "<br><br><a href=/x/>", "a slash at the end"},
        {"<a title='>' b=\"<\">t", "<a title=> b=<>t", "brackets within quotes"},
        {"<a title=it's>x", "<a title=it's>x", "a quote within an unquoted value"},
        {"<a \"b\" c>x", "<a \"b\"=- c=->x", "quotes without a name"},
        {"<a =b>x", "<a =b=->x", "a name that begins with ="},
        {"<a b='x'c=y>z", "<a b=x c=y>z", "no space between attributes"},
        {"<p/class=x>y", "<p class=x>y", "a slash is white space"},
        {"<a x=1 x=2>", "<a x=1 x=2>", "twice: html_attribute() takes the first"},
        {"<a\nhref=x\n>", "<a href=x>", "line breaks"},
        {"<a href=\"x&amp;y&#61;z&nbsp;\">", "<a href=x&y=z\xc2\xa0>", "references in values"},
        {"<a href='?a=1&copy=2&reg&lt=3'>", "<a href=?a=1&copy=2\xc2\xae&lt=3>",
         "parameters are no references"},
        {"a < b <3 <", "a < b <3 <", "brackets that begin nothing"},
        {"x</p >y</>z</3>w", "x</p>yzw", "end tags, and what is none"},
        {"a<!-- b --> c<!---->d<!-->e<!--->f", "a cdef", "comments, abruptly closed ones too"},
        {"a<!-- b --!>c<!-- -- > -->d", "acd", "other ends of comments"},
        {"a<!-- <p> <!-- -->b-->", "ab-->", "comments do not nest"},
        {"a<!-- b", "a", "a comment that is never closed"},
        {"<!DOCTYPE html PUBLIC '-//x'>a<?xml version='1.0'?>b", "ab", "declarations"},
        {"a<![if !mso]>b<![endif]>c", "abc", "revealed by what is no comment"},
        {"a<!--[if mso]><p>b</p><![endif]-->c", "ac", "for Outlook only"},
        {"a<!--[if !mso]><!-->b<!--<![endif]-->c", "abc", "for all but Outlook"},
        {"<style>p{}</style>x", "{|p{}}<style></style>x", "style"},
        {"x<STYLE media='print'>a>b</Style >y", "{print|a>b}x<STYLE media=print></Style>y",
         "style of a medium"},
        {"<style><!-- p{} --></style>", "{|<!-- p{} -->}<style></style>", "comment in a style"},
        {"<!-- <style>p{}</style> -->x", "x", "a style in a comment is none"},
        {"<script>if (a<b) '</p>'</script>x", "<script></script>x", "script is not read"},
        {"<title>a<b>c</title>x", "<title></title>x", "nor is a title"},
        {"<title>a", "<title>", "never closed"},
        {"<style></stylex></style>x", "{|</stylex>}<style></style>x", "a longer name"},
        {"<iframe>a<p></iframe>x", "<iframe></iframe>x", "an iframe"},
        {"<noscript>a<p>b</noscript>", "<noscript>a<p>b</noscript>", "mail runs no scripts"},
        {"<textarea>a<b>c</textarea>", "<textarea>a<b>c</textarea>", "a text area is markup"},
        {"a<p", "a", "a tag cut off by the end"},
        {"a<p class='x>b", "a", "a quote never closed"},
        {"<o:p>x</o:p><my-tag>y", "<o:p>x</o:p><my-tag>y", "unknown elements"},
        {"&amp;&lt;&#229;&#xE6;&oslash;&AElig;", "&<åæøÆ", "references"},
        {"&amp &nbsp&copyx &ampx", "& \xc2\xa0\xc2\xa9x &x", "without semicolon"},
        {"&unknown; &; & &#; &#x; &a", "&unknown; &; & &#; &#x; &a", "no references"},
        {"&#150;&#0;&#xD800;&#x110000;&#99999999999999999999;",
         "–\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", "numbers of no character"},
        {"info&commat;example&period;dk&ZeroWidthSpace;", "info@example.dk\xe2\x80\x8b",
         "names of HTML5 that hide signs"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        Log log = {.out = g_string_new(NULL)};
        gboolean whole = parse(rows[i].html, strlen(rows[i].html), &log);
        if (!whole || strcmp(log.out->str, rows[i].events) != 0)
            fail_msg("%s: %s\n  found    %s\n  expected %s", rows[i].reason, rows[i].html,
                     log.out->str, rows[i].events);
        g_string_free(log.out, TRUE);
    }
}

static void test_attribute_places(void **state) {
    static const struct {
        const char *tag, *name, *value, *reason;
    } rows[] = {
        {"<a href=\"x\">", "href", "x", "double quotes"},
        {"<A  HREF = 'å b' >", "href", "å b", "upper case, spaces"},
        {"<a href=x/y>", "href", "x/y", "no quotes"},
        {"<a title='href=z' href=x>", "href", "x", "not within another value"},
        {"<a data-href=z href=x>", "href", "x", "not the end of another name"},
        {"<a href=1 href=2>", "href", "1", "the first"},
        {"<a href=\"&amp;\">", "href", "&amp;", "as it stands"},
        {"<a href>", "href", "", "no value"},
        {"<a>", "href", NULL, "none"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        gsize length = strlen(rows[i].tag);
        g_autofree char *exact = g_memdup2(rows[i].tag, length);
        HtmlAttributeSpan span;
        gboolean found = html_attribute_find(exact, 0, length, rows[i].name, &span);
        if (found != (rows[i].value != NULL))
            fail_msg("%s: %s", rows[i].reason, rows[i].tag);
        if (found && (span.value_end - span.value != strlen(rows[i].value) ||
                      memcmp(exact + span.value, rows[i].value, span.value_end - span.value) != 0))
            fail_msg("%s: %s gives %.*s", rows[i].reason, rows[i].tag,
                     (int)(span.value_end - span.value), exact + span.value);
    }
}

static void append_many(GString *out, const char *text, guint n) {
    for (guint i = 0; i < n; i++)
        g_string_append(out, text);
}

/* All of these took a parser minutes once. The time is what the run of the test allows. */
static void test_hostile(void **state) {
    static const struct {
        const char *before, *repeated;
        guint n;
        const char *after;
        gboolean whole;
        const char *reason;
    } rows[] = {
        {"", "<div>", 300000, "x", FALSE, "nested tags, more than LIMIT_HTML_NODES"},
        {"x", "</div>", 300000, "y", FALSE, "unmatched end tags"},
        {"<p", " abc=d", 200000, ">x", TRUE, "attributes"},
        {"<p title='", "x", 4000000, "'>x", TRUE, "a huge attribute"},
        {"<p title='", "x", 4000000, "", TRUE, "that is never closed"},
        {"a<!--", "<!--", 500000, "", TRUE, "comments never closed"},
        {"a<!--", "-", 4000000, "", TRUE, "dashes"},
        {"", "<", 4000000, "", TRUE, "brackets"},
        {"", "&", 1000000, "", TRUE, "ampersands"},
        {"", "&ampersan", 300000, "", TRUE, "references without semicolon"},
        {"", "<script></scrip", 200000, "", TRUE, "a script never closed"},
        {"", "<p a=\"'>", 200000, "", TRUE, "quotes crosswise"},
        {"", "<style>", 300000, "", TRUE, "styles in a style"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GString) html = g_string_new(rows[i].before);
        append_many(html, rows[i].repeated, rows[i].n);
        g_string_append(html, rows[i].after);
        Log log = {.out = g_string_new(NULL)};
        gint64 begun = g_get_monotonic_time();
        gboolean whole = parse(html->str, html->len, &log);
        double seconds = (double)(g_get_monotonic_time() - begun) / G_USEC_PER_SEC;
        if (whole != rows[i].whole || seconds > 20)
            fail_msg("%s: %s after %.1f s", rows[i].reason, whole ? "whole" : "cut", seconds);
        assert_true(log.opened <= LIMIT_HTML_NODES);
        g_string_free(log.out, TRUE);
    }
}

static void test_attribute_limit(void **state) {
    g_autoptr(GString) html = g_string_new("<p");
    append_many(html, " a=b", LIMIT_HTML_ATTRIBUTES);
    g_string_append(html, " zz=y>x");
    Log log = {.out = g_string_new(NULL)};
    assert_true(parse(html->str, html->len, &log));
    assert_null(strstr(log.out->str, "zz"));
    assert_true(g_str_has_suffix(log.out->str, ">x"));
    g_string_free(log.out, TRUE);
}

static void test_elements(void **state) {
    assert_string_equal(element_find("BlockQuote", 10)->name, "blockquote");
    assert_string_equal(element_find("a", 1)->name, "a");
    assert_string_equal(element_find("xml", 3)->name, "xml");
    assert_null(element_find("blockquotes", 11));
    assert_null(element_find("", 0));
    assert_null(element_find("aa", 2));
    /* The table is sorted: each row is found. */
    static const char *const names[] = {"address", "h6", "tbody", "wbr", "th", "param", "figure"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        assert_non_null(element_find(names[i], strlen(names[i])));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stream),   cmocka_unit_test(test_attribute_places),
        cmocka_unit_test(test_hostile),  cmocka_unit_test(test_attribute_limit),
        cmocka_unit_test(test_elements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
