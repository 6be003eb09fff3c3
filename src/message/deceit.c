/* deceit.c - observes header section and links. */
#include "message/deceit.h"

#include "message/contact.h"
#include "message/sender-domains.h"

#include <string.h>

/* Addressees that are looked at, and how many of how many organizations are a crowd of strangers:
 * a family or a board is fewer, a department shares its domain. */
#define ADDRESSEES 60u
#define CROWD 8u
#define CROWD_ORGANIZATIONS 5u

/* Octets at the beginning of the text in which a firm is looked for: the letterhead. */
#define LETTERHEAD_OCTETS 240u

/* Words beside pictures that are hardly any. */
#define PICTURE_WORDS 30u

/* Links that are looked at, and octets of a link, name or subject in which the reader's address is
 * looked for; of the address itself what RFC 5321 section 4.5.3.1.3 allows; of a link's text what
 * may be a file's name. */
#define LINKS 200u
#define SEARCHED_OCTETS 2000u
#define ADDRESS_OCTETS 254u
#define FILE_OCTETS 200u

static const Mailbox *first(const MailboxList *list) {
    return list != NULL && list->mailboxes->len > 0 ? g_ptr_array_index(list->mailboxes, 0) : NULL;
}

static guint find_reply(const Message *message, const char *from) {
    guint found = 0;
    for (guint i = 0; message->reply_to != NULL && i < message->reply_to->mailboxes->len; i++) {
        const Mailbox *mailbox = g_ptr_array_index(message->reply_to->mailboxes, i);
        const char *domain = mailbox->ascii_domain;
        if (domain == NULL || domain_same_organization(domain, from))
            continue;
        found |=
            hosts_contain(message->hosts, "free-mail", domain) ? DECEIT_REPLY : DECEIT_ELSEWHERE;
    }
    return found & DECEIT_REPLY ? DECEIT_REPLY : found;
}

/* "undisclosed-recipients:;" is honest for one copy among friends; a mailing has one copy each. */
static gboolean names_no_recipient(const Message *message) {
    return message->has_header && message->input == INPUT_MESSAGE && first(message->to) == NULL &&
           first(message->cc) == NULL;
}

static void add_organizations(GHashTable *found, const MailboxList *list, guint *count) {
    for (guint i = 0; list != NULL && i < list->mailboxes->len && *count < ADDRESSEES; i++) {
        const Mailbox *mailbox = g_ptr_array_index(list->mailboxes, i);
        if (mailbox->ascii_domain == NULL)
            continue;
        (*count)++;
        g_hash_table_add(found, domain_organizational(mailbox->ascii_domain));
    }
}

static gboolean is_crowd(const Message *message) {
    guint count = 0, to = message->to != NULL ? message->to->mailboxes->len : 0;
    guint cc = message->cc != NULL ? message->cc->mailboxes->len : 0;
    if (to + cc < CROWD)
        return FALSE;
    g_autoptr(GHashTable) found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    add_organizations(found, message->to, &count);
    add_organizations(found, message->cc, &count);
    return count >= CROWD && g_hash_table_size(found) >= CROWD_ORGANIZATIONS;
}

/* Gmail's and Outlook's own pages and programs write these; no shop's or bank's system does. */
static gboolean is_from_person(const Message *message) {
    const Field *id = message_field(message, "Message-ID");
    return id != NULL && (g_str_has_suffix(id->value, "@mail.gmail.com>") ||
                          g_str_has_suffix(id->value, ".prod.outlook.com>") ||
                          g_str_has_suffix(id->value, ".PROD.OUTLOOK.COM>"));
}

/* TRUE where a text (NULL: none) holds `needle`, whatever the case of its ASCII letters. */
static gboolean holds(const char *text, const char *needle) {
    if (text == NULL || needle == NULL)
        return FALSE;
    gsize length = strlen(needle);
    for (const char *end = text + SEARCHED_OCTETS; *text != '\0' && text < end; text++)
        if ((*text | 0x20) == (*needle | 0x20) && g_ascii_strncasecmp(text, needle, length) == 0)
            return TRUE;
    return FALSE;
}

/* The first recipient's address, where it is one. */
static const Mailbox *reader_of(const Message *message) {
    const Mailbox *reader = first(message->to);
    return reader != NULL && reader->valid && reader->ascii_domain != NULL &&
                   strlen(reader->address) <= ADDRESS_OCTETS
               ? reader
               : NULL;
}

/* From is the reader's own mailbox, or its name or the subject bear the reader's address or domain.
 * Mail between colleagues bears their domain honestly, and a free-mail domain is nobody's name:
 * there the address itself must stand. */
static gboolean poses_as_reader(const Message *message) {
    const Mailbox *from = first(message->from), *reader = reader_of(message);
    if (from == NULL || reader == NULL)
        return FALSE;
    const char *subject = message->subject != NULL ? message->subject->text : NULL;
    if (g_ascii_strcasecmp(from->address, reader->address) == 0 ||
        holds(from->name, reader->address) || holds(subject, reader->address))
        return TRUE;
    gboolean shared = hosts_contain(message->hosts, "free-mail", reader->ascii_domain) ||
                      (from->ascii_domain != NULL &&
                       domain_same_organization(from->ascii_domain, reader->ascii_domain));
    return !shared && (holds(from->name, reader->domain) || holds(subject, reader->domain));
}

static gboolean borrows_brand(const Message *message, const char *from) {
    const Mailbox *mailbox = first(message->from);
    BrandMention mention;
    return mailbox->name != NULL && brands_find(message->brands, mailbox->name, TRUE, &mention) &&
           !brand_owns(mention.brand, from);
}

/* Nothing in the message belongs to the brand: no sender's domain and no link. */
static gboolean is_foreign(Message *message, const Brand *brand) {
    const SenderDomains *sender = sender_domains(message);
    for (guint i = 0; i < sender->domains->len; i++)
        if (brand_owns(brand, g_array_index(sender->domains, SenderDomain, i).organization))
            return FALSE;
    const GPtrArray *links = message->view->links;
    for (guint i = 0; i < MIN(links->len, LINKS); i++) {
        const Link *link = g_ptr_array_index(links, i);
        if (link->host != NULL && brand_owns(brand, link->host))
            return FALSE;
    }
    return TRUE;
}

/* From is a well-known firm's own domain.  Firms sign their mail and link to themselves: what does
 * neither, and leads elsewhere, is forged. */
static guint find_owner(Message *message, const char *from) {
    const Brand *brand = brands_of_host(message->brands, from);
    if (brand == NULL || hosts_contain(message->hosts, "free-mail", from) ||
        brands_hosts_others(message->brands, from))
        return 0;
    if (sender_domains(message)->aligned)
        return DECEIT_KNOWN;
    gboolean away = FALSE;
    const GPtrArray *links = message->view->links;
    for (guint i = 0; i < MIN(links->len, LINKS); i++) {
        const Link *link = g_ptr_array_index(links, i);
        if (link->host == NULL || !g_str_has_prefix(link->scheme, "http"))
            continue;
        if (brand_owns(brand, link->host))
            return DECEIT_KNOWN;
        away = TRUE;
    }
    return away && message->input == INPUT_MESSAGE ? DECEIT_FORGED : 0;
}

static gboolean mentions_foreign_brand(Message *message) {
    BrandMention mention;
    if (message->brands == NULL)
        return FALSE;
    if (message->subject != NULL &&
        brands_find(message->brands, message->subject->text, FALSE, &mention))
        return is_foreign(message, mention.brand);
    const char *end = NULL;
    g_autofree char *head = NULL;
    gsize length = MIN(message->view->length, LETTERHEAD_OCTETS);
    g_utf8_validate_len(message->view->text, length, &end);
    head = g_strndup(message->view->text, (gsize)(end - message->view->text));
    return brands_find(message->brands, head, FALSE, &mention) &&
           is_foreign(message, mention.brand);
}

/* "192.0.2.1", "2001:db8::1", and "1.2.0.192.host.example": four labels that are numbers of an
 * octet, as providers name the machines that they let. */
static gboolean is_bare(const char *host) {
    guint octets = 0;
    if (strchr(host, ':') != NULL)
        return TRUE;
    for (const char *at = host; at != NULL && *at != '\0';) {
        char *end;
        guint64 number = g_ascii_isdigit(*at) ? g_ascii_strtoull(at, &end, 10) : 256;
        if (number > 255 || (*end != '.' && *end != '\0'))
            break;
        octets++;
        at = *end == '.' ? end + 1 : NULL;
    }
    return octets >= 4;
}

/* A scheme is "https", "HTTPS" or "Https"; what changes case within is there to pass filters. */
static gboolean is_scrambled(const char *href) {
    guint upper = 0, lower = 0, at = 0;
    for (; g_ascii_isalpha(href[at]); at++) {
        upper += g_ascii_isupper(href[at]) ? 1 : 0;
        lower += g_ascii_islower(href[at]) ? 1 : 0;
    }
    return href[at] == ':' && lower > 0 && upper > 0 && !(upper == 1 && g_ascii_isupper(href[0]));
}

/* The text ends like a file's name ("CV.pdf"), or holds a file's size ("(92Kb)", "1.2 MB"). */
static gboolean is_file_text(const char *text, gsize length) {
    static const char *const endings[] = {".pdf", ".doc", ".docx", ".xls",  ".xlsx", ".zip",
                                          ".rar", ".7z",  ".iso",  ".xlsm", ".html", ".htm",
                                          ".xml", ".jpg", ".ppt",  ".pptx", NULL};
    if (length > FILE_OCTETS)
        return FALSE;
    for (; length > 0 && g_ascii_isspace(text[length - 1]); length--)
        ;
    for (guint i = 0; endings[i] != NULL; i++) {
        gsize size = strlen(endings[i]);
        if (length > size && g_ascii_strncasecmp(text + length - size, endings[i], size) == 0)
            return TRUE;
    }
    for (gsize at = 1; at + 1 < length; at++)
        if ((text[at + 1] | 0x20) == 'b' && strchr("kKmM", text[at]) != NULL &&
            (g_ascii_isdigit(text[at - 1]) ||
             (text[at - 1] == ' ' && at > 1 && g_ascii_isdigit(text[at - 2]))) &&
            (at + 2 >= length || !g_ascii_isalnum(text[at + 2])))
            return TRUE;
    return FALSE;
}

static gboolean is_stored(const Message *message, const char *host) {
    return hosts_contain(message->hosts, "storage", host) ||
           hosts_contain(message->hosts, "shared", host) ||
           hosts_contain(message->hosts, "shortener", host);
}

static guint find_in_link(const Message *message, const Link *link, gboolean own) {
    const Mailbox *reader = own ? NULL : reader_of(message);
    guint found = own ? DECEIT_HOME : DECEIT_AWAY;
    found |= is_bare(link->host) ? DECEIT_BARE : 0;
    found |= is_scrambled(link->href) ? DECEIT_SCRAMBLED : 0;
    if (own)
        return found;
    found |= is_stored(message, link->host) ? DECEIT_STORED : 0;
    found |= link->kind != LINK_TEXT && link->end > link->start &&
                     is_file_text(message->view->text + link->start, link->end - link->start)
                 ? DECEIT_FILE
                 : 0;
    found |= reader != NULL && holds(link->href, reader->address) ? DECEIT_PREFILLED : 0;
    return found;
}

static guint find_in_links(const Message *message, const char *from) {
    const GPtrArray *links = message->view->links;
    guint found = 0;
    for (guint i = 0; i < MIN(links->len, LINKS); i++) {
        const Link *link = g_ptr_array_index(links, i);
        if (link->host == NULL || link->hidden || !g_str_has_prefix(link->scheme, "http"))
            continue;
        found |=
            find_in_link(message, link, from != NULL && domain_same_organization(link->host, from));
    }
    if ((found & DECEIT_HOME) && (found & DECEIT_AWAY))
        found &= ~(guint)(DECEIT_HOME | DECEIT_AWAY);
    return from == NULL ? found & ~(guint)DECEIT_AWAY : found;
}

static gboolean shows_telephone(const Message *message) {
    const View *view = message->view;
    g_autoptr(Marks) made = NULL;
    const Marks *marks = message->marks;
    for (guint i = 0; i < MIN(view->links->len, LINKS); i++)
        if (strcmp(((const Link *)g_ptr_array_index(view->links, i))->scheme, "tel") == 0)
            return TRUE;
    if (marks == NULL)
        marks = made = marks_new(view->text, view->length, message->words, message->hits);
    g_autoptr(GArray) numbers = contact_telephones(marks, 0, view->length);
    return numbers->len > 0;
}

static gboolean is_picture(const Message *message) {
    if (message->words->words->len > PICTURE_WORDS)
        return FALSE;
    for (guint i = 0; i < message->view->images->len; i++) {
        const Image *image = g_ptr_array_index(message->view->images, i);
        if (image->link >= 0 && !image->dot && !image->hidden)
            return TRUE;
    }
    return FALSE;
}

guint deceit_find(Message *message, guint wanted) {
    static const guint in_links = DECEIT_AWAY | DECEIT_HOME | DECEIT_STORED | DECEIT_BARE |
                                  DECEIT_SCRAMBLED | DECEIT_FILE | DECEIT_PREFILLED;
    const char *from = message_from_domain(message);
    guint found = 0;
    if (wanted & DECEIT_NOBODY)
        found |= names_no_recipient(message) ? DECEIT_NOBODY : 0;
    if (wanted & DECEIT_CROWD)
        found |= is_crowd(message) ? DECEIT_CROWD : 0;
    if (wanted & DECEIT_PERSON)
        found |= is_from_person(message) ? DECEIT_PERSON : 0;
    if (wanted & DECEIT_SELF)
        found |= poses_as_reader(message) ? DECEIT_SELF : 0;
    if (wanted & in_links)
        found |= find_in_links(message, from);
    if (wanted & DECEIT_TELEPHONE)
        found |= shows_telephone(message) ? DECEIT_TELEPHONE : 0;
    if (wanted & DECEIT_PICTURE)
        found |= is_picture(message) ? DECEIT_PICTURE : 0;
    if (from != NULL) {
        found |= find_reply(message, from);
        found |= hosts_contain(message->hosts, "free-mail", from) ? DECEIT_FREE : 0;
        found |= wanted & (DECEIT_FORGED | DECEIT_KNOWN) ? find_owner(message, from) : 0;
        found |= wanted & DECEIT_BRAND && borrows_brand(message, from) ? DECEIT_BRAND : 0;
    }
    if ((wanted & DECEIT_MENTION) && !(found & DECEIT_BRAND))
        found |= mentions_foreign_brand(message) ? DECEIT_MENTION : 0;
    return found & wanted;
}
