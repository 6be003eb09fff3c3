/* footer-contact.c - beside its postal address the sender can be reached. */
#include "message/contact.h"
#include "message/link-words.h"
#include "rules/footer-proposal.h"
#include "rules/rule.h"

static void check_footer_contact(Check *check) {
    const Message *message = check->message;
    g_auto(Reading) reading = reading_of_view(message);
    g_autoptr(GPtrArray) own = g_ptr_array_new();
    const MailboxList *lists[] = {message->to, message->cc};
    for (gsize k = 0; k < G_N_ELEMENTS(lists); k++)
        for (guint i = 0; lists[k] != NULL && i < lists[k]->mailboxes->len && i < 100; i++)
            g_ptr_array_add(own, g_ptr_array_index(lists[k]->mailboxes, i));
    g_autoptr(GArray) found =
        contact_find(&reading, message->marks, own, message->footer.start, message->footer.end);
    if (found->len > 0) {
        const Contact *contact = &g_array_index(found, Contact, 0);
        g_autofree char *text =
            g_strndup(message->view->text + contact->start, contact->end - contact->start);
        check_detail(check, N_("a way to reach the sender: %s"), text);
        return;
    }
    Place place = message->footer.end > message->footer.start
                      ? view_place(message->view, message->footer.start, message->footer.end)
                      : message_start(message);
    g_autofree char *fix = proposal_footer(message);
    check_fail(check, check_in_profile(check, "dk") ? SEVERITY_ERROR : SEVERITY_WARNING, place,
               NULL, fix,
               N_("the footer holds no e-mail address, telephone number or link for contact"));
}

static const char *const sources[] = {
    "SMTP.dk spam policy: the footer holds contact information",
    "e-handelsloven section 7",
    NULL,
};

const Rule rule_footer_contact = {
    .id = "footer-contact",
    .clause = CLAUSE_FOOTER,
    .severity = SEVERITY_WARNING,
    .kinds = KIND_MARKETING,
    .needs = NEEDS_BODY,
    .summary = N_("The footer says how to reach the sender"),
    .requires =
        N_("Beside the postal address an e-mail address, a telephone number, or a link offered for "
           "contact, help or customer service."),
    .why = N_("The policy asks for contact information; the Danish e-commerce act for an e-mail "
              "address."),
    .fix = N_("Write an e-mail address or telephone number in the footer."),
    .sources = sources,
    .check = check_footer_contact,
};
