/* content-adult.c - no pornographic content.
 *
 * The words of data/words/adult.txt are weighed over all that the reader sees; a link to a host
 * under one of the top-level domains that are there for pornography is evidence beside them.
 */
#include "message/weights.h"
#include "rules/rule.h"

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

/* What weighs, the link first. */
static char *describe(const Weights *weights, const Link *link, double link_weight) {
    g_autofree char *quote = weights_quote(weights);
    if (link == NULL)
        return g_steal_pointer(&quote);
    g_autofree char *weight = weight_print(link_weight);
    g_autofree char *what = g_strdup_printf(_("a link to %s"), link->host);
    return g_strdup_printf("%s %s%s%s", what, weight, *quote != '\0' ? ", " : "", quote);
}

static void check_content_adult(Check *check) {
    static const char *const lists[] = {"adult", NULL};
    Message *message = check->message;
    g_autoptr(Weights) weights = weights_new(message, lists);
    const Link *link = adult_link(message->view);
    if (weights->phrases->len == 0 && link == NULL)
        return;
    gboolean marketing = (message->kind.kind & KIND_MARKETING) != 0;
    double link_weight = link == NULL ? 0 : marketing ? LINK_WEIGHT_MARKETING : LINK_WEIGHT;
    double total = weights->total + link_weight;
    double threshold = weights_threshold(message, WEIGHTS_ADULT);
    if (total < threshold && !check_wants_detail(check))
        return;
    g_autofree char *sum = weight_print(total);
    g_autofree char *limit = weight_print(threshold);
    g_autofree char *what = describe(weights, link, link_weight);
    if (total < threshold) {
        check_detail(check, "%s: %s < %s", what, sum, limit);
        return;
    }
    const WeighedPhrase *heaviest = weights_heaviest(weights);
    gboolean at_link = link != NULL && (heaviest == NULL || heaviest->hit.weight < link_weight);
    g_autofree char *text = at_link ? g_strdup(link->href) : weights_text(weights, heaviest);
    Place place = at_link ? view_item_place(message->view, link) : weights_place(weights, heaviest);
    check_fail(check, SEVERITY_ERROR, place, text, NULL,
               N_("pornographic content: what was found (%s) weighs %s, where %s is the limit"),
               what, sum, limit);
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
