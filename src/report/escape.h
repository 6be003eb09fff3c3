/* escape.h - text from mail on its way to a terminal.
 *
 * No control character, no escape sequence, no bidirectional or invisible control and no invalid
 * UTF-8 reaches the stream: each is shown as <U+XXXX>.
 */
#ifndef SPAMLINT_REPORT_ESCAPE_H
#define SPAMLINT_REPORT_ESCAPE_H

#include <glib.h>

/* One line of text, safe for a terminal; tabs and line endings become a space. Given away. */
char *escape_line(const char *text);
/* Columns that the text takes on a terminal. */
int escape_width(const char *utf8);

#endif
