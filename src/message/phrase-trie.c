/* phrase-trie.c - two open-addressed tables: words to numbers, (node, word) to nodes. */
#include "message/phrase-trie.h"

#include <string.h>

/* Both tables are made for what is shipped, so that loading seldom grows them. */
#define FIRST_SLOTS 16384u
#define FIRST_EDGES 65536u

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
    self->slots = g_new0(guint32, FIRST_SLOTS);
}

void dictionary_clear(Dictionary *self) {
    g_array_unref(self->words);
    g_string_free(self->texts, TRUE);
    g_free(self->slots);
}

/* The slot that holds the word, or the free one where it would go. */
static guint32 *find_slot(const Dictionary *self, const char *folded, guint32 hash) {
    for (guint32 at = hash & self->mask;; at = (at + 1) & self->mask) {
        guint32 number = self->slots[at];
        if (number == 0)
            return &self->slots[at];
        const DictionaryWord *word = &g_array_index(self->words, DictionaryWord, number);
        if (word->hash == hash && strcmp(self->texts->str + word->text, folded) == 0)
            return &self->slots[at];
    }
}

guint32 dictionary_find(const Dictionary *self, const char *folded) {
    return *find_slot(self, folded, hash_text(folded));
}

static void grow_slots(Dictionary *self) {
    g_free(self->slots);
    self->mask = self->mask * 2 + 1;
    self->slots = g_new0(guint32, (gsize)self->mask + 1);
    for (guint32 number = 1; number < self->words->len; number++) {
        guint32 at = g_array_index(self->words, DictionaryWord, number).hash & self->mask;
        while (self->slots[at] != 0)
            at = (at + 1) & self->mask;
        self->slots[at] = number;
    }
}

guint32 dictionary_add(Dictionary *self, const char *folded) {
    guint32 hash = hash_text(folded);
    guint32 *slot = find_slot(self, folded, hash);
    if (*slot != 0)
        return *slot;
    DictionaryWord word = {.hash = hash, .text = (guint32)self->texts->len};
    guint32 number = self->words->len;
    g_array_append_val(self->words, word);
    g_string_append_len(self->texts, folded, (gssize)strlen(folded) + 1);
    *slot = number;
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
}

void trie_clear(Trie *self) {
    g_array_unref(self->nodes);
    g_array_unref(self->roots);
    g_free(self->edges);
}

static TrieEdge *find_edge(const Trie *self, guint64 key) {
    /* Fibonacci hashing: the high half of the product mixes node and word. */
    guint32 at = (guint32)((key * 0x9E3779B97F4A7C15u) >> 32) & self->mask;
    while (self->edges[at].key != 0 && self->edges[at].key != key)
        at = (at + 1) & self->mask;
    return &self->edges[at];
}

static inline guint64 edge_key(guint32 node, guint32 word) {
    return (guint64)node << 32 | word; /* never 0: the root has no such edge */
}

guint32 trie_step(const Trie *self, guint32 node, guint32 word) {
    if (node == 0)
        return word < self->roots->len ? g_array_index(self->roots, guint32, word) : 0;
    return find_edge(self, edge_key(node, word))->node;
}

static void grow_edges(Trie *self) {
    g_autofree TrieEdge *old = self->edges;
    gsize count = (gsize)self->mask + 1;
    self->mask = self->mask * 2 + 1;
    self->edges = g_new0(TrieEdge, count * 2);
    for (gsize i = 0; i < count; i++)
        if (old[i].key != 0)
            *find_edge(self, old[i].key) = old[i];
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
    TrieEdge *edge = find_edge(self, edge_key(node, word));
    if (edge->key != 0)
        return edge->node;
    guint32 number = add_node(self);
    edge->key = edge_key(node, word);
    edge->node = number;
    trie_node(self, node)->leads = TRUE;
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
