/* footer-address.c - the footer holds the sender's postal address. */
#include "message/postal.h"
#include "rules/footer-proposal.h"
#include "rules/rule.h"

static void check_footer_address(Check *check) {
    const Message *message = check->message;
    const View *view = message->view;
    g_autoptr(GArray) found =
        postal_find(message->marks, message->footer.start, message->footer.end);
    if (found->len > 0) {
        const PostalAddress *address = &g_array_index(found, PostalAddress, found->len - 1);
        g_autofree char *text =
            g_strndup(view->text + address->start, address->end - address->start);
        check_detail(check, N_("postal address: %s"), text);
        return;
    }
    Place place = message->footer.end > message->footer.start
                      ? view_place(view, message->footer.start, message->footer.end)
                      : message_start(message);
    g_autofree char *fix = proposal_footer(message);
    check_fail(check, SEVERITY_ERROR, place, NULL, fix,
               N_("the footer has no postal address: street and number or P.O. box, with postcode "
                  "and town"));
}

static const char *const sources[] = {
    "SMTP.dk spam policy and mysmtp.com/sending-policy: the company's physical address",
    "15 U.S.C. 7704(a)(5)(A)(iii), 16 CFR 316.2(p)",
    "e-handelsloven section 7",
    NULL,
};

const Rule rule_footer_address = {
    .id = "footer-address",
    .clause = CLAUSE_FOOTER,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_MARKETING,
    .needs = NEEDS_BODY,
    .summary = N_("The footer has a postal address"),
    .requires =
        N_("Street and number, or a P.O. box, with postcode and town, in the form of the sender's "
           "country."),
    .why = N_(
        "The policy, CAN-SPAM and the Danish e-commerce act demand a physical address: it is how a "
        "reader can hold the sender to account."),
    .fix = N_("Write the company's postal address in the footer."),
    .sources = sources,
    .check = check_footer_address,
};
