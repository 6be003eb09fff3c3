/* consent-record.c - the ledger of --consent shows that each recipient has opted in. */
#include "message/mime/date.h"
#include "rules/recipients.h"
#include "rules/rule.h"

#define N_STATES (CONSENT_NONE + 1)

/* The moment that consent must stand at. What is not sent yet will be sent now at the earliest. */
static void find_moments(const Check *check, gint64 *ret_dated, gint64 *ret_sent) {
    const Message *message = check->message;
    const Field *field = message_field(message, "Date");
    gint64 now = check->settings->now;
    gboolean unsent = message->input == INPUT_DRAFT || message->input == INPUT_TEMPLATE;
    if (field == NULL || !date_parse_rfc5322(field->value, field->value_length, ret_dated, NULL))
        *ret_dated = now;
    *ret_sent = unsent ? MAX(*ret_dated, now) : *ret_dated;
}

static ConsentAnswer ask(const Check *check, const Recipient *recipient, gint64 dated,
                         gint64 sent) {
    const Ledgers *ledgers = check->settings->ledgers;
    guint32 address = recipient->number != TEXT_TABLE_NONE
                          ? ledgers->consent_of[recipient->number]
                          : consent_find(ledgers->consent, recipient->key, recipient->length);
    return consent_at(ledgers->consent, address, dated, sent);
}

static void fail(Check *check, const Recipients *recipients, const Recipient *recipient,
                 const ConsentAnswer *answer, const char *share) {
    const Message *message = check->message;
    /* Cold mail of one person to another is unlawful too, but here nobody knows that it is cold. */
    Severity severity = (message->kind.kind & KIND_MARKETING) != 0 && !message->kind.conflicting
                            ? SEVERITY_ERROR
                            : SEVERITY_WARNING;
    Place place = recipients_place(recipients, recipient);
    g_autofree char *moment = date_to_rfc3339(answer->moment, 0);
    switch (answer->state) {
    case CONSENT_NONE:
        check_fail(check, severity, place, recipient->address, NULL,
                   N_("the ledger has no opt-in record of this recipient%s"), share);
        break;
    case CONSENT_WITHDRAWN:
        check_fail(check, severity, place, recipient->address, NULL,
                   N_("this recipient withdrew the consent on %s%s"), moment, share);
        break;
    case CONSENT_LATER:
        check_fail(check, severity, place, recipient->address, NULL,
                   N_("this recipient's opt-in is dated %s, after the message%s"), moment, share);
        break;
    case CONSENT_THIRD_PARTY:
        check_fail(check, severity, place, recipient->address, NULL,
                   N_("this recipient's record names a bought, rented, borrowed, scraped or "
                      "third-party list as its source: \"%s\"%s"),
                   answer->source, share);
        break;
    case CONSENT_HOLDS:
        break;
    }
}

static void check_consent_record(Check *check) {
    const Ledgers *ledgers = check->settings->ledgers;
    if (ledgers == NULL || ledgers->consent == NULL) {
        check_skip(check, N_("no --consent"));
        return;
    }
    gint64 dated, sent;
    find_moments(check, &dated, &sent);
    g_auto(Recipients) recipients;
    recipients_init(&recipients, check);
    guint counts[N_STATES] = {0}, all = 0;
    Recipient recipient;
    while (recipients_next(&recipients, &recipient)) {
        counts[ask(check, &recipient, dated, sent).state]++;
        all++;
    }
    if (all == 0)
        check_skip(check, N_("no recipient is named"));
    else if (counts[CONSENT_HOLDS] == all)
        check_detail(check, N_("recipients whose opt-in is on record: %u"), all);
    if (counts[CONSENT_HOLDS] == all)
        return;
    char *shares[N_STATES];
    for (guint i = 0; i < N_STATES; i++)
        shares[i] = recipients_share(counts[i], all);
    recipients_rewind(&recipients);
    while (recipients_next(&recipients, &recipient)) {
        ConsentAnswer answer = ask(check, &recipient, dated, sent);
        if (answer.state != CONSENT_HOLDS)
            fail(check, &recipients, &recipient, &answer, shares[answer.state]);
    }
    for (guint i = 0; i < N_STATES; i++)
        g_free(shares[i]);
}

static const char *const sources[] = {
    "SMTP.dk spam policy: only to recipients who have given their consent",
    "markedsføringsloven section 10",
    "GDPR articles 6(1)(a) and 7(1)",
    "Directive 2002/58/EC article 13(1)",
    NULL,
};

const Rule rule_consent_record = {
    .id = "consent-record",
    .clause = CLAUSE_CONSENT,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_MARKETING | KIND_PERSONAL,
    .needs = 0,
    .summary = N_("Each recipient has opted in, and the ledger shows it"),
    .requires = N_("With --consent=FILE: each recipient (of --recipients, else of To, Cc and Bcc) "
                   "has a record in the ledger that is not withdrawn, not dated after the message, "
                   "and whose source is no bought, rented, borrowed, scraped or third-party list. "
                   "Of several records the latest that holds counts; a withdrawal ends every "
                   "consent before it."),
    .why = N_("Mail to people who never asked for it is what spam is; the law asks for consent "
              "before the first message, and the sender must be able to show it."),
    .fix = N_("Send to this recipient only after an opt-in of his own; keep its time and place in "
              "the ledger."),
    .exceptions =
        N_("Receipts and notices about an account need no opt-in and are not judged. In a "
           "message from one person to another the finding is a warning."),
    .sources = sources,
    .check = check_consent_record,
};
