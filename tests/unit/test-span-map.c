/* test-span-map.c - runs, and maps behind each other. */
#include "message/mime/span-map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void check(const SpanMap *map, gsize start, gsize end, gsize from, gsize to) {
    gsize found_start, found_end;

    span_map_range(map, start, end, &found_start, &found_end);
    if (found_start != from || found_end != to)
        fail_msg("[%zu, %zu) is [%zu, %zu), not [%zu, %zu)", start, end, found_start, found_end,
                 from, to);
}

static void test_identity(void **state) {
    g_autoptr(SpanMap) map = span_map_new();

    check(map, 3, 5, 3, 5);
    span_map_set_behind(map, 100, NULL);
    check(map, 3, 5, 103, 105);
}

static void test_units(void **state) {
    g_autoptr(SpanMap) map = span_map_new();

    span_map_add(map, 0, 0, 1, 1);  /* "r" */
    span_map_add(map, 1, 1, 1, 3);  /* "=C3" */
    span_map_add(map, 2, 4, 1, 3);  /* "=B8", one run with the one before */
    span_map_add(map, 3, 7, 1, 1);  /* "d" */
    span_map_add(map, 4, 10, 1, 1); /* behind a soft line break */
    span_map_add(map, 6, 20, 2, 1); /* æ of ISO 8859-1 */
    check(map, 0, 1, 0, 1);
    check(map, 1, 2, 1, 4);
    check(map, 1, 3, 1, 7);
    check(map, 2, 4, 4, 8);
    check(map, 3, 5, 7, 11);
    check(map, 6, 8, 20, 21);
    check(map, 7, 8, 20, 21);
    check(map, 8, 10, 21, 22); /* the run goes on */
}

static void test_base64(void **state) {
    g_autoptr(SpanMap) map = span_map_new();

    span_map_add_base64(map, 0, 0);
    span_map_add_base64(map, 57, 78); /* the next line, behind CRLF */
    check(map, 0, 1, 0, 2);
    check(map, 1, 2, 1, 3);
    check(map, 2, 3, 2, 4);
    check(map, 3, 4, 4, 6);
    check(map, 0, 3, 0, 4);
    check(map, 56, 57, 74, 76);
    check(map, 56, 58, 74, 80);
    assert_int_equal(span_map_locate(map, 58), 79);
}

static void test_behind(void **state) {
    g_autoptr(SpanMap) text = span_map_new();
    g_autoptr(SpanMap) inner = span_map_new();
    g_autoptr(SpanMap) outer = span_map_new();

    span_map_add(text, 0, 0, 2, 1); /* two octets of UTF-8 from one */
    span_map_set_behind(text, 0, inner);
    span_map_add(inner, 0, 0, 1, 3);       /* each from an escape */
    span_map_set_behind(inner, 30, outer); /* in a part at octet 30 of a decoded message */
    span_map_add_base64(outer, 0, 0);      /* which is base64 */
    span_map_set_behind(outer, 1000, NULL);
    check(text, 0, 2, 1040, 1044);
    check(text, 2, 4, 1044, 1048);
}

/* 50 maps in a row: what doubled the work at each would not end. */
static void test_deep(void **state) {
    SpanMap *maps[50];

    for (guint i = 0; i < G_N_ELEMENTS(maps); i++) {
        maps[i] = span_map_new();
        span_map_set_behind(maps[i], 1, i > 0 ? maps[i - 1] : NULL);
    }
    check(maps[49], 0, 2, 50, 52);
    for (guint i = 0; i < G_N_ELEMENTS(maps); i++)
        span_map_free(maps[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_identity), cmocka_unit_test(test_units),
        cmocka_unit_test(test_base64),   cmocka_unit_test(test_behind),
        cmocka_unit_test(test_deep),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
