/* replay.h - the replay file: answers written by hand or by --record (interface.md, Replay file).
 *
 * One record a line in the style of a master file (RFC 1035 section 5.1).  Reading gives a filler
 * that answers every question from the file; recording writes what judgements read.
 */
#ifndef SPAMLINT_EVIDENCE_REPLAY_H
#define SPAMLINT_EVIDENCE_REPLAY_H

#include "evidence/table.h"

typedef struct Replay Replay;

/* Reads a replay file; on failure NULL and "FILE:LINE: what was found, what was expected". */
Replay *replay_load(const char *path, GError **error);
/* The same from memory (tests, fuzzing); `path` names it in errors. */
Replay *replay_parse(const char *path, const char *bytes, gsize length, GError **error);
void replay_free(Replay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Replay, replay_free)

/* Names below `zone` (a blocklist) that are not listed are ANSWER_SKIPPED whatever "* *" says: who
 * wrote the file did not ask the list. Before the first answer. */
void replay_skip_below(Replay *self, const char *zone);
/* The answer as interface.md says: exact name and type, else the target of the name's CNAME
 * (LIMIT_CNAME_HOPS, a loop SERVFAIL), else the name's "*", else NODATA where the name stands with
 * other types (NXDOMAIN where they all say so: RFC 8020), else "* *", else NXDOMAIN; registrations
 * not listed: ANSWER_SKIPPED. Records keep the order of their lines. Given away. */
Answer *replay_answer(const Replay *self, const char *name, QuestionType type);
/* A filler over the file; borrows the replay. */
Filler replay_filler(const Replay *self);

typedef struct Recorder Recorder;
Recorder *recorder_new(void);
void recorder_free(Recorder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Recorder, recorder_free)
/* Notes one answer (once each); thread-safe. A message that ran out of time for a question that
 * another one had answered does not hide that answer. */
void recorder_add(Recorder *self, const char *name, QuestionType type, const Answer *answer);
/* The file as text: sorted by name and type, CNAMEs as such where that replays the same. */
char *recorder_text(const Recorder *self);
/* Writes it, into a temporary file renamed into place. */
gboolean recorder_write(const Recorder *self, const char *path, GError **error);

#endif
