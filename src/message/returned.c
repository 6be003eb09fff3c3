/* returned.c - finds what a report returns, and makes a Part of a header section. */
#include "message/returned.h"

#include "message/mime/part-private.h"
#include "message/mime/transfer.h"

#include <string.h>

/* The header section that a text/rfc822-headers leaf holds (RFC 6522 section 4), as a Part of its
 * own without a body.  Its parent is the leaf's, so that places name the leaf's section. */
static Part *part_from_headers(const Part *leaf) {
    g_autoptr(GBytes) space = g_bytes_ref(leaf->space);
    g_autoptr(SpanMap) map = NULL;
    Span span = leaf->body;
    if (transfer_is_encoded(leaf->encoding)) {
        const char *octets = g_bytes_get_data(leaf->space, NULL);
        char *decoded;
        gsize length;
        map = span_map_new();
        transfer_decode(leaf->encoding, octets + span.start, span.end - span.start, &decoded,
                        &length, NULL, map);
        span_map_set_behind(map, span.start, leaf->outer);
        g_bytes_unref(space);
        space = g_bytes_new_take(decoded, length);
        span = (Span){0, length};
    }
    Part *part = part_new_body(space, "plain");
    const char *octets = g_bytes_get_data(space, NULL);
    field_list_free(part->fields);
    g_free(part->section);
    part->fields = fields_scan(octets ? octets : "", span.end, span.start);
    part->section = g_strdup(leaf->section);
    part->parent = leaf->parent;
    part->body = (Span){span.end, span.end};
    part->outer = map ? map : leaf->outer;
    part->cache->inner_map = g_steal_pointer(&map);
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
