/* content-fraud.c - no wording of the known frauds.
 *
 * No word is a fraud.  A fraud is a story of several parts: a sum of money, a stranger, a secret
 * and a wish for an answer elsewhere; or an account that is blocked and a demand to confirm it.
 * Each part is a weighted word list (data/words/fraud-*.txt), each kind of fraud a set of parts.  A
 * part counts at most PART_WEIGHT, so that one alone never reaches the limit where a kind has
 * several; facts of the message add a little to words that are nearly enough; what only warnings,
 * receipts and terms of competitions say (fraud-honest) takes away.
 */
#include "message/weights.h"
#include "rules/rule.h"

#include <string.h>

#define HONEST_LIST "fraud-honest"
#define MOST_PARTS 4

typedef enum {
    FACT_REPLY = 1 << 0,  /* answers go to free mail, From is elsewhere */
    FACT_FREE = 1 << 1,   /* From is free mail */
    FACT_NOBODY = 1 << 2, /* no recipient is named */
    FACT_AWAY = 1 << 3,   /* every link leaves From's organization */
    FACT_HOME = 1 << 4,   /* every link leads to From's organization */
    FACT_BRAND = 1 << 5,  /* From is named for a well-known firm and is not its domain */
} Fact;

#define FACTS_LETTER (FACT_REPLY | FACT_FREE | FACT_NOBODY)
#define FACTS_LINKS (FACT_AWAY | FACT_HOME)

typedef struct {
    const char *title;                 /* N_() */
    const char *parts[MOST_PARTS + 1]; /* word lists */
    guint parts_needed;                /* how many of them must be there */
    double part_weight;                /* what one part counts at most */
    double limit;                      /* in a text of up to 400 words */
    guint facts;                       /* which facts count */
} Scheme;

static const Scheme schemes[] = {
    {N_("an advance-fee letter"),
     {"fraud-money", "fraud-stranger", "fraud-secret", "fraud-reply"},
     3,
     2.5,
     3.5,
     FACTS_LETTER},
    {N_("phishing for credentials or payments"),
     {"fraud-threat", "fraud-demand"},
     2,
     2.5,
     2.3,
     FACTS_LETTER | FACTS_LINKS | FACT_BRAND},
    {N_("a prize or gift that nobody took part for"),
     {"fraud-prize", "fraud-reply"},
     1,
     5,
     2.4,
     FACT_REPLY | FACT_NOBODY | FACT_AWAY | FACT_BRAND},
    {N_("money that multiplies"),
     {"fraud-invest"},
     1,
     10,
     2.3,
     FACT_REPLY | FACT_NOBODY | FACT_AWAY},
    {N_("blackmail"), {"fraud-extort"}, 1, 10, 2.5, FACT_NOBODY},
    {N_("a job or loan that is a trap"), {"fraud-job", "fraud-reply"}, 1, 4, 2.8, FACTS_LETTER},
    {N_("a bill for what nobody ordered"),
     {"fraud-bill"},
     1,
     10,
     2.6,
     FACTS_LETTER | FACT_HOME | FACT_BRAND},
    {N_("a favour that ends in gift cards or a transfer"),
     {"fraud-favour"},
     1,
     10,
     2,
     FACTS_LETTER},
};

static const struct {
    Fact fact;
    double weight;
    const char *text; /* N_() */
} facts[] = {
    {FACT_REPLY, 0.8, N_("answers go to a free-mail address")},
    {FACT_FREE, 0.4, N_("it comes from a free-mail address")},
    {FACT_NOBODY, 0.5, N_("no recipient is named")},
    {FACT_AWAY, 0.3, N_("no link leads to the sender's own domain")},
    {FACT_HOME, -0.5, N_("every link leads to the sender's own domain")},
    {FACT_BRAND, 0.8, N_("From bears the name of a well-known firm")},
};

/* A fact helps words that are nearly enough, and never makes up for them. */
#define WORDS_SHARE 0.65

/* What facts add together at most. */
#define FACTS_WEIGHT 1.0

static gboolean replies_to_free_mail(const Message *message, const char *from) {
    if (message->reply_to == NULL)
        return FALSE;
    for (guint i = 0; i < message->reply_to->mailboxes->len; i++) {
        const Mailbox *mailbox = g_ptr_array_index(message->reply_to->mailboxes, i);
        const char *domain = mailbox->ascii_domain;
        if (domain != NULL && hosts_contain(message->hosts, "free-mail", domain) &&
            !domain_same_organization(domain, from))
            return TRUE;
    }
    return FALSE;
}

/* Neither To nor Cc names anybody ("undisclosed-recipients:;"): honest for one copy among friends.
 */
static gboolean names_no_recipient(const Message *message) {
    gboolean to = message->to != NULL && message->to->mailboxes->len > 0;
    gboolean cc = message->cc != NULL && message->cc->mailboxes->len > 0;
    return message->has_header && message->input == INPUT_MESSAGE && !to && !cc;
}

/* Where the links lead that a reader can follow: FACT_AWAY, FACT_HOME or, to both and to none, 0.
 */
static guint links_lead(const Message *message, const char *from) {
    gboolean home = FALSE, away = FALSE;
    for (guint i = 0; i < message->view->links->len; i++) {
        const Link *link = g_ptr_array_index(message->view->links, i);
        if (link->host == NULL || link->hidden || !g_str_has_prefix(link->scheme, "http"))
            continue;
        gboolean own = domain_same_organization(link->host, from);
        home |= own;
        away |= !own;
        if (home && away)
            return 0;
    }
    return home ? FACT_HOME : away ? FACT_AWAY : 0;
}

/* From is named for a brand and is no domain of it (from-brand judges it for itself). */
static gboolean borrows_brand(const Message *message, const char *from) {
    const Mailbox *mailbox = g_ptr_array_index(message->from->mailboxes, 0);
    BrandMention mention;
    return mailbox->name != NULL && brands_find(message->brands, mailbox->name, TRUE, &mention) &&
           !brand_owns(mention.brand, from);
}

static guint facts_of(const Message *message) {
    const char *from = message_from_domain(message);
    guint found = names_no_recipient(message) ? FACT_NOBODY : 0;
    if (from == NULL)
        return found;
    found |= replies_to_free_mail(message, from) ? FACT_REPLY : 0;
    found |= hosts_contain(message->hosts, "free-mail", from) ? FACT_FREE : 0;
    found |= borrows_brand(message, from) ? FACT_BRAND : 0;
    return found | links_lead(message, from);
}

/* One scheme weighed. */
typedef struct {
    const Scheme *scheme;
    Weights *weights;
    double total;
    guint facts; /* those that were added */
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

static void weigh(Weighing *self, const Message *message, const Scheme *scheme, double limit) {
    self->scheme = scheme;
    self->total = words_total(scheme, self->weights);
    self->facts = 0;
    if (self->total < WORDS_SHARE * limit)
        return;
    double sum = 0;
    guint found = facts_of(message) & scheme->facts;
    for (gsize i = 0; i < G_N_ELEMENTS(facts); i++)
        if (found & facts[i].fact) {
            sum += facts[i].weight;
            self->facts |= facts[i].fact;
        }
    self->total += MIN(sum, FACTS_WEIGHT);
}

static char *describe(const Weighing *self, double honest) {
    GString *text = g_string_new(NULL);
    g_autofree char *quote = weights_quote(self->weights);
    g_string_append(text, quote);
    for (gsize i = 0; i < G_N_ELEMENTS(facts); i++)
        if (self->facts & facts[i].fact) {
            g_autofree char *weight = weight_print(facts[i].weight);
            g_string_append_printf(text, "; %s %s", _(facts[i].text), weight);
        }
    if (honest > 0) {
        g_autofree char *weight = weight_print(-honest);
        g_string_append_printf(text, "; %s %s", _("honest wording"), weight);
    }
    return g_string_free(text, FALSE);
}

static void judge(Check *check, const Weighing *self, double honest, double limit) {
    g_autofree char *what = describe(self, honest);
    g_autofree char *sum = weight_print(self->total - honest);
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
        Weighing weighing = {.weights = weights};
        double limit = weights_threshold(message, scheme->limit);
        if (weights->phrases->len == 0)
            continue;
        weigh(&weighing, message, scheme, limit);
        if (weighing.total - honest->total >= limit) {
            judge(check, &weighing, honest->total, limit);
            return; /* one fraud is one defect, whatever else it resembles */
        }
        if (weighing.total > 0 && check_wants_detail(check)) {
            g_autofree char *what = describe(&weighing, honest->total);
            g_autofree char *sum = weight_print(weighing.total - honest->total);
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
        N_("Subject, visible text and image alternatives do not tell the story of an "
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
