/* option-table.c - every option once: name, argument, help, and what it sets (interface.md). */
#include "options.h"

#include "language.h"
#include "message/mime/date.h"
#include "report/report.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#define MAX_JOBS 256
#define MAX_TIMEOUT 3600.0

static gboolean bad_value(GError **error, const char *value, const char *expected) {
    g_set_error(error, OPTIONS_ERROR, OPTIONS_BAD_VALUE, _("\"%s\" found, expected %s"), value,
                expected);
    return FALSE;
}

/* Which of the words ("a|b|c") the value is. */
static gboolean choose(const char *words, const char *value, guint *ret_index, GError **error) {
    g_auto(GStrv) list = g_strsplit(words, "|", -1);
    for (guint i = 0; list[i] != NULL; i++) {
        if (strcmp(list[i], value) == 0) {
            *ret_index = i;
            return TRUE;
        }
    }
    return bad_value(error, value, words);
}

static gboolean not_yet(Options *self, const char *value, GError **error) {
    g_set_error_literal(error, OPTIONS_ERROR, OPTIONS_NOT_YET, _("not in this version yet"));
    return FALSE;
}

/* A path as the configuration means it: from the folder that the configuration lies in. */
static char *resolve_path(const Options *self, const char *path) {
    return self->base == NULL || g_path_is_absolute(path)
               ? g_strdup(path)
               : g_build_filename(self->base, path, NULL);
}

/* A later layer's list replaces the earlier one's. */
static void add_to_list(GPtrArray *list, guint *list_layer, const Options *self, char *item) {
    if (*list_layer != self->layer)
        g_ptr_array_set_size(list, 0);
    *list_layer = self->layer;
    g_ptr_array_add(list, item);
}

static gboolean set_as(Options *self, const char *value, GError **error) {
    guint as;
    if (!choose("auto|message|mbox|template", value, &as, error))
        return FALSE;
    self->as = (SourceAs)as;
    return TRUE;
}

static gboolean set_kind(Options *self, const char *value, GError **error) {
    static const Kind kinds[] = {0, KIND_MARKETING, KIND_TRANSACTIONAL, KIND_PERSONAL,
                                 KIND_DISCUSSION};
    guint kind;
    if (!choose("auto|marketing|transactional|personal|discussion", value, &kind, error))
        return FALSE;
    self->kind = kinds[kind];
    return TRUE;
}

static gboolean set_profile(Options *self, const char *value, GError **error) {
    g_auto(GStrv) items = g_strsplit(value, ",", -1);
    for (char **item = items; *item != NULL; item++) {
        g_strstrip(*item);
        if (!g_str_has_suffix(*item, ".ini"))
            continue;
        char *path = resolve_path(self, *item);
        g_free(*item);
        *item = path;
    }
    g_autofree char *list = g_strjoinv(",", items);
    return policy_builder_profiles(self->builder, list, error);
}

static gboolean set_enable(Options *self, const char *value, GError **error) {
    return policy_builder_enable(self->builder, value, error);
}

static gboolean set_disable(Options *self, const char *value, GError **error) {
    return policy_builder_disable(self->builder, value, error);
}

static gboolean set_only(Options *self, const char *value, GError **error) {
    return policy_builder_only(self->builder, value, error);
}

static gboolean set_severity(Options *self, const char *value, GError **error) {
    return policy_builder_severity(self->builder, value, error);
}

static gboolean set_sender_domain(Options *self, const char *value, GError **error) {
    return policy_builder_sender_domains(self->builder, value, error);
}

static gboolean set_fail_on(Options *self, const char *value, GError **error) {
    static const Severity severities[] = {SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_INFO,
                                          SEVERITY_NONE};
    guint i;
    if (!choose("error|warning|info|never", value, &i, error))
        return FALSE;
    self->fail_on = severities[i];
    return TRUE;
}

static gboolean set_unknown(Options *self, const char *value, GError **error) {
    guint i;
    if (!choose("status|ignore", value, &i, error))
        return FALSE;
    self->unknown_ignored = i == 1;
    return TRUE;
}

static gboolean add_files(Options *self, GPtrArray *list, guint *layer, const char *value) {
    g_auto(GStrv) items = g_strsplit(value, ",", -1);
    for (char **item = items; *item != NULL; item++)
        if (*g_strstrip(*item) != '\0')
            add_to_list(list, layer, self, resolve_path(self, *item));
    return TRUE;
}

static gboolean set_words(Options *self, const char *value, GError **error) {
    return add_files(self, self->words, &self->words_layer, value);
}

static gboolean set_hosts(Options *self, const char *value, GError **error) {
    return add_files(self, self->hosts, &self->hosts_layer, value);
}

static gboolean set_brands(Options *self, const char *value, GError **error) {
    return add_files(self, self->brands, &self->brands_layer, value);
}

static gboolean set_client_ip(Options *self, const char *value, GError **error) {
    g_autoptr(GInetAddress) address = g_inet_address_new_from_string(value);
    if (address == NULL)
        return bad_value(error, value, _("an IPv4 or IPv6 address"));
    g_free(self->client_ip);
    self->client_ip = g_inet_address_to_string(address);
    return TRUE;
}

static gboolean set_helo(Options *self, const char *value, GError **error) {
    g_free(self->helo);
    self->helo = g_strdup(value);
    return TRUE;
}

static gboolean set_mail_from(Options *self, const char *value, GError **error) {
    g_free(self->mail_from);
    self->mail_from = g_strdup(value);
    return TRUE;
}

static gboolean set_file(char **path, const Options *self, const char *value, GError **error) {
    if (*value == '\0')
        return bad_value(error, value, _("the name of a file"));
    g_free(*path);
    *path = resolve_path(self, value);
    return TRUE;
}

static gboolean set_consent(Options *self, const char *value, GError **error) {
    return set_file(&self->consent, self, value, error);
}

static gboolean set_suppressed(Options *self, const char *value, GError **error) {
    return set_file(&self->suppressed, self, value, error);
}

static gboolean set_recipients(Options *self, const char *value, GError **error) {
    return set_file(&self->recipients, self, value, error);
}

static gboolean set_online(Options *self, const char *value, GError **error) {
    gboolean dns = FALSE, registration = FALSE;
    g_auto(GStrv) items = g_strsplit(value, ",", -1);
    for (char **item = items; *item != NULL; item++) {
        guint i;
        if (!choose("dns|registration|all|blocklists|links", g_strstrip(*item), &i, error))
            return FALSE;
        if (i > 2) {
            g_set_error(error, OPTIONS_ERROR, OPTIONS_NOT_YET, _("%s: not in this version yet"),
                        *item);
            return FALSE;
        }
        dns |= i == 0 || i == 2;
        registration |= i == 1 || i == 2;
    }
    self->online_dns = dns;
    self->online_registration = registration;
    self->offline = self->offline && self->offline_layer == self->layer;
    return TRUE;
}

static gboolean set_offline(Options *self, const char *value, GError **error) {
    self->offline = TRUE;
    self->offline_layer = self->layer;
    return TRUE;
}

static gboolean set_nameserver(Options *self, const char *value, GError **error) {
    g_auto(GStrv) items = g_strsplit(value, ",", -1);
    for (char **item = items; *item != NULL; item++) {
        if (*g_strstrip(*item) == '\0')
            return bad_value(error, value, _("an address, ADDR or ADDR:PORT"));
        add_to_list(self->nameservers, &self->nameservers_layer, self, g_strdup(*item));
    }
    return TRUE;
}

static gboolean set_timeout(Options *self, const char *value, GError **error) {
    char *end;
    double seconds = g_ascii_strtod(value, &end);
    /* Written so that NaN is refused too. */
    if (end == value || *end != '\0' || !(seconds > 0 && seconds <= MAX_TIMEOUT))
        return bad_value(error, value, _("seconds, more than 0 and at most 3600"));
    self->timeout = seconds;
    return TRUE;
}

static gboolean set_replay(Options *self, const char *value, GError **error) {
    g_free(self->replay);
    self->replay = resolve_path(self, value);
    self->replay_layer = self->layer;
    return TRUE;
}

static gboolean set_record(Options *self, const char *value, GError **error) {
    g_free(self->record);
    self->record = g_strdup(value);
    return TRUE;
}

static gboolean set_now(Options *self, const char *value, GError **error) {
    if (!date_parse_rfc3339(value, &self->now))
        return bad_value(error, value, _("a moment like 2026-11-20T09:00:00+01:00 (RFC 3339)"));
    return TRUE;
}

static gboolean set_config(Options *self, const char *value, GError **error) {
    g_free(self->config);
    self->config = g_strdup(value);
    self->no_config = FALSE;
    return TRUE;
}

static gboolean set_no_config(Options *self, const char *value, GError **error) {
    g_clear_pointer(&self->config, g_free);
    self->no_config = TRUE;
    return TRUE;
}

static gboolean set_format(Options *self, const char *value, GError **error) {
    static const char all[] = "text|json|ndjson|sarif|junit|github|gitlab|html";
    guint i;
    if (!choose(all, value, &i, error))
        return FALSE;
    const ReportFormat *format = report_format_find(value);
    if (format == NULL) {
        g_set_error(error, OPTIONS_ERROR, OPTIONS_NOT_YET, _("%s: not in this version yet"), value);
        return FALSE;
    }
    self->format = format->name;
    return TRUE;
}

static gboolean set_output(Options *self, const char *value, GError **error) {
    if (*value == '\0')
        return bad_value(error, value, _("the name of a file"));
    g_free(self->output);
    self->output = strcmp(value, "-") == 0 ? NULL : g_strdup(value);
    return TRUE;
}

static gboolean set_when(When *when, const char *value, GError **error) {
    guint i;
    if (!choose("auto|always|never", value, &i, error))
        return FALSE;
    *when = (When)i;
    return TRUE;
}

static gboolean set_color(Options *self, const char *value, GError **error) {
    return set_when(&self->color, value, error);
}

static gboolean set_progress(Options *self, const char *value, GError **error) {
    return set_when(&self->progress, value, error);
}

static gboolean set_lang(Options *self, const char *value, GError **error) {
    static const char *const languages[] = {"en", "da"};
    guint i;
    if (!choose("en|da", value, &i, error))
        return FALSE;
    self->lang = languages[i];
    language_set(self->lang);
    return TRUE;
}

static gboolean set_quiet(Options *self, const char *value, GError **error) {
    self->quiet = TRUE;
    self->verbose = FALSE;
    return TRUE;
}

static gboolean set_verbose(Options *self, const char *value, GError **error) {
    self->verbose = TRUE;
    self->quiet = FALSE;
    return TRUE;
}

static gboolean set_jobs(Options *self, const char *value, GError **error) {
    guint64 jobs;
    if (!g_ascii_string_to_unsigned(value, 10, 1, MAX_JOBS, &jobs, NULL))
        return bad_value(error, value, _("a number from 1 to 256"));
    self->jobs = (guint)jobs;
    return TRUE;
}

static gboolean set_help(Options *self, const char *value, GError **error) {
    self->action = ACTION_HELP;
    return TRUE;
}

static gboolean set_version(Options *self, const char *value, GError **error) {
    self->action = ACTION_VERSION;
    return TRUE;
}

static gboolean set_list_rules(Options *self, const char *value, GError **error) {
    self->action = ACTION_LIST_RULES;
    return TRUE;
}

/* A rule, or all rules of a clause. */
static gboolean add_explained(Options *self, const char *name, GError **error) {
    const Rule *rule = rule_find(name);
    Clause clause;
    if (rule != NULL) {
        g_ptr_array_add(self->explain, (gpointer)rule);
        return TRUE;
    }
    if (clause_parse(name, &clause)) {
        for (guint i = 0; i < rules_count; i++)
            if (rules_all[i]->clause == clause)
                g_ptr_array_add(self->explain, (gpointer)rules_all[i]);
        return TRUE;
    }
    rule_unknown(name, error);
    return FALSE;
}

static gboolean set_explain(Options *self, const char *value, GError **error) {
    self->action = ACTION_EXPLAIN;
    g_auto(GStrv) items = g_strsplit(value, ",", -1);
    for (char **item = items; *item != NULL; item++)
        if (!add_explained(self, g_strstrip(*item), error))
            return FALSE;
    return TRUE;
}

#define BOTH (OPTION_COMMAND | OPTION_CONFIG)
#define SECTION(title)                                                                             \
    { .help = (title), .where = OPTION_SECTION }
/* Named by interface.md, refused with one clear line until it is there. */
#define NOT_YET(name, argument, where)                                                             \
    { (name), 0, (argument), NULL, (where), not_yet }

const OptionSpec option_specs[] = {
    SECTION(N_("What is linted")),
    {"as", 0, "auto|message|mbox|template",
     N_("what the input is; by default that is found out from its content"), BOTH, set_as},
    {"kind", 0, "auto|marketing|transactional|personal|discussion",
     N_("what the message is; decides which rules apply"), BOTH, set_kind},
    {"client-ip", 0, N_("IP"), N_("the address that the message is sent from"), OPTION_COMMAND,
     set_client_ip},
    {"helo", 0, N_("NAME"), N_("the name that the sending server gives in HELO or EHLO"),
     OPTION_COMMAND, set_helo},
    {"mail-from", 0, N_("ADDR"),
     N_("the envelope's sender; empty is the null reverse-path. An envelope option says that the "
        "message is sent"),
     OPTION_COMMAND, set_mail_from},
    {"sender-domain", 0, N_("DOMAIN"), N_("a domain that the sender uses; repeatable"), BOTH,
     set_sender_domain},
    {"recipients", 0, N_("FILE"),
     N_("the campaign's recipients: one address a line, or a CSV file with a column email; by "
        "default To, Cc and Bcc"),
     BOTH, set_recipients},
    {"consent", 0, N_("FILE"),
     N_("who has opted in: a CSV file, email,consented_at,source[,withdrawn_at]"), BOTH,
     set_consent},
    {"suppressed", 0, N_("FILE"),
     N_("who has unsubscribed: an address, @domain or SHA-256 of an address a line"), BOTH,
     set_suppressed},
    {"now", 0, N_("RFC3339"), N_("judge as of this moment"), OPTION_COMMAND, set_now},

    SECTION(N_("Rules")),
    {"profile", 0, N_("LIST"),
     N_("whose requirements: smtpdk (default), can-spam, dk, eu, gmail, yahoo, microsoft, apple, "
        "all, or a FILE.ini of your own"),
     BOTH, set_profile},
    {"enable", 0, N_("LIST"), N_("rules or whole clauses to add"), BOTH, set_enable},
    {"disable", 0, N_("LIST"), N_("rules or whole clauses to leave out"), BOTH, set_disable},
    {"only", 0, N_("LIST"), N_("judge just these rules or clauses"), OPTION_COMMAND, set_only},
    {"severity", 0, N_("RULE=error|warning|info"),
     N_("how severe the findings of a rule are; repeatable"), OPTION_COMMAND, set_severity},
    {"fail-on", 0, "error|warning|info|never",
     N_("the lowest severity that makes a message fail (default error)"), BOTH, set_fail_on},
    {"unknown", 0, "status|ignore",
     N_("whether what could not be decided shows in verdict and exit status (default status)"),
     BOTH, set_unknown},
    {"words", 0, N_("LIST"), NULL, OPTION_CONFIG, set_words},
    {"hosts", 0, N_("LIST"), NULL, OPTION_CONFIG, set_hosts},
    {"brands", 0, N_("LIST"), NULL, OPTION_CONFIG, set_brands},
    {"explain", 0, N_("RULE"), N_("print a rule: what, why, how to mend it, sources"),
     OPTION_COMMAND, set_explain},
    {"list-rules", 0, NULL, N_("print all rules by clause"), OPTION_COMMAND, set_list_rules},

    SECTION(N_("Network")),
    {"online", 0, N_("LIST"),
     N_("what may be asked of the network: dns, registration, all (default dns,registration)"),
     BOTH, set_online},
    {"offline", 0, NULL, N_("ask nothing; rules that need the network are skipped"), BOTH,
     set_offline},
    {"nameserver", 0, N_("ADDR[:PORT]"), N_("the resolver to use; repeatable"), BOTH,
     set_nameserver},
    {"timeout", 0, N_("SECONDS"), N_("longest wait for one message's DNS (default 20)"), BOTH,
     set_timeout},
    {"replay", 0, N_("FILE"), N_("answer every question from FILE, never from the network"), BOTH,
     set_replay},
    {"record", 0, N_("FILE"), N_("write every answer used to FILE, to be replayed"), OPTION_COMMAND,
     set_record},

    SECTION(N_("Output")),
    {"format", 0, "text|json|ndjson", N_("how the report is written (default text)"), BOTH,
     set_format},
    {"output", 0, N_("FILE"), N_("write the report there, not to standard output"), OPTION_COMMAND,
     set_output},
    {"quiet", 'q', NULL, N_("print failing rules only"), BOTH, set_quiet},
    {"verbose", 'v', NULL, N_("print the evidence of passing rules too"), BOTH, set_verbose},
    {"color", 0, "auto|always|never", N_("colours (default auto; NO_COLOR is honoured)"), BOTH,
     set_color},
    {"lang", 0, "en|da", N_("language of the report (default: the locale's)"), BOTH, set_lang},
    {"progress", 0, "auto|always|never", N_("progress on standard error (default auto)"), BOTH,
     set_progress},

    SECTION(N_("Other")),
    {"config", 0, N_("FILE"),
     N_("the configuration; by default the nearest .spamlintrc from the working folder upwards, "
        "then $XDG_CONFIG_HOME/spamlint/spamlintrc"),
     OPTION_COMMAND, set_config},
    {"no-config", 0, NULL, N_("read no configuration"), OPTION_COMMAND, set_no_config},
    {"jobs", 0, N_("N"), N_("worker threads (default: the processors)"), BOTH, set_jobs},
    {"help", 'h', NULL, N_("print this help"), OPTION_COMMAND, set_help},
    {"version", 0, NULL, N_("print the version"), OPTION_COMMAND, set_version},

    NOT_YET("domain", "DOMAIN", OPTION_COMMAND),
    NOT_YET("reply", "TEXT", OPTION_COMMAND),
    NOT_YET("dkim-selector", "S", OPTION_COMMAND),
    NOT_YET("complaints", "FILE", OPTION_COMMAND),
    NOT_YET("bounces", "FILE", OPTION_COMMAND),
    NOT_YET("sent", "N", OPTION_COMMAND),
    NOT_YET("write-suppressed", "FILE", OPTION_COMMAND),
    NOT_YET("baseline", "FILE", BOTH),
    NOT_YET("write-baseline", "FILE", OPTION_COMMAND),
    NOT_YET("summary", NULL, BOTH),
};
const guint option_count = G_N_ELEMENTS(option_specs);

const OptionSpec *option_find(const char *name, guint where) {
    for (guint i = 0; i < option_count; i++)
        if (option_specs[i].name != NULL && (option_specs[i].where & where) != 0 &&
            strcmp(option_specs[i].name, name) == 0)
            return &option_specs[i];
    return NULL;
}
