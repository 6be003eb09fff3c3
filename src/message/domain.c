/* domain.c - domain names: A-labels (libidn2) and organizational domains (libpsl). */
#include "message/mailbox.h"

#include <idn2.h>
#include <libpsl.h>
#include <stdlib.h>
#include <string.h>

/* LDH and "_": what DNS holds of names as they are written. */
static gboolean is_plain(const char *domain, gsize length) {
    gsize label = 0;
    for (gsize i = 0; i < length; i++) {
        if (domain[i] == '.') {
            if (label == 0 || label > 63)
                return FALSE;
            label = 0;
        } else if (g_ascii_isalnum(domain[i]) || domain[i] == '-' || domain[i] == '_')
            label++;
        else
            return FALSE;
    }
    return label > 0 && label <= 63 && length <= 253;
}

char *domain_to_ascii(const char *domain) {
    gsize length = strlen(domain);
    if (length > 0 && domain[length - 1] == '.')
        length--;
    if (length == 0 || length > 1000)
        return NULL;
    g_autofree char *low = g_ascii_strdown(domain, (gssize)length);
    gboolean has_ace = strstr(low, "xn--") != NULL;
    if (g_str_is_ascii(low) && !has_ace)
        return is_plain(low, length) ? g_steal_pointer(&low) : NULL;
    if (!g_utf8_validate(low, -1, NULL))
        return NULL;
    char *ascii = NULL;
    if (idn2_to_ascii_8z(low, &ascii, IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT) != IDN2_OK)
        return NULL;
    char *copy = is_plain(ascii, strlen(ascii)) ? g_ascii_strdown(ascii, -1) : NULL;
    idn2_free(ascii);
    return copy;
}

/* The list of the system where it has one, else the one built into libpsl; loaded once. */
static const psl_ctx_t *suffixes(void) {
    static gsize once;
    if (g_once_init_enter(&once)) {
        const psl_ctx_t *list = psl_latest(NULL);
        g_once_init_leave(&once, (gsize)(list != NULL ? list : psl_builtin()));
    }
    return (const psl_ctx_t *)once;
}

char *domain_organizational(const char *ascii_domain) {
    const psl_ctx_t *list = suffixes();
    const char *found = list != NULL ? psl_registrable_domain(list, ascii_domain) : NULL;
    return g_strdup(found != NULL ? found : ascii_domain);
}

gboolean domain_same_organization(const char *ascii_a, const char *ascii_b) {
    g_autofree char *a = domain_organizational(ascii_a);
    g_autofree char *b = domain_organizational(ascii_b);
    return strcmp(a, b) == 0;
}
