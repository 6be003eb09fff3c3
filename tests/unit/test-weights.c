/* test-weights.c - what the phrases of a list weigh in a message. */
#include "message/weights.h"

#include "body-message.h"

#include <math.h>

#define LIST                                                                                       \
    "[da]\nblå pille/piller = 2\nbillig/billige = 0.5\nuden recept\n[en]\nblue pill/pills = 2\n"  \
    "cheap = 0.5\nyour doctor/pharmacist = -1\n"

static int setup(void **state) {
    return body_setup(state) != 0 ||
           !phrases_add(body_test.phrases, "test", "pills", LIST, strlen(LIST), NULL);
}

typedef struct {
    const char *subject, *body;
    double weight;
    guint phrases;
    const char *quote, *why;
} Row;

static const Row rows[] = {
    {"Nyt", "Vi ses på fredag.", 0, 0, "", "nothing"},
    {"Nyt", "Billige blå piller uden recept.", 3.5, 3,
     "\"blå piller\" 2, \"uden recept\" 1, \"Billige\" 0.5", "the heaviest first"},
    {"Nyt", "En blå pille, flere blå piller, blå piller til alle.", 2, 1, "\"blå pille\" 2",
     "one line counts once"},
    {"Blå piller", "Kom og se blå piller.", 2, 1, "\"Blå piller\" 2", "the subject comes first"},
    {"News", "Cheap pills; ask your doctor.", -0.5, 2, "\"Cheap\" 0.5, \"your doctor\" -1",
     "what takes away"},
    {"News", "<p>Hello</p><img src=\"https://x.example/a.png\" alt=\"Cheap blue pills\">", 2.5, 2,
     "\"blue pills\" 2, \"Cheap\" 0.5", "the alternative of an image"},
    {"News",
     "<p>Hello</p><div style=\"display:none\">blue pills <img src=\"a\" alt=\"cheap\"></div>", 0, 0,
     "", "hidden text and a hidden image"},
    {"Nyt", "Alle blåpiller er billigere.", 0, 0, "", "whole words only"},
};

static Message *message_of(const Row *row) {
    g_autofree char *text = g_strdup_printf(
        "From: Butik <post@butik.example>\r\nTo: Kunde <kunde@example.net>\r\nSubject: %s\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/%s; charset=utf-8\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\n%s\r\n",
        row->subject, *row->body == '<' ? "html" : "plain", row->body);
    return body_message_raw(text);
}

static void test_rows(void **state) {
    static const char *const lists[] = {"pills", NULL};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Weights) weights = weights_new(message_of(&rows[i]), lists);
        g_autofree char *quote = weights_quote(weights);
        if (fabs(weights->total - rows[i].weight) > 1e-9 ||
            weights->phrases->len != rows[i].phrases || strcmp(quote, rows[i].quote) != 0)
            fail_msg("%s: %g of %u: %s", rows[i].why, weights->total, weights->phrases->len, quote);
        assert_true(fabs(weights_of(weights, "pills") - weights->total) < 1e-9);
        assert_true(weights_of(weights, "other") == 0);
        assert_true((weights_heaviest(weights) == NULL) == (rows[i].phrases == 0));
    }
}

static void test_range(void **state) {
    const Row row = {.subject = "Nyt", .body = "Billige blå piller. Andre blå piller uden recept."};
    const Message *message = message_of(&row);
    gsize half = strlen("Billige blå piller.");
    assert_true(hits_weight(message->hits, "pills", 0, G_MAXSIZE) == 3.5);
    assert_true(hits_weight(message->hits, "pills", 0, half) == 2.5);
    assert_true(hits_weight(message->hits, "pills", half, G_MAXSIZE) == 3);
    assert_true(hits_weight(message->hits, "adult", 0, G_MAXSIZE) == 0);
}

static void test_place(void **state) {
    static const char *const lists[] = {"pills", NULL};
    static const struct {
        Row row;
        const char *at, *why;
    } places[] = {
        {{.subject = "Blå piller", .body = "Hej"}, "Blå piller", "the subject's value"},
        {{.subject = "Nyt", .body = "Hej, blå piller her"}, "blå piller", "the text to the octet"},
        {{.subject = "Nyt",
          .body = "<p>Hej</p><img src=\"a\" alt=\"Nej\"><img src=\"b\" alt=\"blå pille\">"},
         "<img src=\"b\" alt=\"blå pille\">",
         "the image that says it"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        Message *message = message_of(&places[i].row);
        g_autoptr(Weights) weights = weights_new(message, lists);
        Span span = weights_place(weights, weights_heaviest(weights)).span;
        g_autofree char *text = g_strndup(message->bytes + span.start, span.end - span.start);
        if (strcmp(g_strstrip(text), places[i].at) != 0)
            fail_msg("%s: \"%s\"", places[i].why, text);
    }
}

static void test_threshold(void **state) {
    static const struct {
        guint words;
        double limit;
        const char *why;
    } lengths[] = {{10, 3, "a short text"},
                   {400, 3, "the length that limits are made for"},
                   {1200, 4.5, "a long one"},
                   {20000, 7.5, "never more than 2.5 times"}};
    for (gsize i = 0; i < G_N_ELEMENTS(lengths); i++) {
        g_autoptr(GString) body = g_string_new(NULL);
        for (guint word = 0; word < lengths[i].words; word++)
            g_string_append(body, word % 10 == 9 ? "ord\r\n" : "ord ");
        const Row row = {.subject = "Nyt", .body = body->str};
        double limit = weights_threshold(message_of(&row), 3);
        if (fabs(limit - lengths[i].limit) > 1e-9)
            fail_msg("%s: %g", lengths[i].why, limit);
    }
}

static void test_print(void **state) {
    static const struct {
        double weight;
        const char *text;
    } numbers[] = {{3, "3"}, {2.5, "2.5"}, {-0.5, "-0.5"}, {3.4499, "3.45"}, {0.1 + 0.2, "0.3"}};
    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
        g_autofree char *text = weight_print(numbers[i].weight);
        assert_string_equal(text, numbers[i].text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),  cmocka_unit_test(test_range),
        cmocka_unit_test(test_place), cmocka_unit_test(test_threshold),
        cmocka_unit_test(test_print),
    };
    return cmocka_run_group_tests(tests, setup, body_teardown);
}
