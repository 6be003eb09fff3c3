/* subject-adult-label.c - sexually explicit mail says so in its first words (16 CFR 316.4).
 *
 * What is explicit is judged as content-adult judges it: by the weights of the list "adult".
 */
#include "message/weights.h"
#include "rules/rule.h"

#include <gmime/gmime.h>
#include <string.h>

/* The nineteen characters, the space at their end among them (16 CFR 316.4(a)(1)). */
#define LABEL "SEXUALLY-EXPLICIT: "

/* The subject without a label that is written another way. */
static const char *skip_label(const char *subject) {
    gsize length = strlen(LABEL) - 2;
    if (g_ascii_strncasecmp(subject, LABEL, length) == 0)
        subject += length + strspn(subject + length, ": -");
    return subject;
}

static void check_subject_adult_label(Check *check) {
    static const char *const lists[] = {"adult", NULL};
    Message *message = check->message;
    const char *subject = message->subject != NULL ? message->subject->text : "";
    if (g_str_has_prefix(subject, LABEL)) {
        check_detail(check, "Subject: %s", subject);
        return;
    }
    g_autoptr(Weights) weights = weights_new(message, lists);
    if (weights->phrases->len == 0 || weights->total < weights_threshold(message, WEIGHTS_ADULT))
        return;
    const Field *field = message_field(message, "Subject");
    Place place = field != NULL ? message_field_place(message, field) : message_start(message);
    g_autofree char *encoded = g_mime_utils_header_encode_text(NULL, skip_label(subject), "utf-8");
    g_autofree char *fix = g_strdup_printf("Subject: " LABEL "%s", encoded);
    g_autofree char *quote = weights_quote(weights);
    check_fail(check, SEVERITY_ERROR, place, subject, fix,
               N_("the content is sexually explicit (%s), and the subject does not begin with "
                  "\"SEXUALLY-EXPLICIT: \" (16 CFR 316.4)"),
               quote);
}

static const char *const sources[] = {
    "16 CFR 316.4",
    "15 U.S.C. 7704(d)",
    NULL,
};

const Rule rule_subject_adult_label = {
    .id = "subject-adult-label",
    .clause = CLAUSE_SUBJECT,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_MARKETING,
    .needs = NEEDS_HEADER | NEEDS_BODY,
    .only_in = "can-spam",
    .summary = N_("Sexually explicit mail is labelled in its subject"),
    .requires = N_("The subject of sexually explicit mail begins with the 19 characters "
                   "\"SEXUALLY-EXPLICIT: \", in capitals and with the space."),
    .why =
        N_("The law of the United States demands the label, so that readers and filters can keep "
           "such mail away; its absence is a crime. The policy allows no such content at all."),
    .fix =
        N_("Begin the subject with \"SEXUALLY-EXPLICIT: \", and show nothing explicit before the "
           "reader scrolls or follows a link."),
    .exceptions = N_("Recipients who asked for such mail beforehand may get it without the label "
                     "(16 CFR 316.4(b))."),
    .sources = sources,
    .check = check_subject_adult_label,
};
