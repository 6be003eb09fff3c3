/* test-table-order.c - no wake-up is lost, and a message reads the same in whatever order, from
 * whatever threads its answers come. */
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

static void count_wake(gpointer data) {
    g_atomic_int_inc((gint *)data);
}

static void count_read(const char *name, QuestionType type, const Answer *answer, gpointer data) {
    g_string_append_printf(data, "%s %s %s;", question_type_name(type), name,
                           answer_status_name(answer->status));
}

/* The protocol of the tests below: a walk whose next questions follow from the answers, as SPF's
 * and DMARC's do. What an answer says follows from its name alone. The result is a digest of
 * what was read, in order; NULL while an answer is pending. */
#define NAMES 400

static guint node_value(const char *name) {
    return g_str_hash(name);
}

static char *walk(Asker *asker, guint seed) {
    g_autoptr(GString) digest = g_string_new(NULL);
    g_autofree char *first = g_strdup_printf("n%u.example", seed % NAMES);
    g_autofree char *second = g_strdup_printf("n%u.example", (seed * 7 + 1) % NAMES);
    const char *starts[] = {first, second};
    gboolean pending = FALSE;

    asker_begin(asker);
    for (guint i = 0; i < G_N_ELEMENTS(starts); i++) { /* two independent chains */
        g_autofree char *name = g_strdup(starts[i]);
        for (guint step = 0; step < 6; step++) {
            const Answer *answer = asker_ask(asker, name, QUESTION_TXT);
            if (answer->status == ANSWER_PENDING) {
                pending = TRUE;
                break;
            }
            const Record *record = g_ptr_array_index(answer->records, 0);
            g_string_append_printf(digest, "%s=%s,", name, record->value);
            g_free(name);
            name = g_strdup_printf("n%u.example",
                                   (guint)g_ascii_strtoull(record->value, NULL, 10) % NAMES);
        }
    }
    if (pending) {
        assert_true(asker_pending(asker) > 0);
        return NULL;
    }
    asker_foreach_read(asker, count_read, digest);
    return g_string_free(g_steal_pointer(&digest), FALSE);
}

static Answer *walk_answer(const char *name) {
    Answer *answer = answer_new(ANSWER_OK);
    g_autofree char *value = g_strdup_printf("%u", node_value(name));
    answer_add(answer, 0, value, strlen(value));
    return answer;
}

static void reveal(gpointer data, Table *table, Entry *entry, const char *name, QuestionType type) {
    table_answer(table, entry, walk_answer(name));
}

static char *walk_at_once(guint seed) {
    Filler filler = {.fill = reveal};
    g_autoptr(Table) table = table_new(&filler);
    g_autoptr(Asker) asker = asker_new(table, count_wake, NULL);
    char *digest;
    while ((digest = walk(asker, seed)) == NULL)
        assert_true(asker_park(asker)); /* all is there when fill returns */
    return digest;
}

static void test_any_order(void **state) {
    g_autoptr(GRand) random = g_rand_new_with_seed(7208);
    for (guint seed = 0; seed < 150; seed++) {
        g_auto(Held) held = {0};
        gint woken = 0;
        g_autofree char *expected = walk_at_once(seed), *digest = NULL;
        held_open(&held);
        g_autoptr(Asker) asker = asker_new(held.table, count_wake, &woken);
        guint runs = 0;
        while ((digest = walk(asker, seed)) == NULL) {
            assert_true(++runs <= LIMIT_RUNS);
            gboolean again = asker_park(asker);
            gint before = woken;
            while (!again && woken == before) { /* in random order, until it may run again */
                assert_true(held.entries->len > 0);
                guint i = (guint)g_rand_int_range(random, 0, (gint32)held.entries->len);
                const char *name = (const char *)g_ptr_array_index(held.names, i) + 4;
                table_answer(held.table, g_ptr_array_index(held.entries, i), walk_answer(name));
                g_ptr_array_remove_index(held.entries, i);
                g_ptr_array_remove_index(held.names, i);
            }
        }
        assert_string_equal(digest, expected);
    }
}

/* Many askers, four workers, and answers from two threads in any order. */
#define WORKERS 4
#define ANSWERERS 2
#define MESSAGES 600

typedef struct Mill Mill;

typedef struct {
    Mill *mill;
    Asker *asker;
    guint seed;
    char *digest;
    gint working; /* a message belongs to one worker at a time */
} Message;

typedef struct {
    Table *table;
    Entry *entry;
    char *name;
} Ask;

struct Mill {
    GAsyncQueue *ready; /* of Message */
    GAsyncQueue *asked; /* of Ask */
    gint left, fills, collisions;
};

static void mill_wake(gpointer data) {
    Message *message = data;
    g_async_queue_push(message->mill->ready, message);
}

static void mill_fill(gpointer data, Table *table, Entry *entry, const char *name,
                      QuestionType type) {
    Mill *mill = data;
    g_atomic_int_inc(&mill->fills);
    if (node_value(name) % 5 == 0) { /* some fillers answer before they return */
        table_answer(table, entry, walk_answer(name));
        return;
    }
    Ask *ask = g_new0(Ask, 1);
    *ask = (Ask){table, entry, g_strdup(name)};
    g_async_queue_push(mill->asked, ask);
}

static gpointer mill_work(gpointer data) {
    Mill *mill = data;
    while (g_atomic_int_get(&mill->left) > 0) {
        Message *message = g_async_queue_timeout_pop(mill->ready, 20 * 1000);
        if (message == NULL)
            continue;
        if (g_atomic_int_add(&message->working, 1) != 0)
            g_atomic_int_inc(&mill->collisions);
        gboolean again = TRUE;
        while (again) {
            message->digest = walk(message->asker, message->seed);
            if (message->digest != NULL) {
                g_atomic_int_dec_and_test(&mill->left);
                break;
            }
            /* Once it is parked, another worker may have it: no touching it any more. */
            g_atomic_int_set(&message->working, 0);
            again = asker_park(message->asker);
            if (again)
                g_atomic_int_inc(&message->working);
        }
    }
    return NULL;
}

static gpointer mill_answer(gpointer data) {
    Mill *mill = data;
    g_autoptr(GPtrArray) held = g_ptr_array_new();
    g_autoptr(GRand) random = g_rand_new_with_seed(1035);
    while (g_atomic_int_get(&mill->left) > 0) {
        Ask *ask = g_async_queue_timeout_pop(mill->asked, held->len > 0 ? 500 : 20 * 1000);
        if (ask != NULL)
            g_ptr_array_add(held, ask);
        if (held->len == 0 || (ask != NULL && held->len < 8))
            continue;
        ask = g_ptr_array_remove_index_fast(held,
                                            (guint)g_rand_int_range(random, 0, (gint32)held->len));
        table_answer(ask->table, ask->entry, walk_answer(ask->name));
        g_free(ask->name);
        g_free(ask);
    }
    return NULL;
}

static void test_threads(void **state) {
    Mill mill = {.ready = g_async_queue_new(), .asked = g_async_queue_new(), .left = MESSAGES};
    Filler filler = {.fill = mill_fill, .data = &mill};
    g_autoptr(Table) table = table_new(&filler);
    table_set_timeout(table, 60);
    g_autofree Message *messages = g_new0(Message, MESSAGES);
    GThread *threads[WORKERS + ANSWERERS];

    for (guint i = 0; i < MESSAGES; i++) {
        messages[i] = (Message){.mill = &mill, .seed = i};
        messages[i].asker = asker_new(table, mill_wake, &messages[i]);
        g_async_queue_push(mill.ready, &messages[i]);
    }
    for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
        threads[i] = g_thread_new("mill", i < WORKERS ? mill_work : mill_answer, &mill);
    /* A lost wake-up would leave messages for ever: give up after ten seconds. */
    for (guint i = 0; i < 1000 && g_atomic_int_get(&mill.left) > 0; i++)
        g_usleep(10 * 1000);
    gint left = g_atomic_int_get(&mill.left);
    g_atomic_int_set(&mill.left, 0);
    for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
        g_thread_join(threads[i]);
    assert_int_equal(left, 0);
    assert_int_equal(mill.collisions, 0);
    assert_true(mill.fills <= NAMES); /* each name once */
    for (guint i = 0; i < MESSAGES; i++) {
        g_autofree char *expected = walk_at_once(i);
        assert_string_equal(messages[i].digest, expected);
        g_free(messages[i].digest);
        asker_free(messages[i].asker);
    }
    g_async_queue_unref(mill.ready);
    g_async_queue_unref(mill.asked);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_order),
        cmocka_unit_test(test_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
