/* link.c - the parts of a URL that rules look at. */
#include "message/view/link.h"

#include "message/mime/mailbox.h"

#include <string.h>

/* Longest text that can be a host: 253 octets of name, each percent-encoded, and a bit. */
#define HOST_TEXT_MAX 1024u

/* Without C0 controls and spaces at its ends, tabs and line breaks (WHATWG URL 4.4). */
static char *clean(const char *text) {
    while (*text != '\0' && (guchar)*text <= 0x20)
        text++;
    gsize length = strlen(text);
    while (length > 0 && (guchar)text[length - 1] <= 0x20)
        length--;
    char *out = g_malloc(length + 1);
    gsize n = 0;
    for (gsize i = 0; i < length; i++)
        if (text[i] != '\t' && text[i] != '\r' && text[i] != '\n')
            out[n++] = text[i];
    out[n] = '\0';
    return out;
}

/* A number of WHATWG URL 3.5: decimal, 0x hexadecimal, 0 octal. FALSE: none. */
static gboolean ipv4_number(const char *text, gsize length, guint64 *ret_number) {
    guint base = 10;
    if (length >= 2 && text[0] == '0') {
        base = g_ascii_tolower(text[1]) == 'x' ? 16 : 8;
        text += base == 16 ? 2 : 1;
        length -= base == 16 ? 2 : 1;
    }
    guint64 number = 0;
    for (gsize i = 0; i < length; i++) {
        int digit = g_ascii_xdigit_value(text[i]);
        if (digit < 0 || digit >= (int)base)
            return FALSE;
        number = MIN(number * base + (guint64)digit, G_MAXUINT32 + 1ull);
    }
    *ret_number = number;
    return TRUE;
}

/* "3221225985", "0xc0.0.2.1", "192.0.2.1" as a dotted quad; NULL where it is no address. */
static char *ipv4_of(const char *host) {
    guint64 part[4];
    guint n = 0;
    for (const char *at = host;; at++) {
        gsize length = strcspn(at, ".");
        if (n > 0 && length == 0 && at[length] == '\0')
            break; /* a final dot */
        if (n == 4 || length == 0 || !ipv4_number(at, length, &part[n]))
            return NULL;
        n++;
        at += length;
        if (*at == '\0')
            break;
    }
    guint64 address = part[n - 1];
    if (address >= 1ull << (8 * (5 - n)))
        return NULL;
    for (guint i = 0; i + 1 < n; i++) {
        if (part[i] > 255)
            return NULL;
        address |= part[i] << (8 * (3 - i));
    }
    return g_strdup_printf("%u.%u.%u.%u", (guint)(address >> 24) & 255,
                           (guint)(address >> 16) & 255, (guint)(address >> 8) & 255,
                           (guint)address & 255);
}

/* The last label is a number: the host is an IPv4 address or nothing (WHATWG URL 3.5). */
static gboolean ends_in_number(const char *host) {
    gsize length = strlen(host);
    if (length > 0 && host[length - 1] == '.')
        length--;
    gsize start = length;
    while (start > 0 && host[start - 1] != '.')
        start--;
    guint64 number;
    gboolean digits = start < length;
    for (gsize i = start; digits && i < length; i++)
        digits = g_ascii_isdigit(host[i]);
    return digits || (length - start > 2 && ipv4_number(host + start, length - start, &number));
}

/* Lower-case letters, digits, "-", "_" and "." need no IDNA, and are most of all hosts. */
static gboolean is_plain_name(const char *host) {
    if (strstr(host, "xn--") != NULL || strstr(host, "..") != NULL || *host == '.' ||
        strlen(host) > 253)
        return FALSE;
    for (; *host != '\0'; host++)
        if (!g_ascii_islower(*host) && !g_ascii_isdigit(*host) && strchr("-_.", *host) == NULL)
            return FALSE;
    return TRUE;
}

static char *host_of(const char *text, gsize length) {
    if (length == 0 || length > HOST_TEXT_MAX)
        return NULL;
    if (text[0] == '[') {
        const char *close = memchr(text, ']', length);
        g_autofree char *address =
            close == NULL ? NULL : g_ascii_strdown(text + 1, close - text - 1);
        return address != NULL && g_hostname_is_ip_address(address) ? g_steal_pointer(&address)
                                                                    : NULL;
    }
    g_autofree char *raw = g_ascii_strdown(text, (gssize)length);
    g_autofree char *host =
        strchr(raw, '%') == NULL ? g_strdup(raw) : g_uri_unescape_string(raw, NULL);
    if (host == NULL || *host == '\0' || !g_utf8_validate(host, -1, NULL))
        return NULL;
    if (ends_in_number(host))
        return ipv4_of(host);
    if (!is_plain_name(host))
        return domain_to_ascii(host);
    gsize end = strlen(host);
    if (host[end - 1] == '.')
        host[end - 1] = '\0';
    return *host == '\0' ? NULL : g_steal_pointer(&host);
}

/* The domain of the first address of a mailto URL (RFC 6068). */
static char *mailto_host(const char *rest) {
    gsize length = strcspn(rest, "?,");
    if (length > HOST_TEXT_MAX)
        return NULL;
    g_autofree char *address = g_strndup(rest, length);
    g_autofree char *plain = g_uri_unescape_string(address, NULL);
    const char *at = plain == NULL ? NULL : strrchr(plain, '@');
    if (at == NULL)
        return NULL;
    g_autofree char *domain = g_strdup(at + 1);
    g_strdelimit(g_strstrip(domain), "<>", ' ');
    g_strstrip(domain);
    return host_of(domain, strlen(domain));
}

/* "user@host:port" up to the path. */
static void parse_authority(Url *self, const char *rest) {
    gsize length = strcspn(rest, "/\\?#");
    self->path = g_strdup(rest + length);
    const char *host = rest, *end = rest + length;
    for (const char *at = rest; at < end; at++)
        if (*at == '@') {
            host = at + 1;
            self->has_userinfo = TRUE;
        }
    const char *colon = NULL;
    for (const char *at = host; at < end; at++)
        colon = *at == ':' ? at : *at == ']' ? NULL : colon;
    if (colon != NULL && !(*host == '[' && memchr(host, ']', (gsize)(end - host)) == NULL)) {
        g_autofree char *digits = g_strndup(colon + 1, (gsize)(end - colon) - 1);
        guint64 port;
        if (*digits != '\0' && !g_ascii_string_to_unsigned(digits, 10, 0, 65535, &port, NULL))
            return; /* the whole URL is invalid; a merge tag may stand there */
        if (*digits != '\0')
            self->port = (int)port;
        end = colon;
    }
    self->host = host_of(host, (gsize)(end - host));
}

static gsize scheme_length(const char *href) {
    gsize n = 0;
    if (!g_ascii_isalpha(href[0]))
        return 0;
    while (g_ascii_isalnum(href[n]) || href[n] == '+' || href[n] == '-' || href[n] == '.')
        n++;
    return href[n] == ':' ? n : 0;
}

static gboolean is_special(const char *scheme) {
    return g_str_equal(scheme, "http") || g_str_equal(scheme, "https") ||
           g_str_equal(scheme, "ftp") || g_str_equal(scheme, "ws") || g_str_equal(scheme, "wss");
}

Url *url_parse(const char *text) {
    Url *self = g_new0(Url, 1);
    self->port = -1;
    self->href = clean(text);
    gsize n = scheme_length(self->href);
    self->scheme = g_ascii_strdown(self->href, (gssize)n);
    const char *rest = self->href + (n > 0 ? n + 1 : 0);
    if (is_special(self->scheme))
        parse_authority(self, rest + strspn(rest, "/\\"));
    else if (g_str_equal(self->scheme, "mailto"))
        self->host = mailto_host(rest);
    else if (g_str_has_prefix(rest, "//") || (n == 0 && g_str_has_prefix(rest, "\\\\")))
        parse_authority(self, rest + 2);
    if (self->path == NULL)
        self->path = g_strdup(rest);
    return self;
}

void url_free(Url *self) {
    if (self == NULL)
        return;
    g_free(self->href);
    g_free(self->scheme);
    g_free(self->host);
    g_free(self->path);
    g_free(self);
}
