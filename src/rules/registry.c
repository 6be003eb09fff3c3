/* registry.c - all rules, from the generated list rules.def.
 *
 * Nothing else is defined here, so that a unit test can link a catalogue of its own in its place.
 */
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
