/* script-words.c - words whose letters look like others (UTS 39).
 *
 * ICU's spoof checker knows which scripts are written together and which letters look alike.  It is
 * opened once; checking by a const checker is thread-safe.  A letter is deceptive only by its
 * neighbours, so each word is judged as a whole:
 *
 *   letter  a word that mixes scripts which no language mixes, where every letter of one script
 *           looks like one of the other ("раypal"; "VIPовский" mixes, but deceives nobody); or a
 *           Latin letter that no living orthography uses, among plain ones ("Cɑrd").
 *   whole   a word of another script that reads as plain letters throughout, in a text that has
 *           Latin letters and no other word of that script ("соор").
 *   styled  two or more letters of the mathematical alphabets, or one among plain letters; the
 *           same for full-width letters outside Chinese, Japanese and Korean text; three or more
 *           enclosed, superscript or small-capital letters.  "𝕏", "5ᵗʰ" and "Ⓜ" are honest.
 */
#include "message/words/script.h"

#include "message/words/script-private.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uset.h>
#include <unicode/uspoof.h>

/* Letters looked at in one word: a longer one is judged by its beginning. */
#define WORD_LETTERS 64u
/* A word all of another script is taken for plain letters from this length on in a text: shorter
 * ones ("ООО", a Russian company) coincide. */
#define WHOLE_LETTERS 4u

typedef struct {
    USpoofChecker *text, *label; /* const after opening */
    const USet *recommended;     /* UTS 39 identifier status "allowed" */
} Spoof;

static gpointer open_spoof(gpointer unused) {
    UErrorCode status = U_ZERO_ERROR;
    Spoof *spoof = g_new0(Spoof, 1);
    spoof->text = uspoof_open(&status);
    spoof->label = uspoof_open(&status);
    spoof->recommended = uspoof_getRecommendedSet(&status);
    if (U_SUCCESS(status)) {
        uspoof_setRestrictionLevel(spoof->text, USPOOF_MODERATELY_RESTRICTIVE);
        uspoof_setChecks(spoof->text, USPOOF_RESTRICTION_LEVEL, &status);
        uspoof_setRestrictionLevel(spoof->label, USPOOF_HIGHLY_RESTRICTIVE);
        uspoof_setChecks(spoof->label, USPOOF_RESTRICTION_LEVEL, &status);
    }
    if (U_FAILURE(status))
        g_error("ICU has no spoof checker: %s", u_errorName(status));
    return spoof;
}

static const Spoof *get_spoof(void) {
    static GOnce once = G_ONCE_INIT;
    return g_once(&once, open_spoof, NULL);
}

/* The ASCII letter that `c` looks like, 0: none. */
static char looks_like(gunichar c) {
    char from[8], to[16];
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = g_unichar_to_utf8(c, from);
    length = uspoof_getSkeletonUTF8(get_spoof()->text, 0, from, length, to, sizeof(to), &status);
    if (U_FAILURE(status) || length <= 0)
        return 0;
    /* "m" is "rn" to the skeleton. */
    if (length == 2 && memcmp(to, "rn", 2) == 0)
        return 'm';
    return length == 1 && g_ascii_isalnum(to[0]) ? to[0] : 0;
}

/* The ASCII character that `c` is a variant of (NFKD), 0: none. */
static char decomposed(gunichar c) {
    gunichar to[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
    gsize n = g_unichar_fully_decompose(c, TRUE, to, G_N_ELEMENTS(to));
    return n == 1 && to[0] < 0x80 && to[0] != c ? (char)to[0] : 0;
}

/* ASCII letters that some Cyrillic letter looks like; 'h', 'i', 'j' and 's' are of Bashkir,
 * Ukrainian, Serbian and Macedonian. */
#define LIKE_CYRILLIC "acehijopsxyABCEHIJKMOPSTXY"

typedef enum {
    LETTER_OTHER,    /* no letter, or one that this module does not judge */
    LETTER_PLAIN,    /* ASCII */
    LETTER_LATIN,    /* a Latin letter of some language */
    LETTER_STRANGE,  /* a Latin letter of none: phonetic, turned … */
    LETTER_FOREIGN,  /* of another script */
    LETTER_FONT,     /* mathematical alphanumeric */
    LETTER_WIDE,     /* full-width */
    LETTER_ENCLOSED, /* in a circle or square, superscript, small capital */
} LetterClass;

/* Small capitals have no property of their own, but names. */
static gboolean is_small_capital(gunichar c) {
    char name[64];
    UErrorCode status = U_ZERO_ERROR;
    if (!((c >= 0x250 && c <= 0x2af) || (c >= 0x1d00 && c <= 0x1d7f) ||
          (c >= 0xa730 && c <= 0xa7ff)))
        return FALSE;
    u_charName((UChar32)c, U_UNICODE_CHAR_NAME, name, sizeof(name), &status);
    return U_SUCCESS(status) && g_str_has_prefix(name, "LATIN LETTER SMALL CAPITAL");
}

static LetterClass classify(gunichar c) {
    if (c < 0x80)
        return g_ascii_isalpha((char)c) ? LETTER_PLAIN : LETTER_OTHER;
    if (c < 0x250)
        return u_isalpha((UChar32)c) ? LETTER_LATIN : LETTER_OTHER;
    if (u_hasBinaryProperty((UChar32)c, UCHAR_EMOJI))
        return LETTER_OTHER;
    /* Squared and negative circled or squared letters have no decomposition. */
    if (c >= 0x1f130 && c <= 0x1f189)
        return LETTER_ENCLOSED;
    switch (u_getIntPropertyValue((UChar32)c, UCHAR_DECOMPOSITION_TYPE)) {
    case U_DT_FONT:
        return g_ascii_isalpha(decomposed(c)) ? LETTER_FONT : LETTER_OTHER;
    case U_DT_WIDE:
        return g_ascii_isalpha(decomposed(c)) ? LETTER_WIDE : LETTER_OTHER;
    case U_DT_CIRCLE:
        return (c >= 0x24b6 && c <= 0x24e9) ? LETTER_ENCLOSED : LETTER_OTHER;
    case U_DT_SUPER:
    case U_DT_SUB:
        return u_charType((UChar32)c) == U_MODIFIER_LETTER ? LETTER_ENCLOSED : LETTER_OTHER;
    default:
        break;
    }
    if (!u_isalpha((UChar32)c))
        return LETTER_OTHER;
    UScriptCode script = script_of(c);
    if (script == USCRIPT_COMMON || script == USCRIPT_INHERITED)
        return LETTER_OTHER;
    if (script != USCRIPT_LATIN)
        return LETTER_FOREIGN;
    if (uset_contains(get_spoof()->recommended, (UChar32)c))
        return LETTER_LATIN;
    if (is_small_capital(c))
        return LETTER_ENCLOSED;
    /* African letters have capitals, phonetic ones have none. */
    return looks_like(c) != 0 || (c <= 0x2af && u_toupper((UChar32)c) == (UChar32)c)
               ? LETTER_STRANGE
               : LETTER_LATIN;
}

/* What a whole text says before its words are judged. */
typedef struct {
    gboolean latin;  /* a Latin letter stands in it */
    gboolean cjk;    /* Chinese, Japanese or Korean */
    gboolean native; /* a letter of another alphabet that looks like no plain one: written in it */
} Context;

static gboolean is_cjk(UScriptCode script) {
    return script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA ||
           script == USCRIPT_HANGUL || script == USCRIPT_BOPOMOFO;
}

static Context context_of(const char *text, gsize length) {
    Context context = {0};
    for (const char *c = text; c < text + length; c = g_utf8_next_char(c)) {
        gunichar u = g_utf8_get_char(c);
        LetterClass class = classify(u);
        if (class == LETTER_PLAIN || class == LETTER_LATIN)
            context.latin = TRUE;
        else if (class == LETTER_FOREIGN && is_cjk(script_of(u)))
            context.cjk = TRUE;
        else if (class == LETTER_FOREIGN && !context.native && looks_like(u) == 0)
            context.native = TRUE;
    }
    return context;
}

/* The letters of a word, counted. */
typedef struct {
    guint plain, latin, strange, foreign, font, wide, enclosed;
    guint like_latin;    /* of `foreign`: look like plain letters */
    guint like_cyrillic; /* of `plain`: look like Cyrillic ones */
    guint digits;
    gboolean phonetic; /* a length or stress mark */
    gunichar first_strange, first_foreign, first_plain, first_styled;
} Counts;

static void count(Counts *counts, gunichar c) {
    LetterClass class = classify(c);
    switch (class) {
    case LETTER_OTHER:
        if (c < 0x80)
            counts->digits += g_ascii_isdigit((char)c) ? 1 : 0;
        else if (c >= 0x2b0 && c <= 0x2ff)
            counts->phonetic = TRUE;
        return;
    case LETTER_PLAIN:
        if (counts->plain++ == 0)
            counts->first_plain = c;
        counts->like_cyrillic += strchr(LIKE_CYRILLIC, (int)c) != NULL ? 1 : 0;
        return;
    case LETTER_LATIN:
        counts->latin++;
        return;
    case LETTER_STRANGE:
        if (counts->strange++ == 0)
            counts->first_strange = c;
        return;
    case LETTER_FOREIGN:
        if (counts->foreign++ == 0)
            counts->first_foreign = c;
        counts->like_latin += looks_like(c) != 0 ? 1 : 0;
        return;
    default:
        if (counts->font + counts->wide + counts->enclosed == 0)
            counts->first_styled = c;
        counts->font += class == LETTER_FONT ? 1 : 0;
        counts->wide += class == LETTER_WIDE ? 1 : 0;
        counts->enclosed += class == LETTER_ENCLOSED ? 1 : 0;
    }
}

/* TRUE where ICU finds scripts in the word that are not written together. */
static gboolean is_mixed(const char *word, gsize length, ScriptUse use) {
    UErrorCode status = U_ZERO_ERROR;
    const Spoof *spoof = get_spoof();
    int32_t found = uspoof_check2UTF8(use == SCRIPT_LABEL ? spoof->label : spoof->text, word,
                                      (int32_t)length, NULL, &status);
    return U_SUCCESS(status) && (found & USPOOF_RESTRICTION_LEVEL) != 0;
}

static gboolean judge(const char *word, gsize length, const Counts *counts, const Context *context,
                      ScriptUse use, LookAlike *ret_found) {
    guint letters = counts->plain + counts->latin;
    guint styled = counts->font + (context->cjk ? 0 : counts->wide);
    if (styled >= 2 || (styled == 1 && letters > 0 && use == SCRIPT_LABEL) ||
        (styled == 1 && letters > 1) || (counts->enclosed >= 3 && counts->digits == 0)) {
        ret_found->kind = LOOK_ALIKE_STYLED;
        ret_found->character = counts->first_styled;
        ret_found->letters = counts->font + counts->wide + counts->enclosed;
        return TRUE;
    }
    if (counts->strange > 0 && letters + counts->strange > 1 && !counts->phonetic) {
        ret_found->kind = LOOK_ALIKE_LETTER;
        ret_found->character = counts->first_strange;
        ret_found->letters = counts->strange;
        return TRUE;
    }
    if (counts->foreign == 0)
        return FALSE;
    if (letters > 0 && is_mixed(word, length, use)) {
        gboolean to_latin = counts->like_latin == counts->foreign;
        gboolean to_foreign = counts->latin == 0 && counts->like_cyrillic == counts->plain;
        if (to_latin || (to_foreign && script_of(counts->first_foreign) == USCRIPT_CYRILLIC)) {
            ret_found->kind = LOOK_ALIKE_LETTER;
            ret_found->character = to_latin ? counts->first_foreign : counts->first_plain;
            ret_found->letters = to_latin ? counts->foreign : counts->plain;
            return TRUE;
        }
        ret_found->kind = LOOK_ALIKE_MIXED;
        ret_found->character = counts->first_foreign;
        ret_found->letters = counts->foreign;
        return use == SCRIPT_LABEL;
    }
    UScriptCode script = script_of(counts->first_foreign);
    if (letters == 0 && counts->like_latin == counts->foreign && !is_cjk(script) &&
        !uscript_isRightToLeft(script) &&
        (use == SCRIPT_LABEL
             ? counts->foreign > 1
             : counts->foreign >= WHOLE_LETTERS && context->latin && !context->native)) {
        ret_found->kind = LOOK_ALIKE_WHOLE;
        ret_found->character = counts->first_foreign;
        ret_found->letters = counts->foreign;
        return TRUE;
    }
    return FALSE;
}

/* A word goes on over letters, digits, marks, and what shows nothing. */
static gboolean in_word(gunichar c) {
    if (c < 0x80)
        return g_ascii_isalnum((char)c);
    return u_isalnum((UChar32)c) || g_unichar_ismark(c) || (c >= 0x2b0 && c <= 0x2ff) ||
           (c >= 0x24b6 && c <= 0x24e9) || (c >= 0x1f130 && c <= 0x1f189) ||
           u_hasBinaryProperty((UChar32)c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

/* TRUE where the word stands in brackets or between slashes, as a pronunciation does. */
static gboolean is_transcription(const char *text, gsize length, gsize start, gsize end) {
    char before = start > 0 ? text[start - 1] : ' ', after = end < length ? text[end] : ' ';
    return (before == '[' && after == ']') || (before == '/' && after == '/');
}

GArray *script_look_alikes(const char *text, gsize length, ScriptUse use) {
    GArray *found = g_array_new(FALSE, FALSE, sizeof(LookAlike));
    length = script_bound(text, length);
    if (script_is_plain(text, length))
        return found;
    Context context = context_of(text, length);
    for (gsize at = 0; at < length;) {
        const char *c = text + at;
        if (!in_word(g_utf8_get_char(c)) ||
            u_hasBinaryProperty((UChar32)g_utf8_get_char(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) {
            at = (gsize)(g_utf8_next_char(c) - text);
            continue;
        }
        LookAlike one = {.start = at};
        Counts counts = {0};
        guint letters = 0;
        while (at < length && in_word(g_utf8_get_char(text + at))) {
            if (letters++ < WORD_LETTERS)
                count(&counts, g_utf8_get_char(text + at));
            at = (gsize)(g_utf8_next_char(text + at) - text);
        }
        one.end = at;
        if (judge(text + one.start, one.end - one.start, &counts, &context, use, &one) &&
            !(counts.strange > 0 && is_transcription(text, length, one.start, one.end)))
            g_array_append_val(found, one);
    }
    return found;
}

void script_append_plain(GString *out, gunichar c) {
    LetterClass class = classify(c);
    char plain = 0;
    /* Decomposition keeps case, and digits apart from letters; the skeleton does not. */
    if (class >= LETTER_FONT || (c >= 0x1d7ce && c <= 0x1d7ff))
        plain = decomposed(c);
    if (plain == 0 && class >= LETTER_STRANGE)
        plain = looks_like(c);
    if (plain != 0)
        g_string_append_c(out, plain);
    else
        g_string_append_unichar(out, c);
}
