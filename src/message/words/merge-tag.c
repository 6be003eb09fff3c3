/* merge-tag.c - finds merge tags by the syntaxes of data/merge/tags.txt. */
#include "message/words/merge-tag.h"

#include "resources.h"

#include <gio/gio.h>
#include <string.h>

typedef struct {
    char *open, *close;
    char **names; /* NULL: any */
} Syntax;

typedef struct {
    GPtrArray *list;    /* of Syntax */
    guint8 begins[256]; /* octets that a syntax begins with */
} Syntaxes;

/* A tag longer than this is none: two marks that stand far apart by chance. */
#define TAG_OCTETS 120

static Syntaxes *load_syntaxes(void) {
    Syntaxes *self = g_new0(Syntaxes, 1);
    self->list = g_ptr_array_new();
    g_autoptr(GBytes) bytes = resources_get("merge/tags.txt");
    gsize length = 0;
    const char *data = bytes != NULL ? g_bytes_get_data(bytes, &length) : "";
    g_autofree char *text = g_strndup(data, length);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        g_auto(GStrv) words = g_strsplit_set(g_strstrip(*line), " \t", -1);
        g_autoptr(GPtrArray) fields = g_ptr_array_new();
        for (char **word = words; **line != '#' && *word != NULL; word++)
            if (**word != '\0')
                g_ptr_array_add(fields, *word);
        if (fields->len < 4)
            continue;
        Syntax *syntax = g_new0(Syntax, 1);
        syntax->open = g_strdup(g_ptr_array_index(fields, 1));
        syntax->close = g_strdup(g_ptr_array_index(fields, 2));
        if (strcmp(g_ptr_array_index(fields, 3), "*") != 0) {
            g_ptr_array_add(fields, NULL);
            syntax->names = g_strdupv((char **)fields->pdata + 3);
        }
        self->begins[(guchar)*syntax->open] = TRUE;
        g_ptr_array_add(self->list, syntax);
    }
    return self;
}

/* Read once, immutable then: shared by the threads. */
static const Syntaxes *syntaxes(void) {
    static gsize once;
    if (g_once_init_enter(&once))
        g_once_init_leave(&once, (gsize)load_syntaxes());
    return (const Syntaxes *)once;
}

/* What stands in a tag: one of the names, or any expression that begins like one. */
static gboolean is_inside(const Syntax *syntax, const char *text, gsize length) {
    while (length > 0 && *text == ' ')
        text++, length--;
    while (length > 0 && text[length - 1] == ' ')
        length--;
    if (length == 0)
        return FALSE;
    if (syntax->names == NULL) {
        gboolean plain = strcmp(syntax->open, "%%") == 0 || g_str_has_prefix(syntax->open, "%r");
        for (gsize i = 0; i < length; i++)
            if (text[i] == '\n' ||
                (plain && !g_ascii_isalnum(text[i]) && strchr("_-.:=[] ", text[i]) == NULL))
                return FALSE;
        return g_ascii_isalpha(text[0]) || strchr("#/^&>!{=-$_@[\"'", text[0]) != NULL;
    }
    for (char **name = syntax->names; *name != NULL; name++) {
        gsize n = strlen(*name);
        if (length >= n && g_ascii_strncasecmp(text, *name, n) == 0 &&
            (length == n || text[n] == ',' || text[n] == '='))
            return TRUE;
    }
    return FALSE;
}

gboolean merge_tag_find(const char *text, gsize length, gsize from, MergeTag *ret) {
    const Syntaxes *known = syntaxes();
    for (gsize i = from; i < length; i++) {
        if (!known->begins[(guchar)text[i]])
            continue;
        for (guint k = 0; k < known->list->len; k++) {
            const Syntax *syntax = g_ptr_array_index(known->list, k);
            if (*syntax->open != text[i])
                continue;
            gsize open = strlen(syntax->open), close = strlen(syntax->close);
            if (length - i <= open || strncmp(text + i, syntax->open, open) != 0)
                continue;
            gsize window = MIN(length - i - open, TAG_OCTETS);
            const char *end = g_strstr_len(text + i + open, (gssize)window, syntax->close);
            if (end == NULL && syntax->names == NULL && open == 2 &&
                is_inside(syntax, text + i + open, MIN(window, 4))) {
                *ret = (MergeTag){.start = i, .end = i + open, .closed = FALSE};
                return strcmp(syntax->open, "%%") != 0 && strcmp(syntax->open, "{$") != 0;
            }
            if (end == NULL || !is_inside(syntax, text + i + open, (gsize)(end - text) - i - open))
                continue;
            *ret = (MergeTag){.start = i, .end = (gsize)(end - text) + close, .closed = TRUE};
            return TRUE;
        }
    }
    return FALSE;
}
