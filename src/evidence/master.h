/* master.h - one line of a replay file (RFC 1035 section 5.1; interface.md, Replay file).
 *
 *     example.dk.    MX    10 mx.example.dk.
 *     nx.example.    A     !NXDOMAIN
 *     down.example.  *     !TIMEOUT
 *
 * Reading and recording share this syntax: what is written here reads back as the same record.
 * As dig prints them, a TTL and the class IN may stand before the type; they mean nothing.
 */
#ifndef SPAMLINT_EVIDENCE_MASTER_H
#define SPAMLINT_EVIDENCE_MASTER_H

#include "evidence/answer.h"

typedef struct {
    char *name;          /* folded by dns-name.h; NULL for the name `*` */
    gboolean any_type;   /* the type `*`: whatever is asked */
    QuestionType type;   /* unless any_type */
    AnswerStatus status; /* ANSWER_OK: a record; else what `!STATUS` says */
    guint preference;
    char *value; /* as in Record, or NULL */
    gsize length;
} MasterLine;

/* Reads one line without its end. FALSE and a problem (a sentence, given away) where it is
 * malformed; TRUE with *ret_empty where it holds no record; else *ret is set, to be cleared. */
gboolean master_parse(const char *line, gsize length, MasterLine *ret, gboolean *ret_empty,
                      char **ret_problem);
void master_line_clear(MasterLine *self);

/* Append the lines of an answer: one a record, or one `!STATUS`. `name` is folded. */
void master_write(GString *out, const char *name, QuestionType type, const Answer *answer);
/* Appends `name CNAME target`. */
void master_write_alias(GString *out, const char *name, const char *target);

#endif
