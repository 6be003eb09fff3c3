/* archive.h - what the directory of an archive tells without unpacking it.
 *
 * Names and flags of the entries of ZIP (APPNOTE 6.3.10) and RAR 4 and 5, and whether a 7z archive
 * says that its contents are encrypted (where its own header is packed it does not say).  Nothing
 * is decompressed.
 */
#ifndef SPAMLINT_MESSAGE_MIME_ARCHIVE_H
#define SPAMLINT_MESSAGE_MIME_ARCHIVE_H

#include "message/mime/file-form.h"

#include <glib.h>

typedef struct {
    gboolean encrypted; /* an entry, or the directory itself, needs a password */
    gboolean macros;    /* an Office document with a project of macros */
    char *program;      /* the first entry whose name is that of a program, or NULL */
} Archive;
void archive_clear(Archive *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Archive, archive_clear)

/* Reads the directory of an archive of that form (others: nothing is found), as far as it is
 * there. */
void archive_read(FileForm form, const char *octets, gsize length, Archive *ret_archive);

#endif
