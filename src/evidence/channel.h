/* channel.h - opening a c-ares channel and asking through it.
 *
 * c-ares 1.28 deprecated the calls that give octets of the reply.  What differs between 1.18.1
 * (the floor) and newer ones stands here; the rest of the program sees octets only.
 */
#ifndef SPAMLINT_EVIDENCE_CHANNEL_H
#define SPAMLINT_EVIDENCE_CHANNEL_H

#include <ares.h>
#include <glib.h>

/* Octets of a reply over UDP: fits one packet everywhere (DNS Flag Day 2020). */
#define CHANNEL_UDP_OCTETS 1232u

/* A channel speaks UDP or TCP, never both: an error of one TCP connection makes c-ares 1.18.1 start
 * over with every question that is out to the same server, and each has two tries only.  Replies
 * over UDP that are cut short are given as they are. */
typedef enum { CHANNEL_UDP, CHANNEL_TCP, CHANNELS } ChannelKind;

/* Opens a channel to these servers (arguments of --nameserver), with NULL or none to the system's.
 * All tries at all of them together take about `patience` seconds.  `watch` is c-ares'
 * ARES_OPT_SOCK_STATE_CB.  NULL and an error that names the option.  For ares_destroy(). */
ares_channel channel_open(ChannelKind kind, const char *const *nameservers, double patience,
                          ares_sock_state_cb watch, gpointer data, GError **error);

/* `status` is one of c-ares'; bytes are NULL where no reply came, borrowed. */
typedef void (*ChannelReply)(gpointer data, int status, const guint8 *bytes, gsize length);

/* Asks for records of class IN; `reply` is called once, perhaps before this returns. `name` is
 * folded (dns-name.h); `type` is a number on the wire. */
void channel_query(ares_channel channel, const char *name, guint type, ChannelReply reply,
                   gpointer data);

#endif
