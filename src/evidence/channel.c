/* channel.c - c-ares 1.18.1 and newer ones alike. */
#include "evidence/channel.h"

#include "evidence/dns-name.h"
#include "evidence/nameserver.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#define CLASS_IN 1
#define TRIES 2
#define MIN_TRY_MS 100

typedef struct {
    ChannelReply reply;
    gpointer data;
} Call;

static Call *call_new(ChannelReply reply, gpointer data) {
    Call *call = g_new(Call, 1);
    *call = (Call){reply, data};
    return call;
}

#if ARES_VERSION >= 0x011c00

static void replied(void *arg, ares_status_t status, size_t timeouts,
                    const ares_dns_record_t *record) {
    g_autofree Call *call = arg;
    unsigned char *bytes = NULL;
    size_t length = 0;

    if (record != NULL && ares_dns_write(record, &bytes, &length) != ARES_SUCCESS)
        status = ARES_EBADRESP;
    call->reply(call->data, (int)status, bytes, length);
    if (bytes != NULL)
        ares_free_string(bytes);
}

void channel_query(ares_channel channel, const char *name, guint type, ChannelReply reply,
                   gpointer data) {
    /* Takes \DDD itself; calls back also where it fails at once. */
    ares_query_dnsrec(channel, name, ARES_CLASS_IN, (ares_dns_rec_type_t)type, replied,
                      call_new(reply, data), NULL);
}

static guint count_servers(ares_channel channel) {
    char *servers = ares_get_servers_csv(channel);
    guint count = servers != NULL && servers[0] != '\0';
    for (const char *p = servers; p != NULL && *p != '\0'; p++)
        count += *p == ',';
    ares_free_string(servers);
    return count;
}

#else

static void replied(void *arg, int status, int timeouts, unsigned char *bytes, int length) {
    g_autofree Call *call = arg;
    call->reply(call->data, status, bytes, length > 0 ? (gsize)length : 0);
}

void channel_query(ares_channel channel, const char *name, guint type, ChannelReply reply,
                   gpointer data) {
    /* This version knows \X but not \DDD. */
    g_autofree char *raw = dns_name_raw(name);
    if (raw == NULL) {
        reply(data, ARES_EBADNAME, NULL, 0);
        return;
    }
    ares_query(channel, raw, CLASS_IN, (int)type, replied, call_new(reply, data));
}

static guint count_servers(ares_channel channel) {
    struct ares_addr_port_node *servers = NULL;
    guint count = 0;
    if (ares_get_servers_ports(channel, &servers) != ARES_SUCCESS)
        return 0;
    for (const struct ares_addr_port_node *server = servers; server != NULL; server = server->next)
        count++;
    ares_free_data(servers);
    return count;
}

#endif

static gboolean library_init(GError **error) {
    static gsize once = 0;
    static int status;
    if (g_once_init_enter(&once)) {
        status = ares_library_init(ARES_LIB_INIT_ALL);
        g_once_init_leave(&once, 1);
    }
    if (status != ARES_SUCCESS)
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "c-ares: %s", ares_strerror(status));
    return status == ARES_SUCCESS;
}

/* The arguments of --nameserver as one list; NULL where there are none. */
static gboolean join_servers(const char *const *nameservers, char **ret_servers, guint *ret_count,
                             GError **error) {
    g_autoptr(GString) joined = g_string_new(NULL);
    guint count = 0;
    for (; nameservers != NULL && nameservers[count] != NULL; count++) {
        g_autofree char *server = nameserver_parse(nameservers[count], error);
        if (server == NULL)
            return FALSE;
        g_string_append_printf(joined, "%s%s", count > 0 ? "," : "", server);
    }
    *ret_count = count;
    *ret_servers = count > 0 ? g_string_free(g_steal_pointer(&joined), FALSE) : NULL;
    return TRUE;
}

static int open_with(ares_channel *channel, ChannelKind kind, const char *servers, guint count,
                     double patience, ares_sock_state_cb watch, gpointer data) {
    /* A try at each server, then one twice as long at each: three times the first in all. */
    double first = patience * 1000 / (3.0 * MAX(count, 1u));
    struct ares_options options = {
        .flags = ARES_FLAG_NOCHECKRESP | ARES_FLAG_EDNS | ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES |
                 (kind == CHANNEL_TCP ? ARES_FLAG_USEVC : ARES_FLAG_IGNTC),
        .timeout = (int)MAX(first, MIN_TRY_MS),
        .tries = TRIES,
        .sock_state_cb = watch,
        .sock_state_cb_data = data,
        .ednspsz = CHANNEL_UDP_OCTETS,
    };
    int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB |
               ARES_OPT_EDNSPSZ;
#ifdef ARES_OPT_MAXTIMEOUTMS
    options.maxtimeout = 2 * options.timeout;
    mask |= ARES_OPT_MAXTIMEOUTMS;
#endif
    int status = ares_init_options(channel, &options, mask);
    if (status == ARES_SUCCESS && servers != NULL)
        status = ares_set_servers_ports_csv(*channel, servers);
    return status;
}

ares_channel channel_open(ChannelKind kind, const char *const *nameservers, double patience,
                          ares_sock_state_cb watch, gpointer data, GError **error) {
    g_autofree char *servers = NULL;
    ares_channel channel = NULL;
    guint count;

    if (!library_init(error) || !join_servers(nameservers, &servers, &count, error))
        return NULL;
    int status = open_with(&channel, kind, servers, count, patience, watch, data);
    if (status == ARES_SUCCESS && servers == NULL && (count = count_servers(channel)) > 1) {
        /* How many the system has is known only now, and each one's share cannot be changed. */
        ares_destroy(g_steal_pointer(&channel));
        status = open_with(&channel, kind, NULL, count, patience, watch, data);
    }
    if (status == ARES_SUCCESS)
        return channel;
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s",
                servers != NULL ? "--nameserver" : _("the system's name servers"),
                ares_strerror(status));
    if (channel != NULL)
        ares_destroy(channel);
    return NULL;
}
