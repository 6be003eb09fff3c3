/* from-homograph.c - no domain that deceives the eye. */
#include "message/domains/homograph.h"
#include "message/link-hosts.h"
#include "rules/rule.h"

#include <string.h>

/* Links that are compared with From. */
#define LINKS 2000u

static void fail(Check *check, Place place, const char *evidence, HomographKind kind,
                 const Homograph *found) {
    if (kind == HOMOGRAPH_MIXED)
        check_fail(
            check, SEVERITY_ERROR, place, evidence, NULL,
            N_("the label \"%s\" of the domain mixes letters of several scripts, and reads as "
               "\"%s\" (UTS 39)"),
            found->label, found->looks_like);
    else if (kind == HOMOGRAPH_ASCII)
        check_fail(
            check, SEVERITY_ERROR, place, evidence, NULL,
            N_("the label \"%s\" of the domain is in another script, and reads as \"%s\" (UTS "
               "39)"),
            found->label, found->looks_like);
    else
        check_fail(check, SEVERITY_ERROR, place, evidence, NULL,
                   N_("the label \"%s\" of the domain looks like that of %s"), found->label,
                   found->looks_like);
}

/* Adds the domains that it finds fault with to `told`. */
static void check_mailboxes(Check *check, const char *name, const MailboxList *list,
                            const char *from, GHashTable *told) {
    Message *message = check->message;
    const Field *field = message_field(message, name);
    for (guint i = 0; list != NULL && i < MIN(list->mailboxes->len, 10u); i++) {
        const Mailbox *mailbox = g_ptr_array_index(list->mailboxes, i);
        g_auto(Homograph) found = {0};
        HomographKind kind = homograph_check(message->brands, mailbox->ascii_domain, &found);
        Place place =
            message_value_place(message, field, mailbox->address_start, mailbox->address_end);
        if (kind != HOMOGRAPH_NONE)
            fail(check, place, mailbox->address, kind, &found);
        else if (from != NULL && mailbox->ascii_domain != NULL &&
                 homograph_same_look(mailbox->ascii_domain, from))
            check_fail(
                check, SEVERITY_ERROR, place, mailbox->address, NULL,
                N_("the domain of Reply-To, %s, looks like that of From, %s, and is another"),
                mailbox->domain, from);
        else
            continue;
        if (mailbox->ascii_domain != NULL)
            g_hash_table_add(told, mailbox->ascii_domain);
    }
}

static void check_links(Check *check, const char *from, GHashTable *told) {
    Message *message = check->message;
    const GPtrArray *links = message->view->links;
    for (guint i = 0; i < MIN(links->len, LINKS); i++) {
        const Link *link = g_ptr_array_index(links, i);
        if (link->host == NULL || !g_hash_table_add(told, link->host) ||
            !homograph_same_look(link->host, from))
            continue;
        check_fail(check, SEVERITY_ERROR, view_item_place(message->view, link), link->href, NULL,
                   N_("the link leads to %s, which looks like the domain of From, %s, and is "
                      "another"),
                   link->host, from);
    }
}

static void check_from_homograph(Check *check) {
    Message *message = check->message;
    const char *from = message_from_domain(message);
    g_autoptr(GHashTable) told = g_hash_table_new(g_str_hash, g_str_equal);
    check_mailboxes(check, "From", message->from, NULL, told);
    /* Where From is the one that deceives, the others look like it because they are honest. */
    if (from != NULL && g_hash_table_contains(told, from))
        from = NULL;
    check_mailboxes(check, "Reply-To", message->reply_to, from, told);
    if (from != NULL)
        check_links(check, from, told);
}

static const char *const sources[] = {
    "UTS 39 (Unicode Security Mechanisms) sections 4 and 5",
    "SMTP.dk spam policy: the source of a message must not be forged or hidden",
    "15 U.S.C. 7704(a)(1): no misleading information about the source",
    NULL,
};

const Rule rule_from_homograph = {
    .id = "from-homograph",
    .clause = CLAUSE_IDENTITY,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_ALL,
    .needs = NEEDS_HEADER,
    .summary = N_("No domain looks like another one"),
    .requires =
        N_("No label of the domain in From or Reply-To mixes scripts, reads as plain letters in "
           "another script, or looks like the domain of a well-known brand. Reply-To and links do "
           "not lead to a domain that looks like that of From and is another."),
    .why =
        N_("Letters that look alike make a reader take a stranger's domain for one that he trusts. "
           "Mail programs and filters treat such domains as phishing."),
    .fix =
        N_("Send from a domain whose labels are each written in one script, and answer and link to "
           "that same domain."),
    .exceptions =
        N_("Domains with the letters of a language (\"rødgrød.example\"), and names in the "
           "script of their own country's top-level domain, are honest."),
    .sources = sources,
    .check = check_from_homograph,
};
