/* unsubscribe-link.c - the reader can recognise how to unsubscribe. */
#include "message/unsubscribe.h"
#include "rules/footer-proposal.h"
#include "rules/rule.h"

static void check_unsubscribe_link(Check *check) {
    Message *message = check->message;
    const GArray *links = unsubscribe_find(message);
    g_autofree char *fix = links->len > 0 ? NULL : proposal_unsubscribe(message);
    gsize start, end;
    if (links->len > 0) {
        const UnsubscribeLink *first = &g_array_index(links, UnsubscribeLink, 0);
        check_detail(check, N_("the way out: %s"), first->link->href);
    } else if (unsubscribe_by_reply(message, &start, &end)) {
        g_autofree char *text = g_strndup(message->view->text + start, end - start);
        check_fail(
            check, SEVERITY_WARNING, view_place(message->view, start, end), text, fix,
            N_("the reader is told to unsubscribe by answering; the policy asks for a clear link"));
    } else
        check_fail(
            check, SEVERITY_ERROR, message_start(message), NULL, fix,
            N_("no link or address in the body can be recognised as the way to unsubscribe"));
}

static const char *const sources[] = {
    "SMTP.dk spam policy: \"Afmelding\": a clear unsubscribe link in every marketing mail",
    "15 U.S.C. 7704(a)(3)",
    "markedsføringsloven section 10(2) and (3)",
    NULL,
};

const Rule rule_unsubscribe_link = {
    .id = "unsubscribe-link",
    .clause = CLAUSE_UNSUBSCRIBE,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_MARKETING,
    .needs = NEEDS_BODY,
    .summary = N_("The body has a link to unsubscribe"),
    .requires =
        N_("A link or address in the body whose text, sentence, image alternative, title or URL "
           "says that it ends the subscription. A plain-text URL or mailto counts."),
    .why = N_("The policy, CAN-SPAM and the Danish marketing act demand a clear and free way out "
              "in every "
              "marketing mail; a reader without one reports spam."),
    .fix = N_("Write a link in the footer whose text is \"Unsubscribe\" or \"Afmeld\"."),
    .exceptions = N_("An instruction to reply with STOP counts, with a warning."),
    .sources = sources,
    .check = check_unsubscribe_link,
};
