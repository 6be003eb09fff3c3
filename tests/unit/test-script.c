/* test-script.c - characters that nobody sees, look-alike letters, check marks. */
#include "message/words/script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define ZWSP "\xe2\x80\x8b"
#define ZWNJ "\xe2\x80\x8c"
#define ZWJ "\xe2\x80\x8d"
#define LRM "\xe2\x80\x8e"
#define RLO "\xe2\x80\xae"
#define SHY "\xc2\xad"
#define VS16 "\xef\xb8\x8f"

typedef struct {
    const char *text;
    const char *found; /* a letter for each: z zero-width, Z within a word, b bidi, p private */
    const char *reason;
} InvisibleRow;

static const InvisibleRow invisible_rows[] = {
    {"Tilbud til dig", "", "plain"},
    {"Sidste chance på søndag", "", "Danish letters"},
    {"V" ZWSP "i" ZWSP "n", "ZZ", "letters kept apart"},
    {"Go on, put it to work." ZWSP, "z", "one at the end"},
    {"\xef\xbb\xbfHej", "z", "a byte-order mark in front"},
    {"Rabat" ZWSP " i dag", "z", "at a word's edge"},
    {"No regrets \xf0\x9f\x92\x81" ZWJ "\xe2\x99\x80" VS16, "", "emoji sequence"},
    {"\xf0\x9f\x91\xa9\xf0\x9f\x8f\xbd" ZWJ "\xf0\x9f\x9a\x80 afgang", "",
     "emoji sequence with a skin tone"},
    {"Sommer \xe2\x98\x80" VS16, "", "variation selector behind an emoji"},
    {"1" VS16 "\xe2\x83\xa3 ting", "", "keycap"},
    {"S" VS16 "ale", "Z", "variation selector within a word"},
    {"\xf0\x9f\x8f\xb4\xf3\xa0\x81\xa7\xf3\xa0\x81\xa2\xf3\xa0\x81\xb3\xf3\xa0\x81\xa3\xf3\xa0\x81"
     "\xb4\xf3\xa0\x81\xbf tur",
     "", "the flag of Scotland"},
    {"می" ZWNJ "خواهم", "", "Persian needs the non-joiner"},
    {"क्" ZWJ "ष", "", "Hindi needs the joiner"},
    {"സാമ്പത്തികന്" ZWJ " x", "", "Malayalam chillu at a word's end"},
    {"สวัสดี" ZWSP "ครับ", "", "Thai breaks lines there"},
    {"Pay" ZWNJ "Pal", "Z", "non-joiner within a Latin word"},
    {"שלום" LRM " (2)", "", "mark beside Hebrew"},
    {"Hej" LRM " igen", "b", "mark without right-to-left letters"},
    {"invoice" RLO "fdp.exe", "b", "override"},
    {"שלום " RLO "abc", "b", "override in Hebrew too"},
    {"Grund" SHY "stücks" SHY "verkehr", "", "hyphenation"},
    {"P" SHY "a" SHY "y", "ZZ", "soft hyphens between single letters"},
    {"Nyt \xee\x80\x81 her", "p", "private use"},
};

static void test_invisible(void **state) {
    guint failed = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(invisible_rows); i++) {
        const InvisibleRow *row = &invisible_rows[i];
        g_autoptr(GArray) found = script_invisible(row->text, strlen(row->text));
        GString *letters = g_string_new(NULL);
        for (guint n = 0; n < found->len; n++) {
            const Invisible *one = &g_array_index(found, Invisible, n);
            assert_true(one->start < one->end && one->end <= strlen(row->text));
            g_string_append_c(letters, one->kind == INVISIBLE_BIDI      ? 'b'
                                       : one->kind == INVISIBLE_PRIVATE ? 'p'
                                       : one->inside                    ? 'Z'
                                                                        : 'z');
        }
        if (strcmp(letters->str, row->found) != 0) {
            print_error("%s: \"%s\", expected \"%s\"\n", row->reason, letters->str, row->found);
            failed++;
        }
        g_string_free(letters, TRUE);
    }
    assert_int_equal(failed, 0);
}

typedef struct {
    const char *text;
    ScriptUse use;
    const char *found; /* "letter:раypal" …, joined by a space */
    const char *reason;
} LookRow;

static const LookRow look_rows[] = {
    {"Your order has shipped", SCRIPT_TEXT, "", "plain"},
    {"Tilbud på sæbe, øl og æbler i Århus", SCRIPT_TEXT, "", "Danish"},
    {"Kadın, ışık ve çiçek İstanbul", SCRIPT_TEXT, "", "Turkish dotless i"},
    {"Žluťoučký kůň, łódź, đường, þing", SCRIPT_TEXT, "", "Latin letters of other languages"},
    {"Din ordre hos раypal", SCRIPT_TEXT, "letter:раypal", "Cyrillic letters in a Latin word"},
    {"Сбepбанк: Ваш счёт", SCRIPT_TEXT, "letter:Сбepбанк", "Latin letters in a Cyrillic word"},
    {"Новый VIPовский тариф", SCRIPT_TEXT, "", "mixed, yet no letter looks like another"},
    {"Поступила оплата по счету", SCRIPT_TEXT, "", "Russian, with words of look-alikes only"},
    {"Ваш iPhone и Apple Watch", SCRIPT_TEXT, "", "Russian with English names"},
    {"Το νέο μας iPhone", SCRIPT_TEXT, "", "Greek with an English name"},
    {"Новини для вас: сор", SCRIPT_TEXT, "", "a word of look-alikes in a Cyrillic text"},
    {"Your соорѕ account", SCRIPT_TEXT, "whole:соорѕ", "a Cyrillic word in an English text"},
    {"Faktura fra ООО Eksempel", SCRIPT_TEXT, "", "three letters coincide"},
    {"Cɑrd bɑlance", SCRIPT_TEXT, "letter:Cɑrd letter:bɑlance", "Latin alpha"},
    {"Youɾ backup", SCRIPT_TEXT, "letter:Youɾ", "a phonetic letter"},
    {"Ordet: [ˈwɜːd] og /kɑt/", SCRIPT_TEXT, "", "pronunciations"},
    {"Ŋutifafa kple ɖekawɔwɔ", SCRIPT_TEXT, "", "Ewe"},
    {"𝗬𝗼𝘂𝗿 𝗯𝗶𝗹𝗹", SCRIPT_TEXT, "styled:𝗬𝗼𝘂𝗿 styled:𝗯𝗶𝗹𝗹", "mathematical letters"},
    {"S𝐚le", SCRIPT_TEXT, "styled:S𝐚le", "one among plain letters"},
    {"Find os på 𝕏", SCRIPT_TEXT, "", "a name of one letter"},
    {"ＳＢＩ証券からのお知らせ", SCRIPT_TEXT, "", "full-width letters in Japanese"},
    {"ＦＲＥＥ gift", SCRIPT_TEXT, "styled:ＦＲＥＥ", "full-width letters in English"},
    {"Ⓕⓡⓔⓔ gift", SCRIPT_TEXT, "styled:Ⓕⓡⓔⓔ", "circled letters"},
    {"🅵🆁🅴🅴 gift", SCRIPT_TEXT, "styled:🅵🆁🅴🅴", "squared letters"},
    {"Den 5ᵗʰ maj, 1ª og Brand™ Ⓜ 🆕 ℹ️", SCRIPT_TEXT, "", "honest variants"},
    {"ᴛᴏᴅᴀʏ only", SCRIPT_TEXT, "styled:ᴛᴏᴅᴀʏ", "small capitals"},
    {"iPhoneの新色", SCRIPT_TEXT, "", "Latin and Japanese"},
    {"הiPhone החדש", SCRIPT_TEXT, "", "a Hebrew prefix before an English name"},
    {"5 μg og 3 kΩ", SCRIPT_TEXT, "", "Greek letters as units"},
    {"аррӏе", SCRIPT_LABEL, "whole:аррӏе", "a label all of look-alikes"},
    {"раypal.example", SCRIPT_LABEL, "letter:раypal", "a mixed label"},
    {"пример.test", SCRIPT_LABEL, "", "a Russian name"},
    {"rødgrød.dk", SCRIPT_LABEL, "", "a Danish name"},
    {"abcд", SCRIPT_LABEL, "mixed:abcд", "mixed without look-alikes: a label has no such need"},
    {"abcд", SCRIPT_TEXT, "", "the same in a text"},
};

static const char *const kinds[] = {"letter", "whole", "styled", "mixed"};

static void test_look_alikes(void **state) {
    guint failed = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(look_rows); i++) {
        const LookRow *row = &look_rows[i];
        g_autoptr(GArray) found = script_look_alikes(row->text, strlen(row->text), row->use);
        GString *said = g_string_new(NULL);
        for (guint n = 0; n < found->len; n++) {
            const LookAlike *one = &g_array_index(found, LookAlike, n);
            g_string_append_printf(said, "%s%s:%.*s", said->len > 0 ? " " : "", kinds[one->kind],
                                   (int)(one->end - one->start), row->text + one->start);
            assert_true(one->letters > 0 && one->character != 0);
        }
        if (strcmp(said->str, row->found) != 0) {
            print_error("%s: \"%s\", expected \"%s\"\n", row->reason, said->str, row->found);
            failed++;
        }
        g_string_free(said, TRUE);
    }
    assert_int_equal(failed, 0);
}

static void test_check_marks(void **state) {
    const char *text = "Eksempel Bank \xe2\x9c\x94" VS16 " \xe2\x9c\x85 \xf0\x9f\x94\xa5";
    g_autoptr(GArray) found = script_check_marks(text, strlen(text));
    assert_int_equal(found->len, 2);
    const CheckMark *first = &g_array_index(found, CheckMark, 0);
    assert_int_equal(first->character, 0x2714);
    assert_int_equal(first->end - first->start, 6);
    assert_int_equal(g_array_index(found, CheckMark, 1).character, 0x2705);
}

static const struct {
    const char *text, *plain, *reason;
} plain_rows[] = {
    {"V" ZWSP "i" ZWSP "n", "Vin", "what shows nothing is gone"},
    {"Cɑrd", "Card", "Latin alpha"},
    {"𝗬𝗼𝘂𝗿 𝗯𝗶𝗹𝗹", "Your bill", "mathematical letters"},
    {"ＦＲＥＥ", "FREE", "full-width letters"},
    {"Sæbe ✨ på 𝕏", "Sæbe ✨ på 𝕏", "honest characters stay"},
    {"раypal", "paypal", "Cyrillic letters"},
};

static void test_plain(void **state) {
    for (gsize i = 0; i < G_N_ELEMENTS(plain_rows); i++) {
        g_autofree char *plain = script_plain(plain_rows[i].text, strlen(plain_rows[i].text));
        if (strcmp(plain, plain_rows[i].plain) != 0)
            fail_msg("%s: \"%s\"", plain_rows[i].reason, plain);
    }
}

/* A text of nothing but joiners is judged in its first octets, in linear time. */
static void test_long(void **state) {
    GString *text = g_string_new("a");
    for (guint i = 0; i < 200000; i++)
        g_string_append(text, i % 2 ? SHY : ZWJ);
    g_string_append_c(text, 'b');
    g_autoptr(GArray) found = script_invisible(text->str, text->len);
    assert_true(found->len > 1000 && found->len < SCRIPT_OCTETS);
    g_autoptr(GArray) words = script_look_alikes(text->str, text->len, SCRIPT_TEXT);
    assert_int_equal(words->len, 0);
    g_string_free(text, TRUE);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_invisible),
                                       cmocka_unit_test(test_look_alikes),
                                       cmocka_unit_test(test_check_marks),
                                       cmocka_unit_test(test_plain), cmocka_unit_test(test_long)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
