/* consent-list-wording.c - the text does not admit a list that is not the sender's own. */
#include "message/view/fold.h"
#include "rules/rule.h"

#include <string.h>

/* Weights of list-origin that want a sign-up before them, and the words that may stand between:
 * "signed up for our newsletter | via a partner site", "registered | at one of our partners". */
#define WEIGHT_CLAUSE 0.5
#define WEIGHT_NEAR 0.4
#define BETWEEN_CLAUSE 5u
#define BETWEEN_NEAR 2u

/* Words of the longest phrase of signed-up. */
#define SIGN_UP_WORDS 8u

/* TRUE where the clause says shortly before the hit that the reader signed up.  A comma ends a
 * clause: "når du er tilmeldt, kan du betale via vores partner" is honest. */
static gboolean follows_sign_up(const Message *message, const Hit *hit) {
    const GArray *words = message->words->words;
    guint between = hit->weight >= WEIGHT_CLAUSE ? BETWEEN_CLAUSE : BETWEEN_NEAR;
    /* From where a phrase that ends there may begin, so that no text makes this quadratic. */
    guint from = hit->first - MIN(hit->first, between + SIGN_UP_WORDS), at = 0;
    gsize start = g_array_index(words, Word, from).start;
    for (const Hit *sign; (sign = hits_next(message->hits, "signed-up", start, hit->start, &at));) {
        if (sign->last + between + 1 < hit->first)
            continue;
        gboolean same_clause =
            memchr(message->view->text + sign->end, ',', hit->start - sign->end) == NULL;
        for (guint i = sign->last + 1; i <= hit->first; i++)
            same_clause &= !g_array_index(words, Word, i).opens;
        if (same_clause)
            return TRUE;
    }
    return FALSE;
}

/* The first hit of a list that is not one of its honest look-alikes. */
static const Hit *first_hit(const Message *message, const char *list) {
    guint at = 0;
    const Hit *hit;
    while ((hit = hits_next(message->hits, list, 0, message->view->length, &at)) != NULL)
        if (hit->weight >= 1 || (hit->weight >= WEIGHT_NEAR && follows_sign_up(message, hit)))
            return hit;
    return NULL;
}

/* The text of a hit on one line. */
static char *hit_text(const View *view, const Hit *hit) {
    g_autoptr(GString) text = g_string_new(NULL);
    fold_append(text, view->text + hit->start, hit->end - hit->start);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void check_consent_list_wording(Check *check) {
    const Message *message = check->message;
    const View *view = message->view;
    const Hit *origin = first_hit(message, "list-origin");
    const Hit *excuse = first_hit(message, "list-excuse");
    if (origin != NULL) {
        g_autofree char *text = hit_text(view, origin);
        check_fail(check, SEVERITY_ERROR, view_place(view, origin->start, origin->end), text, NULL,
                   N_("the text admits that the address was not given to the sender by its owner"));
    }
    if (excuse != NULL) {
        g_autofree char *text = hit_text(view, excuse);
        check_fail(check, SEVERITY_ERROR, view_place(view, excuse->start, excuse->end), text,
                   _("Say instead when and where the reader signed up; if that cannot be said, do "
                     "not send."),
                   N_("the text makes an excuse that goes with mail nobody asked for"));
    }
}

static const char *const sources[] = {
    "SMTP.dk spam policy: no lists bought or borrowed from third parties, none harvested or "
    "scraped from the Internet",
    "markedsføringsloven section 10",
    NULL,
};

const Rule rule_consent_list_wording = {
    .id = "consent-list-wording",
    .clause = CLAUSE_CONSENT,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_MARKETING,
    .needs = NEEDS_BODY,
    .summary = N_("The text admits no bought, shared or harvested list"),
    .requires = N_("The visible text does not say that the address was found, harvested, bought or "
                   "had from a partner's site (\"we found your address on\", \"via en af vores "
                   "samarbejdspartnere\"), and makes no excuse such as \"this is not spam\" or "
                   "\"Section 301 of S.1618\"."),
    .why = N_("A published address, or consent given to somebody else, is no consent to this "
              "sender."),
    .fix = N_("Send only to those who signed up with the sender himself."),
    .exceptions = N_("To mention partners is honest."),
    .sources = sources,
    .check = check_consent_list_wording,
};
