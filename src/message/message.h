/* message.h - what a message says, ready for the rules.
 *
 * A Message is made from a Document and is the only thing that the rules see of it.  What most
 * rules need is worked out at once; the rest (view, words, kind) on first use.  A message belongs
 * to one thread at a time.
 */
#ifndef SPAMLINT_MESSAGE_MESSAGE_H
#define SPAMLINT_MESSAGE_MESSAGE_H

#include "input/document.h"
#include "message/domains/brands.h"
#include "message/domains/hosts.h"
#include "message/marks.h"
#include "message/mime/encoded-word.h"
#include "message/mime/fields.h"
#include "message/mime/mailbox.h"
#include "message/mime/part.h"
#include "message/mime/place.h"
#include "message/view/view.h"
#include "message/words/words.h"

#include <glib.h>

typedef enum {
    KIND_MARKETING = 1 << 0,
    KIND_TRANSACTIONAL = 1 << 1,
    KIND_PERSONAL = 1 << 2,
    KIND_DISCUSSION = 1 << 3,
    KIND_BOUNCE = 1 << 4,    /* RFC 3464 */
    KIND_COMPLAINT = 1 << 5, /* RFC 5965 */
    KIND_AUTOREPLY = 1 << 6, /* RFC 3834 */
} Kind;
#define KIND_ALL 0x7f

/* What the input is, as the JSON's "input" names it. */
typedef enum {
    INPUT_MESSAGE,  /* sent: has Received, Return-Path or DKIM-Signature, or an envelope option */
    INPUT_DRAFT,    /* not sent yet */
    INPUT_TEMPLATE, /* campaign template, with or without a header section */
    INPUT_BOUNCE,
    INPUT_COMPLAINT,
} InputKind;

/* The end part of the visible text, from the first line that belongs to sender details, legal
 * text or unsubscribing. */
typedef struct {
    gsize start, end; /* octets of view->text; start == end: no footer */
} Footer;

typedef struct {
    Kind kind;            /* one; of a report that returns a message KIND_BOUNCE or KIND_COMPLAINT
                           * together with the kind of that message: test with "&" */
    GPtrArray *reasons;   /* of char *: "List-Unsubscribe", "price wording" … in English */
    gboolean conflicting; /* evidence for another kind is about as strong: errors of rules for
                           * marketing become warnings */
    gboolean forced;      /* by --kind */
} KindDecision;

/* What the user said that changes how a message is read. Borrowed, outlives the messages. */
typedef struct {
    const Phrases *phrases;
    const Hosts *hosts;              /* NULL: none (tests) */
    const Brands *brands;            /* NULL: none (tests) */
    const GPtrArray *sender_domains; /* of char *, A-labels: --sender-domain; NULL: none */
    Kind kind;                       /* 0: find out */
    gboolean sent;                   /* an envelope option says that it is sent */
} MessageOptions;

typedef struct Message {
    const Document *document; /* borrowed */
    const char *bytes;        /* document->bytes */
    gsize length;
    InputKind input;
    gboolean has_header; /* FALSE: a template without a header section */
    gboolean has_body;   /* FALSE: a returned header section only (bounce, complaint) */
    Part *root;          /* the whole tree */
    const Part *judged;  /* the entity that the rules judge: root, or the message that a bounce or a
                          * complaint returns */
    const FieldList *fields; /* judged->fields */
    Part *made;              /* a returned header section as a Part (returned.h), or NULL */

    EncodedText *subject;                                  /* NULL: no Subject */
    MailboxList *from, *sender, *reply_to, *to, *cc, *bcc; /* NULL: no such field (the first one) */

    const Phrases *phrases; /* borrowed from the options: for texts that are not in the view
                             * (titles, alternatives, the plain part) */
    const Hosts *hosts;     /* borrowed from the options, like the two below */
    const Brands *brands;
    const GPtrArray *given_domains;
    View *view;   /* what the reader sees: the last alternative that can be shown (HTML) */
    View *plain;  /* the plain alternative that the reader does not see; NULL where there is none,
                   * or where the plain text is itself the view */
    Words *words; /* of view->text */
    Hits *hits;   /* phrases of all lists in view->text */
    Words *subject_words; /* of subject->text; NULL: no Subject */
    Hits *subject_hits;   /* phrases of all lists in subject->text; NULL: no Subject */
    Hits *name_hits;      /* the same of From's display name; ask message_name_hits() */
    struct Alternatives *alternatives; /* ask message_alternatives() for it */
    Marks *marks;                      /* of view->text; of marketing, else NULL */
    const char *language;              /* "da", "en", … of the view; NULL: too little to tell */
    Footer footer;                     /* of marketing; else empty */
    KindDecision kind;

    GArray *unsubscribe_links;            /* made on first use by unsubscribe_find() */
    struct SenderDomains *sender_domains; /* built on first use by sender_domains() */
    struct LinkHosts *link_hosts;         /* the same by link_hosts() */
    LineIndex *lines;                     /* built on first use by message_position() */
} Message;

/* Borrows document and options. Never NULL. */
Message *message_new(const Document *document, const MessageOptions *options);
void message_free(Message *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Message, message_free)

/* The alternatives of the images that are shown (alternatives.h), made on first use. Borrowed. */
const struct Alternatives *message_alternatives(Message *self);
/* The phrases of all lists in the display name of the first From mailbox, made on first use: of the
 * first MESSAGE_NAME_OCTETS of it. Borrowed. */
#define MESSAGE_NAME_OCTETS 256u
const Hits *message_name_hits(Message *self);
Position message_position(Message *self, gsize offset);
/* The first field of that name of the judged message, or NULL. */
const Field *message_field(const Message *self, const char *name);
/* The place of a field's body, of [start, end) of its value, and of the message's first octet. */
Place message_field_place(const Message *self, const Field *field);
Place message_value_place(const Message *self, const Field *field, gsize start, gsize end);
Place message_start(const Message *self);
/* The A-label domain of the first From mailbox, or NULL. */
const char *message_from_domain(const Message *self);
/* The word of interface.md: "marketing", "draft" … */
const char *kind_name(Kind kind);
const char *input_kind_name(InputKind input);

#endif
