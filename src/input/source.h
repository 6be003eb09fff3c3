/* source.h - the stream of documents that the files named on the command line hold.
 *
 * A Source is opened on the user's list of paths and gives one Document after the other, in
 * order: a message, every message of an mbox (mboxo, mboxrd, mboxcl2), of a Maildir or of a
 * folder, a template, standard input ("-").  What a file is is told from its content (`as`
 * overrides).  Files are read through a sliding buffer: memory does not depend on their size.
 */
#ifndef SPAMLINT_INPUT_SOURCE_H
#define SPAMLINT_INPUT_SOURCE_H

#include "input/document.h"

#include <glib.h>

typedef enum { SOURCE_AS_AUTO, SOURCE_AS_MESSAGE, SOURCE_AS_MBOX, SOURCE_AS_TEMPLATE } SourceAs;

typedef enum {
    SOURCE_DOCUMENT, /* *ret_document was set */
    SOURCE_ERROR,    /* one input could not be read or is no message: *error set; call again */
    SOURCE_END,      /* no more */
} SourceResult;

#define SOURCE_ERROR_DOMAIN (source_error_quark())
GQuark source_error_quark(void);
typedef enum {
    SOURCE_FAILED_READ,      /* open or read failed; the message names the system's reason */
    SOURCE_FAILED_NOT_MAIL,  /* no field line before the first empty line */
    SOURCE_FAILED_EMPTY,     /* a folder that holds nothing to lint */
} SourceFailure;

typedef struct Source Source;

/* `paths` is borrowed and must live as long as the source; an empty list means "-". */
Source *source_new(const char *const *paths, SourceAs as);
void source_free(Source *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Source, source_free)

/* The next document (given away), or the next input that could not be read.  On SOURCE_ERROR
 * *ret_path is the path concerned (given away) and error->message is one line without it. */
SourceResult source_next(Source *self, Document **ret_document, char **ret_path, GError **error);

#endif
