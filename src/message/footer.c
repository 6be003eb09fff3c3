/* footer.c - counts back from the end of the text, from one marked line to the one before. */
#include "message/footer.h"

#include "message/contact.h"
#include "message/identity.h"
#include "message/postal.h"

#include <string.h>

/* Words without any mark that the footer may hold in a row: apps, shops, social media, a slogan.
 * More of them are the offer. */
#define GAP_WORDS 80u
/* Before the last mark, words that may follow the footer: a tracking line, a list of sponsors. */
#define TAIL_WORDS 120u
/* Text at most so large is legal text, which goes on for pages; the offer is larger. */
#define SMALL_PRINT_PX 12.0
#define SMALL_PRINT_WEIGHT 4u
/* Words of a line that names a firm or offers contact: longer ones are sentences of the offer. */
#define SHORT_LINE_WORDS 14u
/* Words of a line, in type as large as the offer's, that gives a postal address. */
#define ADDRESS_LINE_WORDS 24u
/* Words of the line above an address that names who lives there. */
#define NAME_LINE_WORDS 6u
/* A signature: lines, and octets of each. */
#define SIGNATURE_LINES 4u
#define SIGNATURE_OCTETS 80u
/* Words that a text must have above its signature. */
#define ABOVE_WORDS 10u
/* Words of a line that gives an address to write to or a number to call. */
#define CONTACT_LINE_WORDS 40u

typedef struct {
    gsize start, end;
    guint words;
    guint cost;       /* words, legal text counted at a quarter */
    gboolean address; /* part of a postal address */
    gboolean marked;  /* sender details, legal text, unsubscribing */
} Line;

/* Phrase lists that mark a line, and whether they do so in a long one too. */
static const struct {
    const char *list;
    gboolean anywhere;
} marking[] = {
    {"unsubscribe", FALSE},      {"unsubscribe-sentence", FALSE},
    {"unsubscribe-reply", TRUE}, {"reminder", TRUE},
    {"recipient", TRUE},         {"allow-list", TRUE},
    {"copyright", TRUE},         {"sent-by", FALSE},
    {"preferences", FALSE},      {"legal", FALSE},
    {"contact", FALSE},          {"closing", FALSE},
};

static gboolean is_long(const Line *line) {
    return line->words > SHORT_LINE_WORDS;
}

/* "* Tilbuddet gælder …", "† Offer valid …": what an offer's asterisk refers to. */
static gboolean is_footnote(const char *text, gsize length) {
    static const char *const signs[] = {"*", "†", "‡", "¹", "²", "³", "(*"};
    for (gsize i = 0; i < G_N_ELEMENTS(signs); i++)
        if (length > strlen(signs[i]) && memcmp(text, signs[i], strlen(signs[i])) == 0)
            return TRUE;
    return FALSE;
}

static GArray *lines_of(const View *view, const Words *words) {
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(Line));
    guint word = 0, first_run = 0;
    for (gsize at = 0; at < view->length;) {
        const char *newline = memchr(view->text + at, '\n', view->length - at);
        Line line = {.start = at, .end = newline ? (gsize)(newline - view->text) : view->length};
        guint end = word;
        while (end < words->words->len && g_array_index(words->words, Word, end).start < line.end)
            end++;
        line.words = line.cost = end - word;
        word = end;
        while (first_run < view->runs->len &&
               g_array_index(view->runs, Run, first_run).end <= line.start)
            first_run++;
        const Run *run =
            first_run < view->runs->len ? &g_array_index(view->runs, Run, first_run) : NULL;
        gboolean small =
            run && run->start < line.end && run->style && run->style->font_px <= SMALL_PRINT_PX;
        if (small || is_footnote(view->text + line.start, line.end - line.start))
            line.cost = (line.words + SMALL_PRINT_WEIGHT - 1) / SMALL_PRINT_WEIGHT;
        g_array_append_val(lines, line);
        at = line.end + 1;
    }
    return lines;
}

/* The line that holds octet `at`. */
static Line *line_at(GArray *lines, gsize at) {
    guint low = 0, high = lines->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(lines, Line, middle).end < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < lines->len ? &g_array_index(lines, Line, low) : NULL;
}

static void mark(GArray *lines, gsize start, gsize end, gboolean long_too) {
    for (Line *line = line_at(lines, start);
         line && line < &g_array_index(lines, Line, lines->len) && line->start < end; line++)
        if (long_too || !is_long(line))
            line->marked = TRUE;
}

static void mark_phrases(GArray *lines, const Hits *hits) {
    static const char *const conditions[] = {"terms", "legal"};
    const Hit *hit;
    guint at;
    for (gsize i = 0; i < G_N_ELEMENTS(marking); i++)
        for (at = 0; (hit = hits_next(hits, marking[i].list, 0, G_MAXSIZE, &at));)
            mark(lines, hit->start, hit->end, marking[i].anywhere);
    for (at = 0; (hit = hits_next(hits, "contact", 0, G_MAXSIZE, &at));) {
        Line *line = hit->weight >= 1 ? line_at(lines, hit->start) : NULL;
        if (line && line->words <= CONTACT_LINE_WORDS)
            line->marked = TRUE;
    }
    /* Paragraphs of conditions belong to the footer where it goes on above them. */
    for (gsize i = 0; i < G_N_ELEMENTS(conditions); i++)
        for (at = 0; (hit = hits_next(hits, conditions[i], 0, G_MAXSIZE, &at));) {
            Line *line = line_at(lines, hit->start);
            if (line && is_long(line))
                line->cost = 0;
        }
}

/* A sentence of any length that ends the subscription is one where it holds a link. */
static void mark_unsubscribing(GArray *lines, const View *view, const Hits *hits) {
    for (guint i = 0; i < view->links->len; i++) {
        const Link *link = view->links->pdata[i];
        Line *line = link->end > link->start ? line_at(lines, link->start) : NULL;
        if (line && (hits_any(hits, "unsubscribe", link->start, link->end)))
            line->marked = TRUE;
    }
}

/* "Har du spørgsmål, så ring til os på … eller skriv til …": a sentence or two. */
static void mark_contact(GArray *lines, const Contact *contact) {
    Line *line = line_at(lines, contact->start);
    if (line && line->words <= CONTACT_LINE_WORDS)
        line->marked = TRUE;
}

/* "Lørdag 12. december: koncert i kirken, Kirkevej 2, 6000 …": a day before the address on its line
 * makes it that of an event. */
static gboolean is_event(const Marks *marks, const Line *line, gsize address) {
    guint end = words_index_at(marks->words, address);
    for (guint n = words_index_at(marks->words, line->start); n + 1 < end; n++)
        if (marks_has(marks, n, MARK_NUMBER) && !marks_has(marks, n, MARK_DIALLED) &&
            marks_word(marks, n)->end - marks_word(marks, n)->start <= 2 &&
            marks_has(marks, n + 1, MARK_QUANTITY) &&
            !marks_has(marks, n + 1, MARK_TELEPHONE | MARK_REFERENCE))
            return TRUE;
    return FALSE;
}

static void mark_details(GArray *lines, const View *view, const Marks *marks) {
    g_autoptr(GArray) addresses = postal_find(marks, 0, view->length);
    for (guint i = 0; i < addresses->len; i++) {
        const PostalAddress *address = &g_array_index(addresses, PostalAddress, i);
        Line *line = line_at(lines, address->start);
        /* "Kom forbi butikken på Torvet 3, 8600 Silkeborg …" is a sentence of the offer. */
        if ((line->words > ADDRESS_LINE_WORDS && line->cost == line->words) ||
            is_event(marks, line, address->start))
            continue;
        mark(lines, address->start, address->end, TRUE);
        line->address = TRUE;
    }
    g_autoptr(GArray) names = identity_find(marks, 0, view->length, NULL);
    for (guint i = 0; i < names->len; i++) {
        const Identity *name = &g_array_index(names, Identity, i);
        mark(lines, name->start, name->end, name->kind == IDENTITY_COPYRIGHT);
    }
    g_autoptr(GArray) mail = contact_addresses(view->text, 0, view->length);
    g_autoptr(GArray) telephones = contact_telephones(marks, 0, view->length);
    for (guint i = 0; i < mail->len; i++)
        mark_contact(lines, &g_array_index(mail, Contact, i));
    for (guint i = 0; i < telephones->len; i++)
        mark_contact(lines, &g_array_index(telephones, Contact, i));
}

Footer footer_find(const View *view, const Marks *marks) {
    Footer none = {.start = view->length, .end = view->length};
    if (view->length == 0)
        return none;
    g_autoptr(GArray) lines = lines_of(view, marks->words);
    mark_phrases(lines, marks->hits);
    mark_unsubscribing(lines, view, marks->hits);
    mark_details(lines, view, marks);
    guint gap = 0, first = lines->len;
    for (guint n = lines->len; n-- > 0;) {
        const Line *line = &g_array_index(lines, Line, n);
        if (line->marked) {
            first = n;
            gap = 0;
            continue;
        }
        gap += line->cost;
        if (gap > (first == lines->len ? TAIL_WORDS : GAP_WORDS))
            break;
    }
    if (first == lines->len)
        return none;
    /* Above an address stands who lives there. */
    const Line *above = first > 0 ? &g_array_index(lines, Line, first - 1) : NULL;
    if (above && g_array_index(lines, Line, first).address && above->words > 0 &&
        above->words <= NAME_LINE_WORDS)
        first--;
    return (Footer){.start = g_array_index(lines, Line, first).start, .end = view->length};
}

gsize footer_signature_start(const View *view, Footer footer) {
    gsize start = footer.start;
    for (guint taken = 0; taken < SIGNATURE_LINES && start > 0; taken++) {
        gsize end = start;
        while (end > 0 && (view->text[end - 1] == '\n' || view->text[end - 1] == ' '))
            end--;
        gsize first = end;
        while (first > 0 && view->text[first - 1] != '\n' && end - first <= SIGNATURE_OCTETS)
            first--;
        if (first == end || end - first > SIGNATURE_OCTETS)
            break;
        start = first;
    }
    /* What is all there is to read is no signature under it. */
    gsize above = 0;
    for (gsize at = 0; at < start && above <= ABOVE_WORDS; at++)
        above += view->text[at] == ' ' || view->text[at] == '\n';
    return above > ABOVE_WORDS ? start : footer.start;
}
