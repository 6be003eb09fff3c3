/* test-unsubscribe.c - links that a reader takes for the way out, and those that he does not. */
#include "message/unsubscribe.h"

#include "body-message.h"

#define FROM "Eksempel <nyt@eksempel.example>"
#define NONE (-1)

typedef struct {
    const char *body;
    int evidence; /* of the clearest link, or NONE */
    guint unclear;
    const char *why;
} Row;

static const Row rows[] = {
    /* The link's own text. */
    {"<p><a href='https://e.example/1'>Afmeld nyhedsbrev</a></p>", UNSUBSCRIBE_TEXT, 0, "Danish"},
    {"<p><a href='https://e.example/1'>Frameld</a></p>", UNSUBSCRIBE_TEXT, 0,
     "Danish, another word"},
    {"<p><a href='https://e.example/1'>Unsubscribe</a> from this list</p>", UNSUBSCRIBE_TEXT, 0,
     "a phrase that goes on behind the link"},
    {"<p><a href='https://e.example/1'>Stop all types of future commercial email</a></p>",
     UNSUBSCRIBE_TEXT, 0, "a long wording"},
    {"<p><a href='https://e.example/1'>Avregistrera</a></p>", UNSUBSCRIBE_TEXT, 0, "Swedish"},
    {"<p><a href='https://e.example/1'>Vom Newsletter abmelden</a></p>", UNSUBSCRIBE_TEXT, 0,
     "German"},
    {"<p><a href='mailto:ud@eksempel.example?subject=STOP'>Meld dig fra</a></p>", UNSUBSCRIBE_TEXT,
     0, "a mailto link"},
    /* The sentence around a link that says nothing. */
    {"<p>Ønsker du ikke længere at modtage vores mails, så <a href='https://e.example/1'>klik "
     "her</a>.</p>",
     UNSUBSCRIBE_SENTENCE, 0, "Danish sentence"},
    {"<p>To unsubscribe, <a href='https://e.example/1'>click here</a>.</p>", UNSUBSCRIBE_SENTENCE,
     0, "English sentence"},
    {"<p>Hvis du ikke vil have flere nyhedsbreve fra os:</p><p><a "
     "href='https://e.example/1'>her</a></p>",
     UNSUBSCRIBE_SENTENCE, 0, "the line before, where the link is alone"},
    {"<p>To unsubscribe, go to the <a href='https://e.example/1'>subscriptions page</a>.</p>",
     UNSUBSCRIBE_SENTENCE, 0, "a link to settings whose sentence says what for"},
    {"Hvis du vil afmeldes, så gå til\nhttps://www.eksempel.example/x?id=1\n", UNSUBSCRIBE_SENTENCE,
     0, "plain text, the URL on the next line"},
    {"To unsubscribe from this list of ours please send an\ne-mail to leave@eksempel.example "
     "today.",
     UNSUBSCRIBE_SENTENCE, 0, "an address, the sentence broken over lines"},
    /* Image, title, URL. */
    {"<p>Hej</p><a href='https://e.example/1'><img src='a.png' alt='Afmeld'></a>",
     UNSUBSCRIBE_IMAGE, 0, "alternative of an image"},
    {"<p>Hej <a href='https://e.example/1' title='Afmeld nyhedsbrevet'>&times;</a></p>",
     UNSUBSCRIBE_TITLE, 0, "title"},
    {"<p><a href='https://e.example/afmeld/1'>Klik her</a></p>", UNSUBSCRIBE_URL, 0,
     "only the URL, behind a bare link"},
    {"<p><a href='https://e.example/r?u=https%3A%2F%2Fx.example%2Funsubscribe%3Fa'>Din "
     "profil</a></p>",
     UNSUBSCRIBE_URL, 0, "percent-encoded URL behind a link to settings"},
    {"Vi ses! https://www.eksempel.example/unsubscribe/1", UNSUBSCRIBE_TEXT, 0,
     "a URL that the reader sees"},
    /* How well it shows. */
    {"<p style='background:#fff'>Hej <a style='color:#eee' "
     "href='https://e.example/1'>Afmeld</a></p>",
     UNSUBSCRIBE_TEXT, UNCLEAR_FAINT, "nearly white on white"},
    {"<p style='background:#fff'>Hej <a style='color:#aaa' "
     "href='https://e.example/1'>Afmeld</a></p>",
     UNSUBSCRIBE_TEXT, UNCLEAR_PALE, "light grey on white"},
    {"<p>Hej <a style='font-size:6px' href='https://e.example/1'>Afmeld</a></p>", UNSUBSCRIBE_TEXT,
     UNCLEAR_SMALL, "6 px"},
    {"<p>Hej</p><div style='display:none'><a href='https://e.example/1'>Afmeld "
     "nyhedsbrev</a></div>",
     UNSUBSCRIBE_TEXT, UNCLEAR_HIDDEN, "hidden"},
    {"<p>Hej</p><a href='https://e.example/unsubscribe/1'><img src='a.png'></a>", UNSUBSCRIBE_URL,
     UNCLEAR_IMAGE, "an image without alternative"},
    {"<p style='font-size:6px'><a href='https://e.example/1'>Afmeld</a></p><p><a "
     "href='https://e.example/2'>Afmeld</a></p>",
     UNSUBSCRIBE_TEXT, 0, "the clearest one counts"},
    /* None. */
    {"<p><a href='https://e.example/1'>Opdater dine præferencer</a></p>", NONE, 0,
     "settings alone are no way out"},
    {"<p><a href='https://e.example/1'>Læs mere her</a></p>", NONE, 0, "an offer"},
    {"<p>Vil du ikke gå glip af vores tilbud? <a href='https://e.example/1'>Klik her</a></p>", NONE,
     0, "\"vil du ikke\" in an offer"},
    {"<p>Ready to stop snoring? <a href='https://e.example/1'>Click here</a></p>", NONE, 0,
     "\"stop\" in an offer"},
    {"<p>Gratis afbestilling. <a href='https://e.example/1'>Book her</a></p>", NONE, 0,
     "cancelling a booking"},
    {"<p>You may unsubscribe at any time, see our <a href='https://e.example/1'>privacy "
     "policy</a>.</p>",
     NONE, 0, "the privacy policy beside the sentence"},
    {"<p>Abonner på nyhedsbrevet <a href='https://e.example/1'>her</a></p>", NONE, 0,
     "subscribing"},
    {"<p>Afmeld | <a href='https://e.example/1'>Se i browser</a></p>", NONE, 0,
     "the link beside the word is another one"},
    {"<p>Hører du helst ikke fra os mere? <a href='https://e.example/1'>Så klik her, og vi sletter "
     "dig</a></p>",
     UNSUBSCRIBE_TEXT, 0, "to hear no more"},
    {"<p><a href='https://e.example/1'>Slå boligagenten fra</a></p>", UNSUBSCRIBE_TEXT, 0,
     "an agent that searches"},
    {"<p><a href='https://e.example/1'>Fravælg nyhedsbrevet</a></p>", UNSUBSCRIBE_TEXT, 0,
     "to deselect"},
    {"<p><a href='https://e.example/1'>Slet abonnement</a></p>", UNSUBSCRIBE_TEXT, 0,
     "to delete a subscription"},
    {"<p><a href='https://e.example/1'>Nej tak til flere mails</a></p>", UNSUBSCRIBE_TEXT, 0,
     "no thanks"},
    {"Hej, her er nyt fra os.", NONE, 0, "no link"},
};

static void test_rows(void **state) {
    guint failures = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        Message *message = body_message(FROM, rows[i].body);
        const GArray *links = unsubscribe_find(message);
        int evidence = NONE;
        guint unclear = 0;
        if (links->len > 0) {
            evidence = (int)g_array_index(links, UnsubscribeLink, 0).evidence;
            unclear = g_array_index(links, UnsubscribeLink, 0).unclear;
        }
        if (evidence == rows[i].evidence && unclear == rows[i].unclear)
            continue;
        failures++;
        print_error("%s: evidence %d, expected %d; unclear 0x%x, expected 0x%x\n", rows[i].why,
                    evidence, rows[i].evidence, unclear, rows[i].unclear);
    }
    assert_int_equal(failures, 0);
}

static void test_plain_only(void **state) {
    Message *message = body_message_raw(
        "From: " FROM "\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; "
        "boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nAfmeld: "
        "https://eksempel.example/afmeld/1\r\n--b\r\nContent-Type: "
        "text/html\r\n\r\n<p>Hej</p>\r\n--b--\r\n");
    const GArray *links = unsubscribe_find(message);
    assert_int_equal(links->len, 1);
    const UnsubscribeLink *link = &g_array_index(links, UnsubscribeLink, 0);
    assert_ptr_equal(link->view, message->plain);
    assert_true(link->unclear & UNCLEAR_PLAIN);
}

static void test_clipped(void **state) {
    g_autoptr(GString) body = g_string_new("<p>");
    while (body->len < UNSUBSCRIBE_CLIP_OCTETS)
        g_string_append(body, "Tilbud p\303\245 sko og st\303\270vler. ");
    g_string_append(body, "</p><p><a href='https://e.example/1'>Afmeld</a></p>");
    const GArray *links = unsubscribe_find(body_message(FROM, body->str));
    assert_int_equal(links->len, 1);
    assert_int_equal(g_array_index(links, UnsubscribeLink, 0).unclear, UNCLEAR_CLIPPED);
}

static void test_reply(void **state) {
    gsize start, end;
    assert_true(unsubscribe_by_reply(
        body_message(FROM, "Svar på denne mail med STOP, hvis du vil slippe."), &start, &end));
    assert_true(end > start);
    assert_true(unsubscribe_by_reply(body_message(FROM, "Reply STOP to end this."), &start, &end));
    assert_false(unsubscribe_by_reply(
        body_message(FROM, "Svar på denne mail, hvis du har spørgsmål."), &start, &end));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_plain_only),
        cmocka_unit_test(test_clipped),
        cmocka_unit_test(test_reply),
    };
    return cmocka_run_group_tests(tests, body_setup, body_teardown);
}
