/* unsubscribe-clear.c - the unsubscribe link can be seen and read; the clearest one counts. */
#include "message/unsubscribe.h"
#include "rules/footer-proposal.h"
#include "rules/rule.h"

static void check_unsubscribe_clear(Check *check) {
    Message *message = check->message;
    const GArray *links = unsubscribe_find(message);
    if (links->len == 0) {
        check_skip(check, N_("no unsubscribe link"));
        return;
    }
    const UnsubscribeLink *best = &g_array_index(links, UnsubscribeLink, 0);
    const char *href = best->link->href;
    g_autofree char *fix = best->unclear != 0 ? proposal_unsubscribe(message) : NULL;
    Place place = view_item_place(best->view, best->link);
    guint unclear = best->unclear;
    /* One defect gives one finding: the one that hides the link most. */
    if (unclear & UNCLEAR_PLAIN)
        check_fail(check, SEVERITY_ERROR, place, href, fix,
                   N_("the unsubscribe link stands only in the plain-text part, which most readers "
                      "never see"));
    else if (unclear & UNCLEAR_HIDDEN)
        check_fail(check, SEVERITY_ERROR, place, href, fix, N_("the unsubscribe link is hidden"));
    else if (unclear & UNCLEAR_IMAGE)
        check_fail(check, SEVERITY_ERROR, place, href, fix,
                   N_("the unsubscribe link is only an image without alternative text"));
    else if (unclear & UNCLEAR_FAINT)
        check_fail(
            check, SEVERITY_ERROR, place, href, fix,
            N_("the unsubscribe link can hardly be seen: contrast %.1f:1, expected 3:1 or more"),
            best->contrast);
    else if (unclear & UNCLEAR_SMALL)
        check_fail(check, SEVERITY_ERROR, place, href, fix,
                   N_("the unsubscribe link is %.1f px small, expected 8 px or more"),
                   best->link->style->font_px);
    else if (unclear & UNCLEAR_CLIPPED)
        check_fail(
            check, check_in_profile(check, "gmail") ? SEVERITY_ERROR : SEVERITY_WARNING, place,
            href, NULL,
            N_("the unsubscribe link begins after byte 102,400 of the HTML, where Gmail clips "
               "it"));
    else if (unclear & UNCLEAR_PALE)
        check_fail(check, SEVERITY_WARNING, place, href, fix,
                   N_("the unsubscribe link is faint: contrast %.1f:1, expected 3:1 or more"),
                   best->contrast);
    else
        check_detail(check, N_("the unsubscribe link is clear: %s"), href);
}

static const char *const sources[] = {
    "SMTP.dk spam policy: \"et tydeligt afmeldingslink\"",
    "Gmail sender guidelines: a clearly visible unsubscribe link in the body",
    "WCAG 2.1 section 1.4.3",
    NULL,
};

const Rule rule_unsubscribe_clear = {
    .id = "unsubscribe-clear",
    .clause = CLAUSE_UNSUBSCRIBE,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_MARKETING,
    .needs = NEEDS_BODY,
    .summary = N_("The unsubscribe link is clear to see"),
    .requires = N_(
        "The clearest unsubscribe link is visible, 8 px or larger, has a contrast of 2:1 or more "
        "to its background (3:1 without a warning), and is no image without alternative."),
    .why = N_("The policy demands a clear link. One that nobody finds is none, and its readers "
              "report spam."),
    .fix = N_("Show the link as text of 12 px or more, in a colour that stands out."),
    .exceptions = N_("Over a background image or gradient the contrast is not judged."),
    .sources = sources,
    .check = check_unsubscribe_clear,
};
