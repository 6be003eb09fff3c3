/* alternatives.c - joins the alternatives of the shown images and finds phrases in them. */
#include "message/alternatives.h"

/* Octets of all alternatives together that are read; honest mail has some hundred. */
#define ALTERNATIVES_OCTETS (256u * 1024)

Alternatives *alternatives_new(const View *view, const Phrases *phrases) {
    Alternatives *self = g_new0(Alternatives, 1);
    self->text = g_string_new(NULL);
    self->starts = g_array_new(FALSE, FALSE, sizeof(gsize));
    self->images = g_ptr_array_new();
    for (guint i = 0; i < view->images->len && self->text->len < ALTERNATIVES_OCTETS; i++) {
        const Image *image = g_ptr_array_index(view->images, i);
        if (image->hidden || image->alt == NULL || *image->alt == '\0')
            continue;
        gsize start = self->text->len;
        g_array_append_val(self->starts, start);
        g_ptr_array_add(self->images, (gpointer)image);
        g_string_append(self->text, image->alt);
        g_string_append(self->text, "\n\n");
    }
    self->words = words_new(self->text->str, self->text->len);
    self->hits = phrases_find(phrases, self->words);
    return self;
}

void alternatives_free(Alternatives *self) {
    if (self == NULL)
        return;
    g_string_free(self->text, TRUE);
    g_array_unref(self->starts);
    g_ptr_array_unref(self->images);
    words_free(self->words);
    hits_free(self->hits);
    g_free(self);
}

const Image *alternatives_image(const Alternatives *self, gsize at) {
    guint low = 0, high = self->starts->len;
    while (high - low > 1) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(self->starts, gsize, middle) <= at)
            low = middle;
        else
            high = middle;
    }
    return g_ptr_array_index(self->images, low);
}
