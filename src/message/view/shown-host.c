/* shown-host.c - URLs and domains as people write them. */
#include "message/view/shown-host.h"

#include "message/domains/domain.h"
#include "message/view/link.h"

#include <string.h>

/* No link text that shows a URL is longer; a longer text is looked at up to here. */
#define TEXT_OCTETS 2000u

/* Public suffixes that are file extensions as well: without "www." or a path they are files. */
static const char *const file_suffixes[] = {"zip", "mov", "md", "py", "rs", "sh", "ps", NULL};

/* Names of products that are written as domains are. */
static const char *const products[] = {"asp.net", "ado.net", "vb.net", "ml.net", NULL};

static gsize bounded(const char *text, gsize length) {
    if (length <= TEXT_OCTETS)
        return length;
    length = TEXT_OCTETS;
    while (length > 0 && ((guchar)text[length] & 0xc0) == 0x80)
        length--;
    return length;
}

static gboolean is_space(const char *at) {
    return g_unichar_isspace(g_utf8_get_char(at));
}

/* Octets of the word at `text` up to white space or what cannot stand in a URL. */
static gsize word_length(const char *text, gsize length) {
    gsize n = 0;
    while (n < length && !is_space(text + n) && strchr("<>\"", text[n]) == NULL)
        n += (gsize)(g_utf8_next_char(text + n) - (text + n));
    return MIN(n, length);
}

/* Takes quotation marks, brackets, arrows and full stops off both ends. */
static void trim(const char *text, gsize *start, gsize *end) {
    while (*start < *end && !g_unichar_isalnum(g_utf8_get_char(text + *start)))
        *start += (gsize)(g_utf8_next_char(text + *start) - (text + *start));
    while (*start < *end) {
        const char *last = g_utf8_find_prev_char(text + *start, text + *end);
        if (last == NULL || *last == '/' || g_unichar_isalnum(g_utf8_get_char(last)))
            break;
        *end = (gsize)(last - text);
    }
}

/* The host of a URL without regard to its scheme; NULL where it has none that is registrable. */
static char *host_of(const char *prefix, const char *word, gsize length) {
    g_autofree char *text = g_strdup_printf("%s%.*s", prefix, (int)length, word);
    g_autoptr(Url) url = url_parse(text);
    return url->host != NULL && domain_is_registrable(url->host) ? g_steal_pointer(&url->host)
                                                                 : NULL;
}

/* "://" with a scheme before it, or "www." at the start of a word; NULL: none. */
static char *find_url(const char *text, gsize length, gsize *ret_start, gsize *ret_end) {
    static const char *const schemes[] = {"https://", "http://", "ftp://", "www."};
    for (gsize at = 0; at < length; at++) {
        /* Most letters begin none of them. */
        if (strchr("hHfFwW", text[at]) == NULL || (at > 0 && g_ascii_isalnum(text[at - 1])))
            continue;
        for (guint i = 0; i < G_N_ELEMENTS(schemes); i++) {
            gsize n = strlen(schemes[i]);
            if (length - at <= n || g_ascii_strncasecmp(text + at, schemes[i], n) != 0)
                continue;
            /* "user@www.example.dk" is an address. */
            if (at > 0 && strchr("@.-_", text[at - 1]) != NULL)
                continue;
            gsize start = at, word = at + word_length(text + at, length - at), end = word;
            trim(text, &start, &end);
            char *host = host_of(i == 3 ? "http://" : "", text + start, end - start);
            if (host != NULL) {
                *ret_start = start;
                *ret_end = end;
                return host;
            }
            at = word; /* no second look at its octets */
            break;
        }
    }
    return NULL;
}

/* TRUE where the last label is written as that of a domain: "dk" and, in a name all in capitals,
 * "DK"; "tilbud.Se" and "Mr.Green" are a missing space and a name. */
static gboolean is_written_as_domain(const char *word, gsize length) {
    const char *last = g_strrstr_len(word, (gssize)length, ".");
    gboolean capitals = TRUE, small = TRUE;
    for (const char *at = last; at < word + length; at++) {
        capitals = capitals && !g_ascii_islower(*at);
        small = small && !g_ascii_isupper(*at);
    }
    for (const char *at = word; at < last; at++)
        capitals = capitals && !g_ascii_islower(*at);
    return small || capitals;
}

static gboolean has_letter(const char *host) {
    for (gsize n = strcspn(host, "."), i = 0; i < n; i++)
        if (g_ascii_isalpha(host[i]))
            return TRUE;
    return FALSE;
}

char *shown_host_of_word(const char *word, gsize length) {
    gsize name = 0;
    while (name < length && strchr("/?#:", word[name]) == NULL)
        name++;
    if (memchr(word, '@', length) != NULL || memchr(word, '.', name) == NULL || name > 253)
        return NULL;
    g_autofree char *host = host_of("http://", word, length);
    if (host == NULL)
        return NULL;
    gboolean page = name < length && word[name] == '/';
    if (!page &&
        (!is_written_as_domain(word, name) || !has_letter(host) ||
         g_strv_contains(file_suffixes, strrchr(host, '.') + 1) || g_strv_contains(products, host)))
        return NULL;
    return g_steal_pointer(&host);
}

char *shown_host(const char *text, gsize length, gsize *ret_start, gsize *ret_end) {
    length = bounded(text, length);
    gsize start = 0, end = length;
    char *host = find_url(text, length, &start, &end);
    if (host == NULL) {
        trim(text, &start, &end);
        if (word_length(text + start, end - start) == end - start && start < end)
            host = shown_host_of_word(text + start, end - start);
        /* "@example.dk" and "navn@" are parts of an address. */
        if (host != NULL && memchr(text, '@', length) != NULL)
            g_clear_pointer(&host, g_free);
    }
    if (host == NULL)
        return NULL;
    if (ret_start != NULL)
        *ret_start = start;
    if (ret_end != NULL)
        *ret_end = end;
    return host;
}
