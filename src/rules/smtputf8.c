/* smtputf8.c - whether a message may hold raw UTF-8 in its header fields. */
#include "rules/smtputf8.h"

#include <string.h>

gboolean message_is_smtputf8(const Message *message) {
    for (guint i = 0; i < message->fields->fields->len; i++) {
        const Field *field = g_ptr_array_index(message->fields->fields, i);
        if (g_ascii_strcasecmp(field->name, "Received") != 0)
            continue;
        g_autofree char *value = g_ascii_strup(field->value, -1);
        if (strstr(value, "WITH UTF8SMTP") != NULL || strstr(value, "WITH SMTPUTF8") != NULL)
            return TRUE;
    }
    return FALSE;
}
