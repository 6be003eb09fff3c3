/* policy.h - which rules are judged and how severely: profiles, configuration, command line.
 *
 * Starts from the rule constants (profile smtpdk), raised by each chosen profile (data files under
 * data/profiles/), changed by the configuration file, changed by the command line; the later one
 * wins.  Immutable once built: shared by the threads.
 */
#ifndef SPAMLINT_POLICY_H
#define SPAMLINT_POLICY_H

#include "rules/rule.h"

#include <glib.h>

typedef struct {
    gboolean enabled;
    Severity nominal;  /* of the rule in this policy */
    Severity cap;      /* findings are capped here; SEVERITY_NONE: no cap */
    Severity raise;    /* findings of the rule's constant severity are raised to this; NONE: not */
    const char *reply; /* what the provider would answer (profiles gmail …), or NULL */
} RulePolicy;

typedef struct {
    RulePolicy *rules;       /* one for each of rules_all, same order */
    Severity fail_on;        /* SEVERITY_NONE: never */
    gboolean unknown_ignored;
    gboolean dns_allowed;    /* --online holds dns and not --offline */
    const char *offline_reason; /* why not, for `reason`: "--offline" */
    CheckSettings settings;
} Policy;

typedef struct PolicyBuilder PolicyBuilder;
PolicyBuilder *policy_builder_new(void);
void policy_builder_free(PolicyBuilder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PolicyBuilder, policy_builder_free)
/* Comma-separated profile names; "all" is their union. FALSE and an error naming the unknown one
 * and the known ones. Applied in order of the calls. */
gboolean policy_builder_profiles(PolicyBuilder *self, const char *list, GError **error);
gboolean policy_builder_enable(PolicyBuilder *self, const char *list, GError **error);
gboolean policy_builder_disable(PolicyBuilder *self, const char *list, GError **error);
gboolean policy_builder_only(PolicyBuilder *self, const char *list, GError **error);
/* "RULE=error|warning|info"; a clause may stand for its rules. */
gboolean policy_builder_severity(PolicyBuilder *self, const char *setting, GError **error);
/* Gives the policy away. */
Policy *policy_builder_finish(PolicyBuilder *self);
void policy_free(Policy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Policy, policy_free)
/* The names of the shipped profiles, NULL-terminated, sorted. Given away. */
char **policy_profile_names(void);

#endif
