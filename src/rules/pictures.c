/* pictures.c - counts the images that say nothing in words. */
#include "rules/pictures.h"

/* A picture that is smaller on one side is a spacer or a counting pixel. */
#define PICTURE_PX 3

guint pictures_unknown(const View *view) {
    guint n = 0;
    for (guint i = 0; i < view->images->len; i++) {
        const Image *image = g_ptr_array_index(view->images, i);
        gboolean tiny = (image->width >= 0 && image->width < PICTURE_PX) ||
                        (image->height >= 0 && image->height < PICTURE_PX);
        if (!image->hidden && !tiny && (image->alt == NULL || *image->alt == '\0'))
            n++;
    }
    return n;
}
