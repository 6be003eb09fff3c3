/* unsubscribe-conditions.c - nothing is asked of the reader who wants to unsubscribe.
 *
 * What is asked stands in the sentence of the link.  A link whose sentence asks for nothing is a
 * free way out, and what another sentence says ("log in to choose what you receive") is an offer.
 * How long it takes holds for every way.
 */
#include "message/link-words.h"
#include "message/unsubscribe.h"
#include "rules/footer-proposal.h"
#include "rules/rule.h"

#include <stdlib.h>
#include <string.h>

/* Ten business days (16 CFR 316.5) are two weeks. */
#define MOST_DAYS 14.0

/* What may be asked: the phrase list, what the reader must do, and whether it is asked too where a
 * link stands (a letter or a call is one where none does). */
static const struct {
    const char *list, *demand;
    gboolean beside_link;
} conditions[] = {
    {"unsubscribe-login", N_("log in"), TRUE},
    {"unsubscribe-payment", N_("pay"), TRUE},
    {"unsubscribe-reason", N_("give a reason"), TRUE},
    {"unsubscribe-steps", N_("go through several pages or steps"), TRUE},
    {"unsubscribe-letter", N_("write a letter, call or come"), FALSE},
};

typedef struct {
    gsize start, end; /* octets of the visible text */
} Sentence;

/* TRUE where a word such as "or" of the text's language stands in octets [start, end). */
static gboolean is_alternative(const Message *message, gsize start, gsize end) {
    guint at = 0;
    for (const Hit *hit; (hit = hits_next(message->hits, "alternative", start, end, &at));)
        if (strcmp(hit->language, "*") == 0 || g_strcmp0(hit->language, message->language) == 0)
            return TRUE;
    return FALSE;
}

/* What the sentence asks for (translated), or NULL. `link`: the link that it is the sentence of,
 * or NULL. */
static const char *demand_of(const Message *message, const Sentence *sentence, const Link *link) {
    for (gsize i = 0; i < G_N_ELEMENTS(conditions); i++) {
        guint at = 0;
        if (link != NULL && !conditions[i].beside_link)
            continue;
        for (const Hit *hit; (hit = hits_next(message->hits, conditions[i].list, sentence->start,
                                              sentence->end, &at));) {
            if (hit->end > sentence->end)
                continue;
            /* "Log in or [unsubscribe here]" leaves the choice. */
            if (link != NULL &&
                (hit->end <= link->start ? is_alternative(message, hit->end, link->start)
                                         : is_alternative(message, link->end, hit->start)))
                continue;
            return _(conditions[i].demand);
        }
    }
    return NULL;
}

/* The sentences that speak of unsubscribing, from the footer's start or the first link on. */
static GArray *find_sentences(const Message *message, const GArray *links) {
    static const char *const lists[] = {"unsubscribe", "unsubscribe-sentence"};
    GArray *out = g_array_new(FALSE, FALSE, sizeof(Sentence));
    gsize from = message->footer.end > message->footer.start ? message->footer.start : 0;
    for (guint i = 0; i < links->len; i++) {
        const UnsubscribeLink *way = &g_array_index(links, UnsubscribeLink, i);
        if (way->view == message->view)
            from = MIN(from, way->start);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
        guint at = 0;
        gsize behind = from;
        for (const Hit *hit;
             (hit = hits_next(message->hits, lists[i], from, message->view->length, &at));) {
            if (hit->start < behind)
                continue;
            Sentence sentence;
            text_sentence(message->view, hit->start, hit->end, &sentence.start, &sentence.end);
            behind = sentence.end;
            g_array_append_val(out, sentence);
        }
    }
    return out;
}

/* A sentence without a link, or with one to call: what is asked in it. */
static const char *demand_without_link(const Message *message, const GArray *sentences,
                                       Sentence *ret) {
    for (guint i = 0; i < sentences->len; i++) {
        const Sentence *sentence = &g_array_index(sentences, Sentence, i);
        const char *demand = demand_of(message, sentence, NULL);
        if (demand != NULL) {
            *ret = *sentence;
            return demand;
        }
    }
    return NULL;
}

static const char *demand_with_link(const Message *message, const GArray *links, Sentence *ret,
                                    gboolean *ret_linked) {
    const char *demand = NULL;
    *ret_linked = FALSE;
    for (guint i = 0; i < links->len; i++) {
        const UnsubscribeLink *way = &g_array_index(links, UnsubscribeLink, i);
        if (strcmp(way->link->scheme, "tel") == 0)
            continue;
        *ret_linked = TRUE;
        /* In the plain part, or without a sentence: nothing is asked that the reader sees. */
        if (way->view != message->view || way->evidence > UNSUBSCRIBE_SENTENCE)
            return NULL;
        Sentence sentence = {way->start, way->end};
        const char *asked = demand_of(message, &sentence, way->link);
        if (asked == NULL)
            return NULL;
        if (demand == NULL) {
            demand = asked;
            *ret = sentence;
        }
    }
    return demand;
}

/* The days that a hit of "unsubscribe-delay" says: its largest number times its weight. */
static double days_of(const Message *message, const Hit *hit) {
    double number = 1;
    for (guint n = hit->first; n <= hit->last; n++)
        if (g_ascii_isdigit(*words_folded(message->words, n)))
            number = MAX(number, strtod(words_folded(message->words, n), NULL));
    return number * hit->weight;
}

/* The longest time said in the sentences, or in the one behind each on its line. */
static double longest_delay(const Message *message, const GArray *sentences, Sentence *ret) {
    const View *view = message->view;
    double longest = 0;
    for (guint i = 0; i < sentences->len; i++) {
        Sentence around = g_array_index(sentences, Sentence, i);
        gsize next = around.end, start, end;
        while (next < view->length && view->text[next] == ' ')
            next++;
        if (next < view->length && view->text[next] != '\n') {
            text_sentence(view, next, next, &start, &end);
            around.end = MAX(around.end, end);
        }
        guint at = 0;
        for (const Hit *hit;
             (hit = hits_next(message->hits, "unsubscribe-delay", around.start, around.end, &at));)
            if (days_of(message, hit) > longest) {
                longest = days_of(message, hit);
                *ret = around;
            }
    }
    return longest;
}

static char *text_of(const Message *message, const Sentence *sentence) {
    return g_strndup(message->view->text + sentence->start, sentence->end - sentence->start);
}

static void check_unsubscribe_conditions(Check *check) {
    Message *message = check->message;
    const GArray *links = unsubscribe_find(message);
    g_autoptr(GArray) sentences = find_sentences(message, links);
    Sentence sentence;
    gboolean linked;
    const char *demand = demand_with_link(message, links, &sentence, &linked);
    gsize start, end;
    if (!linked && !unsubscribe_by_reply(message, &start, &end))
        demand = demand_without_link(message, sentences, &sentence);
    if (demand != NULL) {
        g_autofree char *text = text_of(message, &sentence);
        g_autofree char *fix = proposal_unsubscribe(message);
        check_fail(check, SEVERITY_ERROR, view_place(message->view, sentence.start, sentence.end),
                   text, fix, N_("to unsubscribe the reader must %s; a link must be enough"),
                   demand);
    }
    double days = longest_delay(message, sentences, &sentence);
    if (days > MOST_DAYS + 0.01) {
        g_autofree char *text = text_of(message, &sentence);
        check_fail(
            check, SEVERITY_ERROR, view_place(message->view, sentence.start, sentence.end), text,
            NULL,
            N_("unsubscribing takes up to %.0f days, expected 10 business days or 14 days at "
               "most (16 CFR 316.5)"),
            days);
    }
}

static const char *const sources[] = {
    "SMTP.dk spam policy: \"Afmelding\": the recipient is removed at once",
    "16 CFR 316.5: no fee, no information but the address, a reply or a single web page",
    "15 U.S.C. 7704(a)(4)(A): 10 business days",
    "markedsføringsloven section 10(1): withdrawing consent is easy and free",
    NULL,
};

const Rule rule_unsubscribe_conditions = {
    .id = "unsubscribe-conditions",
    .clause = CLAUSE_UNSUBSCRIBE,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_MARKETING,
    .needs = NEEDS_BODY,
    .summary = N_("Unsubscribing asks for nothing"),
    .requires =
        N_("The sentence on unsubscribing asks for no login, no payment, no reason, no letter "
           "or call instead of a link, and no more than one web page, and it takes 10 business "
           "days or 14 days at most."),
    .why = N_("The law demands a way out that is easy and free. Whoever has forgotten a password "
              "reports spam instead."),
    .fix = N_("Let one link unsubscribe the recipient whom it was sent to, at once."),
    .exceptions =
        N_("A login or telephone number beside a link that needs none is an offer. To ask "
           "for a reason after unsubscribing, as a wish, is honest."),
    .sources = sources,
    .check = check_unsubscribe_conditions,
};
