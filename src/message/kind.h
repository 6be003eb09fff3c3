/* kind.h - what kind of message it is (rules.md, Kinds): the decision and its reasons. */
#ifndef SPAMLINT_MESSAGE_KIND_H
#define SPAMLINT_MESSAGE_KIND_H

#include "message/message.h"

/* Decides by adding up evidence; `forced` (0: none) is the user's word. The message's fields, view, words
 * and hits must be there. `reasons` of the result is given away. */
KindDecision kind_decide(const Message *message, Kind forced);

#endif
