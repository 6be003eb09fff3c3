/* table.c - the table of answers, and the parking of those who wait for them. */
#include "evidence/table.h"

#include "evidence/dns-name.h"
#include "limits.h"

#include <glib/gi18n.h>
#include <string.h>

typedef enum { ENTRY_NEW, ENTRY_ASKED, ENTRY_DONE } EntryState;

struct Entry {
    char *name; /* folded; immutable, like type */
    QuestionType type;
    EntryState state;   /* guarded by the table's mutex, like all below */
    Answer *answer;     /* set when DONE, immutable then */
    GPtrArray *waiters; /* of Asker, parked for this among others; NULL: none ever */
};

struct Table {
    Filler filler;
    gint64 timeout; /* microseconds an asker may wait for DNS, 0: for ever */
    GMutex mutex;
    GHashTable *entries;                            /* of Entry, by name and type */
    Answer *pending, *impossible, *too_many, *late; /* immutable, shared */

    /* The clock: a thread that wakes the parked askers whose time is up. Only with a timeout. */
    GThread *clock;
    GCond tick;
    GPtrArray *parked; /* of Asker */
    gboolean stopping;
};

/* What an asker read of one question in this run. */
typedef struct {
    Entry *entry;
    const Answer *answer; /* NULL: it was pending */
} Read;

struct Asker {
    Table *table;
    void (*wake)(gpointer data);
    gpointer data;
    GArray *reads;    /* of Read, in order of first use */
    GHashTable *seen; /* Entry to its index in reads, plus one */
    guint pending;
    gint64 deadline; /* monotonic; 0: no DNS question yet, or no timeout */
    gboolean late;   /* the deadline has passed: what is not there reads TIMEOUT */

    guint waiting; /* entries not DONE; guarded by the table's mutex, like parked */
    gboolean parked;
};

/* An asker to be woken, copied out of the mutex. */
typedef struct {
    void (*wake)(gpointer data);
    gpointer data;
} Wake;

static guint entry_hash(gconstpointer key) {
    const Entry *entry = key;
    return g_str_hash(entry->name) * 31u + (guint)entry->type;
}

static gboolean entry_equal(gconstpointer a, gconstpointer b) {
    const Entry *left = a, *right = b;
    return left->type == right->type && strcmp(left->name, right->name) == 0;
}

static void entry_free(gpointer data) {
    Entry *entry = data;
    g_free(entry->name);
    answer_free(entry->answer);
    g_clear_pointer(&entry->waiters, g_ptr_array_unref);
    g_free(entry);
}

Table *table_new(const Filler *filler) {
    Table *self = g_new0(Table, 1);
    self->filler = *filler;
    g_mutex_init(&self->mutex);
    g_cond_init(&self->tick);
    self->entries = g_hash_table_new_full(entry_hash, entry_equal, entry_free, NULL);
    self->parked = g_ptr_array_new();
    self->pending = answer_new(ANSWER_PENDING);
    self->impossible = answer_new_noted(ANSWER_NXDOMAIN, N_("no such name can exist"));
    self->too_many = answer_new_noted(ANSWER_SERVFAIL, N_("too many DNS questions"));
    self->late = answer_new_noted(ANSWER_TIMEOUT, N_("the message's time for DNS is up"));
    return self;
}

void table_set_timeout(Table *self, double seconds) {
    /* A day is as good as for ever, and cannot overflow. */
    self->timeout = (gint64)(CLAMP(seconds, 0.0, 86400.0) * G_USEC_PER_SEC);
}

void table_free(Table *self) {
    if (self == NULL)
        return;
    if (self->clock != NULL) {
        g_mutex_lock(&self->mutex);
        self->stopping = TRUE;
        g_cond_signal(&self->tick);
        g_mutex_unlock(&self->mutex);
        g_thread_join(self->clock);
    }
    g_hash_table_unref(self->entries);
    g_ptr_array_unref(self->parked);
    answer_free(self->pending);
    answer_free(self->impossible);
    answer_free(self->too_many);
    answer_free(self->late);
    g_cond_clear(&self->tick);
    g_mutex_clear(&self->mutex);
    g_free(self);
}

/* Takes the asker out of the parked ones and notes that it is to be woken. Mutex held. */
static void unpark(Table *self, Asker *asker, GArray *wakes) {
    asker->parked = FALSE;
    g_ptr_array_remove_fast(self->parked, asker);
    Wake wake = {asker->wake, asker->data};
    g_array_append_val(wakes, wake);
}

static void wake_all(GArray *wakes) {
    for (guint i = 0; i < wakes->len; i++) {
        Wake *wake = &g_array_index(wakes, Wake, i);
        wake->wake(wake->data);
    }
}

void table_answer(Table *self, Entry *entry, Answer *answer) {
    g_autoptr(GArray) wakes = g_array_new(FALSE, FALSE, sizeof(Wake));

    g_mutex_lock(&self->mutex);
    gboolean first = entry->state != ENTRY_DONE;
    if (first) {
        entry->answer = answer;
        entry->state = ENTRY_DONE;
        for (guint i = 0; entry->waiters != NULL && i < entry->waiters->len; i++) {
            Asker *asker = g_ptr_array_index(entry->waiters, i);
            if (--asker->waiting == 0)
                unpark(self, asker, wakes);
        }
        g_clear_pointer(&entry->waiters, g_ptr_array_unref);
    }
    g_mutex_unlock(&self->mutex);

    if (!first) {
        g_critical("a second answer for %s", entry->name);
        answer_free(answer);
    }
    wake_all(wakes);
}

Asker *asker_new(Table *table, void (*wake)(gpointer data), gpointer data) {
    Asker *self = g_new0(Asker, 1);
    self->table = table;
    self->wake = wake;
    self->data = data;
    self->reads = g_array_new(FALSE, FALSE, sizeof(Read));
    self->seen = g_hash_table_new(NULL, NULL);
    return self;
}

/* The asker waits for nothing any more. Mutex held. */
static void forget_waiting(Asker *self) {
    for (guint i = 0; i < self->reads->len; i++) {
        Entry *entry = g_array_index(self->reads, Read, i).entry;
        if (entry->waiters != NULL)
            g_ptr_array_remove_fast(entry->waiters, self);
    }
    self->waiting = 0;
}

void asker_free(Asker *self) {
    if (self == NULL)
        return;
    g_mutex_lock(&self->table->mutex);
    if (self->parked) {
        forget_waiting(self);
        g_ptr_array_remove_fast(self->table->parked, self);
    }
    g_mutex_unlock(&self->table->mutex);
    g_array_unref(self->reads);
    g_hash_table_unref(self->seen);
    g_free(self);
}

void asker_begin(Asker *self) {
    g_array_set_size(self->reads, 0);
    g_hash_table_remove_all(self->seen);
    self->pending = 0;
}

guint asker_pending(const Asker *self) {
    return self->pending;
}

/* The entry of a question, a NEW one where there is none yet. Takes the name. Mutex held. */
static Entry *table_entry(Table *self, char *name, QuestionType type) {
    Entry key = {.name = name, .type = type};
    Entry *entry = g_hash_table_lookup(self->entries, &key);
    if (entry != NULL) {
        g_free(name);
        return entry;
    }
    entry = g_new0(Entry, 1);
    entry->name = name;
    entry->type = type;
    g_hash_table_add(self->entries, entry);
    return entry;
}

/* TRUE where the asker does not wait for this entry any more. */
static gboolean is_late(const Asker *self, const Entry *entry) {
    return self->late && entry->type != QUESTION_REGISTRATION;
}

const Answer *asker_ask(Asker *self, const char *name, QuestionType type) {
    Table *table = self->table;
    char *folded = dns_name_fold(name, strlen(name));
    if (folded == NULL)
        return table->impossible;

    g_mutex_lock(&table->mutex);
    Entry *entry = table_entry(table, folded, type);
    const Answer *answer = entry->answer;
    g_mutex_unlock(&table->mutex);

    /* Within one run a question keeps its answer, though it may arrive meanwhile. */
    guint place = GPOINTER_TO_UINT(g_hash_table_lookup(self->seen, entry));
    if (place > 0) {
        const Answer *before = g_array_index(self->reads, Read, place - 1).answer;
        return before != NULL ? before : table->pending;
    }
    if (self->reads->len >= LIMIT_QUESTIONS)
        return table->too_many;
    if (answer == NULL && is_late(self, entry))
        answer = table->late;
    Read read = {entry, answer};
    g_array_append_val(self->reads, read);
    g_hash_table_insert(self->seen, entry, GUINT_TO_POINTER(self->reads->len));
    if (answer != NULL)
        return answer;
    self->pending++;
    return table->pending;
}

void asker_foreach_read(const Asker *self,
                        void (*each)(const char *name, QuestionType type, const Answer *answer,
                                     gpointer data),
                        gpointer data) {
    for (guint i = 0; i < self->reads->len; i++) {
        const Read *read = &g_array_index(self->reads, Read, i);
        if (read->answer != NULL)
            each(read->entry->name, read->entry->type, read->answer, data);
    }
}

/* Wakes askers when their time is up; sleeps until the next one's is. */
static gpointer clock_run(gpointer data) {
    Table *self = data;

    g_mutex_lock(&self->mutex);
    while (!self->stopping) {
        g_autoptr(GArray) wakes = g_array_new(FALSE, FALSE, sizeof(Wake));
        gint64 now = g_get_monotonic_time(), next = G_MAXINT64;
        for (guint i = self->parked->len; i-- > 0;) {
            Asker *asker = g_ptr_array_index(self->parked, i);
            if (asker->deadline == 0 || asker->late)
                continue;
            if (asker->deadline > now) {
                next = MIN(next, asker->deadline);
                continue;
            }
            forget_waiting(asker);
            asker->late = TRUE;
            unpark(self, asker, wakes);
        }
        if (wakes->len > 0) {
            g_mutex_unlock(&self->mutex);
            wake_all(wakes);
            g_mutex_lock(&self->mutex);
        } else if (next == G_MAXINT64) {
            g_cond_wait(&self->tick, &self->mutex);
        } else {
            g_cond_wait_until(&self->tick, &self->mutex, next);
        }
    }
    g_mutex_unlock(&self->mutex);
    return NULL;
}

/* Sets the asker's deadline where it has a first DNS question; starts the clock. Mutex held. */
static void set_deadline(Table *self, Asker *asker) {
    for (guint i = 0; i < asker->reads->len && asker->deadline == 0; i++) {
        const Read *read = &g_array_index(asker->reads, Read, i);
        if (read->answer == NULL && read->entry->type != QUESTION_REGISTRATION)
            asker->deadline = g_get_monotonic_time() + self->timeout;
    }
    if (asker->deadline != 0 && self->clock == NULL)
        self->clock = g_thread_new("dns-clock", clock_run, self);
}

/* Counts what the asker waits for, and where that is anything registers it. Mutex held. */
static gboolean park(Table *self, Asker *asker) {
    asker->waiting = 0;
    for (guint i = 0; i < asker->reads->len; i++) {
        const Read *read = &g_array_index(asker->reads, Read, i);
        Entry *entry = read->entry;
        if (read->answer != NULL || entry->state == ENTRY_DONE)
            continue;
        if (entry->waiters == NULL)
            entry->waiters = g_ptr_array_new();
        g_ptr_array_add(entry->waiters, asker);
        asker->waiting++;
    }
    if (asker->waiting == 0)
        return FALSE;
    asker->parked = TRUE;
    g_ptr_array_add(self->parked, asker);
    g_cond_signal(&self->tick);
    return TRUE;
}

gboolean asker_park(Asker *self) {
    Table *table = self->table;
    g_autoptr(GPtrArray) fresh = g_ptr_array_new();

    g_mutex_lock(&table->mutex);
    if (table->timeout > 0)
        set_deadline(table, self);
    for (guint i = 0; i < self->reads->len; i++) {
        Entry *entry = g_array_index(self->reads, Read, i).entry;
        if (entry->state == ENTRY_NEW && !is_late(self, entry)) {
            entry->state = ENTRY_ASKED;
            g_ptr_array_add(fresh, entry);
        }
    }
    g_mutex_unlock(&table->mutex);

    for (guint i = 0; i < fresh->len; i++) {
        Entry *entry = g_ptr_array_index(fresh, i);
        table->filler.fill(table->filler.data, table, entry, entry->name, entry->type);
    }

    g_mutex_lock(&table->mutex);
    gboolean parked = park(table, self);
    g_mutex_unlock(&table->mutex);
    return !parked;
}
