/* main.c - puts the parts together: options, evidence, engine, report; and ends with a status.
 *
 * The only file that prints a GError (design.md, decision 4).
 */
#include <config.h>

#include "engine.h"
#include "evidence/resolver.h"
#include "explain.h"
#include "language.h"
#include "options.h"
#include "output.h"
#include "report/escape.h"
#include "report/report.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <gmime/gmime.h>
#include <libxml/parser.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* interface.md, Exit status. Where several hold, the first of 2, 3, 1, 4 wins. */
enum { EXIT_USAGE = 2, EXIT_IO = 3 };

/* What the judgements flow into. */
typedef struct {
    Report report;
    Output *output;
    gboolean flush; /* what is judged is to be seen before more is waited for */
    gboolean progress;
    gint64 progress_from, progress_next; /* monotonic, microseconds */
} Session;

static void complain(const char *message) {
    g_autofree char *safe = escape_line(message);
    fprintf(stderr, "spamlint: %s\n", safe);
}

static void show_progress(Session *session) {
    gint64 now = g_get_monotonic_time();
    if (!session->progress || now < session->progress_next)
        return;
    session->progress_next = now + G_USEC_PER_SEC / 5;
    guint64 messages = session->report.summary.messages;
    double seconds = (double)(now - session->progress_from) / G_USEC_PER_SEC;
    g_autofree char *line = g_strdup_printf(
        ngettext("%lu message, %.0f a second", "%lu messages, %.0f a second", (gulong)messages),
        (gulong)messages, (double)messages / MAX(seconds, 0.001));
    fprintf(stderr, "\r%s\033[K", line);
    fflush(stderr);
}

static void end_progress(const Session *session) {
    if (session->progress && session->progress_next > session->progress_from + G_USEC_PER_SEC)
        fputs("\r\033[K", stderr);
}

static void on_judged(const Judgement *judgement, gpointer data) {
    Session *session = data;
    errno = 0;
    report_judgement(&session->report, judgement);
    output_note(session->output);
    show_progress(session);
}

static void on_pause(gpointer data) {
    Session *session = data;
    errno = 0;
    if (session->flush)
        fflush(session->report.options.stream);
    output_note(session->output);
}

static void on_unreadable(const char *path, const char *reason, gpointer data) {
    Session *session = data;
    report_unreadable(&session->report, path, reason);
    g_autofree char *message = g_strdup_printf("%s: %s", path, reason);
    complain(message);
}

static gboolean on_stop(gpointer data) {
    const Session *session = data;
    return ferror(session->report.options.stream) != 0;
}

static gboolean resolve_color(const Options *options, gboolean terminal) {
    const char *no_color = g_getenv("NO_COLOR");
    const char *term = g_getenv("TERM");
    if (options->color != WHEN_AUTO)
        return options->color == WHEN_ALWAYS;
    return terminal && (no_color == NULL || *no_color == '\0') && g_strcmp0(term, "dumb") != 0;
}

/* Columns of the terminal that the stream is; 0: it is none. */
static int terminal_width(FILE *stream) {
    struct winsize size;
    if (!isatty(fileno(stream)))
        return 0;
    return ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

static gboolean resolve_progress(const Options *options) {
    if (options->progress != WHEN_AUTO)
        return options->progress == WHEN_ALWAYS;
    /* Where the report itself scrolls by, it is the progress. */
    return isatty(STDERR_FILENO) && (options->output != NULL || !isatty(STDOUT_FILENO));
}

/* Where answers come from, for as long as the run lasts. */
typedef struct {
    Replay *replay;
    Resolver *resolver;
    Table *table;
    Recorder *recorder;
} Evidence;

static gboolean evidence_open(Evidence *self, const Options *options, const Policy *policy,
                              GError **error) {
    if (options->record != NULL)
        self->recorder = recorder_new();
    if (options->replay != NULL) {
        self->replay = replay_load(options->replay, error);
        if (self->replay == NULL)
            return FALSE;
    }
    /* Nothing is set up that no rule will ask. */
    if (!policy_asks_network(policy))
        return TRUE;
    Filler filler;
    if (self->replay != NULL) {
        filler = replay_filler(self->replay);
    } else {
        g_autofree const char **servers = g_new0(const char *, options->nameservers->len + 1);
        for (guint i = 0; i < options->nameservers->len; i++)
            servers[i] = options->nameservers->pdata[i];
        ResolverOptions resolver = {.nameservers = servers, .timeout = options->timeout};
        self->resolver = resolver_new(&resolver, error);
        if (self->resolver == NULL)
            return FALSE;
        filler = resolver_filler(self->resolver);
    }
    self->table = table_new(&filler);
    table_set_timeout(self->table, options->timeout);
    return TRUE;
}

static void evidence_close(Evidence *self) {
    resolver_free(self->resolver);
    g_clear_pointer(&self->table, table_free);
    g_clear_pointer(&self->replay, replay_free);
    g_clear_pointer(&self->recorder, recorder_free);
}

static Policy *finish_policy(const Options *options) {
    Policy *policy = policy_builder_finish(options->builder);
    policy->fail_on = options->fail_on;
    policy->unknown_ignored = options->unknown_ignored;
    policy->dns_allowed = !options->offline && options->online_dns;
    policy->offline_reason = options->offline ? "--offline" : _("--online without dns");
    policy->settings.now = options->now;
    policy->settings.client_ip = options->client_ip;
    policy->settings.helo = options->helo;
    policy->settings.mail_from = options->mail_from;
    policy->settings.no_details = options->quiet || strcmp(options->format, "text") != 0;
    return policy;
}

/* Judges and reports everything. The exit status. */
static int lint(const Options *options, const Policy *policy, const Phrases *phrases,
                const Hosts *hosts, const Brands *brands, const Evidence *evidence) {
    g_autoptr(GError) error = NULL;
    Output *output = output_open(options->output, &error);
    if (output == NULL) {
        complain(error->message);
        return EXIT_IO;
    }
    g_mime_init();
    xmlInitParser();
    int width = terminal_width(output->stream);
    ReportOptions report = {
        .stream = output->stream,
        .color = resolve_color(options, width > 0),
        .quiet = options->quiet,
        .verbose = options->verbose,
        .width = width,
    };
    Session session = {
        .output = output, .flush = options->output == NULL, .progress = resolve_progress(options)};
    session.progress_from = g_get_monotonic_time();
    session.progress_next =
        session.progress_from + (options->progress == WHEN_ALWAYS ? 0 : G_USEC_PER_SEC);
    report_begin(&session.report, report_format_find(options->format), &report);

    g_autoptr(Source) source = source_new((const char *const *)options->paths->pdata, options->as);
    MessageOptions message = {
        .phrases = phrases,
        .hosts = hosts,
        .brands = brands,
        .sender_domains = policy->settings.sender_domains,
        .kind = options->kind,
        .sent = options->client_ip != NULL || options->helo != NULL || options->mail_from != NULL,
    };
    EngineOptions engine = {
        .jobs = options->jobs,
        .message = &message,
        .policy = policy,
        .table = evidence->table,
        .recorder = evidence->recorder,
        .judged = on_judged,
        .pause = on_pause,
        .unreadable = on_unreadable,
        .stop = on_stop,
        .data = &session,
    };
    engine_run(source, &engine);
    end_progress(&session);
    report_end(&session.report);

    int status = report_exit_status(&session.report.summary);
    if (!output_close(output, &error)) {
        /* Who closed the pipe knows. */
        if (!g_error_matches(error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE))
            complain(error->message);
        g_clear_error(&error);
        status = EXIT_IO;
    }
    if (evidence->recorder != NULL &&
        !recorder_write(evidence->recorder, options->record, &error)) {
        complain(error->message);
        status = EXIT_IO;
    }
    return status;
}

/* What is answered without linting anything. The exit status. */
static int answer(const Options *options, const Policy *policy) {
    int terminal = terminal_width(stdout);
    int width = terminal > 0 ? CLAMP(terminal, 60, 100) : 80;
    switch (options->action) {
    case ACTION_HELP:
        options_print_help(stdout);
        break;
    case ACTION_VERSION:
        puts(PACKAGE_STRING);
        break;
    case ACTION_LIST_RULES:
        /* A line a rule where it goes to grep. */
        explain_list(stdout, policy, terminal > 0 ? width : G_MAXINT);
        break;
    case ACTION_EXPLAIN:
        for (guint i = 0; i < options->explain->len; i++) {
            if (i > 0)
                putchar('\n');
            explain_rule(stdout, options->explain->pdata[i], width);
        }
        break;
    case ACTION_LINT:
        break;
    }
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_IO;
}

/* The user's files about recipients; NULL: complained of. */
static Ledgers *load_ledgers(const Options *options, const Phrases *phrases) {
    g_autoptr(LineErrors) errors = line_errors_new();
    Ledgers *ledgers =
        ledgers_load(options->consent, options->suppressed, options->recipients, phrases, errors);
    for (guint i = 0; i < errors->texts->len; i++)
        complain(errors->texts->pdata[i]);
    return ledgers;
}

static int usage_error(const GError *error) {
    complain(error->message);
    if (error->domain == OPTIONS_ERROR && error->code == OPTIONS_UNKNOWN)
        fputs(_("Try 'spamlint --help'.\n"), stderr);
    return EXIT_USAGE;
}

int main(int argc, char **argv) {
    language_init();
    signal(SIGPIPE, SIG_IGN);
    g_autoptr(GError) error = NULL;
    g_autoptr(Options) options = options_parse(argc, argv, &error);
    if (options == NULL)
        return usage_error(error);
    g_autoptr(Policy) policy = finish_policy(options);
    if (options->action != ACTION_LINT)
        return answer(options, policy);

    g_autoptr(Phrases) phrases = phrases_load((const char *const *)options->words->pdata, &error);
    if (phrases == NULL)
        return usage_error(error);
    g_autoptr(Hosts) hosts = hosts_load((const char *const *)options->hosts->pdata, &error);
    if (hosts == NULL)
        return usage_error(error);
    g_autoptr(Brands) brands = brands_load((const char *const *)options->brands->pdata, &error);
    if (brands == NULL)
        return usage_error(error);
    g_autoptr(Ledgers) ledgers = load_ledgers(options, phrases);
    if (ledgers == NULL)
        return EXIT_USAGE;
    policy->settings.ledgers = ledgers;
    Evidence evidence = {0};
    int status = evidence_open(&evidence, options, policy, &error)
                     ? lint(options, policy, phrases, hosts, brands, &evidence)
                     : usage_error(error);
    evidence_close(&evidence);
    return status;
}
