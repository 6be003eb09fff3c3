/* active.h - what in an HTML part runs, embeds or sends something.
 *
 * Scripts, embedded documents and objects, URLs that are scripts, refreshes, forms and event
 * handlers; mail programs drop them, and mail that holds them is made to deceive or is broken.
 */
#ifndef SPAMLINT_MESSAGE_VIEW_ACTIVE_H
#define SPAMLINT_MESSAGE_VIEW_ACTIVE_H

#include "message/view/html.h"
#include "message/view/view.h"

#include <glib.h>

/* Adds to view->active what the tag, of part `part`, is of this kind. */
void active_add(View *view, guint part, const HtmlTag *tag);
/* TRUE for javascript:, vbscript: and data:text/html URLs, however spaced and capitalised. */
gboolean active_is_script_url(const char *value);

#endif
