/* link-hosts.c - counts the links by organizational domain. */
#include "message/link-hosts.h"

#include "message/domains/domain.h"
#include "message/sender-domains.h"
#include "message/view/link.h"

#include <string.h>

/* URIs of List-Unsubscribe that are looked at. */
#define UNSUBSCRIBE_URIS 10u

static void read_unsubscribe(LinkHosts *self, const Message *message) {
    const Field *field = message_field(message, "List-Unsubscribe");
    if (field == NULL)
        return;
    const char *at = field->value;
    for (guint i = 0; i < UNSUBSCRIBE_URIS; i++) {
        const char *open = strchr(at, '<');
        const char *close = open != NULL ? strchr(open, '>') : NULL;
        if (close == NULL)
            return;
        g_autofree char *uri = g_strndup(open + 1, (gsize)(close - open - 1));
        g_autoptr(Url) url = url_parse(uri);
        if (url->host != NULL && g_str_has_prefix(url->scheme, "http"))
            g_ptr_array_add(self->unsubscribe, domain_organizational(url->host));
        at = close + 1;
    }
}

const LinkHosts *link_hosts(Message *message) {
    if (message->link_hosts != NULL)
        return message->link_hosts;
    LinkHosts *self = g_new0(LinkHosts, 1);
    self->counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    self->unsubscribe = g_ptr_array_new_with_free_func(g_free);
    read_unsubscribe(self, message);
    const GPtrArray *links = message->view->links;
    for (guint i = 0; i < links->len; i++) {
        const Link *link = g_ptr_array_index(links, i);
        if (link->host == NULL || !g_str_has_prefix(link->scheme, "http"))
            continue;
        char *organization = domain_organizational(link->host);
        guint count = GPOINTER_TO_UINT(g_hash_table_lookup(self->counts, organization));
        g_hash_table_replace(self->counts, organization, GUINT_TO_POINTER(count + 1));
        self->links++;
    }
    return message->link_hosts = self;
}

void link_hosts_free(LinkHosts *self) {
    if (self == NULL)
        return;
    g_hash_table_unref(self->counts);
    g_ptr_array_unref(self->unsubscribe);
    g_free(self);
}

Tracker link_hosts_tracker(Message *message, const char *host) {
    const SenderDomains *sender = sender_domains(message);
    if (sender_domains_hold(sender, SENDER_FROM | SENDER_SENDER | SENDER_GIVEN, host))
        return TRACKER_SENDER;
    if (sender_domains_hold(sender, SENDER_SIGNER, host))
        return TRACKER_SIGNER;
    if (hosts_contain(message->hosts, "tracker", host))
        return TRACKER_LISTED;
    const LinkHosts *self = link_hosts(message);
    g_autofree char *organization = domain_organizational(host);
    for (guint i = 0; i < self->unsubscribe->len; i++)
        if (strcmp(g_ptr_array_index(self->unsubscribe, i), organization) == 0)
            return TRACKER_UNSUBSCRIBE;
    guint count = GPOINTER_TO_UINT(g_hash_table_lookup(self->counts, organization));
    return self->links >= LINK_HOSTS_MANY && count > self->links / 2 ? TRACKER_MOST : TRACKER_NONE;
}
