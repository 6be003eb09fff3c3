/* html.c - libxml2's SAX parser, driven. */
#include "message/html.h"

#include "limits.h"
#include "message/html-scan.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <string.h>

typedef struct {
    const char *source;
    gsize length;
    const HtmlHandler *handler;
    gpointer data;
    htmlParserCtxtPtr parser;
    const HtmlToken *tokens;
    guint n_tokens;
    const guint32 *fed; /* for each token: the octet behind it in what libxml2 is given */
    guint next;         /* the first token that is not reported yet */
    gsize at;           /* source octets before it are reported */
    gboolean stopped;
} Driver;

const char *html_attribute(const HtmlTag *tag, const char *name) {
    for (const char *const *pair = tag->attributes; pair != NULL && *pair != NULL; pair += 2)
        if (strcmp(pair[0], name) == 0)
            return pair[1] != NULL ? pair[1] : "";
    return NULL;
}

static void report_text(Driver *self, gsize start, gsize end) {
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
        gsize taken = html_reference(mark, end - plain, decoded, &length);
        if (taken > 0)
            handler->text(self->data, decoded, length, plain, TRUE);
        else
            handler->text(self->data, mark, taken = 1, plain, FALSE);
        start = plain + taken;
    }
}

static void report_tag(Driver *self, const HtmlToken *token, const char *const *attributes) {
    gboolean start = token->kind == HTML_START;
    HtmlTag tag = {.element = token->element,
                   .name = self->source + token->start + (start ? 1 : 2),
                   .name_length = token->name_length,
                   .start = token->start,
                   .end = token->end,
                   .attributes = attributes};
    if (!start)
        self->handler->close(self->data, &tag);
    else if (!self->handler->open(self->data, &tag))
        self->stopped = TRUE;
}

/* Reports text and tags up to the token `until`, which is not reported. Start tags that libxml2
 * passed over (a second <body>) are told without their attributes. */
static void report_until(Driver *self, guint until) {
    for (; self->next < until && !self->stopped; self->next++) {
        const HtmlToken *token = &self->tokens[self->next];
        report_text(self, self->at, token->start);
        if (token->kind == HTML_START || token->kind == HTML_END)
            report_tag(self, token, NULL);
        self->at = token->end;
    }
}

/* The place of the parser in what it is given; at a start tag's event it stands at its ">". */
static gsize position(const Driver *self) {
    const xmlParserInput *input = self->parser->input;
    return (gsize)input->consumed + (gsize)(input->cur - input->base);
}

static void stop(Driver *self) {
    self->stopped = TRUE;
    xmlStopParser(self->parser);
}

static void on_start(void *data, const xmlChar *name, const xmlChar **attributes) {
    Driver *self = data;
    if (self->stopped)
        return;
    gsize at = position(self);
    guint index = self->next;
    while (index < self->n_tokens && self->fed[index] <= at)
        index++;
    if (index == self->n_tokens)
        return;
    /* An element that libxml2 adds (html, body, p) is named otherwise than the tag it stands in. */
    const HtmlToken *token = &self->tokens[index];
    gsize length = strlen((const char *)name);
    if (token->kind != HTML_START || length > token->name_length ||
        g_ascii_strncasecmp((const char *)name, self->source + token->start + 1, length) != 0)
        return;
    report_until(self, index);
    if (!self->stopped) {
        report_text(self, self->at, token->start);
        report_tag(self, token, (const char *const *)attributes);
        self->at = token->end;
        self->next = index + 1;
    }
    /* libxml2's own stack holds what it does not close; it searches it for each end tag. */
    if (self->stopped || self->parser->nameNr > 4 * (int)LIMIT_HTML_DEPTH)
        stop(self);
}

static void silence(void *data, const char *message, ...) {}

/* What libxml2 is given: the tags, one after another. */
static GString *collect_tags(const char *source, const GArray *tokens, guint32 *fed) {
    GString *tags = g_string_sized_new(4096);
    for (guint i = 0; i < tokens->len; i++) {
        const HtmlToken *token = &g_array_index(tokens, HtmlToken, i);
        if (token->kind == HTML_START || token->kind == HTML_END)
            g_string_append_len(tags, source + token->start, token->end - token->start);
        fed[i] = (guint32)tags->len;
    }
    return tags;
}

static void report_styles(Driver *self) {
    for (guint i = 1; i < self->n_tokens; i++) {
        const HtmlToken *token = &self->tokens[i], *tag = token - 1;
        if (token->kind != HTML_STYLE)
            continue;
        HtmlAttributeSpan media = {0};
        html_attribute_find(self->source, tag->start, tag->end, "media", &media);
        self->handler->style(self->data, self->source + token->start, token->end - token->start,
                             self->source + media.value, media.value_end - media.value);
    }
}

static void run_parser(Driver *self, const GString *tags) {
    self->parser = htmlCreateMemoryParserCtxt(tags->str, (int)tags->len);
    if (self->parser == NULL)
        return;
    *self->parser->sax =
        (xmlSAXHandler){.startElement = on_start, .error = silence, .warning = silence};
    self->parser->userData = self;
    htmlCtxtUseOptions(self->parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                         HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                         HTML_PARSE_IGNORE_ENC);
    /* Else a meta charset is obeyed, or Latin-1 steps in at the first octet over 127. */
    xmlSwitchEncoding(self->parser, XML_CHAR_ENCODING_UTF8);
    htmlParseDocument(self->parser);
    htmlFreeParserCtxt(self->parser);
    self->parser = NULL;
}

gboolean html_parse(const char *source, gsize length, const HtmlHandler *handler, gpointer data) {
    gboolean truncated;
    g_autoptr(GArray) tokens = html_scan(source, length, &truncated);
    g_autofree guint32 *fed = g_new(guint32, tokens->len + 1);
    g_autoptr(GString) tags = collect_tags(source, tokens, fed);
    Driver self = {.source = source,
                   .length = length,
                   .handler = handler,
                   .data = data,
                   .tokens = (const HtmlToken *)(const void *)tokens->data,
                   .n_tokens = tokens->len,
                   .fed = fed};
    report_styles(&self);
    handler->begin(data);
    if (tags->len > 0)
        run_parser(&self, tags);
    report_until(&self, self.n_tokens);
    if (!self.stopped)
        report_text(&self, self.at, length);
    return !truncated && !self.stopped;
}
