/* content-hidden-text.c - the reader sees what the message says.
 *
 * What is hidden is compared with what is shown: a menu that is drawn twice, for wide and narrow
 * screens, hides no word that does not stand beside it.  Only words that are nowhere to be seen are
 * text that is meant for filters.
 */
#include "rules/rule.h"

#include <string.h>

/* Counted on real mail: honest preheaders go on for a line or two, and hold fewer new words than
 * PREHEADER_FREE; honest mail hides fewer than LIMIT_NEW words beside it. */
#define WORD_LETTERS 3
#define PREHEADER_WITHIN 40
#define PREHEADER_FREE 30
#define LIMIT_NEW 10

/* What the hidden blocks hold that is not shown. */
typedef struct {
    GHashTable *visible; /* folded words */
    GHashTable *seen;    /* those of the hidden blocks before */
    guint words;         /* new words beyond those that the preheader may hold */
    guint blocks;        /* hidden blocks that hold such words */
    guint most;          /* of them, the most that one block holds: */
    const HiddenBlock *block;
} NewWords;

/* So few octets hold no ten words. */
static gboolean is_short(const View *view) {
    gsize length = 0;
    for (guint i = 0; i < view->hidden->len; i++) {
        const HiddenBlock *block = g_ptr_array_index(view->hidden, i);
        length += block->media_shown ? 0 : strlen(block->text);
    }
    return length < LIMIT_NEW * (WORD_LETTERS + 1) - 1;
}

/* Counts the words of a block that are neither visible nor in a hidden block before; `free_words`
 * of them are the preheader's. */
static void count(NewWords *self, const HiddenBlock *block, Words *words, guint free_words) {
    words_cut(words, block->text, strlen(block->text));
    guint found = 0;
    g_autoptr(GHashTable) distinct = words_distinct(words, WORD_LETTERS);
    GHashTableIter each;
    gpointer word;
    g_hash_table_iter_init(&each, distinct);
    while (g_hash_table_iter_next(&each, &word, NULL)) {
        if (!g_hash_table_contains(self->visible, word) &&
            !g_hash_table_contains(self->seen, word)) {
            g_hash_table_add(self->seen, g_strdup(word));
            found++;
        }
    }
    found -= MIN(found, free_words);
    self->words += found;
    self->blocks += found > 0;
    if (found > self->most) {
        self->most = found;
        self->block = block;
    }
}

/* How it is hidden, in the words of CSS. */
static const char *means(HiddenReason reason) {
    static const char *const names[] = {
        [HIDDEN_NO] = "",
        [HIDDEN_DISPLAY] = "display: none",
        [HIDDEN_VISIBILITY] = "visibility: hidden",
        [HIDDEN_OPACITY] = "opacity: 0",
        [HIDDEN_SIZE] = "font-size: 0",
        [HIDDEN_CONTRAST] = N_("color: like the background"),
        [HIDDEN_OVERFLOW] = "overflow: hidden",
        [HIDDEN_OFFSCREEN] = N_("position: off the screen"),
    };
    return *names[reason] == '\0' ? "" : _(names[reason]);
}

static void check_content_hidden_text(Check *check) {
    const Message *message = check->message;
    const View *view = message->view;
    if (view->hidden->len == 0 || is_short(view))
        return;
    g_autoptr(GHashTable) visible = words_distinct(message->words, WORD_LETTERS);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(Words) words = words_new("", 0);
    NewWords found = {.visible = visible, .seen = seen};
    gboolean first = TRUE;
    for (guint i = 0; i < view->hidden->len; i++) {
        const HiddenBlock *block = g_ptr_array_index(view->hidden, i);
        if (block->media_shown)
            continue;
        gboolean preheader = first && words_index_at(message->words, block->at) <= PREHEADER_WITHIN;
        count(&found, block, words, preheader ? PREHEADER_FREE : 0);
        first = FALSE;
    }
    if (found.words < LIMIT_NEW)
        return;
    check_fail(
        check, SEVERITY_ERROR, view_item_place(view, found.block), found.block->text, NULL,
        N_("%u words that stand nowhere in the visible text are hidden from the reader (hidden "
           "blocks with such words: %u; this one by \"%s\")"),
        found.words, found.blocks, means(found.block->reason));
}

static const char *const sources[] = {
    "SMTP.dk spam policy: lawful content",
    "Gmail: do not use HTML and CSS to hide content "
    "(https://support.google.com/a/answer/81126)",
    NULL,
};

const Rule rule_content_hidden_text = {
    .id = "content-hidden-text",
    .clause = CLAUSE_CONTENT,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_ALL,
    .needs = NEEDS_BODY,
    .summary = N_("No text is hidden from the reader"),
    .requires =
        N_("Beyond a preheader, the HTML hides fewer than 10 words of 3 or more letters that stand "
           "nowhere in the visible text. Hidden means: display, visibility, opacity up to 0.01, "
           "a size up to 1 px, a contrast under 1.05:1, a box that clips everything, or a "
           "place off the screen."),
    .why =
        N_("Text that only filters read is how spam passes for something else; Gmail names it as a "
           "reason to treat mail as spam."),
    .fix = N_("Take the hidden text away, or show it. A preheader is one hidden line at the top."),
    .exceptions =
        N_("The first hidden block, where it starts within the first 40 words, may hold 30 words "
           "of its own. What a rule inside @media shows, and text that is visible "
           "elsewhere too (a menu for small screens), counts for nothing."),
    .sources = sources,
    .check = check_content_hidden_text,
};
