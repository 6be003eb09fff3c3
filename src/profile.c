/* profile.c - profiles from their key files: shipped ones from data/profiles/, the user's own. */
#include "profile.h"

#include "keyfile.h"
#include "nearest.h"
#include "policy.h"
#include "resources.h"

#include <glib/gi18n.h>
#include <string.h>

static struct ProfileRule *profile_rule(Profile *self, const char *id) {
    for (guint i = 0; i < rules_count; i++)
        if (strcmp(rules_all[i]->id, id) == 0)
            return &self->rules[i];
    return NULL;
}

/* The rule that a key or list names; NULL and no error where it is passed over. */
static struct ProfileRule *named_rule(Profile *self, const KeyFile *file, const char *group,
                                      const char *key, const char *id, gboolean lenient,
                                      GError **error) {
    struct ProfileRule *rule = profile_rule(self, id);
    if (rule != NULL || lenient)
        return rule;
    rule_unknown(id, error);
    keyfile_prefix(file, group, key, error);
    return NULL;
}

static gboolean read_enabled(Profile *self, const KeyFile *file, gboolean lenient, GError **error) {
    g_auto(GStrv) ids = g_key_file_get_string_list(file->keys, "profile", "enable", NULL, NULL);
    for (char **id = ids; id != NULL && *id != NULL; id++) {
        GError *unknown = NULL;
        struct ProfileRule *rule =
            named_rule(self, file, "profile", "enable", g_strstrip(*id), lenient, &unknown);
        if (unknown != NULL) {
            g_propagate_error(error, unknown);
            return FALSE;
        }
        if (rule != NULL)
            rule->enabled = TRUE;
    }
    return TRUE;
}

/* Reads [severity] or [reply]: a rule a key. */
static gboolean read_rules(Profile *self, const KeyFile *file, const char *group, gboolean lenient,
                           GError **error) {
    g_auto(GStrv) ids = g_key_file_get_keys(file->keys, group, NULL, NULL);
    for (char **id = ids; id != NULL && *id != NULL; id++) {
        GError *unknown = NULL;
        struct ProfileRule *rule = named_rule(self, file, group, *id, *id, lenient, &unknown);
        if (unknown != NULL) {
            g_propagate_error(error, unknown);
            return FALSE;
        }
        g_autofree char *value = keyfile_value(file, group, *id);
        if (rule == NULL || value == NULL)
            continue;
        if (strcmp(group, "reply") == 0) {
            g_free(rule->reply);
            rule->reply = g_steal_pointer(&value);
        } else if (!severity_parse(value, &rule->severity)) {
            keyfile_complain(file, group, *id, error, KEYFILE_MALFORMED,
                             _("\"%s\" is no severity: error, warning or info is expected"), value);
            return FALSE;
        }
    }
    return TRUE;
}

Profile *profile_parse(const char *path, const char *bytes, gsize length, gboolean lenient,
                       GError **error) {
    static const char *const groups[] = {"profile", "severity", "reply", NULL};
    static const char *const keys[] = {"title", "source", "enable", NULL};
    g_autoptr(KeyFile) file = keyfile_parse(path, bytes, length, error);
    if (file == NULL || !keyfile_check_groups(file, groups, error) ||
        !keyfile_check_keys(file, "profile", keys, error))
        return NULL;
    g_autoptr(Profile) self = g_new0(Profile, 1);
    self->rules = g_new0(struct ProfileRule, rules_count);
    self->name = g_path_get_basename(path);
    if (g_str_has_suffix(self->name, ".ini"))
        self->name[strlen(self->name) - strlen(".ini")] = '\0';
    self->title = keyfile_value(file, "profile", "title");
    if (self->title == NULL)
        self->title = g_strdup(self->name);
    if (!read_enabled(self, file, lenient, error) ||
        !read_rules(self, file, "severity", lenient, error) ||
        !read_rules(self, file, "reply", lenient, error))
        return NULL;
    return g_steal_pointer(&self);
}

Profile *profile_load(const char *path, GError **error) {
    g_autoptr(KeyFile) file = keyfile_load(path, error);
    if (file == NULL)
        return NULL;
    return profile_parse(path, file->text, strlen(file->text), FALSE, error);
}

Profile *profile_shipped(const char *name, GError **error) {
    g_autofree char *path = g_strdup_printf("profiles/%s.ini", name);
    g_autoptr(GBytes) bytes = resources_get(path);
    if (bytes == NULL) {
        g_auto(GStrv) known = policy_profile_names();
        g_autofree char *all = g_strjoinv(", ", known);
        g_set_error(error, POLICY_ERROR, POLICY_UNKNOWN_PROFILE,
                    _("there is no profile \"%s\"; known are %s, all, and a FILE.ini of your own"),
                    name, all);
        return NULL;
    }
    gsize length;
    const char *text = g_bytes_get_data(bytes, &length);
    return profile_parse(path, text, length, TRUE, error);
}

void profile_free(Profile *self) {
    if (self == NULL)
        return;
    for (guint i = 0; i < rules_count; i++)
        g_free(self->rules[i].reply);
    g_free(self->rules);
    g_free(self->name);
    g_free(self->title);
    g_free(self);
}
