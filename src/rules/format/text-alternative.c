/* text-alternative.c - the plain-text part says what the HTML says. */
#include "rules/rule.h"

/* Words that carry the message; articles and pronouns stand in every text. */
#define WORD_LETTERS 4
#define LEAST_PERCENT 30

/* The first HTML part that is shown, or NULL. */
static const Part *html_part(const View *view, guint *ret_index) {
    for (guint i = 0; i < view->parts->len; i++) {
        const Part *part = g_ptr_array_index(view->parts, i);
        if (part_is(part, "text", "html")) {
            *ret_index = i;
            return part;
        }
    }
    return NULL;
}

static guint count_shared(GHashTable *words, GHashTable *others) {
    guint shared = 0;
    GHashTableIter each;
    gpointer word;
    g_hash_table_iter_init(&each, words);
    while (g_hash_table_iter_next(&each, &word, NULL))
        shared += g_hash_table_contains(others, word);
    return shared;
}

static Place plain_start(const View *plain) {
    return view_source_place(plain, 0, (Span){0, 0});
}

static void compare(Check *check) {
    const View *plain = check->message->plain;
    g_autoptr(GHashTable) html_words = words_distinct(check->message->words, WORD_LETTERS);
    guint all = g_hash_table_size(html_words);
    if (all == 0)
        return;
    g_autoptr(Words) words = words_new(plain->text, plain->length);
    g_autoptr(GHashTable) plain_words = words_distinct(words, WORD_LETTERS);
    guint shared = count_shared(html_words, plain_words);
    if (shared * 100 < all * LEAST_PERCENT)
        check_fail(
            check, SEVERITY_WARNING, plain_start(plain), plain->text, NULL,
            N_("the plain text holds %u of the %u distinct words of the HTML (%u %%), expected "
               "at least 30 %%"),
            shared, all, shared * 100 / all);
    else
        check_detail(check, N_("the plain text holds %u of the %u distinct words of the HTML"),
                     shared, all);
}

static void check_text_alternative(Check *check) {
    const View *view = check->message->view, *plain = check->message->plain;
    guint index;
    const Part *html = html_part(view, &index);
    if (html == NULL)
        return;
    if (plain == NULL)
        check_fail(
            check, SEVERITY_WARNING, view_source_place(view, index, (Span){0, 0}), NULL, NULL,
            N_("the message is HTML without a plain-text alternative (RFC 2046 section 5.1.4)"));
    else if (plain->length == 0)
        check_fail(check, SEVERITY_WARNING, plain_start(plain), NULL, NULL,
                   N_("the plain-text alternative is empty"));
    else
        compare(check);
}

static const char *const sources[] = {"RFC 2046 section 5.1.4", NULL};

const Rule rule_text_alternative = {
    .id = "text-alternative",
    .clause = CLAUSE_FORMAT,
    .severity = SEVERITY_WARNING,
    .kinds = KIND_MARKETING,
    .needs = NEEDS_HEADER | NEEDS_BODY,
    .summary = N_("HTML comes with the same message as plain text"),
    .requires = /* xgettext:no-c-format */
    N_("HTML stands in a multipart/alternative with a text/plain part that holds at least 30 % "
       "of the distinct words of 4 or more letters of the HTML."),
    .why = N_("Readers of plain text, screen readers and watches get nothing, or another message; "
              "filters compare both parts."),
    .fix = N_(
        "Let the mailer write a text/plain part from the same content, before the text/html part."),
    .exceptions = N_("Plain text alone is complete."),
    .sources = sources,
    .check = check_text_alternative,
};
