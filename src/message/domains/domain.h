/* domain.h - domain names of mail: A-labels (RFC 5890) and organizational domains. */
#ifndef SPAMLINT_MESSAGE_DOMAINS_DOMAIN_H
#define SPAMLINT_MESSAGE_DOMAINS_DOMAIN_H

#include <glib.h>

/* The A-label form of a domain, lower case, without a final dot; NULL where it is not valid
 * under IDNA 2008 / UTS 46 (libidn2). Names that are ASCII and no LDH ("_dmarc") are valid. */
char *domain_to_ascii(const char *domain);
/* The U-label form of an A-label domain, as people write it; NULL where it has none. */
char *domain_to_unicode(const char *ascii_domain);
/* The organizational domain by the public suffix list (libpsl) of an A-label domain; the domain
 * itself where it is a public suffix. Given away. */
char *domain_organizational(const char *ascii_domain);
/* TRUE where both have the same organizational domain. */
gboolean domain_same_organization(const char *ascii_a, const char *ascii_b);
/* TRUE where the name lies below a suffix that the public suffix list knows: "example.dk", and not
 * "dk", "readme.txt" or "example.invalid". */
gboolean domain_is_registrable(const char *ascii_domain);

#endif
