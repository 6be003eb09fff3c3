/* view.h - the body as its reader sees it.
 *
 * A View is the visible text of one or more text parts in the order a mail program shows them,
 * HTML rendered (without what CSS hides) or plain text, as one UTF-8 string: white space folded,
 * a line for each block.  Runs of that text know their style, their link and where in the file
 * they stand.  Links, images, hidden blocks and active elements are listed beside it.  The rules
 * on the body read this and nothing else, so that HTML and plain text are judged alike.
 */
#ifndef SPAMLINT_MESSAGE_VIEW_VIEW_H
#define SPAMLINT_MESSAGE_VIEW_VIEW_H

#include "message/mime/part.h"
#include "message/mime/place.h"
#include "message/view/color.h"

#include <glib.h>

typedef enum {
    HIDDEN_NO,
    HIDDEN_DISPLAY,    /* display:none, hidden attribute (mso-hide alone hides in Outlook only) */
    HIDDEN_VISIBILITY, /* visibility:hidden or collapse */
    HIDDEN_OPACITY,    /* opacity <= 0.01 */
    HIDDEN_SIZE,       /* font-size <= 1px */
    HIDDEN_CONTRAST,   /* under 1.05:1 to its background */
    HIDDEN_OVERFLOW,   /* height, width, max-height 0 (or <= 1px) with overflow hidden */
    HIDDEN_OFFSCREEN,  /* position or text-indent far outside, clip to nothing */
} HiddenReason;

/* How a run looks. Interned in the view: compare by pointer. */
typedef struct {
    double font_px;            /* computed font size in CSS pixels; 16 where nothing is said */
    guint32 color;             /* 0xRRGGBB */
    guint32 background;        /* 0xRRGGBB of the nearest background colour */
    gboolean background_image; /* a background image or gradient stands nearer than any colour */
    gboolean monospace;        /* inside <pre> or <code> (merge tags are quoted there) */
    HiddenReason hidden;
    gboolean media_shown; /* hidden here, shown by a rule inside @media */
} Style;

/* A stretch of View.text of one style, one link and one text part. Runs cover the text in order;
 * white space that the view made (block ends) may lie between them. */
typedef struct {
    gsize start, end; /* octets of View.text */
    gsize source;     /* octet of part_text(part) that the run began at */
    guint part;       /* index into View.parts */
    gint link;        /* index into View.links, or -1 */
    const Style *style;
} Run;

typedef enum {
    LINK_A,    /* <a href> */
    LINK_AREA, /* <area href> */
    LINK_FORM, /* <form action> */
    LINK_TEXT, /* a URL or address in plain text, or as bare text of HTML */
} LinkKind;

typedef struct {
    LinkKind kind;
    char *href;   /* decoded attribute value, white space at its ends and line breaks removed */
    char *scheme; /* lower case, "" where relative */
    char *host;   /* lower-case A-labels (mailto: domain of the address), or NULL */
    int port;     /* -1: none said */
    gboolean userinfo; /* "user@" before the host */
    gsize start, end;  /* octets of View.text: its visible text; empty where it has none */
    char *title;       /* title attribute, or NULL */
    char *image_alt;   /* alternatives of the images in it, joined by a space, or NULL */
    guint images;      /* images in it */
    guint images_without_alt;
    const Style *style; /* of its visible text's least legible run; of the element if it has none */
    gboolean hidden;    /* nothing of it is visible: no text, no image, or all hidden */
    guint part;         /* index into View.parts */
    gsize html_offset;  /* octet of part_text(part) at which its tag begins */
    Span source;        /* octets of part_text(part): the href value without quotes, or the URL */
} Link;

typedef struct {
    char *src;         /* or NULL */
    char *alt;         /* NULL: no alt attribute */
    gint link;         /* index into View.links, or -1 */
    int width, height; /* px, by style or attribute; -1 where not said */
    gboolean dot;      /* at most 1 px wide or high: counts readers, shows nothing */
    gboolean hidden;
    guint part;
    gsize at;    /* octet of View.text before which it stands */
    Span source; /* octets of part_text(part): its tag */
} Image;

/* Text that the sender hides. One block for each outermost element that hides. */
typedef struct {
    char *text; /* white space folded */
    HiddenReason reason;
    gboolean media_shown;
    gsize at; /* octet of View.text before which it stands */
    guint part;
    Span source; /* octets of part_text(part): from its first text to its last */
} HiddenBlock;

typedef enum {
    ACTIVE_SCRIPT,  /* <script>, without application/ld+json */
    ACTIVE_EMBED,   /* iframe, frame, object, embed, applet */
    ACTIVE_URL,     /* javascript:, vbscript: or data:text/html in an attribute */
    ACTIVE_REFRESH, /* <meta http-equiv=refresh> */
    ACTIVE_FORM,    /* <form>, <input type=password> … */
    ACTIVE_HANDLER, /* onclick= … */
} ActiveKind;

typedef struct {
    ActiveKind kind;
    char *what; /* element name, attribute name or the URL */
    guint part;
    Span source; /* octets of part_text(part): the tag */
} Active;

typedef struct {
    GPtrArray *parts; /* of const Part *, borrowed: the leaves shown, in order */
    char *text;       /* the visible text; "\n" between blocks, single spaces within */
    gsize length;
    GArray *runs;            /* of Run */
    GPtrArray *links;        /* of Link */
    GPtrArray *images;       /* of Image */
    GPtrArray *hidden;       /* of HiddenBlock */
    GPtrArray *active;       /* of Active */
    const char *preheader;   /* text of the first hidden block if it precedes the visible text, or
                              * NULL;   borrowed from `hidden` */
    gsize html_octets;       /* decoded octets of the largest HTML part shown; 0: plain text only */
    gboolean html_truncated; /* a LIMIT_HTML_… was reached */
    GArray *map;             /* private: where the octets of `text` come from */
    GHashTable *styles;      /* private: interned styles */
} View;

/* Builds the view of these leaves (const Part *), text/html rendered, every other text type as
 * plain text (format=flowed joined, RFC 3676). Never NULL. */
View *view_new(const GPtrArray *parts);
void view_free(View *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(View, view_free)

/* The run that holds octet `at` of the text, or the nearest one before it; NULL where none. */
const Run *view_run_at(const View *self, gsize at);
/* Where octets [start, end) of the visible text stand in the file. */
Place view_place(const View *self, gsize start, gsize end);
/* Where octets `source` of the text of part `part` stand: the place of a Link, an Image, a
 * HiddenBlock or an Active. Asked for only when something is found: the first question of a part
 * decodes it once more (text.h). */
Place view_source_place(const View *self, guint part, Span source);
#define view_item_place(self, item) view_source_place((self), (item)->part, (item)->source)
/* The bounds of the sentence around [start, end): to the nearest ". ! ? \n" on both sides. */
void view_sentence(const View *self, gsize start, gsize end, gsize *ret_start, gsize *ret_end);
/* The bounds of the line (block) around [start, end). */
void view_line(const View *self, gsize start, gsize end, gsize *ret_start, gsize *ret_end);
#endif
