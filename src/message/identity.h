/* identity.h - who the sender is, as the text says it.
 *
 * Three things name a sender: a firm's name with its legal form ("Eksempel ApS"), a name behind
 * "©" or "sent by", and the name that From shows or the domain that it stands under.  Legal forms
 * are matched as they are written and after a capitalised word: "as" and "inc" are words too.
 */
#ifndef SPAMLINT_MESSAGE_IDENTITY_H
#define SPAMLINT_MESSAGE_IDENTITY_H

#include "message/marks.h"

#include <glib.h>

typedef enum {
    IDENTITY_LEGAL_FORM, /* "Eksempel ApS" */
    IDENTITY_COPYRIGHT,  /* "© 2026 Eksempel" */
    IDENTITY_SENT_BY,    /* "sendt af Eksempel" */
    IDENTITY_FROM_NAME,  /* the display name of From */
    IDENTITY_DOMAIN,     /* the organizational domain of From */
} IdentityKind;

typedef struct {
    IdentityKind kind;
    gsize start, end; /* octets of the text: the name */
} Identity;

/* What From says, to be looked for in the text; either may be NULL. `domain` is the A-label domain
 * of From's address. */
typedef struct {
    const char *name;
    const char *domain;
} IdentityFrom;

/* Who is named within octets [start, end) of the text, in no order. `from` NULL: only by legal
 * form, copyright or "sent by". Given away. */
GArray *identity_find(const Marks *marks, gsize start, gsize end,
                      const IdentityFrom *from); /* of Identity */

/* Only the part about From: adds to `found` (of Identity). */
void identity_find_from(const char *text, const Words *words, gsize start, gsize end,
                        const IdentityFrom *from, GArray *found);

/* TRUE where the text (an image's alternative; borrowed, may be NULL) holds From's name or domain.
 */
gboolean identity_in_text(const char *text, const IdentityFrom *from);

/* How many octets of the domain's label the folded word stands for, from its beginning: domains
 * write "æøå" as "ae", "oe", "aa" or as "a", "o", "a".  *ret_whole: all of the word is in them. */
gsize identity_label_match(const char *label, const char *folded, gboolean *ret_whole);

#endif
