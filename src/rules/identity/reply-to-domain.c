/* reply-to-domain.c - answers go to the sender. */
#include "message/domains/spelling.h"
#include "message/sender-domains.h"
#include "rules/rule.h"

#include <string.h>

/* TRUE where the footer shows an address in that organizational domain. */
static gboolean stands_in_footer(const Message *message, const char *domain) {
    const GPtrArray *links = message->view->links;
    for (guint i = 0; i < links->len; i++) {
        const Link *link = g_ptr_array_index(links, i);
        if (link->start >= message->footer.start && link->end <= message->footer.end &&
            link->host != NULL && strcmp(link->scheme, "mailto") == 0 &&
            domain_same_organization(link->host, domain))
            return TRUE;
    }
    return FALSE;
}

/* TRUE where another domain than From's is honest. */
static gboolean is_known(Message *message, const char *domain, const char *from) {
    const Brand *brand = brands_of_host(message->brands, domain);
    return sender_domains_hold(sender_domains(message), SENDER_ANY, domain) ||
           hosts_contain(message->hosts, "reply", domain) ||
           /* From is what is wrong there (from-own-domain), and this its remedy. */
           hosts_contain(message->hosts, "shared", from) ||
           hosts_contain(message->hosts, "free-mail", from) ||
           (brand != NULL && brand_owns(brand, from)) || spelling_same_name(domain, from) ||
           stands_in_footer(message, domain);
}

static void check_domain(Check *check, const Mailbox *mailbox, Place place) {
    Message *message = check->message;
    const char *domain = mailbox->ascii_domain, *from = message_from_domain(message);
    /* The same domain as From's: from-own-domain says it of both. */
    if (from != NULL && domain_same_organization(domain, from))
        return;
    if (hosts_contain(message->hosts, "free-mail", domain))
        check_fail(check, SEVERITY_ERROR, place, mailbox->address, NULL,
                   N_("Reply-To stands under \"%s\", where anyone gets a mailbox"), domain);
    else if (hosts_contain(message->hosts, "disposable", domain))
        check_fail(check, SEVERITY_ERROR, place, mailbox->address, NULL,
                   N_("Reply-To stands under \"%s\", a domain of throw-away mailboxes"), domain);
    else if (from != NULL && !is_known(message, domain, from))
        check_fail(check, SEVERITY_WARNING, place, mailbox->address, NULL,
                   N_("Reply-To stands under \"%s\", another organizational domain than From's "
                      "(\"%s\")"),
                   domain, from);
}

static void check_reply_to_domain(Check *check) {
    Message *message = check->message;
    const Field *field = message_field(message, "Reply-To");
    if (field == NULL || message->reply_to == NULL)
        return;
    const GPtrArray *mailboxes = message->reply_to->mailboxes;
    if (mailboxes->len != 1) {
        check_fail(check, SEVERITY_ERROR, message_field_place(message, field), field->value, NULL,
                   N_("Reply-To holds %u addresses, expected one"), mailboxes->len);
        return;
    }
    const Mailbox *mailbox = g_ptr_array_index(mailboxes, 0);
    Place place =
        mailbox->address_end > mailbox->address_start
            ? message_value_place(message, field, mailbox->address_start, mailbox->address_end)
            : message_field_place(message, field);
    if (!mailbox->valid || mailbox->ascii_domain == NULL ||
        strchr(mailbox->ascii_domain, '.') == NULL)
        check_fail(check, SEVERITY_ERROR, place, field->value, NULL,
                   N_("Reply-To is no address that can be written to (RFC 5322 section 3.4.1)"));
    else
        check_domain(check, mailbox, place);
}

static const char *const sources[] = {
    "SMTP.dk spam policy: \"Fra\", \"Til\" and \"svar-til\" hold the domain that the sender uses",
    "15 U.S.C. 7704(a)(1) and FTC guide: no misleading From, To or Reply-To",
    "Microsoft: From and Reply-To reflect the true domain and can receive replies",
    NULL,
};

const Rule rule_reply_to_domain = {
    .id = "reply-to-domain",
    .clause = CLAUSE_IDENTITY,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_MARKETING,
    .needs = NEEDS_HEADER,
    .summary = N_("Answers go to the sender's own domain"),
    .requires =
        N_("Reply-To, where it stands, holds one valid address in the organizational domain "
           "of From, and none at a free-mail or throw-away domain."),
    .why =
        N_("The policy demands the sender's domain in Reply-To as well. An answer that goes to a "
           "stranger's mailbox is how advance-fee fraud works."),
    .fix =
        N_("Write Reply-To: kontakt@example.dk under the domain of From, or leave the field out."),
    .exceptions =
        N_("A domain given with --sender-domain, the d= of a DKIM-Signature, the domain of "
           "an address that the footer shows, From's name under another country's suffix, another "
           "domain of the same brand, and a "
           "provider's reply host of a shipped list are honest."),
    .sources = sources,
    .check = check_reply_to_domain,
};
