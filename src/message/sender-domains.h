/* sender-domains.h - the domains that a message shows to be its sender's.
 *
 * Those of From, of Sender, of the d= of its DKIM-Signatures (RFC 6376 section 3.5) and those that
 * the user named (--sender-domain), as organizational domains.  Nothing is verified here: offline,
 * a signature is a claim.
 */
#ifndef SPAMLINT_MESSAGE_SENDER_DOMAINS_H
#define SPAMLINT_MESSAGE_SENDER_DOMAINS_H

#include "message/message.h"

#include <glib.h>

typedef enum {
    SENDER_FROM = 1 << 0,
    SENDER_SENDER = 1 << 1,
    SENDER_SIGNER = 1 << 2, /* d= */
    SENDER_GIVEN = 1 << 3,  /* --sender-domain */
} SenderSource;
#define SENDER_ANY 0xf

typedef struct {
    char *organization; /* A-labels */
    guint sources;      /* SenderSource flags */
} SenderDomain;

/* One DKIM-Signature. */
typedef struct {
    const Field *field; /* borrowed */
    char *domain;       /* d= in A-labels, or NULL */
    gsize start, end;   /* octets of field->value: the value of d= */
} Signer;

typedef struct SenderDomains {
    GArray *domains;  /* of SenderDomain, none twice */
    GArray *signers;  /* of Signer, in order, at most SENDER_SIGNERS */
    gboolean aligned; /* a d= lies in From's organizational domain */
} SenderDomains;

/* Signatures that are read; verifiers stop at fewer. */
#define SENDER_SIGNERS 20u

/* Those of the message, worked out on first use. Borrowed. */
const SenderDomains *sender_domains(Message *message);
void sender_domains_free(SenderDomains *self);

/* TRUE where the host (A-labels, or NULL) lies in an organizational domain that one of `sources`
 * names. */
gboolean sender_domains_hold(const SenderDomains *self, guint sources, const char *host);

#endif
