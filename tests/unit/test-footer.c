/* test-footer.c - where the footer begins. */
#include "message/footer.h"

#include "body-message.h"

#define OFFER                                                                                         \
    "Sommerens udsalg er i gang, og du kan spare på både sko, støvler og tasker i hele juli "      \
    "måned. "                                                                                        \
    "Kig ind i butikken, eller se det store udvalg af varer på nettet, hvor vi har åbent døgnet "  \
    "rundt for alle, som hellere vil handle hjemmefra end at stå i kø mellem de mange glade "       \
    "feriegæster.\n\nVi har fyldt lageret med farver, mønstre og stoffer til både store og små, " \
    "og "                                                                                             \
    "der kommer nyt på hylderne hver eneste dag, til udsalget slutter med sæsonens sidste dage "    \
    "og "                                                                                             \
    "et brag af en fest i gården, hvor der er musik, kaffe, kage og saft til alle, der lægger "     \
    "vejen "                                                                                          \
    "forbi med godt humør og plads i kurven til lidt mere.\n\n"

typedef struct {
    const char *body;
    const char *begins; /* how the footer begins; NULL: there is none */
    const char *why;
} Row;

static const Row rows[] = {
    {OFFER "Eksempel ApS\nVestergade 1\n8000 Aarhus C\nTlf. 12 34 56 78\nAfmeld nyhedsbrevet",
     "Eksempel ApS", "a firm's details"},
    {OFFER "Du modtager denne mail, fordi du er tilmeldt vores nyhedsbrev.\nAfmeld her",
     "Du modtager", "a reminder"},
    {OFFER "Med venlig hilsen\nMette og Jens\nBlomsterhuset\nSkovvej 7, 8900 Randers C",
     "Med venlig hilsen", "the end of a letter"},
    {OFFER "© 2026 Eksempel\nFølg os på nettet", "© 2026 Eksempel", "a copyright line"},
    {OFFER "Blomsterhuset\nSkovvej 7\n8900 Randers C", "Blomsterhuset",
     "the name above the address"},
    {OFFER
     "© 2026 Eksempel\n* Tilbuddet gælder til og med søndag, så længe lager haves, og kan ikke "
     "kombineres med andre rabatter eller bruges ved køb af gavekort, bøger og varer, som "
     "allerede er sat ned i pris på nettet eller i butikken i løbet af ugen.\nAfmeld",
     "© 2026 Eksempel", "conditions in the middle"},
    {"Afmeld\n" OFFER "© 2026 Eksempel", "© 2026 Eksempel", "a link at the top is no footer"},
    {OFFER "Thanks for reading.\nExample Inc., 1 Main Street, Springfield, IL 62701\nUnsubscribe",
     "Thanks for reading.", "English"},
    {OFFER "Lørdag 12. december: Koncert i kirken, Kirkevej 2, 6000 Kolding\nSpillestedet\n"
           "Afmeld nyhedsbrevet",
     "Afmeld", "the address of an event"},
    {OFFER, NULL, "an offer alone"},
    {"Hej, mødet er flyttet til fredag.", NULL, "a short message"},
};

static void test_rows(void **state) {
    guint failures = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const Message *message = body_message("Nyt <nyt@eksempel.example>", rows[i].body);
        Footer footer = message->footer;
        const char *text = message->view->text + footer.start;
        gboolean ok =
            rows[i].begins ? g_str_has_prefix(text, rows[i].begins) : footer.start == footer.end;
        assert_true(footer.start <= footer.end && footer.end == message->view->length);
        if (ok)
            continue;
        failures++;
        print_error("%s: the footer begins \"%.60s\", expected \"%s\"\n", rows[i].why, text,
                    rows[i].begins ? rows[i].begins : "none");
    }
    assert_int_equal(failures, 0);
}

static void test_signature(void **state) {
    const Message *message =
        body_message("Nyt <nyt@eksempel.example>", OFFER "Vi glæder os\nHoldet bag Eksempel");
    gsize start = footer_signature_start(message->view, message->footer);
    assert_true(g_str_has_prefix(message->view->text + start, "Vi glæder os"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_signature),
    };
    return cmocka_run_group_tests(tests, body_setup, body_teardown);
}
