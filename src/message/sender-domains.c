/* sender-domains.c - who the header section says the sender is. */
#include "message/sender-domains.h"

#include "message/domains/domain.h"
#include "message/mime/tag-list.h"

#include <string.h>

static void clear_domain(gpointer data) {
    g_free(((SenderDomain *)data)->organization);
}

static void clear_signer(gpointer data) {
    g_free(((Signer *)data)->domain);
}

static void add(SenderDomains *self, const char *domain, SenderSource source) {
    if (domain == NULL)
        return;
    g_autofree char *organization = domain_organizational(domain);
    for (guint i = 0; i < self->domains->len; i++) {
        SenderDomain *known = &g_array_index(self->domains, SenderDomain, i);
        if (strcmp(known->organization, organization) == 0) {
            known->sources |= source;
            return;
        }
    }
    SenderDomain one = {g_steal_pointer(&organization), source};
    g_array_append_val(self->domains, one);
}

static void add_mailboxes(SenderDomains *self, const MailboxList *list, SenderSource source) {
    /* A From of many mailboxes is no honest one; ten are more than anybody reads. */
    for (guint i = 0; list != NULL && i < MIN(list->mailboxes->len, 10u); i++) {
        const Mailbox *mailbox = g_ptr_array_index(list->mailboxes, i);
        add(self, mailbox->ascii_domain, source);
    }
}

static void read_signers(SenderDomains *self, const FieldList *fields) {
    for (guint i = 0; i < SENDER_SIGNERS; i++) {
        const Field *field = fields_nth(fields, "DKIM-Signature", i);
        if (field == NULL)
            return;
        g_autoptr(TagList) tags = tag_list_parse(field->value, field->value_length);
        const Tag *tag = tag_list_find(tags, "d");
        Signer signer = {.field = field};
        if (tag != NULL) {
            signer.domain = domain_to_ascii(tag->value);
            signer.start = tag->start;
            signer.end = tag->end;
        }
        add(self, signer.domain, SENDER_SIGNER);
        g_array_append_val(self->signers, signer);
    }
}

static gboolean is_aligned(const SenderDomains *self, const char *from) {
    g_autofree char *organization = from != NULL ? domain_organizational(from) : NULL;
    for (guint i = 0; organization != NULL && i < self->domains->len; i++) {
        const SenderDomain *one = &g_array_index(self->domains, SenderDomain, i);
        if ((one->sources & SENDER_SIGNER) != 0 && strcmp(one->organization, organization) == 0)
            return TRUE;
    }
    return FALSE;
}

const SenderDomains *sender_domains(Message *message) {
    if (message->sender_domains != NULL)
        return message->sender_domains;
    SenderDomains *self = g_new0(SenderDomains, 1);
    self->domains = g_array_new(FALSE, FALSE, sizeof(SenderDomain));
    g_array_set_clear_func(self->domains, clear_domain);
    self->signers = g_array_new(FALSE, FALSE, sizeof(Signer));
    g_array_set_clear_func(self->signers, clear_signer);
    add_mailboxes(self, message->from, SENDER_FROM);
    add_mailboxes(self, message->sender, SENDER_SENDER);
    read_signers(self, message->fields);
    const GPtrArray *given = message->given_domains;
    for (guint i = 0; given != NULL && i < given->len; i++)
        add(self, g_ptr_array_index(given, i), SENDER_GIVEN);
    self->aligned = is_aligned(self, message_from_domain(message));
    return message->sender_domains = self;
}

void sender_domains_free(SenderDomains *self) {
    if (self == NULL)
        return;
    g_array_unref(self->domains);
    g_array_unref(self->signers);
    g_free(self);
}

gboolean sender_domains_hold(const SenderDomains *self, guint sources, const char *host) {
    if (host == NULL)
        return FALSE;
    g_autofree char *organization = domain_organizational(host);
    for (guint i = 0; i < self->domains->len; i++) {
        const SenderDomain *one = &g_array_index(self->domains, SenderDomain, i);
        if ((one->sources & sources) != 0 && strcmp(one->organization, organization) == 0)
            return TRUE;
    }
    return FALSE;
}
