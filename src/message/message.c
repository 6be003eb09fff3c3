/* message.c - a document read: everything that message.h promises, put together. */
#include "message/message.h"

#include "message/footer.h"
#include "message/kind.h"
#include "message/language.h"
#include "message/select.h"

#include <string.h>

static MailboxList *read_mailboxes(const FieldList *fields, const char *name) {
    const Field *field = fields_first(fields, name);
    return field != NULL ? mailbox_list_parse(field->value, field->value_length) : NULL;
}

/* The message that a bounce or complaint returns: the message/rfc822 part's root, or the part that holds
 * its header section only (RFC 6522 section 3). NULL: nothing was returned. */
static const Part *returned_message(const Part *report, gboolean *ret_whole) {
    for (guint i = 0; i < report->children->len; i++) {
        const Part *part = g_ptr_array_index(report->children, i);
        if ((part_is(part, "message", "rfc822") || part_is(part, "message", "global")) &&
            part->children->len > 0) {
            *ret_whole = TRUE;
            return g_ptr_array_index(part->children, 0);
        }
        if (part_is(part, "text", "rfc822-headers") || part_is(part, "message", "global-headers")) {
            *ret_whole = FALSE;
            return part;
        }
    }
    return NULL;
}

/* A multipart/report by its report-type (RFC 6522 section 3). */
static gboolean is_report(const Part *root, const char *type) {
    if (!part_is(root, "multipart", "report"))
        return FALSE;
    g_autofree char *found = part_parameter(root, "report-type");
    if (found != NULL)
        return g_ascii_strcasecmp(found, type) == 0;
    for (guint i = 0; i < root->children->len; i++)
        if (part_is(g_ptr_array_index(root->children, i), "message", type))
            return TRUE;
    return FALSE;
}

static void choose_judged(Message *self) {
    gboolean whole = TRUE;
    const Part *returned = NULL;
    self->judged = self->root;
    self->fields = self->root->fields;
    if (is_report(self->root, "delivery-status") || is_report(self->root, "feedback-report")) {
        self->input = is_report(self->root, "delivery-status") ? INPUT_BOUNCE : INPUT_COMPLAINT;
        returned = returned_message(self->root, &whole);
    }
    if (returned == NULL)
        return;
    self->judged = returned;
    self->fields = returned->fields;
    if (!whole) {
        /* The part's body is the header section; its octets are those of the document unless it was
         * decoded, where the places would be lost: then the report itself is judged. */
        if (returned->outer != NULL || returned->encoding == ENCODING_BASE64 ||
            returned->encoding == ENCODING_QP) {
            self->judged = self->root;
            self->fields = self->root->fields;
            return;
        }
        self->returned_fields = fields_scan(self->bytes, returned->body.end, returned->body.start);
        self->fields = self->returned_fields;
        self->has_body = FALSE;
    }
}

static gboolean is_sent(const Message *self, const MessageOptions *options) {
    return options->sent || fields_first(self->fields, "Received") != NULL ||
           fields_first(self->fields, "Return-Path") != NULL ||
           fields_first(self->fields, "DKIM-Signature") != NULL;
}

static void read_body(Message *self, const MessageOptions *options) {
    g_autoptr(GPtrArray) shown = NULL, plain = NULL;
    if (self->has_body)
        view_select(self->judged, &shown, &plain);
    else
        shown = g_ptr_array_new();
    self->view = view_new(shown);
    if (plain != NULL && plain->len > 0)
        self->plain = view_new(plain);
    self->words = words_new(self->view->text, self->view->length);
    self->hits = phrases_find(options->phrases, self->words);
    self->language = language_guess(options->phrases, self->words);
    self->footer = footer_find(self->view, self->words, self->hits);
}

Message *message_new(const Document *document, const MessageOptions *options) {
    Message *self = g_new0(Message, 1);
    gsize length;
    self->document = document;
    self->bytes = g_bytes_get_data(document->bytes, &length);
    self->length = length;
    self->has_body = TRUE;
    self->has_header = document->form == DOCUMENT_MESSAGE || document->form == DOCUMENT_TEMPLATE;
    if (self->has_header) {
        self->root = part_tree_parse(document->bytes);
        choose_judged(self);
    } else {
        self->root = part_new_body(document->bytes, document->form == DOCUMENT_TEMPLATE_HTML ? "html" : "plain");
        self->judged = self->root;
        self->fields = self->root->fields;
    }
    if (document->form != DOCUMENT_MESSAGE)
        self->input = INPUT_TEMPLATE;
    else if (self->input == INPUT_MESSAGE && !is_sent(self, options))
        self->input = INPUT_DRAFT;

    const Field *subject = fields_first(self->fields, "Subject");
    if (subject != NULL)
        self->subject = encoded_text_decode(subject->value, subject->value_length);
    self->from = read_mailboxes(self->fields, "From");
    self->sender = read_mailboxes(self->fields, "Sender");
    self->reply_to = read_mailboxes(self->fields, "Reply-To");
    self->to = read_mailboxes(self->fields, "To");
    self->cc = read_mailboxes(self->fields, "Cc");
    self->bcc = read_mailboxes(self->fields, "Bcc");
    read_body(self, options);
    self->kind = kind_decide(self, options->kind);
    return self;
}

void message_free(Message *self) {
    if (self == NULL)
        return;
    encoded_text_free(self->subject);
    mailbox_list_free(self->from);
    mailbox_list_free(self->sender);
    mailbox_list_free(self->reply_to);
    mailbox_list_free(self->to);
    mailbox_list_free(self->cc);
    mailbox_list_free(self->bcc);
    view_free(self->view);
    view_free(self->plain);
    words_free(self->words);
    if (self->hits != NULL)
        g_array_unref(self->hits);
    if (self->kind.reasons != NULL)
        g_ptr_array_unref(self->kind.reasons);
    line_index_free(self->lines);
    field_list_free(self->returned_fields);
    part_free(self->root);
    g_free(self);
}

Position message_position(Message *self, gsize offset) {
    if (self->lines == NULL)
        self->lines = line_index_new(self->document);
    return line_index_position(self->lines, offset);
}

const Field *message_field(const Message *self, const char *name) {
    return fields_first(self->fields, name);
}

Place message_field_place(const Message *self, const Field *field) {
    if (self->returned_fields != NULL)
        return (Place){field->body, self->judged->section};
    Place place = part_place(self->judged, field->body.start, field->body.end);
    if (self->judged == self->root)
        place.section = NULL;
    return place;
}

Place message_value_place(const Message *self, const Field *field, gsize start, gsize end) {
    const char *space = self->returned_fields != NULL ? self->bytes
                                                      : g_bytes_get_data(self->judged->space, NULL);
    Span span = field_span(field, space, start, end);
    if (self->returned_fields != NULL)
        return (Place){span, self->judged->section};
    Place place = part_place(self->judged, span.start, span.end);
    if (self->judged == self->root)
        place.section = NULL;
    return place;
}

Place message_start(const Message *self) {
    gsize start = self->judged == self->root ? 0 : self->fields->section.start;
    if (self->judged != self->root && self->judged->outer != NULL)
        return part_place(self->judged, start, start);
    return (Place){{start, start}, NULL};
}

const char *message_from_domain(const Message *self) {
    if (self->from == NULL || self->from->mailboxes->len == 0)
        return NULL;
    return ((const Mailbox *)g_ptr_array_index(self->from->mailboxes, 0))->ascii_domain;
}

const char *kind_name(Kind kind) {
    switch (kind) {
    case KIND_MARKETING:
        return "marketing";
    case KIND_TRANSACTIONAL:
        return "transactional";
    case KIND_PERSONAL:
        return "personal";
    case KIND_DISCUSSION:
        return "discussion";
    case KIND_BOUNCE:
        return "bounce";
    case KIND_COMPLAINT:
        return "complaint";
    case KIND_AUTOREPLY:
        return "autoreply";
    }
    return "unknown";
}

const char *input_kind_name(InputKind input) {
    static const char *const names[] = {"message", "draft", "template", "bounce", "complaint"};
    return names[input];
}
