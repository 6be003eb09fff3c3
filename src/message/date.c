/* date.c - date-time (RFC 5322 section 3.3, obsolete forms of 4.3) and RFC 3339. */
#include "message/date.h"

#include <string.h>

typedef struct {
    const char *at, *end;
} Cursor;

/* Passes over white space and comments. */
static void skip_cfws(Cursor *c) {
    guint depth = 0;
    for (; c->at < c->end; c->at++) {
        if (*c->at == '(')
            depth++;
        else if (*c->at == ')' && depth > 0)
            depth--;
        else if (depth == 0 && !g_ascii_isspace(*c->at))
            return;
    }
}

static gboolean number(Cursor *c, guint least, guint most, int *ret_value, guint *ret_digits) {
    guint digits = 0;
    int value = 0;
    while (c->at < c->end && g_ascii_isdigit(*c->at) && digits < most) {
        value = value * 10 + (*c->at++ - '0');
        digits++;
    }
    if (digits < least || (c->at < c->end && g_ascii_isdigit(*c->at)))
        return FALSE;
    *ret_value = value;
    if (ret_digits != NULL)
        *ret_digits = digits;
    return TRUE;
}

static gboolean literal(Cursor *c, char want) {
    if (c->at >= c->end || *c->at != want)
        return FALSE;
    c->at++;
    return TRUE;
}

/* The index of the word of three letters at the cursor in `list`, or -1. */
static int word_of(Cursor *c, const char *const *list) {
    for (int i = 0; list[i] != NULL; i++)
        if (c->end - c->at >= 3 && g_ascii_strncasecmp(c->at, list[i], 3) == 0 &&
            (c->end - c->at == 3 || !g_ascii_isalpha(c->at[3]))) {
            c->at += 3;
            return i;
        }
    return -1;
}

/* RFC 5322 section 4.3, obs-zone; a zone that nobody knows counts as -0000. */
static gboolean zone(Cursor *c, int *ret_minutes) {
    static const struct {
        const char *name;
        int minutes;
    } names[] = {{"UT", 0}, {"GMT", 0}, {"UTC", 0}, {"EST", -300}, {"EDT", -240}, {"CST", -360},
                 {"CDT", -300}, {"MST", -420}, {"MDT", -360}, {"PST", -480}, {"PDT", -420}};
    if (c->at < c->end && (*c->at == '+' || *c->at == '-')) {
        gboolean west = *c->at++ == '-';
        int value;
        if (!number(c, 4, 4, &value, NULL) || value % 100 > 59)
            return FALSE;
        *ret_minutes = (west ? -1 : 1) * (value / 100 * 60 + value % 100);
        return TRUE;
    }
    gsize n = 0;
    while (c->at + n < c->end && g_ascii_isalpha(c->at[n]))
        n++;
    if (n == 0)
        return FALSE;
    *ret_minutes = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (strlen(names[i].name) == n && g_ascii_strncasecmp(c->at, names[i].name, n) == 0)
            *ret_minutes = names[i].minutes;
    c->at += n;
    return n <= 5;
}

static gboolean to_unix(int year, int month, int day, int hour, int minute, int second, int offset,
                        gint64 *ret_unix) {
    g_autoptr(GDateTime) time = g_date_time_new_utc(year, month, day, hour, minute, MIN(second, 59));
    if (time == NULL)
        return FALSE;
    *ret_unix = g_date_time_to_unix(time) + MAX(0, second - 59) - (gint64)offset * 60;
    return TRUE;
}

gboolean date_parse_rfc5322(const char *value, gsize length, gint64 *ret_unix, int *ret_offset) {
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", NULL};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
                                         "Aug", "Sep", "Oct", "Nov", "Dec", NULL};
    Cursor c = {value, value + length};
    int day, month, year, hour, minute, second = 0, offset;
    guint digits;
    skip_cfws(&c);
    if (c.at < c.end && g_ascii_isalpha(*c.at)) {
        if (word_of(&c, days) < 0)
            return FALSE;
        skip_cfws(&c);
        if (!literal(&c, ','))
            return FALSE;
        skip_cfws(&c);
    }
    if (!number(&c, 1, 2, &day, NULL))
        return FALSE;
    skip_cfws(&c);
    if ((month = word_of(&c, months)) < 0)
        return FALSE;
    skip_cfws(&c);
    if (!number(&c, 2, 4, &year, &digits))
        return FALSE;
    if (digits == 2) /* RFC 5322 section 4.3: obs-year */
        year += year < 50 ? 2000 : 1900;
    else if (digits == 3)
        year += 1900;
    skip_cfws(&c);
    if (!number(&c, 1, 2, &hour, NULL))
        return FALSE;
    skip_cfws(&c);
    if (!literal(&c, ':'))
        return FALSE;
    skip_cfws(&c);
    if (!number(&c, 2, 2, &minute, NULL))
        return FALSE;
    skip_cfws(&c);
    if (literal(&c, ':')) {
        skip_cfws(&c);
        if (!number(&c, 2, 2, &second, NULL) || second > 60)
            return FALSE;
        skip_cfws(&c);
    }
    if (!zone(&c, &offset))
        return FALSE;
    skip_cfws(&c);
    gint64 moment;
    if (c.at != c.end || !to_unix(year, month + 1, day, hour, minute, second, offset, &moment))
        return FALSE;
    if (ret_unix != NULL)
        *ret_unix = moment;
    if (ret_offset != NULL)
        *ret_offset = offset;
    return TRUE;
}

gboolean date_parse_rfc3339(const char *value, gint64 *ret_unix) {
    Cursor c = {value, value + strlen(value)};
    int year, month, day, hour = 0, minute = 0, second = 0, offset = 0, hours, minutes;
    if (!number(&c, 4, 4, &year, NULL) || !literal(&c, '-') || !number(&c, 2, 2, &month, NULL) ||
        !literal(&c, '-') || !number(&c, 2, 2, &day, NULL))
        return FALSE;
    if (c.at < c.end) {
        if (!(literal(&c, 'T') || literal(&c, 't') || literal(&c, ' ')) ||
            !number(&c, 2, 2, &hour, NULL) || !literal(&c, ':') || !number(&c, 2, 2, &minute, NULL) ||
            !literal(&c, ':') || !number(&c, 2, 2, &second, NULL) || second > 60)
            return FALSE;
        if (literal(&c, '.')) {
            if (c.at == c.end || !g_ascii_isdigit(*c.at))
                return FALSE;
            while (c.at < c.end && g_ascii_isdigit(*c.at))
                c.at++;
        }
        if (!literal(&c, 'Z') && !literal(&c, 'z')) {
            gboolean west = c.at < c.end && *c.at == '-';
            if (!(literal(&c, '+') || literal(&c, '-')) || !number(&c, 2, 2, &hours, NULL) ||
                !literal(&c, ':') || !number(&c, 2, 2, &minutes, NULL) || hours > 23 || minutes > 59)
                return FALSE;
            offset = (west ? -1 : 1) * (hours * 60 + minutes);
        }
    }
    return c.at == c.end && to_unix(year, month, day, hour, minute, second, offset, ret_unix);
}

char *date_to_rfc3339(gint64 unix_time, int offset) {
    g_autoptr(GTimeZone) local = g_time_zone_new_offset(offset * 60);
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(unix_time);
    g_autoptr(GDateTime) there = utc != NULL ? g_date_time_to_timezone(utc, local) : NULL;
    if (there == NULL)
        return NULL;
    g_autofree char *day = g_date_time_format(there, "%Y-%m-%dT%H:%M:%S");
    return g_strdup_printf("%s%c%02d:%02d", day, offset < 0 ? '-' : '+', ABS(offset) / 60,
                           ABS(offset) % 60);
}
