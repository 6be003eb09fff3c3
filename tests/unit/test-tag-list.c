/* test-tag-list.c - tag=value lists: what is read, what is refused, and what is read all the same.
 */
#include "message/mime/tag-list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static TagList *parse(const char *text, gsize length) {
    /* An exact-size copy, so that a read past its end is seen. */
    g_autofree char *copy = g_memdup2(text, length);
    return tag_list_parse(copy != NULL ? copy : "", length);
}

static void test_values(void **state) {
    static const struct {
        const char *text, *name, *value, *reason;
    } rows[] = {
        {"v=1; d=example.dk; s=nyt", "d", "example.dk", "the usual form"},
        {"v=1;d=example.dk;", "d", "example.dk", "a semicolon at the end"},
        {"v=1; d=example.dk; \t", "d", "example.dk", "and white space behind it"},
        {"v = 1 ;\t d\t=  example.dk  ; s=nyt", "d", "example.dk", "white space around all"},
        {"v=1; d=\r\n example.dk;", "d", "example.dk", "still folded"},
        {"b=aGVq Ym==; d=example.dk", "b", "aGVq Ym==", "\"=\" and a space in a value"},
        {"d=example.dk; i=@nyt.example.dk", "i", "@nyt.example.dk", "an AUID"},
        {"d=; s=nyt", "d", "", "an empty value"},
        {"D=example.com; d=example.dk", "d", "example.dk", "names are case-sensitive"},
        {"d=bl\xc3\xa5"
         "b\xc3\xa6r.example",
         "d",
         "bl\xc3\xa5"
         "b\xc3\xa6r.example",
         "UTF-8 (RFC 8616)"},
        {"v=DMARC1; p=none; rua=mailto:d@example.dk", "rua", "mailto:d@example.dk", "DMARC"},
        {"x_y1=a:b", "x_y1", "a:b", "digits and underscores in a name"},
        {"d=example.dk", "i", NULL, "no such tag"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(TagList) list = parse(rows[i].text, strlen(rows[i].text));
        if (list->defect != TAG_LIST_VALID)
            fail_msg("%s: defect %d", rows[i].reason, list->defect);
        if (g_strcmp0(tag_list_value(list, rows[i].name), rows[i].value) != 0)
            fail_msg("%s: '%s'", rows[i].reason, tag_list_value(list, rows[i].name));
        const Tag *tag = tag_list_find(list, rows[i].name);
        if (tag != NULL && (tag->end - tag->start != strlen(tag->value) ||
                            memcmp(rows[i].text + tag->start, tag->value, strlen(tag->value)) != 0))
            fail_msg("%s: wrong place", rows[i].reason);
    }
}

static void test_defects(void **state) {
    static const struct {
        const char *text;
        gsize length;
        TagListDefect defect;
        gsize at;
        const char *d, *reason;
    } rows[] = {
        {"", 0, TAG_LIST_EMPTY, 0, NULL, "nothing"},
        {" \t ", 3, TAG_LIST_EMPTY, 0, NULL, "white space only"},
        {";", 1, TAG_LIST_NO_EQUALS, 0, NULL, "an empty tag"},
        {"a=1;;d=example.dk", 17, TAG_LIST_NO_EQUALS, 4, "example.dk", "an empty tag between"},
        {"nonsens; d=example.dk", 21, TAG_LIST_NO_EQUALS, 0, "example.dk",
         "no sign; the rest is read"},
        {"1a=b; d=example.dk", 18, TAG_LIST_NAME, 0, "example.dk", "a name begins with a letter"},
        {"=b; d=example.dk", 16, TAG_LIST_NAME, 0, "example.dk", "no name"},
        {"d=example.dk; b-c=1", 19, TAG_LIST_NAME, 14, "example.dk", "a hyphen in a name"},
        {"d=example.dk; d=example.com", 27, TAG_LIST_REPEATED, 14, "example.dk", "twice"},
        {"d=example.dk; b=\0x", 18, TAG_LIST_VALUE, 14, "example.dk", "a NUL"},
        {"d=example.dk; b=\x7f", 17, TAG_LIST_VALUE, 14, "example.dk", "a control character"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(TagList) list = parse(rows[i].text, rows[i].length);
        if (list->defect != rows[i].defect || list->defect_at != rows[i].at)
            fail_msg("%s: defect %d at %zu", rows[i].reason, list->defect, list->defect_at);
        if (g_strcmp0(tag_list_value(list, "d"), rows[i].d) != 0)
            fail_msg("%s: d=%s", rows[i].reason, tag_list_value(list, "d"));
    }
}

static void test_many(void **state) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < 100000; i++)
        g_string_append_printf(text, "t%u=1;", i);
    g_autoptr(TagList) list = parse(text->str, text->len);
    assert_int_equal(list->defect, TAG_LIST_TOO_MANY);
    assert_string_equal(tag_list_value(list, "t7"), "1");
}

static void test_contains(void **state) {
    static const struct {
        const char *value, *word;
        gboolean found;
        const char *reason;
    } rows[] = {
        {"From:Subject:List-Unsubscribe", "list-unsubscribe", TRUE, "the last, other case"},
        {"from : subject :\tdate", "subject", TRUE, "white space around"},
        {"From:List-Unsubscribe-Post", "List-Unsubscribe", FALSE, "only the beginning of a name"},
        {"List-Unsubscribe", "List-Unsubscribe", TRUE, "alone"},
        {"", "From", FALSE, "empty"},
        {"From::Date", "Date", TRUE, "an empty one between"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        if (tag_value_contains(rows[i].value, rows[i].word) != rows[i].found)
            fail_msg("%s", rows[i].reason);
    g_autofree char *compact = tag_value_compact("aGVq\r\n\t Ym ==");
    assert_string_equal(compact, "aGVqYm==");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_defects),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_contains),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
