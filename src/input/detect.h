/* detect.h - what a file is, told from its first octets.
 *
 * An mbox begins with a From line, a message with a header section, an HTML or MJML template with
 * a tag.  The file's name decides only where the content is silent: plain text is a template in a
 * .txt file and nothing elsewhere.
 */
#ifndef SPAMLINT_INPUT_DETECT_H
#define SPAMLINT_INPUT_DETECT_H

#include <glib.h>

/* So many octets are looked at, or the whole file where it is shorter. */
#define DETECT_OCTETS (64 * 1024)

typedef enum {
    DETECTED_NOTHING, /* no mail: `reason` says why */
    DETECTED_MESSAGE,
    DETECTED_MBOX,
    DETECTED_HTML, /* HTML or MJML */
    DETECTED_TEXT,
} Detected;

typedef struct {
    Detected what;
    gboolean has_field; /* a field line stands before the first empty line, whatever `what` says */
    gboolean from_line; /* it begins with "From ", and that is no field */
    gboolean binary;    /* no text, or of another format */
    gboolean empty;     /* no octet at all */
    gboolean sure;      /* a message or mbox even if the name promised something else */
    const char *reason; /* DETECTED_NOTHING: what was found instead; static, one line */
} Detection;

/* `name`: the file's, for its ending; NULL: none. */
Detection detect(const char *head, gsize length, const char *name);

/* Whether a field line stands before the first empty line of a message. */
gboolean detect_has_field(const char *text, gsize length);

/* Whether the name's ending is one of mail (.eml, .mbox …) or of templates (.html, .txt …). */
gboolean detect_name_is_mail(const char *name);
gboolean detect_name_is_template(const char *name);

#endif
