/* message.c - puts together what the other files of this folder read out of a document. */
#include "message/message.h"

#include "message/alternatives.h"
#include "message/footer.h"
#include "message/kind.h"
#include "message/link-hosts.h"
#include "message/returned.h"
#include "message/sender-domains.h"
#include "message/view/select.h"
#include "message/words/language.h"

#include <glib/gi18n.h>
#include <string.h>

static Part *parse(const Document *document) {
    switch (document->form) {
    case DOCUMENT_TEMPLATE_HTML:
        return part_new_body(document->bytes, "html");
    case DOCUMENT_TEMPLATE_TEXT:
        return part_new_body(document->bytes, "plain");
    default:
        return part_tree_parse(document->bytes);
    }
}

/* A message is sent when a mail system has written on it, or the user gave an envelope. */
static gboolean is_sent(const FieldList *fields, const MessageOptions *options) {
    return options->sent || fields_first(fields, "Received") ||
           fields_first(fields, "Return-Path") || fields_first(fields, "DKIM-Signature");
}

static InputKind input_kind(const Message *self, InputKind report, const MessageOptions *options) {
    if (self->document->form != DOCUMENT_MESSAGE)
        return INPUT_TEMPLATE;
    if (report != INPUT_MESSAGE)
        return report;
    return is_sent(self->root->fields, options) ? INPUT_MESSAGE : INPUT_DRAFT;
}

static MailboxList *mailboxes(const Message *self, const char *name) {
    const Field *field = message_field(self, name);
    return field ? mailbox_list_parse(field->value, field->value_length) : NULL;
}

static void read_fields(Message *self) {
    const Field *subject = message_field(self, "Subject");
    if (subject)
        self->subject = encoded_text_decode(subject->value, subject->value_length);
    self->from = mailboxes(self, "From");
    self->sender = mailboxes(self, "Sender");
    self->reply_to = mailboxes(self, "Reply-To");
    self->to = mailboxes(self, "To");
    self->cc = mailboxes(self, "Cc");
    self->bcc = mailboxes(self, "Bcc");
}

static void read_body(Message *self, const Phrases *phrases) {
    self->phrases = phrases;
    g_autoptr(GPtrArray) shown = NULL;
    g_autoptr(GPtrArray) plain = NULL;
    if (self->has_body) {
        view_select(self->judged, &shown, &plain);
    } else {
        shown = g_ptr_array_new();
        plain = g_ptr_array_new();
    }
    self->view = view_new(shown);
    if (plain->len > 0)
        self->plain = view_new(plain);
    self->words = words_new(self->view->text, self->view->length);
    self->hits = phrases_find(phrases, self->words);
    self->language = language_guess(phrases, self->words);
}

static void read_subject(Message *self) {
    if (!self->subject)
        return;
    self->subject_words = words_new(self->subject->text, strlen(self->subject->text));
    self->subject_hits = phrases_find(self->phrases, self->subject_words);
}

Message *message_new(const Document *document, const MessageOptions *options) {
    Message *self = g_new0(Message, 1);
    self->document = document;
    self->bytes = g_bytes_get_data(document->bytes, &self->length);
    self->root = parse(document);
    Returned returned = {.input = INPUT_MESSAGE, .judged = self->root, .has_body = TRUE};
    self->has_header = document->form == DOCUMENT_MESSAGE || document->form == DOCUMENT_TEMPLATE;
    if (document->form == DOCUMENT_MESSAGE)
        returned = returned_find(self->root);
    self->made = returned.made;
    self->judged = returned.judged;
    self->has_body = returned.has_body;
    self->input = input_kind(self, returned.input, options);
    self->fields = self->judged->fields;
    read_fields(self);
    self->hosts = options->hosts;
    self->brands = options->brands;
    self->given_domains = options->sender_domains;
    read_body(self, options->phrases);
    read_subject(self);
    kind_decide(self, options->kind, self->subject_hits);
    /* Looking for it costs as much as reading the mail, and only rules on marketing ask. */
    if (self->kind.kind & KIND_MARKETING) {
        self->marks = marks_new(self->view->text, self->view->length, self->words, self->hits);
        self->footer = footer_find(self->view, self->marks);
    }
    return self;
}

void message_free(Message *self) {
    if (!self)
        return;
    line_index_free(self->lines);
    sender_domains_free(self->sender_domains);
    link_hosts_free(self->link_hosts);
    marks_free(self->marks);
    g_clear_pointer(&self->unsubscribe_links, g_array_unref);
    g_clear_pointer(&self->kind.reasons, g_ptr_array_unref);
    g_clear_pointer(&self->hits, hits_free);
    words_free(self->subject_words);
    g_clear_pointer(&self->subject_hits, hits_free);
    g_clear_pointer(&self->name_hits, hits_free);
    alternatives_free(self->alternatives);
    words_free(self->words);
    g_clear_pointer(&self->view, view_free);
    g_clear_pointer(&self->plain, view_free);
    g_clear_pointer(&self->subject, encoded_text_free);
    g_clear_pointer(&self->from, mailbox_list_free);
    g_clear_pointer(&self->sender, mailbox_list_free);
    g_clear_pointer(&self->reply_to, mailbox_list_free);
    g_clear_pointer(&self->to, mailbox_list_free);
    g_clear_pointer(&self->cc, mailbox_list_free);
    g_clear_pointer(&self->bcc, mailbox_list_free);
    part_free(self->made);
    part_free(self->root);
    g_free(self);
}

const Alternatives *message_alternatives(Message *self) {
    if (!self->alternatives)
        self->alternatives = alternatives_new(self->view, self->phrases);
    return self->alternatives;
}

const Hits *message_name_hits(Message *self) {
    if (self->name_hits)
        return self->name_hits;
    const Mailbox *from = self->from && self->from->mailboxes->len > 0
                              ? g_ptr_array_index(self->from->mailboxes, 0)
                              : NULL;
    const char *name = from && from->name ? from->name : "";
    gsize length = strlen(name);
    if (length > MESSAGE_NAME_OCTETS)
        length = 0; /* no name of anybody, and from-display-name says so */
    Words *words = words_new(name, length);
    self->name_hits = phrases_find(self->phrases, words);
    words_free(words);
    return self->name_hits;
}

Position message_position(Message *self, gsize offset) {
    if (!self->lines)
        self->lines = line_index_new(self->document);
    return line_index_position(self->lines, offset);
}

const Field *message_field(const Message *self, const char *name) {
    return fields_first(self->fields, name);
}

Place message_field_place(const Message *self, const Field *field) {
    return part_place(self->judged, field->body.start, field->body.end);
}

Place message_value_place(const Message *self, const Field *field, gsize start, gsize end) {
    const char *bytes = g_bytes_get_data(self->judged->space, NULL);
    Span span = field_span(field, bytes, start, end);
    return part_place(self->judged, span.start, span.end);
}

Place message_start(const Message *self) {
    gsize start = self->judged == self->root ? 0 : self->fields->section.start;
    return part_place(self->judged, start, start);
}

const char *message_from_domain(const Message *self) {
    if (!self->from || self->from->mailboxes->len == 0)
        return NULL;
    const Mailbox *mailbox = g_ptr_array_index(self->from->mailboxes, 0);
    return mailbox->ascii_domain;
}

const char *kind_name(Kind kind) {
    /* A report is named before the kind of the message that it returns. */
    if (kind & KIND_BOUNCE)
        return "bounce";
    if (kind & KIND_COMPLAINT)
        return "complaint";
    switch (kind) {
    case KIND_MARKETING:
        return "marketing";
    case KIND_TRANSACTIONAL:
        return "transactional";
    case KIND_PERSONAL:
        return "personal";
    case KIND_DISCUSSION:
        return "discussion";
    case KIND_AUTOREPLY:
        return "autoreply";
    default:
        return "unknown";
    }
}

const char *input_kind_name(InputKind input) {
    static const char *const names[] = {
        [INPUT_MESSAGE] = N_("message"),     [INPUT_DRAFT] = N_("draft"),
        [INPUT_TEMPLATE] = N_("template"),   [INPUT_BOUNCE] = N_("bounce"),
        [INPUT_COMPLAINT] = N_("complaint"),
    };
    return names[input];
}
