/* resolver.h - the live filler: DNS through c-ares (design.md, decision 3).
 *
 * One thread owns the c-ares channel and its event loop; at most LIMIT_IN_FLIGHT questions are
 * out at once.  SERVFAIL is told from a time-out and NXDOMAIN from NODATA; a dead server costs a
 * bounded time; answers of any shape are parsed by dns-wire.h or become SERVFAIL.
 *
 * A question has at most RESOLVER_PATIENCE seconds on the wire, however many servers there are.
 * After RESOLVER_STRIKES questions in a row without a reply, each asked when the last reply had
 * come in already, the resolver counts as dead: every question left, and every later one, is
 * TIMEOUT at once.
 */
#ifndef SPAMLINT_EVIDENCE_RESOLVER_H
#define SPAMLINT_EVIDENCE_RESOLVER_H

#include "evidence/table.h"

/* Two tries, the second twice as long, at one server; shared out where there are more. */
#define RESOLVER_PATIENCE 4.0
#define RESOLVER_STRIKES 8u

typedef struct Resolver Resolver;

typedef struct {
    const char *const
        *nameservers; /* "ADDR[:PORT]" or "[ADDR6]:PORT"; empty or NULL: the system's */
    double timeout;   /* seconds a question may take in all (--timeout), its place in the queue
                       * included; 0: the default of 20. One message's: table_set_timeout() */
} ResolverOptions;

/* Starts the resolver; on failure NULL and the reason ("--nameserver: …"). */
Resolver *resolver_new(const ResolverOptions *options, GError **error);
/* Stops its thread; questions still out are answered TIMEOUT first. Nothing may be asked any more;
 * the table must still be there. */
void resolver_free(Resolver *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Resolver, resolver_free)
/* Its filler; a REGISTRATION, which is not DNS, is answered SKIPPED. */
Filler resolver_filler(Resolver *self);

#endif
