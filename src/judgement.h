/* judgement.h - the verdict on one message: a result of every rule of the chosen profiles.
 *
 * What flows from the rules to the reports.  It owns all it needs: the message may be gone when
 * it is printed.
 */
#ifndef SPAMLINT_JUDGEMENT_H
#define SPAMLINT_JUDGEMENT_H

#include "message/message.h"
#include "policy.h"
#include "rules/rule.h"

#include <glib.h>

typedef enum { RESULT_PASS, RESULT_FAIL, RESULT_SKIP, RESULT_UNKNOWN } Result;
typedef enum { VERDICT_PASS, VERDICT_WARN, VERDICT_FAIL, VERDICT_UNKNOWN } Verdict;

/* A finding as the reports print it: places worked out, severity settled. */
typedef struct {
    Severity severity;
    Position start, end;
    char *part;                     /* IMAP section, or NULL */
    char *message, *evidence, *fix; /* evidence and fix may be NULL */
    char *fingerprint; /* hex; of rule, untranslated message and evidence, never of place or
                          language */
} Defect;

typedef struct {
    const Rule *rule;
    Result result;
    Severity severity;  /* highest of its findings, else nominal in the policy */
    char *reason;       /* of skip and unknown, else NULL */
    char *detail;       /* for -v, or NULL */
    GPtrArray *defects; /* of Defect */
} RuleResult;

typedef struct {
    char *file;
    guint index;
    gboolean in_mbox;
    guint64 offset, line;
    char *message_id, *subject, *from, *date; /* UTF-8, or NULL */
    InputKind input;
    Kind kind;
    GPtrArray *kind_reasons; /* of char * */
    char *language;          /* or NULL */
    Verdict verdict;
    guint counts[4];    /* by Result */
    GPtrArray *results; /* of RuleResult, in order of the catalogue */
    RuleResult *block;  /* private: where the results lie */
    char *footer;       /* the footer found, for -v; or NULL */
} Judgement;

/* Judges a message: runs every rule of the policy that has no network need once, and the others
 * against the asker.  Returns FALSE where answers are pending (call again after asker_park()
 * said so; local rules are not run again), TRUE when *ret is set. */
typedef struct Judging Judging;
Judging *judging_new(Message *message, const Policy *policy, Asker *asker /* or NULL: offline */);
gboolean judging_run(Judging *self, Judgement **ret);
void judging_free(Judging *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Judging, judging_free)

void judgement_free(Judgement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Judgement, judgement_free)
const char *result_name(Result result);
const char *verdict_name(Verdict verdict);

#endif
