/* size.c - neither clipped nor refused for its size. */
#include "rules/rule.h"

/* Gmail shows this much of the decoded HTML and puts "[Message clipped]" behind it. */
#define CLIPPED_AFTER 102400u
/* Gmail's limit for a whole message, encoded (field data: Microsoft 36 MB, SMTP.dk 50 MB). */
#define REFUSED_OVER (25u * 1024 * 1024)

static void judge_html(Check *check, const View *view) {
    for (guint i = 0; i < view->parts->len; i++) {
        const Part *part = g_ptr_array_index(view->parts, i);
        if (!part_is(part, "text", "html"))
            continue;
        gsize length = part_text(part)->length;
        if (length > CLIPPED_AFTER)
            check_fail(check, SEVERITY_WARNING,
                       view_source_place(view, i, (Span){CLIPPED_AFTER, length}), NULL, NULL,
                       N_("the HTML is %u octets long; Gmail clips it here, after 102,400"),
                       (guint)length);
    }
}

static void check_size(Check *check) {
    const Message *message = check->message;
    if (message->length > REFUSED_OVER)
        check_fail(check, SEVERITY_ERROR, message_start(message), NULL, NULL,
                   N_("the message is %u octets long; providers refuse over 25 MiB (26,214,400)"),
                   (guint)message->length);
    if (message->view->html_octets > CLIPPED_AFTER)
        judge_html(check, message->view);
}

static const char *const sources[] = {
    "Gmail: size limits (https://support.google.com/mail/answer/6584)",
    "Gmail: 552 5.3.4 message size exceeds fixed limit",
    NULL,
};

const Rule rule_size = {
    .id = "size",
    .clause = CLAUSE_FORMAT,
    .severity = SEVERITY_WARNING,
    .kinds = KIND_ALL,
    .needs = NEEDS_BODY,
    .summary = N_("The message is not too large"),
    .requires =
        N_("The decoded HTML is at most 102,400 octets long, and the whole message at most 25 "
           "MiB."),
    .why = N_("Gmail clips longer HTML, so that the footer and the unsubscribe link are not seen; "
              "larger messages are refused."),
    .fix =
        N_("Shorten the HTML: leave out unused CSS, comments and repeated inline styles. Link to "
           "large files instead of attaching them."),
    .sources = sources,
    .check = check_size,
};
