/* csv.c - splits the window of a Reader into records. */
#include "ledger/csv.h"

#include "limits.h"

#include <glib/gi18n.h>
#include <string.h>

Csv *csv_new(Reader *reader) {
    Csv *self = g_new0(Csv, 1);
    self->reader = reader;
    self->fields = g_array_new(FALSE, FALSE, sizeof(CsvField));
    self->scratch = g_string_new(NULL);
    return self;
}

void csv_free(Csv *self) {
    if (self == NULL)
        return;
    reader_free(self->reader);
    g_array_unref(self->fields);
    g_string_free(self->scratch, TRUE);
    g_free(self);
}

static gboolean is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

static CsvField trim(const char *data, gsize length) {
    while (length > 0 && is_blank(data[length - 1]))
        length--;
    while (length > 0 && is_blank(*data)) {
        data++;
        length--;
    }
    return (CsvField){data, length};
}

static gboolean is_comment(CsvField text) {
    return text.length == 0 || (*text.data == '#' && (text.length == 1 || is_blank(text.data[1])));
}

/* Finds the line that the window begins with, reading on where it is not whole: its octets without
 * the LF, and with it.  FALSE: it is too long; what stands in the window is all there is of it. */
static gboolean find_line(Csv *self, gsize *ret_length, gsize *ret_with_end) {
    gsize searched = 0;
    for (;;) {
        const Reader *reader = self->reader;
        const char *end = searched < reader->available
                              ? memchr(reader->data + searched, '\n', reader->available - searched)
                              : NULL;
        if (end != NULL) {
            *ret_length = (gsize)(end - reader->data);
            *ret_with_end = *ret_length + 1;
            return *ret_length <= LIMIT_LEDGER_RECORD;
        }
        searched = reader->available;
        if (searched > LIMIT_LEDGER_RECORD || !reader_fill(self->reader)) {
            *ret_length = *ret_with_end = self->reader->available;
            return searched <= LIMIT_LEDGER_RECORD;
        }
    }
}

/* Passes over the rest of a line that is too long. */
static void drop_line(Csv *self) {
    for (;;) {
        const char *end = self->reader->available > 0
                              ? memchr(self->reader->data, '\n', self->reader->available)
                              : NULL;
        if (end != NULL) {
            reader_consume(self->reader, (gsize)(end - self->reader->data) + 1);
            return;
        }
        reader_consume(self->reader, self->reader->available);
        if (!reader_fill(self->reader))
            return;
    }
}

static CsvResult malformed(Csv *self, const char *error) {
    self->error = error;
    return CSV_MALFORMED;
}

/* The next line that says something becomes `text`; it is not consumed yet. */
static CsvResult begin(Csv *self) {
    reader_consume(self->reader, self->pending);
    self->pending = 0;
    g_array_set_size(self->fields, 0);
    self->error = NULL;
    if (!self->started && reader_need(self->reader, 3) &&
        memcmp(self->reader->data, "\xef\xbb\xbf", 3) == 0)
        reader_consume(self->reader, 3);
    self->started = TRUE;
    for (;;) {
        gsize length, with_end;
        gboolean whole = find_line(self, &length, &with_end);
        if (with_end == 0)
            return CSV_END;
        self->line = ++self->lines;
        if (!whole) {
            self->text = (CsvField){"", 0};
            drop_line(self);
            return malformed(self, _("the line is too long"));
        }
        self->text = trim(self->reader->data, length);
        self->pending = with_end;
        if (!is_comment(self->text))
            return CSV_RECORD;
        reader_consume(self->reader, self->pending);
        self->pending = 0;
    }
}

CsvResult csv_next_line(Csv *self) {
    CsvResult result = begin(self);
    if (result == CSV_RECORD && !g_utf8_validate_len(self->text.data, self->text.length, NULL))
        return malformed(self, _("the line is not UTF-8"));
    return result;
}

static gboolean is_separator(const Csv *self, char c) {
    return self->separator != 0 ? c == self->separator : c == ',' || c == ';' || c == '\t';
}

/* Reads one field at octet *at of `text`, up to the separator or the record's end, and adds it. In
 * quotes it goes to the scratch, and `data` is set when all are read.  `length` is the window. */
typedef enum { FIELD_READ, FIELD_LAST, FIELD_OPEN, FIELD_BAD } FieldResult;

static FieldResult end_field(Csv *self, const char *text, gsize length, gsize *at) {
    if (*at >= length)
        return self->reader->at_end ? FIELD_LAST : FIELD_OPEN;
    if (text[*at] == '\n')
        return FIELD_LAST;
    self->separator = text[(*at)++];
    return FIELD_READ;
}

static FieldResult read_plain(Csv *self, const char *text, gsize length, gsize *at) {
    gsize start = *at;
    while (*at < length && text[*at] != '\n' && !is_separator(self, text[*at])) {
        if (text[*at] == '"') {
            self->error = _("a quote stands inside a field that does not begin with one");
            return FIELD_BAD;
        }
        (*at)++;
    }
    CsvField field = trim(text + start, *at - start);
    g_array_append_val(self->fields, field);
    return end_field(self, text, length, at);
}

static FieldResult read_quoted(Csv *self, const char *text, gsize length, gsize *at) {
    CsvField field = {NULL, self->scratch->len};
    for ((*at)++;; (*at)++) {
        if (*at >= length)
            return FIELD_OPEN;
        if (text[*at] == '"') {
            if (*at + 1 >= length || text[*at + 1] != '"')
                break; /* at the window's end end_field() asks for more and all is read again */
            (*at)++;
        }
        g_string_append_c(self->scratch, text[*at]);
    }
    (*at)++;
    g_string_append_c(self->scratch, '\0');
    g_array_append_val(self->fields, field);
    while (*at < length && is_blank(text[*at]) && !is_separator(self, text[*at]))
        (*at)++;
    if (*at < length && text[*at] != '\n' && !is_separator(self, text[*at])) {
        self->error = _("text stands behind a field's closing quote");
        return FIELD_BAD;
    }
    return end_field(self, text, length, at);
}

/* The fields of the record that the window begins with, and its octets. */
static FieldResult read_fields(Csv *self, gsize *ret_octets) {
    const char *text = self->reader->data;
    gsize length = self->reader->available, at = 0;
    char separator = self->separator;
    FieldResult result = FIELD_READ;
    g_array_set_size(self->fields, 0);
    g_string_truncate(self->scratch, 0);
    while (result == FIELD_READ) {
        while (at < length && is_blank(text[at]) && !is_separator(self, text[at]))
            at++;
        result = at < length && text[at] == '"' ? read_quoted(self, text, length, &at)
                                                : read_plain(self, text, length, &at);
    }
    *ret_octets = MIN(at + 1, length);
    if (result != FIELD_LAST)
        self->separator = separator;
    return result;
}

/* Now that the scratch moves no more. */
static void settle_quoted(Csv *self) {
    for (guint i = 0; i < self->fields->len; i++) {
        CsvField *field = &g_array_index(self->fields, CsvField, i);
        if (field->data == NULL) {
            const char *data = self->scratch->str + field->length;
            *field = (CsvField){data, strlen(data)};
        }
    }
}

CsvResult csv_next(Csv *self) {
    CsvResult begun = begin(self);
    if (begun != CSV_RECORD)
        return begun;
    gsize first_line = self->pending, octets;
    FieldResult result;
    /* A quoted field may go over lines; where it is never closed the file goes on at the next. */
    while ((result = read_fields(self, &octets)) == FIELD_OPEN && !self->reader->at_end &&
           self->reader->available <= LIMIT_LEDGER_RECORD)
        reader_fill(self->reader);
    self->text =
        trim(self->reader->data, first_line - (self->reader->data[first_line - 1] == '\n'));
    if (result == FIELD_OPEN || (result == FIELD_LAST && octets > LIMIT_LEDGER_RECORD)) {
        g_array_set_size(self->fields, 0);
        return malformed(self, _("a quote is opened and not closed"));
    }
    if (result == FIELD_BAD) {
        g_array_set_size(self->fields, 0);
        return CSV_MALFORMED;
    }
    self->pending = octets;
    for (gsize i = first_line; i < octets; i++)
        self->lines += self->reader->data[i - 1] == '\n';
    if (!g_utf8_validate_len(self->reader->data, octets, NULL)) {
        g_array_set_size(self->fields, 0);
        return malformed(self, _("the line is not UTF-8"));
    }
    settle_quoted(self);
    return CSV_RECORD;
}

int csv_column(const Csv *self, const char *name) {
    for (guint i = 0; i < self->fields->len; i++) {
        const CsvField *field = &g_array_index(self->fields, CsvField, i);
        if (field->length == strlen(name) &&
            g_ascii_strncasecmp(field->data, name, field->length) == 0)
            return (int)i;
    }
    return -1;
}
