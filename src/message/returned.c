/* returned.c - finds what a report returns, and makes the Parts that no MIME tree has. */
#include "message/returned.h"

#include "limits.h"
#include "message/part-private.h"
#include "message/transfer.h"

#include <string.h>

/* A leaf Part of its own; header section and body are set by the caller. */
static Part *leaf_new(GBytes *space, const char *subtype, const char *section) {
    Part *part = g_new0(Part, 1);
    part->children = g_ptr_array_new();
    part->section = g_strdup(section);
    part->type = g_strdup("text");
    part->subtype = g_strdup(subtype);
    part->encoding = ENCODING_8BIT;
    part->space = g_bytes_ref(space);
    part->cache = g_new0(struct PartCache, 1);
    part->cache->text_limit = LIMIT_TEXT_OCTETS;
    return part;
}

Part *part_from_body(GBytes *bytes, const char *subtype) {
    gsize length;
    const char *octets = g_bytes_get_data(bytes, &length);
    Part *part = leaf_new(bytes, subtype, "1");
    part->fields = fields_scan(octets ? octets : "", 0, 0);
    part->body = (Span){0, length};
    return part;
}

/* The header section that a text/rfc822-headers leaf holds (RFC 6522 section 4). */
static Part *part_from_headers(const Part *leaf) {
    Part *part;
    Span span = leaf->body;
    if (transfer_is_encoded(leaf->encoding)) {
        const char *octets = g_bytes_get_data(leaf->space, NULL);
        g_autoptr(SpanMap) map = span_map_new();
        char *decoded;
        gsize length;
        transfer_decode(leaf->encoding, octets + span.start, span.end - span.start, &decoded,
                        &length, NULL, map);
        span_map_set_behind(map, span.start, leaf->outer);
        g_autoptr(GBytes) space = g_bytes_new_take(decoded, length);
        part = leaf_new(space, "plain", leaf->section);
        part->outer = part->cache->inner_map = g_steal_pointer(&map);
        span = (Span){0, length};
    } else {
        part = leaf_new(leaf->space, "plain", leaf->section);
        part->outer = leaf->outer;
    }
    const char *octets = g_bytes_get_data(part->space, NULL);
    part->parent = leaf->parent; /* so that places name the leaf's section */
    part->fields = fields_scan(octets ? octets : "", span.end, span.start);
    part->body = (Span){span.end, span.end};
    return part;
}

static gboolean has_body(const Part *message) {
    const char *octets = g_bytes_get_data(message->space, NULL);
    for (gsize at = message->body.start; at < message->body.end; at++)
        if (!g_ascii_isspace(octets[at]))
            return TRUE;
    return FALSE;
}

static gboolean is_header_section(const Part *part) {
    return part_is(part, "text", "rfc822-headers") || part_is(part, "message", "rfc822-headers") ||
           part_is(part, "message", "global-headers");
}

static gboolean is_message(const Part *part) {
    return (part_is(part, "message", "rfc822") || part_is(part, "message", "global")) &&
           part->children->len > 0;
}

/* What sort of report the parts of `root` make it.  The children are looked at, not the
 * report-type: some mailers write multipart/mixed, or forget the parameter. */
static InputKind report_kind(const Part *root) {
    for (guint i = 0; i < root->children->len; i++) {
        const Part *part = g_ptr_array_index(root->children, i);
        if (part_is(part, "message", "feedback-report"))
            return INPUT_COMPLAINT;
        if (part_is(part, "message", "delivery-status") ||
            part_is(part, "message", "global-delivery-status"))
            return INPUT_BOUNCE;
        /* Outlook.com's junk reports are plain forwards; only this field tells. */
        if (is_message(part)) {
            const Part *inner = g_ptr_array_index(part->children, 0);
            if (fields_first(inner->fields, "X-HmXmrOriginalRecipient"))
                return INPUT_COMPLAINT;
        }
    }
    return INPUT_MESSAGE;
}

Returned returned_find(Part *root) {
    Returned found = {.input = INPUT_MESSAGE, .judged = root, .has_body = TRUE};
    if (strcmp(root->type, "multipart") != 0)
        return found;
    found.input = report_kind(root);
    if (found.input == INPUT_MESSAGE)
        return found;
    /* The message, where there is one; else the header section. */
    for (guint i = 0; i < root->children->len; i++) {
        const Part *part = g_ptr_array_index(root->children, i);
        if (is_message(part)) {
            found.judged = g_ptr_array_index(part->children, 0);
            found.has_body = has_body(found.judged);
            return found;
        }
    }
    for (guint i = 0; i < root->children->len; i++) {
        const Part *part = g_ptr_array_index(root->children, i);
        if (is_header_section(part)) {
            found.made = part_from_headers(part);
            found.judged = found.made;
            found.has_body = FALSE;
            return found;
        }
    }
    return found;
}
