/* reply-prefix.c - "Re:", "Sv:", "Fwd:" in many languages. */
#include "message/words/reply-prefix.h"

#include <string.h>

/* Reply and forward prefixes that mail programs write, by language, folded.  "Ref:" and "Betr:" are
 * no such: letters begin with them, and a number. */
static const char *const prefixes[] = {
    "re",  "fw", "fwd", "sv",  "vs", "vb",     "aw",   "wg",          "antw", "antwort",
    "tr",  "rv", "res", "enc", "r",  "i",      "rif",  "vl",          "bls",  "trs",
    "odp", "pd", "ynt", "ilt", "hl", "doorst", "svar", "videresendt", NULL,
};

/* Numbers in brackets belong to it ("Re[2]:", "SV(3):"). */
gsize reply_prefix(const char *folded) {
    for (guint i = 0; prefixes[i] != NULL; i++) {
        gsize n = strlen(prefixes[i]);
        if (strncmp(folded, prefixes[i], n) != 0)
            continue;
        const char *at = folded + n;
        if (*at == '[' || *at == '(') {
            gsize digits = strspn(at + 1, "0123456789");
            if (digits > 0 && (at[1 + digits] == ']' || at[1 + digits] == ')'))
                at += digits + 2;
        }
        /* One-letter prefixes (Italian "R:", "I:") only with nothing between: "I : " is a list. */
        while (n > 1 && *at == ' ')
            at++;
        if (*at == ':')
            return (gsize)(at + 1 - folded);
        /* A dash for the colon ("Re-your order") deceives as well; "re-use" is a word. */
        if (*at == '-' && n == 2 && (strncmp(folded, "re-", 3) == 0) &&
            g_str_has_prefix(at, "-your "))
            return (gsize)(at + 1 - folded);
    }
    return 0;
}
