/* resources.h - the data files that are embedded in the program (data/, below /spamlint/). */
#ifndef SPAMLINT_RESOURCES_H
#define SPAMLINT_RESOURCES_H

#include <glib.h>

/* Makes the data files known to g_resources_lookup_data(); thread-safe, any number of times. */
void resources_register(void);
/* A data file by its path below data/ ("profiles/dk.ini"); NULL where there is none. Given away. */
GBytes *resources_get(const char *path);
/* The names of the files in a folder of data/ ("profiles"), sorted, NULL-terminated. Given away. */
char **resources_list(const char *folder);

#endif
