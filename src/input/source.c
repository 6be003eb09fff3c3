/* source.c - see source.h.
 *
 * Three loops in one: the user's paths, the files of a folder, the messages of an mbox.  Each call
 * goes on with the innermost that is open.
 */
#include "input/source.h"

#include "input/detect.h"
#include "input/folder.h"
#include "input/mbox.h"
#include "input/reader.h"
#include "limits.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

G_DEFINE_QUARK(spamlint - source - error - quark, source_error)

static const char *const standard_input[] = {"-", NULL};

struct Source {
    const char *const *paths; /* the next one first */
    SourceAs as;

    Folder *folder; /* being walked, or NULL */
    const char *folder_path;
    gboolean folder_used; /* something of it was given or was an error */

    char *file; /* the mbox being read, or NULL */
    Reader *reader;
    Mbox *mbox;
    guint index;       /* of its last message */
    DocumentForm form; /* of its messages */
};

Source *source_new(const char *const *paths, SourceAs as) {
    Source *self = g_new0(Source, 1);

    self->paths = paths && paths[0] ? paths : standard_input;
    self->as = as;
    return self;
}

/* Closes the mbox at hand. */
static void close_mbox(Source *self) {
    g_clear_pointer(&self->mbox, mbox_free);
    g_clear_pointer(&self->reader, reader_free);
    g_clear_pointer(&self->file, g_free);
}

void source_free(Source *self) {
    if (!self)
        return;
    close_mbox(self);
    g_clear_pointer(&self->folder, folder_free);
    g_free(self);
}

static SourceResult fail_read(GError **error, const char *what, int reason) {
    g_set_error(error, SOURCE_ERROR_DOMAIN, SOURCE_FAILED_READ, "%s: %s", _(what),
                g_strerror(reason));
    return SOURCE_ERROR;
}

static SourceResult fail_not_mail(GError **error, const char *found, const char *expected) {
    g_set_error(error, SOURCE_ERROR_DOMAIN, SOURCE_FAILED_NOT_MAIL, _("%s, where %s was expected"),
                _(found), _(expected));
    return SOURCE_ERROR;
}

static const char a_message[] =
    N_("a message with a header field before its first empty line (RFC 5322 section 2.1)");
static const char an_mbox[] = N_("an mbox, which begins with a \"From \" line (RFC 4155)");
static const char any_input[] = N_(
    "a message with a header field before its first empty line (RFC 5322 section 2.1), an mbox or "
    "a template");

/* What the user says that the file is, in the light of its content. FALSE: it cannot be. */
static gboolean override(SourceAs as, Detection *detection, GError **error) {
    static const char no_header[] = N_("no header field before the first empty line");
    const char *found = detection->reason;

    switch (as) {
    case SOURCE_AS_AUTO:
        if (detection->what != DETECTED_NOTHING)
            return TRUE;
        return fail_not_mail(error, found, any_input) == SOURCE_DOCUMENT;
    case SOURCE_AS_MESSAGE:
        detection->what = DETECTED_MESSAGE;
        if (detection->has_field)
            return TRUE;
        return fail_not_mail(error, found ? found : no_header, a_message) == SOURCE_DOCUMENT;
    case SOURCE_AS_MBOX:
        detection->what = DETECTED_MBOX;
        if (detection->from_line)
            return TRUE;
        return fail_not_mail(error, found ? found : N_("another first line"), an_mbox) ==
               SOURCE_DOCUMENT;
    case SOURCE_AS_TEMPLATE:
        if (detection->what == DETECTED_NOTHING && !detection->empty && !detection->binary)
            detection->what = DETECTED_TEXT;
        if (detection->what != DETECTED_NOTHING)
            return TRUE;
        return fail_not_mail(error, found, N_("a template")) == SOURCE_DOCUMENT;
    }
    g_return_val_if_reached(FALSE);
}

static DocumentForm form_of(SourceAs as, Detected what) {
    switch (what) {
    case DETECTED_HTML:
        return DOCUMENT_TEMPLATE_HTML;
    case DETECTED_TEXT:
        return DOCUMENT_TEMPLATE_TEXT;
    default:
        return as == SOURCE_AS_TEMPLATE ? DOCUMENT_TEMPLATE : DOCUMENT_MESSAGE;
    }
}

/* The whole file as one document. */
static SourceResult read_whole(Reader *reader, const char *path, DocumentForm form,
                               Document **ret_document, GError **error) {
    gboolean truncated = reader_need(reader, (gsize)LIMIT_MESSAGE_OCTETS + 1);

    if (reader->failed)
        return fail_read(error, N_("it cannot be read"), reader->failed);
    g_autoptr(GBytes) bytes =
        g_bytes_new(reader->data, MIN(reader->available, LIMIT_MESSAGE_OCTETS));
    *ret_document = document_new(path, bytes, form);
    (*ret_document)->truncated = truncated;
    return SOURCE_DOCUMENT;
}

/* The next message of the mbox at hand. */
static SourceResult read_mbox(Source *self, Document **ret_document, char **ret_path,
                              GError **error) {
    MboxMessage message;

    if (!mbox_next(self->mbox, &message)) {
        int failed = self->reader->failed;
        if (failed) {
            *ret_path = g_strdup(self->file);
            fail_read(error, N_("it cannot be read to its end"), failed);
        }
        close_mbox(self);
        return failed ? SOURCE_ERROR : SOURCE_END;
    }
    self->index++;

    g_autoptr(GBytes) bytes = message.bytes;
    gsize length;
    const char *octets = g_bytes_get_data(bytes, &length);
    if (!detect_has_field(octets, length)) {
        g_autofree char *line = g_strdup_printf("%" G_GUINT64_FORMAT, message.line);
        *ret_path = g_strdup(self->file);
        g_set_error(error, SOURCE_ERROR_DOMAIN, SOURCE_FAILED_NOT_MAIL,
                    _("message %u, line %s: no header field before the first empty line, where %s "
                      "was expected"),
                    self->index, line, _(a_message));
        return SOURCE_ERROR;
    }
    Document *document = document_new(self->file, bytes, self->form);
    document->index = self->index;
    document->in_mbox = TRUE;
    document->offset = message.offset;
    document->line = message.line;
    document->quoting = message.quoting;
    document->truncated = message.truncated;
    *ret_document = document;
    return SOURCE_DOCUMENT;
}

/* Starts on one file that is open.  SOURCE_END: it gives nothing of its own, go on. */
static SourceResult read_file(Source *self, int fd, const char *path, FolderEntry entry,
                              Document **ret_document, GError **error) {
    g_autoptr(Reader) reader = reader_new(fd);
    SourceAs as = self->as;

    reader_need(reader, DETECT_OCTETS);
    if (reader->failed)
        return fail_read(error, N_("it cannot be read"), reader->failed);
    gsize length = MIN(reader->available, DETECT_OCTETS);
    Detection detection = detect(reader->data, length, path);
    if (entry == FOLDER_UNNAMED && !detection.sure)
        return SOURCE_END;
    if (entry == FOLDER_MAILDIR && as == SOURCE_AS_AUTO)
        as = SOURCE_AS_MESSAGE; /* one file, one message */
    if (!override(as, &detection, error))
        return SOURCE_ERROR;

    DocumentForm form = form_of(as, detection.what);
    if (detection.what != DETECTED_MBOX)
        return read_whole(reader, path, form, ret_document, error);
    self->mbox = mbox_new(reader, LIMIT_MESSAGE_OCTETS);
    self->reader = g_steal_pointer(&reader);
    self->file = g_strdup(path);
    self->index = 0;
    self->form = form;
    return SOURCE_END;
}

/* A file of a folder: opened so that nothing blocks, if it was exchanged for a FIFO meanwhile. */
static int open_entry(const char *path) {
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

    if (fd >= 0 && (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))) {
        close(fd);
        errno = EINVAL;
        return -1;
    }
    return fd;
}

/* The next file of the folder at hand. */
static SourceResult read_folder(Source *self, Document **ret_document, char **ret_path,
                                GError **error) {
    g_autofree char *path = NULL;
    FolderEntry entry = folder_next(self->folder, &path, error);
    SourceResult result = SOURCE_ERROR;

    if (entry == FOLDER_END) {
        g_clear_pointer(&self->folder, folder_free);
        if (self->folder_used)
            return SOURCE_END;
        *ret_path = g_strdup(self->folder_path);
        g_set_error(
            error, SOURCE_ERROR_DOMAIN, SOURCE_FAILED_EMPTY,
            _("this folder holds nothing to lint (messages, mbox files, Maildirs, templates)"));
        return SOURCE_ERROR;
    }
    if (entry != FOLDER_ERROR) {
        int fd = open_entry(path);
        if (fd >= 0)
            result = read_file(self, fd, path, entry, ret_document, error);
        else if (errno == ENOENT || (entry == FOLDER_UNNAMED && errno == EACCES))
            return SOURCE_END;
        else
            fail_read(error, N_("it cannot be opened"), errno);
    }
    self->folder_used |= result != SOURCE_END || self->mbox;
    if (result == SOURCE_ERROR)
        *ret_path = g_steal_pointer(&path);
    return result;
}

/* One path of the user's. */
static SourceResult read_path(Source *self, const char *path, Document **ret_document,
                              GError **error) {
    struct stat status;
    int fd = strcmp(path, "-") == 0 ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                                    : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

    if (fd < 0)
        return fail_read(error, N_("it cannot be opened"), errno);
    if (strcmp(path, "-") != 0 && fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
        close(fd);
        self->folder = folder_new(path);
        self->folder_path = path;
        self->folder_used = FALSE;
        return SOURCE_END;
    }
    return read_file(self, fd, path, FOLDER_NAMED, ret_document, error);
}

SourceResult source_next(Source *self, Document **ret_document, char **ret_path, GError **error) {
    while (TRUE) {
        SourceResult result;

        if (self->mbox) {
            result = read_mbox(self, ret_document, ret_path, error);
        } else if (self->folder) {
            result = read_folder(self, ret_document, ret_path, error);
        } else if (*self->paths) {
            const char *path = *self->paths++;
            result = read_path(self, path, ret_document, error);
            if (result == SOURCE_ERROR)
                *ret_path = g_strdup(path);
        } else {
            return SOURCE_END;
        }
        if (result != SOURCE_END)
            return result;
    }
}
