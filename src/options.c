/* options.c - the command line, and the layers below it. */
#include "options.h"

#include "configuration.h"
#include "language.h"
#include "nearest.h"
#include "wrap.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_QUARK(spamlint_options_error, options_error)

static Options *options_new(void) {
    Options *self = g_new0(Options, 1);
    self->explain = g_ptr_array_new();
    self->paths = g_ptr_array_new_with_free_func(g_free);
    self->builder = policy_builder_new();
    self->fail_on = SEVERITY_ERROR;
    self->words = g_ptr_array_new_with_free_func(g_free);
    self->hosts = g_ptr_array_new_with_free_func(g_free);
    self->brands = g_ptr_array_new_with_free_func(g_free);
    self->online_dns = self->online_registration = TRUE;
    self->nameservers = g_ptr_array_new_with_free_func(g_free);
    self->timeout = 20;
    self->now = g_get_real_time() / G_USEC_PER_SEC;
    self->format = "text";
    self->jobs = g_get_num_processors();
    return self;
}

void options_free(Options *self) {
    if (self == NULL)
        return;
    g_ptr_array_unref(self->explain);
    g_ptr_array_unref(self->paths);
    policy_builder_free(self->builder);
    g_ptr_array_unref(self->words);
    g_ptr_array_unref(self->hosts);
    g_ptr_array_unref(self->brands);
    g_free(self->client_ip);
    g_free(self->helo);
    g_free(self->mail_from);
    g_free(self->consent);
    g_free(self->suppressed);
    g_free(self->recipients);
    g_ptr_array_unref(self->nameservers);
    g_free(self->replay);
    g_free(self->record);
    g_free(self->output);
    g_free(self->config);
    g_free(self);
}

/* An option as it was given. */
typedef struct {
    const OptionSpec *spec;
    const char *value; /* NULL: none */
} Given;

/* `shown` is the option as it was given, `name` what near names are looked for. */
static gboolean unknown_option(const char *shown, const char *name, GError **error) {
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    for (guint i = 0; i < option_count; i++) {
        if ((option_specs[i].where & OPTION_COMMAND) == 0)
            continue;
        g_autofree char *known = g_strconcat("--", option_specs[i].name, NULL);
        g_strv_builder_add(builder, known);
    }
    g_auto(GStrv) names = g_strv_builder_end(builder);
    g_autofree char *dashed = g_strconcat("--", name, NULL);
    g_autofree char *near = nearest_names(dashed, (const char *const *)names);
    if (near != NULL)
        g_set_error(error, OPTIONS_ERROR, OPTIONS_UNKNOWN,
                    _("there is no option %s; did you mean %s?"), shown, near);
    else
        g_set_error(error, OPTIONS_ERROR, OPTIONS_UNKNOWN,
                    _("there is no option %s; --help prints them all"), shown);
    return FALSE;
}

/* --name, --name=value or --name value; *i moves over a value that is an argument of its own. */
static gboolean read_long(GArray *given, char **argv, int argc, int *i, GError **error) {
    const char *text = argv[*i] + 2;
    const char *equals = strchr(text, '=');
    g_autofree char *name =
        equals == NULL ? g_strdup(text) : g_strndup(text, (gsize)(equals - text));
    Given option = {.spec = option_find(name, OPTION_COMMAND)};
    if (option.spec == NULL) {
        g_autofree char *shown = g_strconcat("--", name, NULL);
        return unknown_option(shown, name, error);
    }
    if (option.spec->argument == NULL && equals != NULL) {
        g_set_error(error, OPTIONS_ERROR, OPTIONS_BAD_VALUE, _("--%s takes no value"), name);
        return FALSE;
    }
    if (option.spec->argument != NULL) {
        if (equals == NULL && *i + 1 >= argc) {
            g_set_error(error, OPTIONS_ERROR, OPTIONS_BAD_VALUE, _("--%s needs a value: %s"), name,
                        _(option.spec->argument));
            return FALSE;
        }
        option.value = equals != NULL ? equals + 1 : argv[++*i];
    }
    g_array_append_val(given, option);
    return TRUE;
}

/* -q, -qv: none of the short forms takes a value. */
static gboolean read_short(GArray *given, const char *letters, GError **error) {
    for (const char *c = letters; *c != '\0'; c++) {
        Given option = {0};
        for (guint i = 0; i < option_count; i++)
            if (option_specs[i].letter == *c)
                option.spec = &option_specs[i];
        if (option.spec == NULL) {
            /* A letter has no near names, but "-profile" does; a character may be many octets. */
            g_autofree char *shown = g_strdup_printf("-%.*s", (int)(g_utf8_next_char(c) - c), c);
            return unknown_option(shown, letters, error);
        }
        g_array_append_val(given, option);
    }
    return TRUE;
}

static gboolean read_arguments(Options *self, GArray *given, int argc, char **argv,
                               GError **error) {
    gboolean only_paths = FALSE;
    for (int i = 1; i < argc; i++) {
        if (only_paths || argv[i][0] != '-' || argv[i][1] == '\0') {
            g_ptr_array_add(self->paths, g_strdup(argv[i]));
        } else if (strcmp(argv[i], "--") == 0) {
            only_paths = TRUE;
        } else if (argv[i][1] == '-') {
            if (!read_long(given, argv, argc, &i, error))
                return FALSE;
        } else if (!read_short(given, argv[i] + 1, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* The language of the messages about all other options. */
static void set_language_first(int argc, char **argv) {
    const char *language = NULL;
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (g_str_has_prefix(argv[i], "--lang="))
            language = argv[i] + strlen("--lang=");
        else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
            language = argv[i + 1];
    }
    if (language != NULL && (strcmp(language, "da") == 0 || strcmp(language, "en") == 0))
        language_set(language);
}

static gboolean apply(Options *self, const Given *option, GError **error) {
    if (option->spec->set(self, option->value, error))
        return TRUE;
    g_prefix_error(error, "--%s: ", option->spec->name);
    return FALSE;
}

static gboolean is_given(const Given *option, const char *name) {
    return strcmp(option->spec->name, name) == 0;
}

/* Which configuration is read decides what lies below the command line: looked at first. */
static gboolean apply_first(Options *self, const GArray *given, GError **error) {
    for (guint i = 0; i < given->len; i++) {
        const Given *option = &g_array_index(given, Given, i);
        if ((is_given(option, "config") || is_given(option, "no-config") ||
             is_given(option, "lang")) &&
            !apply(self, option, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean check_together(Options *self, GError **error) {
    if (self->offline && self->replay != NULL) {
        if (self->offline_layer == self->replay_layer) {
            g_set_error_literal(error, OPTIONS_ERROR, OPTIONS_CONFLICT,
                                _("--offline and --replay exclude each other: the one skips what "
                                  "the other answers"));
            return FALSE;
        }
        /* The later layer wins. */
        if (self->replay_layer > self->offline_layer)
            self->offline = FALSE;
        else
            g_clear_pointer(&self->replay, g_free);
    }
    return TRUE;
}

Options *options_parse(int argc, char **argv, GError **error) {
    g_autoptr(Options) self = options_new();
    g_autoptr(GArray) given = g_array_new(FALSE, FALSE, sizeof(Given));
    set_language_first(argc, argv);
    if (!read_arguments(self, given, argc, argv, error))
        return NULL;
    /* Help is given whatever else stands there, a broken configuration included. */
    for (guint i = 0; i < given->len; i++) {
        const Given *option = &g_array_index(given, Given, i);
        if (is_given(option, "help") || is_given(option, "version")) {
            apply(self, option, NULL);
            return g_steal_pointer(&self);
        }
    }
    if (!apply_first(self, given, error))
        return NULL;
    if (!self->no_config && !configuration_apply(self, error))
        return NULL;
    self->layer++;
    policy_builder_layer(self->builder);
    for (guint i = 0; i < given->len; i++)
        if (!apply(self, &g_array_index(given, Given, i), error))
            return NULL;
    if (!check_together(self, error))
        return NULL;
    /* These are handed on as NULL-terminated lists. */
    g_ptr_array_add(self->words, NULL);
    g_ptr_array_add(self->hosts, NULL);
    g_ptr_array_add(self->brands, NULL);
    g_ptr_array_add(self->paths, NULL);
    return g_steal_pointer(&self);
}

void options_print_help(FILE *stream) {
    fputs(_("Usage: spamlint [OPTION…] [FILE…]\n"
            "Lints e-mail against a mail provider's spam policy.\n"
            "With no FILE, or for \"-\", standard input is read. FILE is a message, an mbox, a\n"
            "Maildir, a folder of .eml files, or a campaign template.\n"),
          stream);
    for (guint i = 0; i < option_count; i++) {
        const OptionSpec *spec = &option_specs[i];
        if (spec->help == NULL)
            continue;
        if ((spec->where & OPTION_SECTION) != 0) {
            fprintf(stream, "\n%s:\n", _(spec->help));
            continue;
        }
        g_autoptr(GString) left = g_string_new("  ");
        if (spec->letter != 0)
            g_string_append_printf(left, "-%c, ", spec->letter);
        g_string_append_printf(left, "--%s", spec->name);
        if (spec->argument != NULL)
            g_string_append_printf(left, "=%s", _(spec->argument));
        wrap_print_item(stream, left->str, _(spec->help), 26, 80);
    }
    fputs(_("\nExit status: 0 all passed, 1 a message failed, 2 usage or configuration, 3 an input "
            "could\nnot be read or a report not be written, 4 something could not be decided.\n"),
          stream);
}
