/* link-truth.c - a link leads where its text says. */
#include "message/domains/spelling.h"
#include "message/link-hosts.h"
#include "message/sender-domains.h"
#include "message/view/link.h"
#include "message/view/shown-host.h"
#include "rules/rule.h"

#include <string.h>

/* Links whose text is looked at; a page has fewer. */
#define LINKS 2000u
/* Shorter labels are alike by accident: "ba.com", "ba.dk". */
#define LABEL_OCTETS 3u

/* TRUE where the label below the public suffix is the same: "firma.dk" and "firma.com". */
static gboolean same_label(const char *organization, const char *other) {
    gsize n = strcspn(organization, ".");
    return n >= LABEL_OCTETS && strcspn(other, ".") == n && strncmp(organization, other, n) == 0;
}

/* TRUE where the shown domain is the sender's own, or its name under another suffix. */
static gboolean is_senders(Message *message, const char *shown) {
    const SenderDomains *sender = sender_domains(message);
    g_autofree char *organization = domain_organizational(shown);
    for (guint i = 0; i < sender->domains->len; i++) {
        const SenderDomain *one = &g_array_index(sender->domains, SenderDomain, i);
        if (strcmp(one->organization, organization) == 0 ||
            same_label(one->organization, organization))
            return TRUE;
    }
    return FALSE;
}

/* TRUE where a gateway of the reader names the shown host in the
 * URL that it made. */
static gboolean is_rewritten(const Message *message, const Link *link, const char *shown) {
    if (!hosts_contain(message->hosts, "rewriter", link->host))
        return FALSE;
    g_autofree char *plain = g_uri_unescape_string(link->href, NULL);
    return strstr(plain != NULL ? plain : link->href, shown) != NULL;
}

/* TRUE where the shown name is one that fraud borrows. */
static gboolean is_borrowed(const Message *message, const char *shown) {
    return brands_of_host(message->brands, shown) != NULL &&
           !brands_hosts_others(message->brands, shown);
}

static gboolean is_true(Message *message, const Link *link, const char *shown) {
    const Brand *brand = brands_of_host(message->brands, shown);
    return domain_same_organization(shown, link->host) || is_rewritten(message, link, shown) ||
           (brand != NULL ? brand_owns(brand, link->host) : spelling_same_name(shown, link->host));
}

static void check_link(Check *check, const Link *link) {
    Message *message = check->message;
    const View *view = message->view;
    if ((link->kind != LINK_A && link->kind != LINK_AREA) || link->hidden || link->host == NULL ||
        link->start >= link->end || !g_str_has_prefix(link->scheme, "http"))
        return;
    gsize start, end;
    g_autofree char *shown =
        shown_host(view->text + link->start, link->end - link->start, &start, &end);
    if (shown == NULL || is_true(message, link, shown))
        return;
    /* A tracker is excused where the reader is sent on to the sender's own pages; and in marketing,
     * which often names its partners, unless the name shown is one that fraud borrows. */
    gboolean tracked = link_hosts_tracker(message, link->host) != TRACKER_NONE;
    gboolean borrowed = is_borrowed(message, shown);
    if (tracked &&
        (is_senders(message, shown) || (!borrowed && (message->kind.kind & KIND_MARKETING) != 0)))
        return;
    g_autofree char *text = g_strndup(view->text + link->start + start, end - start);
    Place place = view_item_place(view, link);
    if (tracked && !borrowed)
        check_fail(check, SEVERITY_WARNING, place, text, NULL,
                   N_("the link shows \"%s\" and leads through \"%s\", which counts clicks"), shown,
                   link->host);
    else
        check_fail(check, SEVERITY_ERROR, place, text, NULL,
                   N_("the link shows \"%s\" and leads to \"%s\", another organization's domain"),
                   shown, link->host);
}

static void check_link_truth(Check *check) {
    const GPtrArray *links = check->message->view->links;
    for (guint i = 0; i < MIN(links->len, LINKS); i++)
        check_link(check, g_ptr_array_index(links, i));
}

static const char *const sources[] = {
    "SMTP.dk spam policy: the source of a message must not be forged or hidden",
    "Gmail sender guidelines: links are visible and say where they lead",
    "15 U.S.C. 7704(a)(1): no misleading information about the source",
    NULL,
};

const Rule rule_link_truth = {
    .id = "link-truth",
    .clause = CLAUSE_IDENTITY,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_ALL,
    .needs = NEEDS_HEADER | NEEDS_BODY,
    .summary = N_("Links lead where their text says"),
    .requires =
        N_("Where the visible text of a link is a URL or a domain, the link leads to the same "
           "organizational domain (public suffix list)."),
    .why = N_(
        "A reader trusts the address that a link shows. One that leads elsewhere is how phishing "
        "works, and filters reject mail for it."),
    .fix =
        N_("Let the link lead to the domain that it shows, or let its text say in words where it "
           "leads. Where your provider counts clicks, let it do so under a domain of yours, such "
           "as klik.example.dk."),
    .exceptions =
        N_("A click tracker (a domain of the sender, a d= of its DKIM-Signatures, the host "
           "of List-Unsubscribe, the host of most links, or one of a shipped list) is "
           "honest where the text shows the sender's own domain, and in marketing where it "
           "shows any that is on no list of brands (elsewhere that is a warning). File names, "
           "products such as ASP.NET, "
           "abbreviations and addresses are no domains. The same name under .com or the suffixes "
           "of countries, "
           "another domain of the same brand, "
           "and the gateways of readers that rewrite links, are honest."),
    .sources = sources,
    .check = check_link_truth,
};
