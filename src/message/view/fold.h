/* fold.h - characters that are space to a reader, and characters that are nothing.
 *
 * White space of every kind is one space.  Preheaders are padded with characters that show nothing
 * (zero-width space, soft hyphen, combining grapheme joiner, word joiner, byte-order mark): they
 * are dropped wherever they stand, since a word with one in it reads as the word.  A zero-width
 * joiner or non-joiner is part of an emoji or of a Persian or Hindi word between two characters of
 * such scripts; anywhere else ("Sept&zwnj;ember", which keeps telephones from linking it) it is
 * dropped.
 */
#ifndef SPAMLINT_MESSAGE_VIEW_FOLD_H
#define SPAMLINT_MESSAGE_VIEW_FOLD_H

#include <glib.h>

typedef enum { FOLD_KEEP, FOLD_SPACE, FOLD_DROP, FOLD_JOINER } FoldKind;

/* For each octet: FOLD_KEEP begins a character to keep, FOLD_SPACE is white space of ASCII,
 * FOLD_DROP begins a character that fold_character() must look at. */
extern const guint8 fold_octet[256];
/* The kind of the character at `text` and its octets (valid UTF-8, length >= 1). */
FoldKind fold_character(const char *text, gsize length, gsize *ret_octets);
/* TRUE where a joiner between the end of `before` and the start of `after` means something. */
gboolean fold_joins(const char *before, gsize before_length, const char *after, gsize after_length);
/* Appends text with white space folded to single spaces, none at the start, and all that shows
 * nothing dropped. */
void fold_append(GString *out, const char *text, gsize length);

/* NFKC and full case folding (UAX 15): what is compared without regard to case or form.  "" of what
 * is no UTF-8.  Given away. */
char *fold_case(const char *text);

#endif
