/* link.h - the parts of a URL that rules look at, read as a browser would (WHATWG URL). */
#ifndef SPAMLINT_MESSAGE_LINK_H
#define SPAMLINT_MESSAGE_LINK_H

#include <glib.h>

typedef struct {
    char *href;   /* without white space at its ends, tabs and line breaks (WHATWG URL 4.4) */
    char *scheme; /* lower case; "" where the URL is relative */
    char *host;   /* lower-case A-labels, or an IP address; mailto: domain of the first address; NULL */
    char *path;   /* from the first "/" behind the host, with query and fragment; "" where none */
    gboolean has_userinfo; /* "user@" before the host */
    int port;     /* -1: none said */
} Url;

/* Reads a URL; any text has a reading. Never NULL. */
Url *url_parse(const char *text);
void url_free(Url *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Url, url_free)

#endif
