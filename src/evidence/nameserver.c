/* nameserver.c - checking the argument of --nameserver. */
#include "evidence/nameserver.h"

#include <arpa/inet.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#define DNS_PORT 53u

static gboolean is_address(const char *text, int family) {
    guint8 octets[16];
    return inet_pton(family, text, octets) == 1;
}

static gboolean parse_port(const char *text, guint64 *ret_port) {
    return g_ascii_string_to_unsigned(text, 10, 1, 65535, ret_port, NULL);
}

char *nameserver_parse(const char *text, GError **error) {
    const char *bracket = text[0] == '[' ? strchr(text, ']') : NULL;
    const char *colon = bracket != NULL ? bracket + 1 : strchr(text, ':');
    guint64 port = DNS_PORT;
    g_autofree char *address = NULL;
    gboolean good, six = TRUE;

    if (bracket != NULL) {
        address = g_strndup(text + 1, (gsize)(bracket - text - 1));
        good = is_address(address, AF_INET6) &&
               (*colon == '\0' || (*colon == ':' && parse_port(colon + 1, &port)));
    } else if (colon != NULL && strchr(colon + 1, ':') != NULL) {
        address = g_strdup(text);
        good = is_address(address, AF_INET6);
    } else {
        address = g_strndup(text, colon != NULL ? (gsize)(colon - text) : strlen(text));
        six = FALSE;
        good = is_address(address, AF_INET) && (colon == NULL || parse_port(colon + 1, &port));
    }
    if (!good) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                    _("--nameserver: found \"%s\", expected an address, ADDR:PORT or [ADDR6]:PORT"),
                    text);
        return NULL;
    }
    return g_strdup_printf(six ? "[%s]:%u" : "%s:%u", address, (guint)port);
}
