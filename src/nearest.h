/* nearest.h - "did you mean …?": the names nearest to one that nobody knows. */
#ifndef SPAMLINT_NEAREST_H
#define SPAMLINT_NEAREST_H

#include <glib.h>

/* At most three of `names` (NULL-terminated) that `word` may have been meant for, nearest first,
 * joined as "a, b or c"; NULL where none is near.  Given away. */
char *nearest_names(const char *word, const char *const *names);

#endif
