/* test-json-writer.c - JSON written without a tree, read back by json-glib. */
#include "report/json-writer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <json-glib/json-glib.h>

typedef struct {
    const char *text, *json, *reason;
} Row;

static const Row rows[] = {
    {NULL, "null", "no text is null"},
    {"", "\"\"", "an empty string"},
    {"Kære Åse", "\"Kære Åse\"", "Danish letters stay as they are"},
    {"\"a\\b\"/", "\"\\\"a\\\\b\\\"/\"", "quote and backslash are escaped, the slash is not"},
    {"a\r\n\tb", "\"a\\r\\n\\tb\"", "short forms"},
    {"\033[31m\001\177", "\"\\u001b[31m\\u0001\\u007f\"", "controls"},
    {"\xc2\x9b", "\"\\u009b\"", "a C1 control, which a terminal would obey"},
    {"\xe2\x80\xae", "\"\\u202e\"", "right-to-left override"},
    {"k\xe6re", "\"k\xef\xbf\xbdre\"", "what is not UTF-8 is U+FFFD"},
    {"\xe2\x82", "\"\xef\xbf\xbd\xef\xbf\xbd\"", "cut short at the end"},
    {"\xf0\x9f\x91\xa9", "\"👩\"", "outside the first plane"},
    {"\xf3\xa0\x81\x81", "\"\\udb40\\udc41\"", "a tag character as a surrogate pair"},
};

static void test_strings(void **state) {
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GString) out = g_string_new(NULL);
        JsonWriter writer = {.out = out};
        g_autofree char *exact = rows[i].text ? g_strdup(rows[i].text) : NULL;
        json_string(&writer, exact);
        if (strcmp(out->str, rows[i].json) != 0)
            fail_msg("%s: %s, expected %s", rows[i].reason, out->str, rows[i].json);
    }
}

static void test_structure(void **state) {
    g_autoptr(GString) out = g_string_new(NULL);
    JsonWriter writer = {.out = out};
    json_open(&writer, '{');
    json_key_string(&writer, "file", "nyt.eml");
    json_key_uint(&writer, "offset", G_MAXUINT64);
    json_key(&writer, "none");
    json_open(&writer, '[');
    json_close(&writer, ']');
    json_key(&writer, "two");
    json_open(&writer, '[');
    json_null(&writer);
    json_open(&writer, '{');
    json_close(&writer, '}');
    json_close(&writer, ']');
    json_close(&writer, '}');
    assert_string_equal(out->str,
                        "{\"file\":\"nyt.eml\",\"offset\":18446744073709551615,\"none\":[],"
                        "\"two\":[null,{}]}");
}

/* Any octets give JSON that another reader takes, with the same ASCII in it. */
static void test_any_octets(void **state) {
    guint32 seed = 1;
    for (int round = 0; round < 500; round++) {
        char text[41];
        for (gsize i = 0; i < sizeof text - 1; i++) {
            seed = seed * 1664525 + 1013904223;
            text[i] = (char)((seed >> 24) | 1);
        }
        text[sizeof text - 1] = '\0';
        g_autoptr(GString) out = g_string_new(NULL);
        JsonWriter writer = {.out = out};
        json_open(&writer, '[');
        json_string(&writer, text);
        json_close(&writer, ']');
        g_autoptr(JsonParser) parser = json_parser_new();
        g_autoptr(GError) error = NULL;
        if (!json_parser_load_from_data(parser, out->str, (gssize)out->len, &error))
            fail_msg("%s: %s", error->message, out->str);
        g_autofree char *valid = g_utf8_make_valid(text, -1);
        JsonArray *array = json_node_get_array(json_parser_get_root(parser));
        assert_string_equal(json_array_get_string_element(array, 0), valid);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_strings),
        cmocka_unit_test(test_structure),
        cmocka_unit_test(test_any_octets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
