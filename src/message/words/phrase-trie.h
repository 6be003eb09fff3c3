/* phrase-trie.h - the paths of all phrases while lists are compiled: a trie that grows.
 *
 * It has one edge a (node, word), so that phrases share their beginnings.  When it is whole,
 * trie_share() finds the nodes behind which everything is the same: phrases are written with many
 * ways, and the words behind those ways are a copy each until then.
 */
#ifndef SPAMLINT_MESSAGE_WORDS_PHRASE_TRIE_H
#define SPAMLINT_MESSAGE_WORDS_PHRASE_TRIE_H

#include <glib.h>

typedef struct {
    guint32 accept; /* 0, or the first of Trie.accepts that ends here */
    guint32 gap;    /* 0, or the node of the gap that may follow */
} TrieNode;

/* The entries that end at a node are a chain. */
typedef struct {
    guint32 entry, next;
} TrieAccept;

/* From a node by a word to another; word 0: a free slot. */
typedef struct {
    guint32 from, word, node;
} TrieEdge;

typedef struct {
    GArray *nodes;   /* of TrieNode; nodes[0] is the root */
    GArray *accepts; /* of TrieAccept; accepts[0] is unused */
    TrieEdge *edges; /* by hash of node and word */
    guint32 count, mask;
} Trie;

void trie_init(Trie *self);
void trie_clear(Trie *self);
/* The node behind the edge of a word (not 0), made where there is none. */
guint32 trie_add_step(Trie *self, guint32 node, guint32 word);
/* The gap node behind a node, made where there is none. */
guint32 trie_add_gap(Trie *self, guint32 node);
/* Puts an entry before those that end at the node. */
void trie_add_accept(Trie *self, guint32 node, guint32 entry);

static inline TrieNode *trie_node(const Trie *self, guint32 node) {
    return &g_array_index(self->nodes, TrieNode, node);
}

static inline TrieAccept *trie_accept(const Trie *self, guint32 accept) {
    return &g_array_index(self->accepts, TrieAccept, accept);
}

/* The edges in order, with equal nodes made one. */
typedef struct {
    TrieEdge *edges; /* by node and word */
    guint32 *first;  /* by node: the first of its edges; they end where the next node's begin */
    guint32 *same;   /* by node: the node that stands for it, in `edges` too */
} SharedTrie;

/* `numbers`, by word: the words' numbers in the result. */
void trie_share(const Trie *self, const guint32 *numbers, SharedTrie *ret);
void shared_trie_clear(SharedTrie *self);

#endif
