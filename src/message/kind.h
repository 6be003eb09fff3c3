/* kind.h - what a message is: marketing, transactional, personal, discussion, or a machine report.
 *
 * The kind decides which rules apply, so it is decided by evidence that is written down: each
 * piece (a header field, a wording, how the body is built) speaks for or against kinds with a
 * weight of kind.c's table, the heaviest kind wins, and the pieces that spoke for it are its
 * reasons.  Where the next kind is close the decision says so.  What the subject claims is never
 * evidence for transactional: "Your order" is what spam says.
 */
#ifndef SPAMLINT_MESSAGE_KIND_H
#define SPAMLINT_MESSAGE_KIND_H

#include "message/message.h"

/* Decides the kind of a message whose other members are all set, and sets self->kind.  `forced`:
 * what the user said, or 0.  `subject_hits`: phrases in self->subject->text, or NULL. */
void kind_decide(Message *self, Kind forced, const Hits *subject_hits);

#endif
