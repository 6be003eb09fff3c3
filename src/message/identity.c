/* identity.c - legal forms, copyright lines, and From's name in a text. */
#include "message/identity.h"

#include "message/marks.h"

#include <string.h>

/* Legal forms as they are written.  Characters that a form has must stand in the text; the words
 * of words.h do not show them ("A/S" is two words), so the text itself is compared. */
static const char *const legal_forms[] = {
    /* Denmark, and the Faroe Islands, Greenland, Norway, Sweden, Finland, Iceland */
    "ApS",
    "APS",
    "Aps",
    "A/S",
    "I/S",
    "P/S",
    "K/S",
    "IVS",
    "A.m.b.a.",
    "A.m.b.A.",
    "AMBA",
    "AmbA",
    "a.m.b.a.",
    "F.m.b.a.",
    "FMBA",
    "f.m.b.a.",
    "G/S",
    "S.m.b.a.",
    "SMBA",
    "p/f",
    "P/F",
    "Sp/f",
    "ASA",
    "AS",
    "ANS",
    "NUF",
    "BA",
    "SA",
    "AB",
    "HB",
    "KB",
    "Oy",
    "Oyj",
    "OY",
    "Ab",
    "Ky",
    "Tmi",
    "ehf",
    "ehf.",
    "hf",
    "hf.",
    "ohf",
    /* Germany, Austria, Switzerland */
    "GmbH",
    "gGmbH",
    "mbH",
    "AG",
    "UG",
    "KG",
    "OHG",
    "KGaA",
    "e.V.",
    "e.V",
    "eG",
    "e.K.",
    "e.U.",
    "GbR",
    "SE",
    "Sàrl",
    "OG",
    /* Netherlands, Belgium, Luxembourg */
    "B.V.",
    "BV",
    "N.V.",
    "NV",
    "V.O.F.",
    "VOF",
    "C.V.",
    "VZW",
    "vzw",
    "BVBA",
    "CVBA",
    "SPRL",
    "ASBL",
    "asbl",
    "SCRL",
    /* France, Spain, Portugal, Italy */
    "SAS",
    "S.A.S.",
    "S.A.S",
    "SASU",
    "SARL",
    "S.A.R.L.",
    "S.à r.l.",
    "EURL",
    "S.A.",
    "SNC",
    "SCI",
    "S.L.",
    "SL",
    "S.L.U.",
    "SLU",
    "S.A.U.",
    "Lda",
    "Lda.",
    "S.r.l.",
    "S.R.L.",
    "SRL",
    "Srl",
    "srl",
    "S.p.A.",
    "SpA",
    "SPA",
    "s.r.l.",
    "s.p.a.",
    "S.a.s.",
    "S.n.c.",
    /* English-speaking countries */
    "Ltd",
    "Ltd.",
    "LTD",
    "LTD.",
    "Limited",
    "LIMITED",
    "PLC",
    "plc",
    "Plc",
    "LLP",
    "LP",
    "LLC",
    "L.L.C.",
    "Llc",
    "PLLC",
    "PBC",
    "Inc",
    "Inc.",
    "INC",
    "INC.",
    "Incorporated",
    "Corp",
    "Corp.",
    "CORP",
    "CORP.",
    "Corporation",
    "CORPORATION",
    "Co.",
    "Company",
    "& Co",
    "Pty",
    "Pty.",
    "CIC",
    "501(c)(3)",
    /* elsewhere */
    "sp. z o.o.",
    "Sp. z o.o.",
    "S.A",
    "s.r.o.",
    "a.s.",
    "Kft",
    "Kft.",
    "Zrt",
    "Zrt.",
    "d.o.o.",
    "UAB",
    "SIA",
    "OÜ",
    "EOOD",
    "OOD",
    "Ltda",
    "Ltda.",
    "K.K.",
    "Pte",
    "Pte.",
    "Sdn",
    "Bhd",
    "Pvt",
    "FZE",
    "FZ-LLC",
    "OOO",
};

/* Forms that are ordinary words or abbreviations in capitals as well: they count only where the
 * word before is a name of its own in a short line or bound to it, not in shouted text. */
static gboolean is_common_word(const char *form) {
    static const char *const common[] = {"AS",      "SA",      "AB",      "BA", "SE",  "AG", "SL",
                                         "SPA",     "OG",      "LP",      "NV", "KB",  "HB", "KG",
                                         "Company", "Limited", "LIMITED", "hf", "SE",  "BV", "SIA",
                                         "Ab",      "VZW",     "UG",      "OY", "SCI", "CIC"};
    for (gsize i = 0; i < G_N_ELEMENTS(common); i++)
        if (strcmp(common[i], form) == 0)
            return TRUE;
    return FALSE;
}

/* The forms by their first octet, for every word is held against them: first[c] and, from each,
 * next[]; 0 is none, i + 1 stands for the i-th. */
typedef struct {
    guint8 first[256];
    guint8 next[G_N_ELEMENTS(legal_forms)];
} FormIndex;
G_STATIC_ASSERT(G_N_ELEMENTS(legal_forms) < 255);

static gpointer index_forms(gpointer data) {
    static FormIndex made;
    for (gsize i = 0; i < G_N_ELEMENTS(legal_forms); i++) {
        guchar first = (guchar)*legal_forms[i];
        made.next[i] = made.first[first];
        made.first[first] = (guint8)(i + 1);
    }
    return &made;
}

static const FormIndex *form_index(void) {
    static GOnce once = G_ONCE_INIT;
    return g_once(&once, index_forms, NULL);
}

static gboolean is_word_octet(char c) {
    return g_ascii_isalnum(c) || (guchar)c >= 0x80;
}

/* The legal form that stands at `at`, the longest; 0: none. */
static gsize form_at(const FormIndex *forms, const char *text, gsize at, gsize end,
                     const char **ret_form) {
    gsize longest = 0;
    if (end - at < 2)
        return 0; /* no form has only one octet */
    for (guint i = forms->first[(guchar)text[at]]; i > 0; i = forms->next[i - 1]) {
        const char *form = legal_forms[i - 1];
        if (form[1] != text[at + 1])
            continue;
        gsize length = strlen(form);
        if (length <= longest || length > end - at || memcmp(text + at, form, length) != 0)
            continue;
        if (at + length < end && is_word_octet(text[at + length]))
            continue;
        longest = length;
        *ret_form = form;
    }
    return longest;
}

/* The words that end at word n (exclusive) and make a name: capitalised, with "&", "og", "of" and
 * digits in between, on one line; at most six. n itself where there is none. */
static guint name_start(const Marks *marks, guint n) {
    guint first = n;
    while (first > marks->from && n - first < 6) {
        guint before = first - 1;
        if (first < n && marks_gap(marks, before) >= GAP_BREAK &&
            !marks_between(marks, before, "&+"))
            break;
        if (!marks_has(marks, before, MARK_CAPITAL | MARK_MIXED) &&
            !(first < n && marks_word(marks, before)->end - marks_word(marks, before)->start <= 3))
            break;
        first = before;
    }
    /* Small words begin no name. */
    while (first < n && !marks_has(marks, first, MARK_CAPITAL | MARK_MIXED))
        first++;
    return first;
}

static gboolean is_shouted(const Marks *marks, guint first, guint last) {
    for (guint n = first; n <= last; n++)
        if (!marks_has(marks, n, MARK_UPPER | MARK_NUMBER | MARK_MIXED))
            return FALSE;
    return TRUE;
}

/* Words of a copyright or sender line that are no name: years, "all rights reserved", "by". */
static gboolean is_filler(const Marks *marks, guint n) {
    static const char *const fillers[] = {
        "copyright",   "c",       "all",   "rights",      "reserved",    "by",         "af",
        "the",         "alle",    "you",   "and",         "og",          "this",       "email",
        "mail",        "to",      "til",   "dig",         "us",          "os",         "our",
        "vores",       "r",       "tm",    "rettigheder", "forbeholdes", "forbeholdt", "a",
        "an",          "privacy", "terms", "view",        "unsubscribe", "afmeld",     "e",
        "tous",        "droits",  "alla",  "your",        "inc",         "ltd",        "llc",
        "information", "notice",  "using", "via",         "ophavsret",   "de",         "den",
        "der",         "denne",   "dette", "any",         "about",       "om",
    };
    if (marks_has(marks, n, MARK_NUMBER))
        return TRUE;
    const char *word = words_folded(marks->words, n);
    for (gsize i = 0; i < G_N_ELEMENTS(fillers); i++)
        if (*fillers[i] == *word && strcmp(fillers[i], word) == 0)
            return TRUE;
    return FALSE;
}

static void add(GArray *found, IdentityKind kind, gsize start, gsize end) {
    Identity identity = {.kind = kind, .start = start, .end = end};
    g_array_append_val(found, identity);
}

static void find_forms(const Marks *marks, GArray *found) {
    const FormIndex *forms = form_index();
    for (guint n = marks->from; n < marks->to; n++) {
        const Word *word = marks_word(marks, n);
        const char *form = NULL;
        if (n == marks->from || g_ascii_isdigit(marks->text[word->start]))
            continue;
        gsize length = form_at(forms, marks->text, word->start, marks->end, &form);
        if (length == 0 || marks_word(marks, n - 1)->line != word->line)
            continue;
        /* "Eksempel ApS", "Example, Inc.", "Example (Pty)": a name directly before. */
        Gap gap = marks_gap(marks, n - 1);
        if (gap == GAP_LINE || gap == GAP_TIGHT || gap == GAP_HYPHEN ||
            (gap == GAP_BREAK && marks_between(marks, n - 1, "|•·–—:;\"“”/!?")))
            continue;
        guint first = name_start(marks, n);
        if (first == n || marks_has(marks, n - 1, MARK_NUMBER))
            continue;
        if (is_filler(marks, n - 1))
            continue;
        /* The word before must be the name's, capitalised or of digits and letters ("3M AS"). */
        if (!marks_has(marks, n - 1, MARK_CAPITAL | MARK_MIXED))
            continue;
        if (is_common_word(form)) {
            gboolean shouted = is_shouted(marks, first, n - 1) &&
                               (n + 1 >= marks->to || is_shouted(marks, n + 1, n + 1)) &&
                               g_ascii_isupper(form[1]);
            if (shouted || gap == GAP_BREAK)
                continue;
        }
        add(found, IDENTITY_LEGAL_FORM, marks_word(marks, first)->start, word->start + length);
    }
}

/* The name that begins at word n or after years and fillers, on that line or, where nothing is
 * left of it, on the next. */
static gboolean name_behind(const Marks *marks, guint n, gsize *ret_start, gsize *ret_end) {
    guint first = n, skipped = 0;
    guint32 line = n < marks->to ? marks_word(marks, n)->line : 0;
    while (first < marks->to && skipped < 8 && is_filler(marks, first) &&
           marks_word(marks, first)->line - line <= 1) {
        first++;
        skipped++;
    }
    if (first >= marks->to || marks_word(marks, first)->line - line > 1 ||
        !marks_has(marks, first, MARK_CAPITAL | MARK_MIXED))
        return FALSE;
    guint last = first;
    while (last + 1 < marks->to && last - first < 6 && marks_gap(marks, last) <= GAP_TIGHT &&
           (!marks_word(marks, last + 1)->opens ||
            marks_word(marks, last)->end - marks_word(marks, last)->start <= 2) &&
           (marks_has(marks, last + 1, MARK_CAPITAL | MARK_MIXED) ||
            marks_word(marks, last + 1)->end - marks_word(marks, last + 1)->start <= 3))
        last++;
    *ret_start = marks_word(marks, first)->start;
    *ret_end = marks_word(marks, last)->end;
    return TRUE;
}

static gboolean is_rights_phrase(const Hit *hit) {
    return hit->last > hit->first;
}

/* Octets behind a sign in which its name begins, on the same line. */
#define LINE_OCTETS 256u

static void find_copyright(const Marks *marks, GArray *found) {
    gsize start, end;
    /* The sign: "© 2026 Eksempel", "(c) 2026 Eksempel", "Eksempel © 2026". */
    for (gsize at = marks->start; at + 2 < marks->end; at++) {
        const char *here = marks->text + at;
        if (*here != '\xc2' && *here != '(')
            continue;
        gboolean sign = memcmp(here, "\xc2\xa9", 2) == 0;
        gboolean drawn = *here == '(' && g_ascii_tolower(here[1]) == 'c' && here[2] == ')';
        if (!sign && !drawn)
            continue;
        guint n = words_index_at(marks->words, at + (drawn ? 3 : 2));
        const char *line_end = memchr(here, '\n', MIN(marks->end - at, LINE_OCTETS));
        gsize bound =
            line_end ? (gsize)(line_end - marks->text) : MIN(marks->end, at + LINE_OCTETS);
        if (n < marks->to && marks_word(marks, n)->start < bound &&
            name_behind(marks, n, &start, &end) && start < bound) {
            add(found, IDENTITY_COPYRIGHT, start, end);
        } else {
            guint before = words_index_at(marks->words, at);
            guint first = before > marks->from ? name_start(marks, before) : before;
            if (first < before &&
                !memchr(marks->text + marks_word(marks, before - 1)->end, '\n',
                        at - marks_word(marks, before - 1)->end) &&
                !is_filler(marks, before - 1))
                add(found, IDENTITY_COPYRIGHT, marks_word(marks, first)->start,
                    marks_word(marks, before - 1)->end);
        }
    }
    /* The word: "Copyright 2026 Eksempel". */
    guint at = 0;
    for (const Hit *hit;
         (hit = hits_next(marks->hits, "copyright", marks->start, marks->end, &at));)
        if (!is_rights_phrase(hit) && name_behind(marks, hit->last + 1, &start, &end))
            add(found, IDENTITY_COPYRIGHT, start, end);
    at = 0;
    for (const Hit *hit; (hit = hits_next(marks->hits, "sent-by", marks->start, marks->end, &at));)
        if (hit->last + 1 < marks->to && name_behind(marks, hit->last + 1, &start, &end))
            add(found, IDENTITY_SENT_BY, start, end);
}

GArray *identity_find(const Marks *marks, gsize start, gsize end, const IdentityFrom *from) {
    Marks part = marks_within(marks, start, end);
    GArray *found = g_array_new(FALSE, FALSE, sizeof(Identity));
    find_forms(&part, found);
    find_copyright(&part, found);
    if (from)
        identity_find_from(part.text, part.words, start, end, from, found);
    return found;
}
