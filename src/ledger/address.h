/* address.h - the form of an address that ledgers and recipients are compared in.
 *
 * Whoever reads a list of addresses takes Bo@Example.dk and bo@example.dk for one, and the domain
 * rød.example for xn--rd-lka.example.  RFC 5321 section 2.4 lets local parts differ by case alone;
 * no mail provider uses that, and here it would let mail through to one who has unsubscribed.  So a
 * key is the local part, unquoted, NFC and Unicode case-folded, "@", and the domain in A-labels.
 * "bo+nyt@" and "bo@" are two addresses.
 */
#ifndef SPAMLINT_LEDGER_ADDRESS_H
#define SPAMLINT_LEDGER_ADDRESS_H

#include "message/mime/mailbox.h"

#include <glib.h>

/* Replaces `key` by the key of an address as a list has it: bare, of valid UTF-8.  FALSE: it is no
 * address. */
gboolean address_key(const char *text, gsize length, GString *key);
/* The same for "@example.dk". */
gboolean address_domain_key(const char *text, gsize length, GString *key);
/* The key of a mailbox of the message; FALSE where it has no domain that mail can go to. */
gboolean address_mailbox_key(const Mailbox *mailbox, GString *key);

#endif
