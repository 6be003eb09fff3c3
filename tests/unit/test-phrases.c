/* test-phrases.c - the grammar of phrase files and the search. */
#include "message/words/phrases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <string.h>

static Phrases *shipped(void) {
    GError *error = NULL;
    Phrases *phrases = phrases_load(NULL, &error);
    if (!phrases)
        fail_msg("%s", error->message);
    return phrases;
}

static Hits *find(const Phrases *phrases, const char *text) {
    g_autoptr(Words) words = words_new(text, strlen(text));
    return phrases_find(phrases, words);
}

/* "[the matched text][the next]" of one list. */
static char *matched(const Hits *hits, const char *list, const char *text) {
    GString *out = g_string_new(NULL);
    guint at = 0;
    for (const Hit *hit; (hit = hits_next(hits, list, 0, G_MAXSIZE, &at));)
        g_string_append_printf(out, "[%.*s]", (int)(hit->end - hit->start), text + hit->start);
    return g_string_free(out, FALSE);
}

typedef struct {
    const char *file, *text, *found, *reason;
} Row;

static const Row rows[] = {
    {"køb nu", "Køb nu!", "[Køb nu]", "a phrase, folded on both sides"},
    {"køb nu", "købnu køb nut", "", "never a part of a word"},
    {"køb nu", "køb det nu", "", "no word in between"},
    {"denne/dette mail/nyhedsbrev", "denne mail, dette nyhedsbrev",
     "[denne mail][dette nyhedsbrev]", "either word"},
    {"afmeld (dig) her", "Afmeld dig her eller afmeld her", "[Afmeld dig her][afmeld her]",
     "the word may be missing"},
    {"(helt gratis/kvit) levering", "helt gratis levering; kvit levering; gratis levering",
     "[helt gratis levering][kvit levering][levering]", "optional ways of several words"},
    {"hvis ... ikke ønsker", "hvis du ikke ønsker", "[hvis du ikke ønsker]", "a gap"},
    {"hvis ... ikke ønsker", "hvis ikke ønsker", "[hvis ikke ønsker]", "an empty gap"},
    {"hvis ... ikke ønsker", "hvis a b c d ikke ønsker", "[hvis a b c d ikke ønsker]",
     "a gap of four"},
    {"hvis ... ikke ønsker", "hvis a b c d e ikke ønsker", "", "a gap of five is too much"},
    {"hvis ... ikke ønsker", "hvis du vil. Du ikke ønsker", "", "a gap ends with the sentence"},
    {"hvis ... ikke ønsker", "hvis hvis du ikke ønsker", "[hvis hvis du ikke ønsker]",
     "the longest: the later start lies within"},
    {"spar\nspar penge", "spar penge, spar", "[spar penge][spar]", "the longest at a place"},
    {"a b\nb c", "a b c", "[a b][b c]", "hits that overlap are both there"},
    {"e-mail/mail adresse", "e-mail adresse, Mail adresse, e adresse",
     "[e-mail adresse][Mail adresse]", "a way of two words"},
    {"50 % rabat", "50 procent rabat 50% rabat", "[50% rabat]", "signs count for nothing"},
    {"køb – nu", "køb nu", "[køb nu]", "a dash in the file is passed over"},
    {"køb nu # ikke kun nu", "kun køb nu", "[køb nu]", "a comment behind a phrase"},
    {"pakken er {på vej/leveret}", "Pakken er på vej, pakken er leveret, pakken er",
     "[Pakken er på vej][pakken er leveret]", "ways of several words"},
    {"spar {n}/halvdelen (kr)", "spar 1234 kr, spar halvdelen, spar n, spar x2",
     "[spar 1234 kr][spar halvdelen]", "any number"},
    {"a ... b ... c", "a x b y c", "[a x b y c]", "two gaps"},
    {"a ... (b) c", "a x c. a x b c", "[a x c][a x b c]", "a gap before an optional word"},
    {"(a) ... b", "x b", "[b]", "a gap behind a missing word does not begin a phrase"},
    {"don't miss", "Don\xe2\x80\x99t miss", "[Don\xe2\x80\x99t miss]", "apostrophes alike"},
    {"退订", "請退订。", "[退订]", "Han without spaces"},
    {"gratis", "gratis gratis", "[gratis][gratis]", "every place"},
    {"køb\nnu", "køb\nnu", "[køb][nu]", "lines are phrases of their own"},
};

static void test_rows(void **state) {
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Phrases) phrases = shipped();
        g_autofree char *file = g_strconcat("[da]\n", rows[i].file, "\n", NULL);
        GError *error = NULL;
        if (!phrases_add(phrases, "test", "own", file, strlen(file), &error))
            fail_msg("%s: %s", rows[i].reason, error->message);
        g_autoptr(Hits) hits = find(phrases, rows[i].text);
        g_autofree char *found = matched(hits, "own", rows[i].text);
        if (strcmp(found, rows[i].found) != 0)
            fail_msg("%s: found %s, expected %s", rows[i].reason, found, rows[i].found);
    }
}

typedef struct {
    const char *file, *error, *reason;
} BadRow;

static const BadRow bad[] = {
    {"køb nu\n", "own:1: a phrase before the first section", "no section"},
    {"[dansk]\n", "own:1: “[dansk]” names no language", "a section that is no code"},
    {"[da] x\n", "own:1: “[da] x” names no language", "something behind a section"},
    {"[da]\n\n# x\nkøb (nu\n", "own:4: “(” is never closed", "line counted with comments"},
    {"[da]\nafmeld(e)\n", "own:2: “(” inside a word; groups are of whole words",
     "parenthesis inside a word"},
    {"[da]\n(en)gang\n", "own:2: “)” inside a word; groups are of whole words",
     "parenthesis inside a word"},
    {"[da]\na {b c\n", "own:2: “{” is never closed", "an open group"},
    {"[da]\n{a/} b\n", "own:2: “a/” holds a way without a word", "an empty way of a group"},
    {"[da]\na//b c\n", "own:2: “a//b” holds a way without a word", "an empty way"},
    {"[da]\n... nu\n", "own:2: a phrase cannot begin with “...”", "gap first"},
    {"[da]\nnu ...\n", "own:2: a phrase cannot end with “...”", "gap last"},
    {"[da]\na ... ... b\n", "own:2: one “...” after another", "two gaps"},
    {"[da]\n(a) (b)\n", "own:2: “(a) (b)” holds no word that must be there", "all optional"},
    {"[da]\n!!\n", "own:2: “!!” holds no word that must be there", "no word"},
    {"[da]\na = x\n", "own:2: “x” is no weight", "weight"},
    {"[da]\na = 1e9\n", "own:2: “1e9” is no weight", "weight too large"},
    {"[da]\na = nan\n", "own:2: “nan” is no weight", "weight not a number"},
    {"[da]\nk\xf8"
     "b\n",
     "own:2: not UTF-8", "Latin-1"},
    {"[da]\na/b a/b a/b a/b a/b a/b a/b a/b a/b a/b a/b a/b a/b\n",
     "own:2: the phrase can be read in 8192 ways", "too many ways"},
    {"[da]\na a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a\n",
     "own:2: a phrase of over 32 places", "too many places"},
};

static void test_malformed(void **state) {
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(Phrases) phrases = shipped();
        g_autoptr(GError) error = NULL;
        gsize length = strlen(bad[i].file);
        g_autofree char *exact = g_memdup2(bad[i].file, length);
        if (phrases_add(phrases, "own", "own", exact, length, &error))
            fail_msg("%s: accepted", bad[i].reason);
        if (!g_str_has_prefix(error->message, bad[i].error))
            fail_msg("%s: “%s”, expected “%s”", bad[i].reason, error->message, bad[i].error);
    }
}

static void test_weight_and_language(void **state) {
    g_autoptr(Phrases) phrases = shipped();
    const char *file = "\xEF\xBB\xBF[da]\r\ngratis = 0.5\r\n[en]\r\nfree = -2\r\n[*]\r\nxx  \r\n";
    assert_true(phrases_add(phrases, "own", "own", file, strlen(file), NULL));
    const char *text = "free gratis xx";
    g_autoptr(Hits) hits = find(phrases, text);
    guint at = 0;
    const Hit *hit = hits_next(hits, "own", 0, strlen(text), &at);
    assert_non_null(hit);
    assert_string_equal(hit->language, "en");
    assert_true(hit->weight == -2);
    assert_string_equal(hit->phrase, "free");
    hit = hits_next(hits, "own", 0, strlen(text), &at);
    assert_string_equal(hit->language, "da");
    assert_true(hit->weight == 0.5);
    hit = hits_next(hits, "own", 0, strlen(text), &at);
    assert_string_equal(hit->language, "*");
    assert_string_equal(hit->phrase, "xx");
    assert_null(hits_next(hits, "own", 0, strlen(text), &at));
    assert_true(hits_any(hits, "own", 5, 11));
    assert_false(hits_any(hits, "own", 5, 10)); /* “gratis” is cut by the bound */
    assert_false(hits_any(hits, "nowhere", 0, strlen(text)));
}

/* What a user's file adds, changes and silences. */
static void test_extension(void **state) {
    g_autofree char *folder = g_dir_make_tmp("spamlint-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "promotion.txt", NULL);
    g_autofree char *other = g_build_filename(folder, "nosuchlist.txt", NULL);
    const char *const extra[] = {path, NULL}, *const wrong[] = {other, NULL};
    g_autoptr(GError) error = NULL;

    assert_true(
        g_file_set_contents(path, "[da]\nkvantespring i prisen = 3\nkøb nu = 0\n", -1, NULL));
    assert_true(g_file_set_contents(other, "[da]\nx\n", -1, NULL));
    g_autoptr(Phrases) phrases = phrases_load(extra, NULL);
    assert_non_null(phrases);
    const char *text = "Kvantespring i prisen: køb nu";
    g_autoptr(Hits) hits = find(phrases, text);
    g_autofree char *found = matched(hits, "promotion", text);
    assert_string_equal(found, "[Kvantespring i prisen]");

    assert_null(phrases_load(wrong, &error));
    assert_non_null(strstr(error->message, "there is no word list “nosuchlist”"));
    g_clear_error(&error);
    assert_true(g_file_set_contents(path, "[da]\nok\nafmeld(e)\n", -1, NULL));
    assert_null(phrases_load(extra, &error));
    g_autofree char *place = g_strconcat(path, ":3: ", NULL);
    assert_true(g_str_has_prefix(error->message, place));
    g_clear_error(&error);
    g_unlink(path);
    assert_null(phrases_load(extra, &error));
    assert_non_null(error);
    g_unlink(other);
    g_rmdir(folder);
}

/* Many paths at once: bounded, and what stands behind them is still found. */
static void test_hostile_text(void **state) {
    g_autoptr(Phrases) phrases = shipped();
    const char *file = "[*]\nqa ... qa ... qa ... qa ... qa ... qz\nqend now\n";
    assert_true(phrases_add(phrases, "own", "own", file, strlen(file), NULL));
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < 100000; i++)
        g_string_append(text, "qa ");
    g_string_append(text, ". Qend now");
    g_autoptr(Hits) hits = find(phrases, text->str);
    g_autofree char *found = matched(hits, "own", text->str);
    assert_string_equal(found, "[Qend now]");
    g_string_free(text, TRUE);
}

static void test_stop(void **state) {
    g_autoptr(Phrases) phrases = shipped();
    assert_true(phrases_is_stop(phrases, "og", "da"));
    assert_true(phrases_is_stop(phrases, "the", NULL));
    assert_false(phrases_is_stop(phrases, "the", "da"));
    assert_false(phrases_is_stop(phrases, "tilbud", NULL));
    assert_string_equal(phrases_stop_languages(phrases)[0], "da");
}

/* Every shipped list parses (phrases_load() fails else) and finds something of its own. */
static void test_shipped(void **state) {
    static const char *const texts[][2] = {
        {"promotion", "Spar 50 % kun i dag"},
        {"transaction", "Tak for din ordre"},
        {"newsletter", "Velkommen til vores nyhedsbrev"},
        {"discussion", "Den 3. maj 2026 skrev Åse Eksempel:"},
        {"autoreply", "Jeg er på ferie til den 3. maj"},
        {"bounce", "Din besked kunne ikke leveres"},
        {"promotion", "Shop now and save up to 50%"},
        {"transaction", "Thank you for your order"},
        {"newsletter", "In this issue"},
        {"discussion", "On Monday, Åse Eksempel wrote:"},
        {"autoreply", "I am out of the office until Monday"},
        {"bounce", "Your message could not be delivered"},
    };
    g_autoptr(Phrases) phrases = shipped();
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(Hits) hits = find(phrases, texts[i][1]);
        if (!hits_any(hits, texts[i][0], 0, G_MAXSIZE))
            fail_msg("“%s”: no hit of %s", texts[i][1], texts[i][0]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_malformed),
        cmocka_unit_test(test_weight_and_language),
        cmocka_unit_test(test_extension),
        cmocka_unit_test(test_hostile_text),
        cmocka_unit_test(test_stop),
        cmocka_unit_test(test_shipped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
