/* text-writer.c - see text-writer.h.  Colours are those of ECMA-48, the eight that a reader's own
 * scheme defines: they are legible on a light and on a dark ground. */
#include "report/text-writer.h"

#include "report/escape.h"

#include <string.h>

/* Fewer columns than this for a wrapped text are worse than a long line. */
#define MIN_COLUMNS 24

static const char *const codes[] = {
    [PAINT_PLAIN] = NULL, [PAINT_STRONG] = "1", [PAINT_DIM] = "2",   [PAINT_GOOD] = "32",
    [PAINT_BAD] = "1;31", [PAINT_WARN] = "33",  [PAINT_NOTE] = "36", [PAINT_UNSURE] = "35",
};

static void paint_on(TextWriter *self, Paint paint) {
    if (self->color && codes[paint])
        g_string_append_printf(self->out, "\033[%sm", codes[paint]);
}

static void paint_off(TextWriter *self, Paint paint) {
    if (self->color && codes[paint])
        g_string_append(self->out, "\033[0m");
}

void text_put(TextWriter *self, Paint paint, const char *text) {
    g_autofree char *safe = escape_line(text);
    paint_on(self, paint);
    g_string_append(self->out, safe);
    paint_off(self, paint);
    self->column += escape_width(safe);
}

void text_put_padded(TextWriter *self, Paint paint, const char *text, int width) {
    int end = self->column + width;
    text_put(self, paint, text);
    text_indent(self, end);
}

void text_indent(TextWriter *self, int column) {
    for (; self->column < column; self->column++)
        g_string_append_c(self->out, ' ');
}

void text_newline(TextWriter *self) {
    g_string_append_c(self->out, '\n');
    self->column = 0;
}

void text_wrap(TextWriter *self, Paint paint, const char *text, int indent) {
    g_autofree char *safe = escape_line(text);
    if (self->width && self->width - indent < MIN_COLUMNS)
        indent = MAX(0, MIN(indent, self->width - MIN_COLUMNS));

    gboolean first = TRUE;
    paint_on(self, paint);
    for (char *word = safe; *word;) {
        gsize spaces = strspn(word, " ");
        word += spaces;
        gsize length = strcspn(word, " ");
        if (length == 0)
            break;
        char behind = word[length];
        word[length] = '\0';
        int columns = escape_width(word);
        int gap = first ? 0 : (int)spaces;
        if (self->width && !first && self->column + gap + columns > self->width) {
            paint_off(self, paint);
            text_newline(self);
            text_indent(self, indent);
            paint_on(self, paint);
        } else {
            text_indent(self, self->column + gap);
        }
        g_string_append(self->out, word);
        self->column += columns;
        word[length] = behind;
        word += length;
        first = FALSE;
    }
    paint_off(self, paint);
}
