/* lines.h - the two kinds of line that tell what a file is.
 *
 * A From line separates the messages of an mbox: "From ", the envelope sender, a date in the
 * style of asctime(3) (RFC 4155).  No two programs write the same one, and body text begins lines
 * with "From " too; so a line is graded, and what is not certain counts only where the line after
 * it is a header field.  A field line is "Name: value" (RFC 5322 section 2.2) with a name that
 * somebody could have meant as one, which is narrower than the RFC's ftext: `{"a": 1` and
 * `https://…` are no fields.
 */
#ifndef SPAMLINT_INPUT_LINES_H
#define SPAMLINT_INPUT_LINES_H

#include <glib.h>

typedef enum {
    FROM_LINE_NO,       /* text: "From all of us", a field "From : …", or no "From " at all */
    FROM_LINE_POSSIBLE, /* a sender without a date ("From -", "From bo@example.dk"), or a date
                         * behind a sender of several words */
    FROM_LINE_CERTAIN,  /* a sender and a date */
} FromLine;

typedef enum {
    FIELD_LINE_NO,
    FIELD_LINE_UNKNOWN, /* "Tlf.: 12 34 56 78" */
    FIELD_LINE_KNOWN,   /* a name that mail programs write: Subject, Received, X-… */
} FieldLine;

/* `line` holds `length` octets, without its line ending. */
FromLine lines_from_line(const char *line, gsize length);
FieldLine lines_field_line(const char *line, gsize length);

/* The octets of the line that begins at `text`, without its line ending (LF, CRLF, CR); `length`
 * where it has none. *ret_next is the start of the line after it. */
gsize lines_length(const char *text, gsize length, gsize *ret_next);

#endif
