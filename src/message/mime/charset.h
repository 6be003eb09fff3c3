/* charset.h - octets of a named charset as UTF-8.
 *
 * Charset names of mail are read as browsers and mail programs read them: a name that is commonly
 * misused stands for the superset that senders mean (WHATWG Encoding Standard, section 4.2).
 * The result is always valid UTF-8 without NUL; what does not decode is U+FFFD and noted.
 */
#ifndef SPAMLINT_MESSAGE_MIME_CHARSET_H
#define SPAMLINT_MESSAGE_MIME_CHARSET_H

#include "message/mime/span-map.h"

#include <glib.h>

typedef enum {
    CHARSET_UNDECODABLE = 1 << 0, /* octets that are not of the charset */
    CHARSET_NUL = 1 << 1,         /* NUL octets, or characters U+0000 */
    CHARSET_TRUNCATED = 1 << 2,   /* `limit` was reached */
} CharsetDefects;

typedef struct {
    char *utf8; /* NUL-terminated */
    gsize length;
    CharsetDefects defects;
    gsize defect_start, defect_end; /* the first octets that are undecodable or NUL; else 0, 0 */
} CharsetText;

/* The canonical, lower-case name of a charset that can be decoded ("latin1" and "iso-8859-1":
 * "iso-8859-1"; "gb2312": "gb18030"), or NULL. `length` octets at `name`. Given away. */
char *charset_canonical(const char *name, gsize length);

/* Decodes `length` octets; `charset` is canonical. Stops at the character that would make the
 * text longer than `limit` octets. A byte order mark of a Unicode charset is removed. `map` may be
 * NULL; else it gets the runs from text to octets: the text is the same. */
void charset_decode(const char *charset, const char *octets, gsize length, gsize limit,
                    CharsetText *ret_text, SpanMap *map);

/* What to read octets in that come without a charset: "us-ascii", "utf-8" or, where they are
 * neither, "windows-1252". */
const char *charset_guess(const char *octets, gsize length);

/* The first octet over 127, or `length`. */
gsize charset_first_8bit(const char *octets, gsize length);

#endif
