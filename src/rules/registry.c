/* registry.c - all rules, from the generated list rules.def. */
#include "rules/rule.h"

#define RULE(name) extern const Rule rule_##name;
#include "rules/rules.def"
#undef RULE

const Rule *const rules_all[] = {
#define RULE(name) &rule_##name,
#include "rules/rules.def"
#undef RULE
    NULL,
};
const guint rules_count = G_N_ELEMENTS(rules_all) - 1;

const Rule *rule_find(const char *id) {
    for (guint i = 0; i < rules_count; i++)
        if (g_ascii_strcasecmp(rules_all[i]->id, id) == 0)
            return rules_all[i];
    return NULL;
}
