/* phrase-trie.c - two open-addressed tables: words to numbers, (node, word) to nodes. */
#include "message/phrase-trie.h"

#include <string.h>

/* Both tables are made for what is shipped, so that loading seldom grows them. */
#define FIRST_SLOTS 32768u
#define FIRST_EDGES 262144u
/* Bits of Trie.filter: eight an edge, where one in nine words passes that has no edge. */
#define FILTER_BITS 20

/* FNV-1a. Who writes the mail does not choose what is inserted, so no flooding. */
static guint32 hash_text(const char *text) {
    guint32 hash = 2166136261u;
    for (; *text; text++)
        hash = (hash ^ (guchar)*text) * 16777619u;
    return hash ^ (hash >> 15);
}

void dictionary_init(Dictionary *self) {
    DictionaryWord none = {0};
    self->words = g_array_sized_new(FALSE, FALSE, sizeof(DictionaryWord), 4096);
    g_array_append_val(self->words, none);
    self->texts = g_string_sized_new(32768);
    self->mask = FIRST_SLOTS - 1;
    self->slots = g_new0(DictionarySlot, FIRST_SLOTS);
}

void dictionary_clear(Dictionary *self) {
    g_array_unref(self->words);
    g_string_free(self->texts, TRUE);
    g_free(self->slots);
}

/* The slot that holds the word, or the free one where it would go. */
static DictionarySlot *find_slot(const Dictionary *self, const char *folded, guint32 hash) {
    for (guint32 at = hash & self->mask;; at = (at + 1) & self->mask) {
        DictionarySlot *slot = &self->slots[at];
        if (slot->number == 0)
            return slot;
        if (slot->hash != hash)
            continue;
        const DictionaryWord *word = &g_array_index(self->words, DictionaryWord, slot->number);
        if (strcmp(self->texts->str + word->text, folded) == 0)
            return slot;
    }
}

guint32 dictionary_find(const Dictionary *self, const char *folded) {
    return find_slot(self, folded, hash_text(folded))->number;
}

static void grow_slots(Dictionary *self) {
    g_autofree DictionarySlot *old = self->slots;
    gsize count = (gsize)self->mask + 1;
    self->mask = self->mask * 2 + 1;
    self->slots = g_new0(DictionarySlot, count * 2);
    for (gsize i = 0; i < count; i++) {
        guint32 at = old[i].hash & self->mask;
        if (old[i].number == 0)
            continue;
        while (self->slots[at].number != 0)
            at = (at + 1) & self->mask;
        self->slots[at] = old[i];
    }
}

guint32 dictionary_add(Dictionary *self, const char *folded) {
    guint32 hash = hash_text(folded);
    DictionarySlot *slot = find_slot(self, folded, hash);
    if (slot->number != 0)
        return slot->number;
    DictionaryWord word = {.text = (guint32)self->texts->len};
    guint32 number = self->words->len;
    g_array_append_val(self->words, word);
    g_string_append_len(self->texts, folded, (gssize)strlen(folded) + 1);
    *slot = (DictionarySlot){hash, number};
    if (number > self->mask / 2)
        grow_slots(self);
    return number;
}

void trie_init(Trie *self) {
    TrieNode root = {0};
    self->nodes = g_array_sized_new(FALSE, FALSE, sizeof(TrieNode), FIRST_EDGES / 2);
    g_array_append_val(self->nodes, root);
    self->roots = g_array_new(FALSE, TRUE, sizeof(guint32));
    self->count = 0;
    self->mask = FIRST_EDGES - 1;
    self->edges = g_new0(TrieEdge, FIRST_EDGES);
    self->filter = g_new0(guint64, 1u << (FILTER_BITS - 6));
}

void trie_clear(Trie *self) {
    g_array_unref(self->nodes);
    g_array_unref(self->roots);
    g_free(self->edges);
    g_free(self->filter);
}

/* Fibonacci hashing: the high half of the product mixes node and word. */
static inline guint64 hash_edge(guint32 from, guint32 word) {
    return ((guint64)from << 32 | word) * 0x9E3779B97F4A7C15u;
}

static inline guint64 *filter_of(const Trie *self, guint64 hash) {
    return &self->filter[hash >> (64 - FILTER_BITS + 6)];
}

static inline guint64 filter_bit(guint64 hash) {
    return G_GUINT64_CONSTANT(1) << (hash >> (64 - FILTER_BITS) & 63);
}

static TrieEdge *find_edge(const Trie *self, guint32 from, guint32 word) {
    guint32 at = (guint32)(hash_edge(from, word) >> 32) & self->mask;
    while (self->edges[at].word != 0 &&
           (self->edges[at].word != word || self->edges[at].from != from))
        at = (at + 1) & self->mask;
    return &self->edges[at];
}

static inline guint64 leads_bit(guint32 word) {
    return G_GUINT64_CONSTANT(1) << (word & 63);
}

guint32 trie_step(const Trie *self, guint32 node, guint32 word) {
    if (node == 0)
        return word < self->roots->len ? g_array_index(self->roots, guint32, word) : 0;
    guint64 hash = hash_edge(node, word);
    if (!(trie_node(self, node)->leads & leads_bit(word)) ||
        !(*filter_of(self, hash) & filter_bit(hash)))
        return 0;
    return find_edge(self, node, word)->node;
}

static void grow_edges(Trie *self) {
    g_autofree TrieEdge *old = self->edges;
    gsize count = (gsize)self->mask + 1;
    self->mask = self->mask * 2 + 1;
    self->edges = g_new0(TrieEdge, count * 2);
    for (gsize i = 0; i < count; i++)
        if (old[i].word != 0)
            *find_edge(self, old[i].from, old[i].word) = old[i];
}

static guint32 add_node(Trie *self) {
    TrieNode fresh = {0};
    g_array_append_val(self->nodes, fresh);
    return self->nodes->len - 1;
}

static guint32 add_root(Trie *self, guint32 word) {
    if (word >= self->roots->len)
        g_array_set_size(self->roots, word + 1);
    guint32 *root = &g_array_index(self->roots, guint32, word);
    if (*root == 0)
        *root = add_node(self);
    return *root;
}

guint32 trie_add_step(Trie *self, guint32 node, guint32 word) {
    if (node == 0)
        return add_root(self, word);
    TrieEdge *edge = find_edge(self, node, word);
    if (edge->word != 0)
        return edge->node;
    guint32 number = add_node(self);
    *edge = (TrieEdge){node, word, number};
    guint64 hash = hash_edge(node, word);
    *filter_of(self, hash) |= filter_bit(hash);
    trie_node(self, node)->leads |= leads_bit(word);
    if (++self->count > self->mask / 2)
        grow_edges(self);
    return number;
}

guint32 trie_add_gap(Trie *self, guint32 node) {
    if (trie_node(self, node)->gap == 0) {
        guint32 number = add_node(self);
        trie_node(self, node)->gap = number;
    }
    return trie_node(self, node)->gap;
}
