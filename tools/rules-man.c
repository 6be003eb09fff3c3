/* rules-man.c - prints spamlint-rules(7) in mdoc from the rules' constants (design.md, decision 1).
 *
 * Run by `make update-man`; its output is committed, and tests/generated.sh says when it is stale.
 */
#include "judgement.h"

#include <stdio.h>
#include <string.h>

/* Columns of the source: longer lines displease mandoc -T lint. */
#define WIDTH 78

/* One character as mdoc writes it: what has a meaning there is named, letters outside ASCII are
 * groff's \[uXXXX]. */
static void append_escaped(GString *out, gunichar c) {
    static const struct {
        char c;
        const char *name;
    } names[] = {
        {'\\', "\\e"},  {'-', "\\-"},   {'^', "\\(ha"},  {'`', "\\(ga"},
        {'~', "\\(ti"}, {'"', "\\(dq"}, {'\'', "\\(aq"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (c == (guchar)names[i].c) {
            g_string_append(out, names[i].name);
            return;
        }
    }
    if (c < 0x80)
        g_string_append_c(out, (char)c);
    else
        g_string_append_printf(out, "\\[u%04X]", c);
}

/* Text, in lines of WIDTH. A line that begins with a dot would be a request. */
static void put_text(const char *text) {
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    gsize column = 0;
    for (guint i = 0; words[i] != NULL; i++) {
        g_autoptr(GString) word = g_string_new(NULL);
        for (const char *p = words[i]; *p != '\0'; p = g_utf8_next_char(p))
            append_escaped(word, g_utf8_get_char(p));
        gboolean fits = column > 0 && column + 1 + word->len <= WIDTH;
        if (column > 0)
            putchar(fits ? ' ' : '\n');
        if (!fits)
            column = 0;
        if (column == 0 && word->str[0] == '.')
            g_string_prepend(word, "\\&");
        fputs(word->str, stdout);
        column += word->len + (column > 0);
    }
    putchar('\n');
}

/* A sentence a line, as mdoc(7) asks for: an end of sentence within a line has one space only. */
static void put_sentences(const char *text) {
    const char *start = text;
    for (const char *p = text; *p != '\0'; p++) {
        gboolean end = (*p == '.' || *p == '?' || *p == '!') && p[1] == ' ' &&
                       (g_ascii_isupper(p[2]) || (guchar)p[2] >= 0x80) && p > start + 1 &&
                       (g_ascii_isalnum(p[-1]) || strchr(")\"", p[-1]) != NULL) &&
                       !g_ascii_isspace(p[-2]) && p[-2] != '.';
        if (!end)
            continue;
        g_autofree char *sentence = g_strndup(start, (gsize)(p - start + 1));
        put_text(sentence);
        start = p + 2;
        p++;
    }
    if (*start != '\0')
        put_text(start);
}

static void put_part(const char *heading, const char *text) {
    if (text == NULL || *text == '\0')
        return;
    printf(".It %s\n", heading);
    put_sentences(text);
}

/* "marketing, transactional; once it is sent; asks DNS; in the profile dk" */
static char *applies_to(const Rule *rule) {
    GString *text = g_string_new(NULL);
    if (rule->kinds == KIND_ALL)
        g_string_append(text, "every kind of message");
    for (guint bit = 0; bit < 7 && rule->kinds != KIND_ALL; bit++)
        if ((rule->kinds & (1u << bit)) != 0)
            g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "",
                                   kind_name((Kind)(1u << bit)));
    if ((rule->needs & NEEDS_SENT) != 0)
        g_string_append(text, "; once it is sent");
    if ((rule->needs & NEEDS_FINISHED) != 0)
        g_string_append(text, "; not in templates");
    if ((rule->needs & (NEEDS_DNS | USES_DNS)) != 0)
        g_string_append(text, "; asks DNS");
    if (rule->only_in != NULL)
        g_string_append_printf(text, "; in the profile %s", rule->only_in);
    return g_string_free(text, FALSE);
}

static void put_rule(const Rule *rule) {
    g_autofree char *applies = applies_to(rule);
    printf(".Ss %s\n", rule->id);
    g_autofree char *summary = g_strconcat(rule->summary, ".", NULL);
    put_sentences(summary);
    puts(".Bl -tag -width Exceptions");
    put_part("Severity", severity_name(rule->severity));
    put_part("Applies to", applies);
    put_part("Requires", rule->requires);
    put_part("Why", rule->why);
    put_part("Fix", rule->fix);
    put_part("Exceptions", rule->exceptions);
    puts(".It Sources");
    for (const char *const *source = rule->sources; source != NULL && *source != NULL; source++) {
        if (source != rule->sources)
            puts(".br");
        put_text(*source);
    }
    puts(".El");
}

int main(void) {
    puts(".\\\" Printed by tools/rules-man from the rules' constants; do not edit.\n"
         ".Dd November 23, 2026\n"
         ".Dt SPAMLINT-RULES 7\n"
         ".Os\n"
         ".Sh NAME\n"
         ".Nm spamlint-rules\n"
         ".Nd what spamlint requires of a message, why, and how to mend it\n"
         ".Sh DESCRIPTION\n"
         "The rules of\n"
         ".Xr spamlint 1\n"
         "in the order of the policy's clauses.\n"
         "A rule is named for what it requires.\n"
         "Its severity is the nominal one, of the profile\n"
         ".Cm smtpdk ;\n"
         "other profiles raise it, a finding can grade, and\n"
         ".Fl -severity\n"
         "sets it.\n"
         "What\n"
         ".Fl -explain\n"
         "prints of a rule is what stands here.");
    for (guint clause = 0; clause < N_CLAUSES; clause++) {
        gboolean headed = FALSE;
        for (guint i = 0; i < rules_count; i++) {
            if (rules_all[i]->clause != (Clause)clause)
                continue;
            if (!headed) {
                g_autofree char *heading = g_ascii_strup(clause_name((Clause)clause), -1);
                printf(".Sh %s\n", heading);
                put_text(clause_title((Clause)clause));
            }
            headed = TRUE;
            put_rule(rules_all[i]);
        }
    }
    puts(".Sh SEE ALSO\n"
         ".Xr spamlint 1");
    return fflush(stdout) == 0 ? 0 : 1;
}
