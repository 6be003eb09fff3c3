/* keyfile.h - key files of the user's (configuration, profiles) whose errors name the line.
 *
 * GKeyFile reads them; it knows no lines, so where something is wrong they are looked up in the
 * text afterwards.
 */
#ifndef SPAMLINT_KEYFILE_H
#define SPAMLINT_KEYFILE_H

#include <glib.h>

typedef struct {
    char *path; /* as errors name it */
    char *text;
    GKeyFile *keys;
} KeyFile;

#define KEYFILE_ERROR (keyfile_error_quark())
GQuark keyfile_error_quark(void);
typedef enum { KEYFILE_UNREADABLE, KEYFILE_MALFORMED, KEYFILE_UNKNOWN } KeyFileFailure;

/* Reads a file (at most LIMIT_USER_FILE_OCTETS). NULL and "FILE: …" or "FILE:LINE: …". */
KeyFile *keyfile_load(const char *path, GError **error);
KeyFile *keyfile_parse(const char *path, const char *bytes, gsize length, GError **error);
void keyfile_free(KeyFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KeyFile, keyfile_free)

/* The line of a key, or (key NULL) of a group's heading; 1 where it is not there. */
guint keyfile_line(const KeyFile *self, const char *group, const char *key);
/* Sets "FILE:LINE: …" for a key (or group) that is wrong. */
void keyfile_complain(const KeyFile *self, const char *group, const char *key, GError **error,
                      int code, const char *format, ...) G_GNUC_PRINTF(6, 7);
/* Puts "FILE:LINE: " before an error about a key. */
void keyfile_prefix(const KeyFile *self, const char *group, const char *key, GError **error);
/* FALSE and an error where a group is none of `groups`, or a key of `group` none of `keys`; both
 * NULL-terminated. */
gboolean keyfile_check_groups(const KeyFile *self, const char *const *groups, GError **error);
gboolean keyfile_check_keys(const KeyFile *self, const char *group, const char *const *keys,
                            GError **error);
/* The value of a key without white space at its ends; NULL where it is not there. Given away. */
char *keyfile_value(const KeyFile *self, const char *group, const char *key);

#endif
