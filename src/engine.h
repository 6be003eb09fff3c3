/* engine.h - drives documents through the judges and hands judgements out in input order.
 *
 * Three roles (design.md, decision 7): the calling thread reads the source; workers parse and
 * judge, a message belonging to one of them at a time; one reporter hands the judgements out in
 * input order, each as soon as those before it are out, also while the reader waits for input.  A
 * message whose answers are pending is parked and costs no worker.  Messages read and not yet
 * handed out are bounded in number and bytes; at the bound the reader waits.
 */
#ifndef SPAMLINT_ENGINE_H
#define SPAMLINT_ENGINE_H

#include "evidence/replay.h"
#include "evidence/table.h"
#include "input/source.h"
#include "judgement.h"

typedef struct {
    guint jobs;                    /* worker threads, at least 1 */
    const MessageOptions *message; /* borrowed, like all below */
    const Policy *policy;
    Table *table;       /* NULL: offline */
    Recorder *recorder; /* NULL: nothing is recorded */
    /* Called in one thread, the reporter, in input order; all is out when engine_run() returns. */
    void (*judged)(const Judgement *judgement, gpointer data);
    void (*unreadable)(const char *path, const char *reason, gpointer data);
    /* Called by the reporter when all that is judged is out, before it waits for more. May be NULL. */
    void (*pause)(gpointer data);
    /* TRUE: the output is gone, judge and report no more. Asked by the reporter after each message.
     * May be NULL. */
    gboolean (*stop)(gpointer data);
    gpointer data;
} EngineOptions;

/* Judges everything that the source gives. */
void engine_run(Source *source, const EngineOptions *options);

#endif
