/* consent.h - the ledger of --consent: who agreed to receive mail, when, how, and until when.
 *
 * A CSV file, `email,consented_at,source[,withdrawn_at]`, times by RFC 3339 (a date alone is its
 * first second, UTC).  Its first record may name the columns: then they may stand in any order,
 * with others between them.
 *
 * An address may have several records.  What counts is the moment that a message is sent:
 *  - consents of a later date are passed over, and so are withdrawals;
 *  - a consent holds that is later than every withdrawal of that address, in whichever record;
 *  - the latest one that holds counts; a bought, rented, borrowed, scraped or third-party source is
 *    no consent, and takes none away that the reader gave the sender before.
 */
#ifndef SPAMLINT_LEDGER_CONSENT_H
#define SPAMLINT_LEDGER_CONSENT_H

#include "input/reader.h"
#include "ledger/line-errors.h"
#include "ledger/text-table.h"
#include "message/words/phrases.h"

#include <glib.h>

/* Immutable after loading: shared by the threads. */
typedef struct {
    TextTable *addresses; /* keys (address.h) */
    GArray *first;        /* of guint32: the first record of each of them */
    GArray *records;      /* private */
    TextTable *sources;   /* of those that count as third-party */
} Consent;

typedef enum {
    CONSENT_HOLDS,
    CONSENT_THIRD_PARTY, /* `source` */
    CONSENT_WITHDRAWN,   /* `moment`: when */
    CONSENT_LATER,       /* `moment`: of the first consent, which the message comes before */
    CONSENT_NONE,
} ConsentState;

typedef struct {
    ConsentState state;
    gint64 moment;      /* of CONSENT_HOLDS: when it was given */
    const char *source; /* borrowed */
} ConsentAnswer;

/* Reads the file; what is malformed goes to `errors`.  Borrows nothing.  NULL: it cannot be opened.
 */
Consent *consent_load(const char *path, const Phrases *phrases, LineErrors *errors);
/* The same from a reader, which it takes; `path` names it in errors. Never NULL. */
Consent *consent_read(Reader *reader, const char *path, const Phrases *phrases, LineErrors *errors);
void consent_free(Consent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Consent, consent_free)

/* TRUE where the words of a source (valid UTF-8) say that the list is not the sender's own: the
 * phrases of data/words/third-party.txt. */
gboolean consent_third_party(const Phrases *phrases, const char *source, gsize length);

/* The number of an address in the ledger, or TEXT_TABLE_NONE. */
guint32 consent_find(const Consent *self, const char *key, gsize length);
/* Whether that address (TEXT_TABLE_NONE: none) has consented to a message that is dated `dated`;
 * withdrawals until `sent` count. */
ConsentAnswer consent_at(const Consent *self, guint32 address, gint64 dated, gint64 sent);

#endif
