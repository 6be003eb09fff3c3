/* test-table.c - the table of answers: asked once, parked, woken, timed out. */
#include "evidence/table.h"
#include "limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

/* A filler that keeps what it is asked until the test answers it. */
typedef struct {
    Table *table;
    GPtrArray *entries; /* of Entry */
    GPtrArray *names;   /* of char * */
} Held;

static void hold(gpointer data, Table *table, Entry *entry, const char *name, QuestionType type) {
    Held *held = data;
    g_ptr_array_add(held->entries, entry);
    g_ptr_array_add(held->names, g_strdup_printf("%s %s", question_type_name(type), name));
}

static void held_open(Held *held) {
    Filler filler = {.fill = hold, .data = held};
    held->entries = g_ptr_array_new();
    held->names = g_ptr_array_new_with_free_func(g_free);
    held->table = table_new(&filler);
}

static void held_close(Held *held) {
    table_free(held->table);
    g_ptr_array_unref(held->entries);
    g_ptr_array_unref(held->names);
}
/* Declared before the askers, so that it is closed after them. */
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Held, held_close)

/* An answer made of its question, so that reads can be told apart. */
static void answer_held(Held *held, guint i, const char *value) {
    Answer *answer = answer_new(ANSWER_OK);
    answer_add(answer, 0, value, strlen(value));
    table_answer(held->table, g_ptr_array_index(held->entries, i), answer);
}

static void count_wake(gpointer data) {
    g_atomic_int_inc((gint *)data);
}

static void test_asked_once(void **state) {
    g_auto(Held) held = {0};
    gint woken[2] = {0, 0};
    held_open(&held);
    g_autoptr(Asker) one = asker_new(held.table, count_wake, &woken[0]);
    g_autoptr(Asker) two = asker_new(held.table, count_wake, &woken[1]);

    asker_begin(one);
    asker_begin(two);
    assert_int_equal(asker_ask(one, "Example.DK.", QUESTION_MX)->status, ANSWER_PENDING);
    assert_int_equal(asker_ask(one, "example.dk", QUESTION_MX)->status, ANSWER_PENDING);
    assert_int_equal(asker_ask(one, "example.dk", QUESTION_A)->status, ANSWER_PENDING);
    assert_int_equal(asker_ask(two, "EXAMPLE.DK", QUESTION_MX)->status, ANSWER_PENDING);
    assert_int_equal(asker_pending(one), 2);
    assert_int_equal(held.entries->len, 0); /* nothing goes out before the run has ended */
    assert_false(asker_park(one));
    assert_false(asker_park(two));
    assert_int_equal(held.entries->len, 2);
    assert_string_equal(g_ptr_array_index(held.names, 0), "MX example.dk");

    answer_held(&held, 0, "mx.example.dk");
    assert_int_equal(woken[0], 0); /* its A is not there yet */
    assert_int_equal(woken[1], 1);
    answer_held(&held, 1, "192.0.2.1");
    assert_int_equal(woken[0], 1);

    asker_begin(one);
    const Answer *answer = asker_ask(one, "example.dk", QUESTION_MX);
    assert_int_equal(answer->status, ANSWER_OK);
    asker_begin(two);
    assert_ptr_equal(answer, asker_ask(two, "example.dk.", QUESTION_MX));
    assert_int_equal(asker_pending(one), 0);
    assert_true(asker_park(one)); /* nothing to wait for */
    assert_int_equal(held.entries->len, 2);
}

/* The same question keeps its answer within one run, though it arrives meanwhile. */
static void test_stable_run(void **state) {
    g_auto(Held) held = {0};
    gint woken = 0;
    held_open(&held);
    g_autoptr(Asker) one = asker_new(held.table, count_wake, &woken);
    g_autoptr(Asker) two = asker_new(held.table, count_wake, &woken);
    asker_begin(one);
    asker_begin(two);
    asker_ask(one, "example.dk", QUESTION_A);
    assert_false(asker_park(one));
    asker_ask(two, "example.dk", QUESTION_A);
    answer_held(&held, 0, "192.0.2.1");
    assert_int_equal(woken, 1);
    assert_int_equal(asker_ask(two, "example.dk", QUESTION_A)->status, ANSWER_PENDING);
    assert_true(asker_park(two)); /* but it need not wait: else a wake-up were lost */
    asker_begin(two);
    assert_int_equal(asker_ask(two, "example.dk", QUESTION_A)->status, ANSWER_OK);
}

static void test_impossible(void **state) {
    g_auto(Held) held = {0};
    gint woken = 0;
    held_open(&held);
    g_autoptr(Asker) asker = asker_new(held.table, count_wake, &woken);
    static const char *const names[] = {"a..example", ".example", "a\\", "a\\999.example"};
    asker_begin(asker);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        const Answer *answer = asker_ask(asker, names[i], QUESTION_TXT);
        if (answer->status != ANSWER_NXDOMAIN)
            fail_msg("%s: %s", names[i], answer_status_name(answer->status));
    }
    assert_int_equal(asker_pending(asker), 0);
    assert_true(asker_park(asker));
    assert_int_equal(held.entries->len, 0);
}

static void count_read(const char *name, QuestionType type, const Answer *answer, gpointer data) {
    g_string_append_printf(data, "%s %s %s;", question_type_name(type), name,
                           answer_status_name(answer->status));
}

static void test_too_many(void **state) {
    g_auto(Held) held = {0};
    gint woken = 0;
    held_open(&held);
    g_autoptr(Asker) asker = asker_new(held.table, count_wake, &woken);
    for (guint run = 0; run < 2; run++) {
        AnswerStatus expected = run == 0 ? ANSWER_PENDING : ANSWER_OK;
        asker_begin(asker);
        for (guint i = 0; i < LIMIT_QUESTIONS + 10; i++) {
            g_autofree char *name = g_strdup_printf("n%u.example", i);
            const Answer *answer = asker_ask(asker, name, QUESTION_A);
            assert_int_equal(answer->status, i < LIMIT_QUESTIONS ? expected : ANSWER_SERVFAIL);
            if (i >= LIMIT_QUESTIONS) {
                g_autofree char *reason = answer_reason(answer, name, QUESTION_A);
                assert_non_null(strstr(reason, "too many DNS questions"));
            }
        }
        /* What was asked already may be asked again. */
        assert_int_equal(asker_ask(asker, "n0.example", QUESTION_A)->status, expected);
        assert_int_equal(asker_pending(asker), run == 0 ? LIMIT_QUESTIONS : 0);
        if (run > 0)
            break;
        assert_false(asker_park(asker));
        assert_int_equal(held.entries->len, LIMIT_QUESTIONS);
        for (guint i = 0; i < held.entries->len; i++)
            answer_held(&held, i, "192.0.2.1");
        assert_int_equal(woken, 1);
    }
}

static void test_reads(void **state) {
    g_auto(Held) held = {0};
    gint woken = 0;
    held_open(&held);
    g_autoptr(Asker) asker = asker_new(held.table, count_wake, &woken);
    asker_begin(asker);
    asker_ask(asker, "b.example", QUESTION_A);
    asker_ask(asker, "a.example", QUESTION_TXT);
    assert_false(asker_park(asker));
    answer_held(&held, 0, "192.0.2.1");
    table_answer(held.table, g_ptr_array_index(held.entries, 1), answer_new(ANSWER_NODATA));

    asker_begin(asker);
    g_autoptr(GString) reads = g_string_new(NULL);
    asker_ask(asker, "a.example", QUESTION_TXT);
    asker_ask(asker, "B.example.", QUESTION_A);
    asker_ask(asker, "a.example", QUESTION_TXT);
    asker_ask(asker, "c.example", QUESTION_A); /* pending: not read */
    asker_foreach_read(asker, count_read, reads);
    assert_string_equal(reads->str, "TXT a.example NODATA;A b.example OK;");
}

/* An asker may be freed while it waits, once nothing answers any more. */
static void test_free_parked(void **state) {
    g_auto(Held) held = {0};
    gint woken = 0;
    held_open(&held);
    Asker *asker = asker_new(held.table, count_wake, &woken);
    asker_begin(asker);
    asker_ask(asker, "a.example", QUESTION_A);
    asker_ask(asker, "b.example", QUESTION_A);
    assert_false(asker_park(asker));
    asker_free(asker);
    answer_held(&held, 0, "192.0.2.1");
    assert_int_equal(woken, 0);
}

static gboolean wait_for(gint *counter, gint value) {
    for (guint i = 0; i < 500 && g_atomic_int_get(counter) < value; i++)
        g_usleep(10 * 1000);
    return g_atomic_int_get(counter) >= value;
}

/* A message waits no longer than its time for DNS; a registration is waited for. */
static void test_timeout(void **state) {
    g_auto(Held) held = {0};
    gint woken = 0, patient = 0;
    held_open(&held);
    table_set_timeout(held.table, 0.05);
    g_autoptr(Asker) asker = asker_new(held.table, count_wake, &woken);
    asker_begin(asker);
    asker_ask(asker, "slow.example", QUESTION_A);
    asker_ask(asker, "quick.example", QUESTION_A);
    asker_ask(asker, "example.dk", QUESTION_REGISTRATION);
    assert_false(asker_park(asker));
    answer_held(&held, 1, "192.0.2.1");
    assert_true(wait_for(&woken, 1));

    asker_begin(asker);
    const Answer *late = asker_ask(asker, "slow.example", QUESTION_A);
    assert_int_equal(late->status, ANSWER_TIMEOUT);
    assert_int_equal(asker_ask(asker, "quick.example", QUESTION_A)->status, ANSWER_OK);
    /* There is no time for further questions. */
    assert_int_equal(asker_ask(asker, "next.example", QUESTION_A)->status, ANSWER_TIMEOUT);
    assert_int_equal(asker_ask(asker, "example.dk", QUESTION_REGISTRATION)->status, ANSWER_PENDING);
    assert_int_equal(asker_pending(asker), 1);
    assert_false(asker_park(asker));
    assert_int_equal(held.entries->len, 3); /* next.example did not go out */
    g_usleep(80 * 1000);
    assert_int_equal(g_atomic_int_get(&woken), 1); /* its time is up once */

    /* Another message has its own time, and gets the late answer. */
    g_autoptr(Asker) other = asker_new(held.table, count_wake, &patient);
    asker_begin(other);
    asker_ask(other, "slow.example", QUESTION_A);
    assert_false(asker_park(other));
    answer_held(&held, 0, "192.0.2.2");
    assert_int_equal(g_atomic_int_get(&patient), 1);
    asker_begin(other);
    assert_int_equal(asker_ask(other, "slow.example", QUESTION_A)->status, ANSWER_OK);

    answer_held(&held, 2, "state=identified");
    assert_true(wait_for(&woken, 2));
    asker_begin(asker);
    assert_int_equal(asker_ask(asker, "example.dk", QUESTION_REGISTRATION)->status, ANSWER_OK);
    assert_int_equal(asker_pending(asker), 0);
}

/* The time for DNS does not run while only a registration is awaited. */
static void test_no_timeout(void **state) {
    g_auto(Held) held = {0};
    gint woken = 0;
    held_open(&held);
    table_set_timeout(held.table, 0.05);
    g_autoptr(Asker) asker = asker_new(held.table, count_wake, &woken);
    asker_begin(asker);
    asker_ask(asker, "example.dk", QUESTION_REGISTRATION);
    assert_false(asker_park(asker));
    g_usleep(100 * 1000);
    assert_int_equal(g_atomic_int_get(&woken), 0);
    answer_held(&held, 0, "state=identified");
    asker_begin(asker);
    asker_ask(asker, "example.dk", QUESTION_A);
    assert_false(asker_park(asker)); /* it begins with the first question of DNS */
    assert_int_equal(held.entries->len, 2);
    assert_true(wait_for(&woken, 2));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_asked_once), cmocka_unit_test(test_stable_run),
        cmocka_unit_test(test_impossible), cmocka_unit_test(test_too_many),
        cmocka_unit_test(test_reads),      cmocka_unit_test(test_free_parked),
        cmocka_unit_test(test_timeout),    cmocka_unit_test(test_no_timeout),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
