/* json-judgement.c - see json-judgement.h.
 *
 * Keys are never removed and never change their meaning (interface.md).  What a finding has none of
 * is the empty string, so that a reader need not tell apart "null" and "missing"; only the keys
 * that interface.md names can be null.  An empty `part` is the entire message (RFC 9051 section
 * 6.4.5.1).
 */
#include "report/json-judgement.h"

#include "report/report.h"

static const char *or_empty(const char *text) {
    return text ? text : "";
}

static void write_defect(JsonWriter *w, const Rule *rule, const Defect *defect) {
    json_open(w, '{');
    json_key_string(w, "severity", severity_name(defect->severity));
    json_key_uint(w, "line", defect->start.line);
    json_key_uint(w, "column", defect->start.column);
    json_key_uint(w, "end_line", defect->end.line);
    json_key_uint(w, "end_column", defect->end.column);
    json_key_string(w, "part", or_empty(defect->part));
    json_key_string(w, "message", or_empty(defect->message));
    json_key_string(w, "evidence", or_empty(defect->evidence));
    json_key_string(w, "fix", report_fix(rule, defect));
    json_key_string(w, "fingerprint", or_empty(defect->fingerprint));
    json_close(w, '}');
}

static void begin_result(JsonWriter *w, const RuleResult *result) {
    json_open(w, '{');
    json_key_string(w, "rule", result->rule->id);
    json_key_string(w, "clause", clause_name(result->rule->clause));
    json_key_string(w, "result", result_name(result->result));
    json_key_string(w, "severity", severity_name(result->severity));
}

#define N_RESULTS (RESULT_UNKNOWN + 1)
#define N_SEVERITIES (SEVERITY_ERROR + 1)

static gpointer new_beginnings(gpointer data) {
    return g_new0(gsize, rules_count * N_RESULTS * N_SEVERITIES);
}

/* What the object of a result of rule n begins with.  A report holds one for each rule of each
 * message, and few different ones: each is written once. */
static const GString *beginning_of(const RuleResult *result, guint n) {
    static GOnce once = G_ONCE_INIT;
    gsize *all = g_once(&once, new_beginnings, NULL);
    gsize *kept = &all[(n * N_RESULTS + result->result) * N_SEVERITIES + result->severity];
    if (g_once_init_enter(kept)) {
        JsonWriter w = {.out = g_string_new(NULL)};
        begin_result(&w, result);
        g_once_init_leave(kept, (gsize)w.out);
    }
    return (const GString *)*kept;
}

/* `n`: index of its rule; rules_count or more: it is none of rules_all (tests). */
static void write_result(JsonWriter *w, const RuleResult *result, guint n) {
    if (n < rules_count)
        json_begun(w, beginning_of(result, n));
    else
        begin_result(w, result);
    if (result->result == RESULT_SKIP || result->result == RESULT_UNKNOWN)
        json_key_string(w, "reason", or_empty(result->reason));
    json_key(w, "findings");
    json_open(w, '[');
    for (guint i = 0; i < result->defects->len; i++)
        write_defect(w, result->rule, g_ptr_array_index(result->defects, i));
    json_close(w, ']');
    json_close(w, '}');
}

static void write_origin(JsonWriter *w, const Judgement *judgement) {
    json_key_string(w, "file", judgement->file);
    json_key_uint(w, "index", judgement->index);
    json_key_uint(w, "offset", judgement->offset);
    json_key_uint(w, "line", judgement->line);
    json_key_string(w, "message_id", judgement->message_id);
    json_key_string(w, "subject", judgement->subject);
    json_key_string(w, "from", judgement->from);
    json_key_string(w, "date", judgement->date);
}

static void write_kind(JsonWriter *w, const Judgement *judgement) {
    json_key_string(w, "input", input_kind_name(judgement->input));
    json_key_string(w, "kind", kind_name(judgement->kind));
    json_key(w, "kind_reasons");
    json_open(w, '[');
    for (guint i = 0; judgement->kind_reasons && i < judgement->kind_reasons->len; i++)
        json_string(w, g_ptr_array_index(judgement->kind_reasons, i));
    json_close(w, ']');
    json_key_string(w, "language", judgement->language);
}

static void write_counts(JsonWriter *w, const Judgement *judgement) {
    json_key(w, "counts");
    json_open(w, '{');
    for (int result = RESULT_PASS; result <= RESULT_UNKNOWN; result++)
        json_key_uint(w, result_name((Result)result), judgement->counts[result]);
    json_close(w, '}');
}

void json_judgement(JsonWriter *w, const Judgement *judgement, gboolean with_schema) {
    json_open(w, '{');
    if (with_schema)
        json_key_string(w, "schema", JSON_REPORT_SCHEMA);
    write_origin(w, judgement);
    write_kind(w, judgement);
    json_key_string(w, "verdict", verdict_name(judgement->verdict));
    write_counts(w, judgement);
    json_key(w, "rules");
    json_open(w, '[');
    for (guint i = 0, rule = 0; i < judgement->results->len; i++, rule++) {
        const RuleResult *result = g_ptr_array_index(judgement->results, i);
        while (rule < rules_count && rules_all[rule] != result->rule)
            rule++;
        write_result(w, result, rule);
    }
    json_close(w, ']');
    json_key(w, "auth");
    json_null(w);
    json_key(w, "rejections");
    json_open(w, '[');
    json_close(w, ']');
    json_close(w, '}');
}
