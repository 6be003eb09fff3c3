/* identity-from.c - the name and the domain of From, looked for in a text.
 *
 * "Eksempel | Nyhedsbrev" <nyt@mail.eksempel.dk> is named by "Eksempel", and by "eksempel.dk" where
 * the text shows it as a web address.  Mail addresses in the text name a mailbox, not the sender.
 */
#include "message/identity.h"

#include "message/mime/mailbox.h"

#include <string.h>

/* Octets of a display name that are looked at, and words that a domain's label may be written in.
 */
#define NAME_OCTETS 256u
#define LABEL_WORDS 6u

static gboolean is_word_octet(char c) {
    return g_ascii_isalnum(c) || (guchar)c >= 0x80;
}

static void add(GArray *found, IdentityKind kind, gsize start, gsize end) {
    Identity identity = {.kind = kind, .start = start, .end = end};
    g_array_append_val(found, identity);
}

/* Words of a display name that are not the name: "Nyhedsbrev", "The", "Team", "via". */
static gboolean is_generic(const char *folded) {
    static const char *const generic[] = {
        "the",          "team",      "news",     "newsletter", "newsletters", "nyhedsbrev",
        "nyhedsbrevet", "nyheder",   "nyt",      "fra",        "from",        "hos",
        "at",           "by",        "af",       "via",        "info",        "mail",
        "email",        "e",         "noreply",  "no",         "reply",       "support",
        "kundeservice", "service",   "customer", "care",       "shop",        "online",
        "official",     "a",         "an",       "of",         "for",         "and",
        "og",           "i",         "in",       "on",         "com",         "dk",
        "net",          "org",       "co",       "aps",        "s",           "as",
        "inc",          "ltd",       "llc",      "gmbh",       "updates",     "update",
        "alerts",       "deals",     "offers",   "tilbud",     "club",        "klub",
        "kundeklub",    "marketing", "hello",    "hej",        "hi",          "your",
        "dit",          "din",       "my",       "de",         "den",         "der",
        "det",          "daily",     "weekly",   "digest",     "sale",        "salg",
        "kontakt",      "contact",   "post",     "admin",      "store",       "butik",
        "butikken",     "dear",      "new",      "ny",         "with",        "member",
        "members",      "rewards",   "group",    "company",    "corp",        "redaktionen",
        "media",        "us",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(generic); i++)
        if (strcmp(generic[i], folded) == 0)
            return TRUE;
    return FALSE;
}

/* Labels under which mail is sent for others, and names of mailbox hosts, name nobody. */
static char *domain_label(const char *domain) {
    g_autofree char *organization = domain ? domain_organizational(domain) : NULL;
    if (!organization)
        return NULL;
    *strchrnul(organization, '.') = '\0';
    GString *label = g_string_new(NULL);
    for (const char *at = organization; *at; at++)
        if (g_ascii_isalnum(*at))
            g_string_append_c(label, g_ascii_tolower(*at));
    return g_string_free(label, FALSE);
}

gsize identity_label_match(const char *label, const char *folded, gboolean *ret_whole) {
    static const struct {
        const char *letter, *labels[2];
    } pairs[] = {{"æ", {"ae", "a"}}, {"ø", {"oe", "o"}}, {"å", {"aa", "a"}}, {"ä", {"ae", "a"}},
                 {"ö", {"oe", "o"}}, {"ü", {"ue", "u"}}, {"é", {"e", "e"}}};
    const char *at = label;
    while (*folded) {
        if (*folded == *at) {
            folded++;
            at++;
            continue;
        }
        gsize taken = 0;
        for (gsize i = 0; (guchar)*folded >= 0x80 && i < G_N_ELEMENTS(pairs) && !taken; i++) {
            gsize length = strlen(pairs[i].letter);
            if (strncmp(folded, pairs[i].letter, length) != 0)
                continue;
            for (guint way = 0; way < 2 && !taken; way++)
                if (g_str_has_prefix(at, pairs[i].labels[way]))
                    taken = strlen(pairs[i].labels[way]);
            folded += taken ? length : 0;
        }
        if (!taken)
            break;
        at += taken;
    }
    *ret_whole = *folded == '\0';
    return (gsize)(at - label);
}

/* TRUE for a word inside a URL that leads to a page: "https://example.dk/sale" is a target, while
 * "www.example.dk" and "https://example.dk" are how firms write who they are. */
static gboolean in_page_url(const char *text, gsize start, gsize end, const Word *word) {
    gsize first = word->start, last = word->end;
    while (first > start && word->start - first < 128 && !g_ascii_isspace(text[first - 1]))
        first--;
    while (last < end && last - word->end < 128 && !g_ascii_isspace(text[last]))
        last++;
    const char *scheme = g_strstr_len(text + first, (gssize)(last - first), "://");
    if (!scheme)
        return FALSE;
    const char *host = scheme + 3;
    const char *slash = memchr(host, '/', (gsize)(text + last - MIN(host, text + last)));
    return slash && slash + 1 < text + last;
}

/* TRUE for a word inside an e-mail address: it names a mailbox, not the sender. */
static gboolean in_address(const char *text, gsize start, gsize end, const Word *word) {
    gsize at = word->start;
    while (at > start && word->start - at < 64 && !g_ascii_isspace(text[at - 1]) &&
           text[at - 1] != '@')
        at--;
    if (at > start && text[at - 1] == '@')
        return TRUE;
    at = word->end;
    while (at < end && at - word->end < 64 && (is_word_octet(text[at]) || strchr("._-+", text[at])))
        at++;
    return at < end && text[at] == '@';
}

/* The domain's label, written as one word or as several: "kingarthurbaking", "King Arthur Baking".
 */
static void find_label(const char *text, const Words *words, gsize start, gsize end,
                       const char *label, GArray *found) {
    guint to = words_index_at(words, end);
    gsize length = strlen(label);
    if (length < 3)
        return;
    for (guint n = words_index_at(words, start); n < to; n++) {
        const Word *word = &g_array_index(words->words, Word, n);
        char first = *words_folded(words, n);
        if ((guchar)first < 0x80 && first != *label)
            continue;
        gsize at = 0;
        for (guint last = n; last < to && last - n < LABEL_WORDS && at < length; last++) {
            gboolean whole;
            at += identity_label_match(label + at, words_folded(words, last), &whole);
            if (!whole)
                break;
            if (at == length && !in_address(text, start, end, word) &&
                !in_page_url(text, start, end, word)) {
                add(found, IDENTITY_DOMAIN, word->start,
                    g_array_index(words->words, Word, last).end);
                break;
            }
        }
    }
}

/* TRUE where the word is the name's, or a form of it: "Blomsterhusets", "Museet". */
static gboolean is_form_of(const char *word, const char *name) {
    static const char *const endings[] = {"", "s", "et", "en", "ets", "ens", "t", "n"};
    gsize length = strlen(name);
    if (strncmp(word, name, length) != 0)
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++)
        if (strcmp(word + length, endings[i]) == 0)
            return i == 0 || length >= 5;
    return FALSE;
}

/* The display name's own words, in order, directly after each other. */
static void find_name(const char *text, const Words *words, gsize start, gsize end,
                      const char *name, GArray *found) {
    g_autoptr(Words) display = words_new(name, strlen(name));
    g_autoptr(GPtrArray) own = g_ptr_array_new();
    gboolean capital = FALSE;
    for (guint i = 0; i < display->words->len; i++) {
        if (is_generic(words_folded(display, i)))
            continue;
        if (own->len == 0)
            capital = (g_array_index(display->words, Word, i).letters & WORD_CAPITAL) != 0;
        g_ptr_array_add(own, (gpointer)words_folded(display, i));
    }
    /* "Mette fra Eksempel": the person alone is the sender's name too, where the firm is not. */
    if (own->len == 0)
        return;
    guint to = words_index_at(words, end);
    for (guint n = words_index_at(words, start); n < to; n++) {
        if (!is_form_of(words_folded(words, n), own->pdata[0]))
            continue;
        guint last = n, matched = 1;
        for (guint next = n + 1; next < to && next - last <= 2 && matched < own->len; next++)
            if (is_form_of(words_folded(words, next), own->pdata[matched])) {
                matched++;
                last = next;
            }
        const Word *word = &g_array_index(words->words, Word, n);
        /* "Home Warranty" is a name, "a home warranty" is what it sells. */
        if (capital && !(word->letters & WORD_CAPITAL))
            continue;
        if (matched == own->len && !in_address(text, start, end, word) &&
            !in_page_url(text, start, end, word))
            add(found, IDENTITY_FROM_NAME, word->start,
                g_array_index(words->words, Word, last).end);
    }
}

/* "Team BHC" for the Bateman Horne Center: initials of three words or more, in capitals. */
static void find_initials(const char *text, const Words *words, gsize start, gsize end,
                          const char *name, GArray *found) {
    g_autoptr(Words) display = words_new(name, strlen(name));
    g_autoptr(GString) initials = g_string_new(NULL);
    for (guint i = 0; i < display->words->len; i++) {
        const char *folded = words_folded(display, i);
        if (!g_ascii_islower(*folded))
            return;
        g_string_append_c(initials, *folded);
    }
    if (initials->len < 3)
        return;
    guint to = words_index_at(words, end);
    for (guint n = words_index_at(words, start); n < to; n++) {
        const Word *word = &g_array_index(words->words, Word, n);
        if (word->letters & WORD_CAPITAL && strcmp(words_folded(words, n), initials->str) == 0 &&
            g_ascii_isupper(text[word->start]) && g_ascii_isupper(text[word->end - 1]))
            add(found, IDENTITY_FROM_NAME, word->start, word->end);
    }
}

/* The parts of a display name that may each be the firm: "Mette fra Eksempel", "Eksempel | Nyt". */
static void find_names(const char *text, const Words *words, gsize start, gsize end,
                       const char *name, GArray *found) {
    find_name(text, words, start, end, name, found);
    find_initials(text, words, start, end, name, found);
    static const char *const joints[] = {" fra ", " from ", " hos ", " at ",  " @ ",   " | ",
                                         " - ",   " – ",    ", ",    " via ", " by ",  " af ",
                                         ": ",    " ved ",  " i ",   " in ",  " with "};
    for (gsize i = 0; i < G_N_ELEMENTS(joints); i++) {
        const char *joint = strstr(name, joints[i]);
        if (!joint)
            continue;
        const char *behind = joint + strlen(joints[i]);
        g_autofree char *before = g_strndup(name, (gsize)(joint - name));
        find_name(text, words, start, end, behind, found);
        /* The part before "fra" is a person: not the firm's name. */
        if (strchr("|-:", joints[i][1]) || joints[i][0] == ',' || strcmp(joints[i], " – ") == 0)
            find_name(text, words, start, end, before, found);
        return;
    }
}

void identity_find_from(const char *text, const Words *words, gsize start, gsize end,
                        const IdentityFrom *from, GArray *found) {
    if (from->name && strlen(from->name) <= NAME_OCTETS)
        find_names(text, words, start, end, from->name, found);
    g_autofree char *label = domain_label(from->domain);
    if (label)
        find_label(text, words, start, end, label, found);
}

gboolean identity_in_text(const char *text, const IdentityFrom *from) {
    if (!text || !*text || !from)
        return FALSE;
    g_autoptr(Words) words = words_new(text, strlen(text));
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Identity));
    identity_find_from(text, words, 0, strlen(text), from, found);
    return found->len > 0;
}
