/* merge-tag.h - merge tags of mailing providers in a text: "*|FNAME|*", "{{ name }}", "%%email%%".
 *
 * The syntaxes and their names are a closed list (data/merge/tags.txt); a syntax that honest text
 * may hold by chance has closed names.
 */
#ifndef SPAMLINT_MESSAGE_WORDS_MERGE_TAG_H
#define SPAMLINT_MESSAGE_WORDS_MERGE_TAG_H

#include <glib.h>

typedef struct {
    gsize start, end; /* octets of the text */
    gboolean closed;  /* FALSE: it is only opened (never for syntaxes of closed names) */
} MergeTag;

/* The first tag in octets [from, length) of the text. FALSE: none. */
gboolean merge_tag_find(const char *text, gsize length, gsize from, MergeTag *ret);

#endif
