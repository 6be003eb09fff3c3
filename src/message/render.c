/* render.c - an HTML part as its reader sees it.
 *
 * Keeps a stack of open elements, each with its computed style (CSS Cascade 4: the declarations of
 * rules, presentational attributes and the style attribute laid over what is inherited), and
 * appends what is visible to the view, what is hidden to its hidden blocks.
 */
#include "limits.h"
#include "message/color.h"
#include "message/css.h"
#include "message/html.h"
#include "message/link.h"
#include "message/view-builder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *name;  /* libxml2's dictionary string: lives as long as the parser */
    CssElement css;
    Style style;       /* computed; style.hidden without size and contrast, which are the text's */
    const Style *interned; /* of style, with size and contrast judged; NULL: not needed yet */
    double opacity;
    gboolean pre, block, skip; /* skip: head, and comments of conditional kind */
    gint link;         /* link of the text in it, or -1 */
    gint hidden_block; /* block that its hidden text goes to, or -1 */
} Open;

typedef struct {
    ViewBuilder *builder;
    const Part *part;
    const Text *source;
    Stylesheet *sheet;
    GArray *open;   /* of Open */
    GArray *path;   /* of CssElement, of the same elements */
    GString *hidden_text;  /* of the hidden block in work */
    gint hidden_block;     /* index into view->hidden, or -1 */
    guint hidden_depth;    /* the stack's depth at which it began */
    gsize hidden_end;
} Renderer;

static const char *attribute(const char *const *attributes, const char *name) {
    guint n = 0;
    for (const char *const *at = attributes; at[0] != NULL && n < LIMIT_HTML_ATTRIBUTES; at += 2, n++)
        if (strcmp(at[0], name) == 0)
            return at[1] != NULL ? at[1] : "";
    return NULL;
}

static gboolean in_list(const char *name, const char *const *list) {
    for (; *list != NULL; list++)
        if (strcmp(*list, name) == 0)
            return TRUE;
    return FALSE;
}

/* Elements that begin and end a line. Table cells stand apart, so they do as well. */
static gboolean is_block(const char *name) {
    static const char *const blocks[] = {
        "p", "div", "td", "tr", "table", "th", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6",
        "center", "body", "tbody", "blockquote", "section", "article", "header", "footer", "nav", "main",
        "aside", "form", "hr", "address", "pre", "dl", "dt", "dd", "fieldset", "figure", "figcaption",
        "caption", "option", "details", "summary", "legend", NULL};
    return in_list(name, blocks);
}

static Place source_place(Renderer *self, gsize start, gsize end) {
    return (Place){text_span(self->part, start, end), self->part->section};
}

/* The block that hides ends: its text is put into the view's list, or dropped where it is blank. */
static void close_hidden(Renderer *self) {
    if (self->hidden_block < 0)
        return;
    HiddenBlock *block = g_ptr_array_index(self->builder->view->hidden, (guint)self->hidden_block);
    g_strchomp(self->hidden_text->str);
    block->text = g_strdup(self->hidden_text->str);
    block->place.span.end = self->hidden_end;
    g_string_truncate(self->hidden_text, 0);
    self->hidden_block = -1;
}

static void declare_pixels(Declared *declared, CssProperty property, const char *value) {
    if (value == NULL || *value == '\0' || strchr(value, '%') != NULL || !g_ascii_isdigit(*value))
        return;
    declared->length[property] = g_ascii_strtod(value, NULL);
    declared->set |= 1u << property;
}

/* The presentational hints of HTML (HTML 15.3): bgcolor, background, <font>, width, hidden. */
static Declared presentation(const char *name, const char *const *attributes) {
    Declared declared = {0};
    const char *value = attribute(attributes, "bgcolor");
    if (value != NULL && color_parse(value, strlen(value), &declared.background, &declared.background_alpha))
        declared.set |= 1u << CSS_BACKGROUND_COLOR;
    value = attribute(attributes, "background");
    if (value != NULL && *value != '\0') {
        declared.background_image = TRUE;
        declared.set |= 1u << CSS_BACKGROUND_IMAGE;
    }
    if (attribute(attributes, "hidden") != NULL) {
        declared.display = DISPLAY_NONE;
        declared.set |= 1u << CSS_DISPLAY;
    }
    if (strcmp(name, "font") == 0) {
        value = attribute(attributes, "color");
        if (value != NULL && color_parse(value, strlen(value), &declared.color, &declared.color_alpha))
            declared.set |= 1u << CSS_COLOR;
        value = attribute(attributes, "size");
        if (value != NULL && *value != '\0') {
            static const double px[] = {10, 10, 13, 16, 18, 24, 32, 48};
            int size = atoi(value);
            if (*value == '+' || *value == '-')
                size += 3;
            declared.font_size = px[CLAMP(size, 1, 7)];
            declared.set |= 1u << CSS_FONT_SIZE;
        }
    } else if (strcmp(name, "body") == 0) {
        value = attribute(attributes, "text");
        if (value != NULL && color_parse(value, strlen(value), &declared.color, &declared.color_alpha))
            declared.set |= 1u << CSS_COLOR;
    } else if (strcmp(name, "td") == 0 || strcmp(name, "table") == 0) {
        declare_pixels(&declared, CSS_HEIGHT, attribute(attributes, "height"));
    }
    return declared;
}

#define IS_SET(declared, property) (((declared)->set & (1u << (property))) != 0)

/* A length that leaves no room: 0 or 1 px (a common way to write 0). */
static gboolean is_tiny(const Declared *d, CssProperty property) {
    return IS_SET(d, property) && d->length[property] <= 1 && d->length[property] >= -0.01;
}

static HiddenReason hides(const Declared *d, double opacity) {
    if (IS_SET(d, CSS_DISPLAY) && d->display == DISPLAY_NONE)
        return HIDDEN_DISPLAY;
    if (opacity <= 0.01)
        return HIDDEN_OPACITY;
    if (IS_SET(d, CSS_OVERFLOW) && d->overflow_hidden &&
        (is_tiny(d, CSS_HEIGHT) || is_tiny(d, CSS_WIDTH) || is_tiny(d, CSS_MAX_HEIGHT) ||
         is_tiny(d, CSS_MAX_WIDTH)))
        return HIDDEN_OVERFLOW;
    if ((IS_SET(d, CSS_TEXT_INDENT) && d->length[CSS_TEXT_INDENT] <= -999) ||
        (IS_SET(d, CSS_POSITION) && d->positioned &&
         ((IS_SET(d, CSS_LEFT) && d->length[CSS_LEFT] <= -999) ||
          (IS_SET(d, CSS_TOP) && d->length[CSS_TOP] <= -999) || (IS_SET(d, CSS_CLIP) && d->clipped))))
        return HIDDEN_OFFSCREEN;
    return HIDDEN_NO;
}

/* Browsers' own style sheet (HTML 15.3.3), as far as sizes go. */
static double natural_size(const char *name, double inherited) {
    static const double heading[] = {2, 1.5, 1.17, 1, 0.83, 0.67};
    if (name[0] == 'h' && name[1] >= '1' && name[1] <= '6' && name[2] == '\0')
        return inherited * heading[name[1] - '1'];
    if (strcmp(name, "small") == 0 || strcmp(name, "sub") == 0 || strcmp(name, "sup") == 0)
        return inherited * 0.83;
    return strcmp(name, "big") == 0 ? inherited * 1.2 : inherited;
}

static void compute(Open *open, const Open *parent, const Declared *d, gboolean media_shown) {
    Style *style = &open->style;
    style->font_px = natural_size(open->name, parent->style.font_px);
    if (IS_SET(d, CSS_FONT_SIZE)) {
        double base = parent->style.font_px;
        style->font_px = d->font_unit == UNIT_PX        ? d->font_size
                         : d->font_unit == UNIT_REM     ? d->font_size * 16
                         : d->font_unit == UNIT_PERCENT ? d->font_size * base / 100
                                                        : d->font_size * base;
    }
    if (IS_SET(d, CSS_BACKGROUND_COLOR) && d->background_alpha > 0) {
        style->background = color_blend(d->background, d->background_alpha, style->background);
        if (d->background_alpha >= 0.99)
            style->background_image = FALSE;
    }
    if (IS_SET(d, CSS_BACKGROUND_IMAGE) && d->background_image)
        style->background_image = TRUE;
    if (strcmp(open->name, "a") == 0 && open->link >= 0 && !IS_SET(d, CSS_COLOR))
        style->color = 0x0000ee; /* HTML 15.3.4: links without a colour are blue */
    if (IS_SET(d, CSS_COLOR))
        style->color = d->color_inherit ? parent->style.color
                                        : color_blend(d->color, d->color_alpha, style->background);
    style->monospace |= strcmp(open->name, "pre") == 0 || strcmp(open->name, "code") == 0 ||
                        strcmp(open->name, "tt") == 0 || strcmp(open->name, "kbd") == 0;
    if (IS_SET(d, CSS_OPACITY))
        open->opacity *= d->opacity;
    style->media_shown |= media_shown;
    HiddenReason own = hides(d, open->opacity);
    if (own != HIDDEN_NO && (style->hidden == HIDDEN_NO || style->hidden == HIDDEN_VISIBILITY))
        style->hidden = own;
    else if (IS_SET(d, CSS_VISIBILITY)) {
        if (d->hidden && style->hidden == HIDDEN_NO)
            style->hidden = HIDDEN_VISIBILITY;
        else if (!d->hidden && style->hidden == HIDDEN_VISIBILITY)
            style->hidden = HIDDEN_NO;
    }
    open->pre = strcmp(open->name, "pre") == 0 || (IS_SET(d, CSS_WHITE_SPACE) ? d->pre : parent->pre);
    open->block = is_block(open->name);
    if (IS_SET(d, CSS_DISPLAY) && d->display != DISPLAY_NONE)
        open->block = d->display == DISPLAY_BLOCK || strcmp(open->name, "td") == 0;
}

/* The style of text in an element: size and contrast hide text, not elements. */
static const Style *text_style(Renderer *self, Open *open) {
    if (open->interned == NULL) {
        Style style;
        memset(&style, 0, sizeof style);
        style.font_px = open->style.font_px;
        style.color = open->style.color;
        style.background = open->style.background;
        style.background_image = open->style.background_image;
        style.monospace = open->style.monospace;
        style.media_shown = open->style.media_shown;
        style.hidden = open->style.hidden;
        if (style.hidden == HIDDEN_NO && style.font_px <= 1)
            style.hidden = HIDDEN_SIZE;
        else if (style.hidden == HIDDEN_NO && !style.background_image &&
                 color_contrast(style.color, style.background) < 1.05)
            style.hidden = HIDDEN_CONTRAST;
        open->interned = builder_style(self->builder, &style);
    }
    return open->interned;
}

static gboolean room(const GPtrArray *items) {
    return items->len < LIMIT_VIEW_ITEMS;
}

static void add_active(Renderer *self, ActiveKind kind, const char *what, gsize start, gsize end) {
    GPtrArray *list = self->builder->view->active;
    if (!room(list))
        return;
    Active *active = g_new0(Active, 1);
    active->kind = kind;
    active->what = g_strdup(what);
    active->part = self->builder->part;
    active->place = source_place(self, start, end);
    g_ptr_array_add(list, active);
}

/* A URL that runs code: browsers pass over control characters and white space in the scheme. */
static gboolean runs_code(const char *value) {
    char head[24];
    gsize n = 0;
    for (; *value != '\0' && n < sizeof head - 1; value++)
        if ((guchar)*value > 0x20)
            head[n++] = g_ascii_tolower(*value);
    head[n] = '\0';
    return g_str_has_prefix(head, "javascript:") || g_str_has_prefix(head, "vbscript:") ||
           g_str_has_prefix(head, "data:text/html");
}

static void find_active(Renderer *self, const char *name, const char *const *attributes, gsize start,
                        gsize end) {
    static const char *const embeds[] = {"iframe", "frame", "object", "embed", "applet", NULL};
    static const char *const urls[] = {"href", "src", "action", "background", "formaction",
                                       "data", "xlink:href", NULL};
    if (strcmp(name, "script") == 0) {
        const char *type = attribute(attributes, "type");
        if (type == NULL || g_ascii_strncasecmp(type, "application/ld+json", 19) != 0)
            add_active(self, ACTIVE_SCRIPT, name, start, end);
    } else if (in_list(name, embeds))
        add_active(self, ACTIVE_EMBED, name, start, end);
    else if (strcmp(name, "form") == 0)
        add_active(self, ACTIVE_FORM, name, start, end);
    else if (strcmp(name, "meta") == 0) {
        const char *equiv = attribute(attributes, "http-equiv");
        if (equiv != NULL && g_ascii_strcasecmp(equiv, "refresh") == 0)
            add_active(self, ACTIVE_REFRESH, "refresh", start, end);
    }
    guint n = 0;
    for (const char *const *at = attributes; at[0] != NULL && n < LIMIT_HTML_ATTRIBUTES; at += 2, n++) {
        if (at[0][0] == 'o' && at[0][1] == 'n' && g_ascii_isalpha(at[0][2]))
            add_active(self, ACTIVE_HANDLER, at[0], start, end);
        else if (at[1] != NULL && in_list(at[0], urls) && runs_code(at[1]))
            add_active(self, ACTIVE_URL, at[1], start, end);
    }
}

static gint add_link(Renderer *self, LinkKind kind, const char *href, const char *attribute_name,
                     const char *title, gsize start, gsize end) {
    GPtrArray *links = self->builder->view->links;
    if (!room(links))
        return -1;
    g_autoptr(Url) url = url_parse(href);
    Link *link = g_new0(Link, 1);
    link->kind = kind;
    link->href = g_steal_pointer(&url->href);
    link->scheme = g_steal_pointer(&url->scheme);
    link->host = g_steal_pointer(&url->host);
    link->title = g_strdup(title);
    link->start = link->end = self->builder->text->len;
    link->part = self->builder->part;
    link->html_offset = start;
    gsize value_start = start, value_end = end;
    html_attribute_span(self->source->utf8, start, end, attribute_name, &value_start, &value_end);
    link->place = source_place(self, value_start, value_end);
    g_ptr_array_add(links, link);
    return (gint)links->len - 1;
}

static void add_image(Renderer *self, Open *open, const char *const *attributes, gsize start, gsize end) {
    View *view = self->builder->view;
    if (!room(view->images))
        return;
    const char *width = attribute(attributes, "width"), *height = attribute(attributes, "height");
    Image *image = g_new0(Image, 1);
    image->src = g_strdup(attribute(attributes, "src"));
    image->alt = g_strdup(attribute(attributes, "alt"));
    image->link = open->link;
    image->width = width != NULL && g_ascii_isdigit(*width) ? atoi(width) : -1;
    image->height = height != NULL && g_ascii_isdigit(*height) ? atoi(height) : -1;
    image->hidden = open->style.hidden != HIDDEN_NO;
    image->part = self->builder->part;
    image->at = self->builder->text->len;
    image->place = source_place(self, start, end);
    g_ptr_array_add(view->images, image);
    if (open->link >= 0 && !image->hidden) {
        Link *link = g_ptr_array_index(view->links, (guint)open->link);
        link->images++;
        if (image->alt == NULL || *g_strstrip(image->alt) == '\0')
            link->images_without_alt++;
        else {
            char *joined = link->image_alt == NULL ? g_strdup(image->alt)
                                                   : g_strconcat(link->image_alt, " ", image->alt, NULL);
            g_free(link->image_alt);
            link->image_alt = joined;
        }
    }
    builder_break(self->builder, BREAK_SPACE);
}

static void on_start(gpointer data, const char *name, const char *const *attributes, gsize start,
                     gsize end) {
    Renderer *self = data;
    const Open parent = g_array_index(self->open, Open, self->open->len - 1);
    Open open = {.name = name, .style = parent.style, .opacity = parent.opacity, .link = parent.link};
    open.skip = parent.skip || strcmp(name, "head") == 0 || strcmp(name, "title") == 0 ||
                strcmp(name, "style") == 0 || strcmp(name, "script") == 0;
    find_active(self, name, attributes, start, end);
    const char *href;
    if (strcmp(name, "a") == 0) {
        href = attribute(attributes, "href");
        open.link = href == NULL ? -1 : add_link(self, LINK_A, href, "href", attribute(attributes, "title"),
                                                 start, end);
    } else if (strcmp(name, "area") == 0 && (href = attribute(attributes, "href")) != NULL) {
        gint area = add_link(self, LINK_AREA, href, "href", attribute(attributes, "title"), start, end);
        const char *alt = attribute(attributes, "alt");
        if (area >= 0) {
            Link *link = g_ptr_array_index(self->builder->view->links, (guint)area);
            link->images = 1;
            link->images_without_alt = alt == NULL || *alt == '\0';
            link->image_alt = g_strdup(alt);
        }
    } else if (strcmp(name, "form") == 0 && (href = attribute(attributes, "action")) != NULL)
        add_link(self, LINK_FORM, href, "action", attribute(attributes, "title"), start, end);

    Declared declared = presentation(name, attributes), rules;
    gboolean media_shown = FALSE;
    open.css = stylesheet_element(self->sheet, name, attribute(attributes, "id"),
                                  attribute(attributes, "class"));
    g_array_append_val(self->path, open.css);
    stylesheet_match(self->sheet, (const CssElement *)self->path->data, self->path->len, &rules,
                     &media_shown);
    declared_merge(&declared, &rules);
    const char *inline_style = attribute(attributes, "style");
    if (inline_style != NULL) {
        Declared own = {0};
        declared_parse(&own, inline_style, strlen(inline_style));
        declared_merge(&declared, &own);
    }
    compute(&open, &parent, &declared, media_shown);
    open.interned = NULL;
    if (open.block || strcmp(name, "br") == 0)
        builder_break(self->builder, BREAK_LINE);
    if (open.link != parent.link && open.link >= 0)
        ((Link *)g_ptr_array_index(self->builder->view->links, (guint)open.link))->style =
            text_style(self, &open);
    g_array_append_val(self->open, open);
    if (strcmp(name, "img") == 0 && !open.skip)
        add_image(self, &open, attributes, start, end);
}

static void on_end(gpointer data, const char *name) {
    Renderer *self = data;
    /* libxml2 balances its events; guard all the same. */
    if (self->open->len <= 1)
        return;
    const Open *open = &g_array_index(self->open, Open, self->open->len - 1);
    if (open->block)
        builder_break(self->builder, BREAK_LINE);
    g_array_set_size(self->open, self->open->len - 1);
    g_array_set_size(self->path, self->path->len - 1);
    if (self->hidden_block >= 0 && self->open->len < self->hidden_depth)
        close_hidden(self);
}

/* Hidden text belongs to the outermost element around it that hides everything between. */
static void add_hidden(Renderer *self, const char *text, gsize length, const Style *style, gsize start,
                       gsize end) {
    g_autoptr(GString) folded = g_string_sized_new(length);
    for (const char *at = text; at < text + length; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (builder_is_padding(c) || c == 0x200c || c == 0x200d)
            continue;
        if (g_unichar_isspace(c) || c == 0xa0 || c == 0x2007 || c < 0x20) {
            if (folded->len == 0 || folded->str[folded->len - 1] != ' ')
                g_string_append_c(folded, ' ');
        } else
            g_string_append_unichar(folded, c);
    }
    if (folded->len == 0 || (folded->len == 1 && folded->str[0] == ' '))
        return;
    View *view = self->builder->view;
    if (self->hidden_block < 0) {
        if (!room(view->hidden))
            return;
        guint depth = self->open->len;
        while (depth > 2 && text_style(self, &g_array_index(self->open, Open, depth - 2))->hidden != HIDDEN_NO)
            depth--;
        HiddenBlock *block = g_new0(HiddenBlock, 1);
        block->reason = style->hidden;
        block->media_shown = style->media_shown;
        block->at = self->builder->text->len;
        block->part = self->builder->part;
        block->place = source_place(self, start, end);
        g_ptr_array_add(view->hidden, block);
        self->hidden_block = (gint)view->hidden->len - 1;
        self->hidden_depth = depth;
    }
    self->hidden_end = text_span(self->part, start, end).end;
    if (self->hidden_text->len > 0)
        g_string_append_c(self->hidden_text, ' ');
    g_string_append(self->hidden_text, g_strchug(folded->str));
    g_string_truncate(self->hidden_text, MIN(self->hidden_text->len, LIMIT_TEXT_OCTETS));
}

static void on_text(gpointer data, const char *text, gsize length, gsize start, gsize end) {
    Renderer *self = data;
    Open *open = &g_array_index(self->open, Open, self->open->len - 1);
    if (open->skip)
        return;
    const Style *style = text_style(self, open);
    if (style->hidden != HIDDEN_NO) {
        add_hidden(self, text, length, style, start, end);
        return;
    }
    ViewBuilder *builder = self->builder;
    builder->style = style;
    builder->link = open->link;
    builder->fresh = TRUE;
    builder_text(builder, text, length, start, open->pre);
    builder->link = -1;
}

static void on_sheet(gpointer data, const char *css, gsize length) {
    Renderer *self = data;
    if (!stylesheet_add(self->sheet, css, length))
        self->builder->view->html_truncated = TRUE;
}

void view_render_html(ViewBuilder *builder, const Part *part) {
    static const HtmlHandler handler = {on_start, on_end, on_text};
    Renderer self = {.builder = builder, .part = part, .source = part_text(part), .hidden_block = -1};
    self.sheet = stylesheet_new();
    self.open = g_array_new(FALSE, FALSE, sizeof(Open));
    self.path = g_array_new(FALSE, FALSE, sizeof(CssElement));
    self.hidden_text = g_string_new(NULL);
    Open root = {.name = "", .opacity = 1, .link = -1};
    memset(&root.style, 0, sizeof root.style);
    root.style.font_px = 16;
    root.style.background = 0xffffff;
    g_array_append_val(self.open, root);
    html_styles(self.source->utf8, self.source->length, on_sheet, &self);
    if (!html_parse(self.source->utf8, self.source->length, &handler, &self))
        builder->view->html_truncated = TRUE;
    close_hidden(&self);
    builder->link = -1;
    stylesheet_free(self.sheet);
    g_array_unref(self.open);
    g_array_unref(self.path);
    g_string_free(self.hidden_text, TRUE);
}
