/* consent-exposed-recipients.c - readers do not see one another's addresses. */
#include "rules/rule.h"

#define MAX_SHOWN 5u

static guint count(const MailboxList *list) {
    guint n = 0;
    for (guint i = 0; list != NULL && i < list->mailboxes->len; i++) {
        const Mailbox *mailbox = list->mailboxes->pdata[i];
        n += mailbox->domain != NULL;
    }
    return n;
}

static void check_consent_exposed_recipients(Check *check) {
    const Message *message = check->message;
    guint to = count(message->to), cc = count(message->cc);
    if (to + cc <= MAX_SHOWN)
        return;
    const Field *field = message_field(message, to >= cc ? "To" : "Cc");
    check_fail(check, SEVERITY_ERROR, message_field_place(message, field), NULL, NULL,
               N_("%u addresses stand in To and Cc, where every reader sees them; expected at most "
                  "%u"),
               to + cc, MAX_SHOWN);
}

static const char *const sources[] = {
    "GDPR articles 5(1)(f) and 32",
    NULL,
};

const Rule rule_consent_exposed_recipients = {
    .id = "consent-exposed-recipients",
    .clause = CLAUSE_CONSENT,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_MARKETING,
    .needs = NEEDS_HEADER,
    .summary = N_("Readers do not see one another's addresses"),
    .requires = N_("At most 5 addresses stand in To and Cc together."),
    .why = N_("Who signed up has not agreed that all the others learn his address; one reader's "
              "\"reply to all\" reaches everybody, and to disclose a list of customers is a breach "
              "that must be reported."),
    .fix = N_("Send each recipient a message of his own."),
    .exceptions = NULL,
    .sources = sources,
    .check = check_consent_exposed_recipients,
};
