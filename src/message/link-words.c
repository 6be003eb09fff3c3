/* link-words.c - the words of a link and around it. */
#include "message/link-words.h"

#include <string.h>

/* Octets of a URL whose words are read: trackers write a page of base64 behind it. */
#define URL_OCTETS 2048u
/* Octets that a phrase may be long. */
#define PHRASE_OCTETS 200u
/* How far a sentence reaches: octets to one side, and the lines that it may be broken over. */
#define SENTENCE_OCTETS 600u
#define SENTENCE_LINES 4u
/* A line at least so long was broken by the writer's program, not by the writer. */
#define WRAPPED_OCTETS 45u

Reading reading_of_view(const Message *message) {
    return (Reading){.phrases = message->phrases,
                     .view = message->view,
                     .words = message->words,
                     .hits = message->hits};
}

Reading reading_of_plain(const Message *message) {
    Reading self = {.phrases = message->phrases, .view = message->plain};
    if (message->plain && message->phrases) {
        Words *words = words_new(message->plain->text, message->plain->length);
        self.hits = phrases_find(message->phrases, words);
        self.words = words;
        self.owned = TRUE;
    } else {
        self.view = NULL;
    }
    return self;
}

void reading_clear(Reading *self) {
    if (self->owned) {
        words_free((Words *)self->words);
        hits_free((Hits *)self->hits);
    }
    memset(self, 0, sizeof *self);
}

gboolean phrases_in(const Phrases *phrases, const char *list, const char *text) {
    if (!phrases || !text || !*text)
        return FALSE;
    g_autoptr(Words) words = words_new(text, strlen(text));
    if (words->words->len == 0)
        return FALSE;
    g_autoptr(Hits) hits = phrases_find(phrases, words);
    return hits_any(hits, list, 0, G_MAXSIZE);
}

gboolean reading_says(const Reading *reading, const char *list, gsize start, gsize end) {
    guint at = 0;
    gsize from = start > PHRASE_OCTETS ? start - PHRASE_OCTETS : 0;
    for (const Hit *hit; (hit = hits_next(reading->hits, list, from, end + PHRASE_OCTETS, &at));)
        if (hit->start < end && hit->end > start)
            return TRUE;
    return FALSE;
}

gboolean link_text_says(const Reading *reading, const Link *link, const char *list) {
    return link->end > link->start && reading_says(reading, list, link->start, link->end);
}

gboolean link_image_says(const Reading *reading, const Link *link, const char *list) {
    return phrases_in(reading->phrases, list, link->image_alt);
}

gboolean link_title_says(const Reading *reading, const Link *link, const char *list) {
    return phrases_in(reading->phrases, list, link->title);
}

/* TRUE where the text shows the URL as it is, in words of its own: the hits of the text are all that
 * could be found in it. */
static gboolean is_in_text(const Reading *reading, const Link *link) {
    gsize length = link->end - link->start, whole = strlen(link->href);
    if (link->kind != LINK_TEXT || length == 0 || length > whole || whole > URL_OCTETS ||
        memchr(link->href, '%', whole) ||
        memcmp(reading->view->text + link->start, link->href + whole - length, length) != 0)
        return FALSE;
    const GArray *words = reading->words->words;
    guint first = words_index_at(reading->words, link->start);
    guint end = words_index_at(reading->words, link->end);
    return (first == 0 || g_array_index(words, Word, first - 1).end <= link->start) &&
           (end == 0 || g_array_index(words, Word, end - 1).end <= link->end);
}

gboolean link_url_says(const Reading *reading, const Link *link, const char *list) {
    if (!link->href || !*link->href)
        return FALSE;
    if (is_in_text(reading, link) && !reading_says(reading, list, link->start, link->end))
        return FALSE;
    const char *at = strchr(link->href, ':');
    g_autoptr(GString) url = g_string_new(NULL);
    for (at = at ? at + 1 : link->href; *at && url->len < URL_OCTETS; at++) {
        if (at[0] == '%' && g_ascii_isxdigit(at[1]) && g_ascii_isxdigit(at[2])) {
            int octet = g_ascii_xdigit_value(at[1]) * 16 + g_ascii_xdigit_value(at[2]);
            g_string_append_c(url, octet ? (char)octet : ' ');
            at += 2;
        } else {
            g_string_append_c(url, *at);
        }
    }
    g_autofree char *valid = g_utf8_make_valid(url->str, (gssize)url->len);
    return phrases_in(reading->phrases, list, valid);
}

/* TRUE where the link's text shows where it leads: a URL, a domain, an address. */
static gboolean shows_target(const Reading *reading, const Link *link) {
    if (link->kind == LINK_TEXT)
        return TRUE;
    const char *text = reading->view->text + link->start;
    gsize length = link->end - link->start;
    return !memchr(text, ' ', length) && (memchr(text, '@', length) || memchr(text, '/', length) ||
                                          (length > 4 && memchr(text + 1, '.', length - 3)));
}

gboolean link_is_bare(const Reading *reading, const Link *link) {
    if (link->end <= link->start || shows_target(reading, link))
        return TRUE;
    guint first = words_index_at(reading->words, link->start);
    guint end = words_index_at(reading->words, link->end);
    guint at = 0, covered = 0;
    /* Of "så [klik her]" the link holds the end of the phrase. */
    gsize from = link->start > PHRASE_OCTETS ? link->start - PHRASE_OCTETS : 0;
    for (const Hit *hit;
         (hit = hits_next(reading->hits, "here", from, link->end + PHRASE_OCTETS, &at));) {
        guint left = MAX(hit->first, first), right = MIN(hit->last + 1, end);
        covered += right > left ? right - left : 0;
    }
    return covered >= end - first;
}

static gboolean is_stop(char c) {
    return c == '.' || c == '!' || c == '?';
}

/* TRUE where a separator of footers ("|", a bullet, a middle dot) begins at `at`. */
static gboolean is_separator(const View *view, gsize at) {
    const char *text = view->text + at;
    gsize left = view->length - at;
    return *text == '|' || (left >= 2 && memcmp(text, "\xc2\xb7", 2) == 0) ||
           (left >= 3 && memcmp(text, "\xe2\x80\xa2", 3) == 0);
}

/* TRUE where the line that ends at `at` (a "\n") goes on behind it: long, and no stop at its end.
 */
static gboolean is_wrapped(const View *view, gsize at) {
    const char *text = view->text;
    gsize start = at;
    /* Lines of HTML are its blocks. */
    if (view->html_octets > 0)
        return FALSE;
    while (start > 0 && text[start - 1] != '\n' && at - start < WRAPPED_OCTETS)
        start--;
    return at - start >= WRAPPED_OCTETS && !is_stop(text[at - 1]) && text[at - 1] != ':';
}

void text_sentence(const View *view, gsize start, gsize end, gsize *ret_start, gsize *ret_end) {
    const char *text = view->text;
    gsize first = start, last = end;
    guint lines = 0;
    while (first > 0 && start - first < SENTENCE_OCTETS) {
        char before = text[first - 1];
        if (before == '\n' && (++lines >= SENTENCE_LINES || !is_wrapped(view, first - 1)))
            break;
        if (first < start && is_separator(view, first)) {
            first = g_utf8_next_char(text + first) - text;
            break;
        }
        if (first < start && is_stop(before) && (text[first] == ' ' || text[first] == '\n'))
            break;
        first--;
    }
    lines = 0;
    while (last < view->length && last - end < SENTENCE_OCTETS) {
        /* A URL at the end of its line ends the sentence. */
        if (text[last] == '\n' && last == end)
            break;
        if (text[last] == '\n' &&
            (++lines >= SENTENCE_LINES || last == 0 || !is_wrapped(view, last)))
            break;
        if (is_stop(text[last]) &&
            (last + 1 >= view->length || text[last + 1] == ' ' || text[last + 1] == '\n')) {
            last++;
            break;
        }
        if (is_separator(view, last))
            break;
        last++;
    }
    while (first < start && (text[first] == ' ' || text[first] == '\n'))
        first++;
    while (first < start && ((guchar)text[first] & 0xC0) == 0x80)
        first++;
    while (last < view->length && ((guchar)text[last] & 0xC0) == 0x80)
        last++;
    *ret_start = first;
    *ret_end = last;
}

/* TRUE where a link stands in octets [start, end) of the text. */
static gboolean has_link(const View *view, gsize start, gsize end) {
    const GArray *runs = view->runs;
    guint low = 0, high = runs->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(runs, Run, middle).end <= start)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < runs->len && g_array_index(runs, Run, low).start < end; low++)
        if (g_array_index(runs, Run, low).link >= 0)
            return TRUE;
    return FALSE;
}

static guint words_in(const Words *words, gsize start, gsize end) {
    return words_index_at(words, end) - words_index_at(words, start);
}

void link_sentence(const Reading *reading, const Link *link, gsize *ret_start, gsize *ret_end) {
    const View *view = reading->view;
    gsize start, end;
    text_sentence(view, link->start, MAX(link->start, link->end), &start, &end);
    guint around = words_in(reading->words, start, end) -
                   words_in(reading->words, link->start, MAX(link->start, link->end));
    gsize edge = start;
    while (edge > 0 &&
           (view->text[edge - 1] == ' ' || ((guchar)view->text[edge - 1] & 0xC0) == 0x80))
        edge--;
    gboolean separated = edge > 0 && is_separator(view, edge - 1);
    if (around == 0 && !separated) {
        /* Two lines back at most: "UNSUBSCRIBE", "Here is how:", the URL. */
        for (guint lines = 0; lines < 2 && start > 0; lines++) {
            gsize behind = start - 1;
            while (behind > 0 && (view->text[behind - 1] == '\n' || view->text[behind - 1] == ' '))
                behind--;
            if (behind == 0)
                break;
            gsize before = behind;
            while (before > 0 && view->text[before - 1] != '\n' &&
                   behind - before < SENTENCE_OCTETS)
                before--;
            while (before < behind && ((guchar)view->text[before] & 0xC0) == 0x80)
                before++;
            if (has_link(view, before, behind))
                break;
            start = before;
            /* A line that holds a sentence is enough; a heading belongs to what follows it. */
            if (is_stop(view->text[behind - 1]) || view->text[behind - 1] == ':' ||
                behind - before > WRAPPED_OCTETS)
                break;
        }
    }
    *ret_start = start;
    *ret_end = end;
}
