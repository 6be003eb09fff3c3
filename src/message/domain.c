/* domain.c - domain names by libidn2 and libpsl.
 *
 * The public suffix list is the system's newest one (Debian's publicsuffix is updated more often
 * than libpsl is built), else the one built into libpsl; loaded once, then only read.
 */
#include "message/domain.h"

#include <idn2.h>
#include <libpsl.h>

#include <string.h>

/* Labels of 63 octets and names of 253 (RFC 1035 section 2.3.4), in UTF-8 at most four times that;
 * what is longer is not worth asking libidn2. */
#define DOMAIN_OCTETS 1024u

char *domain_to_ascii(const char *domain) {
    g_autofree char *name = NULL;
    gsize length = strlen(domain);
    gboolean ascii = g_str_is_ascii(domain);
    char *made = NULL;
    char *result;

    if (length > 0 && domain[length - 1] == '.')
        length--;
    if (length == 0 || length > DOMAIN_OCTETS)
        return NULL;
    /* Without STD3 rules, which would refuse "_dmarc", libidn2 lets anything pass that is ASCII:
     * what no domain of a mailbox can hold (RFC 5322, dot-atom) is refused here. */
    for (gsize i = 0; i < length; i++) {
        if (domain[i] <= ' ' && domain[i] >= 0)
            return NULL;
        if (strchr("()<>[]:;@\\,\"\177", domain[i]) != NULL)
            return NULL;
    }
    name = g_ascii_strdown(domain, (gssize)length);
    if (strstr(name, "..") != NULL || *name == '.')
        return NULL;
    if (!g_utf8_validate(name, -1, NULL))
        return NULL;
    if (idn2_to_ascii_8z(name, &made, IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT) != IDN2_OK) {
        /* Names such as "r3---sn" and "a--b" are ASCII, in use, and no A-labels. */
        if (!ascii || strstr(name, "xn--") != NULL || length > 253)
            return NULL;
        for (const char *label = name; label != NULL;) {
            const char *dot = strchr(label, '.');
            gsize octets = dot != NULL ? (gsize)(dot - label) : strlen(label);

            /* No host begins or ends with a hyphen (RFC 1123 section 2.1). */
            if (octets == 0 || octets > 63 || label[0] == '-' || label[octets - 1] == '-')
                return NULL;
            label = dot != NULL ? dot + 1 : NULL;
        }
        return g_steal_pointer(&name);
    }
    result = g_ascii_strdown(made, -1);
    idn2_free(made);
    return result;
}

static gpointer load_psl(gpointer data) {
    psl_ctx_t *list = psl_latest(NULL);

    return list != NULL ? list : (psl_ctx_t *)psl_builtin();
}

static const psl_ctx_t *psl(void) {
    static GOnce once = G_ONCE_INIT;

    return g_once(&once, load_psl, NULL);
}

char *domain_organizational(const char *ascii_domain) {
    const psl_ctx_t *list = psl();
    const char *found = list != NULL ? psl_registrable_domain(list, ascii_domain) : NULL;

    return g_strdup(found != NULL ? found : ascii_domain);
}

gboolean domain_same_organization(const char *ascii_a, const char *ascii_b) {
    g_autofree char *a = domain_organizational(ascii_a);
    g_autofree char *b = domain_organizational(ascii_b);

    return g_ascii_strcasecmp(a, b) == 0;
}
