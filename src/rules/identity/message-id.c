/* message-id.c - one Message-ID that is one (RFC 5322 section 3.6.4). */
#include "rules/rule.h"

#include <string.h>

/* dot-atom-text, no-fold-literal, quoted and obsolete forms together: no space, control, bracket.
 */
static gboolean is_id_char(char c) {
    return (guchar)c > 0x20 && (guchar)c < 0x7f && c != '<' && c != '>';
}

/* Passes over CFWS (RFC 5322 section 3.2.2); comments do not nest in real ids. */
static gsize skip_cfws(const char *value, gsize at, gsize end) {
    while (at < end) {
        if (value[at] == '(') {
            const char *close = memchr(value + at, ')', end - at);
            if (close == NULL)
                return at;
            at = (gsize)(close + 1 - value);
        } else if (value[at] == ' ' || value[at] == '\t')
            at++;
        else
            break;
    }
    return at;
}

/* The right side of "<left@right>" in `value`. FALSE: it is no msg-id. */
static gboolean parse_msg_id(const char *value, gsize length, gsize *ret_right, gsize *ret_end) {
    gsize start = skip_cfws(value, 0, length);
    if (start >= length || value[start] != '<')
        return FALSE;
    const char *close = memchr(value + start, '>', length - start);
    if (close == NULL)
        return FALSE;
    gsize stop = (gsize)(close - value);
    if (skip_cfws(value, stop + 1, length) != length)
        return FALSE;
    gsize at = 0;
    for (gsize i = start + 1; i < stop; i++) {
        if (!is_id_char(value[i]))
            return FALSE;
        if (value[i] == '@')
            at = i;
    }
    if (at <= start + 1 || at + 1 == stop)
        return FALSE;
    *ret_right = at + 1;
    *ret_end = stop;
    return TRUE;
}

static void check_message_id(Check *check) {
    Message *message = check->message;
    guint count = fields_count(message->fields, "Message-ID");
    if (count == 0) {
        if (message->input == INPUT_DRAFT || message->input == INPUT_TEMPLATE)
            check_skip(check, N_("not sent yet"));
        else
            check_fail(check, SEVERITY_ERROR, message_start(message), NULL, NULL,
                       N_("there is no Message-ID field (RFC 5322 section 3.6.4)"));
        return;
    }
    if (count > 1)
        check_fail(check, SEVERITY_ERROR,
                   message_field_place(message, fields_nth(message->fields, "Message-ID", 1)),
                   fields_nth(message->fields, "Message-ID", 1)->value, NULL,
                   N_("there are %u Message-ID fields, expected one (RFC 5322 section 3.6)"),
                   count);
    const Field *field = message_field(message, "Message-ID");
    gsize right, end;
    if (!parse_msg_id(field->value, field->value_length, &right, &end)) {
        check_fail(
            check, SEVERITY_ERROR, message_field_place(message, field), field->value, NULL,
            N_("the Message-ID is no msg-id, expected <left@right> (RFC 5322 section 3.6.4)"));
        return;
    }
    g_autofree char *host = g_strndup(field->value + right, end - right);
    if (strchr(host, '.') == NULL && host[0] != '[')
        check_fail(
            check, SEVERITY_INFO, message_value_place(message, field, right, end), host, NULL,
            N_("the right side of the Message-ID is no public domain; another message may have "
               "the same id"));
}

static const char *const sources[] = {
    "RFC 5322 section 3.6.4",
    "Gmail sender guidelines: a valid Message-ID (550 5.7.1 without)",
    NULL,
};

const Rule rule_message_id = {
    .id = "message-id",
    .clause = CLAUSE_IDENTITY,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_ALL,
    .needs = NEEDS_HEADER,
    .summary = N_("The message has one valid Message-ID"),
    .requires =
        N_("Exactly one Message-ID field that is a msg-id: <left@right> without white space. "
           "A draft may have none yet."),
    .why = N_("It is the message's name in every log and reply; Gmail rejects mail without it, and "
              "a bad one is a mark of spam software."),
    .fix = N_("Let the mail server write it, or: Message-ID: <unique-text@your-domain.example>"),
    .exceptions = N_("A right side that is no public domain is only noted: it is the provider's "
                     "mailer that writes it."),
    .sources = sources,
    .check = check_message_id,
};
