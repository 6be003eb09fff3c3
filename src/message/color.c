/* color.c - CSS colours and their contrast. */
#include "message/color.h"

#include <math.h>
#include <string.h>

/* The names that mail uses: HTML's sixteen and the commoner ones of CSS Color 4 section 6.1. */
static const struct {
    const char *name;
    guint32 color;
} names[] = {
    {"aliceblue", 0xf0f8ff}, {"aqua", 0x00ffff}, {"beige", 0xf5f5dc}, {"black", 0x000000},
    {"blue", 0x0000ff}, {"brown", 0xa52a2a}, {"coral", 0xff7f50}, {"crimson", 0xdc143c},
    {"cyan", 0x00ffff}, {"darkblue", 0x00008b}, {"darkgray", 0xa9a9a9}, {"darkgreen", 0x006400},
    {"darkgrey", 0xa9a9a9}, {"darkred", 0x8b0000}, {"dimgray", 0x696969}, {"dimgrey", 0x696969},
    {"firebrick", 0xb22222}, {"fuchsia", 0xff00ff}, {"gainsboro", 0xdcdcdc}, {"ghostwhite", 0xf8f8ff},
    {"gold", 0xffd700}, {"gray", 0x808080}, {"green", 0x008000}, {"grey", 0x808080},
    {"indigo", 0x4b0082}, {"ivory", 0xfffff0}, {"khaki", 0xf0e68c}, {"lavender", 0xe6e6fa},
    {"lightblue", 0xadd8e6}, {"lightgray", 0xd3d3d3}, {"lightgreen", 0x90ee90},
    {"lightgrey", 0xd3d3d3}, {"lightyellow", 0xffffe0}, {"lime", 0x00ff00}, {"linen", 0xfaf0e6},
    {"magenta", 0xff00ff}, {"maroon", 0x800000}, {"midnightblue", 0x191970}, {"mintcream", 0xf5fffa},
    {"navy", 0x000080}, {"olive", 0x808000}, {"orange", 0xffa500}, {"orangered", 0xff4500},
    {"pink", 0xffc0cb}, {"purple", 0x800080}, {"red", 0xff0000}, {"royalblue", 0x4169e1},
    {"salmon", 0xfa8072}, {"silver", 0xc0c0c0}, {"skyblue", 0x87ceeb}, {"slateblue", 0x6a5acd},
    {"slategray", 0x708090}, {"slategrey", 0x708090}, {"snow", 0xfffafa}, {"steelblue", 0x4682b4},
    {"tan", 0xd2b48c}, {"teal", 0x008080}, {"tomato", 0xff6347}, {"turquoise", 0x40e0d0},
    {"violet", 0xee82ee}, {"wheat", 0xf5deb3}, {"white", 0xffffff}, {"whitesmoke", 0xf5f5f5},
    {"yellow", 0xffff00},
};

static gboolean parse_hex(const char *text, gsize length, guint32 *ret_color, double *ret_alpha) {
    guint digits[8];
    if (length != 3 && length != 4 && length != 6 && length != 8)
        return FALSE;
    for (gsize i = 0; i < length; i++) {
        if (!g_ascii_isxdigit(text[i]))
            return FALSE;
        digits[i] = (guint)g_ascii_xdigit_value(text[i]);
    }
    guint channel[4] = {0, 0, 0, 255};
    gsize n = length <= 4 ? length : length / 2;
    for (gsize i = 0; i < n; i++)
        channel[i] = length <= 4 ? digits[i] * 17 : digits[2 * i] * 16 + digits[2 * i + 1];
    *ret_color = channel[0] << 16 | channel[1] << 8 | channel[2];
    *ret_alpha = channel[3] / 255.0;
    return TRUE;
}

static guint channel_of(double value) {
    return value <= 0 ? 0 : value >= 255 ? 255 : (guint)(value + 0.5);
}

/* CSS Color 4 section 7.1. */
static guint32 from_hsl(double hue, double saturation, double light) {
    guint out[3];
    static const double offset[3] = {0, 8, 4};
    for (int i = 0; i < 3; i++) {
        double k = fmod(offset[i] + hue / 30, 12);
        if (k < 0)
            k += 12;
        double a = saturation * MIN(light, 1 - light);
        out[i] = channel_of(255 * (light - a * MAX(-1, MIN(MIN(k - 3, 9 - k), 1))));
    }
    return out[0] << 16 | out[1] << 8 | out[2];
}

/* rgb(1, 2, 3), rgb(1 2 3 / 50%), hsl(120deg 100% 50%): numbers in any of the separators. */
static gboolean parse_function(const char *text, guint32 *ret_color, double *ret_alpha) {
    gboolean hsl = g_str_has_prefix(text, "hsl");
    const char *at = strchr(text, '(');
    if (at == NULL || (!hsl && !g_str_has_prefix(text, "rgb")))
        return FALSE;
    double number[4] = {0, 0, 0, 1};
    int n = 0;
    for (at++; *at != '\0' && *at != ')' && n < 4;) {
        char *end;
        double value = g_ascii_strtod(at, &end);
        if (end == at) {
            at++;
            continue;
        }
        if (*end == '%') {
            value = n == 3 || hsl ? value / 100 : value * 2.55;
            end++;
        }
        if (!isfinite(value))
            return FALSE;
        number[n++] = value;
        at = end;
    }
    if (n < 3)
        return FALSE;
    *ret_color = hsl ? from_hsl(number[0], CLAMP(number[1], 0, 1), CLAMP(number[2], 0, 1))
                     : channel_of(number[0]) << 16 | channel_of(number[1]) << 8 | channel_of(number[2]);
    *ret_alpha = CLAMP(number[3], 0, 1);
    return TRUE;
}

gboolean color_parse(const char *text, gsize length, guint32 *ret_color, double *ret_alpha) {
    while (length > 0 && g_ascii_isspace(*text))
        text++, length--;
    while (length > 0 && g_ascii_isspace(text[length - 1]))
        length--;
    if (length == 0 || length > 63)
        return FALSE;
    char low[64];
    for (gsize i = 0; i < length; i++)
        low[i] = g_ascii_tolower(text[i]);
    low[length] = '\0';
    if (low[0] == '#')
        return parse_hex(low + 1, length - 1, ret_color, ret_alpha);
    if (strcmp(low, "transparent") == 0) {
        *ret_color = 0;
        *ret_alpha = 0;
        return TRUE;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (strcmp(low, names[i].name) == 0) {
            *ret_color = names[i].color;
            *ret_alpha = 1;
            return TRUE;
        }
    if (strchr(low, '(') != NULL)
        return parse_function(low, ret_color, ret_alpha);
    return (length == 3 || length == 6) && parse_hex(low, length, ret_color, ret_alpha);
}

static double luminance(guint32 color) {
    double sum = 0;
    static const double weight[3] = {0.2126, 0.7152, 0.0722};
    for (int i = 0; i < 3; i++) {
        double c = ((color >> (16 - 8 * i)) & 0xff) / 255.0;
        sum += weight[i] * (c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
}

double color_contrast(guint32 a, guint32 b) {
    if (a == b)
        return 1;
    double la = luminance(a), lb = luminance(b);
    return (MAX(la, lb) + 0.05) / (MIN(la, lb) + 0.05);
}

guint32 color_blend(guint32 over, double alpha, guint32 under) {
    guint32 out = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
        double mixed = alpha * ((over >> shift) & 0xff) + (1 - alpha) * ((under >> shift) & 0xff);
        out |= channel_of(mixed) << shift;
    }
    return out;
}
