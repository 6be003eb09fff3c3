/* test-mbox.c - where the messages of an mbox begin and end, however its octets come in. */
#include "input/mbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

/* From lines of the tests. */
#define BO "From bo@example.dk Mon Nov 23 05:00:00 2026\n"
#define INGRID "From ingrid@example.com  Tue Nov 24 10:20:30 2026\n"

#define NO_LIMIT (1024 * 1024)

typedef struct {
    const char *reason;
    const char *input;
    const char *messages[6]; /* up to NULL */
} Row;

static const Row rows[] = {
    {"two messages, one empty line between them, one at the end",
     BO "Subject: a\n\nrødgrød\n\n" INGRID "Subject: b\n\nmed fløde\n\n",
     {"Subject: a\n\nrødgrød\n", "Subject: b\n\nmed fløde\n"}},
    {"no empty line at the end", BO "Subject: a\n\nx\n", {"Subject: a\n\nx\n"}},
    {"no line ending at the end", BO "Subject: a\n\nx", {"Subject: a\n\nx"}},
    {"only the last empty line is the separator's",
     BO "Subject: a\n\nx\n\n\n" INGRID "Subject: b\n\n\n",
     {"Subject: a\n\nx\n\n", "Subject: b\n\n"}},
    {"an empty body",
     BO "Subject: a\n\n\n" INGRID "Subject: b\n\ny\n",
     {"Subject: a\n\n", "Subject: b\n\ny\n"}},
    {"a header section only, ended by the separator",
     BO "Subject: a\n\n" INGRID "Subject: b\n\ny\n",
     {"Subject: a\n", "Subject: b\n\ny\n"}},
    {"text that begins with From behind an empty line",
     BO "Subject: a\n\nHej\n\nFrom all of us at Eksempel ApS\nTlf.: 12 34 56 78\n\nFrom Aarhus\n",
     {"Subject: a\n\nHej\n\nFrom all of us at Eksempel ApS\nTlf.: 12 34 56 78\n\nFrom Aarhus\n"}},
    {"a date in a sentence is no From line",
     BO "Subject: a\n\nx\n\nFrom the meeting on Mon Nov 23 05:00:00 2026 we learned\n",
     {"Subject: a\n\nx\n\nFrom the meeting on Mon Nov 23 05:00:00 2026 we learned\n"}},
    {"an address alone is no From line, unless a header section follows",
     BO
     "Subject: a\n\nx\n\nFrom bo@example.dk\nTlf: 12345678\n\nFrom bo@example.dk\nDate: x\n\ny\n",
     {"Subject: a\n\nx\n\nFrom bo@example.dk\nTlf: 12345678\n", "Date: x\n\ny\n"}},
    {"a From line with a date, no header section behind it",
     BO "Subject: a\n\nx\n\n" INGRID "\nbody only\n",
     {"Subject: a\n\nx\n", "\nbody only\n"}},
    {"no empty line before it, but a header section behind it",
     BO "Subject: a\n\nx\n" INGRID "Subject: b\n\ny\n",
     {"Subject: a\n\nx\n", "Subject: b\n\ny\n"}},
    {"neither an empty line nor a header section: text",
     BO "Subject: a\n\nx\n" INGRID "og mere tekst\n",
     {"Subject: a\n\nx\n" INGRID "og mere tekst\n"}},
    {"Mozilla writes no sender and no date",
     "From - \nSubject: a\n\nx\nFrom -\nMessage-ID: <1@example.com>\n\ny\n",
     {"Subject: a\n\nx\n", "Message-ID: <1@example.com>\n\ny\n"}},
    {"Mailman's archives write at for @",
     "From bo at example.dk  Mon Nov 23 05:00:00 2026\nSubject: a\n\n\nFrom b at example.com  Sat "
     "Nov  "
     "7 05:00:00 2026\nSubject: b\n\n\n",
     {"Subject: a\n\n", "Subject: b\n\n"}},
    {"a From line that a store left in the header section stays there",
     BO INGRID "Subject: a\n>" BO "\nx\n\n" BO "Subject: b\n\ny\n",
     {INGRID "Subject: a\n>" BO "\nx\n", "Subject: b\n\ny\n"}},
    {"two From lines with nothing between but an empty line",
     BO "\n" INGRID "Subject: b\n\ny\n",
     {"", "Subject: b\n\ny\n"}},
    {"a byte order mark and empty lines before the first From line",
     "\xef\xbb\xbf\n\n" BO "Subject: a\n\nx\n",
     {"Subject: a\n\nx\n"}},
    {"what precedes the first From line is not lost",
     "Subject: først\n\nx\n\n" BO "Subject: a\n\ny\n",
     {"Subject: først\n\nx\n", "Subject: a\n\ny\n"}},
    {"a byte order mark of a message without From line stays",
     "\xef\xbb\xbfSubject: a\n\nx\n",
     {"\xef\xbb\xbfSubject: a\n\nx\n"}},
    {"a field whose name is From, with a space before its colon",
     "From : bo@example.dk\nSubject: a\n\nx\n",
     {"From : bo@example.dk\nSubject: a\n\nx\n"}},
    {"nothing", "", {NULL}},
    {"empty lines only", "\n\n\n", {NULL}},
    {"a From line only", BO, {""}},
};

/* Splits and gives what was found; the caller frees. */
static GArray *split(const char *input, gsize length, gsize step, gsize limit) {
    g_autofree char *copy = g_memdup2(length ? input : "", MAX(length, 1));
    g_autoptr(Reader) reader = reader_new_memory(copy, length, step);
    g_autoptr(Mbox) mbox = mbox_new(reader, limit);
    GArray *messages = g_array_new(FALSE, TRUE, sizeof(MboxMessage));
    MboxMessage message;

    while (mbox_next(mbox, &message))
        g_array_append_val(messages, message);
    return messages;
}

static void messages_free(GArray *messages) {
    for (guint i = 0; i < messages->len; i++)
        g_bytes_unref(g_array_index(messages, MboxMessage, i).bytes);
    g_array_unref(messages);
}

/* The text with its LF turned to `ending`. */
static char *with_ending(const char *text, const char *ending) {
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    return g_strjoinv(ending, lines);
}

static guint64 line_of(const char *text, guint64 offset, const char *ending) {
    guint64 line = 1;
    for (const char *at = text; (at = strstr(at, ending)) && (guint64)(at - text) < offset;
         at += strlen(ending))
        line++;
    return line;
}

static void test_split(void **state) {
    static const char *const endings[] = {"\n", "\r\n", "\r"};
    static const gsize steps[] = {1, 3, 50, 64 * 1024};

    for (gsize i = 0; i < G_N_ELEMENTS(rows) * 12; i++) {
        const Row *row = &rows[i / 12];
        const char *ending = endings[i / 4 % 3];
        gsize step = steps[i % 4];
        g_autofree char *input = with_ending(row->input, ending);
        GArray *messages = split(input, strlen(input), step, NO_LIMIT);

        guint expected = 0;
        while (row->messages[expected])
            expected++;
        if (messages->len != expected)
            fail_msg("%s (line ending %u, step %zu): %u messages, not %u", row->reason,
                     (guint)(i / 4 % 3), step, messages->len, expected);
        for (guint m = 0; m < expected; m++) {
            MboxMessage *message = &g_array_index(messages, MboxMessage, m);
            g_autofree char *text = with_ending(row->messages[m], ending);
            gsize length;
            const char *bytes = g_bytes_get_data(message->bytes, &length);
            if (length != strlen(text) || memcmp(bytes ? bytes : "", text, length) != 0)
                fail_msg("%s (line ending %u, step %zu): message %u is \"%.*s\", not \"%s\"",
                         row->reason, (guint)(i / 4 % 3), step, m + 1, (int)length, bytes, text);
            if (memcmp(input + message->offset, text, length) != 0 ||
                message->line != line_of(input, message->offset, ending))
                fail_msg("%s: message %u does not stand at octet %" G_GUINT64_FORMAT
                         ", line %" G_GUINT64_FORMAT,
                         row->reason, m + 1, message->offset, message->line);
        }
        messages_free(messages);
    }
}

typedef struct {
    const char *reason;
    const char *headers; /* of the first message */
    const char *body;    /* as its writer meant it */
    int error;           /* added to its length in Content-Length */
    const char *separator;
    guint messages;
    Quoting quoting; /* of the first message */
} LengthRow;

#define INSIDE "Videresendt:\n\n" INGRID "Subject: inde\n\nÆbler\n"

static const LengthRow length_rows[] = {
    {"mboxcl2: what Content-Length bounds is not searched", "", INSIDE, 0, "\n", 2, QUOTING_NONE},
    {"no empty line behind the body", "", INSIDE, 0, "", 2, QUOTING_NONE},
    {"the body ends with empty lines that it counts", "", INSIDE "\n\n", 0, "", 2, QUOTING_NONE},
    {"the body's last line has no ending", "", INSIDE "x", 0, "\n\n", 2, QUOTING_NONE},
    {"an octet too many", "", INSIDE, 1, "\n", 2, QUOTING_NONE},
    {"three octets too many: it leads into the next From line", "", INSIDE, 3, "\n", 3,
     QUOTING_MBOXO},
    {"too few: it leads into a line", "", INSIDE, -3, "\n", 3, QUOTING_MBOXO},
    {"leads behind the end of the file", "", INSIDE, 1000000, "\n", 3, QUOTING_MBOXO},
    {"a length of 20 digits", "Content-Length: 99999999999999999999\n", INSIDE, 0, "\n", 2,
     QUOTING_NONE},
    {"quoted in one place, not quoted in another", "", INSIDE "\n>From bo\n", 0, "\n", 2,
     QUOTING_NONE},
    {"quoted all the same (mboxcl)", "", "Hej\n\n>From bo\n", 0, "\n", 2, QUOTING_MBOXO},
};

static void test_content_length(void **state) {
    static const gsize steps[] = {1, 64 * 1024};

    for (gsize i = 0; i < G_N_ELEMENTS(length_rows) * 2; i++) {
        const LengthRow *row = &length_rows[i / 2];
        g_autofree char *first =
            g_strdup_printf("Subject: a\n%scontent-LENGTH:%d \n\n%s", row->headers,
                            (int)strlen(row->body) + row->error, row->body);
        g_autofree char *input = g_strdup_printf(
            BO "%s%s" INGRID "Content-Length: 4\nSubject: b\n\nHej\n\n", first, row->separator);
        GArray *messages = split(input, strlen(input), steps[i % 2], NO_LIMIT);
        MboxMessage *message = &g_array_index(messages, MboxMessage, 0);

        if (messages->len != row->messages)
            fail_msg("%s: %u messages, not %u", row->reason, messages->len, row->messages);
        if (message->quoting != row->quoting)
            fail_msg("%s: quoting %d, not %d", row->reason, message->quoting, row->quoting);
        if (row->messages == 2 && row->error == 0 &&
            g_bytes_get_size(message->bytes) != strlen(first))
            fail_msg("%s: %zu octets, not %zu", row->reason, g_bytes_get_size(message->bytes),
                     strlen(first));
        MboxMessage *last = &g_array_index(messages, MboxMessage, messages->len - 1);
        if (g_bytes_get_size(last->bytes) != strlen("Content-Length: 4\nSubject: b\n\nHej\n"))
            fail_msg("%s: the last message has %zu octets", row->reason,
                     g_bytes_get_size(last->bytes));
        messages_free(messages);
    }

    /* It leads to "From " within a line. */
    static const char within[] = BO "Content-Length: 3\n\nHej" INGRID "\n" BO "Subject: b\n\ny\n";
    GArray *messages = split(within, sizeof within - 1, 10, NO_LIMIT);
    assert_int_equal(messages->len, 2);
    assert_int_equal(g_array_index(messages, MboxMessage, 0).quoting, QUOTING_MBOXO);
    messages_free(messages);
}

static void test_quoting(void **state) {
    static const struct {
        const char *reason, *body;
        Quoting quoting;
    } quoting_rows[] = {
        {"no quoted line: mboxo is the least that a writer did", "x\n", QUOTING_MBOXO},
        {"one arrow: either", ">From bo\n", QUOTING_MBOXO},
        {"two arrows: mboxrd", ">From bo\n>>From bo\n", QUOTING_MBOXRD},
        {"arrows within a line are text", "x >>From bo\n", QUOTING_MBOXO},
        {"a reply's quotation has a space", ">> From bo\n", QUOTING_MBOXO},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(quoting_rows); i++) {
        g_autofree char *input = g_strconcat(BO "Subject: a\n\n", quoting_rows[i].body, NULL);
        GArray *messages = split(input, strlen(input), 5, NO_LIMIT);
        if (messages->len != 1 ||
            g_array_index(messages, MboxMessage, 0).quoting != quoting_rows[i].quoting)
            fail_msg("%s", quoting_rows[i].reason);
        messages_free(messages);
    }
}

/* Over the limit: the first octets are given, the rest is passed over, the next message is found,
 * and the window does not grow with what is passed over. */
static void test_limit(void **state) {
    static const struct {
        const char *reason;
        gsize body;
        gboolean truncated;
    } limit_rows[] = {
        {"under the limit", 100, FALSE},          {"an octet under the limit", 999 - 12, FALSE},
        {"at the limit", 1000 - 12, FALSE},       {"one octet over it", 1001 - 12, TRUE},
        {"five octets over it", 1005 - 12, TRUE}, {"far over it", 5000000, TRUE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(limit_rows) * 4; i++) {
        gsize body = limit_rows[i / 4].body;
        g_autofree char *text = g_strnfill(body, 'x');
        text[body - 1] = '\n';
        for (gsize at = 70; at < body && i % 2; at += 71)
            text[at] = '\n';
        g_autofree char *input = g_strconcat(BO "Subject: a\n\n", text, i / 2 % 2 ? "\n" : "\r\n",
                                             INGRID "Subject: b\n\ny\n", NULL);
        g_autoptr(Reader) reader = reader_new_memory(input, strlen(input), 512);
        g_autoptr(Mbox) mbox = mbox_new(reader, 1000);
        MboxMessage message;

        assert_true(mbox_next(mbox, &message));
        g_autoptr(GBytes) first = message.bytes;
        if (message.truncated != limit_rows[i / 4].truncated ||
            g_bytes_get_size(first) != MIN(body + 12, 1000) ||
            message.end - message.offset != body + 12)
            fail_msg("%s: %zu octets of %" G_GUINT64_FORMAT, limit_rows[i / 4].reason,
                     g_bytes_get_size(first), message.end - message.offset);
        assert_memory_equal(g_bytes_get_data(first, NULL), input + message.offset,
                            g_bytes_get_size(first));
        assert_true(mbox_next(mbox, &message));
        g_autoptr(GBytes) second = message.bytes;
        assert_int_equal(g_bytes_get_size(second), strlen("Subject: b\n\ny\n"));
        assert_int_equal(message.line, line_of(input, message.offset, "\n"));
        assert_false(mbox_next(mbox, &message));
        if (reader->capacity > 16 * 1024)
            fail_msg("%s: the window grew to %zu octets", limit_rows[i / 4].reason,
                     reader->capacity);
    }
}

/* What a large message took is given back behind it. */
static void test_window_shrinks(void **state) {
    GString *input = g_string_new(BO "Subject: stor\n\n");
    while (input->len < 8000000)
        g_string_append(input, "Rødgrød med fløde.\n");
    for (guint i = 0; i < 10000; i++)
        g_string_append(input, "\n" INGRID "Subject: lille\n\nHej\n");
    g_autoptr(Reader) reader = reader_new_memory(input->str, input->len, 64 * 1024);
    g_autoptr(Mbox) mbox = mbox_new(reader, 100 * NO_LIMIT);
    MboxMessage message;
    guint count = 0;

    for (; mbox_next(mbox, &message); count++) {
        g_bytes_unref(message.bytes);
        if (count == 0)
            assert_true(reader->capacity < 8000000 * 3 / 2);
    }
    assert_int_equal(count, 10001);
    assert_true(reader->capacity <= NO_LIMIT);
    g_string_free(input, TRUE);
}

/* Lines without an end, From lines that are none and lengths that lead nowhere make the splitter
 * neither slow nor large. */
static void test_hostile(void **state) {
    static const char *const units[] = {
        "From ", "From \n", "From \r", "\r", "\n\r", ">", ">From x\n", "Content-Length: 9\n\n" BO};
    for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
        GString *input = g_string_new(BO "Subject: a\n\n");
        while (input->len < 2000000)
            g_string_append(input, units[i]);
        gint64 start = g_get_monotonic_time();
        GArray *messages = split(input->str, input->len, 64 * 1024, NO_LIMIT);
        assert_true(messages->len > 0);
        /* Linear is a few milliseconds, quadratic would be minutes. */
        assert_true(g_get_monotonic_time() - start < 30 * G_USEC_PER_SEC);
        messages_free(messages);
        g_string_free(input, TRUE);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_split),   cmocka_unit_test(test_content_length),
        cmocka_unit_test(test_quoting), cmocka_unit_test(test_limit),
        cmocka_unit_test(test_hostile), cmocka_unit_test(test_window_shrinks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
