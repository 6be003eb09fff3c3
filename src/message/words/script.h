/* script.h - letters that are not what they seem, and characters that nobody sees.
 *
 * A short text that its reader trusts (a subject, a display name, a label of a domain) can deceive
 * in three ways: characters that show nothing break up the words that filters look for, letters of
 * another script look like plain ones, and a check-mark emoji beside a name imitates the badge of a
 * verified sender.  Each is judged by the word and by what stands beside it (UTS 39, with ICU's
 * data), because the same characters are honest elsewhere: joiners hold emoji, Persian and Hindi
 * together, and a subject in Cyrillic or Greek is a subject.
 *
 * The text is valid UTF-8.  Only its first SCRIPT_OCTETS octets are looked at.  Everything here is
 * safe to use from any thread.
 */
#ifndef SPAMLINT_MESSAGE_WORDS_SCRIPT_H
#define SPAMLINT_MESSAGE_WORDS_SCRIPT_H

#include <glib.h>

/* No honest subject or name is longer; the lists that follow stay small on hostile mail. */
#define SCRIPT_OCTETS 4096u

typedef enum {
    INVISIBLE_ZERO_WIDTH, /* U+200B, U+FEFF, a joiner that joins nothing … */
    INVISIBLE_BIDI,       /* a bidirectional control */
    INVISIBLE_PRIVATE,    /* private use: shows a box, or what one font makes of it */
} InvisibleKind;

typedef struct {
    InvisibleKind kind;
    gunichar character;
    gboolean inside;  /* between two letters or digits: it breaks up a word */
    gsize start, end; /* octets of the text */
} Invisible;

/* (1) The characters that show nothing, or nothing for certain, in order of the text. Left out are
 * those that are honest where they stand: within emoji sequences, in scripts that need joiners or
 * break lines by them, direction marks in a text with right-to-left letters, soft hyphens between
 * syllables. Given away. */
GArray *script_invisible(const char *text, gsize length); /* of Invisible */

typedef enum {
    SCRIPT_TEXT,  /* words of a subject or a name */
    SCRIPT_LABEL, /* a label of a domain, or a whole domain, in U-labels: judged on its own, by the
                   * stricter measure of UTS 39 section 5.2 ("highly restrictive") */
} ScriptUse;

typedef enum {
    LOOK_ALIKE_LETTER, /* letters of another script, or of no living orthography, among plain ones
                        */
    LOOK_ALIKE_WHOLE,  /* a word all of another script that reads as a word of plain letters */
    LOOK_ALIKE_STYLED, /* mathematical, enclosed or other variants of plain letters */
    LOOK_ALIKE_MIXED,  /* SCRIPT_LABEL only: scripts that no language writes together */
} LookAlikeKind;

typedef struct {
    LookAlikeKind kind;
    gunichar character; /* the first such letter */
    gsize start, end;   /* octets of the text: the word */
    guint letters;      /* such letters in the word */
} LookAlike;

/* (2) The words that hold look-alike letters, in order of the text. Given away. */
GArray *script_look_alikes(const char *text, gsize length, ScriptUse use); /* of LookAlike */

/* (3) The check marks that can pass for the badge of a verified sender, with the variation selector
 * behind them. Given away. */
typedef struct {
    gunichar character;
    gsize start, end; /* octets of the text */
} CheckMark;
GArray *script_check_marks(const char *text, gsize length); /* of CheckMark */

/* The text with plain letters for look-alikes and without what (1) found: what it should have been.
 * Given away. */
char *script_plain(const char *text, gsize length);

#endif
