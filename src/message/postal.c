/* postal.c - the street beside a postcode and town. */
#include "message/postal.h"

#include "message/marks.h"
#include "message/postcode.h"

#include <string.h>

/* How far from the postcode the street is looked for: words, and lines. */
#define WINDOW_WORDS 18u
#define WINDOW_LINES 4u
/* Words between a street's name and its number: "1700 Westlake Ave", "Calle de la Princesa 12". */
#define NUMBER_REACH 6u

typedef struct {
    guint first, last; /* words */
    gboolean box;
} Street;

static gboolean is_alphabetic(const Marks *marks, guint n) {
    return !marks_has(marks, n, MARK_NUMBER | MARK_MIXED);
}

/* "48 kl. th.": the basement ("kælder"), not a time of day. */
static gboolean is_basement(const Marks *marks, guint n) {
    return strcmp(words_folded(marks->words, n), "kl") == 0 && n + 1 < marks->to &&
           is_alphabetic(marks, n + 1);
}

/* A house number: one to five digits, perhaps with a letter; no price, time, decimal or per cent,
 * no part of a telephone number. */
static gboolean is_house_number(const Marks *marks, guint n) {
    const char *folded = words_folded(marks->words, n);
    if (!marks_has(marks, n, MARK_NUMBER | MARK_MIXED) || marks_has(marks, n, MARK_DIALLED))
        return FALSE;
    gsize digits = 0, length = strlen(folded);
    while (g_ascii_isdigit(folded[digits]))
        digits++;
    if (digits == 0 || digits > 5 || length - digits > 2)
        return FALSE;
    if (n > marks->from) {
        Gap before = marks_gap(marks, n - 1);
        if (marks_between(marks, n - 1, "$€£+=@%"))
            return FALSE;
        if (before == GAP_TIGHT && marks_has(marks, n - 1, MARK_NUMBER) &&
            marks_between(marks, n - 1, ".,:"))
            return FALSE;
        if (marks_has(marks, n - 1, MARK_REFERENCE | MARK_TELEPHONE))
            return FALSE;
    }
    if (marks_between(marks, n, "%€$£"))
        return FALSE;
    if (n + 1 < marks->to) {
        Gap behind = marks_gap(marks, n);
        /* "22,2400 København" has lost its space: no decimal has four digits. */
        gsize next = marks_word(marks, n + 1)->end - marks_word(marks, n + 1)->start;
        if (behind == GAP_TIGHT && marks_has(marks, n + 1, MARK_NUMBER) &&
            marks_between(marks, n, next >= 4 ? ".:" : ".,:"))
            return FALSE;
        if (behind == GAP_SPACE && marks_has(marks, n + 1, MARK_QUANTITY) &&
            !is_basement(marks, n + 1))
            return FALSE;
    }
    return TRUE;
}

/* "One World Trade Center", "Two Rivers Plaza": numbers of houses in words. */
static gboolean is_number_word(const Marks *marks, guint n) {
    static const char *const numbers[] = {"one", "two",   "three", "four", "five",
                                          "six", "seven", "eight", "nine", "ten"};
    if (!marks_has(marks, n, MARK_CAPITAL))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++)
        if (strcmp(numbers[i], words_folded(marks->words, n)) == 0)
            return TRUE;
    return FALSE;
}

static guint32 lines_apart(const Marks *marks, guint a, guint b) {
    return marks_word(marks, b)->line - marks_word(marks, a)->line;
}

/* The first word of the window that ends before word `end`. */
static guint window_start(const Marks *marks, guint end, guint floor) {
    guint first = end;
    while (first > floor && end - first < WINDOW_WORDS &&
           lines_apart(marks, first - 1, end) <= WINDOW_LINES)
        first--;
    return first;
}

static gboolean find_box(const Marks *marks, guint first, guint end, Street *ret) {
    for (guint n = end; n-- > first;) {
        if (!marks_has(marks, n, MARK_BOX_END))
            continue;
        guint number = n + 1;
        while (number < end && number - n <= 2 && is_alphabetic(marks, number))
            number++;
        /* "Case postale, 1211 Genève": large receivers have none. */
        gboolean bare = n + 1 == end;
        if (!bare && (number >= end || is_alphabetic(marks, number)))
            continue;
        ret->first = g_array_index(marks->marks, Mark, n).first;
        ret->last = end - 1;
        ret->box = TRUE;
        return TRUE;
    }
    return FALSE;
}

/* The number of the street named at word w: behind it, else before it. */
static gboolean number_of(const Marks *marks, guint w, guint first, guint end, guint *ret) {
    guint reach = marks_has(marks, w, MARK_SUFFIX) ? 3 : NUMBER_REACH;
    for (guint n = w + 1; n < end && n - w <= reach && lines_apart(marks, w, n) <= 1; n++) {
        if (is_house_number(marks, n)) {
            *ret = n;
            return TRUE;
        }
        if (marks_has(marks, n, MARK_QUANTITY | MARK_TELEPHONE | MARK_REFERENCE))
            break;
    }
    for (guint n = w; n-- > first && w - n <= NUMBER_REACH && lines_apart(marks, n, w) <= 1;) {
        if (is_house_number(marks, n) || is_number_word(marks, n)) {
            *ret = n;
            return TRUE;
        }
        if (marks_has(marks, n, MARK_QUANTITY | MARK_TELEPHONE | MARK_REFERENCE))
            break;
    }
    return FALSE;
}

static gboolean is_name(const Marks *marks, guint n) {
    return is_alphabetic(marks, n) && marks_has(marks, n, MARK_CAPITAL) &&
           marks_word(marks, n)->end - marks_word(marks, n)->start > 1 &&
           !marks_has(marks, n, MARK_QUANTITY | MARK_TELEPHONE | MARK_REFERENCE | MARK_COUNTRY);
}

/* What stands between a house number and the postcode: floor, side, door, building. */
static gboolean is_floor(const Marks *marks, guint n) {
    static const char *const words[] = {
        "sal",      "tv",        "th",       "mf",
        "st",       "kl",        "etage",    "etg",
        "dør",      "lejl",      "opg",      "opgang",
        "v",        "h",         "kld",      "stuen",
        "stue",     "port",      "bygning",  "byg",
        "blok",     "afd",       "indgang",  "a",
        "b",        "c",         "d",        "e",
        "f",        "og",        "lgh",      "vån",
        "tr",       "bis",       "og",       "stock",
        "etage",    "stiege",    "top",      "bus",
        "o",        "att",       "floor",    "fl",
        "suite",    "unit",      "hus",      "nr",
        "bygn",     "baghus",    "baghuset", "bagbygningen",
        "forhuset", "sidehuset", "kælder",   "kælderen",
        "hal",      "lokale",    "trappe",   "mellembygningen",
        "inngang",  "oppgang",   "krs",      "etg",
        "lokal",    "boîte",     "bte",      "planta",
        "piso",     "puerta",    "izq",      "dcha",
        "esc",
    };
    if (marks_has(marks, n, MARK_NUMBER | MARK_MIXED))
        return marks_word(marks, n)->end - marks_word(marks, n)->start <= 3;
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (strcmp(words[i], words_folded(marks->words, n)) == 0)
            return TRUE;
    return FALSE;
}

/* TRUE where words [from, to) are what stands between street and postcode: floor and side, names
 * of buildings and villages. A sentence has other words. */
static gboolean is_tidy(const Marks *marks, guint from, guint to) {
    if (to > from + 7)
        return FALSE;
    for (guint n = from; n < to; n++)
        if (!is_floor(marks, n) && !is_name(marks, n) &&
            !locality_is_particle(words_folded(marks->words, n)))
            return FALSE;
    return TRUE;
}

/* A word of the list "street". A single letter is one in "C/ Mayor 12" and, before a sure
 * postcode, in "Donelaičio g. 62". */
static gboolean names_street(const Marks *marks, guint w, gboolean strong) {
    if (!marks_has(marks, w, MARK_STREET))
        return FALSE;
    if (marks_word(marks, w)->end - marks_word(marks, w)->start > 1)
        return TRUE;
    return marks_between(marks, w, "/") || (strong && marks_between(marks, w, "."));
}

/* A word that names a street, with a number; the nearest one before word `end`. */
static gboolean find_named(const Marks *marks, guint first, guint end, const Locality *locality,
                           Street *ret) {
    for (guint w = end; w-- > first;) {
        guint number;
        if (!names_street(marks, w, locality->strong))
            continue;
        if (number_of(marks, w, first, end, &number) &&
            (locality->strong || is_tidy(marks, MAX(w, number) + 1, end))) {
            ret->first = MIN(w, number);
            ret->last = MAX(w, number);
            return TRUE;
        }
        if (locality->number_optional && marks_has(marks, w, MARK_CAPITAL)) {
            ret->first = ret->last = w;
            return TRUE;
        }
    }
    return FALSE;
}

/* Before a sure postcode: any house number with a name beside it on its line. */
static gboolean find_numbered(const Marks *marks, guint first, guint end, Street *ret) {
    for (guint n = end; n-- > first;) {
        if (!is_house_number(marks, n))
            continue;
        gboolean name_behind = n + 1 < end && is_alphabetic(marks, n + 1) &&
                               (is_name(marks, n + 1) || (n + 2 < end && is_name(marks, n + 2))) &&
                               lines_apart(marks, n, n + 1) == 0;
        gboolean name_before =
            n > first && is_name(marks, n - 1) && marks_gap(marks, n - 1) <= GAP_TIGHT;
        if (name_behind || name_before) {
            ret->first = name_before && !name_behind ? n - 1 : n;
            ret->last = end - 1;
            return TRUE;
        }
    }
    return FALSE;
}

/* Where houses have names (United Kingdom, Ireland): two names with separators before the town. */
static gboolean find_house(const Marks *marks, guint first, guint end, Street *ret) {
    guint names = 0;
    for (guint n = end; n-- > first;) {
        if (!is_alphabetic(marks, n))
            return FALSE;
        if (n + 1 < end && is_name(marks, n) && marks_gap(marks, n) >= GAP_BREAK && ++names == 2) {
            ret->first = n;
            ret->last = end - 1;
            return TRUE;
        }
    }
    return FALSE;
}

/* Before four or five digits: a name and its number that fill their place between two separators,
 * directly before the postcode but for floor and side ("Havneholmen 29, 3. sal, 1561 …"). */
static gboolean find_adjacent(const Marks *marks, guint first, guint end, Street *ret) {
    guint number = end;
    for (guint n = end; n-- > first && end - n <= 8;) {
        if (n > first && is_house_number(marks, n) && is_name(marks, n - 1) &&
            marks_gap(marks, n - 1) == GAP_SPACE &&
            marks_word(marks, n)->end - marks_word(marks, n)->start <= 4) {
            number = n;
            break;
        }
        if (!is_floor(marks, n))
            return FALSE;
    }
    if (number == end)
        return FALSE;
    /* The whole name: capitalised words and small ones back to a separator, five at most. */
    guint name = number - 1;
    while (name > first && number - name < 5 && marks_gap(marks, name - 1) <= GAP_TIGHT &&
           is_alphabetic(marks, name - 1))
        name--;
    if (!marks_has(marks, name, MARK_CAPITAL))
        return FALSE;
    if (number - name >= 5)
        return FALSE;
    ret->first = name;
    ret->last = end - 1;
    return TRUE;
}

/* Town first, street behind it ("1051 Budapest, Október utca 6"): only a named street will do. */
static gboolean find_behind(const Marks *marks, const Locality *locality, Street *ret) {
    guint start = locality->last + 1;
    guint end = MIN(marks->to, start + 8);
    for (guint w = start; w < end && lines_apart(marks, locality->last, w) <= 1; w++) {
        guint number;
        if (!marks_has(marks, w, MARK_SUFFIX) &&
            !(marks_has(marks, w, MARK_STREET) && marks_has(marks, w, MARK_CAPITAL)))
            continue;
        if (number_of(marks, w, start, end, &number)) {
            ret->first = locality->first;
            ret->last = MAX(w, number);
            return TRUE;
        }
    }
    return FALSE;
}

/* A year stands behind a date or a preposition, a postcode behind a house number, a floor or a
 * separator. */
static gboolean stands_like_postcode(const Marks *marks, const Locality *locality) {
    guint n = locality->first;
    if (n == marks->from)
        return FALSE;
    return marks_gap(marks, n - 1) == GAP_LINE || is_house_number(marks, n - 1) ||
           is_floor(marks, n - 1);
}

/* The first word of the name that ends with word n: capitalised words and particles, four at most.
 * n + 1: it is none. */
static guint phrase_start(const Marks *marks, guint n, guint first) {
    guint start = n;
    while (start > first && n - start < 3 && marks_gap(marks, start - 1) <= GAP_TIGHT &&
           is_alphabetic(marks, start - 1))
        start--;
    for (guint w = start; w <= n; w++)
        if (!is_alphabetic(marks, w) ||
            (!is_name(marks, w) && !locality_is_particle(words_folded(marks->words, w))))
            return n + 1;
    return is_name(marks, start) ? start : n + 1;
}

/* Farms, manors, mills and inns in the country have names and no numbers: "Nygård, 4690 Haslev",
 * "Kærgården, Stubbum, 6070 Christiansfeld". */
static gboolean find_manor(const Marks *marks, guint first, guint end, Street *ret) {
    static const char *const endings[] = {"gård",   "gården",   "gaard",  "gaarden", "slot",
                                          "gods",   "mølle",    "møllen", "kroen",   "kloster",
                                          "rådhus", "rådhuset", "fyr"};
    for (guint taken = 0; taken < 2 && end > first; taken++) {
        if (marks_gap(marks, end - 1) < GAP_BREAK)
            return FALSE;
        guint start = phrase_start(marks, end - 1, first);
        if (start >= end)
            return FALSE;
        const char *folded = words_folded(marks->words, end - 1);
        gsize length = strlen(folded);
        for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
            gsize ending = strlen(endings[i]);
            if (length >= ending && strcmp(folded + length - ending, endings[i]) == 0) {
                ret->first = start;
                ret->last = end - 1;
                return TRUE;
            }
        }
        end = start;
    }
    return FALSE;
}

static gboolean find_street(const Marks *marks, const Locality *locality, guint floor,
                            Street *ret) {
    guint end = locality->first;
    guint first = window_start(marks, end, floor);
    if (find_box(marks, first, end, ret))
        return TRUE;
    if ((!locality->year_like || stands_like_postcode(marks, locality)) &&
        find_named(marks, first, end, locality, ret))
        return TRUE;
    if (locality->strong)
        return find_numbered(marks, first, end, ret) ||
               (locality->number_optional && find_house(marks, first, end, ret)) ||
               find_behind(marks, locality, ret);
    if (!locality->year_like && !locality->town_before &&
        marks_has(marks, locality->code_last + 1, MARK_CAPITAL) &&
        (find_adjacent(marks, first, end, ret) || find_manor(marks, first, end, ret)))
        return TRUE;
    return !locality->year_like && !locality->town_before && find_behind(marks, locality, ret);
}

/* The start of the address: the street's name reaches back to a separator. */
static guint reach_back(const Marks *marks, guint first, guint floor) {
    guint n = first;
    while (n > floor && first - n < 4 && marks_gap(marks, n - 1) <= GAP_TIGHT &&
           marks_has(marks, n - 1, MARK_CAPITAL | MARK_NUMBER | MARK_MIXED) &&
           !marks_has(marks, n - 1, MARK_DIALLED | MARK_TELEPHONE | MARK_REFERENCE))
        n--;
    return n;
}

static gint by_place(gconstpointer a, gconstpointer b) {
    const PostalAddress *left = a, *right = b;
    return (left->start > right->start) - (left->start < right->start);
}

static GArray *find_localities(const Marks *marks) {
    GArray *localities = g_array_new(FALSE, FALSE, sizeof(Locality));
    Locality locality;
    for (guint n = marks->from; n < marks->to; n++)
        if (marks_has(marks, n, MARK_NUMBER | MARK_MIXED) && locality_match(marks, n, &locality))
            g_array_append_val(localities, locality);
    return localities;
}

/* Finds the addresses with sure postcodes, or those with four or five digits in what is left. */
static void find_pass(const Marks *marks, const GArray *localities, gboolean strong, guint8 *taken,
                      GArray *found) {
    guint floor = marks->from; /* behind the address found last */
    guint n = marks->from;     /* words before are looked at */
    for (guint i = 0; i < localities->len; i++) {
        const Locality *locality = &g_array_index(localities, Locality, i);
        Street street = {0};
        for (; n <= locality->code_first; n++)
            if (taken[n - marks->from])
                floor = n + 1;
        if (locality->code_first < floor || locality->strong != strong || locality->first < floor ||
            !find_street(marks, locality, floor, &street))
            continue;
        guint first = reach_back(marks, MIN(street.first, locality->first), floor);
        guint last = MAX(street.last, locality->last);
        PostalAddress address = {.start = marks_word(marks, first)->start,
                                 .end = marks_word(marks, last)->end,
                                 .country = locality->country,
                                 .box = street.box};
        g_array_append_val(found, address);
        memset(taken + (first - marks->from), 1, last + 1 - first);
        floor = last + 1;
    }
}

GArray *postal_find(const Marks *marks, gsize start, gsize end) {
    Marks part = marks_within(marks, start, end);
    GArray *found = g_array_new(FALSE, FALSE, sizeof(PostalAddress));
    g_autoptr(GArray) localities = find_localities(&part);
    g_autofree guint8 *taken = g_new0(guint8, part.to - part.from + 1);
    find_pass(&part, localities, TRUE, taken, found);
    find_pass(&part, localities, FALSE, taken, found);
    g_array_sort(found, by_place);
    return found;
}
