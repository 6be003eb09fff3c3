/* registry.c - all rules, from the generated list rules.def. */
#include "nearest.h"
#include "rules/rule.h"

#include <string.h>

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
    g_autofree char *folded = g_ascii_strdown(id, -1);
    g_strdelimit(folded, "_", '-');
    for (guint i = 0; i < rules_count; i++)
        if (strcmp(rules_all[i]->id, folded) == 0)
            return rules_all[i];
    return NULL;
}

char *rule_near_names(const char *unknown) {
    g_autofree const char **names = g_new0(const char *, rules_count + N_CLAUSES + 1);
    guint n = 0;
    for (guint i = 0; i < rules_count; i++)
        names[n++] = rules_all[i]->id;
    for (guint i = 0; i < N_CLAUSES; i++)
        names[n++] = clause_name((Clause)i);
    return nearest_names(unknown, names);
}
