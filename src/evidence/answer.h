/* answer.h - questions to the network, and their answers.
 *
 * All that a verdict may depend on beside the message itself is a Question (name and type) and
 * its Answer: DNS resource records, and later registrations.  An Answer is immutable.
 */
#ifndef SPAMLINT_EVIDENCE_ANSWER_H
#define SPAMLINT_EVIDENCE_ANSWER_H

#include <glib.h>

typedef enum {
    QUESTION_A,
    QUESTION_AAAA,
    QUESTION_MX,
    QUESTION_TXT,
    QUESTION_PTR,
    QUESTION_CNAME,
    QUESTION_NS,
    QUESTION_SOA,
    QUESTION_REGISTRATION,
    QUESTION_TYPES, /* how many */
} QuestionType;

typedef enum {
    ANSWER_PENDING,  /* not known yet: the judgement is run again when it is */
    ANSWER_OK,       /* at least one record */
    ANSWER_NXDOMAIN, /* the name does not exist (RFC 8020) */
    ANSWER_NODATA,   /* the name exists without records of this type (RFC 2308) */
    ANSWER_SERVFAIL, /* also a CNAME loop, and an answer that cannot be parsed */
    ANSWER_TIMEOUT,
    ANSWER_REFUSED,
    ANSWER_SKIPPED,  /* nobody was asked: not listed in the replay file, offline */
    ANSWER_STATUSES, /* how many */
} AnswerStatus;

typedef struct {
    guint preference; /* MX */
    char *value;      /* A, AAAA: the address in text as inet_ntop(3) writes it; MX, PTR, CNAME,
                       * NS: the name as dns-name.h folds it, the root (null MX) being ""; SOA:
                       * mname; TXT: the strings joined, raw octets; REGISTRATION: the text of
                       * registration.h. Always followed by a NUL */
    gsize length;     /* octets of value (TXT may hold NUL) */
} Record;

typedef struct {
    AnswerStatus status;
    GPtrArray *records; /* of Record; empty unless ANSWER_OK */
    char *canonical;    /* the name at the end of the CNAME chain, or NULL */
    const char *note;   /* N_(): why, where the status alone does not say it ("the resolver is
                         * dead"), or NULL; a string constant */
} Answer;

Answer *answer_new(AnswerStatus status);
void answer_free(Answer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Answer, answer_free)
/* An answer without records that says why; `note` is an N_() string constant. */
Answer *answer_new_noted(AnswerStatus status, const char *note);
Answer *answer_copy(const Answer *self);
/* Adds a record, copying `length` octets of value. One that stands already is not added again:
 * a set holds no duplicates (RFC 2181 section 5). */
void answer_add(Answer *self, guint preference, const char *value, gsize length);
/* Puts the records in order of preference and octets: servers rotate them, verdicts must not. */
void answer_sort(Answer *self);
/* TRUE where status and records are the same, in the same order. */
gboolean answer_same(const Answer *a, const Answer *b);

const char *question_type_name(QuestionType type);                      /* "MX" */
gboolean question_type_parse(const char *name, QuestionType *ret_type); /* case-insensitive */
const char *answer_status_name(AnswerStatus status);                    /* "NXDOMAIN" */
gboolean answer_status_parse(const char *name, AnswerStatus *ret_status);
/* One sentence why this is no answer, for the `reason` of an unknown result, translated:
 * "DNS: time-out asking MX of example.dk". Given away. */
char *answer_reason(const Answer *self, const char *name, QuestionType type);

#endif
