/* kind.c - weighs the facts and names the kind.
 *
 * The model is additive: a kind's score is its start plus, for each fact, strength times weight.
 * The weights began as a judgement of what each fact says and were then fitted (multinomial
 * logistic regression, held to that judgement) to some 1,900 real messages of 2001 to 2026, so a
 * weight of 1 makes a kind 2.7 times as likely beside the others.  They are rounded: nothing here
 * is precise to a tenth.
 */
#include "message/kind.h"

#include "message/kind-facts.h"

#include <glib/gi18n.h>
#include <string.h>

#define N_KINDS 4
static const Kind kinds[N_KINDS] = {KIND_MARKETING, KIND_TRANSACTIONAL, KIND_PERSONAL,
                                    KIND_DISCUSSION};

/* Most mail that is linted is marketing, and least is posted to a list. */
static const double start[N_KINDS] = {1.5, -0.4, -0.3, -2.3};

/* Two kinds this close are in conflict: the loser is half as likely. */
#define CLOSE 0.7

/* What a fact must add to the winner to be named as a reason, and how many are named. */
#define REASON_WEIGHT 0.3
#define MAX_REASONS 6

typedef struct {
    FactKind fact;
    double marketing, transactional, personal, discussion;
    const char *reason; /* as kind_reasons says it */
} Weight;

static const Weight weights[] = {
    /* Who can be unsubscribed from is a sender to many; 4 of 22 receipts have it too. */
    {FACT_LIST_UNSUBSCRIBE, 0.6, 0, -1.5, -1, N_("List-Unsubscribe")},
    {FACT_ONE_CLICK, 0.5, 0, 0, 0, N_("List-Unsubscribe-Post")},
    /* A list that can be posted to carries posts; a newsletter says "List-Post: NO". */
    {FACT_MAILING_LIST, -0.7, -0.7, 0, 4.5, N_("mailing list headers")},
    {FACT_LIST_ID, 0.9, 0, 0, 0.3, N_("List-Id")},
    {FACT_PRECEDENCE, 0.7, 0, -0.7, 0.2, N_("Precedence: bulk")},
    /* Campaigns are numbered; Feedback-ID alone (half) stands in receipts as well. */
    {FACT_CAMPAIGN, 0.6, 0, -0.6, 0, N_("campaign headers")},
    /* Answers are written by people; only some spam pretends. */
    {FACT_THREAD, -0.3, -0.6, 1.2, 1.7, N_("an answer to another message")},
    {FACT_AUTO_GENERATED, 0, 0.7, -1, 0, N_("Auto-Submitted")},
    {FACT_MAIL_PROGRAM, 0, -0.6, 0.9, 0.3, N_("written in a mail program")},
    /* Shops and banks want no answer to a receipt; a person always does. */
    {FACT_NO_REPLY, 0, 1.6, -1, -1, N_("a no-reply sender")},
    {FACT_SERVICE_SENDER, 0, 2.3, -0.5, 0, N_("a service mailbox as sender")},
    {FACT_NEWS_SENDER, 0.3, 0, -0.7, 0, N_("a newsletter mailbox as sender")},
    /* A person writes from a mailbox of the own name. */
    {FACT_ORGANIZATION, 0.3, 0.3, -1.5, -0.5, N_("an organization as sender")},
    /* An offer in the subject is the purpose of the message (16 CFR 316.3).  The opposite is not
     * so: no fact reads a transaction out of a subject. */
    {FACT_SUBJECT_PROMOTION, 2.3, 0, 0, 0, N_("advertising wording in the subject")},
    {FACT_SUBJECT_NEWSLETTER, 1.8, 0, -0.5, 0, N_("newsletter wording in the subject")},
    {FACT_PROMOTION, 3.9, 0, -1.1, -0.6, N_("advertising wording")},
    /* It is written like a person's letter to one reader, and sells to many. */
    {FACT_PITCH, 5, -2, -2, -2, N_("wording of a sales letter")},
    /* "View in your browser" and "you receive this because" stand in both. */
    {FACT_NEWSLETTER, 0.6, 0.6, -1, 0, N_("newsletter wording")},
    {FACT_TRANSACTION, 0, 6.1, 0, 0, N_("wording of an order or account")},
    {FACT_UNSUBSCRIBE, 1.8, 0, -1, 0, N_("unsubscribe wording")},
    {FACT_CONVERSATION, 0, 0, 0.8, 1.2, N_("wording of a conversation")},
    {FACT_QUOTES, 0, 0, 1.2, 2.4, N_("quoted text")},
    /* Campaigns are made of pictures that lead somewhere; receipts have a logo and a pixel. */
    {FACT_LINKS, 1.2, 0, -0.7, 0, N_("many links")},
    {FACT_IMAGES, 0.3, 0.8, -1.1, -0.7, N_("images")},
    {FACT_PIXEL, 0.1, 1, -0.6, -0.6, N_("a tracking pixel")},
    {FACT_PLAIN, 0, 0, 0.5, 1.4, N_("plain text")},
    {FACT_SHORT, -0.1, 0.6, 0.3, 0.1, N_("a short message")},
    {FACT_FIRST_PERSON, 0, -0.6, 0.5, 0.5, N_("written in the first person")},
    /* One person to another, or a bare notice: nobody advertises without a link. */
    {FACT_LETTER, -0.7, 0.6, 1.6, 0.4, N_("the form of a letter")},
    {FACT_PAPERS, 0, 0.8, 0, 0, N_("a PDF or calendar entry")},
    {FACT_REFERENCE, 0, 0.5, 0, 0, N_("a reference number")},
};

static double weight_of(const Weight *weight, guint kind) {
    const double of[N_KINDS] = {weight->marketing, weight->transactional, weight->personal,
                                weight->discussion};
    return of[kind];
}

static void add_reason(Message *self, const char *reason) {
    g_ptr_array_add(self->kind.reasons, g_strdup(reason));
}

/* Machine reports: what a mail system or an absent person's mail program answers. */

static double wording(const Hits *hits, const char *list) {
    guint at = 0;
    double sum = 0;
    for (const Hit *hit; hits && (hit = hits_next(hits, list, 0, G_MAXSIZE, &at));)
        sum += hit->weight;
    return sum;
}

static gboolean value_begins(const Message *self, const char *name, const char *text) {
    const Field *field = message_field(self, name);
    return field && g_ascii_strncasecmp(field->value, text, strlen(text)) == 0;
}

/* A report that a mail system wrote in words: before RFC 3464, and qmail and others until now.
 * Its reverse-path is null (RFC 5321 section 4.5.5), its author the mail system. */
static gboolean is_worded_bounce(const Message *self, const Hits *subject_hits) {
    static const char *const systems[] = {"mailer-daemon", "postmaster", "mail-daemon", "mdaemon",
                                          "mail.delivery.system"};
    gboolean system = value_begins(self, "From", "MAILER-DAEMON");
    if (self->from && self->from->mailboxes->len > 0) {
        const Mailbox *from = g_ptr_array_index(self->from->mailboxes, 0);
        for (gsize i = 0; from->local && i < G_N_ELEMENTS(systems); i++)
            system |= g_ascii_strcasecmp(from->local, systems[i]) == 0;
        system |= *from->address == '\0' && from->name &&
                  g_ascii_strcasecmp(from->name, "mailer-daemon") == 0;
    }
    gboolean null_path = value_begins(self, "Return-Path", "<>") ||
                         value_begins(self, "Return-Path", "<MAILER-DAEMON");
    double words = wording(self->hits, "bounce") + wording(subject_hits, "bounce");
    if (message_field(self, "List-Unsubscribe"))
        return FALSE;
    return system ? null_path || words >= 1.5 : null_path && words >= 2.5;
}

/* RFC 3834 section 5, RFC 8098, and the fields that came before; else the words of absence,
 * where they are the message. */
static const char *autoreply_reason(const Message *self, const Hits *subject_hits) {
    if (value_begins(self, "Auto-Submitted", "auto-replied"))
        return N_("Auto-Submitted: auto-replied");
    if (value_begins(self, "Precedence", "auto_reply") || message_field(self, "X-Autorespond") ||
        (message_field(self, "X-Autoreply") && !value_begins(self, "X-Autoreply", "no")))
        return N_("headers of an automatic reply");
    for (guint i = 0; i < self->judged->children->len; i++)
        if (part_is(g_ptr_array_index(self->judged->children, i), "message",
                    "disposition-notification"))
            return N_("a disposition notification");
    if (message_field(self, "List-Unsubscribe") || self->words->words->len > 250 ||
        wording(self->hits, "promotion") > 2)
        return NULL;
    double subject = wording(subject_hits, "autoreply"), body = wording(self->hits, "autoreply");
    return body >= 3 || (subject >= 1.5 && body >= 1) ? N_("vacation wording") : NULL;
}

static gboolean decide_machine(Message *self, const Hits *subject_hits) {
    const char *autoreply;
    if (self->input == INPUT_BOUNCE || self->input == INPUT_COMPLAINT)
        return FALSE; /* its report is known; what it returns is weighed */
    if (!self->has_header)
        return FALSE;
    if (is_worded_bounce(self, subject_hits)) {
        self->kind.kind = KIND_BOUNCE;
        add_reason(self, N_("a mail system reports failed delivery"));
        return TRUE;
    }
    autoreply = autoreply_reason(self, subject_hits);
    if (!autoreply)
        return FALSE;
    self->kind.kind = KIND_AUTOREPLY;
    add_reason(self, autoreply);
    return TRUE;
}

/* The reasons: what lifted the winner, the heaviest first. */
static void add_reasons(Message *self, const Facts *facts, guint winner) {
    gboolean named[G_N_ELEMENTS(weights)] = {FALSE};
    for (guint n = 0; n < MAX_REASONS; n++) {
        const Weight *best = NULL;
        double most = REASON_WEIGHT;
        for (gsize i = 0; i < G_N_ELEMENTS(weights); i++) {
            double added = weight_of(&weights[i], winner) * facts->strength[weights[i].fact];
            if (!named[i] && added >= most) {
                most = added;
                best = &weights[i];
            }
        }
        if (!best)
            break;
        named[best - weights] = TRUE;
        add_reason(self, best->reason);
    }
    if (self->kind.reasons->len == 0)
        add_reason(self, N_("no sign of another kind"));
}

static void decide_by_weight(Message *self, const Hits *subject_hits) {
    Facts facts;
    double score[N_KINDS];
    guint best = 0;
    facts_observe(&facts, self, subject_hits);
    for (guint kind = 0; kind < N_KINDS; kind++) {
        score[kind] = start[kind];
        for (gsize i = 0; i < G_N_ELEMENTS(weights); i++)
            score[kind] += weight_of(&weights[i], kind) * facts.strength[weights[i].fact];
        if (score[kind] > score[best])
            best = kind;
    }
    self->kind.kind = kinds[best];
    for (guint kind = 0; kind < N_KINDS; kind++)
        self->kind.conflicting |= kind != best && score[best] - score[kind] < CLOSE;
    add_reasons(self, &facts, best);
}

void kind_decide(Message *self, Kind forced, const Hits *subject_hits) {
    Kind report = self->input == INPUT_BOUNCE      ? KIND_BOUNCE
                  : self->input == INPUT_COMPLAINT ? KIND_COMPLAINT
                                                   : 0;
    self->kind = (KindDecision){.reasons = g_ptr_array_new_with_free_func(g_free)};
    if (report)
        add_reason(self, report == KIND_BOUNCE ? N_("a delivery status report")
                                               : N_("a feedback report"));
    if (forced) {
        self->kind.kind = forced;
        self->kind.forced = TRUE;
        add_reason(self, "--kind");
    } else if (report && self->judged == self->root) {
        self->kind.kind = report; /* nothing was returned */
    } else if (!self->has_header) {
        self->kind.kind = KIND_MARKETING;
        add_reason(self, N_("a campaign template"));
    } else if (!decide_machine(self, subject_hits)) {
        decide_by_weight(self, subject_hits);
    }
    self->kind.kind |= report;
}
