/* test-judgement.c - what the judge makes of what rules say, with rules of this test's own. */
#include "judgement.h"

#include "limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gmime/gmime.h>
#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

/* How often the check ran, and the run that the message is in. */
static guint local_runs, online_runs;

static const char *field_value(const Check *check, const char *name) {
    const Field *field = message_field(check->message, name);
    return field == NULL ? "" : field->value;
}

/* Fails where the word stands in the Subject. */
static void find_word(Check *check, const char *word, Severity severity) {
    const Field *field = message_field(check->message, "Subject");
    const char *hit = field == NULL ? NULL : strstr(field->value, word);
    if (hit == NULL)
        return;
    gsize at = (gsize)(hit - field->value);
    check_fail(check, severity, message_value_place(check->message, field, at, at + strlen(word)),
               word, NULL, "the word \"%s\" stands in the Subject", word);
}

static void check_local(Check *check) {
    local_runs++;
    find_word(check, "gratis", SEVERITY_ERROR);
    find_word(check, "billig", SEVERITY_WARNING);
    check_detail(check, "looked at %s", "the Subject");
}

static void check_marketing(Check *check) {
    find_word(check, "tilbud", SEVERITY_ERROR);
    find_word(check, "nyhed", SEVERITY_INFO);
}

/* X-Many findings, all infos but the last. */
static void check_many(Check *check) {
    guint many = (guint)strtoul(field_value(check, "X-Many"), NULL, 10);
    for (guint i = 1; i <= many; i++)
        check_fail(check, i == many ? SEVERITY_ERROR : SEVERITY_INFO, message_start(check->message),
                   NULL, NULL, "finding number %u", i);
}

/* Asks TXT of every name in X-Ask, one after the other. */
static void check_online(Check *check) {
    online_runs++;
    g_auto(GStrv) names = g_strsplit(field_value(check, "X-Ask"), " ", -1);
    for (char **name = names; *name != NULL && **name != '\0'; name++) {
        const Answer *answer = check_ask(check, *name, QUESTION_TXT);
        if (answer->status == ANSWER_PENDING)
            return;
        if (answer->status == ANSWER_NXDOMAIN)
            check_fail(check, SEVERITY_ERROR, message_start(check->message), *name, NULL,
                       "there is no %s", *name);
        else if (answer->status != ANSWER_OK) {
            g_autofree char *reason = answer_reason(answer, *name, QUESTION_TXT);
            check_unknown(check, "%s", reason);
        }
    }
}

static void check_optional(Check *check) {
    const Answer *answer = check_ask(check, "optional.example", QUESTION_A);
    if (answer->status == ANSWER_SKIPPED)
        check_skip(check, "nobody was asked");
}

/* Never content: each run asks something new. */
static void check_insatiable(Check *check) {
    if (message_field(check->message, "X-Insatiable") == NULL)
        return;
    static guint n;
    g_autofree char *name = g_strdup_printf("n%u.example", n++);
    check_fail(check, SEVERITY_ERROR, message_start(check->message), NULL, NULL, "half a result");
    check_ask(check, name, QUESTION_A);
}

static void check_nothing(Check *check) {}

#define RULE(variable, name, in, severe, for_kinds, needed, function)                              \
    static const Rule variable = {.id = (name),                                                    \
                                  .clause = (in),                                                  \
                                  .severity = (severe),                                            \
                                  .kinds = (for_kinds),                                            \
                                  .needs = (needed),                                               \
                                  .check = (function)}
RULE(local, "local", CLAUSE_SUBJECT, SEVERITY_ERROR, KIND_ALL, NEEDS_HEADER, check_local);
RULE(marketing, "marketing", CLAUSE_SUBJECT, SEVERITY_ERROR, KIND_MARKETING, NEEDS_HEADER,
     check_marketing);
RULE(both, "both", CLAUSE_SUBJECT, SEVERITY_INFO, KIND_MARKETING | KIND_TRANSACTIONAL, 0,
     check_nothing);
RULE(many, "many", CLAUSE_CONTENT, SEVERITY_INFO, KIND_ALL, NEEDS_HEADER, check_many);
RULE(sent, "sent", CLAUSE_IDENTITY, SEVERITY_ERROR, KIND_ALL, NEEDS_HEADER | NEEDS_SENT,
     check_nothing);
RULE(finished, "finished", CLAUSE_IDENTITY, SEVERITY_ERROR, KIND_ALL, NEEDS_FINISHED,
     check_nothing);
RULE(online, "online", CLAUSE_IDENTITY, SEVERITY_ERROR, KIND_ALL, NEEDS_HEADER | NEEDS_DNS,
     check_online);
RULE(optional, "optional", CLAUSE_IDENTITY, SEVERITY_WARNING, KIND_ALL, NEEDS_HEADER | USES_DNS,
     check_optional);
RULE(insatiable, "insatiable", CLAUSE_IDENTITY, SEVERITY_WARNING, KIND_ALL,
     NEEDS_HEADER | NEEDS_DNS, check_insatiable);
const Rule *const rules_all[] = {&local,    &marketing, &both,     &many,       &sent,
                                 &finished, &online,    &optional, &insatiable, NULL};
const guint rules_count = G_N_ELEMENTS(rules_all) - 1;

/* What a row asks of the judge. */
typedef struct {
    const char *text;
    DocumentForm form;
    Kind kind;
    const char *severity; /* RULE=… or NULL */
    gboolean conflicting;
    Severity fail_on;
    gboolean unknown_ignored;
} Asked;

static void wake_nobody(gpointer data) {}

/* Answers by the name's first letters: nx… NXDOMAIN, slow… TIMEOUT, else OK. */
static void fill(gpointer data, Table *table, Entry *entry, const char *name, QuestionType type) {
    Answer *answer = answer_new(g_str_has_prefix(name, "nx")     ? ANSWER_NXDOMAIN
                                : g_str_has_prefix(name, "slow") ? ANSWER_TIMEOUT
                                                                 : ANSWER_OK);
    if (answer->status == ANSWER_OK)
        answer_add(answer, 0, "x", 1);
    table_answer(table, entry, answer);
}

/* `ask`: with a table. */
static Judgement *judge(const Asked *asked, gboolean ask) {
    static const char *const no_words[] = {NULL};
    g_autoptr(Phrases) phrases = phrases_load(no_words, NULL);
    MessageOptions options = {.phrases = phrases, .kind = asked->kind};
    g_autoptr(GBytes) bytes = g_bytes_new(asked->text, strlen(asked->text));
    g_autoptr(Document) document = document_new("brev.eml", bytes, asked->form);
    g_autoptr(Message) message = message_new(document, &options);
    message->kind.conflicting = asked->conflicting;
    g_autoptr(PolicyBuilder) builder = policy_builder_new();
    if (asked->severity != NULL)
        assert_true(policy_builder_severity(builder, asked->severity, NULL));
    g_autoptr(Policy) policy = policy_builder_finish(builder);
    policy->fail_on = asked->fail_on;
    policy->unknown_ignored = asked->unknown_ignored;
    Filler filler = {.fill = fill};
    g_autoptr(Table) table = ask ? table_new(&filler) : NULL;
    g_autoptr(Asker) asker = ask ? asker_new(table, wake_nobody, NULL) : NULL;
    g_autoptr(Judging) judging = judging_new(message, policy, asker);
    Judgement *judgement;
    while (!judging_run(judging, &judgement))
        assert_true(asker_park(asker)); /* the filler answers at once */
    return judgement;
}

/* "verdict; rule:result[:severity][(reason)] …" of the rules that do not pass. */
static char *describe(const Judgement *judgement) {
    GString *text = g_string_new(verdict_name(judgement->verdict));
    for (guint i = 0; i < judgement->results->len; i++) {
        const RuleResult *result = judgement->results->pdata[i];
        if (result->result == RESULT_PASS)
            continue;
        g_string_append_printf(text, " %s:%s", result->rule->id, result_name(result->result));
        if (result->result == RESULT_FAIL)
            g_string_append_printf(text, ":%s", severity_name(result->severity));
        else
            g_string_append_printf(text, "(%s)", result->reason);
    }
    return g_string_free(text, FALSE);
}

#define SENT "Received: from a.example by b.example; Mon, 1 Jun 2026 10:00:00 +0200\n"
#define HEAD "From: Nyt <nyt@eksempel.example>\n"

static void test_results(void **state) {
    static const struct {
        Asked asked;
        const char *expected, *reason;
    } rows[] = {
        {{SENT HEAD "Subject: hej\n\nhej\n", .kind = KIND_MARKETING, .fail_on = SEVERITY_ERROR},
         "pass",
         "all is well"},
        {{HEAD "Subject: gratis\n\nhej\n", .kind = KIND_MARKETING, .fail_on = SEVERITY_ERROR},
         "fail local:fail:error sent:skip(not sent yet)",
         "an error; a draft is not sent"},
        {{SENT HEAD "Subject: hej\n\n", .kind = KIND_PERSONAL, .fail_on = SEVERITY_ERROR},
         "pass marketing:skip(not marketing) both:skip(not marketing or transactional)",
         "rules for other kinds"},
        {{"<html><body>hej</body></html>", .form = DOCUMENT_TEMPLATE_HTML, .kind = KIND_MARKETING,
          .fail_on = SEVERITY_ERROR},
         "pass local:skip(no header) marketing:skip(no header) many:skip(no header) "
         "sent:skip(no header) finished:skip(template) online:skip(no header) "
         "optional:skip(no header) insatiable:skip(no header)",
         "a template without fields"},
        {{SENT HEAD "Subject: billig\n\n", .kind = KIND_MARKETING, .fail_on = SEVERITY_ERROR},
         "warn local:fail:warning",
         "a finding of less than the rule's severity"},
        {{SENT HEAD "Subject: billig\n\n", .kind = KIND_MARKETING, .fail_on = SEVERITY_WARNING},
         "fail local:fail:warning",
         "--fail-on=warning"},
        {{SENT HEAD "Subject: nyhed\n\n", .kind = KIND_MARKETING, .fail_on = SEVERITY_ERROR},
         "pass marketing:fail:info",
         "an info is no warning"},
        {{SENT HEAD "Subject: nyhed\n\n", .kind = KIND_MARKETING, .fail_on = SEVERITY_INFO},
         "fail marketing:fail:info",
         "--fail-on=info"},
        {{SENT HEAD "Subject: gratis\n\n", .kind = KIND_MARKETING, .fail_on = SEVERITY_NONE},
         "warn local:fail:error",
         "--fail-on=never"},
        {{SENT HEAD "Subject: gratis tilbud\n\n", .kind = KIND_MARKETING,
          .severity = "local=info,marketing=warning", .fail_on = SEVERITY_ERROR},
         "warn local:fail:info marketing:fail:warning",
         "capped"},
        {{SENT HEAD "Subject: nyhed\n\n", .kind = KIND_MARKETING, .severity = "marketing=error",
          .fail_on = SEVERITY_ERROR},
         "pass marketing:fail:info",
         "a finding below the nominal severity is not raised"},
        {{SENT HEAD "Subject: tilbud gratis\n\n", .kind = KIND_MARKETING, .conflicting = TRUE,
          .fail_on = SEVERITY_ERROR},
         "fail local:fail:error marketing:fail:warning",
         "where the kind is in doubt, errors of rules for marketing become warnings"},
        {{SENT HEAD "Subject: hej\nX-Ask: a.example nx.example\n\n", .kind = KIND_MARKETING,
          .fail_on = SEVERITY_ERROR},
         "fail online:fail:error",
         "an answer decides"},
        {{SENT HEAD "Subject: hej\nX-Ask: a.example slow.example\n\n", .kind = KIND_MARKETING,
          .fail_on = SEVERITY_ERROR},
         "unknown online:unknown(DNS: time-out asking TXT of slow.example)",
         "no answer decides nothing"},
        {{SENT HEAD "Subject: hej\nX-Ask: slow.example nx.example\n\n", .kind = KIND_MARKETING,
          .fail_on = SEVERITY_ERROR},
         "fail online:fail:error",
         "findings stand whatever else is unknown"},
        {{SENT HEAD "Subject: hej\nX-Ask: slow.example\n\n", .kind = KIND_MARKETING,
          .fail_on = SEVERITY_ERROR, .unknown_ignored = TRUE},
         "pass online:unknown(DNS: time-out asking TXT of slow.example)",
         "--unknown=ignore"},
        {{SENT HEAD "Subject: hej\nX-Ask: slow.example\n\n", .kind = KIND_MARKETING,
          .severity = "online=warning", .fail_on = SEVERITY_ERROR},
         "pass online:unknown(DNS: time-out asking TXT of slow.example)",
         "unknown of a rule that could not make it fail"},
        {{SENT HEAD "Subject: gratis\nX-Ask: slow.example\n\n", .kind = KIND_MARKETING,
          .fail_on = SEVERITY_ERROR},
         "fail local:fail:error online:unknown(DNS: time-out asking TXT of slow.example)",
         "fail goes before unknown"},
        {{SENT HEAD "Subject: hej\nX-Insatiable: ja\n\n", .kind = KIND_MARKETING,
          .fail_on = SEVERITY_WARNING},
         "unknown insatiable:unknown(answers were still missing after 64 runs; this is a bug of "
         "spamlint)",
         "half results do not count"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Judgement) judgement = judge(&rows[i].asked, TRUE);
        g_autofree char *found = describe(judgement);
        if (strcmp(found, rows[i].expected) != 0)
            fail_msg("row %u gives\n  %s, expected\n  %s: %s", i, found, rows[i].expected,
                     rows[i].reason);
        guint sum = 0;
        for (guint result = 0; result < 4; result++)
            sum += judgement->counts[result];
        assert_int_equal(sum, rules_count);
    }
}

static void test_offline(void **state) {
    static const Asked asked = {SENT HEAD "Subject: hej\nX-Ask: a.example\n\n",
                                .kind = KIND_MARKETING, .fail_on = SEVERITY_ERROR};
    g_autoptr(Judgement) judgement = judge(&asked, FALSE);
    g_autofree char *found = describe(judgement);
    assert_string_equal(found, "pass online:skip(--offline) optional:skip(nobody was asked) "
                               "insatiable:skip(--offline)");
}

static void test_runs(void **state) {
    static const Asked asked = {SENT HEAD
                                "Subject: gratis\nX-Ask: a.example b.example c.example\n\n",
                                .kind = KIND_MARKETING, .fail_on = SEVERITY_ERROR};
    local_runs = online_runs = 0;
    g_autoptr(Judgement) judgement = judge(&asked, TRUE);
    assert_int_equal(local_runs, 1);
    assert_int_equal(online_runs, 4);
    const RuleResult *result = judgement->results->pdata[0];
    assert_int_equal(result->defects->len, 1);
    assert_string_equal(result->detail, "looked at the Subject");
}

static void test_limit(void **state) {
    static const struct {
        const char *many;
        guint defects;
        Severity last;
        const char *message;
    } rows[] = {
        {"20", 20, SEVERITY_ERROR, "finding number 20"},
        {"21", 21, SEVERITY_ERROR, "1 more findings of this rule are not listed"},
        {"5000", 21, SEVERITY_ERROR, "4980 more findings of this rule are not listed"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text =
            g_strdup_printf(SENT HEAD "Subject: hej\nX-Many: %s\n\n", rows[i].many);
        Asked asked = {text, .kind = KIND_MARKETING, .fail_on = SEVERITY_ERROR};
        g_autoptr(Judgement) judgement = judge(&asked, FALSE);
        const RuleResult *result = judgement->results->pdata[3];
        assert_int_equal(result->defects->len, rows[i].defects);
        const Defect *last = result->defects->pdata[rows[i].defects - 1];
        assert_int_equal(last->severity, rows[i].last);
        assert_string_equal(last->message, rows[i].message);
        /* What is not listed still makes it fail. */
        assert_int_equal(judgement->verdict, VERDICT_FAIL);
    }
}

static const Defect *first_defect(const Judgement *judgement) {
    const RuleResult *result = judgement->results->pdata[0];
    assert_int_equal(result->result, RESULT_FAIL);
    return result->defects->pdata[0];
}

static void test_place_and_fingerprint(void **state) {
    static const Asked one = {HEAD "Subject: helt gratis\n\n", .kind = KIND_MARKETING};
    static const Asked moved = {"X-A: 1\n" HEAD "Subject: gratis og\n nu\n\ntekst\n",
                                .kind = KIND_PERSONAL};
    static const Asked other = {HEAD "Subject: helt billig\n\n", .kind = KIND_MARKETING};
    g_autoptr(Judgement) a = judge(&one, FALSE);
    g_autoptr(Judgement) b = judge(&moved, FALSE);
    g_autoptr(Judgement) c = judge(&other, FALSE);
    const Defect *x = first_defect(a), *y = first_defect(b), *z = first_defect(c);
    assert_int_equal(x->start.line, 2);
    assert_int_equal(x->start.column, 15);
    assert_int_equal(x->end.line, 2);
    assert_int_equal(x->end.column, 21);
    assert_int_equal(y->start.line, 3);
    assert_int_equal(y->start.column, 10);
    assert_null(x->part);
    assert_string_equal(x->evidence, "gratis");
    assert_string_equal(x->message, "the word \"gratis\" stands in the Subject");
    assert_int_equal(strlen(x->fingerprint), 16);
    assert_int_equal(strspn(x->fingerprint, "0123456789abcdef"), 16);
    assert_string_equal(x->fingerprint, y->fingerprint);
    assert_string_not_equal(x->fingerprint, z->fingerprint);
}

static void test_facts(void **state) {
    static const Asked asked = {
        SENT "From: Nyt <nyt@eksempel.example>, b@eksempel.example\n"
             "Subject: =?utf-8?q?R=C3=B8dgr=C3=B8d?=\nMessage-ID: <a@eksempel.example>\n"
             "Date: Fri, 20 Nov 2026 09:00:00 +0100\n\nhej\n",
        .kind = KIND_TRANSACTIONAL};
    g_autoptr(Judgement) judgement = judge(&asked, FALSE);
    assert_string_equal(judgement->file, "brev.eml");
    assert_string_equal(judgement->subject, "Rødgrød");
    assert_string_equal(judgement->from, "nyt@eksempel.example");
    assert_string_equal(judgement->message_id, "<a@eksempel.example>");
    assert_string_equal(judgement->date, "2026-11-20T09:00:00+01:00");
    assert_int_equal(judgement->kind, KIND_TRANSACTIONAL);
    assert_int_equal(judgement->input, INPUT_MESSAGE);
}

/* Text from mail: any octets, any length. */
static void test_evidence_is_cut(void **state) {
    static const struct {
        const char *octets;
        guint repeat;
        const char *reason;
    } rows[] = {
        {"a", 200, "just fits"},
        {"a", 201, "one too many"},
        {"ø", 100, "just fits"},
        {"ø", 101, "a character on the edge"},
        {"\xf8", 200, "latin-1: each octet becomes three"},
        {"€\xff", 100, "both"},
        {"\xf0\x9f\x8e", 90, "never a whole character"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        for (guint n = 0; n < rows[i].repeat; n++)
            g_string_append(text, rows[i].octets);
        g_autofree char *exact = g_memdup2(text->str, text->len + 1);
        static const CheckSettings settings;
        Check check;
        check_init(&check, &local, NULL, &settings, NULL);
        check_fail(&check, SEVERITY_ERROR, (Place){0}, exact, NULL, "found %s", exact);
        const Finding *finding = check.findings->pdata[0];
        if (strlen(finding->evidence) > LIMIT_EVIDENCE_OCTETS ||
            !g_utf8_validate(finding->evidence, -1, NULL) ||
            !g_utf8_validate(finding->message, -1, NULL) || *finding->evidence == '\0')
            fail_msg("\"%s\" times %u gives \"%s\": %s", rows[i].octets, rows[i].repeat,
                     finding->evidence, rows[i].reason);
        check_clear(&check);
    }
}

static int set_up(void **state) {
    g_mime_init();
    xmlInitParser();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_results),
        cmocka_unit_test(test_offline),
        cmocka_unit_test(test_runs),
        cmocka_unit_test(test_limit),
        cmocka_unit_test(test_place_and_fingerprint),
        cmocka_unit_test(test_facts),
        cmocka_unit_test(test_evidence_is_cut),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
