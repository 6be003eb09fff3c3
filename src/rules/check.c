/* check.c - what a rule's check says: findings, reasons, questions; and the names of rules, clauses
 * and severities.
 *
 * Text that comes from mail passes through here on its way to the reports, so it is cut and made
 * valid UTF-8 here, once.
 */
#include "limits.h"
#include "nearest.h"
#include "rules/rule.h"

#include <string.h>

static const struct {
    const char *name, *title;
} clauses[N_CLAUSES] = {
    [CLAUSE_CONSENT] = {"consent", N_("Third-party mail lists and consent")},
    [CLAUSE_COMPLAINTS] = {"complaints", N_("Spam complaints and reputation")},
    [CLAUSE_SUBJECT] = {"subject", N_("A subject that is true to the content")},
    [CLAUSE_CONTENT] = {"content", N_("Lawful content")},
    [CLAUSE_UNSUBSCRIBE] = {"unsubscribe", N_("A clear way to unsubscribe")},
    [CLAUSE_IDENTITY] = {"identity", N_("True headers and source information")},
    [CLAUSE_REGISTRATION] = {"registration", N_("Domain names that are not anonymous")},
    [CLAUSE_FOOTER] = {"footer", N_("A footer with the sender's identity and contact")},
    [CLAUSE_FORMAT] = {"format", N_("International message standards")},
};

static const char *const severities[] = {
    [SEVERITY_NONE] = "none",
    [SEVERITY_INFO] = "info",
    [SEVERITY_WARNING] = "warning",
    [SEVERITY_ERROR] = "error",
};

static void finding_free(gpointer data) {
    Finding *finding = data;
    g_free(finding->message);
    g_free(finding->evidence);
    g_free(finding->fix);
    g_free(finding);
}

void check_init(Check *self, const Rule *rule, Message *message, const CheckSettings *settings,
                Asker *asker) {
    *self = (Check){
        .rule = rule,
        .message = message,
        .settings = settings,
        .asker = asker,
    };
}

void check_clear(Check *self) {
    g_clear_pointer(&self->findings, g_ptr_array_unref);
    g_free(self->skip);
    g_free(self->unknown);
    if (self->detail != NULL)
        g_string_free(self->detail, TRUE);
    memset(self, 0, sizeof *self);
}

/* Formats one line of valid UTF-8: what mail puts into it may hold line endings and any octets. */
static char *one_line(const char *format, va_list arguments) G_GNUC_PRINTF(1, 0);
static char *one_line(const char *format, va_list arguments) {
    g_autofree char *raw = g_strdup_vprintf(format, arguments);
    for (char *c = raw; *c != '\0'; c++)
        if (*c == '\n' || *c == '\r' || *c == '\t')
            *c = ' ';
    return g_utf8_make_valid(raw, -1);
}

/* The first octets of a text, whole characters; "…" says that it was longer. */
static char *cut_evidence(const char *text) {
    gsize length = strnlen(text, LIMIT_EVIDENCE_OCTETS + 1);
    if (length <= LIMIT_EVIDENCE_OCTETS) {
        g_autofree char *valid = g_utf8_make_valid(text, (gssize)length);
        if (strlen(valid) <= LIMIT_EVIDENCE_OCTETS)
            return g_steal_pointer(&valid);
    }
    /* An octet that is no UTF-8 becomes three: cut what was made valid, not what was there. */
    g_autofree char *valid = g_utf8_make_valid(text, (gssize)MIN(length, LIMIT_EVIDENCE_OCTETS));
    gsize keep = LIMIT_EVIDENCE_OCTETS - strlen("…");
    if (strlen(valid) > keep) {
        const char *end = g_utf8_find_prev_char(valid, valid + keep + 1);
        valid[end - valid] = '\0';
    }
    return g_strconcat(valid, "…", NULL);
}

static Finding *add_finding(Check *check, Severity severity, Place place, const char *evidence,
                            const char *fix, const char *format, char *message) {
    Finding *finding = g_new0(Finding, 1);
    finding->severity = severity;
    finding->place = place;
    finding->format = format;
    finding->message = message;
    finding->evidence = evidence == NULL ? NULL : cut_evidence(evidence);
    finding->fix = fix == NULL ? NULL : g_utf8_make_valid(fix, -1);
    if (check->findings == NULL)
        check->findings = g_ptr_array_new_with_free_func(finding_free);
    g_ptr_array_add(check->findings, finding);
    return finding;
}

void check_fail(Check *check, Severity severity, Place place, const char *evidence, const char *fix,
                const char *format, ...) {
    if (check->findings != NULL && check->findings->len >= LIMIT_FINDINGS) {
        if (check->dropped++ == 0)
            check->dropped_place = place;
        check->dropped_severity = MAX(check->dropped_severity, severity);
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    char *message = one_line(gettext(format), arguments);
    va_end(arguments);
    add_finding(check, severity, place, evidence, fix, format, message);
}

void check_finish(Check *self) {
    if (self->dropped == 0)
        return;
    static const char format[] = N_("%u more findings of this rule are not listed");
    add_finding(self, self->dropped_severity, self->dropped_place, NULL, NULL, format,
                g_strdup_printf(_("%u more findings of this rule are not listed"), self->dropped));
    self->dropped = 0;
}

void check_skip(Check *check, const char *format, ...) {
    if (check->skip != NULL)
        return;
    va_list arguments;
    va_start(arguments, format);
    check->skip = one_line(gettext(format), arguments);
    va_end(arguments);
}

void check_unknown(Check *check, const char *format, ...) {
    if (check->unknown != NULL)
        return;
    va_list arguments;
    va_start(arguments, format);
    check->unknown = one_line(gettext(format), arguments);
    va_end(arguments);
}

gboolean check_wants_detail(const Check *check) {
    return check->settings == NULL || !check->settings->no_details;
}

void check_detail(Check *check, const char *format, ...) {
    if (!check_wants_detail(check))
        return;
    if (check->detail == NULL)
        check->detail = g_string_new(NULL);
    else
        g_string_append_c(check->detail, '\n');
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *raw = g_strdup_vprintf(gettext(format), arguments);
    va_end(arguments);
    g_autofree char *valid = g_utf8_make_valid(raw, -1);
    g_string_append(check->detail, valid);
}

const Answer *check_ask(Check *check, const char *name, QuestionType type) {
    static const GPtrArray no_records = {0};
    static const Answer nobody = {.status = ANSWER_SKIPPED, .records = (GPtrArray *)&no_records};
    if (check->asker == NULL)
        return &nobody;
    const Answer *answer = asker_ask(check->asker, name, type);
    if (answer->status == ANSWER_PENDING)
        check->pending = TRUE;
    return answer;
}

gboolean check_in_profile(const Check *check, const char *profile) {
    const char *const *profiles = check->settings->profiles;
    return profiles != NULL && g_strv_contains(profiles, profile);
}

const char *clause_name(Clause clause) {
    return clauses[clause].name;
}

const char *clause_title(Clause clause) {
    return clauses[clause].title;
}

gboolean clause_parse(const char *name, Clause *ret_clause) {
    for (guint i = 0; i < N_CLAUSES; i++) {
        if (g_ascii_strcasecmp(clauses[i].name, name) == 0) {
            *ret_clause = (Clause)i;
            return TRUE;
        }
    }
    return FALSE;
}

const char *severity_name(Severity severity) {
    return severities[severity];
}

gboolean severity_parse(const char *name, Severity *ret_severity) {
    for (guint i = SEVERITY_INFO; i < G_N_ELEMENTS(severities); i++) {
        if (g_ascii_strcasecmp(severities[i], name) == 0) {
            *ret_severity = (Severity)i;
            return TRUE;
        }
    }
    return FALSE;
}

const Rule *rule_find(const char *id) {
    g_autofree char *folded = g_ascii_strdown(id, -1);
    g_strdelimit(folded, "_", '-');
    for (guint i = 0; i < rules_count; i++)
        if (strcmp(rules_all[i]->id, folded) == 0)
            return rules_all[i];
    return NULL;
}

char *rule_near_names(const char *unknown) {
    g_autofree const char **names = g_new0(const char *, rules_count + N_CLAUSES + 1);
    guint n = 0;
    for (guint i = 0; i < rules_count; i++)
        names[n++] = rules_all[i]->id;
    for (guint i = 0; i < N_CLAUSES; i++)
        names[n++] = clause_name((Clause)i);
    return nearest_names(unknown, names);
}
