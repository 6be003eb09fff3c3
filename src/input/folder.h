/* folder.h - the files of a folder that may hold mail, in the order of their names.
 *
 * A folder is walked with what lies below it; a Maildir gives what stands in cur and new.  Hidden
 * names, a Maildir's tmp and what is no regular file are passed over, without being opened.
 * Symbolic links are followed, each folder is entered once: so a loop ends.
 */
#ifndef SPAMLINT_INPUT_FOLDER_H
#define SPAMLINT_INPUT_FOLDER_H

#include <glib.h>

typedef struct Folder Folder;

typedef enum {
    FOLDER_NAMED,   /* its name ends as mail or a template does: it is to be linted */
    FOLDER_MAILDIR, /* a message of a Maildir, whatever its name */
    FOLDER_UNNAMED, /* any other: to be linted if its content is mail beyond doubt */
    FOLDER_ERROR,   /* cannot be read: *error is set */
    FOLDER_END,
} FolderEntry;

/* `path` as the user wrote it: the files' paths begin with it. */
Folder *folder_new(const char *path);
void folder_free(Folder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Folder, folder_free)

/* The next file; *ret_path is given away, also with FOLDER_ERROR. The error is of
 * SOURCE_ERROR_DOMAIN. */
FolderEntry folder_next(Folder *self, char **ret_path, GError **error);

#endif
