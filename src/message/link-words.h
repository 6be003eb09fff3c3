/* link-words.h - what a link says: in its text, its sentence, its image, its title, its URL.
 *
 * A reader knows what a link is for by its words, or, where it only says "click here", by the
 * sentence that it stands in; a link alone on its line belongs to the line before.  Rules on
 * unsubscribing and on contact ask the same questions of different word lists.
 */
#ifndef SPAMLINT_MESSAGE_LINK_WORDS_H
#define SPAMLINT_MESSAGE_LINK_WORDS_H

#include "message/message.h"

#include <glib.h>

/* A text with its words, hits and links. Borrows everything, or owns words and hits (`owned`). */
typedef struct {
    const Phrases *phrases;
    const View *view;
    const Words *words;
    const Hits *hits;
    gboolean owned;
} Reading;

/* The reading of message->view, and of message->plain (to be cleared; view is NULL where there is
 * no such part). */
Reading reading_of_view(const Message *message);
Reading reading_of_plain(const Message *message);
void reading_clear(Reading *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reading, reading_clear)

/* TRUE where a phrase of the list stands in the text (borrowed, may be NULL). */
gboolean phrases_in(const Phrases *phrases, const char *list, const char *text);

/* TRUE where a phrase of the list lies at least partly in octets [start, end) of the view's text:
 * of "[Unsubscribe] from this list" the link holds only the first word. */
gboolean reading_says(const Reading *reading, const char *list, gsize start, gsize end);

/* TRUE where the visible text of the link has a phrase of the list. */
gboolean link_text_says(const Reading *reading, const Link *link, const char *list);
/* … the alternatives of its images; … its title. */
gboolean link_image_says(const Reading *reading, const Link *link, const char *list);
gboolean link_title_says(const Reading *reading, const Link *link, const char *list);
/* … its URL, percent-decoded, without the scheme: host, path, query, or the address of a mailto. */
gboolean link_url_says(const Reading *reading, const Link *link, const char *list);

/* TRUE where the link's text says nothing of its own: "click here", "her", an URL, an address. */
gboolean link_is_bare(const Reading *reading, const Link *link);

/* The words that the link belongs to: its sentence; where that is the link alone, the line before
 * as well.  Lines broken in the middle of a sentence (plain text) are joined. */
void link_sentence(const Reading *reading, const Link *link, gsize *ret_start, gsize *ret_end);
/* The sentence around octets [start, end) of the view's text; separators of a footer's line ("|",
 * bullets, middle dots) end it too. */
void text_sentence(const View *view, gsize start, gsize end, gsize *ret_start, gsize *ret_end);

#endif
