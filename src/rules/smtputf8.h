/* smtputf8.h - whether a message may hold raw UTF-8 in its header fields (RFC 6531, RFC 6532). */
#ifndef SPAMLINT_RULES_SMTPUTF8_H
#define SPAMLINT_RULES_SMTPUTF8_H

#include "message/message.h"

/* A Received field says "with UTF8SMTP…" or "with SMTPUTF8…" (RFC 6531 section 4.3). */
gboolean message_is_smtputf8(const Message *message);

#endif
