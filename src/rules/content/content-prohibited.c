/* content-prohibited.c - no advertising for what the policy does not let be advertised.
 *
 * Each subject is a weighted word list of its own, data/words/prohibited-SUBJECT.txt; a file of
 * such a name among the configuration's "words" adds a subject.  Subjects are judged apart: a
 * little of each is no advertisement of any.
 */
#include "message/weights.h"
#include "rules/rule.h"

#include <string.h>

#define SUBJECT_LISTS "prohibited-"
#define LIMIT_PROHIBITED 3.0

static const struct {
    const char *list, *title;
} titles[] = {
    {"prohibited-tobacco", N_("tobacco or nicotine")},
    {"prohibited-political", N_("political propaganda")},
    {"prohibited-drugs", N_("prescription or illegal drugs")},
    {"prohibited-counterfeit", N_("counterfeit goods")},
};

/* What the finding calls the subject: of an added one what its file is named for. */
static const char *subject_title(const char *list) {
    for (gsize i = 0; i < G_N_ELEMENTS(titles); i++)
        if (strcmp(titles[i].list, list) == 0)
            return _(titles[i].title);
    return list + strlen(SUBJECT_LISTS);
}

static void check_subject(Check *check, const char *list) {
    const char *const lists[] = {list, NULL};
    Message *message = check->message;
    g_autoptr(Weights) weights = weights_new(message, lists);
    if (weights->phrases->len == 0)
        return;
    double threshold = weights_threshold(message, LIMIT_PROHIBITED);
    if (weights->total < threshold && !check_wants_detail(check))
        return;
    g_autofree char *limit = weight_print(threshold);
    g_autofree char *sum = weight_print(weights->total);
    g_autofree char *quote = weights_quote(weights);
    if (weights->total < threshold) {
        check_detail(check, "%s: %s: %s < %s", list, quote, sum, limit);
        return;
    }
    const WeighedPhrase *heaviest = weights_heaviest(weights);
    g_autofree char *text = weights_text(weights, heaviest);
    check_fail(check, SEVERITY_WARNING, weights_place(weights, heaviest), text, NULL,
               N_("a prohibited subject, %s: the words found (%s) weigh %s, where %s is the limit"),
               subject_title(list), quote, sum, limit);
}

static void check_content_prohibited(Check *check) {
    const GPtrArray *names = phrases_list_names(check->message->phrases);
    for (guint i = 0; i < names->len; i++)
        if (g_str_has_prefix(g_ptr_array_index(names, i), SUBJECT_LISTS))
            check_subject(check, g_ptr_array_index(names, i));
}

static const char *const sources[] = {
    "SMTP.dk spam policy: no tobacco advertising, no political information",
    "tobaksreklameloven section 3",
    "lov om lægemidler sections 64 and 66",
    "varemærkeloven section 4",
    NULL,
};

const Rule rule_content_prohibited = {
    .id = "content-prohibited",
    .clause = CLAUSE_CONTENT,
    .severity = SEVERITY_WARNING,
    .kinds = KIND_MARKETING,
    .needs = NEEDS_BODY,
    .summary = N_("The mailing advertises nothing that the policy prohibits"),
    .requires =
        N_("Subject, visible text and image alternatives reach the limit of no weighted word "
           "list of a prohibited subject: tobacco and nicotine, political propaganda, "
           "prescription and illegal drugs, counterfeit goods, and those added in the "
           "configuration (3 in a text of up to 400 words, more in a longer one; each phrase "
           "counts once)."),
    .why = N_("The provider's policy and the law prohibit advertising for them by e-mail."),
    .fix = N_("Take the subject out of the mailing, or ask the provider whether it is meant."),
    .exceptions =
        N_("A notice that there is an election, a union's bargaining, quitting smoking, a "
           "pharmacy's newsletter, news and history are honest: words of those fields take "
           "weight away. A file prohibited-SUBJECT.txt named by \"words\" in the "
           "configuration adds a subject."),
    .sources = sources,
    .check = check_content_prohibited,
};
