/* phrase-automaton.c - opens a compiled block, and looks words up in it. */
#include "message/words/phrase-automaton.h"

#include "message/words/text-hash.h"

#include <string.h>

gboolean automaton_open(gconstpointer block, gsize size, Automaton *ret) {
    static const gsize records[AUTOMATON_TABLES] = {
        sizeof(AutomatonWord),  sizeof(AutomatonNode), sizeof(AutomatonEdge), sizeof(guint32),
        sizeof(AutomatonEntry), sizeof(guint32),       sizeof(guint32),       sizeof(char)};
    const AutomatonHeader *header = block;
    const guint8 *tables[AUTOMATON_TABLES];
    if (size < sizeof *header || header->version != AUTOMATON_VERSION || header->size != size)
        return FALSE;
    for (guint i = 0; i < AUTOMATON_TABLES; i++) {
        if (header->offset[i] > size || header->count[i] > (size - header->offset[i]) / records[i])
            return FALSE;
        tables[i] = (const guint8 *)block + header->offset[i];
    }
    *ret = (Automaton){
        .header = header,
        .words = (const AutomatonWord *)tables[AUTOMATON_WORDS],
        .nodes = (const AutomatonNode *)tables[AUTOMATON_NODES],
        .edges = (const AutomatonEdge *)tables[AUTOMATON_EDGES],
        .accepts = (const guint32 *)tables[AUTOMATON_ACCEPTS],
        .entries = (const AutomatonEntry *)tables[AUTOMATON_ENTRIES],
        .lists = (const guint32 *)tables[AUTOMATON_LISTS],
        .languages = (const guint32 *)tables[AUTOMATON_LANGUAGES],
        .texts = (const char *)tables[AUTOMATON_TEXTS],
        .mask = (guint32)(header->count[AUTOMATON_WORDS] - 2),
    };
    return TRUE;
}

guint32 automaton_word(const Automaton *self, const char *folded) {
    guint32 hash = text_hash(folded);
    for (guint32 at = hash & self->mask;; at = (at + 1) & self->mask) {
        const AutomatonWord *word = &self->words[at + 1];
        if (word->text == 0)
            return 0;
        if (word->hash == hash && strcmp(self->texts + word->text, folded) == 0)
            return at + 1;
    }
}
