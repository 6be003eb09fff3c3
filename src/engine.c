/* engine.c - reader, workers and reporter around one mutex.
 *
 * A job is one input: it enters at the tail of `order` when it is read, and leaves at the head
 * when it is reported.  Between, it is on the ready queue, with a worker, or parked; the evidence
 * table puts a parked one back on the ready queue.
 */
#include "engine.h"

#include "limits.h"

typedef struct Engine Engine;

typedef struct {
    Engine *engine;
    Document *document;
    gsize octets; /* counted in Engine.octets until the message is judged */
    Message *message;
    Asker *asker;
    Judging *judging;
    gboolean done; /* the rest is what came of it */
    Judgement *judgement;
    char *path, *reason; /* an input that could not be read */
} Job;

struct Engine {
    const EngineOptions *options;
    GMutex mutex; /* guards all below, and Job.done */
    GCond work;   /* something is ready, or nothing will be */
    GCond room;   /* half of what may be in flight is: the reader may go on */
    GCond output; /* the head of `order` is done, or nothing more comes */
    gboolean reader_waits, reporter_waits; /* for room and for output: to signal is a system call */
    GQueue order;                          /* of Job: read and not reported */
    GQueue ready;                          /* of Job: to be judged */
    GQueue reported; /* of Job: to be freed by a worker, in whose share of the heap they lie */
    guint done;      /* of `order`: judged and not reported */
    gsize octets;
    GPtrArray *workers; /* of GThread */
    guint idle;
    gboolean read_all; /* the source is at its end */
    gboolean stopped;  /* the output is gone */
};

static void job_free_message(Job *job) {
    g_clear_pointer(&job->judging, judging_free);
    g_clear_pointer(&job->asker, asker_free);
    g_clear_pointer(&job->message, message_free);
    g_clear_pointer(&job->document, document_free);
}

static void job_free(gpointer data) {
    Job *job = data;
    job_free_message(job);
    g_clear_pointer(&job->judgement, judgement_free);
    g_free(job->path);
    g_free(job->reason);
    g_free(job);
}

static gpointer worker(gpointer data);

/* Puts a job on the ready queue. The mutex is held. A worker is started only when there is work
 * that nobody is free for: one small message costs one thread, whatever --jobs says. */
static void make_ready(Engine *self, Job *job) {
    g_queue_push_tail(&self->ready, job);
    if (self->idle >= self->ready.length)
        g_cond_signal(&self->work);
    else if (self->workers->len < self->options->jobs)
        g_ptr_array_add(self->workers, g_thread_new("judge", worker, self));
    else
        g_cond_signal(&self->work);
}

/* The table's: an answer came that a parked job waited for last. Any thread. */
static void wake(gpointer data) {
    Job *job = data;
    Engine *self = job->engine;
    g_mutex_lock(&self->mutex);
    make_ready(self, job);
    g_mutex_unlock(&self->mutex);
}

static void note_read(const char *name, QuestionType type, const Answer *answer, gpointer data) {
    recorder_add(data, name, type, answer);
}

/* Parses and judges. FALSE: the job is parked and no longer ours, wake() has it or will. */
static gboolean judge(Engine *self, Job *job) {
    const EngineOptions *options = self->options;
    if (job->judging == NULL) {
        job->message = message_new(job->document, options->message);
        if (options->table != NULL)
            job->asker = asker_new(options->table, wake, job);
        job->judging = judging_new(job->message, options->policy, job->asker);
    }
    while (!judging_run(job->judging, &job->judgement))
        if (!asker_park(job->asker))
            return FALSE;
    if (options->recorder != NULL && job->asker != NULL)
        asker_foreach_read(job->asker, note_read, options->recorder);
    job_free_message(job);
    return TRUE;
}

/* Waking a thread costs as much as judging a small message: the reader is woken for half of what
 * may be in flight, the reporter for REPORT_BATCH messages or when nothing is left to judge. */
enum { REPORT_BATCH = 16 };

/* The mutex is held. */
static void tell_reader(Engine *self) {
    gboolean room =
        self->order.length == 0 || (self->order.length <= LIMIT_MESSAGES_IN_FLIGHT / 2 &&
                                    self->octets <= LIMIT_BYTES_IN_FLIGHT / 2);
    if (self->reader_waits && room) {
        self->reader_waits = FALSE;
        g_cond_signal(&self->room);
    }
}

/* The mutex is held. */
static void tell_reporter(Engine *self) {
    const Job *head = g_queue_peek_head(&self->order);
    if (self->reporter_waits && head != NULL && head->done &&
        (self->done >= REPORT_BATCH || self->ready.length == 0)) {
        self->reporter_waits = FALSE;
        g_cond_signal(&self->output);
    }
}

/* The mutex is held. */
static void job_done(Engine *self, Job *job) {
    self->octets -= job->octets;
    job->octets = 0;
    job->done = TRUE;
    self->done++;
    tell_reporter(self);
    tell_reader(self);
}

static gpointer worker(gpointer data) {
    Engine *self = data;
    g_mutex_lock(&self->mutex);
    for (;;) {
        Job *job = g_queue_pop_head(&self->ready);
        if (job == NULL) {
            /* Parked messages become ready again: there is work until all is reported. */
            if (self->read_all && self->order.length == 0)
                break;
            tell_reporter(self); /* the message that was judged last may be parked */
            self->idle++;
            g_cond_wait(&self->work, &self->mutex);
            self->idle--;
            continue;
        }
        if (!self->stopped) {
            GQueue reported = self->reported;
            g_queue_init(&self->reported);
            g_mutex_unlock(&self->mutex);
            g_queue_clear_full(&reported, job_free);
            gboolean judged = judge(self, job);
            g_mutex_lock(&self->mutex);
            if (!judged)
                continue;
        }
        job_done(self, job);
    }
    g_mutex_unlock(&self->mutex);
    return NULL;
}

static void report(Engine *self, Job *job) {
    const EngineOptions *options = self->options;
    if (job->judgement != NULL)
        options->judged(job->judgement, options->data);
    else if (job->reason != NULL)
        options->unreadable(job->path, job->reason, options->data);
}

static gpointer reporter(gpointer data) {
    Engine *self = data;
    const EngineOptions *options = self->options;
    gboolean paused = TRUE;
    g_mutex_lock(&self->mutex);
    for (;;) {
        Job *job = g_queue_peek_head(&self->order);
        gboolean ready = job != NULL && job->done;
        if (!ready && !paused && options->pause != NULL) {
            g_mutex_unlock(&self->mutex);
            options->pause(options->data);
            g_mutex_lock(&self->mutex);
            paused = TRUE;
            continue;
        }
        if (job == NULL && self->read_all)
            break;
        if (!ready) {
            self->reporter_waits = TRUE;
            g_cond_wait(&self->output, &self->mutex);
            continue;
        }
        paused = FALSE;
        gboolean stopped = self->stopped;
        g_mutex_unlock(&self->mutex);
        if (!stopped) {
            report(self, job);
            stopped = options->stop != NULL && options->stop(options->data);
        }
        g_mutex_lock(&self->mutex);
        /* Only now: until it is out it counts as in flight. */
        g_queue_push_tail(&self->reported, g_queue_pop_head(&self->order));
        self->done--;
        self->stopped |= stopped;
        tell_reader(self);
    }
    g_cond_broadcast(&self->work);
    g_mutex_unlock(&self->mutex);
    return NULL;
}

/* Waits until one more message may be in flight. FALSE: no more are wanted. */
static gboolean wait_for_room(Engine *self) {
    g_mutex_lock(&self->mutex);
    while (
        !self->stopped && self->order.length > 0 &&
        (self->order.length >= LIMIT_MESSAGES_IN_FLIGHT || self->octets >= LIMIT_BYTES_IN_FLIGHT)) {
        self->reader_waits = TRUE;
        g_cond_wait(&self->room, &self->mutex);
    }
    gboolean wanted = !self->stopped;
    g_mutex_unlock(&self->mutex);
    return wanted;
}

static void add_job(Engine *self, Job *job) {
    job->engine = self;
    g_mutex_lock(&self->mutex);
    g_queue_push_tail(&self->order, job);
    if (job->document != NULL) {
        job->octets = g_bytes_get_size(job->document->bytes);
        self->octets += job->octets;
        make_ready(self, job);
    } else {
        job_done(self, job);
    }
    g_mutex_unlock(&self->mutex);
}

static void read_source(Engine *self, Source *source) {
    while (wait_for_room(self)) {
        Job *job = g_new0(Job, 1);
        g_autoptr(GError) error = NULL;
        switch (source_next(source, &job->document, &job->path, &error)) {
        case SOURCE_DOCUMENT:
            break;
        case SOURCE_ERROR:
            job->reason = g_strdup(error->message);
            break;
        case SOURCE_END:
            job_free(job);
            return;
        }
        add_job(self, job);
    }
}

void engine_run(Source *source, const EngineOptions *options) {
    Engine self = {.options = options, .workers = g_ptr_array_new()};
    g_mutex_init(&self.mutex);
    g_cond_init(&self.work);
    g_cond_init(&self.room);
    g_cond_init(&self.output);
    GThread *reporting = g_thread_new("report", reporter, &self);
    read_source(&self, source);
    g_mutex_lock(&self.mutex);
    self.read_all = TRUE;
    g_cond_signal(&self.output);
    g_mutex_unlock(&self.mutex);
    g_thread_join(reporting);
    /* No job is left that could start another worker. */
    for (guint i = 0; i < self.workers->len; i++)
        g_thread_join(self.workers->pdata[i]);
    g_ptr_array_unref(self.workers);
    g_queue_clear_full(&self.reported, job_free);
    g_cond_clear(&self.work);
    g_cond_clear(&self.room);
    g_cond_clear(&self.output);
    g_mutex_clear(&self.mutex);
}
