/* footer.h - the end part of the visible text that belongs to the sender and not to the offer.
 *
 * The footer begins at the first line of the text's end that holds sender details, legal text or
 * unsubscribing: a copyright or "sent by" line, a company, a postal address, a way to write or
 * ring, why the reader receives the message, how to end it.  It reaches to the end of the text.
 * Lines of the offer may stand between such lines (a footer holds links to shops and apps too);
 * what decides is a run of marked lines counted from the end.
 */
#ifndef SPAMLINT_MESSAGE_FOOTER_H
#define SPAMLINT_MESSAGE_FOOTER_H

#include "message/message.h"
#include "message/view/view.h"
#include "message/words/words.h"

#include <glib.h>

/* The footer of a view; `words` and `hits` are those of view->text.  start == end: none. */
Footer footer_find(const View *view, const Marks *marks);

/* Where the signature above the footer (or at the end of a text without one) begins: up to four
 * short lines, such as "The Example Team". footer.start where there is none. */
gsize footer_signature_start(const View *view, Footer footer);

#endif
