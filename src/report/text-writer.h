/* text-writer.h - lines for a terminal: colour, and words wrapped under a hanging indent.
 *
 * What a report says is put together in a buffer and written at once.  Text is made safe by
 * escape_line() on its way in: no caller can forget it.
 */
#ifndef SPAMLINT_REPORT_TEXT_WRITER_H
#define SPAMLINT_REPORT_TEXT_WRITER_H

#include <glib.h>

/* What a piece of text is, which its colour tells; plain without colour. */
typedef enum {
    PAINT_PLAIN,
    PAINT_STRONG, /* names of files and of rules that fail */
    PAINT_DIM,    /* what did not apply */
    PAINT_GOOD,
    PAINT_BAD,
    PAINT_WARN,
    PAINT_NOTE,
    PAINT_UNSURE,
} Paint;

typedef struct {
    GString *out; /* borrowed */
    gboolean color;
    int width;  /* columns, 0: never wrap */
    int column; /* where the next character goes, from 0 */
} TextWriter;

/* Text as it is, never wrapped. */
void text_put(TextWriter *self, Paint paint, const char *text);
/* Text, and spaces behind it up to `width` columns. */
void text_put_padded(TextWriter *self, Paint paint, const char *text, int width);
/* Words from the present column on; what does not fit goes on at column `indent`.  A word that is
 * longer than the line stays whole: it may have to be copied. */
void text_wrap(TextWriter *self, Paint paint, const char *text, int indent);
void text_indent(TextWriter *self, int column);
void text_newline(TextWriter *self);

#endif
