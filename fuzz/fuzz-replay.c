/* fuzz-replay.c - any octets as a replay file (libFuzzer; make check replays the corpus).
 *
 * Reading fails with file:line or gives answers; what a recorder writes of them reads again and
 * gives the same answers.
 */
#include "evidence/replay.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Names that the corpus speaks of. */
static const char *const names[] = {
    "example.dk",
    "www.example.dk",
    "mx.example.dk",
    "_dmarc.example.dk",
    "nx.example",
    "down.example",
    "slow.example",
    "space\\032name.example",
    "loop.example",
    "r\\195\\184d.dk",
    "*",
    "",
    "other.example",
    "a\\.b.example.dk",
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autofree char *bytes = size > 0 ? g_memdup2(data, size) : NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(Replay) replay = replay_parse("fuzz", bytes, size, &error);
    if (replay == NULL) {
        if (error == NULL || !g_str_has_prefix(error->message, "fuzz:"))
            g_error("no place in the error");
        return 0;
    }
    g_autoptr(Recorder) recorder = recorder_new();
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        for (guint type = 0; type < QUESTION_TYPES; type++) {
            g_autoptr(Answer) answer = replay_answer(replay, names[i], (QuestionType)type);
            recorder_add(recorder, names[i], (QuestionType)type, answer);
        }
    }
    g_autofree char *text = recorder_text(recorder);
    g_autoptr(Replay) again = replay_parse("again", text, strlen(text), &error);
    if (again == NULL)
        g_error("%s", error->message);
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        for (guint type = 0; type < QUESTION_TYPES; type++) {
            g_autoptr(Answer) before = replay_answer(replay, names[i], (QuestionType)type);
            g_autoptr(Answer) after = replay_answer(again, names[i], (QuestionType)type);
            if (before->status != ANSWER_SKIPPED && !answer_same(before, after))
                g_error("%s of %s differs when replayed", question_type_name((QuestionType)type),
                        names[i]);
        }
    }
    return 0;
}
