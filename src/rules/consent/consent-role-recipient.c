/* consent-role-recipient.c - no recipient is a role address that nobody subscribes with. */
#include "rules/recipients.h"
#include "rules/rule.h"

#include <string.h>

/* RFC 2142 names the first ones; the rest answer nobody.  Compared without ".", "-" and "_". */
static const char *const roles[] = {
    "abuse",   "postmaster",   "hostmaster", "webmaster", "noc",      "security",
    "noreply", "mailerdaemon", "donotreply", "ikkesvar",  "svarikke",
};

/* A local part without what stands behind "+" and without punctuation is one of the roles. */
static gboolean is_role(const Recipient *recipient) {
    char plain[16];
    gsize n = 0;
    for (const char *c = recipient->key; *c != '@' && *c != '+'; c++) {
        if (*c == '.' || *c == '-' || *c == '_')
            continue;
        if (n + 1 >= sizeof plain)
            return FALSE;
        plain[n++] = *c;
    }
    plain[n] = '\0';
    for (guint i = 0; i < G_N_ELEMENTS(roles); i++)
        if (strcmp(plain, roles[i]) == 0)
            return TRUE;
    return FALSE;
}

static void check_consent_role_recipient(Check *check) {
    g_auto(Recipients) recipients;
    recipients_init(&recipients, check);
    guint affected = 0, all = 0;
    Recipient recipient;
    while (recipients_next(&recipients, &recipient)) {
        affected += is_role(&recipient);
        all++;
    }
    if (all == 0)
        check_skip(check, N_("no recipient is named"));
    if (affected == 0)
        return;
    g_autofree char *share = recipients_share(affected, all);
    recipients_rewind(&recipients);
    while (recipients_next(&recipients, &recipient))
        if (is_role(&recipient))
            check_fail(check, SEVERITY_WARNING, recipients_place(&recipients, &recipient),
                       recipient.address, NULL,
                       N_("nobody subscribes with a role address like this one%s"), share);
}

static const char *const sources[] = {
    "SMTP.dk spam policy: only to recipients who have actively signed up",
    "RFC 2142",
    NULL,
};

const Rule rule_consent_role_recipient = {
    .id = "consent-role-recipient",
    .clause = CLAUSE_CONSENT,
    .severity = SEVERITY_WARNING,
    .kinds = KIND_MARKETING,
    .needs = 0,
    .summary = N_("No recipient is a role address that nobody subscribes with"),
    .requires = N_("No recipient (of --recipients, else of To, Cc and Bcc) is abuse, postmaster, "
                   "hostmaster, webmaster, noc, security, mailer-daemon or noreply at any domain."),
    .why = N_("Such addresses come from lists that were harvested or guessed, and those who read "
              "them are the ones who block senders."),
    .fix = N_("Take the address off the list, and find out how it came there."),
    .exceptions = N_("info, kontakt, salg, sales and support: many firms have no other address."),
    .sources = sources,
    .check = check_consent_role_recipient,
};
