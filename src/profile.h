/* profile.h - one profile: whose requirements, read from its key file (policy.h says its form). */
#ifndef SPAMLINT_PROFILE_H
#define SPAMLINT_PROFILE_H

#include "rules/rule.h"

#include <glib.h>

typedef struct {
    char *name;  /* "gmail" */
    char *title; /* "Gmail" */
    /* One for each of rules_all, same order. */
    struct ProfileRule {
        gboolean enabled;  /* switched on here */
        Severity severity; /* SEVERITY_NONE: as the rule says */
        char *reply;       /* or NULL */
    } * rules;
} Profile;

/* A shipped profile; rules that this build does not have are passed over.  NULL and an error that
 * names the known ones where it does not exist. */
Profile *profile_shipped(const char *name, GError **error);
/* A profile of the user's, named for the file.  An unknown group, key or rule is an error
 * "FILE:LINE: …". */
Profile *profile_load(const char *path, GError **error);
/* The same from memory; `lenient`: unknown rules are passed over. */
Profile *profile_parse(const char *path, const char *bytes, gsize length, gboolean lenient,
                       GError **error);
void profile_free(Profile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Profile, profile_free)

#endif
