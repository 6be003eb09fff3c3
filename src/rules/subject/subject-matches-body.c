/* subject-matches-body.c - what the subject speaks of comes up in the message.
 *
 * One shared word is enough: the rule is for subjects that have nothing to do with what is inside,
 * and no judge of how well a subject sums it up.  Words are compared as they stand first, which
 * settles nearly every honest message within its first lines, and by their stems only then.
 */
#include "message/words/script.h"
#include "message/words/stem.h"
#include "rules/pictures.h"
#include "rules/rule.h"

#include <string.h>

/* Fewer say too little: "Hi", "News from Example". */
#define MIN_SUBJECT_WORDS 2
/* In so short a text two words are missing by chance. */
#define SHORT_TEXT_WORDS 60
/* A shorter text is a picture with a caption, or a link. */
#define MIN_TEXT_WORDS 20
/* Words looked at: more than any message needs whose subject is true. */
#define MAX_TEXT_WORDS 20000
#define MAX_SUBJECT_WORDS 32
/* Octets that two words must share from their beginning to be of one family, and two compounds. */
#define FAMILY_OCTETS 5
#define FIRST_PART_OCTETS 6
/* The shortest word that is looked for as a part of a compound. */
#define COMPOUND_LETTERS 4
/* Octets of alternatives and titles that are read. */
#define ASIDE_OCTETS 65536u
/* Words of the subject that a finding names. */
#define SHOWN_WORDS 6u
/* A hidden block within so many visible words is a preheader; more octets of it no inbox shows. */
#define PREHEADER_WORDS 40u
#define PREHEADER_OCTETS 400
/* Tags and prefixes in front of a subject. */
#define TAG_OCTETS 30
#define PREFIX_LETTERS 4

/* TRUE for a word of letters in a script that puts spaces between words and leaves them unchanged
 * at their beginning; only there does "the same word" mean anything. */
static gboolean is_comparable(const char *folded) {
    gunichar first = g_utf8_get_char(folded);
    for (const char *c = folded; *c != '\0'; c = g_utf8_next_char(c))
        if (g_unichar_isdigit(g_utf8_get_char(c)))
            return FALSE;
    return g_utf8_strlen(folded, -1) >= 2 && g_unichar_isalpha(first) &&
           (first < 0x530 || (first >= 0x1e00 && first < 0x2000));
}

/* TRUE where the word is, or is part of, a name or domain among `names`. */
static gboolean is_name(const Words *names, const char *folded) {
    for (guint i = 0; i < names->words->len; i++) {
        const char *name = words_folded(names, i);
        if (strcmp(name, folded) == 0 ||
            (strlen(folded) >= COMPOUND_LETTERS && strstr(name, folded) != NULL))
            return TRUE;
    }
    return FALSE;
}

/* The first mailboxes of the list, names and addresses. */
static Words *name_words(const MailboxList *list) {
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; list != NULL && i < MIN(list->mailboxes->len, 5); i++) {
        const Mailbox *mailbox = g_ptr_array_index(list->mailboxes, i);
        g_string_append_printf(names, "%s\n%s\n", mailbox->name != NULL ? mailbox->name : "",
                               mailbox->address);
    }
    return words_new(names->str, names->len);
}

/* What the reader sees or hears beside the visible text: what stands hidden at its beginning, which
 * the inbox shows, alternatives of images, titles of links. */
static Words *aside_words(const View *view, const Words *visible) {
    g_autoptr(GString) text = g_string_new(NULL);
    gsize beginning = visible->words->len > PREHEADER_WORDS
                          ? g_array_index(visible->words, Word, PREHEADER_WORDS).start
                          : view->length;
    for (guint i = 0; i < view->hidden->len && text->len < ASIDE_OCTETS; i++) {
        const HiddenBlock *block = g_ptr_array_index(view->hidden, i);
        if (block->at > beginning)
            break;
        g_string_append_printf(text, "\n%.*s", PREHEADER_OCTETS, block->text);
    }
    for (guint i = 0; i < view->images->len && text->len < ASIDE_OCTETS; i++) {
        const Image *image = g_ptr_array_index(view->images, i);
        if (image->alt != NULL)
            g_string_append_printf(text, "\n%s", image->alt);
    }
    for (guint i = 0; i < view->links->len && text->len < ASIDE_OCTETS; i++) {
        const Link *link = g_ptr_array_index(view->links, i);
        if (link->title != NULL)
            g_string_append_printf(text, "\n%s", link->title);
    }
    /* The cut of a block may lie within a character. */
    g_autofree char *valid = g_utf8_make_valid(text->str, (gssize)text->len);
    return words_new(valid, strlen(valid));
}

/* Where the subject's own words begin: behind "[list]", "[SPAM]" and "Fwd:", which others put
 * there. */
static const char *skip_tags(const char *text) {
    for (;;) {
        while (*text != '\0' && g_unichar_isspace(g_utf8_get_char(text)))
            text = g_utf8_next_char(text);
        gsize letters = 0;
        while (g_ascii_isalpha(text[letters]))
            letters++;
        const char *end = *text == '[' ? strchr(text, ']') : NULL;
        if (end != NULL && end - text <= TAG_OCTETS)
            text = end + 1;
        else if (letters > 0 && letters <= PREFIX_LETTERS && text[letters] == ':')
            text += letters + 1;
        else
            return text;
    }
}

/* TRUE where the word is a number with a per-cent or currency sign beside it. */
static gboolean is_amount(const char *text, const Words *words, guint n) {
    const Word *word = &g_array_index(words->words, Word, n);
    const char *folded = words_folded(words, n);
    if (strlen(folded) < 2 || strspn(folded, "0123456789") != strlen(folded))
        return FALSE;
    const char *behind = text + word->end;
    behind += *behind == ' ' ? 1 : 0;
    const char *before = word->start > 0 ? g_utf8_prev_char(text + word->start) : NULL;
    return *behind == '%' || g_unichar_type(g_utf8_get_char(behind)) == G_UNICODE_CURRENCY_SYMBOL ||
           g_str_has_prefix(behind, "kr") ||
           (before != NULL && g_unichar_type(g_utf8_get_char(before)) == G_UNICODE_CURRENCY_SYMBOL);
}

/* TRUE where an amount of the subject ("20 %", "$30") stands in the text too. */
static gboolean shares_amount(const char *text, const Words *subject, const View *view,
                              const Words *words) {
    for (guint n = 0; n < MIN(subject->words->len, MAX_SUBJECT_WORDS); n++) {
        if (!is_amount(text, subject, n))
            continue;
        for (guint i = 0; i < MIN(words->words->len, MAX_TEXT_WORDS); i++)
            if (strcmp(words_folded(words, i), words_folded(subject, n)) == 0 &&
                is_amount(view->text, words, i))
                return TRUE;
    }
    return FALSE;
}

/* The content words of the subject: folded, of `subject`. `ret_named`: one is the sender's name. */
static GPtrArray *content_words(const Message *message, const Words *subject, gboolean *ret_named) {
    g_autoptr(Words) sender = name_words(message->from), reader = name_words(message->to);
    GPtrArray *found = g_ptr_array_new();
    *ret_named = FALSE;
    for (guint i = 0; i < subject->words->len && found->len < MAX_SUBJECT_WORDS; i++) {
        const char *folded = words_folded(subject, i);
        if (!is_comparable(folded) || phrases_is_stop(message->phrases, folded, NULL) ||
            is_name(reader, folded))
            continue;
        gboolean again = FALSE;
        for (guint n = 0; n < found->len && !again; n++)
            again = strcmp(g_ptr_array_index(found, n), folded) == 0;
        if (is_name(sender, folded))
            *ret_named = TRUE;
        else if (!again)
            g_ptr_array_add(found, (gpointer)folded);
    }
    return found;
}

static gboolean any_equal(const GPtrArray *terms, const Words *words) {
    for (guint i = 0; i < MIN(words->words->len, MAX_TEXT_WORDS); i++)
        for (guint n = 0; n < terms->len; n++) {
            const char *word = words_folded(words, i), *term = g_ptr_array_index(terms, n);
            if (*word == *term && strcmp(word, term) == 0)
                return TRUE;
        }
    return FALSE;
}

/* TRUE where one word is the beginning or the end of the other. */
static gboolean is_part(const char *a, const char *b) {
    if (strlen(a) < strlen(b)) {
        const char *other = a;
        a = b;
        b = other;
    }
    return g_utf8_strlen(b, -1) >= COMPOUND_LETTERS &&
           (g_str_has_prefix(a, b) || g_str_has_suffix(a, b));
}

/* TRUE where they share a beginning that is long, and most of the shorter one; compounds of one
 * first part ("strikkegarn", "strikkeaften") need no more than that part. */
static gboolean is_family(const char *a, const char *b, gboolean compounds) {
    gsize same = 0;
    while (a[same] != '\0' && a[same] == b[same])
        same++;
    return (compounds && same >= FIRST_PART_OCTETS) ||
           (same >= FAMILY_OCTETS && same * 3 >= MIN(strlen(a), strlen(b)) * 2);
}

/* TRUE where a word of the text is one of the terms in another form. */
static gboolean any_related(const GPtrArray *terms, const Words *words, const Message *message,
                            const char *language) {
    g_autoptr(Stemmer) stemmer = stemmer_new(language);
    g_autoptr(GPtrArray) stems = g_ptr_array_new_with_free_func(g_free);
    for (guint n = 0; n < terms->len; n++)
        g_ptr_array_add(stems, g_strdup(stemmer_stem(stemmer, g_ptr_array_index(terms, n))));
    for (guint i = 0; i < MIN(words->words->len, MAX_TEXT_WORDS); i++) {
        const char *word = words_folded(words, i);
        const char *stem = NULL;
        for (guint n = 0; n < terms->len; n++) {
            const char *term = g_ptr_array_index(terms, n);
            /* Stemming leaves the first letter of a word of three or more. */
            if (*word == *term) {
                if (stem == NULL)
                    stem = stemmer_stem(stemmer, word);
                if (strcmp(stem, g_ptr_array_index(stems, n)) == 0 ||
                    is_family(word, term, stemmer_compounds(stemmer)))
                    return TRUE;
            }
            if (stemmer_compounds(stemmer) && is_part(word, term) &&
                !phrases_is_stop(message->phrases, word, message->language))
                return TRUE;
        }
    }
    return FALSE;
}

/* How many of the terms say more than "last chance", which is true of anything. */
static guint count_telling(GPtrArray *terms, Words *subject, const Phrases *phrases) {
    if (phrases == NULL)
        return terms->len;
    g_autoptr(Hits) hits = phrases_find(phrases, subject);
    guint telling = 0;
    for (guint i = 0; i < subject->words->len; i++) {
        const Word *word = &g_array_index(subject->words, Word, i);
        gboolean vague = FALSE;
        guint at = 0;
        for (const Hit *hit; !vague && (hit = hits_next(hits, "vague", 0, G_MAXSIZE, &at)) != NULL;)
            vague = hit->start <= word->start && word->end <= hit->end;
        /* The terms are words of the subject themselves. */
        if (!vague && g_ptr_array_find(terms, words_folded(subject, i), NULL))
            telling++;
    }
    return telling;
}

static void check_subject_matches_body(Check *check) {
    const Message *message = check->message;
    const View *view = message->view;
    if (message->subject == NULL) {
        check_skip(check, N_("no Subject"));
        return;
    }
    /* Look-alike letters are the business of subject-honest-characters. */
    const char *own = skip_tags(message->subject->text);
    g_autofree char *plain = script_plain(own, strlen(own));
    g_autoptr(Words) subject = words_new(plain, strlen(plain));
    gboolean named;
    g_autoptr(GPtrArray) terms = content_words(message, subject, &named);
    if (terms->len < MIN_SUBJECT_WORDS) {
        check_skip(check, N_("the subject has under %u words that say something"),
                   MIN_SUBJECT_WORDS);
        return;
    }
    if (named || any_equal(terms, message->words))
        return;
    g_autoptr(Words) aside = aside_words(view, message->words);
    if (any_equal(terms, aside))
        return;
    /* What the message is about stands before the sender's details. */
    guint text_words = message->footer.end > message->footer.start
                           ? words_index_at(message->words, message->footer.start)
                           : message->words->words->len;
    /* Where pictures say more than words, their alternatives are shorter than what they show. */
    if (text_words < MIN_TEXT_WORDS &&
        (aside->words->len > text_words || text_words + aside->words->len < MIN_TEXT_WORDS)) {
        check_skip(check, N_("the text has under %u words"), MIN_TEXT_WORDS);
        return;
    }
    guint unknown = pictures_unknown(view);
    if (unknown >= PICTURES_MANY) {
        check_skip(check, N_("%u images have no alternative: what they show is not known"),
                   unknown);
        return;
    }
    const char *language = message->language != NULL ? message->language : "da";
    if (any_related(terms, message->words, message, language) ||
        any_related(terms, aside, message, language) ||
        (strcmp(language, "en") != 0 && any_related(terms, message->words, message, "en")))
        return;
    guint needed = MIN_SUBJECT_WORDS + (message->words->words->len < SHORT_TEXT_WORDS ? 1 : 0);
    if (count_telling(terms, subject, message->phrases) < needed) {
        check_skip(check, N_("the subject has under %u words that say something"), needed);
        return;
    }
    if (shares_amount(plain, subject, view, message->words))
        return;
    g_autoptr(GString) list = g_string_new(NULL);
    for (guint n = 0; n < MIN(terms->len, SHOWN_WORDS); n++)
        g_string_append_printf(list, "%s\"%s\"", n > 0 ? ", " : "",
                               (char *)g_ptr_array_index(terms, n));
    check_fail(check, SEVERITY_WARNING,
               message_field_place(message, message_field(message, "Subject")),
               message->subject->text, NULL,
               N_("no word of the subject comes up in the text, not even %s: the reader opens "
                  "something else than was announced"),
               list->str);
}

static const char *const sources[] = {
    "SMTP.dk spam policy: \"Emne linier\"",
    "15 U.S.C. 7704(a)(2)",
    NULL,
};

const Rule rule_subject_matches_body = {
    .id = "subject-matches-body",
    .clause = CLAUSE_SUBJECT,
    .severity = SEVERITY_WARNING,
    .kinds = KIND_MARKETING,
    .needs = NEEDS_HEADER | NEEDS_BODY | NEEDS_FINISHED,
    .summary = N_("What the subject speaks of comes up in the message"),
    .requires =
        N_("At least one word of the subject that says something, in any form, stands in the "
           "visible text, the preheader, an image's alternative or the sender's name."),
    .why = N_("The policy asks for a subject that is true to the content, and CAN-SPAM forbids one "
              "that misleads about it. A reader who finds something else reports spam."),
    .fix =
        N_("Write a subject on what the message is about; give images alternatives that say what "
           "they show."),
    .exceptions =
        N_("Not judged where the subject has under two words that say something, the text "
           "under 20 words, or three or more images no alternative."),
    .sources = sources,
    .check = check_subject_matches_body,
};
