/* fuzz-mbox.c - the mbox splitter over any octets.
 *
 * Whatever they are: the messages come in order and do not overlap, between them stand only From
 * lines and line endings, their lines are counted right, the window stays near the limit, and the
 * answer does not depend on how the octets come in.
 */
#include "input/lines.h"
#include "input/mbox.h"
#include "limits.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reading octet by octet is slow; longer inputs show nothing new. */
#define MAX_SIZE (64 * 1024)

/* Splits the octets, checks each message, and adds all to a digest. */
static char *split(const char *data, gsize size, gsize step, gsize limit) {
    g_autoptr(Reader) reader = reader_new_memory(data, size, step);
    g_autoptr(Mbox) mbox = mbox_new(reader, limit);
    GString *digest = g_string_new(NULL);
    MboxMessage message;
    guint64 end = 0, line = 1, counted = 0;
    gsize largest = 0;

    while (mbox_next(mbox, &message)) {
        gsize length;
        const char *bytes = g_bytes_get_data(message.bytes, &length);

        g_assert_cmpuint(message.from_line, >=, end);
        g_assert_cmpuint(message.offset, >=, message.from_line);
        g_assert_cmpuint(message.end, >=, message.offset);
        g_assert_cmpuint(message.end, <=, size);
        for (guint64 at = end; at < message.from_line; at++)
            g_assert_true(data[at] == '\n' || data[at] == '\r' || at < 3);
        g_assert_true(end == 0 || message.from_line - end <= 4);
        if (message.offset > message.from_line) {
            gsize next;
            gsize from = (gsize)(message.offset - message.from_line);
            g_assert_true(from >= 5 && memcmp(data + message.from_line, "From ", 5) == 0);
            lines_length(data + message.from_line, size - message.from_line, &next);
            g_assert_cmpuint(next, ==, from);
        } else {
            g_assert_cmpuint(end, ==, 0); /* only what precedes the first From line has none */
        }
        for (; counted < message.offset; counted++)
            line += data[counted] == '\n' ||
                    (data[counted] == '\r' && (counted + 1 == size || data[counted + 1] != '\n'));
        g_assert_cmpuint(message.line, ==, line);
        g_assert_cmpuint(length, ==, MIN(message.end - message.offset, limit));
        g_assert_true(length == 0 || memcmp(bytes, data + message.offset, length) == 0);
        g_assert_true(message.truncated == (message.end - message.offset > limit));

        largest = MAX(largest, length);
        end = message.end;
        g_string_append_printf(digest, "%" G_GUINT64_FORMAT "+%" G_GUINT64_FORMAT ":%d ",
                               message.offset, message.end - message.offset, message.quoting);
        g_bytes_unref(message.bytes);
    }
    g_assert_true(size - end <= 4 || digest->len == 0);
    for (guint64 at = end; at < size; at++)
        g_assert_true(data[at] == '\n' || data[at] == '\r' || (digest->len == 0 && at < 3));
    /* Two octets of window for one that is needed; what Content-Length looks ahead to is not. */
    if (!g_strstr_len(data, (gssize)size, ":"))
        g_assert_cmpuint(reader->capacity, <=, 2 * (largest + 2 * step + 3 * LIMIT_FROM_LINE));
    return g_string_free(digest, FALSE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const gsize steps[] = {1, 7, 1000, MAX_SIZE};
    static const gsize limits[] = {16, 300, MAX_SIZE};

    if (size > MAX_SIZE)
        return 0;
    /* A copy of exact size: reading past it shows. */
    g_autofree char *copy = g_memdup2(data, size);
    g_autofree char *first = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(steps); i++)
        for (gsize j = 0; j < G_N_ELEMENTS(limits); j++) {
            g_autofree char *digest = split(copy ? copy : "", size, steps[i], limits[j]);
            if (!first)
                first = g_steal_pointer(&digest);
            else
                g_assert_cmpstr(digest, ==, first);
        }
    return 0;
}
