/* test-policy.c - profiles, layers and selections, over a catalogue of this test's own. */
#include "policy.h"

#include "profile.h"
#include "resources.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

/* A few rules of the catalogue's names; none is run. */
#define RULE(variable, name, in, severe, profile)                                                  \
    static const Rule variable = {.id = (name),                                                    \
                                  .clause = (in),                                                  \
                                  .severity = (severe),                                            \
                                  .kinds = KIND_ALL,                                               \
                                  .only_in = (profile)}
RULE(reminder, "consent-reminder", CLAUSE_CONSENT, SEVERITY_INFO, NULL);
RULE(present, "subject-present", CLAUSE_SUBJECT, SEVERITY_ERROR, NULL);
RULE(shouting, "subject-shouting", CLAUSE_SUBJECT, SEVERITY_WARNING, NULL);
RULE(adult, "subject-adult-label", CLAUSE_SUBJECT, SEVERITY_ERROR, "can-spam");
RULE(header, "unsubscribe-header", CLAUSE_UNSUBSCRIBE, SEVERITY_WARNING, NULL);
RULE(spf, "spf-pass", CLAUSE_IDENTITY, SEVERITY_ERROR, NULL);
RULE(cvr, "footer-cvr", CLAUSE_FOOTER, SEVERITY_WARNING, "dk");
const Rule *const rules_all[] = {&reminder, &present, &shouting, &adult, &header, &spf, &cvr, NULL};
const guint rules_count = G_N_ELEMENTS(rules_all) - 1;

/* Settings in the words of the options: "profile=dk", "|" ends a layer. */
static gboolean build(PolicyBuilder *builder, const char *settings, GError **error) {
    g_auto(GStrv) items = g_strsplit(settings, " ", -1);
    for (char **item = items; *item != NULL; item++) {
        if (**item == '\0')
            continue;
        if (strcmp(*item, "|") == 0) {
            policy_builder_layer(builder);
            continue;
        }
        char *value = strchr(*item, ':') + 1;
        value[-1] = '\0';
        gboolean set =
            strcmp(*item, "profile") == 0    ? policy_builder_profiles(builder, value, error)
            : strcmp(*item, "enable") == 0   ? policy_builder_enable(builder, value, error)
            : strcmp(*item, "disable") == 0  ? policy_builder_disable(builder, value, error)
            : strcmp(*item, "only") == 0     ? policy_builder_only(builder, value, error)
            : strcmp(*item, "severity") == 0 ? policy_builder_severity(builder, value, error)
                                             : policy_builder_sender_domains(builder, value, error);
        if (!set)
            return FALSE;
    }
    return TRUE;
}

/* The rules that are on, by the first letters of the table above, in upper case where raised. */
static char *describe(const Policy *policy) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < rules_count; i++) {
        const RulePolicy *rule = &policy->rules[i];
        if (!rule->enabled)
            continue;
        g_string_append_printf(text, "%s%s=%s", text->len > 0 ? " " : "",
                               strrchr(rules_all[i]->id, '-') + 1, severity_name(rule->nominal));
        if (rule->cap != SEVERITY_NONE)
            g_string_append(text, "!");
        else if (rule->raise != SEVERITY_NONE)
            g_string_append(text, "+");
    }
    return g_string_free(text, FALSE);
}

static void test_settings(void **state) {
    static const struct {
        const char *settings, *expected, *reason;
    } rows[] = {
        {"", "reminder=info present=error shouting=warning header=warning pass=error",
         "without a profile it is smtpdk: the rules' own severities"},
        {"profile:smtpdk", "reminder=info present=error shouting=warning header=warning pass=error",
         "smtpdk adds nothing"},
        {"profile:dk",
         "reminder=info present=error shouting=warning header=warning pass=error "
         "cvr=warning",
         "a profile switches on the rules that are for it alone; consent-reminder is a warning in "
         "it without --consent only, which the rule itself knows"},
        {"profile:eu",
         "reminder=info present=error shouting=warning header=warning pass=error "
         "cvr=warning",
         "a profile can switch on a rule that names another"},
        {"profile:can-spam,yahoo",
         "reminder=info present=error shouting=warning label=error header=error+ pass=error",
         "several together take the highest"},
        {"profile:dk | profile:yahoo",
         "reminder=info present=error shouting=warning header=error+ pass=error",
         "the profiles of a later layer replace those of an earlier one"},
        {"profile:dk profile:yahoo",
         "reminder=info present=error shouting=warning header=error+ pass=error cvr=warning",
         "those of one layer add up"},
        {"disable:subject", "reminder=info header=warning pass=error", "a whole clause"},
        {"disable:subject enable:subject-present",
         "reminder=info present=error header=warning pass=error",
         "within a layer the later setting wins"},
        {"enable:subject-present disable:subject", "reminder=info header=warning pass=error",
         "in either order"},
        {"enable:footer_CVR",
         "reminder=info present=error shouting=warning header=warning "
         "pass=error cvr=warning",
         "a rule of another profile, in another spelling"},
        {"only:subject", "present=error shouting=warning", "only by clause: as the profile has it"},
        {"only:footer-cvr", "cvr=warning", "only by rule: whatever the profile says"},
        {"only:subject,pass only:spf-pass", NULL, "the last word of an id is no id"},
        {"only:subject only:spf-pass", "present=error shouting=warning pass=error",
         "several only's add up"},
        {"disable:subject-shouting only:subject", "present=error",
         "only goes first in its layer, wherever it stands"},
        {"disable:subject-shouting | only:subject", "present=error",
         "a clause brings nothing back that a layer below left out"},
        {"disable:subject-shouting | only:subject-shouting", "shouting=warning",
         "the rule's own name does"},
        {"disable:spf-pass | enable:spf-pass",
         "reminder=info present=error shouting=warning header=warning pass=error",
         "the command line beats the configuration"},
        {"severity:subject-present=warning",
         "reminder=info present=warning! shouting=warning "
         "header=warning pass=error",
         "capped"},
        {"profile:yahoo severity:unsubscribe-header=info",
         "reminder=info present=error shouting=warning header=info! pass=error",
         "the user lowers what a profile raises"},
        {"severity:subject=info severity:subject-present=error only:subject",
         "present=error! shouting=info!", "a clause, then one of its rules"},
        {"severity:spf-pass=info | severity:spf-pass=warning only:spf-pass", "pass=warning!",
         "the later layer wins"},
        {" only:subject, ", "present=error shouting=warning", "empty items are passed over"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(PolicyBuilder) builder = policy_builder_new();
        g_autoptr(GError) error = NULL;
        gboolean built = build(builder, rows[i].settings, &error);
        if (rows[i].expected == NULL) {
            if (built || error == NULL)
                fail_msg("\"%s\" is taken: %s", rows[i].settings, rows[i].reason);
            continue;
        }
        if (!built)
            fail_msg("\"%s\": %s", rows[i].settings, error->message);
        g_autoptr(Policy) policy = policy_builder_finish(builder);
        g_autofree char *found = describe(policy);
        if (strcmp(found, rows[i].expected) != 0)
            fail_msg("\"%s\" gives\n  %s, expected\n  %s: %s", rows[i].settings, found,
                     rows[i].expected, rows[i].reason);
    }
}

static void test_errors(void **state) {
    static const struct {
        const char *settings, *expected, *reason;
    } rows[] = {
        {"profile:dansk", "can-spam, dk, eu, gmail", "the known profiles are named"},
        {"profile:dk,nothing.ini", "nothing.ini", "a file that is not there"},
        {"enable:subject-presnt", "did you mean subject-present?", "a slip"},
        {"disable:present", "did you mean subject-present?", "a part of the id"},
        {"only:subjects", "subject", "a clause is near too"},
        {"only:,", "expected rules or clauses", "an empty list is not every rule"},
        {"enable:xyzzy", "--list-rules", "nothing is near"},
        {"severity:subject-present", "has no severity", "no equals sign"},
        {"severity:subject-present=fatal", "error, warning or info", "no such severity"},
        {"severity:subject-present=none", "error, warning or info", "none is none"},
        {"severity:nowhere=error", "\"nowhere\"", "no such rule"},
        {"sender:localhost", "no domain name", "a bare label"},
        {"sender:-x.example", "no domain name", "no A-label and no U-label"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(PolicyBuilder) builder = policy_builder_new();
        g_autoptr(GError) error = NULL;
        if (build(builder, rows[i].settings, &error))
            fail_msg("\"%s\" is taken: %s", rows[i].settings, rows[i].reason);
        if (strstr(error->message, rows[i].expected) == NULL)
            fail_msg("\"%s\" says \"%s\", expected \"%s\" in it: %s", rows[i].settings,
                     error->message, rows[i].expected, rows[i].reason);
    }
}

static void test_check_settings(void **state) {
    g_autoptr(PolicyBuilder) builder = policy_builder_new();
    assert_true(build(builder, "profile:all sender:Rødgrød.example,eksempel.example", NULL));
    g_autoptr(Policy) policy = policy_builder_finish(builder);
    const CheckSettings *settings = &policy->settings;
    g_auto(GStrv) shipped = policy_profile_names();
    assert_true(g_strv_length(shipped) >= 8);
    for (char **name = shipped; *name != NULL; name++)
        if (!g_strv_contains(settings->profiles, *name))
            fail_msg("all does not count as %s", *name);
    assert_int_equal(settings->sender_domains->len, 2);
    assert_string_equal(settings->sender_domains->pdata[0], "xn--rdgrd-vuad.example");

    Check check;
    check_init(&check, rules_all[0], NULL, settings, NULL);
    assert_true(check_in_profile(&check, "gmail"));
    assert_false(check_in_profile(&check, "all"));
    assert_int_equal(check_ask(&check, "example.dk", QUESTION_MX)->status, ANSWER_SKIPPED);
    assert_false(check.pending);
    check_clear(&check);
}

static void test_replies(void **state) {
    g_autoptr(PolicyBuilder) builder = policy_builder_new();
    assert_true(build(builder, "profile:gmail,microsoft", NULL));
    g_autoptr(Policy) policy = policy_builder_finish(builder);
    for (guint i = 0; i < rules_count; i++)
        if (rules_all[i] == &spf)
            assert_string_equal(policy->rules[i].reply,
                                "Gmail: 550 5.7.27; Outlook.com: 550 5.7.515");
}

static void test_user_profile(void **state) {
    static const struct {
        const char *text, *expected, *reason;
    } rows[] = {
        {"# Vores egne krav\n[profile]\ntitle = Foreningen\nenable = footer-cvr\n\n"
         "[severity]\nsubject-shouting = error\n",
         NULL, "all of it"},
        {"", NULL, "an empty file asks for nothing"},
        {"[profile]\nenable = footer-cvr; subject-presnt\n",
         "own.ini:2: there is no rule \"subject-presnt\"; did you mean subject-present?",
         "an unknown rule in a list"},
        {"[severity]\n\nspf-pas = error\n",
         "own.ini:3: there is no rule \"spf-pas\"; did you mean spf-pass?", "and as a key"},
        {"[severity]\nspf-pass = severe\n", "own.ini:2: \"severe\" is no severity", "a severity"},
        {"[profile]\ntitel = Min\n", "own.ini:2: unknown key \"titel\"", "an unknown key"},
        {"[profile]\n[severities]\n", "own.ini:2: unknown group [severities]", "an unknown group"},
        {"title = Min\n", "own.ini:1: a key stands before", "a key of no group"},
        {"[profile]\nhej\n", "own.ini:2: this line is neither", "no line of a key file"},
        {"[profile]\n# æ\ntitle = \xe6\n", "own.ini:3: this line is not UTF-8", "latin-1"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        gsize length = strlen(rows[i].text);
        g_autofree char *exact = g_memdup2(rows[i].text, length);
        g_autoptr(Profile) profile =
            profile_parse("some/own.ini", exact != NULL ? exact : "", length, FALSE, &error);
        if (rows[i].expected == NULL ? profile == NULL
                                     : profile != NULL || !strstr(error->message, rows[i].expected))
            fail_msg("%s: %s, expected %s", rows[i].reason,
                     error != NULL ? error->message : "no error", rows[i].expected);
        if (profile != NULL)
            assert_string_equal(profile->name, "own");
    }
}

/* Every rule that a shipped profile names exists in the catalogue that the program grows into: a
 * slip would be passed over in silence. */
static void test_shipped_names(void **state) {
    static const char *const catalogue[] = {"consent-record",
                                            "consent-suppression",
                                            "consent-reminder",
                                            "consent-list-wording",
                                            "consent-role-recipient",
                                            "consent-exposed-recipients",
                                            "complaint-rate",
                                            "bounce-rate",
                                            "blocklist-ip",
                                            "blocklist-domain",
                                            "reverse-dns",
                                            "feedback-id",
                                            "subject-present",
                                            "subject-reply-prefix",
                                            "subject-matches-body",
                                            "subject-shouting",
                                            "subject-honest-characters",
                                            "subject-encoding",
                                            "subject-false-claim",
                                            "subject-adult-label",
                                            "content-adult",
                                            "content-incitement",
                                            "content-prohibited",
                                            "content-fraud",
                                            "content-hidden-text",
                                            "content-active",
                                            "content-attachment",
                                            "content-image-only",
                                            "content-image-alt",
                                            "content-links-plain",
                                            "unsubscribe-link",
                                            "unsubscribe-clear",
                                            "unsubscribe-target",
                                            "unsubscribe-conditions",
                                            "unsubscribe-header",
                                            "unsubscribe-one-click",
                                            "unsubscribe-signed",
                                            "from-address",
                                            "from-domain",
                                            "from-own-domain",
                                            "from-sender-domain",
                                            "from-display-name",
                                            "from-brand",
                                            "from-homograph",
                                            "reply-to-domain",
                                            "reply-to-deliverable",
                                            "to-address",
                                            "return-path-domain",
                                            "link-truth",
                                            "message-id",
                                            "date",
                                            "spf-record",
                                            "spf-pass",
                                            "dkim-pass",
                                            "dkim-strength",
                                            "dmarc-record",
                                            "dmarc-pass",
                                            "arc-chain",
                                            "registration-public",
                                            "registration-age",
                                            "registration-active",
                                            "footer-identity",
                                            "footer-address",
                                            "footer-contact",
                                            "footer-cvr",
                                            "header-fields",
                                            "header-syntax",
                                            "line-length",
                                            "line-endings",
                                            "mime-structure",
                                            "charset",
                                            "text-alternative",
                                            "merge-tags",
                                            "size",
                                            NULL};
    g_auto(GStrv) names = policy_profile_names();
    for (char **name = names; *name != NULL; name++) {
        g_autofree char *path = g_strdup_printf("profiles/%s.ini", *name);
        g_autoptr(GBytes) bytes = resources_get(path);
        g_autoptr(GKeyFile) file = g_key_file_new();
        assert_true(g_key_file_load_from_bytes(file, bytes, G_KEY_FILE_NONE, NULL));
        g_autofree char *source = g_key_file_get_string(file, "profile", "source", NULL);
        assert_non_null(source);
        g_autoptr(GPtrArray) rules = g_ptr_array_new();
        g_auto(GStrv) severity = g_key_file_get_keys(file, "severity", NULL, NULL);
        g_auto(GStrv) reply = g_key_file_get_keys(file, "reply", NULL, NULL);
        g_auto(GStrv) enable = g_key_file_get_string_list(file, "profile", "enable", NULL, NULL);
        char **lists[] = {severity, reply, enable};
        for (guint l = 0; l < G_N_ELEMENTS(lists); l++)
            for (char **id = lists[l]; id != NULL && *id != NULL; id++)
                if (!g_strv_contains(catalogue, g_strstrip(*id)))
                    fail_msg("data/%s names \"%s\", which is no rule", path, *id);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_settings),       cmocka_unit_test(test_errors),
        cmocka_unit_test(test_check_settings), cmocka_unit_test(test_replies),
        cmocka_unit_test(test_user_profile),   cmocka_unit_test(test_shipped_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
