/* ledgers.c - loads the three files and joins them. */
#include "ledger/ledgers.h"

#include "ledger/address-file.h"

void ledgers_free(Ledgers *self) {
    if (self == NULL)
        return;
    consent_free(self->consent);
    suppressed_free(self->suppressed);
    text_table_free(self->recipients);
    g_free(self->consent_of);
    g_free(self->suppressed_by);
    g_free(self);
}

static void join(Ledgers *self) {
    guint32 count = self->recipients->count;
    if (self->consent != NULL)
        self->consent_of = g_new(guint32, count);
    if (self->suppressed != NULL)
        self->suppressed_by = g_new(guint8, count);
    for (guint32 i = 0; i < count; i++) {
        gsize length;
        const char *key = text_table_get(self->recipients, i, &length);
        if (self->consent != NULL)
            self->consent_of[i] = consent_find(self->consent, key, length);
        if (self->suppressed != NULL)
            self->suppressed_by[i] = (guint8)suppressed_find(self->suppressed, key, length, NULL);
    }
}

Ledgers *ledgers_load(const char *consent, const char *suppressed, const char *recipients,
                      const Phrases *phrases, LineErrors *errors) {
    g_autoptr(Ledgers) self = g_new0(Ledgers, 1);
    if (consent != NULL)
        self->consent = consent_load(consent, phrases, errors);
    if (suppressed != NULL)
        self->suppressed = suppressed_load(suppressed, errors);
    if (recipients != NULL) {
        Reader *reader = address_file_open(recipients, errors);
        self->recipients = text_table_new();
        if (reader != NULL)
            address_file_read(reader, recipients, ADDRESS_FILE_ADDRESSES, self->recipients, NULL,
                              errors);
    }
    if (errors->texts->len > 0)
        return NULL;
    if (self->recipients != NULL)
        join(self);
    return g_steal_pointer(&self);
}
