/* floor.c - the least that reading mail costs: what `make bench` holds the program against.
 *
 * For every message of an mbox: GMime's parser, every text part decoded to UTF-8 by GMime, and
 * libxml2's SAX parser with handlers that do nothing over every HTML part.  A linter that reads
 * bodies cannot do less with these libraries; it prints what it saw, so that the two can be seen
 * to have read the same.
 */
#include <gmime/gmime.h>
#include <libxml/HTMLparser.h>

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    guint64 messages, texts, octets;
} Seen;

static void on_start(void *data, const xmlChar *name, const xmlChar **attributes) {}

static void on_end(void *data, const xmlChar *name) {}

static void on_text(void *data, const xmlChar *text, int length) {}

static void read_html(const char *utf8, size_t length) {
    xmlSAXHandler handler = {
        .startElement = on_start,
        .endElement = on_end,
        .characters = on_text,
        .ignorableWhitespace = on_text,
        .cdataBlock = on_text,
    };
    htmlParserCtxtPtr context =
        htmlCreatePushParserCtxt(&handler, NULL, NULL, 0, NULL, XML_CHAR_ENCODING_NONE);
    if (context == NULL)
        g_error("out of memory");
    htmlCtxtReadMemory(context, utf8, (int)length, NULL, "UTF-8",
                       HTML_PARSE_IGNORE_ENC | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                           HTML_PARSE_RECOVER | HTML_PARSE_NONET);
    htmlFreeParserCtxt(context);
}

static void read_part(GMimeObject *parent, GMimeObject *part, gpointer data) {
    Seen *seen = data;
    if (!GMIME_IS_TEXT_PART(part))
        return;
    g_autofree char *text = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
    if (text == NULL)
        return;
    size_t length = strlen(text);
    /* GMime gives the octets as they are where the charset is unknown or not declared. */
    g_autofree char *valid =
        g_utf8_validate(text, (gssize)length, NULL) ? NULL : g_utf8_make_valid(text, -1);
    const char *utf8 = valid != NULL ? valid : text;
    length = valid != NULL ? strlen(valid) : length;
    seen->texts++;
    seen->octets += length;
    if (g_mime_content_type_is_type(g_mime_object_get_content_type(part), "text", "html"))
        read_html(utf8, length);
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fputs("usage: floor MBOX\n", stderr);
        return 2;
    }
    g_mime_init();
    g_autoptr(GError) error = NULL;
    GMimeStream *stream = g_mime_stream_fs_open(argv[1], O_RDONLY, 0, &error);
    if (stream == NULL) {
        fprintf(stderr, "floor: %s: %s\n", argv[1], error->message);
        return 3;
    }
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    g_mime_parser_set_format(parser, GMIME_FORMAT_MBOX);
    Seen seen = {0};
    while (!g_mime_parser_eos(parser)) {
        GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
        if (message == NULL)
            break;
        seen.messages++;
        g_mime_message_foreach(message, read_part, &seen);
        g_object_unref(message);
    }
    g_object_unref(parser);
    g_object_unref(stream);
    g_mime_shutdown();
    printf("%" G_GUINT64_FORMAT " messages, %" G_GUINT64_FORMAT " texts, %" G_GUINT64_FORMAT
           " octets\n",
           seen.messages, seen.texts, seen.octets);
    return 0;
}
