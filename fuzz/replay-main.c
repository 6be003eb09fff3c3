/* replay-main.c - runs a fuzz target over files, without a fuzzer.
 *
 * Linked with one fuzz-NAME.c it is a test of make check: every file of fuzz/corpus/NAME (or the
 * files and folders given) goes through the target, as a heap copy of exactly its size, so that
 * valgrind and ASan see every octet that is read behind it.  A crash is the failure; so is a
 * corpus in which there is nothing.
 */
#include <glib.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static gboolean replay_file(const char *path) {
    g_autofree char *contents = NULL;
    g_autoptr(GError) error = NULL;
    gsize length;
    if (!g_file_get_contents(path, &contents, &length, &error)) {
        fprintf(stderr, "%s\n", error->message);
        return FALSE;
    }
    /* malloc, not g_malloc: no octets are a pointer too, as libFuzzer gives it. */
    uint8_t *copy = malloc(length);
    if (length > 0)
        memcpy(copy, contents, length);
    /* Said before: where the target crashes it is the last line. */
    printf("%s\n", path);
    fflush(stdout);
    LLVMFuzzerTestOneInput(copy, length);
    free(copy);
    return TRUE;
}

static int compare_names(gconstpointer a, gconstpointer b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The number of files replayed, or -1. */
static int replay_folder(const char *path) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GDir) folder = g_dir_open(path, 0, &error);
    if (folder == NULL) {
        fprintf(stderr, "%s\n", error->message);
        return -1;
    }
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    for (const char *name; (name = g_dir_read_name(folder)) != NULL;)
        g_ptr_array_add(files, g_build_filename(path, name, NULL));
    g_ptr_array_sort(files, compare_names);
    for (guint i = 0; i < files->len; i++)
        if (!replay_file(files->pdata[i]))
            return -1;
    return (int)files->len;
}

static int replay(const char *path) {
    if (g_file_test(path, G_FILE_TEST_IS_DIR))
        return replay_folder(path);
    return replay_file(path) ? 1 : -1;
}

int main(int argc, char **argv) {
    static char corpus[] = FUZZ_CORPUS;
    char *const standard[] = {corpus};
    char *const *paths = argc > 1 ? argv + 1 : standard;
    int count = argc > 1 ? argc - 1 : 1;
    int replayed = 0;
    for (int i = 0; i < count; i++) {
        int files = replay(paths[i]);
        if (files < 0)
            return 1;
        replayed += files;
    }
    printf("%d inputs replayed\n", replayed);
    return replayed > 0 ? 0 : 1;
}
