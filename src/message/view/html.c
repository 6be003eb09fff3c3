/* html.c - tags and text told in order, with attributes and character references decoded. */
#include "message/view/html.h"

#include "limits.h"
#include "message/view/html-scan.h"

#include <string.h>

typedef struct {
    const char *source;
    const HtmlHandler *handler;
    gpointer data;
    GString *decoded; /* names and values of the tag in work, each NUL-terminated */
    gssize offsets[2 * LIMIT_HTML_ATTRIBUTES]; /* where they begin in it; -1: no value */
    const char *pairs[2 * LIMIT_HTML_ATTRIBUTES + 1];
} Reader;

const char *html_attribute(const HtmlTag *tag, const char *name) {
    for (const char *const *pair = tag->attributes; pair != NULL && *pair != NULL; pair += 2)
        if (pair[0][0] == name[0] && strcmp(pair[0], name) == 0)
            return pair[1] != NULL ? pair[1] : "";
    return NULL;
}

static void report_text(const Reader *self, gsize start, gsize end) {
    const HtmlHandler *handler = self->handler;
    while (start < end) {
        const char *mark = memchr(self->source + start, '&', end - start);
        gsize plain = mark == NULL ? end : (gsize)(mark - self->source);
        if (plain > start)
            handler->text(self->data, self->source + start, plain - start, start, FALSE);
        if (mark == NULL)
            return;
        char decoded[HTML_REFERENCE_MAX];
        gsize length = 0;
        gsize taken = html_reference(mark, end - plain, FALSE, decoded, &length);
        if (taken > 0)
            handler->text(self->data, decoded, length, plain, TRUE);
        else
            handler->text(self->data, mark, taken = 1, plain, FALSE);
        start = plain + taken;
    }
}

static void append_decoded(GString *out, const char *text, gsize length) {
    while (length > 0) {
        const char *mark = memchr(text, '&', length);
        gsize plain = mark == NULL ? length : (gsize)(mark - text);
        g_string_append_len(out, text, (gssize)plain);
        if (mark == NULL)
            return;
        char decoded[HTML_REFERENCE_MAX];
        gsize n = 0, taken = html_reference(mark, length - plain, TRUE, decoded, &n);
        if (taken > 0)
            g_string_append_len(out, decoded, (gssize)n);
        else
            g_string_append_len(out, mark, (gssize)(taken = 1));
        text = mark + taken;
        length -= plain + taken;
    }
}

/* The attributes of a start tag; those behind LIMIT_HTML_ATTRIBUTES are not looked at. */
static const char *const *read_attributes(Reader *self, const HtmlToken *token) {
    GString *decoded = self->decoded;
    HtmlAttributeSpan span;
    gsize at = token->start + 1 + token->name_length;
    guint n = 0;
    g_string_truncate(decoded, 0);
    while (n < 2 * LIMIT_HTML_ATTRIBUTES &&
           html_attribute_next(self->source, token->end, &at, &span)) {
        self->offsets[n++] = (gssize)decoded->len;
        g_string_append_len(decoded, self->source + span.name, (gssize)(span.name_end - span.name));
        for (char *c = decoded->str + self->offsets[n - 1]; *c != '\0'; c++)
            *c = g_ascii_tolower(*c);
        g_string_append_c(decoded, '\0');
        self->offsets[n++] = span.value > span.name_end ? (gssize)decoded->len : -1;
        append_decoded(decoded, self->source + span.value, span.value_end - span.value);
        g_string_append_c(decoded, '\0');
    }
    for (guint i = 0; i < n; i++)
        self->pairs[i] = self->offsets[i] < 0 ? NULL : decoded->str + self->offsets[i];
    self->pairs[n] = NULL;
    return self->pairs;
}

static void report_tag(Reader *self, const HtmlToken *token) {
    gboolean start = token->kind == HTML_START;
    HtmlTag tag = {.element = token->element,
                   .name = self->source + token->start + (start ? 1 : 2),
                   .name_length = token->name_length,
                   .start = token->start,
                   .end = token->end};
    if (start) {
        tag.attributes = read_attributes(self, token);
        self->handler->open(self->data, &tag);
    } else
        self->handler->close(self->data, &tag);
}

static void report_styles(const Reader *self, const GArray *tokens) {
    for (guint i = 1; i < tokens->len; i++) {
        const HtmlToken *token = &g_array_index(tokens, HtmlToken, i), *tag = token - 1;
        if (token->kind != HTML_STYLE)
            continue;
        HtmlAttributeSpan media = {0};
        html_attribute_find(self->source, tag->start, tag->end, "media", &media);
        self->handler->style(self->data, self->source + token->start, token->end - token->start,
                             self->source + media.value, media.value_end - media.value);
    }
}

gboolean html_parse(const char *source, gsize length, const HtmlHandler *handler, gpointer data) {
    gboolean truncated;
    g_autoptr(GArray) tokens = html_scan(source, length, &truncated);
    g_autoptr(GString) decoded = g_string_sized_new(1024);
    g_autofree Reader *self = g_new(Reader, 1);
    self->source = source;
    self->handler = handler;
    self->data = data;
    self->decoded = decoded;
    report_styles(self, tokens);
    handler->begin(data);
    gsize at = 0;
    for (guint i = 0; i < tokens->len; i++) {
        const HtmlToken *token = &g_array_index(tokens, HtmlToken, i);
        report_text(self, at, token->start);
        if (token->kind == HTML_START || token->kind == HTML_END)
            report_tag(self, token);
        at = token->end;
    }
    report_text(self, at, length);
    return !truncated;
}
