/* content-image-only.c - a message that is a picture. */
#include "rules/rule.h"

#define LEAST_WORDS 20

/* The first image that shows something, or NULL. */
static const Image *first_image(const View *view) {
    for (guint i = 0; i < view->images->len; i++) {
        const Image *image = g_ptr_array_index(view->images, i);
        if (!image->hidden && !image->dot)
            return image;
    }
    return NULL;
}

static void check_content_image_only(Check *check) {
    const Message *message = check->message;
    guint words = message->words->words->len;
    if (words >= LEAST_WORDS)
        return;
    const Image *image = first_image(message->view);
    if (image != NULL)
        check_fail(
            check, SEVERITY_WARNING, view_item_place(message->view, image), image->src, NULL,
            N_("the message consists of images: it shows %u words of text, expected at least "
               "20"),
            words);
}

static const char *const sources[] = {
    "SMTP.dk spam policy: lawful content",
    "WCAG 2.2 section 1.4.5: images of text",
    NULL,
};

const Rule rule_content_image_only = {
    .id = "content-image-only",
    .clause = CLAUSE_CONTENT,
    .severity = SEVERITY_WARNING,
    .kinds = KIND_MARKETING | KIND_TRANSACTIONAL,
    .needs = NEEDS_BODY,
    .summary = N_("The message says something in text"),
    .requires = N_("A message with images has 20 or more words of visible text."),
    .why =
        N_("Most mail programs block images at first, screen readers cannot read them, and filters "
           "take pictures without text for an attempt to hide what they say."),
    .fix = N_("Write what the picture says as text too."),
    .exceptions = N_("Images of 1 px, which count readers, and hidden images count for nothing."),
    .sources = sources,
    .check = check_content_image_only,
};
