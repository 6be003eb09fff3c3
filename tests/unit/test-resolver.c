/* test-resolver.c - the live resolver against a hostile name server on a loopback port.
 *
 * Nothing leaves this machine.
 */
#include "evidence/nameserver.h"
#include "evidence/resolver.h"
#include "limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <ares.h>
#include <cmocka.h>
#include <string.h>

#include "hostile-server.h"

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
#if ARES_VERSION >= 0x011c00
    {"nul\\000.example", "OK 192.0.2.1", "NUL in a name"},
#else
    {"nul\\000.example", "SERVFAIL", "NUL in a name, which this c-ares cannot ask"},
#endif
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
    /* Two tries of the first batch, and what took the places of the first strikes. */
    assert_in_range(queries, LIMIT_IN_FLIGHT, 2 * (LIMIT_IN_FLIGHT + RESOLVER_STRIKES));

    ask_many(&client, "m", 100);
    assert_in_range(client_wait(&client), 0, 200);
    g_autofree char *reason =
        answer_reason(asker_ask(client.asker, "m0.example", QUESTION_A), "m0.example", QUESTION_A);
    assert_non_null(strstr(reason, "time-out asking A of m0.example (the resolver is dead"));
    assert_int_equal(g_atomic_int_get(&server.queries), queries);
    client_close(&client);
    server_close(&server);
}

/* Names that have no answer do not make a server dead that answers others: neither many at once,
 * nor some now and some later. */
static void test_alive(void **state) {
    Server server;
    Client client;
    server_open(&server, FALSE);
    client_open(&client, server.address, NULL, 0.3);
    ask_many(&client, "drop", 20);
    asker_ask(client.asker, "ok.example", QUESTION_A);
    client_wait(&client);
    assert_int_equal(count_status(&client, "drop", 20, ANSWER_TIMEOUT), 20);
    for (guint round = 0; round < 2; round++) {
        g_autofree char *prefix = g_strdup_printf("drop-%u-", round);
        ask_many(&client, prefix, RESOLVER_STRIKES - 1);
        client_wait(&client);
        g_autofree char *name = g_strdup_printf("ok%u.example", round);
        asker_ask(client.asker, name, QUESTION_A);
        client_wait(&client);
        assert_int_equal(asker_ask(client.asker, name, QUESTION_A)->status, ANSWER_OK);
    }
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
