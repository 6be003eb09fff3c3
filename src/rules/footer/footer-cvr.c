/* footer-cvr.c - a Danish sender gives its CVR number (e-handelsloven section 7).
 *
 * Who is Danish is seen from what the message says of its sender: an address in Denmark, else a
 * Danish telephone number, else a .dk domain with a Danish text.  An address abroad beats the
 * latter two: many a foreign shop has a Danish domain.
 */
#include "message/contact.h"
#include "message/cvr.h"
#include "message/postal.h"
#include "rules/rule.h"

#include <string.h>

/* The country word behind octet `end` of the text ("5000 Odense C, Danmark"): TRUE where one
 * stands; *ret_danish: it is Denmark. */
static gboolean country_behind(const Message *message, gsize end, gboolean *ret_danish) {
    static const char *const danish[] = {"danmark", "denmark", "dänemark", "danemark", "dinamarca"};
    guint n = words_index_at(message->words, end);
    if (n >= message->marks->to || !marks_has(message->marks, n, MARK_COUNTRY))
        return FALSE;
    *ret_danish = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(danish); i++)
        *ret_danish |= strcmp(words_folded(message->words, n), danish[i]) == 0;
    return TRUE;
}

/* TRUE where a postcode of four digits with a town behind it stands in the address. */
static gboolean has_four_digits(const Message *message, const PostalAddress *address) {
    for (guint n = words_index_at(message->words, address->start);
         n + 1 < message->marks->to && marks_word(message->marks, n + 1)->end <= address->end; n++)
        if (marks_has(message->marks, n, MARK_NUMBER) &&
            strlen(words_folded(message->words, n)) == 4 &&
            !marks_has(message->marks, n + 1, MARK_NUMBER | MARK_MIXED))
            return TRUE;
    return FALSE;
}

typedef enum { COUNTRY_UNKNOWN, COUNTRY_DENMARK, COUNTRY_ABROAD } Country;

static Country country_of(const Message *message, const PostalAddress *address) {
    gboolean danish;
    if (address->country != NULL)
        return strcmp(address->country, "DK") == 0 ? COUNTRY_DENMARK : COUNTRY_ABROAD;
    if (country_behind(message, address->end, &danish))
        return danish ? COUNTRY_DENMARK : COUNTRY_ABROAD;
    if (!has_four_digits(message, address))
        return COUNTRY_ABROAD; /* "111 22 Stockholm", "20095 Hamburg" */
    /* Denmark, Norway, Austria, Switzerland, Belgium ... write four digits: the text decides. */
    return g_strcmp0(message->language, "da") == 0 ? COUNTRY_DENMARK : COUNTRY_UNKNOWN;
}

static Country address_country(const Message *message) {
    g_autoptr(GArray) addresses =
        postal_find(message->marks, message->footer.start, message->footer.end);
    Country country = COUNTRY_UNKNOWN;
    for (guint i = 0; i < addresses->len && country != COUNTRY_DENMARK; i++) {
        Country of = country_of(message, &g_array_index(addresses, PostalAddress, i));
        if (of != COUNTRY_UNKNOWN)
            country = of;
    }
    return country;
}

static gboolean has_danish_telephone(const Message *message) {
    const char *text = message->view->text;
    g_autoptr(GArray) numbers =
        contact_telephones(message->marks, message->footer.start, message->footer.end);
    for (guint i = 0; i < numbers->len; i++) {
        const Contact *number = &g_array_index(numbers, Contact, i);
        const char *at = text + number->start + (text[number->start] == '(');
        gsize length = (gsize)(text + number->end - at);
        if (length > 8 && (strncmp(at, "+45", 3) == 0 || strncmp(at, "0045", 4) == 0))
            return TRUE;
    }
    return FALSE;
}

/* Why the sender is Danish (translated), or NULL. */
static const char *danish_sender(const Message *message) {
    Country country = address_country(message);
    if (country == COUNTRY_DENMARK)
        return _("its address is in Denmark");
    if (country == COUNTRY_ABROAD)
        return NULL;
    if (has_danish_telephone(message))
        return _("its telephone number is Danish");
    const char *domain = message_from_domain(message);
    if (domain != NULL && g_str_has_suffix(domain, ".dk") &&
        g_strcmp0(message->language, "da") == 0)
        return _("its domain lies under .dk and its text is Danish");
    return NULL;
}

static void check_footer_cvr(Check *check) {
    const Message *message = check->message;
    const View *view = message->view;
    g_autoptr(GArray) found = cvr_find(view->text, view->length, message->words, message->hits);
    const Cvr *best = NULL;
    for (guint i = 0; i < found->len; i++) {
        const Cvr *cvr = &g_array_index(found, Cvr, i);
        /* The last one is the footer's; a valid one anywhere will do. */
        if (best == NULL || cvr->valid || !best->valid)
            best = cvr;
    }
    const char *danish = danish_sender(message);
    if (danish == NULL) {
        check_skip(check,
                   N_("not a Danish sender: no address in Denmark, no Danish telephone number, "
                      "no .dk domain with a Danish text"));
        return;
    }
    if (best == NULL) {
        Place place = message->footer.end > message->footer.start
                          ? view_place(view, message->footer.start, message->footer.end)
                          : message_start(message);
        check_fail(check, SEVERITY_WARNING, place, NULL, NULL,
                   N_("the message has no CVR number, and its sender is Danish: %s"), danish);
        return;
    }
    g_autofree char *number = g_strndup(view->text + best->start, best->end - best->start);
    Place place = view_place(view, best->start, best->end);
    if (best->valid)
        check_detail(check, N_("CVR number %s"), number);
    else if (best->digits != CVR_DIGITS)
        check_fail(check, SEVERITY_WARNING, place, number, NULL,
                   N_("the CVR number has %u digits, expected 8"), best->digits);
    else
        check_fail(check, SEVERITY_WARNING, place, number, NULL,
                   N_("%s is no CVR number: its last digit does not check the others (modulus 11)"),
                   number);
}

static const char *const sources[] = {
    "e-handelsloven section 7(1)(4)",
    "SMTP.dk spam policy: the footer holds the sender's identity",
    "CVR-loven section 4; Danish Business Authority: modulus 11, weights 2, 7, 6, 5, 4, 3, 2, 1",
    NULL,
};

const Rule rule_footer_cvr = {
    .id = "footer-cvr",
    .clause = CLAUSE_FOOTER,
    .severity = SEVERITY_WARNING,
    .kinds = KIND_MARKETING,
    .needs = NEEDS_BODY,
    .only_in = "dk",
    .summary = N_("A Danish sender gives its CVR number"),
    .requires =
        N_("A message of a Danish sender holds a CVR number of eight digits that pass modulus "
           "11: \"CVR-nr. 12 34 56 78\", \"SE-nr.\", \"VAT no. DK12345678\". Danish is who has "
           "an address in Denmark; without any address, a number of +45, or a .dk domain and a "
           "Danish text."),
    .why =
        N_("Danish law demands the number of whoever sells by e-mail: it tells the reader exactly "
           "which firm writes."),
    .fix = N_("Write \"CVR-nr.\" and the company's eight digits in the footer."),
    .exceptions =
        N_("A sender with an address abroad has no CVR number. Small associations may have "
           "none either."),
    .sources = sources,
    .check = check_footer_cvr,
};
