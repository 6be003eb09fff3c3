/* replay.c - reading a replay file, and answering from it. */
#include "evidence/replay.h"

#include "evidence/dns-name.h"
#include "evidence/master.h"
#include "limits.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

/* Lines of one name and type, and where the first of them stands. */
typedef struct {
    Answer *answer; /* NULL: not listed */
    guint line;
} Set;

#define ANY_TYPE QUESTION_TYPES

/* What the file says of one name: a set a type, and the one of the type `*`. */
typedef struct {
    Set sets[QUESTION_TYPES + 1];
} Listed;

struct Replay {
    GHashTable *names; /* folded name to Listed */
    Set anything;      /* `* *` */
    GPtrArray *skip;   /* of char *: zones that are SKIPPED where not listed */
};

static void listed_free(gpointer data) {
    Listed *listed = data;
    for (guint i = 0; i < G_N_ELEMENTS(listed->sets); i++)
        answer_free(listed->sets[i].answer);
    g_free(listed);
}

void replay_free(Replay *self) {
    if (self == NULL)
        return;
    g_hash_table_unref(self->names);
    answer_free(self->anything.answer);
    g_ptr_array_unref(self->skip);
    g_free(self);
}

/* Adds a line to its set; FALSE and a problem where it contradicts one above. */
static gboolean set_add(Set *set, const MasterLine *line, guint number, char **ret_problem) {
    Answer *answer = set->answer;
    if (answer == NULL) {
        set->answer = answer = answer_new(line->status);
        set->line = number;
    } else if (answer->status != line->status) {
        *ret_problem = g_strdup_printf("found another answer than line %u, expected records or one "
                                       "!STATUS",
                                       set->line);
        return FALSE;
    }
    if (line->status != ANSWER_OK)
        return TRUE;
    if (answer->records->len == LIMIT_ANSWER_RECORDS) {
        *ret_problem =
            g_strdup_printf(_("found over %u records of one name and type"), LIMIT_ANSWER_RECORDS);
        return FALSE;
    }
    answer_add(answer, line->preference, line->value, line->length);
    if (answer->records->len > 1 && (line->type == QUESTION_CNAME || line->type == QUESTION_SOA ||
                                     line->type == QUESTION_REGISTRATION)) {
        *ret_problem = g_strdup_printf(_("found a second %s, expected the one of line %u alone"),
                                       question_type_name(line->type), set->line);
        return FALSE;
    }
    return TRUE;
}

static gboolean replay_add(Replay *self, const MasterLine *line, guint number, char **ret_problem) {
    if (line->name == NULL)
        return set_add(&self->anything, line, number, ret_problem);
    Listed *listed = g_hash_table_lookup(self->names, line->name);
    if (listed == NULL) {
        listed = g_new0(Listed, 1);
        g_hash_table_insert(self->names, g_strdup(line->name), listed);
    }
    guint type = line->any_type ? ANY_TYPE : (guint)line->type;
    return set_add(&listed->sets[type], line, number, ret_problem);
}

Replay *replay_parse(const char *path, const char *bytes, gsize length, GError **error) {
    g_autoptr(Replay) self = g_new0(Replay, 1);
    const char *at = length > 0 ? bytes : "", *end = at + length;
    guint number = 0;

    self->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, listed_free);
    self->skip = g_ptr_array_new_with_free_func(g_free);
    if (length >= 3 && memcmp(at, "\xef\xbb\xbf", 3) == 0)
        at += 3; /* an editor's byte order mark */
    while (at < end) {
        const char *line_end = memchr(at, '\n', (gsize)(end - at));
        if (line_end == NULL)
            line_end = end;
        g_autofree char *problem = NULL;
        MasterLine line = {0};
        gboolean empty = FALSE;

        number++;
        gboolean good = master_parse(at, (gsize)(line_end - at), &line, &empty, &problem);
        if (good && !empty) {
            good = replay_add(self, &line, number, &problem);
            master_line_clear(&line);
        }
        if (!good) {
            g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s:%u: %s", path, number,
                        problem);
            return NULL;
        }
        at = line_end < end ? line_end + 1 : end;
    }
    return g_steal_pointer(&self);
}

Replay *replay_load(const char *path, GError **error) {
    g_autoptr(GFile) file = g_file_new_for_path(path);
    g_autoptr(GError) local = NULL;
    g_autoptr(GFileInputStream) stream = g_file_read(file, NULL, &local);
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    guint8 chunk[LIMIT_READ_CHUNK];
    gssize count = 0;

    /* Read, not mapped or asked for its size: it may be a pipe. */
    while (local == NULL && bytes->len <= LIMIT_USER_FILE_OCTETS &&
           (count =
                g_input_stream_read(G_INPUT_STREAM(stream), chunk, sizeof chunk, NULL, &local)) > 0)
        g_byte_array_append(bytes, chunk, (guint)count);
    if (local != NULL) {
        g_set_error(error, local->domain, local->code, "%s: %s", path, local->message);
        return NULL;
    }
    if (bytes->len > LIMIT_USER_FILE_OCTETS) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                    _("%s: found over %u octets, too large for a replay file"), path,
                    LIMIT_USER_FILE_OCTETS);
        return NULL;
    }
    return replay_parse(path, (const char *)bytes->data, bytes->len, error);
}

void replay_skip_below(Replay *self, const char *zone) {
    char *folded = dns_name_fold(zone, strlen(zone));
    if (folded != NULL)
        g_ptr_array_add(self->skip, folded);
}

static gboolean is_skipped(const Replay *self, const char *name) {
    for (guint i = 0; i < self->skip->len; i++) {
        const char *zone = g_ptr_array_index(self->skip, i);
        gsize name_length = strlen(name), zone_length = strlen(zone);
        if (name_length > zone_length && name[name_length - zone_length - 1] == '.' &&
            strcmp(name + name_length - zone_length, zone) == 0)
            return TRUE;
    }
    return FALSE;
}

/* The answer of a name that stands without this type: it exists, unless all it says is that it
 * does not; NULL where it does not stand. */
static Answer *answer_of_others(const Listed *listed) {
    gboolean stands = FALSE, exists = FALSE;
    for (guint i = 0; i < QUESTION_TYPES; i++) {
        const Answer *other = listed->sets[i].answer;
        stands = stands || other != NULL;
        exists = exists || (other != NULL && other->status != ANSWER_NXDOMAIN);
    }
    if (!stands)
        return NULL;
    return answer_new(exists ? ANSWER_NODATA : ANSWER_NXDOMAIN);
}

/* What the file says of one name itself; its CNAME's target where that has to be asked. */
static Answer *answer_here(const Replay *self, const char *name, QuestionType type,
                           const char **ret_target) {
    const Listed *listed = g_hash_table_lookup(self->names, name);

    if (listed != NULL && listed->sets[type].answer != NULL)
        return answer_copy(listed->sets[type].answer);
    if (listed != NULL && type != QUESTION_REGISTRATION) {
        const Answer *alias = listed->sets[QUESTION_CNAME].answer;
        if (alias != NULL && alias->status == ANSWER_OK) {
            *ret_target = ((const Record *)g_ptr_array_index(alias->records, 0))->value;
            return NULL;
        }
    }
    if (listed != NULL && listed->sets[ANY_TYPE].answer != NULL)
        return answer_copy(listed->sets[ANY_TYPE].answer);
    if (type == QUESTION_REGISTRATION)
        return answer_new_noted(ANSWER_SKIPPED, N_("not in the replay file"));
    Answer *others = listed != NULL ? answer_of_others(listed) : NULL;
    if (others != NULL)
        return others;
    if (is_skipped(self, name))
        return answer_new_noted(ANSWER_SKIPPED, N_("not in the replay file"));
    return self->anything.answer != NULL ? answer_copy(self->anything.answer)
                                         : answer_new(ANSWER_NXDOMAIN);
}

Answer *replay_answer(const Replay *self, const char *name, QuestionType type) {
    g_autofree char *folded = dns_name_fold(name, strlen(name));
    if (folded == NULL)
        return answer_new(ANSWER_NXDOMAIN);

    const char *current = folded;
    for (guint hops = 0; hops <= LIMIT_CNAME_HOPS; hops++) {
        const char *target = NULL;
        Answer *answer = answer_here(self, current, type, &target);
        if (answer != NULL) {
            if (hops > 0)
                answer->canonical = g_strdup(current);
            return answer;
        }
        current = target;
    }
    return answer_new_noted(ANSWER_SERVFAIL, N_("CNAME loop, or over 8 of them"));
}

static void fill(gpointer data, Table *table, Entry *entry, const char *name, QuestionType type) {
    table_answer(table, entry, replay_answer(data, name, type));
}

Filler replay_filler(const Replay *self) {
    /* `fill` only reads it; the member is for fillers of every kind. */
    return (Filler){.fill = fill, .data = (gpointer)self};
}
