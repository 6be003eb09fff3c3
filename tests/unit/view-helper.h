/* view-helper.h - a View of one part, as its tests make it: the message around a body. */
#ifndef SPAMLINT_TESTS_VIEW_HELPER_H
#define SPAMLINT_TESTS_VIEW_HELPER_H

#include "message/mime/part.h"
#include "message/view/select.h"
#include "message/view/view.h"

#include <string.h>

typedef struct {
    char *bytes; /* the message; spans count in it */
    gsize body;  /* octet at which the body begins */
    Part *root;
    GPtrArray *parts;
    View *view;
} Shown;

static inline void shown_clear(Shown *self) {
    view_free(self->view);
    if (self->parts != NULL)
        g_ptr_array_unref(self->parts);
    part_free(self->root);
    g_free(self->bytes);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Shown, shown_clear)

/* `header` holds the fields that describe the body, each with its line ending. */
static inline void shown_make(Shown *self, const char *header, const char *body) {
    memset(self, 0, sizeof *self);
    self->bytes = g_strconcat("MIME-Version: 1.0\n", header, "\n", body, NULL);
    self->body = strlen(self->bytes) - strlen(body);
    g_autoptr(GBytes) bytes = g_bytes_new(self->bytes, strlen(self->bytes));
    g_autoptr(GPtrArray) plain = NULL;
    self->root = part_tree_parse(bytes);
    view_select(self->root, &self->parts, &plain);
    self->view = view_new(self->parts);
}

static inline void shown_html(Shown *self, const char *html) {
    shown_make(self, "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n",
               html);
}

#endif
