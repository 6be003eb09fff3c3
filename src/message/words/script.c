/* script.c - characters that show nothing, check marks, and the text without deception. */
#include "message/words/script.h"

#include "message/words/script-private.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

gsize script_bound(const char *text, gsize length) {
    if (length <= SCRIPT_OCTETS)
        return length;
    length = SCRIPT_OCTETS;
    while (length > 0 && ((guint8)text[length] & 0xc0) == 0x80)
        length--;
    return length;
}

gboolean script_is_plain(const char *text, gsize length) {
    for (gsize i = 0; i < length; i++)
        if ((guint8)text[i] >= 0x80)
            return FALSE;
    return TRUE;
}

UScriptCode script_of(gunichar c) {
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode code = uscript_getScript((UChar32)c, &status);
    return U_SUCCESS(status) ? code : USCRIPT_UNKNOWN;
}

/* Alphabets whose letters stand for themselves: joiners and break characters do nothing there. */
static gboolean is_simple_letter(gunichar c) {
    if (!u_isalnum((UChar32)c))
        return FALSE;
    switch (script_of(c)) {
    case USCRIPT_LATIN:
    case USCRIPT_CYRILLIC:
    case USCRIPT_GREEK:
    case USCRIPT_ARMENIAN:
    case USCRIPT_GEORGIAN:
    case USCRIPT_HEBREW:
    case USCRIPT_HANGUL:
    case USCRIPT_COMMON: /* digits, styled letters */
        return TRUE;
    default:
        return FALSE;
    }
}

/* A letter or mark of a script that needs joiners, or has no spaces and breaks at U+200B. */
static gboolean is_complex(gunichar c) {
    return c >= 0x600 &&
           (u_isalpha((UChar32)c) || u_getCombiningClass((UChar32)c) != 0 || g_unichar_ismark(c)) &&
           !is_simple_letter(c) && script_of(c) != USCRIPT_INHERITED;
}

static gboolean is_right_to_left(gunichar c) {
    UCharDirection direction = u_charDirection((UChar32)c);
    return direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC;
}

static gboolean is_emoji_piece(gunichar c) {
    return c >= 0x80 && (u_hasBinaryProperty((UChar32)c, UCHAR_EMOJI) ||
                         u_hasBinaryProperty((UChar32)c, UCHAR_EMOJI_MODIFIER) ||
                         u_hasBinaryProperty((UChar32)c, UCHAR_EXTENDED_PICTOGRAPHIC) ||
                         c == 0xfe0f || c == 0x20e3);
}

static gboolean is_bidi_mark(gunichar c) {
    return c == 0x200e || c == 0x200f || c == 0x061c;
}

static gboolean is_bidi_control(gunichar c) {
    return is_bidi_mark(c) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static gboolean is_selector(gunichar c) {
    return (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
}

static gboolean is_tag(gunichar c) {
    return c >= 0xe0000 && c <= 0xe007f;
}

/* What shows nothing: default-ignorable code points (UTS 51 and 39 both name the property), without
 * those that have rules of their own. */
static gboolean shows_nothing(gunichar c) {
    return c >= 0x80 && u_hasBinaryProperty((UChar32)c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

/* The characters around one that shows nothing; 0: the text's edge. */
typedef struct {
    gunichar before; /* directly before */
    gunichar after;  /* directly after */
    gunichar left;   /* the nearest before it that shows something */
    gunichar right;  /* the nearest after it that shows something */
    guint word_left; /* letters in a row before it, up to 2 */
    guint word_right;
} Surroundings;

/* A soft hyphen where a word may be broken: two letters at least on both sides. */
static gboolean is_hyphenation(const Surroundings *around) {
    return around->word_left >= 2 && around->word_right >= 2;
}

static gboolean is_honest(gunichar c, const Surroundings *around, gboolean right_to_left) {
    if (is_selector(c))
        return !(is_simple_letter(around->before) && g_unichar_isalpha(around->before)) &&
               around->before != 0 && !is_selector(around->before) &&
               !g_unichar_isspace(around->before);
    if (is_tag(c))
        return around->before == 0x1f3f4 || is_tag(around->before);
    switch (c) {
    case 0x00ad:
        return is_hyphenation(around);
    case 0x200d:
        if (is_emoji_piece(around->before) && is_emoji_piece(around->after))
            return TRUE;
        return is_complex(around->before);
    case 0x200c:
    case 0x034f:
        return is_complex(around->before);
    case 0x200b:
    case 0x2060:
        return is_complex(around->left) || is_complex(around->right);
    case 0x115f: /* Hangul fillers stand for a missing letter of a syllable */
    case 0x1160:
        return script_of(around->before) == USCRIPT_HANGUL ||
               script_of(around->after) == USCRIPT_HANGUL;
    default:
        if (is_bidi_mark(c) || is_bidi_control(c))
            return right_to_left && c != 0x202d && c != 0x202e;
        /* Mongolian selectors, Khmer vowels: within their scripts. */
        return is_complex(around->before);
    }
}

static gboolean has_right_to_left(const char *text, const char *end) {
    for (const char *c = text; c < end; c = g_utf8_next_char(c))
        if ((guint8)*c >= 0xd6 && is_right_to_left(g_utf8_get_char(c)))
            return TRUE;
    return FALSE;
}

/* What stands on the right of `at`; only a few characters are looked at. */
static void look_right(const char *at, const char *end, Surroundings *around) {
    const char *next = g_utf8_next_char(at);
    around->after = next < end ? g_utf8_get_char(next) : 0;
    around->right = 0;
    around->word_right = 0;
    for (const char *c = next; c < end; c = g_utf8_next_char(c)) {
        gunichar u = g_utf8_get_char(c);
        if (shows_nothing(u))
            continue;
        around->right = u;
        break;
    }
    for (const char *c = next; c < end && around->word_right < 2; c = g_utf8_next_char(c)) {
        if (!g_unichar_isalpha(g_utf8_get_char(c)))
            break;
        around->word_right++;
    }
}

GArray *script_invisible(const char *text, gsize length) {
    GArray *found = g_array_new(FALSE, FALSE, sizeof(Invisible));
    length = script_bound(text, length);
    if (script_is_plain(text, length))
        return found;
    const char *end = text + length;
    gboolean right_to_left = has_right_to_left(text, end);
    Surroundings around = {0};
    guint quiet = 0; /* characters in a row that show nothing: look_right() stays linear */
    for (const char *c = text; c < end; c = g_utf8_next_char(c)) {
        gunichar u = g_utf8_get_char(c);
        gboolean private = g_unichar_type(u) == G_UNICODE_PRIVATE_USE;
        gboolean nothing = !private && (shows_nothing(u) || is_bidi_control(u));
        if (private || nothing) {
            if (quiet == 0 || around.right == 0 || u == 0x00ad || quiet < 8)
                look_right(c, end, &around);
            else
                around.after = 0;
            Invisible one = {.kind = private              ? INVISIBLE_PRIVATE
                                     : is_bidi_control(u) ? INVISIBLE_BIDI
                                                          : INVISIBLE_ZERO_WIDTH,
                             .character = u,
                             .inside =
                                 is_simple_letter(around.left) && is_simple_letter(around.right),
                             .start = (gsize)(c - text),
                             .end = (gsize)(g_utf8_next_char(c) - text)};
            if (private || !is_honest(u, &around, right_to_left))
                g_array_append_val(found, one);
        }
        quiet = nothing ? quiet + 1 : 0;
        around.before = u;
        if (!nothing) {
            around.left = u;
            around.word_left = g_unichar_isalpha(u) ? MIN(around.word_left + 1, 2) : 0;
        } else {
            around.word_left = 0;
        }
    }
    return found;
}

GArray *script_check_marks(const char *text, gsize length) {
    GArray *found = g_array_new(FALSE, FALSE, sizeof(CheckMark));
    length = script_bound(text, length);
    if (script_is_plain(text, length))
        return found;
    const char *end = text + length;
    for (const char *c = text; c < end;) {
        gunichar u = g_utf8_get_char(c);
        const char *next = g_utf8_next_char(c);
        switch (u) {
        case 0x2611:  /* ballot box with check */
        case 0x2705:  /* white heavy check mark */
        case 0x2713:  /* check mark */
        case 0x2714:  /* heavy check mark */
        case 0x1f5f8: /* light check mark */
        case 0x1f5f9: /* ballot box with bold check */
        {
            CheckMark one = {.character = u, .start = (gsize)(c - text)};
            while (next < end && is_selector(g_utf8_get_char(next)))
                next = g_utf8_next_char(next);
            one.end = (gsize)(next - text);
            g_array_append_val(found, one);
            break;
        }
        default:
            break;
        }
        c = next;
    }
    return found;
}

char *script_plain(const char *text, gsize length) {
    g_autoptr(GArray) invisible = script_invisible(text, length);
    g_autoptr(GArray) words = script_look_alikes(text, length, SCRIPT_TEXT);
    GString *plain = g_string_sized_new(length);
    guint hidden = 0, word = 0;
    for (const char *c = text; c < text + length;) {
        gsize at = (gsize)(c - text);
        const char *next = g_utf8_next_char(c);
        while (word < words->len && g_array_index(words, LookAlike, word).end <= at)
            word++;
        if (hidden < invisible->len && g_array_index(invisible, Invisible, hidden).start == at)
            hidden++;
        else if (word < words->len && g_array_index(words, LookAlike, word).start <= at)
            script_append_plain(plain, g_utf8_get_char(c));
        else
            g_string_append_len(plain, c, next - c);
        c = next;
    }
    return g_string_free(plain, FALSE);
}
