/* escape.h - text from mail on its way to a terminal.
 *
 * No control character, no escape sequence, no bidirectional or invisible control and no invalid
 * UTF-8 reaches the stream: a character is shown as <U+202E>, an octet that is no UTF-8 as <E6>.
 * What joins an emoji sequence, a Persian word or an Indic syllable is kept where it does so: there
 * it is part of what the reader sees.
 */
#ifndef SPAMLINT_REPORT_ESCAPE_H
#define SPAMLINT_REPORT_ESCAPE_H

#include <glib.h>

/* One line of text, safe for a terminal; tabs and line endings become a space. Given away. */
char *escape_line(const char *text);
/* Columns that the text takes on a terminal. */
int escape_width(const char *utf8);
/* TRUE for a character that steers a terminal or a reader's eye without being seen: C0, DEL, C1,
 * bidirectional controls, format characters, fillers, line separators, private use. */
gboolean escape_is_hidden(gunichar c);

#endif
