/* footer-proposal.h - texts to paste into a message, in its language, as rules on the footer offer
 * them.
 *
 * They carry what the message tells of its sender, the name and domain of From, so that only the
 * postal address and numbers are left to be filled in.
 */
#ifndef SPAMLINT_RULES_FOOTER_PROPOSAL_H
#define SPAMLINT_RULES_FOOTER_PROPOSAL_H

#include "message/message.h"

/* Given away. */
char *proposal_footer(const Message *message);
/* With the https URI of List-Unsubscribe, where there is one. */
char *proposal_unsubscribe(const Message *message);
char *proposal_reminder(const Message *message);

#endif
