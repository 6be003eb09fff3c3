/* test-postal.c - addresses of many countries, and what only looks like one. */
#include "message/postal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static Phrases *phrases;

typedef struct {
    const char *text;
    const char *found; /* a piece that the address found must hold; NULL: there is none */
    const char *why;
} Row;

static const Row rows[] = {
    /* Denmark */
    {"Eksempel ApS, Vestergade 12, 2. tv., 2100 København Ø", "Vestergade 12", "floor and side"},
    {"Eksempel ApS\nVestergade 12\n8000 Aarhus C\nDanmark", "8000 Aarhus C", "over lines"},
    {"Eksempel ApS | Industriparken 22-24 | 2750 Ballerup", "2750 Ballerup", "bars"},
    {"Eksempel ApS • Østergade 5A, st. • 1100 København K • Tlf. 33 12 34 56", "1100", "bullets"},
    {"Eksempel · Nørregade 1 · DK-1165 København K", "DK-1165", "middle dots and prefix"},
    {"Nørregade 1 – 1165 København K", "Nørregade 1", "dash"},
    {"c/o Jensen, Store Torv 4, 3. sal th, 8000 Aarhus C", "Store Torv 4", "care of"},
    {"Postboks 12\n1001 København K", "Postboks 12", "box"},
    {"Eksempel A/S, Pb. 34, 0900 København C", "0900", "short form of box, code with zero"},
    {"Havneholmen 29, 1561 København V", "Havneholmen 29", "name with a listed ending"},
    {"Kigkurren 8, 2300 København S", "Kigkurren 8", "name without any ending"},
    {"Høkerboderne 16 st. tv 1712 København V", "1712", "no comma at all"},
    {"Amager Strandvej 390, 2770 Kastrup", "Kastrup", "two words"},
    {"H.C. Andersens Boulevard 12, 1553 København V", "1553", "initials"},
    {"Eksempel ApS Vestergade 12 8000 Aarhus C CVR 12345674", "Vestergade 12",
     "one line, no commas"},
    {"vestergade 12, 8000 aarhus c", "vestergade 12", "lower case"},
    {"VESTERGADE 12, 8000 AARHUS C", "VESTERGADE 12", "capitals"},
    {"Howitzvej 60, 2000 Frederiksberg", "Frederiksberg", "a postcode that looks like a year"},
    {"Gammel Kongevej 10, 1850 Frederiksberg C", "1850", "likewise"},
    {"Landsbygaden 3, Hjarup, 6580 Vamdrup", "6580 Vamdrup", "village before the town"},
    {"Adresse: Skovvej 7, 8900 Randers C, Danmark", "Skovvej 7", "with a label"},
    {"Delta Park 40, 2665 Vallensbæk Strand", "Delta Park", "English name"},
    {"Bredgade\xc2\xa0"
     "23A,\xc2\xa0"
     "1260\xc2\xa0"
     "København\xc2\xa0K",
     "1260", "no-break spaces"},
    {"DK2100 København Ø, tidligere Testgade 4, DK2100 København Ø", "Testgade 4", "prefix, stuck"},
    {"Strandvejen 12-14, 2100 København Ø", "Strandvejen 12-14", "two house numbers"},
    {"Havnegade 5 | 5000 Odense C", "Havnegade 5", "a bar"},
    {"Havnegade 5 2.sal\n5000 Odense C", "5000 Odense", "floor stuck to its word"},
    {"Svanevej 22,2400 København NV", "Svanevej 22", "no space behind the comma"},
    {"Gammel Strand 48 kl. th., 1202 København K", "1202", "basement"},
    {"Vesterbrogade 149, bygn. 8, 3. sal, 1620 København V", "1620", "building"},
    {"Mejlgade 8B, baghuset, 8000 Aarhus C", "Mejlgade 8B", "the house behind"},
    {"Hovedvejen 120 (bagbygningen), 2600 Glostrup", "2600", "in parentheses"},
    {"Østergade 7, 1. mf., 1100 Kbh. K", "1100", "the middle door, short town"},
    {"Nygård, 4690 Haslev", "Nygård", "a farm without a number"},
    {"Kærgården, Stubbum, 6070 Christiansfeld", "Kærgården", "a farm in a village"},
    {"Egeskov Slot, 5772 Kværndrup", "Egeskov Slot", "a manor"},
    {"Rådhuset, 8500 Grenaa", "Rådhuset", "a town hall"},
    {"Åboulevarden 21 // 8000 Aarhus C", "8000", "two slashes"},
    {"Postboks 2083, 1013 København K", "Postboks", "box"},
    {"Imaneq 29, 3900 Nuuk", "3900 Nuuk", "Greenland"},
    {"Fo-stien, FO-100 Tórshavn", NULL, "prefix written small"},
    {"Gongin 3, FO-100 Tórshavn", "FO-100", "Faroe Islands"},
    /* Sweden, Norway, Finland, Iceland */
    {"Exempel AB, Storgatan 5, 111 22 Stockholm", "Storgatan 5", "Sweden"},
    {"Exempel AB, Box 123, 101 23 Stockholm", "Box 123", "Swedish box"},
    {"Vasagatan 16, SE-111 20 Stockholm", "SE-111 20", "Swedish prefix"},
    {"Östra Hamngatan 16, SE - 411 09 Göteborg", "411 09", "prefix with spaces"},
    {"Storgata 12b, inngang C, 9008 Tromsø", "9008", "Norwegian entrance"},
    {"Aleksanterinkatu 15 B, 6. krs, 00100 Helsinki", "00100", "Finnish floor"},
    {"Eksempel AS, Karl Johans gate 1, 0154 Oslo", "0154 Oslo", "Norway"},
    {"Postboks 123 Sentrum, 0101 Oslo", "Postboks 123", "Norwegian box"},
    {"Esimerkki Oy, Mannerheimintie 12 B, 00100 Helsinki", "00100", "Finland"},
    {"Dæmi ehf., Laugavegur 12, 101 Reykjavík", "101 Reykjavík", "Iceland"},
    /* Germany, Austria, Switzerland, Netherlands, Belgium */
    {"Beispiel GmbH, Hauptstraße 5, 10115 Berlin", "Hauptstraße 5", "Germany"},
    {"Beispiel GmbH\nMusterstr. 12-14\nD-20095 Hamburg", "D-20095", "German prefix"},
    {"Beispiel GmbH · Am Markt 3 · 04109 Leipzig", "Am Markt 3", "German square"},
    {"Postfach 12 34 56, 20123 Hamburg", "Postfach", "German box"},
    {"Beispiel GmbH, Mariahilfer Straße 1/2/3, A-1060 Wien", "1060", "Austria"},
    {"Beispiel AG, Bahnhofstrasse 10, 8001 Zürich", "8001", "Switzerland"},
    {"Case postale, 1211 Genève 3", "Case postale", "Swiss box without number"},
    {"Voorbeeld B.V., Keizersgracht 123, 1015 CJ Amsterdam", "1015 CJ", "Netherlands"},
    {"Postbus 12, 3500 AA Utrecht", "Postbus 12", "Dutch box"},
    {"Wetstraat 16, 1000 Brussel", "Wetstraat 16", "Belgium"},
    {"Rue de la Loi 16, 1000 Bruxelles", "1000 Bruxelles", "Belgium, French"},
    /* France, Spain, Portugal, Italy */
    {"Exemple SAS, 12 rue de la Paix, 75002 Paris", "12 rue de la Paix", "France"},
    {"12 bis, avenue Victor Hugo\n69006 Lyon", "69006 Lyon", "bis"},
    {"BP 123, 75001 Paris CEDEX", "BP 123", "French box"},
    {"Ejemplo S.L., Calle de la Princesa 12, 28008 Madrid", "28008", "Spain"},
    {"C/ Mayor, 12, 28013 Madrid", "28013 Madrid", "short form with a slash"},
    {"Apartado de Correos 123, 28080 Madrid", "Apartado", "Spanish box"},
    {"Calle Gran Vía, 28, 3º izq., 28013 Madrid", "28013", "Spanish floor and door"},
    {"C/ Serrano 45 - 1ª planta - 28001 Madrid", "28001", "Spanish floor"},
    {"Passeig de Gràcia, 101, 08008 Barcelona", "08008", "Catalan"},
    {"Rua Augusta 10, 1100-053 Lisboa", "1100-053", "Portugal"},
    {"Esempio S.r.l., Via Roma 12 - 20121 Milano (MI)", "Via Roma 12", "Italy"},
    /* United Kingdom, Ireland, United States, Canada, Australia */
    {"Example Ltd, 10 High Street, London SW1A 1AA", "SW1A 1AA", "United Kingdom"},
    {"Example House, Mill Lane, Oxford OX1 2AB", "OX1 2AB", "house name and street"},
    {"The Old Mill, Little Example, Leeds LS1 4AP", "LS1 4AP", "house name alone"},
    {"Example Ltd, 5 Main Street, Dublin 2, D02 X285", "D02 X285", "Eircode"},
    {"6 Upper Baggot Street, Dublin 4, Ireland", "Dublin 4", "a district of Dublin"},
    {"Example Inc., 123 Main Street, Suite 400, Springfield, IL 62701", "IL 62701", "suite"},
    {"123 Main St • Springfield • Illinois 62701-1234 • USA", "62701-1234", "ZIP+4, bullets"},
    {"PO Box 12 · Brooklyn, NY 11202 · USA", "PO Box 12", "box"},
    {"P.O. Box 12, Brooklyn, NY 11202", "P.O. Box 12", "box with stops"},
    {"One Example Plaza, Washington, D.C. 20036", "D.C. 20036", "number in words, dotted state"},
    {"1745 Broadway, 15th Fl., New York, NY 10019", "10019", "street without a type"},
    {"Suite 355, 31 St. James Avenue, Boston, Massachusetts -02116, USA", "31 St. James",
     "odd dash"},
    {"100 Queen Street West, Toronto, ON M5H 2N2", "M5H 2N2", "Canada"},
    {"12 George St, Sydney NSW 2000", "NSW 2000", "Australia"},
    {"GPO Box 99, Melbourne VIC 3001", "GPO Box 99", "Australian box"},
    {"12 Queen Street, Auckland 1010, New Zealand", "Auckland 1010", "New Zealand"},
    {"K. Pavyzdžio g. 62, Kaunas LT-44248, Lithuania", "LT-44248", "town before a prefixed code"},
    {"ul. Przykładowa 5, 00-001 Warszawa", "00-001", "Poland"},
    /* None */
    {"Ring på 33 12 34 56 eller skriv til os", NULL, "telephone number"},
    {"Tilbuddet gælder til 31. december 2026 Læs mere", NULL, "a date"},
    {"Fra 1999 Til 2026", NULL, "years"},
    {"Nu kun 2199 Kr. for alle", NULL, "price"},
    {"Spar 1200 Kroner på 12 varer", NULL, "price in words"},
    {"Ordrenr. 12345 Levering i morgen", NULL, "order number"},
    {"CVR 12345674 Eksempel ApS, 8000 Aarhus C", NULL, "postcode and town without a street"},
    {"Vi holder til på Vestergade i Aarhus", NULL, "street without a number or postcode"},
    {"Vestergade 12", NULL, "street without a town"},
    {"© 1995-2026 Eksempel ApS", NULL, "years of a copyright"},
    {"iPhone 15, 1299 Kroner nu", NULL, "model and price"},
    {"Over 4000 Danskere og 12 butikker på Strandvejen", NULL, "a count"},
    {"Besøg Egeskov Slot i 2026 Sommerferien", NULL, "a manor and a year"},
    {"Vi har 12 butikker, 2100 Kunder og en kro", NULL, "counts beside an inn"},
    {"Black Friday 28, 2025 Tilbud", NULL, "a year"},
    {"Order 62701 shipped to Main Street", NULL, "order number beside a street"},
    {"Springfield, IL 62701", NULL, "town alone"},
    {"We have 12 stores in Boston, MA and 40 in Albany, NY", NULL, "states without a code"},
    {"Call (800) 555-0100 or 1-800-555-0199 Today", NULL, "North American numbers"},
    {"Kl. 10.00-17.30 hver dag, 2100 Gæster venter", NULL, "opening hours and a count"},
    {"Version 12, 2024 Update", NULL, "a version"},
    {"", NULL, "nothing"},
};

/* The addresses found, joined by "|"; in an exact-size heap copy, so that ASan sees over-reads. */
static char *find(const char *text) {
    gsize length = strlen(text);
    g_autofree char *copy = g_memdup2(text, length ? length : 1);
    g_autoptr(Words) words = words_new(copy, length);
    g_autoptr(Hits) hits = phrases_find(phrases, words);
    g_autoptr(Marks) marks = marks_new(copy, length, words, hits);
    g_autoptr(GArray) found = postal_find(marks, 0, length);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < found->len; i++) {
        const PostalAddress *address = &g_array_index(found, PostalAddress, i);
        g_string_append_printf(out, "%s%.*s", i ? "|" : "", (int)(address->end - address->start),
                               copy + address->start);
    }
    return g_string_free(out, FALSE);
}

static void test_rows(void **state) {
    guint failures = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *found = find(rows[i].text);
        gboolean ok = rows[i].found ? strstr(found, rows[i].found) != NULL : *found == '\0';
        if (ok)
            continue;
        failures++;
        print_error("%s: in \"%s\" found \"%s\", expected \"%s\"\n", rows[i].why, rows[i].text,
                    found, rows[i].found ? rows[i].found : "nothing");
    }
    assert_int_equal(failures, 0);
}

static void test_several(void **state) {
    g_autofree char *found = find("Vestergade 1, 8000 Aarhus C\nØstergade 2, 1100 København K");
    assert_string_equal(found, "Vestergade 1, 8000 Aarhus C|Østergade 2, 1100 København K");
}

static void test_country(void **state) {
    const char *text = "Vestergade 1, DK-8000 Aarhus C\nPO Box 2, Albany, NY 12201";
    g_autoptr(Words) words = words_new(text, strlen(text));
    g_autoptr(Hits) hits = phrases_find(phrases, words);
    g_autoptr(Marks) marks = marks_new(text, strlen(text), words, hits);
    g_autoptr(GArray) found = postal_find(marks, 0, strlen(text));
    assert_int_equal(found->len, 2);
    assert_string_equal(g_array_index(found, PostalAddress, 0).country, "DK");
    assert_string_equal(g_array_index(found, PostalAddress, 1).country, "US");
    assert_false(g_array_index(found, PostalAddress, 0).box);
    assert_true(g_array_index(found, PostalAddress, 1).box);
}

/* Only the octets asked for are looked at. */
static void test_bounds(void **state) {
    const char *text = "Vestergade 1, 8000 Aarhus C. Farvel.";
    g_autoptr(Words) words = words_new(text, strlen(text));
    g_autoptr(Hits) hits = phrases_find(phrases, words);
    g_autoptr(Marks) marks = marks_new(text, strlen(text), words, hits);
    g_autoptr(GArray) before = postal_find(marks, 0, 12);
    g_autoptr(GArray) behind = postal_find(marks, 14, strlen(text));
    assert_int_equal(before->len, 0);
    assert_int_equal(behind->len, 0);
}

static int setup(void **state) {
    phrases = phrases_load(NULL, NULL);
    return phrases ? 0 : -1;
}

static int teardown(void **state) {
    phrases_free(phrases);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_several),
        cmocka_unit_test(test_country),
        cmocka_unit_test(test_bounds),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
