/* cvr.c - reads company numbers behind the words that announce them. */
#include "message/cvr.h"

#include <string.h>

/* Digits of one number that are read: "12 34 56 78", or a wrong one that is longer. */
#define MAX_READ 14u
/* Octets between the announcing word and the number: "-nr.: (DK) ". */
#define MAX_BEFORE 8u

gboolean cvr_is_valid(const char *digits) {
    static const guint weights[CVR_DIGITS] = {2, 7, 6, 5, 4, 3, 2, 1};
    guint sum = 0;
    for (guint i = 0; i < CVR_DIGITS; i++) {
        if (!g_ascii_isdigit(digits[i]))
            return FALSE;
        sum += (guint)(digits[i] - '0') * weights[i];
    }
    return *digits != '0' && sum % 11 == 0;
}

/* Octets of the white space at `at`, a no-break space too; 0: none. Line endings are none. */
static gsize space_at(const char *text, gsize at, gsize end) {
    if (at < end && (text[at] == ' ' || text[at] == '\t'))
        return 1;
    if (at + 1 < end && memcmp(text + at, "\xc2\xa0", 2) == 0)
        return 2;
    return at + 2 < end && memcmp(text + at, "\xe2\x80\xaf", 3) == 0 ? 3 : 0;
}

/* Reads the digits at `at`, in groups with one space, full stop or hyphen between them; a group
 * that completes eight digits ends the number. FALSE where no digit stands there. */
static gboolean read_digits(const char *text, gsize at, gsize end, Cvr *ret) {
    char digits[MAX_READ];
    Cvr found = {.start = at, .end = at};
    while (at < end && found.digits < MAX_READ) {
        if (g_ascii_isdigit(text[at])) {
            digits[found.digits++] = text[at++];
            found.end = at;
            continue;
        }
        gsize space = space_at(text, at, end);
        if (found.digits == 0 || found.digits == CVR_DIGITS)
            break;
        if (space == 0 && text[at] != '.' && text[at] != '-')
            break;
        at += space ? space : 1;
        if (at >= end || !g_ascii_isdigit(text[at]))
            break;
    }
    if (found.digits == 0)
        return FALSE;
    found.valid = found.digits == CVR_DIGITS && cvr_is_valid(digits);
    *ret = found;
    return TRUE;
}

/* Where the number begins that is announced before octet `at`: behind ": . # - ( )", white space
 * and "DK". */
static gsize behind_announcement(const char *text, gsize at, gsize end) {
    gsize stop = MIN(end, at + MAX_BEFORE);
    while (at < stop) {
        gsize space = space_at(text, at, end);
        if (space > 0)
            at += space;
        else if (strchr(":.#-()/", text[at]) && text[at])
            at++;
        else if (at + 2 < end && g_ascii_strncasecmp(text + at, "dk", 2) == 0 &&
                 !g_ascii_isalpha(text[at + 2]))
            at += 2;
        else
            break;
    }
    return at;
}

static gint by_place(gconstpointer a, gconstpointer b) {
    const Cvr *left = a, *right = b;
    return (left->start > right->start) - (left->start < right->start);
}

GArray *cvr_find(const char *text, gsize length, const Words *words, const Hits *hits) {
    GArray *found = g_array_new(FALSE, FALSE, sizeof(Cvr));
    guint at = 0;
    Cvr cvr;
    for (const Hit *hit; (hit = hits_next(hits, "cvr", 0, length, &at));)
        if (read_digits(text, behind_announcement(text, hit->end, length), length, &cvr) &&
            (hit->weight >= 1 || cvr.valid))
            g_array_append_val(found, cvr);
    /* "CVR12345678" and "DK12345678" are one word, "DK-12345678" are two. */
    for (guint n = 0; n < words->words->len; n++) {
        const Word *word = &g_array_index(words->words, Word, n);
        const char *folded = words_folded(words, n);
        gboolean named = g_str_has_prefix(folded, "cvr");
        gsize letters = named ? 3 : g_str_has_prefix(folded, "dk") ? 2 : 0;
        if (letters == 0)
            continue;
        gsize start = word->start + letters;
        if (strlen(folded) == letters && !named)
            start = behind_announcement(text, word->end, length);
        else if (strspn(folded + letters, "0123456789") < CVR_DIGITS - 1)
            continue;
        if (!read_digits(text, start, length, &cvr) || cvr.end - cvr.start != cvr.digits)
            continue;
        if (cvr.valid || named)
            g_array_append_val(found, cvr);
    }
    g_array_sort(found, by_place);
    return found;
}
