/* test-date.c - date-time of RFC 5322 and RFC 3339. */
#include "message/mime/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

typedef struct {
    const char *reason, *value;
    const char *rfc3339; /* NULL: it is no date */
} Row;

static const Row rows[] = {
    {"as everybody writes it", "Fri, 20 Nov 2026 09:00:00 +0100", "2026-11-20T09:00:00+01:00"},
    {"without the day of the week", "20 Nov 2026 09:00:00 +0100", "2026-11-20T09:00:00+01:00"},
    {"without seconds", "Fri, 20 Nov 2026 09:00 +0100", "2026-11-20T09:00:00+01:00"},
    {"one digit for the day", "Sun, 1 Nov 2026 09:00:00 +0100", "2026-11-01T09:00:00+01:00"},
    {"two digits for it", "Sun, 01 Nov 2026 09:00:00 +0100", "2026-11-01T09:00:00+01:00"},
    {"a comment behind the zone", "Fri, 20 Nov 2026 09:00:00 +0100 (CET)",
     "2026-11-20T09:00:00+01:00"},
    {"comments nest and quote", "Fri, (a (b\\)) c) 20 Nov 2026 09:00:00 +0100",
     "2026-11-20T09:00:00+01:00"},
    {"west", "Fri, 20 Nov 2026 09:00:00 -0330", "2026-11-20T09:00:00-03:30"},
    {"unknown zone", "Fri, 20 Nov 2026 09:00:00 -0000", "2026-11-20T09:00:00Z"},
    {"GMT", "Fri, 20 Nov 2026 09:00:00 GMT", "2026-11-20T09:00:00Z"},
    {"EST", "Fri, 20 Nov 2026 09:00:00 EST", "2026-11-20T09:00:00-05:00"},
    {"a military zone says nothing", "Fri, 20 Nov 2026 09:00:00 B", "2026-11-20T09:00:00Z"},
    {"a year of two digits", "Fri, 20 Nov 26 09:00:00 +0100", "2026-11-20T09:00:00+01:00"},
    {"a year of two digits, last century", "21 Nov 97 09:55:06 -0600", "1997-11-21T09:55:06-06:00"},
    {"a year of three digits", "21 Nov 126 09:55:06 +0000", "2026-11-21T09:55:06Z"},
    {"folded", "Fri, 20 Nov 2026\r\n 09:00:00 +0100", "2026-11-20T09:00:00+01:00"},
    {"obsolete white space", "Fri , 20 Nov 2026 09 : 00 : 00 +0100", "2026-11-20T09:00:00+01:00"},
    {"any case", "FRI, 20 nov 2026 09:00:00 gmt", "2026-11-20T09:00:00Z"},
    {"a leap day", "29 Feb 2024 00:00:00 +0000", "2024-02-29T00:00:00Z"},
    {"a leap second", "31 Dec 2016 23:59:60 +0000", "2017-01-01T00:00:00Z"},
    {"before 1970", "31 Dec 1969 23:00:00 -0100", "1969-12-31T23:00:00-01:00"},

    {"empty", "", NULL},
    {"in Danish", "fre, 20 nov 2026 09:00:00 +0100", NULL},
    {"a month in Danish", "20 maj 2026 09:00:00 +0200", NULL},
    {"the wrong day of the week", "Sat, 20 Nov 2026 09:00:00 +0100", NULL},
    {"no leap year", "29 Feb 2026 00:00:00 +0000", NULL},
    {"no leap year either", "29 Feb 2100 00:00:00 +0000", NULL},
    {"day 0", "0 Nov 2026 09:00:00 +0100", NULL},
    {"day 31 of November", "31 Nov 2026 09:00:00 +0100", NULL},
    {"hour 24", "20 Nov 2026 24:00:00 +0100", NULL},
    {"minute 60", "20 Nov 2026 09:60:00 +0100", NULL},
    {"second 61", "20 Nov 2026 09:00:61 +0100", NULL},
    {"no zone", "Fri, 20 Nov 2026 09:00:00", NULL},
    {"a zone with a colon", "Fri, 20 Nov 2026 09:00:00 +01:00", NULL},
    {"a zone of three digits", "Fri, 20 Nov 2026 09:00:00 +100", NULL},
    {"a zone of 75 minutes", "Fri, 20 Nov 2026 09:00:00 +0175", NULL},
    {"a zone by a name that says nothing", "Fri, 20 Nov 2026 09:00:00 CET", NULL},
    {"military J, which is not used", "Fri, 20 Nov 2026 09:00:00 J", NULL},
    {"nothing between time and zone", "Fri, 20 Nov 2026 09:00:00+0100", NULL},
    {"a name for the zone behind the zone", "Fri, 20 Nov 2026 09:00:00 +0100 CET", NULL},
    {"no comma behind the day of the week", "Fri 20 Nov 2026 09:00:00 +0100", NULL},
    {"asctime()", "Fri Nov 20 09:00:00 2026", NULL},
    {"RFC 3339", "2026-11-20T09:00:00+01:00", NULL},
    {"dashes", "20-Nov-2026 09:00:00 +0100", NULL},
    {"one digit for the hour", "20 Nov 2026 9:00:00 +0100", NULL},
    {"a full month name", "20 November 2026 09:00:00 +0100", NULL},
    {"a year before 1900", "20 Nov 1899 09:00:00 +0100", NULL},
    {"a year of one digit", "20 Nov 6 09:00:00 +0100", NULL},
    {"a comment that does not end", "Fri, 20 Nov 2026 09:00:00 +0100 (CET", NULL},
    {"a year that overflows", "20 Nov 99999999999999 09:00:00 +0100", NULL},
};

static void test_rfc5322(void **state) {
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const Row *row = &rows[i];
        gsize length = strlen(row->value);
        g_autofree char *copy = g_memdup2(row->value, length);
        g_autofree char *found = NULL;
        gint64 unix_time;
        int offset;

        if (date_parse_rfc5322(copy != NULL ? copy : "", length, &unix_time, &offset))
            found = date_to_rfc3339(unix_time, offset);
        if (g_strcmp0(found, row->rfc3339) != 0)
            fail_msg("%s: '%s' is %s", row->reason, row->value, found != NULL ? found : "no date");
        assert_int_equal(date_parse_rfc5322(copy != NULL ? copy : "", length, NULL, NULL),
                         found != NULL);
    }
}

static void test_rfc3339(void **state) {
    static const struct {
        const char *value;
        gint64 unix_time; /* -1: it is no date */
    } dates[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"2026-11-20T09:00:00+01:00", 1795161600},
        {"2026-11-20T08:00:00Z", 1795161600},
        {"2026-11-20t08:00:00.123z", 1795161600},
        {"2026-11-20 08:00:00Z", 1795161600},
        {"2026-11-20", 1795132800},
        {"2000-02-29", 951782400},
        {"2026-11-20T08:00:00", -1},
        {"2026-11-20T08:00Z", -1},
        {"2026-11-20T08:00:00.Z", -1},
        {"2026-11-20T08:00:00+0100", -1},
        {"2026-11-20T25:00:00Z", -1},
        {"2026-13-20", -1},
        {"2026-11-31", -1},
        {"2026-1-1", -1},
        {"20-11-2026", -1},
        {"2026-11-20Z", -1},
        {"2026-11-20T08:00:00Zx", -1},
        {"", -1},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(dates); i++) {
        gint64 found = -1;

        if (!date_parse_rfc3339(dates[i].value, &found))
            found = -1;
        if (found != dates[i].unix_time)
            fail_msg("'%s' is %" G_GINT64_FORMAT, dates[i].value, found);
    }
}

/* Days of four centuries, by GLib's calendar. */
static void test_against_glib(void **state) {
    for (gint64 day = -25000; day < 330 * 366; day += 17) {
        gint64 unix_time = day * 86400 + 45296;
        g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(unix_time);
        g_autofree char *expected = g_date_time_format(date, "%Y-%m-%dT%H:%M:%SZ");
        g_autofree char *field = g_date_time_format(date, "%d %b %Y %H:%M:%S +0000");
        g_autofree char *found = date_to_rfc3339(unix_time, 0);
        gint64 back;

        assert_string_equal(found, expected);
        assert_true(date_parse_rfc3339(found, &back));
        assert_int_equal(back, unix_time);
        assert_true(date_parse_rfc5322(field, strlen(field), &back, NULL));
        assert_int_equal(back, unix_time);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rfc5322),
        cmocka_unit_test(test_rfc3339),
        cmocka_unit_test(test_against_glib),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
