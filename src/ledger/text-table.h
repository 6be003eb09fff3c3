/* text-table.h - very many short texts, each once, in little memory.
 *
 * A list of a million addresses as strings of their own in a hash table takes 100 MB; here their
 * octets lie behind one another, with four octets for where each begins and eight or less for
 * finding it: 36 MB.  Texts are numbered from 0 in the order in which they came and are never
 * taken out.
 */
#ifndef SPAMLINT_LEDGER_TEXT_TABLE_H
#define SPAMLINT_LEDGER_TEXT_TABLE_H

#include <glib.h>

#define TEXT_TABLE_NONE G_MAXUINT32

typedef struct {
    GString *octets;    /* of all texts, each with a NUL behind it */
    GArray *starts;     /* of guint32: where each begins, and where the next one would */
    guint32 *slots;     /* by hash: numbers of texts, or TEXT_TABLE_NONE; linear probing */
    guint32 slot_count; /* a power of two */
    guint32 count;
    guint32 seed; /* of the hash, so that nobody can choose addresses that collide */
} TextTable;

TextTable *text_table_new(void);
void text_table_free(TextTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TextTable, text_table_free)

/* The number of the text, which is added where it is not there; TEXT_TABLE_NONE: the table is full
 * (4 GiB of octets). */
guint32 text_table_add(TextTable *self, const char *text, gsize length);
/* The number of the text, or TEXT_TABLE_NONE. */
guint32 text_table_find(const TextTable *self, const char *text, gsize length);
/* A text by its number: NUL-terminated, borrowed until the next one is added. */
const char *text_table_get(const TextTable *self, guint32 number, gsize *ret_length);

#endif
