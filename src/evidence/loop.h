/* loop.h - the two c-ares channels, their sockets, and the wait for what comes next.
 *
 * One thread owns a loop; other threads may only wake it.  c-ares tells which sockets it watches
 * (ares_getsock would see 16 of them); poll(2) waits for those, for a byte in the pipe that wakes,
 * and for the time when a try is over.
 */
#ifndef SPAMLINT_EVIDENCE_LOOP_H
#define SPAMLINT_EVIDENCE_LOOP_H

#include "evidence/channel.h"

typedef struct {
    ares_channel channels[CHANNELS];
    GArray *sockets; /* of struct pollfd: the pipe, then c-ares' */
    int wake[2];     /* a pipe */
} Loop;

void loop_init(Loop *self);
/* Opens channels and pipe; arguments as of channel_open(). To be closed also where it fails. */
gboolean loop_open(Loop *self, const char *const *nameservers, double patience, GError **error);
/* Ends what is out: the callbacks are called. */
void loop_close(Loop *self);
/* Sleeps until something comes in, a try is over, loop_wake() is called, or `until` (monotonic
 * microseconds, G_MAXINT64: no such time); then lets c-ares work, which calls back. */
void loop_wait(Loop *self, gint64 until);
/* Thread-safe. */
void loop_wake(Loop *self);

#endif
