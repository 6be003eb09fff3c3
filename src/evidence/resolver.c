/* resolver.c - asking name servers: one thread, one c-ares channel, one poll(2) loop.
 *
 * Questions come from any thread into `incoming`, under the mutex, and a byte in the pipe wakes
 * the loop; all else belongs to the thread.  A question goes waiting -> on the wire -> answered.
 * c-ares cannot cancel one query, so a question whose time is up is answered while its query is
 * still out: the query keeps the question until it calls back, and a late reply is dropped there.
 */
#include "evidence/resolver.h"

#include "evidence/channel.h"
#include "evidence/dns-wire.h"
#include "limits.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_TIMEOUT 20.0
#define MAX_TIMEOUT 86400.0

typedef struct {
    Resolver *resolver;
    Table *table;
    Entry *entry;
    char *name; /* what is asked: the entry's name, or where its CNAME led */
    QuestionType type;
    guint hops;
    gint64 deadline;      /* monotonic, of the whole question */
    gint64 sent, give_up; /* of this query: monotonic */
    gboolean answered;
} Question;

struct Resolver {
    GThread *thread;
    ares_channel channel;
    gint64 timeout, patience; /* microseconds: of a question, of a query */
    int wake[2];              /* a pipe: something is incoming */

    GMutex mutex;
    GQueue incoming; /* of Question; guarded by the mutex, like stop */
    gboolean stop;

    /* The thread's own. */
    GQueue waiting;    /* of Question: not sent yet, oldest first */
    GPtrArray *flight; /* of Question: on the wire, answered or not */
    GArray *sockets;   /* of struct pollfd: the pipe, then c-ares' */
    gint64 last_reply; /* when the last reply of any kind came */
    guint strikes;     /* questions in a row without a reply */
    gboolean dead;
};

static void question_free(gpointer data) {
    Question *question = data;
    g_free(question->name);
    g_free(question);
}

static void answer(Question *question, Answer *value) {
    question->answered = TRUE;
    table_answer(question->table, question->entry, value);
}

/* No reply came. Counted only where the question was asked when the last reply was in already (a
 * server that answered others meanwhile is slow at this name, not dead), and not where its time
 * was up soon after it was sent, because it had waited its turn. */
static void strike(Resolver *self, const Question *question) {
    if (question->sent < self->last_reply ||
        question->deadline - question->sent < self->patience / 2)
        return;
    if (++self->strikes >= RESOLVER_STRIKES)
        self->dead = TRUE;
}

static void replied(gpointer data, int status, const guint8 *bytes, gsize length);

static void send_question(Resolver *self, Question *question) {
    question->sent = g_get_monotonic_time();
    question->give_up = MIN(question->deadline, question->sent + self->patience);
    g_ptr_array_add(self->flight, question);
    channel_query(self->channel, question->name, dns_wire_type(question->type), replied, question);
}

/* The answer where c-ares has no reply to show. */
static Answer *answer_without_reply(Resolver *self, const Question *question, int status) {
    switch (status) {
    case ARES_ENOTFOUND: /* of itself: .onion is never asked (RFC 7686) */
        return answer_new(ANSWER_NXDOMAIN);
    case ARES_EBADNAME:
    case ARES_EBADQUERY:
        return answer_new_noted(ANSWER_SERVFAIL, N_("the name cannot be asked"));
    case ARES_ECONNREFUSED:
        strike(self, question);
        return answer_new_noted(ANSWER_TIMEOUT, N_("no name server can be reached"));
    case ARES_ETIMEOUT:
        strike(self, question);
        return answer_new(ANSWER_TIMEOUT);
    case ARES_ECANCELLED:
    case ARES_EDESTRUCTION:
        return answer_new_noted(ANSWER_TIMEOUT, N_("given up"));
    case ARES_EBADRESP:
        return answer_new_noted(ANSWER_SERVFAIL, N_("a malformed reply"));
    default:
        strike(self, question);
        return answer_new_noted(ANSWER_SERVFAIL, N_("the question could not be sent"));
    }
}

/* c-ares is done with a query. */
static void replied(gpointer data, int status, const guint8 *bytes, gsize length) {
    Question *question = data;
    Resolver *self = question->resolver;
    g_autofree char *next = NULL;
    Answer *value = NULL;

    g_ptr_array_remove_fast(self->flight, question);
    if (bytes != NULL) {
        self->last_reply = g_get_monotonic_time();
        self->strikes = 0;
    }
    if (question->answered) {
        question_free(question);
        return;
    }
    if (bytes != NULL)
        value =
            dns_wire_read(bytes, length, question->name, question->type, &question->hops, &next);
    else
        value = answer_without_reply(self, question, status);

    if (value == NULL) {
        /* A CNAME whose target the reply is silent of: ask that, before what waits. */
        g_free(question->name);
        question->name = g_steal_pointer(&next);
        g_queue_push_head(&self->waiting, question);
        return;
    }
    if (value->canonical == NULL && question->hops > 0 && value->status != ANSWER_SERVFAIL)
        value->canonical = g_strdup(question->name);
    answer(question, value);
    question_free(question);
}

/* c-ares tells which sockets it watches for what. */
static void watch(void *data, ares_socket_t fd, int readable, int writable) {
    Resolver *self = data;
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

/* Moves what came in to the waiting; TRUE where the thread is to end. */
static gboolean take_incoming(Resolver *self) {
    Question *question;

    g_mutex_lock(&self->mutex);
    while ((question = g_queue_pop_head(&self->incoming)) != NULL)
        g_queue_push_tail(&self->waiting, question);
    gboolean stop = self->stop;
    g_mutex_unlock(&self->mutex);
    return stop;
}

static void answer_waiting(Resolver *self, const char *note) {
    Question *question;
    while ((question = g_queue_pop_head(&self->waiting)) != NULL) {
        answer(question, answer_new_noted(ANSWER_TIMEOUT, note));
        question_free(question);
    }
}

/* Answers all questions that wait or are out; their queries end. */
static void give_up_all(Resolver *self, const char *note) {
    for (guint i = 0; i < self->flight->len; i++) {
        Question *question = g_ptr_array_index(self->flight, i);
        if (!question->answered)
            answer(question, answer_new_noted(ANSWER_TIMEOUT, note));
    }
    ares_cancel(self->channel);
    answer_waiting(self, note);
}

/* Answers what has waited its time; gives the time when the next one will have, or G_MAXINT64. */
static gint64 give_up_late(Resolver *self) {
    gint64 now = g_get_monotonic_time(), next = G_MAXINT64;
    GList *following;

    for (GList *link = self->waiting.head; link != NULL; link = following) {
        Question *question = link->data;
        following = link->next;
        next = MIN(next, question->deadline);
        if (question->deadline > now) {
            if (question->hops == 0)
                break; /* those behind came later */
            continue;
        }
        g_queue_delete_link(&self->waiting, link);
        answer(question, answer_new(ANSWER_TIMEOUT));
        question_free(question);
    }
    for (guint i = 0; i < self->flight->len; i++) {
        Question *question = g_ptr_array_index(self->flight, i);
        if (question->answered)
            continue;
        if (question->give_up <= now) {
            strike(self, question);
            answer(question, answer_new(ANSWER_TIMEOUT));
        } else {
            next = MIN(next, question->give_up);
        }
    }
    return next;
}

/* Sleeps until there is something to do, and lets c-ares do it. */
static void wait_and_process(Resolver *self, gint64 until) {
    struct timeval space, *soonest = ares_timeout(self->channel, NULL, &space);
    gint64 now = g_get_monotonic_time(), wait_ms = -1;
    char drained[64];

    /* Rounded up: a loop that wakes a moment early would spin. */
    if (until != G_MAXINT64)
        wait_ms = MAX(until - now, 0) / 1000 + 1;
    if (soonest != NULL) {
        gint64 ares_ms = (gint64)soonest->tv_sec * 1000 + soonest->tv_usec / 1000 + 1;
        wait_ms = wait_ms < 0 ? ares_ms : MIN(wait_ms, ares_ms);
    }
    /* c-ares changes the list while it works on it. */
    guint count = self->sockets->len;
    g_autofree struct pollfd *ready = g_memdup2(self->sockets->data, count * sizeof(struct pollfd));
    if (poll(ready, count, (int)MIN(wait_ms, G_MAXINT)) < 0)
        count = 0;

    if (count > 0 && ready[0].revents != 0) {
        while (read(self->wake[0], drained, sizeof drained) > 0)
            ;
    }
    for (guint i = 1; i < count; i++) {
        gboolean readable = (ready[i].revents & (POLLIN | POLLERR | POLLHUP)) != 0;
        gboolean writable = (ready[i].revents & (POLLOUT | POLLERR)) != 0;
        if (readable || writable)
            ares_process_fd(self->channel, readable ? ready[i].fd : ARES_SOCKET_BAD,
                            writable ? ready[i].fd : ARES_SOCKET_BAD);
    }
    ares_process_fd(self->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

static gpointer run(gpointer data) {
    Resolver *self = data;

    /* Signals are for the main thread; and c-ares writes to TCP sockets without MSG_NOSIGNAL. */
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, NULL);

    while (!take_incoming(self)) {
        if (self->dead)
            give_up_all(self, N_("the resolver is dead: 8 questions in a row had no reply"));
        while (self->flight->len < LIMIT_IN_FLIGHT && self->waiting.head != NULL && !self->dead)
            send_question(self, g_queue_pop_head(&self->waiting));
        gint64 next = give_up_late(self);
        if (!self->dead || (self->waiting.head == NULL && self->flight->len == 0))
            wait_and_process(self, next);
    }
    give_up_all(self, N_("given up"));
    return NULL;
}

static void wake_thread(Resolver *self) {
    ssize_t written;
    do {
        written = write(self->wake[1], "", 1);
    } while (written < 0 && errno == EINTR); /* a full pipe wakes just as well */
}

static void fill(gpointer data, Table *table, Entry *entry, const char *name, QuestionType type) {
    Resolver *self = data;
    if (dns_wire_type(type) == 0) {
        table_answer(table, entry, answer_new_noted(ANSWER_SKIPPED, N_("not a question of DNS")));
        return;
    }
    Question *question = g_new0(Question, 1);
    *question = (Question){
        .resolver = self,
        .table = table,
        .entry = entry,
        .name = g_strdup(name),
        .type = type,
        .deadline = g_get_monotonic_time() + self->timeout,
    };
    g_mutex_lock(&self->mutex);
    g_queue_push_tail(&self->incoming, question);
    g_mutex_unlock(&self->mutex);
    wake_thread(self);
}

Filler resolver_filler(Resolver *self) {
    return (Filler){.fill = fill, .data = self};
}

static gboolean resolver_open(Resolver *self, const ResolverOptions *options, GError **error) {
    double timeout = options->timeout > 0 ? MIN(options->timeout, MAX_TIMEOUT) : DEFAULT_TIMEOUT;
    double patience = MIN(timeout, RESOLVER_PATIENCE);

    self->timeout = (gint64)(timeout * G_USEC_PER_SEC);
    self->patience = (gint64)(patience * G_USEC_PER_SEC);
    if (!g_unix_open_pipe(self->wake, FD_CLOEXEC, error) ||
        !g_unix_set_fd_nonblocking(self->wake[0], TRUE, error) ||
        !g_unix_set_fd_nonblocking(self->wake[1], TRUE, error))
        return FALSE;
    struct pollfd wake = {.fd = self->wake[0], .events = POLLIN};
    g_array_append_val(self->sockets, wake);
    self->channel = channel_open(options->nameservers, patience, watch, self, error);
    return self->channel != NULL;
}

Resolver *resolver_new(const ResolverOptions *options, GError **error) {
    g_autoptr(Resolver) self = g_new0(Resolver, 1);
    self->wake[0] = self->wake[1] = -1;
    g_mutex_init(&self->mutex);
    g_queue_init(&self->incoming);
    g_queue_init(&self->waiting);
    self->flight = g_ptr_array_new();
    self->sockets = g_array_new(FALSE, FALSE, sizeof(struct pollfd));
    if (!resolver_open(self, options, error))
        return NULL;
    self->thread = g_thread_try_new("dns", run, self, error);
    return self->thread != NULL ? g_steal_pointer(&self) : NULL;
}

void resolver_free(Resolver *self) {
    if (self == NULL)
        return;
    if (self->thread != NULL) {
        g_mutex_lock(&self->mutex);
        self->stop = TRUE;
        g_mutex_unlock(&self->mutex);
        wake_thread(self);
        g_thread_join(self->thread);
    }
    if (self->channel != NULL)
        ares_destroy(self->channel);
    for (guint i = 0; i < G_N_ELEMENTS(self->wake); i++) {
        if (self->wake[i] >= 0)
            close(self->wake[i]);
    }
    g_array_unref(self->sockets);
    g_ptr_array_unref(self->flight);
    g_mutex_clear(&self->mutex);
    g_free(self);
}
