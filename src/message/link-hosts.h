/* link-hosts.h - where the links of a message lead as a whole, and which hosts only count clicks.
 *
 * Mail providers write links so that they lead through a host of theirs or of the sender, which
 * counts the click and sends the reader on.  Such a tracker is known by what the message says of
 * it: it is a domain of the sender, it signed the message, List-Unsubscribe leads to it, most of
 * the links of the message do, or it is on the shipped list (data/hosts/tracker.txt).
 */
#ifndef SPAMLINT_MESSAGE_LINK_HOSTS_H
#define SPAMLINT_MESSAGE_LINK_HOSTS_H

#include "message/message.h"

#include <glib.h>

typedef struct LinkHosts {
    GHashTable *counts;     /* organizational domain to the number of http links to it */
    guint links;            /* http links in all */
    GPtrArray *unsubscribe; /* of char *: organizational domains of List-Unsubscribe */
} LinkHosts;

typedef enum {
    TRACKER_NONE,
    TRACKER_SENDER,      /* a domain of From, Sender or --sender-domain */
    TRACKER_SIGNER,      /* d= */
    TRACKER_LISTED,      /* data/hosts/tracker.txt */
    TRACKER_UNSUBSCRIBE, /* List-Unsubscribe */
    TRACKER_MOST,        /* over half of the links, of at least LINK_HOSTS_MANY */
} Tracker;

#define LINK_HOSTS_MANY 4u

/* Those of the message, worked out on first use. Borrowed. */
const LinkHosts *link_hosts(Message *message);
void link_hosts_free(LinkHosts *self);
/* Why the host (A-labels, lower case) is a tracker of this message, the surest reason first. */
Tracker link_hosts_tracker(Message *message, const char *host);

#endif
