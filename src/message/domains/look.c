/* look.c - skeletons by ICU, and for ASCII, which most names are, by a table of three entries. */
#include "message/domains/look.h"

#include <string.h>
#include <unicode/uspoof.h>

/* Labels have 63 octets; display names and their words are bounded by the caller. */
#define LOOK_OCTETS 1024

static gpointer open_checker(gpointer unused) {
    UErrorCode status = U_ZERO_ERROR;
    USpoofChecker *checker = uspoof_open(&status);
    if (U_FAILURE(status))
        g_error("ICU has no spoof checker: %s", u_errorName(status));
    return checker;
}

static const USpoofChecker *checker(void) {
    static GOnce once = G_ONCE_INIT;
    return g_once(&once, open_checker, NULL);
}

/* Of the letters, digits and hyphens of ASCII only these have another skeleton than themselves. */
static void append_ascii(GString *out, char c) {
    if (c == '0' || c == 'O')
        g_string_append_c(out, 'o');
    else if (c == '1' || c == 'I')
        g_string_append_c(out, 'l');
    else if (c == 'm' || c == 'M')
        g_string_append(out, "rn");
    else
        g_string_append_c(out, g_ascii_tolower(c));
}

static char *look(const char *text, gboolean base) {
    char skeleton[LOOK_OCTETS];
    g_autoptr(GString) out = g_string_new(NULL);
    if (!g_str_is_ascii(text)) {
        UErrorCode status = U_ZERO_ERROR;
        int32_t length = uspoof_getSkeletonUTF8(checker(), 0, text, -1, skeleton,
                                                (int32_t)sizeof skeleton, &status);
        if (U_SUCCESS(status) && length < (int32_t)sizeof skeleton)
            text = skeleton;
    }
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (c < 0x80)
            append_ascii(out, (char)c);
        else if (!base || !g_unichar_ismark(c))
            g_string_append_unichar(out, g_unichar_tolower(c));
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

char *look_of(const char *text) {
    return look(text, FALSE);
}

char *look_of_base(const char *text) {
    return look(text, TRUE);
}
