/* resources.c - the code that glib-compile-resources writes (data/resources.c), registered once. */
#include "resources.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

/* Written by glib-compile-resources --manual-register, which declares it in no header. */
void spamlint_register_resource(void);

static gpointer register_once(gpointer data) {
    spamlint_register_resource();
    return NULL;
}

void resources_register(void) {
    static GOnce once = G_ONCE_INIT;
    g_once(&once, register_once, NULL);
}

GBytes *resources_get(const char *path) {
    resources_register();
    g_autofree char *full = g_strconcat("/spamlint/", path, NULL);
    return g_resources_lookup_data(full, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

char **resources_list(const char *folder) {
    resources_register();
    g_autofree char *full = g_strdup_printf("/spamlint/%s/", folder);
    char **names = g_resources_enumerate_children(full, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    if (names == NULL)
        return g_new0(char *, 1);
    qsort(names, g_strv_length(names), sizeof *names, by_name);
    return names;
}
