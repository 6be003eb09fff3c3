/* to-address.c - the message says truly to whom it goes. */
#include "rules/rule.h"

#include <string.h>

static void check_list(Check *check, const char *name, const MailboxList *list) {
    Message *message = check->message;
    const Field *field = message_field(message, name);
    for (guint i = 0; list != NULL && field != NULL && i < list->mailboxes->len; i++) {
        const Mailbox *mailbox = g_ptr_array_index(list->mailboxes, i);
        if (mailbox->valid && (mailbox->literal || mailbox->ascii_domain != NULL))
            continue;
        check_fail(check, SEVERITY_ERROR,
                   message_value_place(message, field, mailbox->start, mailbox->end),
                   mailbox->address, NULL,
                   N_("%s holds an address that is none (RFC 5322 section 3.4.1)"), name);
    }
}

static gboolean same_address(const MailboxList *to, const MailboxList *from) {
    if (to == NULL || from == NULL || to->mailboxes->len != 1 || from->mailboxes->len != 1)
        return FALSE;
    const Mailbox *a = g_ptr_array_index(to->mailboxes, 0),
                  *b = g_ptr_array_index(from->mailboxes, 0);
    return *a->address != '\0' && g_ascii_strcasecmp(a->address, b->address) == 0;
}

/* The recipient of a template is filled in later: any of the common tag syntaxes. */
static gboolean holds_merge_tag(const char *value) {
    static const char *const opening[] = {"{{", "*|", "%%", "{%", "[[", "<%", "${"};
    for (gsize i = 0; i < G_N_ELEMENTS(opening); i++)
        if (strstr(value, opening[i]) != NULL)
            return TRUE;
    return FALSE;
}

static void check_to_address(Check *check) {
    Message *message = check->message;
    const Field *to = message_field(message, "To");
    if (message->to == NULL && message->cc == NULL && message->bcc == NULL) {
        if (message->input == INPUT_DRAFT || message->input == INPUT_TEMPLATE)
            check_skip(check, N_("not sent yet"));
        else
            check_fail(check, SEVERITY_ERROR, message_start(message), NULL, NULL,
                       N_("there is no To, Cc or Bcc field: the message says not to whom it goes"));
        return;
    }
    if (message->input == INPUT_TEMPLATE && to != NULL && holds_merge_tag(to->value)) {
        check_skip(check, N_("the recipient is a merge tag"));
        return;
    }
    check_list(check, "To", message->to);
    check_list(check, "Cc", message->cc);
    check_list(check, "Bcc", message->bcc);
    if ((message->kind.kind & KIND_MARKETING) == 0 || to == NULL)
        return;
    if (message->to->mailboxes->len == 0 &&
        (message->cc == NULL || message->cc->mailboxes->len == 0))
        check_fail(check, SEVERITY_ERROR, message_field_place(message, to), to->value, NULL,
                   N_("To names nobody in marketing, expected the address of its one recipient"));
    else if (same_address(message->to, message->from))
        check_fail(check, SEVERITY_ERROR, message_field_place(message, to), to->value, NULL,
                   N_("To is the sender's own address in marketing, expected the recipient's"));
}

static const char *const sources[] = {
    "SMTP.dk spam policy: \"Fra\", \"Til\" and \"svar-til\" hold the right domain",
    "RFC 5322 section 3.6.3",
    NULL,
};

const Rule rule_to_address = {
    .id = "to-address",
    .clause = CLAUSE_IDENTITY,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_ALL,
    .needs = NEEDS_HEADER,
    .summary = N_("To says truly to whom the message goes"),
    .requires =
        N_("A destination field stands, its addresses are valid, and in marketing To names the "
           "recipient: not \"undisclosed recipients\" and not the sender."),
    .why =
        N_("The policy demands a true To. Mail to hidden recipients is how lists are mailed in one "
           "go, and filters count it as a mark of spam."),
    .fix = N_("Send each recipient a message of their own: To: recipient@example.dk"),
    .exceptions = N_("Personal and transactional mail may go to Bcc only."),
    .sources = sources,
    .check = check_to_address,
};
