/* configuration.c - finds .spamlintrc and feeds it to the table of options. */
#include "configuration.h"

#include "keyfile.h"

#include <glib/gi18n.h>
#include <string.h>

char *configuration_find(const Options *options, const char *folder) {
    if (options->config != NULL)
        return g_strdup(options->config);
    g_autofree char *at = g_canonicalize_filename(folder, NULL);
    for (;;) {
        g_autofree char *path = g_build_filename(at, ".spamlintrc", NULL);
        if (g_file_test(path, G_FILE_TEST_EXISTS) && !g_file_test(path, G_FILE_TEST_IS_DIR))
            return g_steal_pointer(&path);
        char *above = g_path_get_dirname(at);
        gboolean top = strcmp(above, at) == 0;
        g_free(at);
        at = above;
        if (top)
            break;
    }
    g_autofree char *own =
        g_build_filename(g_get_user_config_dir(), "spamlint", "spamlintrc", NULL);
    return g_file_test(own, G_FILE_TEST_EXISTS) ? g_steal_pointer(&own) : NULL;
}

/* "true" or "false" of a key that is an option without a value. */
static gboolean apply_switch(Options *options, const OptionSpec *spec, const char *value,
                             GError **error) {
    if (strcmp(value, "false") == 0)
        return TRUE;
    if (strcmp(value, "true") == 0)
        return spec->set(options, NULL, error);
    g_set_error(error, OPTIONS_ERROR, OPTIONS_BAD_VALUE, _("\"%s\" found, expected true or false"),
                value);
    return FALSE;
}

static gboolean apply_options(Options *options, const KeyFile *file, GError **error) {
    g_auto(GStrv) keys = g_key_file_get_keys(file->keys, "spamlint", NULL, NULL);
    for (char **key = keys; key != NULL && *key != NULL; key++) {
        const OptionSpec *spec = option_find(*key, OPTION_CONFIG);
        g_autofree char *value = keyfile_value(file, "spamlint", *key);
        gboolean set = spec->argument == NULL
                           ? apply_switch(options, spec, value != NULL ? value : "", error)
                           : spec->set(options, value != NULL ? value : "", error);
        if (!set) {
            g_prefix_error(error, "%s: ", *key);
            keyfile_prefix(file, "spamlint", *key, error);
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean apply_severities(Options *options, const KeyFile *file, GError **error) {
    g_auto(GStrv) keys = g_key_file_get_keys(file->keys, "severity", NULL, NULL);
    for (char **key = keys; key != NULL && *key != NULL; key++) {
        g_autofree char *value = keyfile_value(file, "severity", *key);
        g_autofree char *setting = g_strdup_printf("%s=%s", *key, value != NULL ? value : "");
        if (!policy_builder_severity(options->builder, setting, error)) {
            keyfile_prefix(file, "severity", *key, error);
            return FALSE;
        }
    }
    return TRUE;
}

gboolean configuration_load(Options *options, const char *path, GError **error) {
    static const char *const groups[] = {"spamlint", "severity", NULL};
    g_autoptr(KeyFile) file = keyfile_load(path, error);
    if (file == NULL || !keyfile_check_groups(file, groups, error))
        return FALSE;
    g_autofree const char **known = g_new0(const char *, option_count + 1);
    guint n = 0;
    for (guint i = 0; i < option_count; i++)
        if ((option_specs[i].where & OPTION_CONFIG) != 0)
            known[n++] = option_specs[i].name;
    if (!keyfile_check_keys(file, "spamlint", known, error))
        return FALSE;
    g_autofree char *folder = g_path_get_dirname(path);
    options->base = folder;
    gboolean applied =
        apply_options(options, file, error) && apply_severities(options, file, error);
    options->base = NULL;
    return applied;
}

gboolean configuration_apply(Options *options, GError **error) {
    g_autofree char *here = g_get_current_dir();
    g_autofree char *path = configuration_find(options, here);
    return path == NULL || configuration_load(options, path, error);
}
