/* header-syntax.c - the header section is made of fields, and the fields of what they may hold. */
#include "rules/rule.h"
#include "rules/smtputf8.h"

#include <string.h>

/* RFC 5322 section 2.1.1. */
enum { LINE_OCTETS = 998 };

/* Fields whose values hold no encoded words (RFC 2047 section 5): structured by tokens. */
static gboolean is_token_field(const char *name) {
    static const char *const names[] = {
        "Message-ID", "In-Reply-To", "References", "Date", "Received", "MIME-Version", "Return-Path",
        "Content-Transfer-Encoding", "Content-ID", "DKIM-Signature", "ARC-Seal",
        "ARC-Message-Signature", NULL,
    };
    for (guint i = 0; names[i] != NULL; i++)
        if (g_ascii_strcasecmp(names[i], name) == 0)
            return TRUE;
    return FALSE;
}

/* SendGrid and others encode long values of these: honest, and noted only. */
static gboolean is_list_field(const char *name) {
    return g_ascii_strncasecmp(name, "List-", 5) == 0 || g_ascii_strcasecmp(name, "Feedback-ID") == 0;
}

/* "=?charset?B?…?=" in the value; its start, or -1. It is looked for within the octets that a line may
 * have, so that a value of openings alone costs no more than others. */
static gssize find_encoded_word(const char *value, gsize length) {
    for (gsize start = 0; start < length; start++) {
        const char *open = memchr(value + start, '=', length - start);
        if (open == NULL)
            break;
        start = (gsize)(open - value);
        if (open[1] != '?')
            continue;
        gsize left = MIN(length - start, LINE_OCTETS);
        const char *mark = memchr(open + 2, '?', left - 2);
        if (mark != NULL && mark + 2 < open + left && mark[2] == '?' &&
            strchr("bBqQ", mark[1]) != NULL &&
            memmem(mark + 3, (gsize)(open + left - mark - 3), "?=", 2) != NULL)
            return (gssize)start;
    }
    return -1;
}

static void check_encoded_words(Check *check, const Field *field) {
    Message *message = check->message;
    gssize at = find_encoded_word(field->value, field->value_length);
    if (at < 0)
        return;
    gboolean list = is_list_field(field->name);
    if (!list && !is_token_field(field->name))
        return;
    /* In comments of Received and Date an encoded word is right (RFC 2047 section 5 (2)). */
    if (memchr(field->value, '(', (gsize)at) != NULL)
        return;
    check_fail(check, list ? SEVERITY_INFO : SEVERITY_ERROR,
               message_value_place(message, field, (gsize)at, field->value_length), field->value, NULL,
               N_("an encoded word stands in %s, where none may (RFC 2047 section 5)"), field->name);
}

static void check_addresses(Check *check, const char *name, const MailboxList *list) {
    Message *message = check->message;
    const Field *field = message_field(message, name);
    for (guint i = 0; list != NULL && field != NULL && i < list->mailboxes->len; i++) {
        const Mailbox *mailbox = g_ptr_array_index(list->mailboxes, i);
        if (find_encoded_word(mailbox->address, strlen(mailbox->address)) < 0)
            continue;
        check_fail(check, SEVERITY_ERROR,
                   message_value_place(message, field, mailbox->address_start, mailbox->address_end),
                   mailbox->address, NULL,
                   N_("an encoded word stands in the addr-spec of %s, where none may (RFC 2047 section 5)"),
                   name);
    }
}

static void check_header_syntax(Check *check) {
    Message *message = check->message;
    Span mark = message->fields->mark;
    if (mark.end > mark.start)
        check_fail(check, SEVERITY_ERROR, (Place){mark, NULL}, NULL, NULL,
                   N_("a byte order mark (U+FEFF) stands before the first field: to a mail server it "
                      "is part of that field's name"));
    for (guint i = 0; i < message->fields->fields->len; i++) {
        const Field *field = g_ptr_array_index(message->fields->fields, i);
        Place place = {field->all, NULL};
        Place body = message_field_place(message, field);
        if (field->flags & FIELD_FROM_LINE)
            continue; /* a store's mark, not the sender's */
        if (field->flags & FIELD_NO_FIELD) {
            check_fail(check, SEVERITY_ERROR, place, field->value, NULL,
                       N_("a line of the header section is no field, expected \"Name: value\" (RFC 5322 "
                          "section 2.2)"));
            continue;
        }
        if (field->flags & FIELD_SPACE_BEFORE_COLON)
            check_fail(check, SEVERITY_ERROR, (Place){field->name_span, NULL}, field->name, NULL,
                       N_("white space stands between %s and its colon (RFC 5322 section 2.2)"),
                       field->name);
        if (field->flags & FIELD_HAS_NUL)
            check_fail(check, SEVERITY_ERROR, body, field->name, NULL,
                       N_("the field %s holds NUL"), field->name);
        /* Subject's encoding has a rule of its own. */
        gboolean raw = (field->flags & FIELD_8BIT) != 0 && g_ascii_strcasecmp(field->name, "Subject") != 0;
        if (raw && (field->flags & FIELD_INVALID_UTF8))
            check_fail(check, SEVERITY_ERROR, body, field->value, NULL,
                       N_("the field %s holds raw 8-bit octets that are not UTF-8 (RFC 5322 section 2.2)"),
                       field->name);
        else if (raw && !message_is_smtputf8(message) && !part_is(message->judged, "message", "global"))
            check_fail(check, SEVERITY_WARNING, body, field->value, NULL,
                       N_("the field %s holds raw UTF-8, which only SMTPUTF8 mail may (RFC 6532)"),
                       field->name);
        check_encoded_words(check, field);
    }
    check_addresses(check, "From", message->from);
    check_addresses(check, "Sender", message->sender);
    check_addresses(check, "Reply-To", message->reply_to);
    check_addresses(check, "To", message->to);
    check_addresses(check, "Cc", message->cc);
}

static const char *const sources[] = {
    "RFC 5322 sections 2.2 and 3.6",
    "RFC 2047 section 5",
    "RFC 6532",
    "Gmail: 550 5.7.1 malformed header, encoded-word not permitted, unicode in a disallowed header",
    NULL,
};

const Rule rule_header_syntax = {
    .id = "header-syntax",
    .clause = CLAUSE_FORMAT,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_ALL,
    .needs = NEEDS_HEADER,
    .summary = N_("The header section is well-formed"),
    .requires = N_("Each line is a field or the continuation of one, its name followed at once by a "
                   "colon, without NUL or raw 8-bit, and with encoded words only where they may stand."),
    .why = N_("A malformed header section is read differently by every program, and providers reject it."),
    .fix = N_("Let a mail library write the header section; it encodes and folds as the standard says."),
    .exceptions = N_("Encoded words in List-* and Feedback-ID are only noted: large providers' mailers "
                     "write them. Raw UTF-8 is right in SMTPUTF8 mail."),
    .sources = sources,
    .check = check_header_syntax,
};
