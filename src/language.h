/* language.h - the language of the messages, also where the system has no locale for it. */
#ifndef SPAMLINT_LANGUAGE_H
#define SPAMLINT_LANGUAGE_H

/* The locale's language; the catalogue is looked for in $SPAMLINT_LOCALEDIR, else where it was
 * installed.  Called first thing in main(), before there are threads. */
void language_init(void);
/* "en" or "da", whatever the locale. Before there are threads. */
void language_set(const char *language);

#endif
