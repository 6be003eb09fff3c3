/* test-replay.c - replay files: what is malformed and where, which answer is looked up, and that
 * what a recorder writes replays the same. */
#include "evidence/replay.h"
#include "limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

/* Parses an exact-size heap copy, so that ASan sees a read past the end. */
static Replay *parse(const char *bytes, gsize length, GError **error) {
    g_autofree char *copy = length > 0 ? g_memdup2(bytes, length) : NULL;
    return replay_parse("svar.replay", copy, length, error);
}

/* An answer as one line of text: status, records, canonical name. */
static char *show(const Answer *answer) {
    g_autoptr(GString) text = g_string_new(answer_status_name(answer->status));
    for (guint i = 0; i < answer->records->len; i++) {
        const Record *record = g_ptr_array_index(answer->records, i);
        g_string_append_printf(text, " %u:", record->preference);
        g_string_append_len(text, record->value, (gssize)record->length);
    }
    if (answer->canonical != NULL)
        g_string_append_printf(text, " -> %s", answer->canonical);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static const struct {
    const char *line, *problem, *reason;
} malformed[] = {
    {"example.dk.", "expected A, AAAA", "a name alone"},
    {"example.dk. A", "expected its data", "no data"},
    {"example.dk. 300 IN", "expected A, AAAA", "TTL and class, no type"},
    {"example.dk. 300 300 A 192.0.2.1", "found 300, expected A, AAAA", "two TTLs"},
    {"example.dk. CH A 192.0.2.1", "found CH", "class chaos"},
    {"example.dk. SPF \"v=spf1 -all\"", "found SPF", "an obsolete type (RFC 7208 section 3.1)"},
    {"example.dk. A 192.0.2.256", "expected an IPv4 address", "no address"},
    {"example.dk. A 192.0.2", "expected an IPv4 address", "three octets"},
    {"example.dk. A 192.0.2.1 192.0.2.2", "found 192.0.2.2, expected the end", "two addresses"},
    {"example.dk. A 2001:db8::1", "expected an IPv4 address", "IPv6 in A"},
    {"example.dk. AAAA 192.0.2.1", "expected an IPv6 address", "IPv4 in AAAA"},
    {"example.dk. AAAA 2001:db8::1::2", "expected an IPv6 address", "two gaps"},
    {"example.dk. MX mx.example.dk.", "expected a preference", "no preference"},
    {"example.dk. MX 65536 mx.example.dk.", "expected a preference", "over 16 bits"},
    {"example.dk. MX -1 mx.example.dk.", "expected a preference", "negative"},
    {"example.dk. MX 10", "expected the name of a mail server", "no mail server"},
    {"example.dk. MX 10 mx..example.dk.", "expected a domain name", "an empty label"},
    {"example.dk. CNAME", "expected its data", "no target"},
    {"example.dk. CNAME a.example b.example", "expected the end", "two targets"},
    {"example.dk. PTR a\\300.example", "expected a domain name", "\\DDD over 255 in a name"},
    {"example.dk. NS \"ns1.example.dk.\"", "expected a domain name", "a name in quotes"},
    {"example.dk. SOA ns1.example.dk. hostmaster.example.dk. 1 2 3 4", "expected minimum",
     "six fields of seven"},
    {"example.dk. SOA ns1.example.dk. hostmaster.example.dk. 1 2 3 4 4294967296",
     "expected minimum", "over 32 bits"},
    {"example.dk. SOA ns1.example.dk. hostmaster.example.dk. ( 1 2 3 4 5 )", "expected serial",
     "parentheses are not supported"},
    {"example.dk. TXT", "expected its data", "no string"},
    {"example.dk. TXT v=spf1 -all", "in double quotes", "unquoted, the blank would be lost"},
    {"example.dk. TXT \"v=spf1 \" -all", "in double quotes", "half quoted"},
    {"example.dk. TXT v=DMARC1; p=none", "in double quotes", "unquoted, the policy would be lost"},
    {"example.dk. TXT \"v=spf1 -all", "not closed", "an open quote"},
    {"example.dk. TXT \"a\\256\"", "found \\256, expected three digits", "\\DDD over 255"},
    {"example.dk. TXT \"a\\25\"", "expected three digits", "\\DDD cut short"},
    {"example.dk. TXT \"a\\", "backslash at the end", "\\X cut short"},
    {"example.dk. A !NXDOMAINS", "expected !NXDOMAIN, !NODATA", "no such status"},
    {"example.dk. A !OK", "expected !NXDOMAIN, !NODATA", "OK is no status of a file"},
    {"example.dk. A !PENDING", "expected !NXDOMAIN, !NODATA", "nor PENDING"},
    {"example.dk. A !", "expected !NXDOMAIN, !NODATA", "an empty status"},
    {"example.dk. A !TIMEOUT 192.0.2.1", "found 192.0.2.1, expected the end", "status and data"},
    {"example.dk. * 192.0.2.1", "found 192.0.2.1, expected !NXDOMAIN", "data of any type"},
    {"example.dk. *", "found the end of the line, expected !NXDOMAIN", "nothing of any type"},
    {"* A !TIMEOUT", "found the name * with type A", "any name takes any type"},
    {"example..dk. A 192.0.2.1", "found example..dk., expected a domain name", "an empty label"},
    {"r\xc3\xb8"
     "d.example. A 192.0.2.1",
     "expected a name in ASCII", "no A-label"},
    {"\"example.dk.\" A 192.0.2.1", "expected a domain name", "an owner in quotes"},
    {"$ORIGIN example.dk.", "found $ORIGIN", "a directive"},
    {"example.dk. REGISTRATION organization=Eksempel", "no state", "no state"},
    {"example.dk. REGISTRATION state=identified created=i-dag", "expected a date", "no date"},
    {"example.dk. REGISTRATION", "expected its data", "no registration"},
};

static void test_malformed(void **state) {
    for (gsize i = 0; i < G_N_ELEMENTS(malformed); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *file =
            g_strdup_printf("; linje 1\r\n\r\na.example. A 192.0.2.1\n%s", malformed[i].line);
        g_autoptr(Replay) replay = parse(file, strlen(file), &error);
        if (replay != NULL)
            fail_msg("%s: taken: %s", malformed[i].reason, malformed[i].line);
        if (!g_str_has_prefix(error->message, "svar.replay:4: "))
            fail_msg("%s: no place in: %s", malformed[i].reason, error->message);
        if (strstr(error->message, malformed[i].problem) == NULL)
            fail_msg("%s: \"%s\" does not say \"%s\"", malformed[i].reason, error->message,
                     malformed[i].problem);
    }
}

static void test_contradictions(void **state) {
    static const struct {
        const char *file, *problem, *reason;
    } rows[] = {
        {"a.example. A 192.0.2.1\na.example. A !TIMEOUT\n", ":2: found another answer than line 1",
         "records, then a status"},
        {"a.example. A !NODATA\nA.EXAMPLE A !TIMEOUT\n", ":2: found another answer than line 1",
         "two statuses"},
        {"* * !TIMEOUT\n\n* * !NXDOMAIN\n", ":3: found another answer than line 1", "two defaults"},
        {"a.example. CNAME b.example.\na.example. CNAME c.example.\n", ":2: found a second CNAME",
         "two CNAMEs"},
        {"a.example. SOA b.example.\na.example. SOA c.example.\n", ":2: found a second SOA",
         "two SOAs"},
        {"a.example. REGISTRATION state=proxy\na.example. REGISTRATION state=identified\n",
         ":2: found a second REGISTRATION", "two registrations"},
        {"a.example. A 192.0.2.1\n\0", ":2: found a NUL octet", "NUL"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        gsize length = strlen(rows[i].file);
        length += strstr(rows[i].problem, "NUL") != NULL;
        g_autoptr(Replay) replay = parse(rows[i].file, length, &error);
        if (replay != NULL || strstr(error->message, rows[i].problem) == NULL)
            fail_msg("%s: %s", rows[i].reason, error != NULL ? error->message : "taken");
    }
    /* Said twice is said once. */
    static const char twice[] = "a.example. A !NODATA\na.example A !nodata\n";
    g_autoptr(Replay) same = parse(twice, sizeof twice - 1, NULL);
    assert_non_null(same);
}

static const char file[] =
    "\xef\xbb\xbf; Svar til pr\xc3\xb8ven\r\n"
    "\n"
    "example.dk.                 TXT   \"v=spf1 ip4:192.0.2.0/24 -all\"\r\n"
    "s1._domainkey.example.dk.   TXT   \"v=DKIM1; p=\" \"MIIB\"     ; one record\n"
    "example.dk.                 MX    10 mx.example.dk.\n"
    "example.dk                  mx    5  MX2.Example.DK\n"
    "example.dk.                 MX    10 mx.example.dk.\n"
    "1.2.0.192.in-addr.arpa.     PTR   mx.example.dk.\n"
    "nx.example.                 A     !NXDOMAIN\n"
    "slow.example.               TXT   !TIMEOUT           ; also !NODATA\n"
    "down.example.               *     !TIMEOUT\n"
    "down.example.               A     192.0.2.7\n"
    "example.dk. REGISTRATION  state=identified organization=\"Eksempel ApS\" created=2011-02-03\n"
    "space\\032name.example.      A     192.0.2.3\n"
    "quote.example.  TXT \"\\\"a\\\\b\\\" \\065\\000;\" \"\xc3\xa6\xf8\"\n"
    "adjacent.example. TXT \"a\"\"b\"\n"
    "bare.example. TXT hej\n"
    "empty.example. TXT \"\"\n"
    "dig.example.  3600 IN A 192.0.2.4\n"
    "dig.example.  IN 3600 AAAA 2001:0DB8:0:0::1\n"
    "nullmx.example. MX 0 .\n"
    "soa.example. SOA NS1.example. hostmaster.example. 2026112001 3600 600 86400 300\n"
    "short.example. SOA ns1.example.\n"
    "www.example. CNAME web.example.\n"
    "web.example. CNAME host.example.\n"
    "host.example. A 192.0.2.9\n"
    "www.example. TXT \"her\"\n"
    "star.example. CNAME host.example.\n"
    "star.example. * !SERVFAIL\n"
    "loop1.example. CNAME loop2.example.\n"
    "loop2.example. CNAME loop1.example.\n"
    "self.example. CNAME self.example.\n"
    "away.example. CNAME nowhere.example.\n"
    "c0.example. CNAME c1.example.\n"
    "c1.example. CNAME c2.example.\n"
    "c2.example. CNAME c3.example.\n"
    "c3.example. CNAME c4.example.\n"
    "c4.example. CNAME c5.example.\n"
    "c5.example. CNAME c6.example.\n"
    "c6.example. CNAME c7.example.\n"
    "c7.example. CNAME c8.example.\n"
    "c8.example. CNAME c9.example.\n"
    "c9.example. A 192.0.2.10\n"
    "gone.example. A !NXDOMAIN\n"
    "gone.example. AAAA !NXDOMAIN\n"
    "half.example. A !NXDOMAIN\n"
    "half.example. TXT \"x\"\n"
    "2.0.0.127.bl.example. A 127.0.0.2\n"
    "\\*. A 192.0.2.11\n"
    "_dmarc.example.dk. TXT \"v=DMARC1; p=reject\"";

static const struct {
    const char *name;
    QuestionType type;
    const char *answer, *reason;
} lookups[] = {
    {"example.dk", QUESTION_TXT, "OK 0:v=spf1 ip4:192.0.2.0/24 -all", "exact"},
    {"EXAMPLE.dk.", QUESTION_TXT, "OK 0:v=spf1 ip4:192.0.2.0/24 -all", "case and final dot"},
    {"s1._domainkey.example.dk", QUESTION_TXT, "OK 0:v=DKIM1; p=MIIB", "strings joined"},
    {"example.dk", QUESTION_MX, "OK 10:mx.example.dk 5:mx2.example.dk",
     "a set, in the order of its lines, without duplicates"},
    {"example.dk", QUESTION_A, "NODATA", "the name stands with other types"},
    {"1.2.0.192.in-addr.arpa", QUESTION_PTR, "OK 0:mx.example.dk", "PTR"},
    {"nx.example", QUESTION_A, "NXDOMAIN", "a status"},
    {"nx.example", QUESTION_MX, "NXDOMAIN", "what does not exist has no other type (RFC 8020)"},
    {"half.example", QUESTION_A, "NXDOMAIN", "exact, though it contradicts the other line"},
    {"half.example", QUESTION_MX, "NODATA", "it stands with records"},
    {"gone.example", QUESTION_TXT, "NXDOMAIN", "all its lines say so"},
    {"slow.example", QUESTION_TXT, "TIMEOUT", "time-out"},
    {"slow.example", QUESTION_A, "NODATA", "the name stands with another type"},
    {"down.example", QUESTION_MX, "TIMEOUT", "the name's *"},
    {"down.example", QUESTION_A, "OK 0:192.0.2.7", "exact before the name's *"},
    {"down.example", QUESTION_REGISTRATION, "TIMEOUT", "whatever is asked"},
    {"example.dk", QUESTION_REGISTRATION,
     "OK 0:state=identified organization=\"Eksempel ApS\" created=2011-02-03", "registration"},
    {"nx.example", QUESTION_REGISTRATION, "SKIPPED", "a registration that is not listed"},
    {"unlisted.example", QUESTION_REGISTRATION, "SKIPPED", "nor its name"},
    {"www.example", QUESTION_REGISTRATION, "SKIPPED", "a registration follows no CNAME"},
    {"unlisted.example", QUESTION_A, "NXDOMAIN", "the default"},
    {"space name.example", QUESTION_A, "OK 0:192.0.2.3", "an escaped name, asked raw"},
    {"space\\032name.example", QUESTION_A, "OK 0:192.0.2.3", "and asked escaped"},
    {"adjacent.example", QUESTION_TXT, "OK 0:ab", "strings without a blank between"},
    {"bare.example", QUESTION_TXT, "OK 0:hej", "one string without quotes"},
    {"empty.example", QUESTION_TXT, "OK 0:", "an empty string is a record"},
    {"dig.example", QUESTION_A, "OK 0:192.0.2.4", "TTL and class"},
    {"dig.example", QUESTION_AAAA, "OK 0:2001:db8::1", "one form of an address"},
    {"nullmx.example", QUESTION_MX, "OK 0:", "null MX (RFC 7505)"},
    {"soa.example", QUESTION_SOA, "OK 0:ns1.example", "SOA in full"},
    {"short.example", QUESTION_SOA, "OK 0:ns1.example", "SOA by its server"},
    {"www.example", QUESTION_A, "OK 0:192.0.2.9 -> host.example", "two CNAMEs"},
    {"www.example", QUESTION_TXT, "OK 0:her", "exact before the CNAME"},
    {"www.example", QUESTION_MX, "NODATA -> host.example", "NODATA at the target"},
    {"www.example", QUESTION_CNAME, "OK 0:web.example", "the CNAME itself"},
    {"star.example", QUESTION_A, "OK 0:192.0.2.9 -> host.example", "CNAME before the name's *"},
    {"away.example", QUESTION_A, "NXDOMAIN -> nowhere.example", "a target that is not listed"},
    {"loop1.example", QUESTION_A, "SERVFAIL", "a loop of two"},
    {"self.example", QUESTION_A, "SERVFAIL", "a loop of one"},
    {"self.example", QUESTION_CNAME, "OK 0:self.example", "which can be asked for"},
    {"c1.example", QUESTION_A, "OK 0:192.0.2.10 -> c9.example", "8 hops"},
    {"c0.example", QUESTION_A, "SERVFAIL", "9 hops"},
    {"3.0.0.127.bl.example", QUESTION_A, "SKIPPED", "a blocklist was not asked"},
    {"2.0.0.127.bl.example", QUESTION_A, "OK 0:127.0.0.2", "here it was"},
    {"2.0.0.127.bl.example", QUESTION_TXT, "NODATA", "and has no TXT"},
    {"3.0.0.127.xbl.example", QUESTION_A, "NXDOMAIN", "another zone"},
    {"bl.example", QUESTION_A, "NXDOMAIN", "the zone itself"},
    {"*", QUESTION_A, "OK 0:192.0.2.11", "a name that is an asterisk"},
    {"a..b", QUESTION_A, "NXDOMAIN", "no such name can exist"},
    {"_dmarc.example.dk", QUESTION_TXT, "OK 0:v=DMARC1; p=reject", "a last line without its end"},
};

static void test_lookup(void **state) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Replay) replay = parse(file, sizeof file - 1, &error);
    if (replay == NULL)
        fail_msg("%s", error->message);
    replay_skip_below(replay, "BL.example.");
    for (gsize i = 0; i < G_N_ELEMENTS(lookups); i++) {
        g_autoptr(Answer) answer = replay_answer(replay, lookups[i].name, lookups[i].type);
        g_autofree char *shown = show(answer);
        if (strcmp(shown, lookups[i].answer) != 0)
            fail_msg("%s: %s of %s gave %s, not %s", lookups[i].reason,
                     question_type_name(lookups[i].type), lookups[i].name, shown,
                     lookups[i].answer);
    }
    g_autoptr(Answer) quoted = replay_answer(replay, "quote.example", QUESTION_TXT);
    const Record *record = g_ptr_array_index(quoted->records, 0);
    assert_int_equal(record->length, 12);
    assert_memory_equal(record->value, "\"a\\b\" A\0;\xc3\xa6\xf8", 12);
}

static void test_default(void **state) {
    static const char *const statuses[] = {"NXDOMAIN", "NODATA", "SERVFAIL", "REFUSED", "TIMEOUT"};
    for (gsize i = 0; i < G_N_ELEMENTS(statuses); i++) {
        g_autofree char *text =
            g_strdup_printf("* * !%s\na.example. CNAME b.example.\nnx.example. A !NXDOMAIN\n"
                            "bl.example. TXT \"liste\"\n",
                            statuses[i]);
        g_autoptr(Replay) replay = parse(text, strlen(text), NULL);
        replay_skip_below(replay, "bl.example");
        g_autoptr(Answer) unlisted = replay_answer(replay, "ukendt.example", QUESTION_A);
        g_autoptr(Answer) target = replay_answer(replay, "a.example", QUESTION_A);
        g_autoptr(Answer) other = replay_answer(replay, "nx.example", QUESTION_MX);
        g_autoptr(Answer) registered =
            replay_answer(replay, "ukendt.example", QUESTION_REGISTRATION);
        g_autoptr(Answer) listed = replay_answer(replay, "1.bl.example", QUESTION_A);
        assert_string_equal(answer_status_name(unlisted->status), statuses[i]);
        assert_string_equal(answer_status_name(target->status), statuses[i]);
        assert_int_equal(other->status, ANSWER_NXDOMAIN);
        assert_int_equal(registered->status, ANSWER_SKIPPED);
        assert_int_equal(listed->status, ANSWER_SKIPPED);
    }
}

static void test_empty(void **state) {
    static const char *const files[] = {"", "\n", ";", " \t\r\n;x\n\n", "\xef\xbb\xbf"};
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(Replay) replay = parse(files[i], strlen(files[i]), NULL);
        assert_non_null(replay);
        g_autoptr(Answer) answer = replay_answer(replay, "example.dk", QUESTION_A);
        assert_int_equal(answer->status, ANSWER_NXDOMAIN);
    }
}

static void test_limits(void **state) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i <= LIMIT_ANSWER_RECORDS; i++)
        g_string_append_printf(text, "a.example. TXT \"%u\"\n", i);
    g_autoptr(GError) error = NULL;
    assert_null(parse(text->str, text->len, &error));
    assert_non_null(strstr(error->message, ":501: found over 500 records"));

    g_clear_error(&error);
    g_string_assign(text, "a.example. TXT \"");
    for (guint i = 0; i < 65536; i++)
        g_string_append_c(text, 'a');
    g_string_append(text, "\"\n");
    assert_null(parse(text->str, text->len, &error));
    assert_non_null(strstr(error->message, "over 65535 octets"));
}

/* Records the answer to every look-up above, replays the recording, and compares. */
static void test_record(void **state) {
    g_autoptr(Replay) replay = parse(file, sizeof file - 1, NULL);
    g_autoptr(Recorder) recorder = recorder_new(), backwards = recorder_new();
    for (gsize i = 0; i < G_N_ELEMENTS(lookups); i++) {
        gsize j = G_N_ELEMENTS(lookups) - 1 - i;
        g_autoptr(Answer) one = replay_answer(replay, lookups[i].name, lookups[i].type);
        g_autoptr(Answer) other = replay_answer(replay, lookups[j].name, lookups[j].type);
        recorder_add(recorder, lookups[i].name, lookups[i].type, one);
        recorder_add(backwards, lookups[j].name, lookups[j].type, other);
    }
    g_autofree char *text = recorder_text(recorder), *text_backwards = recorder_text(backwards);
    assert_string_equal(text, text_backwards);

    g_autoptr(GError) error = NULL;
    g_autoptr(Replay) again = parse(text, strlen(text), &error);
    if (again == NULL)
        fail_msg("%s\n%s", error->message, text);
    for (gsize i = 0; i < G_N_ELEMENTS(lookups); i++) {
        g_autoptr(Answer) before = replay_answer(replay, lookups[i].name, lookups[i].type);
        g_autoptr(Answer) after = replay_answer(again, lookups[i].name, lookups[i].type);
        if (before->status == ANSWER_SKIPPED)
            continue;
        if (!answer_same(before, after)) {
            g_autofree char *shown = show(after);
            fail_msg("%s: %s of %s replayed as %s\n%s", lookups[i].reason,
                     question_type_name(lookups[i].type), lookups[i].name, shown, text);
        }
    }
}

static void woken(gpointer data) {}

static void test_filler(void **state) {
    g_autoptr(Replay) replay = parse(file, sizeof file - 1, NULL);
    Filler filler = replay_filler(replay);
    g_autoptr(Table) table = table_new(&filler);
    g_autoptr(Asker) asker = asker_new(table, woken, NULL);
    asker_begin(asker);
    assert_int_equal(asker_ask(asker, "example.dk", QUESTION_MX)->status, ANSWER_PENDING);
    assert_true(asker_park(asker));
    asker_begin(asker);
    assert_int_equal(asker_ask(asker, "Example.DK.", QUESTION_MX)->records->len, 2);
    assert_int_equal(asker_pending(asker), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_malformed), cmocka_unit_test(test_contradictions),
        cmocka_unit_test(test_lookup),    cmocka_unit_test(test_default),
        cmocka_unit_test(test_empty),     cmocka_unit_test(test_limits),
        cmocka_unit_test(test_record),    cmocka_unit_test(test_filler),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
