/* explain.c - prints what the rules' constants say; nothing is said twice. */
#include "explain.h"

#include "wrap.h"

#include <glib/gi18n.h>
#include <string.h>

static void paragraph(FILE *stream, const char *heading, const char *text, int width) {
    if (text == NULL)
        return;
    fprintf(stream, "\n%s\n", heading);
    wrap_print(stream, text, 2, width);
}

static char *applies_to(const Rule *rule) {
    static const char *const words[] = {N_("marketing"),  N_("transactional"), N_("personal"),
                                        N_("discussion"), N_("bounce"),        N_("complaint"),
                                        N_("autoreply")};
    g_autoptr(GString) text = g_string_new(NULL);
    if (rule->kinds == KIND_ALL)
        g_string_append(text, _("every kind of message"));
    for (guint i = 0; i < G_N_ELEMENTS(words) && rule->kinds != KIND_ALL; i++)
        if ((rule->kinds & (1u << i)) != 0)
            g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", _(words[i]));
    static const struct {
        Needs need;
        const char *text;
    } conditions[] = {
        {NEEDS_SENT, N_("once it is sent")},
        {NEEDS_FINISHED, N_("not in templates")},
        {NEEDS_DNS, N_("asks DNS")},
    };
    for (guint i = 0; i < G_N_ELEMENTS(conditions); i++)
        if ((rule->needs & conditions[i].need) != 0)
            g_string_append_printf(text, "; %s", _(conditions[i].text));
    if (rule->only_in != NULL)
        g_string_append_printf(text, _("; in the profile %s"), rule->only_in);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

void explain_rule(FILE *stream, const Rule *rule, int width) {
    g_autofree char *applies = applies_to(rule);
    fprintf(stream, "%s\n", rule->id);
    wrap_print(stream, _(rule->summary), 2, width);
    g_autofree char *facts =
        g_strdup_printf(_("%s (%s). Severity: %s. Applies to: %s."), clause_name(rule->clause),
                        _(clause_title(rule->clause)), _(severity_name(rule->severity)), applies);
    fputc('\n', stream);
    wrap_print(stream, facts, 2, width);
    paragraph(stream, _("Requires"), _(rule->requires), width);
    paragraph(stream, _("Why"), _(rule->why), width);
    paragraph(stream, _("How to mend it"), _(rule->fix), width);
    paragraph(stream, _("Exceptions"), rule->exceptions != NULL ? _(rule->exceptions) : NULL,
              width);
    fprintf(stream, "\n%s\n", _("Sources"));
    for (const char *const *source = rule->sources; source != NULL && *source != NULL; source++)
        wrap_print(stream, *source, 2, width);
}

void explain_list(FILE *stream, const Policy *policy, int width) {
    for (guint clause = 0; clause < N_CLAUSES; clause++) {
        gboolean headed = FALSE;
        for (guint i = 0; i < rules_count; i++) {
            const Rule *rule = rules_all[i];
            if (rule->clause != clause)
                continue;
            if (!headed)
                fprintf(stream, "%s: %s\n", clause_name(rule->clause),
                        _(clause_title(rule->clause)));
            headed = TRUE;
            const RulePolicy *own = &policy->rules[i];
            g_autofree char *left = g_strdup_printf(
                "  %-27s %-8s", rule->id, own->enabled ? _(severity_name(own->nominal)) : _("off"));
            wrap_print_item(stream, left, _(rule->summary), 40, width);
        }
    }
}
