/* archive.c - directories of ZIP, RAR and 7z. */
#include "config.h" /* memmem() */

#include "message/mime/archive.h"

#include "limits.h"
#include "message/mime/file-name.h"

#include <string.h>

/* Octets of an archive and how far they were read; what lies behind the end reads as 0. */
typedef struct {
    const guchar *octets;
    gsize length;
    Archive *archive;
} Reader;

void archive_clear(Archive *self) {
    g_clear_pointer(&self->program, g_free);
}

static guint64 number(const Reader *self, gsize at, guint octets) {
    guint64 value = 0;
    if (at > self->length || octets > self->length - at)
        return 0;
    while (octets-- > 0)
        value = value << 8 | self->octets[at + octets];
    return value;
}

static gboolean has(const Reader *self, gsize at, const char *text, gsize n) {
    return self->length >= n && at <= self->length - n && memcmp(self->octets + at, text, n) == 0;
}

/* Names are UTF-8 or in a code page of the packer: extensions are ASCII in either. */
static void add_entry(const Reader *self, gsize at, gsize length) {
    if (at > self->length || length > self->length - at)
        return;
    const char *octets = (const char *)self->octets + at;
    self->archive->macros |= g_strstr_len(octets, (gssize)length, "vbaProject.bin") != NULL;
    if (self->archive->program != NULL)
        return;
    /* The extension stands at the end; a name of 64 KiB need not be looked at. */
    gsize skip = length > 256 ? length - 256 : 0;
    g_autofree char *name = g_utf8_make_valid(octets + skip, (gssize)(length - skip));
    FileName parsed;
    file_name_read(name, &parsed);
    if (parsed.kind == FILE_NAME_PROGRAM)
        self->archive->program = g_steal_pointer(&name);
}

#define ZIP_ENCRYPTED 1u
#define ZIP_SIZE_BEHIND 8u
#define ZIP_END_OCTETS 22u
#define ZIP_COMMENT_MAX 65535u

/* The end-of-directory record (section 4.3.16), looked for from the end; FALSE: none. */
static gboolean zip_find_end(const Reader *self, gsize *ret_at) {
    if (self->length < ZIP_END_OCTETS)
        return FALSE;
    gsize at = self->length - ZIP_END_OCTETS;
    gsize first = at > ZIP_COMMENT_MAX ? at - ZIP_COMMENT_MAX : 0;
    for (;; at--) {
        if (self->octets[at] == 'P' && has(self, at, "PK\5\6", 4)) {
            *ret_at = at;
            return TRUE;
        }
        if (at == first)
            return FALSE;
    }
}

/* The central directory (section 4.3.12), entry after entry. */
static void read_zip_directory(const Reader *self, gsize at) {
    for (guint n = 0; n < LIMIT_ARCHIVE_ENTRIES && has(self, at, "PK\1\2", 4); n++) {
        gsize name = number(self, at + 28, 2);
        self->archive->encrypted |= number(self, at + 8, 2) & ZIP_ENCRYPTED;
        add_entry(self, at + 46, name);
        at += 46 + name + number(self, at + 30, 2) + number(self, at + 32, 2);
    }
}

/* The entries themselves (section 4.3.7), where the directory is missing, up to the first whose
 * size is only said behind it. */
static void read_zip_entries(const Reader *self) {
    gsize at = 0;
    for (guint n = 0; n < LIMIT_ARCHIVE_ENTRIES && has(self, at, "PK\3\4", 4); n++) {
        guint64 flags = number(self, at + 6, 2), packed = number(self, at + 18, 4);
        gsize name = number(self, at + 26, 2);
        self->archive->encrypted |= flags & ZIP_ENCRYPTED;
        add_entry(self, at + 30, name);
        if (flags & ZIP_SIZE_BEHIND)
            break;
        at += 30 + name + number(self, at + 28, 2) + packed;
    }
}

static void read_zip(const Reader *self) {
    gsize end;
    if (zip_find_end(self, &end)) {
        gsize start = number(self, end + 16, 4), size = number(self, end + 12, 4);
        /* Something may stand before the archive, and shift it. */
        if (!has(self, start, "PK\1\2", 4))
            start = size <= end ? end - size : self->length;
        if (has(self, start, "PK\1\2", 4)) {
            read_zip_directory(self, start);
            return;
        }
    }
    read_zip_entries(self);
}

/* RAR 4: blocks of CRC, type, flags, size; of a file also the packed size behind them. */
static void read_rar4(const Reader *self) {
    enum { MAIN = 0x73, FILE_BLOCK = 0x74, MAIN_LOCKED = 0x80, LOCKED = 4, LARGE = 0x100 };
    gsize at = 7;
    for (guint n = 0; n < LIMIT_ARCHIVE_ENTRIES && at + 7 <= self->length; n++) {
        guint64 type = self->octets[at + 2], flags = number(self, at + 3, 2);
        gsize size = number(self, at + 5, 2);
        if (size < 7)
            return;
        if (type == MAIN && (flags & MAIN_LOCKED))
            self->archive->encrypted = TRUE;
        if (self->archive->encrypted && type == MAIN)
            return; /* what follows cannot be read */
        if (type == FILE_BLOCK) {
            self->archive->encrypted |= (flags & LOCKED) != 0;
            add_entry(self, at + (flags & LARGE ? 40 : 32), number(self, at + 26, 2));
        }
        at += size + (type == FILE_BLOCK || flags & 0x8000 ? number(self, at + 7, 4) : 0);
    }
}

/* A number of RAR 5: seven bits an octet, the highest bit says that another follows. */
static guint64 take_variable(const Reader *self, gsize *at) {
    guint64 value = 0;
    for (guint shift = 0; shift < 63 && *at < self->length; shift += 7) {
        guchar octet = self->octets[(*at)++];
        value |= (guint64)(octet & 0x7f) << shift;
        if (!(octet & 0x80))
            break;
    }
    return value;
}

/* The records at the end of a file's header: one of type 1 says how it is encrypted. */
static gboolean rar5_is_locked(const Reader *self, gsize at, gsize end) {
    while (at < end) {
        guint64 size = take_variable(self, &at);
        gsize record = at;
        if (take_variable(self, &at) == 1)
            return TRUE;
        if (size == 0 || size > end - record)
            return FALSE;
        at = record + size;
    }
    return FALSE;
}

/* RAR 5: headers of CRC, size, type, flags, and data behind them. */
static void read_rar5(const Reader *self) {
    enum {
        FILE_HEADER = 2,
        LOCKED_HEADERS = 4,
        HAS_EXTRA = 1,
        HAS_DATA = 2,
        HAS_TIME = 2,
        HAS_CRC = 4
    };
    gsize at = 8;
    for (guint n = 0; n < LIMIT_ARCHIVE_ENTRIES && at + 4 < self->length; n++) {
        at += 4;
        guint64 size = take_variable(self, &at);
        if (size == 0 || size > self->length - at)
            return;
        gsize end = at + size;
        guint64 type = take_variable(self, &at), flags = take_variable(self, &at);
        guint64 extra = flags & HAS_EXTRA ? take_variable(self, &at) : 0;
        guint64 data = flags & HAS_DATA ? take_variable(self, &at) : 0;
        if (type == LOCKED_HEADERS) {
            self->archive->encrypted = TRUE;
            return;
        }
        if (type == FILE_HEADER) {
            guint64 file_flags = take_variable(self, &at);
            take_variable(self, &at); /* unpacked size */
            take_variable(self, &at); /* attributes */
            at += (file_flags & HAS_TIME ? 4 : 0) + (file_flags & HAS_CRC ? 4 : 0);
            take_variable(self, &at); /* compression */
            take_variable(self, &at); /* system */
            guint64 name = take_variable(self, &at);
            if (at <= end && name <= end - at)
                add_entry(self, at, name);
            if (extra <= size && rar5_is_locked(self, end - extra, end))
                self->archive->encrypted = TRUE;
        }
        if (data > self->length - end)
            return;
        at = end + data;
    }
}

/* The header that the start header points to names the coders; 06F10701 is AES-256. */
static void read_7z(const Reader *self) {
    static const char aes[] = "\x24\x06\xf1\x07\x01";
    guint64 offset = number(self, 12, 8), size = number(self, 20, 8);
    if (self->length < 32 || offset > self->length - 32 || size > self->length - 32 - offset)
        return;
    self->archive->encrypted =
        memmem(self->octets + 32 + offset, size, aes, sizeof aes - 1) != NULL;
}

void archive_read(FileForm form, const char *octets, gsize length, Archive *ret_archive) {
    Reader reader = {(const guchar *)octets, length, ret_archive};
    memset(ret_archive, 0, sizeof *ret_archive);
    if (form == FORM_ZIP)
        read_zip(&reader);
    else if (form == FORM_RAR && has(&reader, 6, "\1", 1))
        read_rar5(&reader);
    else if (form == FORM_RAR)
        read_rar4(&reader);
    else if (form == FORM_7Z)
        read_7z(&reader);
}
