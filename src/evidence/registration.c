/* registration.c - the text of a REGISTRATION record. */
#include "evidence/registration.h"

#include "evidence/master-token.h"

#include <glib/gi18n.h>
#include <string.h>

/* Keys that are dates, so that a slip of the pen is found when the file is read. */
static const char *const date_keys[] = {"created", "updated", "expires"};

static gboolean is_key(const char *key) {
    if (!g_ascii_islower(key[0]))
        return FALSE;
    for (const char *p = key; *p != '\0'; p++) {
        if (!g_ascii_islower(*p) && !g_ascii_isdigit(*p) && *p != '-')
            return FALSE;
    }
    return TRUE;
}

static gboolean is_date(const char *text) {
    static const char shape[] = "0000-00-00";
    if (strlen(text) < sizeof shape - 1)
        return FALSE;
    for (gsize i = 0; i < sizeof shape - 1; i++) {
        if (shape[i] == '-' ? text[i] != '-' : !g_ascii_isdigit(text[i]))
            return FALSE;
    }
    g_autofree char *whole =
        text[sizeof shape - 1] == '\0' ? g_strconcat(text, "T00:00:00", NULL) : g_strdup(text);
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    g_autoptr(GDateTime) moment = g_date_time_new_from_iso8601(whole, utc);
    return moment != NULL;
}

void registration_append(GString *text, const char *key, const char *value) {
    gboolean bare = value[0] != '\0', utf8 = g_utf8_validate(value, -1, NULL);
    for (const char *p = value; *p != '\0' && bare; p++)
        bare = g_ascii_isalnum(*p) || strchr("._:+,/@-", *p) != NULL;

    if (text->len > 0)
        g_string_append_c(text, ' ');
    g_string_append_printf(text, "%s=%s", key, bare ? value : "\"");
    if (bare)
        return;
    for (const char *p = value; *p != '\0'; p++) {
        guint8 octet = (guint8)*p;
        if (octet < ' ' || octet == 0x7f || (octet >= 0x80 && !utf8))
            g_string_append_printf(text, "\\%03u", octet);
        else if (octet == '"' || octet == '\\')
            g_string_append_printf(text, "\\%c", octet);
        else
            g_string_append_c(text, (char)octet);
    }
    g_string_append_c(text, '"');
}

/* Splits one word into key and value; FALSE and a problem where it is none. */
static gboolean split_word(const MasterToken *token, char **ret_key, char **ret_value,
                           char **ret_problem) {
    const char *equals = memchr(token->start, '=', token->length);
    g_autofree char *key =
        equals != NULL ? g_strndup(token->start, (gsize)(equals - token->start)) : g_strdup("");
    if (!is_key(key)) {
        g_autofree char *shown = master_token_show(token);
        *ret_problem = g_strdup_printf(_("found %s, expected key=value"), shown);
        return FALSE;
    }
    MasterToken rest = *token;
    rest.start = equals + 1;
    rest.length = token->length - (gsize)(rest.start - token->start);
    g_autoptr(GString) value = g_string_new(NULL);
    if (!master_token_unescape(&rest, value, ret_problem))
        return FALSE;
    if (memchr(value->str, '\0', value->len) != NULL) {
        *ret_problem = g_strdup_printf(_("found a NUL octet in the value of %s"), key);
        return FALSE;
    }
    *ret_key = g_steal_pointer(&key);
    *ret_value = g_string_free(g_steal_pointer(&value), FALSE);
    return TRUE;
}

static gboolean check_value(const char *key, const char *value, char **ret_problem) {
    gboolean good = TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(date_keys); i++) {
        if (strcmp(key, date_keys[i]) == 0)
            good = is_date(value);
    }
    if (!good)
        *ret_problem =
            g_strdup_printf(_("found %s=%s, expected a date such as 2011-02-03"), key, value);
    if (good && strcmp(key, "state") == 0 && !is_key(value)) {
        *ret_problem =
            g_strdup_printf(_("found state=%s, expected a word such as identified, proxy, "
                              "redacted or withheld"),
                            value);
        good = FALSE;
    }
    return good;
}

char *registration_fold(const char *text, gsize length, char **ret_problem) {
    g_autoptr(GString) folded = g_string_new(NULL);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const char *at = length > 0 ? text : "", *end = at + length;
    MasterToken token;
    MasterNext next;

    while ((next = master_token_next(&at, end, &token, ret_problem)) == MASTER_TOKEN) {
        g_autofree char *key = NULL, *value = NULL;
        if (!split_word(&token, &key, &value, ret_problem) || !check_value(key, value, ret_problem))
            return NULL;
        if (g_hash_table_contains(seen, key)) {
            *ret_problem = g_strdup_printf(_("found %s a second time"), key);
            return NULL;
        }
        registration_append(folded, key, value);
        g_hash_table_add(seen, g_steal_pointer(&key));
    }
    if (next == MASTER_BAD)
        return NULL;
    if (!g_hash_table_contains(seen, "state")) {
        *ret_problem = g_strdup(_("found no state=…, expected state=identified, proxy, redacted or "
                                  "withheld"));
        return NULL;
    }
    return g_string_free(g_steal_pointer(&folded), FALSE);
}

char *registration_get(const char *text, const char *key) {
    const char *at = text, *end = text + strlen(text);
    g_autofree char *problem = NULL;
    MasterToken token;

    while (master_token_next(&at, end, &token, &problem) == MASTER_TOKEN) {
        g_autofree char *found = NULL, *value = NULL;
        if (!split_word(&token, &found, &value, &problem))
            return NULL;
        if (strcmp(found, key) == 0)
            return g_steal_pointer(&value);
    }
    return NULL;
}
