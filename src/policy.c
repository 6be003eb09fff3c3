/* policy.c - builds the policy: profiles, then the settings of each layer in turn.
 *
 * Settings are checked when they are given (so that an error can name the line or option they came
 * from) and applied when the policy is finished (so that their order does not matter where it
 * should not: profiles first, then selections, then severities).
 */
#include "policy.h"

#include "message/mime/mailbox.h"
#include "profile.h"
#include "resources.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_QUARK(spamlint_policy_error, policy_error)

typedef enum { ACTION_ONLY, ACTION_ENABLE, ACTION_DISABLE, ACTION_SEVERITY } Action;

/* One setting: a rule, or all rules of a clause. */
typedef struct {
    Action action;
    guint layer;
    const Rule *rule; /* NULL: the clause */
    Clause clause;
    Severity severity;
} Setting;

struct PolicyBuilder {
    guint layer;
    GPtrArray *profiles; /* of Profile */
    guint profiles_layer;
    GArray *settings; /* of Setting */
    GPtrArray *sender_domains;
    guint sender_domains_layer;
};

PolicyBuilder *policy_builder_new(void) {
    PolicyBuilder *self = g_new0(PolicyBuilder, 1);
    self->profiles = g_ptr_array_new_with_free_func((GDestroyNotify)profile_free);
    self->settings = g_array_new(FALSE, FALSE, sizeof(Setting));
    self->sender_domains = g_ptr_array_new_with_free_func(g_free);
    return self;
}

void policy_builder_free(PolicyBuilder *self) {
    if (self == NULL)
        return;
    g_ptr_array_unref(self->profiles);
    g_array_unref(self->settings);
    g_ptr_array_unref(self->sender_domains);
    g_free(self);
}

void policy_builder_layer(PolicyBuilder *self) {
    self->layer++;
}

/* The items of a comma-separated list, without white space around and without empty ones. */
static char **split_list(const char *list) {
    g_auto(GStrv) parts = g_strsplit(list, ",", -1);
    g_autoptr(GStrvBuilder) items = g_strv_builder_new();
    for (char **part = parts; *part != NULL; part++)
        if (*g_strstrip(*part) != '\0')
            g_strv_builder_add(items, *part);
    return g_strv_builder_end(items);
}

static gboolean add_profile(PolicyBuilder *self, const char *name, GError **error) {
    g_autoptr(Profile) profile =
        g_str_has_suffix(name, ".ini") ? profile_load(name, error) : profile_shipped(name, error);
    if (profile == NULL)
        return FALSE;
    for (guint i = 0; i < self->profiles->len; i++)
        if (strcmp(((Profile *)self->profiles->pdata[i])->name, profile->name) == 0)
            return TRUE;
    g_ptr_array_add(self->profiles, g_steal_pointer(&profile));
    return TRUE;
}

gboolean policy_builder_profiles(PolicyBuilder *self, const char *list, GError **error) {
    if (self->profiles_layer != self->layer)
        g_ptr_array_set_size(self->profiles, 0);
    self->profiles_layer = self->layer;
    g_auto(GStrv) names = split_list(list);
    for (char **name = names; *name != NULL; name++) {
        if (strcmp(*name, "all") != 0) {
            if (!add_profile(self, *name, error))
                return FALSE;
            continue;
        }
        g_auto(GStrv) shipped = policy_profile_names();
        for (char **one = shipped; *one != NULL; one++)
            if (!add_profile(self, *one, error))
                return FALSE;
    }
    return TRUE;
}

void rule_unknown(const char *name, GError **error) {
    g_autofree char *near = rule_near_names(name);
    if (near != NULL)
        g_set_error(error, POLICY_ERROR, POLICY_UNKNOWN_RULE,
                    _("there is no rule \"%s\"; did you mean %s?"), name, near);
    else
        g_set_error(error, POLICY_ERROR, POLICY_UNKNOWN_RULE,
                    _("there is no rule \"%s\"; --list-rules prints them all"), name);
}

/* Reads a rule's id or a clause's name into the setting. */
static gboolean name_rules(Setting *setting, const char *name, GError **error) {
    setting->rule = rule_find(name);
    if (setting->rule != NULL || clause_parse(name, &setting->clause))
        return TRUE;
    rule_unknown(name, error);
    return FALSE;
}

static gboolean add_settings(PolicyBuilder *self, Action action, const char *list, GError **error) {
    g_auto(GStrv) names = split_list(list);
    if (action == ACTION_ONLY && names[0] == NULL) {
        /* A script whose variable is empty does not mean every rule. */
        g_set_error_literal(error, POLICY_ERROR, POLICY_UNKNOWN_RULE,
                            _("nothing found, expected rules or clauses"));
        return FALSE;
    }
    for (char **name = names; *name != NULL; name++) {
        Setting setting = {.action = action, .layer = self->layer};
        if (!name_rules(&setting, *name, error))
            return FALSE;
        g_array_append_val(self->settings, setting);
    }
    return TRUE;
}

gboolean policy_builder_enable(PolicyBuilder *self, const char *list, GError **error) {
    return add_settings(self, ACTION_ENABLE, list, error);
}

gboolean policy_builder_disable(PolicyBuilder *self, const char *list, GError **error) {
    return add_settings(self, ACTION_DISABLE, list, error);
}

gboolean policy_builder_only(PolicyBuilder *self, const char *list, GError **error) {
    return add_settings(self, ACTION_ONLY, list, error);
}

gboolean policy_builder_severity(PolicyBuilder *self, const char *list, GError **error) {
    g_auto(GStrv) items = split_list(list);
    for (char **item = items; *item != NULL; item++) {
        Setting setting = {.action = ACTION_SEVERITY, .layer = self->layer};
        char *equals = strchr(*item, '=');
        if (equals == NULL) {
            g_set_error(error, POLICY_ERROR, POLICY_BAD_SEVERITY,
                        _("\"%s\" has no severity: RULE=error, RULE=warning or RULE=info is "
                          "expected"),
                        *item);
            return FALSE;
        }
        *equals = '\0';
        if (!name_rules(&setting, g_strstrip(*item), error))
            return FALSE;
        const char *word = g_strstrip(equals + 1);
        if (!severity_parse(word, &setting.severity)) {
            g_set_error(error, POLICY_ERROR, POLICY_BAD_SEVERITY,
                        _("\"%s\" is no severity: error, warning or info is expected"), word);
            return FALSE;
        }
        g_array_append_val(self->settings, setting);
    }
    return TRUE;
}

gboolean policy_builder_sender_domains(PolicyBuilder *self, const char *list, GError **error) {
    if (self->sender_domains_layer != self->layer)
        g_ptr_array_set_size(self->sender_domains, 0);
    self->sender_domains_layer = self->layer;
    g_auto(GStrv) names = split_list(list);
    for (char **name = names; *name != NULL; name++) {
        g_autofree char *ascii = domain_to_ascii(*name);
        if (ascii == NULL || strchr(ascii, '.') == NULL) {
            g_set_error(error, POLICY_ERROR, POLICY_BAD_DOMAIN, _("\"%s\" is no domain name"),
                        *name);
            return FALSE;
        }
        g_ptr_array_add(self->sender_domains, g_steal_pointer(&ascii));
    }
    return TRUE;
}

static void raise_to(Severity *severity, Severity to) {
    *severity = MAX(*severity, to);
}

static void add_reply(RulePolicy *policy, const char *title, const char *reply) {
    char *joined = policy->reply == NULL
                       ? g_strdup_printf("%s: %s", title, reply)
                       : g_strdup_printf("%s; %s: %s", policy->reply, title, reply);
    g_free((char *)policy->reply);
    policy->reply = joined;
}

static void apply_profiles(const PolicyBuilder *self, Policy *policy) {
    for (guint i = 0; i < rules_count; i++) {
        const Rule *rule = rules_all[i];
        RulePolicy *out = &policy->rules[i];
        out->nominal = rule->severity;
        out->enabled = rule->only_in == NULL;
        for (guint p = 0; p < self->profiles->len; p++) {
            const Profile *profile = self->profiles->pdata[p];
            const struct ProfileRule *own = &profile->rules[i];
            out->enabled |= own->enabled || g_strcmp0(rule->only_in, profile->name) == 0;
            if (own->severity > out->nominal) {
                raise_to(&out->nominal, own->severity);
                raise_to(&out->raise, own->severity);
            }
            if (own->reply != NULL)
                add_reply(out, profile->title, own->reply);
        }
    }
}

static gboolean setting_names(const Setting *setting, const Rule *rule) {
    return setting->rule != NULL ? setting->rule == rule : setting->clause == rule->clause;
}

static void apply_layer(const PolicyBuilder *self, Policy *policy, guint layer) {
    for (guint i = 0; i < rules_count; i++) {
        RulePolicy *out = &policy->rules[i];
        gboolean any_only = FALSE, by_clause = FALSE, by_id = FALSE;
        for (guint s = 0; s < self->settings->len; s++) {
            const Setting *setting = &g_array_index(self->settings, Setting, s);
            if (setting->layer != layer || setting->action != ACTION_ONLY)
                continue;
            any_only = TRUE;
            if (setting_names(setting, rules_all[i]))
                *(setting->rule != NULL ? &by_id : &by_clause) = TRUE;
        }
        if (any_only)
            out->enabled = by_id || (by_clause && out->enabled);
        for (guint s = 0; s < self->settings->len; s++) {
            const Setting *setting = &g_array_index(self->settings, Setting, s);
            if (setting->layer != layer || !setting_names(setting, rules_all[i]))
                continue;
            if (setting->action == ACTION_ENABLE)
                out->enabled = TRUE;
            else if (setting->action == ACTION_DISABLE)
                out->enabled = FALSE;
            else if (setting->action == ACTION_SEVERITY)
                out->nominal = out->cap = out->raise = setting->severity;
        }
    }
}

Policy *policy_builder_finish(PolicyBuilder *self) {
    Policy *policy = g_new0(Policy, 1);
    policy->rules = g_new0(RulePolicy, rules_count);
    policy->fail_on = SEVERITY_ERROR;
    policy->dns_allowed = TRUE;
    apply_profiles(self, policy);
    for (guint layer = 0; layer <= self->layer; layer++)
        apply_layer(self, policy, layer);

    GPtrArray *domains = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < self->sender_domains->len; i++)
        g_ptr_array_add(domains, g_strdup(self->sender_domains->pdata[i]));
    policy->settings.sender_domains = domains;
    /* Every profile starts from smtpdk: it is always among them. */
    g_autoptr(GStrvBuilder) names = g_strv_builder_new();
    g_strv_builder_add(names, "smtpdk");
    for (guint i = 0; i < self->profiles->len; i++) {
        const Profile *profile = self->profiles->pdata[i];
        if (strcmp(profile->name, "smtpdk") != 0)
            g_strv_builder_add(names, profile->name);
    }
    policy->settings.profiles = (const char *const *)g_strv_builder_end(names);
    return policy;
}

void policy_free(Policy *self) {
    if (self == NULL)
        return;
    for (guint i = 0; i < rules_count; i++)
        g_free((char *)self->rules[i].reply);
    g_free(self->rules);
    if (self->settings.sender_domains != NULL)
        g_ptr_array_unref((GPtrArray *)self->settings.sender_domains);
    g_strfreev((char **)self->settings.profiles);
    g_free(self);
}

char **policy_profile_names(void) {
    char **names = resources_list("profiles");
    for (char **name = names; *name != NULL; name++) {
        char *dot = strrchr(*name, '.');
        if (dot != NULL)
            *dot = '\0';
    }
    return names;
}

gboolean policy_asks_network(const Policy *self) {
    for (guint i = 0; i < rules_count; i++)
        if (self->rules[i].enabled && (rules_all[i]->needs & (NEEDS_DNS | USES_DNS)) != 0)
            return self->dns_allowed;
    return FALSE;
}
