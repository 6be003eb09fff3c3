/* registration.h - what a registry says of a domain, as one line of text.
 *
 * The value of a REGISTRATION record: words `key=value`, at least `state`; a value with blanks
 * stands in double quotes, with the escapes of a master file:
 *
 *     state=identified organization="Eksempel ApS" created=2011-02-03 source=whois
 *
 * state says how public the registrant is (identified, proxy, redacted, withheld, …).  The text
 * has one form, so that what is written and read again is the same octets.
 */
#ifndef SPAMLINT_EVIDENCE_REGISTRATION_H
#define SPAMLINT_EVIDENCE_REGISTRATION_H

#include <glib.h>

/* Checks the text and gives it in its one form; NULL and a problem, a sentence given away, where
 * a word is no key=value, a key stands twice, state is missing, or created, updated or expires is
 * no date (2011-02-03, or RFC 3339). */
char *registration_fold(const char *text, gsize length, char **ret_problem);
/* Appends one word; `value` is text without NUL. */
void registration_append(GString *text, const char *key, const char *value);
/* The value of a key in a folded text, or NULL. Given away. */
char *registration_get(const char *text, const char *key);

#endif
