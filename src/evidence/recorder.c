/* recorder.c - writing a replay file that gives the same answers again.
 *
 * An answer at the end of a CNAME chain is written as the CNAME and the records of the canonical
 * name, as the name servers have it.  Where that would contradict another answer (two types of a
 * name led to different targets, the target was asked itself and said something else), the
 * records are written under the name that was asked: the exact name and type come first.
 */
#include "evidence/dns-name.h"
#include "evidence/master.h"
#include "evidence/replay.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* One answer under one name and type, as it was read or as it will be written. */
typedef struct {
    char *name;
    QuestionType type;
    Answer *answer;
} Noted;

struct Recorder {
    GMutex mutex;
    GHashTable *noted; /* a set of Noted */
};

static guint noted_hash(gconstpointer key) {
    const Noted *noted = key;
    return g_str_hash(noted->name) * 31u + (guint)noted->type;
}

static gboolean noted_equal(gconstpointer a, gconstpointer b) {
    const Noted *left = a, *right = b;
    return left->type == right->type && strcmp(left->name, right->name) == 0;
}

static void noted_free(gpointer data) {
    Noted *noted = data;
    g_free(noted->name);
    answer_free(noted->answer);
    g_free(noted);
}

static int compare_noted(gconstpointer a, gconstpointer b) {
    const Noted *left = *(const Noted *const *)a, *right = *(const Noted *const *)b;
    int order = strcmp(left->name, right->name);
    return order != 0 ? order : (int)left->type - (int)right->type;
}

static GHashTable *noted_table(void) {
    return g_hash_table_new_full(noted_hash, noted_equal, noted_free, NULL);
}

static const Answer *noted_find(GHashTable *table, const char *name, QuestionType type) {
    Noted key = {.name = (char *)name, .type = type};
    const Noted *noted = g_hash_table_lookup(table, &key);
    return noted != NULL ? noted->answer : NULL;
}

static void noted_put(GHashTable *table, const char *name, QuestionType type,
                      const Answer *answer) {
    Noted *noted = g_new0(Noted, 1);
    noted->name = g_strdup(name);
    noted->type = type;
    noted->answer = answer_copy(answer);
    g_hash_table_replace(table, noted, noted);
}

static GPtrArray *noted_sorted(GHashTable *table) {
    GPtrArray *sorted = g_ptr_array_new();
    GHashTableIter iter;
    gpointer noted;

    g_hash_table_iter_init(&iter, table);
    while (g_hash_table_iter_next(&iter, &noted, NULL))
        g_ptr_array_add(sorted, noted);
    g_ptr_array_sort(sorted, compare_noted);
    return sorted;
}

Recorder *recorder_new(void) {
    Recorder *self = g_new0(Recorder, 1);
    g_mutex_init(&self->mutex);
    self->noted = noted_table();
    return self;
}

void recorder_free(Recorder *self) {
    if (self == NULL)
        return;
    g_hash_table_unref(self->noted);
    g_mutex_clear(&self->mutex);
    g_free(self);
}

void recorder_add(Recorder *self, const char *name, QuestionType type, const Answer *answer) {
    if (answer->status == ANSWER_PENDING || answer->status == ANSWER_SKIPPED)
        return;
    g_autofree char *folded = dns_name_fold(name, strlen(name));
    if (folded == NULL) /* NXDOMAIN without being asked, in the replay too */
        return;
    g_mutex_lock(&self->mutex);
    const Answer *before = noted_find(self->noted, folded, type);
    if (before == NULL || (before->status == ANSWER_TIMEOUT && answer->status != ANSWER_TIMEOUT))
        noted_put(self->noted, folded, type, answer);
    g_mutex_unlock(&self->mutex);
}

/* TRUE where nothing is written yet under that name and type, or the same. */
static gboolean agrees(GHashTable *lines, const char *name, QuestionType type,
                       const Answer *answer) {
    const Answer *written = noted_find(lines, name, type);
    return written == NULL || answer_same(written, answer);
}

/* An alias, when it contradicts nothing; else the records under the name itself. */
static void plan_alias(GHashTable *lines, GHashTable *all, const Noted *noted) {
    const char *target = noted->answer->canonical;
    g_autoptr(Answer) alias = answer_new(ANSWER_OK);
    answer_add(alias, 0, target, strlen(target));

    /* A name that is its own target is no alias. */
    if (strcmp(noted->name, target) != 0 && agrees(lines, noted->name, QUESTION_CNAME, alias) &&
        agrees(lines, target, noted->type, noted->answer) &&
        agrees(all, target, noted->type, noted->answer)) {
        noted_put(lines, noted->name, QUESTION_CNAME, alias);
        noted_put(lines, target, noted->type, noted->answer);
    } else {
        noted_put(lines, noted->name, noted->type, noted->answer);
    }
}

static gboolean is_aliased(const Noted *noted) {
    return noted->answer->canonical != NULL && noted->type != QUESTION_CNAME;
}

char *recorder_text(const Recorder *self) {
    g_autoptr(GPtrArray) noted = noted_sorted(self->noted);
    g_autoptr(GHashTable) lines = noted_table();
    g_autoptr(GString) text = g_string_new("; Answers that spamlint read, for --replay.\n");

    for (guint i = 0; i < noted->len; i++) {
        const Noted *one = g_ptr_array_index(noted, i);
        if (!is_aliased(one))
            noted_put(lines, one->name, one->type, one->answer);
    }
    for (guint i = 0; i < noted->len; i++) {
        if (is_aliased(g_ptr_array_index(noted, i)))
            plan_alias(lines, self->noted, g_ptr_array_index(noted, i));
    }
    g_autoptr(GPtrArray) sorted = noted_sorted(lines);
    for (guint i = 0; i < sorted->len; i++) {
        const Noted *one = g_ptr_array_index(sorted, i);
        master_write(text, one->name, one->type, one->answer);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Into what is no regular file (a pipe, /dev/stdout): nothing can be renamed over it. */
static gboolean write_through(const char *path, const char *text, gsize length, GError **error) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    int failed = fd < 0 ? errno : 0;
    while (failed == 0 && length > 0) {
        ssize_t written = write(fd, text, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0) {
            failed = errno;
            break;
        }
        text += written;
        length -= (gsize)written;
    }
    if (fd >= 0 && close(fd) != 0 && failed == 0)
        failed = errno;
    if (failed != 0)
        g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(failed),
                    _("%s: cannot be written: %s"), path, g_strerror(failed));
    return failed == 0;
}

gboolean recorder_write(const Recorder *self, const char *path, GError **error) {
    g_autofree char *text = recorder_text(self);
    gsize length = strlen(text);
    struct stat status;

    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode))
        return write_through(path, text, length, error);

    /* Through a symbolic link its target is replaced, not the link. */
    char *real = realpath(path, NULL);
    g_autoptr(GError) local = NULL;
    gboolean written = g_file_set_contents_full(
        real != NULL ? real : path, text, (gssize)length,
        G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666, &local);
    free(real);
    if (!written)
        g_set_error(error, local->domain, local->code, _("%s: cannot be written: %s"), path,
                    local->message);
    return written;
}
