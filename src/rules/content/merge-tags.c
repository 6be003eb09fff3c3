/* merge-tags.c - no merge tag is left in what the reader gets.
 *
 * The syntaxes and their names are a closed list (data/merge/tags.txt).  In a finished message any
 * tag in the subject, the visible text or a link is unresolved; in a template tags are right, and
 * what is judged is that each one that is opened is closed.
 */
#include "message/words/merge-tag.h"
#include "rules/rule.h"

#include <string.h>

/* Octets of a host name, brackets excluded. */
enum { HOST_OCTETS = 64 };

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

/* Documentation shows tags in <pre> and <code>. */
static gboolean is_code(const View *view, gsize at) {
    const Run *run = view_run_at(view, at);
    return run != NULL && run->style->monospace;
}

/* "http://[Unsubscribe]]": a tag of any name where only the brackets of an IPv6 address may stand
 * (RFC 3986 section 3.2.2). */
static void check_hosts(Search *search, const View *view) {
    for (const char *at = view->text, *end = at + view->length;
         (at = memchr(at, '[', (gsize)(end - at))) != NULL; at++) {
        if (at - view->text < 3 || memcmp(at - 3, "://", 3) != 0)
            continue;
        const char *name = at + 1;
        const char *close = memchr(name, ']', (gsize)MIN(end - name, HOST_OCTETS));
        gsize start = (gsize)(name - 1 - view->text);
        if (close == NULL || close == name || memchr(name, ':', (gsize)(close - name)) != NULL ||
            memchr(name, '\n', (gsize)(close - name)) != NULL || is_code(view, start))
            continue;
        MergeTag found = {.start = start, .end = (gsize)(close + 1 - view->text), .closed = TRUE};
        judge(search, view->text, &found, view_place(view, found.start, found.end));
    }
}

static void check_view(Search *search, const View *view) {
    MergeTag found;
    check_hosts(search, view);
    for (gsize at = 0; merge_tag_find(view->text, view->length, at, &found); at = found.end) {
        if (is_code(view, found.start))
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
           "links; in a template every tag that is opened is closed."),
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
