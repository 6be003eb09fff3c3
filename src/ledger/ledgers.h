/* ledgers.h - what the user's files say about recipients: --consent, --suppressed, --recipients.
 *
 * All three are read before anything is linted, so that a malformed line costs no half-done run.
 * Where --recipients is given, each recipient is looked up in the other two once and not again for
 * each message.
 */
#ifndef SPAMLINT_LEDGER_LEDGERS_H
#define SPAMLINT_LEDGER_LEDGERS_H

#include "ledger/consent.h"
#include "ledger/suppressed.h"

/* Immutable after loading: shared by the threads. */
typedef struct Ledgers {
    Consent *consent;       /* NULL: no --consent */
    Suppressed *suppressed; /* NULL: no --suppressed */
    TextTable *recipients;  /* keys (address.h); NULL: no --recipients */
    guint32 *consent_of;    /* for each of the recipients: consent_find(); NULL: no --consent */
    guint8 *suppressed_by;  /* for each of the recipients: SuppressedBy; NULL: no --suppressed */
} Ledgers;

/* Paths are NULL where the option was not given. NULL: nothing may be linted, `errors` says why. */
Ledgers *ledgers_load(const char *consent, const char *suppressed, const char *recipients,
                      const Phrases *phrases, LineErrors *errors);
void ledgers_free(Ledgers *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Ledgers, ledgers_free)

#endif
