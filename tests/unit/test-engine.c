/* test-engine.c - the same report in the same order, whatever the threads and the answers do. */
#include "engine.h"

#include "limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <gmime/gmime.h>
#include <libxml/parser.h>
#include <string.h>

/* Asks one name after the other: as many rounds as there are names. */
static void check_chain(Check *check) {
    const Field *field = message_field(check->message, "X-Ask");
    g_auto(GStrv) names = g_strsplit(field == NULL ? "" : field->value, " ", -1);
    for (char **name = names; *name != NULL && **name != '\0'; name++) {
        const Answer *answer = check_ask(check, *name, QUESTION_TXT);
        if (answer->status == ANSWER_PENDING)
            return;
        if (answer->status == ANSWER_NXDOMAIN)
            check_fail(check, SEVERITY_ERROR, message_start(check->message), *name, NULL,
                       "there is no %s", *name);
    }
}

/* Asks all at once. */
static void check_together(Check *check) {
    const Field *field = message_field(check->message, "X-Ask");
    g_auto(GStrv) names = g_strsplit(field == NULL ? "" : field->value, " ", -1);
    for (char **name = names; *name != NULL && **name != '\0'; name++)
        if (check_ask(check, *name, QUESTION_MX)->status == ANSWER_SERVFAIL)
            check_unknown(check, "no answer for %s", *name);
}

static const Rule chain = {.id = "chain",
                           .clause = CLAUSE_IDENTITY,
                           .severity = SEVERITY_ERROR,
                           .kinds = KIND_ALL,
                           .needs = NEEDS_HEADER | NEEDS_DNS,
                           .check = check_chain};
static const Rule together = {.id = "together",
                              .clause = CLAUSE_IDENTITY,
                              .severity = SEVERITY_ERROR,
                              .kinds = KIND_ALL,
                              .needs = NEEDS_HEADER | USES_DNS,
                              .check = check_together};
const Rule *const rules_all[] = {&chain, &together, NULL};
const guint rules_count = G_N_ELEMENTS(rules_all) - 1;

/* A filler of its own thread: lets questions gather, then answers one of them at random. */
typedef struct {
    Table *table;
    GMutex mutex;
    GCond asked;
    GPtrArray *questions; /* of Question */
    GRand *random;
    gboolean stop;
    guint answered;
    GThread *thread;
} Oracle;

typedef struct {
    Entry *entry;
    char *name;
    QuestionType type;
} Question;

static void oracle_fill(gpointer data, Table *table, Entry *entry, const char *name,
                        QuestionType type) {
    Oracle *self = data;
    Question *question = g_new(Question, 1);
    *question = (Question){entry, g_strdup(name), type};
    g_mutex_lock(&self->mutex);
    g_ptr_array_add(self->questions, question);
    g_cond_signal(&self->asked);
    g_mutex_unlock(&self->mutex);
}

/* The answer depends on the question alone. */
static Answer *oracle_answer(const Question *question) {
    guint hash = g_str_hash(question->name);
    Answer *answer = answer_new(hash % 7 == 0   ? ANSWER_NXDOMAIN
                                : hash % 5 == 0 ? ANSWER_SERVFAIL
                                                : ANSWER_OK);
    if (answer->status == ANSWER_OK)
        answer_add(answer, 10, question->name, strlen(question->name));
    return answer;
}

static gpointer oracle_run(gpointer data) {
    Oracle *self = data;
    g_mutex_lock(&self->mutex);
    for (;;) {
        while (self->questions->len == 0 && !self->stop)
            g_cond_wait(&self->asked, &self->mutex);
        if (self->questions->len == 0)
            break;
        guint which = (guint)g_rand_int_range(self->random, 0, (gint32)self->questions->len);
        Question *question = g_ptr_array_remove_index_fast(self->questions, which);
        gboolean rest = g_rand_int_range(self->random, 0, 8) == 0;
        g_mutex_unlock(&self->mutex);
        if (rest)
            g_usleep(200);
        table_answer(self->table, question->entry, oracle_answer(question));
        g_free(question->name);
        g_free(question);
        g_mutex_lock(&self->mutex);
        self->answered++;
    }
    g_mutex_unlock(&self->mutex);
    return NULL;
}

static void oracle_open(Oracle *self, guint32 seed) {
    Filler filler = {.fill = oracle_fill, .data = self};
    g_mutex_init(&self->mutex);
    g_cond_init(&self->asked);
    self->questions = g_ptr_array_new();
    self->random = g_rand_new_with_seed(seed);
    self->table = table_new(&filler);
    self->thread = g_thread_new("oracle", oracle_run, self);
}

static void oracle_close(Oracle *self) {
    g_mutex_lock(&self->mutex);
    self->stop = TRUE;
    g_cond_signal(&self->asked);
    g_mutex_unlock(&self->mutex);
    g_thread_join(self->thread);
    table_free(self->table);
    g_ptr_array_unref(self->questions);
    g_rand_free(self->random);
    g_mutex_clear(&self->mutex);
    g_cond_clear(&self->asked);
}

/* What came out, as text. */
typedef struct {
    GString *text;
    guint messages, errors;
    guint stop_after; /* 0: never */
} Out;

static void on_judged(const Judgement *judgement, gpointer data) {
    Out *out = data;
    out->messages++;
    g_string_append_printf(out->text, "#%u %s", judgement->index, verdict_name(judgement->verdict));
    for (guint i = 0; i < judgement->results->len; i++) {
        const RuleResult *result = judgement->results->pdata[i];
        g_string_append_printf(out->text, " %s:%s:%s", result->rule->id,
                               result_name(result->result),
                               result->reason != NULL ? result->reason : "");
        for (guint d = 0; d < result->defects->len; d++)
            g_string_append_printf(out->text, "[%s]",
                                   ((Defect *)result->defects->pdata[d])->message);
    }
    g_string_append_c(out->text, '\n');
}

static void on_unreadable(const char *path, const char *reason, gpointer data) {
    Out *out = data;
    out->errors++;
    g_string_append_printf(out->text, "%s unreadable\n", path);
}

static gboolean on_stop(gpointer data) {
    const Out *out = data;
    return out->stop_after > 0 && out->messages >= out->stop_after;
}

/* An mbox of messages that ask names of a few domains, some of them many in a row. */
static char *write_mbox(const char *folder, guint messages) {
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GRand) random = g_rand_new_with_seed(7);
    for (guint i = 1; i <= messages; i++) {
        g_string_append_printf(text,
                               "From nyt@eksempel.example Mon Jun  1 10:00:00 2026\n"
                               "Received: from a.example by b.example;"
                               " Mon, 1 Jun 2026 10:00:00 +0200\n"
                               "From: Nyt <nyt@eksempel.example>\nSubject: nyt nr. %u\nX-Ask:",
                               i);
        guint names = (guint)g_rand_int_range(random, 0, 6);
        for (guint n = 0; n < names; n++)
            g_string_append_printf(text, " d%d.example", g_rand_int_range(random, 0, 60));
        g_string_append(text, "\n\nhej\n\n");
    }
    char *path = g_build_filename(folder, "nyt.mbox", NULL);
    assert_true(g_file_set_contents(path, text->str, (gssize)text->len, NULL));
    return path;
}

typedef struct {
    char *folder, *mbox;
    Phrases *phrases;
    Policy *policy;
} Fixture;

#define MESSAGES 700u /* more than LIMIT_MESSAGES_IN_FLIGHT: the reader has to wait */

static int set_up(void **state) {
    g_mime_init();
    xmlInitParser();
    Fixture *self = g_new0(Fixture, 1);
    static const char *const no_words[] = {NULL};
    g_autoptr(PolicyBuilder) builder = policy_builder_new();
    self->folder = g_dir_make_tmp("spamlint-XXXXXX", NULL);
    self->mbox = write_mbox(self->folder, MESSAGES);
    self->phrases = phrases_load(no_words, NULL);
    self->policy = policy_builder_finish(builder);
    *state = self;
    return 0;
}

static int tear_down(void **state) {
    Fixture *self = *state;
    g_unlink(self->mbox);
    g_rmdir(self->folder);
    g_free(self->folder);
    g_free(self->mbox);
    phrases_free(self->phrases);
    policy_free(self->policy);
    g_free(self);
    return 0;
}

/* `seed` 0: offline. */
static void run(const Fixture *fixture, const char *const *paths, guint jobs, guint32 seed,
                Out *out, Recorder *recorder) {
    MessageOptions message = {.phrases = fixture->phrases, .kind = KIND_PERSONAL};
    Oracle oracle = {0};
    if (seed != 0)
        oracle_open(&oracle, seed);
    EngineOptions options = {
        .jobs = jobs,
        .message = &message,
        .policy = fixture->policy,
        .table = oracle.table,
        .recorder = recorder,
        .judged = on_judged,
        .unreadable = on_unreadable,
        .stop = on_stop,
        .data = out,
    };
    g_autoptr(Source) source = source_new(paths, SOURCE_AS_AUTO);
    engine_run(source, &options);
    if (seed != 0) {
        oracle_close(&oracle);
        /* Each question is asked once, whoever asks: 60 names of two types. */
        assert_true(oracle.answered <= 120);
    }
}

static void test_order(void **state) {
    const Fixture *fixture = *state;
    const char *paths[] = {fixture->mbox, NULL};
    g_autoptr(Recorder) recorder = recorder_new();
    Out first = {.text = g_string_new(NULL)};
    run(fixture, paths, 1, 1, &first, recorder);
    assert_int_equal(first.messages, MESSAGES);
    g_autofree char *record = recorder_text(recorder);
    assert_non_null(strstr(first.text->str, "there is no "));
    assert_non_null(strstr(first.text->str, "no answer for "));
    char **lines = g_strsplit(first.text->str, "\n", -1);
    for (guint i = 0; i < MESSAGES; i++) {
        g_autofree char *start = g_strdup_printf("#%u ", i + 1);
        if (!g_str_has_prefix(lines[i], start))
            fail_msg("line %u is \"%s\": not in input order", i + 1, lines[i]);
    }
    g_strfreev(lines);
    for (guint32 seed = 2; seed < 12; seed++) {
        guint jobs = seed % 2 == 0 ? 4 : 1;
        g_autoptr(Recorder) again = recorder_new();
        Out out = {.text = g_string_new(NULL)};
        run(fixture, paths, jobs, seed, &out, again);
        if (strcmp(out.text->str, first.text->str) != 0)
            fail_msg("the report differs with %u jobs and answers in order %u", jobs, seed);
        g_autofree char *text = recorder_text(again);
        if (strcmp(text, record) != 0)
            fail_msg("the record differs with %u jobs and answers in order %u", jobs, seed);
        g_string_free(out.text, TRUE);
    }
    g_string_free(first.text, TRUE);
}

static void test_offline(void **state) {
    const Fixture *fixture = *state;
    const char *paths[] = {fixture->mbox, NULL};
    Out one = {.text = g_string_new(NULL)}, four = {.text = g_string_new(NULL)};
    run(fixture, paths, 1, 0, &one, NULL);
    run(fixture, paths, 4, 0, &four, NULL);
    assert_int_equal(one.messages, MESSAGES);
    assert_string_equal(one.text->str, four.text->str);
    g_string_free(one.text, TRUE);
    g_string_free(four.text, TRUE);
}

/* An input that cannot be read stands where it was named. */
static void test_unreadable(void **state) {
    const Fixture *fixture = *state;
    g_autofree char *missing = g_build_filename(fixture->folder, "findes ikke.eml", NULL);
    g_autofree char *single = g_build_filename(fixture->folder, "brev æ.eml", NULL);
    assert_true(g_file_set_contents(
        single, "From: a@eksempel.example\nSubject: hej\nX-Ask: d1.example\n\nhej\n", -1, NULL));
    const char *paths[] = {missing, single, missing, single, missing, NULL};
    Out out = {.text = g_string_new(NULL)};
    run(fixture, paths, 3, 3, &out, NULL);
    assert_int_equal(out.messages, 2);
    assert_int_equal(out.errors, 3);
    g_auto(GStrv) lines = g_strsplit(out.text->str, "\n", -1);
    assert_true(g_str_has_suffix(lines[0], "unreadable"));
    assert_true(g_str_has_prefix(lines[1], "#1 "));
    assert_true(g_str_has_suffix(lines[2], "unreadable"));
    assert_true(g_str_has_prefix(lines[3], "#1 "));
    assert_true(g_str_has_suffix(lines[4], "unreadable"));
    g_string_free(out.text, TRUE);
    g_unlink(single);
}

/* When the output is gone nothing more is reported, and the run ends. */
static void test_stop(void **state) {
    const Fixture *fixture = *state;
    const char *paths[] = {fixture->mbox, NULL};
    for (guint jobs = 1; jobs <= 4; jobs++) {
        Out out = {.text = g_string_new(NULL), .stop_after = 10};
        run(fixture, paths, jobs, 100 + jobs, &out, NULL);
        assert_int_equal(out.messages, 10);
        g_string_free(out.text, TRUE);
    }
}

static void test_nothing(void **state) {
    const Fixture *fixture = *state;
    g_autofree char *missing = g_build_filename(fixture->folder, "findes-ikke", NULL);
    const char *paths[] = {missing, NULL};
    Out out = {.text = g_string_new(NULL)};
    run(fixture, paths, 2, 5, &out, NULL);
    assert_int_equal(out.messages, 0);
    assert_int_equal(out.errors, 1);
    g_string_free(out.text, TRUE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),      cmocka_unit_test(test_offline),
        cmocka_unit_test(test_unreadable), cmocka_unit_test(test_stop),
        cmocka_unit_test(test_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
