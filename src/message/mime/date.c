/* date.c - dates read strictly by their grammar, with GDateTime-free arithmetic.
 *
 * RFC 5322 section 3.3 with the obsolete forms of section 4.3: comments and white space between
 * tokens, years of two and three digits, zones by name.  The day of the week must be the one that
 * the date implies (section 3.3).
 */
#include "message/mime/date.h"

#include <string.h>

/* What is left to read. */
typedef struct {
    const char *at, *end;
    gboolean open_comment; /* a comment does not end */
} Cursor;

/* Days from 1970-01-01 to a day of the Gregorian calendar. */
static gint64 days_from_civil(gint64 year, int month, int day) {
    gint64 era, of_era;
    int of_year;

    /* Years that begin in March: the leap day is the last of its year. */
    year -= month <= 2;
    era = (year >= 0 ? year : year - 399) / 400;
    of_era = year - era * 400;
    of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int days_of_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    gboolean leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

/* Skips white space and comments, which nest. TRUE where there was something. */
static gboolean skip_cfws(Cursor *cursor) {
    const char *start = cursor->at;
    guint depth = 0;

    while (cursor->at < cursor->end) {
        char c = *cursor->at;

        if (c == '(')
            depth++;
        else if (depth > 0 && c == ')')
            depth--;
        else if (depth > 0 && c == '\\' && cursor->end - cursor->at > 1)
            cursor->at++;
        else if (depth == 0 && c != ' ' && c != '\t' && c != '\r' && c != '\n')
            break;
        cursor->at++;
    }
    cursor->open_comment = cursor->open_comment || depth > 0;
    return cursor->at > start;
}

/* Reads between `least` and `most` digits, and no digit behind them. */
static gboolean read_digits(Cursor *cursor, int least, int most, int *ret_number) {
    int count = 0;
    int number = 0;

    while (cursor->at < cursor->end && g_ascii_isdigit(*cursor->at) && count < most) {
        number = number * 10 + (*cursor->at++ - '0');
        count++;
    }
    if (count < least || (cursor->at < cursor->end && g_ascii_isdigit(*cursor->at)))
        return FALSE;
    *ret_number = number;
    return TRUE;
}

static gboolean read_char(Cursor *cursor, char c) {
    if (cursor->at == cursor->end || *cursor->at != c)
        return FALSE;
    cursor->at++;
    return TRUE;
}

/* Reads a word of letters: its index in `words` (three letters each), or -1. */
static int read_name(Cursor *cursor, const char *const *words, int count) {
    const char *start = cursor->at;
    gsize length;

    while (cursor->at < cursor->end && g_ascii_isalpha(*cursor->at))
        cursor->at++;
    length = (gsize)(cursor->at - start);
    for (int i = 0; i < count; i++) {
        if (strlen(words[i]) == length && g_ascii_strncasecmp(start, words[i], length) == 0)
            return i;
    }
    return -1;
}

/* Reads a zone, in minutes east. */
static gboolean read_zone(Cursor *cursor, int *ret_offset) {
    static const struct {
        const char *name;
        int hours;
    } zones[] = {{"UT", 0},   {"GMT", 0},  {"EDT", -4}, {"EST", -5}, {"CDT", -5},
                 {"CST", -6}, {"MDT", -6}, {"MST", -7}, {"PDT", -7}, {"PST", -8}};
    const char *start = cursor->at;
    gsize length;
    int number;

    if (start < cursor->end && (*start == '+' || *start == '-')) {
        cursor->at++;
        if (!read_digits(cursor, 4, 4, &number) || number % 100 > 59)
            return FALSE;
        number = number / 100 * 60 + number % 100;
        *ret_offset = *start == '-' ? -number : number;
        return TRUE;
    }
    while (cursor->at < cursor->end && g_ascii_isalpha(*cursor->at))
        cursor->at++;
    length = (gsize)(cursor->at - start);
    *ret_offset = 0;
    /* RFC 822 had the signs of the military zones wrong: they say nothing (section 4.3). */
    if (length == 1)
        return *start != 'J' && *start != 'j';
    for (gsize i = 0; i < G_N_ELEMENTS(zones); i++) {
        if (strlen(zones[i].name) == length &&
            g_ascii_strncasecmp(start, zones[i].name, length) == 0) {
            *ret_offset = zones[i].hours * 60;
            return TRUE;
        }
    }
    return FALSE;
}

/* Reads a year; two and three digits as section 4.3 says. */
static gboolean read_year(Cursor *cursor, int *ret_year) {
    const char *start = cursor->at;
    int year;

    if (!read_digits(cursor, 2, 6, &year))
        return FALSE;
    if (cursor->at - start == 2)
        year += year < 50 ? 2000 : 1900;
    else if (cursor->at - start == 3)
        year += 1900;
    *ret_year = year;
    return year >= 1900;
}

gboolean date_parse_rfc5322(const char *value, gsize length, gint64 *ret_unix, int *ret_offset) {
    static const char *const day_names[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    static const char *const month_names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    Cursor cursor = {value, value + length, FALSE};
    gboolean spaced;
    int weekday = -1, day, month, year, hour, minute, second = 0, offset;
    gint64 days;

    skip_cfws(&cursor);
    if (cursor.at < cursor.end && g_ascii_isalpha(*cursor.at)) {
        weekday = read_name(&cursor, day_names, 7);
        skip_cfws(&cursor);
        if (weekday < 0 || !read_char(&cursor, ','))
            return FALSE;
        skip_cfws(&cursor);
    }
    if (!read_digits(&cursor, 1, 2, &day) || !skip_cfws(&cursor))
        return FALSE;
    month = read_name(&cursor, month_names, 12) + 1;
    if (month < 1 || !skip_cfws(&cursor) || !read_year(&cursor, &year) || !skip_cfws(&cursor))
        return FALSE;
    if (!read_digits(&cursor, 2, 2, &hour))
        return FALSE;
    skip_cfws(&cursor);
    if (!read_char(&cursor, ':'))
        return FALSE;
    skip_cfws(&cursor);
    if (!read_digits(&cursor, 2, 2, &minute))
        return FALSE;
    spaced = skip_cfws(&cursor);
    if (read_char(&cursor, ':')) {
        skip_cfws(&cursor);
        if (!read_digits(&cursor, 2, 2, &second))
            return FALSE;
        spaced = skip_cfws(&cursor);
    }
    if (!spaced || cursor.at == cursor.end || !read_zone(&cursor, &offset))
        return FALSE;
    skip_cfws(&cursor);
    if (cursor.at < cursor.end || cursor.open_comment || day < 1 ||
        day > days_of_month(year, month) || hour > 23 || minute > 59 || second > 60)
        return FALSE;
    days = days_from_civil(year, month, day);
    if (weekday >= 0 && weekday != (int)((days % 7 + 7) % 7))
        return FALSE;
    if (ret_unix != NULL)
        *ret_unix = days * 86400 + hour * 3600 + minute * 60 + second - offset * 60;
    if (ret_offset != NULL)
        *ret_offset = offset;
    return TRUE;
}

/* Reads "+01:00" or "Z". */
static gboolean read_rfc3339_zone(Cursor *cursor, int *ret_offset) {
    int hours, minutes;
    gboolean west;

    if (read_char(cursor, 'Z') || read_char(cursor, 'z')) {
        *ret_offset = 0;
        return TRUE;
    }
    west = read_char(cursor, '-');
    if (!west && !read_char(cursor, '+'))
        return FALSE;
    if (!read_digits(cursor, 2, 2, &hours) || !read_char(cursor, ':') ||
        !read_digits(cursor, 2, 2, &minutes) || hours > 23 || minutes > 59)
        return FALSE;
    *ret_offset = (west ? -1 : 1) * (hours * 60 + minutes);
    return TRUE;
}

gboolean date_parse_rfc3339(const char *value, gint64 *ret_unix) {
    Cursor cursor = {value, value + strlen(value), FALSE};
    int year, month, day, hour = 0, minute = 0, second = 0, offset = 0;

    if (!read_digits(&cursor, 4, 4, &year) || !read_char(&cursor, '-') ||
        !read_digits(&cursor, 2, 2, &month) || !read_char(&cursor, '-') ||
        !read_digits(&cursor, 2, 2, &day))
        return FALSE;
    if (month < 1 || month > 12 || day < 1 || day > days_of_month(year, month))
        return FALSE;
    if (cursor.at < cursor.end) {
        if (!read_char(&cursor, 'T') && !read_char(&cursor, 't') && !read_char(&cursor, ' '))
            return FALSE;
        if (!read_digits(&cursor, 2, 2, &hour) || !read_char(&cursor, ':') ||
            !read_digits(&cursor, 2, 2, &minute) || !read_char(&cursor, ':') ||
            !read_digits(&cursor, 2, 2, &second) || hour > 23 || minute > 59 || second > 60)
            return FALSE;
        if (read_char(&cursor, '.')) {
            if (cursor.at == cursor.end || !g_ascii_isdigit(*cursor.at))
                return FALSE;
            while (cursor.at < cursor.end && g_ascii_isdigit(*cursor.at))
                cursor.at++;
        }
        if (!read_rfc3339_zone(&cursor, &offset) || cursor.at < cursor.end)
            return FALSE;
    }
    if (ret_unix != NULL)
        *ret_unix = days_from_civil(year, month, day) * 86400 + hour * 3600 + minute * 60 + second -
                    offset * 60;
    return TRUE;
}

char *date_to_rfc3339(gint64 unix_time, int offset) {
    gint64 local = unix_time + offset * 60;
    gint64 days = local / 86400 - (local % 86400 < 0);
    int seconds = (int)(local - days * 86400);
    gint64 shifted = days + 719468;
    gint64 era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int of_era = (int)(shifted - era * 146097);
    int year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month_from_march = (5 * of_year + 2) / 153;
    int day = of_year - (153 * month_from_march + 2) / 5 + 1;
    int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    gint64 year = era * 400 + year_of_era + (month <= 2);
    g_autofree char *zone = NULL;

    if (offset == 0)
        zone = g_strdup("Z");
    else
        zone = g_strdup_printf("%c%02d:%02d", offset < 0 ? '-' : '+', ABS(offset) / 60,
                               ABS(offset) % 60);
    return g_strdup_printf("%04" G_GINT64_FORMAT "-%02d-%02dT%02d:%02d:%02d%s", year, month, day,
                           seconds / 3600, seconds / 60 % 60, seconds % 60, zone);
}
