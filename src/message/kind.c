/* kind.c - what kind of message it is, by evidence that adds up.
 *
 * Machine reports say what they are in their structure.  For the rest every fact of the header
 * section and every phrase of the word lists adds its weight to a kind; the highest sum wins, and
 * the facts that carried it are the reasons.  A claim in the subject is never evidence for
 * transactional (rules.md): only visible text is searched for its wording.
 */
#include "message/kind.h"

#include <glib/gi18n.h>
#include <string.h>

typedef enum { M, T, P, D, SIDES } Side;

typedef struct {
    double sum[SIDES];
    GPtrArray *reasons[SIDES];
} Evidence;

static void add(Evidence *evidence, Side side, double weight, const char *reason) {
    evidence->sum[side] += weight;
    if (weight >= 0.5)
        g_ptr_array_add(evidence->reasons[side], g_strdup(reason));
}

static gboolean has(const Message *message, const char *name) {
    return message_field(message, name) != NULL;
}

static gboolean field_says(const Message *message, const char *name, const char *word) {
    const Field *field = message_field(message, name);
    if (field == NULL)
        return FALSE;
    g_autofree char *low = g_ascii_strdown(field->value, -1);
    return strstr(low, word) != NULL;
}

/* The weights of a list's hits in the visible text, each phrase once; at most `most`. */
static double wording(const Message *message, const char *list, double most) {
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    double sum = 0;
    for (guint i = 0; i < message->hits->len; i++) {
        const Hit *hit = &g_array_index(message->hits, Hit, i);
        if (strcmp(hit->list, list) == 0 && g_hash_table_add(seen, (gpointer)hit->phrase))
            sum += hit->weight;
    }
    return MIN(sum, most);
}

static guint visible_images(const View *view) {
    guint n = 0;
    for (guint i = 0; i < view->images->len; i++) {
        const Image *image = g_ptr_array_index(view->images, i);
        n += !image->hidden && !(image->width >= 0 && image->width <= 2);
    }
    return n;
}

/* Lines that quote another message: "> text". */
static guint quoted_lines(const View *view) {
    guint n = 0;
    for (const char *at = view->text; at != NULL; at = strchr(at, '\n')) {
        if (*at == '\n')
            at++;
        n += *at == '>';
    }
    return n;
}

static void weigh_header(const Message *message, Evidence *e) {
    gboolean list_post = has(message, "List-Post") && !field_says(message, "List-Post", "no");
    gboolean reply = has(message, "In-Reply-To") || has(message, "References");
    if (list_post)
        add(e, D, 3, N_("List-Post"));
    if (has(message, "Mailing-List") || has(message, "X-Mailman-Version") || has(message, "X-BeenThere") ||
        field_says(message, "Precedence", "list"))
        add(e, D, 2, N_("mailing list software"));
    if (has(message, "List-Id") && list_post)
        add(e, D, 1, N_("List-Id"));
    if (reply)
        add(e, list_post || e->sum[D] > 0 ? D : P, 2, N_("answers another message"));
    if (has(message, "List-Unsubscribe") && !list_post)
        add(e, M, 2, "List-Unsubscribe");
    if (has(message, "Feedback-ID") || has(message, "X-Campaign") || has(message, "X-Mailer-LID") ||
        has(message, "X-CampaignID") || has(message, "X-MC-User"))
        add(e, M, 0.75, N_("campaign fields"));
    if (field_says(message, "Precedence", "bulk") && !list_post)
        add(e, M, 0.75, N_("Precedence: bulk"));
    if (has(message, "X-Mailer") && !field_says(message, "X-Mailer", "php"))
        add(e, P, 0.25, N_("written in a mail program"));
    if (has(message, "User-Agent") || has(message, "X-Originating-IP"))
        add(e, P, 0.75, N_("written in a mail program"));
}

static void weigh_body(const Message *message, Evidence *e) {
    const View *view = message->view;
    guint images = visible_images(view), links = 0, quotes = quoted_lines(view);
    for (guint i = 0; i < view->links->len; i++)
        links += ((const Link *)g_ptr_array_index(view->links, i))->kind != LINK_TEXT;
    double promotion = wording(message, "promotion", 6), newsletter = wording(message, "newsletter", 4);
    double transaction = wording(message, "transaction", 7);
    if (promotion > 0)
        add(e, M, promotion, N_("promotional wording"));
    if (newsletter > 0)
        add(e, M, newsletter, N_("newsletter wording"));
    if (hits_any(message->hits, "unsubscribe", 0, view->length + 1) ||
        hits_any(message->hits, "unsubscribe-sentence", 0, view->length + 1))
        add(e, M, 1.5, N_("unsubscribe wording"));
    if (transaction > 0)
        add(e, T, transaction, N_("transaction wording"));
    if (images >= 5 || links >= 12)
        add(e, M, 1, N_("many pictures and links"));
    if (quotes >= 2)
        add(e, e->sum[D] > 0 ? D : P, 2, N_("quoted text"));
    if (wording(message, "discussion", 3) > 0)
        add(e, e->sum[D] > 0 ? D : P, wording(message, "discussion", 3), N_("wording of a conversation"));
    if (view->html_octets == 0 && links == 0)
        add(e, P, 0.75, N_("plain text"));
    if (view->html_octets > 0 && images == 0 && links <= 2)
        add(e, P, 0.5, N_("plain layout"));
}

static KindDecision decided(Kind kind, const char *reason) {
    KindDecision decision = {.kind = kind, .reasons = g_ptr_array_new_with_free_func(g_free)};
    if (reason != NULL)
        g_ptr_array_add(decision.reasons, g_strdup(reason));
    return decision;
}

static KindDecision decide(const Message *message, Kind forced) {
    static const Kind kinds[SIDES] = {KIND_MARKETING, KIND_TRANSACTIONAL, KIND_PERSONAL, KIND_DISCUSSION};
    if (forced != 0) {
        KindDecision decision = decided(forced, "--kind");
        decision.forced = TRUE;
        return decision;
    }
    if (message->judged == message->root && message->input == INPUT_BOUNCE)
        return decided(KIND_BOUNCE, N_("delivery status report"));
    if (message->judged == message->root && message->input == INPUT_COMPLAINT)
        return decided(KIND_COMPLAINT, N_("feedback report"));
    if (!message->has_header)
        return decided(KIND_MARKETING, N_("campaign template"));
    if (field_says(message, "Auto-Submitted", "auto-replied") ||
        (has(message, "X-Autoreply") && !field_says(message, "X-Autoreply", "no")))
        return decided(KIND_AUTOREPLY, "Auto-Submitted");

    Evidence evidence = {0};
    for (guint i = 0; i < SIDES; i++)
        evidence.reasons[i] = g_ptr_array_new_with_free_func(g_free);
    weigh_header(message, &evidence);
    weigh_body(message, &evidence);
    guint best = M;
    for (guint i = 1; i < SIDES; i++)
        if (evidence.sum[i] > evidence.sum[best])
            best = i;
    gboolean conflicting = FALSE;
    for (guint i = 0; i < SIDES; i++)
        conflicting |= i != best && evidence.sum[best] - evidence.sum[i] < 1;
    /* Nothing says anything: one person's few words to another. */
    if (evidence.sum[best] < 0.5)
        best = P;
    KindDecision decision = {kinds[best], g_steal_pointer(&evidence.reasons[best]), conflicting, FALSE};
    for (guint i = 0; i < SIDES; i++)
        g_clear_pointer(&evidence.reasons[i], g_ptr_array_unref);
    return decision;
}

void kind_decide(Message *self, Kind forced, const GArray *subject_hits) {
    self->kind = decide(self, forced);
}
