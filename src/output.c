/* output.c - a temporary file beside the target, renamed over it; removed when the run is ended. */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void complain(GError **error, const char *path, int reason) {
    g_set_error(error, G_IO_ERROR, (gint)g_io_error_from_errno(reason), "%s: %s", path,
                g_strerror(reason));
}

/* What a signal that ends the program takes with it: a handler gets no data but this. */
static char unfinished[PATH_MAX];

static void remove_unfinished(int number) {
    unlink(unfinished);
    raise(number); /* SA_RESETHAND: this time it ends the program */
}

/* NULL: nothing is unfinished any more. */
static void remove_on_signal(const char *path) {
    static const int ending[] = {SIGINT, SIGTERM, SIGHUP};
    if (path != NULL && strlen(path) >= sizeof unfinished)
        return;
    if (path != NULL)
        g_strlcpy(unfinished, path, sizeof unfinished);
    for (gsize i = 0; i < G_N_ELEMENTS(ending); i++) {
        struct sigaction now, old;
        memset(&now, 0, sizeof now);
        now.sa_handler = path != NULL ? remove_unfinished : SIG_DFL;
        now.sa_flags = SA_RESETHAND | SA_NODEFER;
        /* What whoever started the program had ignored (nohup) stays ignored. */
        if (sigaction(ending[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            sigaction(ending[i], &now, NULL);
    }
}

/* Creates the temporary file with the mode that the target has or would be given. */
static int create_beside(const char *target, const struct stat *about, char **ret_path) {
    g_autofree char *folder = g_path_get_dirname(target);
    g_autofree char *base = g_path_get_basename(target);
    g_autofree char *template = g_strdup_printf("%s/.%s.XXXXXX", folder, base);
    int file = g_mkstemp_full(template, O_WRONLY | O_CLOEXEC, 0666);
    if (file < 0)
        return -1;
    if (about != NULL && fchmod(file, about->st_mode & 07777) != 0) {
        /* A mode that cannot be kept is no reason to lose the report. */
        errno = 0;
    }
    *ret_path = g_steal_pointer(&template);
    return file;
}

Output *output_open(const char *path, GError **error) {
    Output *self = g_new0(Output, 1);
    if (path == NULL) {
        self->stream = stdout;
        return self;
    }
    struct stat about;
    gboolean exists = stat(path, &about) == 0;
    gboolean dangling = !exists && g_file_test(path, G_FILE_TEST_IS_SYMLINK);
    int file;
    if (dangling || (exists && !S_ISREG(about.st_mode))) {
        file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    } else {
        /* A symbolic link stays one: what it points at is replaced. */
        char *real = exists ? realpath(path, NULL) : NULL;
        self->target = g_strdup(real != NULL ? real : path);
        free(real);
        file = create_beside(self->target, exists ? &about : NULL, &self->temporary);
        if (file >= 0)
            remove_on_signal(self->temporary);
    }
    if (file >= 0)
        self->stream = fdopen(file, "w");
    if (self->stream != NULL)
        return self;
    complain(error, path, errno);
    g_free(self->target);
    g_free(self);
    return NULL;
}

void output_note(Output *self) {
    if (self->reason == 0 && ferror(self->stream))
        self->reason = errno != 0 ? errno : EIO;
}

gboolean output_close(Output *self, GError **error) {
    output_note(self);
    errno = 0;
    gboolean written = fflush(self->stream) == 0 && !ferror(self->stream);
    int reason = self->reason != 0 ? self->reason : errno;
    if (self->stream != stdout && fclose(self->stream) != 0 && written) {
        written = FALSE;
        reason = errno;
    }
    if (written && self->temporary != NULL && g_rename(self->temporary, self->target) != 0) {
        written = FALSE;
        reason = errno;
    }
    if (self->temporary != NULL)
        remove_on_signal(NULL);
    if (!written) {
        complain(error, self->target != NULL ? self->target : "standard output",
                 reason != 0 ? reason : EIO);
        if (self->temporary != NULL)
            g_unlink(self->temporary);
    }
    g_free(self->temporary);
    g_free(self->target);
    g_free(self);
    return written;
}
