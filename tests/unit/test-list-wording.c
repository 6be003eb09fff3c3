/* test-list-wording.c - sentences that admit a list which is not the sender's, and honest ones that
 * look alike. */
#include "rules/rule.h"

#include "body-message.h"

static const struct {
    const char *text;
    gboolean found;
    const char *reason;
} rows[] = {
    {"Du er tilmeldt vores nyhedsbrev via en af vores samarbejdspartnere.", TRUE, "an admission"},
    {"Du modtager denne mail, fordi du har deltaget i en konkurrence hos en af vores "
     "samarbejdspartnere.",
     TRUE, "an admission"},
    {"Du har givet samtykke gennem vores partner Konkurrencer.dk.", TRUE, "an admission"},
    {"Du modtager dette nyhedsbrev, da du har sagt ja tak via en af vores samarbejdspartnere.",
     TRUE, "an admission"},
    {"Vi har fundet din e-mailadresse på din hjemmeside.", TRUE, "an admission"},
    {"Vi har fået din e-mail fra en af vores samarbejdspartnere.", TRUE, "an admission"},
    {"Jeg fandt din mail på LinkedIn.", TRUE, "an admission"},
    {"Din e-mailadresse har vi fået fra en samarbejdspartner.", TRUE, "an admission"},
    {"Din mailadresse er indhentet via en af vores samarbejdspartnere.", TRUE, "an admission"},
    {"Du modtager denne e-mail via en af vores samarbejdspartnere.", TRUE, "an admission"},
    {"Denne e-mail er sendt til dig via en af vores samarbejdspartnere.", TRUE, "an admission"},
    {"Vi har fået oplyst din e-mail af en af vores samarbejdspartnere.", TRUE, "an admission"},
    {"Pakken er sendt til dig via en af vores samarbejdspartnere.", FALSE, "honest"},
    {"Vi har fået oplyst din e-mail i butikken, da du handlede.", FALSE, "honest"},
    {"Når du har tilmeldt dig, kan du betale via vores partner Nets.", FALSE, "honest"},
    {"Vi har købt jeres mailadresse af en adressemægler.", TRUE, "an admission"},
    {"Vi har hentet din mailadresse fra CVR-registeret.", TRUE, "an admission"},
    {"Jeres kontaktoplysninger er fundet på jeres hjemmeside.", TRUE, "an admission"},
    {"Jeres mailadresse er offentligt tilgængelig på jeres hjemmeside.", TRUE, "an admission"},
    {"Vi faldt over din e-mail på jeres hjemmeside.", TRUE, "an admission"},
    {"Din adresse stammer fra et købt adressekartotek.", TRUE, "an admission"},
    {"Dette er ikke spam.", TRUE, "an excuse"},
    {"Denne mail er ikke spam, men et seriøst tilbud.", TRUE, "an excuse"},
    {"Denne e-mail kan ikke betragtes som spam.", TRUE, "an excuse"},
    {"Din email er indsamlet fra offentlige kilder.", TRUE, "an admission"},
    {"Du har givet tilladelse til markedsføring via vores samarbejdspartnere.", TRUE,
     "an admission"},
    {"We found your address on the Internet.", TRUE, "an admission"},
    {"We found your email on your website.", TRUE, "an admission"},
    {"I came across your email address on LinkedIn.", TRUE, "an admission"},
    {"You subscribed via one of our partner sites.", TRUE, "an admission"},
    {"You signed up through a partner website.", TRUE, "an admission"},
    {"You are receiving this because you opted in through one of our partners.", TRUE,
     "an admission"},
    {"You are receiving this email because you or someone using your address registered on one of "
     "our affiliate sites.",
     TRUE, "an admission"},
    {"Your address was obtained from a third-party list.", TRUE, "an admission"},
    {"Your email was obtained from a public directory.", TRUE, "an admission"},
    {"We purchased your email address from a reputable provider.", TRUE, "an admission"},
    {"This message is not spam.", TRUE, "an excuse"},
    {"This is not SPAM! You opted in.", TRUE, "an excuse"},
    {"Under Bill S.1618 TITLE III passed by the 105th US Congress this mail cannot be considered "
     "spam.",
     TRUE, "an excuse"},
    {"This email is sent in compliance with Section 301 of S.1618.", TRUE, "an excuse"},
    {"Per Section 301, Paragraph (a)(2)(C) of S. 1618", TRUE, "an excuse"},
    {"You are on this list because a partner shared your details with us.", TRUE, "an admission"},
    {"Vi samarbejder med vores partnere om at give dig de bedste tilbud.", FALSE, "honest"},
    {"Tilbud fra vores samarbejdspartnere", FALSE, "honest"},
    {"Denne mail indeholder tilbud fra vores samarbejdspartnere.", FALSE, "honest"},
    {"Du har givet samtykke til at modtage nyheder fra os og vores samarbejdspartnere.", FALSE,
     "honest"},
    {"Du kan købe billetter hos en af vores samarbejdspartnere.", FALSE, "honest"},
    {"Har du tilmeldt dig Betalingsservice? Så kan du betale via vores partner Nets.", FALSE,
     "honest"},
    {"Er du tilmeldt kundeklubben, får du også rabat hos vores samarbejdspartnere.", FALSE,
     "honest"},
    {"Som tilmeldt medlem får du 10 % rabat hos en af vores samarbejdspartnere.", FALSE, "honest"},
    {"Vi sender aldrig spam, og vi videregiver ikke din e-mail til tredjepart.", FALSE, "honest"},
    {"Vi videregiver ikke dine oplysninger til samarbejdspartnere.", FALSE, "honest"},
    {"Har du ikke fundet din mail? Se i spam-mappen.", FALSE, "honest"},
    {"Du kan altid ændre dine oplysninger via hjemmesiden.", FALSE, "honest"},
    {"Markér mailen som \"ikke spam\", så du ikke går glip af noget.", FALSE, "honest"},
    {"Find din adresse på kortet.", FALSE, "honest"},
    {"Har du fundet din bolig på Boligsiden?", FALSE, "honest"},
    {"Vi har modtaget din adresse og sender pakken.", FALSE, "honest"},
    {"Vi har hentet dine oplysninger fra MitID.", FALSE, "honest"},
    {"Din mail er modtaget via vores kontaktformular.", FALSE, "honest"},
    {"Vi har fået din mail fra dig, da du tilmeldte dig på messen.", FALSE, "honest"},
    {"Din ordre er oprettet via vores partner GLS.", FALSE, "honest"},
    {"Du er registreret på vores partnerportal.", FALSE, "honest"},
    {"Vind en rejse: deltag via en af vores samarbejdspartnere.", FALSE, "honest"},
    {"Our partners help us send this newsletter.", FALSE, "honest"},
    {"Offers from us and our partners", FALSE, "honest"},
    {"You subscribed to our newsletter on our website.", FALSE, "honest"},
    {"You signed up to hear from us and our partners.", FALSE, "honest"},
    {"Sign up at one of our partner stores.", FALSE, "honest"},
    {"As a registered member you save 20 % at one of our partner hotels.", FALSE, "honest"},
    {"You have registered for the conference with one of our partners, Acme.", FALSE, "honest"},
    {"Members who joined this month can train at one of our partner gyms.", FALSE, "honest"},
    {"Join thousands who have signed up. Book via our partner site.", FALSE, "honest"},
    {"You registered your product with us.", FALSE, "honest"},
    {"You can earn points with any of our partners.", FALSE, "honest"},
    {"Section 301 tariffs on Chinese goods", FALSE, "honest"},
    {"Does this end up in junk? Tell your mail program that this is not spam.", FALSE, "honest"},
    {"If this is not spam, mark it as such.", FALSE, "honest"},
    {"We found your perfect match on our website!", FALSE, "honest"},
    {"We've found your next holiday. See the details on our site.", FALSE, "honest"},
    {"We received your email through our contact form.", FALSE, "honest"},
    {"We received your address from you when you signed up in our shop.", FALSE, "honest"},
    {"Update your email address via your account.", FALSE, "honest"},
    {"Your email address was provided by you when you signed up.", FALSE, "honest"},
    {"Your email address was collected in accordance with our privacy policy.", FALSE, "honest"},
    {"We do not send unsolicited email.", FALSE, "honest"},
    {"We respect your privacy and never share your details with third parties.", FALSE, "honest"},
    {"The company was purchased in 2020 by a third party marketing company.", FALSE, "honest"},
    {"Clicking on third party links", FALSE, "honest"},
    {"Your name is listed on our donor wall.", FALSE, "honest"},
    {"This newsletter is sent by a third-party e-mail service on our behalf.", FALSE, "honest"},
    {"You opted in to our partner program.", FALSE, "honest"},
};

static guint findings_of(const char *text) {
    static const CheckSettings settings = {0};
    const Rule *rule = rule_find("consent-list-wording");
    Message *message = body_message("Butik <nyt@example.dk>", text);
    Check check;
    check_init(&check, rule, message, &settings, NULL);
    rule->check(&check);
    guint count = check.findings == NULL ? 0 : check.findings->len;
    check_clear(&check);
    return count;
}

static void test_sentences(void **state) {
    guint failures = 0;
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = g_strdup_printf("Stort udsalg i butikken.\r\n\r\n%s\r\n\r\nAfmeld "
                                                "her.\r\n",
                                                rows[i].text);
        if ((findings_of(text) > 0) == rows[i].found)
            continue;
        print_error("%s: \"%s\"\n", rows[i].reason, rows[i].text);
        failures++;
    }
    assert_int_equal(failures, 0);
}

/* Text whose hits are all about partners costs no more than other text. */
static void test_hostile(void **state) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < 20000; i++)
        g_string_append(text, "tilmeldt, via vores partner\r\n");
    gint64 from = g_get_monotonic_time();
    assert_int_equal(findings_of(text->str), 0);
    assert_true(g_get_monotonic_time() - from < 20 * G_USEC_PER_SEC);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, body_setup, body_teardown);
}
