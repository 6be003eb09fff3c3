/* stem.c - Snowball, and which languages compound. */
#include "message/words/stem.h"

#include <libstemmer.h>
#include <string.h>

struct Stemmer {
    struct sb_stemmer *snowball; /* NULL: none for the language */
    gboolean compounds;
};

Stemmer *stemmer_new(const char *language) {
    Stemmer *self = g_new0(Stemmer, 1);
    if (language == NULL)
        return self;
    /* Snowball's Norwegian is Bokmål and goes by the older code. */
    self->snowball = sb_stemmer_new(strcmp(language, "nb") == 0 ? "no" : language, "UTF_8");
    static const char *const compounding[] = {"da", "nb", "sv", "de", "nl", "fi", NULL};
    self->compounds = g_strv_contains(compounding, language);
    return self;
}

void stemmer_free(Stemmer *self) {
    if (self == NULL)
        return;
    if (self->snowball != NULL)
        sb_stemmer_delete(self->snowball);
    g_free(self);
}

const char *stemmer_stem(Stemmer *self, const char *folded) {
    if (self->snowball == NULL)
        return folded;
    /* NULL only where memory is out. The stem is NUL-terminated. */
    const sb_symbol *stem =
        sb_stemmer_stem(self->snowball, (const sb_symbol *)folded, (int)strlen(folded));
    return stem != NULL ? (const char *)stem : folded;
}

gboolean stemmer_compounds(const Stemmer *self) {
    return self->compounds;
}
