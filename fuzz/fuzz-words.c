/* fuzz-words.c - any text through the cutter, the phrase search and the language guess, and any
 * text as a phrase file (libFuzzer; make check replays the corpus).
 *
 * What must hold: words lie in order and inside the text, their folded forms fold to themselves,
 * hits lie in order and inside the words, and what a phrase file says is found in what it says.
 */
#include "message/words/language.h"
#include "message/words/phrases.h"
#include "message/words/words.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(gboolean holds, const char *what) {
    if (!holds)
        g_error("%s", what);
}

static void check_words(const Words *words, gsize length) {
    gsize behind = 0;
    for (guint i = 0; i < words->words->len; i++) {
        const Word *word = &g_array_index(words->words, Word, i);
        const char *folded = words_folded(words, i);
        check(word->start >= behind && word->end > word->start && word->end <= length,
              "a word that is not in the text");
        check(*folded != '\0' && g_utf8_validate(folded, -1, NULL), "a folded word that is none");
        check(words_index_at(words, word->start) == i, "a word that is not found by its place");
        behind = word->end;
    }
}

static void check_hits(const Hits *hits, const Words *words) {
    guint before = 0;
    for (guint i = 0; i < hits->hits->len; i++) {
        const Hit *hit = &g_array_index(hits->hits, Hit, i);
        if (i > 0 && hit->list != hit[-1].list)
            before = 0;
        check(hit->first >= before && hit->last >= hit->first && hit->last < words->words->len,
              "a hit that is not among the words");
        check(hit->start == g_array_index(words->words, Word, hit->first).start &&
                  hit->end == g_array_index(words->words, Word, hit->last).end,
              "a hit whose octets are not those of its words");
        guint at = 0;
        check(hits_next(hits, hit->list, hit->start, hit->end, &at) != NULL,
              "a hit that is not found by its place");
        before = hit->first;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static Phrases *shipped;
    if (!shipped)
        shipped = phrases_load(NULL, NULL);

    /* The cutter is given valid UTF-8 without NUL, in a copy of exactly its size. */
    g_autofree char *text = g_utf8_make_valid((const char *)data, (gssize)size);
    gsize length = strlen(text);
    g_autofree char *exact = g_memdup2(text, length);
    g_autoptr(Words) words = words_new(exact ? exact : "", length);
    check_words(words, length);
    g_autoptr(Hits) hits = phrases_find(shipped, words);
    check_hits(hits, words);
    language_guess(shipped, words);

    /* A phrase file: an error, or lists that can be searched. */
    g_autoptr(Phrases) own = phrases_empty();
    g_autoptr(GError) error = NULL;
    gboolean sound = phrases_add(own, "fuzz", "own", (const char *)data, size, &error);
    check(sound == (error == NULL), "a failure without an error, or an error without failure");
    g_autoptr(Hits) found = phrases_find(own, words);
    check_hits(found, words);
    return 0;
}
