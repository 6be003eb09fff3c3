/* hosts.c - loads host lists, and says whether a host is on one. */
#include "message/domains/hosts.h"

#include "limits.h"
#include "message/domains/domain.h"
#include "message/domains/host-table.h"
#include "resources.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

typedef struct {
    GPatternSpec *spec;
    gboolean any_suffix; /* ends in ".*" */
    int list;
} Pattern;

struct Hosts {
    HostTable table;
    GArray *patterns;       /* of Pattern */
    HostCompiler *compiler; /* whose the table is; NULL: it is that of the shipped lists */
};

static void clear_pattern(gpointer data) {
    g_pattern_spec_free(((Pattern *)data)->spec);
}

/* A compiler to which the texts of the shipped lists have been added. */
static HostCompiler *compile_shipped(GError **error) {
    g_autoptr(HostCompiler) compiler = host_compiler_new();
    g_auto(GStrv) names = resources_list("hosts");
    for (char **name = names; *name != NULL; name++) {
        g_autofree char *path = g_strconcat("hosts/", *name, NULL);
        g_autofree char *list = host_list_name(*name);
        g_autoptr(GBytes) bytes = resources_get(path);
        gsize length;
        const char *text = g_bytes_get_data(bytes, &length);
        if (!host_compiler_add(compiler, path, list, text, length, error))
            return NULL;
    }
    return g_steal_pointer(&compiler);
}

static gboolean add_file(HostCompiler *compiler, const char *path, GError **error) {
    g_autofree char *list = host_list_name(path);
    g_autofree char *text = NULL;
    HostTable table = host_compiler_table(compiler);
    gsize length;
    if (host_table_list(&table, list) < 0) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME,
                    _("%s: there is no host list \"%s\" that it could extend"), path, list);
        return FALSE;
    }
    if (!g_file_get_contents(path, &text, &length, error))
        return FALSE;
    if (length > LIMIT_USER_FILE_OCTETS) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("%s: larger than %u octets"),
                    path, LIMIT_USER_FILE_OCTETS);
        return FALSE;
    }
    return host_compiler_add(compiler, path, list, text, length, error);
}

/* The table of the texts. */
static gboolean compile(Hosts *self, const char *const *extra, GError **error) {
    self->compiler = compile_shipped(error);
    if (self->compiler == NULL)
        return FALSE;
    for (; extra != NULL && *extra != NULL; extra++)
        if (!add_file(self->compiler, *extra, error))
            return FALSE;
    self->table = host_compiler_table(self->compiler);
    return TRUE;
}

Hosts *hosts_load(const char *const *extra, GError **error) {
    g_autoptr(Hosts) self = g_new0(Hosts, 1);
    self->table = host_table_shipped;
    self->patterns = g_array_new(FALSE, FALSE, sizeof(Pattern));
    g_array_set_clear_func(self->patterns, clear_pattern);
    gboolean extended = extra != NULL && *extra != NULL;
    if ((extended || self->table.n_lists == 0) && !compile(self, extra, error))
        return NULL;
    for (guint i = 0; i < self->table.n_patterns; i++) {
        const char *text = self->table.texts + self->table.patterns[i].text;
        Pattern pattern = {g_pattern_spec_new(text), g_str_has_suffix(text, ".*"),
                           (int)self->table.patterns[i].list};
        g_array_append_val(self->patterns, pattern);
    }
    return g_steal_pointer(&self);
}

void hosts_free(Hosts *self) {
    if (self == NULL)
        return;
    g_array_unref(self->patterns);
    host_compiler_free(self->compiler);
    g_free(self);
}

gboolean hosts_contain(const Hosts *self, const char *list_name, const char *host) {
    int list = self != NULL ? host_table_list(&self->table, list_name) : -1;
    if (list < 0 || host == NULL)
        return FALSE;
    for (const char *at = host; at != NULL; at = strchr(at, '.')) {
        at += *at == '.';
        const HostSlot *slot = host_table_find(&self->table, at);
        if (slot != NULL && ((at == host ? slot->itself : slot->below) >> list & 1) != 0)
            return TRUE;
    }
    g_autofree char *organization = NULL;
    for (guint i = 0; i < self->patterns->len; i++) {
        const Pattern *pattern = &g_array_index(self->patterns, Pattern, i);
        if (pattern->list != list || !g_pattern_spec_match_string(pattern->spec, host))
            continue;
        if (organization == NULL)
            organization = domain_organizational(host);
        if (!pattern->any_suffix || strcmp(organization, host) == 0)
            return TRUE;
    }
    return FALSE;
}
