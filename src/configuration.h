/* configuration.h - .spamlintrc: options that a folder or a user always wants.
 *
 *     [spamlint]
 *     profile = dk, gmail
 *     fail-on = warning
 *     sender-domain = eksempel.example
 *     words = my-words/unsubscribe.txt       a file of a shipped list's name extends that list
 *     hosts = my-hosts/shortener.txt         the same for a list of hosts
 *     brands = my-brands.txt                 and for brands with their domains
 *
 *     [severity]
 *     subject-shouting = error
 *
 * The keys of [spamlint] are the names of options; --help and spamlint(1) say what they mean.
 * Relative paths start from the folder of the file.
 */
#ifndef SPAMLINT_CONFIGURATION_H
#define SPAMLINT_CONFIGURATION_H

#include "options.h"

/* The configuration that is read: options->config, else the nearest .spamlintrc from `folder`
 * upwards, else the user's; NULL: there is none. Given away. */
char *configuration_find(const Options *options, const char *folder);
/* Finds it and sets the options from it. FALSE and "FILE:LINE: …" on failure. */
gboolean configuration_apply(Options *options, GError **error);
/* The same from a given file. */
gboolean configuration_load(Options *options, const char *path, GError **error);

#endif
