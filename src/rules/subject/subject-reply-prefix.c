/* subject-reply-prefix.c - "Re:" and "Fwd:" only on a real reply or forward. */
#include "message/view/fold.h"
#include "message/words/reply-prefix.h"
#include "message/words/script.h"
#include "rules/rule.h"

#include <string.h>

static void check_subject_reply_prefix(Check *check) {
    Message *message = check->message;
    if (message->subject == NULL) {
        check_skip(check, N_("no Subject"));
        return;
    }
    const Field *field = message_field(message, "Subject");
    gboolean reply = message_field(message, "In-Reply-To") != NULL ||
                     message_field(message, "References") != NULL;
    gboolean bulk = (message->kind.kind & KIND_MARKETING) != 0 &&
                    message_field(message, "List-Unsubscribe") != NULL;
    if (reply && !bulk)
        return;
    /* Look-alike letters fold to plain ones; arrows and other symbols in front hide the prefix. */
    const char *subject = message->subject->text;
    g_autofree char *plain = script_plain(subject, strlen(subject));
    g_autofree char *folded = fold_case(plain);
    const char *at = folded;
    while (*at != '\0' && !g_unichar_isalnum(g_utf8_get_char(at)))
        at = g_utf8_next_char(at);
    gsize length = reply_prefix(at);
    if (length == 0)
        return;
    Severity severity = (message->kind.kind & (KIND_DISCUSSION | KIND_PERSONAL | KIND_AUTOREPLY))
                            ? SEVERITY_INFO
                            : SEVERITY_ERROR;
    g_autofree char *prefix = g_strndup(at, length);
    const char *rest = at + length;
    rest += strspn(rest, " ");
    g_autofree char *fix = NULL;
    /* The subject without its prefix, in the sender's own spelling where folding kept the length.
     */
    gsize tail = strlen(rest), whole = strlen(message->subject->text);
    if (tail > 0 && tail < whole)
        fix = g_strdup_printf("Subject: %s", message->subject->text + whole - tail);
    if (fix != NULL && !g_utf8_validate(fix, -1, NULL))
        g_clear_pointer(&fix, g_free);
    if (reply)
        check_fail(check, severity, message_field_place(message, field), message->subject->text,
                   fix,
                   N_("the subject begins with \"%s\", and the message is a mailing with "
                      "List-Unsubscribe, no reply"),
                   prefix);
    else
        check_fail(check, severity, message_field_place(message, field), message->subject->text,
                   fix,
                   N_("the subject begins with \"%s\", and the message has neither In-Reply-To nor "
                      "References: it is no reply"),
                   prefix);
}

static const char *const sources[] = {
    "SMTP.dk spam policy: \"Emne linier\"",
    "15 U.S.C. 7704(a)(2)",
    "Gmail sender guidelines: no \"Re:\" or \"Fwd:\" unless the message is a reply or forward",
    "RFC 5322 section 3.6.5",
    NULL,
};

const Rule rule_subject_reply_prefix = {
    .id = "subject-reply-prefix",
    .clause = CLAUSE_SUBJECT,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_ALL,
    .needs = NEEDS_HEADER,
    .summary = N_("The subject does not pretend to be a reply or a forward"),
    .requires =
        N_("A subject begins with Re:, Fwd:, Sv:, Vs: or the like only where In-Reply-To or "
           "References names the message that it answers."),
    .why = N_("A reply prefix on a mailing makes its reader believe in a conversation that never "
              "took place: a misleading subject by the policy, by CAN-SPAM and by Gmail's rules."),
    .fix = N_("Take the prefix away."),
    .exceptions = N_("In personal mail, on mailing lists and in automatic replies the missing "
                     "In-Reply-To is only noted: some mail programs lose it."),
    .sources = sources,
    .check = check_subject_reply_prefix,
};
