/* report.h - how judgements are printed: one vtable, one file a format.
 *
 * A report is begun, given every judgement and every unreadable input in input order, and ended.
 * It writes to one stream; all text that comes from mail goes through escape.h.
 */
#ifndef SPAMLINT_REPORT_REPORT_H
#define SPAMLINT_REPORT_REPORT_H

#include "judgement.h"

#include <glib.h>
#include <stdio.h>

typedef struct {
    FILE *stream; /* borrowed */
    gboolean color;
    gboolean quiet;   /* -q: failing rules only */
    gboolean verbose; /* -v: the evidence of passing ones too */
    int width;        /* columns of the terminal, 0: do not wrap */
} ReportOptions;

/* What happened in all; counted by main.c's caller as messages pass. */
typedef struct {
    guint64 messages;
    guint64 verdicts[4]; /* by Verdict */
    guint64 errors;      /* inputs that could not be read */
} Summary;

typedef struct Report Report;
typedef struct ReportFormat {
    const char *name; /* "text" */
    void (*begin)(Report *report);
    void (*judgement)(Report *report, const Judgement *judgement);
    void (*unreadable)(Report *report, const char *path, const char *reason);
    void (*end)(Report *report, const Summary *summary);
} ReportFormat;

struct Report {
    const ReportFormat *format;
    ReportOptions options;
    Summary summary;
    gpointer state; /* of the format */
};

extern const ReportFormat report_text, report_json, report_ndjson;

const ReportFormat *report_format_find(const char *name);
/* Counts, and hands on to the format. */
void report_begin(Report *self, const ReportFormat *format, const ReportOptions *options);
void report_judgement(Report *self, const Judgement *judgement);
void report_unreadable(Report *self, const char *path, const char *reason);
void report_end(Report *self);
/* The exit status of interface.md for what was counted: 3, 1, 4 or 0. */
int report_exit_status(const Summary *summary);

/* What mends a finding: its own words, or where it has none those of its rule, translated. Never
 * NULL. */
const char *report_fix(const Rule *rule, const Defect *defect);

#endif
