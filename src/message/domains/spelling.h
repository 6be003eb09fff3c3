/* spelling.h - names as people write them and as domains spell them.
 *
 * "Blåbær" is blåbær.dk, blaabaer.dk and blabaer.dk, and one firm often has all of them, and .com
 * as well.  Two spellings of a letter are known: two letters ("ae", "oe", "aa"), and the bare one.
 */
#ifndef SPAMLINT_MESSAGE_DOMAINS_SPELLING_H
#define SPAMLINT_MESSAGE_DOMAINS_SPELLING_H

#include <glib.h>

/* The letters and digits of a text of valid UTF-8 as a label spells them, lower case, without what
 * stands between; `doubled`: "ø" is "oe", else "o" ("æ" is always "ae"). Given away. */
char *spelling_label(const char *text, gboolean doubled);

/* TRUE where a text (borrowed, valid UTF-8) holds the name that an A-label host's organizational
 * domain has, of four letters or more, in either spelling. */
gboolean spelling_names(const char *text, const char *host);

/* TRUE where two hosts (A-labels) have the same name in either spelling, each under .com or a
 * suffix of a country: "firma.dk" and "firma.com", "blåbær.dk" and "blaabaer.dk". */
gboolean spelling_same_name(const char *host_a, const char *host_b);
/* TRUE for a suffix under which firms register their name in every country: "com", or one whose
 * last label has two letters. */
gboolean spelling_country_suffix(const char *suffix);

#endif
