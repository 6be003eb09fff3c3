/* table.h - one table of answers for the whole run (design.md, decisions 2, 3 and 7).
 *
 * Judges ask the table; what is not there yet is noted as a question of that message and the
 * answer is ANSWER_PENDING.  Each question is asked once a run, whoever asks.  An entry goes
 * NEW -> ASKED -> DONE; a DONE answer is immutable and lives as long as the table.  One mutex
 * guards the table.  A filler (replay file, c-ares) takes NEW questions and answers them.
 *
 * A name that cannot exist (an empty label, one over 63 octets) is NXDOMAIN without being asked.
 * A run that asks over LIMIT_QUESTIONS different questions reads SERVFAIL with a note ("too many
 * DNS questions") for the rest: which ones are over depends on the message alone.
 */
#ifndef SPAMLINT_EVIDENCE_TABLE_H
#define SPAMLINT_EVIDENCE_TABLE_H

#include "evidence/answer.h"

#include <glib.h>

typedef struct Table Table;
typedef struct Entry Entry;

/* What one message asked in its present run; owned by the engine, one a message in work. */
typedef struct Asker Asker;

/* Where the answers come from. `fill` is called with each new question, from any thread, the
 * table's mutex not held; it answers at once or later, from any thread, by table_answer(). */
typedef struct {
    void (*fill)(gpointer data, Table *table, Entry *entry, const char *name, QuestionType type);
    gpointer data;
} Filler;

Table *table_new(const Filler *filler); /* copies *filler */
/* Once the fillers have stopped and the askers are freed. */
void table_free(Table *self);
/* The longest that one asker waits for DNS, in seconds from its first question (--timeout); what
 * has no answer then reads TIMEOUT for this asker, and the asker is woken.  Registrations, which
 * queue at their servers, are not counted. Called before the first question; default: for ever. */
void table_set_timeout(Table *self, double seconds);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Table, table_free)

/* Gives the entry its answer (ownership passes), once; wakes the askers that waited for it last.
 * The mutex is not held when `wake` is called. */
void table_answer(Table *self, Entry *entry, Answer *answer);

/* `wake` is called, from the thread that answers, when an asker that parked may run again. */
Asker *asker_new(Table *table, void (*wake)(gpointer data), gpointer data);
/* Not while it is parked, unless nothing can answer any more. */
void asker_free(Asker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Asker, asker_free)

/* The answer to a question: borrowed, valid as long as the table; `status` ANSWER_PENDING when it
 * is not known yet.  `name` is an A-label name, case-insensitive, with or without a final dot. */
const Answer *asker_ask(Asker *self, const char *name, QuestionType type);
/* Begins a run: forgets what was read and asked in the one before. */
void asker_begin(Asker *self);
/* How many answers of this run were PENDING. */
guint asker_pending(const Asker *self);
/* Sends this run's new questions out, then atomically: TRUE where all are DONE (run again at
 * once), else registers the asker to be woken and returns FALSE. */
gboolean asker_park(Asker *self);
/* Calls `each` for every answer that the last run read, in order of first use (for --record). */
void asker_foreach_read(const Asker *self,
                        void (*each)(const char *name, QuestionType type, const Answer *answer,
                                     gpointer data),
                        gpointer data);

#endif
