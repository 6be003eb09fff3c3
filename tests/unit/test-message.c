/* test-message.c - how the parts of a message come together. */
#include "message/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gmime/gmime.h>
#include <string.h>

static Phrases *phrases;

/* A message with the document and options that it borrows. */
typedef struct {
    Document *document;
    MessageOptions options;
    Message *message;
    const char *text;
} Case;

static Case *case_new(const char *text, DocumentForm form) {
    Case *self = g_new0(Case, 1);
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    self->text = text;
    self->options.phrases = phrases;
    self->document = document_new("test.eml", bytes, form);
    self->message = message_new(self->document, &self->options);
    return self;
}

static void case_free(Case *self) {
    message_free(self->message);
    document_free(self->document);
    g_free(self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Case, case_free)

static void assert_at(const Case *test, Place place, const char *expected) {
    g_autofree char *found =
        g_strndup(test->text + place.span.start, place.span.end - place.span.start);
    assert_string_equal(found, expected);
}

static const char danish[] =
    "Received: from mx.example.dk by mx.example.com; Mon, 1 Jun 2026 10:00:00 +0200\r\n"
    "From: =?iso-8859-1?Q?=C5se_=D8rsted?= <aase@example.dk>\r\n"
    "To: bo@example.com,\r\n Cy <cy@example.net>\r\n"
    "Reply-To: svar@example.dk\r\n"
    "Subject: =?windows-1252?Q?R=F8dgr=F8d_med_fl=F8de?=\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/alternative; boundary=b\r\n"
    "\r\n"
    "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSe det på vores side.\r\n"
    "--b\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n"
    "<p>Vi har r\xf8"
    "dgr\xf8"
    "d til dig og alle dine.</p><p>Afmeld nyhedsbrev</p>\r\n--b--\r\n";

static void test_danish(void **state) {
    g_autoptr(Case) test = case_new(danish, DOCUMENT_MESSAGE);
    Message *message = test->message;
    assert_int_equal(message->input, INPUT_MESSAGE);
    assert_true(message->has_header && message->has_body);
    assert_ptr_equal(message->judged, message->root);
    assert_string_equal(message->subject->text, "Rødgrød med fløde");
    const Mailbox *from = g_ptr_array_index(message->from->mailboxes, 0);
    assert_string_equal(from->name, "Åse Ørsted");
    assert_string_equal(message_from_domain(message), "example.dk");
    assert_int_equal(message->to->mailboxes->len, 2);
    assert_null(message->cc);
    assert_null(message->sender);
    assert_non_null(message->reply_to);
    assert_non_null(strstr(message->view->text, "Vi har rødgrød til dig"));
    assert_non_null(strstr(message->plain->text, "Se det på vores side"));
    assert_string_equal(message->language, "da");
    assert_true(hits_any(message->hits, "newsletter", 0, message->view->length));
    assert_string_equal(words_folded(message->words, 2), "rødgrød");
}

static void test_places(void **state) {
    g_autoptr(Case) test = case_new(danish, DOCUMENT_MESSAGE);
    Message *message = test->message;
    const Field *to = message_field(message, "to");
    Place place = message_field_place(message, to);
    assert_at(test, place, "bo@example.com,\r\n Cy <cy@example.net>");
    assert_null(place.section);
    assert_at(test, message_value_place(message, to, 0, 14), "bo@example.com");
    /* "bo@example.com, Cy <cy@…": behind the fold the octets go on in the next line. */
    assert_at(test, message_value_place(message, to, 16, 18), "Cy");
    Position position =
        message_position(message, message_value_place(message, to, 16, 18).span.start);
    assert_int_equal(position.line, 4);
    assert_int_equal(position.column, 2);
    place = message_start(message);
    assert_int_equal(place.span.start, 0);
    assert_null(message_field(message, "Bcc"));
}

static void test_draft(void **state) {
    static const struct {
        const char *text;
        gboolean sent;
        InputKind input;
    } rows[] = {
        {"From: aase@example.dk\n\nHej\n", FALSE, INPUT_DRAFT},
        {"From: aase@example.dk\n\nHej\n", TRUE, INPUT_MESSAGE},
        {"Return-Path: <>\nFrom: aase@example.dk\n\nHej\n", FALSE, INPUT_MESSAGE},
        {"DKIM-Signature: v=1\nFrom: aase@example.dk\n\nHej\n", FALSE, INPUT_MESSAGE},
        {"Received: from a by b\nFrom: aase@example.dk\n\nHej\n", FALSE, INPUT_MESSAGE},
        {"X-Received: by b\nFrom: aase@example.dk\n\nHej\n", FALSE, INPUT_DRAFT},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GBytes) bytes = g_bytes_new_static(rows[i].text, strlen(rows[i].text));
        g_autoptr(Document) document = document_new("-", bytes, DOCUMENT_MESSAGE);
        MessageOptions options = {.phrases = phrases, .sent = rows[i].sent};
        g_autoptr(Message) message = message_new(document, &options);
        if (message->input != rows[i].input)
            fail_msg("row %" G_GSIZE_FORMAT ": %s", i, input_kind_name(message->input));
    }
}

static void test_templates(void **state) {
    g_autoptr(Case) html = case_new("<html><body><p>K\xc3\xb8"
                                    "b nu, {{ fornavn }}</p></body></html>",
                                    DOCUMENT_TEMPLATE_HTML);
    assert_int_equal(html->message->input, INPUT_TEMPLATE);
    assert_false(html->message->has_header);
    assert_string_equal(html->message->view->text, "Køb nu, {{ fornavn }}");
    assert_null(html->message->subject);
    assert_null(html->message->from);
    assert_null(message_from_domain(html->message));
    assert_at(html, view_place(html->message->view, 0, strlen("Køb nu")), "Køb nu");

    g_autoptr(Case) text =
        case_new("Subject: er ikke et felt her\n\nKøb nu\n", DOCUMENT_TEMPLATE_TEXT);
    assert_non_null(strstr(text->message->view->text, "Subject: er ikke"));
    assert_null(text->message->subject);

    g_autoptr(Case) header = case_new("Subject: Tilbud\n\nKøb nu\n", DOCUMENT_TEMPLATE);
    assert_int_equal(header->message->input, INPUT_TEMPLATE);
    assert_true(header->message->has_header);
    assert_string_equal(header->message->subject->text, "Tilbud");
}

#define REPORT_HEAD                                                                                \
    "From: MAILER-DAEMON@example.net\nTo: nyt@example.dk\nSubject: Undelivered\nMIME-Version: "    \
    "1.0\n"                                                                                        \
    "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"                  \
    "--b\nContent-Type: text/plain\n\nIkke leveret.\n"                                             \
    "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n"         \
    "Final-Recipient: rfc822; bo@example.com\nAction: failed\nStatus: 5.1.1\n\n"

static void test_returned_message(void **state) {
    g_autoptr(Case) test =
        case_new(REPORT_HEAD "--b\nContent-Type: message/rfc822\n\n"
                             "From: Nyt <nyt@example.dk>\nSubject: Sommer\n\nHej alle\n--b--\n",
                 DOCUMENT_MESSAGE);
    const Message *message = test->message;
    assert_int_equal(message->input, INPUT_BOUNCE);
    assert_true(message->has_body);
    assert_true(message->judged != message->root);
    assert_string_equal(message->subject->text, "Sommer");
    assert_string_equal(message_from_domain(message), "example.dk");
    assert_non_null(strstr(message->view->text, "Hej alle"));
    const Field *subject = message_field(message, "Subject");
    assert_at(test, message_field_place(message, subject), "Sommer");
    assert_at(test, message_value_place(message, subject, 1, 3), "om");
    assert_true(strncmp(test->text + message_start(message).span.start, "From: Nyt", 9) == 0);
}

/* The same header section as it is, in quoted-printable and in base64. */
static void test_returned_header(void **state) {
    static const char *const parts[] = {
        "--b\nContent-Type: text/rfc822-headers\n\nFrom: nyt@example.dk\nSubject: Sommer\n--b--\n",
        "--b\nContent-Type: message/rfc822-headers\n\nFrom: nyt@example.dk\nSubject: "
        "Sommer\n--b--\n",
        "--b\nContent-Type: message/global-headers\n\nFrom: nyt@example.dk\nSubject: "
        "Sommer\n--b--\n",
        "--b\nContent-Type: text/rfc822-headers\nContent-Transfer-Encoding: quoted-printable\n\n"
        "From: nyt=40example.dk\nSubject: Somm=\ner\n--b--\n",
        "--b\nContent-Type: text/rfc822-headers\nContent-Transfer-Encoding: base64\n\n"
        "RnJvbTogbnl0QGV4YW1wbGUuZGsKU3ViamVjdDogU29tbWVyCg==\n--b--\n",
    };
    static const char *const octets[] = {"Sommer", "Sommer", "Sommer", "Somm=\ner", "U29tbWVy"};
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autofree char *text = g_strconcat(REPORT_HEAD, parts[i], NULL);
        g_autoptr(Case) test = case_new(text, DOCUMENT_MESSAGE);
        const Message *message = test->message;
        assert_int_equal(message->input, INPUT_BOUNCE);
        assert_false(message->has_body);
        assert_int_equal(message->view->length, 0);
        assert_string_equal(message->subject->text, "Sommer");
        assert_string_equal(message_from_domain(message), "example.dk");
        Place place = message_field_place(message, message_field(message, "Subject"));
        assert_at(test, place, octets[i]);
        assert_string_equal(place.section, "3");
        assert_true(message_start(message).span.start > strlen(REPORT_HEAD));
    }
}

/* A message/rfc822 of which only the header section came back is no message with an empty body. */
static void test_returned_without_body(void **state) {
    g_autoptr(Case) test = case_new(REPORT_HEAD "--b\nContent-Type: message/rfc822\n\n"
                                                "From: nyt@example.dk\nSubject: Sommer\n\n--b--\n",
                                    DOCUMENT_MESSAGE);
    assert_false(test->message->has_body);
    assert_string_equal(test->message->subject->text, "Sommer");
}

static void test_complaint(void **state) {
    g_autoptr(Case) arf = case_new(
        "From: fbl@example.net\nContent-Type: multipart/report; report-type=feedback-report; "
        "boundary=b\n\n--b\n\nKlage\n--b\nContent-Type: message/feedback-report\n\n"
        "Feedback-Type: abuse\n\n--b\nContent-Type: message/rfc822\n\nSubject: "
        "Sommer\n\nHej\n--b--\n",
        DOCUMENT_MESSAGE);
    assert_int_equal(arf->message->input, INPUT_COMPLAINT);
    assert_string_equal(arf->message->subject->text, "Sommer");

    g_autoptr(Case) junk =
        case_new("From: staff@example.com\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
                 "Content-Type: message/rfc822\n\nX-HmXmrOriginalRecipient: bo@example.com\n"
                 "Subject: Sommer\n\nHej\n--b--\n",
                 DOCUMENT_MESSAGE);
    assert_int_equal(junk->message->input, INPUT_COMPLAINT);
    assert_string_equal(junk->message->subject->text, "Sommer");

    /* A message attached to another is not judged. */
    g_autoptr(Case) forward =
        case_new("From: bo@example.com\nSubject: Se her\nContent-Type: multipart/mixed; "
                 "boundary=b\n\n--b\n\n"
                 "Se den her\n--b\nContent-Type: message/rfc822\n\nSubject: Sommer\n\nHej\n--b--\n",
                 DOCUMENT_MESSAGE);
    assert_int_equal(forward->message->input, INPUT_DRAFT);
    assert_string_equal(forward->message->subject->text, "Se her");
    assert_null(strstr(forward->message->view->text, "Hej"));
}

static void test_nothing(void **state) {
    static const DocumentForm forms[] = {DOCUMENT_MESSAGE, DOCUMENT_TEMPLATE,
                                         DOCUMENT_TEMPLATE_HTML, DOCUMENT_TEMPLATE_TEXT};
    for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
        g_autoptr(Case) test = case_new("", forms[i]);
        assert_int_equal(test->message->view->length, 0);
        assert_null(test->message->language);
        assert_null(test->message->from);
        assert_true(test->message->kind.reasons->len > 0);
        assert_int_equal(message_start(test->message).span.start, 0);
        assert_int_equal(message_position(test->message, 0).line, 1);
    }
}

static int load(void **state) {
    g_mime_init();
    phrases = phrases_load(NULL, NULL);
    return phrases ? 0 : -1;
}

static int unload(void **state) {
    phrases_free(phrases);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_danish),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_draft),
        cmocka_unit_test(test_templates),
        cmocka_unit_test(test_returned_message),
        cmocka_unit_test(test_returned_header),
        cmocka_unit_test(test_returned_without_body),
        cmocka_unit_test(test_complaint),
        cmocka_unit_test(test_nothing),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
