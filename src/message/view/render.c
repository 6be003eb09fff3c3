/* render.c - an HTML part as its reader sees it.
 *
 * Listens to html.h, keeps the open elements with their styles, and appends what is visible to the
 * view, what is hidden to its hidden blocks.
 */
#include "limits.h"
#include "message/view/active.h"
#include "message/view/fold.h"
#include "message/view/html-scan.h"
#include "message/view/html-stack.h"
#include "message/view/render-hints.h"
#include "message/view/view-builder.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    ViewBuilder *builder;
    View *view;
    const char *source;
    Stylesheet *sheet;
    gboolean limited; /* a LIMIT_… was reached */
    HtmlStack stack;
    gboolean seen_html, seen_body;
    CssDeclaration link_color; /* of <a href> where nothing else is said */
    gsize hidden_at;           /* octets of text where the last hidden text stood */
    GPtrArray *hidden;         /* of GString: the texts of this part's hidden blocks */
    guint first_hidden;        /* index into view->hidden of the first of them */
} Renderer;

static gboolean is_named(const HtmlTag *tag, const char *name) {
    return tag->element != NULL && *tag->element->name == *name &&
           strcmp(tag->element->name, name) == 0;
}

/* The octets of an attribute's value in the source; of the tag where it has none. */
static Span attribute_source(const Renderer *self, const HtmlTag *tag, const char *name) {
    HtmlAttributeSpan span;
    if (html_attribute_find(self->source, tag->start, tag->end, name, &span))
        return (Span){span.value, span.value_end};
    return (Span){tag->start, tag->end};
}

static const Style *frame_style(Renderer *self, Frame *frame) {
    if (frame->style == NULL) {
        const Style style = style_of(&frame->computed);
        frame->style = builder_style(self->builder, &style);
    }
    return frame->style;
}

static Link *link_at(const Renderer *self, gint index) {
    return index < 0 ? NULL : g_ptr_array_index(self->view->links, (guint)index);
}

/* The outermost of the elements that hide text of the top one: its hidden block takes that text. */
static Frame *hiding_frame(const Renderer *self) {
    guint n = html_stack_depth(&self->stack) - 1;
    Frame *frame = html_stack_frame(&self->stack, n);
    while (n-- > 0 &&
           style_hides_alike(&frame->computed, &html_stack_frame(&self->stack, n)->computed))
        frame--;
    return frame;
}

static gboolean is_blank(const char *text, gsize length) {
    for (gsize i = 0; i < length;) {
        gsize n;
        if (fold_character(text + i, length - i, &n) == FOLD_KEEP)
            return FALSE;
        i += n;
    }
    return TRUE;
}

static void begin_hidden(Renderer *self, Frame *frame, gsize source) {
    if (self->view->hidden->len >= LIMIT_VIEW_ITEMS)
        return;
    HiddenBlock *block = g_new0(HiddenBlock, 1);
    block->reason = frame->computed.hidden;
    block->media_shown = frame->computed.media_shown;
    block->at = self->builder->text->len;
    block->part = self->builder->part;
    block->source.start = source;
    frame->block = (gint)self->view->hidden->len;
    g_ptr_array_add(self->view->hidden, block);
    g_ptr_array_add(self->hidden, g_string_new(NULL));
}

/* Hidden text; white space alone begins no block. */
static void add_hidden(Renderer *self, const char *text, gsize length, gsize source,
                       gsize source_end) {
    Frame *frame = hiding_frame(self);
    if (frame->block < 0 && !is_blank(text, length))
        begin_hidden(self, frame, source);
    if (frame->block < 0)
        return;
    GString *out = g_ptr_array_index(self->hidden, (guint)frame->block - self->first_hidden);
    if (self->hidden_at != self->builder->text->len)
        fold_append(out, " ", 1); /* something visible stands between */
    self->hidden_at = self->builder->text->len;
    fold_append(out, text, length);
    HiddenBlock *block = g_ptr_array_index(self->view->hidden, (guint)frame->block);
    block->source.end = MAX(block->source.end, source_end);
}

static void on_text(gpointer data, const char *text, gsize length, gsize start,
                    gboolean reference) {
    Renderer *self = data;
    ViewBuilder *builder = self->builder;
    Frame *top = html_stack_top(&self->stack);
    if (top->silent)
        return;
    if (top->computed.hidden != HIDDEN_NO) {
        /* What takes its place unseen parts the words beside it. */
        if (top->computed.buried == HIDDEN_NO && top->computed.hidden != HIDDEN_SIZE)
            builder_break(builder, BREAK_SPACE);
        add_hidden(self, text, length, start, start + (reference ? 1 : length));
        return;
    }
    builder->style = frame_style(self, top);
    builder->link = top->link;
    builder->pre = top->computed.pre;
    builder_text(builder, text, length, start, reference);
}

/* White space that the box of an element makes before and behind it. */
static void add_break(Renderer *self, const Computed *computed, Break kind) {
    if (computed->display == CSS_NONE || kind == BREAK_NONE)
        return;
    if (computed->hidden != HIDDEN_NO)
        add_hidden(self, " ", 1, 0, 0);
    if (computed->buried == HIDDEN_NO)
        builder_break(self->builder, kind);
}

static Break break_of(const Computed *computed) {
    switch (computed->display) {
    case CSS_BLOCK:
    case CSS_TABLE:
        return BREAK_LINE;
    case CSS_CELL:
    case CSS_INLINE_BLOCK:
        return BREAK_SPACE;
    default:
        return BREAK_NONE;
    }
}

static void on_ended(gpointer data, const Computed *computed) {
    add_break(data, computed, break_of(computed));
}

static void begin_link(Renderer *self, Frame *frame, const HtmlTag *tag, LinkKind kind,
                       const char *name) {
    const char *href = html_attribute(tag, name);
    if (href == NULL)
        return;
    self->builder->style = frame_style(self, frame);
    gint index =
        builder_link(self->builder, kind, href, tag->start, attribute_source(self, tag, name));
    Link *link = link_at(self, index);
    if (link == NULL)
        return;
    const char *title = html_attribute(tag, "title"), *alt = html_attribute(tag, "alt");
    gboolean visible = frame->computed.hidden == HIDDEN_NO;
    link->title = g_strdup(title);
    if (kind == LINK_FORM) {
        frame->form = index;
        link->hidden = !visible;
        return;
    }
    if (kind == LINK_AREA) { /* a piece of an image, with an alternative of its own */
        link->image_alt = g_strdup(alt);
        link->images = 1;
        link->images_without_alt = alt == NULL;
        link->hidden = !visible;
        return;
    }
    frame->link = index;
    frame->owns_link = TRUE;
}

static int pixels(const HtmlTag *tag, const char *name) {
    const char *value = html_attribute(tag, name);
    char *end;
    if (value == NULL)
        return -1;
    guint64 number = g_ascii_strtoull(value, &end, 10);
    return end == value || *end == '%' ? -1 : (int)MIN(number, 100000);
}

/* The size of an image: its style goes before its attributes. */
static int image_size(const Frame *frame, const HtmlTag *tag, CssProperty property,
                      const char *attribute) {
    const CssValues *values = &frame->cascade.values;
    if ((values->set & (1u << property)) && values->value[property].type == CSS_PX)
        return (int)CLAMP(values->value[property].number, 0, 100000);
    return pixels(tag, attribute);
}

static void add_image(Renderer *self, const Frame *frame, const HtmlTag *tag, gint link_index) {
    if (self->view->images->len >= LIMIT_VIEW_ITEMS)
        return;
    Image *image = g_new0(Image, 1);
    image->src = g_strdup(html_attribute(tag, "src"));
    image->alt = g_strdup(html_attribute(tag, "alt"));
    image->link = link_index;
    image->width = image_size(frame, tag, CSS_WIDTH, "width");
    image->height = image_size(frame, tag, CSS_HEIGHT, "height");
    image->dot =
        (image->width >= 0 && image->width <= 1) || (image->height >= 0 && image->height <= 1);
    /* Size, colour and line height of text say nothing about an image. */
    image->hidden = frame->computed.buried != HIDDEN_NO || frame->computed.invisible;
    image->part = self->builder->part;
    image->at = self->builder->text->len;
    image->source = (Span){tag->start, tag->end};
    g_ptr_array_add(self->view->images, image);
    if (image->hidden)
        return;
    if (!image->dot)
        builder_break(self->builder, BREAK_SPACE);
    Link *link = link_at(self, link_index);
    if (link == NULL)
        return;
    link->images++;
    link->images_without_alt += image->alt == NULL;
    link->hidden &= image->dot;
    if (image->alt != NULL && *image->alt != '\0') {
        char *joined = link->image_alt == NULL
                           ? g_strdup(image->alt)
                           : g_strconcat(link->image_alt, " ", image->alt, NULL);
        g_free(link->image_alt);
        link->image_alt = joined;
    }
}

static void add_input(Renderer *self, Frame *frame, const HtmlTag *tag) {
    static const char *const without_text[] = {"hidden", "checkbox", "radio", "image", "password",
                                               "file",   "color",    "range", NULL};
    const char *type = html_attribute(tag, "type"), *value = html_attribute(tag, "value");
    g_autofree char *low = g_ascii_strdown(type == NULL ? "text" : type, -1);
    if (g_str_equal(low, "image"))
        add_image(self, frame, tag, frame->form);
    if (value == NULL || g_strv_contains(without_text, low) || frame->computed.hidden != HIDDEN_NO)
        return;
    builder_break(self->builder, BREAK_SPACE);
    self->builder->style = frame_style(self, frame);
    self->builder->link =
        g_str_equal(low, "submit") || g_str_equal(low, "button") ? frame->form : -1;
    self->builder->pre = FALSE;
    builder_text(self->builder, value, strlen(value), tag->start, TRUE);
    builder_break(self->builder, BREAK_SPACE);
}

/* What is declared for the element of frame n, by all origins. */
static void declare(Renderer *self, guint n, const HtmlTag *tag) {
    Frame *frame = html_stack_frame(&self->stack, n);
    CssElement *element = &g_array_index(self->stack.path, CssElement, n);
    CssDeclaration declarations[CSS_DECLARATIONS_MAX];
    frame->cascade.values.set = frame->media.values.set = 0;
    if (is_named(tag, "a") && html_attribute(tag, "href") != NULL)
        css_cascade_add(&frame->cascade, &self->link_color, 1, CSS_WEIGHT_HINT);
    css_cascade_add(&frame->cascade, declarations, render_hints(tag, declarations),
                    CSS_WEIGHT_HINT);
    if (!stylesheet_is_empty(self->sheet)) {
        stylesheet_element(self->sheet, tag->name, tag->name_length, tag->attributes, element);
        stylesheet_match(self->sheet, &g_array_index(self->stack.path, CssElement, 0), n + 1,
                         &frame->cascade, &frame->media);
    }
    const char *style = html_attribute(tag, "style");
    if (style != NULL) {
        guint count =
            css_parse_declarations(style, strlen(style), declarations, CSS_DECLARATIONS_MAX);
        css_cascade_add(&frame->cascade, declarations, count, CSS_WEIGHT_INLINE);
    }
    html_stack_compute(&self->stack, n);
}

/* <html> and <body> are open from the start; the first tag of each says how they look. */
static void open_root(Renderer *self, const HtmlTag *tag) {
    gboolean body = is_named(tag, "body");
    gboolean *seen = body ? &self->seen_body : &self->seen_html;
    if (*seen || is_named(tag, "head"))
        return;
    *seen = TRUE;
    const char *link = body ? html_attribute(tag, "link") : NULL;
    if (link != NULL)
        css_parse_value(CSS_COLOR, link, strlen(link), &self->link_color.value);
    declare(self, body ? 1 : 0, tag);
    for (guint n = body ? 2 : 1; n < html_stack_depth(&self->stack); n++)
        html_stack_compute(&self->stack, n);
}

static void push_root(Renderer *self, const char *name) {
    const HtmlTag tag = {.element = element_find(name, 4), .name = name, .name_length = 4};
    html_stack_push(&self->stack, &tag);
    declare(self, html_stack_depth(&self->stack) - 1, &tag);
}

static void on_open(gpointer data, const HtmlTag *tag) {
    Renderer *self = data;
    const Element *element = tag->element;
    active_add(self->view, self->builder->part, tag);
    if (element != NULL && (element->flags & ELEMENT_RAW))
        return;
    if (element != NULL && (element->group & GROUP_ROOT)) {
        open_root(self, tag);
        return;
    }
    html_stack_imply_ends(&self->stack, element);
    if (html_stack_depth(&self->stack) >= LIMIT_HTML_DEPTH) {
        html_stack_pop(&self->stack);
        self->limited = TRUE;
    }
    Frame *frame = html_stack_push(&self->stack, tag);
    declare(self, html_stack_depth(&self->stack) - 1, tag);
    add_break(self, &frame->computed, break_of(&frame->computed));
    if (element == NULL)
        return;
    if (element->group == GROUP_A)
        begin_link(self, frame, tag, LINK_A, "href");
    else if (is_named(tag, "img"))
        add_image(self, frame, tag, frame->link);
    else if (is_named(tag, "br"))
        add_break(self, &frame->computed, BREAK_LINE);
    else if (is_named(tag, "area"))
        begin_link(self, frame, tag, LINK_AREA, "href");
    else if (element->group == GROUP_FORM)
        begin_link(self, frame, tag, LINK_FORM, "action");
    else if (element->group == GROUP_BUTTON && frame->link < 0)
        frame->link = frame->form;
    else if (is_named(tag, "input"))
        add_input(self, frame, tag);
    if (frame->computed.paints_image && frame->computed.hidden == HIDDEN_NO && frame->link >= 0)
        link_at(self, frame->link)->hidden = FALSE;
    if (element->flags & ELEMENT_VOID)
        html_stack_pop(&self->stack);
}

static void on_close(gpointer data, const HtmlTag *tag) {
    Renderer *self = data;
    /* "</br>" and "</p>" alone begin a line as well (WHATWG HTML 13.2.6.4.7). */
    if (!html_stack_close(&self->stack, tag) && (is_named(tag, "br") || is_named(tag, "p")))
        add_break(self, &html_stack_top(&self->stack)->computed, BREAK_LINE);
}

static void on_style(gpointer data, const char *css, gsize length, const char *media,
                     gsize media_length) {
    Renderer *self = data;
    if (!stylesheet_add(self->sheet, css, length, media, media_length))
        self->limited = TRUE;
}

static void on_begin(gpointer data) {
    push_root(data, "html");
    push_root(data, "body");
}

static void end_hidden(Renderer *self) {
    for (guint i = 0; i < self->hidden->len; i++) {
        GString *text = g_ptr_array_index(self->hidden, i);
        HiddenBlock *block = g_ptr_array_index(self->view->hidden, self->first_hidden + i);
        while (text->len > 0 && text->str[text->len - 1] == ' ')
            g_string_truncate(text, text->len - 1);
        block->text = g_string_free(text, FALSE);
    }
    g_ptr_array_unref(self->hidden);
}

void view_render_html(ViewBuilder *builder, const Part *part) {
    static const HtmlHandler handler = {
        .style = on_style, .begin = on_begin, .open = on_open, .close = on_close, .text = on_text};
    const Text *text = part_text(part);
    gsize start = builder->text->len;
    Renderer self = {
        .builder = builder,
        .view = builder->view,
        .source = text->utf8,
        .sheet = stylesheet_new(),
        .link_color = {CSS_COLOR, FALSE, {.type = CSS_COLOUR, .color = 0x0000ee, .number = 1}},
        .hidden = g_ptr_array_new(),
        .first_hidden = builder->view->hidden->len};
    html_stack_init(&self.stack);
    self.stack.ended = on_ended;
    self.stack.data = &self;
    gboolean whole = html_parse(text->utf8, text->length, &handler, &self);
    builder->view->html_truncated |= !whole || self.limited || stylesheet_is_exhausted(self.sheet);
    builder->view->html_octets = MAX(builder->view->html_octets, text->length);
    builder_break(builder, BREAK_LINE);
    end_hidden(&self);
    html_stack_clear(&self.stack);
    stylesheet_free(self.sheet);
    view_autolink(builder, start);
}
