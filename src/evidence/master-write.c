/* master-write.c - writing the lines of a replay file, so that they read back the same. */
#include "evidence/master.h"

#include <string.h>

/* Octets of one string of a TXT record (RFC 1035 section 3.3). */
#define STRING_OCTETS 255u

/* A folded name as a file writes it: absolute, and with what begins a comment, a string, a status,
 * a directive or a wildcard escaped. */
static char *written_name(const char *name) {
    g_autoptr(GString) out = g_string_new(NULL);
    if (strcmp(name, "*") == 0 || name[0] == '!' || name[0] == '$')
        g_string_append_c(out, '\\');
    for (const char *p = name; *p != '\0'; p++) {
        if (*p == '\\') {
            g_string_append_c(out, *p++);
        } else if (*p == ';' || *p == '"') {
            g_string_append_c(out, '\\');
        }
        g_string_append_c(out, *p);
    }
    g_string_append_c(out, '.');
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static void write_head(GString *out, const char *name, const char *type) {
    g_autofree char *owner = written_name(name);
    g_string_append_printf(out, "%-31s %-5s ", owner, type);
}

static void write_strings(GString *out, const char *octets, gsize length) {
    g_string_append_c(out, '"');
    for (gsize i = 0; i < length; i++) {
        guint8 octet = (guint8)octets[i];
        if (i > 0 && i % STRING_OCTETS == 0)
            g_string_append(out, "\" \"");
        if (octet == '"' || octet == '\\')
            g_string_append_printf(out, "\\%c", octet);
        else if (octet < ' ' || octet >= 0x7f)
            g_string_append_printf(out, "\\%03u", octet);
        else
            g_string_append_c(out, (char)octet);
    }
    g_string_append_c(out, '"');
}

static void write_data(GString *out, QuestionType type, const Record *record) {
    g_autofree char *name = NULL;
    switch (type) {
    case QUESTION_A:
    case QUESTION_AAAA:
    case QUESTION_REGISTRATION:
        g_string_append(out, record->value);
        break;
    case QUESTION_TXT:
        write_strings(out, record->value, record->length);
        break;
    default:
        name = written_name(record->value);
        if (type == QUESTION_MX)
            g_string_append_printf(out, "%u ", record->preference);
        g_string_append(out, name);
    }
}

void master_write(GString *out, const char *name, QuestionType type, const Answer *answer) {
    if (answer->status != ANSWER_OK) {
        write_head(out, name, question_type_name(type));
        g_string_append_printf(out, "!%s\n", answer_status_name(answer->status));
        return;
    }
    for (guint i = 0; i < answer->records->len; i++) {
        write_head(out, name, question_type_name(type));
        write_data(out, type, g_ptr_array_index(answer->records, i));
        g_string_append_c(out, '\n');
    }
}

void master_write_alias(GString *out, const char *name, const char *target) {
    g_autofree char *written = written_name(target);
    write_head(out, name, "CNAME");
    g_string_append_printf(out, "%s\n", written);
}
