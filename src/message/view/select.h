/* select.h - which parts of a MIME tree a mail program shows as the message (RFC 2046 section 5.1).
 */
#ifndef SPAMLINT_MESSAGE_VIEW_SELECT_H
#define SPAMLINT_MESSAGE_VIEW_SELECT_H

#include "message/mime/part.h"

/* The text leaves shown, in order, and those of the plain alternatives passed over for a richer
 * one. Both are arrays of borrowed const Part *, given away. */
void view_select(const Part *judged, GPtrArray **ret_shown, GPtrArray **ret_plain);

#endif
