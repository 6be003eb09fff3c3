/* html.c - HTML as a stream of events with their places, from libxml2's SAX parser. */
#include "message/html.h"

#include "limits.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <string.h>

typedef struct {
    const HtmlHandler *handler;
    gpointer data;
    htmlParserCtxtPtr context;
    const char *source;
    gsize length;
    gsize last;      /* source octet behind the last event that has a place */
    guint depth, nodes;
    guint quiet;     /* depth at which an element whose content nobody gets began; 0: none */
    gboolean limited;
} Driver;

gboolean html_is_void(const char *name) {
    static const char *const voids[] = {"area", "base", "br", "col", "embed", "hr", "img", "input",
                                        "link", "meta", "param", "source", "track", "wbr"};
    for (gsize i = 0; i < G_N_ELEMENTS(voids); i++)
        if (strcmp(voids[i], name) == 0)
            return TRUE;
    return FALSE;
}

/* Elements whose content is no markup, or markup in some versions of libxml2 only. */
static gboolean is_quiet(const char *name) {
    static const char *const quiet[] = {"title", "textarea", "style", "script", "noscript", "xmp",
                                        "noembed", "noframes", "iframe", "template"};
    for (gsize i = 0; i < G_N_ELEMENTS(quiet); i++)
        if (strcmp(quiet[i], name) == 0)
            return TRUE;
    return FALSE;
}

/* design.md, decision 6: this is right where xmlByteConsumed() is not. */
static gsize position(const Driver *self) {
    const xmlParserInput *input = self->context->input;
    if (input == NULL)
        return self->last;
    gsize at = (gsize)input->consumed + (gsize)(input->cur - input->base);
    return MIN(at, self->length);
}

static void stop(Driver *self) {
    self->limited = TRUE;
    xmlStopParser(self->context);
}

/* The "<" of the start tag of `name` in [last, at), or -1 where the source has none: the element is
 * implied. */
static gssize find_tag(const Driver *self, const char *name, gsize at) {
    gsize n = strlen(name);
    const char *from = self->source + self->last, *end = self->source + at;
    while (from < end && (from = memchr(from, '<', (gsize)(end - from))) != NULL) {
        if ((gsize)(end - from) > n && g_ascii_strncasecmp(from + 1, name, n) == 0 &&
            (from + 1 + n >= self->source + self->length || !g_ascii_isalnum(from[1 + n])))
            return from - self->source;
        from++;
    }
    return -1;
}

/* The octet behind the ">" at or soon after `at`. */
static gsize tag_end(const Driver *self, gsize at) {
    while (at < self->length && (self->source[at] == '/' || g_ascii_isspace(self->source[at])))
        at++;
    return at < self->length && self->source[at] == '>' ? at + 1 : at;
}

static void on_start(void *data, const xmlChar *xml_name, const xmlChar **attributes) {
    static const char *const none[] = {NULL};
    Driver *self = data;
    const char *name = (const char *)xml_name;
    if (self->limited)
        return;
    self->depth++;
    if (self->depth > LIMIT_HTML_DEPTH || ++self->nodes > LIMIT_HTML_NODES) {
        stop(self);
        return;
    }
    gsize at = position(self);
    gssize start = find_tag(self, name, at);
    if (start >= 0)
        self->last = tag_end(self, at);
    if (self->quiet > 0)
        return;
    if (is_quiet(name))
        self->quiet = self->depth;
    self->handler->start(self->data, name,
                         attributes != NULL ? (const char *const *)attributes : none,
                         start >= 0 ? (gsize)start : self->last, self->last);
}

static void on_end(void *data, const xmlChar *xml_name) {
    Driver *self = data;
    const char *name = (const char *)xml_name;
    if (self->limited)
        return;
    /* An end tag of the source ends at the parser's place; an implied end leaves none. */
    gsize at = position(self), n = strlen(name);
    if (at > self->last && at >= n + 3 && self->source[at - 1] == '>') {
        gsize back = at - 1;
        while (back > self->last && at - back < n + 64 && self->source[back] != '<')
            back--;
        if (self->source[back] == '<' && self->source[back + 1] == '/')
            self->last = at;
    }
    if (self->quiet == 0 || self->quiet == self->depth)
        self->handler->end(self->data, name);
    if (self->quiet == self->depth)
        self->quiet = 0;
    if (self->depth > 0)
        self->depth--;
}

static void on_text(void *data, const xmlChar *text, int length) {
    Driver *self = data;
    if (self->limited)
        return;
    gsize at = position(self), start = self->last;
    if (at < start)
        at = start;
    /* Tags that made no event (unmatched end tags, a doctype) lie between: the text is behind. */
    if (start < at && self->source[start] == '<' && at - start > (gsize)length) {
        const char *tag = g_strrstr_len(self->source + start, (gssize)(at - start), ">");
        if (tag != NULL && (gsize)(self->source + at - tag) > (gsize)length)
            start = (gsize)(tag + 1 - self->source);
    }
    self->last = at;
    if (self->quiet == 0 && length > 0)
        self->handler->text(self->data, (const char *)text, (gsize)length, start, at);
}

static void on_comment(void *data, const xmlChar *comment) {
    Driver *self = data;
    gsize at = position(self);
    if (!self->limited && at > self->last)
        self->last = at;
}

static void on_error(void *data, const char *format, ...) {
}

/* The octets before a tag that libxml2 would need quadratic time for: of too many octets, or with too
 * many attributes (it compares each with each). The whole length where there is none. */
static gsize safe_length(const char *utf8, gsize length) {
    const char *end = utf8 + length;
    for (const char *at = utf8; (at = memchr(at, '<', (gsize)(end - at))) != NULL;) {
        const char *tag = at++;
        if (at == end || !(g_ascii_isalpha(*at)))
            continue;
        guint words = 0;
        char quote = '\0';
        gboolean in_word = TRUE;
        for (; at < end; at++) {
            if (quote != '\0') {
                if (*at == quote)
                    quote = '\0';
            } else if ((*at == '"' || *at == '\'') && at[-1] == '=')
                quote = *at;
            else if (*at == '>')
                break;
            else if (g_ascii_isspace(*at) || *at == '/')
                in_word = FALSE;
            else if (!in_word) {
                in_word = TRUE;
                words++;
            }
            if (words > LIMIT_HTML_ATTRIBUTES || at - tag > (gssize)LIMIT_HTML_TAG_OCTETS)
                return (gsize)(tag - utf8);
        }
        if (at == end)
            break;
    }
    return length;
}

gboolean html_parse(const char *utf8, gsize length, const HtmlHandler *handler, gpointer data) {
    Driver self = {.handler = handler, .data = data, .source = utf8};
    self.length = safe_length(utf8, length);
    if (self.length == 0)
        return length == 0;
    xmlSAXHandler sax = {
        .startElement = on_start,
        .endElement = on_end,
        .characters = on_text,
        .cdataBlock = on_text,
        .ignorableWhitespace = on_text,
        .comment = on_comment,
        .warning = on_error,
        .error = on_error,
        .fatalError = on_error,
    };
    self.context = htmlCreatePushParserCtxt(&sax, &self, NULL, 0, NULL, XML_CHAR_ENCODING_NONE);
    if (self.context == NULL)
        return FALSE;
    /* The encoding named here makes libxml2 switch to UTF-8 for good; IGNORE_ENC alone does not. */
    xmlDocPtr document =
        htmlCtxtReadMemory(self.context, utf8, (int)self.length, NULL, "UTF-8",
                           HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                               HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
    if (document != NULL)
        xmlFreeDoc(document);
    htmlFreeParserCtxt(self.context);
    return !self.limited && self.length == length;
}

void html_styles(const char *utf8, gsize length,
                 void (*sheet)(gpointer data, const char *css, gsize length), gpointer data) {
    const char *end = utf8 + length;
    for (const char *at = utf8; (at = memchr(at, '<', (gsize)(end - at))) != NULL;) {
        gsize left = (gsize)(end - at);
        if (left >= 4 && memcmp(at, "<!--", 4) == 0) {
            const char *close = g_strstr_len(at + 4, (gssize)left - 4, "-->");
            if (close == NULL)
                return;
            at = close + 3;
        } else if (left >= 7 && g_ascii_strncasecmp(at, "<style", 6) == 0 && !g_ascii_isalnum(at[6])) {
            const char *open = memchr(at, '>', left);
            if (open == NULL)
                return;
            const char *close = open + 1;
            while ((close = memchr(close, '<', (gsize)(end - close))) != NULL &&
                   !(end - close >= 7 && g_ascii_strncasecmp(close, "</style", 7) == 0))
                close++;
            if (close == NULL)
                close = end;
            sheet(data, open + 1, (gsize)(close - open - 1));
            at = close;
            if (at == end)
                return;
            at++;
        } else
            at++;
    }
}

gboolean html_attribute_span(const char *source, gsize start, gsize end, const char *name,
                             gsize *ret_start, gsize *ret_end) {
    gsize n = strlen(name), i = start;
    while (i < end && !g_ascii_isspace(source[i]) && source[i] != '>')
        i++;
    while (i < end) {
        while (i < end && (g_ascii_isspace(source[i]) || source[i] == '/'))
            i++;
        gsize from = i;
        while (i < end && !g_ascii_isspace(source[i]) && source[i] != '=' && source[i] != '>')
            i++;
        gsize name_length = i - from;
        while (i < end && g_ascii_isspace(source[i]))
            i++;
        if (i >= end || source[i] == '>')
            return FALSE;
        if (source[i] != '=')
            continue;
        i++;
        while (i < end && g_ascii_isspace(source[i]))
            i++;
        gsize value = i, value_end;
        if (i < end && (source[i] == '"' || source[i] == '\'')) {
            char quote = source[i];
            value = ++i;
            while (i < end && source[i] != quote)
                i++;
            value_end = i++;
        } else {
            while (i < end && !g_ascii_isspace(source[i]) && source[i] != '>')
                i++;
            value_end = i;
        }
        if (name_length == n && g_ascii_strncasecmp(source + from, name, n) == 0) {
            *ret_start = value;
            *ret_end = MIN(value_end, end);
            return TRUE;
        }
    }
    return FALSE;
}
