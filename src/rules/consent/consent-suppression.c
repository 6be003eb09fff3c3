/* consent-suppression.c - no recipient stands on the list of those who have unsubscribed. */
#include "rules/recipients.h"
#include "rules/rule.h"

#include <string.h>

static SuppressedBy ask(const Check *check, const Recipient *recipient) {
    const Ledgers *ledgers = check->settings->ledgers;
    return recipient->number != TEXT_TABLE_NONE
               ? (SuppressedBy)ledgers->suppressed_by[recipient->number]
               : suppressed_find(ledgers->suppressed, recipient->key, recipient->length,
                                 recipient->address);
}

static void fail(Check *check, const Recipients *recipients, const Recipient *recipient,
                 SuppressedBy by, const char *share) {
    const Message *message = check->message;
    Severity severity = (message->kind.kind & KIND_MARKETING) != 0 && !message->kind.conflicting
                            ? SEVERITY_ERROR
                            : SEVERITY_WARNING;
    Place place = recipients_place(recipients, recipient);
    if (by == SUPPRESSED_DOMAIN)
        check_fail(check, severity, place, recipient->address, NULL,
                   N_("this recipient has unsubscribed: the list holds the whole domain %s%s"),
                   strrchr(recipient->key, '@'), share);
    else
        check_fail(check, severity, place, recipient->address, NULL,
                   N_("this recipient has unsubscribed: the address stands on the list%s"), share);
}

static void check_consent_suppression(Check *check) {
    const Ledgers *ledgers = check->settings->ledgers;
    if (ledgers == NULL || ledgers->suppressed == NULL) {
        check_skip(check, N_("no --suppressed"));
        return;
    }
    g_auto(Recipients) recipients;
    recipients_init(&recipients, check);
    guint affected = 0, all = 0;
    Recipient recipient;
    while (recipients_next(&recipients, &recipient)) {
        affected += ask(check, &recipient) != SUPPRESSED_NO;
        all++;
    }
    if (all == 0)
        check_skip(check, N_("no recipient is named"));
    else if (affected == 0)
        check_detail(check, N_("recipients who have not unsubscribed: %u"), all);
    if (affected == 0)
        return;
    g_autofree char *share = recipients_share(affected, all);
    recipients_rewind(&recipients);
    while (recipients_next(&recipients, &recipient)) {
        SuppressedBy by = ask(check, &recipient);
        if (by != SUPPRESSED_NO)
            fail(check, &recipients, &recipient, by, share);
    }
}

static const char *const sources[] = {
    "SMTP.dk spam policy: who has unsubscribed is taken off the sender's lists",
    "markedsføringsloven section 10",
    "GDPR articles 7(3) and 21(3)",
    "16 CFR 316.5; 15 U.S.C. 7704(a)(4)",
    NULL,
};

const Rule rule_consent_suppression = {
    .id = "consent-suppression",
    .clause = CLAUSE_CONSENT,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_MARKETING | KIND_PERSONAL,
    .needs = 0,
    .summary = N_("No recipient has unsubscribed"),
    .requires = N_("With --suppressed=FILE: no recipient (of --recipients, else of To, Cc and Bcc) "
                   "stands on the list, by address, by domain (\"@example.dk\"), or by the SHA-256 "
                   "of the lower-cased address."),
    .why = N_("Whoever still gets mail after unsubscribing reports it as spam, and every law "
              "forbids it."),
    .fix = N_("Take this recipient off the list that you send to."),
    .exceptions = N_("Receipts and notices about an account may be sent to those who have "
                     "unsubscribed and are not judged. In a message from one person to another the "
                     "finding is a warning."),
    .sources = sources,
    .check = check_consent_suppression,
};
