/* unsubscribe-header.c - one List-Unsubscribe field that mail programs can read (RFC 2369). */
#include "rules/rule.h"
#include "rules/unsubscribe/list-unsubscribe.h"

static char *proposal(const Message *message) {
    const char *domain = message_from_domain(message);
    const char *shown = domain != NULL ? domain : "example.dk";
    return g_strdup_printf("List-Unsubscribe: <https://%s/unsubscribe?id=RECIPIENT>, "
                           "<mailto:unsubscribe@%s?subject=RECIPIENT>",
                           shown, shown);
}

static void check_unsubscribe_header(Check *check) {
    Message *message = check->message;
    guint count = fields_count(message->fields, "List-Unsubscribe");
    g_autofree char *fix = proposal(message);
    if (count == 0) {
        check_fail(check, SEVERITY_WARNING, message_start(message), NULL, fix,
                   N_("there is no List-Unsubscribe field: mail programs cannot show their unsubscribe "
                      "button"));
        return;
    }
    if (count > 1) {
        const Field *second = fields_nth(message->fields, "List-Unsubscribe", 1);
        check_fail(check, SEVERITY_WARNING, message_field_place(message, second), second->value, NULL,
                   N_("List-Unsubscribe stands %u times, expected once (RFC 2369 section 2)"), count);
    }
    const Field *field = message_field(message, "List-Unsubscribe");
    g_autoptr(EncodedText) decoded = encoded_text_decode(field->value, field->value_length);
    g_autoptr(GPtrArray) uris = list_unsubscribe_parse(decoded->text);
    if (uris == NULL)
        check_fail(check, SEVERITY_WARNING, message_field_place(message, field), field->value, fix,
                   N_("List-Unsubscribe is no list of URIs in angle brackets (RFC 2369 section 2)"));
    else
        check_detail(check, "List-Unsubscribe: %s", decoded->text);
}

static const char *const sources[] = {
    "RFC 2369 sections 2 and 3.2",
    "Gmail, Yahoo and Microsoft sender guidelines",
    NULL,
};

const Rule rule_unsubscribe_header = {
    .id = "unsubscribe-header",
    .clause = CLAUSE_UNSUBSCRIBE,
    .severity = SEVERITY_WARNING,
    .kinds = KIND_MARKETING,
    .needs = NEEDS_HEADER,
    .summary = N_("List-Unsubscribe tells mail programs how to unsubscribe"),
    .requires = N_("Exactly one List-Unsubscribe field whose value is one or more URIs in angle brackets, "
                   "separated by commas."),
    .why = N_("With it mail programs show a button beside the sender, and a reader who wants no more "
              "presses that instead of \"spam\". Gmail and Yahoo demand it of bulk senders."),
    .fix = N_("List-Unsubscribe: <https://example.dk/unsubscribe?id=RECIPIENT>"),
    .sources = sources,
    .check = check_unsubscribe_header,
};
