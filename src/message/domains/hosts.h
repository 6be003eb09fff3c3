/* hosts.h - lists of domains that rules know: free mail, throw-away mailboxes, shorteners …
 *
 * A host list, data/hosts/<list>.txt, one domain a line, A-labels or U-labels:
 *     # comment
 *     example.com          the domain and all below it
 *     =example.com         the domain alone: not the hosts of its owner below it
 *     *.example.com        what is below it only
 *     example.*            that label directly below any public suffix
 *     mail*.example.com    any octets in between
 */
#ifndef SPAMLINT_MESSAGE_DOMAINS_HOSTS_H
#define SPAMLINT_MESSAGE_DOMAINS_HOSTS_H

#include <glib.h>

/* The lists, immutable after loading: shared by the threads. */
typedef struct Hosts Hosts;
/* The shipped lists (resources below /spamlint/hosts/), and for each file of `extra` (paths, may be
 * NULL) named like a list its domains added: "shortener.txt" extends the list "shortener".  NULL
 * with "FILE:LINE: …" where a file cannot be read or a line is malformed. */
Hosts *hosts_load(const char *const *extra, GError **error);
void hosts_free(Hosts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Hosts, hosts_free)
/* TRUE where `host` (an A-label name, lower case, as domain_to_ascii() gives it) is on the list.
 * NULL lists (tests) and a NULL host hold nothing. */
gboolean hosts_contain(const Hosts *self, const char *list, const char *host);

#endif
