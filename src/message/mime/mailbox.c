/* mailbox.c - address lists, token by token (RFC 5322 sections 3.4 and 4.4, RFC 6532, RFC 6854).
 *
 * Each list is cut at its commas into items, and each item read for itself: an item that is no
 * mailbox spoils none of the others.  ";" ends a group, and outside of one it separates like a
 * comma, as some mail programs write it.  A "<" that is not closed before the next "<" ends at the
 * next separator.
 */
#include "message/mime/mailbox.h"

#include "limits.h"
#include "message/mime/encoded-word.h"
#include "message/mime/mailbox-token.h"

#include <string.h>

typedef struct {
    const char *value;
    const Token *tokens;
    guint count;
    MailboxList *list;
    char *group; /* the group that is open, or NULL */
} Parser;

static void mailbox_free(gpointer data) {
    Mailbox *self = data;

    g_free(self->name);
    g_free(self->address);
    g_free(self->local);
    g_free(self->domain);
    g_free(self->ascii_domain);
    g_free(self->group);
    g_free(self);
}

void mailbox_list_free(MailboxList *self) {
    if (self == NULL)
        return;
    g_ptr_array_unref(self->mailboxes);
    g_free(self->first_group);
    g_free(self);
}

/* Valid UTF-8 without NUL of what mail wrote: GLib takes NUL within a length for invalid. */
static char *readable(const char *octets, gsize length) {
    return g_utf8_make_valid(octets, (gssize)length);
}

/* The text of tokens [from, to) as a display name: words joined, unquoted, decoded; NULL: none. */
static char *display_name(const Parser *self, guint from, guint to) {
    g_autoptr(GString) raw = g_string_new(NULL);
    g_autoptr(EncodedText) decoded = NULL;
    gsize behind = 0;

    for (guint i = from; i < to; i++) {
        const Token *token = &self->tokens[i];

        if (token->kind == TOKEN_COMMENT)
            continue;
        if (raw->len > 0 && token->start > behind)
            g_string_append_c(raw, ' ');
        token_append_text(token, self->value, raw);
        behind = token->end;
    }
    decoded = encoded_text_decode(raw->str, raw->len);
    g_strstrip(decoded->text);
    return *decoded->text != '\0' ? g_steal_pointer(&decoded->text) : NULL;
}

/* The text of a comment as a display name: "jens@example.dk (Jens Hansen)". */
static char *comment_name(const Parser *self, guint from, guint to) {
    for (guint i = to; i > from; i--) {
        const Token *token = &self->tokens[i - 1];
        g_autoptr(GString) raw = NULL;
        g_autoptr(EncodedText) decoded = NULL;

        if (token->kind != TOKEN_COMMENT)
            continue;
        raw = g_string_new(NULL);
        token_append_text(token, self->value, raw);
        decoded = encoded_text_decode(raw->str, raw->len);
        g_strstrip(decoded->text);
        if (*decoded->text != '\0')
            return g_steal_pointer(&decoded->text);
    }
    return NULL;
}

/* Appends tokens [from, to) as written, without comments; white space between words that no dot
 * joins is one space. */
static void append_written(const Parser *self, guint from, guint to, gboolean unquoted,
                           GString *text) {
    const Token *before = NULL;

    for (guint i = from; i < to; i++) {
        const Token *token = &self->tokens[i];

        if (token->kind == TOKEN_COMMENT)
            continue;
        if (before != NULL && before->kind != TOKEN_SPECIAL && token->kind != TOKEN_SPECIAL &&
            token->start > before->end)
            g_string_append_c(text, ' ');
        if (unquoted)
            token_append_text(token, self->value, text);
        else
            g_string_append_len(text, self->value + token->start,
                                (gssize)(token->end - token->start));
        before = token;
    }
}

/* TRUE where tokens [from, to) are words joined by single dots: dot-atom or obs-local-part, and
 * without quoted strings a domain. */
static gboolean is_dotted(const Parser *self, guint from, guint to, gboolean quoted) {
    gboolean word = FALSE; /* the last token was a word */

    for (guint i = from; i < to; i++) {
        const Token *token = &self->tokens[i];

        if (!token->valid)
            return FALSE;
        if (token->kind == TOKEN_COMMENT)
            continue;
        if (token_is(token, '.')) {
            if (!word)
                return FALSE;
            word = FALSE;
        } else {
            if (word || !(token->kind == TOKEN_ATOM || (quoted && token->kind == TOKEN_QUOTED)))
                return FALSE;
            word = TRUE;
        }
    }
    return word;
}

/* TRUE where the octets of a quoted string or literal are UTF-8 without NUL. */
static gboolean is_utf8(const Parser *self, guint from, guint to) {
    gsize start, end;

    if (from == to)
        return TRUE;
    start = self->tokens[from].start;
    end = self->tokens[to - 1].end;
    return g_utf8_validate_len(self->value + start, end - start, NULL);
}

/* Leaves the comments at both ends out of [*from, *to). */
static void trim_comments(const Parser *self, guint *from, guint *to) {
    while (*from < *to && self->tokens[*from].kind == TOKEN_COMMENT)
        (*from)++;
    while (*to > *from && self->tokens[*to - 1].kind == TOKEN_COMMENT)
        (*to)--;
}

/* Reads tokens [from, to) as an addr-spec. */
static void read_addr_spec(const Parser *self, Mailbox *mailbox, guint from, guint to) {
    g_autoptr(GString) text = g_string_new(NULL);
    guint at = to;

    trim_comments(self, &from, &to);
    if (from == to)
        return;
    mailbox->address_start = self->tokens[from].start;
    mailbox->address_end = self->tokens[to - 1].end;
    append_written(self, from, to, FALSE, text);
    g_free(mailbox->address);
    mailbox->address = readable(text->str, text->len);

    /* The last "@": what stands before a wrong one is no host. */
    while (at > from && !token_is(&self->tokens[at - 1], '@'))
        at--;
    g_string_truncate(text, 0);
    append_written(self, from, at > from ? at - 1 : to, TRUE, text);
    g_free(mailbox->local);
    mailbox->local = readable(text->str, text->len);
    if (at == from)
        return;
    g_string_truncate(text, 0);
    append_written(self, at, to, FALSE, text);
    mailbox->domain = readable(text->str, text->len);

    mailbox->valid = is_dotted(self, from, at - 1, TRUE) && is_utf8(self, from, to);
    trim_comments(self, &at, &to);
    if (to - at == 1 && self->tokens[at].kind == TOKEN_LITERAL) {
        mailbox->literal = TRUE;
        mailbox->valid = mailbox->valid && self->tokens[at].valid;
    } else {
        mailbox->valid = is_dotted(self, at, to, FALSE) && mailbox->valid;
        mailbox->ascii_domain = domain_to_ascii(mailbox->domain);
    }
}

/* Skips a source route "@a,@b:" (obs-route, section 4.4) in [from, to). */
static guint skip_route(const Parser *self, guint from, guint to) {
    if (from == to || !token_is(&self->tokens[from], '@'))
        return from;
    for (guint i = from; i < to; i++) {
        if (token_is(&self->tokens[i], ':'))
            return i + 1;
    }
    return from;
}

/* The words right around the first "@" of [*from, *to): "Jens Hansen jens@example.dk" without the
 * angle brackets. FALSE: no "@", or it stands alone in its item. */
static gboolean find_bare_address(const Parser *self, guint *from, guint *to) {
    guint at = *from;
    guint first, last;

    while (at < *to && !token_is(&self->tokens[at], '@'))
        at++;
    if (at == *to)
        return FALSE;
    for (first = at; first > *from && self->tokens[first - 1].end == self->tokens[first].start;)
        first--;
    for (last = at + 1; last < *to && self->tokens[last - 1].end == self->tokens[last].start;)
        last++;
    *from = first;
    *to = last;
    return TRUE;
}

/* Reads an item without angle brackets. */
static void read_bare(const Parser *self, Mailbox *mailbox, guint from, guint to) {
    guint first = from;
    guint last = to;
    guint words = 0;

    read_addr_spec(self, mailbox, from, to);
    mailbox->name = comment_name(self, from, to);
    if (mailbox->valid)
        return;
    for (guint i = from; i < to; i++)
        words += self->tokens[i].kind != TOKEN_COMMENT;
    if (find_bare_address(self, &first, &last)) {
        if (first == from && last == to)
            return;
        g_clear_pointer(&mailbox->domain, g_free);
        g_clear_pointer(&mailbox->ascii_domain, g_free);
        mailbox->literal = FALSE;
        read_addr_spec(self, mailbox, first, last);
        mailbox->valid = FALSE;
        if (first > from) {
            g_free(mailbox->name);
            mailbox->name = display_name(self, from, first);
        }
    } else if (words > 1) {
        /* A name and no address. */
        g_free(mailbox->address);
        mailbox->address = g_strdup("");
        g_free(mailbox->local);
        mailbox->local = g_strdup("");
        mailbox->address_end = mailbox->address_start;
        g_free(mailbox->name);
        mailbox->name = display_name(self, from, to);
    }
}

/* Reads tokens [from, to) as one mailbox; `angle`: index of its "<", or `to`. */
static void read_mailbox(Parser *self, guint from, guint to, guint angle) {
    Mailbox *mailbox;
    guint close = to;
    guint spec;

    if (from == to)
        return; /* an empty list element (obs-addr-list) */
    if (self->list->mailboxes->len >= LIMIT_MAILBOXES) {
        self->list->truncated = TRUE;
        return;
    }
    mailbox = g_new0(Mailbox, 1);
    mailbox->start = self->tokens[from].start;
    mailbox->end = self->tokens[to - 1].end;
    mailbox->address_start = mailbox->address_end = mailbox->end;
    mailbox->address = g_strdup("");
    mailbox->local = g_strdup("");
    mailbox->group = g_strdup(self->group);
    if (angle == to) {
        read_bare(self, mailbox, from, to);
    } else {
        for (guint i = to; i > angle; i--) {
            if (token_is(&self->tokens[i - 1], '>'))
                close = i - 1; /* the first one */
        }
        spec = skip_route(self, angle + 1, close);
        mailbox->route = spec > angle + 1;
        read_addr_spec(self, mailbox, spec, close);
        /* A "<" that nothing closes, or words behind the ">". */
        if (close == to)
            mailbox->valid = FALSE;
        for (guint i = close + 1; i < to; i++)
            mailbox->valid = mailbox->valid && self->tokens[i].kind == TOKEN_COMMENT;
        mailbox->name = display_name(self, from, angle);
        if (mailbox->name == NULL)
            mailbox->name = comment_name(self, from, to);
    }
    g_ptr_array_add(self->list->mailboxes, mailbox);
}

/* The ">" of the "<" at `open`, if it comes before the next "<"; else `open`. */
static guint closing(const Parser *self, guint open) {
    for (guint i = open + 1; i < self->count; i++) {
        if (token_is(&self->tokens[i], '>'))
            return i;
        if (token_is(&self->tokens[i], '<'))
            break;
    }
    return open;
}

/* A ":" at `colon`: tokens from `from` on are the name of a group. FALSE: they are not. */
static gboolean open_group(Parser *self, guint from, guint colon) {
    if (self->group != NULL || from == colon)
        return FALSE;
    for (guint i = from; i < colon; i++) {
        if (token_is(&self->tokens[i], '@'))
            return FALSE;
    }
    self->group = display_name(self, from, colon);
    if (self->group == NULL)
        self->group = g_strdup("");
    /* Each of its mailboxes gets a copy. */
    if (strlen(self->group) > LIMIT_EVIDENCE_OCTETS) {
        char *end = g_utf8_find_prev_char(self->group, self->group + LIMIT_EVIDENCE_OCTETS);

        *end = '\0';
    }
    self->list->groups++;
    if (self->list->first_group == NULL)
        self->list->first_group = g_strdup(self->group);
    return TRUE;
}

MailboxList *mailbox_list_parse(const char *value, gsize length) {
    g_autoptr(GArray) tokens = mailbox_tokens(value, length);
    Parser self = {.value = value,
                   .tokens = (const Token *)(gpointer)tokens->data,
                   .count = tokens->len,
                   .list = g_new0(MailboxList, 1)};
    guint from = 0;
    guint angle = G_MAXUINT;

    self.list->mailboxes = g_ptr_array_new_with_free_func(mailbox_free);
    for (guint at = 0; at <= self.count; at++) {
        const Token *token = at < self.count ? &self.tokens[at] : NULL;

        if (token == NULL || token_is(token, ',') || token_is(token, ';')) {
            read_mailbox(&self, from, at, MIN(angle, at));
            from = at + 1;
            angle = G_MAXUINT;
            if (token != NULL && token_is(token, ';'))
                g_clear_pointer(&self.group, g_free);
        } else if (token_is(token, '<') && angle == G_MAXUINT) {
            angle = at;
            at = closing(&self, at);
        } else if (token_is(token, ':') && angle == G_MAXUINT && open_group(&self, from, at)) {
            from = at + 1;
        }
    }
    g_free(self.group);
    return self.list;
}
