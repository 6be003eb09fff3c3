/* content-image-alt.c - images say in words what they show. */
#include "rules/rule.h"

#include <string.h>

/* One finding for each kind: at the first image, with how many there are. */
typedef struct {
    guint count;
    const Image *first;
} Images;

static void add(Images *self, const Image *image) {
    if (self->count++ == 0)
        self->first = image;
}

/* Neither text nor the alternative of another image says where the link goes. */
static gboolean link_says_nothing(const View *view, const Image *image) {
    if (image->link < 0)
        return FALSE;
    const Link *link = g_ptr_array_index(view->links, (guint)image->link);
    return link->start == link->end && (link->image_alt == NULL || *link->image_alt == '\0');
}

static void check_content_image_alt(Check *check) {
    const View *view = check->message->view;
    Images without = {0}, linked = {0};
    for (guint i = 0; i < view->images->len; i++) {
        const Image *image = g_ptr_array_index(view->images, i);
        if (image->hidden || image->dot)
            continue;
        if (image->alt == NULL)
            add(&without, image);
        else if (strspn(image->alt, " \t\r\n") == strlen(image->alt) &&
                 link_says_nothing(view, image))
            add(&linked, image);
    }
    if (without.count > 0)
        check_fail(check, SEVERITY_INFO, view_item_place(view, without.first), without.first->src,
                   NULL, N_("images without an alt attribute: %u, the first here"), without.count);
    if (linked.count > 0)
        check_fail(
            check, SEVERITY_INFO, view_item_place(view, linked.first), linked.first->src, NULL,
            N_("linked images with an empty alternative, and no other text in the link: %u, the "
               "first here"),
            linked.count);
}

static const char *const sources[] = {
    "WHATWG HTML section 4.8.4.4: requirements for providing text to act as an alternative for "
    "images",
    "WCAG 2.2 sections 1.1.1 and 2.4.4",
    NULL,
};

const Rule rule_content_image_alt = {
    .id = "content-image-alt",
    .clause = CLAUSE_CONTENT,
    .severity = SEVERITY_INFO,
    .kinds = KIND_MARKETING,
    .needs = NEEDS_BODY,
    .summary = N_("Images have alternatives in words"),
    .requires =
        N_("Every image has an alt attribute; that of an image in a link is not empty where the "
           "link has no other text."),
    .why = N_(
        "Where images are blocked or cannot be seen, the alternative is all that is left of them."),
    .fix = N_(
        "Write alt=\"what the image says\", or alt=\"\" where it only decorates and is no link."),
    .exceptions =
        N_("alt=\"\" on an image that is no link is right for decoration. Images of 1 px and "
           "hidden images count for nothing."),
    .sources = sources,
    .check = check_content_image_alt,
};
