/* text-hash.h - the hash of the tables that are compiled when the program is built.
 *
 * GLib's may be another one in the version that the program runs with. */
#ifndef SPAMLINT_MESSAGE_WORDS_TEXT_HASH_H
#define SPAMLINT_MESSAGE_WORDS_TEXT_HASH_H

#include <glib.h>

/* FNV-1a. Who writes the mail does not choose what is in the tables, so no flooding. */
static inline guint32 text_hash(const char *text) {
    guint32 hash = 2166136261u;
    for (; *text; text++)
        hash = (hash ^ (guchar)*text) * 16777619u;
    return hash ^ (hash >> 15);
}

#endif
