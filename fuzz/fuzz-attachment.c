/* fuzz-attachment.c - any octets as an attached file: its form, its directory, its name.
 *
 * Whatever they are: a form that is told has a name, what is found in an archive is valid UTF-8,
 * and nothing behind the octets is read (the copy is of exact size).
 */
#include "message/mime/archive.h"
#include "message/mime/file-name.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_archive(FileForm form, const char *octets, gsize length) {
    g_auto(Archive) archive = {0};
    archive_read(form, octets, length, &archive);
    g_assert_true(archive.program == NULL || g_utf8_validate(archive.program, -1, NULL));
}

static void read_name(const char *octets, gsize length) {
    g_autofree char *name = g_utf8_make_valid(octets, (gssize)length);
    FileName parsed;
    file_name_read(name, &parsed);
    g_assert_true(parsed.kind == FILE_NAME_PLAIN || parsed.extension[0] != '\0');
    g_assert_true(parsed.pretended[0] == '\0' || parsed.kind != FILE_NAME_PLAIN);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autofree char *copy = g_memdup2(data, size);
    const char *octets = copy != NULL ? copy : "", *name = NULL;
    FileForm form = file_form(octets, size, &name);
    g_assert_true(form == FORM_UNKNOWN || name != NULL);
    file_form_is_volume(octets, size);
    read_archive(FORM_ZIP, octets, size);
    read_archive(FORM_RAR, octets, size);
    read_archive(FORM_7Z, octets, size);
    read_name(octets, MIN(size, 4096));
    return 0;
}
