/* script-private.h - what script.c and script-words.c share. */
#ifndef SPAMLINT_MESSAGE_WORDS_SCRIPT_PRIVATE_H
#define SPAMLINT_MESSAGE_WORDS_SCRIPT_PRIVATE_H

#include <glib.h>
#include <unicode/uscript.h>

/* The octets that are looked at: SCRIPT_OCTETS at most, whole characters. */
gsize script_bound(const char *text, gsize length);
/* TRUE where all is ASCII: there is nothing to find. */
gboolean script_is_plain(const char *text, gsize length);
UScriptCode script_of(gunichar c);
/* Appends the plain letters that the character looks like, or the character. */
void script_append_plain(GString *out, gunichar c);

#endif
