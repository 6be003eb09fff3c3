/* detect.c - see detect.h. */
#include "input/detect.h"

#include "input/lines.h"

#include "limits.h"

#include <glib/gi18n.h>
#include <string.h>

/* Lines of the header section that are looked at: one that has no field line in these has none. */
#define HEADER_LINES 200

typedef struct {
    const char *at, *end;
} Cursor;

/* What the lines before the first empty one are. */
typedef struct {
    guint fields, known; /* field lines, and those with a name that mail programs write */
    FieldLine first;     /* the first line */
} Block;

typedef struct {
    const char *octets;
    gsize length;
    const char *reason;
} Magic;

/* What users are seen to hand in for mail. */
static const Magic magics[] = {
    {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8,
     N_("an Outlook .msg or other OLE file; save the message as .eml")},
    {"\x1f\x8b", 2, N_("gzip data; unpack it first")},
    {"BZh", 3, N_("bzip2 data; unpack it first")},
    {"\xfd"
     "7zXZ",
     5, N_("xz data; unpack it first")},
    {"\x28\xb5\x2f\xfd", 4, N_("zstd data; unpack it first")},
    {"PK\x03\x04", 4, N_("a ZIP archive; unpack it first")},
    {"!BDN", 4, N_("an Outlook .pst file; export its messages as .eml or mbox")},
    {"\x78\x9f\x3e\x22", 4, N_("a winmail.dat (TNEF) file, which holds attachments only")},
    {"%PDF-", 5, N_("a PDF document")},
    {"\x89PNG", 4, N_("a PNG image")},
    {"\xff\xd8\xff", 3, N_("a JPEG image")},
    {"GIF8", 4, N_("a GIF image")},
    {"{\\rtf", 5, N_("an RTF document")},
    {"\xff\xfe", 2, N_("UTF-16 or UTF-32 text; save it as UTF-8")},
    {"\xfe\xff", 2, N_("UTF-16 or UTF-32 text; save it as UTF-8")},
};

/* Tags of template languages that can stand before the first tag of HTML: Handlebars, Liquid,
 * Mailchimp, ERB, Salesforce, Template Toolkit, Customer.io comments. */
static const struct {
    const char *open, *close;
} merges[] = {{"{{!--", "--}}"}, {"{{", "}}"}, {"{%", "%}"}, {"{#", "#}"},   {"*|", "|*"},
              {"<%", "%>"},      {"%%", "%%"}, {"[%", "%]"}, {"<?php", "?>"}};

static gboolean begins(Cursor at, const char *text) {
    gsize length = strlen(text);
    return (gsize)(at.end - at.at) >= length && g_ascii_strncasecmp(at.at, text, length) == 0;
}

/* Moves behind the next `text`; FALSE where there is none. */
static gboolean pass_to(Cursor *at, const char *text) {
    const char *found = g_strstr_len(at->at, at->end - at->at, text);
    /* g_strstr_len stops at NUL: text that holds one is no template. */
    if (!found)
        return FALSE;
    at->at = found + strlen(text);
    return TRUE;
}

static gboolean pass_space(Cursor *at) {
    const char *start = at->at;
    while (at->at < at->end && g_ascii_isspace(*at->at))
        at->at++;
    return at->at > start;
}

static gboolean pass_merge(Cursor *at) {
    for (gsize i = 0; i < G_N_ELEMENTS(merges); i++) {
        Cursor behind = *at;
        if (!begins(*at, merges[i].open))
            continue;
        behind.at += strlen(merges[i].open);
        if (pass_to(&behind, merges[i].close)) {
            /* "{{{" closes with "}}}". */
            while (behind.at < behind.end && *behind.at == '}' && merges[i].open[1] == '{')
                behind.at++;
            *at = behind;
            return TRUE;
        }
    }
    return FALSE;
}

/* Whether a tag opens here: "<p>", "<mj-body ", "</td>", "<o:p/>", but no "<bo@example.dk>". */
static gboolean at_tag(Cursor at) {
    if (at.at == at.end || *at.at++ != '<')
        return FALSE;
    if (at.at < at.end && *at.at == '/')
        at.at++;
    if (at.at == at.end || !g_ascii_isalpha(*at.at))
        return FALSE;
    while (at.at < at.end && (g_ascii_isalnum(*at.at) || *at.at == '-' || *at.at == ':'))
        at.at++;
    return at.at == at.end || g_ascii_isspace(*at.at) || *at.at == '>' || *at.at == '/';
}

/* Whether the text is HTML or MJML: a tag is the first thing behind white space, comments, tags of
 * template languages and a front matter. */
static gboolean is_html(const char *head, gsize length) {
    Cursor at = {head, head + length};
    gboolean xml = FALSE;

    if (begins(at, "---\n") || begins(at, "---\r\n")) {
        at.at += 3;
        if (!pass_to(&at, "\n---"))
            return FALSE;
    }
    while (TRUE) {
        if (pass_space(&at) || pass_merge(&at))
            continue;
        if (begins(at, "<!--")) {
            if (!pass_to(&at, "-->"))
                return TRUE; /* a comment longer than what is looked at */
        } else if (begins(at, "<?xml")) {
            xml = TRUE;
            if (!pass_to(&at, "?>"))
                return FALSE;
        } else {
            break;
        }
    }
    if (xml) /* other XML is no mail */
        return begins(at, "<!doctype html") || begins(at, "<html") || begins(at, "<mjml");
    return begins(at, "<!doctype") || begins(at, "<![if") || at_tag(at);
}

static Block look_at_block(const char *head, gsize length) {
    Block block = {0};

    for (guint number = 0; number < HEADER_LINES && length > 0; number++) {
        gsize next, line = lines_length(head, length, &next);
        if (line == 0)
            break;
        FieldLine field = lines_field_line(head, line);
        block.fields += field != FIELD_LINE_NO;
        block.known += field == FIELD_LINE_KNOWN;
        if (number == 0)
            block.first = field;
        head += next;
        length -= next;
    }
    return block;
}

/* Whether the octets are no text of an ASCII-based charset: a NUL, or control characters that
 * text has not more often than once in thirty. */
static gboolean is_binary(const char *head, gsize length) {
    gsize controls = 0;

    for (gsize i = 0; i < length; i++) {
        guchar octet = (guchar)head[i];
        if (octet == 0)
            return TRUE;
        controls += octet < 0x20 && octet != '\t' && octet != '\n' && octet != '\r' &&
                    octet != '\f' && octet != '\033';
    }
    return controls > length / 30;
}

gboolean detect_has_field(const char *text, gsize length) {
    length = MIN(length, DETECT_OCTETS);
    for (guint number = 0; number < HEADER_LINES && length > 0; number++) {
        gsize next, line = lines_length(text, length, &next);
        if (line == 0)
            return FALSE;
        if (lines_field_line(text, line) != FIELD_LINE_NO)
            return TRUE;
        text += next;
        length -= next;
    }
    return FALSE;
}

static gboolean name_ends(const char *name, const char *const *endings) {
    const char *slash = name ? strrchr(name, '/') : NULL;
    const char *dot = name ? strrchr(slash ? slash : name, '.') : NULL;

    for (; dot && *endings; endings++)
        if (g_ascii_strcasecmp(dot + 1, *endings) == 0)
            return TRUE;
    return FALSE;
}

static const char *const html_endings[] = {"html", "htm", "xhtml", "mjml", NULL};
static const char *const text_endings[] = {"txt", "text", NULL};
static const char *const mail_endings[] = {"eml", "mbox", "mbx", "mail", "mime", "rfc822", NULL};

gboolean detect_name_is_mail(const char *name) {
    return name_ends(name, mail_endings);
}

gboolean detect_name_is_template(const char *name) {
    return name_ends(name, html_endings) || name_ends(name, text_endings);
}

static Detection nothing(Detection self, const char *reason) {
    self.what = DETECTED_NOTHING;
    self.reason = reason;
    return self;
}

static Detection certainly(Detection self, Detected what, gboolean sure) {
    self.what = what;
    self.sure = sure;
    return self;
}

/* Whether an mbox begins here: a From line that looks like one, or is followed by a field. */
static gboolean is_mbox(const char *head, gsize length, gboolean *ret_sure) {
    gsize next, line = lines_length(head, length, &next);

    if (length < 5 || memcmp(head, "From ", 5) != 0 ||
        lines_field_line(head, line) != FIELD_LINE_NO || line > LIMIT_FROM_LINE)
        return FALSE;
    FieldLine field = lines_field_line(head + next, length - next);
    *ret_sure = lines_from_line(head, line) == FROM_LINE_CERTAIN || field == FIELD_LINE_KNOWN;
    return *ret_sure || field != FIELD_LINE_NO;
}

Detection detect(const char *head, gsize length, const char *name) {
    Detection self = {0};
    gboolean sure = FALSE;

    if (length >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0) {
        head += 3;
        length -= 3;
    }
    if (length == 0) {
        self.empty = TRUE;
        return nothing(self, N_("an empty file"));
    }
    gsize empty = 0; /* line endings before an mbox are no part of it */
    while (empty < length && (head[empty] == '\n' || head[empty] == '\r'))
        empty++;

    Block block = look_at_block(head, length);
    self.has_field = block.fields > 0;
    self.binary = is_binary(head, length);
    self.from_line =
        length - empty >= 5 && memcmp(head + empty, "From ", 5) == 0 && block.first == 0;
    if (is_mbox(head + empty, length - empty, &sure))
        return certainly(self, DETECTED_MBOX, sure);

    /* A known name on the first line is enough.  One further down, or an unknown name, is not where
     * the content or the file's name say something else: templates and binary data have colons
     * too. */
    if (block.first == FIELD_LINE_KNOWN)
        return certainly(self, DETECTED_MESSAGE, block.known >= 2);
    for (gsize i = 0; i < G_N_ELEMENTS(magics); i++)
        if (length >= magics[i].length && memcmp(head, magics[i].octets, magics[i].length) == 0) {
            self.binary = TRUE;
            return nothing(self, magics[i].reason);
        }
    if (!self.binary && is_html(head, length))
        return certainly(self, DETECTED_HTML, FALSE);
    gboolean template = detect_name_is_template(name);
    if (block.known >= (template || self.binary ? 2u : 1u) ||
        (block.first != FIELD_LINE_NO && !self.binary && !template))
        return certainly(self, DETECTED_MESSAGE, block.known >= 2);
    if (self.binary)
        return nothing(self, N_("binary data"));
    if (name_ends(name, html_endings))
        return certainly(self, DETECTED_HTML, FALSE);
    if (name_ends(name, text_endings))
        return certainly(self, DETECTED_TEXT, FALSE);
    return nothing(self,
                   empty ? N_("an empty line at the start") : N_("text without a header section"));
}
