/* from-own-domain.c - From stands under a domain of the sender's own. */
#include "rules/rule.h"

#include <string.h>

static void check_from_own_domain(Check *check) {
    Message *message = check->message;
    const char *domain = message_from_domain(message);
    if (domain == NULL) {
        check_skip(check, N_("From has no valid domain"));
        return;
    }
    const Field *field = message_field(message, "From");
    const Mailbox *mailbox = g_ptr_array_index(message->from->mailboxes, 0);
    Place place = message_value_place(message, field, mailbox->address_start, mailbox->address_end);
    /* The free-mail list of others holds some shared domains, too. */
    if (hosts_contain(message->hosts, "shared", domain))
        check_fail(check, SEVERITY_ERROR, place, mailbox->address, NULL,
                   N_("From stands under \"%s\", a domain that its provider shares among senders"),
                   domain);
    else if (hosts_contain(message->hosts, "free-mail", domain))
        check_fail(check, SEVERITY_ERROR, place, mailbox->address, NULL,
                   N_("From stands under \"%s\", where anyone gets a mailbox"), domain);
    else if (hosts_contain(message->hosts, "disposable", domain))
        check_fail(check, SEVERITY_ERROR, place, mailbox->address, NULL,
                   N_("From stands under \"%s\", a domain of throw-away mailboxes"), domain);
}

static const char *const sources[] = {
    "SMTP.dk spam policy: \"Fra\", \"Til\" and \"svar-til\" hold the domain that the sender uses",
    "Gmail and Yahoo sender guidelines: do not send from @gmail.com and @yahoo.com",
    "RFC 7489 and RFC 9989 (DMARC): a provider's policy rejects mail sent elsewhere",
    NULL,
};

const Rule rule_from_own_domain = {
    .id = "from-own-domain",
    .clause = CLAUSE_IDENTITY,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_MARKETING | KIND_TRANSACTIONAL,
    .needs = NEEDS_HEADER,
    .summary = N_("From stands under the sender's own domain"),
    .requires =
        N_("The domain of From is no free-mail domain, no domain of throw-away mailboxes, and "
           "none that a provider shares among senders, such as onmicrosoft.com."),
    .why =
        N_("The policy demands the sender's own domain. Mail under a free-mail domain that other "
           "servers send fails DMARC, and nobody can tell who answers for it."),
    .fix = N_("Send from an address under a domain of yours, such as: From: Eksempel ApS "
              "<nyt@example.dk>"),
    .sources = sources,
    .check = check_from_own_domain,
};
