/* link.h - the parts of a URL that rules look at, read as a browser reads it (WHATWG URL).
 *
 * Any text has a reading: white space around it and line breaks in it do not count, a backslash is
 * a slash, "https:example.dk" and "https:////example.dk" mean the same, and numbers that are an
 * IPv4 address in disguise are written as one.
 */
#ifndef SPAMLINT_MESSAGE_VIEW_LINK_H
#define SPAMLINT_MESSAGE_VIEW_LINK_H

#include <glib.h>

typedef struct {
    char *href;   /* without white space at its ends, tabs and line breaks (WHATWG URL 4.4) */
    char *scheme; /* lower case; "" where the URL is relative */
    char *host;   /* lower-case A-labels, or an IP address without brackets; mailto: the domain of
                   * the first address; NULL where there is none or it is no valid name */
    char *path;   /* what stands behind the host, with query and fragment: "/a?b#c"; of a URL
                   * without a host what stands behind the scheme */
    gboolean has_userinfo; /* "user@" before the host */
    int port;              /* -1: none said */
} Url;

/* Reads a URL. Never NULL. */
Url *url_parse(const char *text);
void url_free(Url *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Url, url_free)

#endif
