/* address.c - folds addresses into keys; the plain ASCII ones, which nearly all are, in one pass.
 */
#include "ledger/address.h"

#include <string.h>

/* RFC 5321 section 4.5.3.1 has 64 octets for the local part; what real systems take is longer. */
#define MAX_LOCAL 255u
#define MAX_DOMAIN 1024u

/* Appends a local part, unquoted, folded. */
static void append_local(GString *key, const char *text, gsize length) {
    gboolean ascii = TRUE;
    gsize start = key->len;
    for (gsize i = 0; i < length; i++) {
        ascii &= (guchar)text[i] < 0x80;
        g_string_append_c(key, g_ascii_tolower(text[i]));
    }
    if (ascii)
        return;
    g_string_truncate(key, start);
    g_autofree char *composed = g_utf8_normalize(text, (gssize)length, G_NORMALIZE_NFC);
    g_autofree char *folded = composed == NULL ? NULL : g_utf8_casefold(composed, -1);
    if (folded == NULL)
        g_string_append_len(key, text, (gssize)length);
    else
        g_string_append(key, folded);
}

/* Appends a domain of letters, digits and single hyphens in lower case, which is what
 * domain_to_ascii() would give; FALSE: it is another one, or none. */
static gboolean append_plain_domain(GString *key, const char *text, gsize length) {
    gsize start = key->len, label = 0;
    for (gsize i = 0; i <= length; i++) {
        char c = i < length ? g_ascii_tolower(text[i]) : '.';
        gboolean hyphen = c == '-' && label > 0 && text[i - 1] != '-';
        gboolean dot = c == '.' && label > 0 && label <= 63 && text[i - 1] != '-';
        if (!g_ascii_isalnum(c) && !hyphen && !dot) {
            g_string_truncate(key, start);
            return FALSE;
        }
        label = dot ? 0 : label + 1;
        if (i < length)
            g_string_append_c(key, c);
    }
    return length <= 253;
}

static gboolean append_domain(GString *key, const char *text, gsize length) {
    if (length == 0 || length > MAX_DOMAIN)
        return FALSE;
    if (append_plain_domain(key, text, length))
        return TRUE;
    g_autofree char *domain = g_strndup(text, length);
    g_autofree char *ascii = domain_to_ascii(domain);
    if (ascii == NULL)
        return FALSE;
    g_string_append(key, ascii);
    return TRUE;
}

/* Takes the quotes off a quoted local part (RFC 5322 section 3.2.4). */
static gboolean append_quoted(GString *out, const char *text, gsize length) {
    for (gsize i = 1; i + 1 < length; i++) {
        if (text[i] == '"' || g_ascii_iscntrl(text[i]))
            return FALSE;
        if (text[i] == '\\' && ++i + 1 >= length)
            return FALSE;
        g_string_append_c(out, text[i]);
    }
    return out->len > 0;
}

gboolean address_key(const char *text, gsize length, GString *key) {
    const char *at = length == 0 ? NULL : memrchr(text, '@', length);
    gsize local = at == NULL ? 0 : (gsize)(at - text);
    g_string_truncate(key, 0);
    if (local == 0 || local > MAX_LOCAL)
        return FALSE;
    if (*text == '"') {
        g_autoptr(GString) unquoted = g_string_new(NULL);
        if (local < 3 || text[local - 1] != '"' || !append_quoted(unquoted, text, local))
            return FALSE;
        append_local(key, unquoted->str, unquoted->len);
    } else {
        /* Dots where the grammar has none are let through: such mailboxes exist. */
        for (gsize i = 0; i < local; i++)
            if ((guchar)text[i] <= ' ' || strchr("()<>[]:;@\\,\"\177", text[i]) != NULL)
                return FALSE;
        append_local(key, text, local);
    }
    g_string_append_c(key, '@');
    return append_domain(key, at + 1, length - local - 1);
}

gboolean address_domain_key(const char *text, gsize length, GString *key) {
    g_string_assign(key, "@");
    return length > 1 && *text == '@' && append_domain(key, text + 1, length - 1);
}

gboolean address_mailbox_key(const Mailbox *mailbox, GString *key) {
    g_string_truncate(key, 0);
    if (!mailbox->valid || mailbox->ascii_domain == NULL || *mailbox->local == '\0')
        return FALSE;
    append_local(key, mailbox->local, strlen(mailbox->local));
    g_string_append_c(key, '@');
    g_string_append(key, mailbox->ascii_domain);
    return TRUE;
}
