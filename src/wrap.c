/* wrap.c - greedy line filling, by columns and not by octets. */
#include "wrap.h"

#include <glib.h>
#include <string.h>

static int columns(const char *text, gsize length) {
    int n = 0;
    for (const char *c = text; c < text + length; c = g_utf8_next_char(c)) {
        gunichar u = g_utf8_get_char(c);
        n += g_unichar_iszerowidth(u) ? 0 : g_unichar_iswide(u) ? 2 : 1;
    }
    return n;
}

/* Fills lines from column `at` of the present one on. */
static void fill(FILE *stream, const char *text, int at, int indent, int width) {
    gboolean first = TRUE;
    while (*text != '\0') {
        gsize length = strcspn(text, " \n");
        if (length > 0) {
            int needed = columns(text, length);
            if (first) {
                fprintf(stream, "%*s", MAX(0, indent - at), "");
                at = MAX(at, indent);
            } else if (at + 1 + needed > width) {
                fprintf(stream, "\n%*s", indent, "");
                at = indent;
            } else {
                fputc(' ', stream);
                at++;
            }
            fwrite(text, 1, length, stream);
            at += needed;
            first = FALSE;
        }
        text += length;
        text += strspn(text, " \n");
    }
    fputc('\n', stream);
}

void wrap_print(FILE *stream, const char *text, int indent, int width) {
    fill(stream, text, 0, indent, width);
}

void wrap_print_item(FILE *stream, const char *left, const char *text, int indent, int width) {
    int used = columns(left, strlen(left));
    fputs(left, stream);
    if (used + 2 > indent) {
        fputc('\n', stream);
        used = 0;
    }
    fill(stream, text, used, indent, width);
}
