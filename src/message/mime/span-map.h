/* span-map.h - from derived octets back to the octets that they came from.
 *
 * Transfer decoding and charset conversion each derive octets from others.  A SpanMap remembers
 * which came from which, as runs of equal units: "each 1 octet from 3" (quoted-printable escapes),
 * "each 2 from 1" (æ of ISO 8859-1 as UTF-8), "each 3 from 4" (base64).  Maps stand behind each
 * other: text, decoded octets, decoded message around them, document.
 */
#ifndef SPAMLINT_MESSAGE_MIME_SPAN_MAP_H
#define SPAMLINT_MESSAGE_MIME_SPAN_MAP_H

#include <glib.h>

typedef struct SpanMap SpanMap;

SpanMap *span_map_new(void);
void span_map_free(SpanMap *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SpanMap, span_map_free)

/* From derived offset `to` on, until the next run, each unit of `unit_to` octets stems from
 * `unit_from` (1 to 255) source octets, the first from source offset `from`. `to` never decreases;
 * what continues the run before costs nothing. Offsets are below 4 GiB (LIMIT_MESSAGE_OCTETS). */
void span_map_add(SpanMap *self, gsize to, gsize from, guint unit_to, guint unit_from);
/* The same for whole base64 quanta: three octets from four characters; the place of an octet is
 * the character that carries its first bit. */
void span_map_add_base64(SpanMap *self, gsize to, gsize from);
/* What `self` finds is an offset into [base, …) of what `behind` (borrowed, or NULL) derives. */
void span_map_set_behind(SpanMap *self, gsize base, const SpanMap *behind);

/* The source octets [*ret_start, *ret_end) of derived octets [start, end), at least one, through
 * all maps behind. An empty map is the identity. */
void span_map_range(const SpanMap *self, gsize start, gsize end, gsize *ret_start, gsize *ret_end);
/* The first source octet of derived octet `at`. */
gsize span_map_locate(const SpanMap *self, gsize at);

#endif
