/* nameserver.h - the argument of --nameserver: ADDR, ADDR:PORT, ADDR6 or [ADDR6]:PORT.
 *
 * Addresses only: a name would need a resolver to find the resolver.
 */
#ifndef SPAMLINT_EVIDENCE_NAMESERVER_H
#define SPAMLINT_EVIDENCE_NAMESERVER_H

#include <glib.h>

/* Checks one argument and gives it as "ADDR:PORT" or "[ADDR6]:PORT" with port 53 where it has
 * none; NULL and an error naming the option, what was found and what was expected. Given away. */
char *nameserver_parse(const char *text, GError **error);

#endif
