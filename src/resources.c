/* resources.c - registers the compiled data files once. */
#include "resources.h"

/* data/resources.c, by glib-compile-resources. */
GResource *spamlint_get_resource(void);
void spamlint_register_resource(void);

static gpointer register_once(gpointer data) {
    spamlint_register_resource();
    return spamlint_get_resource();
}

GResource *resources_get(void) {
    static GOnce once = G_ONCE_INIT;
    return g_once(&once, register_once, NULL);
}
