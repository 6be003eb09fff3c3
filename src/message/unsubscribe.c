/* unsubscribe.c - the links by which the reader can end the subscription. */
#include "message/unsubscribe.h"

#include "message/link-words.h"

#include <string.h>

static gboolean judge(const Reading *reading, const Link *link, UnsubscribeEvidence *ret_evidence) {
    if (link->kind == LINK_FORM)
        return FALSE;
    gsize start, end;
    if (link_text_says(reading, link, "unsubscribe"))
        *ret_evidence = UNSUBSCRIBE_TEXT;
    else if (link_image_says(reading, link, "unsubscribe"))
        *ret_evidence = UNSUBSCRIBE_IMAGE;
    else if (link_title_says(reading, link, "unsubscribe"))
        *ret_evidence = UNSUBSCRIBE_TITLE;
    else {
        gboolean settings = link_text_says(reading, link, "preferences");
        link_sentence(reading, link, &start, &end);
        if ((settings || link_is_bare(reading, link)) &&
            reading_says(reading, "unsubscribe-sentence", start, end))
            *ret_evidence = UNSUBSCRIBE_SENTENCE;
        else if (link_url_says(reading, link, "unsubscribe-url") &&
                 (link->start < link->end || link->images > 0))
            *ret_evidence = UNSUBSCRIBE_URL;
        else
            return FALSE;
    }
    return TRUE;
}

static void collect(const Reading *reading, GArray *out) {
    const View *view = reading->view;
    for (guint i = 0; view != NULL && i < view->links->len; i++) {
        UnsubscribeLink found = {.link = g_ptr_array_index(view->links, i), .view = view};
        if (judge(reading, found.link, &found.evidence))
            g_array_append_val(out, found);
    }
}

GArray *unsubscribe_find(const Message *message) {
    GArray *out = g_array_new(FALSE, FALSE, sizeof(UnsubscribeLink));
    g_auto(Reading) shown = reading_of_view(message);
    g_auto(Reading) plain = reading_of_plain(message);
    collect(&shown, out);
    collect(&plain, out);
    return out;
}

gboolean unsubscribe_by_reply(const Message *message, gsize *ret_start, gsize *ret_end) {
    guint at = 0;
    const Hit *hit = hits_next(message->hits, "unsubscribe-reply", 0, message->view->length, &at);
    if (hit == NULL)
        return FALSE;
    *ret_start = hit->start;
    *ret_end = hit->end;
    return TRUE;
}
