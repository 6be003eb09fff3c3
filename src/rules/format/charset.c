/* charset.c - text is of the charset that it says (RFC 2046 section 4.1.2). */
#include "rules/rule.h"

#include <string.h>

static void judge_part(const Part *part, gpointer data) {
    Check *check = data;
    if (part->children->len > 0 || strcmp(part->type, "text") != 0 || part_is_attachment(part))
        return;
    const Text *text = part_text(part);
    const Field *field = fields_first(part->fields, "Content-Type");
    Place place = field != NULL ? part_place(part, field->body.start, field->body.end)
                                : (Place){text->defect, part->section};
    if (text->defects & TEXT_UNKNOWN_CHARSET)
        check_fail(check, SEVERITY_ERROR, place, part->charset, NULL,
                   N_("nobody knows the charset \"%s\", expected one such as utf-8"),
                   part->charset != NULL ? part->charset : "");
    else if (text->defects & TEXT_NO_CHARSET)
        check_fail(check, SEVERITY_ERROR, (Place){text->defect, part->section}, NULL,
                   "Content-Type: text/plain; charset=utf-8",
                   N_("the text holds letters outside ASCII and declares no charset (RFC 2046 section "
                      "4.1.2)"));
    else if ((text->defects & TEXT_UNDECODABLE) && !(text->defects & (TEXT_BAD_BASE64 | TEXT_BAD_QP)))
        /* Broken transfer encoding is mime-structure's: one defect, one finding. */
        check_fail(check, SEVERITY_ERROR, (Place){text->defect, part->section}, NULL, NULL,
                   N_("the text does not decode as %s, the charset declared for it"),
                   part->charset != NULL ? part->charset : text->charset);
}

static void check_charset(Check *check) {
    part_foreach(check->message->judged, judge_part, check);
}

static const char *const sources[] = {"RFC 2046 section 4.1.2", NULL};

const Rule rule_charset = {
    .id = "charset",
    .clause = CLAUSE_FORMAT,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_ALL,
    .needs = NEEDS_HEADER | NEEDS_BODY,
    .summary = N_("Text decodes in the charset declared for it"),
    .requires = N_("Every text part declares a known charset where it holds more than ASCII, and its "
                   "octets are of that charset."),
    .why = N_("Readers see broken letters, and filters count it as a mark of careless software."),
    .fix = N_("Write the text as UTF-8 and declare charset=utf-8."),
    .sources = sources,
    .check = check_charset,
};
