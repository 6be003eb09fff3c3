/* autolink.c - URLs and addresses in text that mail programs make links of. */
#include "message/view/view-builder.h"

#include "limits.h"

#include <string.h>

typedef struct {
    gsize start, end;
    const char *prefix; /* what the text lacks to be a URL */
} Match;

/* The longest local part (RFC 5321 section 4.5.3.1.1) and domain that are looked at. */
#define LOCAL_MAX 64
#define DOMAIN_MAX 253
#define URL_MAX 8192

static gboolean is_url(char c) {
    return (guchar)c > 0x20 && c != 0x7f && strchr("<>\"`\\^", c) == NULL;
}

/* A character of several octets that closes what a URL stands in: quotation marks, dashes and dots
 * (U+2010 to 203A), « and ». Letters of a host or path are none. */
static gboolean is_closing(const char *text, gsize left) {
    if ((guchar)text[0] == 0xe2 && left > 2 && (guchar)text[1] == 0x80)
        return TRUE;
    return (guchar)text[0] == 0xc2 && left > 1 &&
           ((guchar)text[1] == 0xab || (guchar)text[1] == 0xbb);
}

/* Punctuation at the end belongs to the sentence, and so does a bracket that was opened before. */
static gsize trim(const char *text, gsize start, gsize end) {
    static const char opening[] = "([{", closing[] = ")]}";
    gssize open[3] = {0};
    for (gsize i = start; i < end; i++)
        for (guint k = 0; k < 3; k++)
            open[k] += text[i] == opening[k] ? 1 : text[i] == closing[k] ? -1 : 0;
    for (; end > start; end--) {
        char c = text[end - 1];
        const char *bracket = memchr(closing, c, 3);
        if (bracket != NULL && open[bracket - closing]++ >= 0)
            break;
        if (bracket == NULL && strchr(".,;:!?'*|", c) == NULL)
            break;
    }
    return end;
}

static gsize end_of_url(const char *text, gsize start, gsize at, gsize end) {
    gsize stop = MIN(end, start + URL_MAX);
    while (at < stop && is_url(text[at]) && !is_closing(text + at, stop - at))
        at++;
    while (at > start && at < end && ((guchar)text[at] & 0xc0) == 0x80)
        at--; /* URL_MAX lies within a character */
    return trim(text, start, at);
}

/* No letter, digit or sign of a name stands before `at`. */
static gboolean begins_word(const char *text, gsize begin, gsize at) {
    if (at == begin)
        return TRUE;
    gunichar before = g_utf8_get_char(g_utf8_prev_char(text + at));
    return !g_unichar_isalnum(before) && (before >= 0x80 || strchr("@-_./", (int)before) == NULL);
}

/* "://" at `colon`: "http", "https" or "ftp" before it. */
static gboolean match_url(const char *text, gsize begin, gsize colon, gsize end, Match *ret_match) {
    static const char *const schemes[] = {"https", "http", "ftp"};
    for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++) {
        gsize n = strlen(schemes[i]);
        if (colon - begin < n || g_ascii_strncasecmp(text + colon - n, schemes[i], n) != 0)
            continue;
        gsize start = colon - n, stop = end_of_url(text, start, colon + 3, end);
        *ret_match = (Match){start, stop, ""};
        return stop > colon + 3 && (start == begin || !g_ascii_isalnum(text[start - 1]));
    }
    return FALSE;
}

/* "www." at `at` with something of a name behind it. */
static gboolean match_www(const char *text, gsize begin, gsize at, gsize end, Match *ret_match) {
    if (end - at < 8 || g_ascii_strncasecmp(text + at, "www.", 4) != 0 ||
        !begins_word(text, begin, at) || !(g_ascii_isalnum(text[at + 4]) || (text[at + 4] & 0x80)))
        return FALSE;
    gsize stop = end_of_url(text, at, at + 4, end);
    *ret_match = (Match){at, stop, "http://"};
    return stop > at + 4 && memchr(text + at + 4, '.', stop - at - 4) != NULL;
}

/* An addr-spec (RFC 5322 section 3.4.1, dot-atoms) around the "@" at `at`. */
static gboolean match_address(const char *text, gsize begin, gsize at, gsize end,
                              Match *ret_match) {
    gsize start = at, stop = at + 1, dot = 0;
    while (start > begin && at - start < LOCAL_MAX &&
           (g_ascii_isalnum(text[start - 1]) || (text[start - 1] & 0x80) ||
            strchr("!#$%&'*+-/=?^_`{|}~.", text[start - 1]) != NULL))
        start--;
    while (start < at &&
           (strchr("'./-*|=?&", text[start]) != NULL || ((guchar)text[start] & 0xc0) == 0x80))
        start++;
    for (; stop < end && stop - at <= DOMAIN_MAX; stop++) {
        if (text[stop] == '.')
            dot = stop;
        else if (!(g_ascii_isalnum(text[stop]) || text[stop] == '-' || (text[stop] & 0x80)) ||
                 is_closing(text + stop, end - stop))
            break;
    }
    while (stop > at + 1 && (text[stop - 1] == '.' || text[stop - 1] == '-')) {
        stop--;
        for (dot = stop - 1; dot > at && text[dot] != '.';)
            dot--;
    }
    *ret_match = (Match){start, stop, "mailto:"};
    if (start >= 7 && start - begin >= 7 &&
        g_ascii_strncasecmp(text + start - 7, "mailto:", 7) == 0)
        *ret_match = (Match){start - 7, end_of_url(text, start - 7, stop, end), ""};
    return start < at && stop - at <= DOMAIN_MAX && dot > at + 1 && stop - dot > 2 &&
           !g_ascii_isdigit(text[dot + 1]);
}

/* The first run that ends behind `at`. */
static guint first_run(const ViewBuilder *self, gsize at) {
    guint low = 0, high = self->view->runs->len;
    while (low < high) {
        guint middle = (low + high) / 2;
        if (g_array_index(self->view->runs, Run, middle).end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* What a URL or an address is recognised by, and the end of all text. */
static const guint8 signs[256] = {['@'] = TRUE, [':'] = TRUE, ['.'] = TRUE, ['\0'] = TRUE};

/* Adds the matches in [start, end); of two that overlap the first counts. */
static void find(GArray *matches, const char *text, gsize start, gsize end) {
    gsize from = start; /* behind the last match */
    for (gsize i = start; i < end; i++) {
        while (!signs[(guchar)text[i]])
            i++;
        if (i >= end)
            break;
        Match match;
        gboolean found = FALSE;
        if (text[i] == '@')
            found = match_address(text, from, i, end, &match);
        else if (text[i] == ':')
            found = end - i > 3 && text[i + 1] == '/' && text[i + 2] == '/' &&
                    match_url(text, start, i, end, &match);
        else if (text[i] == '.')
            found = i - from >= 3 && match_www(text, start, i - 3, end, &match);
        if (found && match.start >= from) {
            g_array_append_val(matches, match);
            from = match.end;
            i = match.end - 1;
        }
    }
}

/* The matches in all text from `start` on that no link of the source holds. */
static GArray *find_all(const ViewBuilder *self, gsize start) {
    const GArray *runs = self->view->runs;
    GArray *matches = g_array_new(FALSE, FALSE, sizeof(Match));
    for (guint i = first_run(self, start); i < runs->len; i++) {
        const Run *run = &g_array_index(runs, Run, i);
        gsize end = run->end;
        if (run->link >= 0)
            continue;
        while (i + 1 < runs->len && g_array_index(runs, Run, i + 1).link < 0)
            end = g_array_index(runs, Run, ++i).end;
        find(matches, self->text->str, MAX(run->start, start), end);
    }
    return matches;
}

/* The source octet of octet `at` of a run; runs are mapped by view_place(), links keep octets. */
static Span source_of(const ViewBuilder *self, gsize start, gsize end) {
    const GArray *map = self->view->map;
    guint low = 0, high = map->len;
    while (low < high) {
        guint middle = (low + high) / 2;
        if (g_array_index(map, ViewSegment, middle).text <= start)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return (Span){0, 0};
    const ViewSegment *segment = &g_array_index(map, ViewSegment, low - 1);
    gsize source = segment->source + (segment->opaque ? 0 : start - segment->text);
    while (low < map->len && g_array_index(map, ViewSegment, low).text < end)
        low++;
    segment = &g_array_index(map, ViewSegment, low - 1);
    gsize last = segment->source + (segment->opaque ? 0 : end - 1 - segment->text);
    return (Span){source, last + 1};
}

/* The link of a match that begins in `run`; -1 where there is no room. */
static gint add_link(ViewBuilder *self, const Match *match, const Run *run) {
    g_autofree char *text = g_strndup(self->text->str + match->start, match->end - match->start);
    g_autofree char *href = g_strconcat(match->prefix, text, NULL);
    Span source = source_of(self, match->start, match->end);
    self->style = run->style;
    gint index = builder_link(self, LINK_TEXT, href, source.start, source);
    if (index >= 0) {
        Link *link = g_ptr_array_index(self->view->links, (guint)index);
        link->start = match->start;
        link->end = match->end;
        link->hidden = FALSE;
    }
    return index;
}

/* Moves what of *run lies before the end of the match to `out`, the match as a run of `link`. */
static void cut_run(GArray *out, Run *run, const Match *match, gint link) {
    Run piece = *run;
    if (match->start > run->start) {
        piece.end = match->start;
        g_array_append_val(out, piece);
    }
    piece.start = MAX(match->start, run->start);
    piece.end = MIN(match->end, run->end);
    piece.source = run->source + (piece.start - run->start);
    piece.link = link;
    g_array_append_val(out, piece);
    run->source += piece.end - run->start;
    run->start = piece.end;
}

void view_autolink(ViewBuilder *self, gsize start) {
    g_autoptr(GArray) matches = find_all(self, start);
    if (matches->len == 0)
        return;
    View *view = self->view;
    guint next = 0, first = first_run(self, start);
    g_autoptr(GArray) old = view->runs;
    view->runs = g_array_sized_new(FALSE, FALSE, sizeof(Run), old->len + 2 * matches->len);
    g_array_append_vals(view->runs, old->data, first);
    gint link = -1;
    for (guint i = first; i < old->len; i++) {
        Run run = g_array_index(old, Run, i);
        for (; next < matches->len && run.start < run.end; next++) {
            const Match *match = &g_array_index(matches, Match, next);
            if (match->start >= run.end)
                break;
            if (match->start >= run.start)
                link = add_link(self, match, &run);
            cut_run(view->runs, &run, match, link);
            if (match->end > run.end)
                break; /* it goes on in a run of another style */
        }
        if (run.start < run.end)
            g_array_append_val(view->runs, run);
    }
}
