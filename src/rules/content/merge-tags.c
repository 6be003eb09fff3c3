/* merge-tags.c - no merge tag is left in what the reader gets.
 *
 * The syntaxes and their names are a closed list (data/merge/tags.txt).  In a finished message any
 * tag in the subject, the visible text or a link is unresolved; in a template tags are right, and
 * what is judged is that each one that is opened is closed.
 */
#include "message/merge-tag.h"
#include "rules/rule.h"

#include <string.h>

/* Octets of a name in brackets; an IPv6 address has 45 at most. */
#define HOST_OCTETS 64u

/* Tags are listed once each: a template repeats them. */
typedef struct {
    Check *check;
    GHashTable *seen; /* of char * */
} Search;

static void judge(Search *search, const char *text, const MergeTag *found, Place place) {
    Check *check = search->check;
    char *tag = g_strndup(text + found->start, found->end - found->start);
    if (!g_hash_table_add(search->seen, tag))
        return;
    if (check->message->input == INPUT_TEMPLATE) {
        if (!found->closed)
            check_fail(check, SEVERITY_ERROR, place, tag, NULL,
                       N_("the merge tag that begins with %s is never closed"), tag);
    } else if (found->closed)
        check_fail(check, SEVERITY_ERROR, place, tag, NULL, N_("the merge tag %s is unresolved"),
                   tag);
}

static void check_view(Search *search, const View *view) {
    MergeTag found;
    for (gsize at = 0; merge_tag_find(view->text, view->length, at, &found); at = found.end) {
        const Run *run = view_run_at(view, found.start);
        /* Documentation shows tags in <pre> and <code>. */
        if (run != NULL && run->style->monospace)
            continue;
        judge(search, view->text, &found, view_place(view, found.start, found.end));
    }
    for (guint i = 0; i < view->links->len; i++) {
        const Link *link = g_ptr_array_index(view->links, i);
        if (link->kind == LINK_TEXT)
            continue; /* is visible text */
        if (merge_tag_find(link->href, strlen(link->href), 0, &found))
            judge(search, link->href, &found, view_item_place(view, link));
    }
}

/* What stands in brackets where a host belongs is an IPv6 address (RFC 3986 section 3.2.2), or a
 * name that was never filled in: "http://[Unsubscribe]".  Octets [at, end) begin behind the "[". */
static gboolean is_unfilled(const char *at, const char *end) {
    const char *close = memchr(at, ']', MIN((gsize)(end - at), HOST_OCTETS));
    gboolean letters = FALSE;
    for (; close != NULL && at < close; at++) {
        if (*at == '\n' || *at == '/')
            return FALSE;
        letters |= g_ascii_isalpha(*at) && !g_ascii_isxdigit(*at) && *at != 'v';
    }
    return letters;
}

/* In text and links alike: a program shows the first as a link, the second leads nowhere. */
static void check_hosts(Search *search, const View *view) {
    static const char mark[] = "://[";
    const char *end = view->text + view->length;
    for (const char *at = view->text; (at = g_strstr_len(at, end - at, mark)) != NULL;
         at += strlen(mark)) {
        const char *host = at + strlen(mark);
        if (!is_unfilled(host, end))
            continue;
        const char *close = strchr(host, ']') + 1;
        char *name = g_strndup(host - 1, (gsize)(close - host + 1));
        if (!g_hash_table_add(search->seen, name))
            continue;
        check_fail(search->check, SEVERITY_ERROR,
                   view_place(view, (gsize)(host - 1 - view->text), (gsize)(close - view->text)),
                   name, NULL,
                   N_("%s stands where the host of a link belongs, and was never filled in"), name);
    }
}

static void check_merge_tags(Check *check) {
    Message *message = check->message;
    MergeTag found;
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Search search = {check, seen};
    if (message->subject != NULL &&
        merge_tag_find(message->subject->text, strlen(message->subject->text), 0, &found))
        judge(&search, message->subject->text, &found,
              message_field_place(message, message_field(message, "Subject")));
    if (message->view != NULL)
        check_view(&search, message->view);
    if (message->plain != NULL)
        check_view(&search, message->plain);
    if (message->input == INPUT_TEMPLATE)
        return;
    if (message->view != NULL)
        check_hosts(&search, message->view);
    if (message->plain != NULL)
        check_hosts(&search, message->plain);
}

static const char *const sources[] = {
    "SMTP.dk spam policy: content is not misleading",
    "Mailchimp, Brevo, SendGrid, Mailgun, Klaviyo, HubSpot, Salesforce, Campaign Monitor, "
    "ActiveCampaign, MailerLite, Postmark: their documented merge tags",
    NULL,
};

const Rule rule_merge_tags = {
    .id = "merge-tags",
    .clause = CLAUSE_CONTENT,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_MARKETING | KIND_TRANSACTIONAL,
    .needs = NEEDS_BODY,
    .summary = N_("No merge tag is left unresolved"),
    .requires =
        N_("A finished message holds no merge tag of a mailing provider in subject, text or "
           "links; in a template every tag that is opened is closed. No name in brackets stands "
           "where the host of a link belongs."),
    .why = N_(
        "\"Dear {{first_name}}\" shows that nobody looked at the mailing, and an unsubscribe link "
        "that is still a tag leads nowhere."),
    .fix = N_("Send through the provider whose tag it is, or fill the tag in, with a fallback for "
              "recipients of whom nothing is known."),
    .exceptions =
        N_("Tags in <pre> and <code> are documentation; \"[Unsubscribe]\" in plain text is an "
           "honest link."),
    .sources = sources,
    .check = check_merge_tags,
};
