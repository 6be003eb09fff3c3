/* report.c - dispatch to the chosen format, counting, and the exit status. */
#include "report/report.h"

#include <glib/gi18n.h>

static const ReportFormat *const formats[] = {&report_text, &report_json, &report_ndjson};

const ReportFormat *report_format_find(const char *name) {
    for (guint i = 0; i < G_N_ELEMENTS(formats); i++)
        if (g_str_equal(formats[i]->name, name))
            return formats[i];
    return NULL;
}

void report_begin(Report *self, const ReportFormat *format, const ReportOptions *options) {
    *self = (Report){.format = format, .options = *options};
    if (format->begin)
        format->begin(self);
}

void report_judgement(Report *self, const Judgement *judgement) {
    self->summary.messages++;
    self->summary.verdicts[judgement->verdict]++;
    self->format->judgement(self, judgement);
}

void report_unreadable(Report *self, const char *path, const char *reason) {
    self->summary.errors++;
    if (self->format->unreadable)
        self->format->unreadable(self, path, reason);
}

void report_end(Report *self) {
    if (self->format->end)
        self->format->end(self, &self->summary);
}

int report_exit_status(const Summary *summary) {
    if (summary->errors)
        return 3;
    if (summary->verdicts[VERDICT_FAIL])
        return 1;
    return summary->verdicts[VERDICT_UNKNOWN] ? 4 : 0;
}

const char *report_fix(const Rule *rule, const Defect *defect) {
    if (defect->fix)
        return defect->fix;
    return rule->fix && *rule->fix ? _(rule->fix) : "";
}
