/* active.c - scripts, embedded objects, forms and event handlers. */
#include "message/view/active.h"

#include "limits.h"

#include <string.h>

static void add(View *view, guint part, const HtmlTag *tag, ActiveKind kind, char *what) {
    if (view->active->len >= LIMIT_VIEW_ITEMS) {
        g_free(what);
        return;
    }
    Active *active = g_new0(Active, 1);
    active->kind = kind;
    active->what = what;
    active->part = part;
    active->source = (Span){tag->start, tag->end};
    g_ptr_array_add(view->active, active);
}

/* Few values begin with a letter of these schemes or with white space. */
static gboolean may_be_script(const char *value) {
    return (guchar)*value <= 0x20 || strchr("jJvVdDlL", *value) != NULL;
}

gboolean active_is_script_url(const char *value) {
    static const char *const prefixes[] = {"javascript:", "vbscript:", "data:text/html",
                                           "data:application/xhtml", "livescript:"};
    /* Browsers pass over control characters and spaces before a URL, and tabs and line breaks in
     * it. */
    while ((guchar)*value <= 0x20 && *value != '\0')
        value++;
    if (*value == '\0' || !may_be_script(value))
        return FALSE;
    char low[32];
    gsize n = 0;
    for (; *value != '\0' && n < sizeof low - 1; value++)
        if ((guchar)*value > 0x20)
            low[n++] = g_ascii_tolower(*value);
    low[n] = '\0';
    for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++)
        if (g_str_has_prefix(low, prefixes[i]))
            return TRUE;
    return FALSE;
}

static gboolean holds_url(const char *name) {
    static const char *const names[] = {
        "href",   "src",    "action", "formaction", "background", "data",   "xlink:href",
        "lowsrc", "dynsrc", "code",   "codebase",   "cite",       "poster", "longdesc"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (*name == *names[i] && strcmp(name, names[i]) == 0)
            return TRUE;
    return FALSE;
}

/* Linked data (schema.org) is read, not run. */
static gboolean is_data(const HtmlTag *tag) {
    const char *type = html_attribute(tag, "type");
    return type != NULL && (g_ascii_strncasecmp(type, "application/ld+json", 19) == 0 ||
                            g_ascii_strncasecmp(type, "application/json", 16) == 0);
}

static void add_element(View *view, guint part, const HtmlTag *tag) {
    const char *name = tag->element->name;
    if (tag->element->flags & ELEMENT_ACTIVE) {
        gboolean script = strcmp(name, "script") == 0;
        if (!script)
            add(view, part, tag, ACTIVE_EMBED, g_strdup(name));
        else if (!is_data(tag))
            add(view, part, tag, ACTIVE_SCRIPT, g_strdup(name));
    } else if (strcmp(name, "form") == 0)
        add(view, part, tag, ACTIVE_FORM, g_strdup(name));
    else if (strcmp(name, "input") == 0) {
        const char *type = html_attribute(tag, "type");
        if (type != NULL && g_ascii_strcasecmp(type, "password") == 0)
            add(view, part, tag, ACTIVE_FORM, g_strdup("password"));
    } else if (strcmp(name, "meta") == 0) {
        const char *equiv = html_attribute(tag, "http-equiv");
        if (equiv != NULL && g_ascii_strcasecmp(equiv, "refresh") == 0)
            add(view, part, tag, ACTIVE_REFRESH, g_strdup("refresh"));
    }
}

/* As much of a URL as a finding quotes. */
static char *quoted(const char *url) {
    const char *end = url;
    while (*end != '\0' && (gsize)(g_utf8_next_char(end) - url) <= LIMIT_EVIDENCE_OCTETS)
        end = g_utf8_next_char(end);
    return g_strndup(url, (gsize)(end - url));
}

void active_add(View *view, guint part, const HtmlTag *tag) {
    if (tag->element != NULL)
        add_element(view, part, tag);
    for (const char *const *pair = tag->attributes; pair != NULL && *pair != NULL; pair += 2) {
        const char *name = pair[0], *value = pair[1];
        if (value == NULL)
            continue;
        if (name[0] == 'o' && name[1] == 'n' && g_ascii_isalpha(name[2]))
            add(view, part, tag, ACTIVE_HANDLER, g_strdup(name));
        else if (may_be_script(value) && holds_url(name) && active_is_script_url(value))
            add(view, part, tag, ACTIVE_URL, quoted(value));
    }
}
