/* pictures.h - messages told in pictures.
 *
 * What an image without alternative shows is not known; a rule that says "this stands nowhere in
 * the message" may not say it of a message with several of them.
 */
#ifndef SPAMLINT_RULES_PICTURES_H
#define SPAMLINT_RULES_PICTURES_H

#include "message/view/view.h"

/* From so many images without alternative on, what a message says is not known. */
#define PICTURES_MANY 3

/* Images that are shown and have no alternative, without spacers and counting pixels. */
guint pictures_unknown(const View *view);

#endif
