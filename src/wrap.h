/* wrap.h - paragraphs and two-column items for a terminal (--help, --explain, --list-rules). */
#ifndef SPAMLINT_WRAP_H
#define SPAMLINT_WRAP_H

#include <stdio.h>

/* Prints the words of a text, each line begun with `indent` spaces and at most `width` columns. */
void wrap_print(FILE *stream, const char *text, int indent, int width);
/* Prints `left`, and `text` from column `indent` on; on the next line where `left` is too long. */
void wrap_print_item(FILE *stream, const char *left, const char *text, int indent, int width);

#endif
