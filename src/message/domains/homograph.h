/* homograph.h - hosts whose name deceives the eye (UTS 39).
 *
 * A label mixes scripts ("раypal"), is of another script and reads as plain letters ("аррӏе"), or
 * looks like the name of a well-known brand without being it ("paypa1", "rnicrosoft").  Names in
 * the script of their own country's domain (".рф", ".ru") are honest.
 */
#ifndef SPAMLINT_MESSAGE_DOMAINS_HOMOGRAPH_H
#define SPAMLINT_MESSAGE_DOMAINS_HOMOGRAPH_H

#include "message/domains/brands.h"

#include <glib.h>

typedef enum {
    HOMOGRAPH_NONE,
    HOMOGRAPH_MIXED, /* scripts that are not written together, or letters of no language */
    HOMOGRAPH_ASCII, /* another script throughout that reads as plain letters */
    HOMOGRAPH_BRAND, /* looks like a brand's name */
} HomographKind;

typedef struct {
    char *label;      /* the label as a reader sees it (UTF-8) */
    char *looks_like; /* the plain letters, or the domain of the brand, that it is taken for */
} Homograph;
void homograph_clear(Homograph *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Homograph, homograph_clear)

/* Judges a host (A-labels, lower case; NULL is none). `ret` (may be NULL) is set where it deceives,
 * to be cleared. `brands` may be NULL. Cheap for ASCII hosts. */
HomographKind homograph_check(const Brands *brands, const char *host, Homograph *ret);

/* TRUE where the organizational domains of two hosts differ and look the same: "firma.dk" and
 * "fіrma.dk", "modern.dk" and "modem.dk"; not two spellings of one name (spelling.h). */
gboolean homograph_same_look(const char *host_a, const char *host_b);

#endif
