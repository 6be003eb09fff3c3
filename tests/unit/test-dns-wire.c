/* test-dns-wire.c - DNS messages, hand-made: good ones, and what servers and attackers send.
 *
 * Messages are written in a small language, words separated by blanks: hexadecimal octets as they
 * are; `example.dk.` a name with its labels and the root; `example.dk,` its labels alone; `@12` a
 * compression pointer; `'tekst'` a character-string; `[ … ]` the data of a record behind its
 * length.
 */
#include "evidence/dns-wire.h"
#include "limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static void put_u16(GByteArray *bytes, guint value) {
    guint8 octets[2] = {(guint8)(value >> 8), (guint8)value};
    g_byte_array_append(bytes, octets, 2);
}

static void put_string(GByteArray *bytes, const char *text, gsize length) {
    guint8 octet = (guint8)length;
    g_byte_array_append(bytes, &octet, 1);
    g_byte_array_append(bytes, (const guint8 *)text, (guint)length);
}

static void put_word(GByteArray *bytes, const char *word) {
    gsize length = strlen(word);
    if (word[0] == '@') {
        put_u16(bytes, 0xc000u | (guint)g_ascii_strtoull(word + 1, NULL, 10));
    } else if (word[0] == '\'') {
        put_string(bytes, word + 1, length - 2);
    } else if (word[length - 1] == '.' || word[length - 1] == ',') {
        g_autofree char *name = g_strndup(word, length - 1);
        g_auto(GStrv) labels = g_strsplit(name, ".", 0);
        for (guint i = 0; labels[i] != NULL; i++)
            put_string(bytes, labels[i], strlen(labels[i]));
        if (word[length - 1] == '.')
            g_byte_array_append(bytes, (const guint8 *)"", 1);
    } else {
        for (gsize i = 0; i < length; i += 2) {
            guint8 octet =
                (guint8)(g_ascii_xdigit_value(word[i]) << 4 | g_ascii_xdigit_value(word[i + 1]));
            g_byte_array_append(bytes, &octet, 1);
        }
    }
}

static GByteArray *assemble(const char *text) {
    GByteArray *bytes = g_byte_array_new();
    g_auto(GStrv) words = g_strsplit(text, " ", 0);
    guint open = 0;
    for (guint i = 0; words[i] != NULL; i++) {
        if (words[i][0] == '\0')
            continue;
        if (words[i][0] == '[') {
            put_u16(bytes, 0);
            open = bytes->len;
        } else if (words[i][0] == ']') {
            bytes->data[open - 2] = (guint8)((bytes->len - open) >> 8);
            bytes->data[open - 1] = (guint8)(bytes->len - open);
        } else {
            put_word(bytes, words[i]);
        }
    }
    return bytes;
}

/* "STATUS pref:value … -> canonical", or "follow NAME". TXT octets outside ASCII as \DDD. */
static char *show(const Answer *answer, const char *follow) {
    if (answer == NULL)
        return g_strdup_printf("follow %s", follow);
    g_autoptr(GString) text = g_string_new(answer_status_name(answer->status));
    for (guint i = 0; i < answer->records->len; i++) {
        const Record *record = g_ptr_array_index(answer->records, i);
        g_string_append_printf(text, " %u:", record->preference);
        for (gsize j = 0; j < record->length; j++) {
            guint8 octet = (guint8)record->value[j];
            g_string_append_printf(text, octet < ' ' || octet >= 0x7f ? "\\%03u" : "%c", octet);
        }
    }
    if (answer->canonical != NULL)
        g_string_append_printf(text, " -> %s", answer->canonical);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *read_message(const guint8 *bytes, gsize length, const char *name, QuestionType type,
                          guint hops) {
    g_autofree guint8 *copy = length > 0 ? g_memdup2(bytes, length) : NULL;
    g_autofree char *follow = NULL;
    g_autoptr(Answer) answer = dns_wire_read(copy, length, name, type, &hops, &follow);
    return show(answer, follow);
}

/* Header with one question and these counts; the question starts at octet 12. */
#define HEAD(flags, answers, authorities) "1234 " flags " 0001 " answers " " authorities " 0000 "
#define ONE HEAD("8180", "0001", "0000")
#define TWO HEAD("8180", "0002", "0000")
#define THREE HEAD("8180", "0003", "0000")
#define Q(name, type) name " " type " 0001 "
#define IN(type) type " 0001 0000003c "
#define A "0001"
#define NS "0002"
#define CNAME "0005"
#define SOA "0006"
#define PTR "000c"
#define MX "000f"
#define TXT "0010"
#define AAAA "001c"
#define DK "example.dk."

static const struct {
    const char *name;
    QuestionType type;
    const char *message, *answer, *reason;
} rows[] = {
    {"example.dk", QUESTION_A, ONE Q(DK, A) "@12 " IN(A) "[ c0000201 ]", "OK 0:192.0.2.1", "A"},
    {"example.dk", QUESTION_A, ONE Q("EXAMPLE.dK.", A) "eXample.DK. " IN(A) "[ c0000201 ]",
     "OK 0:192.0.2.1", "names in mixed case"},
    {"example.dk", QUESTION_A,
     THREE Q(DK, A) "@12 " IN(A) "[ c0000202 ] @12 " IN(A) "[ c0000201 ] @12 " IN(A) "[ c0000202 ]",
     "OK 0:192.0.2.1 0:192.0.2.2", "sorted, without duplicates"},
    {"example.dk", QUESTION_AAAA,
     ONE Q(DK, AAAA) "@12 " IN(AAAA) "[ 20010db8000000000000000000000001 ]", "OK 0:2001:db8::1",
     "AAAA"},
    {"example.dk", QUESTION_MX,
     TWO Q(DK, MX) "@12 " IN(MX) "[ 0014 MX2, @12 ] @12 " IN(MX) "[ 000a mx, @12 ]",
     "OK 10:mx.example.dk 20:mx2.example.dk", "MX by preference, compressed"},
    {"example.dk", QUESTION_MX, ONE Q(DK, MX) "@12 " IN(MX) "[ 0000 00 ]", "OK 0:", "null MX"},
    {"example.dk", QUESTION_TXT, ONE Q(DK, TXT) "@12 " IN(TXT) "[ 'v=spf1' 02202d 'all' 00 01f8 ]",
     "OK 0:v=spf1 -all\\248", "strings joined, an empty one, 8 bits"},
    {"example.dk", QUESTION_TXT, ONE Q(DK, TXT) "@12 " IN(TXT) "[ 00 ]",
     "OK 0:", "an empty string"},
    {"1.2.0.192.in-addr.arpa", QUESTION_PTR,
     ONE Q("1.2.0.192.in-addr.arpa.", PTR) "@12 " IN(PTR) "[ mx.example.dk. ]",
     "OK 0:mx.example.dk", "PTR"},
    {"example.dk", QUESTION_NS, ONE Q(DK, NS) "@12 " IN(NS) "[ ns1, @12 ]", "OK 0:ns1.example.dk",
     "NS"},
    {"example.dk", QUESTION_SOA,
     ONE Q(DK, SOA) "@12 " IN(
         SOA) "[ ns1, @12 hostmaster, @12 00000001 00000002 00000003 00000004 00000005 ]",
     "OK 0:ns1.example.dk", "SOA"},
    {"", QUESTION_NS, ONE "00 0002 0001 00 " IN(NS) "[ a.example. ]", "OK 0:a.example", "the root"},
    {"r\\195\\184d.example", QUESTION_A, ONE "0572c3b864 00", "SERVFAIL",
     "an octet name, its label cut short by the question"},
    {"r\\248\\.d.example", QUESTION_A,
     ONE "0472f82e64 07 6578616d706c65 00 0001 0001 @12 " IN(A) "[ c0000201 ]", "OK 0:192.0.2.1",
     "octets and a dot inside a label"},
    {"example.dk", QUESTION_A,
     TWO Q(DK, A) "@12 0001 0003 0000003c [ c0000209 ] @12 " IN(A) "[ c0000201 ]", "OK 0:192.0.2.1",
     "class chaos is passed over"},
    {"example.dk", QUESTION_A,
     TWO Q(DK, A) "ns.example.net. " IN(A) "[ c0000209 ] @12 " IN(A) "[ c0000201 ]",
     "OK 0:192.0.2.1", "records of another name are not believed"},
    {"example.dk", QUESTION_A, ONE Q(DK, A) "@12 " IN(TXT) "[ 'hej' ]", "NODATA",
     "records of another type"},
    {"example.dk", QUESTION_A,
     "1234 8180 0001 0001 0000 0001 " Q(DK,
                                        A) "@12 " IN(A) "[ c0000201 ] 00 0029 04d0 0000 0000 0000",
     "OK 0:192.0.2.1", "EDNS in the additional section"},

    /* Status. */
    {"nx.example.dk", QUESTION_A, HEAD("8183", "0000", "0000") Q("nx.example.dk.", A), "NXDOMAIN",
     "NXDOMAIN"},
    {"example.dk", QUESTION_A, HEAD("8180", "0000", "0000") Q(DK, A), "NODATA",
     "NODATA with an empty authority section"},
    {"example.dk", QUESTION_A,
     HEAD("8180", "0000", "0001")
         Q(DK, A) "@12 " IN(SOA) "[ 00 00 00000001 00000002 00000003 00000004 00000005 ]",
     "NODATA", "NODATA with an SOA"},
    {"example.dk", QUESTION_A,
     HEAD("8100", "0000", "0001") Q(DK, A) "dk. " IN(NS) "[ ns.example. ]", "SERVFAIL",
     "a referral: the server is no resolver"},
    {"example.dk", QUESTION_A,
     HEAD("8500", "0000", "0001") Q(DK, A) "@12 " IN(NS) "[ ns.example. ]", "NODATA",
     "an authoritative server that adds its NS"},
    {"example.dk", QUESTION_A, HEAD("8182", "0000", "0000") Q(DK, A), "SERVFAIL", "SERVFAIL"},
    {"example.dk", QUESTION_A, HEAD("8181", "0000", "0000") Q(DK, A), "SERVFAIL", "FORMERR"},
    {"example.dk", QUESTION_A, HEAD("8184", "0000", "0000") Q(DK, A), "SERVFAIL", "NOTIMP"},
    {"example.dk", QUESTION_A, HEAD("8185", "0000", "0000") Q(DK, A), "REFUSED", "REFUSED"},
    {"example.dk", QUESTION_A, HEAD("8189", "0000", "0000") Q(DK, A), "SERVFAIL", "NOTAUTH"},
    {"example.dk", QUESTION_A, HEAD("8380", "0001", "0000") Q(DK, A) "@12 " IN(A) "[ c0000201 ]",
     "SERVFAIL", "cut short"},

    /* CNAME. */
    {"www.example.dk", QUESTION_A,
     TWO Q("www.example.dk.",
           A) "@12 " IN(CNAME) "[ web, @16 ] web.example.dk. " IN(A) "[ c0000201 ]",
     "OK 0:192.0.2.1 -> web.example.dk", "a CNAME"},
    {"www.example.dk", QUESTION_A,
     THREE Q("www.example.dk.", A) "host.example.dk. " IN(A) "[ c0000201 ] web.example.dk. " IN(
         CNAME) "[ host, @16 ] @12 " IN(CNAME) "[ web, @16 ]",
     "OK 0:192.0.2.1 -> host.example.dk", "two of them, in any order"},
    {"www.example.dk", QUESTION_CNAME,
     ONE Q("www.example.dk.", CNAME) "@12 " IN(CNAME) "[ WEB, @16 ]", "OK 0:web.example.dk",
     "the CNAME itself"},
    {"www.example.dk", QUESTION_A, ONE Q("www.example.dk.", A) "@12 " IN(CNAME) "[ web, @16 ]",
     "follow web.example.dk", "a target that is not in the message"},
    {"www.example.dk", QUESTION_A,
     HEAD("8180", "0001", "0001") Q("www.example.dk.", A) "@12 " IN(CNAME) "[ web, @16 ] @16 " IN(
         SOA) "[ 00 00 00000001 00000002 00000003 00000004 00000005 "
              "]",
     "NODATA -> web.example.dk", "NODATA at the target"},
    {"www.example.dk", QUESTION_A,
     HEAD("8183", "0001", "0000") Q("www.example.dk.", A) "@12 " IN(CNAME) "[ web, @16 ]",
     "NXDOMAIN -> web.example.dk", "NXDOMAIN of the target"},
    {"www.example.dk", QUESTION_A,
     TWO Q("www.example.dk.",
           A) "@12 " IN(CNAME) "[ web, @16 ] web.example.dk. " IN(CNAME) "[ @12 ]",
     "SERVFAIL", "a loop of two"},
    {"www.example.dk", QUESTION_A, ONE Q("www.example.dk.", A) "@12 " IN(CNAME) "[ @12 ]",
     "SERVFAIL", "a loop of one"},
    {"www.example.dk", QUESTION_A, ONE Q("www.example.dk.", A) "@12 " IN(CNAME) "[ web, @16 00 ]",
     "SERVFAIL", "an octet behind the target"},

    /* Not an answer to the question. */
    {"example.dk", QUESTION_A, ONE Q("example.net.", A) "@12 " IN(A) "[ c0000201 ]", "SERVFAIL",
     "another name"},
    {"example.dk", QUESTION_A, ONE Q(DK, AAAA) "@12 " IN(A) "[ c0000201 ]", "SERVFAIL",
     "another type"},
    {"example.dk", QUESTION_A, ONE "example.dk. 0001 0003 @12 " IN(A) "[ c0000201 ]", "SERVFAIL",
     "another class"},
    {"example.dk", QUESTION_A, HEAD("0100", "0001", "0000") Q(DK, A) "@12 " IN(A) "[ c0000201 ]",
     "SERVFAIL", "a question"},
    {"example.dk", QUESTION_A, HEAD("a180", "0001", "0000") Q(DK, A) "@12 " IN(A) "[ c0000201 ]",
     "SERVFAIL", "another opcode"},
    {"example.dk", QUESTION_A, "1234 8180 0000 0001 0000 0000 " DK " " IN(A) "[ c0000201 ]",
     "SERVFAIL", "no question"},
    {"example.dk", QUESTION_A,
     "1234 8180 0002 0001 0000 0000 " Q(DK, A) Q(DK, A) "@12 " IN(A) "[ c0000201 ]", "SERVFAIL",
     "two questions"},
    {"example.dk", QUESTION_REGISTRATION, ONE Q(DK, "0000") "@12 " IN("0000") "[ c0000201 ]",
     "SERVFAIL", "not a type of DNS"},

    /* Malformed. */
    {"example.dk", QUESTION_A, "", "SERVFAIL", "nothing"},
    {"example.dk", QUESTION_A, "1234 8180 0001 0001 0000", "SERVFAIL", "half a header"},
    {"example.dk", QUESTION_A, ONE, "SERVFAIL", "no question behind the header"},
    {"example.dk", QUESTION_A, ONE Q(DK, A), "SERVFAIL", "no record behind the question"},
    {"example.dk", QUESTION_A, ONE Q(DK, A) "@12 0001", "SERVFAIL", "half a record"},
    {"example.dk", QUESTION_A, ONE Q(DK, A) "@12 " IN(A) "0005 c0000201", "SERVFAIL",
     "data that runs over the end"},
    {"example.dk", QUESTION_A, ONE Q(DK, A) "@12 " IN(A) "[ c00002 ]", "SERVFAIL", "three octets"},
    {"example.dk", QUESTION_A, ONE Q(DK, A) "@12 " IN(A) "[ c000020100 ]", "SERVFAIL",
     "five octets"},
    {"example.dk", QUESTION_AAAA, ONE Q(DK, AAAA) "@12 " IN(AAAA) "[ c0000201 ]", "SERVFAIL",
     "AAAA of four octets"},
    {"example.dk", QUESTION_MX, ONE Q(DK, MX) "@12 " IN(MX) "[ 000a ]", "SERVFAIL",
     "MX without a name"},
    {"example.dk", QUESTION_MX, ONE Q(DK, MX) "@12 " IN(MX) "[ 000a mx, ]", "SERVFAIL",
     "a name that runs over its record"},
    {"example.dk", QUESTION_MX, ONE Q(DK, MX) "@12 " IN(MX) "[ ]", "SERVFAIL", "MX without data"},
    {"example.dk", QUESTION_TXT, ONE Q(DK, TXT) "@12 " IN(TXT) "[ ]", "SERVFAIL",
     "TXT without a string"},
    {"example.dk", QUESTION_TXT, ONE Q(DK, TXT) "@12 " IN(TXT) "[ 04414243 ]", "SERVFAIL",
     "a string that runs over its record"},
    {"example.dk", QUESTION_SOA, ONE Q(DK, SOA) "@12 " IN(SOA) "[ @12 @12 00000001 ]", "SERVFAIL",
     "SOA cut short"},
    {"example.dk", QUESTION_SOA, ONE Q(DK, SOA) "@12 " IN(SOA) "[ ]", "SERVFAIL",
     "SOA without data"},
    {"example.dk", QUESTION_PTR, ONE Q(DK, PTR) "@12 " IN(PTR) "[ ]", "SERVFAIL",
     "PTR without a name"},
    {"example.dk", QUESTION_A, ONE Q(DK, A) "@28 " IN(A) "[ c0000201 ]", "SERVFAIL",
     "a pointer to itself"},
    {"example.dk", QUESTION_NS, ONE Q(DK, NS) "@40 " IN(NS) "[ example.dk. ]", "SERVFAIL",
     "a pointer forward, to a name"},
    {"example.dk", QUESTION_A, ONE Q(DK, A) "@200 " IN(A) "[ c0000201 ]", "SERVFAIL",
     "a pointer behind the message"},
    {"example.dk", QUESTION_A, ONE "@14 @12 0001 0001 @12 " IN(A) "[ c0000201 ]", "SERVFAIL",
     "pointers in a circle"},
    {"example.dk", QUESTION_NS, ONE Q(DK, NS) "@12 " IN(NS) "[ a, @40 ]", "SERVFAIL",
     "a name that grows round a loop"},
    {"example.dk", QUESTION_A, ONE Q(DK, A) "c0", "SERVFAIL", "half a pointer"},
    {"example.dk", QUESTION_A, ONE "4161 00 0001 0001", "SERVFAIL", "label type 01"},
    {"example.dk", QUESTION_A, ONE "8161 00 0001 0001", "SERVFAIL", "label type 10"},
    {"example.dk", QUESTION_A, ONE "3f6162", "SERVFAIL", "a label that runs over the end"},
};

static void test_rows(void **state) {
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GByteArray) message = assemble(rows[i].message);
        g_autofree char *answer =
            read_message(message->data, message->len, rows[i].name, rows[i].type, 0);
        if (strcmp(answer, rows[i].answer) != 0)
            fail_msg("%s: %s, expected %s", rows[i].reason, answer, rows[i].answer);
    }
}

/* No message cut short, and none with an octet changed, is read past its end (ASan sees it); one
 * that is cut short within its answers gives no records. */
static void test_cut_and_changed(void **state) {
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GByteArray) message = assemble(rows[i].message);
        for (guint length = 0; length < message->len; length++) {
            g_autofree char *cut =
                read_message(message->data, length, rows[i].name, rows[i].type, 0);
            if (g_str_has_prefix(cut, "OK") && strstr(rows[i].reason, "EDNS") == NULL)
                fail_msg("%s: cut to %u octets it is %s", rows[i].reason, length, cut);
        }
        for (guint at = 0; at < message->len; at++) {
            guint8 before = message->data[at];
            static const guint8 changes[] = {0x00, 0x01, 0x3f, 0x40, 0xc0, 0xff};
            for (guint j = 0; j < G_N_ELEMENTS(changes); j++) {
                message->data[at] = changes[j];
                g_autofree char *changed =
                    read_message(message->data, message->len, rows[i].name, rows[i].type, 0);
                assert_non_null(changed);
            }
            message->data[at] = before;
        }
    }
}

/* A chain of n CNAMEs from c0.example on, then an address. */
static char *read_chain(guint n, guint hops_before) {
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_printf(text, "1234 8180 0001 %04x 0000 0000 c0.example. 0001 0001 ", n + 1);
    for (guint i = 0; i < n; i++)
        g_string_append_printf(text, "c%u.example. " IN(CNAME) "[ c%u.example. ] ", i, i + 1);
    g_string_append_printf(text, "c%u.example. " IN(A) "[ c0000201 ]", n);
    g_autoptr(GByteArray) message = assemble(text->str);
    return read_message(message->data, message->len, "c0.example", QUESTION_A, hops_before);
}

static void test_hops(void **state) {
    g_autofree char *eight = read_chain(LIMIT_CNAME_HOPS, 0);
    g_autofree char *nine = read_chain(LIMIT_CNAME_HOPS + 1, 0);
    g_autofree char *counted = read_chain(4, LIMIT_CNAME_HOPS - 4);
    g_autofree char *over = read_chain(4, LIMIT_CNAME_HOPS - 3);
    assert_string_equal(eight, "OK 0:192.0.2.1 -> c8.example");
    assert_string_equal(nine, "SERVFAIL");
    assert_string_equal(counted, "OK 0:192.0.2.1 -> c4.example");
    assert_string_equal(over, "SERVFAIL");
}

static void test_limits(void **state) {
    for (guint extra = 0; extra < 2; extra++) {
        guint count = LIMIT_ANSWER_RECORDS + extra;
        g_autoptr(GString) text = g_string_new(NULL);
        g_string_printf(text, "1234 8180 0001 %04x 0000 0000 example.dk. 0001 0001 ", count);
        for (guint i = 0; i < count; i++)
            g_string_append_printf(text, "@12 " IN(A) "[ c000%04x ] ", i);
        g_autoptr(GByteArray) message = assemble(text->str);
        guint hops = 0;
        g_autofree char *follow = NULL;
        g_autoptr(Answer) answer =
            dns_wire_read(message->data, message->len, "example.dk", QUESTION_A, &hops, &follow);
        assert_int_equal(answer->status, extra == 0 ? ANSWER_OK : ANSWER_SERVFAIL);
        assert_int_equal(answer->records->len, extra == 0 ? count : 0);
    }
}

/* Names of up to 255 octets, as plain labels and through as many pointers as fit. */
static void test_long_names(void **state) {
    for (guint labels = 126; labels <= 128; labels++) {
        g_autoptr(GString) text = g_string_new(ONE "example.dk. 0002 0001 @12 " IN(NS) "[ ");
        for (guint i = 0; i < labels; i++)
            g_string_append(text, "0161 ");
        g_string_append(text, "00 ]");
        g_autoptr(GByteArray) message = assemble(text->str);
        g_autofree char *answer =
            read_message(message->data, message->len, "example.dk", QUESTION_NS, 0);
        assert_int_equal(g_str_has_prefix(answer, "OK"), labels <= 127);
    }
    /* Pointers to pointers back to the name, each in the data of a record. */
    static const guint pointers[] = {1, 127, 128, 400};
    for (guint i = 0; i < G_N_ELEMENTS(pointers); i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        g_string_printf(text, "1234 8180 0001 %04x 0000 0000 example.dk. 0002 0001 ", pointers[i]);
        guint at = 12 + 12 + 4, target = 12;
        for (guint j = 1; j < pointers[i]; j++) {
            g_string_append_printf(text, "@12 " IN(TXT) "[ @%u ] ", target);
            target = at + 12;
            at += 14;
        }
        g_string_append_printf(text, "@12 " IN(NS) "[ @%u ]", target);
        g_autoptr(GByteArray) message = assemble(text->str);
        g_autofree char *answer =
            read_message(message->data, message->len, "example.dk", QUESTION_NS, 0);
        assert_string_equal(answer, pointers[i] <= 127 ? "OK 0:example.dk" : "SERVFAIL");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),       cmocka_unit_test(test_cut_and_changed),
        cmocka_unit_test(test_hops),       cmocka_unit_test(test_limits),
        cmocka_unit_test(test_long_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
