/* dns-name.h - domain names in their one written form.
 *
 * Every name that is asked, answered, read from a replay file or written into one passes here, so
 * that two writings of a name are one key: labels in lower case, joined by dots, without a final
 * dot; an octet that is no printable ASCII as \DDD, a dot or backslash inside a label as \. and \\
 * (RFC 1035 section 5.1).  The root is the empty string.
 */
#ifndef SPAMLINT_EVIDENCE_DNS_NAME_H
#define SPAMLINT_EVIDENCE_DNS_NAME_H

#include <glib.h>

/* Octets of a name and of a label on the wire (RFC 1035 section 2.3.4). */
#define DNS_NAME_OCTETS 255u
#define DNS_LABEL_OCTETS 63u

/* Folds a written name: \X and \DDD are taken, a final dot may stand, other octets stand for
 * themselves.  NULL where no such name can exist: an empty label, a label over 63 octets, a name
 * over 255, a backslash that escapes nothing.  Given away. */
char *dns_name_fold(const char *text, gsize length);

/* Appends one label of raw octets to a name in written form, folded and escaped. */
void dns_name_append_label(GString *name, const guint8 *label, gsize length);

/* The name as libraries take it that know \X but not \DDD: raw octets, with a backslash before
 * dots and backslashes.  NULL where it holds a NUL octet, which a C string cannot.  Given away. */
char *dns_name_raw(const char *folded);

#endif
