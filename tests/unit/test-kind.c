/* test-kind.c - what a message is, on messages as they are written; half of them Danish. */
#include "message/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gmime/gmime.h>
#include <string.h>

static Phrases *phrases;
static Brands *brands;

typedef struct {
    const char *what;
    Kind kind;
    const char *reason; /* one that must be named, or NULL */
    const char *text;
} Row;

#define SHOP "From: Eksempel <nyhedsbrev@example.dk>\nTo: kunde@example.com\n"
#define HTML "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"
#define PLAIN "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"

static const Row rows[] = {
    {"Danish offer", KIND_MARKETING, "List-Unsubscribe",
     SHOP
     "Subject: =?utf-8?Q?Spar_30_%_p=C3=A5_alt?=\n"
     "List-Unsubscribe: <https://example.dk/afmeld>\n" HTML
     "<p>Kun i dag: spar 30 % på alle varer.</p><p><a href=https://example.dk/1>Se udvalget</a>"
     "<a href=https://example.dk/2>Køb nu</a><img src=https://example.dk/x.png alt=Udsalg></p>"
     "<p>Så længe lager haves. Gratis fragt over 499 kr.</p>"
     "<p><a href=https://example.dk/a>Afmeld nyhedsbrev</a></p>"},
    {"Danish newsletter of a society", KIND_MARKETING, "newsletter wording",
     "From: Lokalforeningen <nyt@example.dk>\nTo: medlem@example.com\nSubject: Nyt fra foreningen\n"
     "List-Unsubscribe: <mailto:afmeld@example.dk>\n" HTML
     "<h1>Velkommen til månedens nyhedsbrev</h1><p>Læs hele artiklen om sommerfesten. "
     "Sæt kryds i kalenderen til kommende arrangementer.</p>"
     "<p><a href=https://example.dk/1>Læs mere</a> <a href=https://example.dk/2>Tilmeld dig her</a>"
     "</p><p>Du modtager denne mail, fordi du er tilmeldt vores nyhedsbrev. "
     "<a href=https://example.dk/a>Afmeld</a></p>"},
    {"Danish invitation without fields of a mailer", KIND_MARKETING, NULL,
     SHOP "Subject: Du er inviteret\n" HTML
          "<p>Kom og oplev den nye kollektion. Sikr dig din plads, tilmeld dig her.</p>"
          "<p><a href=https://example.dk/1>Tilmeld dig nu</a> <a href=https://example.dk/2>Se hele "
          "udvalget</a> <a href=https://example.dk/3>Shop nyhederne</a></p>"
          "<img src=a.png><img src=b.png><p>Afmeld nyhedsbrev</p>"},
    {"cold letter of a web agency", KIND_MARKETING, "wording of a sales letter",
     "From: Lise <lise@bureau.example>\nTo: mette@example.com\nSubject: Jeres hjemmeside\n" PLAIN
     "Hej Mette\n\nJeg faldt over jeres hjemmeside og lagde mærke til et par fejl, som koster jer "
     "placeringer på Google. Vi er et digitalt bureau og hjælper virksomheder med SEO og nye "
     "hjemmesider. Må jeg sende jer en gratis analyse, eller har I tid til en kort snak?\n\n"
     "Venlig hilsen\nLise\n"},
    {"cold letter with a list for sale", KIND_MARKETING, "wording of a sales letter",
     "From: Ann Example <ann@data.example>\nTo: mette@example.com\nSubject: Attendees\n" PLAIN
     "Hi Mette,\n\nI hope this email finds you well. Would you be interested in acquiring the "
     "attendees list of the trade fair? We can provide verified contacts of decision makers. Let "
     "me know, and I will send you the counts and pricing.\n\nRegards\nAnn\n"},
    {"cold letter of a factory", KIND_MARKETING, "wording of a sales letter",
     "From: Li <li@factory.example>\nTo: mette@example.com\nSubject: Bags\n" PLAIN
     "Dear Sir,\n\nWe are a professional manufacturer of bags with OEM and ODM service, low MOQ "
     "and factory price. May I send you our catalog and free samples?\n\nBest regards\nLi\n"},
    {"a colleague on the website", KIND_PERSONAL, NULL,
     "From: Jens Holm <jens@example.com>\nTo: mette@example.com\nSubject: Fejl på siden\n" PLAIN
     "Hej Mette\n\nJeg så på vores hjemmeside i går, og der er en fejl på siden med åbningstider. "
     "Har du tid til en kort snak om det i morgen? Jeg tror også, at SEO lider under det.\n\n"
     "Mvh\nJens\n"},
    {"a friend recommends a web designer", KIND_PERSONAL, NULL,
     "From: Ann Example <ann@example.com>\nTo: mette@example.com\nSubject: Website\n" PLAIN
     "Hi Mette,\n\nI looked at your website and I love it. If you still want web design help, my "
     "brother does that. I can ask him on Sunday. See you at the party!\n\nLove\nAnn\n"},
    {"an offer that was asked for", KIND_PERSONAL, NULL,
     "From: Per Sand <per@web.example>\nTo: mette@example.com\nSubject: Re: Hjemmeside\n"
     "In-Reply-To: <1@example.com>\nReferences: <1@example.com>\n" PLAIN
     "Hej Mette\n\nTak for snakken. Jeg har kigget på jeres hjemmeside, og som aftalt sender jeg "
     "et tilbud på ny hjemmeside og SEO i morgen. Ring, hvis du har spørgsmål.\n\n"
     "Venlig hilsen\nPer\n\n> Kan du give et tilbud?\n> Mvh Mette\n"},
    {"nobody is called PostNord", KIND_TRANSACTIONAL, NULL,
     "From: PostNord <mette@firma.example>\nTo: kunde@example.com\nSubject: Din pakke\n" PLAIN
     "Din pakke er på vej. Vi mangler en oplysning fra dig.\n"},
    {"abandoned basket", KIND_MARKETING, NULL,
     SHOP "Subject: Du har glemt noget\n" HTML
          "<p>Din kurv venter! Fuldfør dit køb, og få gratis fragt.</p>"
          "<a href=https://example.dk/1>Køb nu</a><img src=a.png><a href=https://example.dk/2>"
          "Afmeld nyhedsbrev</a>"},
    {"Danish receipt", KIND_TRANSACTIONAL, "wording of an order or account",
     "From: Eksempel <ordre@example.dk>\nTo: kunde@example.com\nSubject: Ordre 100234\n" HTML
     "<p>Tak for din ordre.</p><p>Ordrenummer: 100234</p><p>Leveringsadresse: Vestergade 1, 8000 "
     "Aarhus C</p><p>Subtotal 399 kr. Heraf moms 79,80 kr.</p><p>Gratis fragt</p>"
     "<p><a href=https://example.dk/ordre>Se din ordre</a></p>"},
    {"Danish parcel notice", KIND_TRANSACTIONAL, NULL,
     "From: noreply@example.dk\nTo: kunde@example.com\nSubject: Din pakke\n" PLAIN
     "Din pakke er klar til afhentning.\nAfhentningskode: 1234\nHentes senest den 3. maj.\n"
     "Pakkenummer 00370712345678901234\n"},
    {"Danish sign-in code", KIND_TRANSACTIONAL, NULL,
     "From: no-reply@example.dk\nTo: kunde@example.com\nSubject: Kode\n" HTML
     "<p>Din engangskode er 482913.</p><p>Koden udløber om 10 minutter. Del ikke koden med "
     "nogen.</p>"},
    {"Danish password reset", KIND_TRANSACTIONAL, NULL,
     "From: Eksempel <noreply@example.dk>\nTo: kunde@example.com\nSubject: Nulstil\n" HTML
     "<p>Du kan nulstille din adgangskode her:</p><a href=https://example.dk/r>Nulstil "
     "adgangskode</a><p>Hvis du ikke har bedt om dette, kan du se bort fra denne mail. Linket "
     "udløber om 24 timer.</p>"},
    {"Danish invoice", KIND_TRANSACTIONAL, NULL,
     "From: Regnskab <faktura@example.dk>\nTo: kunde@example.com\nSubject: Faktura\n" PLAIN
     "Vedhæftet finder du faktura.\nFakturanummer: 2211\nForfaldsdato: 1. juni 2026\n"
     "At betale: 1.250,00 kr.\nKontonummer og betalings-ID fremgår af fakturaen.\n"},
    {"changed terms", KIND_TRANSACTIONAL, NULL,
     "From: Banken <noreply@example.dk>\nTo: kunde@example.com\nSubject: Nyt om din aftale\n" HTML
     "<p>Vi ændrer vores vilkår pr. 1. juni. De nye vilkår gælder for din konto. Du behøver ikke "
     "at "
     "gøre noget. Denne mail kan ikke besvares.</p>"},
    {"Danish appointment", KIND_TRANSACTIONAL, "wording of an order or account",
     "From: Klinikken <tid@example.dk>\nTo: kunde@example.com\nSubject: Din tid\n" PLAIN
     "Hej\n\nVi minder om din tid onsdag kl. 8.15. Er du forhindret, skal du melde afbud.\n"},
    {"Danish notice to tenants", KIND_TRANSACTIONAL, "an organization as sender",
     "From: Boligforeningen <kontor@example.dk>\nTo: beboer@example.com\nSubject: Varmen\n" PLAIN
     "Til beboerne\n\nVi lukker for varmen den 24. november. Du skal ikke gøre noget.\n\n"
     "Venlig hilsen\nKontoret\n"},
    {"Danish offer as a letter", KIND_MARKETING, NULL,
     "From: Eksempel Borde <salg@example.dk>\nTo: kunde@example.com\nSubject: Borde til 1.995 "
     "kr.\n" PLAIN
     "Hej\n\nVi sælger ud af vores demomodeller. Borde fra 1.995 kr. Alt skal væk. Kig forbi "
     "eller bestil direkte hos os.\n\nVenlig hilsen\nBo\n"},
    {"Danish weekly letter of a school", KIND_MARKETING, "newsletter wording in the subject",
     "From: Skovskolen <kontoret@example.dk>\nTo: u@example.com\nSubject: Ugebrev, uge 47\n" PLAIN
     "Kære forældre\n\n5. klasserne skal til svømning. Skolefesten er torsdag.\n\nGod weekend\n"},
    {"a craftsman's letter", KIND_PERSONAL, NULL,
     "From: Thomas Bak <tb@bak.example>\nTo: lk@example.com\nSubject: SV: Tegninger\n"
     "In-Reply-To: <1@example.com>\n" PLAIN "Hej Line\n\nHer er tegningerne. Kan du sige god for "
     "dem inden fredag?\n\nMvh Thomas\n\n> Kan I nå det?\n>\n> Line\n"},
    {"Danish letter", KIND_PERSONAL, "the form of a letter",
     "From: Åse Eksempel <aase@example.dk>\nTo: Bo <bo@example.com>\nSubject: I morgen\n" PLAIN
     "Hej Bo\n\nJeg kommer lidt senere i morgen. Skal jeg tage kage med?\n\nKnus\nÅse\n"},
    {"Danish answer", KIND_PERSONAL, "an answer to another message",
     "From: Bo Eksempel <bo@example.com>\nTo: aase@example.dk\nSubject: Sv: I morgen\n"
     "In-Reply-To: <1@example.dk>\nUser-Agent: Mozilla Thunderbird\n" PLAIN
     "Ja tak!\n\nMvh Bo\n\nDen 3. maj 2026 skrev Åse Eksempel:\n> Skal jeg tage kage med?\n"},
    {"post to a list", KIND_DISCUSSION, "mailing list headers",
     "From: Åse Eksempel <aase@example.dk>\nTo: liste@example.org\nSubject: [liste] Re: Fejl\n"
     "List-Id: <liste.example.org>\nList-Post: <mailto:liste@example.org>\n"
     "List-Unsubscribe: <mailto:liste-leave@example.org>\nReferences: <1@example.org>\n" PLAIN
     "> Virker det?\n\nJa, det gør det nu.\n\nÅse\n"},
    {"a list that only its owner writes to", KIND_MARKETING, NULL,
     "From: Eksempel <news@example.com>\nTo: kunde@example.com\nSubject: News\n"
     "List-Id: <news.example.com>\nList-Post: NO\nList-Unsubscribe: <https://example.com/u>\n" HTML
     "<p>Shop now and save up to 40%! <a href=https://example.com/1>Shop now</a></p>"
     "<a href=https://example.com/u>Unsubscribe</a>"},
    {"English offer", KIND_MARKETING, "advertising wording in the subject",
     "From: Example <deals@example.com>\nTo: you@example.net\nSubject: Last chance: 50% off\n" HTML
     "<p>Our biggest sale ends tonight. Don't miss out, shop now.</p>"
     "<a href=https://example.com/1>Shop the sale</a><p>Unsubscribe</p>"},
    {"English receipt with List-Unsubscribe", KIND_TRANSACTIONAL, NULL,
     "From: Example <orders@example.com>\nTo: you@example.net\nSubject: Order\n"
     "List-Unsubscribe: <https://example.com/u>\n" HTML
     "<p>Thank you for your order.</p><p>Order number: 1001234567</p><p>Shipping address: 1 "
     "Example Street</p><p>Subtotal $20.00 Order total $25.00</p><p>Payment method: card ending in "
     "4242</p>"},
    {"a claim in the subject is no evidence", KIND_MARKETING, NULL,
     "From: Example <hello@example.com>\nTo: you@example.net\n"
     "Subject: Your order confirmation and invoice\nList-Unsubscribe: "
     "<https://example.com/u>\n" HTML
     "<p>Save up to 60% today only. Shop now!</p><a href=https://example.com/1>Shop now</a>"
     "<p>Unsubscribe</p>"},
    {"promotion first in a mixed message", KIND_MARKETING, NULL,
     SHOP "Subject: Spar 50 % i dag\nList-Unsubscribe: <https://example.dk/a>\n" HTML
          "<p>Spar 50 % på alt, kun i dag. Shop nu, se udvalget og køb nu.</p>"
          "<a href=https://example.dk/1>Shop nu</a><p>Så længe lager haves</p>"
          "<p>Tak for din ordre.</p><a href=https://example.dk/a>Afmeld nyhedsbrev</a>"},
    {"RFC 3834 reply", KIND_AUTOREPLY, "Auto-Submitted: auto-replied",
     "From: bo@example.com\nTo: aase@example.dk\nSubject: Autosvar\nAuto-Submitted: "
     "auto-replied\n" PLAIN "Tak for din mail.\n"},
    {"vacation in Danish words", KIND_AUTOREPLY, "vacation wording",
     "From: bo@example.com\nTo: aase@example.dk\nSubject: Autosvar: Hej\n" PLAIN
     "Jeg er på ferie og er tilbage på kontoret igen den 3. maj.\nVed hastende henvendelser: "
     "ring.\n"},
    {"vacation in English words", KIND_AUTOREPLY, NULL,
     "From: bo@example.com\nTo: aase@example.dk\nSubject: Re: hi\n" PLAIN
     "I am out of the office until Monday with limited access to email.\n"},
    {"a holiday offer is no vacation", KIND_MARKETING, NULL,
     SHOP "Subject: Out of office?\nList-Unsubscribe: <https://example.dk/a>\n" HTML
          "<p>Out of the office? Book now and save up to 30%.</p><p>Unsubscribe</p>"},
    {"bounce in words", KIND_BOUNCE, "a mail system reports failed delivery",
     "Return-Path: <>\nFrom: MAILER-DAEMON@example.net\nTo: aase@example.dk\n"
     "Subject: failure notice\n" PLAIN "Hi. This is the qmail-send program at example.net.\n"
     "<bo@example.com>:\nSorry, no such user here.\n"},
    {"a letter from a postmaster is none", KIND_PERSONAL, NULL,
     "From: Postmaster <postmaster@example.dk>\nTo: bo@example.com\nSubject: Kaffe\n" PLAIN
     "Hej Bo\n\nSkal vi drikke kaffe i morgen? Jeg har kage med.\n\nMange hilsner\nÅse\n"},
};

static Message *read_message(const char *text, DocumentForm form, const MessageOptions *options,
                             Document **ret_document) {
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    *ret_document = document_new("test.eml", bytes, form);
    return message_new(*ret_document, options);
}

static char *reasons(const Message *message) {
    GString *all = g_string_new(NULL);
    for (guint i = 0; i < message->kind.reasons->len; i++)
        g_string_append_printf(all, "%s%s", i ? "; " : "",
                               (char *)g_ptr_array_index(message->kind.reasons, i));
    return g_string_free(all, FALSE);
}

static void test_rows(void **state) {
    MessageOptions options = {.phrases = phrases, .brands = brands};
    guint failed = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Document) document = NULL;
        g_autoptr(Message) message =
            read_message(rows[i].text, DOCUMENT_MESSAGE, &options, &document);
        g_autofree char *why = reasons(message);
        if (message->kind.kind != rows[i].kind ||
            (rows[i].reason && !strstr(why, rows[i].reason))) {
            print_error("%s: %s (%s), expected %s (%s)\n", rows[i].what,
                        kind_name(message->kind.kind), why, kind_name(rows[i].kind),
                        rows[i].reason ? rows[i].reason : "any reason");
            failed++;
        }
        if (message->kind.reasons->len == 0)
            fail_msg("%s: no reason is given", rows[i].what);
    }
    assert_int_equal(failed, 0);
}

static void test_forced(void **state) {
    MessageOptions options = {.phrases = phrases, .kind = KIND_MARKETING};
    g_autoptr(Document) document = NULL;
    g_autoptr(Message) message =
        read_message("From: aase@example.dk\n\nHej\n", DOCUMENT_MESSAGE, &options, &document);
    assert_int_equal(message->kind.kind, KIND_MARKETING);
    assert_true(message->kind.forced);
    assert_false(message->kind.conflicting);
    assert_string_equal(g_ptr_array_index(message->kind.reasons, 0), "--kind");
}

static void test_template(void **state) {
    MessageOptions options = {.phrases = phrases};
    g_autoptr(Document) document = NULL;
    g_autoptr(Message) message = read_message("<p>Tak for din ordre {{ order.number }}</p>",
                                              DOCUMENT_TEMPLATE_HTML, &options, &document);
    assert_int_equal(message->kind.kind, KIND_MARKETING);
    assert_string_equal(g_ptr_array_index(message->kind.reasons, 0), "a campaign template");
}

#define REPORT(type, middle, returned)                                                             \
    "From: MAILER-DAEMON@example.net\nTo: nyt@example.dk\nSubject: Report\nMIME-Version: 1.0\n"    \
    "Content-Type: multipart/report; report-type=" type "; boundary=b\n\n"                         \
    "--b\nContent-Type: text/plain\n\nA report.\n--b\n" middle "\n--b\n" returned "\n--b--\n"
#define STATUS                                                                                     \
    "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n"              \
    "Final-Recipient: rfc822; bo@example.com\nAction: failed\nStatus: 5.1.1\n"
#define FEEDBACK                                                                                   \
    "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: test/1\nVersion: " \
    "1\n"
#define OFFER                                                                                      \
    "From: Eksempel <nyhedsbrev@example.dk>\nTo: bo@example.com\nSubject: Spar 30 %\n"             \
    "List-Unsubscribe: <https://example.dk/a>\nContent-Type: text/html\n"

/* A report is named as what it is, and the kind of what it returned decides which rules apply. */
static void test_reports(void **state) {
    static const struct {
        const char *what;
        Kind kind;
        const char *name, *text;
    } reports[] = {
        {"bounce of an offer", KIND_BOUNCE | KIND_MARKETING, "bounce",
         REPORT("delivery-status", STATUS,
                "Content-Type: message/rfc822\n\n" OFFER
                "\n<p>Spar 30 % på alt, kun i dag. Køb nu.</p><a href=https://example.dk/1>Shop "
                "nu</a><p>Afmeld nyhedsbrev</p>")},
        {"bounce that returns nothing", KIND_BOUNCE, "bounce",
         REPORT("delivery-status", STATUS, "Content-Type: text/plain\n\n")},
        {"complaint about an offer", KIND_COMPLAINT | KIND_MARKETING, "complaint",
         REPORT("feedback-report", FEEDBACK,
                "Content-Type: message/rfc822\n\n" OFFER
                "\n<p>Spar 30 % på alt, kun i dag. Køb nu.</p><a href=https://example.dk/1>Shop "
                "nu</a><p>Afmeld nyhedsbrev</p>")},
    };
    MessageOptions options = {.phrases = phrases};
    for (gsize i = 0; i < G_N_ELEMENTS(reports); i++) {
        g_autoptr(Document) document = NULL;
        g_autoptr(Message) message =
            read_message(reports[i].text, DOCUMENT_MESSAGE, &options, &document);
        g_autofree char *why = reasons(message);
        if (message->kind.kind != reports[i].kind)
            fail_msg("%s: kind %#x (%s), expected %#x", reports[i].what, message->kind.kind, why,
                     reports[i].kind);
        assert_string_equal(kind_name(message->kind.kind), reports[i].name);
    }
}

/* Evidence on both sides is said to be so. */
static void test_conflict(void **state) {
    MessageOptions options = {.phrases = phrases};
    g_autoptr(Document) document = NULL;
    guint conflicts = 0;
    GString *text = g_string_new(NULL);
    /* Between a receipt and an offer lies a message that is both. */
    static const char *const offers[] = {"",
                                         "Spar 30 % i dag. ",
                                         "Shop nu. ",
                                         "Se udvalget. ",
                                         "Kun i weekenden. ",
                                         "Så længe lager haves. ",
                                         "Black Friday. ",
                                         "Udsalget er startet. "};
    Kind first = 0, last = 0;
    for (guint n = 0; n < G_N_ELEMENTS(offers); n++) {
        g_string_assign(text,
                        "From: butik@example.dk\nTo: bo@example.com\nSubject: Hej\n" HTML "<p>"
                        "Tak for din ordre. Ordrenummer 1234. ");
        for (guint i = 0; i <= n; i++)
            g_string_append(text, offers[i]);
        g_clear_pointer(&document, document_free);
        g_autoptr(Message) message = read_message(text->str, DOCUMENT_MESSAGE, &options, &document);
        conflicts += message->kind.conflicting;
        last = message->kind.kind;
        if (n == 0)
            first = last;
    }
    g_string_free(text, TRUE);
    assert_int_equal(first, KIND_TRANSACTIONAL);
    assert_int_equal(last, KIND_MARKETING);
    assert_in_range(conflicts, 1, G_N_ELEMENTS(offers) - 2);
}

static int load(void **state) {
    g_mime_init();
    phrases = phrases_load(NULL, NULL);
    brands = brands_load(NULL, NULL);
    return phrases && brands ? 0 : -1;
}

static int unload(void **state) {
    phrases_free(phrases);
    brands_free(brands);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),     cmocka_unit_test(test_forced),
        cmocka_unit_test(test_template), cmocka_unit_test(test_reports),
        cmocka_unit_test(test_conflict),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
