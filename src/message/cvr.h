/* cvr.h - Danish company numbers in a text.
 *
 * The central business register gives every Danish firm, association and authority eight digits,
 * the last of which checks the others (modulus 11, weights 2, 7, 6, 5, 4, 3, 2, 1).  They are
 * written "CVR-nr. 12 34 56 78", "SE-nr. 12345678", "VAT no. DK12345678", "CVR12345678".
 */
#ifndef SPAMLINT_MESSAGE_CVR_H
#define SPAMLINT_MESSAGE_CVR_H

#include "message/words/words.h"

#include <glib.h>

#define CVR_DIGITS 8u

typedef struct {
    gsize start, end; /* octets of the text: the digits, "DK" before them not counted */
    guint digits;     /* how many */
    gboolean valid;   /* CVR_DIGITS that pass modulus 11 */
} Cvr;

/* TRUE where these eight digits (the first of `digits`, ASCII) pass modulus 11. */
gboolean cvr_is_valid(const char *digits);

/* The numbers called CVR, SE or VAT number in the text, and those written "DK12345678"; `hits` are
 * the text's (list "cvr").  Of words that name other numbers too ("registration no.", weight
 * under 1) only what is a valid number counts.  In order; given away. */
GArray *cvr_find(const char *text, gsize length, const Words *words, const Hits *hits);

#endif
