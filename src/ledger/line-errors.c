/* line-errors.c - collects what is wrong with the lines of a file. */
#include "ledger/line-errors.h"

#include "limits.h"

#include <glib/gi18n.h>

LineErrors *line_errors_new(void) {
    LineErrors *self = g_new0(LineErrors, 1);
    self->texts = g_ptr_array_new_with_free_func(g_free);
    return self;
}

void line_errors_free(LineErrors *self) {
    if (self == NULL)
        return;
    g_ptr_array_unref(self->texts);
    g_free(self);
}

void line_errors_add(LineErrors *self, const char *path, guint64 line, const char *format, ...) {
    if (self->full)
        return;
    if (self->texts->len >= LIMIT_LINE_ERRORS) {
        self->full = TRUE;
        g_ptr_array_add(self->texts,
                        g_strdup_printf(_("%s: there are more malformed lines than these"), path));
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_ptr_array_add(self->texts,
                    line == 0 ? g_strdup_printf("%s: %s", path, text)
                              : g_strdup_printf("%s:%" G_GUINT64_FORMAT ": %s", path, line, text));
}
