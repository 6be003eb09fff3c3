/* list-unsubscribe.h - the value of a List-Unsubscribe field (RFC 2369 section 2). */
#ifndef SPAMLINT_RULES_LIST_UNSUBSCRIBE_H
#define SPAMLINT_RULES_LIST_UNSUBSCRIBE_H

#include <glib.h>

/* The URIs between "<" and ">" of a decoded value, in order; comments and white space inside the
 * brackets are passed over. NULL where it is not RFC 2369: no "<…>", text between, an empty one.
 * Given away. */
GPtrArray *list_unsubscribe_parse(const char *value); /* of char * */

#endif
