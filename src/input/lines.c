/* lines.c - see lines.h. */
#include "input/lines.h"

#include "limits.h"

#include <string.h>

/* Words of one From line that are looked at; the longest real ones have ten. */
#define FROM_LINE_WORDS 24

/* Words of the sender, where they are many: "Bo Hansen", "bo at example.dk". */
#define SENDER_WORDS 3

typedef struct {
    const char *text;
    gsize length;
} Word;

static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                     "jul", "aug", "sep", "oct", "nov", "dec"};
static const char *const weekdays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

/* strchr(3) finds the NUL that ends `set`; mail holds NULs. */
static gboolean octet_in(char octet, const char *set) {
    return octet != '\0' && strchr(set, octet);
}

static gboolean word_is(Word word, const char *text) {
    return word.length == strlen(text) && g_ascii_strncasecmp(word.text, text, word.length) == 0;
}

/* "Mon", "mon,", "January": one of `names` (three letters each), and letters after it. */
static gboolean word_names(Word word, const char *const *names, gsize count) {
    if (word.length && word.text[word.length - 1] == ',')
        word.length--;
    if (word.length < 3 || word.length > 9)
        return FALSE;
    for (gsize i = 0; i < word.length; i++)
        if (!g_ascii_isalpha(word.text[i]))
            return FALSE;
    for (gsize i = 0; i < count; i++)
        if (g_ascii_strncasecmp(word.text, names[i], 3) == 0)
            return TRUE;
    return FALSE;
}

/* Reads digits from *at on; how many there were. */
static gsize pass_digits(Word word, gsize *at) {
    gsize start = *at;
    while (*at < word.length && g_ascii_isdigit(word.text[*at]))
        (*at)++;
    return *at - start;
}

/* "5", "05,", "2026": a day of the month or a year. */
static gboolean word_is_number(Word word) {
    gsize at = 0, digits = pass_digits(word, &at);
    if (at < word.length && word.text[at] == ',')
        at++;
    return at == word.length && (digits == 1 || digits == 2 || digits == 4);
}

/* "9:05", "23:45:00", "0:0:00", "23:45:00.123", "10:00:00Z". */
static gboolean word_is_time(Word word) {
    gsize at = 0;
    for (guint part = 0; part < 3; part++) {
        gsize digits = pass_digits(word, &at);
        if (digits < 1 || digits > 2)
            return FALSE;
        if (at == word.length || word.text[at] != ':')
            return part >= 1 && (at == word.length || octet_in(word.text[at], ".+-Zz"));
        at++;
    }
    return FALSE;
}

/* "2026-11-23", alone or with "T…" behind it. */
static gboolean word_is_iso_date(Word word) {
    gsize at = 0;
    if (pass_digits(word, &at) != 4 || at == word.length || word.text[at++] != '-' ||
        pass_digits(word, &at) != 2 || at == word.length || word.text[at++] != '-' ||
        pass_digits(word, &at) != 2)
        return FALSE;
    if (at == word.length)
        return TRUE;
    Word time = {word.text + at + 1, word.length - at - 1};
    return (word.text[at] == 'T' || word.text[at] == 't') && word_is_time(time);
}

/* "+0100", "-01:00", "GMT", "(CEST)", "EST5EDT". */
static gboolean word_is_zone(Word word) {
    gsize at = 1;
    if (word.length < 1 || word.length > 10)
        return FALSE;
    if (word.text[0] == '+' || word.text[0] == '-') {
        for (; at < word.length; at++)
            if (!g_ascii_isdigit(word.text[at]) && word.text[at] != ':')
                return FALSE;
        return word.length > 1;
    }
    for (at = 0; at < word.length; at++)
        if (!g_ascii_isupper(word.text[at]) && !g_ascii_isdigit(word.text[at]) &&
            !octet_in(word.text[at], "()/_"))
            return FALSE;
    return !g_ascii_isdigit(word.text[0]);
}

/* Whether the words are a date and nothing else, but for UUCP's "remote from HOST" at the end. */
static gboolean words_are_date(const Word *words, gsize count) {
    guint named = 0, numbers = 0, times = 0, isos = 0, zones = 0;

    for (gsize i = 0; i < count; i++) {
        if (i > 0 && i + 3 == count && word_is(words[i], "remote") && word_is(words[i + 1], "from"))
            break;
        if (word_is_iso_date(words[i])) {
            isos++;
            times += memchr(words[i].text, ':', words[i].length) != NULL;
        } else if (word_is_time(words[i])) {
            times++;
        } else if (word_is_number(words[i])) {
            numbers++;
        } else if (word_names(words[i], months, G_N_ELEMENTS(months))) {
            named++;
        } else if (!word_names(words[i], weekdays, G_N_ELEMENTS(weekdays))) {
            if (i == 0 || !word_is_zone(words[i]))
                return FALSE;
            zones++;
        }
    }
    if (times != 1 || zones > 2)
        return FALSE;
    return isos ? isos == 1 && named == 0 && numbers == 0 : named == 1 && numbers == 2;
}

/* Splits at white space; a quoted local part is one word. The number of words, at most `limit`+1.
 */
static gsize split_words(const char *line, gsize length, Word *ret_words, gsize limit) {
    gsize count = 0, at = 0;

    while (TRUE) {
        while (at < length && (line[at] == ' ' || line[at] == '\t'))
            at++;
        if (at == length)
            return count;
        if (count == limit)
            return limit + 1;
        gsize start = at;
        gboolean quoted = FALSE;
        for (; at < length && (quoted || (line[at] != ' ' && line[at] != '\t')); at++)
            if (count == 0 && line[at] == '"')
                quoted = !quoted;
        ret_words[count++] = (Word){line + start, at - start};
    }
}

FromLine lines_from_line(const char *line, gsize length) {
    Word words[FROM_LINE_WORDS];

    if (length < 5 || length > LIMIT_FROM_LINE || memcmp(line, "From ", 5) != 0)
        return FROM_LINE_NO;
    gsize count = split_words(line + 5, length - 5, words, FROM_LINE_WORDS);
    if (count == 0 || count > FROM_LINE_WORDS || words[0].text[0] == ':')
        return FROM_LINE_NO;

    if (words_are_date(words, count) || words_are_date(words + 1, count - 1))
        return FROM_LINE_CERTAIN;
    /* Archives of Mailman: "From bo at example.dk  Mon Nov 23 05:00:00 2026". */
    if (count > 3 && word_is(words[1], "at") && words_are_date(words + 3, count - 3))
        return FROM_LINE_CERTAIN;
    for (gsize sender = 2; sender <= SENDER_WORDS && sender < count; sender++)
        if (words_are_date(words + sender, count - sender))
            return FROM_LINE_POSSIBLE;
    /* Mozilla writes "From - ", Google Takeout and small programs a bare address. */
    if (count == 1 &&
        (word_is(words[0], "-") || word_is(words[0], "<>") || word_is(words[0], "MAILER-DAEMON") ||
         memchr(words[0].text, '@', words[0].length)))
        return FROM_LINE_POSSIBLE;
    return FROM_LINE_NO;
}

/* Names of one word; each has been seen in mail. */
static const char *const known_names[] = {"From",
                                          "To",
                                          "Cc",
                                          "Bcc",
                                          "Subject",
                                          "Date",
                                          "Sender",
                                          "Reply-To",
                                          "Message-ID",
                                          "In-Reply-To",
                                          "References",
                                          "MIME-Version",
                                          "Received",
                                          "Received-SPF",
                                          "Return-Path",
                                          "Delivered-To",
                                          "Delivery-Date",
                                          "Envelope-To",
                                          "Errors-To",
                                          "Precedence",
                                          "Priority",
                                          "Importance",
                                          "Organization",
                                          "User-Agent",
                                          "Mailing-List",
                                          "Sensitivity",
                                          "Newsgroups",
                                          "Path",
                                          "Xref",
                                          "Lines",
                                          "Status",
                                          "Thread-Topic",
                                          "Thread-Index",
                                          "Comments",
                                          "Keywords",
                                          "Autocrypt",
                                          "Apparently-To",
                                          "Approved",
                                          "Followup-To",
                                          "Feedback-ID",
                                          "Domainkey-Signature",
                                          "Disposition-Notification-To",
                                          "Return-Receipt-To",
                                          "CFBL-Address",
                                          "Accept-Language"};

/* Families of names. */
static const char *const known_prefixes[] = {"X-",        "List-",          "Content-", "ARC-",
                                             "DKIM-",     "Resent-",        "Auto-",    "BIMI-",
                                             "Original-", "Authentication-"};

static gboolean name_is_known(Word name) {
    for (gsize i = 0; i < G_N_ELEMENTS(known_names); i++)
        if (word_is(name, known_names[i]))
            return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(known_prefixes); i++) {
        gsize length = strlen(known_prefixes[i]);
        if (name.length > length && g_ascii_strncasecmp(name.text, known_prefixes[i], length) == 0)
            return TRUE;
    }
    return FALSE;
}

FieldLine lines_field_line(const char *line, gsize length) {
    gsize at = 0;

    /* A name of at most 77 octets: a line of 78 (RFC 5322 section 2.1.1) holds it and the colon. */
    while (at < length && at < 78 &&
           (g_ascii_isalnum(line[at]) || (at && octet_in(line[at], "-_."))))
        at++;
    if (at < 2 || at == 78 || !g_ascii_isalpha(line[0]))
        return FIELD_LINE_NO;
    Word name = {line, at};
    while (at < length && (line[at] == ' ' || line[at] == '\t'))
        at++; /* obsolete syntax, RFC 5322 section 4.5 */
    if (at == length || line[at] != ':')
        return FIELD_LINE_NO;
    if (name_is_known(name))
        return FIELD_LINE_KNOWN;
    if (length - at >= 3 && line[at + 1] == '/' && line[at + 2] == '/')
        return FIELD_LINE_NO; /* a URL */
    return FIELD_LINE_UNKNOWN;
}

gsize lines_length(const char *text, gsize length, gsize *ret_next) {
    const char *lf = length ? memchr(text, '\n', length) : NULL;
    gsize end = lf ? (gsize)(lf - text) : length;
    const char *cr = end ? memchr(text, '\r', end) : NULL;

    if (cr) {
        end = (gsize)(cr - text);
        *ret_next = end + 1 < length && text[end + 1] == '\n' ? end + 2 : end + 1;
    } else {
        *ret_next = lf ? end + 1 : length;
    }
    return end;
}
