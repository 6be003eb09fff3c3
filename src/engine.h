/* engine.h - drives documents through the judges and hands judgements out in input order.
 *
 * Workers parse and judge; the calling thread reads the source and reports in input order
 * (design.md, decision 7).  A message whose answers are pending is parked and costs no worker.
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
    Table *table;                  /* NULL: offline */
    Recorder *recorder;            /* NULL: nothing is recorded */
    /* Called in the calling thread, in input order. Ownership of the judgement passes. */
    void (*judged)(Judgement *judgement, gpointer data);
    void (*unreadable)(const char *path, const char *reason, gpointer data);
    /* TRUE: stop reading (the output is gone). May be NULL. */
    gboolean (*stop)(gpointer data);
    gpointer data;
} EngineOptions;

/* Judges everything that the source gives. */
void engine_run(Source *source, const EngineOptions *options);

#endif
