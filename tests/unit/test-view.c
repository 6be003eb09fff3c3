/* test-view.c - HTML as its reader sees it: text, links, images, what is hidden, what is active. */
#include "limits.h"
#include "view-helper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

static void test_text(void **state) {
    static const struct {
        const char *html, *text, *reason;
    } rows[] = {
        {"", "", "nothing"},
        {"Hej", "Hej", "text alone"},
        {"  Hej \n\t verden  ", "Hej verden", "white space folded"},
        {"<p>Hej</p><p>verden</p>", "Hej\nverden", "paragraphs"},
        {"<div><div><p>a</p></div></div>b", "a\nb", "one line end for many"},
        {"a<br>b<br><br>c<br/>d</br>e", "a\nb\nc\nd\ne", "line breaks"},
        {"<b>a</b><i>b</i> <u>c</u>", "ab c", "inline elements part no words"},
        {"a<!-- x -->b", "ab", "comments"},
        {"<table><tr><td>a<td>b<tr><td>c</table>d", "a b\nc\nd", "cells and rows, ends left out"},
        {"<ul><li>a<li>b</ul>c", "a\nb\nc", "list"},
        {"<dl><dt>a<dd>b</dl>", "a\nb", "definitions"},
        {"<h1>a</h1>b<hr>c", "a\nb\nc", "headings, rules"},
        {"<select><option>a<option>b</select>c", "a\nb\nc", "options"},
        {"<pre>a\n  b\n</pre>c", "a\nb\nc", "lines kept"},
        {"<div style='white-space:pre-wrap'>a\nb</div>", "a\nb", "lines kept by style"},
        {"a<img src=x>b", "a b", "an image parts words"},
        {"a<img src=x width=1 height=1>b", "ab", "a dot does not"},
        {"a<img src=x style='width:1px'>b", "ab", "a dot by style"},
        {"a<img src=x width=1 style='width:90px'>b", "a b", "a style before an attribute"},
        {"<span style='display:block'>a</span>b", "a\nb", "a block by style"},
        {"<div style='display:inline'>a</div>b", "ab", "inline by style"},
        {"a&nbsp;&nbsp;b\xe2\x80\x87\xe3\x80\x80"
         "c",
         "a b c", "spaces of every kind"},
        {"af\xc2\xadmel\xe2\x80\x8b"
         "d\xef\xbb\xbf&#847;",
         "afmeld", "what shows nothing"},
        {"Sept\xe2\x80\x8c"
         "ember \xe2\x80\x8c\xe2\x80\x8c a",
         "September a", "joiners between letters that do not join"},
        {"\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb",
         "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb",
         "joiners that join"},
        {"a<style>p{}</style>b<script>c</script>d", "abd", "style and script"},
        {"<title>a</title>b", "b", "title"},
        {"<head>a</head><body>b", "ab", "text in head is text"},
        {"<noscript>a</noscript>", "a", "mail runs no scripts"},
        {"<!--[if mso]>a<![endif]--><!--[if !mso]><!-->b<!--<![endif]--><![if !mso]>c<![endif]>",
         "bc", "conditional comments"},
        {"<details><summary>a</summary>b</details>", "a\nb", "details"},
        {"<button>a</button><input value=b><input type=hidden value=c>"
         "<input type=submit value=d>",
         "a b d", "form controls"},
        {"<xml><o:x>96</o:x></xml>a", "a", "islands of Office"},
        {"a<p style='display:none'>b</p>c", "ac", "a box that is not there ends no line"},
        {"a<span style='color:#fff'>b</span>c", "a c", "unseen words take their place"},
        {"a<span style='font-size:0'> </span>c", "ac", "of no size they take none"},
        {"<p>a</div>b</p></p>c", "ab\nc", "end tags that end nothing"},
        {"<b><p>a</b>b</p>c", "ab\nc", "a formatting element ends below a block"},
        {"<span><p>a</span>b</p>c", "ab\nc", "an inline element does not"},
        {"<table><tr><td>a</div></p>b</td></tr></table>", "a\nb", "end tags end at the cell"},
        {"<body>a</body></html><html><body>b", "ab", "a second document behind the first"},
        {"<p>a<table><tr><td>b</table>c", "a\nb\nc", "a table in a paragraph"},
        {"<div>a<div>b", "a\nb", "never closed"},
        {"a<blink>b</blink><o:p></o:p>c", "abc", "unknown elements"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(Shown) shown;
        shown_html(&shown, rows[i].html);
        if (strcmp(shown.view->text, rows[i].text) != 0)
            fail_msg("%s: %s\n  found    %s\n  expected %s", rows[i].reason, rows[i].html,
                     shown.view->text, rows[i].text);
        assert_int_equal(shown.view->length, strlen(shown.view->text));
    }
}

static char *slice(const Shown *shown, Place place) {
    assert_true(place.span.start <= place.span.end);
    assert_true(place.span.end <= strlen(shown->bytes));
    return g_strndup(shown->bytes + place.span.start, place.span.end - place.span.start);
}

static char *joined_links(const Shown *shown) {
    static const char kinds[] = "ARFT";
    GString *out = g_string_new(NULL);
    const View *view = shown->view;
    for (guint i = 0; i < view->links->len; i++) {
        const Link *link = g_ptr_array_index(view->links, i);
        g_autofree char *source = slice(shown, view_item_place(view, link));
        g_string_append_printf(out, "%s%c[%.*s]%s(%s)@%s{%s}%s%u%s%u", i > 0 ? " " : "",
                               kinds[link->kind], (int)(link->end - link->start),
                               view->text + link->start, link->hidden ? "-" : "", link->href,
                               link->host != NULL ? link->host : "", source,
                               link->image_alt != NULL ? link->image_alt : "", link->images, "/",
                               link->images_without_alt);
    }
    return g_string_free(out, FALSE);
}

static void test_links(void **state) {
    static const struct {
        const char *html, *links, *reason;
    } rows[] = {
        {"<a href='https://example.dk/x'>Læs mere</a>",
         "A[Læs mere](https://example.dk/x)@example.dk{https://example.dk/x}0/0", "a link"},
        {"<A HREF=HTTP://Example.DK>x</A>",
         "A[x](HTTP://Example.DK)@example.dk{HTTP://Example.DK}0/0", "upper case, no quotes"},
        {"<a href=' x\ny&amp;z '> a <b>b</b> </a>", "A[a b](xy&z)@{ x\ny&amp;z }0/0",
         "white space, references"},
        {"<a name=x>y</a>", "", "an anchor"},
        {"<a href>y</a>", "A[y]()@{}0/0", "an empty address"},
        {"<a href=x></a>", "A[]-(x)@{x}0/0", "nothing in it"},
        {"<a href=x><img src=i alt='Køb nu'></a>", "A[](x)@{x}Køb nu1/0", "an image in it"},
        {"<a href=x>y<a href=z>w</a>v</a>", "A[y](x)@{x}0/0 A[w](z)@{z}0/0",
         "a link in a link ends it"},
        {"<a href=x><div>y</a>z</div>", "A[y](x)@{x}0/0", "a link ends below a block"},
        {"<a href=x>y", "A[y](x)@{x}0/0", "never closed"},
        {"<p><a href=x>y</p><p>z", "A[y](x)@{x}0/0", "ends with its paragraph"},
        {"<table><tr><td><a href=x>y<td>z</table>", "A[y](x)@{x}0/0", "ends with its cell"},
        {"<a href=x><span style='display:none'>y</span></a>", "A[]-(x)@{x}0/0", "hidden text"},
        {"<div style='display:none'><a href=x>y</a></div>", "A[]-(x)@{x}0/0", "hidden link"},
        {"<a href=x style='display:block;background:url(i)'></a>", "A[](x)@{x}0/0",
         "a background is seen"},
        {"<map><area href=x alt=y></map>", "R[](x)@{x}y1/0", "area"},
        {"<form action=x><button>Afmeld</button><input type=submit value=Send></form>",
         "F[Afmeld Send](x)@{x}0/0", "form"},
        {"<form><button>Afmeld</button></form>", "", "a form that goes nowhere"},
        {"Se www.example.dk/sti, eller (https://example.com/a_(b)).",
         "T[www.example.dk/sti](http://www.example.dk/sti)@www.example.dk{www.example.dk/sti}0/0 "
         "T[https://example.com/a_(b)](https://example.com/a_(b))@example.com"
         "{https://example.com/a_(b)}0/0",
         "bare URLs"},
        {"Skriv til info@example.dk!",
         "T[info@example.dk](mailto:info@example.dk)@example.dk{info@example.dk}0/0",
         "a bare address"},
        {"<a href=x>www.example.dk</a>", "A[www.example.dk](x)@{x}0/0", "not within a link"},
        {"http://a.example<a href=x>y</a>http://b.example",
         "T[http://a.example](http://a.example)@a.example{http://a.example}0/0 A[y](x)@{x}0/0 "
         "T[http://b.example](http://b.example)@b.example{http://b.example}0/0",
         "in order of the text"},
        {"http://a.<b>example</b>/x",
         "T[http://a.example/x](http://a.example/x)@a.example{http://a.<b>example</b>/x}0/0",
         "through a change of style"},
        {"info&#64;example.dk",
         "T[info@example.dk](mailto:info@example.dk)@example.dk{info&#64;example.dk}0/0",
         "through a reference"},
        {"a@b @c d@ e@f. g@h.1 .i@j.dk", "T[i@j.dk](mailto:i@j.dk)@j.dk{i@j.dk}0/0",
         "what is no address"},
        {"http:// https:/x xhttp://y www. www.x", "", "what is no URL"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(Shown) shown;
        shown_html(&shown, rows[i].html);
        g_autofree char *found = joined_links(&shown);
        if (strcmp(found, rows[i].links) != 0)
            fail_msg("%s: %s\n  found    %s\n  expected %s", rows[i].reason, rows[i].html, found,
                     rows[i].links);
    }
}

static void test_images(void **state) {
    g_auto(Shown) shown;
    shown_html(&shown, "a<a href=x title=t><img src=i alt='Køb nu' width=100 height='50px'>"
                       "<img src=j></a><img alt='' width=100%><img style='display:none'>");
    const GPtrArray *images = shown.view->images;
    assert_int_equal(images->len, 4);
    const Image *first = g_ptr_array_index(images, 0), *second = g_ptr_array_index(images, 1);
    const Image *third = g_ptr_array_index(images, 2), *fourth = g_ptr_array_index(images, 3);
    assert_string_equal(first->alt, "Køb nu");
    assert_int_equal(first->width, 100);
    assert_int_equal(first->height, 50);
    assert_int_equal(first->link, 0);
    assert_int_equal(first->at, 1);
    g_autofree char *tag = slice(&shown, view_item_place(shown.view, first));
    assert_true(g_str_has_prefix(tag, "<img src=i") && g_str_has_suffix(tag, ">"));
    assert_null(second->alt);
    assert_string_equal(third->alt, "");
    assert_int_equal(third->link, -1);
    assert_int_equal(third->width, -1);
    assert_true(fourth->hidden);
    const Link *link = g_ptr_array_index(shown.view->links, 0);
    assert_string_equal(link->image_alt, "Køb nu");
    assert_string_equal(link->title, "t");
    assert_int_equal(link->images, 2);
    assert_int_equal(link->images_without_alt, 1);
    assert_false(link->hidden);
}

static void test_link_style(void **state) {
    g_auto(Shown) shown;
    shown_html(&shown, "<a href=x style='color:#000'>Afmeld <span style='font-size:6px'>her</span>"
                       "<span style='font-size:2px'>|</span></a>"
                       "<a href=y style='color:#ccc'><b style='color:#000'>Afmeld</b></a>");
    const Link *link = g_ptr_array_index(shown.view->links, 0);
    assert_true(link->style->font_px == 6); /* its smallest words; a sign is none */
    link = g_ptr_array_index(shown.view->links, 1);
    assert_int_equal(link->style->color, 0x000000); /* that of its text, not of the element */
}

static void test_hidden_blocks(void **state) {
    static const struct {
        const char *html, *blocks, *reason;
    } rows[] = {
        {"<div style='display:none'>Kun i <b>dag</b>&nbsp;&zwnj;&nbsp;</div>Hej", "Kun i dag@0",
         "padding is no text"},
        {"<div style='display:none'>a<p>b</p>c</div>", "a b c@0", "blocks in it part words"},
        {"<div style='display:none'>&nbsp;&zwnj;</div>Hej", "", "padding alone"},
        {"Hej<p style='font-size:0'>a</p><p style='font-size:0'>b</p>", "a@3 b@3", "two elements"},
        {"<div style='display:none'>a<p style='display:none'>b</p>c</div>", "abc@0",
         "one for the outermost"},
        {"<body bgcolor=black><div style='display:none'>a</div><font color=white>b</font>", "a@0",
         "hidden in another way than its parent's text would be"},
        {"<div style='visibility:hidden'>a<b style='visibility:visible'>b</b>c</div>", "a c@0",
         "around what a child shows"},
        {"a<font color=white>b<br>c</font>", "b c@1", "a line break in it"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(Shown) shown;
        shown_html(&shown, rows[i].html);
        g_autoptr(GString) found = g_string_new(NULL);
        for (guint k = 0; k < shown.view->hidden->len; k++) {
            const HiddenBlock *block = g_ptr_array_index(shown.view->hidden, k);
            g_string_append_printf(found, "%s%s@%zu", k > 0 ? " " : "", block->text, block->at);
        }
        if (strcmp(found->str, rows[i].blocks) != 0)
            fail_msg("%s: %s\n  found    %s\n  expected %s", rows[i].reason, rows[i].html,
                     found->str, rows[i].blocks);
    }
    g_auto(Shown) shown;
    shown_html(&shown, "<div style='display:none'>Kun i <b>dag</b>&nbsp;</div>Hej");
    g_autofree char *source =
        slice(&shown, view_item_place(shown.view, (HiddenBlock *)shown.view->hidden->pdata[0]));
    assert_true(g_str_has_prefix(source, "Kun i <b>dag</b>"));
    assert_string_equal(shown.view->preheader, "Kun i dag");
    g_auto(Shown) behind;
    shown_html(&behind, "Hej<div style='display:none'>a</div>");
    assert_null(behind.view->preheader);
}

static void test_active(void **state) {
    static const struct {
        const char *html, *active, *reason;
    } rows[] = {
        {"<p>", "", "nothing"},
        {"<script>x</script>", "0script", "script"},
        {"<script type='application/ld+json'>{}</script>", "", "linked data"},
        {"<iframe src=x></iframe><object></object><embed><applet></applet>",
         "1iframe 1object 1embed 1applet", "embedded"},
        {"<a href='javascript:x'>", "2javascript:x", "script URL"},
        {"<a href=' JaVa&#10;Script:x'>", "2 JaVa\nScript:x", "in disguise"},
        {"<img src='data:text/html,x'><img src='data:image/png;base64,x'>", "2data:text/html,x",
         "data that is a page"},
        {"<a title='javascript:x' href='/javascript:x'>", "", "no URL, no scheme"},
        {"<meta http-equiv=Refresh content=0><meta http-equiv=content-type>", "3refresh",
         "refresh"},
        {"<form action=x><input type=password></form>", "4form 4password", "form"},
        {"<p onclick='x()' on=x one=x>", "5onclick 5one", "handler"},
        {"<!-- <script>x</script> -->", "", "in a comment"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(Shown) shown;
        shown_html(&shown, rows[i].html);
        g_autoptr(GString) found = g_string_new(NULL);
        for (guint k = 0; k < shown.view->active->len; k++) {
            const Active *active = g_ptr_array_index(shown.view->active, k);
            g_string_append_printf(found, "%s%d%s", k > 0 ? " " : "", active->kind, active->what);
        }
        if (strcmp(found->str, rows[i].active) != 0)
            fail_msg("%s: %s\n  found    %s\n  expected %s", rows[i].reason, rows[i].html,
                     found->str, rows[i].active);
    }
}

/* Words of the text stand where view_place() says, in every transfer encoding and charset. */
static void test_places(void **state) {
    static const struct {
        const char *header, *body, *word, *source, *reason;
    } rows[] = {
        {"Content-Type: text/html; charset=utf-8\n", "<p>Blå  <b>bær</b></p>", "bær", "bær",
         "UTF-8"},
        {"Content-Type: text/html; charset=utf-8\n", "<p>Bl&aring;b&#230;r nu</p>", "Blåbær",
         "Bl&aring;b&#230;r", "references"},
        {"Content-Type: text/html; charset=utf-8\n", "<p>K&oslash;b</p>", "ø", "&oslash;",
         "a reference alone"},
        {"Content-Type: text/html; charset=iso-8859-1\n", "<p>Bl\xe5 b\xe6r</p>", "bær", "b\xe6r",
         "Latin-1"},
        {"Content-Type: text/html; charset=windows-1252\nContent-Transfer-Encoding: "
         "quoted-printable\n",
         "<p style=3D\"x\">Pris 10 =80, bl=E5 =\nb=E6r</p>\n", "blå bær", "bl=E5 =\nb=E6r",
         "quoted-printable of windows-1252"},
        {"Content-Type: text/html\nContent-Transfer-Encoding: base64\n",
         "PHA+SGVqIHZlcmRlbjwvcD4=\n", "verden", "IHZlcmRlbjw", "base64"},
        {"Content-Type: text/plain; charset=utf-8\n", "Hej  du\r\n  der\r\n", "du\nder",
         "du\r\n  der", "plain text"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(Shown) shown;
        shown_make(&shown, rows[i].header, rows[i].body);
        const char *at = strstr(shown.view->text, rows[i].word);
        if (at == NULL)
            fail_msg("%s: %s", rows[i].reason, shown.view->text);
        gsize start = (gsize)(at - shown.view->text);
        g_autofree char *source =
            slice(&shown, view_place(shown.view, start, start + strlen(rows[i].word)));
        gboolean right = strcmp(rows[i].reason, "base64") == 0
                             ? strstr(rows[i].source, source) != NULL && strlen(source) >= 8
                             : strcmp(source, rows[i].source) == 0;
        if (!right)
            fail_msg("%s: found %s, expected %s", rows[i].reason, source, rows[i].source);
    }
}

static void test_sentences(void **state) {
    g_auto(Shown) shown;
    shown_html(&shown, "<p>Hej. Klik <a href=x>her</a> på example.dk for 1.5 kr! Farvel<p>Slut");
    const View *view = shown.view;
    gsize start, end, at = (gsize)(strstr(view->text, "her") - view->text);
    view_sentence(view, at, at + 3, &start, &end);
    g_autofree char *sentence = g_strndup(view->text + start, end - start);
    assert_string_equal(sentence, "Klik her på example.dk for 1.5 kr!");
    view_line(view, at, at + 3, &start, &end);
    g_autofree char *line = g_strndup(view->text + start, end - start);
    assert_string_equal(line, "Hej. Klik her på example.dk for 1.5 kr! Farvel");
    view_sentence(view, view->length, view->length + 5, &start, &end);
    assert_int_equal(end, view->length);
    assert_ptr_equal(view_run_at(view, at)->link, 0);
}

/* Whatever the source: it ends soon, and runs and links are in order and within the text. */
static void test_hostile(void **state) {
    static const struct {
        const char *before, *repeated;
        guint n;
        const char *after, *reason;
    } rows[] = {
        {"", "<div>", 150000, "x", "nested blocks"},
        {"", "<table><tr><td>", 60000, "x", "nested tables"},
        {"", "<b>", 150000, "x", "nested formatting"},
        {"", "<a href=x>y", 60000, "", "links in links"},
        {"", "<a href=x><div>", 60000, "", "links in blocks"},
        {"", "<p>", 150000, "", "paragraphs"},
        {"<ul>", "<li>x", 150000, "", "list items"},
        {"", "<b><b><b><b><div></b></b></b></b>", 30000, "", "formatting under blocks"},
        {"", "<span style=display:none>a</span>b", 50000, "", "hidden blocks"},
        {"", "<img src=x alt=y>", 100000, "", "images"},
        {"<style>*{color:red}</style>", "<p style='font-size:9px;color:#fff'>x", 50000, "",
         "styles"},
        {"", "a@b.", 500000, "", "addresses"},
        {"", "www.", 500000, "", "names"},
        {"", "http://", 300000, "", "URLs"},
        {"http://", "a", 2000000, "", "a long URL"},
        {"", "x\xe2\x80\x8d", 300000, "", "joiners"},
        {"", "<body bgcolor=red>", 100000, "x", "bodies"},
        {"", "<font color=red size=7>x", 100000, "", "fonts"},
        {"", "<script onx=y>", 50000, "", "active"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GString) html = g_string_new(rows[i].before);
        for (guint k = 0; k < rows[i].n; k++)
            g_string_append(html, rows[i].repeated);
        g_string_append(html, rows[i].after);
        gint64 begun = g_get_monotonic_time();
        g_auto(Shown) shown;
        shown_html(&shown, html->str);
        double seconds = (double)(g_get_monotonic_time() - begun) / G_USEC_PER_SEC;
        if (seconds > 20)
            fail_msg("%s: %.1f s", rows[i].reason, seconds);
        const View *view = shown.view;
        gsize last = 0;
        for (guint k = 0; k < view->runs->len; k++) {
            const Run *run = &g_array_index(view->runs, Run, k);
            assert_true(run->start >= last && run->start < run->end && run->end <= view->length);
            last = run->end;
        }
        last = 0;
        for (guint k = 0; k < view->links->len; k++) {
            const Link *link = g_ptr_array_index(view->links, k);
            assert_true(link->start >= last && link->start <= link->end &&
                        link->end <= view->length);
            last = link->start;
        }
        assert_true(view->links->len <= LIMIT_VIEW_ITEMS);
        assert_true(view->images->len <= LIMIT_VIEW_ITEMS);
        assert_true(view->hidden->len <= LIMIT_VIEW_ITEMS);
        assert_true(view->active->len <= LIMIT_VIEW_ITEMS);
    }
}

static void test_depth(void **state) {
    g_autoptr(GString) html = g_string_new(NULL);
    for (guint i = 0; i < 2 * LIMIT_HTML_DEPTH; i++)
        g_string_append(html, "<div>");
    g_string_append(html, "dybt</div>");
    g_auto(Shown) shown;
    shown_html(&shown, html->str);
    assert_true(shown.view->html_truncated);
    assert_string_equal(shown.view->text, "dybt"); /* and it is still read */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),          cmocka_unit_test(test_links),
        cmocka_unit_test(test_images),        cmocka_unit_test(test_link_style),
        cmocka_unit_test(test_hidden_blocks), cmocka_unit_test(test_active),
        cmocka_unit_test(test_places),        cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_hostile),       cmocka_unit_test(test_depth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
