/* content-active.c - mail holds nothing that runs. */
#include "rules/rule.h"

static void judge(Check *check, const Active *active) {
    Place place = view_item_place(check->message->view, active);
    switch (active->kind) {
    case ACTIVE_SCRIPT:
        check_fail(check, SEVERITY_ERROR, place, active->what, NULL,
                   N_("the HTML holds a script; no mail program runs it, and filters reject it"));
        break;
    case ACTIVE_EMBED:
        check_fail(check, SEVERITY_ERROR, place, active->what, NULL,
                   N_("the HTML embeds another document or program with <%s>"), active->what);
        break;
    case ACTIVE_URL:
        check_fail(check, SEVERITY_ERROR, place, active->what, NULL,
                   N_("a URL runs code instead of leading to a page"));
        break;
    case ACTIVE_REFRESH:
        check_fail(check, SEVERITY_ERROR, place, active->what, NULL,
                   N_("a meta refresh sends the reader elsewhere unasked"));
        break;
    case ACTIVE_FORM:
        check_fail(check, SEVERITY_WARNING, place, active->what, NULL,
                   N_("the HTML holds a form; many mail programs do not show or send it"));
        break;
    case ACTIVE_HANDLER:
        check_fail(check, SEVERITY_WARNING, place, active->what, NULL,
                   N_("the event handler %s runs code; mail programs strip it"), active->what);
        break;
    }
}

static void check_content_active(Check *check) {
    const View *view = check->message->view;
    if (view == NULL) {
        check_skip(check, N_("no text part is shown"));
        return;
    }
    for (guint i = 0; i < view->active->len; i++)
        judge(check, g_ptr_array_index(view->active, i));
}

static const char *const sources[] = {
    "SMTP.dk spam policy: lawful content",
    "Gmail: 552 5.7.0 blocked content",
    NULL,
};

const Rule rule_content_active = {
    .id = "content-active",
    .clause = CLAUSE_CONTENT,
    .severity = SEVERITY_ERROR,
    .kinds = KIND_ALL,
    .needs = NEEDS_BODY,
    .summary = N_("The HTML holds nothing that runs"),
    .requires = N_("No script, iframe, frame, object, embed, applet, meta refresh, and no javascript: or "
                   "data:text/html URL. Forms and event handlers give a warning."),
    .why = N_("Active content is how mail attacks its reader; every provider strips or rejects it."),
    .fix = N_("Take the element away and link to a web page that holds it."),
    .exceptions = N_("application/ld+json describes the message and does not run; AMP parts have a "
                     "language of their own."),
    .sources = sources,
    .check = check_content_active,
};
