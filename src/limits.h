/* limits.h - every size that mail controls has its bound here, each with the reason.
 *
 * Mail is hostile: whatever a message, an mbox or a server can make large stops at one of these
 * numbers.  Reaching a limit is said (a finding of mime-structure or size, or a line on standard
 * error for an input); it is never a crash and never a silence.
 */
#ifndef SPAMLINT_LIMITS_H
#define SPAMLINT_LIMITS_H

/* One message, octets.  Providers refuse at 25 to 50 MiB (Gmail 25, Microsoft 36, SMTP.dk 50);
 * what stands behind it is passed over and the message marked as truncated. */
#define LIMIT_MESSAGE_OCTETS (64u * 1024 * 1024)

/* The sliding buffer's step, octets: large enough that read(2) does not dominate. */
#define LIMIT_READ_CHUNK (64u * 1024)

/* How far a pipe, which cannot seek, is read ahead to see whether the Content-Length of an mbox's
 * message holds (mboxcl2); a longer message is split at its From lines. */
#define LIMIT_MBOX_AHEAD (4u * 1024 * 1024)

/* A longer line that begins with "From " is text; real From lines have 100 octets at most. */
#define LIMIT_FROM_LINE 1000u

/* Bytes of all messages that are parked or wait for their turn to be printed; the reader stops
 * there.  Twice this and one large message stay within 32 MB for mail under 1 MB. */
#define LIMIT_BYTES_IN_FLIGHT (6u * 1024 * 1024)

/* Messages that are parked or wait for their turn (design.md, decision 7). */
#define LIMIT_MESSAGES_IN_FLIGHT 256u

/* Header fields of one header section; the largest honest one seen in real mail has 180. */
#define LIMIT_FIELDS 2000u

/* Octets of one header section; Postfix cuts at 100 KiB, Gmail refuses over 500 KB. */
#define LIMIT_HEADER_OCTETS (1024u * 1024)

/* Depth of multipart and message/rfc822 nesting; mime-structure fails over it. */
#define LIMIT_MIME_DEPTH 50u

/* Leaves and nodes of one MIME tree. */
#define LIMIT_MIME_PARTS 2000u

/* Octets read of one Content-Type, Content-Disposition or Content-ID value: GMime is quadratic in
 * the parameters of one (2,000 parts with 5,000 each took 13 s); honest ones stay below 1 KiB. */
#define LIMIT_MIME_FIELD_OCTETS (8u * 1024)

/* Octets of decoded text taken from all text parts of a message; a reader does not read more. */
#define LIMIT_TEXT_OCTETS (8u * 1024 * 1024)

/* Entries of an attached archive whose names are read; ten thousand files are a backup. */
#define LIMIT_ARCHIVE_ENTRIES 10000u

/* HTML: depth of open elements; what stands deeper is read as standing beside its parent, as Blink
 * does at the same depth. */
#define LIMIT_HTML_DEPTH 512u

/* HTML: tags of one part. */
#define LIMIT_HTML_NODES 200000u

/* HTML: attributes of one tag that are looked at. */
#define LIMIT_HTML_ATTRIBUTES 512u

/* CSS: rules of all style elements together, and simple selectors of one selector. */
#define LIMIT_CSS_RULES 5000u
#define LIMIT_CSS_SELECTOR_PARTS 16u
#define LIMIT_CSS_OCTETS (512u * 1024)

/* CSS: selectors compared with elements in one part; a newsletter takes some hundred thousand, and
 * 5,000 rules on 200,000 elements would be a thousand million. */
#define LIMIT_CSS_COMPARISONS 30000000u

/* Links, images, hidden blocks and active elements remembered of one view. */
#define LIMIT_VIEW_ITEMS 20000u

/* Findings one rule keeps of one message; the last one says how many more there were. */
#define LIMIT_FINDINGS 20u

/* Octets of a text quoted from mail as evidence. */
#define LIMIT_EVIDENCE_OCTETS 200u

/* Mailboxes read from one address field. */
#define LIMIT_MAILBOXES 5000u

/* Tags of one tag=value list (DKIM, ARC, DMARC); RFC 6376 defines 14. */
#define LIMIT_TAGS 100u

/* DNS: questions one message may ask, runs it may take (design.md, decision 2), questions in
 * flight at once, CNAME hops, octets of one answer, records of one set, octets of one TXT record.
 */
#define LIMIT_QUESTIONS 500u
#define LIMIT_RUNS 64u
#define LIMIT_IN_FLIGHT 64u
#define LIMIT_CNAME_HOPS 8u
#define LIMIT_ANSWER_RECORDS 500u
#define LIMIT_ANSWER_OCTETS 65535u

/* Ledgers of consent, suppression and recipients: octets of one record (a quote that is not closed
 * takes no more), records of one file (about 64 octets of memory each; the people of the Nordic
 * countries are 28 million), and malformed lines that are named before reading ends. */
#define LIMIT_LEDGER_RECORD (64u * 1024)
#define LIMIT_LEDGER_LINES 30000000u
#define LIMIT_LINE_ERRORS 100u

/* Octets of a file that the user names (replay, configuration, word list, profile). */
#define LIMIT_USER_FILE_OCTETS (64u * 1024 * 1024)

#endif
