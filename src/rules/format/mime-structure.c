/* mime-structure.c - the MIME tree is whole and its parts decode (RFC 2045, 2046). */
#include "rules/rule.h"

#include "limits.h"

#include <string.h>

static Place type_place(Check *check, const Part *part) {
    const Field *field = fields_first(part->fields, "Content-Type");
    if (field != NULL)
        return part_place(part, field->body.start, field->body.end);
    return part_place(part, part->body.start, part->body.start);
}

/* Whether the part decodes, and where not; a text has been decoded already. */
static gboolean decodes(const Part *part, Place *ret_place) {
    gsize length = part->body.end - part->body.start, defect;
    g_autofree char *decoded = NULL;
    if (strcmp(part->type, "text") == 0) {
        const Text *text = part_text(part);
        *ret_place = (Place){text->defect, part->section};
        return !(text->defects & (TEXT_BAD_BASE64 | TEXT_BAD_QP));
    }
    if (length == 0)
        return TRUE;
    const char *octets = (const char *)g_bytes_get_data(part->space, NULL) + part->body.start;
    if (transfer_decode(part->encoding, octets, length, &decoded, &length, &defect, NULL))
        return TRUE;
    /* One "=" too many or too few at the very end: every program decodes it. */
    gsize end = part->body.end - part->body.start;
    while (end > 0 && g_ascii_isspace(octets[end - 1]))
        end--;
    if (defect + 1 >= end)
        return TRUE;
    gsize start = MIN(part->body.start + defect, part->body.end);
    *ret_place = part_place(part, start, MIN(start + 1, part->body.end));
    return FALSE;
}

/* Of so many "=" one that means nothing is a slip: programs show it as it stands, as RFC 2045
 * section 6.7 advises, and the reader misses nothing. More are a text that was never encoded. */
enum { ESCAPES_A_SLIP = 10 };

/* TRUE where few of the part's "=" are without two hexadecimal digits or a line ending. */
static gboolean is_slip(const Part *part) {
    const char *at = (const char *)g_bytes_get_data(part->space, NULL) + part->body.start;
    const char *end = at + (part->body.end - part->body.start);
    gsize all = 0, bad = 0;
    while (at < end && (at = memchr(at, '=', (gsize)(end - at))) != NULL) {
        gsize left = (gsize)(end - ++at);
        gsize spaces = 0;
        while (spaces < left && (at[spaces] == ' ' || at[spaces] == '\t'))
            spaces++;
        gboolean digits = left >= 2 && g_ascii_isxdigit(at[0]) && g_ascii_isxdigit(at[1]);
        gboolean line = spaces == left || at[spaces] == '\r' || at[spaces] == '\n';
        all++;
        bad += !digits && !line;
    }
    return bad * ESCAPES_A_SLIP <= all;
}

static void judge_encoding(Check *check, const Part *part) {
    Place place;
    if (decodes(part, &place))
        return;
    if (part->encoding == ENCODING_QP)
        check_fail(check, is_slip(part) ? SEVERITY_WARNING : SEVERITY_ERROR, place, NULL, NULL,
                   N_("the quoted-printable of this part is broken: \"=\" without two hexadecimal "
                      "digits or a line ending (RFC 2045 section 6.7)"));
    else if (part->encoding == ENCODING_BASE64)
        check_fail(check, SEVERITY_ERROR, place, NULL, NULL,
                   N_("the base64 of this part is broken (RFC 2045 section 6.8)"));
}

static void judge_part(const Part *part, gpointer data) {
    Check *check = data;
    Place place = type_place(check, part);
    if (part->defects & PART_BOUNDARY_MISSING)
        check_fail(check, SEVERITY_ERROR, place, NULL, NULL,
                   N_("multipart/%s names no boundary (RFC 2046 section 5.1.1)"), part->subtype);
    else if (part->defects & PART_BOUNDARY_NEVER_OPENED)
        check_fail(
            check, SEVERITY_ERROR, place, part->boundary, NULL,
            N_("the boundary of multipart/%s never stands in its body (RFC 2046 section 5.1.1)"),
            part->subtype);
    else if (part->defects & PART_BOUNDARY_NEVER_CLOSED)
        check_fail(
            check, SEVERITY_ERROR, place, part->boundary, NULL,
            N_("multipart/%s is never closed, expected \"--boundary--\" at its end (RFC 2046 "
               "section 5.1.1)"),
            part->subtype);
    if (part->defects & PART_MULTIPART_ENCODED)
        check_fail(
            check, SEVERITY_ERROR, place, NULL, NULL,
            N_("%s/%s has a transfer encoding other than 7bit, 8bit or binary (RFC 2045 section "
               "6.4)"),
            part->type, part->subtype);
    if (part->defects & PART_UNKNOWN_ENCODING) {
        const Field *field = fields_first(part->fields, "Content-Transfer-Encoding");
        check_fail(check, SEVERITY_ERROR,
                   field != NULL ? part_place(part, field->body.start, field->body.end) : place,
                   field != NULL ? field->value : NULL, NULL,
                   N_("the Content-Transfer-Encoding is none that RFC 2045 section 6.1 names"));
    }
    if (part->defects & PART_TOO_DEEP)
        check_fail(check, SEVERITY_ERROR, place, NULL, NULL,
                   N_("parts are nested over %u deep or are over %u: what lies below was not read"),
                   LIMIT_MIME_DEPTH, LIMIT_MIME_PARTS);
    if (part->children->len == 0 && transfer_is_encoded(part->encoding))
        judge_encoding(check, part);
}

static void check_mime_structure(Check *check) {
    const Message *message = check->message;
    if (message->fields->truncated)
        check_fail(
            check, SEVERITY_ERROR, message_start(message), NULL, NULL,
            N_("the header section is over the limits of %u fields or %u octets: the rest was not "
               "read"),
            LIMIT_FIELDS, LIMIT_HEADER_OCTETS);
    if (message->document->truncated)
        check_fail(check, SEVERITY_ERROR, message_start(message), NULL, NULL,
                   N_("the message is over %u octets long: the rest was not read"),
                   LIMIT_MESSAGE_OCTETS);
    if (message->view != NULL && message->view->html_truncated)
        check_fail(
            check, SEVERITY_ERROR, message_start(message), NULL, NULL,
            N_("the HTML is over the limits of depth, elements or attributes: the rest was not "
               "read"));
    part_foreach(message->judged, judge_part, check);
}

static const char *const sources[] = {"RFC 2045 section 6", "RFC 2046 section 5.1", NULL};

const Rule rule_mime_structure = {
    .id = "mime-structure",
    .clause = CLAUSE_FORMAT,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_ALL,
    .needs = NEEDS_HEADER,
    .summary = N_("The MIME structure is whole"),
    .requires =
        N_("Every multipart names a boundary that opens and closes its parts, has no transfer "
           "encoding that changes octets, and base64 and quoted-printable decode."),
    .why =
        N_("Mail programs show different things of a broken structure, or nothing; filters cannot "
           "see what is in it and reject it."),
    .fix = N_("Let a mail library build the parts."),
    .exceptions = N_("A few wrong \"=\" in a quoted-printable part are a warning: programs show them "
                     "as they stand."),
    .sources = sources,
    .check = check_mime_structure,
};
