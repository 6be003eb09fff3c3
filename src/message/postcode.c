/* postcode.c - shapes of postcodes, and the town beside one. */
#include "message/postcode.h"

#include <string.h>

typedef enum { TOWN_BEHIND, TOWN_BEFORE, REGION_BEFORE } Side;

/* '9' a digit, '@' a capital letter, '*' either; ' ' a space or nothing; '-' a hyphen or dash.
 * The first row that fits wins: surer shapes come first. */
static const struct {
    const char *shape;
    const char *country;
    Side side;
    gboolean strong;
} shapes[] = {
    {"@9@ 9@9", "CA", TOWN_BEFORE, TRUE},
    {"@9 9@@", "GB", TOWN_BEFORE, TRUE},
    {"@99 9@@", "GB", TOWN_BEFORE, TRUE},
    {"@@9 9@@", "GB", TOWN_BEFORE, TRUE},
    {"@@99 9@@", "GB", TOWN_BEFORE, TRUE},
    {"@9@ 9@@", "GB", TOWN_BEFORE, TRUE},
    {"@@9@ 9@@", "GB", TOWN_BEFORE, TRUE},
    {"@99 @***", "IE", TOWN_BEFORE, TRUE},
    {"@9@ @***", "IE", TOWN_BEFORE, TRUE}, /* D6W */
    {"9999 @@", "NL", TOWN_BEHIND, TRUE},
    {"99999-9999", "US", REGION_BEFORE, TRUE},
    {"99999", "US", REGION_BEFORE, TRUE},
    {"9999", "AU", REGION_BEFORE, TRUE},
    {"99999-999", "BR", TOWN_BEFORE, TRUE},
    {"9999-999", "PT", TOWN_BEHIND, TRUE},
    {"99-999", "PL", TOWN_BEHIND, TRUE},
    {"999 99", NULL, TOWN_BEHIND, FALSE}, /* SE, CZ, SK, GR */
    {"99999", NULL, TOWN_BEHIND, FALSE},  /* DE, FR, ES, IT, FI, … */
    {"9999", NULL, TOWN_BEHIND, FALSE},   /* DK, NO, AT, CH, BE, LU, HU, … */
    {"999", "IS", TOWN_BEHIND, FALSE},    /* only with a town of is_icelandic() */
    {"999999", NULL, TOWN_BEFORE, FALSE}, /* SG, IN, CN */
    {"99999", NULL, TOWN_BEFORE, FALSE},
    {"9999", NULL, TOWN_BEFORE, FALSE}, /* NZ, ZA */
};

/* Which rows may fit a word that begins with so many digits, as bits: every number of a text is
 * held against the shapes. */
#define MAX_DIGITS 6
typedef struct {
    guint32 rows[MAX_DIGITS + 1];
} ShapeIndex;
G_STATIC_ASSERT(G_N_ELEMENTS(shapes) <= 32);

static gpointer index_shapes(gpointer data) {
    static ShapeIndex made;
    for (gsize row = 0; row < G_N_ELEMENTS(shapes); row++) {
        const char *shape = shapes[row].shape;
        gsize digits = strspn(shape, "9");
        made.rows[digits] |= 1u << row;
        /* The space may be missing. */
        if (shape[digits] == ' ')
            made.rows[digits + strspn(shape + digits + 1, "9")] |= 1u << row;
    }
    return &made;
}

/* The rows for the folded word. */
static guint32 rows_for(const char *folded) {
    static GOnce once = G_ONCE_INIT;
    const ShapeIndex *index = g_once(&once, index_shapes, NULL);
    gsize digits = 0;
    while (digits <= MAX_DIGITS && g_ascii_isdigit(folded[digits]))
        digits++;
    return digits <= MAX_DIGITS ? index->rows[digits] : 0;
}

/* Letters written before a postcode of Europe: of ISO 3166, or of the vehicle. */
static const struct {
    const char *letters, *country;
} prefixes[] = {
    {"DK", "DK"}, {"D", "DE"},  {"DE", "DE"},  {"S", "SE"},   {"SE", "SE"}, {"N", "NO"},
    {"NO", "NO"}, {"FI", "FI"}, {"FIN", "FI"}, {"IS", "IS"},  {"FO", "FO"}, {"GL", "GL"},
    {"A", "AT"},  {"AT", "AT"}, {"CH", "CH"},  {"FL", "LI"},  {"LI", "LI"}, {"NL", "NL"},
    {"B", "BE"},  {"BE", "BE"}, {"L", "LU"},   {"LU", "LU"},  {"F", "FR"},  {"FR", "FR"},
    {"E", "ES"},  {"ES", "ES"}, {"P", "PT"},   {"PT", "PT"},  {"I", "IT"},  {"IT", "IT"},
    {"PL", "PL"}, {"CZ", "CZ"}, {"SK", "SK"},  {"H", "HU"},   {"HU", "HU"}, {"RO", "RO"},
    {"BG", "BG"}, {"GR", "GR"}, {"SI", "SI"},  {"SLO", "SI"}, {"HR", "HR"}, {"EE", "EE"},
    {"LV", "LV"}, {"LT", "LT"}, {"MD", "MD"},  {"MC", "MC"},  {"CY", "CY"}, {"MT", "MT"},
};

static const char *prefix_country(const char *folded, gsize length) {
    for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++)
        if ((*prefixes[i].letters | 0x20) == *folded && strlen(prefixes[i].letters) == length &&
            g_ascii_strncasecmp(prefixes[i].letters, folded, length) == 0)
            return prefixes[i].country;
    return NULL;
}

/* TRUE where exactly one space (no-break too) stands between word n and the next. */
static gboolean one_space(const Marks *marks, guint n) {
    const char *at = marks->text + marks_word(marks, n)->end;
    gsize length = marks_word(marks, n + 1)->start - marks_word(marks, n)->end;
    return (length == 1 && *at == ' ') || (length == 2 && memcmp(at, "\xc2\xa0", 2) == 0) ||
           (length == 3 && memcmp(at, "\xe2\x80\xaf", 3) == 0);
}

/* Folded words are compared, which are free of invisible characters: a letter of the shape must be
 * a capital in the text, and so must the whole word. */
static gboolean shape_fits(char shape, char folded, gboolean upper) {
    switch (shape) {
    case '9':
        return g_ascii_isdigit(folded);
    case '@':
        return g_ascii_islower(folded) && upper;
    default:
        return g_ascii_isdigit(folded) || (g_ascii_islower(folded) && upper);
    }
}

/* Follows the shape from the folded word n, `skip` octets passed over. FALSE, or the word in which
 * it ends, at its end. */
static gboolean shape_match(const Marks *marks, guint n, gsize skip, const char *shape,
                            guint *ret_last) {
    const char *at = words_folded(marks->words, n) + skip;
    gboolean upper = marks_has(marks, n, MARK_UPPER);
    for (; *shape; shape++) {
        if (*shape == ' ' || *shape == '-') {
            if (*at) {
                if (*shape == '-')
                    return FALSE;
                continue;
            }
            if (n + 1 >= marks->to)
                return FALSE;
            if (*shape == ' ' ? !one_space(marks, n) : marks_gap(marks, n) != GAP_HYPHEN)
                return FALSE;
            at = words_folded(marks->words, ++n);
            upper = marks_has(marks, n, MARK_UPPER);
            continue;
        }
        if (!*at || !shape_fits(*shape, *at, upper))
            return FALSE;
        at++;
    }
    if (*at)
        return FALSE;
    *ret_last = n;
    return TRUE;
}

static gboolean is_alphabetic(const Marks *marks, guint n) {
    return !marks_has(marks, n, MARK_NUMBER | MARK_MIXED);
}

gboolean locality_is_particle(const char *folded) {
    static const char *const particles[] = {
        "am", "an", "der", "im",   "in",   "sur", "la",  "le",  "les", "de",  "del",
        "di", "du", "en",  "sous", "upon", "i",   "ved", "bei", "ob",  "den", "aan",
        "on", "y",  "los", "las",  "el",   "s",   "og",  "the", "do",  "da",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(particles); i++)
        if (strcmp(particles[i], folded) == 0)
            return TRUE;
    return FALSE;
}

/* The last word of the town that begins at word n, or FALSE where none does.  A lower-case one
 * ("københavn k") is taken as well: postal.c wants more of the street then. */
static gboolean town_match(const Marks *marks, guint n, guint *ret_last) {
    const guint32 no_town = MARK_QUANTITY | MARK_TELEPHONE | MARK_REFERENCE;
    if (n >= marks->to || !is_alphabetic(marks, n) || marks_has(marks, n, no_town))
        return FALSE;
    /* "s-Hertogenbosch" and "l'Hospitalet" begin with a single letter. */
    gboolean tiny = marks_word(marks, n)->end - marks_word(marks, n)->start < 2;
    if (tiny && (n + 1 >= marks->to || !marks_has(marks, n + 1, MARK_CAPITAL)))
        return FALSE;
    guint last = n;
    for (guint taken = 1; taken < 5 && last + 1 < marks->to; taken++) {
        Gap gap = marks_gap(marks, last);
        guint next = last + 1;
        if ((gap != GAP_SPACE && gap != GAP_HYPHEN && gap != GAP_TIGHT) ||
            !is_alphabetic(marks, next) || marks_has(marks, next, no_town | MARK_COUNTRY))
            break;
        if (!marks_has(marks, next, MARK_CAPITAL) &&
            !locality_is_particle(words_folded(marks->words, next)) &&
            marks_word(marks, next)->end - marks_word(marks, next)->start > 2)
            break;
        last = next;
    }
    *ret_last = last;
    return TRUE;
}

/* What may stand between postcode and town: a space, a comma, a line ending; not "%" or ":". */
static gboolean town_may_follow(const Marks *marks, guint n) {
    return n + 1 < marks->to && !marks_between(marks, n, "%:;!?+=/&@$€£)*.") &&
           marks_word(marks, n + 1)->line - marks_word(marks, n)->line <= 1;
}

/* Three digits are too little to tell a postcode by: Iceland's and the Faroes' towns do. */
static gboolean is_icelandic(const char *folded) {
    static const char *const towns[] = {
        "reykjavík",     "reykjavik",   "kópavogur", "kopavogur",     "hafnarfjörður",
        "hafnarfjordur", "garðabær",    "akureyri",  "reykjanesbær",  "keflavík",
        "keflavik",      "mosfellsbær", "selfoss",   "seltjarnarnes", "akranes",
        "ísafjörður",    "tórshavn",    "torshavn",  "klaksvík",      "argir",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(towns); i++)
        if (strcmp(towns[i], folded) == 0)
            return TRUE;
    return FALSE;
}

static gboolean is_year(const Marks *marks, guint n) {
    const Word *word = marks_word(marks, n);
    const char *at = marks->text + word->start;
    return word->end - word->start == 4 && (memcmp(at, "19", 2) == 0 || memcmp(at, "20", 2) == 0);
}

/* A town before the postcode: a capitalised word that ends at most a line earlier. */
static gboolean town_precedes(const Marks *marks, guint n) {
    /* "Dublin 2, D02 X285": the number of a district. */
    if (n > marks->from + 1 && marks_has(marks, n - 1, MARK_NUMBER) &&
        marks_word(marks, n - 1)->end - marks_word(marks, n - 1)->start <= 2 &&
        marks_word(marks, n)->line - marks_word(marks, n - 1)->line <= 1)
        n--;
    if (n == marks->from || marks_word(marks, n)->line - marks_word(marks, n - 1)->line > 1)
        return FALSE;
    return is_alphabetic(marks, n - 1) && marks_has(marks, n - 1, MARK_CAPITAL) &&
           !marks_has(marks, n - 1, MARK_QUANTITY | MARK_TELEPHONE | MARK_REFERENCE) &&
           !marks_between(marks, n - 1, "#$€£%:=+");
}

/* Behind "Auckland 1010" or "Singapore 238823" the address ends, or the country follows. */
static gboolean ends_there(const Marks *marks, guint n) {
    return n + 1 >= marks->to || marks_gap(marks, n) >= GAP_BREAK ||
           marks_has(marks, n + 1, MARK_COUNTRY);
}

static gboolean behind_prefix(const Marks *marks, guint n, Locality *ret) {
    if (n == marks->from || !marks_has(marks, n - 1, MARK_UPPER))
        return FALSE;
    const char *folded = words_folded(marks->words, n - 1);
    gsize length = strlen(folded);
    const char *country = prefix_country(folded, length);
    Gap gap = marks_gap(marks, n - 1);
    /* "SE - 411 09" has spaces around its hyphen. */
    gboolean spaced = gap == GAP_BREAK && marks_between(marks, n - 1, "-–") &&
                      !marks_between(marks, n - 1, ",|/");
    if (!country || (gap != GAP_HYPHEN && gap != GAP_SPACE && !spaced))
        return FALSE;
    /* "A 12345" may be anything: one letter needs its hyphen. */
    if (gap == GAP_SPACE && (length < 2 || !one_space(marks, n - 1)))
        return FALSE;
    ret->country = country;
    ret->first = n - 1;
    return TRUE;
}

/* "DK2100", "DK-2100", "S-111 22": with the town behind or, as in "Kaunas LT-44248", before. */
static gboolean match_prefixed(const Marks *marks, guint n, Locality *ret) {
    static const char *const codes[] = {"99999", "999 99", "9999 @@", "9999", "999"};
    const char *folded = words_folded(marks->words, n);
    gsize letters = 0;
    while (g_ascii_islower(folded[letters]))
        letters++;
    Locality found = {.first = n, .code_first = n, .strong = TRUE};
    gboolean state = FALSE; /* "Dover, DE 19901": Delaware, unless a town follows directly */
    if (letters > 0) {
        found.country = marks_has(marks, n, MARK_UPPER) ? prefix_country(folded, letters) : NULL;
        if (!found.country)
            return FALSE;
    } else if (!behind_prefix(marks, n, &found)) {
        return FALSE;
    } else {
        state = marks_has(marks, n - 1, MARK_REGION_END) && marks_gap(marks, n - 1) == GAP_SPACE;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(codes); i++) {
        guint town;
        if (!shape_match(marks, n, letters, codes[i], &found.code_last))
            continue;
        found.last = found.code_last;
        if (state &&
            (found.code_last + 1 >= marks->to || marks_gap(marks, found.code_last) != GAP_SPACE))
            return FALSE;
        if (town_may_follow(marks, found.code_last) &&
            town_match(marks, found.code_last + 1, &town))
            found.last = town;
        else if (town_precedes(marks, found.first))
            found.town_before = TRUE;
        else
            return FALSE;
        *ret = found;
        return TRUE;
    }
    return FALSE;
}

static gboolean match_shape(const Marks *marks, guint n, gsize row, Locality *ret) {
    guint town;
    Locality found = {
        .first = n, .code_first = n, .country = shapes[row].country, .strong = shapes[row].strong};
    if (!shape_match(marks, n, 0, shapes[row].shape, &found.code_last))
        return FALSE;
    found.last = found.code_last;
    switch (shapes[row].side) {
    case TOWN_BEHIND:
        if (!town_may_follow(marks, found.code_last) ||
            !town_match(marks, found.code_last + 1, &town))
            return FALSE;
        if (shapes[row].country && strcmp(shapes[row].country, "IS") == 0 &&
            !is_icelandic(words_folded(marks->words, found.code_last + 1)))
            return FALSE;
        found.last = town;
        break;
    case TOWN_BEFORE:
        if (!town_precedes(marks, n))
            return FALSE;
        if (!found.strong && !ends_there(marks, found.code_last))
            return FALSE;
        found.town_before = TRUE;
        found.number_optional =
            found.strong && (strcmp(found.country, "GB") == 0 || strcmp(found.country, "IE") == 0);
        break;
    case REGION_BEFORE:
        if (n == marks->from || !marks_has(marks, n - 1, MARK_REGION_END) ||
            marks_word(marks, n)->line - marks_word(marks, n - 1)->line > 1)
            return FALSE;
        found.first = g_array_index(marks->marks, Mark, n - 1).first;
        found.town_before = TRUE;
        break;
    }
    found.year_like = !found.strong && is_year(marks, n);
    /* Frederiksberg (1800 to 2000) is the town whose postcodes look like years. */
    if (found.year_like && !found.town_before &&
        strcmp(words_folded(marks->words, found.code_last + 1), "frederiksberg") == 0)
        found.year_like = FALSE;
    *ret = found;
    return TRUE;
}

/* "Dublin 4", where no Eircode follows: older than Eircodes and still written without one. */
static gboolean match_dublin(const Marks *marks, guint n, Locality *ret) {
    const Word *word = marks_word(marks, n);
    if (n == marks->from || word->end - word->start > 2 || marks_gap(marks, n - 1) != GAP_SPACE ||
        strcmp(words_folded(marks->words, n - 1), "dublin") != 0)
        return FALSE;
    if (n + 1 < marks->to && marks_has(marks, n + 1, MARK_MIXED))
        return FALSE;
    *ret = (Locality){.first = n - 1,
                      .last = n,
                      .code_first = n,
                      .code_last = n,
                      .country = "IE",
                      .strong = TRUE,
                      .town_before = TRUE};
    return TRUE;
}

gboolean locality_match(const Marks *marks, guint n, Locality *ret) {
    if (!marks_has(marks, n, MARK_NUMBER | MARK_MIXED))
        return FALSE;
    if (match_prefixed(marks, n, ret) || match_dublin(marks, n, ret))
        return TRUE;
    /* A number behind money, "#" or inside a decimal is no postcode. */
    if (n > marks->from && marks_between(marks, n - 1, "#$€£+="))
        return FALSE;
    guint32 rows = rows_for(words_folded(marks->words, n));
    for (gsize row = 0; rows != 0; row++, rows >>= 1)
        if ((rows & 1) != 0 && match_shape(marks, n, row, ret))
            return TRUE;
    return FALSE;
}
