/* list-unsubscribe.c - the value of a List-Unsubscribe field. */
#include "rules/unsubscribe/list-unsubscribe.h"

#include <string.h>

/* Passes over white space and comments (RFC 5322 section 3.2.2); NULL: a comment is not closed. */
static const char *skip_cfws(const char *at) {
    while (*at != '\0') {
        if (g_ascii_isspace(*at))
            at++;
        else if (*at == '(') {
            guint depth = 0;
            for (; *at != '\0'; at++) {
                if (*at == '\\' && at[1] != '\0')
                    at++;
                else if (*at == '(')
                    depth++;
                else if (*at == ')' && --depth == 0)
                    break;
            }
            if (*at == '\0')
                return NULL;
            at++;
        } else
            break;
    }
    return at;
}

GPtrArray *list_unsubscribe_parse(const char *value) {
    g_autoptr(GPtrArray) uris = g_ptr_array_new_with_free_func(g_free);
    const char *at = skip_cfws(value);
    while (at != NULL && *at == '<') {
        const char *close = strchr(at, '>');
        if (close == NULL)
            return NULL;
        g_autofree char *uri = g_strndup(at + 1, (gsize)(close - at - 1));
        /* White space between the brackets is passed over (RFC 2369 section 2). */
        char *to = uri;
        for (const char *from = uri; *from != '\0'; from++)
            if (!g_ascii_isspace(*from))
                *to++ = *from;
        *to = '\0';
        if (*uri == '\0' || strchr(uri, ':') == NULL)
            return NULL;
        g_ptr_array_add(uris, g_steal_pointer(&uri));
        at = skip_cfws(close + 1);
        if (at == NULL || *at != ',')
            break;
        at = skip_cfws(at + 1);
        if (at != NULL && *at == '\0')
            break; /* a trailing comma */
    }
    if (at == NULL || *at != '\0' || uris->len == 0)
        return NULL;
    return g_steal_pointer(&uris);
}
