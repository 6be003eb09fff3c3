/* recipients.c - walks over the recipients of a message or of a campaign. */
#include "rules/recipients.h"

#include "ledger/address.h"

#include <string.h>

/* A recipient that the message names. */
typedef struct {
    char *key, *address;
    Place place;
} Named;

static void named_free(gpointer data) {
    Named *named = data;
    g_free(named->key);
    g_free(named->address);
    g_free(named);
}

static void add_field(Recipients *self, const char *name, const MailboxList *list) {
    const Message *message = self->check->message;
    const Field *field = message_field(message, name);
    if (list == NULL || field == NULL)
        return;
    g_autoptr(GString) key = g_string_new(NULL);
    for (guint i = 0; i < list->mailboxes->len; i++) {
        const Mailbox *mailbox = list->mailboxes->pdata[i];
        if (!address_mailbox_key(mailbox, key) || g_hash_table_contains(self->named, key->str))
            continue;
        Named *named = g_new0(Named, 1);
        named->key = g_strndup(key->str, key->len);
        named->address = g_strdup(mailbox->address);
        named->place =
            message_value_place(message, field, mailbox->address_start, mailbox->address_end);
        g_hash_table_insert(self->named, named->key, named);
        g_ptr_array_add(self->order, named);
    }
}

void recipients_init(Recipients *self, const Check *check) {
    const Message *message = check->message;
    const Ledgers *ledgers = check->settings->ledgers;
    *self = (Recipients){
        .check = check,
        .list = ledgers == NULL ? NULL : ledgers->recipients,
        .named = g_hash_table_new(g_str_hash, g_str_equal),
        .order = g_ptr_array_new_with_free_func(named_free),
    };
    add_field(self, "To", message->to);
    add_field(self, "Cc", message->cc);
    add_field(self, "Bcc", message->bcc);
    g_autoptr(GString) own = g_string_new(NULL);
    if (message->from != NULL && message->from->mailboxes->len > 0 &&
        address_mailbox_key(message->from->mailboxes->pdata[0], own))
        self->own = g_strdup(own->str);
}

void recipients_clear(Recipients *self) {
    g_hash_table_unref(self->named);
    g_ptr_array_unref(self->order);
    g_free(self->own);
}

void recipients_rewind(Recipients *self) {
    self->at = 0;
}

gboolean recipients_next(Recipients *self, Recipient *ret_recipient) {
    guint32 count = self->list != NULL ? self->list->count : self->order->len;
    while (self->at < count) {
        guint32 number = self->at++;
        Recipient recipient = {.number = TEXT_TABLE_NONE};
        if (self->list != NULL) {
            recipient.number = number;
            recipient.address = recipient.key =
                text_table_get(self->list, number, &recipient.length);
        } else {
            const Named *named = self->order->pdata[number];
            recipient.key = named->key;
            recipient.length = strlen(named->key);
            recipient.address = named->address;
        }
        if (g_strcmp0(self->own, recipient.key) == 0)
            continue;
        *ret_recipient = recipient;
        return TRUE;
    }
    return FALSE;
}

Place recipients_place(const Recipients *self, const Recipient *recipient) {
    const Named *named = g_hash_table_lookup(self->named, recipient->key);
    return named != NULL ? named->place : message_start(self->check->message);
}

char *recipients_share(guint affected, guint all) {
    /* Translators: stands behind a finding about one recipient of several. */
    return all < 2 ? g_strdup("") : g_strdup_printf(_(" (%u of %u recipients)"), affected, all);
}
