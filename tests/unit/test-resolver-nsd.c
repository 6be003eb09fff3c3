/* test-resolver-nsd.c - the live resolver against a real name server, nsd on a loopback port.
 *
 * nsd is authoritative for example.dk alone and resolves nothing, so that a CNAME out of the zone
 * has to be asked on for, and a name of another zone is REFUSED.  Skipped where nsd is missing.
 */
#include "evidence/resolver.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char zone[] = "$ORIGIN example.dk.\n"
                           "@ 60 IN SOA ns1 hostmaster 2026112001 3600 600 86400 60\n"
                           "@ 60 IN NS ns1\n"
                           "@ 60 IN MX 20 mx2\n"
                           "@ 60 IN MX 10 mx\n"
                           "@ 60 IN TXT \"v=spf1 ip4:192.0.2.0/24 \" \"-all\"\n"
                           "@ 60 IN AAAA 2001:db8::1\n"
                           "ns1 60 IN A 127.0.0.1\n"
                           "mx 60 IN A 192.0.2.1\n"
                           "mx2 60 IN A 192.0.2.3\n"
                           "mx2 60 IN A 192.0.2.2\n"
                           "www 60 IN CNAME web\n"
                           "web 60 IN CNAME mx2\n"
                           "away 60 IN CNAME host.example.net.\n"
                           "loop 60 IN CNAME pool\n"
                           "pool 60 IN CNAME loop\n"
                           "nullmx 60 IN MX 0 .\n"
                           "r\\195\\184d\\032gr\\195\\184d 60 IN A 192.0.2.4\n"
                           "ikke.tom 60 IN A 192.0.2.5\n"
                           "*.jokertegn 60 IN TXT \"hvad som helst\"\n";

static const struct {
    const char *name;
    QuestionType type;
    const char *answer;
} rows[] = {
    {"example.dk", QUESTION_MX, "OK 10:mx.example.dk 20:mx2.example.dk"},
    {"EXAMPLE.dk.", QUESTION_TXT, "OK 0:v=spf1 ip4:192.0.2.0/24 -all"},
    {"example.dk", QUESTION_AAAA, "OK 0:2001:db8::1"},
    {"example.dk", QUESTION_NS, "OK 0:ns1.example.dk"},
    {"example.dk", QUESTION_SOA, "OK 0:ns1.example.dk"},
    {"example.dk", QUESTION_A, "NODATA"},
    {"mx2.example.dk", QUESTION_A, "OK 0:192.0.2.2 0:192.0.2.3"},
    {"findes-ikke.example.dk", QUESTION_A, "NXDOMAIN"},
    {"tom.example.dk", QUESTION_A, "NODATA"},
    {"www.example.dk", QUESTION_A, "OK 0:192.0.2.2 0:192.0.2.3 -> mx2.example.dk"},
    {"www.example.dk", QUESTION_MX, "NODATA -> mx2.example.dk"},
    {"www.example.dk", QUESTION_CNAME, "OK 0:web.example.dk"},
    {"away.example.dk", QUESTION_A, "REFUSED -> host.example.net"},
    {"loop.example.dk", QUESTION_A, "SERVFAIL"},
    {"nullmx.example.dk", QUESTION_MX, "OK 0:"},
    {"r\xc3\xb8"
     "d gr\xc3\xb8"
     "d.example.dk",
     QUESTION_A, "OK 0:192.0.2.4"},
    {"en.jokertegn.example.dk", QUESTION_TXT, "OK 0:hvad som helst"},
    {"example.org", QUESTION_A, "REFUSED"},
    {"lang.example.dk", QUESTION_TXT, NULL}, /* over 1232 octets: TCP */
};

typedef struct {
    char *folder, *address;
    GSubprocess *nsd;
} Fixture;

/* A port of the loopback that is free now, for UDP and TCP. */
static guint free_port(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    getsockname(fd, (struct sockaddr *)&address, &length);
    close(fd);
    return ntohs(address.sin_port);
}

static void write_file(const char *folder, const char *name, const char *text) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    assert_true(g_file_set_contents(path, text, -1, NULL));
}

static gboolean start(Fixture *self) {
    g_autofree char *program = g_find_program_in_path("nsd");
    if (program == NULL && g_file_test("/usr/sbin/nsd", G_FILE_TEST_IS_EXECUTABLE))
        program = g_strdup("/usr/sbin/nsd");
    if (program == NULL)
        return FALSE;

    guint port = free_port();
    self->folder = g_dir_make_tmp("spamlint-nsd-XXXXXX", NULL);
    self->address = g_strdup_printf("127.0.0.1:%u", port);
    g_autofree char *config = g_strdup_printf(
        "server:\n  ip-address: 127.0.0.1@%u\n  username: \"\"\n  chroot: \"\"\n"
        "  zonesdir: \"%s\"\n  database: \"\"\n  pidfile: \"%s/pid\"\n  xfrdfile: \"%s/xfrd\"\n"
        "  xfrdir: \"%s\"\n  zonelistfile: \"%s/zones\"\n  server-count: 1\n"
        "remote-control:\n  control-enable: no\n"
        "zone:\n  name: example.dk\n  zonefile: example.dk.zone\n",
        port, self->folder, self->folder, self->folder, self->folder, self->folder);
    g_autoptr(GString) records = g_string_new(zone);
    for (guint i = 0; i < 12; i++)
        g_string_append_printf(records, "lang 60 IN TXT \"%03u %0200u\"\n", i, i);
    write_file(self->folder, "nsd.conf", config);
    write_file(self->folder, "example.dk.zone", records->str);
    g_autofree char *path = g_build_filename(self->folder, "nsd.conf", NULL);
    g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(
        G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
    self->nsd = g_subprocess_launcher_spawn(launcher, NULL, program, "-d", "-c", path, NULL);
    assert_non_null(self->nsd);
    return TRUE;
}

static void stop(Fixture *self) {
    g_subprocess_send_signal(self->nsd, 15);
    g_subprocess_wait(self->nsd, NULL, NULL);
    g_object_unref(self->nsd);
    g_autoptr(GDir) dir = g_dir_open(self->folder, 0, NULL);
    const char *name;
    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(self->folder, name, NULL);
        g_remove(path);
    }
    g_rmdir(self->folder);
    g_free(self->folder);
    g_free(self->address);
}

static void wake(gpointer data) {
    g_atomic_int_set((gint *)data, 1);
}

/* Asks until all is answered. */
static void settle(Asker *asker, gint *woken) {
    gboolean again = asker_park(asker);
    for (guint i = 0; !again && g_atomic_int_get(woken) == 0; i++) {
        assert_true(i < 2500);
        g_usleep(4 * 1000);
    }
    g_atomic_int_set(woken, 0);
    asker_begin(asker);
}

/* nsd takes a moment to answer: until then its port is closed. */
static gboolean wait_until_up(const Fixture *self) {
    for (guint i = 0; i < 50; i++) {
        const char *const servers[] = {self->address, NULL};
        ResolverOptions options = {.nameservers = servers, .timeout = 0.5};
        g_autoptr(Resolver) resolver = resolver_new(&options, NULL);
        Filler filler = resolver_filler(resolver);
        Table *table = table_new(&filler);
        gint woken = 0;
        Asker *asker = asker_new(table, wake, &woken);
        asker_begin(asker);
        asker_ask(asker, "example.dk", QUESTION_SOA);
        settle(asker, &woken);
        gboolean up = asker_ask(asker, "example.dk", QUESTION_SOA)->status == ANSWER_OK;
        g_clear_pointer(&resolver, resolver_free);
        asker_free(asker);
        table_free(table);
        if (up)
            return TRUE;
        g_usleep(50 * 1000);
    }
    return FALSE;
}

static char *show(const Answer *answer) {
    g_autoptr(GString) text = g_string_new(answer_status_name(answer->status));
    for (guint i = 0; i < answer->records->len; i++) {
        const Record *record = g_ptr_array_index(answer->records, i);
        g_string_append_printf(text, " %u:%s", record->preference, record->value);
    }
    if (answer->canonical != NULL)
        g_string_append_printf(text, " -> %s", answer->canonical);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void test_nsd(void **state) {
    Fixture fixture = {0};
    if (!start(&fixture))
        skip();
    if (!wait_until_up(&fixture)) {
        stop(&fixture);
        fail_msg("nsd does not answer");
    }
    const char *const servers[] = {fixture.address, NULL};
    ResolverOptions options = {.nameservers = servers, .timeout = 5};
    g_autoptr(Resolver) resolver = resolver_new(&options, NULL);
    Filler filler = resolver_filler(resolver);
    Table *table = table_new(&filler);
    gint woken = 0;
    Asker *asker = asker_new(table, wake, &woken);

    asker_begin(asker);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        asker_ask(asker, rows[i].name, rows[i].type);
    settle(asker, &woken);
    g_autoptr(GString) wrong = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const Answer *answer = asker_ask(asker, rows[i].name, rows[i].type);
        g_autofree char *shown = show(answer);
        gboolean good = rows[i].answer != NULL ? strcmp(shown, rows[i].answer) == 0
                                               : answer->records->len == 12;
        if (!good)
            g_string_append_printf(wrong, "\n%s of %s is %s", question_type_name(rows[i].type),
                                   rows[i].name, shown);
    }
    g_clear_pointer(&resolver, resolver_free);
    asker_free(asker);
    table_free(table);
    stop(&fixture);
    if (wrong->len > 0)
        fail_msg("%s", wrong->str);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nsd),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
