/* file-form.c - signatures of files. */
#include "message/mime/file-form.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct {
    guint at; /* offset of the signature */
    const char *octets;
    guint length;
    FileForm form;
    const char *name;
} Signature;

#define SIGNATURE(at, octets, form, name)                                                          \
    { at, octets, sizeof octets - 1, form, name }

static const Signature signatures[] = {
    SIGNATURE(0,
              "\x7f"
              "ELF",
              FORM_PROGRAM, N_("ELF (Unix program)")),
    SIGNATURE(0, "\xfe\xed\xfa\xce", FORM_PROGRAM, N_("Mach-O (macOS program)")),
    SIGNATURE(0, "\xfe\xed\xfa\xcf", FORM_PROGRAM, N_("Mach-O (macOS program)")),
    SIGNATURE(0, "\xce\xfa\xed\xfe", FORM_PROGRAM, N_("Mach-O (macOS program)")),
    SIGNATURE(0, "\xcf\xfa\xed\xfe", FORM_PROGRAM, N_("Mach-O (macOS program)")),
    SIGNATURE(0, "\xca\xfe\xba\xbe\0", FORM_PROGRAM, N_("Java class or macOS program")),
    SIGNATURE(0, "L\0\0\0\x01\x14\x02\0", FORM_PROGRAM, N_("LNK (Windows shortcut)")),
    SIGNATURE(0, "\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", FORM_PROGRAM, "OneNote"),
    SIGNATURE(0, "ITSF\x03\0\0\0", FORM_PROGRAM, N_("CHM (Windows help)")),
    SIGNATURE(0, "vhdxfile", FORM_PROGRAM, N_("VHDX (disk image)")),
    SIGNATURE(0, "conectix", FORM_PROGRAM, N_("VHD (disk image)")),
    SIGNATURE(0, "\x89PNG\r\n\x1a\n", FORM_IMAGE, "PNG"),
    SIGNATURE(0, "\xff\xd8\xff", FORM_IMAGE, "JPEG"),
    SIGNATURE(0, "GIF87a", FORM_IMAGE, "GIF"),
    SIGNATURE(0, "GIF89a", FORM_IMAGE, "GIF"),
    SIGNATURE(0, "II*\0", FORM_IMAGE, "TIFF"),
    SIGNATURE(0, "MM\0*", FORM_IMAGE, "TIFF"),
    SIGNATURE(8, "WEBPVP8", FORM_IMAGE, "WebP"),
    SIGNATURE(4, "ftypheic", FORM_IMAGE, "HEIC"),
    SIGNATURE(4, "ftypmif1", FORM_IMAGE, "HEIF"),
    SIGNATURE(4, "ftypavif", FORM_IMAGE, "AVIF"),
    SIGNATURE(0, "8BPS\0\x01", FORM_IMAGE, "Photoshop"),
    SIGNATURE(0, "PK\x03\x04", FORM_ZIP, "ZIP"),
    SIGNATURE(0, "PK\x05\x06\0\0", FORM_ZIP, "ZIP"),
    SIGNATURE(0, "Rar!\x1a\x07", FORM_RAR, "RAR"),
    SIGNATURE(0, "7z\xbc\xaf\x27\x1c", FORM_7Z, "7z"),
    SIGNATURE(0, "\x1f\x8b\x08", FORM_PACKED, "gzip"),
    SIGNATURE(0,
              "\xfd"
              "7zXZ\0",
              FORM_PACKED, "xz"),
    SIGNATURE(0, "\x28\xb5\x2f\xfd", FORM_PACKED, "zstd"),
    SIGNATURE(0, "MSCF\0\0\0\0", FORM_PACKED, "CAB"),
    SIGNATURE(0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FORM_OLE, N_("OLE (Office document)")),
    SIGNATURE(0, "{\\rtf", FORM_RTF, "RTF"),
    SIGNATURE(4, "ftyp", FORM_MEDIA, "MP4"),
    SIGNATURE(8, "WAVEfmt ", FORM_MEDIA, "WAV"),
    SIGNATURE(8, "AVI LIST", FORM_MEDIA, "AVI"),
    SIGNATURE(0, "OggS\0", FORM_MEDIA, "Ogg"),
    SIGNATURE(0, "fLaC\0", FORM_MEDIA, "FLAC"),
    SIGNATURE(0, "ID3\x02\0", FORM_MEDIA, "MP3"),
    SIGNATURE(0, "ID3\x03\0", FORM_MEDIA, "MP3"),
    SIGNATURE(0, "ID3\x04\0", FORM_MEDIA, "MP3"),
    SIGNATURE(0, "\x1a\x45\xdf\xa3", FORM_MEDIA, "Matroska"),
    SIGNATURE(0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11", FORM_MEDIA, "ASF"),
};

static gboolean has(const char *octets, gsize length, gsize at, const char *text, gsize n) {
    return length >= n && at <= length - n && memcmp(octets + at, text, n) == 0;
}

static guint32 little_endian(const char *octets, guint n) {
    guint32 value = 0;
    while (n-- > 0)
        value = value << 8 | (guchar)octets[n];
    return value;
}

/* "MZ" alone also begins text: a program has NUL in its DOS header, and "PE" where that points to,
 * or is an old one. */
static gboolean is_windows_program(const char *octets, gsize length) {
    if (!has(octets, length, 0, "MZ", 2) || length < 64 || memchr(octets, '\0', 64) == NULL)
        return FALSE;
    guint32 at = little_endian(octets + 60, 4);
    return at > length - 4 || has(octets, length, at, "PE\0\0", 4) ||
           has(octets, length, at, "NE", 2) || little_endian(octets + 24, 2) < 64;
}

/* "BM" and the two reserved fields of a bitmap's header. */
static gboolean is_bitmap(const char *octets, gsize length) {
    return has(octets, length, 0, "BM", 2) && length >= 18 &&
           has(octets, length, 6, "\0\0\0\0", 4) && little_endian(octets + 14, 4) <= 124;
}

/* Behind white space and a byte order mark. */
static gsize text_start(const char *octets, gsize length) {
    gsize at = has(octets, length, 0, "\xef\xbb\xbf", 3) ? 3 : 0;
    while (at < length && g_ascii_isspace(octets[at]))
        at++;
    return at;
}

static gboolean begins(const char *octets, gsize length, const char *text) {
    gsize n = strlen(text);
    return length > n && g_ascii_strncasecmp(octets, text, n) == 0 && !g_ascii_isalnum(octets[n]);
}

/* Where a comment or a declaration ends: what the root element is stands behind them. */
static gsize skip_prolog(const char *octets, gsize length) {
    gsize at = 0;
    while (length - at > 4 && octets[at] == '<' &&
           (octets[at + 1] == '?' || octets[at + 1] == '!')) {
        gboolean comment = memcmp(octets + at, "<!--", 4) == 0;
        const char *end = comment ? g_strstr_len(octets + at, (gssize)(length - at), "-->")
                                  : memchr(octets + at, '>', length - at);
        if (end == NULL || begins(octets + at, length - at, "<!doctype html"))
            break;
        at = (gsize)(end - octets) + (comment ? 3 : 1);
        at += text_start(octets + at, length - at);
    }
    return at;
}

static FileForm markup_form(const char *octets, gsize length, const char **ret_name) {
    static const char *const html[] = {"<!doctype html", "<html", "<head", "<body", "<script"};
    gsize start = text_start(octets, length);
    octets += start;
    length -= start;
    if (length < 5 || octets[0] != '<')
        return FORM_UNKNOWN;
    gboolean xml = begins(octets, length, "<?xml");
    gsize root = skip_prolog(octets, length);
    octets += root;
    length -= root;
    *ret_name = "HTML";
    for (gsize i = 0; i < G_N_ELEMENTS(html); i++)
        if (begins(octets, length, html[i]))
            return FORM_HTML;
    *ret_name = "SVG";
    if (begins(octets, length, "<svg"))
        return FORM_SVG;
    *ret_name = "XML";
    return xml ? FORM_XML : FORM_UNKNOWN;
}

FileForm file_form(const char *octets, gsize length, const char **ret_name) {
    const char *ignored;
    const char **name = ret_name != NULL ? ret_name : &ignored;
    length = MIN(length, FILE_FORM_OCTETS);
    for (gsize i = 0; i < G_N_ELEMENTS(signatures); i++) {
        const Signature *signature = &signatures[i];
        if (has(octets, length, signature->at, signature->octets, signature->length)) {
            *name = signature->name;
            return signature->form;
        }
    }
    if (is_windows_program(octets, length)) {
        *name = N_("PE (Windows program)");
        return FORM_PROGRAM;
    }
    if (is_bitmap(octets, length)) {
        *name = "BMP";
        return FORM_IMAGE;
    }
    /* Readers look for "%PDF-" anywhere in the first 1,024 octets; junk before it is rare. */
    gsize start = text_start(octets, length);
    if (has(octets, length, start, "%PDF-", 5)) {
        *name = "PDF";
        return FORM_PDF;
    }
    const char *markup = NULL;
    FileForm form = markup_form(octets, length, &markup);
    *name = form == FORM_UNKNOWN ? NULL : markup;
    return form;
}

gboolean file_form_is_volume(const char *octets, gsize length) {
    return has(octets, length, FILE_FORM_VOLUME_OCTETS - 5, "CD001", 5);
}

#define FORMS_ARCHIVE (FORM_ZIP | FORM_RAR | FORM_7Z | FORM_PACKED)
#define FORMS_MARKUP (FORM_HTML | FORM_XML | FORM_SVG)
/* Word and Excel open all of these under the name of their old forms, and mailers declare .csv,
 * .rtf and new documents as such. */
#define FORMS_OFFICE (FORM_OLE | FORM_ZIP | FORM_RTF | FORMS_MARKUP)
/* A new document that is encrypted is an OLE file. */
#define FORMS_OOXML (FORM_ZIP | FORM_OLE)

typedef struct {
    const char *name; /* a media type, or its beginning where it ends in "*" or "/"; an extension */
    guint forms;
} Expected;

static guint find_expected(const Expected *table, gsize n, const char *name) {
    for (gsize i = 0; i < n; i++) {
        gsize length = strlen(table[i].name);
        gboolean open = table[i].name[length - 1] == '*';
        if (strncmp(name, table[i].name, open ? length - 1 : length + 1) == 0)
            return table[i].forms;
    }
    return FORM_UNKNOWN;
}

guint file_forms_of_type(const char *type, const char *subtype) {
    static const Expected types[] = {
        {"image/svg*", FORMS_MARKUP | FORM_PACKED},
        {"image/vnd.*", FORM_UNKNOWN}, /* Visio, DjVu, Photoshop … */
        {"image/x-*", FORM_UNKNOWN},
        {"image/*", FORM_IMAGE},
        {"application/pdf", FORM_PDF},
        {"application/x-pdf", FORM_PDF},
        {"application/zip", FORM_ZIP},
        {"application/vnd.openxmlformats-officedocument.*", FORMS_OOXML},
        {"application/vnd.oasis.opendocument.*", FORMS_OOXML | FORM_XML},
        {"application/msword", FORMS_OFFICE},
        {"application/vnd.ms-excel", FORMS_OFFICE},
        {"application/vnd.ms-powerpoint", FORMS_OFFICE},
        {"audio/*", FORM_MEDIA},
        {"video/*", FORM_MEDIA},
        {"text/rtf", FORM_RTF},
        {"text/*", FORMS_MARKUP | FORM_RTF},
    };
    g_autofree char *name = g_strconcat(type, "/", subtype, NULL);
    return find_expected(types, G_N_ELEMENTS(types), name);
}

guint file_forms_of_extension(const char *extension) {
    static const Expected extensions[] = {
        {"pdf", FORM_PDF},     {"png", FORM_IMAGE},
        {"jpg", FORM_IMAGE},   {"jpeg", FORM_IMAGE},
        {"gif", FORM_IMAGE},   {"webp", FORM_IMAGE},
        {"tif", FORM_IMAGE},   {"tiff", FORM_IMAGE},
        {"bmp", FORM_IMAGE},   {"heic", FORM_IMAGE},
        {"docx", FORMS_OOXML}, {"xlsx", FORMS_OOXML},
        {"pptx", FORMS_OOXML}, {"doc", FORMS_OFFICE},
        {"xls", FORMS_OFFICE}, {"ppt", FORMS_OFFICE},
        {"zip", FORM_ZIP},     {"mp3", FORM_MEDIA},
        {"mp4", FORM_MEDIA},   {"mov", FORM_MEDIA},
        {"wav", FORM_MEDIA},   {"txt", FORMS_MARKUP | FORM_RTF},
        {"csv", FORMS_MARKUP}, {"ics", FORMS_MARKUP},
    };
    return find_expected(extensions, G_N_ELEMENTS(extensions), extension);
}
