/* consent.c - reads the ledger, and says who had consented at a moment. */
#include "ledger/consent.h"

#include "ledger/address-file.h"
#include "ledger/address.h"
#include "ledger/csv.h"
#include "limits.h"
#include "message/mime/date.h"

#include <glib/gi18n.h>
#include <string.h>

#define NEVER G_MAXINT64

/* One record of one address: 24 octets. */
typedef struct {
    gint64 consented, withdrawn; /* NEVER: not withdrawn */
    guint32 next;                /* record of the same address, or TEXT_TABLE_NONE */
    guint32 source;              /* of the table of third-party ones, or TEXT_TABLE_NONE */
} Record;

enum { COLUMN_EMAIL, COLUMN_CONSENTED, COLUMN_SOURCE, COLUMN_WITHDRAWN, N_COLUMNS };
static const char *const column_names[N_COLUMNS] = {"email", "consented_at", "source",
                                                    "withdrawn_at"};

typedef struct {
    Consent *consent;
    const char *path;
    const Phrases *phrases;
    LineErrors *errors;
    Csv *csv;
    int columns[N_COLUMNS]; /* -1: not there */
    guint fewest, most;     /* fields of a record */
    GString *key, *folded;  /* scratch */
    GString *last_source;   /* the source of the record before, which is most often the same */
    gboolean last_is_third_party;
    Words *words; /* scratch */
} Loader;

void consent_free(Consent *self) {
    if (self == NULL)
        return;
    text_table_free(self->addresses);
    g_array_unref(self->first);
    g_array_unref(self->records);
    text_table_free(self->sources);
    g_free(self);
}

/* "bought_list" is one word to Unicode, and two to who wrote it. */
static gboolean is_third_party(const Phrases *phrases, Words *words, GString *folded,
                               const char *source, gsize length) {
    g_string_truncate(folded, 0);
    g_string_append_len(folded, source, (gssize)length);
    for (char *c = folded->str; *c != '\0'; c++)
        if (*c == '_')
            *c = ' ';
    words_cut(words, folded->str, folded->len);
    g_autoptr(Hits) hits = phrases_find(phrases, words);
    guint at = 0;
    for (const Hit *hit; (hit = hits_next(hits, "third-party", 0, folded->len, &at)) != NULL;)
        if (hit->weight >= 1 || (hit->first == 0 && hit->last + 1 == words->words->len))
            return TRUE;
    return FALSE;
}

gboolean consent_third_party(const Phrases *phrases, const char *source, gsize length) {
    g_autoptr(Words) words = words_new("", 0);
    g_autoptr(GString) folded = g_string_new(NULL);
    return is_third_party(phrases, words, folded, source, length);
}

static const CsvField *field(const Loader *self, int column) {
    return column < 0 || (guint)column >= self->csv->fields->len
               ? NULL
               : &g_array_index(self->csv->fields, CsvField, (guint)column);
}

static gboolean bad_field(Loader *self, int column, const CsvField *found, const char *expected) {
    if (found->length == 0)
        line_errors_add(self->errors, self->path, self->csv->line, _("%s is empty, expected %s"),
                        column_names[column], expected);
    else
        line_errors_add(self->errors, self->path, self->csv->line, _("%s is \"%.*s\", expected %s"),
                        column_names[column], (int)MIN(found->length, LIMIT_EVIDENCE_OCTETS),
                        found->data, expected);
    return FALSE;
}

static gboolean read_moment(Loader *self, int column, gint64 *ret_moment) {
    const CsvField *found = field(self, self->columns[column]);
    char text[64];
    if (found->length < sizeof text) {
        memcpy(text, found->data, found->length);
        text[found->length] = '\0';
        if (date_parse_rfc3339(text, ret_moment))
            return TRUE;
    }
    return bad_field(self, column, found, _("a moment like 2026-11-20T09:00:00+01:00 (RFC 3339)"));
}

/* The number of a third-party source, TEXT_TABLE_NONE for another one. */
static guint32 judge_source(Loader *self, const CsvField *source) {
    GString *last = self->last_source;
    if (last->len != source->length || memcmp(last->str, source->data, source->length) != 0) {
        g_string_truncate(last, 0);
        g_string_append_len(last, source->data, (gssize)source->length);
        self->last_is_third_party =
            is_third_party(self->phrases, self->words, self->folded, last->str, last->len);
    }
    return self->last_is_third_party ? text_table_add(self->consent->sources, source->data,
                                                      MIN(source->length, LIMIT_EVIDENCE_OCTETS))
                                     : TEXT_TABLE_NONE;
}

static void add_record(Loader *self, const Record *record) {
    Consent *consent = self->consent;
    guint32 known = consent->addresses->count;
    guint32 address = text_table_add(consent->addresses, self->key->str, self->key->len);
    guint32 number = consent->records->len;
    if (address == TEXT_TABLE_NONE || number >= LIMIT_LEDGER_LINES) {
        line_errors_add(self->errors, self->path, self->csv->line, _("more than %u lines"),
                        LIMIT_LEDGER_LINES);
        self->errors->full = TRUE;
        return;
    }
    g_array_append_vals(consent->records, record, 1);
    if (address == known) {
        g_array_append_val(consent->first, number);
        return;
    }
    /* In front of those there are: their order does not matter, and none is looked for. */
    guint32 *first = &g_array_index(consent->first, guint32, address);
    g_array_index(consent->records, Record, number).next = *first;
    *first = number;
}

static void read_record(Loader *self) {
    guint count = self->csv->fields->len;
    if (count < self->fewest || count > self->most) {
        line_errors_add(
            self->errors, self->path, self->csv->line,
            ngettext("%u field found, expected %s", "%u fields found, expected %s", count), count,
            "email,consented_at,source[,withdrawn_at]");
        return;
    }
    const CsvField *email = field(self, self->columns[COLUMN_EMAIL]);
    const CsvField *source = field(self, self->columns[COLUMN_SOURCE]);
    const CsvField *withdrawn = field(self, self->columns[COLUMN_WITHDRAWN]);
    Record record = {0, NEVER, TEXT_TABLE_NONE, TEXT_TABLE_NONE};
    gboolean good = address_key(email->data, email->length, self->key) ||
                    bad_field(self, COLUMN_EMAIL, email, _("an address like bo@example.dk"));
    /* One line may have several faults: all are said at once. */
    good &= read_moment(self, COLUMN_CONSENTED, &record.consented);
    if (source->length == 0)
        good = bad_field(self, COLUMN_SOURCE, source, _("where the reader agreed"));
    if (withdrawn != NULL && withdrawn->length > 0)
        good &= read_moment(self, COLUMN_WITHDRAWN, &record.withdrawn);
    if (!good)
        return;
    record.source = judge_source(self, source);
    add_record(self, &record);
}

/* The first record either names the columns, or they stand in the order of the format. */
static gboolean read_columns(Loader *self) {
    gboolean named = csv_column(self->csv, "email") >= 0;
    for (int i = 0; i < N_COLUMNS; i++)
        self->columns[i] = named ? csv_column(self->csv, column_names[i]) : i;
    self->fewest = named ? 0 : COLUMN_WITHDRAWN;
    self->most = named ? self->csv->fields->len : N_COLUMNS;
    for (int i = 0; named && i < COLUMN_WITHDRAWN; i++) {
        self->fewest = MAX(self->fewest, (guint)(self->columns[i] + 1));
        if (self->columns[i] < 0) {
            line_errors_add(self->errors, self->path, self->csv->line,
                            _("no column is called \"%s\", expected %s"), column_names[i],
                            "email,consented_at,source[,withdrawn_at]");
            return FALSE;
        }
    }
    if (!named)
        read_record(self);
    return TRUE;
}

static void read_all(Loader *self) {
    gboolean begun = FALSE;
    CsvResult result;
    while (!self->errors->full && (result = csv_next(self->csv)) != CSV_END) {
        if (result == CSV_MALFORMED)
            line_errors_add(self->errors, self->path, self->csv->line, "%s", self->csv->error);
        else if (begun)
            read_record(self);
        else if (!read_columns(self))
            return;
        else
            begun = TRUE;
    }
    address_file_check_read(self->csv->reader, self->path, self->errors);
}

Consent *consent_read(Reader *reader, const char *path, const Phrases *phrases,
                      LineErrors *errors) {
    g_autoptr(Consent) consent = g_new0(Consent, 1);
    consent->addresses = text_table_new();
    consent->first = g_array_new(FALSE, FALSE, sizeof(guint32));
    consent->records = g_array_new(FALSE, FALSE, sizeof(Record));
    consent->sources = text_table_new();
    g_autoptr(Csv) csv = csv_new(reader);
    g_autoptr(GString) key = g_string_new(NULL), folded = g_string_new(NULL);
    g_autoptr(GString) last_source = g_string_new(NULL);
    g_autoptr(Words) words = words_new("", 0);
    Loader self = {
        .consent = consent,
        .path = path,
        .phrases = phrases,
        .errors = errors,
        .csv = csv,
        .key = key,
        .folded = folded,
        .last_source = last_source,
        .words = words,
    };
    read_all(&self);
    return g_steal_pointer(&consent);
}

Consent *consent_load(const char *path, const Phrases *phrases, LineErrors *errors) {
    Reader *reader = address_file_open(path, errors);
    return reader == NULL ? NULL : consent_read(reader, path, phrases, errors);
}

guint32 consent_find(const Consent *self, const char *key, gsize length) {
    return text_table_find(self->addresses, key, length);
}

ConsentAnswer consent_at(const Consent *self, guint32 address, gint64 dated, gint64 sent) {
    if (address == TEXT_TABLE_NONE)
        return (ConsentAnswer){.state = CONSENT_NONE};
    const Record *records = (const Record *)(gpointer)self->records->data;
    guint32 first = g_array_index(self->first, guint32, address);
    gint64 withdrawn = G_MININT64;
    for (guint32 i = first; i != TEXT_TABLE_NONE; i = records[i].next)
        if (records[i].withdrawn <= sent)
            withdrawn = MAX(withdrawn, records[i].withdrawn);
    const Record *own = NULL, *foreign = NULL, *later = NULL;
    gboolean earlier = FALSE;
    for (guint32 i = first; i != TEXT_TABLE_NONE; i = records[i].next) {
        const Record *record = &records[i];
        const Record **kind = record->source == TEXT_TABLE_NONE ? &own : &foreign;
        if (record->consented > dated) {
            if (later == NULL || record->consented < later->consented)
                later = record;
        } else if (record->consented <= withdrawn) {
            earlier = TRUE;
        } else if (*kind == NULL || record->consented > (*kind)->consented) {
            *kind = record;
        }
    }
    if (own != NULL)
        return (ConsentAnswer){.state = CONSENT_HOLDS, .moment = own->consented};
    if (foreign != NULL)
        return (ConsentAnswer){.state = CONSENT_THIRD_PARTY,
                               .moment = foreign->consented,
                               .source = text_table_get(self->sources, foreign->source, NULL)};
    if (earlier)
        return (ConsentAnswer){.state = CONSENT_WITHDRAWN, .moment = withdrawn};
    return (ConsentAnswer){.state = CONSENT_LATER, .moment = later->consented};
}
