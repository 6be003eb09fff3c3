/* part-fields.c - what the MIME fields of an entity say (RFC 2045, 2183, 2231), read by GMime. */
#include "message/mime/part-private.h"

#include "limits.h"
#include "message/mime/charset.h"

#include <string.h>

/* Octets of the token at `at`; 0 also where an octet over 127 stands in it (RFC 2045 section 5.1):
 * GMime takes those, and a type that is no UTF-8 would go into reports. */
static gsize token_length(const char *at) {
    gsize length = strcspn(at, "/ \t\r\n;()<>@,:\\\"[]?=");

    return charset_first_8bit(at, length) == length ? length : 0;
}

/* TRUE for "token/token" with nothing but white space, comments or parameters behind it. GMime
 * guesses where there is less; RFC 2045 section 5.2 says text/plain. */
static gboolean is_media_type(const char *value) {
    const char *at = value;
    gsize type, subtype;

    while (*at == '(' || g_ascii_isspace(*at)) {
        if (*at == '(' && (at = strchr(at, ')')) == NULL)
            return FALSE;
        at++;
    }
    type = token_length(at);
    if (type == 0 || at[type] != '/')
        return FALSE;
    at += type + 1;
    subtype = token_length(at);
    return subtype > 0 && at[subtype] != '/';
}

static char *as_utf8(const char *value) {
    return value != NULL ? g_utf8_make_valid(value, -1) : NULL;
}

/* The beginning of a field's value, as far as it is read. Given away; NULL: no such field. */
static char *field_value(const FieldList *fields, const char *name) {
    const Field *field = fields_first(fields, name);

    return field != NULL
               ? g_strndup(field->value, MIN(field->value_length, LIMIT_MIME_FIELD_OCTETS))
               : NULL;
}

static void read_content_type(Part *part, GMimeParserOptions *options, gboolean in_digest) {
    g_autofree char *value = field_value(part->fields, "Content-Type");
    GMimeContentType *type;
    const char *format, *delsp;

    if (value == NULL || !is_media_type(value)) {
        part->type = g_strdup(in_digest ? "message" : "text");
        part->subtype = g_strdup(in_digest ? "rfc822" : "plain");
        return;
    }
    type = g_mime_content_type_parse(options, value);
    part->type_declared = TRUE;
    part->type = g_ascii_strdown(g_mime_content_type_get_media_type(type), -1);
    part->subtype = g_ascii_strdown(g_mime_content_type_get_media_subtype(type), -1);
    part->charset = as_utf8(g_mime_content_type_get_parameter(type, "charset"));
    part->boundary = g_strdup(g_mime_content_type_get_parameter(type, "boundary"));
    if (part->boundary != NULL)
        g_strchomp(part->boundary); /* a boundary does not end with white space (RFC 2046 5.1.1) */
    part->filename = as_utf8(g_mime_content_type_get_parameter(type, "name"));
    format = g_mime_content_type_get_parameter(type, "format");
    delsp = g_mime_content_type_get_parameter(type, "delsp");
    part->flowed = format != NULL && g_ascii_strcasecmp(format, "flowed") == 0;
    part->delsp = part->flowed && delsp != NULL && g_ascii_strcasecmp(delsp, "yes") == 0;
    g_object_unref(type);
}

static void read_disposition(Part *part, GMimeParserOptions *options) {
    g_autofree char *value = field_value(part->fields, "Content-Disposition");
    GMimeContentDisposition *disposition;
    const char *filename;

    if (value == NULL || *value == '\0')
        return;
    disposition = g_mime_content_disposition_parse(options, value);
    if (disposition == NULL)
        return;
    g_autofree char *token = as_utf8(g_mime_content_disposition_get_disposition(disposition));
    part->disposition = g_ascii_strdown(token, -1);
    filename = g_mime_content_disposition_get_parameter(disposition, "filename");
    if (filename != NULL) {
        g_free(part->filename);
        part->filename = as_utf8(filename);
    }
    g_object_unref(disposition);
}

static void read_content_id(Part *part) {
    g_autofree char *value = field_value(part->fields, "Content-ID");
    const char *start, *end;

    if (value == NULL)
        return;
    start = strchr(value, '<');
    start = start != NULL ? start + 1 : value;
    end = strchr(start, '>');
    part->content_id = g_utf8_make_valid(start, end != NULL ? end - start : -1);
    g_strstrip(part->content_id);
}

void part_read_fields(Part *part, GMimeParserOptions *options, gboolean in_digest) {
    const Field *encoding = fields_first(part->fields, "Content-Transfer-Encoding");

    read_content_type(part, options, in_digest);
    read_disposition(part, options);
    read_content_id(part);
    if (encoding != NULL && encoding->value_length > 0 &&
        !transfer_encoding_from_value(encoding->value, encoding->value_length, &part->encoding))
        part->defects |= PART_UNKNOWN_ENCODING;
}

char *part_parameter(const Part *self, const char *name) {
    g_autofree char *value = field_value(self->fields, "Content-Type");
    GMimeContentType *type;
    GMimeParserOptions *options;
    char *parameter;

    if (value == NULL || !self->type_declared)
        return NULL;
    options = g_mime_parser_options_new();
    type = g_mime_content_type_parse(options, value);
    g_mime_parser_options_free(options);
    parameter = as_utf8(g_mime_content_type_get_parameter(type, name));
    g_object_unref(type);
    return parameter;
}
