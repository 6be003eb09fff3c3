/* file-name.h - what the name of an attached file makes of it when its reader opens it.
 *
 * Windows goes by the last extension, without the dots and spaces at the end of a name.  What
 * stands before it, many spaces, or a right-to-left override in the middle, make a reader see
 * another one: "faktura.pdf.exe", "fakturaU+202Efdp.exe".
 */
#ifndef SPAMLINT_MESSAGE_MIME_FILE_NAME_H
#define SPAMLINT_MESSAGE_MIME_FILE_NAME_H

#include <glib.h>

typedef enum {
    FILE_NAME_PLAIN,   /* a document, a picture, anything */
    FILE_NAME_PAGE,    /* opens in the browser and may hold scripts: html, svg … */
    FILE_NAME_MACROS,  /* an Office document that may hold macros: docm, xlsm … */
    FILE_NAME_PROGRAM, /* runs, or opens in something that runs it: exe, js, lnk, iso … */
} FileNameKind;

#define FILE_EXTENSION_MAX 24u

typedef struct {
    FileNameKind kind;
    char extension[FILE_EXTENSION_MAX]; /* the last one, lower case, without its dot; "" for none */
    char pretended[FILE_EXTENSION_MAX]; /* the one of a document before it: "pdf"; "" for none */
    gboolean overridden;                /* a right-to-left override stands in the name */
} FileName;

/* Reads a file's name (any UTF-8, with or without folders). */
void file_name_read(const char *name, FileName *ret_name);

#endif
