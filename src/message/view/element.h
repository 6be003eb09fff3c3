/* element.h - what the elements of HTML are, as far as reading mail needs it.
 *
 * Which elements are void, which start a line, which end others that were left open, and which
 * hold no text that a reader sees.  Neither libxml2's own tables nor its tree repairs are used:
 * they differ between its versions.  The closing rules are those of HTML's tree construction
 * (WHATWG HTML, section 13.2.6), reduced to what changes text, links and style.
 */
#ifndef SPAMLINT_MESSAGE_VIEW_ELEMENT_H
#define SPAMLINT_MESSAGE_VIEW_ELEMENT_H

#include <glib.h>

typedef enum {
    ELEMENT_VOID = 1 << 0,       /* never has content */
    ELEMENT_BLOCK = 1 << 1,      /* begins and ends a line */
    ELEMENT_SPECIAL = 1 << 2,    /* an inline end tag does not reach through it */
    ELEMENT_FORMATTING = 1 << 3, /* its end tag takes it out from under what is still open */
    ELEMENT_RAW = 1 << 4,        /* its content is no markup and never shown: passed over */
    ELEMENT_UNSEEN = 1 << 5,     /* its content is markup and never shown */
    ELEMENT_PRE = 1 << 6,        /* white space is kept */
    ELEMENT_MONOSPACE = 1 << 7,
    ELEMENT_ACTIVE = 1 << 8, /* embeds or runs something */
} ElementFlags;

/* Elements that end each other. */
typedef enum {
    GROUP_P = 1 << 0,
    GROUP_LI = 1 << 1,
    GROUP_DT = 1 << 2, /* dt, dd */
    GROUP_OPTION = 1 << 3,
    GROUP_CELL = 1 << 4, /* td, th */
    GROUP_ROW = 1 << 5,
    GROUP_SECTION = 1 << 6, /* thead, tbody, tfoot */
    GROUP_TABLE = 1 << 7,
    GROUP_LIST = 1 << 8, /* ul, ol, menu, dir */
    GROUP_DL = 1 << 9,
    GROUP_SELECT = 1 << 10,
    GROUP_A = 1 << 11,
    GROUP_BUTTON = 1 << 12,
    GROUP_SCOPE = 1 << 13, /* caption, object, marquee, template: nothing reaches out of them */
    GROUP_ROOT = 1 << 14,  /* html, head, body */
    GROUP_FORM = 1 << 15,
} ElementGroup;

typedef struct {
    const char *name; /* lower case */
    ElementFlags flags;
    ElementGroup group;
    ElementGroup closes; /* its start tag ends open elements of these groups … */
    ElementGroup until;  /* … up to the first open element of these */
    double scale;        /* font size against its parent's; 0: the same */
} Element;

/* The element of a name in any case; NULL: none that is known, to be treated as a span. */
const Element *element_find(const char *name, gsize length);

#endif
