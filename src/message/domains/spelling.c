/* spelling.c - labels of names, and names of labels. */
#include "message/domains/spelling.h"

#include "message/domains/domain.h"

#include <string.h>

/* A shorter name stands in other words by accident. */
#define NAME_OCTETS 4u

static const struct {
    gunichar letter;
    const char *doubled, *bare;
} spellings[] = {
    {0xe6, "ae", "ae"}, {0xf8, "oe", "o"}, {0xe5, "aa", "a"},  {0xe4, "ae", "a"},
    {0xf6, "oe", "o"},  {0xfc, "ue", "u"}, {0xdf, "ss", "ss"}, {0xf0, "d", "d"},
};

static void append_letter(GString *out, gunichar letter, gboolean doubled) {
    for (guint i = 0; i < G_N_ELEMENTS(spellings); i++) {
        if (spellings[i].letter == letter) {
            g_string_append(out, doubled ? spellings[i].doubled : spellings[i].bare);
            return;
        }
    }
    gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
    gsize n = g_unichar_fully_decompose(letter, FALSE, parts, G_N_ELEMENTS(parts));
    for (gsize i = 0; i < n; i++)
        if (g_unichar_isalnum(parts[i]))
            g_string_append_unichar(out, parts[i]);
}

char *spelling_label(const char *text, gboolean doubled) {
    g_autofree char *composed = g_utf8_normalize(text, -1, G_NORMALIZE_DEFAULT_COMPOSE);
    g_autoptr(GString) out = g_string_new(NULL);
    for (const char *at = composed != NULL ? composed : ""; *at != '\0'; at = g_utf8_next_char(at))
        append_letter(out, g_unichar_tolower(g_utf8_get_char(at)), doubled);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

/* The organizational label, as people see it; *ret_suffix is set to what stands behind it, "" where
 * nothing does. */
static char *name_of(const char *host, char **ret_suffix) {
    g_autofree char *organization = domain_organizational(host);
    char *dot = strchr(organization, '.');
    *ret_suffix = g_strdup(dot != NULL ? dot + 1 : "");
    if (dot != NULL)
        *dot = '\0';
    char *name = g_str_has_prefix(organization, "xn--") ? domain_to_unicode(organization) : NULL;
    return name != NULL ? name : g_steal_pointer(&organization);
}

gboolean spelling_names(const char *text, const char *host) {
    g_autofree char *suffix = NULL;
    g_autofree char *name = name_of(host, &suffix);
    for (int doubled = 0; doubled < 2; doubled++) {
        g_autofree char *label = spelling_label(name, doubled != 0);
        g_autofree char *spelled = spelling_label(text, doubled != 0);
        if (strlen(label) >= NAME_OCTETS && strstr(spelled, label) != NULL)
            return TRUE;
    }
    return FALSE;
}

gboolean spelling_country_suffix(const char *suffix) {
    const char *last = strrchr(suffix, '.');
    return strcmp(suffix, "com") == 0 || strlen(last != NULL ? last + 1 : suffix) == 2;
}

gboolean spelling_same_name(const char *host_a, const char *host_b) {
    g_autofree char *suffix_a = NULL, *suffix_b = NULL;
    g_autofree char *a = name_of(host_a, &suffix_a);
    g_autofree char *b = name_of(host_b, &suffix_b);
    if (strcmp(suffix_a, suffix_b) != 0 &&
        (!spelling_country_suffix(suffix_a) || !spelling_country_suffix(suffix_b)))
        return FALSE;
    for (int doubled = 0; doubled < 2; doubled++) {
        g_autofree char *label_a = spelling_label(a, doubled != 0);
        g_autofree char *label_b = spelling_label(b, doubled != 0);
        if (*label_a != '\0' && strcmp(label_a, label_b) == 0)
            return TRUE;
    }
    return FALSE;
}
