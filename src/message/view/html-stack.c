/* html-stack.c - open elements: what ends what. */
#include "message/view/html-stack.h"

#include <string.h>

#define TAKE_OUT_MAX 64

void html_stack_init(HtmlStack *self) {
    memset(self, 0, sizeof *self);
    self->frames = g_array_new(FALSE, FALSE, sizeof(Frame));
    self->path = g_array_new(FALSE, FALSE, sizeof(CssElement));
}

void html_stack_clear(HtmlStack *self) {
    g_array_unref(self->frames);
    g_array_unref(self->path);
}

guint html_stack_depth(const HtmlStack *self) {
    return self->frames->len;
}

Frame *html_stack_frame(const HtmlStack *self, guint n) {
    return &g_array_index(self->frames, Frame, n);
}

Frame *html_stack_top(const HtmlStack *self) {
    return html_stack_frame(self, self->frames->len - 1);
}

static ElementGroup group_of(const Frame *frame) {
    return frame->element == NULL ? 0 : frame->element->group;
}

static void count(HtmlStack *self, ElementGroup group, int by) {
    if (group != 0)
        self->open[g_bit_nth_lsf(group, -1)] += (guint)by;
}

static gboolean any_open(const HtmlStack *self, ElementGroup groups) {
    for (guint i = 0; i < G_N_ELEMENTS(self->open); i++)
        if ((groups & (1u << i)) && self->open[i] > 0)
            return TRUE;
    return FALSE;
}

Frame *html_stack_push(HtmlStack *self, const HtmlTag *tag) {
    guint n = self->frames->len;
    g_array_set_size(self->frames, n + 1);
    g_array_set_size(self->path, n + 1);
    Frame *frame = html_stack_frame(self, n);
    frame->element = tag->element;
    frame->name = tag->name;
    frame->name_length = tag->name_length;
    frame->cascade.values.set = frame->media.values.set = 0;
    frame->style = NULL;
    frame->link = frame->form = -1;
    frame->owns_link = FALSE;
    frame->block = -1;
    frame->silent = tag->element != NULL && (tag->element->flags & ELEMENT_UNSEEN);
    if (n > 0) {
        const Frame *parent = frame - 1;
        frame->silent |= parent->silent;
        frame->link = parent->link;
        frame->form = parent->form;
    }
    count(self, group_of(frame), 1);
    return frame;
}

void html_stack_compute(HtmlStack *self, guint n) {
    Frame *frame = html_stack_frame(self, n);
    const Computed *parent = n > 0 ? &html_stack_frame(self, n - 1)->computed : &computed_initial;
    style_compute(&frame->computed, parent, frame->element, &frame->cascade, &frame->media);
    frame->style = NULL;
}

void html_stack_pop(HtmlStack *self) {
    guint last = self->frames->len - 1;
    Frame *frame = html_stack_frame(self, last);
    Computed computed = frame->computed;
    count(self, group_of(frame), -1);
    g_array_set_size(self->frames, last);
    g_array_set_size(self->path, last);
    self->ended(self->data, &computed);
}

/* Takes frame n out; what is above it stays open and no longer inherits from it. */
static void take_out(HtmlStack *self, guint n) {
    Frame frame = *html_stack_frame(self, n);
    count(self, group_of(&frame), -1);
    g_array_remove_index(self->frames, n);
    g_array_remove_index(self->path, n);
    for (guint i = n; i < self->frames->len; i++) {
        Frame *above = html_stack_frame(self, i);
        if (frame.owns_link && above->link == frame.link)
            above->link = html_stack_frame(self, n - 1)->link;
        above->block = -1;
        html_stack_compute(self, i);
    }
    self->ended(self->data, &frame.computed);
}

static void pop_to(HtmlStack *self, guint n) {
    while (self->frames->len > n)
        html_stack_pop(self);
}

void html_stack_imply_ends(HtmlStack *self, const Element *element) {
    if (element == NULL || element->closes == 0 || !any_open(self, element->closes))
        return;
    guint ends = 0;
    for (guint n = self->frames->len; n-- > 2;) {
        ElementGroup group = group_of(html_stack_frame(self, n));
        if (group & element->closes)
            ends = n;
        if (group & element->until)
            break;
    }
    if (ends == 0)
        return;
    /* A link in a link ends the outer one where it stands; the blocks between go on. */
    if (element->group == GROUP_A)
        take_out(self, ends);
    else
        pop_to(self, ends);
}

/* How far an end tag reaches: table parts up to their table, all else up to its cell. */
static ElementGroup barrier_of(const Element *element) {
    ElementGroup parts = GROUP_CELL | GROUP_ROW | GROUP_SECTION | GROUP_TABLE;
    if (element != NULL && (element->group & GROUP_TABLE))
        return 0;
    if (element != NULL && (element->group & parts))
        return GROUP_TABLE;
    return GROUP_TABLE | GROUP_CELL | GROUP_SCOPE;
}

static gboolean is_named(const Frame *frame, const HtmlTag *tag) {
    if (frame->element != NULL || tag->element != NULL)
        return frame->element == tag->element;
    return frame->name_length == tag->name_length &&
           g_ascii_strncasecmp(frame->name, tag->name, tag->name_length) == 0;
}

gboolean html_stack_close(HtmlStack *self, const HtmlTag *tag) {
    const Element *element = tag->element;
    if (element != NULL && ((element->flags & ELEMENT_VOID) || (element->group & GROUP_ROOT)))
        return FALSE;
    if (element != NULL && element->group != 0 && !any_open(self, element->group))
        return FALSE;
    gboolean formatting = element != NULL && (element->flags & ELEMENT_FORMATTING);
    gboolean special = element != NULL && (element->flags & ELEMENT_SPECIAL);
    ElementGroup barrier = barrier_of(element);
    gboolean crossed = FALSE; /* an element between that an inline end tag does not end */
    for (guint n = self->frames->len; n-- > 2;) {
        const Frame *frame = html_stack_frame(self, n);
        if (is_named(frame, tag)) {
            /* So deep below others no honest mail ends it; each of them is computed anew. */
            if (crossed && self->frames->len - n > TAKE_OUT_MAX)
                return FALSE;
            if (crossed && (formatting || element->group == GROUP_FORM))
                take_out(self, n);
            else
                pop_to(self, n);
            return TRUE;
        }
        if (group_of(frame) & barrier)
            return FALSE;
        crossed |= frame->element != NULL && (frame->element->flags & ELEMENT_SPECIAL);
        if (crossed && !formatting && !special)
            return FALSE;
    }
    return FALSE;
}
