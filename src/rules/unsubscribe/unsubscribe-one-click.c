/* unsubscribe-one-click.c - unsubscribing by one click (RFC 8058). */
#include "rules/rule.h"
#include "rules/unsubscribe/list-unsubscribe.h"

#include <string.h>

static gboolean has_https(const GPtrArray *uris) {
    for (guint i = 0; uris != NULL && i < uris->len; i++)
        if (g_ascii_strncasecmp(g_ptr_array_index(uris, i), "https://", 8) == 0)
            return TRUE;
    return FALSE;
}

static void check_unsubscribe_one_click(Check *check) {
    static const char post_fix[] = "List-Unsubscribe-Post: List-Unsubscribe=One-Click";
    Message *message = check->message;
    const Field *list = message_field(message, "List-Unsubscribe");
    if (list == NULL) {
        check_skip(check, N_("no List-Unsubscribe field"));
        return;
    }
    g_autoptr(EncodedText) decoded = encoded_text_decode(list->value, list->value_length);
    g_autoptr(GPtrArray) uris = list_unsubscribe_parse(decoded->text);
    if (uris == NULL) {
        check_skip(check, N_("List-Unsubscribe cannot be read"));
        return;
    }
    if (!has_https(uris))
        check_fail(check, SEVERITY_WARNING, message_field_place(message, list), list->value, NULL,
                   N_("List-Unsubscribe holds no https URI, which one-click unsubscribing needs (RFC 8058 "
                      "section 3.1)"));
    guint count = fields_count(message->fields, "List-Unsubscribe-Post");
    const Field *post = message_field(message, "List-Unsubscribe-Post");
    if (count == 0)
        check_fail(check, SEVERITY_WARNING, message_field_place(message, list), NULL, post_fix,
                   N_("there is no List-Unsubscribe-Post field (RFC 8058 section 3.1)"));
    else if (count > 1)
        check_fail(check, SEVERITY_WARNING,
                   message_field_place(message, fields_nth(message->fields, "List-Unsubscribe-Post", 1)),
                   post->value, NULL,
                   N_("List-Unsubscribe-Post stands %u times, expected once (RFC 8058 section 3.1)"), count);
    else if (g_ascii_strcasecmp(post->value, "List-Unsubscribe=One-Click") != 0)
        check_fail(check, SEVERITY_WARNING, message_field_place(message, post), post->value, post_fix,
                   N_("List-Unsubscribe-Post is not the one pair that RFC 8058 section 3.1 allows"));
}

static const char *const sources[] = {
    "RFC 8058 section 3.1",
    "Gmail sender guidelines: one-click unsubscribe for marketing of bulk senders",
    NULL,
};

const Rule rule_unsubscribe_one_click = {
    .id = "unsubscribe-one-click",
    .clause = CLAUSE_UNSUBSCRIBE,
    .severity = SEVERITY_WARNING,
    .kinds = KIND_MARKETING,
    .needs = NEEDS_HEADER,
    .summary = N_("One click unsubscribes"),
    .requires = N_("List-Unsubscribe holds an https URI, and exactly one List-Unsubscribe-Post field says "
                   "List-Unsubscribe=One-Click."),
    .why = N_("Gmail and Yahoo demand one-click unsubscribing of bulk senders; without it their button "
              "does not work and readers report spam instead."),
    .fix = N_("List-Unsubscribe-Post: List-Unsubscribe=One-Click"),
    .sources = sources,
    .check = check_unsubscribe_one_click,
};
