/* look.h - how a name looks: its skeleton (UTS 39 section 4), so that names that a reader takes for
 * one another compare equal.
 *
 * "paypa1", "PayPaI" and "раураl" all look like "paypal", "rnicrosoft" like "microsoft".  What look
 * gives is for comparing only; nobody is to read it.
 */
#ifndef SPAMLINT_MESSAGE_DOMAINS_LOOK_H
#define SPAMLINT_MESSAGE_DOMAINS_LOOK_H

#include <glib.h>

/* The look of a label or word of valid UTF-8, as it is written: a capital "I" is an "l", a small
 * one is not. Lower case. Safe from any thread. Given away. */
char *look_of(const char *text);
/* The same without accents: "nordéa" looks like "nordea". Not for names that Danes choose:
 * "rødgrød" and "rodgrod" are one firm. Given away. */
char *look_of_base(const char *text);

#endif
