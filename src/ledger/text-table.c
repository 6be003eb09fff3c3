/* text-table.c - the texts in one block, and an open-addressed table of their numbers. */
#include "ledger/text-table.h"

#include <string.h>

#define FIRST_SLOTS 64u

TextTable *text_table_new(void) {
    static const guint32 zero = 0;
    TextTable *self = g_new0(TextTable, 1);
    self->octets = g_string_new(NULL);
    self->starts = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_array_append_val(self->starts, zero);
    self->slot_count = FIRST_SLOTS;
    self->slots = g_new(guint32, FIRST_SLOTS);
    memset(self->slots, 0xff, FIRST_SLOTS * sizeof(guint32));
    self->seed = g_random_int();
    return self;
}

void text_table_free(TextTable *self) {
    if (self == NULL)
        return;
    g_string_free(self->octets, TRUE);
    g_array_unref(self->starts);
    g_free(self->slots);
    g_free(self);
}

const char *text_table_get(const TextTable *self, guint32 number, gsize *ret_length) {
    guint32 start = g_array_index(self->starts, guint32, number);
    guint32 next = g_array_index(self->starts, guint32, number + 1);
    if (ret_length != NULL)
        *ret_length = next - start - 1;
    return self->octets->str + start;
}

/* FNV-1a of 64 bits, mixed at the end for the low bits are what slots are chosen by. */
static guint32 hash(const TextTable *self, const char *text, gsize length) {
    guint64 value = G_GUINT64_CONSTANT(14695981039346656037) ^ self->seed;
    for (gsize i = 0; i < length; i++)
        value = (value ^ (guchar)text[i]) * G_GUINT64_CONSTANT(1099511628211);
    value ^= value >> 32;
    value *= G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
    return (guint32)(value >> 32);
}

/* The slot that holds the text, or the empty one that it would go into. */
static guint32 *find_slot(const TextTable *self, const char *text, gsize length) {
    guint32 mask = self->slot_count - 1;
    for (guint32 i = hash(self, text, length) & mask;; i = (i + 1) & mask) {
        guint32 *slot = &self->slots[i];
        gsize other_length;
        if (*slot == TEXT_TABLE_NONE)
            return slot;
        const char *other = text_table_get(self, *slot, &other_length);
        if (other_length == length && memcmp(other, text, length) == 0)
            return slot;
    }
}

static void grow(TextTable *self) {
    g_free(self->slots);
    self->slot_count *= 2;
    self->slots = g_new(guint32, self->slot_count);
    memset(self->slots, 0xff, self->slot_count * sizeof(guint32));
    guint32 mask = self->slot_count - 1;
    for (guint32 number = 0; number < self->count; number++) {
        gsize length;
        const char *text = text_table_get(self, number, &length);
        guint32 i = hash(self, text, length) & mask;
        while (self->slots[i] != TEXT_TABLE_NONE)
            i = (i + 1) & mask;
        self->slots[i] = number;
    }
}

guint32 text_table_add(TextTable *self, const char *text, gsize length) {
    guint32 *slot = find_slot(self, text, length);
    if (*slot != TEXT_TABLE_NONE)
        return *slot;
    if (length >= G_MAXUINT32 - 1 - self->octets->len)
        return TEXT_TABLE_NONE;
    guint32 number = self->count++;
    *slot = number;
    g_string_append_len(self->octets, text, (gssize)length);
    g_string_append_c(self->octets, '\0');
    guint32 next = (guint32)self->octets->len;
    g_array_append_val(self->starts, next);
    if (self->count > self->slot_count / 4 * 3)
        grow(self);
    return number;
}

guint32 text_table_find(const TextTable *self, const char *text, gsize length) {
    return *find_slot(self, text, length);
}
