/* master-token.h - the words of one master-file line (RFC 1035 section 5.1).
 *
 * A word ends at a blank, at the line's end or at the `;` of a comment; double quotes keep blanks
 * and `;` inside it.  \X stands for the character X and \DDD for an octet, in and out of quotes.
 * Words are spans of the line: nothing is copied until it is unescaped.
 */
#ifndef SPAMLINT_EVIDENCE_MASTER_TOKEN_H
#define SPAMLINT_EVIDENCE_MASTER_TOKEN_H

#include <glib.h>

typedef struct {
    const char *start;
    gsize length;     /* with quotes and escapes as they stand */
    gboolean quoted;  /* the whole word stands in one pair of double quotes */
    gboolean comment; /* a comment begins right behind it, without a blank */
} MasterToken;

typedef enum { MASTER_TOKEN, MASTER_END, MASTER_BAD } MasterNext;

/* Takes the next word of [*at, end). MASTER_BAD: *ret_problem is a sentence, given away. */
MasterNext master_token_next(const char **at, const char *end, MasterToken *ret_token,
                             char **ret_problem);
/* Appends the octets that the word stands for: quotes gone, escapes taken. FALSE and a problem
 * for \DDD over 255 or cut short. */
gboolean master_token_unescape(const MasterToken *token, GString *octets, char **ret_problem);
/* TRUE where the word reads so, not quoted and not escaped (ASCII, case-insensitive). */
gboolean master_token_is(const MasterToken *token, const char *word);
/* The word for a diagnostic: printable, cut. Given away. */
char *master_token_show(const MasterToken *token);

#endif
