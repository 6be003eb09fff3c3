/* content-attachment.c - what is attached is what it says, and does not run. */
#include "rules/rule.h"

#include "message/mime/archive.h"
#include "message/mime/file-form.h"
#include "message/mime/file-name.h"

#include <string.h>

/* One attached part in work. Of several defects of one part the worst is said. */
typedef struct {
    Check *check;
    const Part *part;
    const char *raw_name; /* as its field gives it, or NULL */
    FileName name;
    FileForm form;
    const char *form_name; /* or NULL */
} Attachment;

/* The field that names the part or declares its type, or NULL. */
static const Field *naming_field(const Part *part) {
    const Field *disposition = fields_first(part->fields, "Content-Disposition");
    if (disposition != NULL && strstr(disposition->value, "name") != NULL)
        return disposition;
    const Field *type = fields_first(part->fields, "Content-Type");
    return type != NULL ? type : disposition;
}

static Place field_place(const Part *part, const Field *field) {
    return field != NULL ? part_place(part, field->body.start, field->body.end)
                         : part_place(part, part->body.start, part->body.start);
}

static Place name_place(const Attachment *self) {
    const Field *field = naming_field(self->part);
    const char *found =
        field != NULL && self->raw_name != NULL ? strstr(field->value, self->raw_name) : NULL;
    if (found == NULL)
        return field_place(self->part, field);
    gsize start = (gsize)(found - field->value);
    Span span = field_span(field, g_bytes_get_data(self->part->space, NULL), start,
                           start + strlen(self->raw_name));
    return part_place(self->part, span.start, span.end);
}

static Place type_place(const Attachment *self) {
    return field_place(self->part, fields_first(self->part->fields, "Content-Type"));
}

static Place body_place(const Attachment *self) {
    const Span *body = &self->part->body;
    return part_place(self->part, body->start, MIN(body->start + 4, body->end));
}

/* "shop.example.com" is a name that ends in a domain; what is known to be a document is no program
 * for that. */
static gboolean is_domain_like(const Attachment *self) {
    return strcmp(self->name.extension, "com") == 0 && self->form != FORM_UNKNOWN &&
           self->form != FORM_PROGRAM;
}

static gboolean judge_name(const Attachment *self) {
    const FileName *name = &self->name;
    if (name->kind == FILE_NAME_PLAIN || is_domain_like(self))
        return FALSE;
    if (name->overridden && name->kind != FILE_NAME_MACROS) {
        check_fail(self->check, SEVERITY_ERROR, name_place(self), self->raw_name, NULL,
                   N_("a right-to-left override in the name hides that the attachment ends in .%s"),
                   name->extension);
        return TRUE;
    }
    if (name->pretended[0] != '\0' && name->kind != FILE_NAME_MACROS) {
        check_fail(self->check, SEVERITY_ERROR, name_place(self), self->raw_name, NULL,
                   N_("the attachment pretends to be a .%s file and ends in .%s"), name->pretended,
                   name->extension);
        return TRUE;
    }
    if (name->kind == FILE_NAME_PROGRAM) {
        check_fail(self->check, SEVERITY_ERROR, name_place(self), self->raw_name, NULL,
                   N_("the attachment is a program, a script or a disk image: it ends in .%s"),
                   name->extension);
        return TRUE;
    }
    if (name->kind == FILE_NAME_MACROS) {
        check_fail(self->check, SEVERITY_ERROR, name_place(self), self->raw_name, NULL,
                   N_("the attached document may hold macros: it ends in .%s"), name->extension);
        return TRUE;
    }
    return FALSE;
}

/* Types that mail programs hand to something that runs them. A known form in the part goes before:
 * some mailers call everything application/x-msdownload. */
static gboolean judge_type(const Attachment *self) {
    static const char *const programs[] = {
        "application/x-msdownload",
        "application/x-msdos-program",
        "application/x-dosexec",
        "application/x-executable",
        "application/vnd.microsoft.portable-executable",
        "application/x-ms-shortcut",
        "application/hta",
        "application/java-archive",
        "application/javascript",
        "application/x-javascript",
        "application/x-msi",
        "application/x-iso9660-image",
        "application/vnd.android.package-archive",
        "text/javascript",
        "text/vbscript",
        NULL,
    };
    const Part *part = self->part;
    g_autofree char *type = g_strconcat(part->type, "/", part->subtype, NULL);
    gboolean macros = strstr(part->subtype, "macroenabled") != NULL;
    gboolean program = g_strv_contains(programs, type) && self->form == FORM_UNKNOWN &&
                       file_forms_of_extension(self->name.extension) == FORM_UNKNOWN;
    if (program || macros)
        check_fail(
            self->check, SEVERITY_ERROR, type_place(self), type, NULL,
            N_("the declared type of the attachment is that of a program or of a document with "
               "macros: %s"),
            type);
    return program || macros;
}

/* The declared type, or where that says nothing the extension, against the first octets. */
static gboolean judge_contradiction(const Attachment *self) {
    const Part *part = self->part;
    guint expected = file_forms_of_type(part->type, part->subtype);
    if (expected != FORM_UNKNOWN && !(expected & self->form)) {
        check_fail(self->check, SEVERITY_ERROR, type_place(self), self->raw_name, NULL,
                   N_("the attachment is declared as %s/%s, and its first octets are those of %s"),
                   part->type, part->subtype, _(self->form_name));
        return TRUE;
    }
    expected = file_forms_of_extension(self->name.extension);
    if (expected != FORM_UNKNOWN && !(expected & self->form)) {
        check_fail(self->check, SEVERITY_ERROR, name_place(self), self->raw_name, NULL,
                   N_("the attachment ends in .%s, and its first octets are those of %s"),
                   self->name.extension, _(self->form_name));
        return TRUE;
    }
    return FALSE;
}

static gboolean judge_octets(const Attachment *self) {
    if (self->form == FORM_UNKNOWN)
        return FALSE;
    if (self->form == FORM_PROGRAM) {
        check_fail(self->check, SEVERITY_ERROR, body_place(self), self->raw_name, NULL,
                   N_("the first octets of the attachment are those of %s"), _(self->form_name));
        return TRUE;
    }
    return judge_contradiction(self);
}

static gboolean judge_archive(const Attachment *self) {
    if (!(self->form & (FORM_ZIP | FORM_RAR | FORM_7Z)))
        return FALSE;
    g_autoptr(GBytes) bytes = part_head(self->part, self->part->body.end - self->part->body.start);
    gsize length;
    const char *octets = g_bytes_get_data(bytes, &length);
    g_auto(Archive) archive;
    archive_read(self->form, octets, length, &archive);
    if (archive.macros) {
        check_fail(self->check, SEVERITY_ERROR, name_place(self), self->raw_name, NULL,
                   N_("the attached document holds macros (vbaProject.bin)"));
        return TRUE;
    }
    if (archive.program != NULL)
        check_fail(self->check, SEVERITY_WARNING, name_place(self), archive.program, NULL,
                   N_("the attached archive holds a program, a script or a disk image"));
    else if (archive.encrypted)
        check_fail(self->check, SEVERITY_WARNING, name_place(self), self->raw_name, NULL,
                   N_("the attached %s archive is encrypted: no filter can see what is in it"),
                   _(self->form_name));
    return archive.program != NULL || archive.encrypted;
}

static void judge_page(const Attachment *self) {
    const Part *part = self->part;
    gboolean page = self->name.kind == FILE_NAME_PAGE ||
                    (self->raw_name == NULL && part_is(part, "text", "html")) ||
                    (self->raw_name == NULL && part_is(part, "image", "svg+xml"));
    if (page && part_is_attachment(part))
        check_fail(
            self->check, SEVERITY_WARNING, name_place(self), self->raw_name, NULL,
            N_("a web page or SVG is attached, which opens in the browser and may hold scripts"));
}

/* Text that is shown, and has no name that could say something else. */
static gboolean is_body(const Part *part) {
    return strcmp(part->type, "multipart") == 0 || strcmp(part->type, "message") == 0 ||
           (strcmp(part->type, "text") == 0 && part->filename == NULL &&
            (part->disposition == NULL || strcmp(part->disposition, "attachment") != 0));
}

static void read_form(Attachment *self) {
    g_autoptr(GBytes) head = part_head(self->part, FILE_FORM_OCTETS);
    gsize length;
    const char *octets = g_bytes_get_data(head, &length);
    self->form = length > 0 ? file_form(octets, length, &self->form_name) : FORM_UNKNOWN;
    /* What stands before a volume is nearly always empty. */
    if (self->form != FORM_UNKNOWN || length < FILE_FORM_OCTETS || memchr(octets, '\0', 1) == NULL)
        return;
    g_autoptr(GBytes) more = part_head(self->part, FILE_FORM_VOLUME_OCTETS);
    octets = g_bytes_get_data(more, &length);
    if (file_form_is_volume(octets, length)) {
        self->form = FORM_PROGRAM;
        self->form_name = N_("ISO 9660 (disk image)");
    }
}

/* Of two names that the fields give the worse one counts: mail programs take either. */
static void read_name(Attachment *self, const char *type_name) {
    FileName other;
    self->raw_name = self->part->filename;
    if (self->raw_name == NULL)
        return;
    file_name_read(self->raw_name, &self->name);
    if (type_name == NULL)
        return;
    file_name_read(type_name, &other);
    if (other.kind > self->name.kind) {
        self->name = other;
        self->raw_name = type_name;
    }
}

static void judge_part(Check *check, const Part *part) {
    Attachment self = {.check = check, .part = part};
    gboolean both =
        part->filename != NULL && fields_first(part->fields, "Content-Disposition") != NULL;
    g_autofree char *type_name = both ? part_parameter(part, "name") : NULL;
    read_name(&self, type_name);
    read_form(&self);
    if (!judge_name(&self) && !judge_type(&self) && !judge_octets(&self) && !judge_archive(&self))
        judge_page(&self);
}

/* An attached message is not judged: what is in it somebody else wrote. */
static void walk(Check *check, const Part *part) {
    if (part->children->len == 0) {
        if (!is_body(part))
            judge_part(check, part);
        return;
    }
    if (strcmp(part->type, "multipart") == 0)
        for (guint i = 0; i < part->children->len; i++)
            walk(check, g_ptr_array_index(part->children, i));
}

static void check_content_attachment(Check *check) {
    walk(check, check->message->judged);
}

static const char *const sources[] = {
    "SMTP.dk spam policy: lawful content",
    "Gmail: file types blocked (https://support.google.com/mail/answer/6590), 552 5.7.0 blocked "
    "content",
    NULL,
};

const Rule rule_content_attachment = {
    .id = "content-attachment",
    .clause = CLAUSE_CONTENT,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_ALL,
    .needs = NEEDS_BODY,
    .summary = N_("Attachments are what they say, and do not run"),
    .requires = N_(
        "No attachment is a program, a script, a disk image or an Office document with macros, by "
        "its name, its type or its first octets; no name hides its extension; no declared type "
        "is contradicted by the first octets. Attached web pages, SVG, encrypted archives and "
        "archives with programs give a warning."),
    .why = N_("Attachments are how mail breaks into computers; providers reject whole messages for "
              "them."),
    .fix = N_("Send a PDF, or link to a page of your own where the file can be fetched."),
    .exceptions = N_("PDF, calendar files, pictures, documents without macros and plain archives."),
    .sources = sources,
    .check = check_content_attachment,
};
