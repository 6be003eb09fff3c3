/* mailbox.c - address fields: an address-list read in one pass, with the place of each mailbox. */
#include "message/mailbox.h"

#include "limits.h"
#include "message/encoded-word.h"

#include <string.h>

typedef struct {
    const char *value;
    gsize length, at;
} Reader;

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

static gboolean is_atext(char c) {
    return g_ascii_isalnum(c) || (c & 0x80) || (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

/* Behind the comment at `at`, nested and with quoted pairs; the end where it is never closed. */
static gsize skip_comment(const Reader *self, gsize at) {
    guint depth = 0;
    for (; at < self->length; at++) {
        if (self->value[at] == '\\')
            at++;
        else if (self->value[at] == '(')
            depth++;
        else if (self->value[at] == ')' && --depth == 0)
            return at + 1;
    }
    return self->length;
}

/* Behind the quoted string at `at`. */
static gsize skip_quoted(const Reader *self, gsize at) {
    for (at++; at < self->length; at++) {
        if (self->value[at] == '\\')
            at++;
        else if (self->value[at] == '"')
            return at + 1;
    }
    return self->length;
}

/* Octets [start, end) without comments and folding white space outside quotes. */
static char *bare(const Reader *self, gsize start, gsize end) {
    GString *out = g_string_new(NULL);
    for (gsize i = start; i < end;) {
        char c = self->value[i];
        if (c == '(')
            i = skip_comment(self, i);
        else if (c == '"') {
            gsize stop = MIN(skip_quoted(self, i), end);
            g_string_append_len(out, self->value + i, (gssize)(stop - i));
            i = stop;
        } else {
            if (!g_ascii_isspace(c) && c != '\0')
                g_string_append_c(out, c);
            i++;
        }
    }
    g_autofree char *raw = g_string_free(out, FALSE);
    return g_utf8_make_valid(raw, -1);
}

/* A display name: quotes and quoted pairs undone, encoded words decoded, also those within quotes,
 * where they should not stand and often do. */
static char *display_name(const Reader *self, gsize start, gsize end) {
    g_autoptr(GString) out = g_string_new(NULL);
    for (gsize i = start; i < end;) {
        char c = self->value[i];
        if (c == '(') {
            i = skip_comment(self, i);
            continue;
        }
        if (c == '"') {
            gsize stop = MIN(skip_quoted(self, i), end);
            for (gsize k = i + 1; k < stop && !(k + 1 == stop && self->value[k] == '"'); k++) {
                if (self->value[k] == '\\' && k + 1 < stop)
                    k++;
                g_string_append_c(out, self->value[k]);
            }
            i = stop;
            continue;
        }
        g_string_append_c(out, c);
        i++;
    }
    g_autoptr(EncodedText) text = encoded_text_decode(out->str, out->len);
    g_strstrip(text->text);
    return *text->text != '\0' ? g_steal_pointer(&text->text) : NULL;
}

/* dot-atom or quoted string, obsolete "a . b" already joined by bare(). */
static gboolean is_local_part(const char *text) {
    gsize length = strlen(text);
    if (length == 0 || length > 256)
        return FALSE;
    if (text[0] == '"')
        return length >= 2 && text[length - 1] == '"';
    for (gsize i = 0; i < length; i++)
        if (!is_atext(text[i]) && !(text[i] == '.' && i > 0 && i + 1 < length && text[i - 1] != '.'))
            return FALSE;
    return TRUE;
}

static gboolean is_domain(const char *text) {
    gsize length = strlen(text);
    if (length == 0 || length > 1000)
        return FALSE;
    for (gsize i = 0; i < length; i++)
        if (!is_atext(text[i]) && !(text[i] == '.' && i > 0 && text[i - 1] != '.'))
            return FALSE;
    return TRUE;
}

/* Fills in what an addr-spec at [start, end) says. */
static void read_addr_spec(const Reader *self, Mailbox *mailbox, gsize start, gsize end) {
    while (start < end && g_ascii_isspace(self->value[start]))
        start++;
    while (end > start && g_ascii_isspace(self->value[end - 1]))
        end--;
    mailbox->address_start = start;
    mailbox->address_end = end;
    mailbox->address = bare(self, start, end);
    /* obs-route: "@a,@b:user@domain" (RFC 5322 section 4.4). */
    const char *spec = mailbox->address;
    if (*spec == '@' && strchr(spec, ':') != NULL)
        spec = strchr(spec, ':') + 1;
    const char *at = NULL;
    gboolean quoted = FALSE;
    for (const char *c = spec; *c != '\0'; c++) {
        if (*c == '\\' && c[1] != '\0')
            c++;
        else if (*c == '"')
            quoted = !quoted;
        else if (*c == '@' && !quoted)
            at = c;
    }
    if (at == NULL) {
        mailbox->local = g_strdup(spec);
        return;
    }
    g_autofree char *local = g_strndup(spec, (gsize)(at - spec));
    mailbox->domain = g_strdup(at + 1);
    gsize n = strlen(mailbox->domain);
    mailbox->literal = n > 2 && mailbox->domain[0] == '[' && mailbox->domain[n - 1] == ']';
    if (!mailbox->literal && is_domain(mailbox->domain))
        mailbox->ascii_domain = domain_to_ascii(mailbox->domain);
    mailbox->valid = is_local_part(local) && (mailbox->literal || is_domain(mailbox->domain));
    mailbox->local = g_steal_pointer(&local);
    if (mailbox->local[0] == '"') {
        memmove(mailbox->local, mailbox->local + 1, strlen(mailbox->local));
        gsize last = strlen(mailbox->local);
        if (last > 0 && mailbox->local[last - 1] == '"')
            mailbox->local[last - 1] = '\0';
    }
}

/* The mailbox at [start, end), with the angle brackets at [open, close] where open < close. */
static void add_mailbox(MailboxList *list, const Reader *reader, gsize start, gsize end, gsize open,
                        gsize close, const char *group) {
    while (start < end && g_ascii_isspace(reader->value[start]))
        start++;
    while (end > start && g_ascii_isspace(reader->value[end - 1]))
        end--;
    if (start == end)
        return; /* an empty element (RFC 5322 section 4.4, obs-addr-list) */
    if (list->mailboxes->len >= LIMIT_MAILBOXES) {
        list->truncated = TRUE;
        return;
    }
    Mailbox *mailbox = g_new0(Mailbox, 1);
    mailbox->start = start;
    mailbox->end = end;
    mailbox->group = g_strdup(group);
    if (open < close) {
        mailbox->name = display_name(reader, start, open);
        read_addr_spec(reader, mailbox, open + 1, close);
    } else {
        read_addr_spec(reader, mailbox, start, end);
        /* "user@example.com (Name)": the comment was the name before RFC 822 had one. */
        const char *paren = memchr(reader->value + start, '(', end - start);
        if (paren != NULL) {
            gsize from = (gsize)(paren - reader->value), to = skip_comment(reader, from);
            if (to > from + 2) {
                g_autoptr(EncodedText) text =
                    encoded_text_decode(reader->value + from + 1, MIN(to, end) - from - 2);
                mailbox->name = g_strdup(g_strstrip(text->text));
            }
            if (from > mailbox->address_start)
                mailbox->address_end = from;
            while (mailbox->address_end > mailbox->address_start &&
                   g_ascii_isspace(reader->value[mailbox->address_end - 1]))
                mailbox->address_end--;
        }
    }
    g_ptr_array_add(list->mailboxes, mailbox);
}

MailboxList *mailbox_list_parse(const char *value, gsize length) {
    MailboxList *list = g_new0(MailboxList, 1);
    list->mailboxes = g_ptr_array_new_with_free_func(mailbox_free);
    Reader reader = {value, length, 0};
    g_autofree char *group = NULL;
    gsize start = 0, open = 0, close = 0;
    gboolean angled = FALSE;
    for (gsize i = 0; i <= length;) {
        char c = i < length ? value[i] : ',';
        if (c == '(') {
            i = skip_comment(&reader, i);
        } else if (c == '"') {
            i = skip_quoted(&reader, i);
        } else if (c == '<' && !angled) {
            /* Up to its ">"; quoted strings inside may hold one. */
            gsize k = i + 1;
            while (k < length && value[k] != '>')
                k = value[k] == '"' ? skip_quoted(&reader, k) : k + 1;
            open = i;
            close = MIN(k, length);
            angled = TRUE;
            i = MIN(k + 1, MAX(length, i + 1));
        } else if (c == '[') {
            const char *end = memchr(value + i, ']', length - i);
            i = end != NULL ? (gsize)(end - value) + 1 : i + 1;
        } else if (c == ':' && group == NULL && !angled) {
            group = display_name(&reader, start, i);
            if (group == NULL)
                group = g_strdup("");
            list->groups++;
            if (list->first_group == NULL)
                list->first_group = g_strdup(group);
            start = ++i;
        } else if (c == ',' || c == ';') {
            add_mailbox(list, &reader, start, i, open, angled ? close : open, group);
            angled = FALSE;
            open = close = 0;
            if (c == ';')
                g_clear_pointer(&group, g_free);
            start = ++i;
        } else
            i++;
    }
    return list;
}

void mailbox_list_free(MailboxList *self) {
    if (self == NULL)
        return;
    g_ptr_array_unref(self->mailboxes);
    g_free(self->first_group);
    g_free(self);
}
