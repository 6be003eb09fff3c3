/* mailbox-token.h - an address field cut into tokens (RFC 5322 section 3.2). */
#ifndef SPAMLINT_MESSAGE_MIME_MAILBOX_TOKEN_H
#define SPAMLINT_MESSAGE_MIME_MAILBOX_TOKEN_H

#include <glib.h>

typedef enum {
    TOKEN_ATOM,    /* a run of octets that are no specials, no white space */
    TOKEN_QUOTED,  /* quoted-string, quotes included */
    TOKEN_COMMENT, /* comment, parentheses included; they nest */
    TOKEN_LITERAL, /* domain-literal, brackets included */
    TOKEN_SPECIAL, /* one of < > , ; : @ . */
} TokenKind;

typedef struct {
    TokenKind kind;
    char special;     /* of TOKEN_SPECIAL */
    gboolean valid;   /* an atom of atext or UTF-8; a string, comment or literal that ends */
    gsize start, end; /* octets of the value */
} Token;

/* Cuts `length` octets of an unfolded value. Of Token; given away. */
GArray *mailbox_tokens(const char *value, gsize length);
/* TRUE for TOKEN_SPECIAL `special`. */
gboolean token_is(const Token *self, char special);
/* Appends the octets that a token means: quotes, parentheses and backslashes undone. */
void token_append_text(const Token *self, const char *value, GString *text);

#endif
