/* judgement.c - runs the rules of a policy over one message and settles what they found.
 *
 * Local rules run once.  Rules that ask the network run together, as often as answers were
 * pending; only the last run's results count (design.md, decision 2).  Places become lines and
 * columns at the end, for findings that stay.
 */
#include "judgement.h"

#include "limits.h"
#include "message/mime/date.h"

#include <glib/gi18n.h>
#include <string.h>

struct Judging {
    Message *message;
    const Policy *policy;
    Asker *asker;
    Check *checks; /* one for each of rules_all; rule NULL: not run yet, or not on */
    guint runs;    /* of the rules that ask */
    gboolean local_done;
};

const char *result_name(Result result) {
    static const char *const names[] = {"pass", "fail", "skip", "unknown"};
    return names[result];
}

const char *verdict_name(Verdict verdict) {
    static const char *const names[] = {"pass", "warn", "fail", "unknown"};
    return names[verdict];
}

Judging *judging_new(Message *message, const Policy *policy, Asker *asker) {
    Judging *self = g_new0(Judging, 1);
    self->message = message;
    self->policy = policy;
    self->asker = asker;
    self->checks = g_new0(Check, rules_count);
    return self;
}

void judging_free(Judging *self) {
    if (self == NULL)
        return;
    for (guint i = 0; i < rules_count; i++)
        if (self->checks[i].rule != NULL)
            check_clear(&self->checks[i]);
    g_free(self->checks);
    g_free(self);
}

static gboolean asks(const Rule *rule) {
    return (rule->needs & (NEEDS_DNS | USES_DNS)) != 0;
}

static char *print_kinds(guint kinds) {
    static const char *const words[] = {N_("marketing"),  N_("transactional"), N_("personal"),
                                        N_("discussion"), N_("bounce"),        N_("complaint"),
                                        N_("autoreply")};
    g_autoptr(GString) list = g_string_new(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        if ((kinds & (1u << i)) == 0)
            continue;
        if (list->len > 0)
            g_string_append(list, kinds >> (i + 1) == 0 ? _(" or ") : ", ");
        g_string_append(list, _(words[i]));
    }
    /* Translators: the kinds of message that a rule is for: "not marketing or transactional". */
    return g_strdup_printf(_("not %s"), list->str);
}

/* "not marketing", "not marketing or transactional": the kinds that a rule is for. Printed once: a
 * message skips dozens of rules with it. */
static const char *kinds_reason(guint kinds) {
    static gsize printed[KIND_ALL + 1];
    if (g_once_init_enter(&printed[kinds]))
        g_once_init_leave(&printed[kinds], (gsize)print_kinds(kinds));
    return (const char *)printed[kinds];
}

/* Why a rule is not judged on this message; NULL: it is. */
static char *reason_to_skip(const Judging *self, const Rule *rule) {
    const Message *message = self->message;
    if (!message->has_header && (rule->needs & (NEEDS_HEADER | NEEDS_SENT | NEEDS_DNS)) != 0)
        return g_strdup(_("no header"));
    if ((rule->kinds & message->kind.kind) == 0)
        return g_strdup(kinds_reason(rule->kinds));
    if ((rule->needs & NEEDS_FINISHED) != 0 && message->input == INPUT_TEMPLATE)
        return g_strdup(_("template"));
    if ((rule->needs & NEEDS_SENT) != 0 &&
        (message->input == INPUT_DRAFT || message->input == INPUT_TEMPLATE))
        return g_strdup(_("not sent yet"));
    if ((rule->needs & NEEDS_BODY) != 0 && !message->has_body)
        return g_strdup(_("only the header section was returned"));
    if ((rule->needs & NEEDS_DNS) != 0 && (self->asker == NULL || !self->policy->dns_allowed)) {
        const char *reason = self->policy->offline_reason;
        return g_strdup(reason != NULL ? reason : "--offline");
    }
    return NULL;
}

/* Runs one rule, or notes why it is not. */
static void run_rule(Judging *self, guint i) {
    const Rule *rule = rules_all[i];
    Check *check = &self->checks[i];
    if (check->rule != NULL)
        check_clear(check);
    gboolean may_ask = asks(rule) && self->policy->dns_allowed;
    check_init(check, rule, self->message, &self->policy->settings, may_ask ? self->asker : NULL);
    check->skip = reason_to_skip(self, rule);
    if (check->skip == NULL)
        rule->check(check);
}

/* Runs the rules that are on and ask (or do not). TRUE where an answer was pending. */
static gboolean run_rules(Judging *self, gboolean that_ask) {
    gboolean pending = FALSE;
    for (guint i = 0; i < rules_count; i++) {
        if (!self->policy->rules[i].enabled || asks(rules_all[i]) != that_ask)
            continue;
        run_rule(self, i);
        pending |= self->checks[i].pending;
    }
    return pending;
}

/* Rules for marketing alone are judged more gently where the kind is in doubt (rules.md, Kinds). */
static gboolean in_doubt(const Judging *self, const Rule *rule) {
    return self->message->kind.conflicting && rule->kinds == KIND_MARKETING;
}

/* What the policy makes of a finding's severity; *ret_rejected where, before what the user lowers
 * it to, it is one that a provider rejects for. */
static Severity settle(const Judging *self, guint i, Severity severity, gboolean *ret_rejected) {
    const RulePolicy *policy = &self->policy->rules[i];
    if (severity == rules_all[i]->severity && policy->raise != SEVERITY_NONE)
        severity = MAX(severity, policy->raise);
    *ret_rejected = severity == SEVERITY_ERROR;
    if (policy->cap != SEVERITY_NONE)
        severity = MIN(severity, policy->cap);
    if (in_doubt(self, rules_all[i]))
        severity = MIN(severity, SEVERITY_WARNING);
    return severity;
}

/* A hash of the rule and of what it found, never of the place or the language. */
static char *fingerprint(const Rule *rule, const Finding *finding) {
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    /* With the final NUL of each, so that no two divisions of the same octets are one. */
    g_checksum_update(sum, (const guchar *)rule->id, (gssize)strlen(rule->id) + 1);
    g_checksum_update(sum, (const guchar *)finding->format, (gssize)strlen(finding->format) + 1);
    if (finding->evidence != NULL)
        g_checksum_update(sum, (const guchar *)finding->evidence, -1);
    return g_strndup(g_checksum_get_string(sum), 16);
}

static void defect_free(gpointer data) {
    Defect *defect = data;
    g_free(defect->part);
    g_free(defect->message);
    g_free(defect->evidence);
    g_free(defect->fix);
    g_free(defect->fingerprint);
    g_free(defect);
}

/* Takes the finding's texts over. */
static Defect *defect_new(const Judging *self, guint i, Finding *finding) {
    Defect *defect = g_new0(Defect, 1);
    gboolean rejected;
    defect->severity = settle(self, i, finding->severity, &rejected);
    defect->start = message_position(self->message, finding->place.span.start);
    defect->end = message_position(self->message, finding->place.span.end);
    defect->part = g_strdup(finding->place.section);
    defect->fingerprint = fingerprint(rules_all[i], finding);
    defect->message = g_steal_pointer(&finding->message);
    defect->evidence = g_steal_pointer(&finding->evidence);
    defect->fix = g_steal_pointer(&finding->fix);
    const char *reply = self->policy->rules[i].reply;
    if (reply != NULL && rejected) {
        g_autofree char *message = g_steal_pointer(&defect->message);
        /* Translators: a finding, and the SMTP reply that a provider gives to such a message. */
        defect->message = g_strdup_printf(_("%s (reply of %s)"), message, reply);
    }
    return defect;
}

/* Most rules find nothing. */
static const GPtrArray no_defects = {0};

static void rule_result_clear(gpointer data) {
    RuleResult *result = data;
    g_free(result->reason);
    g_free(result->detail);
    if (result->defects != &no_defects)
        g_ptr_array_unref(result->defects);
}

/* Fills in the result of rule i. */
static void rule_result_init(RuleResult *result, const Judging *self, guint i) {
    Check *check = &self->checks[i];
    result->rule = rules_all[i];
    result->severity = self->policy->rules[i].nominal;
    if (in_doubt(self, result->rule))
        result->severity = MIN(result->severity, SEVERITY_WARNING);
    result->defects = (GPtrArray *)&no_defects;
    if (check->pending) {
        /* LIMIT_RUNS was reached: whatever was found rests on answers that are not there. */
        result->result = RESULT_UNKNOWN;
        result->reason = g_strdup_printf(
            _("answers were still missing after %u runs; this is a bug of spamlint"), LIMIT_RUNS);
        return;
    }
    check_finish(check);
    if (check->findings != NULL) {
        result->result = RESULT_FAIL;
        result->severity = SEVERITY_NONE;
        result->defects = g_ptr_array_new_with_free_func(defect_free);
        for (guint f = 0; f < check->findings->len; f++) {
            Defect *defect = defect_new(self, i, check->findings->pdata[f]);
            result->severity = MAX(result->severity, defect->severity);
            g_ptr_array_add(result->defects, defect);
        }
    } else if (check->unknown != NULL) {
        result->result = RESULT_UNKNOWN;
        result->reason = g_steal_pointer(&check->unknown);
    } else if (check->skip != NULL) {
        result->result = RESULT_SKIP;
        result->reason = g_steal_pointer(&check->skip);
    }
    if (check->detail != NULL)
        result->detail = g_strdup(check->detail->str);
}

static Verdict verdict_of(const Judging *self, const GPtrArray *results) {
    const Policy *policy = self->policy;
    gboolean fail = FALSE, unknown = FALSE, warn = FALSE;
    for (guint i = 0; i < results->len; i++) {
        const RuleResult *result = results->pdata[i];
        gboolean counts = policy->fail_on != SEVERITY_NONE && result->severity >= policy->fail_on;
        fail |= result->result == RESULT_FAIL && counts;
        unknown |= result->result == RESULT_UNKNOWN && counts && !policy->unknown_ignored;
        warn |= result->result == RESULT_FAIL && result->severity >= SEVERITY_WARNING;
    }
    return fail ? VERDICT_FAIL : unknown ? VERDICT_UNKNOWN : warn ? VERDICT_WARN : VERDICT_PASS;
}

/* A field's value as text: decoded, valid UTF-8; NULL where there is no such field. */
static char *field_text(const Message *message, const char *name) {
    const Field *field = message_field(message, name);
    if (field == NULL)
        return NULL;
    return g_utf8_make_valid(field->value, (gssize)strnlen(field->value, field->value_length));
}

static char *date_text(const Message *message) {
    const Field *field = message_field(message, "Date");
    gint64 moment;
    int offset;
    if (field == NULL || !date_parse_rfc5322(field->value, field->value_length, &moment, &offset))
        return NULL;
    return date_to_rfc3339(moment, offset);
}

static char *from_text(const Message *message) {
    if (message->from == NULL || message->from->mailboxes->len == 0)
        return NULL;
    const Mailbox *mailbox = message->from->mailboxes->pdata[0];
    return *mailbox->address == '\0' ? NULL : g_utf8_make_valid(mailbox->address, -1);
}

static char *footer_text(const Message *message) {
    const Footer *footer = &message->footer;
    if (message->view == NULL || footer->start >= footer->end)
        return NULL;
    return g_strndup(message->view->text + footer->start, footer->end - footer->start);
}

static Judgement *judgement_new(const Judging *self) {
    const Message *message = self->message;
    const Document *document = message->document;
    Judgement *judgement = g_new0(Judgement, 1);
    judgement->file = g_strdup(document->file);
    judgement->index = document->index;
    judgement->in_mbox = document->in_mbox;
    judgement->offset = document->offset;
    judgement->line = document->line;
    judgement->input = message->input;
    judgement->kind = message->kind.kind;
    judgement->kind_reasons = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; message->kind.reasons != NULL && i < message->kind.reasons->len; i++)
        g_ptr_array_add(judgement->kind_reasons, g_strdup(message->kind.reasons->pdata[i]));
    judgement->language = g_strdup(message->language);
    if (message->has_header) {
        judgement->message_id = field_text(message, "Message-ID");
        judgement->subject = message->subject == NULL ? NULL : g_strdup(message->subject->text);
        judgement->from = from_text(message);
        judgement->date = date_text(message);
    }
    judgement->footer = footer_text(message);
    judgement->results = g_ptr_array_new_full(rules_count, rule_result_clear);
    judgement->block = g_new0(RuleResult, rules_count);
    for (guint i = 0; i < rules_count; i++) {
        if (!self->policy->rules[i].enabled)
            continue;
        RuleResult *result = &judgement->block[i];
        rule_result_init(result, self, i);
        judgement->counts[result->result]++;
        g_ptr_array_add(judgement->results, result);
    }
    judgement->verdict = verdict_of(self, judgement->results);
    return judgement;
}

gboolean judging_run(Judging *self, Judgement **ret) {
    if (!self->local_done)
        run_rules(self, FALSE);
    self->local_done = TRUE;
    if (self->asker != NULL)
        asker_begin(self->asker);
    gboolean pending = run_rules(self, TRUE);
    self->runs++;
    if (self->asker != NULL)
        pending |= asker_pending(self->asker) > 0;
    if (pending && self->runs < LIMIT_RUNS)
        return FALSE;
    *ret = judgement_new(self);
    return TRUE;
}

void judgement_free(Judgement *self) {
    if (self == NULL)
        return;
    g_free(self->file);
    g_free(self->message_id);
    g_free(self->subject);
    g_free(self->from);
    g_free(self->date);
    g_ptr_array_unref(self->kind_reasons);
    g_free(self->language);
    g_ptr_array_unref(self->results);
    g_free(self->block);
    g_free(self->footer);
    g_free(self);
}
