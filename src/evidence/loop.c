/* loop.c - poll(2) over the sockets of c-ares. */
#include "evidence/loop.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <poll.h>
#include <unistd.h>

/* c-ares tells which sockets it watches for what. */
static void watch(void *data, ares_socket_t fd, int readable, int writable) {
    Loop *self = data;
    short events = (short)((readable ? POLLIN : 0) | (writable ? POLLOUT : 0));

    for (guint i = 1; i < self->sockets->len; i++) {
        struct pollfd *socket = &g_array_index(self->sockets, struct pollfd, i);
        if (socket->fd != fd)
            continue;
        if (events != 0)
            socket->events = events;
        else
            g_array_remove_index_fast(self->sockets, i);
        return;
    }
    if (events != 0) {
        struct pollfd socket = {.fd = fd, .events = events};
        g_array_append_val(self->sockets, socket);
    }
}

void loop_init(Loop *self) {
    *self = (Loop){.wake = {-1, -1}};
    self->sockets = g_array_new(FALSE, FALSE, sizeof(struct pollfd));
}

gboolean loop_open(Loop *self, const char *const *nameservers, double patience, GError **error) {
    if (!g_unix_open_pipe(self->wake, FD_CLOEXEC, error) ||
        !g_unix_set_fd_nonblocking(self->wake[0], TRUE, error) ||
        !g_unix_set_fd_nonblocking(self->wake[1], TRUE, error))
        return FALSE;
    struct pollfd wake = {.fd = self->wake[0], .events = POLLIN};
    g_array_append_val(self->sockets, wake);
    for (guint i = 0; i < CHANNELS; i++) {
        self->channels[i] = channel_open((ChannelKind)i, nameservers, patience, watch, self, error);
        if (self->channels[i] == NULL)
            return FALSE;
    }
    return TRUE;
}

void loop_close(Loop *self) {
    for (guint i = 0; i < CHANNELS; i++) {
        if (self->channels[i] != NULL)
            ares_destroy(self->channels[i]);
    }
    for (guint i = 0; i < G_N_ELEMENTS(self->wake); i++) {
        if (self->wake[i] >= 0)
            close(self->wake[i]);
    }
    g_array_unref(self->sockets);
}

/* How long poll(2) may sleep: until a question's time is up, or a try of c-ares. */
static int sleep_ms(Loop *self, gint64 until) {
    gint64 wait_ms = G_MAXINT64;

    /* Rounded up: a loop that wakes a moment early would spin. */
    if (until != G_MAXINT64)
        wait_ms = MAX(until - g_get_monotonic_time(), 0) / 1000 + 1;
    for (guint i = 0; i < CHANNELS; i++) {
        struct timeval space, *soonest = ares_timeout(self->channels[i], NULL, &space);
        if (soonest != NULL)
            wait_ms = MIN(wait_ms, (gint64)soonest->tv_sec * 1000 + soonest->tv_usec / 1000 + 1);
    }
    return wait_ms == G_MAXINT64 ? -1 : (int)MIN(wait_ms, G_MAXINT);
}

static void process(Loop *self, int readable, int writable) {
    /* Each channel passes over a socket that is not its own. */
    for (guint i = 0; i < CHANNELS; i++)
        ares_process_fd(self->channels[i], readable, writable);
}

void loop_wait(Loop *self, gint64 until) {
    /* A copy: c-ares changes the list while it works on it. */
    guint count = self->sockets->len;
    g_autofree struct pollfd *ready = g_memdup2(self->sockets->data, count * sizeof(struct pollfd));
    char drained[64];

    if (poll(ready, count, sleep_ms(self, until)) < 0)
        count = 0;
    if (count > 0 && ready[0].revents != 0) {
        while (read(self->wake[0], drained, sizeof drained) > 0)
            ;
    }
    for (guint i = 1; i < count; i++) {
        gboolean readable = (ready[i].revents & (POLLIN | POLLERR | POLLHUP)) != 0;
        gboolean writable = (ready[i].revents & (POLLOUT | POLLERR)) != 0;
        if (readable || writable)
            process(self, readable ? ready[i].fd : ARES_SOCKET_BAD,
                    writable ? ready[i].fd : ARES_SOCKET_BAD);
    }
    process(self, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

void loop_wake(Loop *self) {
    ssize_t written;
    do {
        written = write(self->wake[1], "", 1);
    } while (written < 0 && errno == EINTR); /* a full pipe wakes just as well */
}
