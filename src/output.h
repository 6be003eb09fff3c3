/* output.h - where the report goes: standard output, or a file that appears whole or not at all. */
#ifndef SPAMLINT_OUTPUT_H
#define SPAMLINT_OUTPUT_H

#include <glib.h>
#include <stdio.h>

typedef struct {
    FILE *stream;
    char *target;    /* renamed to at the end; NULL: written in place */
    char *temporary; /* beside the target */
    int reason;      /* errno of the first write that failed, or 0 */
} Output;

/* Opens `path` (NULL: standard output).  A regular or new file is written beside itself and renamed
 * by output_close(); anything else (a device, a pipe) is written in place.  NULL and "PATH: …". */
Output *output_open(const char *path, GError **error);
/* Notes why the stream failed, while errno still says so: to be called after each write. */
void output_note(Output *self);
/* Flushes, and puts the file into place.  FALSE and the reason where anything written was lost.
 * Frees the output. */
gboolean output_close(Output *self, GError **error);

#endif
