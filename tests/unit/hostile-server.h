/* hostile-server.h - a name server on a loopback port that does what the first label of the name
 * says: "servfail", "drop1", "wrongid", … see act().  For test-resolver.c, behind cmocka.h.
 */
#ifndef SPAMLINT_TESTS_HOSTILE_SERVER_H
#define SPAMLINT_TESTS_HOSTILE_SERVER_H

#include <arpa/inet.h>
#include <glib.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PACKET 65536u

/* A question as it came in, to be answered now or later. */
typedef struct {
    guint8 bytes[600];
    gsize length, question; /* of the header and question together */
    struct sockaddr_in from;
    char *first, *name; /* first label; the whole name, dotted */
    guint type;
} Query;

typedef struct {
    int udp, tcp, stop[2];
    char *address; /* 127.0.0.1:PORT */
    GThread *thread;
    gboolean deaf; /* answers nothing at all */
    gint queries, over_tcp, without_edns, most_held;
    GHashTable *tries;      /* name and type to how often asked */
    GPtrArray *held, *late; /* of Query */
} Server;

static void query_free(gpointer data) {
    Query *query = data;
    g_free(query->first);
    g_free(query->name);
    g_free(query);
}

static void put(GByteArray *bytes, const void *octets, gsize length) {
    g_byte_array_append(bytes, octets, (guint)length);
}

static void put_u16(GByteArray *bytes, guint value) {
    guint8 octets[2] = {(guint8)(value >> 8), (guint8)value};
    put(bytes, octets, 2);
}

static void put_name(GByteArray *bytes, const char *name) {
    g_auto(GStrv) labels = g_strsplit(name, ".", 0);
    for (guint i = 0; labels[i] != NULL; i++) {
        guint8 length = (guint8)strlen(labels[i]);
        put(bytes, &length, 1);
        put(bytes, labels[i], length);
    }
    put(bytes, "", 1);
}

/* A reply to the query: header with these flags and counts, and its question. */
static GByteArray *reply_new(const Query *query, guint flags, guint answers) {
    GByteArray *reply = g_byte_array_new();
    put(reply, query->bytes, 2);
    put_u16(reply, flags);
    put_u16(reply, 1);
    put_u16(reply, answers);
    put_u16(reply, 0);
    put_u16(reply, 0);
    put(reply, query->bytes + 12, query->question - 12);
    return reply;
}

static void put_record(GByteArray *reply, const char *owner, guint type, const void *data,
                       gsize length) {
    if (owner == NULL) /* the question's: a pointer to it */
        put_u16(reply, 0xc00c);
    else
        put_name(reply, owner);
    put_u16(reply, type);
    put_u16(reply, 1);
    put_u16(reply, 0);
    put_u16(reply, 60);
    put_u16(reply, (guint)length);
    put(reply, data, length);
}

static void put_cname(GByteArray *reply, const char *owner, const char *target) {
    g_autoptr(GByteArray) data = g_byte_array_new();
    put_name(data, target);
    put_record(reply, owner, 5, data->data, data->len);
}

static GByteArray *reply_ok(const Query *query) {
    static const guint8 address[4] = {192, 0, 2, 1};
    GByteArray *reply = reply_new(query, 0x8180, 1);
    put_record(reply, NULL, query->type, address, 4);
    return reply;
}

static void send_reply(Server *server, const Query *query, GByteArray *reply) {
    sendto(server->udp, reply->data, reply->len, 0, (const struct sockaddr *)&query->from,
           sizeof query->from);
    g_byte_array_unref(reply);
}

static Query *query_read(const guint8 *bytes, gsize length) {
    Query *query = g_new0(Query, 1);
    g_autoptr(GString) name = g_string_new(NULL);
    gsize at = 12;
    query->length = MIN(length, sizeof query->bytes);
    memcpy(query->bytes, bytes, query->length);
    while (at < query->length && bytes[at] != 0) {
        if (name->len > 0)
            g_string_append_c(name, '.');
        g_string_append_len(name, (const char *)bytes + at + 1, bytes[at]);
        if (query->first == NULL)
            query->first = g_strndup(name->str, name->len);
        at += 1u + bytes[at];
    }
    query->type = (guint)bytes[at + 1] << 8 | bytes[at + 2];
    query->question = at + 5;
    query->name = g_string_free(g_steal_pointer(&name), FALSE);
    if (query->first == NULL)
        query->first = g_strdup("");
    return query;
}

/* TRUE where the query carries EDNS with a size of 1232. */
static gboolean has_edns(const Query *query) {
    static const guint8 opt[] = {0, 0, 41, 1232 >> 8, 1232 & 0xff};
    return query->length >= query->question + sizeof opt &&
           memcmp(query->bytes + query->question, opt, sizeof opt) == 0;
}

static void send_status(Server *server, const Query *query, guint rcode) {
    send_reply(server, query, reply_new(query, 0x8180 | rcode, 0));
}

/* CNAME from the query's name to another, and no more. */
static void send_alias(Server *server, const Query *query, const char *target) {
    GByteArray *reply = reply_new(query, 0x8180, 1);
    put_cname(reply, NULL, target);
    send_reply(server, query, reply);
}

static void send_wrong(Server *server, const Query *query, gboolean wrong_id) {
    GByteArray *reply = reply_ok(query);
    reply->data[reply->len - 1] = 66; /* 192.0.2.66: never to be believed */
    if (wrong_id)
        reply->data[1] ^= 1;
    else
        reply->data[13] ^= 0x01; /* another letter in the question */
    send_reply(server, query, reply);
}

static void send_garbage(Server *server, const Query *query) {
    for (guint i = 0; i < 40; i++) {
        GByteArray *garbage = g_byte_array_new();
        put(garbage, query->bytes, MIN(i, 2)); /* some with the right id */
        for (guint j = 0; j < i; j++)
            put_u16(garbage, (i * 2654435761u + j * 40503u) >> 7);
        send_reply(server, query, garbage);
    }
}

/* What the server does. Takes the query where it keeps it. */
static gboolean act(Server *server, Query *query, guint tries) {
    const char *what = query->first;
    g_autofree char *next = NULL;
    GByteArray *reply;

    if (server->deaf || g_str_has_prefix(what, "drop"))
        return FALSE;
    if (g_str_has_prefix(what, "hold")) {
        g_ptr_array_add(server->held, query);
        return TRUE;
    }
    if (strcmp(what, "late") == 0) {
        if (tries == 1)
            g_ptr_array_add(server->late, query);
        return tries == 1;
    }
    if (strcmp(what, "second") == 0 && tries == 1)
        return FALSE;
    if (strcmp(what, "servfail") == 0) {
        send_status(server, query, 2);
    } else if (strcmp(what, "nx") == 0) {
        send_status(server, query, 3);
    } else if (strcmp(what, "notimp") == 0) {
        send_status(server, query, 4);
    } else if (strcmp(what, "refused") == 0) {
        send_status(server, query, 5);
    } else if (strcmp(what, "nodata") == 0) {
        send_status(server, query, 0);
    } else if (g_str_has_prefix(what, "trunc")) {
        send_reply(server, query, reply_new(query, 0x8380, 0));
    } else if (strcmp(what, "badrecord") == 0) {
        reply = reply_new(query, 0x8180, 1);
        put_record(reply, NULL, query->type, "\xc0\x00", 2);
        send_reply(server, query, reply);
    } else if (strcmp(what, "loop") == 0) {
        reply = reply_new(query, 0x8180, 2);
        put_cname(reply, NULL, "other.example");
        put_cname(reply, "other.example", query->name);
        send_reply(server, query, reply);
    } else if (strcmp(what, "alias") == 0) {
        send_alias(server, query, "ok.example");
    } else if (strcmp(what, "away") == 0) {
        send_alias(server, query, "nx.example");
    } else if (g_str_has_prefix(what, "endless")) {
        next = g_strdup_printf("endless%u.example", (guint)atoi(what + 7) + 1);
        send_alias(server, query, next);
    } else {
        if (strcmp(what, "wrongid") == 0 || strcmp(what, "wrongname") == 0)
            send_wrong(server, query, strcmp(what, "wrongid") == 0);
        else if (strcmp(what, "garbage") == 0)
            send_garbage(server, query);
        send_reply(server, query, reply_ok(query));
    }
    return FALSE;
}

static void take_udp(Server *server) {
    guint8 bytes[PACKET];
    struct sockaddr_in from;
    socklen_t from_length = sizeof from;
    ssize_t length =
        recvfrom(server->udp, bytes, sizeof bytes, 0, (struct sockaddr *)&from, &from_length);
    if (length < 17)
        return;
    Query *query = query_read(bytes, (gsize)length);
    query->from = from;
    g_atomic_int_inc(&server->queries);
    if (!has_edns(query))
        g_atomic_int_inc(&server->without_edns);

    char *key = g_strdup_printf("%s %u", query->name, query->type);
    guint tries = GPOINTER_TO_UINT(g_hash_table_lookup(server->tries, key)) + 1;
    g_hash_table_insert(server->tries, key, GUINT_TO_POINTER(tries));
    if (!act(server, query, tries))
        query_free(query);
}

/* Over TCP one question a connection is answered, with 40 addresses, and the connection closed; for
 * "truncdrop" it is closed without a word. */
static void take_tcp(Server *server) {
    int fd = accept(server->tcp, NULL, NULL);
    struct timeval patience = {.tv_usec = 200 * 1000};
    guint8 bytes[PACKET];
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ssize_t length = recv(fd, bytes, sizeof bytes, 0);
    g_atomic_int_inc(&server->over_tcp);
    if (length > 2 + 17) {
        Query *query = query_read(bytes + 2, (gsize)length - 2);
        if (strcmp(query->first, "truncdrop") != 0) {
            g_autoptr(GByteArray) reply = reply_new(query, 0x8180, 40);
            for (guint i = 0; i < 40; i++) {
                guint8 address[4] = {192, 0, 2, (guint8)i};
                put_record(reply, NULL, 1, address, 4);
            }
            guint8 size[2] = {(guint8)(reply->len >> 8), (guint8)reply->len};
            send(fd, size, 2, MSG_NOSIGNAL);
            g_usleep(10 * 1000); /* the reply comes in pieces */
            send(fd, reply->data, 100, MSG_NOSIGNAL);
            g_usleep(10 * 1000);
            send(fd, reply->data + 100, reply->len - 100, MSG_NOSIGNAL);
            shutdown(fd, SHUT_WR);
            while (recv(fd, bytes, sizeof bytes, 0) > 0) /* until the other side closes */
                ;
        }
        query_free(query);
    }
    close(fd);
}

static void answer_kept(Server *server, GPtrArray *kept) {
    for (guint i = kept->len; i-- > 0;)
        send_reply(server, g_ptr_array_index(kept, i), reply_ok(g_ptr_array_index(kept, i)));
    g_ptr_array_set_size(kept, 0);
}

static gpointer serve(gpointer data) {
    Server *server = data;
    for (;;) {
        struct pollfd fds[] = {
            {server->udp, POLLIN, 0}, {server->tcp, POLLIN, 0}, {server->stop[0], POLLIN, 0}};
        int ready = poll(fds, 3, server->held->len > 0 ? 40 : server->late->len > 0 ? 300 : -1);
        if (fds[2].revents != 0)
            return NULL;
        if (ready == 0) { /* all is quiet: what was kept back goes out */
            g_atomic_int_set(&server->most_held, MAX(server->most_held, (gint)server->held->len));
            answer_kept(server, server->held);
            answer_kept(server, server->late);
        }
        if (fds[0].revents != 0)
            take_udp(server);
        if (fds[1].revents != 0)
            take_tcp(server);
    }
}

/* Both protocols on one port of the loopback. */
static void server_open(Server *server, gboolean deaf) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    *server = (Server){.deaf = deaf, .udp = -1, .tcp = -1};
    for (guint i = 0; i < 50; i++) {
        server->udp = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        server->tcp = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        address.sin_port = 0;
        assert_int_equal(bind(server->udp, (struct sockaddr *)&address, sizeof address), 0);
        getsockname(server->udp, (struct sockaddr *)&address, &length);
        if (bind(server->tcp, (struct sockaddr *)&address, sizeof address) == 0)
            break;
        close(server->udp);
        close(server->tcp);
    }
    assert_int_equal(listen(server->tcp, 8), 0);
    assert_int_equal(pipe(server->stop), 0);
    server->address = g_strdup_printf("127.0.0.1:%u", ntohs(address.sin_port));
    server->tries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    server->held = g_ptr_array_new_with_free_func(query_free);
    server->late = g_ptr_array_new_with_free_func(query_free);
    server->thread = g_thread_new("server", serve, server);
}

static void server_close(Server *server) {
    assert_int_equal(write(server->stop[1], "", 1), 1);
    g_thread_join(server->thread);
    close(server->udp);
    close(server->tcp);
    close(server->stop[0]);
    close(server->stop[1]);
    g_free(server->address);
    g_hash_table_unref(server->tries);
    g_ptr_array_unref(server->held);
    g_ptr_array_unref(server->late);
}

#endif
