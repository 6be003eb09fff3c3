/* consent-reminder.c - the text says why the reader receives it. */
#include "rules/footer-proposal.h"
#include "rules/rule.h"

static void check_consent_reminder(Check *check) {
    const Message *message = check->message;
    guint at = 0;
    const Hit *hit = hits_next(message->hits, "reminder", 0, message->view->length, &at);
    if (hit != NULL) {
        g_autofree char *text = g_strndup(message->view->text + hit->start, hit->end - hit->start);
        check_detail(check, "\"%s\"", text);
        return;
    }
    /* The ledger of --consent proves more than a sentence; without it the law's proof is missing.
     */
    const Ledgers *ledgers = check->settings->ledgers;
    gboolean law = (ledgers == NULL || ledgers->consent == NULL) &&
                   (check_in_profile(check, "dk") || check_in_profile(check, "eu"));
    g_autofree char *fix = proposal_reminder(message);
    check_fail(check, law ? SEVERITY_WARNING : SEVERITY_INFO, message_start(message), NULL, fix,
               N_("nothing in the visible text says why the reader receives this message"));
}

static const char *const sources[] = {
    "SMTP.dk spam policy: only to recipients who have given their consent",
    "markedsføringsloven section 10",
    "GDPR articles 7(1) and 21",
    NULL,
};

const Rule rule_consent_reminder = {
    .id = "consent-reminder",
    .clause = CLAUSE_CONSENT,
    .severity = SEVERITY_INFO,
    .kinds = KIND_MARKETING,
    .needs = NEEDS_BODY,
    .summary = N_("The text says why the reader receives it"),
    .requires = N_("A sentence such as \"You receive this because...\" or \"Du modtager denne "
                   "mail, fordi...\" "
                   "stands in the visible text."),
    .why = N_("A reader who remembers having signed up does not report spam, and consent is easier "
              "to prove."),
    .fix = N_("Say in the footer where and how the reader signed up."),
    .exceptions =
        N_("The policy asks for consent and not for this sentence, so it is only noted; in the "
           "profiles dk and eu it is a warning where no --consent shows the opt-ins."),
    .sources = sources,
    .check = check_consent_reminder,
};
