/* unsubscribe.c - which links a reader takes for the way out, and how well they are seen. */
#include "message/unsubscribe.h"

#include "message/link-words.h"

#include <string.h>

/* Words between "to unsubscribe" and the link of its sentence, where the link's own text does not
 * tell what it is for. */
#define REACH_WORDS 12u

/* Hidden blocks looked at for the text of one hidden link. */
#define HIDDEN_BLOCKS 8u

static gboolean says_unsubscribe(const Reading *reading, gsize start, gsize end) {
    return reading_says(reading, "unsubscribe", start, end) ||
           reading_says(reading, "unsubscribe-sentence", start, end);
}

/* The end of the last phrase on unsubscribing that begins in octets [start, before). */
static gboolean phrase_before(const Reading *reading, gsize start, gsize before, gsize *ret_end) {
    static const char *const lists[] = {"unsubscribe", "unsubscribe-sentence"};
    gboolean found = FALSE;
    *ret_end = start;
    for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
        guint at = 0;
        for (const Hit *hit; (hit = hits_next(reading->hits, lists[i], start, before, &at));) {
            *ret_end = MAX(*ret_end, hit->end);
            found = TRUE;
        }
    }
    return found;
}

/* TRUE where the sentence gives the link its meaning: it speaks of unsubscribing, and the link
 * says nothing of its own, or offers settings, or follows closely and is no privacy policy. */
static gboolean by_sentence(const Reading *reading, const Link *link, gsize start, gsize end) {
    if (!says_unsubscribe(reading, start, end))
        return FALSE;
    if (link->end <= link->start)
        return FALSE; /* an image beside the sentence is an ornament */
    if (link_is_bare(reading, link) || link_text_says(reading, link, "preferences"))
        return TRUE;
    if (link_text_says(reading, link, "legal"))
        return FALSE;
    gsize phrase_end;
    if (!phrase_before(reading, start, link->start, &phrase_end))
        return FALSE;
    return words_index_at(reading->words, link->start) -
               words_index_at(reading->words, phrase_end) <=
           REACH_WORDS;
}

/* The text that a hidden link holds: it stands in a hidden block and not in the view's text. */
static gboolean hidden_text_says(const Reading *reading, const Link *link, const char *list) {
    if (!link->hidden)
        return FALSE;
    const GPtrArray *blocks = reading->view->hidden;
    guint low = 0, high = blocks->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (((const HiddenBlock *)blocks->pdata[middle])->at <= link->start)
            low = middle + 1;
        else
            high = middle;
    }
    for (guint taken = 0; low-- > 0 && taken < HIDDEN_BLOCKS; taken++) {
        const HiddenBlock *block = blocks->pdata[low];
        if (block->at < link->start)
            break;
        if (block->part == link->part && phrases_in(reading->phrases, list, block->text))
            return TRUE;
    }
    return FALSE;
}

/* How a reader recognises the link, or FALSE. */
static gboolean recognise(const Reading *reading, const Link *link, UnsubscribeWay *way) {
    gboolean empty = link->end <= link->start;
    gboolean in_text = !empty && says_unsubscribe(reading, link->start, link->end);
    /* A URL in the text is read by the reader as well as its words. */
    if (!in_text && link->kind == LINK_TEXT)
        in_text = link_url_says(reading, link, "unsubscribe-url");
    link_sentence(reading, link, &way->start, &way->end);
    if (in_text || hidden_text_says(reading, link, "unsubscribe")) {
        way->by = UNSUBSCRIBE_BY_TEXT;
        return TRUE;
    }
    if (by_sentence(reading, link, way->start, way->end)) {
        way->by = UNSUBSCRIBE_BY_SENTENCE;
        return TRUE;
    }
    if (link_image_says(reading, link, "unsubscribe")) {
        way->by = UNSUBSCRIBE_BY_IMAGE;
        return TRUE;
    }
    if (link_title_says(reading, link, "unsubscribe")) {
        way->by = UNSUBSCRIBE_BY_TITLE;
        return TRUE;
    }
    /* The URL decides only where no words say something else. */
    gboolean open =
        empty ? !link->image_alt || !*link->image_alt
              : link_is_bare(reading, link) || link_text_says(reading, link, "preferences");
    if (open && link_url_says(reading, link, "unsubscribe-url")) {
        way->by = UNSUBSCRIBE_BY_URL;
        return TRUE;
    }
    return FALSE;
}

static void judge(const Reading *reading, gboolean plain, UnsubscribeWay *way) {
    const Link *link = way->link;
    const Style *style = link->style;
    gboolean text = link->end > link->start;
    if (plain)
        way->unclear |= UNCLEAR_PLAIN;
    if (link->hidden)
        way->unclear |= UNCLEAR_HIDDEN;
    else if (!text && way->by < UNSUBSCRIBE_BY_IMAGE)
        way->unclear |= UNCLEAR_IMAGE;
    if (reading->view->html_octets > UNSUBSCRIBE_CLIP_OCTETS && link->kind != LINK_TEXT &&
        link->html_offset >= UNSUBSCRIBE_CLIP_OCTETS)
        way->unclear |= UNCLEAR_CLIPPED;
    if (!style || link->hidden || !text)
        return;
    if (style->font_px < UNSUBSCRIBE_SMALL_PX)
        way->unclear |= UNCLEAR_SMALL;
    if (style->background_image)
        return;
    way->contrast = color_contrast(style->color, style->background);
    if (way->contrast < UNSUBSCRIBE_FAINT_CONTRAST)
        way->unclear |= UNCLEAR_FAINT;
    else if (way->contrast < UNSUBSCRIBE_PALE_CONTRAST)
        way->unclear |= UNCLEAR_PALE;
}

static void find_ways(Unsubscribe *self, const Reading *reading, gboolean plain) {
    for (guint i = 0; i < reading->view->links->len; i++) {
        UnsubscribeWay way = {.view = reading->view, .link = reading->view->links->pdata[i]};
        if (!recognise(reading, way.link, &way))
            continue;
        judge(reading, plain, &way);
        g_array_append_val(self->ways, way);
    }
    guint at = 0;
    const Hit *hit = hits_next(reading->hits, "unsubscribe-reply", 0, G_MAXSIZE, &at);
    if (hit && !self->replies) {
        self->replies = TRUE;
        self->reply_view = reading->view;
        self->reply_start = hit->start;
        self->reply_end = hit->end;
    }
}

/* No error before errors, nothing before warnings, then the surer words, then the later link. */
static gint by_clarity(gconstpointer a, gconstpointer b) {
    const UnsubscribeWay *left = a, *right = b;
    guint left_rank = left->unclear & UNCLEAR_ERRORS ? 2 : left->unclear ? 1 : 0;
    guint right_rank = right->unclear & UNCLEAR_ERRORS ? 2 : right->unclear ? 1 : 0;
    if (left_rank != right_rank)
        return left_rank < right_rank ? -1 : 1;
    if (left->by != right->by)
        return left->by > right->by ? -1 : 1;
    return (left->link->start < right->link->start) - (left->link->start > right->link->start);
}

Unsubscribe *unsubscribe_find(const Message *message) {
    Unsubscribe *self = g_new0(Unsubscribe, 1);
    self->ways = g_array_new(FALSE, FALSE, sizeof(UnsubscribeWay));
    if (!message->view)
        return self;
    g_auto(Reading) view = reading_of_view(message);
    find_ways(self, &view, FALSE);
    if (message->plain) {
        g_auto(Reading) plain = reading_of_plain(message);
        if (plain.view)
            find_ways(self, &plain, TRUE);
    }
    g_array_sort(self->ways, by_clarity);
    return self;
}

void unsubscribe_free(Unsubscribe *self) {
    if (!self)
        return;
    g_array_unref(self->ways);
    g_free(self);
}

const UnsubscribeWay *unsubscribe_clearest(const Unsubscribe *self) {
    return self->ways->len ? &g_array_index(self->ways, UnsubscribeWay, 0) : NULL;
}
