/* mailbox-token.c - the tokens of address fields, in one pass and without recursion. */
#include "message/mime/mailbox-token.h"

#include <string.h>

/* How far an encoded word is looked for: it has 75 octets (RFC 2047 section 2), some senders make
 * it as long as the name. */
#define WORD_OCTETS 1000u

static gboolean is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

gboolean token_is(const Token *self, char special) {
    return self->kind == TOKEN_SPECIAL && self->special == special;
}

/* The end of a string in which `close` ends and backslash quotes; `open` nests, 0: nothing does. */
static gsize skip_enclosed(const char *value, gsize at, gsize length, char open, char close,
                           gboolean *ret_valid) {
    guint depth = 1;

    for (at++; at < length; at++) {
        if (value[at] == '\\' && at + 1 < length) {
            at++;
        } else if (value[at] == close) {
            if (--depth == 0) {
                *ret_valid = TRUE;
                return at + 1;
            }
        } else if (open != '\0' && value[at] == open) {
            depth++;
        }
    }
    *ret_valid = FALSE;
    return length;
}

/* The end of an encoded word at `at`, or `at`. One may hold specials where it is the name of a
 * mailbox: RFC 2047 section 5 (3) forbids it, and it is common. */
static gsize encoded_word_end(const char *value, gsize at, gsize length) {
    guint marks = 0;

    if (length - at < 2 || value[at] != '=' || value[at + 1] != '?')
        return at;
    length = MIN(length, at + WORD_OCTETS);
    for (gsize i = at + 2; i < length && !is_space(value[i]); i++) {
        if (value[i] != '?')
            continue;
        marks++;
        if (marks > 2 && i + 1 < length && value[i + 1] == '=')
            return i + 2;
    }
    return at;
}

/* Reads an atom. Control characters, stray backslashes and brackets make it invalid, not an end. */
static gsize read_atom(const char *value, gsize at, gsize length, gboolean *ret_valid) {
    gsize start = at;
    gboolean valid = TRUE;
    gboolean plain = TRUE;

    at = encoded_word_end(value, at, length);
    while (at < length && !is_space(value[at])) {
        char c = value[at];

        if (c != '\0' && strchr("()<>,;:@.\"[", c) != NULL)
            break;
        plain = plain && (guchar)c < 128;
        valid = valid && (guchar)c > ' ' && c != '\\' && c != ']' && c != 127;
        at++;
    }
    *ret_valid = valid && (plain || g_utf8_validate_len(value + start, at - start, NULL));
    return at;
}

GArray *mailbox_tokens(const char *value, gsize length) {
    GArray *tokens = g_array_sized_new(FALSE, FALSE, sizeof(Token), 16);
    gsize at = 0;

    while (at < length) {
        Token token = {.start = at, .valid = TRUE};
        char c = value[at];

        if (is_space(c)) {
            at++;
            continue;
        }
        if (c == '"') {
            token.kind = TOKEN_QUOTED;
            at = skip_enclosed(value, at, length, '\0', '"', &token.valid);
        } else if (c == '(') {
            token.kind = TOKEN_COMMENT;
            at = skip_enclosed(value, at, length, '(', ')', &token.valid);
        } else if (c == '[') {
            token.kind = TOKEN_LITERAL;
            at = skip_enclosed(value, at, length, '\0', ']', &token.valid);
        } else if (c != '\0' && strchr("<>,;:@.", c) != NULL) {
            token.kind = TOKEN_SPECIAL;
            token.special = c;
            at++;
        } else {
            token.kind = TOKEN_ATOM;
            at = read_atom(value, at, length, &token.valid);
            if (at == token.start) { /* ")" that closes nothing */
                token.valid = FALSE;
                at++;
            }
        }
        token.end = at;
        g_array_append_val(tokens, token);
    }
    return tokens;
}

void token_append_text(const Token *self, const char *value, GString *text) {
    gsize at = self->start;
    gsize end = self->end;

    if (self->kind != TOKEN_QUOTED && self->kind != TOKEN_COMMENT) {
        g_string_append_len(text, value + at, (gssize)(end - at));
        return;
    }
    at++;
    if (self->valid)
        end--;
    for (; at < end; at++) {
        if (value[at] == '\\' && at + 1 < end)
            at++;
        g_string_append_c(text, value[at]);
    }
}
