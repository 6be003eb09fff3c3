/* contact.c - addresses by their "@", numbers by their shape and the word before them. */
#include "message/contact.h"

#include "message/marks.h"
#include "message/mime/mailbox.h"

#include <string.h>

/* RFC 5321 section 4.5.3.1: octets of a local part and of a domain. */
#define LOCAL_OCTETS 64u
#define DOMAIN_OCTETS 255u
/* E.164: digits of an international number; and the fewest of a whole national one. */
#define MAX_DIGITS 15u
#define MIN_DIGITS 7u
#define MAX_GROUPS 8u
/* Words between "Tlf." and its number, and octets. */
#define CONTEXT_WORDS 3u
/* Words of a link that is named for what it offers, of one whose word means other things too, and
 * of the sentence around "click here". */
#define LABEL_WORDS 8u
#define AMBIGUOUS_WORDS 3u
#define SENTENCE_WORDS 60u
/* Octets of "Contact us:" before its link. */
#define CALL_OCTETS 40u

static gboolean is_local(char c) {
    return g_ascii_isalnum(c) || strchr("!#$%&'*+-/=?^_`{|}~.", c) != NULL;
}

static gboolean is_domain(char c) {
    return g_ascii_isalnum(c) || c == '-' || c == '.' || (guchar)c >= 0x80;
}

GArray *contact_addresses(const char *text, gsize start, gsize end) {
    GArray *found = g_array_new(FALSE, FALSE, sizeof(Contact));
    gsize floor = start;
    for (gsize at = start; at < end; at++) {
        const char *sign = memchr(text + at, '@', end - at);
        if (!sign)
            break;
        at = (gsize)(sign - text);
        gsize first = at, last = at + 1;
        while (first > floor && at - first < LOCAL_OCTETS && text[first - 1] != '\0' &&
               is_local(text[first - 1]))
            first--;
        while (last < end && last - at < DOMAIN_OCTETS && text[last] != '\0' &&
               is_domain(text[last]))
            last++;
        /* The bound may have cut a character in two. */
        while (last > at + 1 && last < end && ((guchar)text[last] & 0xc0) == 0x80)
            last--;
        while (last > at + 1 && (text[last - 1] == '.' || text[last - 1] == '-'))
            last--;
        const char *dot = g_strrstr_len(text + at + 1, (gssize)(last - at - 1), ".");
        if (first == at || !dot || dot == text + at + 1 || text + last - dot < 3 ||
            g_ascii_isdigit(dot[1]))
            continue;
        Contact contact = {.kind = CONTACT_EMAIL, .start = first, .end = last};
        g_array_append_val(found, contact);
        floor = at = last;
    }
    return found;
}

/* A row of digits with what may stand between them, as it is written. */
typedef struct {
    gsize start, end;
    gboolean plus, slash, parenthesis, colon;
    guint groups, lengths[MAX_GROUPS], digits;
    guint values[MAX_GROUPS];
    char separator; /* the one between all groups, or 0 where they differ */
    char first_digit;
} Number;

/* Reads the row that begins at `at`, an digit, "+" or "(". */
static Number read_number(const char *text, gsize at, gsize end) {
    Number self = {.start = at, .end = at};
    gboolean in_group = FALSE;
    char gap = 0;
    guint gaps = 0;
    for (; at < end; at++) {
        char c = text[at];
        if (g_ascii_isdigit(c)) {
            if (!in_group) {
                if (self.groups == MAX_GROUPS)
                    break;
                if (self.groups == 1)
                    self.separator = gap;
                else if (self.groups > 1 && self.separator != gap)
                    self.separator = 0;
                if (self.groups == 0)
                    self.first_digit = c;
                self.groups++;
            }
            in_group = TRUE;
            self.lengths[self.groups - 1]++;
            self.values[self.groups - 1] =
                self.values[self.groups - 1] % 100000 * 10 + (guint)(c - '0');
            self.digits++;
            self.end = at + 1;
            gap = 0;
            gaps = 0;
            continue;
        }
        in_group = FALSE;
        if (++gaps > 3)
            break;
        if (c == '+' && self.digits == 0) {
            self.plus = TRUE;
        } else if (c == '(' || c == ')') {
            self.parenthesis = TRUE;
            gap = gap ? gap : c;
        } else if (c == ' ' || c == '.' || c == '-' || c == '/') {
            self.slash |= c == '/';
            gap = gap == 0 || gap == ' ' ? c : gap;
        } else if ((guchar)c == 0xC2 && at + 1 < end && (guchar)text[at + 1] == 0xA0) {
            gap = ' '; /* no-break space */
            at++;
        } else if ((guchar)c == 0xE2 && at + 2 < end && (guchar)text[at + 1] == 0x80 &&
                   ((guchar)text[at + 2] <= 0x95 || (guchar)text[at + 2] == 0xAF)) {
            gap = (guchar)text[at + 2] >= 0x90 && (guchar)text[at + 2] <= 0x95 ? '-' : ' ';
            at += 2;
        } else {
            break;
        }
    }
    return self;
}

static gboolean groups_are(const Number *self, guint groups, const guint *lengths) {
    if (self->groups != groups)
        return FALSE;
    for (guint i = 0; i < groups; i++)
        if (self->lengths[i] != lengths[i])
            return FALSE;
    return TRUE;
}

static gboolean is_date(const Number *self) {
    if (self->groups == 3 && self->lengths[2] == 4 && self->lengths[0] <= 2 &&
        self->lengths[1] <= 2)
        return TRUE;
    return self->groups >= 3 && self->lengths[0] == 4 && self->lengths[1] == 2 &&
           self->lengths[2] == 2 && self->values[0] >= 1900 && self->values[0] < 2100;
}

/* Shapes that need no word before them. */
static gboolean is_telephone_alone(const Number *self) {
    if (self->digits > MAX_DIGITS || is_date(self))
        return FALSE;
    if (self->plus)
        return self->digits >= 8 && self->first_digit != '0';
    if (self->groups < 2 || self->separator == '/')
        return FALSE;
    /* North American numbering plan: 800-555-0100, (800) 555-0100, 1.800.555.0100. */
    const guint plan[] = {3, 3, 4}, long_plan[] = {1, 3, 3, 4};
    if (groups_are(self, 3, plan) && self->first_digit >= '2')
        return TRUE;
    if (groups_are(self, 4, long_plan) && self->first_digit == '1')
        return TRUE;
    /* Denmark, Norway: four pairs; France: five, the first with a zero. */
    const guint pairs[] = {2, 2, 2, 2, 2};
    if (self->separator && strchr(" .-", self->separator) && groups_are(self, 4, pairs) &&
        self->first_digit >= '2')
        return TRUE;
    /* Australia: 1300 555 000 and 1800 555 000. */
    const guint national[] = {4, 3, 3};
    if (groups_are(self, 3, national) && (self->values[0] == 1300 || self->values[0] == 1800))
        return TRUE;
    if (groups_are(self, 5, pairs) && self->first_digit == '0')
        return TRUE;
    /* A trunk prefix: 020 7946 0000, (040) 123456, 08-123 456 78. */
    return self->first_digit == '0' && self->separator != '.' && self->digits >= 9 &&
           self->lengths[0] >= 2 && self->lengths[0] <= 5 &&
           (self->lengths[0] > 2 || self->groups == 2 || self->lengths[1] > 2);
}

static gboolean is_telephone_announced(const Number *self) {
    return self->digits >= MIN_DIGITS && self->digits <= MAX_DIGITS && !is_date(self);
}

/* What the words before octet `at` say: MARK_TELEPHONE, MARK_REFERENCE or 0. */
static guint32 context_of(const Marks *marks, gsize at) {
    guint n = words_index_at(marks->words, at);
    guint32 line = 0;
    for (guint back = 1; back <= CONTEXT_WORDS && n >= marks->from + back; back++) {
        guint32 flags = marks_flags(marks, n - back);
        const Word *word = marks_word(marks, n - back);
        if (back == 1)
            line = word->line;
        if (line - word->line > 1)
            break;
        if (flags & MARK_REFERENCE)
            return MARK_REFERENCE;
        if (flags & MARK_TELEPHONE)
            return MARK_TELEPHONE;
        /* "Tlf: 12345678 | CVR 12345678": the context ends at another number. */
        if (flags & MARK_NUMBER)
            break;
    }
    return 0;
}

/* What a number may begin with. */
static const guint8 begins_number[256] = {['0' ... '9'] = TRUE, ['+'] = TRUE, ['('] = TRUE};

GArray *contact_telephones(const Marks *marks, gsize start, gsize end) {
    GArray *found = g_array_new(FALSE, FALSE, sizeof(Contact));
    Marks part = marks_within(marks, start, end);
    const char *text = marks->text;
    for (gsize at = start; at < end; at++) {
        if (!begins_number[(guchar)text[at]])
            continue;
        /* A number inside a word, a URL or an amount of money is none. */
        gboolean glued =
            at > start && (g_ascii_isalnum(text[at - 1]) || strchr("=/_#$&%@", text[at - 1]) ||
                           (guchar)text[at - 1] >= 0x80);
        if (glued && at > start + 1 && memcmp(text + at - 2, "\xc2\xa0", 2) == 0)
            glued = FALSE;
        if (glued && (guchar)text[at - 1] >= 0x80 && text[at] == '+')
            glued = FALSE;
        Number number = read_number(text, at, end);
        if (number.digits == 0)
            continue;
        gboolean tail =
            number.end < end && (g_ascii_isalpha(text[number.end]) || text[number.end] == '@' ||
                                 text[number.end] == '%' || text[number.end] == '=');
        if (!glued && !tail && number.digits >= MIN_DIGITS) {
            guint32 context = context_of(&part, number.start);
            if ((context == MARK_TELEPHONE && is_telephone_announced(&number)) ||
                (context != MARK_REFERENCE && is_telephone_alone(&number))) {
                Contact contact = {
                    .kind = CONTACT_TELEPHONE, .start = number.start, .end = number.end};
                g_array_append_val(found, contact);
            }
        }
        at = number.end > at ? number.end - 1 : at;
    }
    return found;
}

/* TRUE where the address is the reader's, one for an address book, one that ends the
 * subscription, or one that nobody reads. */
static gboolean is_no_way(const Reading *reading, const Contact *address, const GPtrArray *own,
                          gsize previous) {
    const char *text = reading->view->text;
    g_autofree char *spec = g_strndup(text + address->start, address->end - address->start);
    g_autofree char *lower = g_ascii_strdown(spec, -1);
    static const char *const nobody[] = {"noreply",      "no-reply", "no_reply",  "donotreply",
                                         "do-not-reply", "no.reply", "ikke-svar", "bounce"};
    for (gsize i = 0; i < G_N_ELEMENTS(nobody); i++)
        if (g_str_has_prefix(lower, nobody[i]))
            return TRUE;
    for (guint i = 0; own && i < own->len; i++) {
        const Mailbox *mailbox = own->pdata[i];
        if (mailbox->address && g_ascii_strcasecmp(mailbox->address, spec) == 0)
            return TRUE;
    }
    gsize start, end;
    text_sentence(reading->view, address->start, address->end, &start, &end);
    if (reading_says(reading, "unsubscribe", start, end) ||
        reading_says(reading, "unsubscribe-sentence", start, end))
        return TRUE;
    /* "Sent to A by Example, B": the phrase is about the first address behind it. */
    gsize from = MAX(start, MIN(previous, address->start));
    return reading_says(reading, "recipient", from, address->start) ||
           reading_says(reading, "allow-list", start, end);
}

static void find_emails(const Reading *reading, const GPtrArray *own, gsize start, gsize end,
                        GArray *found) {
    g_autoptr(GArray) addresses = contact_addresses(reading->view->text, start, end);
    gsize previous = start;
    for (guint i = 0; i < addresses->len; i++) {
        const Contact *address = &g_array_index(addresses, Contact, i);
        if (!is_no_way(reading, address, own, previous))
            g_array_append_val(found, *address);
        previous = address->end;
    }
}

/* TRUE where a phrase of contact ends directly before octet `end`. */
static gboolean ends_with_contact(const Reading *reading, gsize start, gsize end) {
    guint behind = words_index_at(reading->words, end), at = 0;
    for (const Hit *hit; (hit = hits_next(reading->hits, "contact", start, end, &at));)
        if (hit->last + 1 == behind)
            return TRUE;
    return FALSE;
}

/* TRUE where octets [start, end) of the text offer contact in `most` words or fewer.  Words that
 * mean something else as well ("help", "support": weight under 1) must be nearly alone. */
static gboolean offers_in(const Reading *reading, gsize start, gsize end, guint most) {
    guint words = words_index_at(reading->words, end) - words_index_at(reading->words, start);
    guint at = 0;
    if (words > most)
        return FALSE;
    /* "contact [customer service]" is one phrase, of which the link holds the end. */
    gsize from = start > CALL_OCTETS ? start - CALL_OCTETS : 0;
    for (const Hit *hit; (hit = hits_next(reading->hits, "contact", from, end + CALL_OCTETS, &at));)
        if (hit->start < end && hit->end > start && (hit->weight >= 1 || words <= AMBIGUOUS_WORDS))
            return TRUE;
    return FALSE;
}

/* "Kontakt os", an icon called "E-mail", "Har du spørgsmål? Klik her". */
static gboolean offers_contact(const Reading *reading, const Link *link) {
    gboolean empty = link->end <= link->start;
    if ((!empty && offers_in(reading, link->start, link->end, LABEL_WORDS)) ||
        link_image_says(reading, link, "contact") || link_title_says(reading, link, "contact"))
        return TRUE;
    if (empty)
        return FALSE;
    gsize start, end;
    link_sentence(reading, link, &start, &end);
    if (!link_is_bare(reading, link)) {
        /* "Kontakt os: Kundeservice", "Contact us: Advertising": named directly before. */
        gsize before = link->start > start + CALL_OCTETS ? link->start - CALL_OCTETS : start;
        return ends_with_contact(reading, before, link->start);
    }
    if (reading_says(reading, "unsubscribe", start, end) ||
        reading_says(reading, "unsubscribe-sentence", start, end))
        return FALSE;
    return offers_in(reading, start, end, SENTENCE_WORDS);
}

static gboolean is_unsubscribing(const Reading *reading, const Link *link) {
    return link_text_says(reading, link, "unsubscribe") ||
           link_url_says(reading, link, "unsubscribe-url") ||
           link_url_says(reading, link, "unsubscribe");
}

static void find_links(const Reading *reading, gsize start, gsize end, GArray *found) {
    for (guint i = 0; i < reading->view->links->len; i++) {
        const Link *link = reading->view->links->pdata[i];
        Contact contact = {.kind = CONTACT_LINK, .start = link->start, .end = link->end};
        /* An image behind the last word stands at the end of the text. */
        gsize behind = end == reading->view->length ? end + 1 : end;
        if (link->hidden || link->start < start || link->start >= behind || start == end ||
            link->kind == LINK_FORM)
            continue;
        if (strcmp(link->scheme, "tel") == 0) {
            contact.kind = CONTACT_TELEPHONE;
        } else if (strcmp(link->scheme, "mailto") == 0) {
            /* Its text is the address: found there, and judged by its sentence. */
            if (link->end > link->start &&
                memchr(reading->view->text + link->start, '@', link->end - link->start))
                continue;
            if (is_unsubscribing(reading, link))
                continue;
            contact.kind = CONTACT_EMAIL;
        } else if (!link->href || !*link->href || !offers_contact(reading, link)) {
            continue;
        }
        g_array_append_val(found, contact);
    }
}

/* The web address in octets [start, end) of the text that is no link of the view ("firm.dk/kontakt"
 * without a scheme): a word with a dot inside and a slash, or "www." before. FALSE: none. */
static gboolean find_web(const char *text, gsize start, gsize end, Contact *ret) {
    for (gsize at = start; at < end;) {
        gsize last = at;
        while (last < end && !g_ascii_isspace(text[last]))
            last++;
        const char *dot = memchr(text + at, '.', last - at);
        const char *slash = memchr(text + at, '/', last - at);
        gboolean www = last - at > 4 && g_ascii_strncasecmp(text + at, "www.", 4) == 0;
        if (dot && dot > text + at &&
            (www || (slash && slash > dot + 2 && !memchr(text + at, '@', last - at)))) {
            *ret = (Contact){.kind = CONTACT_LINK, .start = at, .end = last};
            return TRUE;
        }
        at = last + 1;
    }
    return FALSE;
}

/* "Kontakt os på firm.dk/kontakt". */
static void find_webs(const Reading *reading, gsize start, gsize end, GArray *found) {
    guint at = 0;
    gsize behind = start;
    for (const Hit *hit; (hit = hits_next(reading->hits, "contact", start, end, &at));) {
        gsize first, last;
        Contact contact;
        if (hit->weight < 1 || hit->start < behind)
            continue;
        text_sentence(reading->view, hit->start, hit->end, &first, &last);
        behind = last;
        if (find_web(reading->view->text, hit->end, MIN(last, end), &contact))
            g_array_append_val(found, contact);
    }
}

GArray *contact_find(const Reading *reading, const Marks *marks, const GPtrArray *own, gsize start,
                     gsize end) {
    GArray *found = contact_telephones(marks, start, end);
    find_emails(reading, own, start, end, found);
    find_links(reading, start, end, found);
    find_webs(reading, start, end, found);
    return found;
}
