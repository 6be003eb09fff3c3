/* part.c - the MIME tree, from the top down.
 *
 * The octets of an entity are known before it is looked into: a multipart is cut at the delimiter
 * lines of its own boundary, and each piece is an entity in turn.  So an outer boundary ends
 * everything inside (RFC 2046 section 5.1.2), nothing depends on the order in which boundaries were
 * seen, and each octet is read at most LIMIT_MIME_DEPTH times.
 *
 * This is not GMime's parser, whose trees a unit test holds these against: on crafted mail that
 * makes an object of every field and part before a limit could be reached (10 MB of delimiter
 * lines: 2.6 GB), compares each line with every open boundary (12 MB: 9 s), and keeps no span
 * for a multipart.  GMime reads the values (part-fields.c).
 */
#include "config.h" /* memmem() */

#include "message/mime/part.h"

#include "limits.h"
#include "message/mime/part-private.h"

#include <string.h>

/* What one tree may still cost. */
typedef struct {
    guint parts;      /* parts made */
    gsize decoded;    /* octets of decoded messages kept */
    gsize text;       /* octets of bodies of text parts so far */
    gboolean lone_cr; /* of the document */
    GMimeParserOptions *options;
} Builder;

/* Where an entity stands. */
typedef struct {
    const Part *parent; /* or NULL */
    GBytes *space;
    const SpanMap *outer;
    gsize start, end;
    guint depth;
    gboolean message_root; /* of the document, or of a message/rfc822 */
    gboolean in_digest;    /* a child of multipart/digest is a message by default (5.1.5) */
} Entity;

static Part *part_build(Builder *builder, const Entity *entity, guint number);

static void cache_free(struct PartCache *cache) {
    text_free(cache->text);
    g_clear_pointer(&cache->decoded, g_bytes_unref);
    span_map_free(cache->map);
    span_map_free(cache->transfer_map);
    span_map_free(cache->inner_map);
    g_free(cache);
}

void part_free(Part *self) {
    if (self == NULL)
        return;
    g_ptr_array_unref(self->children);
    g_free(self->section);
    g_free(self->type);
    g_free(self->subtype);
    g_free(self->charset);
    g_free(self->boundary);
    g_free(self->filename);
    g_free(self->disposition);
    g_free(self->content_id);
    field_list_free(self->fields);
    g_bytes_unref(self->space);
    cache_free(self->cache);
    g_free(self);
}

static void free_part(gpointer data) {
    part_free(data);
}

typedef enum { LINE_TEXT, LINE_DELIMITER, LINE_CLOSE } LineKind;

/* What the line is that begins with the dashed boundary of `length` octets; *ret_next: behind it,
 * where it is a delimiter. White space may stand behind the boundary, nothing else: "--x" is no
 * delimiter of "--xy" (RFC 2046 section 5.1.1). */
static LineKind delimiter_at(const char *bytes, gsize at, gsize end, gsize length,
                             gsize *ret_next) {
    LineKind kind = LINE_DELIMITER;
    gsize text;

    at += length;
    if (end - at >= 2 && bytes[at] == '-' && bytes[at + 1] == '-') {
        kind = LINE_CLOSE;
        at += 2;
    }
    while (at < end && (bytes[at] == ' ' || bytes[at] == '\t'))
        at++;
    text = at;
    while (at < end && bytes[at] == '\r' && at - text < 2)
        at++;
    if (at < end && bytes[at] == '\n')
        at++;
    else if (at > text)
        at = text + 1; /* a lone CR */
    else if (at < end)
        return LINE_TEXT;
    *ret_next = at;
    return kind;
}

/* The next delimiter line in [at, end), where `at` begins a line. *ret_before: the end of what
 * stands before it, without the line ending that belongs to it; *ret_next: behind it. Looks for the
 * boundary, not at each line: 64 MiB of empty lines below 50 multiparts took 19 to 32 s that way.
 */
static LineKind find_delimiter(const Part *part, gsize at, gsize end, gsize *ret_before,
                               gsize *ret_next) {
    const char *bytes = g_bytes_get_data(part->space, NULL);
    g_autofree char *dashed = g_strconcat("--", part->boundary, NULL);
    gsize length = strlen(dashed);
    gboolean lone_cr = part->cache->lone_cr;
    gsize begin = at;
    const char *found;

    while (at < end && (found = memmem(bytes + at, end - at, dashed, length)) != NULL) {
        gsize before = at = (gsize)(found - bytes);
        LineKind kind = LINE_TEXT;

        if (at == begin || bytes[at - 1] == '\n' || (lone_cr && bytes[at - 1] == '\r'))
            kind = delimiter_at(bytes, at, end, length, ret_next);
        if (kind != LINE_TEXT) {
            if (before > begin && bytes[before - 1] == '\n')
                before--;
            if (before > begin && bytes[before - 1] == '\r')
                before--;
            *ret_before = before;
            return kind;
        }
        /* No other place of this line can be a delimiter. */
        while (at < end && bytes[at] != '\n' && !(lone_cr && bytes[at] == '\r'))
            at++;
        at++;
    }
    return LINE_TEXT;
}

static void build_multipart(Builder *builder, Part *part, guint depth) {
    gsize at = part->body.start;
    gsize before, next;
    guint number = 1;
    LineKind kind;

    if (transfer_is_encoded(part->encoding))
        part->defects |= PART_MULTIPART_ENCODED;
    if (part->boundary == NULL || *part->boundary == '\0') {
        part->defects |= PART_BOUNDARY_MISSING;
        return;
    }
    do {
        kind = find_delimiter(part, at, part->body.end, &before, &next);
        at = next;
    } while (kind == LINE_CLOSE); /* a close-delimiter before any delimiter is preamble */
    if (kind == LINE_TEXT) {
        part->defects |= PART_BOUNDARY_NEVER_OPENED;
        return;
    }
    while (kind == LINE_DELIMITER) {
        Entity child = {
            .parent = part,
            .space = part->space,
            .outer = part->outer,
            .start = next,
            .end = part->body.end,
            .depth = depth + 1,
            .in_digest = strcmp(part->subtype, "digest") == 0,
        };

        kind = find_delimiter(part, child.start, part->body.end, &before, &next);
        if (kind != LINE_TEXT)
            child.end = before;
        else
            part->defects |= PART_BOUNDARY_NEVER_CLOSED;
        if (depth + 1 > LIMIT_MIME_DEPTH || builder->parts >= LIMIT_MIME_PARTS) {
            part->defects |= PART_TOO_DEEP;
            return;
        }
        /* Two delimiters in a row with nothing between: no part, as for other mail programs. */
        g_ptr_array_add(part->children, part_build(builder, &child, number++));
    }
}

/* The message in a message/rfc822 or message/global (RFC 6532 section 3.7). */
static void build_message(Builder *builder, Part *part, guint depth) {
    Entity child = {
        .parent = part,
        .space = part->space,
        .outer = part->outer,
        .start = part->body.start,
        .end = part->body.end,
        .depth = depth + 1,
        .message_root = TRUE,
    };
    g_autoptr(GBytes) space = NULL;

    if (transfer_is_encoded(part->encoding))
        part->defects |= PART_MULTIPART_ENCODED;
    if (depth + 1 > LIMIT_MIME_DEPTH || builder->parts >= LIMIT_MIME_PARTS ||
        (transfer_is_encoded(part->encoding) &&
         builder->decoded + (child.end - child.start) > LIMIT_MESSAGE_OCTETS)) {
        part->defects |= PART_TOO_DEEP;
        return;
    }
    if (transfer_is_encoded(part->encoding)) {
        const char *bytes = g_bytes_get_data(part->space, NULL);
        SpanMap *map = part->cache->inner_map = span_map_new();
        char *decoded;
        gsize length;

        builder->decoded += child.end - child.start;
        transfer_decode(part->encoding, bytes + child.start, child.end - child.start, &decoded,
                        &length, NULL, map);
        span_map_set_behind(map, part->body.start, part->outer);
        child.space = space = g_bytes_new_take(decoded, length);
        child.outer = map;
        child.start = 0;
        child.end = length;
    }
    g_ptr_array_add(part->children, part_build(builder, &child, 1));
}

/* The IMAP section (RFC 9051 section 6.4.5.1): parts of a multipart are numbered below it; the
 * multipart that is a whole message shares the number of the message/rfc822 around it, any other
 * body of a message is its part 1. */
static char *section_of(const Part *part, const Entity *entity, guint number) {
    const char *above = entity->parent != NULL ? entity->parent->section : "";

    if (entity->message_root && strcmp(part->type, "multipart") == 0)
        return g_strdup(above);
    return *above != '\0' ? g_strdup_printf("%s.%u", above, number) : g_strdup_printf("%u", number);
}

static Part *part_build(Builder *builder, const Entity *entity, guint number) {
    Part *part = g_new0(Part, 1);
    const char *bytes = g_bytes_get_data(entity->space, NULL);

    builder->parts++;
    part->parent = entity->parent;
    part->space = g_bytes_ref(entity->space);
    part->outer = entity->outer;
    part->children = g_ptr_array_new_with_free_func(free_part);
    part->cache = g_new0(struct PartCache, 1);
    part->cache->lone_cr = builder->lone_cr;
    if (entity->message_root && entity->outer != NULL)
        part->cache->lone_cr = fields_lone_cr(bytes, entity->end, entity->start);
    else if (entity->parent != NULL)
        part->cache->lone_cr = entity->parent->cache->lone_cr;
    part->fields = fields_scan_lines(bytes, entity->end, entity->start, part->cache->lone_cr);
    part->body = (Span){part->fields->body_start, entity->end};
    part_read_fields(part, builder->options, entity->in_digest);
    part->section = section_of(part, entity, number);
    if (strcmp(part->type, "multipart") == 0) {
        build_multipart(builder, part, entity->depth);
    } else if (part_is(part, "message", "rfc822") || part_is(part, "message", "global")) {
        build_message(builder, part, entity->depth);
    } else if (strcmp(part->type, "text") == 0) {
        part->cache->text_limit = LIMIT_TEXT_OCTETS - builder->text;
        builder->text = MIN(LIMIT_TEXT_OCTETS, builder->text + part->body.end - part->body.start);
    }
    return part;
}

Part *part_tree_parse(GBytes *bytes) {
    Builder builder = {.options = g_mime_parser_options_new()};
    Entity root = {.space = bytes, .depth = 1, .message_root = TRUE};
    const char *octets = g_bytes_get_data(bytes, &root.end);
    Part *part;

    builder.lone_cr = fields_lone_cr(octets, root.end, 0);
    part = part_build(&builder, &root, 1);
    g_mime_parser_options_free(builder.options);
    return part;
}

Part *part_new_body(GBytes *bytes, const char *subtype) {
    Part *part = g_new0(Part, 1);
    gsize length = g_bytes_get_size(bytes);

    part->space = g_bytes_ref(bytes);
    part->children = g_ptr_array_new_with_free_func(free_part);
    part->cache = g_new0(struct PartCache, 1);
    part->cache->text_limit = LIMIT_TEXT_OCTETS;
    part->fields = fields_scan_lines("", 0, 0, FALSE);
    part->body = (Span){0, length};
    part->section = g_strdup("1");
    part->type = g_strdup("text");
    part->subtype = g_strdup(subtype);
    part->encoding = ENCODING_8BIT;
    return part;
}

gboolean part_is(const Part *self, const char *type, const char *subtype) {
    return strcmp(self->type, type) == 0 &&
           (subtype == NULL || strcmp(self->subtype, subtype) == 0);
}

gboolean part_is_attachment(const Part *self) {
    /* Text types that mail programs offer to other programs instead of showing them. */
    static const char *const data_types[] = {"calendar",  "csv",       "vcard", "x-vcard",
                                             "directory", "rtf",       "css",   "javascript",
                                             "xml",       "x-amp-html"};
    gboolean inline_image;

    if (self->children->len > 0 || strcmp(self->type, "multipart") == 0)
        return FALSE;
    if (strcmp(self->type, "text") == 0) {
        if (self->parent == NULL)
            return FALSE;
        for (gsize i = 0; i < G_N_ELEMENTS(data_types); i++) {
            if (strcmp(self->subtype, data_types[i]) == 0)
                return TRUE;
        }
        if (self->disposition != NULL)
            return strcmp(self->disposition, "inline") != 0;
        return self->filename != NULL;
    }
    inline_image = self->content_id != NULL && self->parent != NULL &&
                   part_is(self->parent, "multipart", "related");
    if (self->disposition != NULL && strcmp(self->disposition, "attachment") == 0)
        return !inline_image;
    return !inline_image && (self->disposition == NULL || strcmp(self->type, "image") != 0);
}

void part_foreach(const Part *self, void (*visit)(const Part *part, gpointer data), gpointer data) {
    visit(self, data);
    for (guint i = 0; i < self->children->len; i++)
        part_foreach(g_ptr_array_index(self->children, i), visit, data);
}

Place part_place(const Part *self, gsize start, gsize end) {
    gboolean own_header = self->parent == NULL && start < self->fields->body_start;
    Place place = {.span = {start, end},
                   .section = own_header || *self->section == '\0' ? NULL : self->section};

    if (self->outer != NULL) {
        if (end > start)
            span_map_range(self->outer, start, end, &place.span.start, &place.span.end);
        else
            place.span.start = place.span.end = span_map_locate(self->outer, start);
    }
    return place;
}
