/* subject-shouting.c - a subject speaks, it does not shout. */
#include "rules/rule.h"

/* Fewer letters are an abbreviation or a name ("LEGO", "NYHED FRA DR"). */
#define SHOUTED_LETTERS 20
/* More capitals than this of all letters that have case, in percent. */
#define SHOUTED_PERCENT 70
/* Signs in a row. */
#define SHOUTED_SIGNS 3

/* '!' and '?' as one sort, since "?!?" is one; '$' for every currency sign; 0: neither. */
static char sign_of(gunichar c) {
    switch (c) {
    case '!':
    case '?':
    case 0xa1: /* Spanish ones open a sentence */
    case 0xbf:
    case 0x203c: /* double exclamation mark, and its relatives */
    case 0x2047:
    case 0x2048:
    case 0x2049:
    case 0x2753: /* as emoji */
    case 0x2754:
    case 0x2755:
    case 0x2757:
    case 0xff01: /* full-width */
    case 0xff1f:
        return '!';
    default:
        return g_unichar_type(c) == G_UNICODE_CURRENCY_SYMBOL ? '$' : 0;
    }
}

static void check_subject_shouting(Check *check) {
    Message *message = check->message;
    if (message->subject == NULL) {
        check_skip(check, N_("no Subject"));
        return;
    }
    /* Who answers keeps the subject of the thread. */
    if ((message->kind.kind & (KIND_PERSONAL | KIND_DISCUSSION)) != 0 &&
        (message_field(message, "In-Reply-To") != NULL ||
         message_field(message, "References") != NULL))
        return;
    const char *text = message->subject->text;
    guint capitals = 0, letters = 0, row = 0, longest = 0;
    char sign = 0, longest_sign = 0;
    for (const char *c = text; *c != '\0'; c = g_utf8_next_char(c)) {
        gunichar u = g_utf8_get_char(c);
        if (g_unichar_isupper(u)) {
            capitals++;
            letters++;
        } else if (g_unichar_islower(u)) {
            letters++;
        }
        if (u == 0xfe0f) /* the emoji form of the sign before it */
            continue;
        char now = sign_of(u);
        row = now == 0 ? 0 : now == sign ? row + 1 : 1;
        /* One character that shows two signs. */
        if (u == 0x203c || (u >= 0x2047 && u <= 0x2049))
            row++;
        sign = now;
        if (row > longest) {
            longest = row;
            longest_sign = sign;
        }
    }
    Place place = message_field_place(message, message_field(message, "Subject"));
    if (letters >= SHOUTED_LETTERS && capitals * 100 > letters * SHOUTED_PERCENT)
        check_fail(check, SEVERITY_WARNING, place, text, NULL,
                   N_("%u of the subject's %u letters are capitals, expected at most %u %%"),
                   capitals, letters, SHOUTED_PERCENT);
    if (longest >= SHOUTED_SIGNS && longest_sign == '!')
        check_fail(check, SEVERITY_WARNING, place, text, NULL,
                   N_("the subject holds %u exclamation or question marks in a row, expected one"),
                   longest);
    else if (longest >= SHOUTED_SIGNS)
        check_fail(check, SEVERITY_WARNING, place, text, NULL,
                   N_("the subject holds %u currency signs in a row, expected an amount"), longest);
}

static const char *const sources[] = {
    "SMTP.dk spam policy: \"Emne linier\"",
    NULL,
};

const Rule rule_subject_shouting = {
    .id = "subject-shouting",
    .clause = CLAUSE_SUBJECT,
    .severity = SEVERITY_WARNING,
    .kinds = KIND_ALL,
    .needs = NEEDS_HEADER,
    .summary = N_("The subject does not shout"),
    .requires = /* xgettext:no-c-format */
    N_("Of 20 letters or more at most 70 % are capitals, and no more than two exclamation "
       "marks, question marks or currency signs stand in a row."),
    .why = N_("Capitals throughout and rows of signs are how junk mail asks for attention. Filters "
              "count them, and readers take the sender for one of that kind."),
    .fix = N_("Write the subject as a sentence, with one exclamation mark at most."),
    .exceptions = N_("A short subject in capitals, an abbreviation or a name is no shouting. A "
                     "personal reply keeps the subject that it answers."),
    .sources = sources,
    .check = check_subject_shouting,
};
