/* document.c - see document.h. */
#include "input/document.h"

Document *document_new(const char *file, GBytes *bytes, DocumentForm form) {
    Document *self = g_new0(Document, 1);

    self->file = g_strdup(file);
    self->index = 1;
    self->line = 1;
    self->form = form;
    self->quoting = QUOTING_NONE;
    self->bytes = g_bytes_ref(bytes);
    return self;
}

void document_free(Document *self) {
    if (!self)
        return;
    g_free(self->file);
    g_bytes_unref(self->bytes);
    g_free(self);
}
