/* color.h - CSS colours (CSS Color 4) and their contrast (WCAG 2.1). */
#ifndef SPAMLINT_MESSAGE_VIEW_COLOR_H
#define SPAMLINT_MESSAGE_VIEW_COLOR_H

#include <glib.h>

/* Reads a colour: name, #rgb[a], #rrggbb[aa], rgb(), rgba(), hsl(), hsla(), transparent, or the
 * bare "rrggbb" of HTML attributes. *ret_alpha is 0 to 1. FALSE where it is none. */
gboolean color_parse(const char *text, gsize length, guint32 *ret_color, double *ret_alpha);
/* Contrast by WCAG 2.1 of two colours 0xRRGGBB, 1 to 21. */
double color_contrast(guint32 a, guint32 b);
/* `over` of opacity `alpha` laid on `under`. */
guint32 color_blend(guint32 over, double alpha, guint32 under);

#endif
