/* mailbox.h - address fields (RFC 5322 section 3.4, RFC 6532, RFC 6854).
 *
 * Mailboxes of From, Sender, Reply-To, To, Cc and Bcc, each with its display name, addr-spec and
 * place.  Obsolete syntax (section 4.4) is read; what is no address at all is kept as invalid.
 */
#ifndef SPAMLINT_MESSAGE_MIME_MAILBOX_H
#define SPAMLINT_MESSAGE_MIME_MAILBOX_H

#include "message/domains/domain.h"
#include "message/mime/fields.h"

#include <glib.h>

typedef struct {
    char *name;    /* display name, decoded to UTF-8, unquoted; NULL where there is none */
    char *address; /* addr-spec as written, without comments and folding; "" where none is. Octets
                    * that are no UTF-8, and NUL, are U+FFFD (and `valid` is FALSE) */
    char *local;   /* local part, unquoted */
    char *domain;  /* domain as written, NULL where there is no "@" */
    char *ascii_domain; /* A-labels, lower case (libidn2, UTS 46 non-transitional, IDNA 2008);
                         * NULL where the domain is missing, a literal, or not valid */
    char *group;        /* name of the group it stands in, or NULL */
    gboolean valid;     /* the addr-spec follows the grammar (obsolete forms too) */
    gboolean literal;   /* the domain is an address literal "[192.0.2.1]" */
    gboolean route;     /* a source route stood before it ("<@a,@b:c@d>", obsolete) */
    gsize start, end;   /* octets of field->value: the whole mailbox */
    gsize address_start, address_end; /* octets of field->value: the addr-spec */
} Mailbox;

typedef struct {
    GPtrArray *mailboxes; /* of Mailbox */
    guint groups;         /* groups, empty ones too ("undisclosed-recipients:;") */
    char *first_group;    /* name of the first group, or NULL */
    gboolean truncated;   /* LIMIT_MAILBOXES */
} MailboxList;

/* Reads an address-list. Never NULL. */
MailboxList *mailbox_list_parse(const char *value, gsize length);
void mailbox_list_free(MailboxList *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MailboxList, mailbox_list_free)

#endif
