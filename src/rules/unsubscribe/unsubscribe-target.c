/* unsubscribe-target.c - the unsubscribe link leads somewhere. */
#include "message/domains/domain.h"
#include "message/unsubscribe.h"
#include "message/view/link.h"
#include "message/words/merge-tag.h"
#include "rules/footer-proposal.h"
#include "rules/rule.h"

#include <gio/gio.h>
#include <string.h>

/* The last labels of names that no public DNS knows: documentation and tests (RFC 2606, RFC 6761),
 * private networks (RFC 6762, RFC 8375; .internal is reserved by ICANN), and RFC 7686, RFC 9476. */
static const char *const reserved[] = {
    "example",  "test",     "invalid",     "localhost",   "local",       "localdomain",
    "internal", "intranet", "lan",         "corp",        "home",        "home.arpa",
    "onion",    "alt",      "example.com", "example.net", "example.org",
};

/* TRUE where `host` is one of the names, or lies under it. */
static gboolean is_reserved(const char *host) {
    gsize length = host != NULL ? strlen(host) : 0;
    for (gsize i = 0; i < G_N_ELEMENTS(reserved); i++) {
        gsize n = strlen(reserved[i]);
        if (length >= n && strcmp(host + length - n, reserved[i]) == 0 &&
            (length == n || host[length - n - 1] == '.'))
            return TRUE;
    }
    return FALSE;
}

/* An address of the reader's own machine or network (RFC 1122, RFC 1918, RFC 4193). */
static gboolean is_private_address(const char *host) {
    g_autoptr(GInetAddress) address = g_inet_address_new_from_string(host);
    return address != NULL &&
           (g_inet_address_get_is_any(address) || g_inet_address_get_is_loopback(address) ||
            g_inet_address_get_is_link_local(address) || g_inet_address_get_is_site_local(address));
}

/* Schemes that open nothing outside the message. */
static gboolean is_dead_scheme(const char *scheme) {
    static const char *const dead[] = {"javascript", "vbscript", "data", "about", "file", "cid"};
    for (gsize i = 0; i < G_N_ELEMENTS(dead); i++)
        if (strcmp(scheme, dead[i]) == 0)
            return TRUE;
    return FALSE;
}

/* Marks with which template languages not on the list of merge tags bracket their names. */
static gboolean is_tag_like(const char *href) {
    return strpbrk(href, "{}[]<>|%*$") != NULL || strstr(href, "##") != NULL;
}

/* Why the link leads nowhere (translated), or NULL. */
static const char *dead_end(const Message *message, const Link *link) {
    MergeTag tag;
    gboolean template = message->input == INPUT_TEMPLATE;
    if (merge_tag_find(link->href, strlen(link->href), 0, &tag))
        return template ? NULL : _("its merge tag is unresolved");
    g_autoptr(Url) url = url_parse(link->href);
    if (*url->href == '\0')
        return _("it is empty");
    if (*url->href == '#' && !(template && is_tag_like(url->href)))
        return _("\"#\" is a place in the message itself");
    if (*url->scheme == '\0' && is_tag_like(url->href))
        return template ? NULL : _("it is a placeholder that nobody filled in");
    if (*url->scheme == '\0')
        return _("it is relative, and a message has no base that it could be relative to");
    if (is_dead_scheme(url->scheme))
        return _("its scheme opens nothing");
    gboolean web = strcmp(url->scheme, "http") == 0 || strcmp(url->scheme, "https") == 0;
    if (!web && strcmp(url->scheme, "mailto") != 0)
        return NULL;
    if (url->host == NULL)
        return template && is_tag_like(url->href) ? NULL
               : web                              ? _("it names no valid host")
                                                  : _("it names no valid address");
    const char *from = message_from_domain(message);
    if (strpbrk(url->host, ".:") == NULL && strcmp(url->host, "localhost") != 0)
        return _("it names no valid host");
    if (is_private_address(url->host) || strcmp(url->host, "localhost") == 0)
        return _("it points at the reader's own machine or network");
    if (is_reserved(url->host) && from != NULL && strchr(from, '.') != NULL && !is_reserved(from))
        return _("its domain is reserved and exists nowhere");
    if (hosts_contain(message->hosts, "placeholder", url->host) &&
        (from == NULL || !domain_same_organization(from, url->host)))
        return _("its domain stands for one that was to be filled in");
    return NULL;
}

static void check_unsubscribe_target(Check *check) {
    Message *message = check->message;
    const GArray *links = unsubscribe_find(message);
    const UnsubscribeLink *bad = NULL, *good = NULL;
    const char *why = NULL;
    for (guint i = 0; i < links->len && (bad == NULL || good == NULL); i++) {
        const UnsubscribeLink *way = &g_array_index(links, UnsubscribeLink, i);
        const char *reason = dead_end(message, way->link);
        if (reason == NULL)
            good = good != NULL ? good : way;
        else if (bad == NULL) {
            bad = way;
            why = reason;
        }
    }
    if (links->len == 0)
        check_skip(check, N_("no unsubscribe link"));
    /* What the reader sees as plainly as the one that works is still a trap, and no more. */
    else if (bad != NULL && (good == NULL || bad->evidence <= UNSUBSCRIBE_SENTENCE)) {
        g_autofree char *fix = proposal_unsubscribe(message);
        check_fail(check, good == NULL ? SEVERITY_ERROR : SEVERITY_WARNING,
                   view_item_place(bad->view, bad->link), bad->link->href, fix,
                   N_("the unsubscribe link leads nowhere: %s"), why);
    } else
        check_detail(check, N_("the way out leads to %s"), good->link->href);
}

static const char *const sources[] = {
    "SMTP.dk spam policy: \"Afmelding\": the link works",
    "16 CFR 316.5, 15 U.S.C. 7704(a)(3)(A)(ii): it works for 30 days after sending",
    "markedsføringsloven section 10(3)",
    "RFC 2606, RFC 6761",
    NULL,
};

const Rule rule_unsubscribe_target = {
    .id = "unsubscribe-target",
    .clause = CLAUSE_UNSUBSCRIBE,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_MARKETING,
    .needs = NEEDS_BODY,
    .summary = N_("The unsubscribe link leads somewhere"),
    .requires = N_("The link to unsubscribe is a complete URL of a host, or an address, that a "
                   "reader can reach: not empty, \"#\", relative, javascript:, a host of the "
                   "reader's own network, a reserved or placeholder name, or a merge tag that "
                   "nobody filled in."),
    .why = N_("A link that leads nowhere is none: the reader cannot stop the mail and reports it "
              "as spam."),
    .fix = N_("Write the complete https URL of the page that unsubscribes the recipient, or your "
              "provider's merge tag for it, and send through that provider."),
    .exceptions = N_("In a template a merge tag is right. Names under .example and the like are "
                     "right where From has one too. Where another link works, it is a warning."),
    .sources = sources,
    .check = check_unsubscribe_target,
};
