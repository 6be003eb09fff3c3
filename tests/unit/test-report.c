/* test-report.c - the three formats on judgements made by hand. */
#include "report/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <json-glib/json-glib.h>

static const Rule present = {
    .id = "subject-present",
    .clause = CLAUSE_SUBJECT,
    .severity = SEVERITY_ERROR,
    .summary = "the message has a subject",
};
static const Rule shouting = {
    .id = "subject-shouting",
    .clause = CLAUSE_SUBJECT,
    .severity = SEVERITY_WARNING,
    .summary = "the subject does not shout",
};
static const Rule link_rule = {
    .id = "unsubscribe-link",
    .clause = CLAUSE_UNSUBSCRIBE,
    .severity = SEVERITY_ERROR,
    .summary = "the reader finds a link to unsubscribe",
};
static const Rule spf = {
    .id = "spf-pass",
    .clause = CLAUSE_IDENTITY,
    .severity = SEVERITY_ERROR,
    .summary = "SPF passes",
};

static void free_defect(gpointer data) {
    Defect *defect = data;
    g_free(defect->part);
    g_free(defect->message);
    g_free(defect->evidence);
    g_free(defect->fix);
    g_free(defect->fingerprint);
    g_free(defect);
}

static void free_result(gpointer data) {
    RuleResult *result = data;
    g_free(result->reason);
    g_free(result->detail);
    g_ptr_array_unref(result->defects);
    g_free(result);
}

static RuleResult *add(Judgement *judgement, const Rule *rule, Result kind, const char *reason) {
    RuleResult *result = g_new0(RuleResult, 1);
    result->rule = rule;
    result->result = kind;
    result->severity = rule->severity;
    result->reason = g_strdup(reason);
    result->defects = g_ptr_array_new_with_free_func(free_defect);
    g_ptr_array_add(judgement->results, result);
    judgement->counts[kind]++;
    return result;
}

static void add_defect(RuleResult *result, Severity severity, guint64 line, const char *message,
                       const char *evidence, const char *fix) {
    Defect *defect = g_new0(Defect, 1);
    defect->severity = severity;
    defect->start = (Position){line, 5};
    defect->end = (Position){line, 9};
    defect->part = g_strdup(line > 10 ? "2" : NULL);
    defect->message = g_strdup(message);
    defect->evidence = g_strdup(evidence);
    defect->fix = g_strdup(fix);
    defect->fingerprint = g_strdup("0a1b");
    g_ptr_array_add(result->defects, defect);
}

static Judgement *judgement_made(void) {
    Judgement *judgement = g_new0(Judgement, 1);
    judgement->file = g_strdup("nyt.mbox");
    judgement->index = 3;
    judgement->in_mbox = TRUE;
    judgement->offset = 4096;
    judgement->line = 88;
    judgement->subject = g_strdup("K\xc3\xb8"
                                  "b \033[31mnu");
    judgement->from = g_strdup("nyt@example.dk");
    judgement->input = INPUT_DRAFT;
    judgement->kind = KIND_MARKETING;
    judgement->kind_reasons = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(judgement->kind_reasons, g_strdup("List-Unsubscribe"));
    g_ptr_array_add(judgement->kind_reasons, g_strdup("price wording"));
    judgement->language = g_strdup("da");
    judgement->verdict = VERDICT_FAIL;
    judgement->results = g_ptr_array_new_with_free_func(free_result);
    judgement->footer = g_strdup("Eksempel ApS\n\nVestergade 1");

    RuleResult *passed = add(judgement, &present, RESULT_PASS, NULL);
    passed->detail = g_strdup("Subject: K\xc3\xb8"
                              "b nu");
    RuleResult *twice = add(judgement, &shouting, RESULT_FAIL, NULL);
    add_defect(twice, SEVERITY_WARNING, 2, "the subject shouts", "NU!!!", "Write \"nu\".");
    add_defect(twice, SEVERITY_INFO, 3, "and again", NULL, "Write \"nu\".");
    RuleResult *link = add(judgement, &link_rule, RESULT_FAIL, NULL);
    add_defect(link, SEVERITY_ERROR, 112,
               "no link or address in the body that a reader can recognise as the way out",
               "Klik\xe6 her\xe2\x80\xae",
               "Add a link:\n<a href=\"https://example.dk/afmeld\">Afmeld nyhedsbrevet og andre "
               "breve</a>");
    add(judgement, &spf, RESULT_SKIP, "not sent yet");
    return judgement;
}

static void judgement_unmade(Judgement *judgement) {
    g_free(judgement->file);
    g_free(judgement->subject);
    g_free(judgement->from);
    g_free(judgement->language);
    g_free(judgement->footer);
    g_ptr_array_unref(judgement->kind_reasons);
    g_ptr_array_unref(judgement->results);
    g_free(judgement);
}

/* What a format writes for one judgement and one input that could not be read. Given away. */
static char *printed(const ReportFormat *format, ReportOptions options, int judgements,
                     gboolean unreadable) {
    char *text = NULL;
    size_t length = 0;
    options.stream = open_memstream(&text, &length);
    assert_non_null(options.stream);
    Judgement *judgement = judgement_made();
    Report report;
    report_begin(&report, format, &options);
    for (int i = 0; i < judgements; i++)
        report_judgement(&report, judgement);
    if (unreadable)
        report_unreadable(&report, "v\xe6k.eml", "no such file");
    report_end(&report);
    judgement_unmade(judgement);
    fclose(options.stream);
    char *copy = g_strdup(text);
    free(text); /* NOLINT: of the C library, not of GLib */
    return copy;
}

static const char plain_80[] =
    "nyt.mbox#3: fail (2 fail, 1 pass, 1 skip)\n"
    "  marketing draft (List-Unsubscribe, price wording), da\n"
    "  \"K\xc3\xb8"
    "b <U+001B>[31mnu\" from nyt@example.dk\n"
    "\n"
    "A subject that is true to the content (subject)\n"
    "  pass  subject-present   the message has a subject\n"
    "  fail  subject-shouting  2 findings\n"
    "        nyt.mbox:2:5: warning: the subject shouts\n"
    "          found: \"NU!!!\"\n"
    "        nyt.mbox:3:5: info: and again\n"
    "          fix: Write \"nu\".\n"
    "\n"
    "A clear way to unsubscribe (unsubscribe)\n"
    "  fail  unsubscribe-link  no link or address in the body that a reader can\n"
    "                          recognise as the way out\n"
    "        nyt.mbox:112:5: error\n"
    "          found: \"Klik<E6> her<U+202E>\"\n"
    "          fix: Add a link:\n"
    "              <a href=\"https://example.dk/afmeld\">Afmeld nyhedsbrevet og andre breve</a>\n"
    "\n"
    "True headers and source information (identity)\n"
    "  skip  spf-pass          not sent yet\n";

static void test_text(void **state) {
    g_autofree char *text = printed(&report_text, (ReportOptions){.width = 80}, 1, FALSE);
    assert_string_equal(text, plain_80);
}

static void test_text_unwrapped(void **state) {
    g_autofree char *text = printed(&report_text, (ReportOptions){0}, 1, FALSE);
    assert_non_null(strstr(text, "can recognise as the way out\n"));
}

static void test_text_narrow(void **state) {
    g_autofree char *text = printed(&report_text, (ReportOptions){.width = 20}, 1, FALSE);
    assert_non_null(strstr(text, "recognise"));
}

typedef struct {
    const char *fix;
    gboolean whole;
    const char *reason;
} FixRow;

/* What is to be pasted is not broken, what is to be read is. */
static void test_text_fixes(void **state) {
    static const FixRow rows[] = {
        {"Skriv en emnelinje, der med få ord siger, hvad brevet handler om, og intet andet end "
         "det.",
         FALSE, "a sentence"},
        {"List-Unsubscribe: <https://example.dk/afmeld?id=MODTAGER>, "
         "<mailto:afmeld@example.dk?subject=x>",
         TRUE, "a header field"},
        {"<a href=\"https://example.dk/afmeld?id=MODTAGER\">Afmeld nyhedsbrevet fra Eksempel ApS "
         "her</a>",
         TRUE, "an element"},
        {"_dmarc.example.dk. TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@example.dk; adkim=s; "
         "aspf=s\"",
         TRUE, "a record"},
        {"example.dk. 3600 IN TXT \"v=spf1 ip4:192.0.2.0/24 ip4:198.51.100.0/24 ip4:203.0.113.0/24 "
         "-all\"",
         TRUE, "a record with its time to live"},
        {"Vent. Skriv så til modtageren igen, når han har svaret på det brev, som du sendte ham "
         "før.",
         FALSE, "a sentence of one word"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *text = NULL;
        size_t length = 0;
        ReportOptions options = {.stream = open_memstream(&text, &length), .width = 80};
        Judgement *judgement = judgement_made();
        RuleResult *result = add(judgement, &present, RESULT_FAIL, NULL);
        add_defect(result, SEVERITY_ERROR, 1, "found", NULL, rows[i].fix);
        Report report;
        report_begin(&report, &report_text, &options);
        report_judgement(&report, judgement);
        report_end(&report);
        judgement_unmade(judgement);
        fclose(options.stream);
        if ((strstr(text, rows[i].fix) != NULL) != rows[i].whole)
            fail_msg("%s is%s to be broken into lines:\n%s", rows[i].reason,
                     rows[i].whole ? " not" : "", text);
        free(text); /* NOLINT: of the C library */
    }
}

static void test_text_quiet(void **state) {
    g_autofree char *text =
        printed(&report_text, (ReportOptions){.width = 80, .quiet = TRUE}, 2, FALSE);
    assert_null(strstr(text, "subject-present"));
    assert_null(strstr(text, "spf-pass"));
    assert_null(strstr(text, "2 messages"));
    assert_non_null(strstr(text, "unsubscribe-link"));
}

static void test_text_verbose(void **state) {
    g_autofree char *text =
        printed(&report_text, (ReportOptions){.width = 80, .verbose = TRUE}, 1, FALSE);
    assert_non_null(strstr(text, "          Subject: K\xc3\xb8"
                                 "b nu\n"));
    assert_non_null(strstr(text, "The footer found\n  Eksempel ApS\n  Vestergade 1\n"));
}

static void test_text_color(void **state) {
    g_autofree char *text =
        printed(&report_text, (ReportOptions){.width = 80, .color = TRUE}, 1, FALSE);
    GString *bare = g_string_new(NULL);
    for (const char *c = text; *c; c++) {
        if (*c == '\033') {
            assert_int_equal(c[1], '[');
            c += strcspn(c, "m");
        } else {
            g_string_append_c(bare, *c);
        }
    }
    assert_string_equal(bare->str, plain_80);
    assert_true(strlen(text) > bare->len);
    g_string_free(bare, TRUE);
}

static void test_text_summary(void **state) {
    g_autofree char *text = printed(&report_text, (ReportOptions){.width = 80}, 2, TRUE);
    assert_true(g_str_has_suffix(text, "\n\n2 messages: 2 fail; 1 input could not be read\n"));
}

static JsonObject *parsed(JsonParser *parser, const char *text) {
    g_autoptr(GError) error = NULL;
    if (!json_parser_load_from_data(parser, text, -1, &error))
        fail_msg("%s: %s", error->message, text);
    return json_node_get_object(json_parser_get_root(parser));
}

static void check_message(JsonObject *message) {
    assert_string_equal(json_object_get_string_member(message, "file"), "nyt.mbox");
    assert_int_equal(json_object_get_int_member(message, "index"), 3);
    assert_int_equal(json_object_get_int_member(message, "offset"), 4096);
    assert_int_equal(json_object_get_int_member(message, "line"), 88);
    assert_true(json_object_get_null_member(message, "message_id"));
    assert_string_equal(json_object_get_string_member(message, "input"), "draft");
    assert_string_equal(json_object_get_string_member(message, "kind"), "marketing");
    assert_string_equal(json_object_get_string_member(message, "verdict"), "fail");
    assert_true(json_object_get_null_member(message, "auth"));
    JsonObject *counts = json_object_get_object_member(message, "counts");
    assert_int_equal(json_object_get_int_member(counts, "fail"), 2);
    JsonArray *rules = json_object_get_array_member(message, "rules");
    assert_int_equal(json_array_get_length(rules), 4);
    JsonObject *link = json_array_get_object_element(rules, 2);
    assert_string_equal(json_object_get_string_member(link, "clause"), "unsubscribe");
    assert_false(json_object_has_member(link, "reason"));
    JsonObject *finding =
        json_array_get_object_element(json_object_get_array_member(link, "findings"), 0);
    assert_int_equal(json_object_get_int_member(finding, "line"), 112);
    assert_int_equal(json_object_get_int_member(finding, "end_column"), 9);
    assert_string_equal(json_object_get_string_member(finding, "part"), "2");
    assert_string_equal(json_object_get_string_member(finding, "evidence"),
                        "Klik\xef\xbf\xbd her\xe2\x80\xae");
    JsonObject *skipped = json_array_get_object_element(rules, 3);
    assert_string_equal(json_object_get_string_member(skipped, "reason"), "not sent yet");
}

static void test_json(void **state) {
    g_autofree char *text = printed(&report_json, (ReportOptions){0}, 2, TRUE);
    g_autoptr(JsonParser) parser = json_parser_new();
    JsonObject *root = parsed(parser, text);
    assert_string_equal(json_object_get_string_member(root, "schema"), "spamlint-report/1");
    JsonArray *messages = json_object_get_array_member(root, "messages");
    assert_int_equal(json_array_get_length(messages), 2);
    check_message(json_array_get_object_element(messages, 1));
    assert_false(json_object_has_member(json_array_get_object_element(messages, 0), "schema"));
    JsonArray *errors = json_object_get_array_member(root, "errors");
    assert_int_equal(json_array_get_length(errors), 1);
    assert_string_equal(
        json_object_get_string_member(json_array_get_object_element(errors, 0), "file"),
        "v\xef\xbf\xbdk.eml");
    JsonObject *summary = json_object_get_object_member(root, "summary");
    assert_int_equal(json_object_get_int_member(summary, "messages"), 2);
    assert_int_equal(json_object_get_int_member(summary, "fail"), 2);
    assert_int_equal(json_object_get_int_member(summary, "errors"), 1);
}

static void test_json_empty(void **state) {
    g_autofree char *text = printed(&report_json, (ReportOptions){0}, 0, FALSE);
    g_autoptr(JsonParser) parser = json_parser_new();
    JsonObject *root = parsed(parser, text);
    assert_int_equal(json_array_get_length(json_object_get_array_member(root, "messages")), 0);
}

static void test_ndjson(void **state) {
    g_autofree char *text = printed(&report_ndjson, (ReportOptions){0}, 2, TRUE);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    assert_int_equal(g_strv_length(lines), 4);
    assert_string_equal(lines[3], "");
    g_autoptr(JsonParser) parser = json_parser_new();
    JsonObject *message = parsed(parser, lines[1]);
    assert_string_equal(json_object_get_string_member(message, "schema"), "spamlint-report/1");
    check_message(message);
    JsonObject *error = parsed(parser, lines[2]);
    assert_string_equal(json_object_get_string_member(error, "error"), "no such file");
    assert_string_equal(json_object_get_string_member(error, "schema"), "spamlint-report/1");
}

typedef struct {
    Summary summary;
    int status;
    const char *reason;
} StatusRow;

static void test_exit_status(void **state) {
    static const StatusRow rows[] = {
        {{.messages = 0}, 0, "nothing at all"},
        {{.messages = 2, .verdicts = {1, 1, 0, 0}}, 0, "warnings are allowed"},
        {{.messages = 2, .verdicts = {0, 0, 1, 1}}, 1, "a failure goes before unknown"},
        {{.messages = 2, .verdicts = {1, 0, 0, 1}}, 4, "unknown"},
        {{.messages = 2, .verdicts = {0, 0, 1, 1}, .errors = 1}, 3, "unreadable goes first"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        if (report_exit_status(&rows[i].summary) != rows[i].status)
            fail_msg("%s: %d, expected %d", rows[i].reason, report_exit_status(&rows[i].summary),
                     rows[i].status);
}

static void test_find(void **state) {
    assert_ptr_equal(report_format_find("ndjson"), &report_ndjson);
    assert_null(report_format_find("yaml"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),        cmocka_unit_test(test_text_unwrapped),
        cmocka_unit_test(test_text_narrow), cmocka_unit_test(test_text_fixes),
        cmocka_unit_test(test_text_quiet),  cmocka_unit_test(test_text_verbose),
        cmocka_unit_test(test_text_color),  cmocka_unit_test(test_text_summary),
        cmocka_unit_test(test_json),        cmocka_unit_test(test_json_empty),
        cmocka_unit_test(test_ndjson),      cmocka_unit_test(test_exit_status),
        cmocka_unit_test(test_find),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
