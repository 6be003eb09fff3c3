/* content-adult.c - no pornographic content.
 *
 * The words of data/words/adult.txt are weighed over all that the reader sees; a link to a host
 * under one of the top-level domains that are there for pornography is evidence beside them.
 */
#include "message/weights.h"
#include "rules/rule.h"

#include <string.h>

/* The sponsored and adult top-level domains (ICANN; .sex is open to all, and used for nothing
 * else). */
static const char *const adult_suffixes[] = {".xxx", ".porn", ".adult", ".sex", NULL};

/* A mailing that links there advertises what stands there; anybody else may be writing about it. */
#define LINK_WEIGHT_MARKETING 3.0
#define LINK_WEIGHT 2.0

static const Link *adult_link(const View *view) {
    for (guint i = 0; i < view->links->len; i++) {
        const Link *link = g_ptr_array_index(view->links, i);
        if (link->host == NULL || link->hidden)
            continue;
        for (const char *const *suffix = adult_suffixes; *suffix != NULL; suffix++)
            if (g_str_has_suffix(link->host, *suffix))
                return link;
    }
    return NULL;
}

static void check_content_adult(Check *check) {
    static const char *const lists[] = {"adult", NULL};
    Message *message = check->message;
    g_autoptr(Weights) weights = weights_new(message, lists);
    const Link *link = adult_link(message->view);
    double threshold = weights_threshold(message, WEIGHTS_ADULT), total = weights->total;
    g_autofree char *limit = weight_print(threshold);
    g_autofree char *quote = weights_quote(weights);
    if (link != NULL) {
        double weight = (message->kind.kind & KIND_MARKETING) ? LINK_WEIGHT_MARKETING : LINK_WEIGHT;
        g_autofree char *own = weight_print(weight);
        g_autofree char *sum = weight_print(total + weight);
        if (total + weight < threshold)
            return;
        check_fail(
            check, SEVERITY_ERROR, view_item_place(message->view, link), link->href, NULL,
            N_("pornographic content: the link to %s weighs %s, and with the words found (%s) "
               "it makes %s, where %s is the limit"),
            link->host, own, weights->phrases->len > 0 ? quote : "-", sum, limit);
        return;
    }
    g_autofree char *sum = weight_print(total);
    if (total < threshold) {
        if (weights->phrases->len > 0)
            check_detail(check, "%s: %s < %s", quote, sum, limit);
        return;
    }
    const WeighedPhrase *heaviest = &g_array_index(weights->phrases, WeighedPhrase, 0);
    g_autofree char *text = weights_text(weights, heaviest);
    check_fail(check, SEVERITY_ERROR, weights_place(weights, heaviest), text, NULL,
               N_("pornographic content: the words found (%s) weigh %s, where %s is the limit"),
               quote, sum, limit);
}

static const char *const sources[] = {
    "SMTP.dk spam policy: no sexual adult content",
    "16 CFR 316.4 (sexually oriented material)",
    NULL,
};

const Rule rule_content_adult = {
    .id = "content-adult",
    .clause = CLAUSE_CONTENT,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_ALL,
    .needs = NEEDS_BODY,
    .summary = N_("The content is not pornographic"),
    .requires =
        N_("Subject, visible text and image alternatives together do not reach the limit of "
           "the weighted word list \"adult\" (3 in a text of up to 400 words, more in a "
           "longer one; each phrase counts once), and no mailing links to a host under "
           ".xxx, .porn, .adult or .sex."),
    .why = N_("The provider does not carry pornography, and mailbox providers refuse it together "
              "with the address that it came from."),
    .fix = N_("Send it through a provider that accepts such content, to recipients who asked for "
              "it; where the text is honest, say what it is about in other words."),
    .exceptions =
        N_("Art, health, education, fashion and news are honest: a mild word weighs little, "
           "none is enough alone, and words of those fields take weight away. \"words\" in "
           "the configuration changes the list."),
    .sources = sources,
    .check = check_content_adult,
};
