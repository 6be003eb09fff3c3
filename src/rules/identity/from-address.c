/* from-address.c - one From field with one mailbox that can be written to. */
#include "rules/rule.h"

#include <string.h>

static void check_mailbox(Check *check, const Field *field, const Mailbox *mailbox) {
    Message *message = check->message;
    Place place =
        mailbox->address_end > mailbox->address_start
            ? message_value_place(message, field, mailbox->address_start, mailbox->address_end)
            : message_field_place(message, field);
    if (mailbox->domain == NULL)
        check_fail(
            check, SEVERITY_ERROR, place, field->value, NULL,
            N_("the From mailbox has no domain, expected local-part@domain (RFC 5322 section "
               "3.4.1)"));
    else if (mailbox->literal)
        check_fail(
            check, SEVERITY_ERROR, place, mailbox->address, NULL,
            N_("the From address is at an address literal, expected a domain that the sender "
               "uses"));
    else if (!mailbox->valid)
        check_fail(check, SEVERITY_ERROR, place, mailbox->address, NULL,
                   N_("the From address is no addr-spec (RFC 5322 section 3.4.1)"));
    else if (mailbox->ascii_domain == NULL)
        check_fail(check, SEVERITY_ERROR, place, mailbox->domain, NULL,
                   N_("the domain of the From address is not valid under IDNA 2008 and UTS 46"));
    else if (strchr(mailbox->ascii_domain, '.') == NULL)
        check_fail(
            check, SEVERITY_ERROR, place, mailbox->address, NULL,
            N_("the domain of the From address is a bare label, expected a public domain such "
               "as example.dk"));
}

static void check_from_address(Check *check) {
    Message *message = check->message;
    guint count = fields_count(message->fields, "From");
    if (count == 0) {
        check_fail(check, SEVERITY_ERROR, message_start(message), NULL, NULL,
                   N_("there is no From field, expected exactly one (RFC 5322 section 3.6)"));
        return;
    }
    if (count > 1)
        check_fail(check, SEVERITY_ERROR,
                   message_field_place(message, fields_nth(message->fields, "From", 1)),
                   fields_nth(message->fields, "From", 1)->value, NULL,
                   N_("there are %u From fields, expected exactly one (RFC 5322 section 3.6)"),
                   count);
    const Field *field = message_field(message, "From");
    const GPtrArray *mailboxes = message->from->mailboxes;
    if (mailboxes->len == 0) {
        check_fail(check, SEVERITY_ERROR, message_field_place(message, field), field->value, NULL,
                   N_("the From field holds no mailbox"));
        return;
    }
    if (mailboxes->len > 1 && message->sender == NULL)
        check_fail(
            check, SEVERITY_ERROR, message_field_place(message, field), field->value, NULL,
            N_("the From field holds %u mailboxes and there is no Sender field (RFC 5322 section "
               "3.6.2)"),
            mailboxes->len);
    for (guint i = 0; i < mailboxes->len; i++)
        check_mailbox(check, field, g_ptr_array_index(mailboxes, i));
}

static const char *const sources[] = {
    "SMTP.dk spam policy: \"Fra\", \"Til\" and \"svar-til\" hold the domain that the sender uses",
    "RFC 5322 sections 3.4.1, 3.6 and 3.6.2",
    "RFC 5891 (IDNA 2008)",
    "Gmail: 550 5.7.1 for a missing, invalid or repeated From",
    NULL,
};

const Rule rule_from_address = {
    .id = "from-address",
    .clause = CLAUSE_IDENTITY,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_ALL,
    .needs = NEEDS_HEADER,
    .summary = N_("From holds one address that can be written to"),
    .requires = N_("Exactly one From field with one mailbox, a valid addr-spec at a public domain. "
                   "Several mailboxes need a Sender field."),
    .why =
        N_("The policy demands the sender's own domain in From; providers reject mail whose From "
           "is missing, repeated or invalid, and every authentication rests on its domain."),
    .fix = N_("Write one From field, such as: From: Eksempel ApS <nyt@example.dk>"),
    .sources = sources,
    .check = check_from_address,
};
