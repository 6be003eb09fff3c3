/* footer-identity.c - the footer names the sender. */
#include "message/footer.h"
#include "message/identity.h"
#include "message/postal.h"
#include "rules/footer-proposal.h"
#include "rules/rule.h"

#include <string.h>

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
    /* "example.com" written as one word is nothing but the sender's. */
    return line <= name + SIGNATURE_WORDS || (identity->kind == IDENTITY_DOMAIN && name == 1);
}

/* Words that a name before an address may have. */
#define ADDRESSEE_WORDS 6u

/* "Example Tower, 5 Main Street": the house, and no name of who lives there. */
static gboolean is_house(const Marks *marks, guint n) {
    static const char *const words[] = {"house", "tower", "building", "suite", "floor",   "level",
                                        "unit",  "room",  "block",    "hall",  "bygning", "etage"};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (strcmp(words[i], words_folded(marks->words, n)) == 0)
            return TRUE;
    return marks_has(marks, n, MARK_STREET);
}

/* "Eksempel, Skovvej 7, 8900 Randers C": who lives at an address, before it on its line, is named.
 * "Besøg os: Skovvej 7 …" names nobody. */
static gboolean find_addressee(const Message *message, Identity *ret) {
    const Marks *marks = message->marks;
    const char *text = message->view->text;
    g_autoptr(GArray) found = postal_find(marks, message->footer.start, message->footer.end);
    for (guint i = 0; i < found->len; i++) {
        gsize address = g_array_index(found, PostalAddress, i).start, start, end;
        view_line(message->view, address, address, &start, &end);
        guint first = words_index_at(message->words, start);
        guint behind = words_index_at(message->words, address);
        if (behind == first || behind - first > ADDRESSEE_WORDS ||
            memchr(text + start, ':', address - start) != NULL ||
            marks_gap(marks, behind - 1) != GAP_BREAK)
            continue;
        gboolean name = marks_has(marks, first, MARK_CAPITAL);
        for (guint n = first; n < behind && name; n++)
            name = !marks_has(marks, n,
                              MARK_NUMBER | MARK_TELEPHONE | MARK_REFERENCE | MARK_QUANTITY |
                                  MARK_COUNTRY | MARK_BOX_END) &&
                   !is_house(marks, n);
        if (!name)
            continue;
        *ret = (Identity){.kind = IDENTITY_SENT_BY,
                          .start = marks_word(marks, first)->start,
                          .end = marks_word(marks, behind - 1)->end};
        return TRUE;
    }
    return FALSE;
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
    Identity addressee;
    if (find_addressee(message, &addressee)) {
        g_autofree char *name =
            g_strndup(view->text + addressee.start, addressee.end - addressee.start);
        check_detail(check, N_("the address is that of %s"), name);
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
        "or \"sent by\" line with a name, the name or domain that From shows, or a name before "
        "the postal address on its line."),
    .why = N_("The policy and the law demand that the reader can see who sends marketing."),
    .fix = N_("Write the company's name with its legal form in the footer."),
    .sources = sources,
    .check = check_footer_identity,
};
