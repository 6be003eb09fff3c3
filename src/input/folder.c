/* folder.c - see folder.h.
 *
 * A stack of folders, each with its sorted names: memory is that of the names on the way down.
 */
#include "input/folder.h"

#include "input/detect.h"
#include "input/source.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

typedef struct {
    char *path;
    GPtrArray *names; /* of char *, sorted */
    guint at;
    gboolean maildir;    /* only cur and new are entered */
    gboolean of_maildir; /* is cur or new */
} Level;

struct Folder {
    GQueue levels;     /* of Level *, the deepest first */
    GHashTable *known; /* of FileId *: folders entered so far */
    char *first;       /* the path to be opened first, then NULL */
};

/* What names one folder, whichever way leads to it. */
typedef struct {
    dev_t device;
    ino_t inode;
} FileId;

static guint file_id_hash(gconstpointer key) {
    const FileId *id = key;
    return (guint)id->inode ^ ((guint)id->device << 16);
}

static gboolean file_id_equal(gconstpointer a, gconstpointer b) {
    const FileId *left = a, *right = b;
    return left->inode == right->inode && left->device == right->device;
}

static void level_free(gpointer data) {
    Level *self = data;
    g_free(self->path);
    g_clear_pointer(&self->names, g_ptr_array_unref);
    g_free(self);
}

Folder *folder_new(const char *path) {
    Folder *self = g_new0(Folder, 1);

    g_queue_init(&self->levels);
    self->known = g_hash_table_new_full(file_id_hash, file_id_equal, g_free, NULL);
    self->first = g_strdup(path);
    return self;
}

void folder_free(Folder *self) {
    if (!self)
        return;
    g_queue_clear_full(&self->levels, level_free);
    g_hash_table_unref(self->known);
    g_free(self->first);
    g_free(self);
}

static int compare_names(gconstpointer a, gconstpointer b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static gboolean is_folder(const char *parent, const char *name) {
    g_autofree char *path = g_build_filename(parent, name, NULL);
    return g_file_test(path, G_FILE_TEST_IS_DIR);
}

static gboolean is_maildir(const char *path) {
    return is_folder(path, "cur") && (is_folder(path, "new") || is_folder(path, "tmp"));
}

/* Whether the user named the cur or new of a Maildir itself. */
static gboolean is_part_of_maildir(const char *path) {
    g_autofree char *whole = g_canonicalize_filename(path, NULL);
    g_autofree char *name = g_path_get_basename(whole);
    g_autofree char *parent = g_path_get_dirname(whole);

    return (strcmp(name, "cur") == 0 || strcmp(name, "new") == 0) && is_maildir(parent);
}

static gboolean fail(GError **error, const char *what, int reason) {
    g_set_error(error, SOURCE_ERROR_DOMAIN, SOURCE_FAILED_READ, "%s: %s", _(what),
                g_strerror(reason));
    return FALSE;
}

/* Enters the folder, where it was not yet. FALSE: it cannot be read. */
static gboolean enter(Folder *self, const char *path, gboolean of_maildir, GError **error) {
    GStatBuf status;

    if (g_stat(path, &status) != 0)
        return fail(error, N_("this folder cannot be read"), errno);
    FileId *id = g_new0(FileId, 1);
    id->device = status.st_dev;
    id->inode = status.st_ino;
    if (!g_hash_table_add(self->known, id))
        return TRUE;

    errno = 0;
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    if (!dir)
        return fail(error, N_("this folder cannot be read"), errno);
    Level *level = g_new0(Level, 1);
    level->path = g_strdup(path);
    level->of_maildir = of_maildir;
    level->maildir = !of_maildir && is_maildir(path);
    level->names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name; (name = g_dir_read_name(dir));)
        if (name[0] != '.')
            g_ptr_array_add(level->names, g_strdup(name));
    g_ptr_array_sort(level->names, compare_names);
    g_queue_push_head(&self->levels, level);
    return TRUE;
}

FolderEntry folder_next(Folder *self, char **ret_path, GError **error) {
    if (self->first) {
        g_autofree char *first = g_steal_pointer(&self->first);
        if (!enter(self, first, is_part_of_maildir(first), error)) {
            *ret_path = g_steal_pointer(&first);
            return FOLDER_ERROR;
        }
    }
    for (Level *level; (level = g_queue_peek_head(&self->levels));) {
        if (level->at == level->names->len) {
            level_free(g_queue_pop_head(&self->levels));
            continue;
        }
        const char *name = g_ptr_array_index(level->names, level->at++);
        g_autofree char *path = g_build_filename(level->path, name, NULL);
        gboolean named = detect_name_is_mail(name) || detect_name_is_template(name);
        GStatBuf status;

        if (g_stat(path, &status) != 0) {
            int reason = errno;
            /* Gone since the folder was read, as a mail program moves its files: nothing is lost.
             * A link that leads nowhere is said where it promises mail. */
            if (!named || !g_file_test(path, G_FILE_TEST_IS_SYMLINK))
                continue;
            fail(error, N_("this link cannot be followed"), reason);
            *ret_path = g_steal_pointer(&path);
            return FOLDER_ERROR;
        }
        if (S_ISDIR(status.st_mode)) {
            gboolean part = strcmp(name, "cur") == 0 || strcmp(name, "new") == 0;
            if (level->of_maildir || (level->maildir && strcmp(name, "tmp") == 0))
                continue;
            if (!enter(self, path, level->maildir && part, error)) {
                *ret_path = g_steal_pointer(&path);
                return FOLDER_ERROR;
            }
            continue;
        }
        if (!S_ISREG(status.st_mode))
            continue;
        *ret_path = g_steal_pointer(&path);
        return level->of_maildir ? FOLDER_MAILDIR : named ? FOLDER_NAMED : FOLDER_UNNAMED;
    }
    return FOLDER_END;
}
