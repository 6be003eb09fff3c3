/* fields.h - the header section as it stands, octet by octet (RFC 5322 section 2.2).
 *
 * The scanner keeps what GMime's header list drops: lines that are no fields, white space before
 * the colon, NUL and everything after it, the order, and the place of each octet.  It reads LF,
 * CRLF and CR line endings.  It judges nothing: what is odd is a flag for the rules.
 */
#ifndef SPAMLINT_MESSAGE_MIME_FIELDS_H
#define SPAMLINT_MESSAGE_MIME_FIELDS_H

#include "message/mime/place.h"

#include <glib.h>

typedef enum {
    FIELD_NO_FIELD = 1 << 0, /* the line has no colon, or its name is not ftext; never set together
                              * with FIELD_FROM_LINE */
    FIELD_SPACE_BEFORE_COLON = 1 << 1, /* "Subject :" (obsolete syntax, RFC 5322 section 4.5) */
    FIELD_HAS_NUL = 1 << 2,
    FIELD_8BIT = 1 << 3,         /* an octet over 127 */
    FIELD_INVALID_UTF8 = 1 << 4, /* FIELD_8BIT, and the octets are not UTF-8 */
    FIELD_FROM_LINE = 1 << 5, /* an mbox "From " or ">From " line that a store left inside; it has
                               * no name, and its value is the line */
} FieldFlags;

typedef struct {
    char *name;  /* as spelled, without white space; "" where FIELD_NO_FIELD or
                  * FIELD_FROM_LINE: then `value` is the whole line */
    char *value; /* unfolded (line endings removed, RFC 5322 section 2.2.3), without the white
                  * space at both ends; raw octets, may hold NUL, always NUL-terminated */
    gsize value_length; /* octets of `value` */
    guint32 key;        /* of the name: equal names have equal ones (fields.c) */
    FieldFlags flags;
    gboolean lone_cr; /* lone CR's end lines in this header section */
    Span all;         /* from the name to behind the last line ending */
    Span name_span;   /* the name's octets */
    Span body;        /* from the first to behind the last octet of `value` in the document, folding
                       * included; empty, behind the colon, where the value is empty */
} Field;

typedef struct {
    GPtrArray *fields; /* of Field, in order of the document */
    guint64 keys;      /* bit n: a field's key is n modulo 64 */
    Span mark;         /* a byte order mark (UTF-8) before the first field, which is read as if it
                        * were not there; else empty */
    Span section;      /* the header section without the empty line */
    gsize body_start;  /* first octet behind the empty line; section.end where there is none */
    gboolean has_empty_line;
    gboolean truncated; /* LIMIT_FIELDS or LIMIT_HEADER_OCTETS was reached */
} FieldList;

/* Scans `length` octets at `bytes` from octet `start`; spans count from `bytes`.  Never NULL. */
FieldList *fields_scan(const char *bytes, gsize length, gsize start);
/* TRUE where a lone CR ends a line in the header section at `start` (fields.c says when). */
gboolean fields_lone_cr(const char *bytes, gsize length, gsize start);
/* fields_scan() where that is known, as it is for the parts of a message. */
FieldList *fields_scan_lines(const char *bytes, gsize length, gsize start, gboolean lone_cr);
void field_list_free(FieldList *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FieldList, field_list_free)

/* The fields of that name (ASCII case-insensitive): how many; the n-th from 0 (NULL: no such);
 * the first. Lines that are no fields have no name and are never found. */
guint fields_count(const FieldList *self, const char *name);
const Field *fields_nth(const FieldList *self, const char *name, guint n);
const Field *fields_first(const FieldList *self, const char *name);

/* The document octet of octet `at` of field->value (at == value_length: one behind the last). */
gsize field_offset(const Field *self, const char *bytes, gsize at);
/* The span of octets [start, end) of field->value in the document. */
Span field_span(const Field *self, const char *bytes, gsize start, gsize end);

/* The message id's of an In-Reply-To, References or Message-ID value, etc. are read by the
 * functions of msgid.h, mailbox.h, date.h and encoded-word.h, which take a Field. */

#endif
