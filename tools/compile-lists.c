/* compile-lists.c - writes the shipped lists as C, when the program is built.
 *
 *     compile-lists phrases data/words/LIST.txt… > data/compiled-phrases.c
 *     compile-lists hosts data/hosts/LIST.txt… > data/compiled-hosts.c
 *
 * A list that is malformed ends the build with FILE:LINE.
 */
#include "message/domains/host-table.h"
#include "message/words/phrase-automaton.h"
#include "message/words/phrase-compile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *line_end(gsize i) {
    return i % 8 == 7 ? "\n" : "";
}

static void print_phrases(const PhraseCompiler *compiler) {
    gsize size;
    g_autoptr(GBytes) block = phrase_compiler_finish(compiler);
    const guint64 *words = g_bytes_get_data(block, &size);
    printf("#include \"message/words/phrase-automaton.h\"\n\n"
           "const gsize automaton_shipped_octets = %" G_GSIZE_FORMAT ";\n"
           "const guint64 automaton_shipped[] = {\n",
           size);
    for (gsize i = 0; i < size / sizeof *words; i++)
        printf("%#" G_GINT64_MODIFIER "x,%s", words[i], line_end(i));
    puts("};");
}

static void print_hosts(const HostCompiler *compiler) {
    const HostTable table = host_compiler_table(compiler);
    guint32 behind = 1; /* texts stand one behind another */
    puts("#include \"message/domains/host-table.h\"\n\nstatic const HostSlot slots[] = {");
    for (guint32 i = 0; i <= table.mask; i++) {
        const HostSlot *slot = &table.slots[i];
        printf("{%u,%u,%u},%s", slot->text, slot->itself, slot->below, line_end(i));
        behind = MAX(behind, slot->text);
    }
    puts("};\nstatic const guint32 lists[] = {");
    for (guint i = 0; i < table.n_lists; i++) {
        printf("%u,%s", table.lists[i], line_end(i));
        behind = MAX(behind, table.lists[i]);
    }
    puts("};\nstatic const HostPattern patterns[] = {");
    for (guint i = 0; i < table.n_patterns; i++) {
        printf("{%u,%u},%s", table.patterns[i].text, table.patterns[i].list, line_end(i));
        behind = MAX(behind, table.patterns[i].text);
    }
    behind += (guint32)strlen(table.texts + behind);
    puts("};\nstatic const char texts[] = \"\\0\"");
    for (const char *text = table.texts + 1; text < table.texts + behind; text += strlen(text) + 1)
        printf("\"%s\\0\"\n", text);
    printf(";\nconst HostTable host_table_shipped = {slots, %u, texts, lists, %u, patterns, %u};\n",
           table.mask, table.n_lists, table.n_patterns);
}

int main(int argc, char **argv) {
    g_autoptr(PhraseCompiler) phrases = phrase_compiler_new();
    g_autoptr(HostCompiler) hosts = host_compiler_new();
    gboolean of_hosts = argc > 1 && strcmp(argv[1], "hosts") == 0;
    for (int i = 2; i < argc; i++) {
        const char *path = argv[i];
        g_autoptr(GError) error = NULL;
        g_autofree char *list = of_hosts ? host_list_name(path) : phrase_list_name(path);
        g_autofree char *text = NULL;
        gsize length;
        if (!g_file_get_contents(path, &text, &length, &error) ||
            !(of_hosts ? host_compiler_add(hosts, path, list, text, length, &error)
                       : phrase_compiler_add(phrases, path, list, text, length, &error))) {
            fprintf(stderr, "%s\n", error->message);
            return EXIT_FAILURE;
        }
    }
    puts("/* Written by tools/compile-lists; do not edit. */");
    if (of_hosts)
        print_hosts(hosts);
    else
        print_phrases(phrases);
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
