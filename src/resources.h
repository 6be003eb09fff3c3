/* resources.h - the data files that are compiled into the program (data/, below "/spamlint/"). */
#ifndef SPAMLINT_RESOURCES_H
#define SPAMLINT_RESOURCES_H

#include <gio/gio.h>

/* The bundle, registered on first use by any thread (GLib's own registration must be called just
 * once). Borrowed; lives as long as the program. */
GResource *resources_get(void);

#endif
