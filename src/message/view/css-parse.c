/* css-parse.c - style elements read into rules (CSS Syntax 3, Selectors 4, Media Queries 4). */
#include "message/view/css.h"

#include "limits.h"
#include "message/view/css-rules.h"

#include <string.h>

/* Attribute selectors are looked at for every attribute; mail has a handful. */
#define CONDITIONS_MAX 32

static guint intern(Stylesheet *self, char kind, const char *name, gsize length) {
    char key[CSS_KEY_MAX];
    css_key(key, kind, name, length);
    guint number = GPOINTER_TO_UINT(g_hash_table_lookup(self->names, key));
    if (number == 0) {
        number = g_hash_table_size(self->names) + 1;
        g_hash_table_insert(self->names, g_strdup(key), GUINT_TO_POINTER(number));
    }
    return number;
}

static gboolean is_name(char c) {
    return g_ascii_isalnum(c) || c == '-' || c == '_' || (c & 0x80);
}

/* Copies the identifier at *at without its backslashes ("sm\:block"). FALSE where none stands. */
static gboolean take_name(const char *text, gsize length, gsize *at, char name[CSS_KEY_MAX],
                          gsize *ret_n) {
    gsize n = 0, i = *at;
    while (i < length && (is_name(text[i]) || (text[i] == '\\' && i + 1 < length))) {
        if (text[i] == '\\')
            i++;
        if (n < CSS_KEY_MAX - 1)
            name[n++] = text[i];
        i++;
    }
    *at = i;
    *ret_n = n;
    return n > 0;
}

static gboolean add_class(CssElement *want, guint number) {
    if (want->n_classes == CSS_ELEMENT_CLASSES)
        return FALSE;
    want->classes[want->n_classes++] = number;
    return TRUE;
}

/* "[name]", "[name=value]", "[name*='value']"; *at stands behind the "[". */
static gboolean take_condition(Stylesheet *self, const char *text, gsize length, gsize *at,
                               CssElement *want) {
    const char *close = memchr(text + *at, ']', length - *at);
    if (close == NULL)
        return FALSE;
    gsize end = (gsize)(close - text), i = *at, n;
    char name[CSS_KEY_MAX], operator= '\0';
    guint number = intern(self, '[', text + i, end - i), known = self->conditions->len;
    if (!take_name(text, end, &i, name, &n))
        return FALSE;
    *at = end + 1;
    if (i < end && strchr("~|^$*", text[i]) != NULL)
        operator= text[i++];
    if (i < end && text[i] == '=') {
        operator= operator== '\0' ? '=' : operator;
        i++;
    } else if (i < end)
        return FALSE;
    if (i < end && (text[i] == '"' || text[i] == '\'') && end > i + 1 && text[end - 1] == text[i])
        i++, end--;
    for (guint k = 0; k < known; k++)
        if (g_array_index(self->conditions, CssCondition, k).number == number)
            return add_class(want, number);
    if (known == CONDITIONS_MAX)
        return FALSE;
    CssCondition condition = {g_ascii_strdown(name, (gssize)n),
                              g_strndup(text + i, end - i), operator, number };
    g_array_append_val(self->conditions, condition);
    return add_class(want, number);
}

/* Reads one compound selector at *at into *part. FALSE: not understood. */
static gboolean take_compound(Stylesheet *self, const char *text, gsize length, gsize *at,
                              CssCompound *part, guint *specificity) {
    gsize i = *at;
    while (i < length && !g_ascii_isspace(text[i]) && text[i] != '>') {
        char name[CSS_KEY_MAX], kind = text[i];
        gsize n;
        if (kind == '*') {
            i++;
            continue;
        }
        if (kind == '[') {
            i++;
            if (!take_condition(self, text, length, &i, &part->want))
                return FALSE;
            *specificity += 1u << 8;
            continue;
        }
        if (kind == ':') {
            i++;
            if (!take_name(text, length, &i, name, &n) || (i < length && text[i] == '('))
                return FALSE;
            /* An unvisited link is any link with an address; nothing else is ever so in mail. */
            gsize zero = 0;
            if (n != 4 || g_ascii_strncasecmp(name, "link", 4) != 0 ||
                !take_condition(self, "href]", 5, &zero, &part->want))
                return FALSE;
            *specificity += 1u << 8;
            continue;
        }
        if (kind == '.' || kind == '#')
            i++;
        else
            kind = ' ';
        if (!take_name(text, length, &i, name, &n))
            return FALSE;
        guint number = intern(self, kind, name, n);
        if (kind == '.' && !add_class(&part->want, number))
            return FALSE;
        if (kind == '#')
            part->want.id = number;
        if (kind == ' ')
            part->want.type = number;
        *specificity += kind == '#' ? 1u << 16 : kind == '.' ? 1u << 8 : 1;
    }
    *at = i;
    return TRUE;
}

/* Adds the rule of one complex selector, unless it is not understood. */
static void add_rule(Stylesheet *self, const char *text, gsize length, CssRule rule) {
    CssCompound parts[LIMIT_CSS_SELECTOR_PARTS];
    guint n = 0;
    gboolean child = FALSE;
    for (gsize i = 0; i < length;) {
        if (g_ascii_isspace(text[i]) || text[i] == '>') {
            child |= text[i++] == '>';
            continue;
        }
        if (n == LIMIT_CSS_SELECTOR_PARTS)
            return;
        parts[n] = (CssCompound){.child = child};
        child = FALSE;
        if (!take_compound(self, text, length, &i, &parts[n++], &rule.specificity))
            return;
    }
    if (n == 0 || child)
        return;
    const CssElement *last = &parts[n - 1].want;
    guint bucket = last->id != 0 ? last->id : last->n_classes > 0 ? last->classes[0] : last->type;
    rule.compound = self->compounds->len;
    rule.n_compounds = n;
    g_array_append_vals(self->compounds, parts, n);
    if (self->first_rule->len <= bucket)
        g_array_set_size(self->first_rule, bucket + 1);
    guint *first = &g_array_index(self->first_rule, guint, bucket);
    rule.next = *first;
    g_array_append_val(self->rules, rule);
    *first = self->rules->len;
}

/* A media query that holds for every reader at a screen (Media Queries 4); any other is one that
 * holds for some. */
static gboolean is_unconditional(const char *query, gsize length) {
    if (length == 0)
        return TRUE;
    g_autofree char *low = g_ascii_strdown(query, (gssize)length);
    g_strstrip(low);
    return *low == '\0' || g_str_equal(low, "all") || g_str_equal(low, "screen") ||
           g_str_equal(low, "only screen");
}

typedef struct {
    Stylesheet *sheet;
    const char *css;
    gsize length;
} Source;

/* Behind the comment, string or "<!--" that begins at `at`; `at` itself where none does. */
static gsize behind_quoted(const Source *source, gsize at) {
    const char *css = source->css;
    gsize left = source->length - at;
    if (css[at] == '"' || css[at] == '\'') {
        /* A line's end ends a string that was left open (CSS Syntax 3 section 4.3.5). */
        gsize i = at + 1;
        while (i < source->length && css[i] != css[at] && css[i] != '\n')
            i++;
        return MIN(i + 1, source->length);
    }
    if (left > 1 && css[at] == '/' && css[at + 1] == '*') {
        const char *close = memmem(css + at + 2, left - 2, "*/", 2);
        return close == NULL ? source->length : (gsize)(close - css) + 2;
    }
    return at;
}

/* From `at` to the "{", ";" or "}" that ends what stands there. */
static gsize end_of_prelude(const Source *source, gsize at) {
    while (at < source->length && strchr("{};", source->css[at]) == NULL)
        at = MAX(behind_quoted(source, at), at + 1);
    return MIN(at, source->length);
}

/* From behind a "{" to its "}". */
static gsize end_of_block(const Source *source, gsize at) {
    guint depth = 1;
    while (at < source->length) {
        char c = source->css[at];
        if (c == '}' && --depth == 0)
            return at;
        depth += c == '{';
        at = MAX(behind_quoted(source, at), at + 1);
    }
    return source->length;
}

/* The rules of "a, b { … }". FALSE: LIMIT_CSS_RULES. */
static gboolean add_rules(const Source *source, gsize prelude, gsize prelude_end, gsize block,
                          gsize block_end, gboolean media) {
    Stylesheet *self = source->sheet;
    CssDeclaration declarations[CSS_DECLARATIONS_MAX];
    guint n = css_parse_declarations(source->css + block, block_end - block, declarations,
                                     CSS_DECLARATIONS_MAX);
    if (n == 0)
        return TRUE;
    CssRule rule = {.declaration = self->declarations->len, .n_declarations = n, .media = media};
    g_array_append_vals(self->declarations, declarations, n);
    /* Comments inside a selector list are rare: without them it is read in place. */
    g_autofree char *clean = NULL;
    const char *text = source->css + prelude;
    gsize length = prelude_end - prelude;
    if (memmem(text, length, "/*", 2) != NULL) {
        GString *kept = g_string_new(NULL);
        for (gsize i = prelude; i < prelude_end;) {
            gsize behind = behind_quoted(source, i);
            if (source->css[i] != '/' || behind == i) {
                g_string_append_c(kept, source->css[i]);
                behind = i + 1;
            }
            i = behind;
        }
        length = kept->len;
        text = clean = g_string_free(kept, FALSE);
    }
    for (gsize start = 0; start <= length;) {
        const char *comma = memchr(text + start, ',', length - start);
        gsize end = comma == NULL ? length : (gsize)(comma - text);
        if (self->rules->len == LIMIT_CSS_RULES)
            return FALSE;
        add_rule(self, text + start, end - start, rule);
        start = end + 1;
    }
    return TRUE;
}

static gsize skip_space(const Source *source, gsize at, gsize end) {
    while (at < end) {
        gsize left = end - at;
        const char *css = source->css + at;
        if (g_ascii_isspace(*css) || *css == ';' || *css == '}')
            at++;
        else if (*css == '/' && behind_quoted(source, at) > at)
            at = behind_quoted(source, at);
        else if (left >= 4 && memcmp(css, "<!--", 4) == 0)
            at += 4;
        else if (left >= 3 && memcmp(css, "-->", 3) == 0)
            at += 3;
        else
            break;
    }
    return MIN(at, end);
}

/* Reads [at, end). @media and its kind nest, at most a few levels deep. */
static gboolean parse_rules(Source *source, gsize at, gsize end, gboolean media, guint depth) {
    while ((at = skip_space(source, at, end)) < end) {
        gsize prelude = at, brace = end_of_prelude(source, at);
        if (brace >= end || source->css[brace] != '{') {
            at = MIN(brace + 1, end); /* "@import …;", or nonsense */
            continue;
        }
        gsize close = MIN(end_of_block(source, brace + 1), end);
        at = MIN(close + 1, end);
        if (source->css[prelude] != '@') {
            if (!add_rules(source, prelude, brace, brace + 1, close, media))
                return FALSE;
            continue;
        }
        const char *name = source->css + prelude + 1;
        gsize length = brace - prelude - 1;
        gboolean is_media = length >= 5 && g_ascii_strncasecmp(name, "media", 5) == 0;
        gboolean nests = is_media || (length >= 8 && g_ascii_strncasecmp(name, "supports", 8) == 0);
        gboolean apart = media || !is_media || !is_unconditional(name + 5, length - 5);
        if (nests && depth < 4 && !parse_rules(source, brace + 1, close, apart, depth + 1))
            return FALSE;
    }
    return TRUE;
}

gboolean stylesheet_add(Stylesheet *self, const char *css, gsize length, const char *media,
                        gsize media_length) {
    gsize room = LIMIT_CSS_OCTETS - MIN(self->octets, LIMIT_CSS_OCTETS);
    Source source = {self, css, MIN(length, room)};
    self->octets += length;
    return parse_rules(&source, 0, source.length, !is_unconditional(media, media_length), 0) &&
           length <= room;
}
