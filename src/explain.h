/* explain.h - a rule as its reader sees it (--explain), and the catalogue (--list-rules). */
#ifndef SPAMLINT_EXPLAIN_H
#define SPAMLINT_EXPLAIN_H

#include "policy.h"

#include <stdio.h>

/* The whole page of a rule: what it requires, why, how to mend it, what is honest, sources. */
void explain_rule(FILE *stream, const Rule *rule, int width);
/* Every rule by clause, with its severity in the policy ("off" where it is not judged). */
void explain_list(FILE *stream, const Policy *policy, int width);

#endif
