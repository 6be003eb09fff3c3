/* test-contact.c - who can be reached, and numbers and addresses that reach nobody. */
#include "message/contact.h"

#include "body-message.h"

typedef struct {
    const char *text;
    const char *found; /* the telephone number as it is written, or NULL */
    const char *why;
} NumberRow;

static const NumberRow numbers[] = {
    {"Tlf. 12345678", "12345678", "Danish, announced"},
    {"Tlf.: 12 34 56 78", "12 34 56 78", "Danish, in pairs"},
    {"Ring til os på 33 12 34 56", "33 12 34 56", "behind a verb"},
    {"Telefon 7528 1234", "7528 1234", "in fours"},
    {"Mobil: 20304050 | CVR 12345674", "20304050", "beside a registration number"},
    {"Eksempel ApS, 86 12 34 56", "86 12 34 56", "pairs need no word"},
    {"T: +45 33 12 34 56", "+45 33 12 34 56", "international"},
    {"(+45) 33123456", "(+45) 33123456", "country code in parentheses"},
    {"kundeservice\xc2\xa0"
     "44\xc2\xa0"
     "00\xc2\xa0"
     "00\xc2\xa0"
     "01",
     NULL, "set below"},
    {"33.12.34.56", "33.12.34.56", "pairs with stops"},
    {"33-12-34-56", "33-12-34-56", "pairs with hyphens"},
    {"1300 555 000", "1300 555 000", "Australian"},
    {"Call (800) 555-0100", "(800) 555-0100", "North American"},
    {"1-800-555-0199", "1-800-555-0199", "with its one"},
    {"800.555.0100", "800.555.0100", "with stops"},
    {"Tel. 08-123 456 78", "08-123 456 78", "Swedish"},
    {"Tel.: 030 / 1234567", "030 / 1234567", "German, announced"},
    {"020 7946 0000", "020 7946 0000", "British trunk prefix"},
    {"01 23 45 67 89", "01 23 45 67 89", "French"},
    {"Åbent kl. 10-16. T: 9863 1234", "9863 1234", "announced by a letter"},
    {"I can't 98631234", NULL, "the rest of a word is no announcement"},
    {"CVR 12 34 56 74", NULL, "a registration number in pairs"},
    {"CVR-nr. 12345674", NULL, "a registration number"},
    {"Ordrenr. 12345678", NULL, "an order"},
    {"EAN 5790001234567", NULL, "an EAN"},
    {"Konto 1234 12345678", NULL, "an account"},
    {"31-12-2026", NULL, "a date"},
    {"2026-12-31 23:59", NULL, "an ISO date"},
    {"Kl. 10.00-17.30", NULL, "opening hours"},
    {"12.345.678 kr.", NULL, "an amount"},
    {"https://eksempel.example/?id=33123456", NULL, "inside a URL"},
    {"Spar 50 %, kun 2999 kr.", NULL, "prices"},
    {"VAT GB 123 456 789", NULL, "a VAT number"},
    {"8000 Aarhus C", NULL, "a postcode"},
};

static void test_numbers(void **state) {
    guint failures = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
        const char *expected = numbers[i].found;
        gsize length = strlen(numbers[i].text);
        g_autofree char *copy = g_memdup2(numbers[i].text, length);
        g_autoptr(Words) words = words_new(copy, length);
        g_autoptr(Hits) hits = phrases_find(body_test.phrases, words);
        g_autoptr(Marks) marks = marks_new(copy, length, words, hits);
        g_autoptr(GArray) found = contact_telephones(marks, 0, length);
        g_autofree char *first = NULL;
        if (found->len > 0) {
            const Contact *contact = &g_array_index(found, Contact, 0);
            first = g_strndup(copy + contact->start, contact->end - contact->start);
        }
        if (strcmp(numbers[i].why, "set below") == 0)
            expected = strchr(numbers[i].text, '4'); /* no-break spaces between the pairs */
        if (g_strcmp0(first, expected) == 0)
            continue;
        failures++;
        print_error("%s: in \"%s\" found \"%s\", expected \"%s\"\n", numbers[i].why,
                    numbers[i].text, first ? first : "nothing", expected ? expected : "nothing");
    }
    assert_int_equal(failures, 0);
}

static void test_addresses(void **state) {
    static const struct {
        const char *text, *found, *why;
    } addresses[] = {
        {"Skriv til info@eksempel.example.", "info@eksempel.example", "a stop behind it"},
        {"<a.b+c@mail.eksempel.example>", "a.b+c@mail.eksempel.example", "in angle brackets"},
        {"post@bl\303\245b\303\246r.example", "post@bl\303\245b\303\246r.example", "UTF-8 domain"},
        {"kl. 10 @ torvet", NULL, "a lone sign"},
        {"@eksempel", NULL, "a handle"},
        {"a@b", NULL, "no dot"},
        {"@", NULL, "the sign alone"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(addresses); i++) {
        gsize length = strlen(addresses[i].text);
        g_autofree char *copy = g_memdup2(addresses[i].text, length);
        g_autoptr(GArray) found = contact_addresses(copy, 0, length);
        if (!addresses[i].found) {
            if (found->len > 0)
                fail_msg("%s: found an address", addresses[i].why);
            continue;
        }
        if (found->len != 1)
            fail_msg("%s: found %u addresses", addresses[i].why, found->len);
        const Contact *contact = &g_array_index(found, Contact, 0);
        g_autofree char *first = g_strndup(copy + contact->start, contact->end - contact->start);
        assert_string_equal(first, addresses[i].found);
    }
}

typedef struct {
    const char *body;
    int kind; /* of some way found, or -1: none */
    const char *why;
} OfferRow;

static const OfferRow offers[] = {
    {"Skriv til os på info@eksempel.example", CONTACT_EMAIL, "an address"},
    {"Tlf. 12 34 56 78", CONTACT_TELEPHONE, "a number"},
    {"<p><a href='https://e.example/1'>Kontakt os</a></p>", CONTACT_LINK, "a link"},
    {"<p><a href='https://e.example/1'>Kundeservice</a></p>", CONTACT_LINK, "customer service"},
    {"<p><a href='https://e.example/1'>Help</a></p>", CONTACT_LINK, "help alone"},
    {"<p>Har du spørgsmål? <a href='https://e.example/1'>Klik her</a></p>", CONTACT_LINK,
     "the sentence before"},
    {"<p>Har du spørgsmål, så <a href='https://e.example/1'>klik her</a></p>", CONTACT_LINK,
     "a bare link in its sentence"},
    {"<p>Contact us: <a href='https://e.example/1'>Advertising</a></p>", CONTACT_LINK,
     "named directly before"},
    {"<p>Kontakt os på eksempel.dk/kontakt</p>", CONTACT_LINK, "a web address that is no link"},
    {"<p>Hej <a href='mailto:info@eksempel.example'>Skriv her</a></p>", CONTACT_EMAIL, "mailto"},
    {"<p>Ring <a href='tel:+4533123456'>nu</a></p>", CONTACT_TELEPHONE, "tel"},
    {"<p>Hej</p><a href='https://e.example/1'><img src='a.png' alt='Kontakt'></a>", CONTACT_LINK,
     "an icon"},
    {"Denne mail er sendt til kunde@example.net.", -1, "the reader's own address (To)"},
    {"Denne mail er sendt til en.anden@example.net.", -1, "another address of the reader"},
    {"Sendt til kunde@example.net af Eksempel, info@eksempel.example", CONTACT_EMAIL,
     "the sender's address behind the reader's"},
    {"Tilføj nyt@eksempel.example til din adressebog.", -1, "an address for the address book"},
    {"Please add news@eksempel.example to your address book.", -1, "the same in English"},
    {"For at afmelde dig skriv til ud@eksempel.example", -1, "an address to unsubscribe"},
    {"Svar går til noreply@eksempel.example", -1, "an address that nobody reads"},
    {"<p>Frameld nyhedsbrev: <a href='mailto:a@b.example?subject=Frameld'>her</a></p>", -1,
     "a mailto that unsubscribes"},
    {"<p><a href='https://e.example/1'>Support access to care in our towns</a></p>", -1,
     "support that is an appeal"},
    {"Eksempel ApS, Vestergade 1, 8000 Aarhus C, CVR 12345674", -1, "only an address"},
};

static void test_offers(void **state) {
    guint failures = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(offers); i++) {
        const Message *message = body_message("Eksempel <nyt@eksempel.example>", offers[i].body);
        g_auto(Reading) reading = reading_of_view(message);
        g_autoptr(GArray) found = contact_find(&reading, message->marks, message->to->mailboxes, 0,
                                               message->view->length);
        gboolean ok = offers[i].kind < 0 && found->len == 0;
        for (guint k = 0; k < found->len; k++)
            ok |= (int)g_array_index(found, Contact, k).kind == offers[i].kind;
        if (ok)
            continue;
        failures++;
        print_error("%s: %u found in \"%s\", expected kind %d\n", offers[i].why, found->len,
                    offers[i].body, offers[i].kind);
    }
    assert_int_equal(failures, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_offers),
    };
    return cmocka_run_group_tests(tests, body_setup, body_teardown);
}
