/* homograph.c - confusable hosts: labels by script.h, looks by look.h. */
#include "message/domains/homograph.h"

#include "message/domains/domain.h"
#include "message/domains/look.h"
#include "message/domains/spelling.h"
#include "message/words/script.h"

#include <string.h>

void homograph_clear(Homograph *self) {
    g_clear_pointer(&self->label, g_free);
    g_clear_pointer(&self->looks_like, g_free);
}

/* The name as mail programs show it; A-labels that are none are shown as they stand. */
static char *as_shown(const char *host) {
    char *name = strstr(host, "xn--") != NULL ? domain_to_unicode(host) : NULL;
    return name != NULL ? name : g_strdup(host);
}

static HomographKind found(HomographKind kind, const char *label, const char *looks_like,
                           Homograph *ret) {
    if (ret != NULL)
        *ret = (Homograph){g_strdup(label), g_strdup(looks_like)};
    return kind;
}

/* Countries whose language is written in Cyrillic or Greek: a name in it may coincide with plain
 * letters ("сор.ru"). A top-level domain in another script is such a one, too. */
static gboolean is_native(const char *top) {
    static const char *const countries[] = {"bg", "by", "cy", "gr", "kg", "kz", "me", "mk",
                                            "mn", "rs", "ru", "su", "ua", "uz", NULL};
    return !g_str_is_ascii(top) || g_strv_contains(countries, top);
}

static HomographKind check_script(const char *label, const char *top, Homograph *ret) {
    g_autoptr(GArray) alike = script_look_alikes(label, strlen(label), SCRIPT_LABEL);
    for (guint i = 0; i < alike->len; i++) {
        const LookAlike *one = &g_array_index(alike, LookAlike, i);
        if (one->kind == LOOK_ALIKE_WHOLE && is_native(top))
            continue;
        gboolean whole = one->kind == LOOK_ALIKE_WHOLE;
        /* A word all of another script is plain as it stands, but for its look. */
        g_autofree char *plain = whole ? look_of(label) : script_plain(label, strlen(label));
        return found(whole ? HOMOGRAPH_ASCII : HOMOGRAPH_MIXED, label, plain, ret);
    }
    return HOMOGRAPH_NONE;
}

HomographKind homograph_check(const Brands *brands, const char *host, Homograph *ret) {
    if (host == NULL)
        return HOMOGRAPH_NONE;
    if (strstr(host, "xn--") != NULL) {
        g_autofree char *name = as_shown(host);
        g_auto(GStrv) labels = g_strsplit(name, ".", -1);
        const char *top = strrchr(name, '.') != NULL ? strrchr(name, '.') + 1 : name;
        for (char **label = labels; *label != NULL; label++) {
            HomographKind kind =
                g_str_is_ascii(*label) ? HOMOGRAPH_NONE : check_script(*label, top, ret);
            if (kind != HOMOGRAPH_NONE)
                return kind;
        }
    }
    if (brands == NULL || brands_of_host(brands, host) != NULL)
        return HOMOGRAPH_NONE;
    g_autofree char *organization = domain_organizational(host);
    *strchrnul(organization, '.') = '\0';
    g_autofree char *label = as_shown(organization);
    const Brand *brand = brands_taken_for(brands, label);
    return brand != NULL ? found(HOMOGRAPH_BRAND, label, brand_domain(brand), ret) : HOMOGRAPH_NONE;
}

gboolean homograph_same_look(const char *host_a, const char *host_b) {
    g_autofree char *a = domain_organizational(host_a);
    g_autofree char *b = domain_organizational(host_b);
    *strchrnul(a, '.') = '\0';
    *strchrnul(b, '.') = '\0';
    if (strcmp(a, b) == 0)
        return FALSE;
    g_autofree char *name_a = as_shown(a);
    g_autofree char *name_b = as_shown(b);
    g_autofree char *look_a = look_of(name_a);
    g_autofree char *look_b = look_of(name_b);
    /* "frugtbær.dk" and "frugtbaer.dk" have the same look, and are one firm. */
    return strcmp(look_a, look_b) == 0 && !spelling_same_name(host_a, host_b);
}
