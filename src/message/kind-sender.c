/* kind-sender.c - observes From: a robot, a service, a newsletter, an organization or a person.
 *
 * A person's mailbox has the person's name or initials ("birgit.sand@", "tb@"), whatever the
 * domain; an organization's is named for what it is for ("kontakt@"), or shows a name that is the
 * domain's too ("Lampehuset" <hilsen@lampehuset.example>).
 */
#include "message/kind-facts.h"

#include "message/identity.h"

#include <string.h>

/* Letters that a display name and a domain must have in common from their beginning. */
#define COMMON_LETTERS 5u
/* Octets of a display name or mailbox that are looked at. */
#define NAME_OCTETS 128u

static const char *const service[] = {
    "billing",    "invoice",      "invoices",     "receipt",        "receipts",      "order",
    "orders",     "ordre",        "faktura",      "kvittering",     "security",      "account",
    "accounts",   "konto",        "notification", "notifications",  "notify",        "alert",
    "alerts",     "verify",       "verification", "payment",        "payments",      "betaling",
    "confirm",    "confirmation", "bekraeftelse", "booking",        "service",       "support",
    "shipping",   "tracking",     "auto",         "automated",      "system",        "login",
    "password",   "kundeservice", "statement",    "statements",     "appointments",  "reservations",
    "regning",    "regninger",    "opkraevning",  "rykker",         "bogholderi",    "regnskab",
    "abonnement", "paamindelse",  "varsling",     "drift",          "driftsinfo",    "levering",
    "pakke",      "forsendelse",  "retur",        "tidsbestilling", "selvbetjening", NULL,
};

static const char *const news[] = {
    "news",      "newsletter", "newsletters", "nyhedsbrev", "nyheder",       "nyt",
    "marketing", "offers",     "offer",       "tilbud",     "promo",         "promotions",
    "deals",     "deal",       "campaign",    "kampagne",   "kundeklub",     "club",
    "klub",      "digest",     "editor",      "mailer",     "mailing",       "email",
    "e",         "em",         "hello",       "hej",        "subscriptions", "updates",
    "events",    "event",      "nyhetsbrev",  "store",      "shop",          "sales",
    "specials",  "rewards",    "team",        "nyhedsmail", "medlemsnyt",    NULL,
};

static const char *const role[] = {
    "info",
    "kontakt",
    "contact",
    "post",
    "kontor",
    "kontoret",
    "reception",
    "sekretariat",
    "sekretariatet",
    "administration",
    "bestyrelse",
    "bestyrelsen",
    "butik",
    "butikken",
    "salg",
    "office",
    "redaktion",
    "redaktionen",
    "red",
    "presse",
    "press",
    "klinik",
    "klinikken",
    "tid",
    "kundecenter",
    "medlem",
    "medlemsservice",
    "forening",
    "foreningen",
    "museum",
    "museet",
    "bibliotek",
    "biblioteket",
    "kirke",
    "kirkekontoret",
    "skole",
    "skolen",
    "hotel",
    "help",
    "hjaelp",
    "enquiries",
    "inquiries",
    "invitation",
    "hilsen",
    "kommune",
    "kommunen",
    NULL,
};

/* TRUE where a word of the local part, cut at ". - _ +" and digits, is one of these. */
static gboolean local_part_has(const char *local, const char *const *words) {
    gboolean found = FALSE;
    g_auto(GStrv) pieces = g_strsplit_set(local, ".-_+0123456789", 12);
    for (guint i = 0; pieces[i] && !found; i++)
        for (guint n = 0; words[n] && !found; n++)
            found =
                (*pieces[i] | 0x20) == *words[n] && g_ascii_strcasecmp(pieces[i], words[n]) == 0;
    return found;
}

/* "no-reply", "do_not_reply", "noReply". */
static gboolean is_silent(const char *local) {
    static const char *const silent[] = {"noreply",  "donotreply", "nepasrepondre",
                                         "svarikke", "ikkesvar",   NULL};
    g_autoptr(GString) letters = g_string_new(NULL);
    for (const char *at = local; *at && letters->len < 64; at++)
        if (g_ascii_isalpha(*at))
            g_string_append_c(letters, g_ascii_tolower(*at));
    for (guint i = 0; silent[i]; i++)
        if (strstr(letters->str, silent[i]))
            return TRUE;
    return FALSE;
}

/* TRUE where a word of the name, or its initials, are a word of the local part. */
static gboolean is_of_person(const Words *name, const char *local) {
    if (name->words->len < 2)
        return FALSE;
    g_autoptr(GString) initials = g_string_new(NULL);
    for (guint n = 0; n < name->words->len; n++)
        g_string_append_c(initials, *words_folded(name, n));
    g_autofree char *lower = g_ascii_strdown(local, -1);
    g_auto(GStrv) pieces = g_strsplit_set(lower, ".-_+0123456789", 12);
    for (guint i = 0; pieces[i]; i++) {
        if (*pieces[i] && strcmp(pieces[i], initials->str) == 0)
            return TRUE;
        for (guint n = 0; n < name->words->len; n++) {
            gboolean whole;
            gsize taken = identity_label_match(pieces[i], words_folded(name, n), &whole);
            if (whole && taken >= 2 && !pieces[i][taken])
                return TRUE;
        }
    }
    return FALSE;
}

/* TRUE where the name, its words joined, and a label of the domain begin alike. */
static gboolean is_domains_name(const Words *name, const char *domain) {
    g_auto(GStrv) labels = g_strsplit(domain, ".", 12);
    for (guint i = 0; labels[i]; i++) {
        g_auto(GStrv) parts = g_strsplit(labels[i], "-", 12);
        g_autofree char *label = g_strjoinv("", parts);
        gsize common = 0;
        gboolean whole = TRUE;
        for (guint n = 0; n < name->words->len && whole; n++)
            common += identity_label_match(label + common, words_folded(name, n), &whole);
        if (common >= COMMON_LETTERS || (common >= 3 && whole))
            return TRUE;
    }
    return FALSE;
}

/* Nobody is called PostNord; who writes under that name from elsewhere is no person. */
static gboolean borrows_brand(const Brands *brands, const Mailbox *from, const char *domain) {
    BrandMention mention;
    return from->name != NULL && strlen(from->name) <= NAME_OCTETS &&
           brands_find(brands, from->name, TRUE, &mention) &&
           (domain == NULL || !brand_owns(mention.brand, domain));
}

void facts_observe_sender(Facts *facts, const Message *message) {
    if (!message->from || message->from->mailboxes->len == 0)
        return;
    const Mailbox *from = g_ptr_array_index(message->from->mailboxes, 0);
    const char *local = from->local ? from->local : "";
    facts->strength[FACT_NO_REPLY] = is_silent(local);
    facts->strength[FACT_SERVICE_SENDER] = local_part_has(local, service);
    facts->strength[FACT_NEWS_SENDER] = local_part_has(local, news);
    gboolean organization = local_part_has(local, role);
    if (!organization && from->name && from->ascii_domain && strlen(from->name) <= NAME_OCTETS) {
        g_autoptr(Words) name = words_new(from->name, strlen(from->name));
        organization = !is_of_person(name, local) && is_domains_name(name, from->ascii_domain);
    }
    facts->strength[FACT_ORGANIZATION] =
        organization || borrows_brand(message->brands, from, from->ascii_domain);
}
