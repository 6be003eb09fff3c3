/* reply-prefix.h - what mail programs write before the subject of a reply or a forward. */
#ifndef SPAMLINT_MESSAGE_WORDS_REPLY_PREFIX_H
#define SPAMLINT_MESSAGE_WORDS_REPLY_PREFIX_H

#include <glib.h>

/* The prefix with its colon ("re:", "sv(3):") that the text begins with: its octets, 0: none.
 * `folded` is NFKC and case-folded, without what stands before its first letter or digit. */
gsize reply_prefix(const char *folded);

#endif
