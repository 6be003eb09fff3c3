/* host-table.c - from lines to the table, and looking a domain up in it. */
#include "message/domains/host-table.h"

#include "message/domains/domain.h"
#include "message/words/text-hash.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#define HOST_LETTERS "abcdefghijklmnopqrstuvwxyz0123456789.-"

#define FIRST_SLOTS 16384u

struct HostCompiler {
    HostSlot *slots;
    guint32 mask, count;
    GString *texts;   /* octet 0 is unused */
    GArray *lists;    /* of guint32 */
    GArray *patterns; /* of HostPattern */
};

/* The slot that holds the domain, or the free one where it would go. */
static guint32 find_slot(const HostSlot *slots, guint32 mask, const char *texts,
                         const char *domain) {
    guint32 at = text_hash(domain) & mask;
    while (slots[at].text != 0 && strcmp(texts + slots[at].text, domain) != 0)
        at = (at + 1) & mask;
    return at;
}

const HostSlot *host_table_find(const HostTable *self, const char *domain) {
    const HostSlot *slot = &self->slots[find_slot(self->slots, self->mask, self->texts, domain)];
    return slot->text != 0 ? slot : NULL;
}

int host_table_list(const HostTable *self, const char *name) {
    for (guint i = 0; i < self->n_lists; i++)
        if (strcmp(self->texts + self->lists[i], name) == 0)
            return (int)i;
    return -1;
}

HostCompiler *host_compiler_new(void) {
    HostCompiler *self = g_new0(HostCompiler, 1);
    self->mask = FIRST_SLOTS - 1;
    self->slots = g_new0(HostSlot, FIRST_SLOTS);
    self->texts = g_string_new(NULL);
    g_string_append_c(self->texts, '\0');
    self->lists = g_array_new(FALSE, FALSE, sizeof(guint32));
    self->patterns = g_array_new(FALSE, FALSE, sizeof(HostPattern));
    return self;
}

void host_compiler_free(HostCompiler *self) {
    if (self == NULL)
        return;
    g_free(self->slots);
    g_string_free(self->texts, TRUE);
    g_array_unref(self->lists);
    g_array_unref(self->patterns);
    g_free(self);
}

/* Appends with its NUL; where it stands. */
static guint32 add_text(HostCompiler *self, const char *text) {
    guint32 at = (guint32)self->texts->len;
    g_string_append_len(self->texts, text, (gssize)strlen(text) + 1);
    return at;
}

static void grow(HostCompiler *self) {
    g_autofree HostSlot *old = self->slots;
    gsize count = (gsize)self->mask + 1;
    self->mask = self->mask * 2 + 1;
    self->slots = g_new0(HostSlot, count * 2);
    for (gsize i = 0; i < count; i++)
        if (old[i].text != 0)
            self->slots[find_slot(self->slots, self->mask, self->texts->str,
                                  self->texts->str + old[i].text)] = old[i];
}

static HostSlot *add_domain(HostCompiler *self, const char *domain) {
    if (self->count > self->mask / 4 * 3)
        grow(self);
    HostSlot *slot = &self->slots[find_slot(self->slots, self->mask, self->texts->str, domain)];
    if (slot->text == 0) {
        slot->text = add_text(self, domain);
        self->count++;
    }
    return slot;
}

/* FALSE where the entry is no domain and no pattern. */
static gboolean add_entry(HostCompiler *self, guint list, const char *entry) {
    gboolean below = g_str_has_prefix(entry, "*."), itself = *entry == '=';
    const char *name = entry + (below ? 2 : itself ? 1 : 0);
    if (strchr(name, '*') != NULL) {
        if (below || itself || strspn(name, HOST_LETTERS "*") != strlen(name))
            return FALSE;
        HostPattern pattern = {add_text(self, name), list};
        g_array_append_val(self->patterns, pattern);
        return TRUE;
    }
    if (strchr(name, '.') == NULL)
        return FALSE;
    /* Published lists hold A-labels that IDNA 2008 refuses: they are taken as written. */
    gboolean plain = strspn(name, HOST_LETTERS) == strlen(name);
    g_autofree char *ascii = plain ? NULL : domain_to_ascii(name);
    if (!plain && ascii == NULL)
        return FALSE;
    HostSlot *slot = add_domain(self, plain ? name : ascii);
    slot->itself |= (guint16)((below ? 0u : 1u) << list);
    slot->below |= (guint16)((itself ? 0u : 1u) << list);
    return TRUE;
}

/* The list of that name, which is made where there is none; -1: there are HOST_LISTS. */
static int add_list(HostCompiler *self, const char *name) {
    HostTable table = host_compiler_table(self);
    int list = host_table_list(&table, name);
    if (list >= 0 || self->lists->len == HOST_LISTS)
        return list;
    guint32 text = add_text(self, name);
    g_array_append_val(self->lists, text);
    return (int)self->lists->len - 1;
}

gboolean host_compiler_add(HostCompiler *self, const char *source, const char *list_name,
                           const char *text, gsize length, GError **error) {
    int list = add_list(self, list_name);
    guint number = 0;
    if (list < 0) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: more than %d lists", source,
                    HOST_LISTS);
        return FALSE;
    }
    for (const char *at = text, *end = text + length; at < end;) {
        const char *stop = memchr(at, '\n', (gsize)(end - at));
        if (stop == NULL)
            stop = end;
        g_autofree char *line = g_strndup(at, (gsize)(stop - at));
        line[strcspn(line, "#")] = '\0';
        g_strstrip(line);
        at = stop + 1;
        number++;
        if (*line != '\0' && !add_entry(self, (guint)list, line)) {
            g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                        _("%s:%u: \"%s\" is no domain name"), source, number, line);
            return FALSE;
        }
    }
    return TRUE;
}

HostTable host_compiler_table(const HostCompiler *self) {
    return (HostTable){
        .slots = self->slots,
        .mask = self->mask,
        .texts = self->texts->str,
        .lists = (const guint32 *)(gpointer)self->lists->data,
        .n_lists = self->lists->len,
        .patterns = (const HostPattern *)(gpointer)self->patterns->data,
        .n_patterns = self->patterns->len,
    };
}

char *host_list_name(const char *path) {
    char *name = g_path_get_basename(path);
    if (g_str_has_suffix(name, ".txt"))
        name[strlen(name) - 4] = '\0';
    return name;
}
