/* hosts.c - host lists: a hash of domains and a few patterns each. */
#include "message/hosts.h"

#include "limits.h"
#include "message/domain.h"
#include "resources.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

typedef struct {
    GPatternSpec *spec;
    gboolean any_suffix; /* ends in ".*" */
} Pattern;

/* What an entry reaches. */
enum { REACH_ITSELF = 1 << 0, REACH_BELOW = 1 << 1 };

typedef struct {
    GHashTable *domains; /* char * to REACH flags */
    GArray *patterns;    /* of Pattern */
} List;

struct Hosts {
    GHashTable *lists; /* char * to List * */
};

static void clear_pattern(gpointer data) {
    g_pattern_spec_free(((Pattern *)data)->spec);
}

static void free_list(gpointer data) {
    List *list = data;
    g_hash_table_unref(list->domains);
    g_array_unref(list->patterns);
    g_free(list);
}

static List *list_of(Hosts *self, const char *name) {
    List *list = g_hash_table_lookup(self->lists, name);
    if (list != NULL)
        return list;
    list = g_new0(List, 1);
    list->domains = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    list->patterns = g_array_new(FALSE, FALSE, sizeof(Pattern));
    g_array_set_clear_func(list->patterns, clear_pattern);
    g_hash_table_insert(self->lists, g_strdup(name), list);
    return list;
}

/* FALSE where the entry is no domain and no pattern. */
static gboolean add_entry(List *list, const char *entry) {
    gboolean below = g_str_has_prefix(entry, "*."), itself = *entry == '=';
    const char *name = entry + (below ? 2 : itself ? 1 : 0);
    if (strchr(name, '*') != NULL) {
        if (below || itself || strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789.*-") != strlen(name))
            return FALSE;
        Pattern pattern = {g_pattern_spec_new(name), g_str_has_suffix(name, ".*")};
        g_array_append_val(list->patterns, pattern);
        return TRUE;
    }
    /* Published lists hold A-labels that IDNA 2008 refuses: they are taken as written. */
    gboolean plain = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789.-") == strlen(name);
    if (strchr(name, '.') == NULL)
        return FALSE;
    char *ascii = plain ? g_strdup(name) : domain_to_ascii(name);
    if (ascii == NULL)
        return FALSE;
    guint reach = below ? REACH_BELOW : itself ? REACH_ITSELF : REACH_ITSELF | REACH_BELOW;
    reach |= GPOINTER_TO_UINT(g_hash_table_lookup(list->domains, ascii));
    g_hash_table_insert(list->domains, ascii, GUINT_TO_POINTER(reach));
    return TRUE;
}

static gboolean add_text(List *list, const char *source, const char *text, gsize length,
                         GError **error) {
    guint number = 0;
    for (const char *at = text, *end = text + length; at < end;) {
        const char *stop = memchr(at, '\n', (gsize)(end - at));
        if (stop == NULL)
            stop = end;
        g_autofree char *line = g_strndup(at, (gsize)(stop - at));
        line[strcspn(line, "#")] = '\0';
        g_strstrip(line);
        at = stop + 1;
        number++;
        if (*line != '\0' && !add_entry(list, line)) {
            g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                        _("%s:%u: \"%s\" is no domain name"), source, number, line);
            return FALSE;
        }
    }
    return TRUE;
}

/* The list that a file extends, by its name: "dir/shortener.txt" gives "shortener". */
static char *list_name(const char *path) {
    char *name = g_path_get_basename(path);
    if (g_str_has_suffix(name, ".txt"))
        name[strlen(name) - 4] = '\0';
    return name;
}

static gboolean load_shipped(Hosts *self, GError **error) {
    g_auto(GStrv) names = resources_list("hosts");
    for (char **name = names; *name != NULL; name++) {
        g_autofree char *path = g_strconcat("hosts/", *name, NULL);
        g_autofree char *list = list_name(*name);
        g_autoptr(GBytes) bytes = resources_get(path);
        gsize length;
        const char *text = g_bytes_get_data(bytes, &length);
        if (!add_text(list_of(self, list), path, text, length, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean load_extra(Hosts *self, const char *path, GError **error) {
    g_autofree char *list = list_name(path);
    g_autofree char *text = NULL;
    gsize length;
    if (!g_hash_table_contains(self->lists, list)) {
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
    return add_text(list_of(self, list), path, text, length, error);
}

Hosts *hosts_load(const char *const *extra, GError **error) {
    g_autoptr(Hosts) self = g_new0(Hosts, 1);
    self->lists = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_list);
    if (!load_shipped(self, error))
        return NULL;
    for (; extra != NULL && *extra != NULL; extra++)
        if (!load_extra(self, *extra, error))
            return NULL;
    return g_steal_pointer(&self);
}

void hosts_free(Hosts *self) {
    if (self == NULL)
        return;
    g_hash_table_unref(self->lists);
    g_free(self);
}

gboolean hosts_contain(const Hosts *self, const char *list_name, const char *host) {
    const List *list = self != NULL ? g_hash_table_lookup(self->lists, list_name) : NULL;
    if (list == NULL || host == NULL)
        return FALSE;
    for (const char *at = host; at != NULL; at = strchr(at, '.')) {
        at += *at == '.';
        guint reach = GPOINTER_TO_UINT(g_hash_table_lookup(list->domains, at));
        if (reach & (at == host ? REACH_ITSELF : REACH_BELOW))
            return TRUE;
    }
    g_autofree char *organization = NULL;
    for (guint i = 0; i < list->patterns->len; i++) {
        const Pattern *pattern = &g_array_index(list->patterns, Pattern, i);
        if (!g_pattern_spec_match_string(pattern->spec, host))
            continue;
        if (organization == NULL)
            organization = domain_organizational(host);
        if (!pattern->any_suffix || strcmp(organization, host) == 0)
            return TRUE;
    }
    return FALSE;
}
