/* from-display-name.c - the name in From names the sender, and nothing else. */
#include "message/link-words.h"
#include "message/sender-domains.h"
#include "message/view/fold.h"
#include "message/view/shown-host.h"
#include "message/words/reply-prefix.h"
#include "message/words/script.h"
#include "rules/rule.h"

#include <string.h>

/* No honest name is longer; the rest is not looked at. */
#define NAME_OCTETS 1000u
/* So many characters that show nothing are no accident. */
#define INVISIBLE_MANY 3u
#define LINKS 500u

typedef struct {
    Check *check;
    const Mailbox *mailbox;
    const char *name; /* bounded */
    gsize length;
    Place place;
} Name;

/* All findings are of one form: what was found in the name. */
#define FAIL(self, severity, format, what)                                                         \
    check_fail((self)->check, severity, (self)->place, (self)->name, NULL, format, what)

/* TRUE where the message leads to the host: "Garnhuset.dk" who sends under his provider's domain.
 */
static gboolean is_linked(const Name *self, const char *host) {
    const GPtrArray *links = self->check->message->view->links;
    for (guint i = 0; i < MIN(links->len, LINKS); i++) {
        const Link *link = g_ptr_array_index(links, i);
        if (link->host != NULL && domain_same_organization(link->host, host))
            return TRUE;
    }
    return FALSE;
}

/* TRUE where the name may show this host: it is From's or another one of the sender, or From's name
 * under another suffix ("Amazon.dk" of amazon.com), or its links lead to it and it is no brand. */
static gboolean is_own(const Name *self, const char *host) {
    const SenderDomains *sender = sender_domains(self->check->message);
    const char *from = self->mailbox->ascii_domain;
    if (sender_domains_hold(sender, SENDER_ANY, host) || from == NULL)
        return TRUE;
    g_autofree char *shown = domain_organizational(host);
    g_autofree char *own = domain_organizational(from);
    gsize n = strcspn(own, ".");
    if (strcspn(shown, ".") == n && strncmp(shown, own, n) == 0)
        return TRUE;
    const Brand *brand = brands_of_host(self->check->message->brands, host);
    return (brand != NULL && brand_owns(brand, from)) || (brand == NULL && is_linked(self, host));
}

/* "via" says that the name is another's, as forwarding lists and form services write it. */
static gboolean says_via(const char *name) {
    g_autofree char *folded = words_fold(name);
    g_autofree char *padded = g_strdup_printf(" %s ", folded);
    return strstr(padded, " via ") != NULL || strstr(padded, " on behalf of ") != NULL ||
           strstr(padded, " på vegne af ") != NULL;
}

/* Addresses and domains, word by word. */
static void check_hosts(const Name *self) {
    static const char *const around = "<>()[]{}\"'`,;:|";
    g_auto(GStrv) words = g_strsplit_set(self->name, " \t\r\n", -1);
    if (says_via(self->name))
        return;
    for (char **word = words; *word != NULL; word++) {
        char *at = *word + strspn(*word, around);
        gsize length = strlen(at);
        while (length > 0 && strchr(around, at[length - 1]) != NULL)
            length--;
        g_autofree char *text = g_strndup(at, length);
        const char *sign = strrchr(text, '@');
        g_autofree char *host = NULL;
        if (sign != NULL && sign > text)
            host = shown_host_of_word(sign + 1, strlen(sign + 1));
        else if (sign == NULL)
            host = shown_host(text, length, NULL, NULL);
        if (host == NULL || is_own(self, host))
            continue;
        if (sign != NULL)
            FAIL(self, SEVERITY_ERROR,
                 N_("the name in From holds the address \"%s\", which is another than the one "
                    "behind "
                    "it"),
                 text);
        else
            FAIL(
                self, SEVERITY_ERROR,
                N_("the name in From holds the domain \"%s\", which is another than the one behind "
                   "it"),
                host);
        return;
    }
}

/* "Anna (2)" is how a mail program counts the messages of a thread. */
static void check_count(const Name *self) {
    const char *text = self->name;
    gsize end = self->length;
    while (end > 0 && g_ascii_isspace(text[end - 1]))
        end--;
    if (end < 3 || (text[end - 1] != ')' && text[end - 1] != ']'))
        return;
    gsize start = end - 1;
    while (start > 0 && g_ascii_isdigit(text[start - 1]))
        start--;
    gsize digits = end - 1 - start;
    if (digits == 0 || digits > 2 || start == 0 ||
        (text[start - 1] != '(' && text[start - 1] != '['))
        return;
    g_autofree char *count = g_strndup(text + start - 1, digits + 2);
    FAIL(self, SEVERITY_ERROR,
         N_("the name in From ends in \"%s\", as a mail program counts the messages of a thread"),
         count);
}

static void check_prefix(const Name *self) {
    g_autofree char *folded = fold_case(self->name);
    const char *at = folded;
    while (*at != '\0' && !g_unichar_isalnum(g_utf8_get_char(at)))
        at = g_utf8_next_char(at);
    gsize length = reply_prefix(at);
    if (length == 0)
        return;
    g_autofree char *prefix = g_strndup(at, length);
    FAIL(self, SEVERITY_ERROR,
         N_("the name in From begins with \"%s\", as the subject of a reply does"), prefix);
}

static void check_letters(const Name *self) {
    g_autoptr(GArray) alike = script_look_alikes(self->name, self->length, SCRIPT_TEXT);
    if (alike->len > 0) {
        const LookAlike *one = &g_array_index(alike, LookAlike, 0);
        g_autofree char *word = g_strndup(self->name + one->start, one->end - one->start);
        FAIL(self, SEVERITY_ERROR,
             N_("the word \"%s\" in the name of From holds letters that only look like plain ones "
                "(UTS 39)"),
             word);
    }
    g_autoptr(GArray) marks = script_check_marks(self->name, self->length);
    if (marks->len > 0) {
        const CheckMark *one = &g_array_index(marks, CheckMark, 0);
        g_autofree char *mark = g_strndup(self->name + one->start, one->end - one->start);
        FAIL(self, SEVERITY_ERROR,
             N_("the name in From holds \"%s\", which imitates the mark of a verified sender"),
             mark);
    }
}

static void check_invisible(const Name *self) {
    g_autoptr(GArray) invisible = script_invisible(self->name, self->length);
    if (invisible->len == 0)
        return;
    gboolean inside = invisible->len >= INVISIBLE_MANY;
    for (guint i = 0; i < invisible->len && !inside; i++) {
        const Invisible *one = &g_array_index(invisible, Invisible, i);
        inside = one->inside || one->kind != INVISIBLE_ZERO_WIDTH;
    }
    const Invisible *first = &g_array_index(invisible, Invisible, 0);
    g_autofree char *code = g_strdup_printf("U+%04X", first->character);
    FAIL(self, inside ? SEVERITY_ERROR : SEVERITY_WARNING,
         N_("the name in From holds characters that nobody sees (%s)"), code);
}

static void check_phrases(const Name *self) {
    if (phrases_in(self->check->message->phrases, "from-name", self->name))
        FAIL(self, SEVERITY_WARNING,
             N_("the name in From, \"%s\", holds what belongs into a subject"), self->name);
}

static void check_from_display_name(Check *check) {
    Message *message = check->message;
    if (message->from == NULL || message->from->mailboxes->len == 0) {
        check_skip(check, N_("no From mailbox"));
        return;
    }
    const Mailbox *mailbox = g_ptr_array_index(message->from->mailboxes, 0);
    if (mailbox->name == NULL || *mailbox->name == '\0')
        return;
    gsize length = strlen(mailbox->name);
    if (length > NAME_OCTETS)
        length = (gsize)(g_utf8_find_prev_char(mailbox->name, mailbox->name + NAME_OCTETS) -
                         mailbox->name);
    g_autofree char *name = g_strndup(mailbox->name, length);
    Name self = {
        .check = check,
        .mailbox = mailbox,
        .name = name,
        .length = length,
        .place = message_value_place(message, message_field(message, "From"), mailbox->start,
                                     mailbox->end),
    };
    check_hosts(&self);
    check_count(&self);
    check_prefix(&self);
    check_letters(&self);
    check_invisible(&self);
    check_phrases(&self);
}

static const char *const sources[] = {
    "Gmail sender guidelines: display names",
    "SMTP.dk spam policy: the sender's name is clear in every message",
    "UTS 39 (Unicode Security Mechanisms)",
    "15 U.S.C. 7704(a)(1): no misleading From",
    NULL,
};

const Rule rule_from_display_name = {
    .id = "from-display-name",
    .clause = CLAUSE_IDENTITY,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_ALL,
    .needs = NEEDS_HEADER,
    .summary = N_("The name in From names the sender, and nothing else"),
    .requires =
        N_("The display name of From holds no other address or domain than the one behind "
           "it, no count of a thread (\"(2)\"), no reply prefix, no look-alike or invisible "
           "characters, no check mark that imitates a verified sender, and no phrase of a "
           "subject (\"last chance\", \"sidste chance\")."),
    .why =
        N_("Most mail programs show the name alone. What deceives there deceives about the sender, "
           "and Gmail rejects it."),
    .fix = N_("Write the name of your firm or person, and what the message is about into the "
              "subject: From: Eksempel ApS <nyt@example.dk>"),
    .exceptions =
        N_("The address itself, a domain of the sender, From's own name under another "
           "suffix (Amazon.dk), a domain that links of the message lead to and that is no "
           "well-known brand's, and a name with \"via\" are honest."),
    .sources = sources,
    .check = check_from_display_name,
};
