/* options.h - what the user asked for: the command line over the configuration over the defaults.
 *
 * Each option stands once, in the table of option-table.c: its name, its argument, its help and
 * what it sets.  The command line, the configuration file ([spamlint] of configuration.h) and
 * --help are driven by that table.  Settings come in layers: configuration, then command line; a
 * list given in the later layer replaces that of the earlier one.
 */
#ifndef SPAMLINT_OPTIONS_H
#define SPAMLINT_OPTIONS_H

#include "input/source.h"
#include "message/message.h"
#include "policy.h"

#include <glib.h>
#include <stdio.h>

typedef enum {
    ACTION_LINT,
    ACTION_HELP,
    ACTION_VERSION,
    ACTION_EXPLAIN,
    ACTION_LIST_RULES,
} OptionsAction;

typedef enum { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER } When;

typedef struct Options {
    OptionsAction action;
    GPtrArray *explain; /* of const Rule *: --explain */
    GPtrArray *paths;   /* of char *, NULL-terminated; empty: standard input */

    SourceAs as;
    Kind kind;              /* 0: find out */
    PolicyBuilder *builder; /* profiles, selections, severities, sender domains */
    Severity fail_on;       /* SEVERITY_NONE: never */
    gboolean unknown_ignored;
    GPtrArray *words;  /* of char *, NULL-terminated: files that extend the word lists */
    GPtrArray *hosts;  /* the same for the host lists */
    GPtrArray *brands; /* the same for brands */

    char *client_ip, *helo, *mail_from; /* NULL: not given; "" is the null reverse-path */

    char *consent, *suppressed, *recipients; /* paths, or NULL */

    gboolean offline, online_dns, online_registration;
    GPtrArray *nameservers; /* of char * */
    double timeout;         /* seconds */
    char *replay, *record;  /* paths, or NULL */
    gint64 now;             /* seconds since 1970, UTC */

    const char *format; /* "text" */
    char *output;       /* path; NULL: standard output */
    When color, progress;
    const char *lang; /* "en", "da"; NULL: the locale's */
    gboolean quiet, verbose;
    guint jobs;

    /* While settings are read: */
    guint layer, nameservers_layer, words_layer, hosts_layer, brands_layer, offline_layer,
        replay_layer;
    const char *base; /* folder of the configuration that relative paths start from, or NULL */
    char *config;     /* --config */
    gboolean no_config;
} Options;

#define OPTIONS_ERROR (options_error_quark())
GQuark options_error_quark(void);
typedef enum {
    OPTIONS_UNKNOWN,
    OPTIONS_BAD_VALUE,
    OPTIONS_NOT_YET,
    OPTIONS_CONFLICT
} OptionsFailure;

typedef struct {
    const char *name;     /* "profile", without the dashes */
    char letter;          /* of the short form, or 0 */
    const char *argument; /* N_() or words: "LIST"; NULL: takes none */
    const char *help;     /* N_(); NULL: not shown */
    enum {
        OPTION_COMMAND = 1 << 0, /* may be given on the command line */
        OPTION_CONFIG = 1 << 1,  /* may be a key of [spamlint] */
        OPTION_SECTION = 1 << 2, /* only a heading of --help: its text is `help` */
    } where;
    /* Sets it. The value is NULL where it takes none. The error names the value, not the option. */
    gboolean (*set)(Options *self, const char *value, GError **error);
} OptionSpec;

extern const OptionSpec option_specs[];
extern const guint option_count;
/* The option of that name that may be given there; NULL. */
const OptionSpec *option_find(const char *name, guint where);

/* Reads the configuration and the command line. NULL and one line that names the option, or
 * FILE:LINE, and what was expected. Sets the language on the way, for the messages. */
Options *options_parse(int argc, char **argv, GError **error);
void options_free(Options *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Options, options_free)

/* Prints --help, from the table. */
void options_print_help(FILE *stream);

#endif
