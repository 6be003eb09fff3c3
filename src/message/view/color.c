/* color.c - CSS colours and their contrast. */
#include "message/view/color.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *name;
    guint32 color;
} NamedColor;

/* CSS Color 4 section 6.1, sorted. */
static const NamedColor names[] = {
    {"aliceblue", 0xf0f8ff},
    {"antiquewhite", 0xfaebd7},
    {"aqua", 0x00ffff},
    {"aquamarine", 0x7fffd4},
    {"azure", 0xf0ffff},
    {"beige", 0xf5f5dc},
    {"bisque", 0xffe4c4},
    {"black", 0x000000},
    {"blanchedalmond", 0xffebcd},
    {"blue", 0x0000ff},
    {"blueviolet", 0x8a2be2},
    {"brown", 0xa52a2a},
    {"burlywood", 0xdeb887},
    {"cadetblue", 0x5f9ea0},
    {"chartreuse", 0x7fff00},
    {"chocolate", 0xd2691e},
    {"coral", 0xff7f50},
    {"cornflowerblue", 0x6495ed},
    {"cornsilk", 0xfff8dc},
    {"crimson", 0xdc143c},
    {"cyan", 0x00ffff},
    {"darkblue", 0x00008b},
    {"darkcyan", 0x008b8b},
    {"darkgoldenrod", 0xb8860b},
    {"darkgray", 0xa9a9a9},
    {"darkgreen", 0x006400},
    {"darkgrey", 0xa9a9a9},
    {"darkkhaki", 0xbdb76b},
    {"darkmagenta", 0x8b008b},
    {"darkolivegreen", 0x556b2f},
    {"darkorange", 0xff8c00},
    {"darkorchid", 0x9932cc},
    {"darkred", 0x8b0000},
    {"darksalmon", 0xe9967a},
    {"darkseagreen", 0x8fbc8f},
    {"darkslateblue", 0x483d8b},
    {"darkslategray", 0x2f4f4f},
    {"darkslategrey", 0x2f4f4f},
    {"darkturquoise", 0x00ced1},
    {"darkviolet", 0x9400d3},
    {"deeppink", 0xff1493},
    {"deepskyblue", 0x00bfff},
    {"dimgray", 0x696969},
    {"dimgrey", 0x696969},
    {"dodgerblue", 0x1e90ff},
    {"firebrick", 0xb22222},
    {"floralwhite", 0xfffaf0},
    {"forestgreen", 0x228b22},
    {"fuchsia", 0xff00ff},
    {"gainsboro", 0xdcdcdc},
    {"ghostwhite", 0xf8f8ff},
    {"gold", 0xffd700},
    {"goldenrod", 0xdaa520},
    {"gray", 0x808080},
    {"green", 0x008000},
    {"greenyellow", 0xadff2f},
    {"grey", 0x808080},
    {"honeydew", 0xf0fff0},
    {"hotpink", 0xff69b4},
    {"indianred", 0xcd5c5c},
    {"indigo", 0x4b0082},
    {"ivory", 0xfffff0},
    {"khaki", 0xf0e68c},
    {"lavender", 0xe6e6fa},
    {"lavenderblush", 0xfff0f5},
    {"lawngreen", 0x7cfc00},
    {"lemonchiffon", 0xfffacd},
    {"lightblue", 0xadd8e6},
    {"lightcoral", 0xf08080},
    {"lightcyan", 0xe0ffff},
    {"lightgoldenrodyellow", 0xfafad2},
    {"lightgray", 0xd3d3d3},
    {"lightgreen", 0x90ee90},
    {"lightgrey", 0xd3d3d3},
    {"lightpink", 0xffb6c1},
    {"lightsalmon", 0xffa07a},
    {"lightseagreen", 0x20b2aa},
    {"lightskyblue", 0x87cefa},
    {"lightslategray", 0x778899},
    {"lightslategrey", 0x778899},
    {"lightsteelblue", 0xb0c4de},
    {"lightyellow", 0xffffe0},
    {"lime", 0x00ff00},
    {"limegreen", 0x32cd32},
    {"linen", 0xfaf0e6},
    {"magenta", 0xff00ff},
    {"maroon", 0x800000},
    {"mediumaquamarine", 0x66cdaa},
    {"mediumblue", 0x0000cd},
    {"mediumorchid", 0xba55d3},
    {"mediumpurple", 0x9370db},
    {"mediumseagreen", 0x3cb371},
    {"mediumslateblue", 0x7b68ee},
    {"mediumspringgreen", 0x00fa9a},
    {"mediumturquoise", 0x48d1cc},
    {"mediumvioletred", 0xc71585},
    {"midnightblue", 0x191970},
    {"mintcream", 0xf5fffa},
    {"mistyrose", 0xffe4e1},
    {"moccasin", 0xffe4b5},
    {"navajowhite", 0xffdead},
    {"navy", 0x000080},
    {"oldlace", 0xfdf5e6},
    {"olive", 0x808000},
    {"olivedrab", 0x6b8e23},
    {"orange", 0xffa500},
    {"orangered", 0xff4500},
    {"orchid", 0xda70d6},
    {"palegoldenrod", 0xeee8aa},
    {"palegreen", 0x98fb98},
    {"paleturquoise", 0xafeeee},
    {"palevioletred", 0xdb7093},
    {"papayawhip", 0xffefd5},
    {"peachpuff", 0xffdab9},
    {"peru", 0xcd853f},
    {"pink", 0xffc0cb},
    {"plum", 0xdda0dd},
    {"powderblue", 0xb0e0e6},
    {"purple", 0x800080},
    {"rebeccapurple", 0x663399},
    {"red", 0xff0000},
    {"rosybrown", 0xbc8f8f},
    {"royalblue", 0x4169e1},
    {"saddlebrown", 0x8b4513},
    {"salmon", 0xfa8072},
    {"sandybrown", 0xf4a460},
    {"seagreen", 0x2e8b57},
    {"seashell", 0xfff5ee},
    {"sienna", 0xa0522d},
    {"silver", 0xc0c0c0},
    {"skyblue", 0x87ceeb},
    {"slateblue", 0x6a5acd},
    {"slategray", 0x708090},
    {"slategrey", 0x708090},
    {"snow", 0xfffafa},
    {"springgreen", 0x00ff7f},
    {"steelblue", 0x4682b4},
    {"tan", 0xd2b48c},
    {"teal", 0x008080},
    {"thistle", 0xd8bfd8},
    {"tomato", 0xff6347},
    {"turquoise", 0x40e0d0},
    {"violet", 0xee82ee},
    {"wheat", 0xf5deb3},
    {"white", 0xffffff},
    {"whitesmoke", 0xf5f5f5},
    {"yellow", 0xffff00},
    {"yellowgreen", 0x9acd32},
};

static int compare_name(const void *key, const void *row) {
    return strcmp(key, ((const NamedColor *)row)->name);
}

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
    *ret_color =
        hsl ? from_hsl(number[0], CLAMP(number[1], 0, 1), CLAMP(number[2], 0, 1))
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
    const NamedColor *named = g_ascii_isalpha(low[0]) ? bsearch(low, names, G_N_ELEMENTS(names),
                                                                sizeof names[0], compare_name)
                                                      : NULL;
    if (named != NULL) {
        *ret_color = named->color;
        *ret_alpha = 1;
        return TRUE;
    }
    if (strchr(low, '(') != NULL)
        return parse_function(low, ret_color, ret_alpha);
    return (length == 3 || length == 6) && parse_hex(low, length, ret_color, ret_alpha);
}

/* The light of each value of a channel (WCAG 2, relative luminance): a power is too much to compute
 * for every stretch of text. */
static gpointer compute_light(gpointer data) {
    static double light[256];
    for (int value = 0; value < 256; value++) {
        double c = value / 255.0;
        light[value] = c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
    }
    return light;
}

static double luminance(guint32 color) {
    static GOnce once = G_ONCE_INIT;
    const double *light = g_once(&once, compute_light, NULL);
    double sum = 0;
    static const double weight[3] = {0.2126, 0.7152, 0.0722};
    for (int i = 0; i < 3; i++)
        sum += weight[i] * light[(color >> (16 - 8 * i)) & 0xff];
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
