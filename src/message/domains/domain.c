/* domain.c - domain names by libidn2 and libpsl.
 *
 * The public suffix list is the system's newest one (Debian's publicsuffix is updated more often
 * than libpsl is built), else the one built into libpsl; loaded once, then only read.
 */
#include "message/domains/domain.h"

#include <idn2.h>
#include <libpsl.h>

#include <string.h>

/* Labels of 63 octets and names of 253 (RFC 1035 section 2.3.4), in UTF-8 at most four times that;
 * what is longer is not worth asking libidn2. */
#define DOMAIN_OCTETS 1024u

/* Takes the final dot off. FALSE: an empty label, or what no domain of a mailbox can hold (RFC
 * 5322, dot-atom). libidn2 lets that pass, for its STD3 rules would refuse "_dmarc" too; and UTS 46
 * maps other characters to dots and specials. */
static gboolean check_name(char *name) {
    gsize length = strlen(name);

    if (length > 0 && name[length - 1] == '.')
        name[--length] = '\0';
    if (length == 0 || *name == '.' || name[length - 1] == '.' || strstr(name, "..") != NULL)
        return FALSE;
    for (const char *at = name; *at != '\0'; at++) {
        if ((guchar)*at <= ' ' || strchr("()<>[]:;@\\,\"\177", *at) != NULL)
            return FALSE;
    }
    return TRUE;
}

/* TRUE for labels that a host can have, by length and hyphens (RFC 1123 section 2.1). */
static gboolean check_labels(const char *name) {
    for (const char *label = name; label != NULL;) {
        const char *dot = strchr(label, '.');
        gsize octets = dot != NULL ? (gsize)(dot - label) : strlen(label);

        if (octets == 0 || octets > 63 || label[0] == '-' || label[octets - 1] == '-')
            return FALSE;
        label = dot != NULL ? dot + 1 : NULL;
    }
    return strlen(name) <= 253;
}

/* TRUE for ASCII letters, digits, dots and single hyphens: nothing to map, and no A-label. */
static gboolean is_plain(const char *name) {
    for (const char *at = name; *at != '\0'; at++)
        if (!g_ascii_isalnum(*at) && *at != '.' && (*at != '-' || at[1] == '-'))
            return FALSE;
    return TRUE;
}

char *domain_to_ascii(const char *domain) {
    g_autofree char *name = NULL;
    g_autofree char *result = NULL;
    char *made = NULL;

    if (strlen(domain) > DOMAIN_OCTETS || !g_utf8_validate(domain, -1, NULL))
        return NULL;
    name = g_ascii_strdown(domain, -1);
    if (!check_name(name))
        return NULL;
    if (is_plain(name)) {
        /* What libidn2 would leave as it is, without asking it. */
        result = g_steal_pointer(&name);
    } else if (idn2_to_ascii_8z(name, &made, IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT) == IDN2_OK) {
        result = g_ascii_strdown(made, -1);
        idn2_free(made);
    } else if (g_str_is_ascii(name) && strstr(name, "xn--") == NULL) {
        /* Names such as "r3---sn" are ASCII, in use, and no A-labels. */
        result = g_steal_pointer(&name);
    }
    if (result == NULL || !check_name(result) || !check_labels(result))
        return NULL;
    return g_steal_pointer(&result);
}

char *domain_to_unicode(const char *ascii_domain) {
    char *made = NULL;

    if (idn2_to_unicode_8z8z(ascii_domain, &made, 0) != IDN2_OK)
        return NULL;
    char *result = g_strdup(made);
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

/* What this thread asked libpsl: the rules ask for the same few domains of a message, and of a run,
 * again and again, and each answer costs a dozen searches of the list. */
#define CACHE_SLOTS 256u

typedef struct {
    char *domains[CACHE_SLOTS]; /* by hash; NULL: free */
    gsize from[CACHE_SLOTS];    /* where the organizational domain begins in it */
} Cache;

static void cache_free(gpointer data) {
    Cache *self = data;

    for (guint i = 0; i < CACHE_SLOTS; i++)
        g_free(self->domains[i]);
    g_free(self);
}

static Cache *cache(void) {
    static GPrivate of_thread = G_PRIVATE_INIT(cache_free);

    if (g_private_get(&of_thread) == NULL)
        g_private_set(&of_thread, g_new0(Cache, 1));
    return g_private_get(&of_thread);
}

/* Where the organizational domain begins in a domain. */
static gsize find_organizational(const char *ascii_domain) {
    const psl_ctx_t *list = psl();
    const char *found = list != NULL ? psl_registrable_domain(list, ascii_domain) : NULL;

    /* libpsl gives the end of what it was given. */
    return found != NULL ? (gsize)(found - ascii_domain) : 0;
}

char *domain_organizational(const char *ascii_domain) {
    Cache *known = cache();
    guint slot = g_str_hash(ascii_domain) % CACHE_SLOTS;

    if (strlen(ascii_domain) > DOMAIN_OCTETS)
        return g_strdup(ascii_domain + find_organizational(ascii_domain));
    if (g_strcmp0(known->domains[slot], ascii_domain) != 0) {
        g_free(known->domains[slot]);
        known->domains[slot] = g_strdup(ascii_domain);
        known->from[slot] = find_organizational(ascii_domain);
    }
    return g_strdup(known->domains[slot] + known->from[slot]);
}

gboolean domain_same_organization(const char *ascii_a, const char *ascii_b) {
    g_autofree char *a = domain_organizational(ascii_a);
    g_autofree char *b = domain_organizational(ascii_b);

    return g_ascii_strcasecmp(a, b) == 0;
}

gboolean domain_is_registrable(const char *ascii_domain) {
    const psl_ctx_t *list = psl();
    const char *dot = strrchr(ascii_domain, '.');

    /* Unlisted names have the rule "*": the last label is asked for without it. */
    return list != NULL && dot != NULL &&
           psl_is_public_suffix2(list, dot + 1, PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE) == 1 &&
           psl_registrable_domain(list, ascii_domain) != NULL;
}
