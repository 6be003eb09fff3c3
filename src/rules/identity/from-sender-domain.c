/* from-sender-domain.c - every address of the sender lies under a domain named on the command line.
 */
#include "message/sender-domains.h"
#include "rules/rule.h"

#include <string.h>

/* TRUE where the domain is one of the sender's or lies below it. */
static gboolean is_senders(const Check *check, const char *domain) {
    const GPtrArray *given = check->settings->sender_domains;
    gsize length = domain != NULL ? strlen(domain) : 0;
    for (guint i = 0; domain != NULL && i < given->len; i++) {
        const char *own = g_ptr_array_index(given, i);
        gsize n = strlen(own);
        if (length >= n && strcmp(domain + length - n, own) == 0 &&
            (length == n || domain[length - n - 1] == '.'))
            return TRUE;
    }
    return FALSE;
}

static void check_mailboxes(Check *check, const char *name, const MailboxList *list) {
    Message *message = check->message;
    for (guint i = 0; list != NULL && i < list->mailboxes->len; i++) {
        const Mailbox *mailbox = g_ptr_array_index(list->mailboxes, i);
        /* What is no address at all is from-address's and reply-to-domain's matter. */
        if (mailbox->ascii_domain == NULL || is_senders(check, mailbox->ascii_domain))
            continue;
        check_fail(check, SEVERITY_ERROR,
                   message_value_place(message, message_field(message, name),
                                       mailbox->address_start, mailbox->address_end),
                   mailbox->address, NULL,
                   N_("%s stands under \"%s\", which is none of the sender's domains"), name,
                   mailbox->ascii_domain);
    }
}

static void check_signers(Check *check) {
    const SenderDomains *sender = sender_domains(check->message);
    for (guint i = 0; i < sender->signers->len; i++)
        if (is_senders(check, g_array_index(sender->signers, Signer, i).domain))
            return;
    if (sender->signers->len == 0)
        return;
    /* A provider may add its own signature to the sender's: one of his is enough. */
    const Signer *first = &g_array_index(sender->signers, Signer, 0);
    check_fail(check, SEVERITY_ERROR,
               message_value_place(check->message, first->field, first->start, first->end),
               first->domain, NULL,
               N_("no DKIM-Signature has a d= under the sender's domains (RFC 6376 section 3.5)"));
}

static void check_from_sender_domain(Check *check) {
    Message *message = check->message;
    if (check->settings->sender_domains == NULL || check->settings->sender_domains->len == 0) {
        check_skip(check, N_("--sender-domain is not given"));
        return;
    }
    check_mailboxes(check, "From", message->from);
    check_mailboxes(check, "Reply-To", message->reply_to);
    check_mailboxes(check, "Sender", message->sender);
    const Field *path = message_field(message, "Return-Path");
    if (path != NULL) {
        g_autoptr(MailboxList) list = mailbox_list_parse(path->value, path->value_length);
        check_mailboxes(check, "Return-Path", list);
    }
    check_signers(check);
}

static const char *const sources[] = {
    "SMTP.dk spam policy: \"Fra\", \"Til\" and \"svar-til\" hold the domain that the sender uses",
    "RFC 6376 section 3.5 (d=)",
    NULL,
};

const Rule rule_from_sender_domain = {
    .id = "from-sender-domain",
    .clause = CLAUSE_IDENTITY,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_ALL,
    .needs = NEEDS_HEADER,
    .summary = N_("All addresses lie under the sender's domains"),
    .requires = N_("From, Reply-To, Sender and Return-Path lie under a domain given with "
                   "--sender-domain, and so does the d= of a DKIM-Signature."),
    .why =
        N_("The policy demands the domain that the sender uses; a customer who sends under another "
           "domain borrows somebody's name."),
    .fix = N_("Write an address under a domain of yours; where the domain is yours or your "
              "provider's, name it with --sender-domain as well."),
    .exceptions =
        N_("A signature that the provider adds to the sender's own is honest, and so is a "
           "null Return-Path."),
    .sources = sources,
    .check = check_from_sender_domain,
};
