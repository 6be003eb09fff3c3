/* json-writer.c - see json-writer.h. */
#include "report/json-writer.h"

#include "report/escape.h"

#include <string.h>

/* Room for `length` octets behind what is written; the caller writes them all.  A report is mostly
 * short texts, for which GString's own functions do too much. */
static inline char *extend(GString *out, gsize length) {
    gsize at = out->len;
    if (at + length >= out->allocated_len)
        g_string_set_size(out, at + length);
    out->len = at + length;
    out->str[out->len] = '\0';
    return out->str + at;
}

static inline void put(GString *out, const char *text, gsize length) {
    memcpy(extend(out, length), text, length);
}

/* Before a key or a value. */
static inline void separate(JsonWriter *self) {
    if (self->comma)
        *extend(self->out, 1) = ',';
    self->comma = TRUE;
}

void json_open(JsonWriter *self, char bracket) {
    separate(self);
    *extend(self->out, 1) = bracket;
    self->comma = FALSE;
}

void json_close(JsonWriter *self, char bracket) {
    *extend(self->out, 1) = bracket;
    self->comma = TRUE;
}

static void append_u(GString *out, gunichar c) {
    if (c >= 0x10000) { /* a surrogate pair, RFC 8259 section 7 */
        append_u(out, 0xd800 + ((c - 0x10000) >> 10));
        append_u(out, 0xdc00 + ((c - 0x10000) & 0x3ff));
        return;
    }
    g_string_append_printf(out, "\\u%04x", c);
}

static void append_ascii(GString *out, char c) {
    switch (c) {
    case '"':
        g_string_append(out, "\\\"");
        break;
    case '\\':
        g_string_append(out, "\\\\");
        break;
    case '\n':
        g_string_append(out, "\\n");
        break;
    case '\r':
        g_string_append(out, "\\r");
        break;
    case '\t':
        g_string_append(out, "\\t");
        break;
    default:
        append_u(out, (guchar)c);
    }
}

/* Octets that are written as they are. */
static const guint8 plain[256] = {
    [' ' ... '!'] = TRUE,
    ['#' ... '['] = TRUE,
    [']' ... '~'] = TRUE,
};

static void append_quoted(GString *out, const char *text) {
    *extend(out, 1) = '"';
    for (const char *p = text; *p;) {
        const char *run = p;
        while (plain[(guchar)*p])
            p++;
        put(out, run, (gsize)(p - run));
        if (!*p)
            break;
        if ((guchar)*p < 0x80) {
            append_ascii(out, *p++);
            continue;
        }
        gunichar c = g_utf8_get_char_validated(p, -1);
        if (c >= (gunichar)-2) {
            g_string_append(out, "\xef\xbf\xbd");
            p++;
            continue;
        }
        const char *next = g_utf8_next_char(p);
        if (escape_is_hidden(c))
            append_u(out, c);
        else
            put(out, p, (gsize)(next - p));
        p = next;
    }
    *extend(out, 1) = '"';
}

void json_key(JsonWriter *self, const char *key) {
    /* The names of interface.md: nothing in them is to be escaped. */
    gsize length = strlen(key), comma = self->comma ? 1 : 0;
    char *at = extend(self->out, comma + length + 3);
    if (comma)
        *at++ = ',';
    *at++ = '"';
    memcpy(at, key, length);
    memcpy(at + length, "\":", 2);
    self->comma = FALSE;
}

void json_null(JsonWriter *self) {
    separate(self);
    g_string_append(self->out, "null");
}

void json_string(JsonWriter *self, const char *text) {
    if (!text) {
        json_null(self);
        return;
    }
    separate(self);
    append_quoted(self->out, text);
}

void json_uint(JsonWriter *self, guint64 number) {
    char digits[20], *first = digits + sizeof digits;
    do
        *--first = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    separate(self);
    put(self->out, first, (gsize)(digits + sizeof digits - first));
}

void json_key_string(JsonWriter *self, const char *key, const char *text) {
    json_key(self, key);
    json_string(self, text);
}

void json_key_uint(JsonWriter *self, const char *key, guint64 number) {
    json_key(self, key);
    json_uint(self, number);
}
