/* escape.c - see escape.h.  UAX 9 names the bidirectional controls, UAX 44 the default-ignorable
 * characters; ECMA-48 is what a terminal would obey in C0 and C1. */
#include "report/escape.h"

/* Default-ignorable or blank characters that are no format characters (Cf) by their category. */
static const struct {
    gunichar first, last;
} blank_ranges[] = {
    {0x034F, 0x034F}, /* combining grapheme joiner */
    {0x115F, 0x1160}, /* Hangul fillers */
    {0x17B4, 0x17B5}, /* Khmer inherent vowels */
    {0x180B, 0x180F}, /* Mongolian variation selectors */
    {0x2028, 0x2029}, /* line and paragraph separator */
    {0x2065, 0x2065},   {0x2800, 0x2800},
    {0x3164, 0x3164}, /* Hangul filler */
    {0xFE00, 0xFE0F}, /* variation selectors */
    {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},
    {0xE0000, 0xE0FFF}, /* tags and further variation selectors */
};

gboolean escape_is_hidden(gunichar c) {
    if (c < 0x20 || (c >= 0x7f && c < 0xa0))
        return TRUE;
    if (c < 0xad)
        return FALSE;
    switch (g_unichar_type(c)) {
    case G_UNICODE_FORMAT:
    case G_UNICODE_CONTROL:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
        return TRUE;
    default:
        break;
    }
    for (guint i = 0; i < G_N_ELEMENTS(blank_ranges); i++)
        if (c >= blank_ranges[i].first && c <= blank_ranges[i].last)
            return TRUE;
    return (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef); /* noncharacters */
}

/* A pictograph, or what modifies one: skin tones, U+FE0F. */
static gboolean is_emoji(gunichar c) {
    return c == 0xfe0f || (c >= 0x1f3fb && c <= 0x1f3ff) ||
           (c > 0xff && g_unichar_type(c) == G_UNICODE_OTHER_SYMBOL);
}

/* A letter or mark of a script that is not spelled right without joiners (UAX 31, section 2.3). */
static gboolean needs_joiners(gunichar c) {
    switch (g_unichar_get_script(c)) {
    case G_UNICODE_SCRIPT_ARABIC:
    case G_UNICODE_SCRIPT_SYRIAC:
    case G_UNICODE_SCRIPT_MONGOLIAN:
    case G_UNICODE_SCRIPT_DEVANAGARI:
    case G_UNICODE_SCRIPT_BENGALI:
    case G_UNICODE_SCRIPT_GURMUKHI:
    case G_UNICODE_SCRIPT_GUJARATI:
    case G_UNICODE_SCRIPT_ORIYA:
    case G_UNICODE_SCRIPT_TAMIL:
    case G_UNICODE_SCRIPT_TELUGU:
    case G_UNICODE_SCRIPT_KANNADA:
    case G_UNICODE_SCRIPT_MALAYALAM:
    case G_UNICODE_SCRIPT_SINHALA:
    case G_UNICODE_SCRIPT_KHMER:
    case G_UNICODE_SCRIPT_MYANMAR:
        return g_unichar_isalpha(c) || g_unichar_ismark(c);
    default:
        return FALSE;
    }
}

/* TRUE where the hidden character is part of what is seen around it. */
static gboolean belongs_here(gunichar before, gunichar c, gunichar after) {
    switch (c) {
    case 0xfe0f: /* emoji presentation: of a symbol, or of a keycap's base */
    case 0xfe0e:
        return (before > 0xa8 && g_unichar_isgraph(before) && !g_unichar_isalnum(before) &&
                !escape_is_hidden(before)) ||
               (after == 0x20e3 && before < 0x80 && g_ascii_isgraph((char)before));
    case 0x200d: /* ZWJ */
        return (is_emoji(before) && is_emoji(after)) ||
               (needs_joiners(before) && needs_joiners(after));
    case 0x200c: /* ZWNJ */
        return needs_joiners(before) && needs_joiners(after);
    default:
        return FALSE;
    }
}

/* The character at p, or 0 where there is none or no valid one. */
static gunichar peek(const char *p) {
    gunichar c = *p ? g_utf8_get_char_validated(p, -1) : 0;
    return c >= (gunichar)-2 ? 0 : c;
}

char *escape_line(const char *text) {
    GString *out = g_string_sized_new(64);
    gunichar before = 0;

    for (const char *p = text; *p;) {
        if ((guchar)*p < 0x80 && (guchar)*p >= 0x20 && *p != 0x7f) {
            before = (guchar)*p;
            g_string_append_c(out, *p++);
            continue;
        }
        gunichar c = peek(p);
        if (!c) {
            g_string_append_printf(out, "<%02X>", (guchar)*p++);
            before = 0;
            continue;
        }
        const char *next = g_utf8_next_char(p);
        if (c == '\t' || c == '\n' || c == '\r') {
            if (!(c == '\n' && p > text && p[-1] == '\r'))
                g_string_append_c(out, ' ');
            before = ' ';
        } else if (escape_is_hidden(c) && !belongs_here(before, c, peek(next))) {
            g_string_append_printf(out, "<U+%04X>", c);
            before = 0;
        } else {
            g_string_append_len(out, p, next - p);
            before = c;
        }
        p = next;
    }
    return g_string_free(out, FALSE);
}

int escape_width(const char *utf8) {
    int width = 0;

    for (const char *p = utf8; *p;) {
        gunichar c = peek(p);
        if (!c) {
            width++;
            p++;
            continue;
        }
        width += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
        p = g_utf8_next_char(p);
    }
    return width;
}
