/* file-name.c - extensions, and what hides them. */
#include "message/mime/file-name.h"

#include <stdlib.h>
#include <string.h>

/* What Gmail (https://support.google.com/mail/answer/6590) and Outlook block, without what is
 * only source code or a certificate: people send those to each other. Sorted. */
static const char *const programs[] = {
    "ade",         "adp",
    "apk",         "app",
    "application", "appref-ms",
    "appx",        "appxbundle",
    "bat",         "cab",
    "chm",         "cmd",
    "com",         "cpl",
    "diagcab",     "diagcfg",
    "diagpkg",     "dll",
    "dmg",         "ex",
    "ex_",         "exe",
    "gadget",      "hlp",
    "hta",         "img",
    "inf",         "ins",
    "iso",         "isp",
    "jar",         "jnlp",
    "js",          "jse",
    "lib",         "library-ms",
    "lnk",         "mde",
    "mjs",         "msc",
    "msi",         "msix",
    "msixbundle",  "msp",
    "mst",         "nsh",
    "one",         "onepkg",
    "pif",         "pkg",
    "ps1",         "ps1xml",
    "ps2",         "psc1",
    "psd1",        "psm1",
    "reg",         "scf",
    "scr",         "sct",
    "search-ms",   "settingcontent-ms",
    "shb",         "shs",
    "sys",         "url",
    "vb",          "vbe",
    "vbp",         "vbs",
    "vhd",         "vhdx",
    "vxd",         "ws",
    "wsc",         "wsf",
    "wsh",         "xbap",
    "xll",         "xnk",
};
static const char *const macros[] = {"docm", "dotm", "potm", "ppam", "ppsm",
                                     "pptm", "sldm", "xlam", "xlsm", "xltm"};
static const char *const pages[] = {"htm", "html", "mht", "mhtml", "shtml",
                                    "svg", "svgz", "xht", "xhtml"};
/* What a reader takes for a document or a picture. */
static const char *const documents[] = {"bmp", "csv", "doc",  "docx", "gif", "jpeg", "jpg",
                                        "mp3", "mp4", "odt",  "pdf",  "png", "ppt",  "pptx",
                                        "rtf", "tif", "tiff", "txt",  "xls", "xlsx", "zip"};

static int compare(const void *a, const void *b) {
    return strcmp(a, *(const char *const *)b);
}

#define CONTAINS(table, text)                                                                      \
    (bsearch(text, table, G_N_ELEMENTS(table), sizeof table[0], compare) != NULL)

/* Shows nothing: direction controls, zero-width characters, byte order mark. */
static gboolean is_unseen(gunichar c) {
    return (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2060 && c <= 0x2069) || c == 0xfeff || c == 0xad;
}

/* The last part of a path, in lower case, as it stands in memory: without what shows nothing, and
 * without what Windows leaves out at its end. */
static char *base_name(const char *name, gboolean *ret_overridden) {
    GString *base = g_string_new(NULL);
    *ret_overridden = FALSE;
    for (const char *at = name; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        *ret_overridden |= c == 0x202e || c == 0x202d;
        if (c == '/' || c == '\\')
            g_string_truncate(base, 0);
        else if (g_unichar_isspace(c) || c < 0x20)
            g_string_append_c(base, ' ');
        else if (!is_unseen(c))
            g_string_append_unichar(base, c < 0x80 ? (gunichar)g_ascii_tolower((char)c) : c);
    }
    while (base->len > 0 && strchr(" .", base->str[base->len - 1]) != NULL)
        g_string_truncate(base, base->len - 1);
    return g_string_free(base, FALSE);
}

/* Cuts the last extension off; FALSE where there is none. */
static gboolean take_extension(char *base, char *ret_extension) {
    char *dot = strrchr(base, '.');
    if (dot == NULL)
        return FALSE;
    const char *text = dot + 1;
    text += strspn(text, " ");
    if (*text == '\0' || strlen(text) >= FILE_EXTENSION_MAX)
        return FALSE;
    g_strlcpy(ret_extension, text, FILE_EXTENSION_MAX);
    *dot = '\0';
    /* "faktura.pdf      .exe", "faktura.pdf_.exe" */
    gsize length = strlen(base);
    while (length > 0 && strchr(" ._-", base[length - 1]) != NULL)
        base[--length] = '\0';
    return TRUE;
}

static FileNameKind kind_of(const char *extension) {
    if (CONTAINS(programs, extension))
        return FILE_NAME_PROGRAM;
    if (CONTAINS(macros, extension))
        return FILE_NAME_MACROS;
    return CONTAINS(pages, extension) ? FILE_NAME_PAGE : FILE_NAME_PLAIN;
}

void file_name_read(const char *name, FileName *ret_name) {
    memset(ret_name, 0, sizeof *ret_name);
    g_autofree char *base = base_name(name, &ret_name->overridden);
    if (!take_extension(base, ret_name->extension))
        return;
    ret_name->kind = kind_of(ret_name->extension);
    if (ret_name->kind == FILE_NAME_PLAIN || !take_extension(base, ret_name->pretended))
        return;
    if (!CONTAINS(documents, ret_name->pretended))
        ret_name->pretended[0] = '\0';
}
