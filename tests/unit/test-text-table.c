/* test-text-table.c - many texts, each once, numbered as they came. */
#include "ledger/text-table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_numbers(void **state) {
    g_autoptr(TextTable) table = text_table_new();
    assert_int_equal(text_table_find(table, "bo", 2), TEXT_TABLE_NONE);
    assert_int_equal(text_table_add(table, "bo", 2), 0);
    assert_int_equal(text_table_add(table, "", 0), 1);
    assert_int_equal(text_table_add(table, "a\0b", 3), 2);
    assert_int_equal(text_table_add(table, "a\0c", 3), 3);
    assert_int_equal(text_table_add(table, "bo", 2), 0);
    assert_int_equal(text_table_find(table, "", 0), 1);
    assert_int_equal(text_table_find(table, "a\0b", 3), 2);
    assert_int_equal(text_table_find(table, "a", 1), TEXT_TABLE_NONE);
    assert_int_equal(table->count, 4);
    gsize length;
    assert_memory_equal(text_table_get(table, 3, &length), "a\0c", 4);
    assert_int_equal(length, 3);
}

static void test_many(void **state) {
    enum { MANY = 100000 };
    g_autoptr(TextTable) table = text_table_new();
    char text[32];
    for (guint32 i = 0; i < MANY; i++) {
        g_snprintf(text, sizeof text, "kunde%u@example.dk", i);
        assert_int_equal(text_table_add(table, text, strlen(text)), i);
    }
    for (guint32 i = 0; i < MANY; i++) {
        g_snprintf(text, sizeof text, "kunde%u@example.dk", i);
        assert_int_equal(text_table_find(table, text, strlen(text)), i);
        assert_string_equal(text_table_get(table, i, NULL), text);
    }
    assert_int_equal(text_table_find(table, "kunde@example.dk", 16), TEXT_TABLE_NONE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
