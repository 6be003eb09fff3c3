/* fuzz-message.c - any octets as a message or a template, read whole (libFuzzer; make check replays
 * the corpus).
 *
 * The first octet chooses the form.  Everything that message.h promises is then asked for: places
 * must lie in the document, positions must be lines and columns of it, the text must be UTF-8.
 */
#include "message/message.h"

#include <gmime/gmime.h>

#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(gboolean holds, const char *what) {
    if (!holds)
        g_error("%s", what);
}

static void check_place(Message *message, Place place) {
    check(place.span.start <= place.span.end && place.span.end <= message->length,
          "a place outside the document");
    Position position = message_position(message, place.span.start);
    check(position.line >= 1 && position.column >= 1, "a place without a line");
}

static void check_fields(Message *message) {
    for (guint i = 0; i < message->fields->fields->len; i++) {
        const Field *field = g_ptr_array_index(message->fields->fields, i);
        check_place(message, message_field_place(message, field));
        check_place(message, message_value_place(message, field, 0, field->value_length));
        check_place(message, message_value_place(message, field, field->value_length / 2,
                                                 field->value_length));
    }
    if (message->subject)
        check(g_utf8_validate(message->subject->text, -1, NULL), "a subject that is no UTF-8");
    if (message_from_domain(message))
        check(*message_from_domain(message) != '\0', "an empty domain");
    check_place(message, message_start(message));
}

static void check_view(Message *message, const View *view) {
    check(g_utf8_validate_len(view->text, view->length, NULL), "a text that is no UTF-8");
    check(strlen(view->text) == view->length, "a NUL in the text");
    if (view->length > 0) {
        check_place(message, view_place(view, 0, view->length));
        check_place(message, view_place(view, view->length / 2, view->length));
    }
    for (guint i = 0; i < view->links->len; i++)
        check_place(message, ((const Link *)g_ptr_array_index(view->links, i))->place);
    for (guint i = 0; i < view->images->len; i++)
        check_place(message, ((const Image *)g_ptr_array_index(view->images, i))->place);
    for (guint i = 0; i < view->hidden->len; i++)
        check_place(message, ((const HiddenBlock *)g_ptr_array_index(view->hidden, i))->place);
    for (guint i = 0; i < view->active->len; i++)
        check_place(message, ((const Active *)g_ptr_array_index(view->active, i))->place);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const DocumentForm forms[] = {DOCUMENT_MESSAGE, DOCUMENT_TEMPLATE,
                                         DOCUMENT_TEMPLATE_HTML, DOCUMENT_TEMPLATE_TEXT};
    static Phrases *phrases;
    if (!phrases) {
        g_mime_init();
        phrases = phrases_load(NULL, NULL);
    }
    if (size == 0)
        return 0;
    MessageOptions options = {.phrases = phrases};
    g_autoptr(GBytes) bytes = g_bytes_new(data + 1, size - 1);
    g_autoptr(Document) document = document_new("-", bytes, forms[data[0] % G_N_ELEMENTS(forms)]);
    g_autoptr(Message) message = message_new(document, &options);

    check_fields(message);
    check_view(message, message->view);
    if (message->plain)
        check_view(message, message->plain);
    check(message->footer.start <= message->footer.end &&
              message->footer.end <= message->view->length,
          "a footer outside the text");
    check(message->kind.reasons->len > 0, "a kind without a reason");
    check(strcmp(kind_name(message->kind.kind), "unknown") != 0, "no kind");
    check(message->has_header || message->input == INPUT_TEMPLATE, "no header, and no template");
    return 0;
}
