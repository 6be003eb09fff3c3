/* transfer.c - base64, quoted-printable and uuencode, each in one pass over the octets.
 *
 * What real senders break is read as mail programs read it: characters outside the base64
 * alphabet are passed over, missing padding is assumed, a second base64 text behind the padding of
 * the first is decoded too, but not the plain footer that a mailing list puts there; "=" that
 * begins no escape stands for itself.
 */
#include "message/mime/transfer.h"

#include <string.h>

#define NONE G_MAXSIZE

gboolean transfer_encoding_from_value(const char *value, gsize length, Encoding *ret_encoding) {
    static const struct {
        const char *name;
        Encoding encoding;
    } names[] = {
        {"7bit", ENCODING_7BIT},         {"8bit", ENCODING_8BIT},
        {"binary", ENCODING_BINARY},     {"quoted-printable", ENCODING_QP},
        {"base64", ENCODING_BASE64},     {"x-uuencode", ENCODING_UUENCODE},
        {"uuencode", ENCODING_UUENCODE}, {"x-uue", ENCODING_UUENCODE},
        {"7-bit", ENCODING_7BIT},        {"8-bit", ENCODING_8BIT},
    };
    gsize start = 0;
    gsize end;

    /* A token (RFC 2045 section 6.1); comments, parameters and quotes around it are passed over. */
    while (start < length && (g_ascii_isspace(value[start]) || value[start] == '"'))
        start++;
    if (start < length && value[start] == '(') {
        while (start < length && value[start] != ')')
            start++;
        while (start < length && (g_ascii_isspace(value[start]) || value[start] == ')'))
            start++;
    }
    end = start;
    while (end < length && !g_ascii_isspace(value[end]) && value[end] != '\0' &&
           strchr(";(\",", value[end]) == NULL)
        end++;
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strlen(names[i].name) == end - start &&
            g_ascii_strncasecmp(names[i].name, value + start, end - start) == 0) {
            *ret_encoding = names[i].encoding;
            return TRUE;
        }
    }
    *ret_encoding = ENCODING_BINARY;
    return FALSE;
}

gboolean transfer_is_encoded(Encoding encoding) {
    return encoding == ENCODING_QP || encoding == ENCODING_BASE64 || encoding == ENCODING_UUENCODE;
}

/* Values of the base64 alphabet; 64 and over: not of it. */
enum { B64_BAD = 0x80, B64_SPACE = 0x81, B64_PAD = 0x82 };
#define BAD4 B64_BAD, B64_BAD, B64_BAD, B64_BAD
#define BAD16 BAD4, BAD4, BAD4, BAD4
static const guint8 base64_values[256] = {
    /* clang-format off */
    B64_BAD, B64_BAD, B64_BAD, B64_BAD, B64_BAD, B64_BAD, B64_BAD, B64_BAD,
    B64_BAD, B64_SPACE, B64_SPACE, B64_BAD, B64_SPACE, B64_SPACE, B64_BAD, B64_BAD,
    BAD16,
    B64_SPACE, B64_BAD, B64_BAD, B64_BAD, B64_BAD, B64_BAD, B64_BAD, B64_BAD,
    B64_BAD, B64_BAD, B64_BAD, 62, B64_BAD, B64_BAD, B64_BAD, 63,
    52, 53, 54, 55, 56, 57, 58, 59, 60, 61, B64_BAD, B64_BAD, B64_BAD, B64_PAD, B64_BAD, B64_BAD,
    B64_BAD, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
    15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, B64_BAD, B64_BAD, B64_BAD, B64_BAD, B64_BAD,
    B64_BAD, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
    41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, B64_BAD, B64_BAD, B64_BAD, B64_BAD, B64_BAD,
    BAD16, BAD16, BAD16, BAD16, BAD16, BAD16, BAD16, BAD16,
    /* clang-format on */
};

/* Up to four characters of one quantum, with their places. */
typedef struct {
    guint count;
    guint8 value[4];
    gsize place[4];
} Quantum;

/* Writes the octets that the characters of `quantum` make; octet n begins in character n. */
static guchar *quantum_flush(Quantum *quantum, const guchar *start, guchar *out, SpanMap *map) {
    guint octets = quantum->count > 0 ? quantum->count - 1 : 0;
    const guint8 *value = quantum->value;
    guint8 made[3];

    for (guint i = quantum->count; i < 4; i++)
        quantum->value[i] = 0;
    made[0] = (guint8)(value[0] << 2 | value[1] >> 4);
    made[1] = (guint8)(value[1] << 4 | value[2] >> 2);
    made[2] = (guint8)(value[2] << 6 | value[3]);
    for (guint i = 0; i < octets; i++) {
        if (map != NULL)
            span_map_add(map, (gsize)(out - start), quantum->place[i], 1,
                         (guint)MIN(quantum->place[i + 1] + 1 - quantum->place[i], 255));
        *out++ = made[i];
    }
    quantum->count = 0;
    return out;
}

/* TRUE where the line at `at` looks like base64 and not like text: a start of it, for one that is
 * all of a 64 MiB body must not be read for each of its quanta. */
static gboolean is_base64_line(const guchar *in, gsize at, gsize length) {
    gsize end = MIN(length, at + 76);
    gsize start = at;

    while (at < end && (base64_values[in[at]] < 64 || base64_values[in[at]] == B64_PAD))
        at++;
    return at - start >= 4 && (at == end || in[at] == '\r' || in[at] == '\n');
}

static gsize decode_base64(const guchar *in, gsize length, guchar *start, gsize *defect,
                           SpanMap *map) {
    Quantum quantum = {0};
    guchar *out = start;
    guint pads = 0;          /* "=" still due */
    gboolean padded = FALSE; /* a text has ended with "=" */
    gsize at = 0;

    while (at < length) {
        guint8 value;

        if (quantum.count == 0 && pads == 0 && !padded) {
            gsize from = at;
            const guchar *made = out;

            while (length - at >= 4) {
                guint8 a = base64_values[in[at]], b = base64_values[in[at + 1]];
                guint8 c = base64_values[in[at + 2]], d = base64_values[in[at + 3]];

                if ((a | b | c | d) & 0x80)
                    break;
                out[0] = (guchar)(a << 2 | b >> 4);
                out[1] = (guchar)(b << 4 | c >> 2);
                out[2] = (guchar)(c << 6 | d);
                out += 3;
                at += 4;
            }
            if (map != NULL && at > from)
                span_map_add_base64(map, (gsize)(made - start), from);
            if (at == length)
                break;
        }
        value = base64_values[in[at]];
        if (value < 64) {
            if ((pads > 0 || padded) && *defect == NONE)
                *defect = at;
            if (padded && !is_base64_line(in, at, length))
                break;
            pads = 0;
            padded = FALSE;
            quantum.value[quantum.count] = value;
            quantum.place[quantum.count] = at;
            if (++quantum.count == 4)
                out = quantum_flush(&quantum, start, out, map);
        } else if (value == B64_PAD && quantum.count >= 2) {
            pads = 3 - quantum.count;
            padded = TRUE;
            out = quantum_flush(&quantum, start, out, map);
        } else if (value == B64_PAD && pads > 0) {
            pads--;
        } else if (value != B64_SPACE && *defect == NONE) {
            *defect = at;
        }
        at++;
    }
    if (quantum.count + pads > 0 && *defect == NONE)
        *defect = length;
    out = quantum_flush(&quantum, start, out, map);
    return (gsize)(out - start);
}

/* Octets of the line ending at `at`, 0: none. A lone CR ends a line too: files of old programs
 * have them, and "=" CR means nothing else. */
static gsize line_ending(const guchar *in, gsize at, gsize length) {
    if (at < length && in[at] == '\n')
        return 1;
    if (at < length && in[at] == '\r')
        return at + 1 < length && in[at + 1] == '\n' ? 2 : 1;
    return 0;
}

static gsize decode_qp(const guchar *in, gsize length, guchar *start, gsize *defect, SpanMap *map) {
    guchar *out = start;
    gsize at = 0;

    while (at < length) {
        const guchar *escape = memchr(in + at, '=', length - at);
        gsize run = escape != NULL ? (gsize)(escape - in) - at : length - at;
        gsize behind, ending;

        if (run > 0) {
            if (map != NULL)
                span_map_add(map, (gsize)(out - start), at, 1, 1);
            memcpy(out, in + at, run);
            out += run;
            at += run;
        }
        if (escape == NULL)
            break;
        if (length - at >= 3 && g_ascii_isxdigit(in[at + 1]) && g_ascii_isxdigit(in[at + 2])) {
            if (map != NULL)
                span_map_add(map, (gsize)(out - start), at, 1, 3);
            *out++ = (guchar)(g_ascii_xdigit_value((char)in[at + 1]) << 4 |
                              g_ascii_xdigit_value((char)in[at + 2]));
            at += 3;
            continue;
        }
        /* A soft line break; transport may have put white space behind it (RFC 2045 6.7). */
        behind = at + 1;
        while (behind < length && (in[behind] == ' ' || in[behind] == '\t'))
            behind++;
        ending = line_ending(in, behind, length);
        if (ending > 0 || behind == length) {
            at = behind + ending;
            continue;
        }
        if (*defect == NONE)
            *defect = at;
        if (map != NULL)
            span_map_add(map, (gsize)(out - start), at, 1, 1);
        *out++ = '=';
        at++;
    }
    return (gsize)(out - start);
}

/* One line of uuencoded data: a count, then four characters for three octets. */
static guchar *decode_uu_line(const guchar *in, gsize at, gsize end, const guchar *start,
                              guchar *out, SpanMap *map) {
    guint count = (guint)(in[at] - ' ') & 0x3f;

    at++;
    while (count > 0) {
        guint8 value[4] = {0};

        for (guint i = 0; i < 4 && at + i < end; i++)
            value[i] = (guint8)((in[at + i] - ' ') & 0x3f);
        if (at + 1 >= end) /* no octet has all its bits: the line was cut */
            break;
        if (map != NULL)
            span_map_add_base64(map, (gsize)(out - start), at);
        *out++ = (guchar)(value[0] << 2 | value[1] >> 4);
        if (count > 1 && at + 2 < end)
            *out++ = (guchar)(value[1] << 4 | value[2] >> 2);
        if (count > 2 && at + 3 < end)
            *out++ = (guchar)(value[2] << 6 | value[3]);
        count -= MIN(count, 3);
        at += MIN(4, end - at);
    }
    return out;
}

static gsize decode_uu(const guchar *in, gsize length, guchar *start, SpanMap *map) {
    guchar *out = start;
    gboolean begun = FALSE;
    gsize at = 0;

    while (at < length) {
        gsize end = at;

        while (end < length && in[end] != '\n' && in[end] != '\r')
            end++;
        if (!begun)
            begun = end - at >= 6 && memcmp(in + at, "begin ", 6) == 0;
        else if (end - at == 3 && memcmp(in + at, "end", 3) == 0)
            break;
        else if (end > at)
            out = decode_uu_line(in, at, end, start, out, map);
        at = end + MAX(line_ending(in, end, length), 1);
    }
    return (gsize)(out - start);
}

gboolean transfer_decode(Encoding encoding, const char *octets, gsize length, char **ret_decoded,
                         gsize *ret_length, gsize *ret_defect, SpanMap *map) {
    const guchar *in = (const guchar *)octets;
    /* No decoder writes more than it reads. */
    guchar *out = g_malloc(length + 1);
    gsize defect = NONE;
    gsize made = length;

    switch (encoding) {
    case ENCODING_QP:
        made = decode_qp(in, length, out, &defect, map);
        break;
    case ENCODING_BASE64:
        made = decode_base64(in, length, out, &defect, map);
        break;
    case ENCODING_UUENCODE:
        made = decode_uu(in, length, out, map);
        break;
    case ENCODING_7BIT:
    case ENCODING_8BIT:
    case ENCODING_BINARY:
        if (length > 0)
            memcpy(out, in, length);
        if (map != NULL && length > 0)
            span_map_add(map, 0, 0, 1, 1);
        break;
    }
    out[made] = '\0';
    *ret_decoded = (char *)out;
    *ret_length = made;
    if (defect != NONE && ret_defect != NULL)
        *ret_defect = defect;
    return defect == NONE;
}
