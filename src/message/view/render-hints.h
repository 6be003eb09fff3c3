/* render-hints.h - presentational attributes of HTML as CSS declarations.
 *
 * WHATWG HTML section 15 (Rendering): <font size color>, bgcolor, background, <body text>, hidden.
 */
#ifndef SPAMLINT_MESSAGE_VIEW_RENDER_HINTS_H
#define SPAMLINT_MESSAGE_VIEW_RENDER_HINTS_H

#include "message/view/css-value.h"
#include "message/view/html.h"

/* Writes what the attributes of the tag declare to `out`, of at least RENDER_HINTS_MAX. How many.
 */
#define RENDER_HINTS_MAX 8
guint render_hints(const HtmlTag *tag, CssDeclaration *out);

#endif
