/* suppressed.h - the list of --suppressed: who has unsubscribed.
 *
 * A line is an address, a domain ("@example.dk": every address at it, none below it), or the
 * SHA-256 of a lower-cased address, so that the list can be handed on without telling who stands on
 * it; or the file is a CSV with a column "email" of these.  An address whose domain is
 * international may have been hashed in either form of it.
 */
#ifndef SPAMLINT_LEDGER_SUPPRESSED_H
#define SPAMLINT_LEDGER_SUPPRESSED_H

#include "input/reader.h"
#include "ledger/line-errors.h"
#include "ledger/text-table.h"

#include <glib.h>

/* Immutable after loading: shared by the threads. */
typedef struct {
    TextTable *keys;   /* of addresses and domains (address.h) */
    TextTable *hashes; /* octets */
} Suppressed;

typedef enum { SUPPRESSED_NO, SUPPRESSED_ADDRESS, SUPPRESSED_DOMAIN, SUPPRESSED_HASH } SuppressedBy;

/* Reads the file; what is malformed goes to `errors`. NULL: it cannot be opened. */
Suppressed *suppressed_load(const char *path, LineErrors *errors);
/* The same from a reader, which it takes; `path` names it in errors. Never NULL. */
Suppressed *suppressed_read(Reader *reader, const char *path, LineErrors *errors);
void suppressed_free(Suppressed *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Suppressed, suppressed_free)

/* What on the list stands for the address with that key; `written` is the address as the message
 * has it, or NULL. */
SuppressedBy suppressed_find(const Suppressed *self, const char *key, gsize length,
                             const char *written);

#endif
