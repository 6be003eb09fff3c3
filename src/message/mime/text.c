/* text.c - from the octets of a part to text, and back.
 *
 * Two decoders in a row: transfer encoding, then charset.  The way there makes no map.  The way
 * back runs both once more with maps, that is for the first place asked for, and for a text with
 * defects, whose place is said.
 */
#include "message/mime/text.h"

#include "limits.h"
#include "message/mime/charset.h"
#include "message/mime/part-private.h"

#include <string.h>

/* Octets at the start of an HTML text in which a meta element may name the charset (WHATWG HTML,
 * "prescan a byte stream to determine its encoding"). */
#define META_OCTETS 1024u

void text_free(Text *self) {
    if (self == NULL)
        return;
    g_free(self->utf8);
    g_free(self->charset);
    g_free(self);
}

static const char *body_octets(const Part *part, gsize *ret_length) {
    gsize length;
    const char *bytes = g_bytes_get_data(part->space, &length);

    *ret_length = part->body.end - part->body.start;
    return *ret_length > 0 ? bytes + part->body.start : "";
}

GBytes *part_decoded(const Part *part) {
    struct PartCache *cache = part->cache;
    const char *octets;
    gsize length;
    char *decoded;

    if (cache->decoded != NULL)
        return cache->decoded;
    octets = body_octets(part, &length);
    if (transfer_is_encoded(part->encoding)) {
        transfer_decode(part->encoding, octets, length, &decoded, &length, NULL, NULL);
        cache->decoded = g_bytes_new_take(decoded, length);
    } else {
        cache->decoded = g_bytes_new_from_bytes(part->space, part->body.start, length);
    }
    return cache->decoded;
}

GBytes *part_head(const Part *part, gsize octets) {
    gsize length;
    const char *body = body_octets(part, &length);
    char *decoded;

    if (part->cache->decoded != NULL) {
        length = MIN(octets, g_bytes_get_size(part->cache->decoded));
        return g_bytes_new_from_bytes(part->cache->decoded, 0, length);
    }
    if (!transfer_is_encoded(part->encoding))
        return g_bytes_new_from_bytes(part->space, part->body.start, MIN(octets, length));
    /* base64 needs four octets for three and line breaks, quoted-printable three for one. */
    length = MIN(length, part->encoding == ENCODING_BASE64 ? octets + octets / 2 + 64 : 3 * octets);
    transfer_decode(part->encoding, body, length, &decoded, &length, NULL, NULL);
    return g_bytes_new_take(decoded, MIN(length, octets));
}

/* The value of the charset of a meta element in `octets`, or NULL; by the bytes, as browsers do
 * before they know the charset. Given away. */
static char *meta_charset(const char *octets, gsize length) {
    if (length == 0)
        return NULL; /* the data of an empty GBytes is NULL */
    g_autofree char *head = g_ascii_strdown(octets, (gssize)MIN(length, META_OCTETS));
    gsize size = MIN(length, META_OCTETS);

    for (const char *at = head; (at = g_strstr_len(at, (gssize)(head + size - at), "<meta"));
         at += 5) {
        const char *end = memchr(at, '>', (gsize)(head + size - at));
        const char *value, *stop;

        if (end == NULL)
            return NULL;
        value = g_strstr_len(at, end - at, "charset");
        if (value == NULL)
            continue;
        value += strlen("charset");
        while (value < end && g_ascii_isspace(*value))
            value++;
        if (value == end || *value != '=')
            continue;
        value++;
        while (value < end && (g_ascii_isspace(*value) || *value == '"' || *value == '\''))
            value++;
        stop = value;
        while (stop < end && !g_ascii_isspace(*stop) && strchr("\"';/>", *stop) == NULL)
            stop++;
        if (stop > value)
            return g_strndup(value, (gsize)(stop - value));
    }
    return NULL;
}

/* What the octets are to be read in, canonical. Given away. */
static char *find_charset(const Part *part, const char *octets, gsize length,
                          TextDefects *defects) {
    g_autofree char *meta = NULL;
    const char *guess;
    char *charset;

    if (part->charset != NULL) {
        charset = charset_canonical(part->charset, strlen(part->charset));
        if (charset != NULL)
            return charset;
        *defects |= TEXT_UNKNOWN_CHARSET;
    }
    if (length >= 3 && memcmp(octets, "\xef\xbb\xbf", 3) == 0)
        return g_strdup("utf-8");
    guess = charset_guess(octets, length);
    if (part->charset == NULL && part_is(part, "text", "html"))
        meta = meta_charset(octets, length);
    if (meta != NULL) {
        charset = charset_canonical(meta, strlen(meta));
        /* Octets in which "<meta" could be read are not UTF-16. */
        if (charset != NULL && !g_str_has_prefix(charset, "utf-16") &&
            !g_str_has_prefix(charset, "utf-32"))
            return charset;
        g_free(charset);
    }
    if (part->charset == NULL && strcmp(guess, "us-ascii") != 0)
        *defects |= TEXT_NO_CHARSET;
    return g_strdup(guess);
}

/* TRUE where the charset left the decoded octets as they were, as it does with nearly all mail. */
static gboolean is_unchanged(const Text *text, const char *octets, gsize length) {
    return !(text->defects & (TEXT_UNDECODABLE | TEXT_HAD_NUL)) && length == text->length &&
           memcmp(octets, text->utf8, length) == 0;
}

/* Makes the maps of a part by decoding once more. *ret_defect: offset in the body of the first
 * defect of the transfer encoding, set only where there is one; *ret_text: the text again, or empty
 * where it has no defects and is the decoded octets as they are. */
static void make_maps(const Part *part, gsize *ret_defect, CharsetText *ret_text) {
    struct PartCache *cache = part->cache;
    g_autofree char *decoded = NULL;
    gsize length;
    const char *octets = body_octets(part, &length);

    cache->transfer_map = span_map_new();
    span_map_set_behind(cache->transfer_map, part->body.start, part->outer);
    if (transfer_is_encoded(part->encoding)) {
        transfer_decode(part->encoding, octets, length, &decoded, &length, ret_defect,
                        cache->transfer_map);
        octets = decoded;
    }
    cache->map = span_map_new();
    span_map_set_behind(cache->map, 0, cache->transfer_map);
    if (is_unchanged(cache->text, octets, length)) {
        memset(ret_text, 0, sizeof *ret_text);
        span_map_add(cache->map, 0, 0, 1, 1);
        return;
    }
    charset_decode(cache->text->charset, octets, length, cache->text_limit, ret_text, cache->map);
}

/* Finds the place of the first defect. */
static void place_defect(const Part *part, Text *text) {
    const struct PartCache *cache = part->cache;
    CharsetText decoded;
    gsize bad = G_MAXSIZE;
    Span first = {G_MAXSIZE, G_MAXSIZE};

    make_maps(part, &bad, &decoded);
    if (bad != G_MAXSIZE) {
        gsize at = MIN(part->body.start + bad, MAX(part->body.end, part->body.start + 1) - 1);

        first = part_place(part, at, at + 1).span;
    }
    if (decoded.defects & (CHARSET_UNDECODABLE | CHARSET_NUL)) {
        Span span;

        span_map_range(cache->transfer_map, decoded.defect_start, decoded.defect_end, &span.start,
                       &span.end);
        if (span.start < first.start)
            first = span;
    }
    if (text->defects & TEXT_NO_CHARSET) {
        gsize start, end;
        gsize at = charset_first_8bit(text->utf8, text->length);

        span_map_range(cache->map, at, at + 1, &start, &end);
        if (start < first.start)
            first = (Span){start, end};
    }
    g_free(decoded.utf8);
    if (first.start == G_MAXSIZE) {
        const Field *field = fields_first(part->fields, "Content-Type");

        first = field != NULL && (text->defects & TEXT_UNKNOWN_CHARSET)
                    ? part_place(part, field->body.start, field->body.end).span
                    : (Span){0, 0};
    }
    text->defect = first;
}

const Text *part_text(const Part *part) {
    struct PartCache *cache = part->cache;
    g_autofree char *storage = NULL;
    const char *octets;
    CharsetText decoded;
    gsize length;
    Text *text;

    if (cache->text != NULL)
        return cache->text;
    cache->text = text = g_new0(Text, 1);
    octets = body_octets(part, &length);
    if (transfer_is_encoded(part->encoding)) {
        if (!transfer_decode(part->encoding, octets, length, &storage, &length, NULL, NULL))
            text->defects |= part->encoding == ENCODING_QP ? TEXT_BAD_QP : TEXT_BAD_BASE64;
        octets = storage;
    }
    text->charset = find_charset(part, octets, length, &text->defects);
    charset_decode(text->charset, octets, length, cache->text_limit, &decoded, NULL);
    text->utf8 = decoded.utf8;
    text->length = decoded.length;
    if (decoded.defects & CHARSET_UNDECODABLE)
        text->defects |= TEXT_UNDECODABLE;
    if (decoded.defects & CHARSET_NUL)
        text->defects |= TEXT_HAD_NUL;
    if (decoded.defects & CHARSET_TRUNCATED)
        text->defects |= TEXT_TRUNCATED;
    if (text->defects & ~(TextDefects)TEXT_TRUNCATED)
        place_defect(part, text);
    return text;
}

/* The map, on first use. */
static const SpanMap *text_map(const Part *part) {
    part_text(part);
    if (part->cache->map == NULL) {
        CharsetText decoded;
        gsize bad;

        make_maps(part, &bad, &decoded);
        g_free(decoded.utf8);
    }
    return part->cache->map;
}

Span text_span(const Part *part, gsize start, gsize end) {
    const SpanMap *map = text_map(part);
    gsize length = part->cache->text->length;
    Span span;

    start = MIN(start, length);
    end = MIN(end, length);
    if (end > start) {
        span_map_range(map, start, end, &span.start, &span.end);
    } else if (start < length) {
        span.start = span.end = span_map_locate(map, start);
    } else if (length > 0) {
        span_map_range(map, length - 1, length, &span.start, &span.end);
        span.start = span.end;
    } else {
        span.start = span.end = part_place(part, part->body.start, part->body.start).span.start;
    }
    return span;
}

gsize text_locate(const Part *part, gsize at) {
    return text_span(part, at, at).start;
}
