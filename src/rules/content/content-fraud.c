/* content-fraud.c - no wording of the known frauds.
 *
 * No word is a fraud.  A fraud is a story of several parts: a sum of money, a stranger, a secret
 * and a wish for an answer elsewhere; or an account that is blocked and a demand to confirm it.
 * Each part is a weighted word list (data/words/fraud-*.txt), each kind of fraud a set of parts.  A
 * part counts at most PART_WEIGHT, so that one alone never reaches the limit where a kind has
 * several; facts of the message add a little to words that are nearly enough; what only warnings,
 * receipts and terms of competitions say (fraud-honest) takes away.
 */
#include "message/deceit.h"
#include "message/weights.h"
#include "rules/rule.h"

#include <string.h>

#define HONEST_LIST "fraud-honest"
#define MOST_PARTS 4

typedef struct {
    const char *title;                 /* N_() */
    const char *parts[MOST_PARTS + 1]; /* word lists */
    guint parts_needed;                /* how many of them must be there */
    double part_weight;                /* what one part counts at most */
    double limit;                      /* in a text of up to 400 words */
    guint facts;                       /* which facts count */
    guint all, any;                    /* without all of these and one of those it is none */
} Scheme;

#define LETTER (DECEIT_REPLY | DECEIT_ELSEWHERE | DECEIT_FREE | DECEIT_NOBODY | DECEIT_CROWD)
#define LINKS (DECEIT_AWAY | DECEIT_STORED | DECEIT_BARE | DECEIT_SCRAMBLED)
#define NAMES (DECEIT_BRAND | DECEIT_MENTION | DECEIT_FORGED | DECEIT_KNOWN)

#define BORROWED (DECEIT_BRAND | DECEIT_MENTION | DECEIT_FORGED)

static const Scheme schemes[] = {
    {.title = N_("an advance-fee letter"),
     .parts = {"fraud-money", "fraud-stranger", "fraud-secret", "fraud-reply"},
     .parts_needed = 3,
     .part_weight = 2.5,
     .limit = 3.5,
     .facts = LETTER},
    /* Two parts are enough where the answer is to go to a mailbox that is nobody's. */
    {.title = N_("an advance-fee letter"),
     .parts = {"fraud-money", "fraud-stranger", "fraud-secret", "fraud-reply"},
     .parts_needed = 2,
     .part_weight = 2,
     .limit = 2.8,
     .facts = LETTER,
     .any = DECEIT_REPLY | DECEIT_NOBODY | DECEIT_CROWD},
    {.title = N_("phishing for credentials or payments"),
     .parts = {"fraud-threat", "fraud-demand"},
     .parts_needed = 2,
     .part_weight = 2.5,
     .limit = 2.3,
     .facts = LETTER | LINKS | DECEIT_HOME | NAMES | DECEIT_SELF | DECEIT_PREFILLED | DECEIT_FILE},
    {.title = N_("a lure to open a file"),
     .parts = {"fraud-lure"},
     .parts_needed = 1,
     .part_weight = 3,
     .limit = 1.6,
     .facts = LETTER | LINKS | DECEIT_FILE | NAMES | DECEIT_SELF,
     .any = DECEIT_FILE | DECEIT_BARE | DECEIT_SCRAMBLED | DECEIT_STORED},
    {.title = N_("a prize or gift in another firm's name"),
     .parts = {"fraud-prize"},
     .parts_needed = 1,
     .part_weight = 5,
     .limit = 1.9,
     .facts = DECEIT_REPLY | DECEIT_NOBODY | LINKS | NAMES,
     .any = DECEIT_BRAND | DECEIT_FORGED},
    {.title = N_("a prize or gift that nobody took part for"),
     .parts = {"fraud-prize", "fraud-reply"},
     .parts_needed = 1,
     .part_weight = 5,
     .limit = 2.4,
     .facts = DECEIT_REPLY | DECEIT_NOBODY | LINKS | NAMES},
    {.title = N_("a prize that pictures tell in another firm's name"),
     .parts = {"fraud-prize"},
     .parts_needed = 1,
     .part_weight = 5,
     .limit = 0.8,
     .facts = NAMES | LINKS,
     .all = DECEIT_PICTURE,
     .any = BORROWED},
    {.title = N_("a trap for crypto wallets"),
     .parts = {"fraud-wallet"},
     .parts_needed = 1,
     .part_weight = 10,
     .limit = 2,
     .facts = DECEIT_REPLY | DECEIT_NOBODY | LINKS | DECEIT_HOME | NAMES | DECEIT_SELF},
    {.title = N_("money that multiplies"),
     .parts = {"fraud-invest"},
     .parts_needed = 1,
     .part_weight = 10,
     .limit = 2.3,
     .facts = DECEIT_REPLY | DECEIT_NOBODY | LINKS},
    /* Tokens for the taking, told in the words of both. */
    {.title = N_("a trap for crypto wallets"),
     .parts = {"fraud-wallet", "fraud-invest"},
     .parts_needed = 2,
     .part_weight = 2,
     .limit = 2.8,
     .facts = DECEIT_REPLY | DECEIT_NOBODY | LINKS | DECEIT_HOME | NAMES | DECEIT_SELF},
    {.title = N_("blackmail"),
     .parts = {"fraud-extort"},
     .parts_needed = 1,
     .part_weight = 10,
     .limit = 2.5,
     .facts = DECEIT_NOBODY},
    {.title = N_("a job or loan that is a trap"),
     .parts = {"fraud-job", "fraud-reply"},
     .parts_needed = 1,
     .part_weight = 4,
     .limit = 2.8,
     .facts = LETTER},
    {.title = N_("a bill for what nobody ordered"),
     .parts = {"fraud-bill"},
     .parts_needed = 1,
     .part_weight = 10,
     .limit = 2.6,
     .facts = LETTER | DECEIT_HOME | NAMES},
    /* The bill whose only way out is a telephone number: a shop's own system sends neither from a
     * person's mailbox nor to strangers at once. */
    {.title = N_("a bill that is to be disputed by telephone"),
     .parts = {"fraud-bill", "fraud-call"},
     .parts_needed = 2,
     .part_weight = 2,
     .limit = 2.1,
     .facts = LETTER | DECEIT_HOME | NAMES | DECEIT_PERSON,
     .all = DECEIT_TELEPHONE,
     .any = LETTER | BORROWED | DECEIT_PERSON},
    {.title = N_("a bill sent to strangers at once"),
     .parts = {"fraud-bill"},
     .parts_needed = 1,
     .part_weight = 2,
     .limit = 1.4,
     .facts = LETTER,
     .all = DECEIT_TELEPHONE | DECEIT_CROWD},
    {.title = N_("a favour that ends in gift cards or a transfer"),
     .parts = {"fraud-favour"},
     .parts_needed = 1,
     .part_weight = 10,
     .limit = 2,
     .facts = LETTER},
};

static const struct {
    Deceit fact;
    double weight;
    const char *text; /* N_() */
} facts[] = {
    {DECEIT_REPLY, 0.8, N_("answers go to a free-mail address")},
    {DECEIT_ELSEWHERE, 0.3, N_("answers go to another organization")},
    {DECEIT_FREE, 0.4, N_("it comes from a free-mail address")},
    {DECEIT_NOBODY, 0.5, N_("no recipient is named")},
    {DECEIT_CROWD, 0.8, N_("it names many recipients who are strangers to each other")},
    {DECEIT_PERSON, 0.3, N_("it comes from a person's mail program")},
    {DECEIT_SELF, 0.6, N_("it poses as the reader's own address")},
    {DECEIT_BRAND, 0.8, N_("From bears the name of a well-known firm")},
    {DECEIT_FORGED, 0.8, N_("From is a well-known firm's domain that did not sign it")},
    {DECEIT_KNOWN, -1, N_("From is the domain of a well-known firm, and it bears it out")},
    {DECEIT_MENTION, 0.4, N_("it names a well-known firm that no domain of it belongs to")},
    {DECEIT_AWAY, 0.3, N_("no link leads to the sender's own domain")},
    {DECEIT_HOME, -0.5, N_("every link leads to the sender's own domain")},
    {DECEIT_STORED, 0.4, N_("a link leads to a host where anybody can put pages")},
    {DECEIT_BARE, 0.8, N_("a link leads to an IP address")},
    {DECEIT_SCRAMBLED, 0.8, N_("a link is written in scrambled case")},
    {DECEIT_FILE, 0.5, N_("a link poses as a file")},
    {DECEIT_PREFILLED, 0.3, N_("a link carries the reader's address elsewhere")},
};

/* A fact helps words that are nearly enough, and never makes up for them. */
#define WORDS_SHARE 0.55

/* What facts add together at most. */
#define FACTS_WEIGHT 1.2

/* Who forges a firm's mail copies its warnings too. */
#define FORGED (DECEIT_BRAND | DECEIT_FORGED | DECEIT_SELF | DECEIT_BARE | DECEIT_SCRAMBLED)
#define FORGED_HONEST 0.5

/* One scheme weighed. */
typedef struct {
    const Scheme *scheme;
    Weights *weights;
    double total;  /* of words and facts */
    double honest; /* what honest wording takes away */
    guint facts;   /* those that were added */
} Weighing;

/* The words of the scheme; 0 where parts are missing. */
static double words_total(const Scheme *scheme, const Weights *weights) {
    double total = 0;
    guint present = 0;
    for (const char *const *part = scheme->parts; *part != NULL; part++) {
        double weight = weights_of(weights, *part);
        present += weight >= 0.4;
        total += MIN(weight, scheme->part_weight);
    }
    return present >= scheme->parts_needed ? total : 0;
}

static void weigh(Weighing *self, Message *message, const Scheme *scheme, double limit) {
    self->scheme = scheme;
    self->total = words_total(scheme, self->weights);
    self->facts = 0;
    if (self->total < WORDS_SHARE * limit)
        return;
    double sum = 0;
    guint found = deceit_find(message, scheme->facts | scheme->all | scheme->any);
    if ((found & scheme->all) != scheme->all || (scheme->any && !(found & scheme->any))) {
        self->total = 0;
        return;
    }
    found &= scheme->facts;
    for (gsize i = 0; i < G_N_ELEMENTS(facts); i++)
        if (found & facts[i].fact) {
            sum += facts[i].weight;
            self->facts |= facts[i].fact;
        }
    self->total += MIN(sum, FACTS_WEIGHT);
    if (found & FORGED)
        self->honest = MIN(self->honest, FORGED_HONEST);
}

static char *describe(const Weighing *self) {
    GString *text = g_string_new(NULL);
    g_autofree char *quote = weights_quote(self->weights);
    g_string_append(text, quote);
    for (gsize i = 0; i < G_N_ELEMENTS(facts); i++)
        if (self->facts & facts[i].fact) {
            g_autofree char *weight = weight_print(facts[i].weight);
            g_string_append_printf(text, "; %s %s", _(facts[i].text), weight);
        }
    if (self->honest > 0) {
        g_autofree char *weight = weight_print(-self->honest);
        g_string_append_printf(text, "; %s %s", _("honest wording"), weight);
    }
    return g_string_free(text, FALSE);
}

static void judge(Check *check, const Weighing *self, double limit) {
    g_autofree char *what = describe(self);
    g_autofree char *sum = weight_print(self->total - self->honest);
    g_autofree char *most = weight_print(limit);
    const WeighedPhrase *heaviest = weights_heaviest(self->weights);
    g_autofree char *text = weights_text(self->weights, heaviest);
    check_fail(check, SEVERITY_ERROR, weights_place(self->weights, heaviest), text, NULL,
               N_("this reads like %s: the words found (%s) weigh %s, where %s is the limit"),
               _(self->scheme->title), what, sum, most);
}

static void check_content_fraud(Check *check) {
    static const char *const honest_lists[] = {HONEST_LIST, NULL};
    Message *message = check->message;
    g_autoptr(Weights) honest = weights_new(message, honest_lists);
    for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++) {
        const Scheme *scheme = &schemes[i];
        g_autoptr(Weights) weights = weights_new(message, scheme->parts);
        Weighing weighing = {.weights = weights, .honest = MAX(honest->total, 0)};
        double limit = weights_threshold(message, scheme->limit);
        if (weights->phrases->len == 0)
            continue;
        weigh(&weighing, message, scheme, limit);
        if (weighing.total - weighing.honest >= limit) {
            judge(check, &weighing, limit);
            return; /* one fraud is one defect, whatever else it resembles */
        }
        if (weighing.total > 0 && check_wants_detail(check)) {
            g_autofree char *what = describe(&weighing);
            g_autofree char *sum = weight_print(weighing.total - weighing.honest);
            g_autofree char *most = weight_print(limit);
            check_detail(check, "%s: %s: %s < %s", _(scheme->title), what, sum, most);
        }
    }
}

static const char *const sources[] = {
    "SMTP.dk spam policy: content is not misleading",
    "straffeloven section 279 (bedrageri)",
    "18 U.S.C. 1343 (wire fraud)",
    NULL,
};

const Rule rule_content_fraud = {
    .id = "content-fraud",
    .clause = CLAUSE_CONTENT,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_ALL,
    .needs = NEEDS_BODY,
    .summary = N_("The text is not worded like a known fraud"),
    .requires =
        N_("From's name, subject, visible text and image alternatives do not tell the story of an "
           "advance-fee letter, of phishing, of a prize nobody took part for, of money that "
           "multiplies, of blackmail, of a money mule's job or of a bill for what nobody "
           "ordered. Each is a set of weighted word lists (fraud-*); several parts of the "
           "story must be there, and the limit grows with the length of the text."),
    .why = N_("Such mail robs its readers, and a text that reads like it is filtered, whoever sent "
              "it."),
    .fix =
        N_("Say in plain words who you are and what the reader has with you; do not threaten, do "
           "not set a deadline of hours, and let links lead to your own domain."),
    .exceptions =
        N_("Warnings against fraud, security notices, terms of competitions, receipts and "
           "news hold the same words: what only they say (the list fraud-honest) takes "
           "weight away, and no word is enough alone."),
    .sources = sources,
    .check = check_content_fraud,
};
