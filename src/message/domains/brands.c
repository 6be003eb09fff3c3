/* brands.c - brands by name, by the look of a name, and by domain: four hashes. */
#include "message/domains/brands.h"

#include "limits.h"
#include "message/domains/domain.h"
#include "message/domains/look.h"
#include "message/domains/spelling.h"
#include "message/words/words.h"
#include "resources.h"

#include <gio/gio.h>
#include <string.h>

/* Words of the longest name; of a text only the first are looked at. */
#define NAME_WORDS 5u
#define TEXT_WORDS 12u
#define TEXT_OCTETS 1000u
/* Shorter names look like each other by accident. */
#define LOOK_OCTETS 5u

struct Brand {
    char *name;           /* as written, the first one */
    char *domain;         /* the first one that is no pattern */
    GHashTable *domains;  /* a set */
    GHashTable *families; /* "amazon" of "amazon.*", a set */
};

typedef struct {
    const Brand *brand;
    gboolean common;
} Name;

struct Brands {
    GPtrArray *brands;    /* of Brand */
    GHashTable *names;    /* folded words joined by a space, to Name */
    GHashTable *looks;    /* look of those words, to Name */
    GHashTable *domains;  /* to Brand */
    GHashTable *families; /* "amazon" of "amazon.*", to Brand */
    GHashTable *labels;   /* look of the organizational label of a domain, to Brand */
    GHashTable *known;    /* those labels as they are, a set */
    GHashTable *open;     /* domains with "+", a set */
};

static void free_brand(gpointer data) {
    Brand *brand = data;
    g_free(brand->name);
    g_free(brand->domain);
    g_hash_table_unref(brand->domains);
    g_hash_table_unref(brand->families);
    g_free(brand);
}

const char *brand_name(const Brand *brand) {
    return brand->name;
}

const char *brand_domain(const Brand *brand) {
    return brand->domain;
}

static char *look_of_word(const char *text, const Word *word) {
    g_autofree char *part = g_strndup(text + word->start, word->end - word->start);
    return look_of_base(part);
}

/* Appends a word to those that stand in `joined`. */
static void join(GString *joined, const char *word) {
    if (joined->len > 0)
        g_string_append_c(joined, ' ');
    g_string_append(joined, word);
}

/* The looks of the words of a text, joined by a space. */
static char *look_of_words(const char *text, const Words *words) {
    g_autoptr(GString) looks = g_string_new(NULL);
    for (guint i = 0; i < words->words->len; i++) {
        g_autofree char *look = look_of_word(text, &g_array_index(words->words, Word, i));
        join(looks, look);
    }
    return g_string_free(g_steal_pointer(&looks), FALSE);
}

static gboolean add_name(Brands *self, Brand *brand, const char *name) {
    gboolean common = *name == '=';
    name += common;
    g_autoptr(Words) words = words_new(name, strlen(name));
    g_autofree char *folded = words_fold(name);
    if (words->words->len == 0 || words->words->len > NAME_WORDS)
        return FALSE;
    if (brand->name == NULL)
        brand->name = g_strdup(name);
    Name *entry = g_new(Name, 1);
    *entry = (Name){brand, common};
    g_hash_table_replace(self->names, g_strdup(folded), entry);
    /* What looks like the name may be written with other capitals than the name. */
    if (!common && strlen(folded) >= LOOK_OCTETS) {
        g_autofree char *small = look_of_base(folded);
        g_hash_table_replace(self->looks, look_of_words(name, words),
                             g_memdup2(entry, sizeof *entry));
        g_hash_table_replace(self->looks, g_steal_pointer(&small), g_memdup2(entry, sizeof *entry));
    }
    return TRUE;
}

static void add_label(Brands *self, Brand *brand, const char *label) {
    g_hash_table_add(self->known, g_strdup(label));
    if (strlen(label) >= LOOK_OCTETS)
        g_hash_table_insert(self->labels, look_of_base(label), brand);
}

/* Adds the key, which it takes, for the first brand that has it. The key that stands there. */
static char *add_key(GHashTable *table, char *key, Brand *brand) {
    gpointer known;
    if (g_hash_table_lookup_extended(table, key, &known, NULL)) {
        g_free(key);
        return known;
    }
    g_hash_table_insert(table, key, brand);
    return key;
}

static gboolean add_domain(Brands *self, Brand *brand, const char *entry) {
    gboolean open = *entry == '+';
    entry += open;
    if (g_str_has_suffix(entry, ".*")) {
        char *label = g_strndup(entry, strlen(entry) - 2);
        add_label(self, brand, label);
        g_hash_table_add(brand->families, add_key(self->families, label, brand));
        return strpbrk(entry, ".") == strrchr(entry, '.') && *entry != '.';
    }
    char *ascii = domain_to_ascii(entry);
    if (ascii == NULL || strchr(ascii, '.') == NULL) {
        g_free(ascii);
        return FALSE;
    }
    if (open)
        g_hash_table_add(self->open, g_strdup(ascii));
    if (brand->domain == NULL)
        brand->domain = g_strdup(ascii);
    g_autofree char *label = domain_organizational(ascii);
    *strchrnul(label, '.') = '\0';
    add_label(self, brand, label);
    g_hash_table_add(brand->domains, add_key(self->domains, ascii, brand));
    return TRUE;
}

/* The brand of a line: the one that its first name is known for, or a new one. */
static Brand *brand_of_line(Brands *self, const char *first) {
    g_autofree char *folded = words_fold(*first == '=' ? first + 1 : first);
    const Name *known = g_hash_table_lookup(self->names, folded);
    if (known != NULL)
        return (Brand *)known->brand;
    Brand *brand = g_new0(Brand, 1);
    brand->domains = g_hash_table_new(g_str_hash, g_str_equal);
    brand->families = g_hash_table_new(g_str_hash, g_str_equal);
    g_ptr_array_add(self->brands, brand);
    return brand;
}

/* NULL, or what is wrong with the line. */
static const char *add_line(Brands *self, char *line) {
    char *colon = strchr(line, ':');
    if (colon == NULL)
        return "a colon is missing between names and domains";
    *colon = '\0';
    g_auto(GStrv) names = g_strsplit(line, ",", -1);
    g_auto(GStrv) domains = g_strsplit_set(colon + 1, " \t", -1);
    Brand *brand = brand_of_line(self, g_strstrip(names[0] != NULL ? names[0] : line));
    for (char **name = names; *name != NULL; name++)
        if (!add_name(self, brand, g_strstrip(*name)))
            return "a name has one to five words";
    for (char **domain = domains; *domain != NULL; domain++)
        if (**domain != '\0' && !add_domain(self, brand, *domain))
            return "what stands behind the colon are domains";
    return brand->domain != NULL ? NULL : "a brand has at least one domain";
}

static gboolean add_text(Brands *self, const char *source, const char *text, gsize length,
                         GError **error) {
    guint number = 0;
    if (!g_utf8_validate(text, (gssize)length, NULL)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: no UTF-8", source);
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
        const char *wrong = *line != '\0' ? add_line(self, line) : NULL;
        if (wrong != NULL) {
            g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s:%u: %s", source, number,
                        wrong);
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean load_extra(Brands *self, const char *path, GError **error) {
    g_autofree char *text = NULL;
    gsize length;
    if (!g_file_get_contents(path, &text, &length, error))
        return FALSE;
    if (length > LIMIT_USER_FILE_OCTETS) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                    "%s: %" G_GSIZE_FORMAT " octets; a brand file has at most %u", path, length,
                    LIMIT_USER_FILE_OCTETS);
        return FALSE;
    }
    return add_text(self, path, text, length, error);
}

Brands *brands_load(const char *const *extra, GError **error) {
    g_autoptr(Brands) self = g_new0(Brands, 1);
    self->brands = g_ptr_array_new_with_free_func(free_brand);
    self->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    self->looks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    self->domains = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    self->families = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    self->labels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    self->open = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    self->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_auto(GStrv) names = resources_list("brands");
    for (char **name = names; *name != NULL; name++) {
        g_autofree char *path = g_strconcat("brands/", *name, NULL);
        g_autoptr(GBytes) bytes = resources_get(path);
        gsize length;
        const char *text = g_bytes_get_data(bytes, &length);
        if (!add_text(self, path, text, length, error))
            return NULL;
    }
    for (; extra != NULL && *extra != NULL; extra++)
        if (!load_extra(self, *extra, error))
            return NULL;
    return g_steal_pointer(&self);
}

void brands_free(Brands *self) {
    if (self == NULL)
        return;
    g_hash_table_unref(self->names);
    g_hash_table_unref(self->looks);
    g_hash_table_unref(self->domains);
    g_hash_table_unref(self->families);
    g_hash_table_unref(self->labels);
    g_hash_table_unref(self->known);
    g_hash_table_unref(self->open);
    g_ptr_array_unref(self->brands);
    g_free(self);
}

/* The value for the host, or for a domain that it lies below, or for its family; NULL: none. */
static gpointer find_host(GHashTable *domains, GHashTable *families, const char *host) {
    for (const char *at = host; at != NULL; at = strchr(at, '.')) {
        at += *at == '.';
        gpointer value = g_hash_table_lookup(domains, at);
        if (value != NULL)
            return value;
    }
    g_autofree char *organization = domain_organizational(host);
    char *dot = strchr(organization, '.');
    if (dot == NULL || !spelling_country_suffix(dot + 1))
        return NULL;
    *dot = '\0';
    return g_hash_table_lookup(families, organization);
}

const Brand *brands_of_host(const Brands *self, const char *host) {
    return self != NULL && host != NULL ? find_host(self->domains, self->families, host) : NULL;
}

gboolean brand_owns(const Brand *brand, const char *host) {
    return host != NULL && find_host(brand->domains, brand->families, host) != NULL;
}

gboolean brands_hosts_others(const Brands *self, const char *host) {
    for (const char *at = self != NULL ? host : NULL; at != NULL; at = strchr(at, '.')) {
        at += *at == '.';
        if (g_hash_table_contains(self->open, at))
            return TRUE;
    }
    return FALSE;
}

const Brand *brands_taken_for(const Brands *self, const char *label) {
    if (self == NULL || strlen(label) < LOOK_OCTETS - 1 || strlen(label) > 63 * 4 ||
        g_hash_table_contains(self->known, label))
        return NULL;
    g_autofree char *look = look_of_base(label);
    return g_hash_table_lookup(self->labels, look);
}

/* Words that say which part of a firm writes, and name no firm. */
static gboolean is_department(const char *folded) {
    static const char *const words[] = {
        "a",           "s",          "as",       "aps",    "inc",          "ltd",
        "llc",         "ab",         "gmbh",     "dk",     "com",          "danmark",
        "denmark",     "support",    "service",  "team",   "kunde",        "kundeservice",
        "kundecenter", "customer",   "care",     "help",   "center",       "centre",
        "security",    "sikkerhed",  "alert",    "alerts", "account",      "konto",
        "noreply",     "no",         "reply",    "info",   "notification", "notifications",
        "levering",    "delivery",   "pakke",    "online", "bank",         "official",
        "the",         "fra",        "from",     "our",    "din",          "your",
        "billing",     "faktura",    "betaling", "system", "member",       "members",
        "membership",  "update",     "updates",  "notice", "reward",       "rewards",
        "office",      "department",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (strcmp(words[i], folded) == 0)
            return TRUE;
    return FALSE;
}

/* TRUE where all words beside [first, last] are departments. */
static gboolean is_whole(const Words *words, guint first, guint last) {
    for (guint i = 0; i < words->words->len; i++)
        if ((i < first || i > last) && !is_department(words_folded(words, i)))
            return FALSE;
    return TRUE;
}

/* The first words of a text, each looked at in many rows of words. */
typedef struct {
    Words *words;
    char *looks[TEXT_WORDS];
    GString *row; /* words joined */
} Reading;

/* The name that the words [first, last] are, by letters or by look. */
static const Name *name_of(const Brands *self, const Reading *reading, guint first, guint last,
                           gboolean *ret_altered) {
    GString *row = reading->row;
    g_string_truncate(row, 0);
    for (guint i = first; i <= last; i++)
        join(row, words_folded(reading->words, i));
    const Name *name = g_hash_table_lookup(self->names, row->str);
    *ret_altered = FALSE;
    if (name != NULL || row->len < LOOK_OCTETS - 1)
        return name;
    g_string_truncate(row, 0);
    for (guint i = first; i <= last; i++)
        join(row, reading->looks[i]);
    *ret_altered = TRUE;
    return g_hash_table_lookup(self->looks, row->str);
}

static gboolean find_first(const Brands *self, const Reading *reading, gboolean whole,
                           BrandMention *ret_mention) {
    const Words *words = reading->words;
    guint count = MIN(words->words->len, TEXT_WORDS);
    for (guint first = 0; first < count; first++) {
        for (guint last = MIN(first + NAME_WORDS, count); last-- > first;) {
            gboolean altered;
            const Name *name = name_of(self, reading, first, last, &altered);
            if (name == NULL || (name->common && !(whole && is_whole(words, first, last))))
                continue;
            *ret_mention = (BrandMention){
                .brand = name->brand,
                .start = g_array_index(words->words, Word, first).start,
                .end = g_array_index(words->words, Word, last).end,
                .word = first,
                .altered = altered,
            };
            return TRUE;
        }
    }
    return FALSE;
}

gboolean brands_find(const Brands *self, const char *text, gboolean whole,
                     BrandMention *ret_mention) {
    if (self == NULL || text == NULL)
        return FALSE;
    gsize length = strlen(text);
    if (length > TEXT_OCTETS)
        length = (gsize)(g_utf8_find_prev_char(text, text + TEXT_OCTETS) - text);
    g_autoptr(Words) words = words_new(text, length);
    g_autoptr(GString) row = g_string_new(NULL);
    Reading reading = {.words = words, .row = row};
    guint count = MIN(words->words->len, TEXT_WORDS);
    for (guint i = 0; i < count; i++)
        reading.looks[i] = look_of_word(text, &g_array_index(words->words, Word, i));
    gboolean found = find_first(self, &reading, whole, ret_mention);
    for (guint i = 0; i < count; i++)
        g_free(reading.looks[i]);
    return found;
}
