/* nearest.c - edit distance and shared beginnings, over short closed lists of names. */
#include "nearest.h"

#include <glib/gi18n.h>
#include <string.h>

/* What a user types is compared up to here; no name of ours is longer. */
#define LONGEST 64

/* Optimal string alignment: insertions, deletions, replacements and swaps of neighbours. */
static guint distance(const char *a, const char *b) {
    gsize n = strnlen(a, LONGEST), m = strnlen(b, LONGEST);
    guint rows[3][LONGEST + 1];
    guint *before = rows[0], *above = rows[1], *here = rows[2];
    for (gsize j = 0; j <= m; j++)
        above[j] = (guint)j;
    for (gsize i = 1; i <= n; i++) {
        here[0] = (guint)i;
        for (gsize j = 1; j <= m; j++) {
            char x = g_ascii_tolower(a[i - 1]), y = g_ascii_tolower(b[j - 1]);
            here[j] = MIN(MIN(above[j], here[j - 1]) + 1, above[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == g_ascii_tolower(b[j - 2]) && y == g_ascii_tolower(a[i - 2]))
                here[j] = MIN(here[j], before[j - 2] + 1);
        }
        guint *spare = before;
        before = above;
        above = here;
        here = spare;
    }
    return above[m];
}

typedef struct {
    const char *name;
    guint cost;
} Candidate;

static gint by_cost(gconstpointer a, gconstpointer b) {
    const Candidate *x = a, *y = b;
    return x->cost != y->cost ? (x->cost < y->cost ? -1 : 1) : strcmp(x->name, y->name);
}

char *nearest_names(const char *word, const char *const *names) {
    gsize length = strlen(word);
    if (length == 0)
        return NULL;
    g_autoptr(GArray) candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
    for (; *names != NULL; names++) {
        Candidate candidate = {.name = *names, .cost = distance(word, *names)};
        /* "unsub" and "link" mean a name that they are a part of, however much longer it is. */
        gboolean part = length >= 4 && strstr(*names, word) != NULL;
        if (part)
            candidate.cost = MIN(candidate.cost, 3);
        /* One slip in three letters; the dashes of an option are none. */
        if (part || candidate.cost <= MAX(1, (length - strspn(word, "-")) / 3))
            g_array_append_val(candidates, candidate);
    }
    g_array_sort(candidates, by_cost);
    guint count = MIN(candidates->len, 3);
    if (count == 0)
        return NULL;
    const Candidate *best = &g_array_index(candidates, Candidate, 0);
    switch (count) {
    case 1:
        return g_strdup(best[0].name);
    case 2:
        /* Translators: names that the user may have meant. */
        return g_strdup_printf(_("%s or %s"), best[0].name, best[1].name);
    default:
        return g_strdup_printf(_("%s, %s or %s"), best[0].name, best[1].name, best[2].name);
    }
}
