/* phrases.c - loads phrase lists, and runs texts through them. */
#include "message/words/phrases.h"

#include "limits.h"
#include "message/words/phrase-automaton.h"
#include "message/words/phrase-compile.h"
#include "resources.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

/* Lists that the user may add to the shipped ones begin so: subjects of content-prohibited. */
#define SUBJECT_LISTS "prohibited-"

/* Paths followed at once.  A path needs its first words in the text, and a gap ends with the
 * sentence: 40 are the most seen in real mail. */
#define MAX_PATHS 256

struct Phrases {
    Automaton automaton;
    GPtrArray *lists; /* of const char *, of the automaton's texts */
    const char *stop_languages[PHRASE_STOP_LANGUAGES + 1];
    PhraseCompiler *compiler; /* NULL: the automaton is that of the shipped lists */
    GBytes *block;            /* the automaton's where it is another */
};

void phrases_free(Phrases *self) {
    if (!self)
        return;
    phrase_compiler_free(self->compiler);
    g_clear_pointer(&self->block, g_bytes_unref);
    g_ptr_array_unref(self->lists);
    g_free(self);
}

static Phrases *phrases_new(PhraseCompiler *compiler) {
    Phrases *self = g_new0(Phrases, 1);
    self->lists = g_ptr_array_new();
    self->compiler = compiler;
    return self;
}

static gboolean open_block(Phrases *self, gconstpointer block, gsize size) {
    Automaton *automaton = &self->automaton;
    if (!automaton_open(block, size, automaton))
        return FALSE;
    g_ptr_array_set_size(self->lists, 0);
    for (guint i = 0; i < automaton->header->count[AUTOMATON_LISTS]; i++)
        g_ptr_array_add(self->lists, (gpointer)(automaton->texts + automaton->lists[i]));
    for (guint i = 0; i < automaton->header->count[AUTOMATON_LANGUAGES]; i++)
        self->stop_languages[i] = automaton->texts + automaton->languages[i];
    return TRUE;
}

/* Makes what has been added to the compiler what is matched. */
static void compile(Phrases *self) {
    g_autoptr(GBytes) old = self->block;
    gsize size;
    self->block = phrase_compiler_finish(self->compiler);
    gconstpointer block = g_bytes_get_data(self->block, &size);
    if (!open_block(self, block, size))
        g_assert_not_reached();
}

Phrases *phrases_empty(void) {
    Phrases *self = phrases_new(phrase_compiler_new());
    compile(self);
    return self;
}

/* A compiler to which the texts of the shipped lists have been added. */
static PhraseCompiler *compile_shipped(GError **error) {
    g_autoptr(PhraseCompiler) compiler = phrase_compiler_new();
    g_auto(GStrv) names = resources_list("words");
    for (guint i = 0; names[i]; i++) {
        g_autofree char *path = g_strconcat("words/", names[i], NULL);
        g_autofree char *list = phrase_list_name(path);
        g_autoptr(GBytes) bytes = resources_get(path);
        gsize length;
        const char *text = g_bytes_get_data(bytes, &length);
        if (!phrase_compiler_add(compiler, path, list, text, length, error))
            return NULL;
    }
    return g_steal_pointer(&compiler);
}

gboolean phrases_add(Phrases *self, const char *source, const char *list, const char *text,
                     gsize length, GError **error) {
    if (!self->compiler && !(self->compiler = compile_shipped(error)))
        return FALSE;
    if (!phrase_compiler_add(self->compiler, source, list, text, length, error))
        return FALSE;
    compile(self);
    return TRUE;
}

static gboolean is_known(const Phrases *self, const char *list) {
    for (guint i = 0; i < self->lists->len; i++)
        if (strcmp(self->lists->pdata[i], list) == 0)
            return TRUE;
    return FALSE;
}

static gboolean add_file(Phrases *self, const char *path, GError **error) {
    g_autofree char *list = phrase_list_name(path);
    g_autofree char *text = NULL;
    gsize length;
    if (!is_known(self, list) && !g_str_has_prefix(list, SUBJECT_LISTS)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                    _("%s: there is no word list “%s” that it could extend"), path, list);
        return FALSE;
    }
    if (!g_file_get_contents(path, &text, &length, error))
        return FALSE;
    if (length > LIMIT_USER_FILE_OCTETS) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("%s: larger than %u octets"),
                    path, LIMIT_USER_FILE_OCTETS);
        return FALSE;
    }
    return phrase_compiler_add(self->compiler, path, list, text, length, error);
}

Phrases *phrases_load(const char *const *extra, GError **error) {
    g_autoptr(Phrases) self = phrases_new(NULL);
    gboolean ready = open_block(self, automaton_shipped, automaton_shipped_octets);
    if (ready && (!extra || !extra[0]))
        return g_steal_pointer(&self);
    self->compiler = compile_shipped(error);
    if (!self->compiler)
        return NULL;
    if (!ready)
        compile(self); /* the names of its lists are asked for */
    for (guint i = 0; extra && extra[i]; i++)
        if (!add_file(self, extra[i], error))
            return NULL;
    compile(self);
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
    const Automaton *automaton = &self->phrases->automaton;
    const AutomatonNode *here = &automaton->nodes[node];
    for (const guint32 *entry = &automaton->accepts[here->accept]; *entry != 0; entry++) {
        const AutomatonEntry *accepted = &automaton->entries[*entry];
        Found found = {*entry, first, last, accepted->list};
        if (accepted->weight != 0)
            g_array_append_val(self->found, found);
    }
    if (here->leads != 0)
        follow(self, to, node, first, -1);
    if (here->gap != 0)
        follow(self, to, here->gap, first, PHRASE_GAP_WORDS);
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
        const AutomatonEntry *entry = &self->automaton.entries[one->entry];
        if (one->list == list && one->last < behind)
            continue;
        list = one->list;
        behind = one->last + 1;
        Hit hit = {.list = self->lists->pdata[list],
                   .language = self->automaton.texts + entry->language,
                   .phrase = self->automaton.texts + entry->phrase,
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
    const Automaton *automaton = &self->phrases->automaton;
    self->count[to] = 0;
    for (guint i = 0; i < self->count[from]; i++) {
        const Path *path = &self->paths[from][i];
        if (path->left >= 0 && opens)
            continue;
        for (guint n = 0; n < 2; n++) {
            guint32 node = numbers[n] ? automaton_step(automaton, path->node, numbers[n]) : 0;
            if (node != 0)
                arrive(self, to, node, path->first, at);
        }
        if (path->left > 0)
            follow(self, to, path->node, path->first, path->left - 1);
    }
    for (guint n = 0; n < 2; n++) {
        guint32 node = automaton->words[numbers[n]].node;
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
    guint32 number = (guint32)self->automaton.header->number;
    for (guint i = 0; i < words->words->len; i++) {
        Word *word = &g_array_index(words->words, Word, i);
        word->number = automaton_word(&self->automaton, words_folded(words, i));
        guint32 numbers[2] = {word->number, word->letters & WORD_NUMBER ? number : 0};
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

guint32 phrases_stop_mask(const Phrases *self, const char *folded) {
    return self->automaton.words[automaton_word(&self->automaton, folded)].stop;
}

guint32 phrases_stop_mask_of(const Phrases *self, const Word *word) {
    return self->automaton.words[word->number].stop;
}

gboolean phrases_is_stop(const Phrases *self, const char *folded, const char *language) {
    guint32 mask = phrases_stop_mask(self, folded);
    if (!language)
        return mask != 0;
    for (guint i = 0; self->stop_languages[i]; i++)
        if (strcmp(self->stop_languages[i], language) == 0)
            return (mask >> i & 1) != 0;
    return FALSE;
}
