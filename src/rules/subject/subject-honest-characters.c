/* subject-honest-characters.c - the subject is made of the letters that it seems to be made of. */
#include "message/identity.h"
#include "message/words/script.h"
#include "rules/rule.h"

#include <gmime/gmime.h>
#include <string.h>

/* From so many characters on that show nothing it is no slip, wherever they stand. */
#define MANY_INVISIBLE 3
/* What makes a subject's characters a guess. */
#define GUESSED (ENCODED_UNKNOWN_CHARSET | ENCODED_UNDECODABLE | ENCODED_RAW_8BIT)

/* "Subject: …" with plain letters, encoded; NULL: nothing would be left. Given away. */
static char *plain_subject(const char *text) {
    g_autofree char *plain = script_plain(text, strlen(text));
    g_strstrip(plain);
    const char *shown = plain;
    while (*shown != '\0' && !g_unichar_isgraph(g_utf8_get_char(shown)))
        shown = g_utf8_next_char(shown);
    if (*shown == '\0')
        return NULL;
    g_autofree char *encoded = g_mime_utils_header_encode_text(NULL, plain, "utf-8");
    return g_strdup_printf("Subject: %s", encoded);
}

static void check_invisible(Check *check, Place place, const char *text, const char *fix) {
    g_autoptr(GArray) found = script_invisible(text, strlen(text));
    const Invisible *inside = NULL, *edge = NULL, *bidi = NULL, *private = NULL;
    guint zero_width = 0;
    for (guint i = found->len; i-- > 0;) {
        const Invisible *one = &g_array_index(found, Invisible, i);
        switch (one->kind) {
        case INVISIBLE_ZERO_WIDTH:
            zero_width++;
            *(one->inside ? &inside : &edge) = one;
            break;
        case INVISIBLE_BIDI:
            bidi = one;
            break;
        case INVISIBLE_PRIVATE:
            private
            = one;
            break;
        }
    }
    /* A subject of nothing else is empty: subject-present says so. */
    if (fix == NULL)
        inside = edge = NULL;
    if (inside != NULL)
        check_fail(check, SEVERITY_ERROR, place, text, fix,
                   N_("the subject hides U+%04X, which shows nothing, between two letters"),
                   inside->character);
    else if (edge != NULL && zero_width >= MANY_INVISIBLE)
        check_fail(
            check, SEVERITY_ERROR, place, text, fix,
            N_("the subject holds %u characters that show nothing, the first of them U+%04X"),
            zero_width, edge->character);
    else if (edge != NULL)
        check_fail(check, SEVERITY_WARNING, place, text, fix,
                   N_("the subject holds U+%04X, which shows nothing, at the edge of a word"),
                   edge->character);
    if (bidi != NULL)
        check_fail(check, SEVERITY_ERROR, place, text, fix,
                   N_("the subject holds the bidirectional control U+%04X, which makes its reader "
                      "see another order of letters (UTS 39)"),
                   bidi->character);
    if (private != NULL)
        check_fail(check, SEVERITY_ERROR, place, text, fix,
                   N_("the subject holds the private-use character U+%04X, which means nothing to "
                      "other programs"),
                   private->character);
}

static void check_look_alikes(Check *check, Place place, const char *text, const char *fix) {
    g_autoptr(GArray) found = script_look_alikes(text, strlen(text), SCRIPT_TEXT);
    const LookAlike *styled = NULL, *letter = NULL;
    for (guint i = found->len; i-- > 0;) {
        const LookAlike *one = &g_array_index(found, LookAlike, i);
        *(one->kind == LOOK_ALIKE_STYLED ? &styled : &letter) = one;
    }
    if (styled != NULL) {
        g_autofree char *word = g_strndup(text + styled->start, styled->end - styled->start);
        check_fail(check, SEVERITY_ERROR, place, text, fix,
                   N_("\"%s\" is written in mathematical or other symbols (U+%04X) that imitate "
                      "letters, expected letters (UTS 39)"),
                   word, styled->character);
    }
    if (letter != NULL) {
        g_autofree char *word = g_strndup(text + letter->start, letter->end - letter->start);
        check_fail(
            check, SEVERITY_ERROR, place, text, fix,
            N_("\"%s\" holds letters that only look like plain ones, such as U+%04X (UTS 39)"),
            word, letter->character);
    }
}

/* TRUE where the words directly before or after octets [start, end) are From's name or domain. */
static gboolean is_beside_name(const Message *message, const char *text, gsize start, gsize end) {
    const Mailbox *mailbox = message->from != NULL && message->from->mailboxes->len > 0
                                 ? g_ptr_array_index(message->from->mailboxes, 0)
                                 : NULL;
    IdentityFrom from = {.name = mailbox != NULL ? mailbox->name : NULL,
                         .domain = message_from_domain(message)};
    g_autoptr(Words) words = words_new(text, strlen(text));
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Identity));
    identity_find_from(text, words, 0, strlen(text), &from, found);
    for (guint i = 0; i < found->len; i++) {
        const Identity *name = &g_array_index(found, Identity, i);
        gsize gap_start = name->end <= start ? name->end : end;
        gsize gap_end = name->end <= start ? start : name->start;
        if (gap_start <= gap_end && strspn(text + gap_start, " \xc2\xa0") >= gap_end - gap_start)
            return TRUE;
    }
    return FALSE;
}

static void check_badges(Check *check, Place place, const char *text) {
    g_autoptr(GArray) found = script_check_marks(text, strlen(text));
    for (guint i = 0; i < found->len; i++) {
        const CheckMark *mark = &g_array_index(found, CheckMark, i);
        if (!is_beside_name(check->message, text, mark->start, mark->end))
            continue;
        check_fail(check, SEVERITY_ERROR, place, text, _("Take the check mark away from the name."),
                   N_("the check mark U+%04X beside the sender's name imitates the badge of a "
                      "verified sender"),
                   mark->character);
        return;
    }
}

static void check_subject_honest_characters(Check *check) {
    Message *message = check->message;
    if (message->subject == NULL) {
        check_skip(check, N_("no Subject"));
        return;
    }
    const char *text = message->subject->text;
    if (g_str_is_ascii(text))
        return;
    /* Characters that were guessed prove nothing; subject-encoding says what is wrong. */
    if (message->subject->defects & GUESSED) {
        check_skip(check, N_("the subject does not decode"));
        return;
    }
    Place place = message_field_place(message, message_field(message, "Subject"));
    g_autofree char *fix = plain_subject(text);
    check_invisible(check, place, text, fix);
    check_look_alikes(check, place, text, fix);
    check_badges(check, place, text);
}

static const char *const sources[] = {
    "SMTP.dk spam policy: \"Emne linier\"",
    "UTS 39 (Unicode security mechanisms)",
    "Gmail sender guidelines: no emoji that imitate verification marks",
    NULL,
};

const Rule rule_subject_honest_characters = {
    .id = "subject-honest-characters",
    .clause = CLAUSE_SUBJECT,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_ALL,
    .needs = NEEDS_HEADER,
    .summary = N_("The subject is made of the letters that it seems to be made of"),
    .requires = N_("No characters that show nothing, no bidirectional controls, no private-use "
                   "characters, no mathematical or other symbols and no letters of another script "
                   "in place of plain ones, no check mark beside the sender's name."),
    .why = N_("Such characters serve to slip words past filters and to pass for somebody else. "
              "Screen readers stumble over them, and search does not find the message."),
    .fix =
        N_("Write the subject anew in plain letters; paste it through a plain-text editor to lose "
           "what cannot be seen."),
    .exceptions =
        N_("Emoji with joiners and variation selectors, joiners in the scripts that need them, "
           "direction marks in Arabic and Hebrew, and subjects in Cyrillic, Greek or any other "
           "script are honest. One or two characters at the edge of a word that show nothing are a "
           "slip: a warning."),
    .sources = sources,
    .check = check_subject_honest_characters,
};
