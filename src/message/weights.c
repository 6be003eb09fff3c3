/* weights.c - collects the phrases of lists from all that a reader sees, and adds them up. */
#include "message/weights.h"

#include "message/alternatives.h"

#include <string.h>

/* The length of a text that a threshold is made for, and how it grows beyond. */
#define SHORT_TEXT_WORDS 400.0
#define GROWTH_WORDS 1600.0
#define MOST_GROWTH 2.5

#define QUOTED_PHRASES 12u

static const char *shown_text(const Message *message, ShownIn shown) {
    switch (shown) {
    case SHOWN_NAME:
        return ((const Mailbox *)g_ptr_array_index(message->from->mailboxes, 0))->name;
    case SHOWN_SUBJECT:
        return message->subject->text;
    case SHOWN_IMAGE:
        return message->alternatives->text->str;
    default:
        return message->view->text;
    }
}

/* Adds one list's hits in one text; `known`, made for the first of them, leads from a phrase to its
 * index + 1. */
static void collect(Weights *self, GHashTable **known, const Hits *hits, const char *list,
                    ShownIn shown) {
    guint at = 0;
    for (const Hit *hit; (hit = hits_next(hits, list, 0, G_MAXSIZE, &at)) != NULL;) {
        if (*known == NULL)
            *known = g_hash_table_new(NULL, NULL);
        guint index = GPOINTER_TO_UINT(g_hash_table_lookup(*known, hit->phrase));
        if (index != 0) {
            g_array_index(self->phrases, WeighedPhrase, index - 1).times++;
            continue;
        }
        WeighedPhrase phrase = {.hit = *hit, .shown = shown, .times = 1};
        g_array_append_val(self->phrases, phrase);
        g_hash_table_insert(*known, (gpointer)hit->phrase, GUINT_TO_POINTER(self->phrases->len));
        self->total += hit->weight;
    }
}

/* The heaviest first; of equals the one that the reader sees first. */
static int compare_phrases(gconstpointer a, gconstpointer b) {
    const WeighedPhrase *one = a, *other = b;
    if (one->hit.weight != other->hit.weight)
        return one->hit.weight > other->hit.weight ? -1 : 1;
    if (one->shown != other->shown)
        return one->shown < other->shown ? -1 : 1;
    return one->hit.start < other->hit.start ? -1 : one->hit.start > other->hit.start;
}

Weights *weights_new(Message *message, const char *const *lists) {
    Weights *self = g_new0(Weights, 1);
    g_autoptr(GHashTable) known = NULL;
    const Alternatives *alternatives = message_alternatives(message);
    self->message = message;
    self->phrases = g_array_new(FALSE, FALSE, sizeof(WeighedPhrase));
    for (; *lists != NULL; lists++) {
        collect(self, &known, message_name_hits(message), *lists, SHOWN_NAME);
        collect(self, &known, message->subject_hits, *lists, SHOWN_SUBJECT);
        collect(self, &known, message->hits, *lists, SHOWN_TEXT);
        collect(self, &known, alternatives->hits, *lists, SHOWN_IMAGE);
    }
    if (self->phrases->len > 1)
        g_array_sort(self->phrases, compare_phrases);
    return self;
}

void weights_free(Weights *self) {
    if (self == NULL)
        return;
    g_array_unref(self->phrases);
    g_free(self);
}

double weights_of(const Weights *self, const char *list) {
    double weight = 0;
    for (guint i = 0; i < self->phrases->len; i++) {
        const WeighedPhrase *phrase = &g_array_index(self->phrases, WeighedPhrase, i);
        if (strcmp(phrase->hit.list, list) == 0)
            weight += phrase->hit.weight;
    }
    return weight;
}

const WeighedPhrase *weights_heaviest(const Weights *self) {
    return self->phrases->len > 0 ? &g_array_index(self->phrases, WeighedPhrase, 0) : NULL;
}

double weights_threshold(const Message *message, double base) {
    double over = MAX(message->words->words->len - SHORT_TEXT_WORDS, 0.0);
    return base * MIN(1 + over / GROWTH_WORDS, MOST_GROWTH);
}

Place weights_place(const Weights *self, const WeighedPhrase *phrase) {
    const Message *message = self->message;
    switch (phrase->shown) {
    case SHOWN_NAME:
        return message_field_place(message, message_field(message, "From"));
    case SHOWN_SUBJECT:
        return message_field_place(message, message_field(message, "Subject"));
    case SHOWN_IMAGE:
        return view_item_place(message->view,
                               alternatives_image(message->alternatives, phrase->hit.start));
    default:
        return view_place(message->view, phrase->hit.start, phrase->hit.end);
    }
}

char *weights_text(const Weights *self, const WeighedPhrase *phrase) {
    const char *text = shown_text(self->message, phrase->shown);
    char *quoted = g_strndup(text + phrase->hit.start, phrase->hit.end - phrase->hit.start);
    return g_strdelimit(quoted, "\r\n\t", ' ');
}

char *weight_print(double weight) {
    char buffer[G_ASCII_DTOSTR_BUF_SIZE];
    return g_strdup(g_ascii_formatd(buffer, sizeof buffer, "%.3g", weight));
}

char *weights_quote(const Weights *self) {
    GString *quote = g_string_new(NULL);
    for (guint i = 0; i < self->phrases->len && i < QUOTED_PHRASES; i++) {
        const WeighedPhrase *phrase = &g_array_index(self->phrases, WeighedPhrase, i);
        g_autofree char *text = weights_text(self, phrase);
        g_autofree char *weight = weight_print(phrase->hit.weight);
        g_string_append_printf(quote, "%s\"%s\" %s", i > 0 ? ", " : "", text, weight);
    }
    if (self->phrases->len > QUOTED_PHRASES)
        g_string_append_printf(quote, " + %u", self->phrases->len - QUOTED_PHRASES);
    return g_string_free(quote, FALSE);
}
