/* charset.c - UTF-8, US-ASCII and the Latin-1 family by hand, everything else by iconv.
 *
 * The four done by hand are nearly all of mail and are copied in runs.  "us-ascii" with 8-bit
 * octets is a lie: the octets are read as UTF-8 or windows-1252, as their readers see them, and
 * the text is marked as undecodable.  "iso-8859-1" reads octets 0x80 to 0x9f as windows-1252 does,
 * where those mean something.
 */
#include "message/mime/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#define REPLACEMENT "\xef\xbf\xbd"
/* Octets that one character takes at most, escape sequences of ISO 2022 included. */
#define CHARACTER_OCTETS 16u

/* Octets 0x80 to 0x9f of windows-1252; 0: undefined. */
static const gunichar windows_1252[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

gsize charset_first_8bit(const char *octets, gsize length) {
    gsize at = 0;
    guint64 word;

    for (; length - at >= sizeof word; at += sizeof word) {
        memcpy(&word, octets + at, sizeof word);
        if (word & G_GUINT64_CONSTANT(0x8080808080808080))
            break;
    }
    while (at < length && (guchar)octets[at] < 128)
        at++;
    return at;
}

/* Octets of a run without 8-bit and NUL. */
static gsize plain_run(const char *octets, gsize length) {
    const char *nul = memchr(octets, '\0', length);

    return charset_first_8bit(octets, nul != NULL ? (gsize)(nul - octets) : length);
}

static gboolean is_utf8(const char *octets, gsize length) {
    const char *end = octets + length;

    for (const char *at = octets; at < end; at++) {
        if (g_utf8_validate_len(at, (gsize)(end - at), &at))
            return TRUE;
        if (*at != '\0')
            return FALSE;
    }
    return TRUE;
}

const char *charset_guess(const char *octets, gsize length) {
    if (charset_first_8bit(octets, length) == length)
        return "us-ascii";
    return is_utf8(octets, length) ? "utf-8" : "windows-1252";
}

/* The text as it grows. */
typedef struct {
    GString *text;
    gsize limit;
    gsize base; /* octets before those that are decoded: a byte order mark */
    SpanMap *map;
    CharsetText *result;
} Sink;

static void note(Sink *sink, CharsetDefects defect, gsize start, gsize end) {
    CharsetText *result = sink->result;

    if (!(result->defects & (CHARSET_UNDECODABLE | CHARSET_NUL))) {
        result->defect_start = sink->base + start;
        result->defect_end = sink->base + end;
    }
    result->defects |= defect;
}

/* Appends `made` octets of UTF-8 that stem from octets [from, from + taken), as one unit, or where
 * `taken` is 0 one to one from `from` on. FALSE: the limit is reached; what fits is in. */
static gboolean put(Sink *sink, const char *utf8, gsize made, gsize from, gsize taken) {
    gsize room = sink->limit - sink->text->len;
    gboolean fits = made <= room;

    if (!fits) {
        sink->result->defects |= CHARSET_TRUNCATED;
        made = room;
        while (made > 0 && ((guchar)utf8[made] & 0xc0) == 0x80)
            made--;
    }
    if (made > 0 && sink->map != NULL)
        span_map_add(sink->map, sink->text->len, sink->base + from, taken > 0 ? (guint)made : 1,
                     taken > 0 ? (guint)taken : 1);
    if (made > 0)
        g_string_append_len(sink->text, utf8, (gssize)made);
    return fits;
}

static gboolean put_replacement(Sink *sink, CharsetDefects defect, gsize from, gsize taken) {
    note(sink, defect, from, from + taken);
    return put(sink, REPLACEMENT, 3, from, taken);
}

static void decode_utf8(Sink *sink, const char *octets, gsize length) {
    const char *end = octets + length;
    /* Most text is ASCII from its beginning on, which needs no validation octet by octet. */
    gsize plain = plain_run(octets, length);
    const char *at = octets + plain;

    if (plain > 0 && !put(sink, octets, plain, 0, 0))
        return;
    while (at < end) {
        const char *bad;
        gsize from = (gsize)(at - octets);

        g_utf8_validate_len(at, (gsize)(end - at), &bad);
        if (bad > at && !put(sink, at, (gsize)(bad - at), from, 0))
            return;
        if (bad == end)
            return;
        if (!put_replacement(sink, *bad == '\0' ? CHARSET_NUL : CHARSET_UNDECODABLE,
                             (gsize)(bad - octets), 1))
            return;
        at = bad + 1;
    }
}

/* ISO 8859-1 and windows-1252. */
static void decode_latin(Sink *sink, const char *octets, gsize length, gboolean strict) {
    gsize at = 0;

    while (at < length) {
        gsize run = plain_run(octets + at, MIN(length - at, 512));
        gunichar c;
        char utf8[6];

        if (run > 0) {
            if (!put(sink, octets + at, run, at, 0))
                return;
            at += run;
            continue;
        }
        c = (guchar)octets[at];
        if (c >= 0x80 && c < 0xa0)
            c = windows_1252[c - 0x80] != 0 ? windows_1252[c - 0x80] : strict ? 0xfffd : c;
        if (c == 0 || c == 0xfffd) {
            if (!put_replacement(sink, c == 0 ? CHARSET_NUL : CHARSET_UNDECODABLE, at, 1))
                return;
        } else if (!put(sink, utf8, (gsize)g_unichar_to_utf8(c, utf8), at, 1)) {
            return;
        }
        at++;
    }
}

/* Appends what iconv made of octets [from, from + taken), without NUL and what is no UTF-8: glibc
 * makes "characters" over U+10FFFF of UCS-4. */
static gboolean put_converted(Sink *sink, const char *utf8, gsize made, gsize from, gsize taken) {
    const char *end = utf8 + made;

    while (utf8 < end) {
        const char *bad;

        g_utf8_validate_len(utf8, (gsize)(end - utf8), &bad);
        if (bad > utf8 && !put(sink, utf8, (gsize)(bad - utf8), from, taken))
            return FALSE;
        if (bad == end)
            break;
        if (!put_replacement(sink, *bad == '\0' ? CHARSET_NUL : CHARSET_UNDECODABLE, from, taken))
            return FALSE;
        utf8 = bad + 1;
    }
    return TRUE;
}

/* One character at a time, with the place of each. */
static void decode_iconv_slow(Sink *sink, iconv_t converter, const char *octets, gsize length) {
    gsize at = 0;
    gsize start = 0; /* of the character whose octets are being read */

    while (at < length) {
        char buffer[64];
        gsize most = MIN(length - at, CHARACTER_OCTETS);
        gsize given, taken = 0, made = 0;
        gboolean bad = FALSE;

        /* The shortest prefix of which iconv takes something is one character or one shift. */
        for (given = 1; given <= most && taken == 0 && !bad; given++) {
            char *in = (char *)octets + at;
            char *out = buffer;
            gsize in_left = given;
            gsize out_left = sizeof buffer;

            if (iconv(converter, &in, &in_left, &out, &out_left) == (gsize)-1 && errno != EINVAL)
                bad = TRUE;
            taken = given - in_left;
            made = sizeof buffer - out_left;
        }
        if (taken > 0 && made == 0) {
            /* A shift (ISO 2022), or the first octets of a character (UTF-7). */
            gboolean shift = octets[at] == '\033' || octets[at] == '\016' || octets[at] == '\017';

            at += taken;
            if (shift)
                start = at;
        } else if (taken > 0) {
            at += taken;
            if (!put_converted(sink, buffer, made, start, at - start))
                return;
            start = at;
        } else {
            if (!put_replacement(sink, CHARSET_UNDECODABLE, at, 1))
                return;
            start = ++at;
        }
    }
    {
        char buffer[64];
        char *out = buffer;
        gsize out_left = sizeof buffer;

        /* What iconv held back to see whether it combines (Big5-HKSCS). */
        iconv(converter, NULL, NULL, &out, &out_left);
        if (out_left < sizeof buffer)
            put_converted(sink, buffer, sizeof buffer - out_left, MIN(start, length - 1), 1);
    }
}

/* All at once. FALSE: iconv stumbled, or what it made is not what a text can be; what was appended
 * is taken back. */
static gboolean decode_iconv_fast(Sink *sink, iconv_t converter, const char *octets, gsize length) {
    const gsize size = 64 * 1024;
    g_autofree char *buffer = g_malloc(size);
    char *in = (char *)octets;
    gsize in_left = length;
    gboolean last = FALSE;

    while (!last) {
        char *out = buffer;
        gsize out_left = size;

        /* With no octets left it gives what it held back (Big5-HKSCS). */
        last = in_left == 0;
        if ((iconv(converter, last ? NULL : &in, &in_left, &out, &out_left) == (gsize)-1 &&
             errno != E2BIG) ||
            !g_utf8_validate_len(buffer, size - out_left, NULL)) {
            g_string_truncate(sink->text, 0);
            return FALSE;
        }
        if (!put(sink, buffer, size - out_left, 0, 1))
            break;
    }
    return TRUE;
}

/* What iconv takes back when it stumbles depends on how much it was given (glibc, UTF-7), so a text
 * with defects is decoded slowly, with a map and without: both see the same. */
static void decode_iconv(Sink *sink, const char *charset, const char *octets, gsize length) {
    iconv_t converter = iconv_open("UTF-8", charset);

    g_return_if_fail(converter != (iconv_t)-1);
    if (sink->map != NULL || !decode_iconv_fast(sink, converter, octets, length)) {
        iconv(converter, NULL, NULL, NULL, NULL);
        decode_iconv_slow(sink, converter, octets, length);
    }
    iconv_close(converter);
}

/* The byte order of "utf-16" or "utf-32" octets without a mark: in text most characters are below
 * U+0100, and their zero octets tell (RFC 2781 section 4.3 says big-endian, senders do not). */
static gboolean is_little_endian(const char *octets, gsize length, gsize unit) {
    gsize first = 0, last = 0;

    for (gsize at = 0; at + unit <= MIN(length, 4096); at += unit) {
        first += octets[at] == '\0';
        last += octets[at + unit - 1] == '\0';
    }
    return last > first;
}

/* Names the byte order of a Unicode charset and gives the octets of its mark. */
static const char *byte_order(const char *charset, const char *octets, gsize length,
                              gsize *ret_mark) {
    static const struct {
        const char *family, *name, *mark;
        gsize octets;
    } marks[] = {
        {"utf-8", "utf-8", "\xef\xbb\xbf", 3},     {"utf-32", "utf-32le", "\xff\xfe\0\0", 4},
        {"utf-32", "utf-32be", "\0\0\xfe\xff", 4}, {"utf-16", "utf-16le", "\xff\xfe", 2},
        {"utf-16", "utf-16be", "\xfe\xff", 2},
    };

    *ret_mark = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
        if (g_str_has_prefix(charset, marks[i].family) && length >= marks[i].octets &&
            memcmp(octets, marks[i].mark, marks[i].octets) == 0) {
            *ret_mark = marks[i].octets;
            return marks[i].name;
        }
    }
    if (strcmp(charset, "utf-16") == 0)
        return is_little_endian(octets, length, 2) ? "utf-16le" : "utf-16be";
    if (strcmp(charset, "utf-32") == 0)
        return is_little_endian(octets, length, 4) ? "utf-32le" : "utf-32be";
    return charset;
}

void charset_decode(const char *charset, const char *octets, gsize length, gsize limit,
                    CharsetText *ret_text, SpanMap *map) {
    Sink sink = {.limit = limit, .map = map, .result = ret_text};
    gsize mark;

    memset(ret_text, 0, sizeof *ret_text);
    if (length == 0)
        octets = ""; /* of an empty GBytes it is NULL */
    charset = byte_order(charset, octets, length, &mark);
    sink.text = g_string_sized_new(MIN(length, limit) + 16);
    sink.base = mark;
    octets += mark;
    length -= mark;
    if (length == 0) {
        /* nothing to decode */
    } else if (strcmp(charset, "us-ascii") == 0) {
        const char *guess = charset_guess(octets, length);
        gsize first = charset_first_8bit(octets, length);

        if (first < length)
            note(&sink, CHARSET_UNDECODABLE, first, first + 1);
        if (strcmp(guess, "windows-1252") == 0)
            decode_latin(&sink, octets, length, FALSE);
        else
            decode_utf8(&sink, octets, length);
    } else if (strcmp(charset, "utf-8") == 0) {
        decode_utf8(&sink, octets, length);
    } else if (strcmp(charset, "iso-8859-1") == 0) {
        decode_latin(&sink, octets, length, FALSE);
    } else if (strcmp(charset, "windows-1252") == 0) {
        decode_latin(&sink, octets, length, TRUE);
    } else {
        decode_iconv(&sink, charset, octets, length);
    }
    ret_text->length = sink.text->len;
    ret_text->utf8 = g_string_free(sink.text, FALSE);
}
