/* fuzz-ledger.c - any octets as a ledger and as a list (libFuzzer; make check replays the corpus).
 *
 * However the reader's steps fall, records, lines and errors are the same; an address that was read
 * is found again; an error names its line.
 */
#include "ledger/address-file.h"
#include "ledger/consent.h"
#include "ledger/csv.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* All that a pass over the file tells. */
static char *records(const char *bytes, gsize size, gsize step) {
    g_autoptr(Csv) csv = csv_new(reader_new_memory(bytes, size, step));
    g_autoptr(GString) out = g_string_new(NULL);
    guint64 line = 0;
    CsvResult result;
    while ((result = csv_next(csv)) != CSV_END) {
        if (csv->line <= line)
            g_error("line %u comes again", (guint)csv->line);
        line = csv->line;
        g_string_append_printf(out, "%u %s\n", (guint)line,
                               result == CSV_MALFORMED ? csv->error : "");
        for (guint i = 0; i < csv->fields->len; i++) {
            const CsvField *field = &g_array_index(csv->fields, CsvField, i);
            g_string_append_len(out, field->data, (gssize)field->length);
            g_string_append_c(out, '\n');
        }
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static gpointer load_phrases(gpointer data) {
    return phrases_load(NULL, NULL);
}

static void check_ledger(const char *bytes, gsize size) {
    static GOnce once = G_ONCE_INIT;
    const Phrases *phrases = g_once(&once, load_phrases, NULL);
    g_autoptr(LineErrors) errors = line_errors_new();
    g_autoptr(Consent) consent =
        consent_read(reader_new_memory(bytes, size, 64), "fuzz", phrases, errors);
    for (guint32 i = 0; i < consent->addresses->count; i++) {
        gsize length;
        const char *key = text_table_get(consent->addresses, i, &length);
        if (consent_find(consent, key, length) != i || memchr(key, '@', length) == NULL)
            g_error("\"%s\" is not found again", key);
        ConsentAnswer past = consent_at(consent, i, G_MININT64, G_MININT64);
        ConsentAnswer future = consent_at(consent, i, G_MAXINT64 - 1, G_MAXINT64 - 1);
        if (past.state != CONSENT_LATER || future.state > CONSENT_WITHDRAWN)
            g_error("\"%s\" has consented at no time", key);
    }
    for (guint i = 0; i < errors->texts->len; i++)
        if (!g_str_has_prefix(errors->texts->pdata[i], "fuzz:"))
            g_error("no place in the error");
}

static void check_list(const char *bytes, gsize size) {
    g_autoptr(LineErrors) errors = line_errors_new();
    g_autoptr(TextTable) keys = text_table_new();
    g_autoptr(TextTable) hashes = text_table_new();
    address_file_read(reader_new_memory(bytes, size, 64), "fuzz",
                      ADDRESS_FILE_ADDRESSES | ADDRESS_FILE_DOMAINS | ADDRESS_FILE_HASHES, keys,
                      hashes, errors);
    for (guint32 i = 0; i < hashes->count; i++) {
        gsize length;
        text_table_get(hashes, i, &length);
        if (length != ADDRESS_HASH_OCTETS)
            g_error("a hash of %u octets", (guint)length);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    /* Of exactly that size, so that a read past it is seen. */
    g_autofree char *bytes = size > 0 ? g_memdup2(data, size) : NULL;
    g_autofree char *whole = records(bytes, size, size + 1);
    static const gsize steps[] = {1, 3, 64};
    for (guint i = 0; i < G_N_ELEMENTS(steps); i++) {
        g_autofree char *other = records(bytes, size, steps[i]);
        if (strcmp(whole, other) != 0)
            g_error("other records with steps of %u", (guint)steps[i]);
    }
    check_ledger(bytes, size);
    check_list(bytes, size);
    return 0;
}
