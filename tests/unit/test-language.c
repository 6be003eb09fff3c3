/* test-language.c - short texts, the Nordic languages above all. */
#include "message/words/language.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

typedef struct {
    const char *text, *language, *reason;
} Row;

static const Row rows[] = {
    {"Tak for din ordre. Vi sender den i morgen, og du hører fra os, når pakken er på vej.", "da",
     "Danish shop"},
    {"Hvis du ikke længere vil have mails fra os, kan du altid afmelde dig her.", "da",
     "Danish footer"},
    {"Vi har åbent hele ugen, og der er kaffe til alle. Kom og se, hvad vi har fået hjem.", "da",
     "Danish invitation"},
    {"Du modtager denne mail, fordi du er kunde hos os.", "da", "one Danish sentence"},
    {"Takk for bestillingen. Vi sender den i morgen, og du hører fra oss når pakken er på vei.",
     "nb", "Norwegian shop"},
    {"Hvis du ikke lenger vil ha e-post fra oss, kan du når som helst melde deg av her.", "nb",
     "Norwegian footer"},
    {"Nå er det bare noen dager igjen av salget vårt. Hva venter du på?", "nb", "Norwegian offer"},
    {"Tack för din beställning. Vi skickar den i morgon, och du hör från oss när paketet är på "
     "väg.",
     "sv", "Swedish shop"},
    {"Om du inte längre vill ha mejl från oss kan du avregistrera dig här.", "sv",
     "Swedish footer"},
    {"Vi har öppet hela veckan och det finns kaffe till alla.", "sv", "Swedish invitation"},
    {"Thank you for your order. We will send it tomorrow and let you know when it is on its way.",
     "en", "English"},
    {"Vielen Dank für Ihre Bestellung. Wir senden sie morgen und sagen Ihnen, wenn sie unterwegs "
     "ist.",
     "de", "German"},
    {"Bedankt voor je bestelling. We sturen het morgen en laten je weten wanneer het onderweg is.",
     "nl", "Dutch"},
    {"Merci pour votre commande. Nous vous l'enverrons demain et vous tiendrons au courant.", "fr",
     "French"},
    {"Gracias por su pedido. Lo enviaremos mañana y le avisaremos cuando esté en camino.", "es",
     "Spanish"},
    {"Grazie per il tuo ordine. Lo spediremo domani e ti diremo quando è in viaggio.", "it",
     "Italian"},
    {"Obrigado pela sua encomenda. Vamos enviá-la amanhã e não se esqueça de nós.", "pt",
     "Portuguese"},
    {"Kiitos tilauksestasi. Se on matkalla ja saat siitä viestin, kun paketti on perillä.", "fi",
     "Finnish"},
    {"感谢您的订单，我们明天发货。", "zh", "Chinese"},
    {"ご注文ありがとうございます。明日発送いたします。", "ja", "Japanese"},
    {"주문해 주셔서 감사합니다. 내일 발송합니다.", "ko", "Korean"},
    {"Спасибо за ваш заказ. Мы отправим его завтра.", "ru", "Russian"},
    {"Дякуємо за ваше замовлення. Ми надішлемо його завтра.", "uk", "Ukrainian"},
    {"شكرا لطلبك. سنرسله غدا.", "ar", "Arabic"},
    {"תודה על ההזמנה שלך. נשלח אותה מחר.", "he", "Hebrew"},
    {"Ευχαριστούμε για την παραγγελία σας.", "el", "Greek"},
    {"ขอบคุณสำหรับคำสั่งซื้อของคุณ", "th", "Thai"},
    {"", NULL, "nothing"},
    {"iPhone 15 Pro 128 GB", NULL, "a product"},
    {"Åse Eksempel ApS, Vestergade 1, 8000 Aarhus C", NULL, "a name and an address"},
    {"Hej", NULL, "one word"},
    {"Hej Åse! Se vores tilbud på Apple Watch, iPhone og iPad: spar op til 50 % på det hele, mens "
     "vi har det på lager.",
     "da", "Danish with English names"},
    {"La nueva collection y el black friday de la semana, para que no te lo pierdas", "es",
     "Spanish with foreign words"},
};

static void test_rows(void **state) {
    g_autoptr(Phrases) phrases = phrases_load(NULL, NULL);
    guint failed = 0;
    assert_non_null(phrases);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Words) words = words_new(rows[i].text, strlen(rows[i].text));
        g_autoptr(Hits) hits = phrases_find(phrases, words);
        const char *found = language_guess(phrases, words);
        if (g_strcmp0(found, rows[i].language) != 0) {
            print_error("%s: %s, expected %s\n", rows[i].reason, found ? found : "none",
                        rows[i].language ? rows[i].language : "none");
            failed++;
        }
    }
    assert_int_equal(failed, 0);
}

/* The same text a thousand times over is the same language, and costs no more than its bound. */
static void test_long(void **state) {
    g_autoptr(Phrases) phrases = phrases_load(NULL, NULL);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < 20000; i++)
        g_string_append(text, rows[0].text);
    g_autoptr(Words) words = words_new(text->str, text->len);
    g_autoptr(Hits) hits = phrases_find(phrases, words);
    assert_string_equal(language_guess(phrases, words), "da");
    g_string_free(text, TRUE);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_long)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
