/* date.c - one Date that is a date and is true (RFC 5322 section 3.6.1). */
#include "message/mime/date.h"
#include "rules/rule.h"

#include <string.h>

#define DAY (24 * 60 * 60)

/* The moment that the topmost Received names, behind its last ";". */
static gboolean received_moment(const Message *message, gint64 *ret_moment) {
    const Field *received = message_field(message, "Received");
    if (received == NULL)
        return FALSE;
    const char *at = strrchr(received->value, ';');
    return at != NULL && date_parse_rfc5322(at + 1, strlen(at + 1), ret_moment, NULL);
}

static void check_date(Check *check) {
    Message *message = check->message;
    guint count = fields_count(message->fields, "Date");
    if (count == 0) {
        if (message->input == INPUT_DRAFT || message->input == INPUT_TEMPLATE)
            check_skip(check, N_("not sent yet"));
        else
            check_fail(check, SEVERITY_ERROR, message_start(message), NULL, NULL,
                       N_("there is no Date field (RFC 5322 section 3.6)"));
        return;
    }
    if (count > 1)
        check_fail(check, SEVERITY_ERROR,
                   message_field_place(message, fields_nth(message->fields, "Date", 1)),
                   fields_nth(message->fields, "Date", 1)->value, NULL,
                   N_("there are %u Date fields, expected one (RFC 5322 section 3.6)"), count);
    const Field *field = message_field(message, "Date");
    Place place = message_field_place(message, field);
    gint64 moment, received;
    if (!date_parse_rfc5322(field->value, field->value_length, &moment, NULL))
        check_fail(check, SEVERITY_ERROR, place, field->value, NULL,
                   N_("the Date is no date-time of RFC 5322 section 3.3, expected a form like "
                      "\"Fri, 20 Nov 2026 09:00:00 +0100\""));
    else if (moment > check->settings->now + DAY)
        check_fail(check, SEVERITY_ERROR, place, field->value, NULL,
                   N_("the Date lies more than a day in the future"));
    else if (received_moment(message, &received) && ABS(moment - received) > 7 * DAY)
        check_fail(check, SEVERITY_ERROR, place, field->value, NULL,
                   N_("the Date lies more than 7 days from the moment at which the message was "
                      "received"));
}

static const char *const sources[] = {"RFC 5322 sections 3.3 and 3.6.1", "15 U.S.C. 7704(a)(1)",
                                      NULL};

const Rule rule_date = {
    .id = "date",
    .clause = CLAUSE_IDENTITY,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_ALL,
    .needs = NEEDS_HEADER,
    .summary = N_("The Date is a date, and true"),
    .requires =
        N_("Exactly one Date field in the form of RFC 5322, not over a day ahead and not over "
           "7 days away from when the message was received. A draft may have none yet."),
    .why = N_("A false date is untrue header information: it lifts a message to the top of the "
              "reader's list. A malformed one gets mail rejected."),
    .fix = N_("Let the mail program write the Date at sending."),
    .exceptions = N_("The obsolete forms of RFC 5322 section 4.3 are read."),
    .sources = sources,
    .check = check_date,
};
