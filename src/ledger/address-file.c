/* address-file.c - reads a list of addresses. */
#include "ledger/address-file.h"

#include "ledger/address.h"
#include "ledger/csv.h"
#include "limits.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>

Reader *address_file_open(const char *path, LineErrors *errors) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0)
        return reader_new(fd);
    line_errors_add(errors, path, 0, "%s", g_strerror(errno));
    return NULL;
}

void address_file_check_read(const Reader *reader, const char *path, LineErrors *errors) {
    if (reader->failed != 0)
        line_errors_add(errors, path, 0, "%s", g_strerror(reader->failed));
}

static gboolean read_hash(CsvField text, char octets[static ADDRESS_HASH_OCTETS]) {
    if (text.length != 2 * ADDRESS_HASH_OCTETS)
        return FALSE;
    for (gsize i = 0; i < ADDRESS_HASH_OCTETS; i++) {
        int high = g_ascii_xdigit_value(text.data[2 * i]);
        int low = g_ascii_xdigit_value(text.data[2 * i + 1]);
        if (high < 0 || low < 0)
            return FALSE;
        octets[i] = (char)(high * 16 + low);
    }
    return TRUE;
}

/* What a line may hold, for its error. */
static const char *expected(guint kinds) {
    return kinds == ADDRESS_FILE_ADDRESSES
               ? _("an address like bo@example.dk")
               : _("an address like bo@example.dk, a domain like @example.dk, or the SHA-256 of a "
                   "lower-cased address in 64 hexadecimal digits");
}

typedef struct {
    const char *path;
    guint kinds;
    TextTable *keys, *hashes;
    LineErrors *errors;
    GString *key; /* scratch */
} AddressFile;

static void add_entry(AddressFile *self, guint64 line, CsvField text) {
    char hash[ADDRESS_HASH_OCTETS];
    guint32 number;
    if ((self->kinds & ADDRESS_FILE_HASHES) != 0 && read_hash(text, hash)) {
        number = text_table_add(self->hashes, hash, sizeof hash);
    } else if (address_key(text.data, text.length, self->key) ||
               ((self->kinds & ADDRESS_FILE_DOMAINS) != 0 &&
                address_domain_key(text.data, text.length, self->key))) {
        number = text_table_add(self->keys, self->key->str, self->key->len);
    } else {
        line_errors_add(self->errors, self->path, line, _("\"%.*s\" found, expected %s"),
                        (int)MIN(text.length, LIMIT_EVIDENCE_OCTETS), text.data,
                        expected(self->kinds));
        return;
    }
    if (number >= LIMIT_LEDGER_LINES) {
        line_errors_add(self->errors, self->path, line, _("more than %u lines"),
                        LIMIT_LEDGER_LINES);
        self->errors->full = TRUE;
    }
}

void address_file_read(Reader *reader, const char *path, guint kinds, TextTable *keys,
                       TextTable *hashes, LineErrors *errors) {
    g_autoptr(Csv) csv = csv_new(reader);
    g_autoptr(GString) key = g_string_new(NULL);
    AddressFile self = {path, kinds, keys, hashes, errors, key};
    /* The first line tells which of the two it is. */
    CsvResult result = csv_next(csv);
    int column = result == CSV_RECORD ? csv_column(csv, "email") : -1;
    if (column < 0 && result == CSV_MALFORMED && csv->text.length > 0 &&
        g_utf8_validate_len(csv->text.data, csv->text.length, NULL))
        result = CSV_RECORD; /* as a CSV: "bo hansen"@example.dk */
    else if (column >= 0)
        result = csv_next(csv);
    while (result != CSV_END && !errors->full) {
        if (result == CSV_MALFORMED)
            line_errors_add(errors, path, csv->line, "%s", csv->error);
        else if (column < 0)
            add_entry(&self, csv->line, csv->text);
        else if (csv->fields->len <= (guint)column)
            line_errors_add(errors, path, csv->line,
                            ngettext("%u field found, expected the address in field %d",
                                     "%u fields found, expected the address in field %d",
                                     csv->fields->len),
                            csv->fields->len, column + 1);
        else
            add_entry(&self, csv->line, g_array_index(csv->fields, CsvField, (guint)column));
        result = column < 0 ? csv_next_line(csv) : csv_next(csv);
    }
    address_file_check_read(csv->reader, path, errors);
}
