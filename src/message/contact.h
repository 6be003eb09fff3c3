/* contact.h - ways to reach the sender: e-mail addresses, telephone numbers, links for help.
 *
 * A number is judged by how it is written and by the word before it: "Tlf. 12 34 56 78" is a
 * telephone number, "CVR 12 34 56 78" and an order number are none.  An address that is the
 * reader's own ("sent to …"), one to be put into an address book, and one that ends the
 * subscription are no way to reach anybody.
 */
#ifndef SPAMLINT_MESSAGE_CONTACT_H
#define SPAMLINT_MESSAGE_CONTACT_H

#include "message/link-words.h"
#include "message/marks.h"

#include <glib.h>

typedef enum {
    CONTACT_EMAIL,     /* an address in the text, or a mailto link */
    CONTACT_TELEPHONE, /* a number in the text, or a tel link */
    CONTACT_LINK,      /* a link offered for contact, help or customer service */
} ContactKind;

typedef struct {
    ContactKind kind;
    gsize start, end; /* octets of the view's text */
} Contact;

/* E-mail addresses and telephone numbers as text, whoever they belong to. Given away. */
GArray *contact_addresses(const char *text, gsize start, gsize end);    /* of Contact */
GArray *contact_telephones(const Marks *marks, gsize start, gsize end); /* of Contact */

/* The ways to reach the sender within octets [start, end) of the reading's view, whose marks these
 * are, in no order.
 * `own` (of const Mailbox *, may be NULL): the reader's addresses. Given away. */
GArray *contact_find(const Reading *reading, const Marks *marks, const GPtrArray *own, gsize start,
                     gsize end);

#endif
