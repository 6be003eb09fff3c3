/* test-identity.c - who a text names, and words that only look like a name. */
#include "message/identity.h"

#include "body-message.h"

#define NONE (-1)

typedef struct {
    const char *text;
    const char *name, *domain; /* of From; NULL: not said */
    int kind;                  /* of some name found, or NONE */
    const char *found;         /* the name, or NULL: any */
    const char *why;
} Row;

static const Row rows[] = {
    /* Legal forms. */
    {"Eksempel ApS, Vestergade 1", NULL, NULL, IDENTITY_LEGAL_FORM, "Eksempel ApS", "ApS"},
    {"Eksempel & Sønner A/S · 8000 Aarhus C", NULL, NULL, IDENTITY_LEGAL_FORM,
     "Eksempel & Sønner A/S", "A/S with an ampersand"},
    {"Skoleforlaget I/S", NULL, NULL, IDENTITY_LEGAL_FORM, NULL, "I/S"},
    {"Grøn Energi A.m.b.a.", NULL, NULL, IDENTITY_LEGAL_FORM, NULL, "A.m.b.a."},
    {"Eksempel P/S", NULL, NULL, IDENTITY_LEGAL_FORM, NULL, "P/S"},
    {"Exempel AB, Box 1", NULL, NULL, IDENTITY_LEGAL_FORM, "Exempel AB", "AB"},
    {"Eksempel Norge AS, Oslo", NULL, NULL, IDENTITY_LEGAL_FORM, NULL, "AS"},
    {"Esimerkki Oy", NULL, NULL, IDENTITY_LEGAL_FORM, NULL, "Oy"},
    {"Beispiel GmbH", NULL, NULL, IDENTITY_LEGAL_FORM, NULL, "GmbH"},
    {"Example Travel, Inc.", NULL, NULL, IDENTITY_LEGAL_FORM, "Example Travel, Inc.",
     "a comma before Inc."},
    {"Example Club, LLC", NULL, NULL, IDENTITY_LEGAL_FORM, NULL, "LLC"},
    {"Voorbeeld B.V.", NULL, NULL, IDENTITY_LEGAL_FORM, "Voorbeeld B.V.", "B.V."},
    {"Exemple S.A.S", NULL, NULL, IDENTITY_LEGAL_FORM, NULL, "S.A.S"},
    {"Example Ltd\nMain Street 1", NULL, NULL, IDENTITY_LEGAL_FORM, "Example Ltd", "Ltd"},
    /* Copyright and sender lines. */
    {"© 2026 Kaffehjørnet", NULL, NULL, IDENTITY_COPYRIGHT, "Kaffehjørnet", "the sign"},
    {"(c) 2026 Eksempel", NULL, NULL, IDENTITY_COPYRIGHT, "Eksempel", "the sign, drawn"},
    {"Copyright 2002 Jens Hansen", NULL, NULL, IDENTITY_COPYRIGHT, "Jens Hansen", "the word"},
    {"Copyright © 2026 Eksempel, All rights reserved.", NULL, NULL, IDENTITY_COPYRIGHT, "Eksempel",
     "word, sign, rights"},
    {"Eksempel © 2026", NULL, NULL, IDENTITY_COPYRIGHT, "Eksempel", "the name before the sign"},
    {"Denne mail er sendt af Blomsterhuset", NULL, NULL, IDENTITY_SENT_BY, "Blomsterhuset",
     "sent by"},
    {"This email was sent by Example (1 Main Street)", NULL, NULL, IDENTITY_SENT_BY, "Example",
     "sent by, English"},
    {"Udgives af Skoleforlaget", NULL, NULL, IDENTITY_SENT_BY, "Skoleforlaget", "published by"},
    /* From. */
    {"Vi ses hos Blomsterhuset", "Blomsterhuset", NULL, IDENTITY_FROM_NAME, "Blomsterhuset",
     "display name"},
    {"BLOMSTERHUSET", "Blomsterhuset | Nyhedsbrev", NULL, IDENTITY_FROM_NAME, NULL,
     "a part of the display name, capitals"},
    {"Hilsen fra Blomsterhuset", "Mette fra Blomsterhuset", NULL, IDENTITY_FROM_NAME, NULL,
     "the firm behind \"fra\""},
    {"Køb en ny have i dag", "Ny Have", NULL, NONE, NULL,
     "words of the display name that are words of the offer"},
    {"Ny Have\nSkovvej 7", "Ny Have", NULL, IDENTITY_FROM_NAME, "Have",
     "the same as a name, without the word for new"},
    {"Team BHC", "Bateman Horne Center", NULL, IDENTITY_FROM_NAME, "BHC", "initials"},
    {"Se mere på www.eksempel.example", NULL, "mail.eksempel.example", IDENTITY_DOMAIN, NULL,
     "domain as a web address"},
    {"Kong Arthurs Bageri", NULL, "kongarthursbageri.example", IDENTITY_DOMAIN,
     "Kong Arthurs Bageri", "domain written as words"},
    {"Bøgehøj Camping", NULL, "boegehoej.example", IDENTITY_DOMAIN, NULL, "ø written as oe"},
    /* None. */
    {"All rights reserved.", NULL, NULL, NONE, NULL, "rights without a name"},
    {"© 2026 | Alle rettigheder forbeholdes", NULL, NULL, NONE, NULL, "a year without a name"},
    {"Copyright 2026. All rights reserved.", NULL, NULL, NONE, NULL, "word and year"},
    {"as soon as possible, or inc. VAT", NULL, NULL, NONE, NULL, "forms as words"},
    {"SPAR NU AS LANGT", NULL, NULL, NONE, NULL, "shouted text"},
    {"Read About Our Company", NULL, NULL, NONE, NULL, "company as a word"},
    {"Skriv til info@eksempel.example", NULL, "eksempel.example", NONE, NULL,
     "a mail address names a mailbox"},
    {"Læs mere: https://eksempel.example/tilbud/1", NULL, "eksempel.example", NONE, NULL,
     "the target of a link"},
    {"Nyhedsbrev", "Nyhedsbrev", NULL, NONE, NULL, "a display name that names nobody"},
    {"This message is from a trusted sender.\nIf you cannot see it", NULL, NULL, NONE, NULL,
     "\"sender\" without a name"},
    {"", "Eksempel", "eksempel.example", NONE, NULL, "nothing"},
};

static void test_rows(void **state) {
    guint failures = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        gsize length = strlen(rows[i].text);
        g_autofree char *copy = g_memdup2(rows[i].text, length ? length : 1);
        g_autoptr(Words) words = words_new(copy, length);
        g_autoptr(Hits) hits = phrases_find(body_test.phrases, words);
        IdentityFrom from = {.name = rows[i].name, .domain = rows[i].domain};
        g_autoptr(Marks) marks = marks_new(copy, length, words, hits);
        g_autoptr(GArray) found = identity_find(marks, 0, length, &from);
        gboolean ok = rows[i].kind == NONE && found->len == 0;
        GString *names = g_string_new(NULL);
        for (guint k = 0; k < found->len; k++) {
            const Identity *identity = &g_array_index(found, Identity, k);
            g_autofree char *name =
                g_strndup(copy + identity->start, identity->end - identity->start);
            g_string_append_printf(names, "%d \"%s\" ", identity->kind, name);
            ok |= (int)identity->kind == rows[i].kind &&
                  (!rows[i].found || strcmp(name, rows[i].found) == 0);
        }
        if (!ok) {
            failures++;
            print_error("%s: in \"%s\" found %s, expected %d \"%s\"\n", rows[i].why, rows[i].text,
                        names->str, rows[i].kind, rows[i].found ? rows[i].found : "");
        }
        g_string_free(names, TRUE);
    }
    assert_int_equal(failures, 0);
}

static void test_in_text(void **state) {
    IdentityFrom from = {.name = "Blomsterhuset", .domain = "blomst.example"};
    assert_true(identity_in_text("Blomsterhuset logo", &from));
    assert_true(identity_in_text("blomst", &from));
    assert_false(identity_in_text("logo", &from));
    assert_false(identity_in_text(NULL, &from));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_in_text),
    };
    return cmocka_run_group_tests(tests, body_setup, body_teardown);
}
