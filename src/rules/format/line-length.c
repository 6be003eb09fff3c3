/* line-length.c - no line over 998 octets (RFC 5322 section 2.1.1). */
#include "rules/rule.h"

#include <string.h>

#define LINE_LIMIT 998

static void check_line(Check *check, gsize start, gsize end) {
    if (end - start > LINE_LIMIT)
        check_fail(check, SEVERITY_ERROR, (Place){{start + LINE_LIMIT, end}, NULL}, NULL, NULL,
                   N_("the line is %u octets long, allowed are 998 (RFC 5322 section 2.1.1)"),
                   (guint)(end - start));
}

static void check_line_length(Check *check) {
    const Message *message = check->message;
    const char *bytes = message->bytes, *end = bytes + message->length;
    for (const char *line = bytes; line < end;) {
        /* A line ending so near: the lines up to the last of them are short. */
        const char *near = memrchr(line, '\n', MIN((gsize)(end - line), LINE_LIMIT + 1));
        if (near != NULL) {
            line = near + 1;
            continue;
        }
        const char *lf = memchr(line, '\n', (gsize)(end - line));
        const char *stop = lf != NULL ? lf : end;
        /* CR ends a line too; only what is long enough to matter is searched for it. */
        while (stop - line > LINE_LIMIT) {
            const char *cr = memchr(line, '\r', (gsize)(stop - line));
            if (cr == NULL || cr + 1 == stop)
                break;
            check_line(check, (gsize)(line - bytes), (gsize)(cr - bytes));
            line = cr + 1;
        }
        gsize length = (gsize)(stop - line);
        if (length > 0 && line[length - 1] == '\r')
            length--;
        check_line(check, (gsize)(line - bytes), (gsize)(line - bytes) + length);
        line = stop + 1;
    }
}

static const char *const sources[] = {"RFC 5322 section 2.1.1", "RFC 5321 section 4.5.3.1.6", NULL};

const Rule rule_line_length = {
    .id = "line-length",
    .clause = CLAUSE_FORMAT,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_ALL,
    .needs = NEEDS_HEADER,
    .summary = N_("No line is over 998 octets long"),
    .requires = N_("Every line of the message holds at most 998 octets before its line ending."),
    .why = N_("Servers may cut or break longer lines, which breaks words, links and DKIM signatures."),
    .fix = N_("Send the part in quoted-printable or base64, and fold long header fields."),
    .sources = sources,
    .check = check_line_length,
};
