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

static void judge_part(const Part *part, gpointer data) {
    Check *check = data;
    Place place = type_place(check, part);
    if (part->defects & PART_BOUNDARY_MISSING)
        check_fail(check, SEVERITY_ERROR, place, NULL, NULL,
                   N_("multipart/%s names no boundary (RFC 2046 section 5.1.1)"), part->subtype);
    else if (part->defects & PART_BOUNDARY_NEVER_OPENED)
        check_fail(check, SEVERITY_ERROR, place, part->boundary, NULL,
                   N_("the boundary of multipart/%s never stands in its body (RFC 2046 section 5.1.1)"),
                   part->subtype);
    else if (part->defects & PART_BOUNDARY_NEVER_CLOSED)
        check_fail(check, SEVERITY_ERROR, place, part->boundary, NULL,
                   N_("multipart/%s is never closed, expected \"--boundary--\" at its end (RFC 2046 "
                      "section 5.1.1)"),
                   part->subtype);
    if (part->defects & PART_MULTIPART_ENCODED)
        check_fail(check, SEVERITY_ERROR, place, NULL, NULL,
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
    if (part->children->len == 0 && strcmp(part->type, "text") == 0) {
        const Text *text = part_text(part);
        if (text->defects & TEXT_BAD_BASE64)
            check_fail(check, SEVERITY_ERROR, (Place){text->defect, part->section}, NULL, NULL,
                       N_("the base64 of this part is broken (RFC 2045 section 6.8)"));
        if (text->defects & TEXT_BAD_QP)
            check_fail(check, SEVERITY_ERROR, (Place){text->defect, part->section}, NULL, NULL,
                       N_("the quoted-printable of this part is broken: \"=\" without two hexadecimal "
                          "digits or a line ending (RFC 2045 section 6.7)"));
    }
}

static void check_mime_structure(Check *check) {
    const Message *message = check->message;
    if (message->fields->truncated)
        check_fail(check, SEVERITY_ERROR, message_start(message), NULL, NULL,
                   N_("the header section is over the limits of %u fields or %u octets: the rest was not "
                      "read"),
                   LIMIT_FIELDS, LIMIT_HEADER_OCTETS);
    if (message->document->truncated)
        check_fail(check, SEVERITY_ERROR, message_start(message), NULL, NULL,
                   N_("the message is over %u octets long: the rest was not read"), LIMIT_MESSAGE_OCTETS);
    if (message->view != NULL && message->view->html_truncated)
        check_fail(check, SEVERITY_ERROR, message_start(message), NULL, NULL,
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
    .requires = N_("Every multipart names a boundary that opens and closes its parts, has no transfer "
                   "encoding that changes octets, and base64 and quoted-printable decode."),
    .why = N_("Mail programs show different things of a broken structure, or nothing; filters cannot "
              "see what is in it and reject it."),
    .fix = N_("Let a mail library build the parts."),
    .sources = sources,
    .check = check_mime_structure,
};
