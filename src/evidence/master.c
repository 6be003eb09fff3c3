/* master.c - reading the lines of a replay file. */
#include "evidence/master.h"

#include "evidence/dns-name.h"
#include "evidence/master-token.h"
#include "evidence/registration.h"
#include "limits.h"

#include <arpa/inet.h>
#include <glib/gi18n.h>
#include <string.h>

/* The line being read: where we are, and where to say what is wrong. */
typedef struct {
    const char *at, *end;
    char **problem;
} Reader;

/* The next word, which must be there; `expected` names it. */
static gboolean take(Reader *reader, MasterToken *ret_token, const char *expected) {
    switch (master_token_next(&reader->at, reader->end, ret_token, reader->problem)) {
    case MASTER_TOKEN:
        return TRUE;
    case MASTER_END:
        *reader->problem =
            g_strdup_printf(_("found the end of the line, expected %s"), _(expected));
        return FALSE;
    default:
        return FALSE;
    }
}

static gboolean bad(Reader *reader, const MasterToken *token, const char *expected) {
    g_autofree char *shown = master_token_show(token);
    *reader->problem = g_strdup_printf(_("found %s, expected %s"), shown, _(expected));
    return FALSE;
}

static gboolean take_end(Reader *reader) {
    MasterToken token;
    switch (master_token_next(&reader->at, reader->end, &token, reader->problem)) {
    case MASTER_END:
        return TRUE;
    case MASTER_TOKEN:
        return bad(reader, &token, N_("the end of the line"));
    default:
        return FALSE;
    }
}

/* A name as a file writes it: what is not printable ASCII must be escaped, for an UTF-8 name
 * would never be asked. */
static gboolean fold_name(Reader *reader, const MasterToken *token, char **ret_name) {
    for (gsize i = 0; i < token->length; i++) {
        guint8 octet = (guint8)token->start[i];
        if (octet >= 0x80)
            return bad(reader, token, N_("a name in ASCII (its A-label, or \\DDD)"));
        if (octet == '\\')
            i++;
        else if (octet == '"' || octet < ' ' || octet == 0x7f)
            return bad(reader, token, N_("a domain name"));
    }
    char *name = dns_name_fold(token->start, token->length);
    if (name == NULL)
        return bad(reader, token, N_("a domain name (labels of 1 to 63 octets, 255 in all)"));
    *ret_name = name;
    return TRUE;
}

static gboolean take_name(Reader *reader, const char *expected, char **ret_name) {
    MasterToken token;
    return take(reader, &token, expected) && fold_name(reader, &token, ret_name);
}

static gboolean is_number(const MasterToken *token, guint64 most, guint64 *ret_number) {
    guint64 number = 0;
    for (gsize i = 0; i < token->length; i++) {
        int digit = g_ascii_digit_value(token->start[i]);
        if (digit < 0 || (number = number * 10 + (guint64)digit) > most)
            return FALSE;
    }
    *ret_number = number;
    return token->length > 0;
}

static gboolean read_address(Reader *reader, int family, MasterLine *line) {
    const char *expected = family == AF_INET ? N_("an IPv4 address") : N_("an IPv6 address");
    MasterToken token;
    if (!take(reader, &token, expected))
        return FALSE;
    g_autofree char *text = g_strndup(token.start, token.length);
    guint8 octets[16];
    char address[INET6_ADDRSTRLEN];
    if (inet_pton(family, text, octets) != 1)
        return bad(reader, &token, expected);
    line->value = g_strdup(inet_ntop(family, octets, address, sizeof address));
    return TRUE;
}

static gboolean read_mx(Reader *reader, MasterLine *line) {
    MasterToken token;
    guint64 preference;
    if (!take(reader, &token, N_("a preference from 0 to 65535")))
        return FALSE;
    if (!is_number(&token, 65535, &preference))
        return bad(reader, &token, N_("a preference from 0 to 65535"));
    line->preference = (guint)preference;
    return take_name(reader, N_("the name of a mail server"), &line->value);
}

/* mname alone, as a recording writes it, or all seven fields (RFC 1035 section 3.3.13). */
static gboolean read_soa(Reader *reader, MasterLine *line) {
    static const char *const fields[] = {"serial", "refresh", "retry", "expire", "minimum"};
    if (!take_name(reader, N_("the name of the primary server"), &line->value))
        return FALSE;
    MasterToken token;
    MasterNext next = master_token_next(&reader->at, reader->end, &token, reader->problem);
    if (next != MASTER_TOKEN)
        return next == MASTER_END;
    g_autofree char *rname = NULL;
    if (!fold_name(reader, &token, &rname))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
        guint64 number;
        if (!take(reader, &token, fields[i]))
            return FALSE;
        if (!is_number(&token, G_MAXUINT32, &number))
            return bad(reader, &token, fields[i]);
    }
    return TRUE;
}

static gboolean read_txt(Reader *reader, MasterLine *line) {
    g_autoptr(GString) octets = g_string_new(NULL);
    gboolean bare = FALSE;
    MasterToken token;
    MasterNext next;
    guint count = 0;

    while ((next = master_token_next(&reader->at, reader->end, &token, reader->problem)) ==
           MASTER_TOKEN) {
        /* Unquoted, `v=spf1 -all` would lose its blank and `v=DMARC1; p=none` its policy. */
        bare = bare || !token.quoted;
        if (bare && (count > 0 || token.comment))
            return bad(reader, &token, N_("each string of a TXT record in double quotes"));
        if (!master_token_unescape(&token, octets, reader->problem))
            return FALSE;
        count++;
    }
    if (next == MASTER_BAD)
        return FALSE;
    if (count == 0 || octets->len > LIMIT_ANSWER_OCTETS) {
        *reader->problem =
            g_strdup(count == 0 ? _("found the end of the line, expected a string in double quotes")
                                : _("found over 65535 octets in one record"));
        return FALSE;
    }
    line->length = octets->len;
    line->value = g_string_free(g_steal_pointer(&octets), FALSE);
    return TRUE;
}

static gboolean read_registration(Reader *reader, MasterLine *line) {
    line->value = registration_fold(reader->at, (gsize)(reader->end - reader->at), reader->problem);
    reader->at = reader->end;
    return line->value != NULL;
}

static gboolean read_data(Reader *reader, MasterLine *line) {
    switch (line->type) {
    case QUESTION_A:
        return read_address(reader, AF_INET, line);
    case QUESTION_AAAA:
        return read_address(reader, AF_INET6, line);
    case QUESTION_MX:
        return read_mx(reader, line);
    case QUESTION_TXT:
        return read_txt(reader, line);
    case QUESTION_SOA:
        return read_soa(reader, line);
    case QUESTION_REGISTRATION:
        return read_registration(reader, line);
    default:
        return take_name(reader, N_("a domain name"), &line->value);
    }
}

/* `!STATUS`, or FALSE with *ret_is_status FALSE where the line goes on with data. */
static gboolean read_status(Reader *reader, MasterLine *line, gboolean *ret_is_status) {
    static const char expected[] = N_("!NXDOMAIN, !NODATA, !SERVFAIL, !REFUSED or !TIMEOUT");
    const char *before = reader->at;
    MasterToken token;

    *ret_is_status = FALSE;
    if (!take(reader, &token, line->any_type ? expected : N_("its data")))
        return FALSE;
    if (token.start[0] != '!') {
        reader->at = before;
        return line->any_type ? bad(reader, &token, expected) : TRUE;
    }
    g_autofree char *word = g_strndup(token.start + 1, token.length - 1);
    if (!answer_status_parse(word, &line->status) || line->status == ANSWER_OK ||
        line->status == ANSWER_PENDING || line->status == ANSWER_SKIPPED)
        return bad(reader, &token, expected);
    *ret_is_status = TRUE;
    return TRUE;
}

static gboolean read_type(Reader *reader, MasterLine *line) {
    static const char expected[] =
        N_("A, AAAA, MX, TXT, PTR, CNAME, NS, SOA, REGISTRATION or * as type");
    gboolean ttl = FALSE, class = FALSE;
    MasterToken token;
    guint64 number;

    for (;;) {
        if (!take(reader, &token, expected))
            return FALSE;
        if (!ttl && is_number(&token, G_MAXUINT32, &number))
            ttl = TRUE;
        else if (!class && master_token_is(&token, "IN"))
            class = TRUE;
        else
            break;
    }
    line->any_type = master_token_is(&token, "*");
    g_autofree char *word = g_strndup(token.start, token.length);
    if (!line->any_type && !question_type_parse(word, &line->type))
        return bad(reader, &token, expected);
    return TRUE;
}

static gboolean read_line(Reader *reader, const MasterToken *first, MasterLine *line) {
    gboolean is_status;

    if (first->start[0] == '$')
        return bad(reader, first, N_("a record: each line names its owner in full"));
    if (!master_token_is(first, "*") && !master_token_is(first, "*.") &&
        !fold_name(reader, first, &line->name))
        return FALSE;
    if (!read_type(reader, line))
        return FALSE;
    if (line->name == NULL && !line->any_type) {
        *reader->problem =
            g_strdup_printf(_("found the name * with type %s, expected * as type (write \\* for "
                              "a name that is an asterisk)"),
                            question_type_name(line->type));
        return FALSE;
    }
    line->status = ANSWER_OK;
    if (!read_status(reader, line, &is_status) || (!is_status && !read_data(reader, line)))
        return FALSE;
    if (line->value != NULL && line->length == 0 && line->type != QUESTION_TXT)
        line->length = strlen(line->value);
    return take_end(reader);
}

gboolean master_parse(const char *bytes, gsize length, MasterLine *ret, gboolean *ret_empty,
                      char **ret_problem) {
    Reader reader = {.at = bytes, .end = bytes + length, .problem = ret_problem};
    MasterLine line = {0};
    MasterToken first;

    if (length > 0 && memchr(bytes, '\0', length) != NULL) {
        *ret_problem = g_strdup(_("found a NUL octet, expected text"));
        return FALSE;
    }
    MasterNext next = master_token_next(&reader.at, reader.end, &first, ret_problem);
    if (next != MASTER_TOKEN) {
        *ret_empty = TRUE;
        return next == MASTER_END;
    }
    if (!read_line(&reader, &first, &line)) {
        master_line_clear(&line);
        return FALSE;
    }
    *ret_empty = FALSE;
    *ret = line;
    return TRUE;
}

void master_line_clear(MasterLine *self) {
    g_clear_pointer(&self->name, g_free);
    g_clear_pointer(&self->value, g_free);
}
