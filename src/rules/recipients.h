/* recipients.h - who receives the message, as the rules of clause consent judge them.
 *
 * They are those of --recipients, else those of To, Cc and Bcc, each once and in that order.
 * Addresses that cannot be mailed to are left out (to-address names them), and the sender's own:
 * nobody subscribes with himself, and To: is often From where the readers stand in Bcc.
 */
#ifndef SPAMLINT_RULES_RECIPIENTS_H
#define SPAMLINT_RULES_RECIPIENTS_H

#include "rules/rule.h"

typedef struct {
    const char *key; /* address.h; borrowed from the walk */
    gsize length;
    const char *address; /* as the message has it, or as the list does */
    guint32 number;      /* in ledgers->recipients, or TEXT_TABLE_NONE */
} Recipient;

typedef struct {
    const Check *check;
    const TextTable *list; /* of --recipients; NULL: those of the message */
    GHashTable *named;     /* private, like all below: by key, those of To, Cc and Bcc */
    GPtrArray *order;
    char *own; /* the key of From, or NULL */
    guint32 at;
} Recipients;

/* Borrows the check. */
void recipients_init(Recipients *self, const Check *check);
void recipients_clear(Recipients *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Recipients, recipients_clear)

/* The next one; FALSE: no more. */
gboolean recipients_next(Recipients *self, Recipient *ret_recipient);
/* Begins again with the first one. */
void recipients_rewind(Recipients *self);
/* Where the address stands in To, Cc or Bcc; the message's first octet where it does not. */
Place recipients_place(const Recipients *self, const Recipient *recipient);
/* " (3 of 12 recipients)", or "" where there is one recipient. Given away. */
char *recipients_share(guint affected, guint all);

#endif
