/* unsubscribe-signed.c - a DKIM signature covers the fields that unsubscribe (RFC 8058 section 4).
 *
 * What is judged here is what the signature says that it covers (its h=); whether it verifies is a
 * matter of its key.
 */
#include "message/mime/tag-list.h"
#include "rules/rule.h"

#include <string.h>

/* The fields of which a signature must cover those that stand in the message. */
static const char *const names[] = {"List-Unsubscribe", "List-Unsubscribe-Post"};

/* The fields that stand and that h= does not name, joined: "A and B"; NULL: it names all. */
static char *not_covered(const Message *message, const char *signed_fields) {
    g_autoptr(GString) missing = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (message_field(message, names[i]) == NULL ||
            (signed_fields != NULL && tag_value_contains(signed_fields, names[i])))
            continue;
        if (missing->len > 0)
            g_string_append(missing, _(" and "));
        g_string_append(missing, names[i]);
    }
    return missing->len > 0 ? g_strdup(missing->str) : NULL;
}

static void check_unsubscribe_signed(Check *check) {
    Message *message = check->message;
    const Field *list = message_field(message, names[0]);
    if (list == NULL) {
        check_skip(check, N_("no List-Unsubscribe field"));
        return;
    }
    guint count = fields_count(message->fields, "DKIM-Signature");
    g_autofree char *best = NULL;
    const Field *nearest = NULL;
    for (guint i = 0; i < count; i++) {
        const Field *field = fields_nth(message->fields, "DKIM-Signature", i);
        g_autoptr(TagList) tags = tag_list_parse(field->value, field->value_length);
        g_autofree char *missing = not_covered(message, tag_list_value(tags, "h"));
        if (missing == NULL) {
            const char *domain = tag_list_value(tags, "d");
            check_detail(check, N_("signed by %s"), domain != NULL ? domain : "?");
            return;
        }
        /* The signature that covers most of them is the one to be mended. */
        if (best == NULL || strlen(missing) < strlen(best)) {
            g_free(best);
            best = g_steal_pointer(&missing);
            nearest = field;
        }
    }
    if (nearest == NULL) {
        check_fail(check, SEVERITY_WARNING, message_field_place(message, list), list->value, NULL,
                   N_("no DKIM signature covers List-Unsubscribe: the message has none (RFC 8058 "
                      "section 4)"));
        return;
    }
    g_autoptr(TagList) tags = tag_list_parse(nearest->value, nearest->value_length);
    const Tag *h = tag_list_find(tags, "h");
    Place place = h != NULL ? message_value_place(message, nearest, h->start, h->end)
                            : message_field_place(message, nearest);
    check_fail(check, SEVERITY_WARNING, place, h != NULL ? h->value : nearest->value, NULL,
               N_("no DKIM signature covers %s (h=, RFC 8058 section 4)"), best);
}

static const char *const sources[] = {
    "RFC 8058 section 4",
    "RFC 6376 section 5.4",
    "Gmail sender guidelines: one-click unsubscribe for marketing of bulk senders",
    NULL,
};

const Rule rule_unsubscribe_signed = {
    .id = "unsubscribe-signed",
    .clause = CLAUSE_UNSUBSCRIBE,
    .severity = SEVERITY_WARNING,
    .kinds = KIND_MARKETING,
    .needs = NEEDS_HEADER | NEEDS_SENT,
    .summary = N_("The unsubscribe fields are signed"),
    .requires = N_("The h= of a DKIM signature names List-Unsubscribe and List-Unsubscribe-Post."),
    .why = N_("Gmail and others show their unsubscribe button only where a signature covers both "
              "fields: else anybody on the way could have written them."),
    .fix = N_("Add List-Unsubscribe and List-Unsubscribe-Post to the fields that your mail system "
              "signs, or have it write the fields before it signs."),
    .exceptions = N_("List-Unsubscribe-Post need not be named where the message has none: that is "
                     "unsubscribe-one-click's."),
    .sources = sources,
    .check = check_unsubscribe_signed,
};
