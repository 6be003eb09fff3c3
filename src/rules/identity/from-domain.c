/* from-domain.c - the domain of From exists and can receive mail. */
#include "rules/rule.h"

#include <string.h>

/* TRUE where the answer is neither records nor "no such records": not known this time. */
static gboolean undecided(Check *check, const Answer *answer, const char *name, QuestionType type) {
    if (answer->status == ANSWER_PENDING)
        return TRUE;
    if (answer->status == ANSWER_OK || answer->status == ANSWER_NODATA ||
        answer->status == ANSWER_NXDOMAIN)
        return FALSE;
    g_autofree char *reason = answer_reason(answer, name, type);
    if (answer->status == ANSWER_SKIPPED)
        check_skip(check, "%s", reason);
    else
        check_unknown(check, "%s", reason);
    return TRUE;
}

/* RFC 7505 section 3: a single MX record whose target is the root. */
static gboolean is_null_mx(const Answer *answer) {
    if (answer->records->len != 1)
        return FALSE;
    const Record *record = g_ptr_array_index(answer->records, 0);
    return record->length == 0 || strcmp(record->value, ".") == 0;
}

/* Yahoo tests that the domain exists by its SOA, so that a wildcard is not enough; a name below a
 * zone's top has none of its own. FALSE: not known yet. */
static gboolean check_soa(Check *check, const char *domain, Place place) {
    g_autofree char *organizational = domain_organizational(domain);
    const Answer *own = check_ask(check, domain, QUESTION_SOA);
    const Answer *top = check_ask(check, organizational, QUESTION_SOA);
    if (undecided(check, own, domain, QUESTION_SOA) ||
        undecided(check, top, organizational, QUESTION_SOA))
        return FALSE;
    /* A domain that does not exist at all is found by its MX. */
    if (own->status == ANSWER_NODATA && top->status != ANSWER_OK)
        check_fail(check, SEVERITY_ERROR, place, domain, NULL,
                   N_("%s has no SOA record: to Yahoo the domain does not exist"), domain);
    return TRUE;
}

static void check_from_domain(Check *check) {
    Message *message = check->message;
    const char *domain = message_from_domain(message);
    if (domain == NULL || strchr(domain, '.') == NULL) {
        check_skip(check, N_("From names no public domain"));
        return;
    }
    const Field *field = message_field(message, "From");
    const Mailbox *mailbox = g_ptr_array_index(message->from->mailboxes, 0);
    Place place = message_value_place(message, field, mailbox->address_start, mailbox->address_end);
    if (check_in_profile(check, "yahoo") && !check_soa(check, domain, place))
        return;
    const Answer *mx = check_ask(check, domain, QUESTION_MX);
    if (undecided(check, mx, domain, QUESTION_MX))
        return;
    if (mx->status == ANSWER_NXDOMAIN) {
        check_fail(check, SEVERITY_ERROR, place, domain, NULL, N_("the domain %s does not exist"),
                   domain);
        return;
    }
    if (mx->status == ANSWER_OK) {
        if (is_null_mx(mx))
            check_fail(check, SEVERITY_ERROR, place, domain, NULL,
                       N_("%s has a null MX: it says that it receives no mail (RFC 7505)"), domain);
        else
            check_detail(check, N_("%s has %u MX records"), domain, mx->records->len);
        return;
    }
    /* RFC 5321 section 5.1: without MX the address records serve. */
    const Answer *a = check_ask(check, domain, QUESTION_A);
    const Answer *aaaa = check_ask(check, domain, QUESTION_AAAA);
    if (a->status == ANSWER_OK || aaaa->status == ANSWER_OK) {
        check_detail(check, N_("%s has no MX but an address, which serves (RFC 5321 section 5.1)"),
                     domain);
        return;
    }
    if (undecided(check, a, domain, QUESTION_A) || undecided(check, aaaa, domain, QUESTION_AAAA))
        return;
    g_autofree char *fix = g_strdup_printf("%s. 3600 IN MX 10 mail.%s.", domain, domain);
    check_fail(check, SEVERITY_ERROR, place, domain, fix,
               N_("%s has neither an MX record nor an address: nobody can answer its mail"),
               domain);
}

static const char *const sources[] = {
    "SMTP.dk spam policy: \"Fra\" holds the domain that the sender uses",
    "RFC 5321 section 5.1",
    "RFC 7505",
    "Yahoo sender best practices: 553 for a From domain that does not exist",
    NULL,
};

const Rule rule_from_domain = {
    .id = "from-domain",
    .clause = CLAUSE_IDENTITY,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_ALL,
    .needs = NEEDS_HEADER | NEEDS_DNS,
    .summary = N_("The domain of From exists and receives mail"),
    .requires = N_("The domain has an MX record that is no null MX, or an address record."),
    .why =
        N_("A domain that does not exist is untrue source information; receivers refuse mail that "
           "cannot be answered."),
    .fix = N_("Send from a domain of yours that receives mail, or publish an MX record for it."),
    .sources = sources,
    .check = check_from_domain,
};
