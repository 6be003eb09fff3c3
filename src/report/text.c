/* text.c - --format=text: one block a message, for a person at a terminal.
 *
 * A headline says what to know first: which message, its verdict, how many rules failed, and what
 * kind of message it was taken for.  Then one line a rule under its clause; under a failing rule
 * every finding, as file:line:column so that editors and terminals jump there, with what was found
 * and what to write instead.
 */
#include "report/report.h"
#include "report/text-finding.h"

#include <glib/gi18n.h>
#include <string.h>

/* Columns of a rule's line. */
#define RULE_INDENT 2
#define GAP 2
#define TEXT_INDENT 4

typedef struct {
    TextWriter writer;
    guint64 blocks; /* printed so far: an empty line goes between them */
} TextState;

static const char *const result_words[] = {
    [RESULT_PASS] = N_("pass"),
    [RESULT_FAIL] = N_("fail"),
    [RESULT_SKIP] = N_("skip"),
    [RESULT_UNKNOWN] = N_("unknown"),
};
static const char *const verdict_words[] = {
    [VERDICT_PASS] = N_("pass"),
    [VERDICT_WARN] = N_("warn"),
    [VERDICT_FAIL] = N_("fail"),
    [VERDICT_UNKNOWN] = N_("unknown"),
};

static Paint verdict_paint(Verdict verdict) {
    static const Paint paints[] = {
        [VERDICT_PASS] = PAINT_GOOD,
        [VERDICT_WARN] = PAINT_WARN,
        [VERDICT_FAIL] = PAINT_BAD,
        [VERDICT_UNKNOWN] = PAINT_UNSURE,
    };
    return paints[verdict];
}

static Paint result_paint(const RuleResult *result) {
    switch (result->result) {
    case RESULT_PASS:
        return PAINT_GOOD;
    case RESULT_FAIL:
        return text_severity_paint(result->severity);
    case RESULT_SKIP:
        return PAINT_DIM;
    default:
        return PAINT_UNSURE;
    }
}

/* gettext("") is the header of the catalogue. */
static const char *translated(const char *text) {
    return text && *text ? _(text) : "";
}

/* "campaign.mbox#3", "nyt.eml" */
static char *name_of(const Judgement *judgement) {
    const char *file = strcmp(judgement->file, "-") == 0 ? _("(standard input)") : judgement->file;
    return judgement->in_mbox ? g_strdup_printf("%s#%u", file, judgement->index) : g_strdup(file);
}

/* "2 fail, 41 pass, 20 skip": failing ones first, without those that there are none of. */
static char *counts_text(const Judgement *judgement) {
    static const Result order[] = {RESULT_FAIL, RESULT_UNKNOWN, RESULT_PASS, RESULT_SKIP};
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(order); i++) {
        guint count = judgement->counts[order[i]];
        if (count)
            g_string_append_printf(text, "%s%u %s", text->len ? ", " : "", count,
                                   _(result_words[order[i]]));
    }
    return g_string_free(text, FALSE);
}

/* "marketing (List-Unsubscribe, price wording), da" */
static char *kind_text(const Judgement *judgement) {
    GString *text = g_string_new(translated(kind_name(judgement->kind)));
    if (judgement->input != INPUT_MESSAGE) {
        g_autofree char *kind = g_string_free(text, FALSE);
        text = g_string_new(NULL);
        /* Translators: the kind of a message and what it is: "marketing draft". */
        g_string_printf(text, _("%s %s"), kind, translated(input_kind_name(judgement->input)));
    }
    if (judgement->kind_reasons && judgement->kind_reasons->len) {
        g_string_append(text, " (");
        for (guint i = 0; i < judgement->kind_reasons->len; i++)
            g_string_append_printf(text, "%s%s", i ? ", " : "",
                                   translated(g_ptr_array_index(judgement->kind_reasons, i)));
        g_string_append_c(text, ')');
    }
    if (judgement->language)
        g_string_append_printf(text, ", %s", judgement->language);
    return g_string_free(text, FALSE);
}

/* "\"Nyt i oktober\" from nyt@example.dk": which of many messages it is. */
static char *what_text(const Judgement *judgement) {
    g_autofree char *subject =
        judgement->subject ? g_strdup_printf("\"%s\"", judgement->subject) : g_strdup("");
    g_autofree char *from =
        judgement->from ? g_strdup_printf(_("from %s"), judgement->from) : g_strdup("");
    return g_strconcat(subject, *subject && *from ? " " : "", from, NULL);
}

static void put_headline(TextWriter *w, const Judgement *judgement) {
    g_autofree char *name = name_of(judgement);
    g_autofree char *counts = counts_text(judgement);
    g_autofree char *kind = kind_text(judgement);

    text_put(w, PAINT_STRONG, name);
    text_put(w, PAINT_STRONG, ": ");
    text_put(w, verdict_paint(judgement->verdict), _(verdict_words[judgement->verdict]));
    if (*counts) {
        text_put(w, PAINT_PLAIN, " (");
        text_put(w, PAINT_PLAIN, counts);
        text_put(w, PAINT_PLAIN, ")");
    }
    text_newline(w);
    text_indent(w, RULE_INDENT);
    text_wrap(w, PAINT_PLAIN, kind, TEXT_INDENT);
    text_newline(w);
    g_autofree char *what = what_text(judgement);
    if (*what) {
        text_indent(w, RULE_INDENT);
        text_wrap(w, PAINT_PLAIN, what, TEXT_INDENT);
        text_newline(w);
    }
}

/* The sentence of a rule's line. A single finding says it itself. */
static char *sentence(const RuleResult *result) {
    switch (result->result) {
    case RESULT_PASS:
        return g_strdup(translated(result->rule->summary));
    case RESULT_FAIL:
        if (result->defects->len == 1) {
            const Defect *only = g_ptr_array_index(result->defects, 0);
            return g_strdup(only->message);
        }
        return g_strdup_printf(ngettext("%u finding", "%u findings", result->defects->len),
                               result->defects->len);
    default:
        return g_strdup(result->reason ? result->reason : "");
    }
}

typedef struct {
    int result, id; /* widths of the columns */
} Columns;

/* With -q what failed, or, where nothing did, what left the verdict open. */
static gboolean is_shown(const Report *report, const Judgement *judgement,
                         const RuleResult *result) {
    return !report->options.quiet || result->result == RESULT_FAIL ||
           (result->result == RESULT_UNKNOWN && judgement->verdict == VERDICT_UNKNOWN);
}

static Columns columns_of(const Report *report, const Judgement *judgement) {
    Columns columns = {0};
    for (guint i = 0; i < judgement->results->len; i++) {
        const RuleResult *result = g_ptr_array_index(judgement->results, i);
        if (!is_shown(report, judgement, result))
            continue;
        columns.result =
            MAX(columns.result, (int)g_utf8_strlen(_(result_words[result->result]), -1));
        columns.id = MAX(columns.id, (int)strlen(result->rule->id));
    }
    return columns;
}

static void put_result(const Report *report, TextWriter *w, const Judgement *judgement,
                       const RuleResult *result, Columns columns) {
    int id_column = RULE_INDENT + columns.result + GAP;
    int text_column = id_column + columns.id + GAP;
    gboolean failed = result->result == RESULT_FAIL;
    g_autofree char *said = sentence(result);

    text_indent(w, RULE_INDENT);
    text_put_padded(w, result_paint(result), _(result_words[result->result]),
                    *said ? columns.result + GAP : 0);
    text_indent(w, id_column);
    text_put_padded(w, failed ? PAINT_STRONG : PAINT_PLAIN, result->rule->id,
                    *said ? columns.id + GAP : 0);
    text_wrap(w, result->result == RESULT_SKIP ? PAINT_DIM : PAINT_PLAIN, said, text_column);
    text_newline(w);
    text_findings(w, judgement, result, id_column);
    /* An SPF tree is what shows why SPF fails, so it is there without -v too. */
    if (result->detail && (failed || report->options.verbose) && !report->options.quiet)
        text_lines(w, result->detail, id_column + GAP);
}

static void put_clause(TextWriter *w, Clause clause) {
    text_newline(w);
    text_put(w, PAINT_STRONG, _(clause_title(clause)));
    text_put(w, PAINT_DIM, " (");
    text_put(w, PAINT_DIM, clause_name(clause));
    text_put(w, PAINT_DIM, ")");
    text_newline(w);
}

static void put_block(const Report *report, TextWriter *w, const Judgement *judgement) {
    Columns columns = columns_of(report, judgement);
    int clause = -1;

    put_headline(w, judgement);
    for (guint i = 0; i < judgement->results->len; i++) {
        const RuleResult *result = g_ptr_array_index(judgement->results, i);
        if (!is_shown(report, judgement, result))
            continue;
        if ((int)result->rule->clause != clause)
            put_clause(w, result->rule->clause);
        clause = (int)result->rule->clause;
        put_result(report, w, judgement, result, columns);
    }
    if (report->options.verbose && judgement->footer && *judgement->footer) {
        text_newline(w);
        text_put(w, PAINT_STRONG, _("The footer found"));
        text_newline(w);
        text_lines(w, judgement->footer, RULE_INDENT);
    }
}

static void write_out(Report *report, TextState *state) {
    GString *out = state->writer.out;
    fwrite(out->str, 1, out->len, report->options.stream);
    g_string_truncate(out, 0);
    state->writer.column = 0;
}

static void text_begin(Report *report) {
    TextState *state = g_new0(TextState, 1);
    state->writer = (TextWriter){
        .out = g_string_sized_new(16 * 1024),
        .color = report->options.color,
        .width = report->options.width,
    };
    report->state = state;
}

static void text_judgement(Report *report, const Judgement *judgement) {
    TextState *state = report->state;
    /* With -q a message that nothing is wrong with says nothing; one whose verdict is unknown
     * says why, or the exit status would come from nowhere. */
    if (report->options.quiet && !judgement->counts[RESULT_FAIL] &&
        judgement->verdict == VERDICT_PASS)
        return;
    if (state->blocks++)
        text_newline(&state->writer);
    put_block(report, &state->writer, judgement);
    write_out(report, state);
}

static char *number(guint64 n) {
    return g_strdup_printf("%" G_GUINT64_FORMAT, n);
}

/* "3 messages: 1 fail, 1 warn, 1 pass; 1 input could not be read" */
static void put_summary(TextWriter *w, const Summary *summary) {
    static const Verdict order[] = {VERDICT_FAIL, VERDICT_UNKNOWN, VERDICT_WARN, VERDICT_PASS};
    g_autofree char *messages = number(summary->messages);
    g_autofree char *head =
        g_strdup_printf(ngettext("%s message", "%s messages", (gulong)summary->messages), messages);
    const char *before = ": ";

    text_put(w, PAINT_STRONG, head);
    for (guint i = 0; i < G_N_ELEMENTS(order); i++) {
        if (!summary->verdicts[order[i]])
            continue;
        g_autofree char *count = number(summary->verdicts[order[i]]);
        g_autofree char *text = g_strdup_printf("%s %s", count, _(verdict_words[order[i]]));
        text_put(w, PAINT_PLAIN, before);
        text_put(w, verdict_paint(order[i]), text);
        before = ", ";
    }
    if (summary->errors) {
        g_autofree char *errors = number(summary->errors);
        g_autofree char *text =
            g_strdup_printf(ngettext("%s input could not be read", "%s inputs could not be read",
                                     (gulong)summary->errors),
                            errors);
        text_put(w, PAINT_PLAIN, "; ");
        text_put(w, PAINT_BAD, text);
    }
    text_newline(w);
}

static void text_end(Report *report, const Summary *summary) {
    TextState *state = report->state;
    if (!report->options.quiet && summary->messages + summary->errors > 1) {
        if (state->blocks)
            text_newline(&state->writer);
        put_summary(&state->writer, summary);
    }
    write_out(report, state);
    g_string_free(state->writer.out, TRUE);
    g_free(g_steal_pointer(&report->state));
}

const ReportFormat report_text = {
    .name = "text",
    .begin = text_begin,
    .judgement = text_judgement,
    .end = text_end,
};
