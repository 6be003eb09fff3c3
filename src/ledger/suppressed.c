/* suppressed.c - looks an address up by itself, by its domain and by its hashes. */
#include "ledger/suppressed.h"

#include "ledger/address-file.h"
#include "message/domains/domain.h"

#include <string.h>

void suppressed_free(Suppressed *self) {
    if (self == NULL)
        return;
    text_table_free(self->keys);
    text_table_free(self->hashes);
    g_free(self);
}

Suppressed *suppressed_read(Reader *reader, const char *path, LineErrors *errors) {
    Suppressed *self = g_new0(Suppressed, 1);
    self->keys = text_table_new();
    self->hashes = text_table_new();
    address_file_read(reader, path,
                      ADDRESS_FILE_ADDRESSES | ADDRESS_FILE_DOMAINS | ADDRESS_FILE_HASHES,
                      self->keys, self->hashes, errors);
    return self;
}

Suppressed *suppressed_load(const char *path, LineErrors *errors) {
    Reader *reader = address_file_open(path, errors);
    return reader == NULL ? NULL : suppressed_read(reader, path, errors);
}

static gboolean has_hash(const Suppressed *self, const char *text, gsize length) {
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    guint8 octets[ADDRESS_HASH_OCTETS];
    gsize size = sizeof octets;
    g_checksum_update(sum, (const guchar *)text, (gssize)length);
    g_checksum_get_digest(sum, octets, &size);
    return text_table_find(self->hashes, (const char *)octets, size) != TEXT_TABLE_NONE;
}

/* The forms that somebody may have hashed: folded with A-labels, with U-labels, and as written. */
static gboolean is_hashed(const Suppressed *self, const char *key, gsize length, const char *at,
                          const char *written) {
    if (has_hash(self, key, length))
        return TRUE;
    if (strstr(at, "xn--") != NULL) {
        g_autofree char *domain = domain_to_unicode(at + 1);
        g_autofree char *local = g_strndup(key, (gsize)(at - key));
        g_autofree char *readable = domain == NULL ? NULL : g_strconcat(local, "@", domain, NULL);
        if (readable != NULL && has_hash(self, readable, strlen(readable)))
            return TRUE;
    }
    if (written == NULL || !g_utf8_validate(written, -1, NULL))
        return FALSE;
    g_autofree char *lower = g_utf8_strdown(written, -1);
    return strcmp(lower, key) != 0 && has_hash(self, lower, strlen(lower));
}

SuppressedBy suppressed_find(const Suppressed *self, const char *key, gsize length,
                             const char *written) {
    if (text_table_find(self->keys, key, length) != TEXT_TABLE_NONE)
        return SUPPRESSED_ADDRESS;
    const char *at = memrchr(key, '@', length);
    if (at == NULL)
        return SUPPRESSED_NO;
    if (text_table_find(self->keys, at, length - (gsize)(at - key)) != TEXT_TABLE_NONE)
        return SUPPRESSED_DOMAIN;
    return self->hashes->count > 0 && is_hashed(self, key, length, at, written) ? SUPPRESSED_HASH
                                                                                : SUPPRESSED_NO;
}
