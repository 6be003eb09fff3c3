/* json-writer.h - JSON (RFC 8259) written straight into a buffer.
 *
 * Reports are written a message at a time, thousands of them; a tree of nodes per message would
 * cost more than judging it.  The writer puts the commas; the caller opens and closes in order.
 * Strings may be any octets: what is not UTF-8 becomes U+FFFD, and what could steer a terminal
 * (escape.h) is written as \uXXXX, so that JSON may be looked at as safely as text.
 */
#ifndef SPAMLINT_REPORT_JSON_WRITER_H
#define SPAMLINT_REPORT_JSON_WRITER_H

#include <glib.h>

typedef struct {
    GString *out;   /* borrowed */
    gboolean comma; /* a value stands before what comes next */
} JsonWriter;

/* `bracket` is '{' or '[', and '}' or ']'. */
void json_open(JsonWriter *self, char bracket);
void json_close(JsonWriter *self, char bracket);
void json_key(JsonWriter *self, const char *key);
/* NULL is written as null. */
void json_string(JsonWriter *self, const char *text);
void json_uint(JsonWriter *self, guint64 number);
void json_null(JsonWriter *self);

/* The beginning of an object as a writer wrote it before: its bracket and some members. */
void json_begun(JsonWriter *self, const GString *beginning);

/* A key and its value. */
void json_key_string(JsonWriter *self, const char *key, const char *text);
void json_key_uint(JsonWriter *self, const char *key, guint64 number);

#endif
