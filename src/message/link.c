/* link.c - the parts of a URL that rules look at. */
#include "message/link.h"

#include "message/mailbox.h"

#include <string.h>

/* The address's domain of a mailto URL (RFC 6068): percent-decoded, first address only. */
static char *mailto_host(const char *rest) {
    g_autofree char *address = g_strndup(rest, strcspn(rest, "?,"));
    g_autofree char *plain = g_uri_unescape_string(address, NULL);
    const char *at = strrchr(plain != NULL ? plain : address, '@');
    if (at == NULL)
        return NULL;
    g_autofree char *domain = g_strdup(at + 1);
    return domain_to_ascii(g_strstrip(domain));
}

/* "user@host:port" up to the path; `\` is "/" to a browser. */
static void parse_authority(Url *self, const char *rest) {
    gsize length = strcspn(rest, "/\\?#");
    self->path = g_strdup(rest + length);
    g_autofree char *authority = g_strndup(rest, length);
    char *host = strrchr(authority, '@');
    self->has_userinfo = host != NULL;
    host = host != NULL ? host + 1 : authority;
    char *colon = strrchr(host, ':');
    if (colon != NULL && strchr(colon, ']') == NULL) {
        guint64 port;
        if (g_ascii_string_to_unsigned(colon + 1, 10, 0, 65535, &port, NULL))
            self->port = (int)port;
        *colon = '\0';
    }
    g_autofree char *plain = g_uri_unescape_string(host, NULL);
    if (plain == NULL || *plain == '\0')
        return;
    if (*plain == '[') {
        plain[strcspn(plain, "]")] = '\0';
        if (!g_str_is_ascii(plain)) /* "[%ff]": unescaped, it need not be UTF-8 */
            return;
        self->host = g_ascii_strdown(plain + 1, -1);
        return;
    }
    self->host = domain_to_ascii(plain);
    if (self->host == NULL && g_str_is_ascii(plain))
        self->host = g_ascii_strdown(plain, -1);
}

Url *url_parse(const char *text) {
    Url *self = g_new0(Url, 1);
    self->port = -1;
    GString *clean = g_string_new(NULL);
    for (const char *at = text; *at != '\0'; at++)
        if (*at != '\t' && *at != '\r' && *at != '\n')
            g_string_append_c(clean, *at);
    self->href = g_strstrip(g_string_free(clean, FALSE));
    gsize n = 0;
    while (g_ascii_isalnum(self->href[n]) || (n > 0 && strchr("+-.", self->href[n]) != NULL &&
                                              self->href[n] != '\0'))
        n++;
    if (n > 0 && self->href[n] == ':' && g_ascii_isalpha(self->href[0])) {
        self->scheme = g_ascii_strdown(self->href, (gssize)n);
        const char *rest = self->href + n + 1;
        if (strcmp(self->scheme, "mailto") == 0)
            self->host = mailto_host(rest);
        else if (strcmp(self->scheme, "http") == 0 || strcmp(self->scheme, "https") == 0)
            parse_authority(self, rest + strspn(rest, "/\\"));
        else if (g_str_has_prefix(rest, "//"))
            parse_authority(self, rest + 2);
    } else {
        self->scheme = g_strdup("");
        if (g_str_has_prefix(self->href, "//"))
            parse_authority(self, self->href + 2);
    }
    if (self->path == NULL)
        self->path = g_strdup(*self->scheme == '\0' ? self->href : "");
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
