/* alternatives.h - what the images that are shown say in words, as one text.
 *
 * A reader whose mail program loads no images reads their alternatives instead, and an image that
 * is the whole message often says there what it is about.  They are no part of View.text; rules on
 * words read them here, a line for each image.
 */
#ifndef SPAMLINT_MESSAGE_ALTERNATIVES_H
#define SPAMLINT_MESSAGE_ALTERNATIVES_H

#include "message/view/view.h"
#include "message/words/phrases.h"

#include <glib.h>

typedef struct Alternatives {
    GString *text;     /* the alternatives, each ended by an empty line */
    GArray *starts;    /* of gsize: where each begins in `text` */
    GPtrArray *images; /* of const Image *, borrowed, of the same length */
    Words *words;
    Hits *hits; /* phrases of all lists in `text` */
} Alternatives;

Alternatives *alternatives_new(const View *view, const Phrases *phrases);
void alternatives_free(Alternatives *self);
/* The image whose alternative holds octet `at` of the text. */
const Image *alternatives_image(const Alternatives *self, gsize at);

#endif
