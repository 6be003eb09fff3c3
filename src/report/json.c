/* json.c - --format=json: one object for the whole run.
 *
 * Messages are written as they come, each on a line of its own (so that two reports can be compared
 * with diff); only the inputs that could not be read wait for the end, where `errors` lists them.
 */
#include "config.h"

#include "report/json-judgement.h"
#include "report/report.h"

typedef struct {
    JsonWriter writer; /* what goes to the stream */
    JsonWriter errors; /* the members of `errors` */
} JsonState;

static void flush(Report *report, JsonState *state) {
    fwrite(state->writer.out->str, 1, state->writer.out->len, report->options.stream);
    g_string_truncate(state->writer.out, 0);
}

static void json_begin(Report *report) {
    JsonState *state = g_new0(JsonState, 1);
    report->state = state;
    state->writer.out = g_string_sized_new(32 * 1024);
    state->errors.out = g_string_new(NULL);
    JsonWriter *w = &state->writer;
    json_open(w, '{');
    json_key_string(w, "schema", JSON_REPORT_SCHEMA);
    json_key(w, "tool");
    json_open(w, '{');
    json_key_string(w, "name", PACKAGE_NAME);
    json_key_string(w, "version", PACKAGE_VERSION);
    json_close(w, '}');
    json_key(w, "messages");
    json_open(w, '[');
}

static void json_each(Report *report, const Judgement *judgement) {
    JsonState *state = report->state;
    if (state->writer.comma) {
        g_string_append_c(state->writer.out, ',');
        state->writer.comma = FALSE;
    }
    g_string_append_c(state->writer.out, '\n');
    json_judgement(&state->writer, judgement, FALSE);
    flush(report, state);
}

static void json_unreadable(Report *report, const char *path, const char *reason) {
    JsonState *state = report->state;
    json_open(&state->errors, '{');
    json_key_string(&state->errors, "file", path);
    json_key_string(&state->errors, "error", reason);
    json_close(&state->errors, '}');
}

static void write_summary(JsonWriter *w, const Summary *summary) {
    json_key(w, "summary");
    json_open(w, '{');
    json_key_uint(w, "messages", summary->messages);
    for (int verdict = VERDICT_PASS; verdict <= VERDICT_UNKNOWN; verdict++)
        json_key_uint(w, verdict_name((Verdict)verdict), summary->verdicts[verdict]);
    json_key_uint(w, "errors", summary->errors);
    json_close(w, '}');
}

static void json_end(Report *report, const Summary *summary) {
    JsonState *state = report->state;
    JsonWriter *w = &state->writer;
    g_string_append_c(w->out, '\n');
    json_close(w, ']');
    json_key(w, "errors");
    json_open(w, '[');
    g_string_append_len(w->out, state->errors.out->str, (gssize)state->errors.out->len);
    json_close(w, ']');
    write_summary(w, summary);
    json_close(w, '}');
    g_string_append_c(w->out, '\n');
    flush(report, state);
    g_string_free(w->out, TRUE);
    g_string_free(state->errors.out, TRUE);
    g_free(g_steal_pointer(&report->state));
}

const ReportFormat report_json = {
    .name = "json",
    .begin = json_begin,
    .judgement = json_each,
    .unreadable = json_unreadable,
    .end = json_end,
};
