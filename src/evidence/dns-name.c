/* dns-name.c - folding and escaping of domain names (RFC 1035 sections 2.3.4 and 5.1). */
#include "evidence/dns-name.h"

#include <string.h>

/* Takes one octet of a written name, escaped or not, at *at; FALSE for a bad escape. */
static gboolean take_octet(const char *text, gsize length, gsize *at, guint8 *ret_octet) {
    guint8 octet = (guint8)text[(*at)++];
    if (octet != '\\') {
        *ret_octet = octet;
        return TRUE;
    }
    if (*at >= length)
        return FALSE;
    if (!g_ascii_isdigit(text[*at])) {
        *ret_octet = (guint8)text[(*at)++];
        return TRUE;
    }
    if (length - *at < 3)
        return FALSE;
    guint value = 0;
    for (guint i = 0; i < 3; i++) {
        int digit = g_ascii_digit_value(text[*at + i]);
        if (digit < 0)
            return FALSE;
        value = value * 10 + (guint)digit;
    }
    if (value > 255)
        return FALSE;
    *at += 3;
    *ret_octet = (guint8)value;
    return TRUE;
}

void dns_name_append_label(GString *name, const guint8 *label, gsize length) {
    if (name->len > 0)
        g_string_append_c(name, '.');
    for (gsize i = 0; i < length; i++) {
        guint8 octet = label[i];
        if (octet == '.' || octet == '\\')
            g_string_append_printf(name, "\\%c", octet);
        else if (octet <= ' ' || octet >= 0x7f)
            g_string_append_printf(name, "\\%03u", octet);
        else
            g_string_append_c(name, g_ascii_tolower((char)octet));
    }
}

char *dns_name_fold(const char *text, gsize length) {
    g_autoptr(GString) name = g_string_sized_new(length + 1);
    guint8 label[DNS_LABEL_OCTETS];
    gsize in_label = 0, on_wire = 1, at = 0; /* the root's octet counts */

    if (length == 0 || (length == 1 && text[0] == '.'))
        return g_strdup("");
    while (at < length) {
        gboolean ends = text[at] == '.';
        if (!ends) {
            guint8 octet;
            if (in_label == DNS_LABEL_OCTETS || !take_octet(text, length, &at, &octet))
                return NULL;
            label[in_label++] = octet;
        } else {
            at++;
        }
        if (!ends && at < length)
            continue;
        if (in_label == 0)
            return NULL;
        on_wire += 1 + in_label;
        if (on_wire > DNS_NAME_OCTETS)
            return NULL;
        dns_name_append_label(name, label, in_label);
        in_label = 0;
    }
    return g_string_free(g_steal_pointer(&name), FALSE);
}

char *dns_name_raw(const char *folded) {
    g_autoptr(GString) raw = g_string_new(NULL);
    gsize length = strlen(folded), at = 0;

    while (at < length) {
        guint8 octet = '.';
        gboolean escaped = folded[at] == '\\';
        if (!take_octet(folded, length, &at, &octet) || octet == '\0')
            return NULL;
        if (escaped && (octet == '.' || octet == '\\'))
            g_string_append_c(raw, '\\');
        g_string_append_c(raw, (char)octet);
    }
    return g_string_free(g_steal_pointer(&raw), FALSE);
}
