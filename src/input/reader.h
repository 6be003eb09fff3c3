/* reader.h - a file seen through a sliding window.
 *
 * Octets come in by read(2), a step at a time, and stand in one buffer until they are consumed.
 * Files are never mapped: one that is cut short meanwhile would kill the program.  The buffer
 * grows only as far as its user asks for octets at once (what one message needs) and is given
 * back when that message is gone.
 */
#ifndef SPAMLINT_INPUT_READER_H
#define SPAMLINT_INPUT_READER_H

#include <glib.h>

typedef struct {
    /* The window, to be read and not changed.  `data` moves with each call that may read. */
    const char *data;
    gsize available;
    guint64 offset; /* octets of the file before data[0] */

    /* The rest belongs to reader.c. */
    char *buffer;
    gsize capacity;
    gsize step;         /* octets asked of one read */
    gboolean at_end;    /* the file has no more, or reading failed */
    int failed;         /* errno of the read that failed, or 0 */
    int fd;             /* -1: memory */
    gboolean seekable;  /* pread(2) works, counted from `base` */
    guint64 base;       /* where the file stood when it was given to us (standard input) */
    const char *memory; /* borrowed */
    gsize memory_length;
    gsize memory_at;
} Reader;

/* Takes the file descriptor and closes it. */
Reader *reader_new(int fd);
/* Reads `length` octets of memory, `step` at a time, as if from a pipe.  Borrows them.  For tests
 * and fuzzing: the answer must be the same whatever the step. */
Reader *reader_new_memory(const char *memory, gsize length, gsize step);
void reader_free(Reader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reader, reader_free)

/* Reads one step more.  FALSE at the end of the file and where reading failed (`failed`). */
gboolean reader_fill(Reader *self);
/* Reads until `octets` are available; FALSE where the file has fewer. */
gboolean reader_need(Reader *self, gsize octets);
/* Drops the first `octets` of the window; at most `available`. */
void reader_consume(Reader *self, gsize octets);

/* Copies up to `size` octets that stand at `offset` of the file, which is in or behind the window,
 * without moving it.  Asks a file that can seek; another is read on, but only where the octets
 * stand less than `ahead` behind the window's start.  -1: not known. */
gssize reader_probe(Reader *self, guint64 offset, char *ret_octets, gsize size, gsize ahead);

#endif
