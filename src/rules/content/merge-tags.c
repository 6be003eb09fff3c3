/* merge-tags.c - no merge tag is left in what the reader gets.
 *
 * The syntaxes and their names are a closed list (data/merge/tags.txt).  In a finished message any
 * tag in the subject, the visible text or a link is unresolved; in a template tags are right, and
 * what is judged is that each one that is opened is closed.
 */
#include "resources.h"
#include "rules/rule.h"

#include <gio/gio.h>
#include <string.h>

typedef struct {
    char *open, *close;
    char **names; /* NULL: any */
} Syntax;

typedef struct {
    GPtrArray *list;     /* of Syntax */
    guint8 begins[256]; /* octets that a syntax begins with */
} Syntaxes;

/* A tag longer than this is none: two marks that stand far apart by chance. */
#define TAG_OCTETS 120

static Syntaxes *load_syntaxes(void) {
    Syntaxes *self = g_new0(Syntaxes, 1);
    self->list = g_ptr_array_new();
    g_autoptr(GBytes) bytes = resources_get("merge/tags.txt");
    gsize length = 0;
    const char *data = bytes != NULL ? g_bytes_get_data(bytes, &length) : "";
    g_autofree char *text = g_strndup(data, length);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        g_auto(GStrv) words = g_strsplit_set(g_strstrip(*line), " \t", -1);
        g_autoptr(GPtrArray) fields = g_ptr_array_new();
        for (char **word = words; **line != '#' && *word != NULL; word++)
            if (**word != '\0')
                g_ptr_array_add(fields, *word);
        if (fields->len < 4)
            continue;
        Syntax *syntax = g_new0(Syntax, 1);
        syntax->open = g_strdup(g_ptr_array_index(fields, 1));
        syntax->close = g_strdup(g_ptr_array_index(fields, 2));
        if (strcmp(g_ptr_array_index(fields, 3), "*") != 0) {
            g_ptr_array_add(fields, NULL);
            syntax->names = g_strdupv((char **)fields->pdata + 3);
        }
        self->begins[(guchar)*syntax->open] = TRUE;
        g_ptr_array_add(self->list, syntax);
    }
    return self;
}

/* Read once, immutable then: shared by the threads. */
static const Syntaxes *syntaxes(void) {
    static gsize once;
    if (g_once_init_enter(&once))
        g_once_init_leave(&once, (gsize)load_syntaxes());
    return (const Syntaxes *)once;
}

/* What stands in a tag: one of the names, or any expression that begins like one. */
static gboolean is_inside(const Syntax *syntax, const char *text, gsize length) {
    while (length > 0 && *text == ' ')
        text++, length--;
    while (length > 0 && text[length - 1] == ' ')
        length--;
    if (length == 0)
        return FALSE;
    if (syntax->names == NULL) {
        gboolean plain = strcmp(syntax->open, "%%") == 0 || g_str_has_prefix(syntax->open, "%r");
        for (gsize i = 0; i < length; i++)
            if (text[i] == '\n' || (plain && !g_ascii_isalnum(text[i]) && strchr("_-.:=[] ", text[i]) == NULL))
                return FALSE;
        return g_ascii_isalpha(text[0]) || strchr("#/^&>!{=-$_@[\"'", text[0]) != NULL;
    }
    for (char **name = syntax->names; *name != NULL; name++) {
        gsize n = strlen(*name);
        if (length >= n && g_ascii_strncasecmp(text, *name, n) == 0 &&
            (length == n || text[n] == ',' || text[n] == '='))
            return TRUE;
    }
    return FALSE;
}

/* The first tag in [from, length) of the text. *ret_closed: FALSE where it is only opened (never for
 * syntaxes of closed names). */
static gboolean find_tag(const char *text, gsize length, gsize from, gsize *ret_start, gsize *ret_end,
                         gboolean *ret_closed) {
    const Syntaxes *known = syntaxes();
    for (gsize i = from; i < length; i++) {
        if (!known->begins[(guchar)text[i]])
            continue;
        for (guint k = 0; k < known->list->len; k++) {
            const Syntax *syntax = g_ptr_array_index(known->list, k);
            if (*syntax->open != text[i])
                continue;
            gsize open = strlen(syntax->open), close = strlen(syntax->close);
            if (length - i <= open || strncmp(text + i, syntax->open, open) != 0)
                continue;
            gsize window = MIN(length - i - open, TAG_OCTETS);
            const char *end = g_strstr_len(text + i + open, (gssize)window, syntax->close);
            if (end == NULL && syntax->names == NULL && open == 2 && is_inside(syntax, text + i + open, MIN(window, 4))) {
                *ret_start = i;
                *ret_end = i + open;
                *ret_closed = FALSE;
                return strcmp(syntax->open, "%%") != 0 && strcmp(syntax->open, "{$") != 0;
            }
            if (end == NULL || !is_inside(syntax, text + i + open, (gsize)(end - text) - i - open))
                continue;
            *ret_start = i;
            *ret_end = (gsize)(end - text) + close;
            *ret_closed = TRUE;
            return TRUE;
        }
    }
    return FALSE;
}

/* Tags are listed once each: a template repeats them. */
typedef struct {
    Check *check;
    GHashTable *seen; /* of char * */
} Search;

static void judge(Search *search, const char *text, gsize start, gsize end, gboolean closed, Place place) {
    Check *check = search->check;
    char *tag = g_strndup(text + start, end - start);
    if (!g_hash_table_add(search->seen, tag))
        return;
    if (check->message->input == INPUT_TEMPLATE) {
        if (!closed)
            check_fail(check, SEVERITY_ERROR, place, tag, NULL,
                       N_("the merge tag that begins with %s is never closed"), tag);
    } else if (closed)
        check_fail(check, SEVERITY_ERROR, place, tag, NULL, N_("the merge tag %s is unresolved"), tag);
}

static void check_view(Search *search, const View *view) {
    gsize start, end;
    gboolean closed;
    for (gsize at = 0; find_tag(view->text, view->length, at, &start, &end, &closed); at = end) {
        const Run *run = view_run_at(view, start);
        /* Documentation shows tags in <pre> and <code>. */
        if (run != NULL && run->style->monospace)
            continue;
        judge(search, view->text, start, end, closed, view_place(view, start, end));
    }
    for (guint i = 0; i < view->links->len; i++) {
        const Link *link = g_ptr_array_index(view->links, i);
        if (link->kind == LINK_TEXT)
            continue; /* is visible text */
        gsize length = strlen(link->href);
        if (find_tag(link->href, length, 0, &start, &end, &closed))
            judge(search, link->href, start, end, closed, view_item_place(view, link));
    }
}

static void check_merge_tags(Check *check) {
    Message *message = check->message;
    gsize start, end;
    gboolean closed;
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Search search = {check, seen};
    if (message->subject != NULL &&
        find_tag(message->subject->text, strlen(message->subject->text), 0, &start, &end, &closed))
        judge(&search, message->subject->text, start, end, closed,
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
    .requires = N_("A finished message holds no merge tag of a mailing provider in subject, text or "
                   "links; in a template every tag that is opened is closed."),
    .why = N_("\"Dear {{first_name}}\" shows that nobody looked at the mailing, and an unsubscribe link "
              "that is still a tag leads nowhere."),
    .fix = N_("Send through the provider whose tag it is, or fill the tag in, with a fallback for "
              "recipients of whom nothing is known."),
    .exceptions = N_("Tags in <pre> and <code> are documentation; \"[Unsubscribe]\" in plain text is an "
                     "honest link."),
    .sources = sources,
    .check = check_merge_tags,
};
