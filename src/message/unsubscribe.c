/* unsubscribe.c - the links by which the reader can end the subscription. */
#include "message/unsubscribe.h"

#include "message/link-words.h"

#include <string.h>

/* Words between "to unsubscribe" and the link of its sentence, where the link's own text does not
 * tell what it is for. */
#define REACH_WORDS 12u

/* Words of a form that is there to unsubscribe. */
#define FORM_WORDS 30u

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

/* How a reader recognises the link, or FALSE.  `spoken`: the text speaks of unsubscribing at all. */
static gboolean recognise(const Reading *reading, const Link *link, gboolean spoken,
                          UnsubscribeLink *found) {
    gboolean empty = link->end <= link->start;
    gboolean in_text = spoken && !empty && says_unsubscribe(reading, link->start, link->end);
    /* A URL in the text is read by the reader as well as its words. */
    if (!in_text && link->kind == LINK_TEXT)
        in_text = link_url_says(reading, link, "unsubscribe-url");
    /* A form is as large as what it encloses: some writers put the whole message into one. */
    if (link->kind == LINK_FORM && (empty || words_index_at(reading->words, link->end) -
                                                     words_index_at(reading->words, link->start) >
                                                 FORM_WORDS))
        return FALSE;
    if (spoken)
        link_sentence(reading, link, &found->start, &found->end);
    if (in_text || hidden_text_says(reading, link, "unsubscribe")) {
        found->evidence = UNSUBSCRIBE_TEXT;
        return TRUE;
    }
    if (spoken && by_sentence(reading, link, found->start, found->end)) {
        found->evidence = UNSUBSCRIBE_SENTENCE;
        return TRUE;
    }
    if (link_image_says(reading, link, "unsubscribe")) {
        found->evidence = UNSUBSCRIBE_IMAGE;
        return TRUE;
    }
    if (link_title_says(reading, link, "unsubscribe")) {
        found->evidence = UNSUBSCRIBE_TITLE;
        return TRUE;
    }
    /* The URL decides only where no words say something else. */
    gboolean open =
        empty ? !link->image_alt || !*link->image_alt
              : link_is_bare(reading, link) || link_text_says(reading, link, "preferences");
    if (open && link_url_says(reading, link, "unsubscribe-url")) {
        found->evidence = UNSUBSCRIBE_URL;
        return TRUE;
    }
    return FALSE;
}

static void judge(const Reading *reading, gboolean plain, UnsubscribeLink *found) {
    const Link *link = found->link;
    const Style *style = link->style;
    gboolean text = link->end > link->start;
    if (plain)
        found->unclear |= UNCLEAR_PLAIN;
    if (link->hidden)
        found->unclear |= UNCLEAR_HIDDEN;
    else if (!text && found->evidence > UNSUBSCRIBE_IMAGE)
        found->unclear |= UNCLEAR_IMAGE;
    if (reading->view->html_octets > UNSUBSCRIBE_CLIP_OCTETS && link->kind != LINK_TEXT &&
        link->html_offset >= UNSUBSCRIBE_CLIP_OCTETS)
        found->unclear |= UNCLEAR_CLIPPED;
    if (!style || link->hidden || !text)
        return;
    if (style->font_px < UNSUBSCRIBE_SMALL_PX)
        found->unclear |= UNCLEAR_SMALL;
    if (style->background_image)
        return;
    found->contrast = color_contrast(style->color, style->background);
    if (found->contrast < UNSUBSCRIBE_FAINT_CONTRAST)
        found->unclear |= UNCLEAR_FAINT;
    else if (found->contrast < UNSUBSCRIBE_PALE_CONTRAST)
        found->unclear |= UNCLEAR_PALE;
}

static void collect(const Reading *reading, gboolean plain, GArray *out) {
    gboolean spoken = reading->view && says_unsubscribe(reading, 0, reading->view->length);
    for (guint i = 0; reading->view && i < reading->view->links->len; i++) {
        UnsubscribeLink found = {.view = reading->view, .link = reading->view->links->pdata[i]};
        if (!recognise(reading, found.link, spoken, &found))
            continue;
        if (!spoken)
            link_sentence(reading, found.link, &found.start, &found.end);
        judge(reading, plain, &found);
        g_array_append_val(out, found);
    }
}

static gint by_clarity(gconstpointer a, gconstpointer b) {
    const UnsubscribeLink *left = a, *right = b;
    guint left_rank = left->unclear & UNCLEAR_ERRORS ? 2 : left->unclear ? 1 : 0;
    guint right_rank = right->unclear & UNCLEAR_ERRORS ? 2 : right->unclear ? 1 : 0;
    if (left_rank != right_rank)
        return left_rank < right_rank ? -1 : 1;
    /* A link in the plain part that is hidden there too would be worse than one of HTML. */
    guint left_plain = left->unclear & UNCLEAR_PLAIN, right_plain = right->unclear & UNCLEAR_PLAIN;
    if (left_plain != right_plain)
        return left_plain < right_plain ? -1 : 1;
    if (left->evidence != right->evidence)
        return left->evidence < right->evidence ? -1 : 1;
    return (left->link->start < right->link->start) - (left->link->start > right->link->start);
}

const GArray *unsubscribe_find(Message *message) {
    if (message->unsubscribe_links)
        return message->unsubscribe_links;
    GArray *out = message->unsubscribe_links = g_array_new(FALSE, FALSE, sizeof(UnsubscribeLink));
    g_auto(Reading) shown = reading_of_view(message);
    collect(&shown, FALSE, out);
    g_array_sort(out, by_clarity);
    /* Nothing of the plain alternative is clearer than a clear link of the HTML. */
    if (out->len > 0 && !(g_array_index(out, UnsubscribeLink, 0).unclear & UNCLEAR_ERRORS))
        return out;
    g_auto(Reading) plain = reading_of_plain(message);
    collect(&plain, TRUE, out);
    g_array_sort(out, by_clarity);
    return out;
}

gboolean unsubscribe_by_reply(const Message *message, gsize *ret_start, gsize *ret_end) {
    guint at = 0;
    const Hit *hit = hits_next(message->hits, "unsubscribe-reply", 0, message->view->length, &at);
    if (!hit)
        return FALSE;
    *ret_start = hit->start;
    *ret_end = hit->end;
    return TRUE;
}
