/* compile-words.c - writes the shipped phrase lists as data/phrases.c, when the program is built.
 *
 *     compile-words data/words/LIST.txt… > data/phrases.c
 *
 * A list that is malformed ends the build with FILE:LINE.
 */
#include "message/phrase-automaton.h"
#include "message/phrase-compile.h"

#include <stdio.h>
#include <stdlib.h>

static void print_block(GBytes *block) {
    gsize size;
    const guint64 *words = g_bytes_get_data(block, &size);
    printf("/* Written by tools/compile-words; do not edit. */\n"
           "#include \"message/phrase-automaton.h\"\n\n"
           "const gsize automaton_shipped_octets = %" G_GSIZE_FORMAT ";\n"
           "const guint64 automaton_shipped[] = {\n",
           size);
    for (gsize i = 0; i < size / sizeof *words; i++)
        printf("%#" G_GINT64_MODIFIER "x,%s", words[i], i % 8 == 7 ? "\n" : "");
    puts("};");
}

int main(int argc, char **argv) {
    g_autoptr(PhraseCompiler) compiler = phrase_compiler_new();
    for (int i = 1; i < argc; i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *list = phrase_list_name(argv[i]);
        g_autofree char *text = NULL;
        gsize length;
        if (!g_file_get_contents(argv[i], &text, &length, &error) ||
            !phrase_compiler_add(compiler, argv[i], list, text, length, &error)) {
            fprintf(stderr, "%s\n", error->message);
            return EXIT_FAILURE;
        }
    }
    g_autoptr(GBytes) block = phrase_compiler_finish(compiler);
    print_block(block);
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
