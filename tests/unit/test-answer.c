/* test-answer.c - answers: sets without duplicates, their order, their names and reasons. */
#include "evidence/answer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static const Record *record_at(const Answer *answer, guint i) {
    assert_true(i < answer->records->len);
    return g_ptr_array_index(answer->records, i);
}

static void test_set(void **state) {
    g_autoptr(Answer) answer = answer_new(ANSWER_OK);
    answer_add(answer, 20, "b.example", 9);
    answer_add(answer, 10, "b.example", 9);
    answer_add(answer, 20, "b.example", 9);
    answer_add(answer, 20, "a.example", 9);
    answer_add(answer, 20, "a.exa", 5);
    assert_int_equal(answer->records->len, 4);
    answer_sort(answer);
    assert_int_equal(record_at(answer, 0)->preference, 10);
    assert_string_equal(record_at(answer, 1)->value, "a.exa");
    assert_string_equal(record_at(answer, 2)->value, "a.example");
    assert_string_equal(record_at(answer, 3)->value, "b.example");
}

static void test_octets(void **state) {
    g_autoptr(Answer) answer = answer_new(ANSWER_OK);
    answer_add(answer, 0, "a\0b", 3);
    answer_add(answer, 0, "a\0c", 3);
    answer_add(answer, 0, "", 0);
    assert_int_equal(answer->records->len, 3);
    assert_int_equal(record_at(answer, 0)->length, 3);
    assert_int_equal(record_at(answer, 0)->value[3], '\0');
    answer->canonical = g_strdup("m\xc3\xa5l.example");

    g_autoptr(Answer) copy = answer_copy(answer);
    assert_true(answer_same(answer, copy));
    assert_string_equal(copy->canonical, answer->canonical);
    answer_add(copy, 0, "d", 1);
    assert_false(answer_same(answer, copy));
}

static void test_names(void **state) {
    for (guint i = 0; i < QUESTION_TYPES; i++) {
        QuestionType type;
        g_autofree char *lower = g_ascii_strdown(question_type_name(i), -1);
        assert_true(question_type_parse(lower, &type));
        assert_int_equal(type, i);
    }
    for (guint i = 0; i < ANSWER_STATUSES; i++) {
        AnswerStatus status;
        g_autofree char *lower = g_ascii_strdown(answer_status_name(i), -1);
        assert_true(answer_status_parse(lower, &status));
        assert_int_equal(status, i);
    }
    QuestionType type;
    AnswerStatus status;
    assert_false(question_type_parse("SPF", &type));
    assert_false(answer_status_parse("", &status));
}

static void test_reason(void **state) {
    static const struct {
        AnswerStatus status;
        const char *note, *name;
        QuestionType type;
        const char *reason;
    } rows[] = {
        {ANSWER_TIMEOUT, NULL, "example.dk", QUESTION_MX, "DNS: time-out asking MX of example.dk"},
        {ANSWER_SERVFAIL, NULL, "example.dk", QUESTION_TXT,
         "DNS: server failure asking TXT of example.dk"},
        {ANSWER_SERVFAIL, "too many DNS questions", "example.dk", QUESTION_A,
         "DNS: server failure asking A of example.dk (too many DNS questions)"},
        {ANSWER_REFUSED, NULL, "", QUESTION_SOA, "DNS: refused asking SOA of ."},
        {ANSWER_TIMEOUT, NULL, "example.dk", QUESTION_REGISTRATION,
         "registration: time-out asking REGISTRATION of example.dk"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Answer) answer = answer_new_noted(rows[i].status, rows[i].note);
        g_autofree char *reason = answer_reason(answer, rows[i].name, rows[i].type);
        assert_string_equal(reason, rows[i].reason);
    }
    /* Each status has a sentence that holds the name, for both kinds of question. */
    for (guint i = 0; i < ANSWER_STATUSES; i++) {
        g_autoptr(Answer) answer = answer_new((AnswerStatus)i);
        g_autofree char *dns = answer_reason(answer, "eksempel.example", QUESTION_NS);
        g_autofree char *registered =
            answer_reason(answer, "eksempel.example", QUESTION_REGISTRATION);
        assert_non_null(strstr(dns, "NS of eksempel.example"));
        assert_non_null(strstr(registered, "registration: "));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_set),
        cmocka_unit_test(test_octets),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
