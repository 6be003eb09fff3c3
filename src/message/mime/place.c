/* place.c - octets of the document to lines and columns.
 *
 * A table of every line start would take more memory than the mail itself when the mail is nothing
 * but line endings.  So only each BLOCK octets a mark is kept, and a position is counted from the
 * nearest mark: the table of a 64 MiB message takes 2 MiB, and one position costs at most BLOCK
 * steps.
 */
#include "message/mime/place.h"

#include <string.h>

#define BLOCK 512u

/* What is known at octet n * BLOCK. */
typedef struct {
    guint64 lines; /* line starts in (0, n * BLOCK] */
    gsize start;   /* start of the line that the octet lies in */
} Mark;

struct LineIndex {
    const char *bytes;
    gsize length;
    guint64 first_line;
    gboolean lone_cr; /* some CR ends a line by itself */
    GArray *marks;    /* of Mark */
};

/* TRUE where a line begins at octet `at` (> 0): behind LF, CRLF, or a CR that no LF follows. */
static inline gboolean begins_line(const char *bytes, gsize length, gsize at) {
    char before = bytes[at - 1];

    if (before == '\n')
        return TRUE;
    return before == '\r' && (at == length || bytes[at] != '\n');
}

/* Counts on from `mark` at octet `from` to octet `to`. */
static void advance(const LineIndex *self, Mark *mark, gsize from, gsize to) {
    if (!self->lone_cr) {
        const char *at = self->bytes + from, *end = self->bytes + to;
        while (at < end && (at = memchr(at, '\n', (gsize)(end - at))) != NULL) {
            mark->lines++;
            mark->start = (gsize)(++at - self->bytes);
        }
        return;
    }
    for (gsize at = from + 1; at <= to; at++) {
        /* Nearly every octet is behind both in ASCII. */
        if ((guchar)self->bytes[at - 1] <= '\r' && begins_line(self->bytes, self->length, at)) {
            mark->lines++;
            mark->start = at;
        }
    }
}

static gboolean has_lone_cr(const char *bytes, gsize length) {
    const char *end = bytes + length;
    for (const char *at = bytes; at < end && (at = memchr(at, '\r', (gsize)(end - at))) != NULL;
         at++)
        if (at + 1 == end || at[1] != '\n')
            return TRUE;
    return FALSE;
}

LineIndex *line_index_new(const Document *document) {
    LineIndex *self = g_new0(LineIndex, 1);
    Mark mark = {0, 0};

    self->bytes = g_bytes_get_data(document->bytes, &self->length);
    self->first_line = document->line;
    self->lone_cr = has_lone_cr(self->bytes, self->length);
    self->marks = g_array_sized_new(FALSE, FALSE, sizeof(Mark), self->length / BLOCK + 1);
    g_array_append_val(self->marks, mark);
    for (gsize at = BLOCK; at <= self->length; at += BLOCK) {
        advance(self, &mark, at - BLOCK, at);
        g_array_append_val(self->marks, mark);
    }
    return self;
}

void line_index_free(LineIndex *self) {
    if (self == NULL)
        return;
    g_array_unref(self->marks);
    g_free(self);
}

Position line_index_position(const LineIndex *self, gsize offset) {
    gsize at = MIN(offset, self->length);
    Mark mark = g_array_index(self->marks, Mark, at / BLOCK);

    advance(self, &mark, at / BLOCK * BLOCK, at);
    return (Position){.line = self->first_line + mark.lines, .column = at - mark.start + 1};
}
