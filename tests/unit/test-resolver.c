/* test-resolver.c - the live resolver against a hostile name server on a loopback port.
 *
 * What the server does with a question stands in its first label: see act(). Nothing leaves this
 * machine.
 */
#include "evidence/dns-name.h"
#include "evidence/nameserver.h"
#include "evidence/resolver.h"
#include "limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <arpa/inet.h>
#include <cmocka.h>
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

/* Who asks: one asker that waits on a condition. */
typedef struct {
    Resolver *resolver;
    Table *table;
    Asker *asker;
    GMutex mutex;
    GCond cond;
    guint woken;
} Client;

static void client_wake(gpointer data) {
    Client *client = data;
    g_mutex_lock(&client->mutex);
    client->woken++;
    g_cond_signal(&client->cond);
    g_mutex_unlock(&client->mutex);
}

static void client_open(Client *client, const char *server, const char *other, double timeout) {
    const char *const nameservers[] = {server, other, NULL};
    ResolverOptions options = {.nameservers = nameservers, .timeout = timeout};
    g_autoptr(GError) error = NULL;
    *client = (Client){.resolver = resolver_new(&options, &error)};
    if (client->resolver == NULL)
        fail_msg("%s", error->message);
    Filler filler = resolver_filler(client->resolver);
    client->table = table_new(&filler);
    g_mutex_init(&client->mutex);
    g_cond_init(&client->cond);
    client->asker = asker_new(client->table, client_wake, client);
    asker_begin(client->asker);
}

static void client_close(Client *client) {
    resolver_free(client->resolver);
    asker_free(client->asker);
    table_free(client->table);
    g_mutex_clear(&client->mutex);
    g_cond_clear(&client->cond);
}

/* Waits until what was asked is answered; the milliseconds that it took. */
static gint64 client_wait(Client *client) {
    gint64 start = g_get_monotonic_time();
    if (!asker_park(client->asker)) {
        g_mutex_lock(&client->mutex);
        while (client->woken == 0) {
            if (!g_cond_wait_until(&client->cond, &client->mutex, start + 10 * G_USEC_PER_SEC))
                break;
        }
        gboolean woken = client->woken > 0;
        client->woken = 0;
        g_mutex_unlock(&client->mutex);
        if (!woken)
            fail_msg("no answer within ten seconds");
    }
    asker_begin(client->asker);
    return (g_get_monotonic_time() - start) / 1000;
}

static void ask_many(Client *client, const char *prefix, guint count) {
    for (guint i = 0; i < count; i++) {
        g_autofree char *name = g_strdup_printf("%s%u.example", prefix, i);
        asker_ask(client->asker, name, QUESTION_A);
    }
}

static guint count_status(Client *client, const char *prefix, guint count, AnswerStatus status) {
    guint found = 0;
    for (guint i = 0; i < count; i++) {
        g_autofree char *name = g_strdup_printf("%s%u.example", prefix, i);
        found += asker_ask(client->asker, name, QUESTION_A)->status == status;
    }
    return found;
}

static char *show(const Answer *answer) {
    g_autoptr(GString) text = g_string_new(answer_status_name(answer->status));
    for (guint i = 0; i < answer->records->len; i++)
        g_string_append_printf(text, " %s",
                               ((const Record *)g_ptr_array_index(answer->records, i))->value);
    if (answer->canonical != NULL)
        g_string_append_printf(text, " -> %s", answer->canonical);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static const struct {
    const char *name, *answer, *reason;
} rows[] = {
    {"ok.example", "OK 192.0.2.1", "an answer"},
    {"r\\195\\184d gr\\195\\184d.example", "OK 192.0.2.1", "odd octets in a name"},
    {"dot\\.ted.example", "OK 192.0.2.1", "a dot inside a label"},
    {"nul\\000.example", "SERVFAIL", "NUL, which this c-ares cannot ask"},
    {"nx.example", "NXDOMAIN", "NXDOMAIN"},
    {"nodata.example", "NODATA", "NODATA"},
    {"servfail.example", "SERVFAIL", "SERVFAIL"},
    {"notimp.example", "SERVFAIL", "NOTIMP"},
    {"refused.example", "REFUSED", "REFUSED"},
    {"badrecord.example", "SERVFAIL", "a malformed record"},
    {"loop.example", "SERVFAIL", "a CNAME loop"},
    {"alias.example", "OK 192.0.2.1 -> ok.example", "a CNAME whose target is asked next"},
    {"away.example", "NXDOMAIN -> nx.example", "a CNAME that leads nowhere"},
    {"endless0.example", "SERVFAIL", "CNAMEs without end, one a message"},
    {"endless1.example", "SERVFAIL", "CNAMEs without end, from the second on"},
    {"wrongid.example", "OK 192.0.2.1", "a forged reply with a wrong id comes first"},
    {"wrongname.example", "OK 192.0.2.1", "a forged reply to another question comes first"},
    {"garbage.example", "OK 192.0.2.1", "garbage comes first"},
    {"second.example", "OK 192.0.2.1", "the first packet was lost"},
    {"late.example", "OK 192.0.2.1", "the reply comes after the second try went out"},
    {"drop.example", "TIMEOUT", "no reply at all"},
    {"truncdrop.example", "TIMEOUT", "cut short, and TCP closes without a word"},
    {"secret.onion", "NXDOMAIN", "never asked (RFC 7686)"},
};

static void test_hostile(void **state) {
    Server server;
    Client client;
    server_open(&server, FALSE);
    client_open(&client, server.address, NULL, 0.9); /* tries of 0.3 and 0.6 seconds */
    for (guint run = 0; run < 2; run++) {
        for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
            const Answer *answer = asker_ask(client.asker, rows[i].name, QUESTION_A);
            g_autofree char *shown = show(answer);
            if (run == 0)
                assert_int_equal(answer->status, ANSWER_PENDING);
            else if (g_strcmp0(shown, rows[i].answer) != 0)
                fail_msg("%s: %s is %s, not %s", rows[i].reason, rows[i].name, shown,
                         rows[i].answer);
        }
        assert_int_equal(asker_ask(client.asker, "example.dk", QUESTION_REGISTRATION)->status,
                         run == 0 ? ANSWER_PENDING : ANSWER_SKIPPED);
        if (run == 0)
            assert_in_range(client_wait(&client), 600,
                            2500); /* drop.example waits for both tries */
    }
    assert_int_equal(g_atomic_int_get(&server.without_edns), 0);
    client_close(&client);
    server_close(&server);
}

/* Replies that are cut short are asked for over TCP, though the server closes the connection
 * behind each, and whatever goes wrong there does not touch the questions over UDP. */
static void test_truncated(void **state) {
    Server server;
    Client client;
    server_open(&server, FALSE);
    client_open(&client, server.address, NULL, 3);
    ask_many(&client, "trunc", 5);
    asker_ask(client.asker, "truncdrop.example", QUESTION_A);
    asker_ask(client.asker, "second.example", QUESTION_A);
    ask_many(&client, "ok", 20);
    client_wait(&client);
    assert_int_equal(count_status(&client, "trunc", 5, ANSWER_OK), 5);
    assert_int_equal(count_status(&client, "ok", 20, ANSWER_OK), 20);
    assert_int_equal(asker_ask(client.asker, "second.example", QUESTION_A)->status, ANSWER_OK);
    assert_int_equal(asker_ask(client.asker, "trunc0.example", QUESTION_A)->records->len, 40);
    assert_int_equal(asker_ask(client.asker, "truncdrop.example", QUESTION_A)->status,
                     ANSWER_TIMEOUT);
    assert_true(g_atomic_int_get(&server.over_tcp) >= 6);
    client_close(&client);
    server_close(&server);
}

/* At most LIMIT_IN_FLIGHT questions are out at once, and all are answered. */
static void test_in_flight(void **state) {
    Server server;
    Client client;
    server_open(&server, FALSE);
    client_open(&client, server.address, NULL, 0);
    ask_many(&client, "hold", 300);
    client_wait(&client);
    assert_int_equal(count_status(&client, "hold", 300, ANSWER_OK), 300);
    assert_true(g_atomic_int_get(&server.queries) >= 300);
    assert_in_range(g_atomic_int_get(&server.most_held), LIMIT_IN_FLIGHT / 2, LIMIT_IN_FLIGHT);
    client_close(&client);
    server_close(&server);
}

/* A dead server costs its time once: then all that is left is TIMEOUT. */
static void test_dead(void **state) {
    Server server;
    Client client;
    server_open(&server, TRUE);
    client_open(&client, server.address, NULL, 0.45);
    ask_many(&client, "n", 300);
    assert_in_range(client_wait(&client), 350, 1500);
    assert_int_equal(count_status(&client, "n", 300, ANSWER_TIMEOUT), 300);
    gint queries = g_atomic_int_get(&server.queries);
    assert_in_range(queries, LIMIT_IN_FLIGHT, 2 * LIMIT_IN_FLIGHT); /* two tries, no second batch */

    ask_many(&client, "m", 100);
    assert_in_range(client_wait(&client), 0, 200);
    g_autofree char *reason =
        answer_reason(asker_ask(client.asker, "m0.example", QUESTION_A), "m0.example", QUESTION_A);
    assert_non_null(strstr(reason, "time-out asking A of m0.example (the resolver is dead"));
    assert_int_equal(g_atomic_int_get(&server.queries), queries);
    client_close(&client);
    server_close(&server);
}

/* Some names that have no answer do not make a server dead that answers others. */
static void test_alive(void **state) {
    Server server;
    Client client;
    server_open(&server, FALSE);
    client_open(&client, server.address, NULL, 0.3);
    ask_many(&client, "drop", 20);
    asker_ask(client.asker, "ok.example", QUESTION_A);
    client_wait(&client);
    assert_int_equal(count_status(&client, "drop", 20, ANSWER_TIMEOUT), 20);
    asker_ask(client.asker, "nodata.example", QUESTION_A);
    client_wait(&client);
    assert_int_equal(asker_ask(client.asker, "nodata.example", QUESTION_A)->status, ANSWER_NODATA);
    client_close(&client);
    server_close(&server);
}

/* One dead server beside a live one costs a try, no more. */
static void test_two_servers(void **state) {
    Server dead, live;
    Client client;
    server_open(&dead, TRUE);
    server_open(&live, FALSE);
    client_open(&client, dead.address, live.address, 0.9);
    asker_ask(client.asker, "ok.example", QUESTION_A);
    assert_in_range(client_wait(&client), 0, 800);
    assert_int_equal(asker_ask(client.asker, "ok.example", QUESTION_A)->status, ANSWER_OK);
    client_close(&client);
    server_close(&dead);
    server_close(&live);
}

/* Nobody listens: known at once, from the ICMP message. */
static void test_refused_port(void **state) {
    Server server;
    Client client;
    server_open(&server, TRUE);
    g_autofree char *address = g_strdup(server.address);
    server_close(&server);
    client_open(&client, address, NULL, 3);
    asker_ask(client.asker, "ok.example", QUESTION_A);
    assert_in_range(client_wait(&client), 0, 3200);
    assert_int_equal(asker_ask(client.asker, "ok.example", QUESTION_A)->status, ANSWER_TIMEOUT);
    client_close(&client);
}

/* Freeing ends fast and answers what is out and what waits. */
static void test_ending(void **state) {
    Server server;
    Client client;
    server_open(&server, TRUE);
    client_open(&client, server.address, NULL, 20);
    ask_many(&client, "n", 200);
    assert_false(asker_park(client.asker));
    g_usleep(50 * 1000);
    gint64 start = g_get_monotonic_time();
    resolver_free(g_steal_pointer(&client.resolver));
    assert_in_range((g_get_monotonic_time() - start) / 1000, 0, 500);
    assert_int_equal(client.woken, 1);
    asker_begin(client.asker);
    assert_int_equal(count_status(&client, "n", 200, ANSWER_TIMEOUT), 200);
    client_close(&client);
    server_close(&server);

    /* With nothing asked at all. */
    ResolverOptions system = {.nameservers = NULL};
    g_autoptr(Resolver) idle = resolver_new(&system, NULL);
    assert_non_null(idle);
}

static void test_nameservers(void **state) {
    static const struct {
        const char *text, *parsed;
    } servers[] = {
        {"192.0.2.1", "192.0.2.1:53"},
        {"192.0.2.1:5353", "192.0.2.1:5353"},
        {"2001:db8::1", "[2001:db8::1]:53"},
        {"[2001:db8::1]", "[2001:db8::1]:53"},
        {"[2001:db8::1]:5353", "[2001:db8::1]:5353"},
        {"", NULL},
        {"dns.example.dk", NULL},
        {"192.0.2", NULL},
        {"192.0.2.1:", NULL},
        {"192.0.2.1:0", NULL},
        {"192.0.2.1:65536", NULL},
        {"192.0.2.1:53x", NULL},
        {"192.0.2.1,192.0.2.2", NULL},
        {"[192.0.2.1]:53", NULL},
        {"[2001:db8::1", NULL},
        {"[2001:db8::1]53", NULL},
        {"[2001:db8::1]:", NULL},
        {"2001:db8::1::", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(servers); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *parsed = nameserver_parse(servers[i].text, &error);
        if (g_strcmp0(parsed, servers[i].parsed) != 0)
            fail_msg("%s: %s", servers[i].text, parsed);
        assert_int_equal(parsed == NULL, error != NULL);
        if (error != NULL)
            assert_true(g_str_has_prefix(error->message, "--nameserver: found \""));

        const char *const list[] = {"192.0.2.9", servers[i].text, NULL};
        ResolverOptions options = {.nameservers = list};
        g_clear_error(&error);
        g_autoptr(Resolver) resolver = resolver_new(&options, &error);
        assert_int_equal(resolver != NULL, servers[i].parsed != NULL);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nameservers), cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_truncated),   cmocka_unit_test(test_in_flight),
        cmocka_unit_test(test_dead),        cmocka_unit_test(test_alive),
        cmocka_unit_test(test_two_servers), cmocka_unit_test(test_refused_port),
        cmocka_unit_test(test_ending),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
