/* reader.c - see reader.h.
 *
 * The window starts anywhere in the buffer: consuming moves its start, and the octets are moved to
 * the front only when the room behind them is used up and a quarter as many octets as they are
 * stand consumed before them.  So each octet is moved a bounded number of times whatever the
 * pattern of reading.
 */
#include "input/reader.h"

#include "limits.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A buffer larger than this is given back when the large message in it is gone. */
#define CAPACITY_KEPT (16 * (gsize)LIMIT_READ_CHUNK)

Reader *reader_new(int fd) {
    Reader *self = g_new0(Reader, 1);
    struct stat status;

    self->fd = fd;
    self->step = LIMIT_READ_CHUNK;
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
        off_t base = lseek(fd, 0, SEEK_CUR);
        if (base >= 0) {
            self->seekable = TRUE;
            self->base = (guint64)base;
        }
    }
    return self;
}

Reader *reader_new_memory(const char *memory, gsize length, gsize step) {
    Reader *self = g_new0(Reader, 1);

    self->fd = -1;
    self->step = MAX(step, 1);
    self->memory = memory;
    self->memory_length = length;
    return self;
}

void reader_free(Reader *self) {
    if (!self)
        return;
    if (self->fd >= 0)
        close(self->fd);
    g_free(self->buffer);
    g_free(self);
}

/* Makes room for one step behind the window. */
static void make_room(Reader *self) {
    gsize start = self->buffer ? (gsize)(self->data - self->buffer) : 0;
    gsize wanted = self->available + self->step;
    gboolean shrink = self->capacity > CAPACITY_KEPT && self->available < self->capacity / 8;

    if (!shrink && self->capacity - start >= wanted)
        return;
    if (start > 0 && start >= self->available / 4) {
        memmove(self->buffer, self->data, self->available);
        start = 0;
    }
    if (self->capacity - start < wanted || (shrink && start == 0)) {
        /* A quarter more than asked for: growing stays linear, the buffer near its content. */
        self->capacity = MAX(start + wanted + wanted / 4, MIN(self->capacity, CAPACITY_KEPT / 4));
        self->buffer = g_realloc(self->buffer, self->capacity);
    }
    self->data = self->buffer + start;
}

/* read(2) of the file or of the memory that stands for one. */
static gssize read_step(Reader *self, char *into) {
    if (self->fd < 0) {
        gsize octets = MIN(self->step, self->memory_length - self->memory_at);
        if (octets)
            memcpy(into, self->memory + self->memory_at, octets);
        self->memory_at += octets;
        return (gssize)octets;
    }
    gssize octets;
    do
        octets = read(self->fd, into, self->step);
    while (octets < 0 && errno == EINTR);
    return octets;
}

gboolean reader_fill(Reader *self) {
    if (self->at_end)
        return FALSE;
    make_room(self);

    gsize start = (gsize)(self->data - self->buffer);
    gssize octets = read_step(self, self->buffer + start + self->available);
    if (octets <= 0) {
        self->failed = octets < 0 ? errno : 0;
        self->at_end = TRUE;
        return FALSE;
    }
    self->available += (gsize)octets;
    return TRUE;
}

gboolean reader_need(Reader *self, gsize octets) {
    while (self->available < octets)
        if (!reader_fill(self))
            return FALSE;
    return TRUE;
}

void reader_consume(Reader *self, gsize octets) {
    g_assert(octets <= self->available);
    if (octets == 0)
        return; /* `data` may be NULL still */
    self->data += octets;
    self->available -= octets;
    self->offset += octets;
}

gssize reader_probe(Reader *self, guint64 offset, char *ret_octets, gsize size, gsize ahead) {
    g_assert(offset >= self->offset);
    guint64 from = offset - self->offset;

    if (self->seekable && from + size > self->available) {
        if (offset > (guint64)G_MAXINT64 - self->base)
            return -1;
        gssize octets = pread(self->fd, ret_octets, size, (off_t)(self->base + offset));
        return octets < 0 ? -1 : octets;
    }
    if (from + size > ahead && from + size > self->available)
        return -1;
    reader_need(self, from + size);
    if (from >= self->available)
        return 0;
    gsize octets = MIN(size, self->available - from);
    memcpy(ret_octets, self->data + from, octets);
    return (gssize)octets;
}
