/* answer.c - answers, their names, and the sentence why one is missing. */
#include "evidence/answer.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *const type_names[QUESTION_TYPES] = {
    "A", "AAAA", "MX", "TXT", "PTR", "CNAME", "NS", "SOA", "REGISTRATION",
};

static const char *const status_names[ANSWER_STATUSES] = {
    "PENDING", "OK", "NXDOMAIN", "NODATA", "SERVFAIL", "TIMEOUT", "REFUSED", "SKIPPED",
};

static void record_free(gpointer data) {
    Record *record = data;
    g_free(record->value);
    g_free(record);
}

Answer *answer_new(AnswerStatus status) {
    Answer *self = g_new0(Answer, 1);
    self->status = status;
    self->records = g_ptr_array_new_with_free_func(record_free);
    return self;
}

Answer *answer_new_noted(AnswerStatus status, const char *note) {
    Answer *self = answer_new(status);
    self->note = note;
    return self;
}

void answer_free(Answer *self) {
    if (self == NULL)
        return;
    g_ptr_array_unref(self->records);
    g_free(self->canonical);
    g_free(self);
}

Answer *answer_copy(const Answer *self) {
    Answer *copy = answer_new_noted(self->status, self->note);
    copy->canonical = g_strdup(self->canonical);
    for (guint i = 0; i < self->records->len; i++) {
        const Record *record = g_ptr_array_index(self->records, i);
        Record *twin = g_new0(Record, 1);
        twin->preference = record->preference;
        twin->length = record->length;
        twin->value = g_malloc(record->length + 1);
        memcpy(twin->value, record->value, record->length + 1);
        g_ptr_array_add(copy->records, twin);
    }
    return copy;
}

static gboolean record_is(const Record *record, guint preference, const char *value, gsize length) {
    return record->preference == preference && record->length == length &&
           memcmp(record->value, value, length) == 0;
}

void answer_add(Answer *self, guint preference, const char *value, gsize length) {
    for (guint i = 0; i < self->records->len; i++) {
        if (record_is(g_ptr_array_index(self->records, i), preference, value, length))
            return;
    }
    Record *record = g_new0(Record, 1);
    record->preference = preference;
    record->length = length;
    record->value = g_malloc(length + 1);
    memcpy(record->value, value, length);
    record->value[length] = '\0';
    g_ptr_array_add(self->records, record);
}

static int compare_records(gconstpointer a, gconstpointer b) {
    const Record *left = *(const Record *const *)a, *right = *(const Record *const *)b;
    if (left->preference != right->preference)
        return left->preference < right->preference ? -1 : 1;
    int order = memcmp(left->value, right->value, MIN(left->length, right->length));
    if (order != 0)
        return order;
    return left->length < right->length ? -1 : left->length > right->length;
}

void answer_sort(Answer *self) {
    g_ptr_array_sort(self->records, compare_records);
}

gboolean answer_same(const Answer *a, const Answer *b) {
    if (a->status != b->status || a->records->len != b->records->len)
        return FALSE;
    for (guint i = 0; i < a->records->len; i++) {
        const Record *record = g_ptr_array_index(b->records, i);
        if (!record_is(g_ptr_array_index(a->records, i), record->preference, record->value,
                       record->length))
            return FALSE;
    }
    return TRUE;
}

const char *question_type_name(QuestionType type) {
    return (guint)type < QUESTION_TYPES ? type_names[type] : "?";
}

gboolean question_type_parse(const char *name, QuestionType *ret_type) {
    for (guint i = 0; i < QUESTION_TYPES; i++) {
        if (g_ascii_strcasecmp(name, type_names[i]) == 0) {
            *ret_type = (QuestionType)i;
            return TRUE;
        }
    }
    return FALSE;
}

const char *answer_status_name(AnswerStatus status) {
    return (guint)status < ANSWER_STATUSES ? status_names[status] : "?";
}

gboolean answer_status_parse(const char *name, AnswerStatus *ret_status) {
    for (guint i = 0; i < ANSWER_STATUSES; i++) {
        if (g_ascii_strcasecmp(name, status_names[i]) == 0) {
            *ret_status = (AnswerStatus)i;
            return TRUE;
        }
    }
    return FALSE;
}

/* Whole sentences, one a status: translators cannot build theirs from ours in pieces. */
static const char *reason_format(AnswerStatus status, QuestionType type) {
    gboolean dns = type != QUESTION_REGISTRATION;
    switch (status) {
    case ANSWER_PENDING:
        return dns ? N_("DNS: no answer yet asking %s of %s")
                   : N_("registration: no answer yet asking %s of %s");
    case ANSWER_OK:
        return dns ? N_("DNS: found %s of %s") : N_("registration: found %s of %s");
    case ANSWER_NXDOMAIN:
        return dns ? N_("DNS: no such name asking %s of %s")
                   : N_("registration: not registered, asking %s of %s");
    case ANSWER_NODATA:
        return dns ? N_("DNS: no record found asking %s of %s")
                   : N_("registration: nothing published, asking %s of %s");
    case ANSWER_TIMEOUT:
        return dns ? N_("DNS: time-out asking %s of %s")
                   : N_("registration: time-out asking %s of %s");
    case ANSWER_REFUSED:
        return dns ? N_("DNS: refused asking %s of %s")
                   : N_("registration: refused asking %s of %s");
    case ANSWER_SKIPPED:
        return dns ? N_("DNS: not asked for %s of %s") : N_("registration: not asked for %s of %s");
    default:
        return dns ? N_("DNS: server failure asking %s of %s")
                   : N_("registration: server failure asking %s of %s");
    }
}

char *answer_reason(const Answer *self, const char *name, QuestionType type) {
    const char *format = reason_format(self->status, type);
    g_autoptr(GString) reason = g_string_new(NULL);
    /* The formats above all take a type and a name. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    g_string_append_printf(reason, _(format), question_type_name(type), *name ? name : ".");
#pragma GCC diagnostic pop
    if (self->note != NULL)
        g_string_append_printf(reason, " (%s)", _(self->note));
    return g_string_free(g_steal_pointer(&reason), FALSE);
}
