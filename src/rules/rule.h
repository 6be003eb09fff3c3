/* rule.h - what a rule is, and how it says what it found.
 *
 * A rule is one file and one constant (design.md, decision 1): its id, what it requires, why, how
 * to mend it, its sources, and a check.  A check is pure: it reads the message and the answers of
 * the evidence table, and adds findings; it prints nothing, opens nothing, reads no clock.
 * --explain, --list-rules, spamlint-rules(7) and the reports print these constants.
 *
 * To add a rule, write src/rules/<clause>/<rule-id>.c with `const Rule rule_<id with _> = {…}` and
 * fixtures in tests/fixtures/<rule-id>/ (HACKING says it in five steps).
 */
#ifndef SPAMLINT_RULES_RULE_H
#define SPAMLINT_RULES_RULE_H

#include "evidence/table.h"
#include "ledger/ledgers.h"
#include "message/message.h"

#include <glib.h>
#include <glib/gi18n.h>

typedef enum { SEVERITY_NONE, SEVERITY_INFO, SEVERITY_WARNING, SEVERITY_ERROR } Severity;

typedef enum {
    CLAUSE_CONSENT,
    CLAUSE_COMPLAINTS,
    CLAUSE_SUBJECT,
    CLAUSE_CONTENT,
    CLAUSE_UNSUBSCRIBE,
    CLAUSE_IDENTITY,
    CLAUSE_REGISTRATION,
    CLAUSE_FOOTER,
    CLAUSE_FORMAT,
} Clause;
#define N_CLAUSES 9

/* What must be there for a rule to be judged; the engine skips it with the reason otherwise. */
typedef enum {
    NEEDS_HEADER = 1 << 0,   /* header fields; else skip "no header" */
    NEEDS_BODY = 1 << 1,     /* a body; else skip "only the header section was returned" */
    NEEDS_SENT = 1 << 2,     /* a sent message; else skip "not sent yet" */
    NEEDS_DNS = 1 << 3,      /* DNS questions; skip "--offline" where it may not be asked */
    NEEDS_FINISHED = 1 << 4, /* not a template; else skip "template" */
    USES_DNS = 1 << 5,       /* asks where it may, and is judged without answers where not: the
                              * asker is NULL then and check_ask() gives ANSWER_SKIPPED */
} Needs;

typedef struct Check Check;

typedef struct Rule {
    const char *id;       /* "unsubscribe-link" */
    Clause clause;
    Severity severity;    /* nominal, in the profile smtpdk */
    guint kinds;          /* Kind flags it applies to: KIND_ALL, KIND_MARKETING | … */
    guint needs;          /* Needs flags */
    const char *only_in;  /* NULL, or the profile that switches it on ("dk") */
    const char *summary;  /* N_(): one sentence, what holds where it passes */
    const char *requires; /* N_(): what exactly is required */
    const char *why;      /* N_(): which harm, which policy or law */
    const char *fix;      /* N_(): how to mend it */
    const char *exceptions; /* N_() or NULL: what is honest though it looks alike */
    const char *const *sources; /* NULL-terminated: "RFC 8058 section 3.1", a URL, 16 CFR … */
    void (*check)(Check *check);
} Rule;

/* Settings of the run that checks may read. Borrowed. */
typedef struct {
    gint64 now;                       /* judge as of this moment: seconds since 1970, UTC */
    const GPtrArray *sender_domains;  /* of char *, A-labels; may be empty */
    const char *const *profiles;      /* NULL-terminated names of the chosen profiles */
    const char *client_ip, *helo;     /* the envelope options, NULL where not given */
    const char *mail_from;            /* the same; "" is the null reverse-path */
    const Ledgers *ledgers;           /* the user's files about recipients; NULL: none given */
    gboolean no_details;              /* nobody reads what check_detail() says: JSON, --quiet */
} CheckSettings;

/* One finding, complete. */
typedef struct {
    Severity severity;
    Place place;
    const char *format; /* untranslated message: what the fingerprint is made of */
    char *message;      /* translated, valid UTF-8, one line */
    char *evidence;     /* the text found, from the message, at most LIMIT_EVIDENCE_OCTETS, or NULL */
    char *fix;          /* ready to be pasted where possible, translated, or NULL */
} Finding;

/* The check in progress. */
struct Check {
    const Rule *rule;
    Message *message;
    const CheckSettings *settings;
    Asker *asker;          /* NULL where nothing may be asked */
    GPtrArray *findings;   /* of Finding */
    guint dropped;         /* findings over LIMIT_FINDINGS; one more finding says so at the end */
    Severity dropped_severity; /* the highest of them: no error is lost */
    Place dropped_place;       /* of the first of them */
    char *skip, *unknown;  /* reason, set by check_skip(), check_unknown() */
    gboolean pending;      /* an answer was ANSWER_PENDING: the results are dropped and rerun */
    GString *detail;       /* what -v shows of a passing rule, set by check_detail() */
};

/* Adds a finding.  `format` is marked N_() by xgettext's keyword list and translated here.
 * `evidence` (borrowed, any octets, or NULL) is cut and made valid UTF-8; `fix` (borrowed, already
 * translated, or NULL: the rule's own fix is shown). */
void check_fail(Check *check, Severity severity, Place place, const char *evidence, const char *fix,
                const char *format, ...) G_GNUC_PRINTF(6, 7);
/* The result is skip or unknown with this (translated) reason, unless findings stand.  The first
 * reason is kept; unknown goes before skip. */
void check_skip(Check *check, const char *format, ...) G_GNUC_PRINTF(2, 3);
void check_unknown(Check *check, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* What -v prints under a passing rule: the evidence that satisfied it. */
void check_detail(Check *check, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* FALSE where nobody reads it: a rule need not print what it weighed. */
gboolean check_wants_detail(const Check *check);
/* Asks the table; never NULL. ANSWER_PENDING: sets check->pending, and the caller returns (or asks
 * on, where questions do not depend on each other).  ANSWER_SKIPPED where nothing may be asked. */
const Answer *check_ask(Check *check, const char *name, QuestionType type);
/* TRUE where that profile is among the chosen ones ("all" counts as every one). */
gboolean check_in_profile(const Check *check, const char *profile);
/* For the caller of a rule's check: begins, and frees what it holds. */
void check_init(Check *self, const Rule *rule, Message *message, const CheckSettings *settings,
                Asker *asker);
/* Adds the finding that says how many were dropped, where any were. */
void check_finish(Check *self);
void check_clear(Check *self);

/* All rules in order of clause and of the catalogue (generated: rules.def). */
extern const Rule *const rules_all[];
extern const guint rules_count;
const Rule *rule_find(const char *id); /* ASCII case-insensitive, "_" for "-" too */
/* "a, b or c": the ids and clauses that an unknown one may have been meant for; NULL: none is near.
 * Given away. */
char *rule_near_names(const char *unknown);
const char *clause_name(Clause clause);                         /* "unsubscribe" */
const char *clause_title(Clause clause);                        /* N_("A clear way to unsubscribe") */
gboolean clause_parse(const char *name, Clause *ret_clause);
const char *severity_name(Severity severity);                   /* "error" */
gboolean severity_parse(const char *name, Severity *ret_severity);

#endif
