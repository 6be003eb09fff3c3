/* subject-present.c - a message has a subject.
 *
 * The simplest rule, and the model for a new one: one constant, one check that reads the message
 * and says what it found, where, and what to write instead.
 */
#include "rules/rule.h"

#include <string.h>

/* White space, and what looks like it: a subject of no-break or zero-width spaces is empty to its
 * reader.  Format characters within a text are the business of subject-honest-characters. */
static gboolean is_blank(const char *text) {
    for (const char *c = text; *c != '\0'; c = g_utf8_next_char(c)) {
        gunichar u = g_utf8_get_char(c);
        if (!g_unichar_isspace(u) && !g_unichar_iszerowidth(u) && !g_unichar_iscntrl(u))
            return FALSE;
    }
    return TRUE;
}

static void check_subject_present(Check *check) {
    Message *message = check->message;
    const Field *field = message_field(message, "Subject");
    if (field == NULL) {
        check_fail(check, SEVERITY_ERROR, message_start(message), NULL, NULL,
                   "there is no Subject field, expected one (RFC 5322 section 3.6.5)");
        return;
    }
    const char *text = message->subject->text;
    if (*text == '\0')
        check_fail(check, SEVERITY_ERROR, message_field_place(message, field), NULL, NULL,
                   "the Subject field is empty, expected words on what the message is about");
    else if (is_blank(text))
        check_fail(check, SEVERITY_ERROR, message_field_place(message, field), field->value, NULL,
                   "the Subject field holds only white space, expected words on what the message "
                   "is about");
    else
        check_detail(check, "Subject: %s", text);
}

static const char *const sources[] = {
    "SMTP.dk spam policy: \"Emne linier\"",
    "RFC 5322 section 3.6.5",
    NULL,
};

const Rule rule_subject_present = {
    .id = "subject-present",
    .clause = CLAUSE_SUBJECT,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_ALL,
    .needs = NEEDS_HEADER,
    .summary = N_("The message has a subject"),
    .requires =
        N_("A Subject field stands in the header section, and holds more than white space."),
    .why = N_("The policy asks for a subject that is true to the content; a message without one "
              "tells its reader nothing before it is opened. Filters count it as a mark of spam, "
              "and mail programs show \"(no subject)\"."),
    .fix = N_("Write a Subject field that says in a few words what the message is about."),
    .exceptions = NULL,
    .sources = sources,
    .check = check_subject_present,
};
