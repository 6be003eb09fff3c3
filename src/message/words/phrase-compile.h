/* phrase-compile.h - makes phrase lists one block that is matched (phrase-automaton.h).
 *
 * The lists are added one after another, as text; then the whole is compiled.  The shipped lists
 * go this way when the program is built (tools/compile-lists), those that a user extends when the
 * program starts.  Optional words and alternatives are multiplied out (bounded by PHRASE_WAYS), so
 * that the search has only two things to do with a word: follow an edge, or let a gap swallow it.
 */
#ifndef SPAMLINT_MESSAGE_WORDS_PHRASE_COMPILE_H
#define SPAMLINT_MESSAGE_WORDS_PHRASE_COMPILE_H

#include <glib.h>

/* The list whose words are function words of their language, and no phrases. */
#define PHRASE_STOP_LIST "stop"

#define PHRASE_STOP_LANGUAGES 32

typedef struct PhraseCompiler PhraseCompiler;
PhraseCompiler *phrase_compiler_new(void);
void phrase_compiler_free(PhraseCompiler *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PhraseCompiler, phrase_compiler_free)
/* Adds the phrases of `text` to the list `list`, which is made where there is none. `source` names
 * the text in errors ("FILE:LINE: …"); of a text with an error the first phrases stay added. */
gboolean phrase_compiler_add(PhraseCompiler *self, const char *source, const char *list,
                             const char *text, gsize length, GError **error);
/* The block of all that has been added. The same texts in the same order give the same octets. */
GBytes *phrase_compiler_finish(const PhraseCompiler *self);

/* The list that a file is, by its name: "dir/promotion.txt" gives "promotion". Given away. */
char *phrase_list_name(const char *path);

#endif
