/* postcode.h - postcode and town: the part of a postal address that can be told by its shape.
 *
 * A table says how each country writes its postcode and on which side of it the town stands
 * (Universal Postal Union, addressing systems).  Shapes with letters, prefixes ("DK-2100") and
 * codes behind a state ("CA 94041") are strong: nothing else looks so.  Four or five digits before
 * a capitalised word are weak: postal.c accepts them only beside what is plainly a street.
 */
#ifndef SPAMLINT_MESSAGE_POSTCODE_H
#define SPAMLINT_MESSAGE_POSTCODE_H

#include "message/marks.h"

#include <glib.h>

typedef struct {
    guint first, last;           /* words: region, postcode and town, without a town before it */
    guint code_first, code_last; /* words of the postcode itself, without a prefix */
    const char *country;         /* ISO 3166 alpha-2 where the shape tells, else NULL */
    gboolean strong;
    gboolean town_before;     /* the town stands before the postcode */
    gboolean number_optional; /* houses have names there: no street number is needed */
    gboolean year_like;       /* 1900 to 2099 and nothing that tells it from a year */
} Locality;

/* The locality whose postcode begins at word n (of marks->from … to). FALSE: none. */
gboolean locality_match(const Marks *marks, guint n, Locality *ret);

/* Lower-case words inside names of towns and streets ("Frankfurt am Main", "rue de la Paix"). */
gboolean locality_is_particle(const char *folded);

#endif
