/* phrase-trie.h - the automaton behind phrases.h: words as numbers, phrases as paths.
 *
 * A Dictionary numbers the words that phrases are made of; words of a text that no phrase has are
 * number 0.  A Trie has one edge a (node, word), kept in one open-addressed table: built in the
 * milliseconds before the first message, then only read.  A gap is a node of its own, reached
 * without a word, that may swallow words.
 */
#ifndef SPAMLINT_MESSAGE_PHRASE_TRIE_H
#define SPAMLINT_MESSAGE_PHRASE_TRIE_H

#include <glib.h>

/* Words that a gap ("...") may swallow. */
#define TRIE_GAP_WORDS 4

typedef struct {
    guint32 text; /* octet of Dictionary.texts */
    guint32 stop; /* languages of which it is a function word */
} DictionaryWord;

/* A slot repeats the hash: words that are not known are seen to be none without a look at others.
 */
typedef struct {
    guint32 hash, number; /* number 0: free */
} DictionarySlot;

typedef struct {
    GArray *words;         /* of DictionaryWord; words[0] is unused */
    GString *texts;        /* NUL-terminated */
    DictionarySlot *slots; /* by hash */
    guint32 mask;
} Dictionary;

void dictionary_init(Dictionary *self);
void dictionary_clear(Dictionary *self);
/* The number of a folded word; 0 where it is not known. */
guint32 dictionary_find(const Dictionary *self, const char *folded);
/* The same, and it becomes known. */
guint32 dictionary_add(Dictionary *self, const char *folded);

typedef struct {
    guint32 accept; /* 0, or what is found where a path ends here: Trie's user numbers it */
    guint32 gap;    /* 0, or the node of the gap that may follow */
    guint64 leads;  /* bit n: an edge starts here for a word whose number is n modulo 64 */
} TrieNode;

/* From a node by a word to another; word 0: a free slot. */
typedef struct {
    guint32 from, word, node;
} TrieEdge;

/* Most words of a text begin no phrase: the root's edges are looked up without a hash. */
typedef struct {
    GArray *nodes;   /* of TrieNode; nodes[0] is the root */
    GArray *roots;   /* of guint32, by word: the node behind the root's edge, 0: none */
    TrieEdge *edges; /* of all other nodes, by hash of node and word */
    guint32 count, mask;
    guint64 *filter; /* a bit of the hash of each edge: small enough to stay in the cache, it spares
                      * most words that lead nowhere the look at `edges` */
} Trie;

void trie_init(Trie *self);
void trie_clear(Trie *self);
/* The node behind the edge of a word; 0: none. */
guint32 trie_step(const Trie *self, guint32 node, guint32 word);
/* The same, made where there is none. */
guint32 trie_add_step(Trie *self, guint32 node, guint32 word);
/* The gap node behind a node, made where there is none. */
guint32 trie_add_gap(Trie *self, guint32 node);

static inline TrieNode *trie_node(const Trie *self, guint32 node) {
    return &g_array_index(self->nodes, TrieNode, node);
}

#endif
