/* phrase-compile.c - from lines to the trie, from the trie to the block. */
#include "message/words/phrase-compile.h"

#include "message/words/phrase-automaton.h"
#include "message/words/phrase-file.h"
#include "message/words/phrase-trie.h"
#include "message/words/text-hash.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

/* A word that phrases are made of. Its number here is its index; the block has other numbers. */
typedef struct {
    const char *folded; /* of PhraseCompiler.strings */
    guint32 stop;
} CompilerWord;

struct PhraseCompiler {
    GHashTable *numbers;  /* folded words, to their numbers */
    GArray *words;        /* of CompilerWord; words[0] is unused */
    GPtrArray *lists;     /* of const char * */
    GPtrArray *languages; /* of const char *, interned: those of PHRASE_STOP_LIST */
    GArray *entries;      /* of AutomatonEntry; entries[0] is unused */
    GString *texts;       /* of the block; octet 0 is unused */
    GHashTable *places;   /* of languages, interned: octets of `texts` */
    GStringChunk *strings;
    Trie trie;
    guint32 number; /* the word that stands for any number */
};

static guint32 add_word(PhraseCompiler *self, const char *folded) {
    guint32 number = GPOINTER_TO_UINT(g_hash_table_lookup(self->numbers, folded));
    if (number != 0)
        return number;
    CompilerWord word = {.folded = g_string_chunk_insert(self->strings, folded)};
    number = self->words->len;
    g_array_append_val(self->words, word);
    g_hash_table_insert(self->numbers, (gpointer)word.folded, GUINT_TO_POINTER(number));
    return number;
}

/* Appends with a NUL; where it stands. */
static guint32 add_text(GString *texts, const char *text, gsize length) {
    guint32 at = (guint32)texts->len;
    g_string_append_len(texts, text, (gssize)length);
    g_string_append_c(texts, '\0');
    return at;
}

PhraseCompiler *phrase_compiler_new(void) {
    PhraseCompiler *self = g_new0(PhraseCompiler, 1);
    CompilerWord no_word = {0};
    AutomatonEntry no_entry = {0};
    self->numbers = g_hash_table_new(g_str_hash, g_str_equal);
    self->words = g_array_new(FALSE, FALSE, sizeof(CompilerWord));
    g_array_append_val(self->words, no_word);
    self->lists = g_ptr_array_new();
    self->languages = g_ptr_array_new();
    self->entries = g_array_new(FALSE, FALSE, sizeof(AutomatonEntry));
    g_array_append_val(self->entries, no_entry);
    self->texts = g_string_new(NULL);
    add_text(self->texts, "", 0);
    self->places = g_hash_table_new(NULL, NULL);
    self->strings = g_string_chunk_new(16384);
    trie_init(&self->trie);
    self->number = add_word(self, PHRASE_NUMBER);
    return self;
}

void phrase_compiler_free(PhraseCompiler *self) {
    if (!self)
        return;
    g_hash_table_unref(self->numbers);
    g_array_unref(self->words);
    g_ptr_array_unref(self->lists);
    g_ptr_array_unref(self->languages);
    g_array_unref(self->entries);
    g_string_free(self->texts, TRUE);
    g_hash_table_unref(self->places);
    g_string_chunk_free(self->strings);
    trie_clear(&self->trie);
    g_free(self);
}

static guint32 add_list(PhraseCompiler *self, const char *name) {
    for (guint i = 0; i < self->lists->len; i++)
        if (strcmp(self->lists->pdata[i], name) == 0)
            return i;
    g_ptr_array_add(self->lists, g_string_chunk_insert(self->strings, name));
    return self->lists->len - 1;
}

/* Lets the node accept the entry.  Of one list a node accepts one phrase: the first that says it,
 * or, where the list is extended, the last. */
static void accept(PhraseCompiler *self, guint32 node, guint32 entry, guint32 first_new) {
    guint32 list = g_array_index(self->entries, AutomatonEntry, entry).list;
    for (guint32 at = trie_node(&self->trie, node)->accept; at != 0;) {
        TrieAccept *other = trie_accept(&self->trie, at);
        if (g_array_index(self->entries, AutomatonEntry, other->entry).list == list) {
            if (other->entry < first_new)
                other->entry = entry;
            return;
        }
        at = other->next;
    }
    trie_add_accept(&self->trie, node, entry);
}

/* What expand() carries down. */
typedef struct {
    PhraseCompiler *compiler;
    const PhraseLine *line;
    guint32 words[PHRASE_WORDS]; /* numbers of line->words */
    guint32 entry, first_new;
} Expansion;

/* Adds every way to read the slots from `slot` on behind `node`.  `gap`: a gap stands open; it is
 * taken with the next word, so that it neither begins nor ends a path. */
static void expand(Expansion *self, guint slot, guint32 node, gboolean gap) {
    Trie *trie = &self->compiler->trie;
    if (slot == self->line->n_slots) {
        accept(self->compiler, node, self->entry, self->first_new);
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

static gboolean add_stop_words(PhraseCompiler *self, const char *source, const PhraseLine *line,
                               GError **error) {
    guint language = 0;
    while (language < self->languages->len && self->languages->pdata[language] != line->language)
        language++;
    if (language == PHRASE_STOP_LANGUAGES) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("%s:%u: more than %d languages"),
                    source, line->line, PHRASE_STOP_LANGUAGES);
        return FALSE;
    }
    if (language == self->languages->len)
        g_ptr_array_add(self->languages, (gpointer)line->language);
    for (guint i = 0; i < line->n_words; i++) {
        guint32 number = add_word(self, line->words[i]);
        g_array_index(self->words, CompilerWord, number).stop |= 1u << language;
    }
    return TRUE;
}

/* The octet of `texts` where the language's name stands: once for all entries. */
static guint32 add_language(PhraseCompiler *self, const char *language) {
    guint32 place = GPOINTER_TO_UINT(g_hash_table_lookup(self->places, language));
    if (place == 0) {
        place = add_text(self->texts, language, strlen(language));
        g_hash_table_insert(self->places, (gpointer)language, GUINT_TO_POINTER(place));
    }
    return place;
}

gboolean phrase_compiler_add(PhraseCompiler *self, const char *source, const char *list,
                             const char *text, gsize length, GError **error) {
    Expansion expansion = {.compiler = self, .first_new = self->entries->len};
    guint32 index = add_list(self, list);
    PhraseReader reader;
    GError *failure = NULL;
    g_autofree PhraseLine *line = g_new(PhraseLine, 1);
    phrase_reader_init(&reader, source, text, length, strcmp(list, PHRASE_STOP_LIST) == 0);
    while (!failure && phrase_reader_next(&reader, line, &failure)) {
        if (line->plain) {
            add_stop_words(self, source, line, &failure);
            continue;
        }
        AutomatonEntry entry = {.list = index,
                                .language = add_language(self, line->language),
                                .phrase = add_text(self->texts, line->text, line->text_length),
                                .weight = line->weight};
        expansion.entry = self->entries->len;
        expansion.line = line;
        for (guint i = 0; i < line->n_words; i++)
            expansion.words[i] = add_word(self, line->words[i]);
        g_array_append_val(self->entries, entry);
        expand(&expansion, 0, 0, FALSE);
    }
    phrase_reader_clear(&reader);
    if (failure)
        g_propagate_error(error, failure);
    return !failure;
}

/* What phrase_compiler_finish() puts together. */
typedef struct {
    const PhraseCompiler *compiler;
    SharedTrie shared;
    GArray *tables[AUTOMATON_TABLES];
    guint32 *numbers; /* by the compiler's number of a word: that of its slot */
    guint32 *places;  /* by node of the trie: its place in the block, 0: none yet */
    GArray *queue;    /* of guint32: nodes of the trie, in order of their places */
} Block;

/* Gives every word its slot: at most three of four are taken. */
static void place_words(Block *self) {
    const GArray *words = self->compiler->words;
    guint32 slots = 16;
    while (slots / 4 * 3 < words->len)
        slots *= 2;
    GArray *table = self->tables[AUTOMATON_WORDS];
    g_array_set_size(table, slots + 1);
    self->numbers = g_new0(guint32, words->len);
    for (guint i = 1; i < words->len; i++) {
        const CompilerWord *word = &g_array_index(words, CompilerWord, i);
        guint32 hash = text_hash(word->folded), at = hash & (slots - 1);
        while (g_array_index(table, AutomatonWord, at + 1).text != 0)
            at = (at + 1) & (slots - 1);
        g_array_index(table, AutomatonWord, at + 1) = (AutomatonWord){
            .hash = hash,
            .text = self->tables[AUTOMATON_TEXTS]->len,
            .stop = word->stop,
        };
        g_array_append_vals(self->tables[AUTOMATON_TEXTS], word->folded,
                            (guint)strlen(word->folded) + 1);
        self->numbers[i] = at + 1;
    }
}

/* The place of a node of the trie, which is queued to be put there. */
static guint32 place_node(Block *self, guint32 node) {
    if (self->places[node] == 0) {
        g_array_append_val(self->queue, node);
        self->places[node] = self->queue->len; /* 1: the first behind that of nobody */
    }
    return self->places[node];
}

static guint32 put_accepts(Block *self, guint32 accept) {
    GArray *accepts = self->tables[AUTOMATON_ACCEPTS];
    const Trie *trie = &self->compiler->trie;
    guint32 first = accepts->len, none = 0;
    if (accept == 0)
        return 0;
    for (; accept != 0; accept = trie_accept(trie, accept)->next)
        g_array_append_val(accepts, trie_accept(trie, accept)->entry);
    g_array_append_val(accepts, none);
    return first;
}

static void put_node(Block *self, guint32 node) {
    const TrieNode *from = trie_node(&self->compiler->trie, node);
    GArray *edges = self->tables[AUTOMATON_EDGES];
    AutomatonNode out = {.edge = edges->len, .accept = put_accepts(self, from->accept)};
    for (guint32 i = self->shared.first[node]; i < self->shared.first[node + 1]; i++) {
        const TrieEdge *edge = &self->shared.edges[i];
        AutomatonEdge step = {.word = edge->word, .node = place_node(self, edge->node)};
        g_array_append_val(edges, step);
        out.leads |= automaton_leads(edge->word);
    }
    out.edges = edges->len - out.edge;
    if (from->gap)
        out.gap = place_node(self, self->shared.same[from->gap]);
    g_array_append_val(self->tables[AUTOMATON_NODES], out);
}

/* The nodes behind first words come first, together: a text looks at those most. */
static void place_nodes(Block *self) {
    const SharedTrie *shared = &self->shared;
    self->places = g_new0(guint32, self->compiler->trie.nodes->len);
    self->queue = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint32 i = shared->first[0]; i < shared->first[1]; i++) {
        const TrieEdge *edge = &shared->edges[i];
        g_array_index(self->tables[AUTOMATON_WORDS], AutomatonWord, edge->word).node =
            place_node(self, edge->node);
    }
    for (guint i = 0; i < self->queue->len; i++)
        put_node(self, g_array_index(self->queue, guint32, i));
}

static void put_names(GArray *texts, GArray *table, const GPtrArray *names) {
    for (guint i = 0; i < names->len; i++) {
        g_array_append_val(table, texts->len);
        g_array_append_vals(texts, names->pdata[i], (guint)strlen(names->pdata[i]) + 1);
    }
}

/* The header and the tables behind it, each aligned to 8. */
static GBytes *join(const Block *self, guint32 number) {
    AutomatonHeader header = {.version = AUTOMATON_VERSION, .number = number};
    gsize at = sizeof header;
    for (guint i = 0; i < AUTOMATON_TABLES; i++) {
        const GArray *table = self->tables[i];
        header.offset[i] = at;
        header.count[i] = table->len;
        at += ((gsize)table->len * g_array_get_element_size((GArray *)table) + 7) & ~(gsize)7;
    }
    header.size = at;
    guint8 *block = g_malloc0(at);
    memcpy(block, &header, sizeof header);
    for (guint i = 0; i < AUTOMATON_TABLES; i++) {
        const GArray *table = self->tables[i];
        if (table->len > 0)
            memcpy(block + header.offset[i], table->data,
                   (gsize)table->len * g_array_get_element_size((GArray *)table));
    }
    return g_bytes_new_take(block, at);
}

GBytes *phrase_compiler_finish(const PhraseCompiler *self) {
    static const guint records[AUTOMATON_TABLES] = {
        sizeof(AutomatonWord),  sizeof(AutomatonNode), sizeof(AutomatonEdge), sizeof(guint32),
        sizeof(AutomatonEntry), sizeof(guint32),       sizeof(guint32),       sizeof(char)};
    Block block = {.compiler = self};
    AutomatonNode no_node = {0};
    guint32 no_entry = 0;
    for (guint i = 0; i < AUTOMATON_TABLES; i++)
        block.tables[i] = g_array_new(FALSE, TRUE, records[i]);
    g_array_append_val(block.tables[AUTOMATON_NODES], no_node);
    g_array_append_val(block.tables[AUTOMATON_ACCEPTS], no_entry);
    g_array_append_vals(block.tables[AUTOMATON_ENTRIES], self->entries->data, self->entries->len);
    /* The places of entries' texts are those of `texts`: what comes now stands behind. */
    g_array_append_vals(block.tables[AUTOMATON_TEXTS], self->texts->str, (guint)self->texts->len);
    place_words(&block);
    put_names(block.tables[AUTOMATON_TEXTS], block.tables[AUTOMATON_LISTS], self->lists);
    put_names(block.tables[AUTOMATON_TEXTS], block.tables[AUTOMATON_LANGUAGES], self->languages);
    trie_share(&self->trie, block.numbers, &block.shared);
    place_nodes(&block);
    GBytes *bytes = join(&block, block.numbers[self->number]);
    for (guint i = 0; i < AUTOMATON_TABLES; i++)
        g_array_unref(block.tables[i]);
    shared_trie_clear(&block.shared);
    g_free(block.numbers);
    g_free(block.places);
    g_array_unref(block.queue);
    return bytes;
}

char *phrase_list_name(const char *path) {
    char *name = g_path_get_basename(path);
    if (g_str_has_suffix(name, ".txt"))
        name[strlen(name) - 4] = '\0';
    return name;
}
