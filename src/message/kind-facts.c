/* kind-facts.c - observes header section and body. */
#include "message/kind-facts.h"

#include <math.h>
#include <string.h>

const char *fact_name(FactKind fact) {
    static const char *const names[N_FACTS] = {
        [FACT_LIST_UNSUBSCRIBE] = "list-unsubscribe",
        [FACT_ONE_CLICK] = "one-click",
        [FACT_MAILING_LIST] = "mailing-list",
        [FACT_LIST_ID] = "list-id",
        [FACT_PRECEDENCE] = "precedence",
        [FACT_CAMPAIGN] = "campaign",
        [FACT_THREAD] = "thread",
        [FACT_AUTO_GENERATED] = "auto-generated",
        [FACT_MAIL_PROGRAM] = "mail-program",
        [FACT_NO_REPLY] = "no-reply",
        [FACT_SERVICE_SENDER] = "service-sender",
        [FACT_NEWS_SENDER] = "news-sender",
        [FACT_ORGANIZATION] = "organization",
        [FACT_SUBJECT_PROMOTION] = "subject-promotion",
        [FACT_SUBJECT_NEWSLETTER] = "subject-newsletter",
        [FACT_PROMOTION] = "promotion",
        [FACT_PITCH] = "pitch",
        [FACT_NEWSLETTER] = "newsletter",
        [FACT_TRANSACTION] = "transaction",
        [FACT_UNSUBSCRIBE] = "unsubscribe",
        [FACT_CONVERSATION] = "conversation",
        [FACT_QUOTES] = "quotes",
        [FACT_LINKS] = "links",
        [FACT_IMAGES] = "images",
        [FACT_PIXEL] = "pixel",
        [FACT_PLAIN] = "plain",
        [FACT_SHORT] = "short",
        [FACT_FIRST_PERSON] = "first-person",
        [FACT_LETTER] = "letter",
        [FACT_PAPERS] = "papers",
        [FACT_REFERENCE] = "reference",
    };
    return names[fact];
}

/* The field's value holds `text`, ASCII case-insensitively. */
static gboolean holds(const Field *field, const char *text) {
    gsize length = strlen(text);
    for (gsize at = 0; field && at + length <= field->value_length; at++)
        /* Bit 0x20 is what case differs in: most octets are told apart by it. */
        if ((field->value[at] | 0x20) == (*text | 0x20) &&
            g_ascii_strncasecmp(field->value + at, text, length) == 0)
            return TRUE;
    return FALSE;
}

/* The same of the first field of that name. */
static gboolean value_has(const Message *message, const char *name, const char *text) {
    return holds(message_field(message, name), text);
}

static gboolean has_any(const Message *message, const char *const *names) {
    for (; *names; names++)
        if (message_field(message, *names))
            return TRUE;
    return FALSE;
}

/* Software that carries posts of its subscribers to all others.  "List-Post: NO" (RFC 2369 section
 * 3.4) is a list that only its owner writes to. */
static gboolean is_mailing_list(const Message *message) {
    static const char *const software[] = {
        "X-BeenThere",
        "X-Mailman-Version",
        "Mailing-List",
        "X-Mailing-List",
        "X-Google-Group-Id",
        "X-Yahoo-Profile",
        "X-eGroups-Return",
        "X-Listprocessor-Version",
        "X-Topica-Id",
        "X-Majordomo",
        NULL,
    };
    if (has_any(message, software))
        return TRUE;
    if (message_field(message, "List-Post") && !value_has(message, "List-Post", "NO"))
        return TRUE;
    return value_has(message, "List-Post", "mailto:") || value_has(message, "Precedence", "list") ||
           value_has(message, "Sender", "owner-");
}

/* What campaign software writes and transactional mailers do not. */
static gboolean is_campaign(const Message *message) {
    static const char *const fields[] = {
        "X-Campaign",
        "X-CampaignId",
        "X-Campaign-Id",
        "X-Mailchimp-Campaign-Id",
        "X-MC-User",
        "X-Mailer-RecptId",
        "X-job",
        "X-JobID",
        "X-CSA-Complaints",
        "X-Newsletter",
        "X-Bulkmail",
        "X-EMV-Platform",
        "X-Campaign_ID",
        "X-SFMC-Stack",
        "X-rpcampaign",
        "X-Mailing-Id",
        "X-Klaviyo-Message-Id",
        "X-Roving-Id",
        "X-Roving-Campaignid",
        "X-cid",
        "CampaignId",
        "X-Mailer-LID",
        "X-Mailer-SID",
        "X-Mail-List",
        NULL,
    };
    return has_any(message, fields);
}

/* Programs that people write mail with; a campaign or a shop system names itself differently. */
static gboolean is_mail_program(const Message *message) {
    static const char *const programs[] = {
        "Thunderbird",
        "Mozilla",
        "Mutt",
        "Apple Mail",
        "iPhone Mail",
        "iPad Mail",
        "Microsoft Outlook",
        "Microsoft-MacOutlook",
        "Evolution",
        "KMail",
        "Alpine",
        "Pine",
        "Gnus",
        "Sylpheed",
        "Claws",
        "Eudora",
        "Lotus Notes",
        "Roundcube",
        "SquirrelMail",
        "The Bat!",
        "Pegasus",
        "VM ",
        "MH",
        "Mew",
        "ExMH",
        "Internet Mail Service",
        "Ximian",
        "Geary",
        "aerc",
    };
    /* Exchange and Outlook thread their mail; Apple Mail names itself in its boundaries; a web
     * mailer notes the address of the browser; and two big ones sign the Message-ID. */
    static const char *const fields[] = {"Thread-Index", "Thread-Topic", "X-Originating-IP",
                                         "X-MimeOLE", NULL};
    if (has_any(message, fields) || value_has(message, "Content-Type", "\"Apple-Mail") ||
        value_has(message, "Message-ID", "@mail.gmail.com>") ||
        value_has(message, "Message-ID", ".prod.outlook.com>"))
        return TRUE;
    const Field *agent = message_field(message, "User-Agent");
    const Field *mailer = message_field(message, "X-Mailer");
    for (gsize i = 0; (agent || mailer) && i < G_N_ELEMENTS(programs); i++)
        if (holds(agent, programs[i]) || holds(mailer, programs[i]))
            return TRUE;
    return FALSE;
}

static void observe_header(Facts *facts, const Message *message) {
    gboolean list = is_mailing_list(message);
    facts->strength[FACT_MAILING_LIST] = list;
    facts->strength[FACT_LIST_UNSUBSCRIBE] = !list && message_field(message, "List-Unsubscribe");
    facts->strength[FACT_ONE_CLICK] = message_field(message, "List-Unsubscribe-Post") != NULL;
    facts->strength[FACT_LIST_ID] = !list && message_field(message, "List-Id");
    facts->strength[FACT_PRECEDENCE] =
        value_has(message, "Precedence", "bulk") || value_has(message, "Precedence", "junk");
    facts->strength[FACT_CAMPAIGN] = is_campaign(message)                            ? 1
                                     : message_field(message, "Feedback-ID") != NULL ? 0.5
                                                                                     : 0;
    facts->strength[FACT_THREAD] =
        message_field(message, "In-Reply-To") || message_field(message, "References");
    facts->strength[FACT_AUTO_GENERATED] =
        value_has(message, "Auto-Submitted", "auto-generated") ? 1
        : message_field(message, "X-Auto-Response-Suppress")   ? 0.7
                                                               : 0;
    facts->strength[FACT_MAIL_PROGRAM] = is_mail_program(message);
    facts_observe_sender(facts, message);
}

/* A phrase said ten times is said once. */
static double wording(const Hits *hits, const char *list) {
    return hits_weight(hits, list, 0, G_MAXSIZE);
}

/* 0 at nothing, 0.5 at `half`, towards 1. */
static double saturate(double sum, double half) {
    return sum <= 0 ? 0 : sum / (sum + half);
}

/* 0 at nothing, 1 at `full` and over, on a logarithmic scale. */
static double logarithmic(double count, double full) {
    return MIN(1, log1p(count) / log1p(full));
}

/* Lines that quote, as a part of all lines of the text. */
static double quotes(const View *view) {
    guint lines = 0, quoting = 0;
    for (const char *at = view->text, *end = at + view->length; at < end;) {
        const char *next = memchr(at, '\n', (gsize)(end - at));
        quoting += *at == '>' || (*at == '|' && at + 1 < end && at[1] == ' ');
        lines++;
        at = next ? next + 1 : end;
    }
    return lines == 0 ? 0 : MIN(1, 4.0 * quoting / lines);
}

/* "I" and its like, as a part of the words: people who write for themselves. */
static double first_person(const Message *message) {
    static const char *const words[] = {"i",  "jeg", "jag", "ich", "ik",
                                        "je", "mig", "min", "me",  "my"};
    guint count = 0, n = MIN(message->words->words->len, 1000);
    /* "i" is a preposition in the Nordic languages, "je" a pronoun of Dutch newsletters. */
    gboolean english = g_strcmp0(message->language, "en") == 0 || !message->language;
    gboolean french = g_strcmp0(message->language, "fr") == 0;
    for (guint i = 0; i < n; i++) {
        const Word *place = &g_array_index(message->words->words, Word, i);
        if (place->end - place->start > 3)
            continue; /* none of them is longer */
        const char *word = words_folded(message->words, i);
        if (*word != 'i' && *word != 'j' && *word != 'm')
            continue; /* and none begins differently */
        for (guint w = 0; w < G_N_ELEMENTS(words); w++)
            if (word[1] == words[w][1] && strcmp(word, words[w]) == 0)
                count +=
                    (strcmp(word, "i") != 0 || english) && (strcmp(word, "je") != 0 || french) &&
                    (strcmp(word, "my") != 0 || english) && (strcmp(word, "me") != 0 || english);
    }
    return n < 5 ? 0 : MIN(1, 25.0 * count / n);
}

static void visit_papers(const Part *part, gpointer data) {
    gboolean *found = data;
    *found |= part_is(part, "application", "pdf") || part_is(part, "text", "calendar") ||
              (part->filename && g_str_has_suffix(part->filename, ".pdf"));
}

/* A word of 8 or more letters and digits with 6 digits among them, or the last digits of an
 * account behind asterisks. */
static gboolean has_reference(const Message *message) {
    guint n = MIN(message->words->words->len, 4000);
    for (guint i = 0; i < n; i++) {
        const Word *word = &g_array_index(message->words->words, Word, i);
        guint length = 0, digits = 0;
        if (!(word->letters & (WORD_NUMBER | WORD_MIXED)))
            continue;
        for (const char *folded = words_folded(message->words, i); *folded; folded++, length++)
            digits += g_ascii_isdigit(*folded) ? 1 : 0;
        const char *before = message->view->text + word->start;
        if ((length >= 8 && digits >= 6) ||
            (digits >= 3 && digits <= 5 && length == digits && word->start >= 2 &&
             before[-1] == '*' && before[-2] == '*'))
            return TRUE;
    }
    return FALSE;
}

/* Links to pages; addresses that merely stand in plain text are none. */
static guint count_links(const View *view) {
    guint count = 0;
    for (guint i = 0; i < view->links->len; i++) {
        const Link *link = g_ptr_array_index(view->links, i);
        count += link->kind != LINK_TEXT || g_str_has_prefix(link->scheme, "http");
    }
    return count;
}

static void observe_view(Facts *facts, const Message *message) {
    const View *view = message->view;
    double words = message->words->words->len;
    guint images = 0;
    for (guint i = 0; i < view->images->len; i++) {
        const Image *image = g_ptr_array_index(view->images, i);
        if (image->width >= 0 && image->width <= 2 && image->height >= 0 && image->height <= 2)
            facts->strength[FACT_PIXEL] = 1;
        else
            images += !image->hidden;
    }
    facts->strength[FACT_LINKS] = logarithmic(count_links(view), 50);
    facts->strength[FACT_IMAGES] = logarithmic(images, 20);
    facts->strength[FACT_PLAIN] = view->html_octets == 0;
    facts->strength[FACT_SHORT] = CLAMP((400 - words) / 280, 0, 1);
    facts->strength[FACT_QUOTES] = quotes(view);
    facts->strength[FACT_FIRST_PERSON] = first_person(message);
}

/* A sales letter needs the approach and the offer: one phrase of it is said among people who work
 * together ("I noticed an error on your website"), so the first PITCH_FREE count for nothing. */
#define PITCH_FREE 1.5
static double pitch(const Message *message, const Hits *subject_hits) {
    double sum = wording(message->hits, "pitch");
    sum += subject_hits ? wording(subject_hits, "pitch") : 0;
    return saturate(sum - PITCH_FREE, 1);
}

static gboolean is_letter(const Facts *facts, const Message *message) {
    return count_links(message->view) <= 2 && facts->strength[FACT_IMAGES] == 0 &&
           facts->strength[FACT_PIXEL] == 0 && facts->strength[FACT_UNSUBSCRIBE] == 0 &&
           facts->strength[FACT_LIST_UNSUBSCRIBE] == 0;
}

void facts_observe(Facts *ret, const Message *message, const Hits *subject_hits) {
    const Hits *hits = message->hits;
    memset(ret, 0, sizeof *ret);
    if (message->has_header)
        observe_header(ret, message);
    observe_view(ret, message);
    ret->strength[FACT_SUBJECT_PROMOTION] =
        subject_hits ? saturate(wording(subject_hits, "promotion"), 1) : 0;
    ret->strength[FACT_SUBJECT_NEWSLETTER] =
        subject_hits ? saturate(wording(subject_hits, "newsletter"), 1) : 0;
    ret->strength[FACT_PROMOTION] = saturate(wording(hits, "promotion"), 4);
    /* In an answer it may have been asked for; a stranger's second letter answers the first, too. */
    ret->strength[FACT_PITCH] =
        pitch(message, subject_hits) * (ret->strength[FACT_THREAD] > 0 ? 0.4 : 1);
    ret->strength[FACT_NEWSLETTER] = saturate(wording(hits, "newsletter"), 3);
    ret->strength[FACT_TRANSACTION] = saturate(wording(hits, "transaction"), 4);
    ret->strength[FACT_CONVERSATION] = saturate(wording(hits, "discussion"), 1.5);
    ret->strength[FACT_UNSUBSCRIBE] = hits_any(hits, "unsubscribe", 0, G_MAXSIZE);
    ret->strength[FACT_LETTER] = is_letter(ret, message);
    gboolean papers = FALSE;
    part_foreach(message->judged, visit_papers, &papers);
    ret->strength[FACT_PAPERS] = papers;
    ret->strength[FACT_REFERENCE] = has_reference(message);
}
