/* unsubscribe-clear.c - the unsubscribe link can be seen and read; the clearest one counts. */
#include "message/unsubscribe.h"
#include "rules/footer-proposal.h"
#include "rules/rule.h"

/* Gmail shows the first 102,400 bytes of HTML and clips the rest. */
#define GMAIL_CLIP 102400u

typedef enum { CLEAR, FAINT, CLIPPED, NO_ALTERNATIVE, TOO_FAINT, TOO_SMALL, HIDDEN_LINK, PLAIN_ONLY } Clarity;

static Clarity clarity_of(const Message *message, const UnsubscribeLink *found) {
    const Link *link = found->link;
    if (found->view == message->plain)
        return PLAIN_ONLY;
    if (link->hidden || (link->start == link->end && link->images == 0))
        return HIDDEN_LINK;
    if (link->start == link->end && link->images_without_alt == link->images)
        return NO_ALTERNATIVE;
    if (link->start < link->end && link->style != NULL) {
        double contrast = color_contrast(link->style->color, link->style->background);
        if (link->style->font_px < 8)
            return TOO_SMALL;
        if (!link->style->background_image && contrast < 2)
            return TOO_FAINT;
        if (!link->style->background_image && contrast < 3)
            return FAINT;
    }
    return found->view->html_octets > 0 && link->html_offset >= GMAIL_CLIP ? CLIPPED : CLEAR;
}

static void check_unsubscribe_clear(Check *check) {
    const Message *message = check->message;
    g_autoptr(GArray) links = unsubscribe_find(message);
    if (links->len == 0) {
        check_skip(check, N_("no unsubscribe link"));
        return;
    }
    const UnsubscribeLink *best = NULL;
    Clarity clarity = PLAIN_ONLY;
    for (guint i = 0; i < links->len; i++) {
        const UnsubscribeLink *found = &g_array_index(links, UnsubscribeLink, i);
        Clarity its = clarity_of(message, found);
        if (best == NULL || its < clarity) {
            best = found;
            clarity = its;
        }
    }
    const Link *link = best->link;
    Place place = view_item_place(message->view, link);
    const char *fix = proposal_unsubscribe(message);
    switch (clarity) {
    case CLEAR:
        break;
    case FAINT:
        check_fail(check, SEVERITY_WARNING, place, link->href, fix,
                   N_("the unsubscribe link is faint: contrast %.1f:1, expected 3:1 or more"),
                   color_contrast(link->style->color, link->style->background));
        break;
    case TOO_FAINT:
        check_fail(check, SEVERITY_ERROR, place, link->href, fix,
                   N_("the unsubscribe link can hardly be seen: contrast %.1f:1, expected 3:1 or more"),
                   color_contrast(link->style->color, link->style->background));
        break;
    case TOO_SMALL:
        check_fail(check, SEVERITY_ERROR, place, link->href, fix,
                   N_("the unsubscribe link is %.1f px small, expected 8 px or more"), link->style->font_px);
        break;
    case NO_ALTERNATIVE:
        check_fail(check, SEVERITY_ERROR, place, link->href, fix,
                   N_("the unsubscribe link is only an image without alternative text"));
        break;
    case HIDDEN_LINK:
        check_fail(check, SEVERITY_ERROR, place, link->href, fix, N_("the unsubscribe link is hidden"));
        break;
    case PLAIN_ONLY:
        check_fail(check, SEVERITY_ERROR, place, link->href, fix,
                   N_("the unsubscribe link stands only in the plain-text part, which most readers never "
                      "see"));
        break;
    case CLIPPED:
        check_fail(check, check_in_profile(check, "gmail") ? SEVERITY_ERROR : SEVERITY_WARNING, place,
                   link->href, NULL,
                   N_("the unsubscribe link begins after byte 102,400 of the HTML, where Gmail clips it"));
        break;
    }
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
    .requires = N_("The clearest unsubscribe link is visible, 8 px or larger, has a contrast of 2:1 or more "
                   "to its background (3:1 without a warning), and is no image without alternative."),
    .why = N_("The policy demands a clear link. One that nobody finds is none, and its readers report spam."),
    .fix = N_("Show the link as text of 12 px or more, in a colour that stands out."),
    .exceptions = N_("Over a background image or gradient the contrast is not judged."),
    .sources = sources,
    .check = check_unsubscribe_clear,
};
