/* test-recorder.c - what is recorded replays the same: aliases, odd octets, time-outs; and how the
 * file is written. */
#include "evidence/replay.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Parses an exact-size heap copy, so that ASan sees a read past the end. */
static Replay *parse(const char *bytes, gsize length, GError **error) {
    g_autofree char *copy = length > 0 ? g_memdup2(bytes, length) : NULL;
    return replay_parse("svar.replay", copy, length, error);
}

/* An answer as one line of text: status, records, canonical name. */
static char *show(const Answer *answer) {
    g_autoptr(GString) text = g_string_new(answer_status_name(answer->status));
    for (guint i = 0; i < answer->records->len; i++) {
        const Record *record = g_ptr_array_index(answer->records, i);
        g_string_append_printf(text, " %u:", record->preference);
        g_string_append_len(text, record->value, (gssize)record->length);
    }
    if (answer->canonical != NULL)
        g_string_append_printf(text, " -> %s", answer->canonical);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* CNAMEs are written as such, but never so that they change another answer. */
static void test_record_aliases(void **state) {
    g_autoptr(Recorder) recorder = recorder_new();
    static const struct {
        const char *name;
        QuestionType type;
        const char *canonical, *value;
    } noted[] = {
        {"www.example", QUESTION_A, "host.example", "192.0.2.1"},
        {"shop.example", QUESTION_A, "host.example", "192.0.2.1"},
        {"turned.example", QUESTION_A, "host.example", "192.0.2.2"}, /* the target moved on */
        {"mid.example", QUESTION_CNAME, NULL, "next.example"},
        {"mid.example", QUESTION_A, "end.example", "192.0.2.3"}, /* two hops: next.example */
        {"round.example", QUESTION_A, "one.example", "192.0.2.4"},
        {"round.example", QUESTION_AAAA, "two.example", "2001:db8::4"}, /* another target */
        {"first.example", QUESTION_A, "second.example", "192.0.2.5"},
        {"second.example", QUESTION_A, "third.example", "192.0.2.6"}, /* an alias by now */
    };
    for (gsize i = 0; i < G_N_ELEMENTS(noted); i++) {
        g_autoptr(Answer) answer = answer_new(ANSWER_OK);
        answer_add(answer, 0, noted[i].value, strlen(noted[i].value));
        answer->canonical = g_strdup(noted[i].canonical);
        recorder_add(recorder, noted[i].name, noted[i].type, answer);
    }
    g_autofree char *text = recorder_text(recorder);
    g_autoptr(GError) error = NULL;
    g_autoptr(Replay) replay = parse(text, strlen(text), &error);
    if (replay == NULL)
        fail_msg("%s", error->message);
    for (gsize i = 0; i < G_N_ELEMENTS(noted); i++) {
        g_autoptr(Answer) answer = replay_answer(replay, noted[i].name, noted[i].type);
        g_autofree char *shown = show(answer);
        if (answer->records->len != 1 || strstr(shown, noted[i].value) == NULL)
            fail_msg("%s of %s replayed as %s\n%s", question_type_name(noted[i].type),
                     noted[i].name, shown, text);
    }
    /* That nothing contradicts stays an alias. */
    g_autoptr(Answer) alias = replay_answer(replay, "shop.example", QUESTION_A);
    assert_string_equal(alias->canonical, "host.example");
}

static void test_record_time_out(void **state) {
    g_autoptr(Recorder) recorder = recorder_new();
    g_autoptr(Answer) late = answer_new(ANSWER_TIMEOUT), found = answer_new(ANSWER_OK);
    g_autoptr(Answer) pending = answer_new(ANSWER_PENDING), skipped = answer_new(ANSWER_SKIPPED);
    answer_add(found, 0, "192.0.2.1", 9);
    recorder_add(recorder, "a.example", QUESTION_A, late);
    recorder_add(recorder, "a.example", QUESTION_A, found);
    recorder_add(recorder, "a.example", QUESTION_A, late);
    recorder_add(recorder, "b.example", QUESTION_A, late);
    recorder_add(recorder, "c.example", QUESTION_A, pending);
    recorder_add(recorder, "d.example", QUESTION_A, skipped);
    g_autofree char *text = recorder_text(recorder);
    assert_string_equal(text, "; Answers that spamlint read, for --replay.\n"
                              "a.example.                      A     192.0.2.1\n"
                              "b.example.                      A     !TIMEOUT\n");
}

/* Any octets in names and strings come back. */
static void test_record_octets(void **state) {
    g_autoptr(Recorder) recorder = recorder_new();
    char octets[600];
    for (gsize i = 0; i < sizeof octets; i++)
        octets[i] = (char)(i * 7);
    g_autoptr(Answer) txt = answer_new(ANSWER_OK), mx = answer_new(ANSWER_OK);
    answer_add(txt, 0, octets, sizeof octets);
    answer_add(txt, 0, "\xe6\xf8\xe5", 3);
    answer_add(mx, 7, "!a;b\"c(\\.d\\\\@\\248.example", 25);
    static const char *const names[] = {"!x.example", ";x.example",     "\"x\".example",
                                        "$x.example", "(x).example",    "x\\.y\\\\z.example",
                                        "*",          "\\000.\\255.dk", ""};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        recorder_add(recorder, names[i], QUESTION_TXT, txt);
        recorder_add(recorder, names[i], QUESTION_MX, mx);
    }
    g_autofree char *text = recorder_text(recorder);
    g_autoptr(GError) error = NULL;
    g_autoptr(Replay) replay = parse(text, strlen(text), &error);
    if (replay == NULL)
        fail_msg("%s\n%s", error->message, text);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(Answer) got_txt = replay_answer(replay, names[i], QUESTION_TXT);
        g_autoptr(Answer) got_mx = replay_answer(replay, names[i], QUESTION_MX);
        if (!answer_same(txt, got_txt) || !answer_same(mx, got_mx))
            fail_msg("%s did not come back", names[i]);
    }
}

static void test_files(void **state) {
    g_autofree char *folder = g_dir_make_tmp("spamlint-replay-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "svar.replay", NULL);
    g_autofree char *link = g_build_filename(folder, "genvej", NULL);
    g_autofree char *nowhere = g_build_filename(folder, "mangler", "svar.replay", NULL);
    g_autoptr(Recorder) recorder = recorder_new();
    g_autoptr(Answer) answer = answer_new(ANSWER_NODATA);
    g_autoptr(GError) error = NULL;
    recorder_add(recorder, "example.dk", QUESTION_AAAA, answer);

    assert_null(replay_load(path, &error));
    assert_true(g_str_has_prefix(error->message, path));
    g_clear_error(&error);
    assert_null(replay_load(folder, &error));
    g_clear_error(&error);

    assert_true(g_file_set_contents(path, "gammelt", -1, NULL));
    assert_int_equal(symlink("svar.replay", link), 0);
    assert_true(recorder_write(recorder, link, &error));
    assert_true(g_file_test(link, G_FILE_TEST_IS_SYMLINK));
    g_autoptr(Replay) replay = replay_load(path, &error);
    assert_non_null(replay);
    g_autoptr(Answer) read = replay_answer(replay, "example.dk", QUESTION_AAAA);
    assert_int_equal(read->status, ANSWER_NODATA);

    assert_false(recorder_write(recorder, nowhere, &error));
    assert_true(g_str_has_prefix(error->message, nowhere));
    g_clear_error(&error);
    assert_true(recorder_write(recorder, "/dev/null", &error));
    assert_false(g_file_test("/dev/null", G_FILE_TEST_IS_REGULAR));
    assert_false(recorder_write(recorder, folder, &error));

    g_autoptr(GDir) left = g_dir_open(folder, 0, NULL);
    guint files = 0;
    while (g_dir_read_name(left) != NULL)
        files++;
    assert_int_equal(files, 2); /* no temporary file stays */
    g_unlink(path);
    g_unlink(link);
    g_rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_record_aliases),
        cmocka_unit_test(test_record_time_out),
        cmocka_unit_test(test_record_octets),
        cmocka_unit_test(test_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
