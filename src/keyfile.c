/* keyfile.c - GKeyFile with the lines that it does not remember. */
#include "keyfile.h"

#include "limits.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

G_DEFINE_QUARK(spamlint_keyfile_error, keyfile_error)

/* What one line is. */
typedef enum { LINE_BLANK, LINE_GROUP, LINE_KEY, LINE_WRONG } LineKind;

typedef struct {
    const char *next; /* the text behind it; NULL: no more */
    guint number;
    LineKind kind;
    const char *name; /* of the group or key */
    gsize length;
} Line;

static gboolean line_next(Line *line) {
    if (line->next == NULL || *line->next == '\0')
        return FALSE;
    const char *start = line->next;
    const char *end = strchr(start, '\n');
    line->next = end == NULL ? NULL : end + 1;
    if (end == NULL)
        end = start + strlen(start);
    line->number++;
    while (start < end && g_ascii_isspace(*start))
        start++;
    while (end > start && g_ascii_isspace(end[-1]))
        end--;
    line->name = start;
    line->length = 0;
    if (start == end || *start == '#') {
        line->kind = LINE_BLANK;
        return TRUE;
    }
    if (*start == '[') {
        const char *close = memchr(start, ']', (gsize)(end - start));
        line->kind = close == NULL || close + 1 != end ? LINE_WRONG : LINE_GROUP;
        line->name = start + 1;
        line->length = close == NULL ? 0 : (gsize)(close - start - 1);
        return TRUE;
    }
    const char *equals = memchr(start, '=', (gsize)(end - start));
    line->kind = equals == NULL || equals == start ? LINE_WRONG : LINE_KEY;
    while (equals != NULL && equals > start && g_ascii_isspace(equals[-1]))
        equals--;
    line->length = equals == NULL ? 0 : (gsize)(equals - start);
    return TRUE;
}

static gboolean line_is(const Line *line, LineKind kind, const char *name) {
    return line->kind == kind && strlen(name) == line->length &&
           strncmp(line->name, name, line->length) == 0;
}

guint keyfile_line(const KeyFile *self, const char *group, const char *key) {
    Line line = {.next = self->text};
    gboolean inside = FALSE;
    guint found = 1;
    while (line_next(&line)) {
        if (line.kind == LINE_GROUP)
            inside = line_is(&line, LINE_GROUP, group);
        if (key == NULL && inside)
            return line.number;
        /* Of a key that stands twice GKeyFile takes the last. */
        if (key != NULL && inside && line_is(&line, LINE_KEY, key))
            found = line.number;
    }
    return found;
}

/* What GKeyFile refuses without saying where, and what it would take for something else. */
static gboolean check_lines(const KeyFile *self, GError **error) {
    Line line = {.next = self->text};
    gboolean in_group = FALSE;
    while (line_next(&line)) {
        if (line.kind == LINE_WRONG) {
            g_set_error(error, KEYFILE_ERROR, KEYFILE_MALFORMED,
                        _("%s:%u: this line is neither [group], key = value nor # comment"),
                        self->path, line.number);
            return FALSE;
        }
        if (line.kind == LINE_KEY && !in_group) {
            g_set_error(error, KEYFILE_ERROR, KEYFILE_MALFORMED,
                        _("%s:%u: a key stands before the first [group]"), self->path, line.number);
            return FALSE;
        }
        in_group |= line.kind == LINE_GROUP;
    }
    return TRUE;
}

KeyFile *keyfile_parse(const char *path, const char *bytes, gsize length, GError **error) {
    g_autoptr(KeyFile) self = g_new0(KeyFile, 1);
    self->path = g_strdup(path);
    self->text = g_strndup(bytes, length);
    self->keys = g_key_file_new();
    const char *bad;
    if (!g_utf8_validate_len(bytes, length, &bad)) {
        guint number = 1;
        for (const char *c = bytes; c < bad; c++)
            number += *c == '\n';
        g_set_error(error, KEYFILE_ERROR, KEYFILE_MALFORMED, _("%s:%u: this line is not UTF-8"),
                    path, number);
        return NULL;
    }
    if (!check_lines(self, error))
        return NULL;
    g_autoptr(GError) refused = NULL;
    if (length > 0 &&
        !g_key_file_load_from_data(self->keys, bytes, length, G_KEY_FILE_NONE, &refused)) {
        g_set_error(error, KEYFILE_ERROR, KEYFILE_MALFORMED, "%s: %s", path, refused->message);
        return NULL;
    }
    return g_steal_pointer(&self);
}

KeyFile *keyfile_load(const char *path, GError **error) {
    GStatBuf about;
    if (g_stat(path, &about) == 0 && about.st_size > (goffset)LIMIT_USER_FILE_OCTETS) {
        g_set_error(error, KEYFILE_ERROR, KEYFILE_UNREADABLE, _("%s: larger than %u octets"), path,
                    LIMIT_USER_FILE_OCTETS);
        return NULL;
    }
    g_autoptr(GFile) file = g_file_new_for_path(path);
    g_autofree char *bytes = NULL;
    gsize length = 0;
    g_autoptr(GError) refused = NULL;
    if (!g_file_load_contents(file, NULL, &bytes, &length, NULL, &refused)) {
        g_set_error(error, KEYFILE_ERROR, KEYFILE_UNREADABLE, "%s", refused->message);
        return NULL;
    }
    return keyfile_parse(path, bytes, length, error);
}

void keyfile_free(KeyFile *self) {
    if (self == NULL)
        return;
    g_key_file_unref(self->keys);
    g_free(self->text);
    g_free(self->path);
    g_free(self);
}

void keyfile_complain(const KeyFile *self, const char *group, const char *key, GError **error,
                      int code, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error(error, KEYFILE_ERROR, code, "%s:%u: %s", self->path, keyfile_line(self, group, key),
                message);
}

void keyfile_prefix(const KeyFile *self, const char *group, const char *key, GError **error) {
    g_prefix_error(error, "%s:%u: ", self->path, keyfile_line(self, group, key));
}

gboolean keyfile_check_groups(const KeyFile *self, const char *const *groups, GError **error) {
    g_auto(GStrv) found = g_key_file_get_groups(self->keys, NULL);
    for (char **group = found; *group != NULL; group++) {
        if (g_strv_contains(groups, *group))
            continue;
        g_autofree char *known = g_strjoinv("], [", (char **)groups);
        keyfile_complain(self, *group, NULL, error, KEYFILE_UNKNOWN,
                         _("unknown group [%s]; known are [%s]"), *group, known);
        return FALSE;
    }
    return TRUE;
}

gboolean keyfile_check_keys(const KeyFile *self, const char *group, const char *const *keys,
                            GError **error) {
    g_auto(GStrv) found = g_key_file_get_keys(self->keys, group, NULL, NULL);
    for (char **key = found; key != NULL && *key != NULL; key++) {
        if (g_strv_contains(keys, *key))
            continue;
        g_autofree char *known = g_strjoinv(", ", (char **)keys);
        keyfile_complain(self, group, *key, error, KEYFILE_UNKNOWN,
                         _("unknown key \"%s\" in [%s]; known are %s"), *key, group, known);
        return FALSE;
    }
    return TRUE;
}

char *keyfile_value(const KeyFile *self, const char *group, const char *key) {
    char *value = g_key_file_get_string(self->keys, group, key, NULL);
    return value == NULL ? NULL : g_strstrip(value);
}
