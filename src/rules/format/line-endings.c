/* line-endings.c - one kind of line ending (RFC 5322 section 2.3). */
#include "rules/rule.h"

#include <string.h>

/* The first line ending of another kind than the stretch's first one. CR alone is always odd, unless
 * the whole file uses it. */
typedef struct {
    gsize crlf, lf, cr;      /* how many */
    gsize first_odd_cr;      /* octet of the first lone CR */
    gsize first_crlf, first_lf;
} Endings;

static Endings count_endings(const char *bytes, gsize start, gsize end) {
    Endings found = {0};
    for (gsize at = start; at < end;) {
        const char *lf = memchr(bytes + at, '\n', end - at);
        gsize stop = lf == NULL ? end : (gsize)(lf - bytes);
        const char *cr = memchr(bytes + at, '\r', stop - at);
        while (cr != NULL && cr + 1 != lf) {
            if (found.cr++ == 0)
                found.first_odd_cr = (gsize)(cr - bytes);
            at = (gsize)(cr - bytes) + 1;
            cr = memchr(bytes + at, '\r', stop - at);
        }
        if (cr != NULL && found.crlf++ == 0)
            found.first_crlf = (gsize)(cr - bytes);
        if (cr == NULL && lf != NULL && found.lf++ == 0)
            found.first_lf = stop;
        at = stop + 1;
    }
    return found;
}

static void judge(Check *check, gsize start, gsize end, const char *section) {
    const Message *message = check->message;
    /* The last line ending is often a store's or an editor's. */
    if (end > start && message->bytes[end - 1] == '\n')
        end--;
    if (end > start && message->bytes[end - 1] == '\r')
        end--;
    /* Nothing can be wrong in what a store keeps with LF alone. */
    if (memchr(message->bytes + start, '\r', end - start) == NULL)
        return;
    Endings found = count_endings(message->bytes, start, end);
    if (found.cr > 0 && found.lf + found.crlf > 0)
        check_fail(check, SEVERITY_ERROR,
                   (Place){{found.first_odd_cr, found.first_odd_cr + 1}, section}, NULL, NULL,
                   N_("a bare CR stands here; CR occurs only before LF (RFC 5322 section 2.3)"));
    if (found.crlf > 0 && found.lf > 0) {
        gsize at = found.crlf >= found.lf ? found.first_lf : found.first_crlf;
        check_fail(check, SEVERITY_ERROR, (Place){{at, at + 1}, section}, NULL, NULL,
                   N_("LF and CRLF are mixed: %u lines end in LF, %u in CRLF"), (guint)found.lf,
                   (guint)found.crlf);
    }
}

static void judge_leaf(const Part *part, gpointer data) {
    Check *check = data;
    /* Encoded parts carry line endings of the transport only; parts decoded from another are not
     * octets of the file. */
    if (part->children->len > 0 || part->outer != NULL)
        return;
    judge(check, part->body.start, part->body.end, part->section);
}

static void check_line_endings(Check *check) {
    const Message *message = check->message;
    gsize start = message->fields->section.start;
    /* Lines that a store put before the first field may end otherwise. */
    for (guint i = 0; i < message->fields->fields->len; i++) {
        const Field *field = g_ptr_array_index(message->fields->fields, i);
        if (!(field->flags & FIELD_FROM_LINE))
            break;
        start = field->all.end;
    }
    if (message->judged->outer == NULL)
        judge(check, start, message->fields->section.end, NULL);
    part_foreach(message->judged, judge_leaf, check);
}

static const char *const sources[] = {"RFC 5322 section 2.3", "RFC 5321 section 2.3.8", NULL};

const Rule rule_line_endings = {
    .id = "line-endings",
    .clause = CLAUSE_FORMAT,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_ALL,
    .needs = NEEDS_HEADER,
    .summary = N_("All lines end alike"),
    .requires = N_("Within the header section, and within each body part, lines end in CRLF (or all in LF, "
                   "as files do); no bare CR."),
    .why = N_("Mixed line endings are rewritten on the way, which breaks DKIM signatures, and bare "
              "CR and LF are how mail is smuggled past filters."),
    .fix = N_("Write every line ending as CRLF."),
    .exceptions = N_("The file's last line ending, mbox separators and lines that a store put before."),
    .sources = sources,
    .check = check_line_endings,
};
