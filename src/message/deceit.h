/* deceit.h - what a message does, beside its words, that frauds do and honest mail seldom does.
 *
 * Each is a plain observation of header section and links: answers that go elsewhere, a firm's name
 * without the firm's domain, the reader's own address as sender, a link to a bare address.  None of
 * them is a fault; a rule lets them speak where the words are nearly enough (content-fraud).
 */
#ifndef SPAMLINT_MESSAGE_DECEIT_H
#define SPAMLINT_MESSAGE_DECEIT_H

#include "message/message.h"

typedef enum {
    /* Who writes, and to whom. */
    DECEIT_REPLY = 1 << 0,     /* Reply-To is free mail, From is elsewhere */
    DECEIT_ELSEWHERE = 1 << 1, /* Reply-To lies in another organization's domain */
    DECEIT_FREE = 1 << 2,      /* From is free mail */
    DECEIT_NOBODY = 1 << 3,    /* neither To nor Cc names anybody */
    DECEIT_CROWD = 1 << 4,     /* To and Cc name strangers to each other */
    DECEIT_PERSON = 1 << 5,    /* sent from a person's mail program or mailbox */
    DECEIT_SELF = 1 << 6,      /* From or subject bear the reader's own address */
    DECEIT_BRAND = 1 << 7,     /* From is named for a well-known firm and is not its domain */
    DECEIT_MENTION = 1 << 8,   /* subject or first lines name a firm that nothing here belongs to */
    /* Where the links lead that a reader can follow. */
    DECEIT_AWAY = 1 << 9,       /* all of them leave From's organization */
    DECEIT_HOME = 1 << 10,      /* all of them lead to From's organization */
    DECEIT_STORED = 1 << 11,    /* one leads to a page or file host that anybody can use */
    DECEIT_BARE = 1 << 12,      /* one leads to an IP address, or to a name made of one */
    DECEIT_SCRAMBLED = 1 << 13, /* the scheme of one is written in changing case: "hTTpS" */
    DECEIT_FILE = 1 << 14,      /* the text of one is a file's name or size, and it leaves From */
    DECEIT_PREFILLED = 1 << 15, /* one that leaves From carries the reader's address */
    DECEIT_FORGED = 1 << 18, /* From is a well-known firm's domain, which neither signed it nor is
                              * led to by any link */
    DECEIT_KNOWN = 1 << 19,  /* From is a well-known firm's domain, and a link or signature bears
                              * it out: the opposite of deceit */
    /* What is shown. */
    DECEIT_TELEPHONE = 1 << 16, /* a telephone number */
    DECEIT_PICTURE = 1 << 17,   /* linked pictures, and hardly a word beside them */
} Deceit;

/* Those of `wanted` that the message shows. Nothing is looked at that is not wanted. */
guint deceit_find(Message *message, guint wanted);

#endif
