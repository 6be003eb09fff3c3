/* dns-wire.h - reading DNS messages (RFC 1035 section 4).
 *
 * Everything a name server sends passes here and nowhere else.  Strict on what is used: a message
 * that does not answer the question asked, whose names do not end, or whose records do not fill
 * their length exactly is SERVFAIL, never half an answer.
 */
#ifndef SPAMLINT_EVIDENCE_DNS_WIRE_H
#define SPAMLINT_EVIDENCE_DNS_WIRE_H

#include "evidence/answer.h"

/* The number of a type on the wire (RFC 1035 section 3.2.2, RFC 3596); 0: not a DNS type. */
guint dns_wire_type(QuestionType type);

/* TRUE where the header says that the message is cut short (TC). */
gboolean dns_wire_truncated(const guint8 *bytes, gsize length);

/* Reads the answer to `name` (folded) and `type` from a message.  CNAMEs are followed inside the
 * message; *hops counts them from question to question, over LIMIT_CNAME_HOPS is SERVFAIL.  Where
 * the chain leads to a name that the message says nothing of, neither records nor (by an SOA,
 * RFC 2308 section 2.2) that there are none, *ret_follow is that name, to be asked next, and the
 * return value NULL.  Records come sorted.  Both given away. */
Answer *dns_wire_read(const guint8 *bytes, gsize length, const char *name, QuestionType type,
                      guint *hops, char **ret_follow);

#endif
