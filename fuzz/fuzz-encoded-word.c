/* fuzz-encoded-word.c - unstructured values over any octets: always valid UTF-8, places inside. */
#include "message/mime/encoded-word.h"

#include <gmime/gmime.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static gsize started;
    g_autofree char *copy = g_memdup2(data, size); /* of exact size: reading past it shows */
    g_autoptr(EncodedText) text = NULL;

    if (g_once_init_enter(&started)) {
        g_mime_init();
        g_once_init_leave(&started, 1);
    }
    text = encoded_text_decode(copy != NULL ? copy : "", size);
    g_assert_true(g_utf8_validate(text->text, -1, NULL));
    g_assert_cmpuint(text->defect_start, <=, text->defect_end);
    g_assert_cmpuint(text->defect_end, <=, size);
    g_assert_true((text->defects != 0) == (text->defect_end > 0));
    g_assert_cmpuint(text->words, <=, size / 8);
    return 0;
}
