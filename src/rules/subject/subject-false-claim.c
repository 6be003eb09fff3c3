/* subject-false-claim.c - a subject that claims a transaction, an account event or a prize is borne
 * out by the message.
 *
 * What a subject claims and what bears it out are word lists, a pair for each sort of claim.  A
 * claim is false in two ways: nothing in the message speaks of such a thing, or the message is a
 * giveaway (a survey for a reward, a gift to be claimed) and gives none of the particulars that a
 * real order or invoice has.
 */
#include "message/alternatives.h"
#include "message/weights.h"
#include "rules/pictures.h"
#include "rules/rule.h"

/* Fewer words bear out nothing: a picture with a caption, or a note to an attachment. */
#define MIN_TEXT_WORDS 20
/* Two phrases of the list "giveaway": one stands in honest messages as well. */
#define GIVEAWAY_WEIGHT 2.0
/* What particulars of a real order or invoice weigh at least; receipts ask for a survey, too. */
#define PARTICULARS_WEIGHT 2.0

typedef struct {
    const char *claim, *proof; /* names of word lists */
    const char *what;
} Claim;

static const Claim claims[] = {
    {"claim-order", "proof-order", N_("an order or a delivery")},
    {"claim-payment", "proof-payment", N_("a payment or an invoice")},
    {"claim-account", "proof-account", N_("an event in an account")},
    {"claim-prize", "proof-prize", N_("a prize")},
};

/* The weight of a list in the visible text and the alternatives of its images. */
static double weight_shown(Message *message, const char *list) {
    return hits_weight(message->hits, list, 0, G_MAXSIZE) +
           hits_weight(message_alternatives(message)->hits, list, 0, G_MAXSIZE);
}

static void visit_attached(const Part *part, gpointer data) {
    gboolean *attached = data;
    *attached = *attached || part_is_attachment(part);
}

/* Why nothing can be said of what is not in the text, untranslated; NULL: it can. */
static const char *why_unknown(const Message *message) {
    static const char *const languages[] = {"da", "en", "sv", "nb", "de", "nl", "fr", "es", NULL};
    if (message->language != NULL && !g_strv_contains(languages, message->language))
        return N_("there are no word lists for the language of the text");
    if (message->words->words->len < MIN_TEXT_WORDS)
        return N_("the text is too short to bear anything out");
    gboolean attached = FALSE;
    part_foreach(message->judged, visit_attached, &attached);
    if (attached)
        return N_("what is claimed may stand in an attachment");
    return pictures_unknown(message->view) >= PICTURES_MANY
               ? N_("what is claimed may stand in images without alternative")
               : NULL;
}

/* The words of the first hit of the list, as they stand. Given away; "" where there is none. */
static char *first_words(const Hits *hits, const char *text, const char *list) {
    guint at = 0;
    const Hit *hit;
    while ((hit = hits_next(hits, list, 0, G_MAXSIZE, &at)) != NULL)
        if (hit->weight > 0)
            return g_strndup(text + hit->start, hit->end - hit->start);
    return g_strdup("");
}

static char *first_shown(Message *message, const char *list) {
    char *words = first_words(message->hits, message->view->text, list);
    if (*words != '\0')
        return words;
    g_free(words);
    const Alternatives *alternatives = message_alternatives(message);
    return first_words(alternatives->hits, alternatives->text->str, list);
}

static void check_subject_false_claim(Check *check) {
    Message *message = check->message;
    if (message->subject == NULL) {
        check_skip(check, N_("no Subject"));
        return;
    }
    const Claim *open = NULL;
    double open_proof = 0;
    for (guint i = 0; i < G_N_ELEMENTS(claims); i++) {
        if (hits_weight(message->subject_hits, claims[i].claim, 0, G_MAXSIZE) <= 0)
            continue;
        double proof = weight_shown(message, claims[i].proof);
        if (open == NULL || proof > open_proof) {
            open = &claims[i];
            open_proof = proof;
        }
    }
    if (open == NULL)
        return;
    const char *subject = message->subject->text;
    Place place = message_field_place(message, message_field(message, "Subject"));
    g_autofree char *claimed = first_words(message->subject_hits, subject, open->claim);
    double giveaway = weight_shown(message, "giveaway");
    if ((message->kind.kind & KIND_MARKETING) != 0 && giveaway >= GIVEAWAY_WEIGHT &&
        giveaway > open_proof && open_proof < PARTICULARS_WEIGHT) {
        g_autofree char *offer = first_shown(message, "giveaway");
        check_fail(check, SEVERITY_WARNING, place, subject, NULL,
                   N_("the subject claims %s (\"%s\"), and the text is a giveaway (\"%s\")"),
                   _(open->what), claimed, offer);
        return;
    }
    if (open_proof > 0) {
        g_autofree char *borne = first_shown(message, open->proof);
        check_detail(check, "\"%s\": \"%s\"", claimed, borne);
        return;
    }
    const char *unknown = why_unknown(message);
    if (unknown != NULL) {
        check_skip(check, "%s", _(unknown));
        return;
    }
    check_fail(check, SEVERITY_WARNING, place, subject, NULL,
               N_("the subject claims %s (\"%s\"), and nothing in the text speaks of one"),
               _(open->what), claimed);
}

static const char *const sources[] = {
    "SMTP.dk spam policy: \"Emne linier\"",
    "15 U.S.C. 7704(a)(2)",
    "markedsføringsloven section 5",
    NULL,
};

const Rule rule_subject_false_claim = {
    .id = "subject-false-claim",
    .clause = CLAUSE_SUBJECT,
    .severity = SEVERITY_WARNING,
    .kinds = KIND_MARKETING | KIND_TRANSACTIONAL,
    .needs = NEEDS_HEADER | NEEDS_BODY | NEEDS_FINISHED,
    .summary = N_("What the subject claims has taken place"),
    .requires =
        N_("A subject that speaks of the reader's order, delivery, invoice, payment, account or "
           "prize stands above a text that gives it."),
    .why =
        N_("A made-up order or a last notice makes readers open what they would have thrown away. "
           "The policy asks for a subject that is true to the content; CAN-SPAM and marketing law "
           "forbid one that misleads."),
    .fix = N_("Say in the subject what is offered."),
    .exceptions = /* xgettext:no-c-format */
    N_("\"10 % off your next order\" claims nothing. Not judged where the particulars may "
       "stand in an attachment or in images without alternative."),
    .sources = sources,
    .check = check_subject_false_claim,
};
