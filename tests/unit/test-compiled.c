/* test-compiled.c - what is compiled into the program is what the lists' texts say, in small. */
#include "message/domains/host-table.h"
#include "message/words/phrase-automaton.h"
#include "message/words/phrase-compile.h"
#include "resources.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static void test_phrases(void **state) {
    g_autoptr(PhraseCompiler) compiler = phrase_compiler_new();
    g_auto(GStrv) names = resources_list("words");
    for (char **name = names; *name != NULL; name++) {
        g_autofree char *path = g_strconcat("words/", *name, NULL);
        g_autofree char *list = phrase_list_name(path);
        g_autoptr(GBytes) text = resources_get(path);
        assert_true(phrase_compiler_add(compiler, path, list, g_bytes_get_data(text, NULL),
                                        g_bytes_get_size(text), NULL));
    }
    g_autoptr(GBytes) block = phrase_compiler_finish(compiler);
    assert_int_equal(g_bytes_get_size(block), automaton_shipped_octets);
    assert_memory_equal(g_bytes_get_data(block, NULL), automaton_shipped, automaton_shipped_octets);
}

static void test_hosts(void **state) {
    g_autoptr(HostCompiler) compiler = host_compiler_new();
    g_auto(GStrv) names = resources_list("hosts");
    for (char **name = names; *name != NULL; name++) {
        g_autofree char *path = g_strconcat("hosts/", *name, NULL);
        g_autofree char *list = host_list_name(path);
        g_autoptr(GBytes) text = resources_get(path);
        assert_true(host_compiler_add(compiler, path, list, g_bytes_get_data(text, NULL),
                                      g_bytes_get_size(text), NULL));
    }
    const HostTable made = host_compiler_table(compiler), *shipped = &host_table_shipped;
    assert_int_equal(made.mask, shipped->mask);
    assert_int_equal(made.n_lists, shipped->n_lists);
    assert_int_equal(made.n_patterns, shipped->n_patterns);
    assert_memory_equal(made.slots, shipped->slots, ((gsize)made.mask + 1) * sizeof(HostSlot));
    assert_memory_equal(made.lists, shipped->lists, made.n_lists * sizeof *made.lists);
    assert_memory_equal(made.patterns, shipped->patterns, made.n_patterns * sizeof(HostPattern));
    for (guint32 i = 0; i <= made.mask; i++)
        assert_string_equal(made.texts + made.slots[i].text, shipped->texts + made.slots[i].text);
    for (guint i = 0; i < made.n_patterns; i++)
        assert_string_equal(made.texts + made.patterns[i].text,
                            shipped->texts + made.patterns[i].text);
}

/* Nodes, that of nobody not counted. */
static void test_sharing(void **state) {
    static const struct {
        const char *list;
        guint nodes, edges;
        const char *reason;
    } rows[] = {
        {"a b c", 3, 2, "a row"},
        {"a/b c/d e", 3, 3, "ways have one end"},
        {"køb nu\nkøb mere", 3, 2, "phrases share their beginning, and are told apart"},
        {"afmeld (dig) her", 3, 3, "a word that may be missing"},
        {"spar/vind ... kr/euro", 3, 2, "a gap behind either word is one"},
        {"{a b/c b} d", 3, 2, "ways of several words"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(PhraseCompiler) compiler = phrase_compiler_new();
        g_autofree char *text = g_strconcat("[da]\n", rows[i].list, "\n", NULL);
        Automaton automaton;
        assert_true(phrase_compiler_add(compiler, "test", "own", text, strlen(text), NULL));
        g_autoptr(GBytes) block = phrase_compiler_finish(compiler);
        assert_true(
            automaton_open(g_bytes_get_data(block, NULL), g_bytes_get_size(block), &automaton));
        guint nodes = (guint)automaton.header->count[AUTOMATON_NODES] - 1;
        guint edges = (guint)automaton.header->count[AUTOMATON_EDGES];
        if (nodes != rows[i].nodes || edges != rows[i].edges)
            fail_msg("%s: %u nodes and %u edges behind first words, expected %u and %u",
                     rows[i].reason, nodes, edges, rows[i].nodes, rows[i].edges);
    }
}

/* A block of another version or length is not read. */
static void test_damaged(void **state) {
    g_autoptr(PhraseCompiler) compiler = phrase_compiler_new();
    g_autoptr(GBytes) block = phrase_compiler_finish(compiler);
    gsize size = g_bytes_get_size(block);
    g_autofree AutomatonHeader *copy = g_memdup2(g_bytes_get_data(block, NULL), size);
    Automaton automaton;
    assert_true(automaton_open(copy, size, &automaton));
    assert_int_equal(automaton_word(&automaton, "gratis"), 0);
    assert_false(automaton_open(copy, size - 8, &automaton));
    assert_false(automaton_open(copy, 0, &automaton));
    copy->count[AUTOMATON_EDGES] = G_MAXUINT64;
    assert_false(automaton_open(copy, size, &automaton));
    copy->count[AUTOMATON_EDGES] = 0;
    copy->version++;
    assert_false(automaton_open(copy, size, &automaton));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_phrases),
        cmocka_unit_test(test_hosts),
        cmocka_unit_test(test_sharing),
        cmocka_unit_test(test_damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
