/* footer-identity.c - the footer names the sender. */
#include "message/footer.h"
#include "message/identity.h"
#include "rules/footer-proposal.h"
#include "rules/rule.h"

/* Words that a line of a signature may have beside the name: "Mange hilsner fra", "og alle os i".
 */
#define SIGNATURE_WORDS 4u

/* TRUE where the line is there for the name: "See Ugens Kup here" offers something. */
static gboolean is_signature(const Message *message, const Identity *identity) {
    gsize start, end;
    view_line(message->view, identity->start, identity->end, &start, &end);
    guint line = words_index_at(message->words, end) - words_index_at(message->words, start);
    guint name = words_index_at(message->words, identity->end) -
                 words_index_at(message->words, identity->start);
    for (guint i = 0; i < message->view->links->len; i++) {
        const Link *link = g_ptr_array_index(message->view->links, i);
        if (link->start < identity->end && link->end > identity->start &&
            link->end - link->start > identity->end - identity->start)
            return FALSE; /* "Visit the Example Shop" is a button */
    }
    return line <= name + SIGNATURE_WORDS;
}

static void check_footer_identity(Check *check) {
    const Message *message = check->message;
    const View *view = message->view;
    IdentityFrom from = {NULL, message_from_domain(message)};
    if (message->from != NULL && message->from->mailboxes->len > 0)
        from.name = ((const Mailbox *)g_ptr_array_index(message->from->mailboxes, 0))->name;
    g_autoptr(GArray) found =
        identity_find(message->marks, message->footer.start, message->footer.end, &from);
    if (found->len > 0) {
        const Identity *identity = &g_array_index(found, Identity, 0);
        g_autofree char *name =
            g_strndup(view->text + identity->start, identity->end - identity->start);
        check_detail(check, N_("the footer names %s"), name);
        return;
    }
    /* A logo in the footer names the sender where its alternative does. */
    for (guint i = 0; i < view->images->len; i++) {
        const Image *image = g_ptr_array_index(view->images, i);
        if (!image->hidden && image->at >= message->footer.start &&
            identity_in_text(image->alt, &from)) {
            check_detail(check, N_("an image of the footer names %s"), image->alt);
            return;
        }
    }
    /* "The Example Team" above the footer, or at the end of a message without one. */
    gsize signature = footer_signature_start(view, message->footer);
    g_autoptr(GArray) signed_by = g_array_new(FALSE, FALSE, sizeof(Identity));
    identity_find_from(view->text, message->words, signature, message->footer.start, &from,
                       signed_by);
    for (guint i = 0; i < signed_by->len; i++) {
        const Identity *identity = &g_array_index(signed_by, Identity, i);
        if (!is_signature(message, identity))
            continue;
        g_autofree char *name =
            g_strndup(view->text + identity->start, identity->end - identity->start);
        check_detail(check, N_("the signature names %s"), name);
        return;
    }
    Place place = message->footer.end > message->footer.start
                      ? view_place(view, message->footer.start, message->footer.end)
                      : message_start(message);
    g_autofree char *fix = proposal_footer(message);
    check_fail(
        check, SEVERITY_ERROR, place, NULL, fix,
        N_("the footer names no sender: no legal name, no copyright line with a name, nothing that "
           "matches From"));
}

static const char *const sources[] = {
    "SMTP.dk spam policy: \"en footer der indeholder afsenderens identitet og kontakt "
    "oplysninger\"",
    "markedsføringsloven section 10(4)",
    "Directive 2000/31/EC article 6",
    NULL,
};

const Rule rule_footer_identity = {
    .id = "footer-identity",
    .clause = CLAUSE_FOOTER,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_MARKETING,
    .needs = NEEDS_BODY,
    .summary = N_("The footer names the sender"),
    .requires = N_(
        "The end part of the visible text holds a legal name (ApS, A/S, Ltd, GmbH...), a copyright "
        "or \"sent by\" line with a name, or the name or domain that From shows."),
    .why = N_("The policy and the law demand that the reader can see who sends marketing."),
    .fix = N_("Write the company's name with its legal form in the footer."),
    .sources = sources,
    .check = check_footer_identity,
};
