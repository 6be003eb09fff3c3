/* fields.c - the header section, read line by line in one pass (RFC 5322 section 2.2).
 *
 * Line endings.  A line ends at LF, with the CR's right before it.  A lone CR is text, unless the
 * header section itself uses it: no LF stands in it before an empty line made of CR's (files of old
 * Macintosh programs).  Then CR, LF and CRLF all end a line.
 *
 * End.  The header section ends at the first empty line and nowhere else.  A line that is no field
 * is kept as such: mail programs that end the header section there show the rest of the header as
 * text, most (and GMime) go on, and so does this scanner.
 *
 * Folding.  A line that begins with a space or a tab continues the one before, also when it holds
 * nothing else (obs-FWS, section 4.2).
 */
#include "message/mime/fields.h"

#include "limits.h"
#include "message/mime/charset.h"

#include <string.h>

/* A line without its ending: octets [start, end); `next` is the first octet behind the ending. */
typedef struct {
    gsize start, end, next;
} Line;

static inline gboolean is_wsp(char c) {
    return c == ' ' || c == '\t';
}

/* Whether lone CR's end lines from octet `start` on: the head comment says when. */
gboolean fields_lone_cr(const char *bytes, gsize length, gsize start) {
    const char *from, *end, *lf, *cr;

    if (start >= length)
        return FALSE;
    from = bytes + start;
    end = bytes + length;
    lf = memchr(from, '\n', (gsize)(end - from));
    if (lf == NULL)
        return memchr(from, '\r', (gsize)(end - from)) != NULL;
    /* The CR's right before the LF belong to its line ending ("\r\r\n" is seen in real mail). */
    end = lf;
    while (end > from && end[-1] == '\r')
        end--;
    for (cr = from; (cr = memchr(cr, '\r', (gsize)(end - cr))) != NULL; cr++) {
        if (cr + 1 < end && cr[1] == '\r')
            return TRUE;
    }
    return FALSE;
}

/* The line at `start` (< length). */
static Line line_at(const char *bytes, gsize length, gsize start, gboolean lone_cr) {
    Line line = {.start = start, .end = length, .next = length};

    if (lone_cr) {
        gsize at = start;

        while (at < length && bytes[at] != '\n' && bytes[at] != '\r')
            at++;
        line.end = at;
        if (at < length)
            line.next =
                at + (bytes[at] == '\r' && at + 1 < length && bytes[at + 1] == '\n' ? 2 : 1);
    } else {
        const char *lf = memchr(bytes + start, '\n', length - start);

        if (lf != NULL) {
            line.end = (gsize)(lf - bytes);
            line.next = line.end + 1;
        }
        while (line.end > start && bytes[line.end - 1] == '\r')
            line.end--;
    }
    return line;
}

/* Octets of the line ending at `at`, before `end`; 0: none begins there. *ret_text: CR's that are
 * text, where no line ending begins (at least 1). */
static gsize ending_at(const char *bytes, gsize at, gsize end, gboolean lone_cr, gsize *ret_text) {
    gsize run = at;

    *ret_text = 1;
    if (bytes[at] == '\n')
        return 1;
    if (bytes[at] != '\r')
        return 0;
    if (lone_cr)
        return 1;
    while (run < end && bytes[run] == '\r')
        run++;
    if (run < end && bytes[run] == '\n')
        return run + 1 - at;
    *ret_text = run - at;
    return 0;
}

/* Rules ask for dozens of names, most of which are not there: the length and three letters tell
 * names apart without a look at the rest.  Bit 0x20 is what case differs in. */
static guint32 key_of(const char *name, gsize length) {
    guint32 key = (guint32)length;

    if (length == 0)
        return 0;
    key = key * 31 + ((guchar)name[0] | 0x20);
    key = key * 31 + ((guchar)name[length / 2] | 0x20);
    return key * 31 + ((guchar)name[length - 1] | 0x20);
}

static guint64 key_bit(guint32 key) {
    return G_GUINT64_CONSTANT(1) << (key & 63);
}

/* Copies octets [start, end) to `out`, without line endings; both ends are already trimmed. */
static void set_value(Field *field, char *out, const char *bytes, gsize start, gsize end) {
    gsize length = 0;

    for (gsize at = start; at < end;) {
        gsize text;
        gsize skip = ending_at(bytes, at, end, field->lone_cr, &text);
        gsize stop = at + text;

        if (skip > 0) {
            at += skip;
            continue;
        }
        while (stop < end && bytes[stop] != '\n' && bytes[stop] != '\r')
            stop++;
        memcpy(out + length, bytes + at, stop - at);
        length += stop - at;
        at = stop;
    }
    out[length] = '\0';
    field->value = out;
    field->value_length = length;
}

/* The flags that octets [start, end) of the document earn. */
static FieldFlags octet_flags(const char *bytes, gsize start, gsize end) {
    FieldFlags flags = 0;
    const char *at, *stop = bytes + end;

    if (charset_first_8bit(bytes + start, end - start) < end - start)
        flags |= FIELD_8BIT;
    if (memchr(bytes + start, '\0', end - start) != NULL)
        flags |= FIELD_HAS_NUL;
    if (!(flags & FIELD_8BIT))
        return flags;
    /* NUL ends what GLib validates, yet it is valid UTF-8: go on behind it. */
    for (at = bytes + start; at < stop; at++) {
        if (g_utf8_validate_len(at, (gsize)(stop - at), &at))
            break;
        if (*at != '\0')
            return flags | FIELD_INVALID_UTF8;
    }
    return flags;
}

/* Finds the name in the first line of a field. FALSE: the line is no field. */
static gboolean find_name(const char *bytes, const Line *line, gsize *ret_end, gsize *ret_colon) {
    const char *colon = memchr(bytes + line->start, ':', line->end - line->start);
    gsize end;

    if (colon == NULL)
        return FALSE;
    *ret_colon = end = (gsize)(colon - bytes);
    while (end > line->start && is_wsp(bytes[end - 1]))
        end--;
    if (end == line->start)
        return FALSE;
    for (gsize at = line->start; at < end; at++) {
        /* ftext, RFC 5322 section 3.6.8 */
        if (bytes[at] < 33 || bytes[at] > 126)
            return FALSE;
    }
    *ret_end = end;
    return TRUE;
}

static gboolean is_from_line(const char *bytes, const Line *line) {
    gsize at = line->start;

    if (at < line->end && bytes[at] == '>')
        at++;
    return line->end - at >= 5 && memcmp(bytes + at, "From ", 5) == 0;
}

/* The end of [start, end) without white space and line endings there. */
static gsize trim_end(const char *bytes, gsize start, gsize end, gboolean lone_cr) {
    while (end > start) {
        if (is_wsp(bytes[end - 1]) || (lone_cr && bytes[end - 1] == '\r')) {
            end--;
        } else if (bytes[end - 1] == '\n') {
            end--;
            while (end > start && bytes[end - 1] == '\r')
                end--;
        } else {
            break;
        }
    }
    return end;
}

/* The field whose first line is `first` and whose last octet (line ending included) lies before
 * `next`; `end` is the end of its last line, without the ending. */
static Field *field_new(const char *bytes, const Line *first, gsize end, gsize next,
                        gboolean lone_cr) {
    FieldFlags flags = 0;
    gsize name_end = first->start;
    gsize start = first->start;
    gsize colon = 0, name, body, text;

    if (find_name(bytes, first, &name_end, &colon)) {
        start = colon + 1;
        if (colon > name_end)
            flags |= FIELD_SPACE_BEFORE_COLON;
    } else {
        flags |= is_from_line(bytes, first) ? FIELD_FROM_LINE : FIELD_NO_FIELD;
    }
    body = start;
    while (start < end) {
        gsize skip = is_wsp(bytes[start]) ? 1 : ending_at(bytes, start, end, lone_cr, &text);

        if (skip == 0)
            break;
        start += skip;
    }
    end = trim_end(bytes, start, end, lone_cr);
    if (start >= end)
        start = end = body;

    /* One block holds the field, its name and its value. */
    name = name_end - first->start;
    Field *field = g_malloc(sizeof *field + name + 1 + (end - start) + 1);
    *field = (Field){.name = (char *)(field + 1),
                     .key = key_of(bytes + first->start, name),
                     .flags = flags | octet_flags(bytes, first->start, end),
                     .lone_cr = lone_cr,
                     .all = {first->start, next},
                     .name_span = {first->start, name_end},
                     .body = {start, end}};
    memcpy(field->name, bytes + first->start, name);
    field->name[name] = '\0';
    set_value(field, field->name + name + 1, bytes, start, end);
    return field;
}

FieldList *fields_scan(const char *bytes, gsize length, gsize start) {
    return fields_scan_lines(bytes, length, start, fields_lone_cr(bytes, length, start));
}

FieldList *fields_scan_lines(const char *bytes, gsize length, gsize start, gboolean lone_cr) {
    FieldList *self = g_new0(FieldList, 1);
    gsize at = MIN(start, length);

    self->fields = g_ptr_array_new_with_free_func(g_free);
    if (length - at >= 3 && memcmp(bytes + at, "\xef\xbb\xbf", 3) == 0) {
        self->mark = (Span){at, at + 3};
        at += 3;
    }
    self->section = (Span){at, at};
    while (at < length) {
        Line first = line_at(bytes, length, at, lone_cr);
        gsize end = first.end;

        if (first.start == first.end && first.next > first.end) {
            self->has_empty_line = TRUE;
            self->body_start = first.next;
            return self;
        }
        at = first.next;
        while (at < length && is_wsp(bytes[at])) {
            Line more = line_at(bytes, length, at, lone_cr);

            end = more.end;
            at = more.next;
        }
        /* Over a limit the scan goes on, for the body must be found, but nothing more is kept. */
        if (self->fields->len >= LIMIT_FIELDS || at - start > LIMIT_HEADER_OCTETS) {
            self->truncated = TRUE;
        } else {
            Field *field = field_new(bytes, &first, end, at, lone_cr);

            g_ptr_array_add(self->fields, field);
            self->keys |= key_bit(field->key);
        }
        self->section.end = at;
    }
    self->body_start = self->section.end;
    return self;
}

void field_list_free(FieldList *self) {
    if (self == NULL)
        return;
    g_ptr_array_unref(self->fields);
    g_free(self);
}

/* The first field of that name from the i-th on; *ret_next: the index behind it. */
static const Field *find(const FieldList *self, const char *name, guint i, guint *ret_next) {
    guint32 key = key_of(name, strlen(name));

    if (*name == '\0' || !(self->keys & key_bit(key)))
        return NULL;
    for (; i < self->fields->len; i++) {
        const Field *field = g_ptr_array_index(self->fields, i);

        if (field->key == key && g_ascii_strcasecmp(field->name, name) == 0) {
            *ret_next = i + 1;
            return field;
        }
    }
    return NULL;
}

guint fields_count(const FieldList *self, const char *name) {
    guint count = 0, next = 0;

    while (find(self, name, next, &next) != NULL)
        count++;
    return count;
}

const Field *fields_nth(const FieldList *self, const char *name, guint n) {
    guint next = 0;
    const Field *field = find(self, name, 0, &next);

    while (field != NULL && n-- > 0)
        field = find(self, name, next, &next);
    return field;
}

const Field *fields_first(const FieldList *self, const char *name) {
    return fields_nth(self, name, 0);
}

/* Where octet `at` of the value stands; `behind`: the place right behind octet `at` - 1. */
static gsize walk(const Field *self, const char *bytes, gsize at, gboolean behind) {
    gsize place = self->body.start;
    gsize seen = 0;

    if (behind && at > 0)
        at--;
    else
        behind = FALSE;
    while (place < self->body.end) {
        gsize text;
        gsize skip = ending_at(bytes, place, self->body.end, self->lone_cr, &text);

        if (skip > 0) {
            place += skip;
            continue;
        }
        if (at < seen + text)
            return place + (at - seen) + (behind ? 1 : 0);
        seen += text;
        place += text;
    }
    return self->body.end;
}

gsize field_offset(const Field *self, const char *bytes, gsize at) {
    return walk(self, bytes, at, FALSE);
}

Span field_span(const Field *self, const char *bytes, gsize start, gsize end) {
    gsize first = walk(self, bytes, start, FALSE);

    if (end <= start)
        return (Span){first, first};
    return (Span){first, walk(self, bytes, end, TRUE)};
}
