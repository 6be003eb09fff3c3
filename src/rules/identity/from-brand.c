/* from-brand.c - a well-known name only where its owner sends. */
#include "message/domains/spelling.h"
#include "message/link-words.h"
#include "message/sender-domains.h"
#include "rules/rule.h"

#include <string.h>

/* Words of the subject that a reader takes for the sender. */
#define SUBJECT_WORDS 3u

/* TRUE where From, Sender, a d= or --sender-domain is a domain of the brand. A mailbox that anyone
 * gets is none, though Google owns gmail.com. */
static gboolean is_owner(Message *message, const Brand *brand) {
    const SenderDomains *sender = sender_domains(message);
    const char *from = message_from_domain(message);
    if (brand_owns(brand, from))
        return !hosts_contain(message->hosts, "free-mail", from);
    for (guint i = 0; i < sender->domains->len; i++) {
        const SenderDomain *one = &g_array_index(sender->domains, SenderDomain, i);
        if ((one->sources & (SENDER_SIGNER | SENDER_GIVEN)) != 0 &&
            brand_owns(brand, one->organization) &&
            !hosts_contain(message->hosts, "free-mail", one->organization))
            return TRUE;
    }
    return FALSE;
}

/* The word before the name, or one of it, says that the brand is not who writes: "via", "for" … */
static gboolean is_mentioned(const char *text, const BrandMention *mention) {
    static const char *const before[] = {"via", "for",   "to",  "til", "med", "with", "på",   "on",
                                         "om",  "about", "mod", "vs",  "hos", "at",   "your", NULL};
    g_autoptr(Words) words = words_new(text, strlen(text));
    for (guint i = 0; i < words->words->len; i++)
        if (strcmp(words_folded(words, i), "via") == 0)
            return TRUE;
    return mention->word > 0 && mention->word <= words->words->len &&
           g_strv_contains(before, words_folded(words, mention->word - 1));
}

/* What is not sent yet cannot be signed yet. */
static gboolean is_signed(Message *message) {
    return sender_domains(message)->aligned || message->input == INPUT_DRAFT ||
           message->input == INPUT_TEMPLATE;
}

static void fail(Check *check, const char *where, const char *text, const BrandMention *mention,
                 Place place) {
    Message *message = check->message;
    g_autofree char *named = g_strndup(text + mention->start, mention->end - mention->start);
    const Mailbox *from = g_ptr_array_index(message->from->mailboxes, 0);
    check_fail(
        check, is_signed(message) ? SEVERITY_WARNING : SEVERITY_ERROR, place, text, NULL,
        N_("%s names \"%s\", and the message comes from %s, which is no domain of %s (such as "
           "%s)"),
        where, named, from->ascii_domain != NULL ? from->ascii_domain : from->address,
        brand_name(mention->brand), brand_domain(mention->brand));
}

/* TRUE where one was found. */
static gboolean check_name(Check *check) {
    Message *message = check->message;
    const Mailbox *mailbox = g_ptr_array_index(message->from->mailboxes, 0);
    BrandMention mention;
    if (mailbox->name == NULL || !brands_find(message->brands, mailbox->name, TRUE, &mention) ||
        is_mentioned(mailbox->name, &mention) || is_owner(message, mention.brand))
        return FALSE;
    fail(
        check, "From", mailbox->name, &mention,
        message_value_place(message, message_field(message, "From"), mailbox->start, mailbox->end));
    return TRUE;
}

/* TRUE where From says truthfully who writes: its name is that of its domain. */
static gboolean is_named_by_domain(Message *message) {
    const Mailbox *mailbox = g_ptr_array_index(message->from->mailboxes, 0);
    return mailbox->name != NULL && mailbox->ascii_domain != NULL &&
           spelling_names(mailbox->name, mailbox->ascii_domain);
}

/* TRUE where something of its own stands before the name: "Top post: Amazon lays off" and "How
 * Microsoft plans" write about the brand, "Vigtigt: MitID" and "Din PostNord-pakke" in its name. */
static gboolean is_written_about(const Message *message, const char *subject,
                                 const BrandMention *mention) {
    static const char *const openings[] = {
        "a",    "an",  "the", "your", "our",    "my",        "dear",  "hi",  "hello",
        "from", "new", "din", "dit",  "dine",   "vores",     "jeres", "hej", "kære",
        "fra",  "ny",  "nyt", "nye",  "vigtig", "important", "re",    "sv",  "vs",
        "fw",   "fwd", "aw",  "info", "obs",    NULL,
    };
    g_autofree char *before = g_strndup(subject, mention->start);
    if (phrases_in(message->phrases, "from-name", before))
        return FALSE;
    g_autoptr(Words) words = words_new(before, strlen(before));
    for (guint i = 0; i < words->words->len; i++)
        if (!g_strv_contains(openings, words_folded(words, i)))
            return TRUE;
    return FALSE;
}

static void check_subject(Check *check) {
    Message *message = check->message;
    BrandMention mention;
    if (message->subject == NULL ||
        !brands_find(message->brands, message->subject->text, FALSE, &mention) ||
        mention.word >= SUBJECT_WORDS || is_mentioned(message->subject->text, &mention) ||
        is_written_about(message, message->subject->text, &mention) ||
        is_owner(message, mention.brand) || is_named_by_domain(message))
        return;
    fail(check, "Subject", message->subject->text, &mention,
         message_field_place(message, message_field(message, "Subject")));
}

static void check_from_brand(Check *check) {
    Message *message = check->message;
    if (message->from == NULL || message->from->mailboxes->len == 0) {
        check_skip(check, N_("no From mailbox"));
        return;
    }
    if (!check_name(check))
        check_subject(check);
}

static const char *const sources[] = {
    "SMTP.dk spam policy: the source of a message must not be forged or hidden",
    "Markedsføringsloven § 10 stk. 3: the sender is not disguised",
    "15 U.S.C. 7704(a)(1): no misleading From",
    NULL,
};

const Rule rule_from_brand = {
    .id = "from-brand",
    .clause = CLAUSE_IDENTITY,
    .severity = SEVERITY_WARNING,
    .kinds = KIND_MARKETING | KIND_TRANSACTIONAL,
    .needs = NEEDS_HEADER,
    .summary = N_("Well-known names are used by their owners only"),
    .requires =
        N_("Where the display name of From, or the first three words of the subject, name a "
           "brand of a shipped list, From, the d= of a DKIM-Signature or --sender-domain is a "
           "domain of that brand. Without a signature of From's domain it is an error."),
    .why =
        N_("Mail in the name of PostNord, MitID or a bank is the most common fraud in Denmark; who "
           "sends it in good faith looks just like it."),
    .fix =
        N_("Write your own firm's name into From and to the front of the subject; where the brand "
           "is yours, name its domain with --sender-domain."),
    .exceptions = N_("A name with \"via\", a brand behind \"for\", \"to\" or the like, and in the "
                     "subject a brand that other words stand before, or that a sender writes about "
                     "whose name is that of his domain, are honest."),
    .sources = sources,
    .check = check_from_brand,
};
