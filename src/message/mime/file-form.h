/* file-form.h - what the first octets of a file say it is.
 *
 * A name and a declared type say what a sender wants a file to be taken for; most forms of files
 * say in their first octets what they are.  A form is told only where that is certain: text that
 * happens to begin like one is not taken for it.
 */
#ifndef SPAMLINT_MESSAGE_MIME_FILE_FORM_H
#define SPAMLINT_MESSAGE_MIME_FILE_FORM_H

#include <glib.h>

/* Bits, so that a declared type can allow several. */
typedef enum {
    FORM_UNKNOWN = 0,
    FORM_PROGRAM = 1 << 0, /* what runs, or opens in something that runs it: PE, ELF, LNK, ISO … */
    FORM_IMAGE = 1 << 1,
    FORM_SVG = 1 << 2,
    FORM_PDF = 1 << 3,
    FORM_ZIP = 1 << 4, /* also docx, odt, jar … */
    FORM_RAR = 1 << 5,
    FORM_7Z = 1 << 6,
    FORM_PACKED = 1 << 7, /* gzip, bzip2, xz, zstd, cab … */
    FORM_OLE = 1 << 8,    /* the old Office documents, .msg, .msi */
    FORM_RTF = 1 << 9,
    FORM_MEDIA = 1 << 10, /* sound and film */
    FORM_HTML = 1 << 11,
    FORM_XML = 1 << 12,
} FileForm;

/* The form of a file that begins with these octets; FILE_FORM_OCTETS of them are enough. *ret_name
 * (may be NULL): its name, as people write it ("PNG", "PE (Windows program)"; for _()), or NULL. */
FileForm file_form(const char *octets, gsize length, const char **ret_name);
#define FILE_FORM_OCTETS 1024u

/* TRUE where the octets from FILE_FORM_VOLUME on are those of an ISO 9660 volume, whose first
 * 32 KiB are free for anything. */
gboolean file_form_is_volume(const char *octets, gsize length);
#define FILE_FORM_VOLUME_OCTETS (32768u + 6)

/* The forms that a media type ("image/png", lower case) or an extension ("png", lower case) stands
 * for, as bits; FORM_UNKNOWN: anything may be in it. */
guint file_forms_of_type(const char *type, const char *subtype);
guint file_forms_of_extension(const char *extension);

#endif
