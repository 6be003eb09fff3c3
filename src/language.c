/* language.c - gettext, and what it takes to have --lang=da in a C locale.
 *
 * gettext translates nothing in the locale C, whatever LANGUAGE says; in C.UTF-8, which glibc and
 * musl always have, it obeys LANGUAGE.  Only the categories of characters and messages are set:
 * numbers are printed in one form everywhere.
 */
#include "language.h"

#include <glib.h>
#include <libintl.h>
#include <locale.h>
#include <string.h>

#define DOMAIN "spamlint"

/* Where C.UTF-8 has no catalogue, gettext looks for one anew for each message: the locale C spares
 * that, and says the same. */
static void settle(void) {
    const char *locale = setlocale(LC_MESSAGES, NULL);
    if (locale != NULL && g_str_has_prefix(locale, "C.") && *gettext("") == '\0')
        setlocale(LC_MESSAGES, "C");
}

/* The language that the environment names, where the system lacks the locale itself (a container
 * with LANG=da_DK.UTF-8 and no locales). */
static void set_from_environment(void) {
    const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (guint i = 0; i < G_N_ELEMENTS(variables); i++) {
        const char *value = g_getenv(variables[i]);
        if (value == NULL || *value == '\0')
            continue;
        if (strcmp(value, "da") == 0 || g_str_has_prefix(value, "da_"))
            language_set("da");
        return;
    }
}

void language_init(void) {
    setlocale(LC_CTYPE, "");
    gboolean known = setlocale(LC_MESSAGES, "") != NULL;
    const char *folder = g_getenv("SPAMLINT_LOCALEDIR");
    bindtextdomain(DOMAIN, folder != NULL && *folder != '\0' ? folder : LOCALEDIR);
    /* Reports are UTF-8 in every locale. */
    bind_textdomain_codeset(DOMAIN, "UTF-8");
    textdomain(DOMAIN);
    if (!known)
        set_from_environment();
    settle();
}

void language_set(const char *language) {
    g_setenv("LANGUAGE", language, TRUE);
    /* Some locale that is not C; if there is none, messages stay English. */
    const char *const candidates[] = {"C.UTF-8", "C.utf8", "da_DK.UTF-8", "en_US.UTF-8"};
    for (guint i = 0; i < G_N_ELEMENTS(candidates); i++)
        if (setlocale(LC_MESSAGES, candidates[i]) != NULL)
            break;
    const char *characters = setlocale(LC_CTYPE, NULL);
    if (characters == NULL || strcmp(characters, "C") == 0 || strcmp(characters, "POSIX") == 0)
        setlocale(LC_CTYPE, "C.UTF-8");
    /* Makes gettext forget what it looked up in the language before. */
    textdomain(DOMAIN);
    settle();
}
