/* css.c - which rules of a style sheet match an element. */
#include "message/view/css.h"

#include "limits.h"
#include "message/view/css-rules.h"

#include <string.h>

Stylesheet *stylesheet_new(void) {
    Stylesheet *self = g_new0(Stylesheet, 1);
    self->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    self->rules = g_array_new(FALSE, FALSE, sizeof(CssRule));
    self->compounds = g_array_new(FALSE, FALSE, sizeof(CssCompound));
    self->declarations = g_array_new(FALSE, FALSE, sizeof(CssDeclaration));
    self->first_rule = g_array_new(FALSE, TRUE, sizeof(guint));
    self->conditions = g_array_new(FALSE, FALSE, sizeof(CssCondition));
    return self;
}

void stylesheet_free(Stylesheet *self) {
    if (self == NULL)
        return;
    for (guint i = 0; i < self->conditions->len; i++) {
        CssCondition *condition = &g_array_index(self->conditions, CssCondition, i);
        g_free(condition->name);
        g_free(condition->value);
    }
    g_hash_table_unref(self->names);
    g_array_unref(self->rules);
    g_array_unref(self->compounds);
    g_array_unref(self->declarations);
    g_array_unref(self->first_rule);
    g_array_unref(self->conditions);
    g_free(self);
}

gboolean stylesheet_is_empty(const Stylesheet *self) {
    return self->rules->len == 0;
}

gboolean stylesheet_is_exhausted(const Stylesheet *self) {
    return self->comparisons >= LIMIT_CSS_COMPARISONS;
}

void css_key(char key[CSS_KEY_MAX], char kind, const char *name, gsize length) {
    key[0] = kind;
    gsize n = MIN(length, CSS_KEY_MAX - 2);
    for (gsize i = 0; i < n; i++)
        key[1 + i] = g_ascii_tolower(name[i]);
    key[1 + n] = '\0';
}

static guint look_up(const Stylesheet *self, char kind, const char *name, gsize length) {
    char key[CSS_KEY_MAX];
    css_key(key, kind, name, length);
    return GPOINTER_TO_UINT(g_hash_table_lookup(self->names, key));
}

static void add_class(CssElement *element, guint number) {
    if (number != 0 && element->n_classes < CSS_ELEMENT_CLASSES)
        element->classes[element->n_classes++] = number;
}

static void add_classes(const Stylesheet *self, const char *value, CssElement *element) {
    for (const char *at = value + strspn(value, " \t\r\n\f"); *at != '\0';) {
        gsize length = strcspn(at, " \t\r\n\f");
        add_class(element, look_up(self, '.', at, length));
        at += length;
        at += strspn(at, " \t\r\n\f");
    }
}

/* Selectors 4 section 6. */
static gboolean condition_holds(const CssCondition *condition, const char *value) {
    gsize length = strlen(value), want = strlen(condition->value);
    switch (condition->operator) {
    case '\0':
        return TRUE;
    case '=':
        return strcmp(value, condition->value) == 0;
    case '^':
        return want > 0 && g_str_has_prefix(value, condition->value);
    case '$':
        return want > 0 && g_str_has_suffix(value, condition->value);
    case '*':
        return want > 0 && strstr(value, condition->value) != NULL;
    case '|':
        return strncmp(value, condition->value, want) == 0 &&
               (length == want || value[want] == '-');
    default: /* '~': a word of it */
        for (const char *at = value; want > 0 && (at = strstr(at, condition->value)) != NULL; at++)
            if ((at == value || g_ascii_isspace(at[-1])) &&
                (at[want] == '\0' || g_ascii_isspace(at[want])))
                return TRUE;
        return FALSE;
    }
}

void stylesheet_element(const Stylesheet *self, const char *type, gsize type_length,
                        const char *const *attributes, CssElement *ret_element) {
    ret_element->type = ret_element->id = ret_element->n_classes = 0;
    if (stylesheet_is_empty(self))
        return;
    ret_element->type = look_up(self, ' ', type, type_length);
    for (; attributes != NULL && *attributes != NULL; attributes += 2) {
        const char *name = attributes[0], *value = attributes[1] != NULL ? attributes[1] : "";
        if (strcmp(name, "class") == 0)
            add_classes(self, value, ret_element);
        else if (strcmp(name, "id") == 0)
            ret_element->id = look_up(self, '#', value, strlen(value));
        for (guint i = 0; i < self->conditions->len; i++) {
            const CssCondition *condition = &g_array_index(self->conditions, CssCondition, i);
            if (strcmp(name, condition->name) == 0 && condition_holds(condition, value))
                add_class(ret_element, condition->number);
        }
    }
}

static gboolean has_class(const CssElement *element, guint number) {
    for (guint i = 0; i < element->n_classes; i++)
        if (element->classes[i] == number)
            return TRUE;
    return FALSE;
}

static gboolean compound_matches(const CssElement *want, const CssElement *element) {
    if ((want->type != 0 && want->type != element->type) ||
        (want->id != 0 && want->id != element->id))
        return FALSE;
    for (guint i = 0; i < want->n_classes; i++)
        if (!has_class(element, want->classes[i]))
            return FALSE;
    return TRUE;
}

/* From the last compound outwards. A descendant takes the nearest ancestor that fits and does not
 * come back to it: exact unless a child combinator stands left of a descendant one and the nearest
 * does not fit there, and linear in the depth. */
static gboolean rule_matches(const CssCompound *compounds, guint n, const CssElement *path,
                             gsize depth, gsize *comparisons) {
    ++*comparisons;
    if (!compound_matches(&compounds[n - 1].want, &path[depth - 1]))
        return FALSE;
    gsize at = depth - 1;
    for (guint i = n - 1; i-- > 0;) {
        gboolean child = compounds[i + 1].child, found = FALSE;
        while (!found && at > 0) {
            found = compound_matches(&compounds[i].want, &path[--at]);
            ++*comparisons;
            if (child)
                break;
        }
        if (!found)
            return FALSE;
    }
    return TRUE;
}

/* A declaration that hides says nothing about what another screen shows. */
static gboolean hides(const CssDeclaration *declaration) {
    const CssValue *value = &declaration->value;
    switch (declaration->property) {
    case CSS_DISPLAY:
        return value->type == CSS_KEYWORD && value->keyword == CSS_NONE;
    case CSS_VISIBILITY:
    case CSS_OVERFLOW:
        return value->type == CSS_KEYWORD && value->keyword == CSS_HIDDEN;
    case CSS_OPACITY:
        return value->number <= 0.01;
    case CSS_FONT_SIZE:
    case CSS_WIDTH:
    case CSS_HEIGHT:
    case CSS_MAX_WIDTH:
    case CSS_MAX_HEIGHT:
        return value->type == CSS_PX && value->number <= 1;
    default:
        return FALSE;
    }
}

static void add_shown(CssCascade *media, const CssDeclaration *declarations, guint n,
                      guint64 weight) {
    for (guint i = 0; i < n; i++)
        if (!hides(&declarations[i]))
            css_cascade_add(media, &declarations[i], 1, weight);
}

typedef struct {
    Stylesheet *sheet;
    const CssElement *path;
    gsize depth;
    CssCascade *cascade, *media;
} Matching;

static void match_bucket(const Matching *matching, guint number) {
    Stylesheet *sheet = matching->sheet;
    guint next =
        number < sheet->first_rule->len ? g_array_index(sheet->first_rule, guint, number) : 0;
    while (next != 0 && sheet->comparisons < LIMIT_CSS_COMPARISONS) {
        const CssRule *rule = &g_array_index(sheet->rules, CssRule, next - 1);
        const CssCompound *compounds =
            &g_array_index(sheet->compounds, CssCompound, rule->compound);
        if ((!rule->media || matching->media != NULL) &&
            rule_matches(compounds, rule->n_compounds, matching->path, matching->depth,
                         &sheet->comparisons)) {
            const CssDeclaration *declarations =
                &g_array_index(sheet->declarations, CssDeclaration, rule->declaration);
            guint64 weight = CSS_WEIGHT_RULE(rule->specificity, next);
            if (rule->media)
                add_shown(matching->media, declarations, rule->n_declarations, weight);
            else
                css_cascade_add(matching->cascade, declarations, rule->n_declarations, weight);
        }
        next = rule->next;
    }
}

void stylesheet_match(Stylesheet *self, const CssElement *path, gsize n, CssCascade *cascade,
                      CssCascade *media) {
    if (stylesheet_is_empty(self))
        return;
    const CssElement *element = &path[n - 1];
    const Matching matching = {self, path, n, cascade, media};
    match_bucket(&matching, 0);
    if (element->type != 0)
        match_bucket(&matching, element->type);
    if (element->id != 0)
        match_bucket(&matching, element->id);
    for (guint i = 0; i < element->n_classes; i++)
        if (!(i > 0 && element->classes[i] == element->classes[i - 1]))
            match_bucket(&matching, element->classes[i]);
}
