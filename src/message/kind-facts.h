/* kind-facts.h - what can be observed of a message that tells its kind.
 *
 * Each fact is a strength from 0 (not there) to 1 (as strong as it gets); kind.c gives it weights.
 * They are kept apart so that the weights can be measured against mail without touching how
 * something is observed.
 */
#ifndef SPAMLINT_MESSAGE_KIND_FACTS_H
#define SPAMLINT_MESSAGE_KIND_FACTS_H

#include "message/message.h"

typedef enum {
    /* Header section. */
    FACT_LIST_UNSUBSCRIBE,   /* List-Unsubscribe, and no list that one can post to */
    FACT_ONE_CLICK,          /* List-Unsubscribe-Post */
    FACT_MAILING_LIST,       /* list software: List-Post, Mailing-List, X-BeenThere … */
    FACT_LIST_ID,            /* List-Id of a list that nobody can post to */
    FACT_PRECEDENCE,         /* Precedence: bulk or junk */
    FACT_CAMPAIGN,           /* Feedback-ID and what campaign software writes */
    FACT_THREAD,             /* In-Reply-To or References */
    FACT_AUTO_GENERATED,     /* Auto-Submitted: auto-generated, X-Auto-Response-Suppress */
    FACT_MAIL_PROGRAM,       /* written in a program that people write with, by its traces */
    FACT_NO_REPLY,           /* From is a no-reply mailbox */
    FACT_SERVICE_SENDER,     /* From is billing@, orders@, security@, notifications@ … */
    FACT_NEWS_SENDER,        /* From is news@, newsletter@, offers@, marketing@ … */
    FACT_ORGANIZATION,       /* From is an organization's: info@, or named as its domain is */
    FACT_SUBJECT_PROMOTION,  /* wording of offers in the subject */
    FACT_SUBJECT_NEWSLETTER, /* of newsletters in the subject */
    /* Body. */
    FACT_PROMOTION,    /* wording of offers */
    FACT_PITCH,        /* wording of cold sales letters */
    FACT_NEWSLETTER,   /* wording of newsletters */
    FACT_TRANSACTION,  /* wording of orders, accounts, codes */
    FACT_UNSUBSCRIBE,  /* wording that unsubscribes */
    FACT_CONVERSATION, /* attributions, greetings at the end, "sent from my" */
    FACT_QUOTES,       /* lines that quote: "> " */
    FACT_LINKS,        /* links, on a logarithmic scale up to 50 */
    FACT_IMAGES,       /* images, the same up to 20 */
    FACT_PIXEL,        /* an image of one pixel */
    FACT_PLAIN,        /* plain text only */
    FACT_SHORT,        /* under 120 words, falling to 0 at 400 */
    FACT_FIRST_PERSON, /* "I", "jeg", "ich" among the words */
    FACT_LETTER,       /* no image, at most two links, no way to unsubscribe */
    FACT_PAPERS,       /* a PDF or a calendar entry is attached */
    FACT_REFERENCE,    /* numbers of orders, parcels, accounts: "1Z1X780R0395", "****2482" */
    N_FACTS
} FactKind;

typedef struct {
    double strength[N_FACTS];
} Facts;

/* The facts of a message; `subject_hits` as in kind.h. */
void facts_observe(Facts *ret, const Message *message, const Hits *subject_hits);
/* The part of it about From (kind-sender.c). */
void facts_observe_sender(Facts *facts, const Message *message);
/* Its name for measuring: "list-unsubscribe". */
const char *fact_name(FactKind fact);

#endif
