/* fuzz-mailbox.c - address lists, domains and dates over any octets. */
#include "message/mime/date.h"
#include "message/mime/mailbox.h"

#include <gmime/gmime.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const Mailbox *mailbox, gsize size, gsize *end) {
    g_assert_cmpuint(mailbox->start, >=, *end);
    g_assert_cmpuint(mailbox->start, <, mailbox->end);
    g_assert_cmpuint(mailbox->end, <=, size);
    g_assert_cmpuint(mailbox->address_start, <=, mailbox->address_end);
    g_assert_cmpuint(mailbox->address_start, >=, mailbox->start);
    g_assert_cmpuint(mailbox->address_end, <=, mailbox->end);
    *end = mailbox->end;
    g_assert_true(mailbox->name == NULL || g_utf8_validate(mailbox->name, -1, NULL));
    g_assert_true(mailbox->group == NULL || g_utf8_validate(mailbox->group, -1, NULL));
    g_assert_true(g_utf8_validate(mailbox->address, -1, NULL));
    g_assert_true(g_utf8_validate(mailbox->local, -1, NULL));
    if (mailbox->domain != NULL)
        g_assert_true(g_utf8_validate(mailbox->domain, -1, NULL));
    if (mailbox->valid)
        g_assert_true(mailbox->domain != NULL && strchr(mailbox->address, '@') != NULL);
    if (mailbox->ascii_domain != NULL) {
        g_autofree char *again = domain_to_ascii(mailbox->ascii_domain);
        g_autofree char *organization = domain_organizational(mailbox->ascii_domain);

        g_assert_true(g_str_is_ascii(mailbox->ascii_domain));
        g_assert_cmpstr(again, ==, mailbox->ascii_domain);
        g_assert_true(g_str_has_suffix(mailbox->ascii_domain, organization));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static gsize started;
    g_autofree char *copy = g_memdup2(data, size); /* of exact size: reading past it shows */
    const char *value = copy != NULL ? copy : "";
    g_autoptr(MailboxList) list = NULL;
    gint64 when;
    int offset;
    gsize end = 0;

    if (g_once_init_enter(&started)) {
        g_mime_init();
        g_once_init_leave(&started, 1);
    }
    list = mailbox_list_parse(value, size);
    for (guint i = 0; i < list->mailboxes->len; i++)
        check(g_ptr_array_index(list->mailboxes, i), size, &end);
    g_assert_true((list->groups > 0) == (list->first_group != NULL));
    if (date_parse_rfc5322(value, size, &when, &offset)) {
        g_autofree char *text = date_to_rfc3339(when, offset);

        g_assert_nonnull(text);
    }
    return 0;
}
