/* css-rules.h - how a Stylesheet keeps its rules: for css.c and css-parse.c only. */
#ifndef SPAMLINT_MESSAGE_VIEW_CSS_RULES_H
#define SPAMLINT_MESSAGE_VIEW_CSS_RULES_H

#include "message/view/css.h"

/* One compound selector ("a.button#x") and how it hangs on the one before it. */
typedef struct {
    CssElement want;
    gboolean child; /* ">": the one before is its parent; else any ancestor */
} CssCompound;

typedef struct {
    guint compound, n_compounds;       /* in Stylesheet.compounds */
    guint declaration, n_declarations; /* in Stylesheet.declarations */
    guint specificity;                 /* ids, classes, types: eight bits each */
    gboolean media;
    guint next; /* next rule of the same bucket, + 1; 0: none */
} CssRule;

/* An attribute selector; one that holds counts for the element as a class does. */
typedef struct {
    char *name, *value;
    char operator; /* of "~=", "|=", "^=", "$=", "*="; '=', or '\0': the attribute is there */
    guint number;
} CssCondition;

struct Stylesheet {
    GHashTable *names;    /* " td", ".button", "#main", "[align=left" → number from 1 */
    GArray *rules;        /* of CssRule, in order */
    GArray *compounds;    /* of CssCompound */
    GArray *declarations; /* of CssDeclaration */
    GArray *first_rule; /* number of the last compound's rarest name → its first rule + 1; 0: "*" */
    GArray *conditions; /* of CssCondition */
    gsize octets;
    gsize comparisons; /* of compounds with elements, up to LIMIT_CSS_COMPARISONS */
};

/* The key of a name: its kind (' ', '.', '#', '[') and it in lower case, cut where it is longer
 * than any in use. */
#define CSS_KEY_MAX 96
void css_key(char key[CSS_KEY_MAX], char kind, const char *name, gsize length);

#endif
