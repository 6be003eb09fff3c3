/* postal.h - postal addresses in a text.
 *
 * An address is a street and number, or a post-office box, with postcode and town, on one line or
 * over several, with whatever separators.  It is found from its surest part, postcode and town
 * (postcode.h), looking from there for the street.  How sure the one is decides how much is asked
 * of the other: before "CA 94041" any house number with a name will do, while "8000 Aarhus" needs
 * a word that names a street, or a name and number that fill their place between two separators.
 * Years, prices, telephone and order numbers are none.
 */
#ifndef SPAMLINT_MESSAGE_POSTAL_H
#define SPAMLINT_MESSAGE_POSTAL_H

#include "message/marks.h"

#include <glib.h>

typedef struct {
    gsize start, end;    /* octets of the text, from the street to the town or postcode */
    const char *country; /* ISO 3166 alpha-2 where the postcode tells, else NULL */
    gboolean box;        /* a post-office box, no street */
} PostalAddress;

/* The addresses within octets [start, end) of the text of `marks`, in order. The lists street,
 * postbox, region, country, quantity, telephone and reference are read. Given away. */
GArray *postal_find(const Marks *marks, gsize start, gsize end); /* of PostalAddress */

#endif
