/* phrases.c - compiles phrase lists into the trie and runs texts through it.
 *
 * Optional words and alternatives are multiplied out when the lists are loaded (bounded by
 * PHRASE_WAYS), so that the search has only two things to do with a word: follow an edge, or let a
 * gap swallow it.  The paths followed at one word are bounded too, so that no text is slow.
 */
#include "message/phrases.h"

#include "limits.h"
#include "message/phrase-file.h"
#include "message/phrase-trie.h"
#include "resources.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#define STOP_LIST "stop"
#define MAX_STOP_LANGUAGES 32

/* Lists that the user may add to the shipped ones begin so: subjects of content-prohibited. */
#define SUBJECT_LISTS "prohibited-"

/* Paths followed at once.  A path needs its first words in the text, and a gap ends with the
 * sentence: 40 are the most seen in real mail. */
#define MAX_PATHS 256

typedef struct {
    guint list; /* index of Phrases.lists */
    const char *language, *phrase;
    double weight;
} Entry;

/* The entries of a node are a chain. */
typedef struct {
    guint32 entry, next;
} Accept;

struct Phrases {
    Dictionary dictionary;
    Trie trie;
    GPtrArray *lists; /* of const char *, interned */
    GArray *entries;  /* of Entry */
    GArray *accepts;  /* of Accept; accepts[0] is unused */
    GStringChunk *texts;
    const char *stop_languages[MAX_STOP_LANGUAGES + 1];
    guint n_stop_languages;
    guint32 number; /* the word that stands for any number */
};

Phrases *phrases_empty(void) {
    Phrases *self = g_new0(Phrases, 1);
    Accept none = {0};
    dictionary_init(&self->dictionary);
    trie_init(&self->trie);
    self->number = dictionary_add(&self->dictionary, PHRASE_NUMBER);
    self->lists = g_ptr_array_new();
    self->entries = g_array_sized_new(FALSE, FALSE, sizeof(Entry), 4096);
    self->accepts = g_array_sized_new(FALSE, FALSE, sizeof(Accept), 16384);
    g_array_append_val(self->accepts, none);
    self->texts = g_string_chunk_new(16384);
    return self;
}

void phrases_free(Phrases *self) {
    if (!self)
        return;
    dictionary_clear(&self->dictionary);
    trie_clear(&self->trie);
    g_ptr_array_unref(self->lists);
    g_array_unref(self->entries);
    g_array_unref(self->accepts);
    g_string_chunk_free(self->texts);
    g_free(self);
}

static guint list_index(Phrases *self, const char *name, gboolean add) {
    for (guint i = 0; i < self->lists->len; i++)
        if (strcmp(self->lists->pdata[i], name) == 0)
            return i;
    if (!add)
        return G_MAXUINT;
    g_ptr_array_add(self->lists, (gpointer)g_intern_string(name));
    return self->lists->len - 1;
}

/* Lets the node accept the entry.  Of one list a node accepts one phrase: the first that says it,
 * or, where the list is extended, the last. */
static void accept(Phrases *self, guint32 node, guint32 entry, guint32 first_new) {
    TrieNode *end = trie_node(&self->trie, node);
    guint list = g_array_index(self->entries, Entry, entry).list;
    for (guint32 at = end->accept; at != 0;) {
        Accept *other = &g_array_index(self->accepts, Accept, at);
        if (g_array_index(self->entries, Entry, other->entry).list == list) {
            if (other->entry < first_new)
                other->entry = entry;
            return;
        }
        at = other->next;
    }
    Accept link = {.entry = entry, .next = end->accept};
    g_array_append_val(self->accepts, link);
    end->accept = self->accepts->len - 1;
}

/* What expand() carries down. */
typedef struct {
    Phrases *phrases;
    const PhraseLine *line;
    guint32 words[PHRASE_WORDS]; /* numbers of line->words */
    guint32 entry, first_new;
} Expansion;

/* Adds every way to read the slots from `slot` on behind `node`.  `gap`: a gap stands open; it is
 * taken with the next word, so that it neither begins nor ends a path. */
static void expand(Expansion *self, guint slot, guint32 node, gboolean gap) {
    Trie *trie = &self->phrases->trie;
    if (slot == self->line->n_slots) {
        accept(self->phrases, node, self->entry, self->first_new);
        return;
    }
    const PhraseSlot *here = &self->line->slots[slot];
    if (here->gap) {
        expand(self, slot + 1, node, node != 0);
        return;
    }
    if (here->optional)
        expand(self, slot + 1, node, gap);
    guint32 from = gap ? trie_add_gap(trie, node) : node;
    for (guint i = 0; i < here->ways; i++) {
        const PhraseWay *way = &self->line->ways[here->first_way + i];
        guint32 to = from;
        for (guint word = 0; word < way->words; word++)
            to = trie_add_step(trie, to, self->words[way->first_word + word]);
        expand(self, slot + 1, to, FALSE);
    }
}

static gboolean add_stop_words(Phrases *self, const PhraseLine *line) {
    guint language = 0;
    while (language < self->n_stop_languages && self->stop_languages[language] != line->language)
        language++;
    if (language == self->n_stop_languages) {
        if (language == MAX_STOP_LANGUAGES)
            return FALSE;
        self->stop_languages[self->n_stop_languages++] = line->language;
    }
    for (guint i = 0; i < line->n_words; i++) {
        guint32 number = dictionary_add(&self->dictionary, line->words[i]);
        g_array_index(self->dictionary.words, DictionaryWord, number).stop |= 1u << language;
    }
    return TRUE;
}

gboolean phrases_add(Phrases *self, const char *source, const char *list, const char *text,
                     gsize length, GError **error) {
    Expansion expansion = {.phrases = self, .first_new = self->entries->len};
    guint index = list_index(self, list, TRUE);
    PhraseReader reader;
    GError *failure = NULL;
    g_autofree PhraseLine *line = g_new(PhraseLine, 1);
    phrase_reader_init(&reader, source, text, length, strcmp(list, STOP_LIST) == 0);
    while (!failure && phrase_reader_next(&reader, line, &failure)) {
        if (line->plain) {
            if (!add_stop_words(self, line))
                g_set_error(&failure, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                            _("%s:%u: more than %d languages"), source, line->line,
                            MAX_STOP_LANGUAGES);
            continue;
        }
        Entry entry = {.list = index, .language = line->language, .weight = line->weight};
        entry.phrase =
            g_string_chunk_insert_len(self->texts, line->text, (gssize)line->text_length);
        expansion.entry = self->entries->len;
        expansion.line = line;
        for (guint i = 0; i < line->n_words; i++)
            expansion.words[i] = dictionary_add(&self->dictionary, line->words[i]);
        g_array_append_val(self->entries, entry);
        expand(&expansion, 0, 0, FALSE);
    }
    phrase_reader_clear(&reader);
    if (failure) {
        g_propagate_error(error, failure);
        return FALSE;
    }
    return TRUE;
}

static gboolean add_shipped(Phrases *self, GError **error) {
    g_auto(GStrv) names = resources_list("words");
    for (guint i = 0; names[i]; i++) {
        g_autofree char *path = g_strconcat("words/", names[i], NULL);
        g_autoptr(GBytes) bytes = resources_get(path);
        char *dot = strrchr(names[i], '.');
        if (!bytes || !dot || strcmp(dot, ".txt") != 0)
            continue;
        *dot = '\0';
        gsize length;
        const char *text = g_bytes_get_data(bytes, &length);
        if (!phrases_add(self, path, names[i], text, length, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean add_file(Phrases *self, const char *path, GError **error) {
    g_autofree char *base = g_path_get_basename(path);
    g_autofree char *text = NULL;
    gsize length;
    char *dot = strrchr(base, '.');
    if (dot && strcmp(dot, ".txt") == 0)
        *dot = '\0';
    if (list_index(self, base, FALSE) == G_MAXUINT && !g_str_has_prefix(base, SUBJECT_LISTS)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                    _("%s: there is no word list “%s” that it could extend"), path, base);
        return FALSE;
    }
    if (!g_file_get_contents(path, &text, &length, error))
        return FALSE;
    if (length > LIMIT_USER_FILE_OCTETS) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("%s: larger than %u octets"),
                    path, LIMIT_USER_FILE_OCTETS);
        return FALSE;
    }
    return phrases_add(self, path, base, text, length, error);
}

Phrases *phrases_load(const char *const *extra, GError **error) {
    g_autoptr(Phrases) self = phrases_empty();
    if (!add_shipped(self, error))
        return NULL;
    for (guint i = 0; extra && extra[i]; i++)
        if (!add_file(self, extra[i], error))
            return NULL;
    return g_steal_pointer(&self);
}

/* A path that is being followed: it began at word `first` and stands at `node`; a gap may still
 * swallow `left` words (-1: no gap). */
typedef struct {
    guint32 node, first;
    int left;
} Path;

typedef struct {
    const Phrases *phrases;
    Path paths[2][MAX_PATHS];
    guint count[2];
    GArray *found; /* of Found */
} Search;

typedef struct {
    guint32 entry;
    guint first, last;
    guint list;
} Found;

static void follow(Search *self, guint to, guint32 node, guint first, int left) {
    if (self->count[to] < MAX_PATHS)
        self->paths[to][self->count[to]++] = (Path){node, first, left};
}

/* A path that began at `first` has come to `node` with word `last`. */
static void arrive(Search *self, guint to, guint32 node, guint first, guint last) {
    const TrieNode *here = trie_node(&self->phrases->trie, node);
    for (guint32 at = here->accept; at != 0;) {
        const Accept *accepted = &g_array_index(self->phrases->accepts, Accept, at);
        const Entry *entry = &g_array_index(self->phrases->entries, Entry, accepted->entry);
        Found found = {accepted->entry, first, last, entry->list};
        if (entry->weight != 0)
            g_array_append_val(self->found, found);
        at = accepted->next;
    }
    if (here->leads != 0)
        follow(self, to, node, first, -1);
    if (here->gap != 0)
        follow(self, to, here->gap, first, TRIE_GAP_WORDS);
}

/* In order of the text; the longest first, so that what lies within it comes later. */
static gboolean is_before(const Found *one, const Found *other) {
    return one->first != other->first ? one->first < other->first : one->last > other->last;
}

/* List after list, each in order of the text.  They come in order of their last words, and no
 * phrase is long: none has far to go. */
static void sort_found(const Phrases *self, GArray *found) {
    g_autofree guint *place = g_new0(guint, self->lists->len + 1);
    g_autofree Found *sorted = g_new(Found, found->len);
    const Found *from = &g_array_index(found, Found, 0);
    for (guint i = 0; i < found->len; i++)
        place[from[i].list + 1]++;
    for (guint list = 0; list < self->lists->len; list++)
        place[list + 1] += place[list];
    for (guint i = 0; i < found->len; i++)
        sorted[place[from[i].list]++] = from[i];
    for (guint i = 1; i < found->len; i++) {
        Found one = sorted[i];
        guint to = i;
        for (; to > 0 && sorted[to - 1].list == one.list && is_before(&one, &sorted[to - 1]); to--)
            sorted[to] = sorted[to - 1];
        sorted[to] = one;
    }
    memcpy(found->data, sorted, found->len * sizeof *sorted);
}

static Hits *longest(const Phrases *self, const Words *words, GArray *found) {
    Hits *hits = hits_new(found->len);
    guint list = G_MAXUINT, behind = 0; /* what the last hit was of, and the word behind it */
    if (found->len > 1)
        sort_found(self, found);
    for (guint i = 0; i < found->len; i++) {
        const Found *one = &g_array_index(found, Found, i);
        const Entry *entry = &g_array_index(self->entries, Entry, one->entry);
        if (one->list == list && one->last < behind)
            continue;
        list = one->list;
        behind = one->last + 1;
        Hit hit = {.list = self->lists->pdata[list],
                   .language = entry->language,
                   .phrase = entry->phrase,
                   .weight = entry->weight,
                   .first = one->first,
                   .last = one->last,
                   .start = g_array_index(words->words, Word, one->first).start,
                   .end = g_array_index(words->words, Word, one->last).end};
        hits_add(hits, &hit);
    }
    return hits;
}

/* Follows every path from `from` over one word of the text, and begins new ones with it.
 * `numbers`: how it may be read, as itself and as any number; 0: not at all. */
static void advance(Search *self, guint from, guint to, const guint32 numbers[2], guint at,
                    gboolean opens) {
    const Trie *trie = &self->phrases->trie;
    self->count[to] = 0;
    for (guint i = 0; i < self->count[from]; i++) {
        const Path *path = &self->paths[from][i];
        if (path->left >= 0 && opens)
            continue;
        for (guint n = 0; n < 2; n++) {
            guint32 node = numbers[n] ? trie_step(trie, path->node, numbers[n]) : 0;
            if (node != 0)
                arrive(self, to, node, path->first, at);
        }
        if (path->left > 0)
            follow(self, to, path->node, path->first, path->left - 1);
    }
    for (guint n = 0; n < 2; n++) {
        guint32 node = numbers[n] ? trie_step(trie, 0, numbers[n]) : 0;
        if (node != 0)
            arrive(self, to, node, at, at);
    }
}

Hits *phrases_find(const Phrases *self, Words *words) {
    g_autoptr(GArray) found = g_array_sized_new(FALSE, FALSE, sizeof(Found), 64);
    Search search;
    search.phrases = self;
    search.count[0] = search.count[1] = 0;
    search.found = found;
    for (guint i = 0; i < words->words->len; i++) {
        Word *word = &g_array_index(words->words, Word, i);
        word->number = dictionary_find(&self->dictionary, words_folded(words, i));
        guint32 numbers[2] = {word->number, word->letters & WORD_NUMBER ? self->number : 0};
        advance(&search, i & 1, ~i & 1, numbers, i, word->opens);
    }
    return longest(self, words, found);
}

const GPtrArray *phrases_list_names(const Phrases *self) {
    return self->lists;
}

const char *const *phrases_stop_languages(const Phrases *self) {
    return (const char *const *)self->stop_languages;
}

static guint32 stop_mask(const Phrases *self, guint32 number) {
    return number ? g_array_index(self->dictionary.words, DictionaryWord, number).stop : 0;
}

guint32 phrases_stop_mask(const Phrases *self, const char *folded) {
    return stop_mask(self, dictionary_find(&self->dictionary, folded));
}

guint32 phrases_stop_mask_of(const Phrases *self, const Word *word) {
    return stop_mask(self, word->number);
}

gboolean phrases_is_stop(const Phrases *self, const char *folded, const char *language) {
    guint32 mask = phrases_stop_mask(self, folded);
    if (!language)
        return mask != 0;
    for (guint i = 0; i < self->n_stop_languages; i++)
        if (strcmp(self->stop_languages[i], language) == 0)
            return (mask >> i & 1) != 0;
    return FALSE;
}
