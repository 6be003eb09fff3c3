/* body-message.h - messages made of a From and a body, for the tests of what reads the body. */
#ifndef SPAMLINT_TEST_BODY_MESSAGE_H
#define SPAMLINT_TEST_BODY_MESSAGE_H

#include "message/message.h"

#include <gmime/gmime.h>
#include <libxml/parser.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
    Phrases *phrases;
    MessageOptions options;
    Document *document;
    Message *message;
} BodyTest;

static BodyTest body_test;

static int body_setup(void **state) {
    g_mime_init();
    xmlInitParser();
    body_test.phrases = phrases_load(NULL, NULL);
    body_test.options = (MessageOptions){.phrases = body_test.phrases, .kind = KIND_MARKETING};
    return body_test.phrases ? 0 : -1;
}

G_GNUC_UNUSED static void body_clear(void) {
    g_clear_pointer(&body_test.message, message_free);
    g_clear_pointer(&body_test.document, document_free);
}

static int body_teardown(void **state) {
    body_clear();
    phrases_free(body_test.phrases);
    xmlCleanupParser();
    g_mime_shutdown();
    return 0;
}

/* The message of these octets, valid until the next call; in an exact-size heap copy. */
G_GNUC_UNUSED static Message *body_message_raw(const char *text) {
    body_clear();
    gsize length = strlen(text);
    g_autoptr(GBytes) bytes = g_bytes_new_take(g_memdup2(text, length), length);
    body_test.document = document_new("test.eml", bytes, DOCUMENT_MESSAGE);
    body_test.message = message_new(body_test.document, &body_test.options);
    return body_test.message;
}

/* A message with this From and body: HTML where the body begins with "<". */
G_GNUC_UNUSED static Message *body_message(const char *from, const char *body) {
    g_autofree char *text = g_strdup_printf(
        "From: %s\r\nTo: Kunde <kunde@example.net>\r\nSubject: Nyt\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/%s; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n%s\r\n",
        from, *body == '<' ? "html" : "plain", body);
    return body_message_raw(text);
}

#endif
