/* fuzz-fields.c - the header scanner over any octets: every octet of a value is where it says. */
#include "message/mime/fields.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Walking to each octet of a value is quadratic; longer inputs show nothing new. */
#define MAX_SIZE 4096

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    /* A copy of exact size: reading past it shows. */
    g_autofree char *copy = g_memdup2(data, size);
    const char *bytes = copy != NULL ? copy : "";
    g_autoptr(FieldList) list = NULL;
    gsize end = 0;

    if (size > MAX_SIZE)
        return 0;
    list = fields_scan(bytes, size, 0);
    for (guint i = 0; i < list->fields->len; i++) {
        const Field *field = g_ptr_array_index(list->fields, i);

        g_assert_cmpuint(field->all.start, ==, end); /* no octet is lost between fields */
        g_assert_cmpuint(field->all.end, >, field->all.start);
        g_assert_cmpuint(field->body.start, <=, field->body.end);
        g_assert_cmpuint(field->body.end, <=, field->all.end);
        for (gsize at = 0; at < field->value_length; at++)
            g_assert_cmpint(bytes[field_offset(field, bytes, at)], ==, field->value[at]);
        g_assert_cmpuint(field_offset(field, bytes, field->value_length), ==, field->body.end);
        end = field->all.end;
    }
    g_assert_true(list->truncated || list->section.end == end);
    g_assert_cmpuint(list->body_start, >=, list->section.end);
    g_assert_cmpuint(list->body_start, <=, size);
    g_assert_true(list->has_empty_line || list->body_start == size);
    return 0;
}
