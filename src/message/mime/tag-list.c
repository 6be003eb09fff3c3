/* tag-list.c - tag=value lists. */
#include "message/mime/tag-list.h"

#include "limits.h"

#include <string.h>

static void free_tag(gpointer data) {
    Tag *tag = data;
    g_free(tag->name);
    g_free(tag->value);
    g_free(tag);
}

static gboolean is_space(char octet) {
    return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
}

/* Takes the white space off both ends of [*start, *end). */
static void trim(const char *text, gsize *start, gsize *end) {
    while (*start < *end && is_space(text[*start]))
        (*start)++;
    while (*start < *end && is_space(text[*end - 1]))
        (*end)--;
}

static gboolean is_name(const char *text, gsize start, gsize end) {
    if (start == end || !g_ascii_isalpha(text[start]))
        return FALSE;
    for (gsize i = start; i < end; i++)
        if (!g_ascii_isalnum(text[i]) && text[i] != '_')
            return FALSE;
    return TRUE;
}

static gboolean is_value(const char *text, gsize start, gsize end) {
    for (gsize i = start; i < end; i++)
        if (((guchar)text[i] < 0x20 && !is_space(text[i])) || text[i] == 0x7f)
            return FALSE;
    return TRUE;
}

static const Tag *find(const TagList *self, const char *name, gsize length) {
    for (guint i = 0; i < self->tags->len; i++) {
        const Tag *tag = g_ptr_array_index(self->tags, i);
        if (strlen(tag->name) == length && memcmp(tag->name, name, length) == 0)
            return tag;
    }
    return NULL;
}

/* Reads one tag-spec, octets [start, end) without the semicolons. */
static TagListDefect read_tag(TagList *self, const char *text, gsize start, gsize end) {
    const char *equals = memchr(text + start, '=', end - start);
    if (equals == NULL)
        return TAG_LIST_NO_EQUALS;
    gsize name_end = (gsize)(equals - text), value = name_end + 1;
    trim(text, &start, &name_end);
    trim(text, &value, &end);
    if (!is_name(text, start, name_end))
        return TAG_LIST_NAME;
    if (!is_value(text, value, end))
        return TAG_LIST_VALUE;
    if (find(self, text + start, name_end - start) != NULL)
        return TAG_LIST_REPEATED;
    if (self->tags->len == LIMIT_TAGS)
        return TAG_LIST_TOO_MANY;
    Tag *tag = g_new(Tag, 1);
    tag->name = g_strndup(text + start, name_end - start);
    tag->value = g_strndup(text + value, end - value);
    tag->start = value;
    tag->end = end;
    g_ptr_array_add(self->tags, tag);
    return TAG_LIST_VALID;
}

TagList *tag_list_parse(const char *text, gsize length) {
    TagList *self = g_new0(TagList, 1);
    self->tags = g_ptr_array_new_with_free_func(free_tag);
    TagListDefect defect = TAG_LIST_VALID;
    for (gsize at = 0; at < length && defect != TAG_LIST_TOO_MANY;) {
        const char *semicolon = memchr(text + at, ';', length - at);
        gsize start = at, end = semicolon != NULL ? (gsize)(semicolon - text) : length;
        at = end + 1;
        trim(text, &start, &end);
        /* One semicolon may end the list; "a=1;;b=2" holds an empty tag-spec. */
        if (start == end && semicolon == NULL)
            break;
        defect = read_tag(self, text, start, end);
        if (defect != TAG_LIST_VALID && self->defect == TAG_LIST_VALID) {
            self->defect = defect;
            self->defect_at = start;
        }
    }
    if (self->tags->len == 0 && self->defect == TAG_LIST_VALID)
        self->defect = TAG_LIST_EMPTY;
    return self;
}

void tag_list_free(TagList *self) {
    if (self == NULL)
        return;
    g_ptr_array_unref(self->tags);
    g_free(self);
}

const Tag *tag_list_find(const TagList *self, const char *name) {
    return find(self, name, strlen(name));
}

const char *tag_list_value(const TagList *self, const char *name) {
    const Tag *tag = tag_list_find(self, name);
    return tag != NULL ? tag->value : NULL;
}

char *tag_value_compact(const char *value) {
    char *compact = g_malloc(strlen(value) + 1);
    char *to = compact;
    for (; *value != '\0'; value++)
        if (!is_space(*value))
            *to++ = *value;
    *to = '\0';
    return compact;
}

gboolean tag_value_contains(const char *value, const char *word) {
    gsize octets = strlen(word);
    for (gsize at = 0, length = strlen(value); at <= length;) {
        gsize start = at, end = at + strcspn(value + at, ":");
        at = end + 1;
        trim(value, &start, &end);
        if (end - start == octets && g_ascii_strncasecmp(value + start, word, octets) == 0)
            return TRUE;
    }
    return FALSE;
}
