/* line-errors.h - what is wrong with the lines of a user's file, all of it up to a bound.
 *
 * A list of a million addresses is mended in one go, not line by line, so a reader of such a file
 * goes on after a malformed line and every one is named.
 */
#ifndef SPAMLINT_LEDGER_LINE_ERRORS_H
#define SPAMLINT_LEDGER_LINE_ERRORS_H

#include <glib.h>

typedef struct {
    GPtrArray *texts; /* of char *: "FILE:LINE: what was found, what was expected", translated */
    gboolean full;    /* LIMIT_LINE_ERRORS: the last text says that no more are looked for */
} LineErrors;

LineErrors *line_errors_new(void);
void line_errors_free(LineErrors *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LineErrors, line_errors_free)

/* Adds one; line 0: of the file as a whole. `format` is already translated. */
void line_errors_add(LineErrors *self, const char *path, guint64 line, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

#endif
