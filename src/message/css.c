/* css.c - style rules: parsing of style elements, and which of them match an element. */
#include "message/css.h"

#include "limits.h"

#include <string.h>

/* One compound selector ("a.button#x") with how it hangs on the one before it. */
typedef struct {
    CssElement want;
    gboolean child; /* ">": the one before is its parent; else any ancestor */
} Compound;

typedef struct {
    Compound parts[LIMIT_CSS_SELECTOR_PARTS];
    guint n;
    guint specificity;
    guint order;
    gboolean media;
    guint declared; /* index into Stylesheet.declared */
    guint next;     /* next rule of the same bucket, + 1; 0: none */
} CssRule;

struct Stylesheet {
    GHashTable *names;   /* "t:td", "c:button", "i:main" → number from 1 */
    GArray *rules;       /* of CssRule */
    GArray *declared;    /* of Declared */
    GHashTable *buckets; /* interned number of the last compound's rarest part → first rule + 1 */
    guint any;           /* first rule + 1 of those whose last compound is "*" */
    gsize octets;
};

Stylesheet *stylesheet_new(void) {
    Stylesheet *self = g_new0(Stylesheet, 1);
    self->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    self->rules = g_array_new(FALSE, FALSE, sizeof(CssRule));
    self->declared = g_array_new(FALSE, FALSE, sizeof(Declared));
    self->buckets = g_hash_table_new(NULL, NULL);
    return self;
}

void stylesheet_free(Stylesheet *self) {
    if (self == NULL)
        return;
    g_hash_table_unref(self->names);
    g_array_unref(self->rules);
    g_array_unref(self->declared);
    g_hash_table_unref(self->buckets);
    g_free(self);
}

gboolean stylesheet_is_empty(const Stylesheet *self) {
    return self->rules->len == 0;
}

/* "k:" and the name in lower case; names over 60 octets are cut, far beyond any in use. */
static void key_of(char key[64], char kind, const char *name, gsize length) {
    key[0] = kind;
    key[1] = ':';
    gsize n = MIN(length, 61);
    for (gsize i = 0; i < n; i++)
        key[2 + i] = g_ascii_tolower(name[i]);
    key[2 + n] = '\0';
}

static guint intern(Stylesheet *self, char kind, const char *name, gsize length) {
    char key[64];
    key_of(key, kind, name, length);
    guint number = GPOINTER_TO_UINT(g_hash_table_lookup(self->names, key));
    if (number == 0) {
        number = g_hash_table_size(self->names) + 1;
        g_hash_table_insert(self->names, g_strdup(key), GUINT_TO_POINTER(number));
    }
    return number;
}

static guint look_up(const Stylesheet *self, char kind, const char *name, gsize length) {
    char key[64];
    key_of(key, kind, name, length);
    return GPOINTER_TO_UINT(g_hash_table_lookup(self->names, key));
}

CssElement stylesheet_element(const Stylesheet *self, const char *type, const char *id,
                              const char *class_attribute) {
    CssElement element = {0};
    if (stylesheet_is_empty(self))
        return element;
    element.type = look_up(self, 't', type, strlen(type));
    if (id != NULL)
        element.id = look_up(self, 'i', id, strlen(id));
    guint n = 0;
    for (const char *at = class_attribute; at != NULL && *at != '\0' && n < CSS_ELEMENT_CLASSES;) {
        gsize length = strcspn(at, " \t\r\n\f");
        guint class = length > 0 ? look_up(self, 'c', at, length) : 0;
        if (class != 0)
            element.classes[n++] = class;
        at += length + strspn(at + length, " \t\r\n\f");
    }
    return element;
}

static gboolean is_name(char c) {
    return g_ascii_isalnum(c) || c == '-' || c == '_' || (c & 0x80);
}

/* Parses one complex selector. FALSE where it holds what is not understood (pseudo-classes,
 * attribute selectors, siblings): such a rule is left out rather than applied too widely. */
static gboolean parse_selector(Stylesheet *self, const char *text, gsize length, CssRule *rule) {
    gsize i = 0;
    gboolean child = FALSE;
    while (i < length) {
        while (i < length && (g_ascii_isspace(text[i]) || text[i] == '>'))
            child |= text[i++] == '>';
        if (i == length)
            break;
        if (rule->n == LIMIT_CSS_SELECTOR_PARTS)
            return FALSE;
        Compound *part = &rule->parts[rule->n];
        *part = (Compound){.child = child};
        child = FALSE;
        guint classes = 0;
        gboolean some = FALSE;
        while (i < length && !g_ascii_isspace(text[i]) && text[i] != '>') {
            char kind = text[i] == '.' ? 'c' : text[i] == '#' ? 'i' : 't';
            if (text[i] == '*') {
                some = TRUE;
                i++;
                continue;
            }
            if (kind != 't')
                i++;
            gsize start = i;
            while (i < length && is_name(text[i]))
                i++;
            if (i == start)
                return FALSE;
            guint number = intern(self, kind, text + start, i - start);
            some = TRUE;
            if (kind == 'c') {
                if (classes == CSS_ELEMENT_CLASSES)
                    return FALSE;
                part->want.classes[classes++] = number;
                rule->specificity += 1 << 8;
            } else if (kind == 'i') {
                part->want.id = number;
                rule->specificity += 1 << 16;
            } else {
                part->want.type = number;
                rule->specificity += 1;
            }
        }
        if (!some)
            return FALSE;
        rule->n++;
    }
    return rule->n > 0;
}

static void index_rule(Stylesheet *self, CssRule *rule) {
    const CssElement *last = &rule->parts[rule->n - 1].want;
    guint key = last->id ? last->id : last->classes[0] ? last->classes[0] : last->type;
    guint position = self->rules->len + 1;
    if (key == 0) {
        rule->next = self->any;
        self->any = position;
    } else {
        rule->next = GPOINTER_TO_UINT(g_hash_table_lookup(self->buckets, GUINT_TO_POINTER(key)));
        g_hash_table_insert(self->buckets, GUINT_TO_POINTER(key), GUINT_TO_POINTER(position));
    }
    g_array_append_val(self->rules, *rule);
}

static gboolean add_rule(Stylesheet *self, const char *selectors, gsize length, const char *block,
                         gsize block_length, gboolean media) {
    Declared declared = {0};
    declared_parse(&declared, block, block_length);
    if (declared.set == 0)
        return TRUE;
    guint index = self->declared->len;
    g_array_append_val(self->declared, declared);
    for (gsize i = 0; i <= length;) {
        const char *comma = i < length ? memchr(selectors + i, ',', length - i) : NULL;
        gsize end = comma != NULL ? (gsize)(comma - selectors) : length;
        CssRule rule = {.order = self->rules->len, .media = media, .declared = index};
        if (self->rules->len >= LIMIT_CSS_RULES)
            return FALSE;
        if (parse_selector(self, selectors + i, end - i, &rule))
            index_rule(self, &rule);
        i = end + 1;
    }
    return TRUE;
}

/* The end of the block that opens at css[open] == '{': the index of its '}', or length. */
static gsize block_end(const char *css, gsize length, gsize open) {
    int depth = 0;
    for (gsize i = open; i < length; i++) {
        if (css[i] == '{')
            depth++;
        else if (css[i] == '}' && --depth == 0)
            return i;
    }
    return length;
}

/* An @media that every screen of a mail program fulfils: its rules are as good as any other's. */
static gboolean is_plain_media(const char *prelude, gsize length) {
    g_autofree char *text = g_ascii_strdown(prelude, (gssize)length);
    g_strstrip(text);
    return strcmp(text, "@media screen") == 0 || strcmp(text, "@media all") == 0 ||
           strcmp(text, "@media only screen") == 0;
}

static gboolean add_rules(Stylesheet *self, const char *css, gsize length, gboolean media, int depth) {
    gsize i = 0;
    while (i < length) {
        while (i < length && (g_ascii_isspace(css[i]) || css[i] == '}' || css[i] == ';'))
            i++;
        gsize start = i;
        while (i < length && css[i] != '{' && !(css[i] == ';' && css[start] == '@'))
            i++;
        if (i == length)
            return TRUE;
        if (css[i] == ';') /* @import and @charset */
            continue;
        gsize end = block_end(css, length, i);
        gsize inner = i + 1;
        if (css[start] != '@') {
            if (!add_rule(self, css + start, i - start, css + inner, end - inner, media))
                return FALSE;
        } else if (depth < 4 && (g_ascii_strncasecmp(css + start, "@media", 6) == 0 ||
                                 g_ascii_strncasecmp(css + start, "@supports", 9) == 0)) {
            gboolean plain = is_plain_media(css + start, i - start);
            if (!add_rules(self, css + inner, end - inner, media || !plain, depth + 1))
                return FALSE;
        }
        i = end + 1;
    }
    return TRUE;
}

gboolean stylesheet_add(Stylesheet *self, const char *css, gsize length) {
    gboolean whole = TRUE;
    if (length > LIMIT_CSS_OCTETS - MIN(self->octets, LIMIT_CSS_OCTETS)) {
        length = LIMIT_CSS_OCTETS - MIN(self->octets, LIMIT_CSS_OCTETS);
        whole = FALSE;
    }
    self->octets += length;
    /* Comments and the HTML comment marks around a sheet (CSS Syntax 3 sections 4.3.2 and 4.3.8). */
    g_autoptr(GString) clean = g_string_sized_new(length);
    for (gsize i = 0; i < length;) {
        if (css[i] == '/' && i + 1 < length && css[i + 1] == '*') {
            const char *end = g_strstr_len(css + i + 2, (gssize)(length - i - 2), "*/");
            i = end != NULL ? (gsize)(end - css) + 2 : length;
        } else if (css[i] == '<' && length - i >= 4 && memcmp(css + i, "<!--", 4) == 0)
            i += 4;
        else if (css[i] == '-' && length - i >= 3 && memcmp(css + i, "-->", 3) == 0)
            i += 3;
        else
            g_string_append_c(clean, css[i++]);
    }
    return add_rules(self, clean->str, clean->len, FALSE, 0) && whole;
}

static gboolean compound_matches(const CssElement *want, const CssElement *element) {
    if ((want->type && want->type != element->type) || (want->id && want->id != element->id))
        return FALSE;
    for (guint i = 0; i < CSS_ELEMENT_CLASSES && want->classes[i]; i++) {
        gboolean found = FALSE;
        for (guint j = 0; j < CSS_ELEMENT_CLASSES && element->classes[j] && !found; j++)
            found = want->classes[i] == element->classes[j];
        if (!found)
            return FALSE;
    }
    return TRUE;
}

/* Matches from the last compound outwards; the nearest ancestor that fits is taken, which decides
 * rightly for all selectors but odd mixtures of ">" and descendants, and is linear. */
static gboolean rule_matches(const CssRule *rule, const CssElement *path, gsize n) {
    gsize at = n - 1;
    if (!compound_matches(&rule->parts[rule->n - 1].want, &path[at]))
        return FALSE;
    for (guint part = rule->n - 1; part-- > 0;) {
        gboolean child = rule->parts[part + 1].child;
        do {
            if (at-- == 0)
                return FALSE;
        } while (!compound_matches(&rule->parts[part].want, &path[at]) && !child);
        if (child && !compound_matches(&rule->parts[part].want, &path[at]))
            return FALSE;
    }
    return TRUE;
}

#define MATCHES_MAX 64

typedef struct {
    const CssRule *rules[MATCHES_MAX];
    guint n;
} Matches;

static void collect(const Stylesheet *self, guint first, const CssElement *path, gsize n, Matches *out) {
    for (guint at = first; at != 0 && out->n < MATCHES_MAX;) {
        const CssRule *rule = &g_array_index(self->rules, CssRule, at - 1);
        if (rule_matches(rule, path, n)) {
            guint i = out->n++;
            while (i > 0 && (out->rules[i - 1]->specificity > rule->specificity ||
                             (out->rules[i - 1]->specificity == rule->specificity &&
                              out->rules[i - 1]->order > rule->order))) {
                out->rules[i] = out->rules[i - 1];
                i--;
            }
            out->rules[i] = rule;
        }
        at = rule->next;
    }
}

void stylesheet_match(const Stylesheet *self, const CssElement *path, gsize n, Declared *ret_declared,
                      gboolean *ret_media_shown) {
    *ret_declared = (Declared){0};
    *ret_media_shown = FALSE;
    if (stylesheet_is_empty(self))
        return;
    const CssElement *element = &path[n - 1];
    Matches matches = {.n = 0};
    guint keys[CSS_ELEMENT_CLASSES + 2] = {element->type, element->id};
    memcpy(keys + 2, element->classes, sizeof element->classes);
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
        if (keys[i] != 0)
            collect(self, GPOINTER_TO_UINT(g_hash_table_lookup(self->buckets, GUINT_TO_POINTER(keys[i]))),
                    path, n, &matches);
    collect(self, self->any, path, n, &matches);
    for (guint i = 0; i < matches.n; i++) {
        const CssRule *rule = matches.rules[i];
        const Declared *declared = &g_array_index(self->declared, Declared, rule->declared);
        if (!rule->media)
            declared_merge(ret_declared, declared);
        else if ((declared->set & (1u << CSS_DISPLAY)) && declared->display != DISPLAY_NONE)
            *ret_media_shown = TRUE;
    }
}
