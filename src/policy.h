/* policy.h - which rules are judged and how severely: profiles, configuration, command line.
 *
 * Starts from the rule constants (profile smtpdk), raised by each chosen profile (data files under
 * data/profiles/), changed by the configuration file, changed by the command line; the later one
 * wins.  Immutable once built: shared by the threads.
 *
 * A profile is a key file:
 *     [profile]
 *     title = Gmail                          who asks, as findings name it
 *     source = https://…; RFC …              where it says so
 *     enable = footer-cvr; …                 rules that only this profile asks for
 *     [severity]
 *     unsubscribe-header = error             raises; never lowers
 *     [reply]
 *     spf-pass = 550 5.7.27                  what it answers to a message that breaks the rule
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
    const char *reply; /* what the providers of the chosen profiles answer to a message that breaks
                        * the rule: "Gmail: 550 5.7.27", joined by "; "; or NULL */
} RulePolicy;

typedef struct {
    RulePolicy *rules; /* one for each of rules_all, same order */
    Severity fail_on;  /* SEVERITY_NONE: never */
    gboolean unknown_ignored;
    gboolean dns_allowed;       /* --online holds dns and not --offline */
    const char *offline_reason; /* why not, for `reason`: "--offline" */
    CheckSettings settings;     /* profiles and sender_domains belong to the policy */
} Policy;

#define POLICY_ERROR (policy_error_quark())
GQuark policy_error_quark(void);
typedef enum {
    POLICY_UNKNOWN_PROFILE,
    POLICY_UNKNOWN_RULE,
    POLICY_BAD_SEVERITY,
    POLICY_BAD_PROFILE, /* a profile file of the user: "FILE:LINE: …" */
    POLICY_BAD_DOMAIN,
} PolicyFailure;

/* Sets the error for an id that is no rule and no clause, with the near matches. */
void rule_unknown(const char *name, GError **error);

typedef struct PolicyBuilder PolicyBuilder;
PolicyBuilder *policy_builder_new(void);
void policy_builder_free(PolicyBuilder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PolicyBuilder, policy_builder_free)
/* What is set from here on beats what was set before: called between the configuration and the
 * command line.  The first list of profiles or sender domains of a layer replaces the one before.
 */
void policy_builder_layer(PolicyBuilder *self);
/* Comma-separated profile names; "all" is the union of those shipped; a name that ends in ".ini" is
 * a file of the user's.  FALSE and an error naming the unknown one and the known ones.  Several
 * calls of one layer add up. */
gboolean policy_builder_profiles(PolicyBuilder *self, const char *list, GError **error);
/* Comma-separated rules and clauses.  Within a layer, `only` goes first: a clause leaves those of
 * its rules that the layers before have on, a rule is on whatever they say.  Enabling and disabling
 * follow in order of the calls. An error names the near matches. */
gboolean policy_builder_enable(PolicyBuilder *self, const char *list, GError **error);
gboolean policy_builder_disable(PolicyBuilder *self, const char *list, GError **error);
gboolean policy_builder_only(PolicyBuilder *self, const char *list, GError **error);
/* "RULE=error|warning|info"; a clause may stand for its rules. */
gboolean policy_builder_severity(PolicyBuilder *self, const char *setting, GError **error);
/* A comma-separated list of domains, U-labels or A-labels. */
gboolean policy_builder_sender_domains(PolicyBuilder *self, const char *list, GError **error);
/* Gives the policy away; the builder may be used again.  --fail-on and --unknown are at their
 * defaults, DNS is allowed, the moment is 0: the caller settles them. */
Policy *policy_builder_finish(PolicyBuilder *self);
void policy_free(Policy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Policy, policy_free)
/* The names of the shipped profiles, NULL-terminated, sorted, without "all". Given away. */
char **policy_profile_names(void);
/* TRUE where any rule that is on asks the network. */
gboolean policy_asks_network(const Policy *self);

#endif
