/* test-content-words.c - what the word lists of the content rules take for what it is: short
 * messages that each tell one story, honest ones beside those that resemble them. */
#include "rules/rule.h"

#include "body-message.h"

typedef struct {
    const char *subject, *from, *body;
    const char *rule; /* the one that fails; NULL: none */
} Row;

static const Row rows[] = {
    {"MitID: handling påkrævet", "support@mitid-dk.example",
     "Kære bruger,\nAf sikkerhedsmæssige årsager skal alle brugere opdatere deres MitID. Hvis du "
     "ikke opdaterer inden 24 timer, bliver dit MitID spærret.\nOpdater MitID her: "
     "https://mit.test/id\nMed venlig hilsen\nMitID",
     "content-fraud"},
    {"Postkassen er fuld", "it@helpdesk.example",
     "Kære bruger. Din postkasse har overskredet lagergrænsen, og indgående mails bliver "
     "tilbageholdt. Klik her for at opgradere din postkasse: https://opg.test/mail\nHvis du ikke "
     "gør det inden 24 timer, bliver din mailkonto deaktiveret.",
     "content-fraud"},
    {"Gevinstmeddelelse", "vinder@lotto.example",
     "Tillykke! Din e-mailadresse er blevet tilfældigt udvalgt i vores internationale "
     "e-mail-lotteri, og du har vundet 850.000 euro. For at få din gevinst udbetalt skal du sende "
     "dit fulde navn, adresse, telefonnummer og kontonummer til vores agent.",
     "content-fraud"},
    {"Hej", "anna@vennekreds.example",
     "Kære ven\nJeg ved, at denne mail kan komme som en overraskelse for dig. Jeg er fru Anna "
     "Keller, enke efter afdøde ingeniør Keller. Jeg lider af kræft og har få måneder tilbage. Min "
     "mand efterlod 8 millioner dollars i en bank, og jeg ønsker at donere pengene til velgørende "
     "formål gennem dig. Svar mig på min private e-mail.",
     "content-fraud"},
    {"Få timer om ugen hjemmefra", "hr@arbejde.example",
     "Vi tilbyder et hjemmejob som finansassistent. Du modtager betalinger fra vores kunder på din "
     "egen bankkonto, beholder 8% i provision og overfører resten til vores partnere. Ingen "
     "erfaring kræves. Send dit CV.",
     "content-fraud"},
    {"Er du på kontoret?", "jens.holm.direktor@gmail.com",
     "Hej Mette\nHar du tid? Jeg sidder i møde og kan ikke tale i telefon. Jeg har brug for, at du "
     "køber nogle gavekort til en kunde. Skrab koderne og send mig billeder af kortene. Du får "
     "pengene tilbage i eftermiddag.",
     "content-fraud"},
    {"Bliv rig på bitcoin", "nyt@kryptonyt.example",
     "Kendte danskere tjener op til 5.000 kr. dagligt med denne tradingrobot. Bankerne hader den. "
     "Garanteret afkast, ingen risiko. Invester blot 1.750 kr. og fordobl dine penge på en uge.",
     "content-fraud"},
    {"Lån til 3%", "lan@finans.example",
     "Har du brug for et lån? Vi tilbyder lån til 3% i rente, uden sikkerhed og trods RKI. Svar på "
     "denne mail med fulde navn, adresse, telefonnummer, lånebeløb og løbetid. Privat långiver.",
     "content-fraud"},
    {"Parkeringsafgift", "info@parkering.example",
     "Du har en ubetalt parkeringsafgift på 795 kr. Betal inden for 24 timer for at undgå "
     "yderligere gebyrer og inkasso: https://park.test/betal",
     "content-fraud"},
    {"Winner", "award@megalotto.example",
     "Congratulations, your email address has won 1,000,000 USD in the Mega Lottery online draw. "
     "Ticket number 5647600545188. To claim your prize contact the claims agent with your full "
     "names, address, age, occupation and phone number.",
     "content-fraud"},
    {"I know your password", "x@y.example",
     "I have hacked your operating system and installed malware on your device. I recorded you "
     "through your webcam while you were visiting adult sites. Send $900 in bitcoin to my wallet "
     "within 48 hours or I will send the video to all your contacts.",
     "content-fraud"},
    {"Fund transfer", "james@finbank.example",
     "I am Mr. James Ade, the branch manager of a bank in Ghana. A foreign customer died without a "
     "will and left USD 14.5 million. I seek your consent to present you as the next of kin. "
     "Everything is 100% risk free. Treat as confidential.",
     "content-fraud"},
    {"Vi kunne ikke trække betalingen", "medlem@fitness.example",
     "Hej Mette\nDin betaling for november blev afvist af banken. Opdater dit betalingskort på Mit "
     "medlemskab inden den 25. november, ellers bliver dit medlemskab sat på "
     "pause.\nhttps://www.fitness.example/mit\nHar du spørgsmål, så ring til os på 70 12 34 56.",
     NULL},
    {"Bekræft din e-mailadresse", "konto@boghandlen.example",
     "Velkommen! Bekræft din e-mailadresse ved at klikke på linket inden for 24 "
     "timer:\nhttps://www.boghandlen.example/bekraeft?id=1\nHvis du ikke selv har oprettet en "
     "konto, kan du se bort fra denne mail.",
     NULL},
    {"Nulstil din adgangskode", "konto@mail.example",
     "Du har bedt om at nulstille din adgangskode. Klik her for at vælge en ny adgangskode. Linket "
     "udløber om 24 timer.\nhttps://mail.example/nulstil\nHar du ikke bedt om det, så ignorer "
     "denne mail.",
     NULL},
    {"Vind et gavekort på 1.000 kr.", "nyt@have.example",
     "Deltag i vores konkurrence, og vind et gavekort på 1.000 kr. Svar på tre spørgsmål om roser "
     "senest den 1. december. Vinderen trækkes den 2. december og får direkte besked. Se "
     "konkurrencebetingelser på vores hjemmeside.\nhttps://www.have.example/konkurrence",
     NULL},
    {"Tillykke med fødselsdagen", "klub@cafe.example",
     "Tillykke med fødselsdagen, Mette! Som medlem af vores kundeklub får du en gratis gave: en "
     "kop kaffe og en kage. Hent din gave i caféen inden 14 dage, og vis denne "
     "mail.\nhttps://www.cafe.example/klub",
     NULL},
    {"Rykker: faktura 10234", "faktura@holm.example",
     "Kære Mette Holm\nVi har ikke modtaget betaling for faktura 10234 på 2.450 kr., som forfaldt "
     "den 1. november. Beløbet bedes overført til reg. 1234 konto 12345678 senest om 10 dage. "
     "Betales beløbet ikke, sender vi sagen til inkasso.\nVenlig hilsen\nHolm",
     NULL},
    {"Dit abonnement er fornyet", "abonnement@avisen.example",
     "Kære Mette\nDit abonnement er blevet fornyet for et år, og 1.499 kr. er trukket på dit kort. "
     "Fakturanummer 2026-118. Du kan opsige abonnementet når som helst på Min side eller ringe til "
     "kundeservice på 70 12 34 56.\nhttps://www.avisen.example/min-side",
     NULL},
    {"Jobopslag: bogholder", "job@logistik.example",
     "Hej Mette\nTak for dit CV. Vi vil gerne invitere dig til samtale om stillingen som bogholder "
     "på 25 timer om ugen. Arbejdet kan delvis ske hjemmefra.\nVenlig hilsen Lis",
     NULL},
    {"Hurtigt spørgsmål", "karen.jensen@gmail.com",
     "Hej Mette\nHurtigt spørgsmål: har du tid til en kop kaffe på fredag? Jeg køber gavekort til "
     "Peters fødselsdag i dag, vil du være med?\nKaren",
     NULL},
    {"Dit lån", "info@sparekassen.example",
     "Kære kunde\nRenten på dit boliglån ændres den 1. januar. Har du brug for et lån til nyt tag, "
     "tilbyder vi lån fra 4,5 % i rente mod sikkerhed i boligen. ÅOP 5,2 %. Kontakt din rådgiver.",
     NULL},
    {"Your receipt", "orders@shop.example",
     "Thank you for your order. Your payment has been processed and your order number is 4711. If "
     "you did not place this order, please contact customer care at +44 20 7946 0000 or reply to "
     "this email.\nShipping address: 1 Main Street",
     NULL},
    {"Unusual sign-in", "security@mail.example",
     "We detected an unusual sign-in attempt to your account from a new device. If this was you, "
     "you can ignore this email. If not, secure your account and change your password: "
     "https://mail.example/security\nWe will never ask for your password by email.",
     NULL},
    {"Card declined", "billing@hosting.example",
     "We were unable to process your payment for your subscription. Please update your payment "
     "method within 7 days to avoid interruption of service. https://hosting.example/billing",
     NULL},
    {"You have been selected", "panel@survey.example",
     "You have been selected to take part in our customer survey. It takes five minutes, and as "
     "thanks you can enter a prize draw for a gift card. Terms and conditions apply. "
     "https://survey.example/s",
     NULL},
    {"Claim your birthday reward", "rewards@coffee.example",
     "Happy birthday! Claim your free drink at any of our shops. Your reward expires in 30 days. "
     "https://coffee.example/rewards",
     NULL},
    {"Quarterly letter", "ir@fund.example",
     "The fund returned 6% this year. Total assets reached 120 million dollars. Past performance "
     "does not guarantee future returns. The price target of our analysts for the index is "
     "unchanged.",
     NULL},
    {"Points expiring", "miles@air.example",
     "You have 4,210 points that expire on 31 December. Redeem your points for flights, upgrades "
     "or a gift card. https://air.example/points",
     NULL},
    {"Kvittering for din betaling", "marie.holm@gmail.com",
     "Kære kunde\nTak for din betaling. 3.899 kr. trækkes på din konto i dag. Faktura "
     "nr. 4477 er vedhæftet.\nHar du ikke godkendt betalingen, så ring til kundesupport "
     "på 70 12 34 56.",
     "content-fraud"},
    {"Order confirmation", "anna.keller@gmail.com",
     "Dear customer, thank you for your order. Your payment of $489.99 has been processed "
     "and will be auto-debited from your account. If you did not authorize this charge, "
     "call our helpline at +1 (202) 555-0143.",
     "content-fraud"},
    {"Postkasse: handling kræves", "support@it-drift.example",
     "Vi har opdaget usædvanlig aktivitet på din mailkonto, og indgående mails bliver "
     "tilbageholdt. Klik her for at beholde din adgangskode: "
     "https://post.test/login\nGør du det ikke inden 24 timer, bliver din konto "
     "deaktiveret.",
     "content-fraud"},
    {"Netflix", "info@medlem-fornyelse.example",
     "Dit abonnement er sat på pause, fordi din betaling blev afvist. Opdater dine "
     "betalingsoplysninger nu for at undgå at blive lukket: https://net.test/d",
     "content-fraud"},
    {"Betalingsservice", "info@aftale-service.example",
     "Din betalingsaftale i Betalingsservice udløber. Log ind med MitID via linket, og "
     "bekræft dine kontooplysninger inden for 24 timer for at undgå spærring: "
     "https://bs.test/id",
     "content-fraud"},
    {"Restskat", "info@skat-udbetaling.example",
     "Du har ubetalt restskat på 1.284 kr. Betal restskatten inden for 48 timer for at "
     "undgå inkasso og yderligere gebyrer. Betal nu: https://sk.test/b",
     "content-fraud"},
    {"Vores nye kontonummer", "karen.jensen.bogholder@gmail.com",
     "Hej Mette\nVores kontonummer er ændret, og den gamle konto er lukket. Overfør "
     "fremover huslejen til følgende konto: 1234 0012345678. Det skal betales i dag.",
     "content-fraud"},
    {"Nouvelles coordonnées bancaires", "compta.loyer@gmail.com",
     "Bonjour,\nNos coordonnées bancaires ont été modifiées, l'ancien compte est "
     "désactivé. Merci d'effectuer votre paiement sur le nouveau compte.",
     "content-fraud"},
    {"Forbind din wallet", "nyt@kryptodrop.example",
     "Vores airdrop er åben: hent dine gratis tokens, før puljen er tom. Forbind din "
     "wallet, og indtast din gendannelsesfrase: https://drop.test/w",
     "content-fraud"},
    {"Free mint", "hello@tokenclub.example",
     "Claim your free NFTs today. Connect your wallet to join the whitelist, mint is live "
     "for the first 500 wallets: https://mint.test/a",
     "content-fraud"},
    {"Dokument", "post@arkiv.example",
     "Dokumentet er underskrevet digitalt og afventer din godkendelse. Hent dokumentet "
     "her: hTTpS://198.51.100.7/dok",
     "content-fraud"},
    {"CV", "job@mail.example",
     "Hello, please find my CV. You can download my resume here: "
     "http://7.100.51.198.host.example/cv",
     "content-fraud"},
    {"Er du ledig?", "jens.holm.formand@gmail.com",
     "Hej Mette\nHar du tid? Jeg har brug for din hjælp til at købe nogle Apple "
     "gavekort til en overraskelse. Jeg refunderer dig i aften.",
     "content-fraud"},
    {"Lån", "finans.holding@gmail.com",
     "Vi tilbyder lån til private og virksomheder, privatlån og projektfinansiering med "
     "en rente på kun 2 %, uden sikkerhed. Har du brug for et lån, så svar på denne "
     "mail.",
     "content-fraud"},
    {"【重要】お支払い方法の更新", "info@kaiin-koushin.example",
     " "
     "お客様のアカウントのご利用を一時停止いたしました。お支払い方法に問題があるため、24時間以内に"
     "本人確認をお願いします。下記のリンクをクリックしてください。\nhttps://koushin.test/a",
     "content-fraud"},
    {"Ihr Konto", "service@kunden-info.example",
     "Ihr Konto wurde aus Sicherheitsgründen gesperrt. Klicken Sie hier, um Ihre Daten zu "
     "bestätigen. Bestätigen Sie Ihre Identität innerhalb von 24 Stunden: "
     "https://konto.test/a",
     "content-fraud"},
    {"Din pakke", "info@pakke-besked.example",
     "Din pakke kunne ikke leveres på grund af manglende porto. Betal gebyret på 19 kr. "
     "inden for 24 timer, ellers returneres den: https://pk.test/b",
     "content-fraud"},
    {"Kvittering", "ordre@blomster.example",
     "Tak for din ordre. Ordre 4711 er bekræftet, og 349 kr. trækkes på dit kort, når "
     "vi sender. Har du ikke selv bestilt, så ring til kundeservice på 70 12 34 "
     "56.\nhttps://www.blomster.example/ordre",
     NULL},
    {"Invoice 1042", "lise.sand@gmail.com",
     "Hi Mette, thanks for your order last week. Invoice 1042 for 1,250 kr is attached. "
     "Call me on 20 12 34 56 if something is wrong with it. Best, Lise",
     NULL},
    {"Faktura for november", "tomrer.holm@gmail.com",
     "Hej Mette\nTak for opgaven. Hermed faktura på 4.200 kr., som er vedhæftet. Ring "
     "på 20 12 34 56, hvis du har spørgsmål.\nVenlig hilsen\nPer Holm",
     NULL},
    {"Dokument til underskrift", "noreply@underskrift.example",
     "Lejekontrakten afventer din underskrift. Åbn dokumentet, og skriv under med "
     "MitID:\nhttps://www.underskrift.example/d/1\nVi beder dig aldrig om at sende koder "
     "i en mail.",
     NULL},
    {"Dit domæne udløber", "support@webhotel.example",
     "Dit domæne example.dk udløber den 1. december. Forny det i kontrolpanelet, eller "
     "lad det fornyes automatisk. https://www.webhotel.example/domaener",
     NULL},
    {"Ny digital post", "noreply@post.example",
     "Du har fået ny digital post fra kommunen. Log ind med MitID for at læse "
     "den.\nhttps://www.post.example/",
     NULL},
    {"Fakturaen er klar", "faktura@el.example",
     "Din faktura for oktober er klar. Se fakturaen på Min side: "
     "https://www.el.example/minside\nBeløbet trækkes via Betalingsservice den 1. "
     "december.",
     NULL},
    {"Nyt kontonummer", "kasserer@forening.example",
     "Kære medlemmer\nForeningen har skiftet bank og fået nyt kontonummer. Det står "
     "på hjemmesiden og i referatet fra "
     "generalforsamlingen.\nhttps://www.forening.example/",
     NULL},
    {"Crypto week", "news@fintech.example",
     "This week: Ethereum fees fell, an NFT exhibition opened in Aarhus, and the tax "
     "agency explained how staking is taxed. Read on: https://www.fintech.example/week",
     NULL},
    {"ポイント有効期限のお知らせ", "info@tenpo.example",
     " "
     "いつもご利用いただきありがとうございます。ポイントの有効期限のお知らせです。詳細はこちらのペ"
     "ージをご確認ください。\nhttps://www.tenpo.example/point",
     NULL},
    {"Ihre Rechnung", "rechnung@strom.example",
     "Ihre Rechnung für November ist fertig. Sie können die Rechnung im Kundenportal "
     "ansehen: https://www.strom.example/portal",
     NULL},
    {"Ordrebekræftelse", "garn.butikken@gmail.com",
     "Tak for din ordre. Ordre 118 er bekræftet, og fakturaen på 349 kr. er vedhæftet. Beløbet "
     "trækkes på dit kort, når vi sender.\nKundeservice: telefon 70 12 34 56",
     NULL},
    {"Your order", "wool.and.yarn@gmail.com",
     "Thank you for your order. Your payment of $49.00 has been processed and your order will ship "
     "on Monday. Customer service: +1 (202) 555-0143",
     NULL},
    {"Nyt om krypto", "nyt@finans.example",
     "I denne uge: Bitcoin steg 4 procent, en NFT-udstilling åbnede i Aarhus, og Skattestyrelsen "
     "skriver til ejere af kryptovaluta. Sådan fungerer en wallet, og sådan beskattes gevinst. Læs "
     "mere: https://www.finans.example/krypto",
     NULL},
    {"Investor letter", "ir@chain.example",
     "Our blockchain fund returned 8% this year. We hold Bitcoin, Ethereum and staking rewards. "
     "Past "
     "performance does not guarantee future returns. https://www.chain.example/letter",
     NULL},
    {"Frække piger venter", "nyt@firma.example",
     "Liderlige husmødre i dit område vil have sex i aften. Se dem nøgne på webcam, gratis. Kun "
     "for voksne.",
     "content-adult"},
    {"Find en affære", "nyt@firma.example",
     "Uforpligtende sex med gifte kvinder. Diskret dating og frække billeder. Opret profil gratis.",
     "content-adult"},
    {"XXX movies", "nyt@firma.example",
     "Watch free xxx movies: teen sluts, milfs and big cocks. Uncensored hardcore.",
     "content-adult"},
    {"Større penis", "nyt@firma.example",
     "Få en større penis på 4 uger. Penisforlænger med hårdere rejsning, og tilfredsstil din kone "
     "i sengen. Bedre sexliv.",
     "content-adult"},
    {"Meet horny singles", "nyt@firma.example",
     "Horny local women are looking for casual sex tonight. See their naked photos and find a fuck "
     "buddy now.",
     "content-adult"},
    {"Last longer", "nyt@firma.example",
     "Rock hard erections all night. Penis enlargement pills. Drive her wild in bed and be a "
     "sexual beast.",
     "content-adult"},
    {"Sexlegetøj og sundhed", "nyt@firma.example",
     "Vores sexolog giver gode råd om lyst og sexliv i overgangsalderen. Kom til foredrag på "
     "biblioteket om seksualitet og samliv. Tal med din læge om gener.",
     NULL},
    {"Nyt lingeri", "nyt@firma.example",
     "Ny kollektion af sexet lingeri, bh og trusser i silke. Spar 20 % i weekenden. Find din "
     "størrelse i butikken.",
     NULL},
    {"Ugens bøger", "nyt@firma.example",
     "Erotisk roman topper listen: en historie om begær, kunst og et nøgent maleri. Vi anmelder "
     "også en bog om pornografiens historie.",
     NULL},
    {"Bryster og amning", "nyt@firma.example",
     "Amning: gode råd om ømme bryster og brystvorter fra jordemoderen. Screening for brystkræft.",
     NULL},
    {"Dating", "nyt@firma.example",
     "Meet singles near you. Sexy summer dresses, hot nights and a glass of rosé: five date ideas.",
     NULL},
    {"New vape flavours", "nyt@firma.example",
     "Our new disposable vapes are here: 600 puffs, 20 mg nicotine, ten flavours. Vape juice deals "
     "this week.",
     "content-prohibited"},
    {"Viagra uden recept", "nyt@firma.example",
     "Køb Viagra og Cialis uden recept. Diskret levering. Kun 12 kr pr pille.",
     "content-prohibited"},
    {"Køb kørekort", "nyt@firma.example",
     "Køb kørekort online uden prøve. Vi laver også falske pas og eksamensbeviser.",
     "content-prohibited"},
    {"Hash og skunk", "nyt@firma.example",
     "Lækker hash og skunk leveres til døren. Frisk kokain, køb MDMA. Gram 600 kr.",
     "content-prohibited"},
    {"Ugens vin", "nyt@firma.example",
     "Rødvin med noter af tobak, cigar og læder. Kun 79 kr. ved køb af 6 flasker. Perfekt til "
     "vildt.",
     NULL},
    {"Rygestop", "nyt@firma.example",
     "Vil du stoppe med at ryge? Kom til rygestopkursus på apoteket. Nikotinplastre og tyggegummi "
     "er på tilbud. Undgå cigaretter og snus.",
     NULL},
    {"OK26: Stem om overenskomsten", "nyt@firma.example",
     "Kære medlem. Afstemningen om overenskomsten er i gang. Bestyrelsen anbefaler, at du stemmer "
     "ja. Tillidsrepræsentanten kan svare på spørgsmål.",
     NULL},
    {"Generalforsamling", "nyt@firma.example",
     "Indkaldelse til generalforsamling i boligforeningen. Jeg stiller op til bestyrelsen. Stem på "
     "mig, hvis du vil have nye vaskemaskiner.",
     NULL},
    {"Apotekets tilbud", "nyt@firma.example",
     "Håndkøbsmedicin, vitaminer og hudpleje: 3 for 2. Recepter kan bestilles online og leveres "
     "til døren. Rejseapotek og solcreme.",
     NULL},
    {"Museum shop", "nyt@firma.example",
     "A replica of the Viking ship and a replica sword from our museum shop.", NULL},
    {"CBD oil", "nyt@firma.example",
     "Hemp seed oil for your skin. Cannabis sativa seed oil body butter, 20 % off this week.",
     NULL},
    {"På gaden", "nyt@firma.example",
     "Smadr bankerne, sæt ild til politibilerne og tæv betjentene. Mød bevæbnet op. Ingen nåde.",
     "content-incitement"},
    {"Rise", "nyt@firma.example",
     "Kill all traitors. Take up arms, burn down the parliament and show no mercy. Blood will "
     "flow.",
     "content-incitement"},
    {"Demonstration lørdag", "nyt@firma.example",
     "Kom til fredelig demonstration for klimaet lørdag kl. 13 på Rådhuspladsen. Vi kæmper for "
     "fremtiden og går mod Christiansborg. Ingen vold, ingen masker.",
     NULL},
    {"Black Friday", "nyt@firma.example",
     "Vi brænder priserne af! Storm butikken på fredag, ingen nåde for priserne. Det er krig mod "
     "dyre varer, og tilbuddene dræber.",
     NULL},
    {"Nyheder", "nyt@firma.example",
     "Optøjer i nat: Unge satte ild til biler og kastede brosten mod politiet. Politiet oplyser, "
     "at 14 er anholdt. En mand blev dræbt.",
     NULL},
    {"Fodbold", "nyt@firma.example",
     "Vi smadrede dem 4-0! Kom på stadion søndag, når vi skal knuse rivalerne. Kæmp med os til "
     "sidste blod.",
     NULL},
};

static const char *const rules[] = {"content-adult", "content-incitement", "content-prohibited",
                                    "content-fraud"};

static Message *message_of(const Row *row) {
    g_autofree char *text =
        g_strdup_printf("From: <%s>\r\nTo: Mette Holm <mette@example.dk>\r\nSubject: %s\r\n"
                        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                        "Content-Transfer-Encoding: 8bit\r\n\r\n%s\r\n",
                        row->from, row->subject, row->body);
    return body_message_raw(text);
}

static void test_rows(void **state) {
    static const char *const profiles[] = {"smtpdk", NULL};
    const CheckSettings settings = {.profiles = profiles};
    guint failures = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        Message *message = message_of(&rows[i]);
        for (gsize k = 0; k < G_N_ELEMENTS(rules); k++) {
            const Rule *rule = rule_find(rules[k]);
            Check check;
            check_init(&check, rule, message, &settings, NULL);
            rule->check(&check);
            gboolean fails = check.findings != NULL && check.findings->len > 0;
            if (fails != (g_strcmp0(rows[i].rule, rules[k]) == 0)) {
                failures++;
                print_error("%s: %s %s\n", rows[i].subject, rules[k], fails ? "fails" : "passes");
            }
            check_clear(&check);
        }
    }
    assert_int_equal(failures, 0);
}

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

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
