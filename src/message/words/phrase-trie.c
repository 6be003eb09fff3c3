/* phrase-trie.c - an open-addressed table of edges, and the search for nodes that are equal. */
#include "message/words/phrase-trie.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_EDGES 1024u

void trie_init(Trie *self) {
    TrieNode root = {0};
    TrieAccept none = {0};
    self->nodes = g_array_new(FALSE, FALSE, sizeof(TrieNode));
    g_array_append_val(self->nodes, root);
    self->accepts = g_array_new(FALSE, FALSE, sizeof(TrieAccept));
    g_array_append_val(self->accepts, none);
    self->count = 0;
    self->mask = FIRST_EDGES - 1;
    self->edges = g_new0(TrieEdge, FIRST_EDGES);
}

void trie_clear(Trie *self) {
    g_array_unref(self->nodes);
    g_array_unref(self->accepts);
    g_free(self->edges);
}

/* Fibonacci hashing: the high half of the product mixes what goes in. */
static inline guint32 mix(guint32 one, guint32 other) {
    return (guint32)((((guint64)one << 32 | other) * 0x9E3779B97F4A7C15u) >> 32);
}

static TrieEdge *find_edge(const Trie *self, guint32 from, guint32 word) {
    guint32 at = mix(from, word) & self->mask;
    while (self->edges[at].word != 0 &&
           (self->edges[at].word != word || self->edges[at].from != from))
        at = (at + 1) & self->mask;
    return &self->edges[at];
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

guint32 trie_add_step(Trie *self, guint32 node, guint32 word) {
    TrieEdge *edge = find_edge(self, node, word);
    if (edge->word != 0)
        return edge->node;
    guint32 number = add_node(self);
    *edge = (TrieEdge){node, word, number};
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

void trie_add_accept(Trie *self, guint32 node, guint32 entry) {
    TrieAccept link = {.entry = entry, .next = trie_node(self, node)->accept};
    g_array_append_val(self->accepts, link);
    trie_node(self, node)->accept = self->accepts->len - 1;
}

static int compare_words(const void *a, const void *b) {
    const TrieEdge *one = a, *other = b;
    return one->word < other->word ? -1 : one->word > other->word;
}

/* Counts the edges of each node, puts each where those of its node begin, and sorts within nodes.
 */
static void sort_edges(const Trie *self, const guint32 *numbers, SharedTrie *shared) {
    guint nodes = self->nodes->len;
    shared->edges = g_new(TrieEdge, self->count + 1);
    shared->first = g_new0(guint32, nodes + 2);
    for (guint32 i = 0; i <= self->mask; i++)
        if (self->edges[i].word != 0)
            shared->first[self->edges[i].from + 2]++;
    for (guint i = 2; i <= nodes; i++)
        shared->first[i] += shared->first[i - 1];
    for (guint32 i = 0; i <= self->mask; i++) {
        const TrieEdge *edge = &self->edges[i];
        if (edge->word != 0)
            shared->edges[shared->first[edge->from + 1]++] =
                (TrieEdge){edge->from, numbers[edge->word], edge->node};
    }
    for (guint i = 0; i < nodes; i++) {
        guint count = shared->first[i + 1] - shared->first[i];
        if (count > 1)
            qsort(&shared->edges[shared->first[i]], count, sizeof(TrieEdge), compare_words);
    }
}

static guint32 hash_node(const Trie *self, const SharedTrie *shared, guint32 node) {
    guint32 hash = mix(trie_node(self, node)->gap ? shared->same[trie_node(self, node)->gap] : 0,
                       shared->first[node + 1] - shared->first[node]);
    for (guint32 at = trie_node(self, node)->accept; at != 0; at = trie_accept(self, at)->next)
        hash = mix(hash, trie_accept(self, at)->entry);
    for (guint32 i = shared->first[node]; i < shared->first[node + 1]; i++)
        hash = mix(mix(hash, shared->edges[i].word), shared->edges[i].node);
    return hash;
}

/* TRUE where the same words lead from both to the same nodes, and the same entries end there, in
 * the same order.  What lies behind them has been shared. */
static gboolean are_equal(const Trie *self, const SharedTrie *shared, guint32 one, guint32 other) {
    guint32 gap = trie_node(self, one)->gap, other_gap = trie_node(self, other)->gap;
    guint32 edges = shared->first[one + 1] - shared->first[one];
    if (edges != shared->first[other + 1] - shared->first[other] || !gap != !other_gap ||
        (gap && shared->same[gap] != shared->same[other_gap]))
        return FALSE;
    for (guint32 i = 0; i < edges; i++) {
        const TrieEdge *edge = &shared->edges[shared->first[one] + i];
        const TrieEdge *other_edge = &shared->edges[shared->first[other] + i];
        if (edge->word != other_edge->word || edge->node != other_edge->node)
            return FALSE;
    }
    guint32 accept = trie_node(self, one)->accept, other_accept = trie_node(self, other)->accept;
    while (accept && other_accept &&
           trie_accept(self, accept)->entry == trie_accept(self, other_accept)->entry) {
        accept = trie_accept(self, accept)->next;
        other_accept = trie_accept(self, other_accept)->next;
    }
    return accept == other_accept; /* both 0 */
}

/* Nodes are numbered from the root on: from the last to the first, whatever lies behind a node has
 * been shared before it. */
void trie_share(const Trie *self, const guint32 *numbers, SharedTrie *ret) {
    guint32 nodes = self->nodes->len, mask = 1023;
    while (mask / 2 < nodes)
        mask = mask * 2 + 1;
    g_autofree guint32 *known = g_new0(guint32, (gsize)mask + 1);
    sort_edges(self, numbers, ret);
    ret->same = g_new0(guint32, nodes);
    for (guint32 node = nodes - 1; node > 0; node--) {
        for (guint32 i = ret->first[node]; i < ret->first[node + 1]; i++)
            ret->edges[i].node = ret->same[ret->edges[i].node];
        guint32 at = hash_node(self, ret, node) & mask;
        while (known[at] != 0 && !are_equal(self, ret, known[at], node))
            at = (at + 1) & mask;
        if (known[at] == 0)
            known[at] = node;
        ret->same[node] = known[at];
    }
    for (guint32 i = ret->first[0]; i < ret->first[1]; i++)
        ret->edges[i].node = ret->same[ret->edges[i].node];
}

void shared_trie_clear(SharedTrie *self) {
    g_free(self->edges);
    g_free(self->first);
    g_free(self->same);
}
