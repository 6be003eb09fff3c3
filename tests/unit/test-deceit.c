/* test-deceit.c - what header section and links show that frauds do. */
#include "message/deceit.h"

#include "body-message.h"

typedef struct {
    const char *reason;
    const char *header; /* From and whatever else; To is added where there is none */
    const char *type;   /* of text/ */
    const char *body;
    Deceit fact;
    gboolean shown;
} Row;

#define FROM "From: Post <post@firma.example>\r\n"
#define TO "To: Mette Holm <mette@holm.example>\r\n"
#define EIGHT                                                                                      \
    "To: a@a.example, b@b.example, c@c.example, d@d.example, e@e.example, f@f.example,\r\n"        \
    " g@g.example, h@h.example\r\n"
#define COLLEAGUES                                                                                 \
    "To: a@holm.example, b@holm.example, c@holm.example, d@holm.example, e@holm.example,\r\n"      \
    " f@holm.example, g@holm.example, h@holm.example\r\n"
#define LINK(href, text) "<p>Hej <a href=\"" href "\">" text "</a></p>"

static const Row rows[] = {
    {"answers go to free mail", FROM TO "Reply-To: x@gmail.com\r\n", "plain", "Hej", DECEIT_REPLY,
     TRUE},
    {"answers go to a colleague", FROM TO "Reply-To: x@www.firma.example\r\n", "plain", "Hej",
     DECEIT_REPLY | DECEIT_ELSEWHERE, FALSE},
    {"answers go to another firm", FROM TO "Reply-To: x@andre.example\r\n", "plain", "Hej",
     DECEIT_ELSEWHERE, TRUE},
    {"from free mail", "From: x@hotmail.com\r\n" TO, "plain", "Hej", DECEIT_FREE, TRUE},
    {"no recipient", FROM "Received: by mx.example\r\nTo: undisclosed-recipients:;\r\n", "plain",
     "Hej", DECEIT_NOBODY, TRUE},
    {"a recipient", FROM "Received: by mx.example\r\n" TO, "plain", "Hej", DECEIT_NOBODY, FALSE},
    {"eight strangers", FROM EIGHT, "plain", "Hej", DECEIT_CROWD, TRUE},
    {"eight colleagues", FROM COLLEAGUES, "plain", "Hej", DECEIT_CROWD, FALSE},
    {"Gmail wrote it", FROM TO "Message-ID: <CA1@mail.gmail.com>\r\n", "plain", "Hej",
     DECEIT_PERSON, TRUE},
    {"a shop's system", FROM TO "Message-ID: <1@firma.example>\r\n", "plain", "Hej", DECEIT_PERSON,
     FALSE},
    {"the reader's domain as a name", "From: holm.example IT <it@firma.example>\r\n" TO, "plain",
     "Hej", DECEIT_SELF, TRUE},
    {"a colleague bears it honestly", "From: holm.example IT <it@holm.example>\r\n" TO, "plain",
     "Hej", DECEIT_SELF, FALSE},
    {"the reader's own mailbox", "From: mette@holm.example\r\n" TO, "plain", "Hej", DECEIT_SELF,
     TRUE},
    {"the reader's address in the subject", FROM TO "Subject: Din konto mette@holm.example\r\n",
     "plain", "Hej", DECEIT_SELF, TRUE},
    {"gmail.com is nobody's name", FROM "To: mette@gmail.com\r\nSubject: Sikkerhed i gmail.com\r\n",
     "plain", "Hej", DECEIT_SELF, FALSE},
    {"named for a firm", "From: PostNord <x@firma.example>\r\n" TO, "plain", "Hej", DECEIT_BRAND,
     TRUE},
    {"the firm itself", "From: PostNord <x@postnord.dk>\r\n" TO, "plain", "Hej", DECEIT_BRAND,
     FALSE},
    {"a firm's domain, unsigned, that leads elsewhere",
     "From: x@postnord.dk\r\nReceived: by mx.example\r\n" TO, "html",
     LINK("https://andre.example/", "Se"), DECEIT_FORGED, TRUE},
    {"the firm's own link", "From: x@postnord.dk\r\nReceived: by mx.example\r\n" TO, "html",
     LINK("https://www.postnord.dk/", "Se"), DECEIT_FORGED, FALSE},
    {"the firm signed it",
     "From: x@postnord.dk\r\nDKIM-Signature: v=1; a=rsa-sha256; d=postnord.dk; s=a; b=\r\n" TO,
     "html", LINK("https://andre.example/", "Se"), DECEIT_FORGED, FALSE},
    {"a known firm", "From: x@postnord.dk\r\nReceived: by mx.example\r\n" TO, "html",
     LINK("https://www.postnord.dk/", "Se"), DECEIT_KNOWN, TRUE},
    {"free mail is no firm's", "From: x@gmail.com\r\nReceived: by mx.example\r\n" TO, "html",
     LINK("https://andre.example/", "Se"), DECEIT_KNOWN | DECEIT_FORGED, FALSE},
    {"a firm in the subject", FROM TO "Subject: Din pakke fra PostNord\r\n", "plain", "Hej",
     DECEIT_MENTION, TRUE},
    {"a link of that firm", FROM TO "Subject: Din pakke fra PostNord\r\n", "plain",
     "https://www.postnord.dk/spor", DECEIT_MENTION, FALSE},
    {"a firm in the letterhead", FROM TO "Subject: Faktura\r\n", "plain", "PayPal\r\n\r\nFaktura",
     DECEIT_MENTION, TRUE},
    {"all links leave", FROM TO, "html", LINK("https://andre.example/", "Se"), DECEIT_AWAY, TRUE},
    {"all links stay", FROM TO, "html", LINK("https://www.firma.example/", "Se"), DECEIT_HOME,
     TRUE},
    {"some do", FROM TO, "html",
     LINK("https://www.firma.example/", "Se") LINK("https://andre.example/", "Se"),
     DECEIT_HOME | DECEIT_AWAY, FALSE},
    {"anybody's page", FROM TO, "html", LINK("https://x.pages.dev/", "Se"), DECEIT_STORED, TRUE},
    {"an IP address", FROM TO, "html", LINK("http://192.0.2.7/x", "Se"), DECEIT_BARE, TRUE},
    {"IPv6", FROM TO, "html", LINK("http://[2001:db8::7]/x", "Se"), DECEIT_BARE, TRUE},
    {"a name made of an address", FROM TO, "html", LINK("http://7.2.0.192.host.example/", "Se"),
     DECEIT_BARE, TRUE},
    {"a number in a name", FROM TO, "html", LINK("http://365.example/", "Se"), DECEIT_BARE, FALSE},
    {"no octets", FROM TO, "html", LINK("http://2026.11.20.1.example/", "Se"), DECEIT_BARE, FALSE},
    {"scrambled", FROM TO, "html", LINK("hTTpS://andre.example/", "Se"), DECEIT_SCRAMBLED, TRUE},
    {"shouted", FROM TO, "html", LINK("HTTPS://andre.example/", "Se"), DECEIT_SCRAMBLED, FALSE},
    {"capitalized by a telephone", FROM TO, "html", LINK("Https://andre.example/", "Se"),
     DECEIT_SCRAMBLED, FALSE},
    {"a file's name", FROM TO, "html", LINK("https://andre.example/", "Faktura 12.pdf"),
     DECEIT_FILE, TRUE},
    {"a file's size", FROM TO, "html", LINK("https://andre.example/", "Faktura (92 kB)"),
     DECEIT_FILE, TRUE},
    {"the sender's own file", FROM TO, "html", LINK("https://firma.example/", "Faktura.pdf"),
     DECEIT_FILE, FALSE},
    {"no size", FROM TO, "html", LINK("https://andre.example/", "12 kbh"), DECEIT_FILE, FALSE},
    {"the reader's address", FROM TO, "html",
     LINK("https://andre.example/#mette@holm.example", "Se"), DECEIT_PREFILLED, TRUE},
    {"a telephone number", FROM TO, "plain", "Ring på tlf. 70 12 34 56", DECEIT_TELEPHONE, TRUE},
    {"a year", FROM TO, "plain", "Vi ses i 2026", DECEIT_TELEPHONE, FALSE},
    {"a linked picture", FROM TO, "html",
     LINK("https://andre.example/", "<img src=\"https://andre.example/a.png\">"), DECEIT_PICTURE,
     TRUE},
    {"a picture without a link", FROM TO, "html", "<img src=\"https://andre.example/a.png\">",
     DECEIT_PICTURE, FALSE},
    {"no From", "Subject: Hej\r\n" TO, "html", LINK("https://andre.example/", "Se"),
     DECEIT_AWAY | DECEIT_FREE | DECEIT_BRAND, FALSE},
};

static Hosts *hosts;
static Brands *brands;

static int setup(void **state) {
    int failed = body_setup(state);
    body_test.options.hosts = hosts = hosts_load(NULL, NULL);
    body_test.options.brands = brands = brands_load(NULL, NULL);
    return failed || hosts == NULL || brands == NULL ? -1 : 0;
}

static int teardown(void **state) {
    body_teardown(state);
    hosts_free(hosts);
    brands_free(brands);
    return 0;
}

static void test_rows(void **state) {
    guint failures = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const Row *row = &rows[i];
        g_autofree char *text =
            g_strdup_printf("%sMIME-Version: 1.0\r\nContent-Type: text/%s; charset=utf-8\r\n"
                            "Content-Transfer-Encoding: 8bit\r\n\r\n%s\r\n",
                            row->header, row->type, row->body);
        gboolean shown = deceit_find(body_message_raw(text), row->fact) != 0;
        if (shown != row->shown) {
            failures++;
            print_error("%s: %s\n", row->reason, shown ? "shown" : "not shown");
        }
    }
    assert_int_equal(failures, 0);
}

static void test_unwanted(void **state) {
    Message *message = body_message("x@hotmail.com", LINK("http://192.0.2.7/", "Se"));
    assert_int_equal(deceit_find(message, 0), 0);
    assert_int_equal(deceit_find(message, DECEIT_BARE), DECEIT_BARE);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows),
                                       cmocka_unit_test(test_unwanted)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
