/* ndjson.c - --format=ndjson: one object a message on a line of its own, written as soon as it is
 * judged; an input that could not be read is a line too, in its place. */
#include "report/json-judgement.h"
#include "report/report.h"

static JsonWriter *writer_new(void) {
    JsonWriter *writer = g_new0(JsonWriter, 1);
    writer->out = g_string_sized_new(32 * 1024);
    return writer;
}

/* Writes the line out, and keeps the buffer for the next one. */
static void end_line(Report *report) {
    JsonWriter *writer = report->state;
    g_string_append_c(writer->out, '\n');
    fwrite(writer->out->str, 1, writer->out->len, report->options.stream);
    g_string_truncate(writer->out, 0);
    writer->comma = FALSE;
}

static void ndjson_begin(Report *report) {
    report->state = writer_new();
}

static void ndjson_judgement(Report *report, const Judgement *judgement) {
    json_judgement(report->state, judgement, TRUE);
    end_line(report);
}

static void ndjson_unreadable(Report *report, const char *path, const char *reason) {
    JsonWriter *writer = report->state;
    json_open(writer, '{');
    json_key_string(writer, "schema", JSON_REPORT_SCHEMA);
    json_key_string(writer, "error", reason);
    json_key_string(writer, "file", path);
    json_close(writer, '}');
    end_line(report);
}

static void ndjson_end(Report *report, const Summary *summary) {
    JsonWriter *writer = report->state;
    g_string_free(writer->out, TRUE);
    g_free(g_steal_pointer(&report->state));
}

const ReportFormat report_ndjson = {
    .name = "ndjson",
    .begin = ndjson_begin,
    .judgement = ndjson_judgement,
    .unreadable = ndjson_unreadable,
    .end = ndjson_end,
};
