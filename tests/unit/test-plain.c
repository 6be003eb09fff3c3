/* test-plain.c - plain text and format=flowed as views, and which parts are shown. */
#include "view-helper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#define PLAIN "Content-Type: text/plain; charset=utf-8\n"
#define FLOWED "Content-Type: text/plain; charset=utf-8; format=flowed\n"
#define DELSP "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n"

static void test_lines(void **state) {
    static const struct {
        const char *header, *body, *text, *reason;
    } rows[] = {
        {PLAIN, "Hej\nverden\n", "Hej\nverden", "lines"},
        {PLAIN, "Hej\r\nverden\r\n", "Hej\nverden", "CRLF"},
        {PLAIN, "Hej  \n\n\n  verden", "Hej\nverden", "empty lines and spaces"},
        {PLAIN, "<p>Hej</p> &amp;", "<p>Hej</p> &amp;", "no markup"},
        {PLAIN, "> a\n>> b", "> a\n>> b", "quotes"},
        {PLAIN, "f\xc3\xb8rste \nanden", "første\nanden", "a space at the end, not flowed"},
        {FLOWED, "en lang \nlinje \ner den\nny", "en lang linje er den\nny",
         "RFC 3676 section 4.2"},
        {FLOWED, " > ikke citat\n From mig", "> ikke citat\nFrom mig", "space-stuffing, 4.4"},
        {FLOWED, "> citat \n> videre\n>> dybere \nud", "> citat videre\n>> dybere\nud",
         "depths do not join, 4.5"},
        {FLOWED, "slut \n-- \nNavn \nGade", "slut\n--\nNavn Gade", "a signature, 4.3"},
        {DELSP, "lang\xc3\xb8 \nrd her", "langørd her", "delsp"},
        {FLOWED, "a \r\nb\r\n", "a b", "flowed with CRLF"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(Shown) shown;
        shown_make(&shown, rows[i].header, rows[i].body);
        if (strcmp(shown.view->text, rows[i].text) != 0)
            fail_msg("%s: found\n%s\n  expected\n%s", rows[i].reason, shown.view->text,
                     rows[i].text);
    }
}

static void test_links(void **state) {
    static const struct {
        const char *text, *links, *reason;
    } rows[] = {
        {"Afmeld: https://example.dk/a?b=c&d=1.", "https://example.dk/a?b=c&d=1", "a full stop"},
        {"<https://example.dk/x>", "https://example.dk/x", "angle brackets"},
        {"\"http://example.dk/x\", og", "http://example.dk/x", "quotes and comma"},
        {"se »www.example.dk« nu", "http://www.example.dk", "Danish quotes"},
        {"(se http://example.dk/a(b)c)", "http://example.dk/a(b)c", "round brackets"},
        {"http://example.dk/[x] [http://example.dk]", "http://example.dk/[x] http://example.dk",
         "square brackets"},
        {"http://example.dk/{{id}} *|x|*", "http://example.dk/{{id}}", "a merge tag in it"},
        {"HTTPS://EXAMPLE.DK", "HTTPS://EXAMPLE.DK", "capitals"},
        {"https://blåbær.example/sti/åben", "https://blåbær.example/sti/åben", "Danish letters"},
        {"mailto:info@example.dk?subject=Stop nu", "mailto:info@example.dk?subject=Stop",
         "mailto with a query"},
        {"Skriv til søren.å+x@example.dk.", "mailto:søren.å+x@example.dk", "address"},
        {"'a@example.com' a/b@example.com", "mailto:a@example.com mailto:a/b@example.com",
         "signs before an address"},
        {"https://example.com/?mail=a@example.dk", "https://example.com/?mail=a@example.dk",
         "an address in a URL"},
        {"http://a.examplehttp://b.example", "http://a.examplehttp://b.example", "run together"},
        {"awww.example.dk foo@www.example.dk", "mailto:foo@www.example.dk", "no new word"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(Shown) shown;
        shown_make(&shown, PLAIN, rows[i].text);
        g_autoptr(GString) found = g_string_new(NULL);
        for (guint k = 0; k < shown.view->links->len; k++) {
            const Link *link = g_ptr_array_index(shown.view->links, k);
            g_string_append_printf(found, "%s%s", k > 0 ? " " : "", link->href);
            assert_int_equal(link->kind, LINK_TEXT);
            assert_false(link->hidden);
            /* Its runs know it, and its place holds its text. */
            assert_int_equal(view_run_at(shown.view, link->start)->link, k);
            Place place = view_item_place(shown.view, link);
            assert_int_equal(place.span.end - place.span.start, link->end - link->start);
            assert_memory_equal(shown.bytes + place.span.start, shown.view->text + link->start,
                                link->end - link->start);
        }
        if (strcmp(found->str, rows[i].links) != 0)
            fail_msg("%s: %s\n  found    %s\n  expected %s", rows[i].reason, rows[i].text,
                     found->str, rows[i].links);
    }
}

#define PART(type, body) "--x\nContent-Type: " type "\n\n" body "\n"
#define END "--x--\n"
#define MULTIPART(kind) "Content-Type: multipart/" kind "; boundary=x\n"

static void test_select(void **state) {
    static const struct {
        const char *header, *body, *text;
        guint plain;
        const char *reason;
    } rows[] = {
        {MULTIPART("alternative"), PART("text/plain", "klar") PART("text/html", "<p>pæn") END,
         "pæn", 1, "HTML rather than plain text"},
        {MULTIPART("alternative"), PART("text/html", "<p>pæn") PART("text/plain", "klar") END,
         "pæn", 1, "also where it comes first"},
        {MULTIPART("alternative"),
         PART("text/plain", "klar") PART("text/x-amp-html", "<p>amp") PART("text/html", "<p>html")
             PART("text/calendar", "x") END,
         "html", 1, "neither AMP nor a calendar"},
        {MULTIPART("alternative"), PART("text/plain", "a") PART("text/enriched", "b") END, "a", 0,
         "nor enriched text"},
        {MULTIPART("alternative"),
         PART("text/plain", "klar") "--x\nContent-Type: multipart/related; boundary=y\n\n"
                                    "--y\nContent-Type: text/html\n\n<p>rod\n"
                                    "--y\nContent-Type: image/png\n\nx\n--y--\n" END,
         "rod", 1, "a related root"},
        {MULTIPART("mixed"), PART("text/plain", "a") PART("text/plain", "b") END, "a\nb", 0,
         "all inline text in order"},
        {MULTIPART("mixed"),
         PART("text/plain", "a") "--x\nContent-Type: text/html\nContent-Disposition: attachment\n\n"
                                 "b\n" PART("text/plain", "c") END,
         "a\nc", 0, "no attachment"},
        {MULTIPART("mixed"), PART("text/plain", "a") PART("message/rfc822", "Subject: b\n\nc") END,
         "a", 0, "no attached message"},
        {MULTIPART("signed"), PART("text/plain", "a") PART("application/pgp-signature", "b") END,
         "a", 0, "what is signed"},
        {MULTIPART("report"), PART("text/plain", "a") PART("message/delivery-status", "b") END, "a",
         0, "a report's text"},
        {"Content-Type: image/png\n", "x", "", 0, "no text at all"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(Shown) shown;
        shown_make(&shown, rows[i].header, rows[i].body);
        g_autoptr(GPtrArray) parts = NULL;
        g_autoptr(GPtrArray) plain = NULL;
        view_select(shown.root, &parts, &plain);
        if (strcmp(shown.view->text, rows[i].text) != 0 || plain->len != rows[i].plain)
            fail_msg("%s: found %s and %u, expected %s and %u", rows[i].reason, shown.view->text,
                     plain->len, rows[i].text, rows[i].plain);
    }
}

static void test_two_parts(void **state) {
    g_auto(Shown) shown;
    shown_make(&shown, MULTIPART("mixed"),
               PART("text/plain", "første http://a.example") PART("text/html", "<p>anden b@c.dk")
                   END);
    const View *view = shown.view;
    assert_string_equal(view->text, "første http://a.example\nanden b@c.dk");
    const char *at = strstr(view->text, "anden");
    gsize start = (gsize)(at - view->text);
    assert_int_equal(view_run_at(view, start)->part, 1);
    Place place = view_place(view, start, start + 5);
    assert_memory_equal(shown.bytes + place.span.start, "anden", 5);
    assert_string_equal(place.section, "2");
    assert_int_equal(((const Link *)view->links->pdata[1])->part, 1);
    /* A stretch over both parts ends with the first. */
    place = view_place(view, 0, view->length);
    assert_string_equal(place.section, "1");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_links),
        cmocka_unit_test(test_select),
        cmocka_unit_test(test_two_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
