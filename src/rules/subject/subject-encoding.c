/* subject-encoding.c - the subject can be decoded by every mail program. */
#include "rules/rule.h"
#include "rules/smtputf8.h"

#include <gmime/gmime.h>

static void check_subject_encoding(Check *check) {
    Message *message = check->message;
    const Field *field = message_field(message, "Subject");
    if (field == NULL || message->subject == NULL) {
        check_skip(check, N_("no Subject"));
        return;
    }
    const EncodedText *subject = message->subject;
    Place place = subject->defect_end > subject->defect_start
                      ? message_value_place(message, field, subject->defect_start, subject->defect_end)
                      : message_field_place(message, field);
    if (subject->defects & ENCODED_RAW_8BIT)
        check_fail(check, SEVERITY_ERROR, place, field->value, NULL,
                   N_("the subject holds raw 8-bit octets that are not UTF-8: what its reader sees is "
                      "up to chance (RFC 2047, RFC 6532)"));
    else if ((subject->defects & ENCODED_RAW_UTF8) && !message_is_smtputf8(message)) {
        g_autofree char *encoded = g_mime_utils_header_encode_text(NULL, subject->text, "utf-8");
        g_autofree char *fix = g_strdup_printf("Subject: %s", encoded);
        check_fail(check, SEVERITY_WARNING, place, subject->text, fix,
                   N_("the subject holds raw UTF-8, which only SMTPUTF8 mail may (RFC 6532); encode it "
                      "as RFC 2047 says"));
    }
    if (subject->defects & ENCODED_MALFORMED)
        check_fail(check, SEVERITY_ERROR, place, field->value, NULL,
                   N_("an encoded word of the subject is malformed (RFC 2047 section 2)"));
    if (subject->defects & ENCODED_UNKNOWN_CHARSET)
        check_fail(check, SEVERITY_ERROR, place, field->value, NULL,
                   N_("an encoded word of the subject names a charset that nobody knows"));
    if (subject->defects & ENCODED_UNDECODABLE)
        check_fail(check, SEVERITY_ERROR, place, field->value, NULL,
                   N_("an encoded word of the subject holds octets that are not of its charset"));
    if (subject->defects & ENCODED_REPLACEMENT)
        check_fail(check, SEVERITY_ERROR, place, subject->text, NULL,
                   N_("the subject holds U+FFFD: it was decoded wrongly before it was sent"));
}

static const char *const sources[] = {"RFC 2047", "RFC 6532", "RFC 6531", NULL};

const Rule rule_subject_encoding = {
    .id = "subject-encoding",
    .clause = CLAUSE_SUBJECT,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_ALL,
    .needs = NEEDS_HEADER,
    .summary = N_("The subject is encoded as the standard says"),
    .requires = N_("Letters outside ASCII stand in encoded words (RFC 2047) of a known charset that "
                   "decode without a remainder."),
    .why = N_("A subject that does not decode shows as broken letters, and filters count malformed "
              "encoding as a mark of spam software."),
    .fix = N_("Let the mail program encode the subject, as UTF-8 in encoded words."),
    .exceptions = N_("Raw UTF-8 is right in a message that was handed over with SMTPUTF8 (RFC 6531)."),
    .sources = sources,
    .check = check_subject_encoding,
};
