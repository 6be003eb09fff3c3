/* language.c - counts function words and scripts. */
#include "message/words/language.h"

#include <string.h>

/* Words looked at: enough for any language, and a megabyte of text costs no more. */
#define MAX_WORDS 4000

/* A text of one language has 30 to 50 in 100 function words, a list of products with a few
 * sentences under 10.  Names and product words alone have none. */
#define MIN_SCORE 1.5
#define MIN_SHARE 0.04

typedef enum { LATIN, CYRILLIC, GREEK, HEBREW, ARABIC, DEVANAGARI, THAI, HANGUL, HAN, KANA } Script;
#define N_SCRIPTS 10

static int script_of(gunichar c) {
    static const struct {
        gunichar first, last;
        Script script;
    } blocks[] = {
        {0x41, 0x24F, LATIN},   {0x370, 0x3FF, GREEK},    {0x400, 0x52F, CYRILLIC},
        {0x590, 0x5FF, HEBREW}, {0x600, 0x77F, ARABIC},   {0x900, 0x97F, DEVANAGARI},
        {0xE00, 0xE7F, THAI},   {0x1E00, 0x1EFF, LATIN},  {0x3040, 0x30FF, KANA},
        {0x3400, 0x9FFF, HAN},  {0xAC00, 0xD7A3, HANGUL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(blocks); i++)
        if (c >= blocks[i].first && c <= blocks[i].last)
            return (int)blocks[i].script;
    return -1;
}

/* Letters that tell languages apart which share a script.  Each word that has one counts for
 * these languages; little, for names wander. */
static const struct {
    const char *letters;
    const char *languages;
} marks[] = {
    {"æø", "da nb"},   {"äö", "sv de fi et"}, {"å", "da nb sv"}, {"ß", "de"},
    {"ü", "de et tr"}, {"ñ", "es"},           {"ãõ", "pt et"},   {"ç", "fr pt tr"},
    {"êèùœ", "fr"},    {"ąęłśżź", "pl"},      {"ğış", "tr"},     {"ìò", "it"},
};
#define MARK_SCORE 0.4

typedef struct {
    guint script[N_SCRIPTS]; /* letters */
    gboolean ukrainian, persian;
    double score[32];
    guint function_words;
} Count;

static guint32 language_bits(const Phrases *phrases, const char *names) {
    const char *const *languages = phrases_stop_languages(phrases);
    guint32 bits = 0;
    for (guint i = 0; languages[i]; i++) {
        const char *at = strstr(names, languages[i]);
        if (at)
            bits |= 1u << i;
    }
    return bits;
}

static void add(Count *count, guint32 languages, double score) {
    for (; languages != 0; languages &= languages - 1)
        count->score[__builtin_ctz(languages)] += score;
}

/* How many languages share a word. */
static guint shared_by(guint32 languages) {
    guint count = 0;
    for (; languages != 0; languages &= languages - 1)
        count++;
    return count;
}

static void count_letters(Count *count, const Phrases *phrases, const char *word) {
    guint seen = 0;
    for (; *word; word = g_utf8_next_char(word)) {
        gunichar c = g_utf8_get_char(word);
        int script = script_of(c);
        if (script >= 0)
            count->script[script]++;
        if (c < 0x80)
            continue;
        count->ukrainian |= c == 0x456 || c == 0x457 || c == 0x454 || c == 0x491;
        count->persian |= c == 0x67E || c == 0x686 || c == 0x6AF || c == 0x6CC || c == 0x6A9;
        for (guint i = 0; script == LATIN && i < G_N_ELEMENTS(marks); i++)
            if (!(seen & 1u << i) && g_utf8_strchr(marks[i].letters, -1, c)) {
                seen |= 1u << i;
                add(count, language_bits(phrases, marks[i].languages), MARK_SCORE);
            }
    }
}

/* The language of a script other than Latin, or NULL where the text is not mostly in it.  Han
 * counts double: a character is a word there. */
static const char *by_script(const Count *count) {
    guint han = 2 * count->script[HAN], kana = 2 * count->script[KANA];
    guint latin = count->script[LATIN];
    if (han + kana > latin && han + kana >= 8)
        return kana * 10 > han ? "ja" : "zh";
    static const char *const names[] = {
        [CYRILLIC] = "ru",   [GREEK] = "el", [HEBREW] = "he", [ARABIC] = "ar",
        [DEVANAGARI] = "hi", [THAI] = "th",  [HANGUL] = "ko",
    };
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (!names[i] || count->script[i] < 8 || count->script[i] <= latin)
            continue;
        if (i == CYRILLIC && count->ukrainian)
            return "uk";
        if (i == ARABIC && count->persian)
            return "fa";
        return names[i];
    }
    return NULL;
}

const char *language_guess(const Phrases *phrases, const Words *words) {
    const char *const *languages = phrases_stop_languages(phrases);
    guint n = MIN(words->words->len, MAX_WORDS);
    Count count = {0};
    for (guint i = 0; i < n; i++) {
        const Word *place = &g_array_index(words->words, Word, i);
        guint32 mask = phrases_stop_mask_of(phrases, place);
        if (place->letters & WORD_LATIN)
            count.script[LATIN] += (guint)(place->end - place->start);
        else
            count_letters(&count, phrases, words_folded(words, i));
        /* What four languages share tells little, and a letter ("a", "i", "o") less. */
        if (mask != 0) {
            count.function_words++;
            gboolean letter = words_folded(words, i)[1] == '\0';
            add(&count, mask, (letter ? 0.3 : 1.0) / shared_by(mask));
        }
    }
    const char *script = by_script(&count);
    if (script)
        return g_intern_string(script);
    guint best = 0;
    for (guint i = 1; languages[0] && languages[i]; i++)
        if (count.score[i] > count.score[best] + 1e-9)
            best = i;
    if (!languages[0] || count.score[best] < MIN_SCORE || count.score[best] < MIN_SHARE * n ||
        count.function_words < 3)
        return NULL;
    return languages[best];
}
