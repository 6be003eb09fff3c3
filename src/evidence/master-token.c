/* master-token.c - splitting a master-file line into words (RFC 1035 section 5.1). */
#include "evidence/master-token.h"

#include <glib/gi18n.h>
#include <string.h>

/* How much of a word a diagnostic quotes. */
#define SHOWN_OCTETS 60u

static gboolean is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

MasterNext master_token_next(const char **at, const char *end, MasterToken *ret_token,
                             char **ret_problem) {
    const char *p = *at;
    while (p < end && is_blank(*p))
        p++;
    *at = p;
    if (p == end || *p == ';')
        return MASTER_END;

    const char *start = p;
    gboolean starts_quoted = *p == '"', in_quotes = FALSE, closed = FALSE;
    for (; p < end; p++) {
        if (*p == '\\') {
            if (p + 1 == end) {
                *ret_problem =
                    g_strdup(_("found a backslash at the end of the line, expected \\X or \\DDD"));
                return MASTER_BAD;
            }
            p++;
        } else if (*p == '"') {
            in_quotes = !in_quotes;
            /* "a""b" are two strings: a quoted word ends at its closing quote. */
            closed = starts_quoted && !in_quotes;
            if (closed) {
                p++;
                break;
            }
        } else if (!in_quotes && (is_blank(*p) || *p == ';')) {
            break;
        }
    }
    if (in_quotes) {
        *ret_problem = g_strdup(_("found a double quote that is not closed on its line"));
        return MASTER_BAD;
    }
    *ret_token = (MasterToken){
        .start = start,
        .length = (gsize)(p - start),
        .quoted = closed,
        .comment = p < end && *p == ';',
    };
    *at = p;
    return MASTER_TOKEN;
}

gboolean master_token_unescape(const MasterToken *token, GString *octets, char **ret_problem) {
    const char *p = token->start, *end = token->start + token->length;
    while (p < end) {
        if (*p == '"') {
            p++;
        } else if (*p != '\\') {
            g_string_append_c(octets, *p++);
        } else if (p + 1 < end && !g_ascii_isdigit(p[1])) {
            g_string_append_c(octets, p[1]);
            p += 2;
        } else {
            int value = 0;
            for (guint i = 1; i <= 3 && value >= 0; i++) {
                int digit = end - p > (ptrdiff_t)i ? g_ascii_digit_value(p[i]) : -1;
                value = digit < 0 ? -1 : value * 10 + digit;
            }
            if (value < 0 || value > 255) {
                *ret_problem =
                    g_strdup_printf(_("found \\%.*s, expected three digits from \\000 to \\255"),
                                    (int)MIN(end - p - 1, 3), p + 1);
                return FALSE;
            }
            g_string_append_c(octets, (char)value);
            p += 4;
        }
    }
    return TRUE;
}

gboolean master_token_is(const MasterToken *token, const char *word) {
    return strlen(word) == token->length &&
           g_ascii_strncasecmp(token->start, word, token->length) == 0;
}

char *master_token_show(const MasterToken *token) {
    gsize length = MIN(token->length, SHOWN_OCTETS);
    g_autofree char *valid = g_utf8_make_valid(token->start, (gssize)length);
    g_autoptr(GString) shown = g_string_new(NULL);
    for (const char *p = valid; *p != '\0'; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        g_string_append_unichar(shown, g_unichar_isprint(c) ? c : 0xfffd);
    }
    if (length < token->length)
        g_string_append(shown, "…");
    return g_string_free(g_steal_pointer(&shown), FALSE);
}
