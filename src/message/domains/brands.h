/* brands.h - names that fraud borrows, and the domains that their owners send from.
 *
 * A brand file, data/brands/brands.txt, one brand a line, its names before the colon:
 *     # comment
 *     PostNord, Post Nord: postnord.dk postnord.com
 *     =Nets, Nets Danmark: nets.eu nets.dk       "=": a word of the language too
 *     Amazon: amazon.* amazonses.com             "*": under .com and the domains of countries
 * Names are compared as whole folded words, and by their looks ("PayPaI", "Paypa1").  One that is a
 * common word counts only where it is the whole display name, words such as "support" or "A/S"
 * aside.  A domain
 * stands for all below it; with "+" in front it is one on which others have pages
 * ("+facebook.com"): to show it is not to claim to be the brand.
 */
#ifndef SPAMLINT_MESSAGE_DOMAINS_BRANDS_H
#define SPAMLINT_MESSAGE_DOMAINS_BRANDS_H

#include <glib.h>

typedef struct Brand Brand;
/* All of them, immutable after loading: shared by the threads. */
typedef struct Brands Brands;

/* The shipped file, and for each of `extra` (paths, may be NULL) its brands added; one whose first
 * name is known adds its names and domains to that brand.  NULL with "FILE:LINE: …" where a file
 * cannot be read or a line is malformed. */
Brands *brands_load(const char *const *extra, GError **error);
void brands_free(Brands *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Brands, brands_free)

/* The name to show ("PostNord"), and one of its domains ("postnord.dk"). Borrowed. */
const char *brand_name(const Brand *brand);
const char *brand_domain(const Brand *brand);

/* The brand whose domain this host (A-labels, lower case) is or lies below, the first one of the
 * file; NULL: of none. NULL brands (tests) and a NULL host have none. */
const Brand *brands_of_host(const Brands *self, const char *host);
/* TRUE where the host is or lies below a domain of that brand; several may share one (digst.dk). */
gboolean brand_owns(const Brand *brand, const char *host);
/* TRUE where the host is marked as one on which others have pages. */
gboolean brands_hosts_others(const Brands *self, const char *host);
/* The brand that a label (valid UTF-8, lower case) is taken for: it looks like the name of one of
 * its domains and is not that name. NULL: none. */
const Brand *brands_taken_for(const Brands *self, const char *label);

typedef struct {
    const Brand *brand;
    gsize start, end; /* octets of the text: the name */
    guint word;       /* words before it */
    gboolean altered; /* it only looks like the name: "PayPaI" */
} BrandMention;

/* The first name of a brand in a text of valid UTF-8 (a display name, a subject). `whole`: a common
 * word counts too where it is all that the text says. FALSE: none. */
gboolean brands_find(const Brands *self, const char *text, gboolean whole,
                     BrandMention *ret_mention);

#endif
