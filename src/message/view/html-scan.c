/* html-scan.c - tags, text and comments of an HTML source. */
#include "message/view/html-scan.h"

#include "limits.h"

#include <string.h>

static gboolean is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static gboolean ends_name(char c) {
    return is_space(c) || c == '/' || c == '>';
}

gboolean html_attribute_next(const char *source, gsize end, gsize *at,
                             HtmlAttributeSpan *ret_span) {
    gsize i = *at;
    while (i < end && (is_space(source[i]) || source[i] == '/'))
        i++;
    if (i >= end || source[i] == '>') {
        *at = i;
        return FALSE;
    }
    HtmlAttributeSpan span = {.name = i};
    i++; /* an attribute's name may begin with "=" */
    while (i < end && !ends_name(source[i]) && source[i] != '=')
        i++;
    span.name_end = span.value = span.value_end = i;
    gsize equals = i;
    while (equals < end && is_space(source[equals]))
        equals++;
    if (equals < end && source[equals] == '=') {
        i = equals + 1;
        while (i < end && is_space(source[i]))
            i++;
        span.value = i;
        if (i < end && (source[i] == '"' || source[i] == '\'')) {
            span.value++;
            const char *close = memchr(source + i + 1, source[i], end - i - 1);
            span.value_end = close == NULL ? end : (gsize)(close - source);
            i = close == NULL ? end : span.value_end + 1;
        } else {
            while (i < end && !is_space(source[i]) && source[i] != '>')
                i++;
            span.value_end = i;
        }
    }
    *at = i;
    *ret_span = span;
    return TRUE;
}

gboolean html_attribute_find(const char *source, gsize start, gsize end, const char *name,
                             HtmlAttributeSpan *ret_span) {
    gsize length = strlen(name), at = start + 1;
    while (at < end && !ends_name(source[at]))
        at++;
    HtmlAttributeSpan span;
    while (html_attribute_next(source, end, &at, &span))
        if (span.name_end - span.name == length &&
            g_ascii_strncasecmp(source + span.name, name, length) == 0) {
            *ret_span = span;
            return TRUE;
        }
    return FALSE;
}

typedef struct {
    const char *source;
    gsize length;
    GArray *tokens;
    guint nodes;
} Scan;

static void add(Scan *scan, HtmlTokenKind kind, gsize start, gsize end, gsize name_length,
                const Element *element) {
    HtmlToken token = {kind, (guint32)start, (guint32)end, (guint32)name_length, element};
    g_array_append_val(scan->tokens, token);
}

/* Behind the first ">" from `at` on. */
static gsize behind_bracket(const Scan *scan, gsize at) {
    const char *close =
        at < scan->length ? memchr(scan->source + at, '>', scan->length - at) : NULL;
    return close == NULL ? scan->length : (gsize)(close - scan->source) + 1;
}

/* Behind the comment whose "<!--" stands before `at` (WHATWG HTML 13.2.5.43 to 51). */
static gsize behind_comment(const Scan *scan, gsize at) {
    const char *s = scan->source;
    if (at < scan->length && s[at] == '>')
        return at + 1;
    if (at + 1 < scan->length && s[at] == '-' && s[at + 1] == '>')
        return at + 2;
    for (gsize begin = at; at < scan->length;) {
        const char *close = memchr(s + at, '>', scan->length - at);
        if (close == NULL)
            break;
        gsize inside = (gsize)(close - s) - begin;
        at = (gsize)(close - s) + 1;
        if ((inside >= 2 && memcmp(close - 2, "--", 2) == 0) ||
            (inside >= 3 && memcmp(close - 3, "--!", 3) == 0))
            return at;
    }
    return scan->length;
}

/* Where the end tag stands that ends the raw text from `at` on; the length where there is none. */
static gsize end_of_raw(const Scan *scan, gsize at, const Element *element) {
    gsize name = strlen(element->name);
    while (at < scan->length) {
        const char *tag = memchr(scan->source + at, '<', scan->length - at);
        if (tag == NULL)
            break;
        at = (gsize)(tag - scan->source);
        if (scan->length - at > name + 2 && tag[1] == '/' &&
            g_ascii_strncasecmp(tag + 2, element->name, name) == 0 && ends_name(tag[2 + name]))
            return at;
        at++;
    }
    return scan->length;
}

/* Reads the tag whose name begins at `name`. FALSE where LIMIT_HTML_NODES is reached. */
static gboolean scan_tag(Scan *scan, gsize start, gsize name, gsize *ret_end) {
    const char *s = scan->source;
    gsize at = name;
    while (at < scan->length && !ends_name(s[at]))
        at++;
    gsize name_length = at - name;
    HtmlAttributeSpan span;
    while (html_attribute_next(s, scan->length, &at, &span))
        ;
    *ret_end = scan->length;
    if (at >= scan->length) {
        /* A tag that the end of the source cuts off is none (13.2.5.32, eof-in-tag). */
        add(scan, HTML_SKIP, start, scan->length, 0, NULL);
        return TRUE;
    }
    gsize end = at + 1;
    if (++scan->nodes > LIMIT_HTML_NODES)
        return FALSE;
    const Element *element = element_find(s + name, name_length);
    HtmlTokenKind kind = name == start + 1 ? HTML_START : HTML_END;
    add(scan, kind, start, end, name_length, element);
    if (kind == HTML_START && element != NULL && (element->flags & ELEMENT_RAW)) {
        gsize raw = end;
        end = end_of_raw(scan, raw, element);
        gboolean style = strcmp(element->name, "style") == 0;
        if (end > raw)
            add(scan, style ? HTML_STYLE : HTML_SKIP, raw, end, 0, NULL);
    }
    *ret_end = end;
    return TRUE;
}

GArray *html_scan(const char *source, gsize length, gboolean *ret_truncated) {
    Scan scan = {source, length, g_array_sized_new(FALSE, FALSE, sizeof(HtmlToken), 64), 0};
    *ret_truncated = FALSE;
    for (gsize at = 0; at < length;) {
        const char *open = memchr(source + at, '<', length - at);
        if (open == NULL)
            break;
        gsize start = (gsize)(open - source);
        char next = start + 1 < length ? source[start + 1] : '\0';
        char third = start + 2 < length ? source[start + 2] : '\0';
        if (g_ascii_isalpha(next) || (next == '/' && g_ascii_isalpha(third))) {
            gsize end;
            if (!scan_tag(&scan, start, next == '/' ? start + 2 : start + 1, &end)) {
                add(&scan, HTML_SKIP, start, length, 0, NULL);
                *ret_truncated = TRUE;
                break;
            }
            at = end;
        } else if (next == '!' || next == '?' || (next == '/' && third != '\0')) {
            gboolean comment = next == '!' && length - start >= 4 && memcmp(open, "<!--", 4) == 0;
            at = comment ? behind_comment(&scan, start + 4) : behind_bracket(&scan, start + 2);
            add(&scan, HTML_SKIP, start, at, 0, NULL);
        } else
            at = start + 1;
    }
    return scan.tokens;
}
