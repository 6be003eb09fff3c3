/* date.h - date-time (RFC 5322 section 3.3, obsolete forms of 4.3) and RFC 3339. */
#ifndef SPAMLINT_MESSAGE_MIME_DATE_H
#define SPAMLINT_MESSAGE_MIME_DATE_H

#include <glib.h>

/* Reads a Date field's value. FALSE where it is not RFC 5322 (strictly: obs-zone, two-digit
 * years and comments are accepted, nonsense like month names in other languages is not).
 * *ret_unix: seconds since 1970 UTC; *ret_offset: the zone, in minutes east; either may be NULL. */
gboolean date_parse_rfc5322(const char *value, gsize length, gint64 *ret_unix, int *ret_offset);
/* Reads "2026-11-20T09:00:00+01:00" (also a date alone: midnight UTC). */
gboolean date_parse_rfc3339(const char *value, gint64 *ret_unix);
/* RFC 3339 of a moment in a zone of `offset` minutes. Given away. */
char *date_to_rfc3339(gint64 unix_time, int offset);

#endif
