/* text-finding.c - see text-finding.h. */
#include "report/text-finding.h"

#include "report/report.h"

#include <glib/gi18n.h>
#include <string.h>

/* Columns that what belongs to a line stands further in, and that a line goes on at. */
#define GAP 2
#define TEXT_INDENT 4

static const char *const severity_words[] = {
    [SEVERITY_NONE] = N_("note"),
    [SEVERITY_INFO] = N_("info"),
    [SEVERITY_WARNING] = N_("warning"),
    [SEVERITY_ERROR] = N_("error"),
};

Paint text_severity_paint(Severity severity) {
    return severity == SEVERITY_ERROR     ? PAINT_BAD
           : severity == SEVERITY_WARNING ? PAINT_WARN
                                          : PAINT_NOTE;
}

/* TRUE for what is there to be pasted: an element, a header field ("Name: value"), a DNS record
 * ("name. TXT …", "name. 3600 IN MX …"). Broken into lines it would be something else. */
static gboolean is_for_pasting(const char *line) {
    if (*line == '<')
        return TRUE;
    gsize first = strcspn(line, " ");
    if (first < 2 || line[first] == '\0')
        return FALSE;
    for (gsize i = 0; i < first - 1; i++)
        if (!g_ascii_isalnum(line[i]) && !strchr("-._*", line[i]))
            return FALSE;
    const char *second = line + first + 1;
    gsize length = strcspn(second, " ");
    return line[first - 1] == ':' ||
           (line[first - 1] == '.' &&
            strspn(second, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == length);
}

/* A label and a text of one or more lines.  The first line is wrapped unless it is to be pasted;
 * the others always are, and stay as they are. */
static void put_labelled(TextWriter *w, int indent, Paint paint, const char *label,
                         const char *text) {
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        g_strchomp(lines[i]);
        if (i > 0 && !*lines[i])
            continue;
        text_indent(w, indent);
        if (i == 0) {
            text_put(w, paint, label);
            text_put(w, PAINT_PLAIN, " ");
            if (is_for_pasting(lines[i]))
                text_put(w, PAINT_PLAIN, lines[i]);
            else
                text_wrap(w, PAINT_PLAIN, lines[i], indent + TEXT_INDENT);
        } else {
            text_indent(w, indent + TEXT_INDENT);
            text_put(w, PAINT_PLAIN, lines[i]);
        }
        text_newline(w);
    }
}

/* `fix` is NULL where it stands under another finding. */
static void put_defect(TextWriter *w, const Judgement *judgement, const Defect *defect,
                       gboolean with_message, const char *fix, int indent) {
    g_autofree char *place =
        g_strdup_printf("%s:%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT ":", judgement->file,
                        defect->start.line, defect->start.column);
    text_indent(w, indent);
    text_put(w, PAINT_STRONG, place);
    text_put(w, PAINT_PLAIN, " ");
    text_put(w, text_severity_paint(defect->severity), _(severity_words[defect->severity]));
    if (with_message) {
        text_put(w, PAINT_PLAIN, ": ");
        text_wrap(w, PAINT_PLAIN, defect->message, indent + TEXT_INDENT);
    }
    text_newline(w);
    if (defect->evidence && *defect->evidence) {
        g_autofree char *line = g_strdelimit(g_strdup(defect->evidence), "\r\n", ' ');
        g_autofree char *quoted = g_strdup_printf("\"%s\"", line);
        put_labelled(w, indent + GAP, PAINT_NOTE, _("found:"), quoted);
    }
    if (fix && *fix)
        put_labelled(w, indent + GAP, PAINT_GOOD, _("fix:"), fix);
}

void text_findings(TextWriter *w, const Judgement *judgement, const RuleResult *result,
                   int indent) {
    for (guint i = 0; i < result->defects->len; i++) {
        const Defect *defect = g_ptr_array_index(result->defects, i);
        const Defect *next =
            i + 1 < result->defects->len ? g_ptr_array_index(result->defects, i + 1) : NULL;
        /* What mends several findings in a row is said once, under the last of them. */
        const char *fix = report_fix(result->rule, defect);
        gboolean again = next && strcmp(fix, report_fix(result->rule, next)) == 0;
        put_defect(w, judgement, defect, result->defects->len > 1, again ? NULL : fix, indent);
    }
}

void text_lines(TextWriter *w, const char *text, int indent) {
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        g_strchomp(lines[i]);
        if (!*lines[i])
            continue;
        text_indent(w, indent);
        text_put(w, PAINT_DIM, lines[i]);
        text_newline(w);
    }
}
