/* test-configuration.c - .spamlintrc: where it is found, what it sets, what is refused with its
 * line, and what the command line makes of it. */
#include "configuration.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    char *folder, *home, *before;
} Fixture;

static char *write_file(const char *folder, const char *name, const char *text) {
    char *path = g_build_filename(folder, name, NULL);
    g_autofree char *parent = g_path_get_dirname(path);
    assert_int_equal(g_mkdir_with_parents(parent, 0700), 0);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}

/* The command line is given as words. */
static Options *parse(const char *line, GError **error) {
    g_auto(GStrv) argv = NULL;
    g_autofree char *whole = g_strconcat("spamlint ", line, NULL);
    int argc;
    assert_true(g_shell_parse_argv(whole, &argc, &argv, NULL));
    return options_parse(argc, argv, error);
}

/* What the options came to, as far as the rows below look at it. */
static char *describe(Options *options) {
    GString *text = g_string_new(NULL);
    g_autoptr(Policy) policy = policy_builder_finish(options->builder);
    g_autofree char *profiles = g_strjoinv(",", (char **)policy->settings.profiles);
    g_string_append_printf(text, "%s fail-on=%s", profiles, severity_name(options->fail_on));
    if (options->unknown_ignored)
        g_string_append(text, " ignore");
    if (options->offline)
        g_string_append(text, " offline");
    if (!options->online_dns)
        g_string_append(text, " no-dns");
    if (!options->online_registration)
        g_string_append(text, " no-registration");
    if (options->replay != NULL)
        g_string_append_printf(text, " replay=%s", strrchr(options->replay, '/') + 1);
    for (guint i = 0; i < options->nameservers->len; i++)
        g_string_append_printf(text, " @%s", (char *)options->nameservers->pdata[i]);
    for (guint i = 0; i < policy->settings.sender_domains->len; i++)
        g_string_append_printf(text, " %s", (char *)policy->settings.sender_domains->pdata[i]);
    if (options->timeout != 20)
        g_string_append_printf(text, " timeout=%g", options->timeout);
    if (strcmp(options->format, "text") != 0)
        g_string_append_printf(text, " %s", options->format);
    if (options->quiet)
        g_string_append(text, " quiet");
    if (options->verbose)
        g_string_append(text, " verbose");
    if (options->mail_from != NULL)
        g_string_append_printf(text, " <%s>", options->mail_from);
    if (options->client_ip != NULL)
        g_string_append_printf(text, " [%s]", options->client_ip);
    for (guint i = 0; i < rules_count; i++) {
        if (strcmp(rules_all[i]->id, "subject-present") != 0)
            continue;
        const RulePolicy *rule = &policy->rules[i];
        if (!rule->enabled)
            g_string_append(text, " off");
        else if (rule->cap != SEVERITY_NONE)
            g_string_append_printf(text, " present=%s", severity_name(rule->cap));
    }
    for (guint i = 0; options->paths->pdata[i] != NULL; i++)
        g_string_append_printf(text, " '%s'", (char *)options->paths->pdata[i]);
    return g_string_free(text, FALSE);
}

static void test_layers(void **state) {
    static const struct {
        const char *config, *line, *expected, *reason;
    } rows[] = {
        {"", "", "smtpdk fail-on=error", "the defaults"},
        {"[spamlint]\nprofile = dk, gmail\nfail-on=warning\nunknown = ignore\n", "",
         "smtpdk,dk,gmail fail-on=warning ignore", "what the file says"},
        {"[spamlint]\nprofile=dk\nfail-on=warning\n", "--profile=eu --fail-on never",
         "smtpdk,eu fail-on=none", "the command line beats it"},
        {"[spamlint]\n# æøå\nsender-domain = rødgrød.example, b.example\n", "",
         "smtpdk fail-on=error xn--rdgrd-vuad.example b.example", "a list, in Danish"},
        {"[spamlint]\nsender-domain=a.example\n",
         "--sender-domain=b.example --sender-domain c.example",
         "smtpdk fail-on=error b.example c.example", "a later list replaces an earlier one"},
        {"[spamlint]\nnameserver=192.0.2.1,192.0.2.2\ntimeout=3.5\n", "--nameserver=192.0.2.3",
         "smtpdk fail-on=error @192.0.2.3 timeout=3.5", "so do name servers"},
        {"[spamlint]\noffline=true\nquiet=true\n", "", "smtpdk fail-on=error offline quiet",
         "switches"},
        {"[spamlint]\noffline=false\nverbose=false\n", "", "smtpdk fail-on=error",
         "switches that are off"},
        {"[spamlint]\noffline=true\n", "--online=dns", "smtpdk fail-on=error no-registration",
         "--online on the command line ends an offline of the file"},
        {"[spamlint]\nonline=dns\n", "--offline", "smtpdk fail-on=error offline no-registration",
         "and the other way round"},
        {"[spamlint]\nreplay=svar.replay\n", "", "smtpdk fail-on=error replay=svar.replay",
         "a path from the folder of the file"},
        {"[spamlint]\noffline=true\n", "--replay=/x/a", "smtpdk fail-on=error replay=a",
         "--replay ends an offline of the file"},
        {"[spamlint]\nreplay=a\n", "--offline", "smtpdk fail-on=error offline",
         "and the other way round"},
        {"[spamlint]\nquiet=true\n", "-v", "smtpdk fail-on=error verbose", "the last of both"},
        {"[severity]\nsubject-present = warning\n", "", "smtpdk fail-on=error present=warning",
         "a severity"},
        {"[severity]\nsubject-present = warning\n", "--severity=subject-present=info",
         "smtpdk fail-on=error present=info", "the command line's"},
        {"[spamlint]\ndisable = subject\n", "", "smtpdk fail-on=error off", "a clause is off"},
        {"[spamlint]\ndisable = subject\n", "--enable=subject-present", "smtpdk fail-on=error",
         "and on again"},
        {"[spamlint]\nformat = ndjson\n", "--no-config", "smtpdk fail-on=error", "no file is read"},
        {"", "--mail-from= --client-ip 2001:DB8::0:1 -- --profile=x '-q' 'brev til dig.eml'",
         "smtpdk fail-on=error <> [2001:db8::1] '--profile=x' '-q' 'brev til dig.eml'",
         "an empty value, and files that look like options"},
        {"", "a.eml -q - --format json b.eml",
         "smtpdk fail-on=error json quiet 'a.eml' '-' 'b.eml'", "options between files"},
        {"", "-qv", "smtpdk fail-on=error verbose", "letters together"},
    };
    Fixture *fixture = *state;
    g_autofree char *path = g_build_filename(fixture->folder, ".spamlintrc", NULL);
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        assert_true(g_file_set_contents(path, rows[i].config, -1, NULL));
        g_autoptr(Options) options = parse(rows[i].line, &error);
        if (options == NULL)
            fail_msg("%s: %s", rows[i].reason, error->message);
        g_autofree char *found = describe(options);
        if (strcmp(found, rows[i].expected) != 0)
            fail_msg("row %u gives \"%s\", expected \"%s\": %s", i, found, rows[i].expected,
                     rows[i].reason);
    }
    g_unlink(path);
}

static void test_errors(void **state) {
    static const struct {
        const char *config, *expected, *reason;
    } rows[] = {
        {"[spamlint]\n\nprofil = dk\n", ".spamlintrc:3: unknown key \"profil\"", "a key"},
        {"[spamlint]\n[spam]\n", ".spamlintrc:2: unknown group [spam]", "a group"},
        {"[spamlint]\nprofile = dansk\n", ".spamlintrc:2: profile: there is no profile \"dansk\"",
         "a profile"},
        {"# a\n[spamlint]\n# b\nenable=subject-presnt\n",
         ".spamlintrc:4: enable: there is no rule \"subject-presnt\"; did you mean subject-present",
         "a rule, after comments"},
        {"[severity]\nsubject-present=fatal\n", ".spamlintrc:2: \"fatal\" is no severity",
         "a severity"},
        {"[severity]\nfooter=info\nnowhere=info\n", ".spamlintrc:3: there is no rule \"nowhere\"",
         "no rule"},
        {"[spamlint]\ntimeout=nan\n", ".spamlintrc:2: timeout: \"nan\" found, expected seconds",
         "no number"},
        {"[spamlint]\njobs=0\n", ".spamlintrc:2: jobs: \"0\" found", "out of range"},
        {"[spamlint]\noffline=yes\n",
         ".spamlintrc:2: offline: \"yes\" found, expected true or false", "no switch"},
        {"[spamlint]\nprofile = egne.ini\n", "egne.ini", "a profile of one's own is missing"},
        {"[spamlint]\nbaseline = b.json\n", ".spamlintrc:2: baseline: not in this version yet",
         "named, and not there yet"},
        {"[spamlint]\nonly = subject\n", ".spamlintrc:2: unknown key \"only\"",
         "what is for the command line alone"},
        {"[spamlint]\ncolor=auto\nf\xf8lg=1\n", ".spamlintrc:3: this line is not UTF-8", "latin-1"},
        {"profile=dk\n", ".spamlintrc:1: a key stands before the first [group]", "no group"},
        {"[spamlint]\nprofile\n", ".spamlintrc:2: this line is neither", "no key"},
    };
    Fixture *fixture = *state;
    g_autofree char *path = g_build_filename(fixture->folder, ".spamlintrc", NULL);
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        assert_true(g_file_set_contents(path, rows[i].config, -1, NULL));
        g_autoptr(Options) options = parse("", &error);
        if (options != NULL)
            fail_msg("taken: %s", rows[i].reason);
        if (strstr(error->message, rows[i].expected) == NULL)
            fail_msg("\"%s\", expected \"%s\" in it: %s", error->message, rows[i].expected,
                     rows[i].reason);
        /* Help is given all the same. */
        g_autoptr(Options) help = parse("--help", NULL);
        assert_int_equal(help->action, ACTION_HELP);
    }
    g_unlink(path);
}

static void test_command_line_errors(void **state) {
    static const struct {
        const char *line, *expected;
    } rows[] = {
        {"--profil=dk", "there is no option --profil; did you mean --profile?"},
        {"-x", "there is no option -x"},
        {"--profile", "--profile needs a value"},
        {"--quiet=1", "--quiet takes no value"},
        {"--offline --replay=x", "--offline and --replay exclude each other"},
        {"--domain=example.dk", "--domain: not in this version yet"},
        {"--reply '550 5.7.26'", "--reply: not in this version yet"},
        {"--summary", "--summary: not in this version yet"},
        {"--format=sarif", "--format: sarif: not in this version yet"},
        {"--format=xml", "--format: \"xml\" found, expected text|json"},
        {"--online=dns,blocklists", "--online: blocklists: not in this version yet"},
        {"--online=whois", "--online: \"whois\" found"},
        {"--client-ip=192.0.2.256", "--client-ip: \"192.0.2.256\" found"},
        {"--now=igår", "--now: \"igår\" found"},
        {"--jobs=1000", "--jobs: \"1000\" found"},
        {"--timeout=0", "--timeout: \"0\" found"},
        {"--timeout=5s", "--timeout: \"5s\" found"},
        {"--kind=bounce", "--kind: \"bounce\" found"},
        {"--as=pdf", "--as: \"pdf\" found"},
        {"--lang=sv", "--lang: \"sv\" found, expected en|da"},
        {"--output=", "--output: \"\" found"},
        {"--explain=subjct", "--explain: there is no rule \"subjct\"; did you mean subject"},
        {"--only=subject,,nix", "--only: there is no rule \"nix\""},
        {"--config=findes-ikke", "findes-ikke"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Options) options = parse(rows[i].line, &error);
        if (options != NULL)
            fail_msg("\"%s\" is taken", rows[i].line);
        if (strstr(error->message, rows[i].expected) == NULL)
            fail_msg("\"%s\" says \"%s\", expected \"%s\"", rows[i].line, error->message,
                     rows[i].expected);
    }
}

/* The nearest from the working folder upwards, then the user's. */
static void test_found(void **state) {
    Fixture *fixture = *state;
    Options none = {0};
    g_autofree char *deep = g_build_filename(fixture->folder, "a", "b", NULL);
    assert_int_equal(g_mkdir_with_parents(deep, 0700), 0);
    assert_null(configuration_find(&none, deep));
    g_autofree char *own = write_file(fixture->home, "spamlint/spamlintrc", "");
    g_autofree char *top = NULL, *near = NULL, *found = configuration_find(&none, deep);
    assert_string_equal(found, own);
    top = write_file(fixture->folder, ".spamlintrc", "");
    g_free(found);
    found = configuration_find(&none, deep);
    assert_string_equal(found, top);
    near = write_file(fixture->folder, "a/.spamlintrc", "");
    g_free(found);
    found = configuration_find(&none, deep);
    assert_string_equal(found, near);
    Options named = {.config = (char *)"min.ini"};
    g_free(found);
    found = configuration_find(&named, deep);
    assert_string_equal(found, "min.ini");
    const char *const files[] = {near, top, own};
    for (guint i = 0; i < G_N_ELEMENTS(files); i++)
        g_unlink(files[i]);
    g_rmdir(deep);
    g_autofree char *parent = g_path_get_dirname(deep);
    g_rmdir(parent);
}

/* Each option can be found in --help or is one that is not there yet, and none stands twice. */
static void test_table(void **state) {
    for (guint i = 0; i < option_count; i++) {
        const OptionSpec *spec = &option_specs[i];
        if (spec->name == NULL)
            continue;
        assert_non_null(spec->set);
        for (guint j = 0; j < i; j++)
            if (option_specs[j].name != NULL && strcmp(option_specs[j].name, spec->name) == 0)
                fail_msg("--%s stands twice", spec->name);
        Options *scratch = NULL;
        g_autoptr(GError) error = NULL;
        if (spec->help == NULL && (spec->where & OPTION_COMMAND) != 0) {
            assert_false(spec->set(scratch, "x", &error));
            assert_int_equal(error->code, OPTIONS_NOT_YET);
        }
    }
}

static int set_up(void **state) {
    Fixture *self = g_new0(Fixture, 1);
    self->before = g_get_current_dir();
    self->folder = g_dir_make_tmp("spamlint-XXXXXX", NULL);
    self->home = g_build_filename(self->folder, "home", NULL);
    assert_int_equal(chdir(self->folder), 0);
    /* Before GLib looks for the first time. */
    g_setenv("XDG_CONFIG_HOME", self->home, TRUE);
    *state = self;
    return 0;
}

static int tear_down(void **state) {
    Fixture *self = *state;
    g_autofree char *folder = g_build_filename(self->home, "spamlint", NULL);
    assert_int_equal(chdir(self->before), 0);
    g_rmdir(folder);
    g_rmdir(self->home);
    assert_int_equal(g_rmdir(self->folder), 0);
    g_free(self->before);
    g_free(self->folder);
    g_free(self->home);
    g_free(self);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layers),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_command_line_errors),
        cmocka_unit_test(test_found),
        cmocka_unit_test(test_table),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
