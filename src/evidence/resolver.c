/* resolver.c - asking name servers: one thread that owns the loop and all questions.
 *
 * Questions come from any thread into `incoming`, under the mutex, and the loop is woken; all else
 * belongs to the thread.  A question goes waiting -> on the wire -> answered.
 * c-ares cannot cancel one query, so a question whose time is up is answered while its query is
 * still out: the query keeps the question until it calls back, and a late reply is dropped there.
 */
#include "evidence/resolver.h"

#include "evidence/dns-wire.h"
#include "evidence/loop.h"
#include "limits.h"

#include <glib/gi18n.h>
#include <signal.h>

#define DEFAULT_TIMEOUT 20.0
#define MAX_TIMEOUT 86400.0
/* A server may close its TCP connection behind each reply, with other questions on it. */
#define MAX_RESENT 8u
/* Without EDNS, which c-ares leaves out where a server rejects it (RFC 1035 section 4.2.1). */
#define PLAIN_UDP_OCTETS 512u

typedef struct {
    Resolver *resolver;
    Table *table;
    Entry *entry;
    char *name; /* what is asked: the entry's name, or where its CNAME led */
    QuestionType type;
    guint hops;
    ChannelKind kind;     /* UDP first, TCP where the reply was cut short */
    guint resent;         /* over TCP, because the connection broke */
    gint64 deadline;      /* monotonic, of the whole question */
    gint64 sent, give_up; /* of this query: monotonic */
    gboolean answered;
} Question;

struct Resolver {
    GThread *thread;
    Loop loop;
    gint64 timeout, patience; /* microseconds: of a question, of a query */

    GMutex mutex;
    GQueue incoming; /* of Question; guarded by the mutex, like stop */
    gboolean stop;

    /* The thread's own. */
    GQueue waiting;    /* of Question: not sent yet, oldest first */
    GPtrArray *flight; /* of Question: on the wire, answered or not */
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
 * server that answered others meanwhile is slow at this name, not dead), and not over TCP (it did
 * reply over UDP) nor where its time was up soon after it was sent, because it had waited its
 * turn. */
static void strike(Resolver *self, const Question *question) {
    if (question->kind == CHANNEL_TCP || question->sent < self->last_reply ||
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
    channel_query(self->loop.channels[question->kind], question->name,
                  dns_wire_type(question->type), replied, question);
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

/* TRUE where the question is to be sent over TCP, for the first time or once more. */
static gboolean wants_tcp(const Question *question, int status, const guint8 *bytes, gsize length) {
    if (question->kind == CHANNEL_TCP)
        return bytes == NULL && question->resent < MAX_RESENT &&
               (status == ARES_ECONNREFUSED || status == ARES_EOF) &&
               g_get_monotonic_time() < question->deadline;
    /* c-ares cuts what is longer than it has offered to take, without a word. */
    return bytes != NULL && (dns_wire_truncated(bytes, length) || length == PLAIN_UDP_OCTETS ||
                             length >= CHANNEL_UDP_OCTETS);
}

static void send_next(Resolver *self, Question *question) {
    g_queue_push_head(&self->waiting, question);
}

/* c-ares is done with a query. */
static void replied(gpointer data, int status, const guint8 *bytes, gsize length) {
    Question *question = data;
    Resolver *self = question->resolver;
    g_autofree char *target = NULL;
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
    if (wants_tcp(question, status, bytes, length)) {
        question->resent += question->kind == CHANNEL_TCP;
        question->kind = CHANNEL_TCP;
        send_next(self, question);
        return;
    }
    if (bytes != NULL)
        value =
            dns_wire_read(bytes, length, question->name, question->type, &question->hops, &target);
    else
        value = answer_without_reply(self, question, status);

    if (value == NULL) {
        /* A CNAME whose target the reply is silent of: ask that, before what waits. */
        g_free(question->name);
        question->name = g_steal_pointer(&target);
        question->kind = CHANNEL_UDP;
        send_next(self, question);
        return;
    }
    if (value->canonical == NULL && question->hops > 0 && value->status != ANSWER_SERVFAIL)
        value->canonical = g_strdup(question->name);
    answer(question, value);
    question_free(question);
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
    for (guint i = 0; i < CHANNELS; i++)
        ares_cancel(self->loop.channels[i]);
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
            if (question->hops == 0 && question->kind == CHANNEL_UDP)
                break; /* those behind came later; only what is sent again is out of turn */
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
            loop_wait(&self->loop, next);
    }
    give_up_all(self, N_("given up"));
    return NULL;
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
    loop_wake(&self->loop);
}

Filler resolver_filler(Resolver *self) {
    return (Filler){.fill = fill, .data = self};
}

static gboolean resolver_open(Resolver *self, const ResolverOptions *options, GError **error) {
    double timeout = options->timeout > 0 ? MIN(options->timeout, MAX_TIMEOUT) : DEFAULT_TIMEOUT;
    double patience = MIN(timeout, RESOLVER_PATIENCE);

    self->timeout = (gint64)(timeout * G_USEC_PER_SEC);
    self->patience = (gint64)(patience * G_USEC_PER_SEC);
    return loop_open(&self->loop, options->nameservers, patience, error);
}

Resolver *resolver_new(const ResolverOptions *options, GError **error) {
    g_autoptr(Resolver) self = g_new0(Resolver, 1);
    loop_init(&self->loop);
    g_mutex_init(&self->mutex);
    g_queue_init(&self->incoming);
    g_queue_init(&self->waiting);
    self->flight = g_ptr_array_new();
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
        loop_wake(&self->loop);
        g_thread_join(self->thread);
    }
    loop_close(&self->loop);
    g_ptr_array_unref(self->flight);
    g_mutex_clear(&self->mutex);
    g_free(self);
}
