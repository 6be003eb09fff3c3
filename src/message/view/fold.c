/* fold.c - white space and padding. */
#include "message/view/fold.h"

#include <string.h>

#define LOOK FOLD_DROP

/* The lead octets of all characters below: C2 (U+00A0, 00AD), CD (034F), E1 (180E), E2 (2000 to
 * 206F, 2800), E3 (3000, 3164), EF (FEFF, FFA0). */
const guint8 fold_octet[256] = {
    ['\t'] = FOLD_SPACE, ['\n'] = FOLD_SPACE, ['\v'] = FOLD_SPACE, ['\f'] = FOLD_SPACE,
    ['\r'] = FOLD_SPACE, [' '] = FOLD_SPACE,  [0xc2] = LOOK,       [0xcd] = LOOK,
    [0xe1] = LOOK,       [0xe2] = LOOK,       [0xe3] = LOOK,       [0xef] = LOOK,
};

FoldKind fold_character(const char *text, gsize length, gsize *ret_octets) {
    guint8 lead = (guint8)text[0];
    if (fold_octet[lead] != LOOK) {
        gsize n = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        *ret_octets = MIN(n, length);
        return fold_octet[lead];
    }
    gsize n = lead < 0xe0 ? 2 : 3;
    *ret_octets = MIN(n, length);
    if (n > length)
        return FOLD_KEEP;
    gunichar c = n == 2 ? (gunichar)(lead & 0x1f) << 6 | ((guint8)text[1] & 0x3f)
                        : (gunichar)(lead & 0x0f) << 12 | ((gunichar)text[1] & 0x3f) << 6 |
                              ((guint8)text[2] & 0x3f);
    switch (c) {
    case 0x00a0:
    case 0x2028: /* line and paragraph separator */
    case 0x2029:
    case 0x202f: /* narrow no-break space */
    case 0x205f:
    case 0x2800: /* braille blank */
    case 0x3000: /* ideographic space */
    case 0x3164: /* Hangul fillers */
    case 0xffa0:
        return FOLD_SPACE;
    case 0x00ad:
    case 0x034f:
    case 0x180e:
    case 0x200b:
    case 0x2060: /* word joiner and invisible operators */
    case 0x2061:
    case 0x2062:
    case 0x2063:
    case 0x2064:
    case 0xfeff:
        return FOLD_DROP;
    case 0x200c:
    case 0x200d:
        return FOLD_JOINER;
    default:
        return c >= 0x2000 && c <= 0x200a ? FOLD_SPACE : FOLD_KEEP;
    }
}

/* The first block of the scripts that join letters, Arabic; emoji are far behind. */
#define FIRST_JOINING 0x600

gboolean fold_joins(const char *before, gsize before_length, const char *after,
                    gsize after_length) {
    if (before_length == 0 || after_length == 0)
        return FALSE;
    const char *last = g_utf8_find_prev_char(before, before + before_length);
    return last != NULL && g_utf8_get_char(last) >= FIRST_JOINING &&
           g_utf8_get_char(after) >= FIRST_JOINING;
}

void fold_append(GString *out, const char *text, gsize length) {
    for (gsize i = 0; i < length;) {
        gsize n;
        FoldKind kind = fold_character(text + i, length - i, &n);
        if (kind == FOLD_KEEP)
            g_string_append_len(out, text + i, (gssize)n);
        else if (kind == FOLD_SPACE && out->len > 0 && out->str[out->len - 1] != ' ')
            g_string_append_c(out, ' ');
        i += n;
    }
}

char *fold_case(const char *text) {
    if (g_str_is_ascii(text))
        return g_ascii_strdown(text, -1);
    g_autofree char *nfkc = g_utf8_normalize(text, -1, G_NORMALIZE_NFKC);
    return g_utf8_casefold(nfkc != NULL ? nfkc : "", -1);
}
