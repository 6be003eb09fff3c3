/* shown-host.h - the host that a text shows its reader, where it reads as a URL or a domain.
 *
 * "https://www.example.dk/nyt", "www.example.dk" and "example.dk/nyt" do; "faktura.zip", "Node.js",
 * "ASP.NET", "e.g", "kl. 8.am" and addresses do not.  A bare name must be all of the text, end in a
 * public suffix, and be written as domains are.
 */
#ifndef SPAMLINT_MESSAGE_VIEW_SHOWN_HOST_H
#define SPAMLINT_MESSAGE_VIEW_SHOWN_HOST_H

#include <glib.h>

/* The host (A-labels, lower case) that `length` octets of valid UTF-8 show, or NULL.
 * `*ret_start`, `*ret_end` (may be NULL): the octets that show it. Given away. */
char *shown_host(const char *text, gsize length, gsize *ret_start, gsize *ret_end);
/* The host that one word is, read as a bare name; NULL: none. Given away. */
char *shown_host_of_word(const char *word, gsize length);

#endif
