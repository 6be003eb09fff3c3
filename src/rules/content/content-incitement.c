/* content-incitement.c - no calls for unrest or violence.
 *
 * data/words/incitement.txt holds calls ("grib til våben"), not what is told of them in the news.
 */
#include "message/weights.h"
#include "rules/rule.h"

#define LIMIT_INCITEMENT 3.0

static void check_content_incitement(Check *check) {
    static const char *const lists[] = {"incitement", NULL};
    Message *message = check->message;
    g_autoptr(Weights) weights = weights_new(message, lists);
    if (weights->phrases->len == 0)
        return;
    double threshold = weights_threshold(message, LIMIT_INCITEMENT);
    if (weights->total < threshold && !check_wants_detail(check))
        return;
    g_autofree char *limit = weight_print(threshold);
    g_autofree char *sum = weight_print(weights->total);
    g_autofree char *quote = weights_quote(weights);
    if (weights->total < threshold) {
        check_detail(check, "%s: %s < %s", quote, sum, limit);
        return;
    }
    const WeighedPhrase *heaviest = weights_heaviest(weights);
    g_autofree char *text = weights_text(weights, heaviest);
    check_fail(check, SEVERITY_ERROR, weights_place(weights, heaviest), text, NULL,
               N_("a call for unrest or violence: the words found (%s) weigh %s, where %s is the "
                  "limit"),
               quote, sum, limit);
}

static const char *const sources[] = {
    "SMTP.dk spam policy: no propaganda for riots",
    "straffeloven sections 136 and 266 b",
    NULL,
};

const Rule rule_content_incitement = {
    .id = "content-incitement",
    .clause = CLAUSE_CONTENT,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_ALL,
    .needs = NEEDS_BODY,
    .summary = N_("The content calls for no unrest and no violence"),
    .requires =
        N_("Subject, visible text and image alternatives together do not reach the limit of "
           "the weighted word list \"incitement\" (3 in a text of up to 400 words, more in a "
           "longer one; each phrase counts once)."),
    .why =
        N_("Calls for riots and violence are crimes in most countries, and the provider does not "
           "carry them."),
    .fix = N_(
        "Take the call away. A lawful demonstration is announced with place, time and organiser."),
    .exceptions = N_("News, history, games, sport and figures of speech are honest: the list holds "
                     "calls and not reports, and words of those fields take weight away."),
    .sources = sources,
    .check = check_content_incitement,
};
