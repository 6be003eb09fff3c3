/* csv.h - the records of a CSV file, or its plain lines, one at a time however long the file is.
 *
 * Records are those of RFC 4180: fields between commas, or between quotes with a quote in them
 * doubled and line endings as they are.  Beyond it: the separator may be a semicolon (what a Danish
 * spreadsheet writes) or a tab, whichever the first record uses; spaces around a field do not
 * count; the file may begin with a byte-order mark.  Lines end at LF or CRLF.  Empty lines, and
 * lines that begin with "#" and a space or with nothing more, are passed over.  Octets are UTF-8.
 */
#ifndef SPAMLINT_LEDGER_CSV_H
#define SPAMLINT_LEDGER_CSV_H

#include "input/reader.h"

#include <glib.h>

typedef enum {
    CSV_RECORD,
    CSV_MALFORMED, /* `error` says why; the next call goes on at the line after it */
    CSV_END,       /* of the file, or reading failed: reader->failed */
} CsvResult;

typedef struct {
    const char *data; /* not NUL-terminated; borrowed until the next call */
    gsize length;
} CsvField;

typedef struct {
    guint64 line;      /* where the record begins, from 1 */
    CsvField text;     /* its first line as it stands, without spaces at its ends */
    GArray *fields;    /* of CsvField */
    const char *error; /* of CSV_MALFORMED; translated */

    /* The rest belongs to csv.c. */
    Reader *reader;
    guint64 lines;    /* consumed */
    gsize pending;    /* octets of the window that the record took */
    char separator;   /* 0: not known yet */
    GString *scratch; /* fields that stood in quotes, without them */
    gboolean started;
} Csv;

/* Takes the reader. */
Csv *csv_new(Reader *reader);
void csv_free(Csv *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Csv, csv_free)

/* The next record. */
CsvResult csv_next(Csv *self);
/* The next line, whatever stands in it, as `text`; there are no fields. */
CsvResult csv_next_line(Csv *self);
/* The index of the field that is that name (folded), or -1: of a record that names columns. */
int csv_column(const Csv *self, const char *name);

#endif
