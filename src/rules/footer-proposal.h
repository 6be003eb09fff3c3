/* footer-proposal.h - texts to paste into a message, in its language, as rules on the footer offer them. */
#ifndef SPAMLINT_RULES_FOOTER_PROPOSAL_H
#define SPAMLINT_RULES_FOOTER_PROPOSAL_H

#include "message/message.h"

/* Borrowed, static. */
const char *proposal_footer(const Message *message);
const char *proposal_unsubscribe(const Message *message);
const char *proposal_reminder(const Message *message);

#endif
