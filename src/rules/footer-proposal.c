/* footer-proposal.c - texts to paste into a message, in its language. */
#include "rules/footer-proposal.h"

#include "message/mime/mailbox.h"
#include "rules/unsubscribe/list-unsubscribe.h"

#include <string.h>

/* Octets of a display name that is taken over: longer ones are sentences. */
#define NAME_OCTETS 60u

static gboolean is_danish(const Message *message) {
    return message->language != NULL && strcmp(message->language, "da") == 0;
}

/* The organizational domain of From, or one to be replaced. */
static char *sender_domain(const Message *message) {
    const char *domain = message_from_domain(message);
    if (domain != NULL)
        return domain_organizational(domain);
    return g_strdup(is_danish(message) ? "firma.example" : "company.example");
}

/* The name that From shows, or one to be replaced. */
static char *sender_name(const Message *message) {
    const Mailbox *first = message->from != NULL && message->from->mailboxes->len > 0
                               ? g_ptr_array_index(message->from->mailboxes, 0)
                               : NULL;
    if (first != NULL && first->name != NULL && *first->name != '\0' &&
        strlen(first->name) <= NAME_OCTETS && strpbrk(first->name, "\r\n\t<>@") == NULL)
        return g_strdup(first->name);
    return g_strdup(is_danish(message) ? "Firma ApS" : "Company Ltd");
}

char *proposal_footer(const Message *message) {
    g_autofree char *name = sender_name(message);
    g_autofree char *domain = sender_domain(message);
    if (is_danish(message))
        return g_strdup_printf("%s, Gadenavn 1, 2100 København Ø, kontakt@%s, tlf. 12 34 56 78",
                               name, domain);
    return g_strdup_printf("%s, 1 Street Name, London SW1A 1AA, contact@%s", name, domain);
}

/* The https URI that List-Unsubscribe names, or NULL. */
static char *header_uri(const Message *message) {
    const Field *field = message_field(message, "List-Unsubscribe");
    g_autoptr(GPtrArray) uris = field != NULL ? list_unsubscribe_parse(field->value) : NULL;
    for (guint i = 0; uris != NULL && i < uris->len; i++) {
        const char *uri = g_ptr_array_index(uris, i);
        if (g_ascii_strncasecmp(uri, "https://", 8) == 0 && g_utf8_validate(uri, -1, NULL))
            return g_markup_escape_text(uri, -1);
    }
    return NULL;
}

char *proposal_unsubscribe(const Message *message) {
    gboolean danish = is_danish(message);
    g_autofree char *domain = sender_domain(message);
    g_autofree char *uri = header_uri(message);
    if (uri == NULL)
        uri = danish ? g_strdup_printf("https://%s/afmeld?id=MODTAGER", domain)
                     : g_strdup_printf("https://%s/unsubscribe?id=RECIPIENT", domain);
    return g_strdup_printf("<a href=\"%s\">%s</a>", uri,
                           danish ? "Afmeld nyhedsbrevet" : "Unsubscribe");
}

char *proposal_reminder(const Message *message) {
    g_autofree char *name = sender_name(message);
    if (is_danish(message))
        return g_strdup_printf(
            "Du modtager denne mail, fordi du har tilmeldt dig nyhedsbrevet fra %s.", name);
    return g_strdup_printf(
        "You receive this e-mail because you signed up for the newsletter of %s.", name);
}
