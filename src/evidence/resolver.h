/* resolver.h - the live filler: DNS through c-ares (design.md, decision 3).
 *
 * One thread owns the c-ares channel and its event loop; at most LIMIT_IN_FLIGHT questions are
 * out at once.  SERVFAIL is told from a time-out and NXDOMAIN from NODATA; a dead server costs a
 * bounded time; answers of any shape are parsed by dns-wire.h or become SERVFAIL.
 */
#ifndef SPAMLINT_EVIDENCE_RESOLVER_H
#define SPAMLINT_EVIDENCE_RESOLVER_H

#include "evidence/table.h"

typedef struct Resolver Resolver;

typedef struct {
    const char *const *nameservers; /* "ADDR[:PORT]" or "[ADDR6]:PORT"; empty or NULL: the system's */
    double timeout;                 /* seconds a question may take in all (--timeout) */
} ResolverOptions;

/* Starts the resolver; on failure NULL and the reason ("--nameserver: …"). */
Resolver *resolver_new(const ResolverOptions *options, GError **error);
/* Stops its thread; questions still out are answered TIMEOUT first. */
void resolver_free(Resolver *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Resolver, resolver_free)
Filler resolver_filler(Resolver *self);

#endif
