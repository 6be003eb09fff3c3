/* mbox.c - see mbox.h.
 *
 * The reader's window begins at the message; `cursor` walks over it line by line, each octet seen
 * once by memchr for LF and once for CR.  A message over the limit is given its first octets when
 * the limit is passed, and from then on the window is dropped behind the cursor.
 */
#include "input/mbox.h"

#include "input/lines.h"
#include "limits.h"

#include <string.h>

#define NOWHERE G_MAXUINT64

struct Mbox {
    Reader *reader;
    gsize limit;
    guint64 line;        /* that the cursor stands in */
    gsize cursor;        /* octet of the window */
    gsize lf, cr;        /* no LF stands in [cursor, lf), no CR in [cursor, cr) */
    gboolean begun;      /* what precedes the first From line was passed */
    gboolean in_message; /* the window begins at its first octet, or `head` is set */

    /* Of the message at hand. */
    GBytes *head; /* its first octets, where it is over the limit */
    gboolean in_header;
    gsize blank;          /* octets of the line before the cursor where that is empty, else 0 */
    gboolean quoted_from; /* ">From " was seen */
    gboolean quoted_more; /* ">>From " was seen */
    gboolean bare_from;   /* a line beginning with "From " that Content-Length protects was seen */
    gint64 content_length;
    guint64 body_end; /* where Content-Length says so and it holds, or NOWHERE */
    guint64 next;     /* then: the From line behind it, or the end of the file */
};

Mbox *mbox_new(Reader *reader, gsize limit) {
    Mbox *self = g_new0(Mbox, 1);

    self->reader = reader;
    self->limit = limit;
    self->line = 1;
    return self;
}

void mbox_free(Mbox *self) {
    if (!self)
        return;
    g_clear_pointer(&self->head, g_bytes_unref);
    g_free(self);
}

static guint64 cursor_offset(const Mbox *self) {
    return self->reader->offset + self->cursor;
}

/* Drops what stands before the cursor. */
static void drop(Mbox *self) {
    reader_consume(self->reader, self->cursor);
    self->lf -= MIN(self->lf, self->cursor);
    self->cr -= MIN(self->cr, self->cursor);
    self->cursor = 0;
}

static gboolean more(Mbox *self) {
    if (self->head)
        drop(self);
    return reader_fill(self->reader);
}

/* The longest that can stand between a message and the next From line: two line endings. */
#define SEPARATOR_OCTETS 4

/* Cuts the message where it is over the limit, whatever of the octets before the cursor turns out
 * to belong to the separator. */
static void cut(Mbox *self) {
    if (self->in_message && !self->head && self->cursor > self->limit &&
        self->cursor - self->limit > SEPARATOR_OCTETS)
        self->head = g_bytes_new(self->reader->data, self->limit);
}

/* The next `octet` from the cursor on, where none stands before `known`; the window's end: none. */
static gsize find(const Mbox *self, gsize known, char octet) {
    const Reader *reader = self->reader;

    known = MAX(known, self->cursor);
    if (known >= reader->available || reader->data[known] == octet)
        return known;
    const char *found = memchr(reader->data + known, octet, reader->available - known);
    return found ? (gsize)(found - reader->data) : reader->available;
}

/* Moves the cursor behind the end of its line, or of the file. */
static void pass_line(Mbox *self) {
    Reader *reader = self->reader;

    while (TRUE) {
        self->lf = find(self, self->lf, '\n');
        self->cr = find(self, self->cr, '\r');
        self->cursor = MIN(self->lf, self->cr);
        if (self->lf < self->cr) {
            self->cursor++;
            break;
        }
        if (self->cr < reader->available) {
            if (self->cr + 1 == reader->available && more(self))
                continue; /* now it shows whether an LF follows */
            self->cursor += self->lf == self->cr + 1 && self->lf < reader->available ? 2 : 1;
            break;
        }
        cut(self);
        if (!more(self))
            return;
    }
    self->line++;
    cut(self);
}

/* The grade of the From line at `text` in the light of the line after it: certain where that is a
 * field; possible where it is certain by itself only. */
static FromLine grade(const char *text, gsize length) {
    gsize next, end = lines_length(text, length, &next);
    FromLine look = lines_from_line(text, end);

    if (look == FROM_LINE_NO)
        return look;
    FieldLine field = lines_field_line(text + next, length - next);
    if (look == FROM_LINE_POSSIBLE)
        return field == FIELD_LINE_KNOWN ? FROM_LINE_CERTAIN : FROM_LINE_NO;
    return field == FIELD_LINE_NO ? FROM_LINE_POSSIBLE : FROM_LINE_CERTAIN;
}

/* Whether the line at the cursor, which begins a line, is the next message's From line. */
static gboolean at_separator(Mbox *self) {
    Reader *reader = self->reader;
    guint64 offset = cursor_offset(self);

    if (reader->data[self->cursor] != 'F' || !reader_need(reader, self->cursor + 5) ||
        memcmp(reader->data + self->cursor, "From ", 5) != 0)
        return FALSE;
    if (self->body_end != NOWHERE && offset < self->body_end) {
        self->bare_from = TRUE;
        return FALSE;
    }
    if (self->body_end != NOWHERE && offset == self->next)
        return TRUE;
    if (self->in_header)
        return FALSE;
    reader_need(reader, self->cursor + 2 * LIMIT_FROM_LINE);
    gsize length = MIN(reader->available - self->cursor, 2 * LIMIT_FROM_LINE);
    FromLine look = grade(reader->data + self->cursor, length);
    return look == FROM_LINE_CERTAIN || (look == FROM_LINE_POSSIBLE && self->blank);
}

/* Octets of the line ending that stands at `text`; 0: none does. */
static gsize ending(const char *text, gsize length) {
    if (length && text[0] == '\n')
        return 1;
    if (length && text[0] == '\r')
        return length > 1 && text[1] == '\n' ? 2 : 1;
    return 0;
}

/* At the start of the body: whether Content-Length leads to the end of the file or to the next
 * From line, perhaps behind an empty line; one more where the body's last line has no ending. */
static void look_behind_body(Mbox *self) {
    char octets[2 * LIMIT_FROM_LINE];
    guint64 end = cursor_offset(self) + (guint64)self->content_length;

    gssize got = reader_probe(self->reader, end - 1, octets, sizeof octets, LIMIT_MBOX_AHEAD);
    if (got < 1)
        return; /* the file ends before, or nobody knows */
    gsize length = (gsize)got, at = 1;
    if (octets[0] == '\r' && length > 1 && octets[1] == '\n')
        return; /* between CR and LF: it was counted with other line endings */
    gboolean whole = octets[0] == '\n' || octets[0] == '\r';
    for (guint endings = whole ? 1 : 2; endings > 0; endings--) {
        gsize octets_of_ending = ending(octets + at, length - at);
        whole = whole || octets_of_ending > 0;
        at += octets_of_ending;
    }
    if (at < length) {
        gsize next, line = lines_length(octets + at, length - at, &next);
        if (!whole || lines_from_line(octets + at, line) == FROM_LINE_NO)
            return;
    }
    self->body_end = end;
    self->next = end - 1 + at;
}

/* Reads the digits of a Content-Length field at the cursor. */
static void read_content_length(Mbox *self) {
    static const char name[] = "content-length";
    Reader *reader = self->reader;

    reader_need(reader, self->cursor + 80);
    gsize length = MIN(reader->available - self->cursor, 80), at = sizeof name - 1;
    const char *text = reader->data + self->cursor;
    if (length < at || g_ascii_strncasecmp(text, name, at) != 0)
        return;
    while (at < length && (text[at] == ' ' || text[at] == '\t'))
        at++;
    if (at == length || text[at++] != ':')
        return;
    while (at < length && (text[at] == ' ' || text[at] == '\t'))
        at++;
    gint64 value = 0;
    gsize digits = 0;
    for (; at < length && g_ascii_isdigit(text[at]) && digits < 15; at++, digits++)
        value = value * 10 + (text[at] - '0');
    while (at < length && (text[at] == ' ' || text[at] == '\t'))
        at++;
    if (digits && (at == length || text[at] == '\r' || text[at] == '\n'))
        self->content_length = value;
}

/* Remembers ">From " and ">>From " lines, which tell how the mbox is quoted. */
static void look_at_quoting(Mbox *self) {
    Reader *reader = self->reader;
    gsize arrows = 0;

    if (self->quoted_more)
        return;
    reader_need(reader, self->cursor + 80);
    gsize length = MIN(reader->available - self->cursor, 80);
    const char *text = reader->data + self->cursor;
    while (arrows < length && text[arrows] == '>')
        arrows++;
    if (length - arrows < 5 || memcmp(text + arrows, "From ", 5) != 0)
        return;
    self->quoted_from = TRUE;
    self->quoted_more = arrows > 1;
}

/* Passes the line at the cursor, which begins a line of the message and is no separator. */
static void pass_message_line(Mbox *self) {
    gboolean empty = FALSE;

    switch (self->reader->data[self->cursor]) {
    case '\n':
    case '\r':
        empty = TRUE;
        break;
    case 'C':
    case 'c':
        if (self->in_header && self->content_length < 0)
            read_content_length(self);
        break;
    case '>':
        look_at_quoting(self);
        break;
    }
    guint64 start = cursor_offset(self);
    pass_line(self);
    self->blank = empty ? (gsize)(cursor_offset(self) - start) : 0;
    if (empty && self->in_header) {
        self->in_header = FALSE;
        if (self->content_length >= 0)
            look_behind_body(self);
    }
}

/* Passes a byte order mark and empty lines before the first message. */
static void pass_start(Mbox *self) {
    Reader *reader = self->reader;

    self->begun = TRUE;
    if (reader_need(reader, 3) && memcmp(reader->data, "\xef\xbb\xbf", 3) == 0)
        self->cursor = 3;
    while (reader_need(reader, self->cursor + 1)) {
        char octet = reader->data[self->cursor];
        if (octet != '\n' && octet != '\r')
            break;
        pass_line(self);
        drop(self);
    }
    /* Where no From line follows, the byte order mark is the message's. */
    if (!reader_need(reader, self->cursor + 5) ||
        memcmp(reader->data + self->cursor, "From ", 5) != 0)
        self->cursor = 0;
    drop(self);
}

/* Passes the From line at the window's start, where there is one. */
static void pass_from_line(Mbox *self) {
    Reader *reader = self->reader;
    gsize next;

    if (!reader_need(reader, 5) || memcmp(reader->data, "From ", 5) != 0)
        return;
    reader_need(reader, LIMIT_FROM_LINE + 2);
    gsize length = MIN(reader->available, LIMIT_FROM_LINE + 2);
    length = lines_length(reader->data, length, &next);
    if (length > LIMIT_FROM_LINE || lines_field_line(reader->data, length) != FIELD_LINE_NO)
        return; /* no From line, whatever the caller thinks: "From : bo@example.dk" */
    pass_line(self);
    drop(self);
}

gboolean mbox_next(Mbox *self, MboxMessage *ret_message) {
    Reader *reader = self->reader;
    MboxMessage message = {0};

    if (!self->begun)
        pass_start(self);
    if (!reader_need(reader, 1))
        return FALSE;

    message.from_line = reader->offset;
    pass_from_line(self);
    message.offset = reader->offset;
    message.line = self->line;

    self->in_message = self->in_header = TRUE;
    self->blank = 0;
    self->quoted_from = self->quoted_more = self->bare_from = FALSE;
    self->content_length = -1;
    self->body_end = self->next = NOWHERE;
    while (reader_need(reader, self->cursor + 1) && !at_separator(self))
        pass_message_line(self);
    if (reader->failed) {
        self->in_message = FALSE;
        g_clear_pointer(&self->head, g_bytes_unref);
        return FALSE;
    }

    message.end = cursor_offset(self) - self->blank;
    if (self->body_end != NOWHERE && cursor_offset(self) == self->next)
        message.end = self->body_end;
    guint64 length = message.end - message.offset;
    message.truncated = length > self->limit;
    if (!self->head)
        self->head = g_bytes_new(reader->data, MIN(length, self->limit));
    message.bytes = g_steal_pointer(&self->head);
    drop(self);
    self->in_message = FALSE;

    if (self->quoted_more)
        message.quoting = QUOTING_MBOXRD;
    else if (self->body_end != NOWHERE && (self->bare_from || !self->quoted_from))
        message.quoting = QUOTING_NONE;
    else
        message.quoting = QUOTING_MBOXO;
    *ret_message = message;
    return TRUE;
}
