/* autolink.c - URLs and addresses in text that mail programs make links of. */
#include "message/view-builder.h"

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

/* Punctuation at the end belongs to the sentence; a bracket does without its opening one. */
static gsize trim(const char *text, gsize start, gsize end) {
    for (; end > start; end--) {
        char c = text[end - 1];
        char open = c == ')' ? '(' : c == ']' ? '[' : c == '}' ? '{' : '\0';
        if (open != '\0' ? memchr(text + start, open, end - start) != NULL
                         : strchr(".,;:!?'*|", c) == NULL)
            break;
    }
    return end;
}

static gsize end_of_url(const char *text, gsize start, gsize at, gsize end) {
    gsize stop = MIN(end, start + URL_MAX);
    while (at < stop && is_url(text[at]) && !is_closing(text + at, stop - at))
        at++;
    return trim(text, start, at);
}

static gboolean begins_word(const char *text, gsize at) {
    return at == 0 || !(g_ascii_isalnum(text[at - 1]) || (text[at - 1] & 0x80) ||
                        strchr("@-_./", text[at - 1]) != NULL);
}

/* "://" at `colon`: "http", "https" or "ftp" before it. */
static gboolean match_url(const char *text, gsize colon, gsize end, Match *ret_match) {
    static const char *const schemes[] = {"https", "http", "ftp"};
    for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++) {
        gsize n = strlen(schemes[i]);
        if (colon < n || g_ascii_strncasecmp(text + colon - n, schemes[i], n) != 0)
            continue;
        gsize start = colon - n, stop = end_of_url(text, start, colon + 3, end);
        *ret_match = (Match){start, stop, ""};
        return stop > colon + 3 && (start == 0 || !g_ascii_isalnum(text[start - 1]));
    }
    return FALSE;
}

/* "www." at `at` with something of a name behind it. */
static gboolean match_www(const char *text, gsize at, gsize end, Match *ret_match) {
    if (end - at < 8 || g_ascii_strncasecmp(text + at, "www.", 4) != 0 || !begins_word(text, at) ||
        !(g_ascii_isalnum(text[at + 4]) || (text[at + 4] & 0x80)))
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
        for (dot = stop; dot > at && text[dot] != '.';)
            dot--;
    }
    *ret_match = (Match){start, stop, "mailto:"};
    if (start >= 7 && start - begin >= 7 &&
        g_ascii_strncasecmp(text + start - 7, "mailto:", 7) == 0)
        *ret_match = (Match){start - 7, end_of_url(text, start - 7, stop, end), ""};
    return start < at && dot > at + 1 && stop - dot > 2 && !g_ascii_isdigit(text[dot + 1]);
}

/* All matches in order; of two that overlap the first counts. */
static GArray *find(const char *text, gsize start, gsize end) {
    GArray *matches = g_array_new(FALSE, FALSE, sizeof(Match));
    gsize from = start; /* behind the last match */
    for (gsize i = start; i < end; i++) {
        Match match;
        gboolean found = FALSE;
        if (text[i] == '@')
            found = match_address(text, from, i, end, &match);
        else if (text[i] == ':')
            found = end - i > 3 && text[i + 1] == '/' && text[i + 2] == '/' &&
                    match_url(text, i, end, &match);
        else if (text[i] == '.')
            found = i - from >= 3 && match_www(text, i - 3, end, &match);
        if (found && match.start >= from) {
            g_array_append_val(matches, match);
            from = match.end;
            i = match.end - 1;
        }
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

/* Cuts the run at index *at so that [match->start, match->end) is runs of `link`. */
static void link_runs(GArray *out, const Run *run, const Match *match, gint link) {
    Run part = *run;
    if (match->start > run->start) {
        part.end = match->start;
        g_array_append_val(out, part);
    }
    part.start = MAX(match->start, run->start);
    part.end = MIN(match->end, run->end);
    part.source = run->source + (part.start - run->start);
    part.link = link;
    g_array_append_val(out, part);
}

void view_autolink(ViewBuilder *self, gsize start) {
    g_autoptr(GArray) matches = find(self->text->str, start, self->text->len);
    if (matches->len == 0)
        return;
    View *view = self->view;
    GArray *old = view->runs,
           *runs = g_array_sized_new(FALSE, FALSE, sizeof(Run), old->len + 2 * matches->len);
    guint next = 0;
    gint link = -1;
    for (guint i = 0; i < old->len; i++) {
        Run run = g_array_index(old, Run, i);
        while (run.start < run.end && next < matches->len) {
            const Match *match = &g_array_index(matches, Match, next);
            if (match->end <= run.start) {
                next++;
                link = -1;
                continue;
            }
            if (match->start >= run.end || run.link >= 0)
                break;
            /* A match goes on through runs of other styles; a link of the source cuts it. */
            if (match->start >= run.start) {
                g_autofree char *text =
                    g_strndup(self->text->str + match->start, match->end - match->start);
                g_autofree char *href = g_strconcat(match->prefix, text, NULL);
                Span source = source_of(self, match->start, match->end);
                self->style = run.style;
                link = builder_link(self, LINK_TEXT, href, source.start, source);
            }
            if (link < 0)
                break;
            Link *item = g_ptr_array_index(view->links, (guint)link);
            if (item->start == self->text->len)
                item->start = match->start;
            item->end = MIN(match->end, run.end);
            item->hidden = FALSE;
            link_runs(runs, &run, match, link);
            gsize behind = MIN(match->end, run.end);
            run.source += behind - run.start;
            run.start = behind;
        }
        if (run.link >= 0)
            link = -1;
        if (run.start < run.end)
            g_array_append_val(runs, run);
    }
    view->runs = runs;
    g_array_unref(old);
}
