/* content-links-plain.c - links go where their host says, over https. */
#include "message/domains/domain.h"
#include "message/domains/homograph.h"
#include "rules/rule.h"

#include <string.h>

/* What can be odd about a link; one finding for each, at the first such link. */
typedef enum {
    ODD_ADDRESS,
    ODD_USERINFO,
    ODD_PORT,
    ODD_SHORTENER,
    ODD_STORAGE,
    ODD_CONFUSABLE,
    ODD_HTTP,
    N_ODDITIES,
} Oddity;

typedef struct {
    guint count;
    const Link *first;
} Links;

/* What the host alone says. Most links of a newsletter have one of few. */
typedef struct {
    const char *host; /* NULL: none yet */
    gboolean address, shortener, storage, confusable;
} HostFacts;

/* A host that looks like another one. From's own host, and what looks like it, are
 * from-homograph's: one defect, one finding. */
static gboolean is_confusable(const Message *message, const char *host) {
    const char *from = message_from_domain(message);
    return homograph_check(message->brands, host, NULL) != HOMOGRAPH_NONE &&
           (from == NULL ||
            (!domain_same_organization(host, from) && !homograph_same_look(host, from)));
}

#define HOSTS_KEPT 8u

typedef struct {
    HostFacts kept[HOSTS_KEPT];
    guint next; /* the place of the next one */
} HostCache;

static const HostFacts *look_up(HostCache *self, const Message *message, const char *host) {
    for (guint i = 0; i < HOSTS_KEPT && self->kept[i].host != NULL; i++)
        if (strcmp(self->kept[i].host, host) == 0)
            return &self->kept[i];
    HostFacts *facts = &self->kept[self->next++ % HOSTS_KEPT];
    *facts = (HostFacts){.host = host, .address = g_hostname_is_ip_address(host)};
    if (!facts->address) {
        facts->shortener = hosts_contain(message->hosts, "shortener", host);
        facts->storage = hosts_contain(message->hosts, "storage", host);
        facts->confusable = is_confusable(message, host);
    }
    return facts;
}

/* The sender wrote "http:"; what mail programs make of "www.example.com" is theirs. */
static gboolean says_http(const View *view, const Link *link) {
    return strcmp(link->scheme, "http") == 0 &&
           (link->kind != LINK_TEXT ||
            g_ascii_strncasecmp(view->text + link->start, "http:", 5) == 0);
}

static gboolean has_odd_port(const Link *link) {
    return link->port >= 0 && link->port != (strcmp(link->scheme, "http") == 0 ? 80 : 443);
}

static void add(Links *links, Oddity oddity, const Link *link) {
    if (links[oddity].count++ == 0)
        links[oddity].first = link;
}

static void judge(Links *links, HostCache *cache, const Message *message, const Link *link) {
    if (link->host == NULL ||
        (strcmp(link->scheme, "http") != 0 && strcmp(link->scheme, "https") != 0))
        return;
    const HostFacts *facts = look_up(cache, message, link->host);
    if (facts->address)
        add(links, ODD_ADDRESS, link);
    if (link->userinfo)
        add(links, ODD_USERINFO, link);
    if (has_odd_port(link))
        add(links, ODD_PORT, link);
    if (facts->shortener)
        add(links, ODD_SHORTENER, link);
    if (facts->storage)
        add(links, ODD_STORAGE, link);
    if (facts->confusable)
        add(links, ODD_CONFUSABLE, link);
    if (says_http(message->view, link))
        add(links, ODD_HTTP, link);
}

static void report(Check *check, Oddity oddity, const Links *links) {
    const Link *first = links->first;
    Place place = view_item_place(check->message->view, first);
    guint n = links->count;
    switch (oddity) {
    case ODD_ADDRESS:
        check_fail(check, SEVERITY_WARNING, place, first->href, NULL,
                   N_("links to an IP address instead of a name: %u, the first here (to %s)"), n,
                   first->host);
        break;
    case ODD_USERINFO:
        check_fail(
            check, SEVERITY_WARNING, place, first->href, NULL,
            N_("links with user information before the host, where the name of another host is "
               "often put: %u, the first here (to %s)"),
            n, first->host);
        break;
    case ODD_PORT:
        check_fail(check, SEVERITY_WARNING, place, first->href, NULL,
                   N_("links to an odd port: %u, the first here (to port %d of %s)"), n,
                   first->port, first->host);
        break;
    case ODD_SHORTENER:
        check_fail(
            check, SEVERITY_WARNING, place, first->href, NULL,
            N_("links through a URL shortener, which hides where they lead: %u, the first here "
               "(to %s)"),
            n, first->host);
        break;
    case ODD_STORAGE:
        check_fail(
            check, SEVERITY_WARNING, place, first->href, NULL,
            N_("links to shared storage or a free page host, where anybody can put a file: %u, "
               "the first here (to %s)"),
            n, first->host);
        break;
    case ODD_CONFUSABLE: {
        g_auto(Homograph) found = {0};
        homograph_check(check->message->brands, first->host, &found);
        check_fail(
            check, SEVERITY_WARNING, place, first->href, NULL,
            N_("links to a host that looks like another one (UTS 39): %u, the first here (\"%s\" "
               "reads as \"%s\")"),
            n, found.label, found.looks_like);
        break;
    }
    case ODD_HTTP:
        check_fail(check, SEVERITY_WARNING, place, first->href, NULL,
                   N_("links over http, which is not encrypted: %u, the first here (to %s)"), n,
                   first->host);
        break;
    case N_ODDITIES:
        break;
    }
}

static void check_content_links_plain(Check *check) {
    const View *view = check->message->view;
    Links links[N_ODDITIES] = {0};
    HostCache cache = {0};
    for (guint i = 0; i < view->links->len; i++)
        judge(links, &cache, check->message, g_ptr_array_index(view->links, i));
    for (guint i = 0; i < N_ODDITIES; i++)
        if (links[i].count > 0)
            report(check, i, &links[i]);
}

static const char *const sources[] = {
    "SMTP.dk spam policy: lawful content",
    "Gmail: links are visible and understandable (https://support.google.com/a/answer/81126)",
    NULL,
};

const Rule rule_content_links_plain = {
    .id = "content-links-plain",
    .clause = CLAUSE_CONTENT,
    .severity = SEVERITY_WARNING,
    .kinds = KIND_ALL,
    .needs = NEEDS_BODY,
    .summary = N_("Links name an own host, over https"),
    .requires = N_(
        "No link goes to an IP address, in whatever notation, to an odd port, to a URL shortener, "
        "to shared storage or a free page host, to a host whose name looks like another one, or "
        "over http, or has user information before "
        "its host."),
    .why =
        N_("Those are the links of phishing mail: they hide who is behind them. Filters count them "
           "against the whole message."),
    .fix = N_("Link to your own domain, or that of your mail provider, with https."),
    .exceptions =
        N_("Images may stand in shared storage. A bare \"www.example.com\" in text is not taken "
           "for http."),
    .sources = sources,
    .check = check_content_links_plain,
};
