/* header-fields.c - what may stand once stands once (RFC 5322 section 3.6). */
#include "rules/rule.h"

/* Single-instance fields that have no rule of their own: From, Date, Message-ID, Subject's encoding,
 * List-Unsubscribe and Content-Type are judged elsewhere. */
static const char *const single[] = {
    "Sender", "Reply-To", "To", "Cc", "Bcc", "In-Reply-To", "References", "Subject",
    "MIME-Version", "Content-Type", "Content-Transfer-Encoding", NULL,
};

static void check_header_fields(Check *check) {
    Message *message = check->message;
    for (guint i = 0; single[i] != NULL; i++) {
        guint count = fields_count(message->fields, single[i]);
        if (count < 2)
            continue;
        const Field *second = fields_nth(message->fields, single[i], 1);
        check_fail(check, SEVERITY_ERROR, message_field_place(message, second), second->value, NULL,
                   N_("the field %s stands %u times, expected once (RFC 5322 section 3.6)"), single[i],
                   count);
    }
}

static const char *const sources[] = {
    "RFC 5322 section 3.6",
    "RFC 2045 section 3",
    "Gmail: 550 5.7.1 for single-instance fields that stand twice",
    NULL,
};

const Rule rule_header_fields = {
    .id = "header-fields",
    .clause = CLAUSE_FORMAT,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_ALL,
    .needs = NEEDS_HEADER,
    .summary = N_("No single-instance field stands twice"),
    .requires = N_("To, Cc, Bcc, Sender, Reply-To, Subject, In-Reply-To, References and the MIME fields "
                   "stand at most once."),
    .why = N_("Programs differ in which of two fields they show, which makes header information "
              "untrue for some; Gmail rejects such mail."),
    .fix = N_("Join the two fields into one, or take one away."),
    .sources = sources,
    .check = check_header_fields,
};
