/* phrase-automaton.h - phrase lists in the form in which they are matched: one block of octets.
 *
 * Words are numbers, phrases are paths from node to node, and what a path has found when it comes
 * to a node is a row of entries there.  Nodes from which the same words lead to the same entries
 * are one node: the ways of a phrase share their ends.  A gap ("...") is a node that is reached
 * without a word and may swallow words.
 *
 * The block (phrase-compile.h makes it) holds offsets and no pointers.  That of the shipped lists
 * is compiled into the program (data/compiled-phrases.c, written by tools/compile-lists when the program is
 * built) and read where it lies: loading it costs nothing, and all processes share its pages.  It
 * is no file format: the program that reads a block is the one that was built with it.
 */
#ifndef SPAMLINT_MESSAGE_WORDS_PHRASE_AUTOMATON_H
#define SPAMLINT_MESSAGE_WORDS_PHRASE_AUTOMATON_H

#include <glib.h>

/* Words that a gap may swallow. */
#define PHRASE_GAP_WORDS 4

/* A slot of the table of words, by hash, and a word's number is that of its slot: all that is asked
 * of a word of a text lies in one line of the cache.  Slot 0 is none's. */
typedef struct {
    guint32 hash;
    guint32 text; /* octet of Automaton.texts; 0: a free slot */
    guint32 stop; /* languages of which it is a function word */
    guint32 node; /* behind the phrases' first word; 0: it begins none */
} AutomatonWord;

typedef struct {
    guint64 leads;       /* bit n: an edge starts here for a word whose number is n modulo 64 */
    guint32 edge, edges; /* first of Automaton.edges, and how many; sorted by word */
    guint32 accept;      /* first of Automaton.accepts, a row that ends with 0; 0: nothing found */
    guint32 gap;         /* 0, or the node of the gap that may follow */
} AutomatonNode;

typedef struct {
    guint32 word, node;
} AutomatonEdge;

/* One line of a list. Texts are octets of Automaton.texts. */
typedef struct {
    double weight;
    guint32 list;             /* of Automaton.lists */
    guint32 language, phrase; /* texts */
    guint32 unused;
} AutomatonEntry;

/* The tables of a block, in order. Of nodes, accepts and entries the first is nobody's, so that 0
 * can say "none". */
typedef enum {
    AUTOMATON_WORDS,     /* of AutomatonWord, slot 0 and then a power of two */
    AUTOMATON_NODES,     /* of AutomatonNode */
    AUTOMATON_EDGES,     /* of AutomatonEdge */
    AUTOMATON_ACCEPTS,   /* of guint32: entries */
    AUTOMATON_ENTRIES,   /* of AutomatonEntry */
    AUTOMATON_LISTS,     /* of guint32: texts, the names of the lists in order of loading */
    AUTOMATON_LANGUAGES, /* of guint32: texts, the languages of function words */
    AUTOMATON_TEXTS,     /* of char, each NUL-terminated */
    AUTOMATON_TABLES
} AutomatonTable;

/* Changes with the layout. */
#define AUTOMATON_VERSION G_GUINT64_CONSTANT(0x7370616d6c696e01)

typedef struct {
    guint64 version, size;
    guint64 offset[AUTOMATON_TABLES], count[AUTOMATON_TABLES];
    guint64 number; /* the word that stands for any number; 0: none does */
} AutomatonHeader;

typedef struct {
    const AutomatonHeader *header;
    const AutomatonWord *words;
    const AutomatonNode *nodes;
    const AutomatonEdge *edges;
    const guint32 *accepts;
    const AutomatonEntry *entries;
    const guint32 *lists, *languages;
    const char *texts;
    guint32 mask; /* of the slots of words */
} Automaton;

/* The shipped lists (data/compiled-phrases.c). No octets where the program was built for another machine
 * than the one that built it. */
extern const guint64 automaton_shipped[];
extern const gsize automaton_shipped_octets;

/* Reads a block where it lies; it must stay, and be aligned to 8. FALSE where it is none of this
 * version and size. */
gboolean automaton_open(gconstpointer block, gsize size, Automaton *ret);
/* The number of a folded word; 0 where it is in no list. */
guint32 automaton_word(const Automaton *self, const char *folded);

static inline guint64 automaton_leads(guint32 word) {
    return G_GUINT64_CONSTANT(1) << (word & 63);
}

/* The node behind the edge of a word; 0: none. */
static inline guint32 automaton_step(const Automaton *self, guint32 node, guint32 word) {
    const AutomatonNode *from = &self->nodes[node];
    if (!(from->leads & automaton_leads(word)))
        return 0;
    const AutomatonEdge *edges = &self->edges[from->edge];
    guint32 low = 0, high = from->edges;
    while (high - low > 1) {
        guint32 middle = low + (high - low) / 2;
        if (edges[middle].word <= word)
            low = middle;
        else
            high = middle;
    }
    return edges[low].word == word ? edges[low].node : 0;
}

#endif
