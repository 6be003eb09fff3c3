/* test-sender-domains.c - whose a message is, by its header section, and which hosts track clicks.
 */
#include "message/link-hosts.h"
#include "message/sender-domains.h"

#include "body-message.h"

static const char *const tail = "To: kunde@example.net\nSubject: Nyt\n\n";

static void test_domains(void **state) {
    static const struct {
        const char *header, *host;
        guint sources;
        gboolean hold, aligned;
        guint signers;
        const char *reason;
    } rows[] = {
        {"From: nyt@mail.example.dk\n", "www.example.dk", SENDER_FROM, TRUE, FALSE, 0, "From's"},
        {"From: nyt@example.dk\n", "example.com", SENDER_ANY, FALSE, FALSE, 0, "no one's"},
        {"From: nyt@example.dk\n", NULL, SENDER_ANY, FALSE, FALSE, 0, "no host"},
        {"From: nyt@example.dk\nSender: x@udsender.example\n", "udsender.example", SENDER_SENDER,
         TRUE, FALSE, 0, "Sender's"},
        {"From: nyt@example.dk\nSender: x@udsender.example\n", "udsender.example", SENDER_FROM,
         FALSE, FALSE, 0, "Sender's is not From's"},
        {"From: nyt@example.dk\nDKIM-Signature: v=1; d=Mail.Example.dk;\n s=a; b=x\n", "example.dk",
         SENDER_SIGNER, TRUE, TRUE, 1, "signed under a subdomain, in capitals"},
        {"From: nyt@example.dk\nDKIM-Signature: v=1; d=udsender.example; s=a\n"
         "DKIM-Signature: v=1; d=example.dk; s=b\n",
         "udsender.example", SENDER_SIGNER, TRUE, TRUE, 2, "two signatures"},
        {"From: nyt@example.dk\nDKIM-Signature: v=1; d=udsender.example; s=a\n", "udsender.example",
         SENDER_SIGNER, TRUE, FALSE, 1, "signed by another"},
        {"From: nyt@example.dk\nDKIM-Signature: nonsens\n", "example.dk", SENDER_SIGNER, FALSE,
         FALSE, 1, "a signature without d="},
        {"From: nyt@example.dk\n", "kunde.example", SENDER_GIVEN, TRUE, FALSE, 0,
         "named by the user"},
        {"Subject: uden afsender\n", "kunde.example", SENDER_ANY, TRUE, FALSE, 0, "no From"},
    };
    g_autoptr(GPtrArray) given = g_ptr_array_new();
    g_ptr_array_add(given, (char *)"kunde.example");
    body_test.options.sender_domains = given;
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = g_strconcat(rows[i].header, tail, NULL);
        const SenderDomains *found = sender_domains(body_message_raw(text));
        if (sender_domains_hold(found, rows[i].sources, rows[i].host) != rows[i].hold ||
            found->aligned != rows[i].aligned || found->signers->len != rows[i].signers)
            fail_msg("%s", rows[i].reason);
    }
    body_clear();
    body_test.options.sender_domains = NULL;
}

static void test_many(void **state) {
    g_autoptr(GString) text = g_string_new("From: nyt@example.dk\n");
    for (guint i = 0; i < 500; i++)
        g_string_append_printf(text, "DKIM-Signature: d=d%u.example\n", i);
    g_string_append(text, tail);
    assert_int_equal(sender_domains(body_message_raw(text->str))->signers->len, SENDER_SIGNERS);
}

static void test_trackers(void **state) {
    static const char *const header =
        "From: nyt@example.dk\nDKIM-Signature: d=udsender.example\n"
        "List-Unsubscribe: <mailto:a@post.example>, <https://klik.afmeld.example/u?1>\n"
        "Content-Type: text/html\n\n";
    static const struct {
        const char *host;
        Tracker tracker;
        const char *reason;
    } rows[] = {
        {"klik.example.dk", TRACKER_SENDER, "the sender's"},
        {"c.udsender.example", TRACKER_SIGNER, "the signer's"},
        {"u17.ct.sendgrid.net", TRACKER_LISTED, "on the list"},
        {"www.afmeld.example", TRACKER_UNSUBSCRIBE, "List-Unsubscribe"},
        {"post.example", TRACKER_NONE, "a mailto there is none"},
        {"a.mange.example", TRACKER_MOST, "most links"},
        {"enkelt.example", TRACKER_NONE, "one link of five"},
        {"fremmed.example", TRACKER_NONE, "no link at all"},
    };
    g_autoptr(Hosts) hosts = hosts_load(NULL, NULL);
    body_test.options.hosts = hosts;
    g_autoptr(GString) text = g_string_new(header);
    for (guint i = 0; i < 4; i++)
        g_string_append_printf(text, "<a href='https://m%u.mange.example/'>side</a> ", i);
    g_string_append(text, "<a href='https://enkelt.example/'>side</a>");
    Message *message = body_message_raw(text->str);
    assert_int_equal(link_hosts(message)->links, 5);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        if (link_hosts_tracker(message, rows[i].host) != rows[i].tracker)
            fail_msg("%s: %d", rows[i].reason, link_hosts_tracker(message, rows[i].host));
    body_clear();
    body_test.options.hosts = NULL;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_domains),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_trackers),
    };
    return cmocka_run_group_tests(tests, body_setup, body_teardown);
}
