/* return-path-domain.c - the return path or a signature belongs to From, so that DMARC can pass. */
#include "message/sender-domains.h"
#include "rules/rule.h"

#include <string.h>

/* A list keeps From and takes bounces itself: its members expect that. */
static Severity severity_of(const Message *message) {
    return (message->kind.kind & KIND_DISCUSSION) != 0 ? SEVERITY_INFO : SEVERITY_WARNING;
}

/* Gmail's and SRS's forms of a forwarded return path. */
static gboolean is_forwarded(const char *address) {
    return strstr(address, "+caf_=") != NULL || g_ascii_strncasecmp(address, "SRS0", 4) == 0 ||
           g_ascii_strncasecmp(address, "SRS1", 4) == 0;
}

static void check_path(Check *check, const char *from) {
    Message *message = check->message;
    const Field *field = message_field(message, "Return-Path");
    const char *given = check->settings->mail_from;
    if (given == NULL && field == NULL) {
        check_skip(check, N_("no Return-Path"));
        return;
    }
    const char *value = given != NULL ? given : field->value;
    g_autoptr(MailboxList) list = mailbox_list_parse(value, strlen(value));
    const Mailbox *mailbox =
        list->mailboxes->len > 0 ? g_ptr_array_index(list->mailboxes, 0) : NULL;
    if (mailbox == NULL || mailbox->ascii_domain == NULL) {
        check_skip(check, N_("the Return-Path names no domain"));
        return;
    }
    if (is_forwarded(mailbox->address)) {
        check_skip(check, N_("the message was forwarded"));
        return;
    }
    if (sender_domains(message)->aligned || domain_same_organization(mailbox->ascii_domain, from))
        return;
    check_fail(check, severity_of(message),
               given != NULL ? message_start(message)
                             : message_value_place(message, field, mailbox->address_start,
                                                   mailbox->address_end),
               mailbox->address, NULL,
               N_("neither Return-Path (%s) nor a DKIM-Signature lies in the organizational domain "
                  "of From (%s): DMARC cannot pass (RFC 9989)"),
               mailbox->ascii_domain, from);
}

static void check_sender(Check *check, const char *from) {
    Message *message = check->message;
    if (message->sender == NULL || message->sender->mailboxes->len == 0)
        return;
    const Mailbox *mailbox = g_ptr_array_index(message->sender->mailboxes, 0);
    if (mailbox->ascii_domain == NULL || domain_same_organization(mailbox->ascii_domain, from))
        return;
    check_fail(check, severity_of(message),
               message_value_place(message, message_field(message, "Sender"),
                                   mailbox->address_start, mailbox->address_end),
               mailbox->address, NULL,
               N_("Sender stands under \"%s\", outside the organizational domain of From (%s)"),
               mailbox->ascii_domain, from);
}

static void check_return_path_domain(Check *check) {
    const char *from = message_from_domain(check->message);
    if (from == NULL) {
        check_skip(check, N_("From has no valid domain"));
        return;
    }
    check_path(check, from);
    check_sender(check, from);
}

static const char *const sources[] = {
    "RFC 9989 (DMARC): identifier alignment",
    "Gmail: 421 4.7.32 for a From that is not aligned with SPF or DKIM",
    "RFC 5322 section 3.6.2 (Sender)",
    NULL,
};

const Rule rule_return_path_domain = {
    .id = "return-path-domain",
    .clause = CLAUSE_IDENTITY,
    .severity = SEVERITY_WARNING,
    .kinds = KIND_ALL,
    .needs = NEEDS_HEADER,
    .summary = N_("The return path or a signature belongs to From"),
    .requires =
        N_("Return-Path, or the d= of a DKIM-Signature, lies in the organizational domain of "
           "From, and so does Sender where it stands."),
    .why =
        N_("DMARC passes only where SPF or DKIM speaks for the domain in From; Gmail, Yahoo and "
           "Microsoft refuse bulk mail that it does not pass for. Mail programs show a Sender of "
           "another domain as \"on behalf of\"."),
    .fix =
        N_("Sign with DKIM under the domain of From, or let your provider use a return path below "
           "it, such as bounce.example.dk."),
    .exceptions = N_("Forwarded messages (SRS, +caf_=) are not judged. On a mailing list it is an "
                     "info: the list takes the bounces."),
    .sources = sources,
    .check = check_return_path_domain,
};
