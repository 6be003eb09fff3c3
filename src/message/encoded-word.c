/* encoded-word.c - unstructured field values as text (RFC 2047, RFC 6532). */
#include "message/encoded-word.h"

#include <gmime/gmime.h>
#include <string.h>

/* One "=?charset?encoding?text?=" in the value. */
typedef struct {
    gsize start, end; /* octets of the value */
    char *charset;    /* without an RFC 2231 language */
    char encoding;    /* 'b' or 'q' */
    gsize text, text_end;
} Word;

static gboolean is_token_char(char c) {
    return (guchar)c > 0x20 && (guchar)c < 0x7f && strchr("()<>@,;:\"/[]?=", c) == NULL;
}

/* Reads the encoded word at value[at], which begins with "=?". */
static gboolean read_word(const char *value, gsize length, gsize at, Word *ret_word) {
    gsize i = at + 2, charset = i;
    while (i < length && is_token_char(value[i]))
        i++;
    if (i == charset || i + 2 >= length || value[i] != '?' || value[i + 2] != '?')
        return FALSE;
    char encoding = g_ascii_tolower(value[i + 1]);
    if (encoding != 'b' && encoding != 'q')
        return FALSE;
    gsize text = i + 3, end = text;
    /* The text holds no "?"; a space is wrong, and yet written by many: read, not judged here. */
    while (end + 1 < length && !(value[end] == '?' && value[end + 1] == '='))
        end++;
    if (end + 1 >= length)
        return FALSE;
    char *star = memchr(value + charset, '*', i - charset);
    gsize charset_end = star != NULL ? (gsize)(star - value) : i;
    *ret_word = (Word){at, end + 2, g_strndup(value + charset, charset_end - charset), encoding, text, end};
    return TRUE;
}

static gboolean decode_q(const char *text, gsize length, GString *out) {
    gboolean good = TRUE;
    for (gsize i = 0; i < length; i++) {
        if (text[i] == '_')
            g_string_append_c(out, ' ');
        else if (text[i] == '=' && i + 2 < length + 0 && g_ascii_isxdigit(text[i + 1]) &&
                 g_ascii_isxdigit(text[i + 2])) {
            g_string_append_c(out, (char)(g_ascii_xdigit_value(text[i + 1]) * 16 +
                                          g_ascii_xdigit_value(text[i + 2])));
            i += 2;
        } else {
            good &= text[i] != '=';
            g_string_append_c(out, text[i]);
        }
    }
    return good;
}

static gboolean decode_b(const char *text, gsize length, GString *out) {
    gboolean good = TRUE;
    guint32 bits = 0;
    guint have = 0;
    for (gsize i = 0; i < length; i++) {
        char c = text[i];
        int value = c >= 'A' && c <= 'Z'   ? c - 'A'
                    : c >= 'a' && c <= 'z' ? c - 'a' + 26
                    : c >= '0' && c <= '9' ? c - '0' + 52
                    : c == '+'             ? 62
                    : c == '/'             ? 63
                                           : -1;
        if (value < 0) {
            good &= c == '=' || c == ' ';
            continue;
        }
        bits = (bits << 6 | (guint32)value) & 0xffffff;
        have += 6;
        if (have >= 8) {
            have -= 8;
            g_string_append_c(out, (char)(bits >> have & 0xff));
        }
    }
    return good;
}

/* Appends octets as UTF-8; what is not valid becomes U+FFFD. Raw octets that are not UTF-8 are read
 * as windows-1252, which is what their senders meant. */
static void append_raw(EncodedText *self, GString *out, const char *octets, gsize length, gsize at) {
    gboolean high = FALSE;
    for (gsize i = 0; i < length && !high; i++)
        high = (octets[i] & 0x80) != 0;
    if (!high) {
        for (gsize i = 0; i < length; i++)
            if (octets[i] != '\0')
                g_string_append_c(out, octets[i]);
        return;
    }
    gboolean utf8 = g_utf8_validate(octets, (gssize)length, NULL);
    self->defects |= utf8 ? ENCODED_RAW_UTF8 : ENCODED_RAW_8BIT;
    if (self->defect_end == 0) {
        self->defect_start = at;
        self->defect_end = at + length;
    }
    if (utf8) {
        g_string_append_len(out, octets, (gssize)length);
        return;
    }
    g_autofree char *text = g_convert_with_fallback(octets, (gssize)length, "UTF-8", "WINDOWS-1252",
                                                    "\357\277\275", NULL, NULL, NULL);
    g_autofree char *valid = text == NULL ? g_utf8_make_valid(octets, (gssize)length) : NULL;
    g_string_append(out, text != NULL ? text : valid);
}

static void note(EncodedText *self, EncodedDefects defect, gsize start, gsize end) {
    self->defects |= defect;
    if (self->defect_end == 0) {
        self->defect_start = start;
        self->defect_end = end;
    }
}

/* Converts the joined octets of adjacent words of one charset. */
static void append_converted(EncodedText *self, GString *out, const GString *octets, const char *charset,
                             gsize start, gsize end) {
    if (octets->len == 0)
        return;
    const char *name = g_mime_charset_iconv_name(charset);
    gsize read = 0, written = 0;
    /* The superset that browsers and mail programs use for Latin-1 (WHATWG Encoding 4.2). */
    if (g_ascii_strcasecmp(charset, "iso-8859-1") == 0 || g_ascii_strcasecmp(charset, "us-ascii") == 0)
        name = "WINDOWS-1252";
    else if (g_ascii_strcasecmp(charset, "gb2312") == 0)
        name = "GB18030";
    g_autoptr(GError) error = NULL;
    g_autofree char *text =
        g_convert(octets->str, (gssize)octets->len, "UTF-8", name, &read, &written, &error);
    if (text == NULL) {
        gboolean unknown = g_error_matches(error, G_CONVERT_ERROR, G_CONVERT_ERROR_NO_CONVERSION);
        note(self, unknown ? ENCODED_UNKNOWN_CHARSET : ENCODED_UNDECODABLE, start, end);
        g_autofree char *valid = g_utf8_make_valid(octets->str, (gssize)octets->len);
        g_string_append(out, valid);
        return;
    }
    for (gsize i = 0; i < written; i++)
        if (text[i] == '\0')
            text[i] = ' ';
    if (strstr(text, "\357\277\275") != NULL)
        note(self, ENCODED_REPLACEMENT, start, end);
    g_string_append_len(out, text, (gssize)written);
}

EncodedText *encoded_text_decode(const char *value, gsize length) {
    EncodedText *self = g_new0(EncodedText, 1);
    GString *out = g_string_sized_new(length);
    g_autoptr(GString) octets = g_string_new(NULL);
    g_autofree char *charset = NULL; /* of `octets` */
    gsize run_start = 0, run_end = 0, raw = 0;
    for (gsize i = 0; i < length;) {
        const char *mark = memmem(value + i, length - i, "=?", 2);
        Word word = {0};
        if (mark == NULL)
            break;
        gsize at = (gsize)(mark - value);
        if (!read_word(value, length, at, &word)) {
            /* "=?" with a charset and "?B?" or "?Q?" behind was meant as an encoded word. */
            gsize k = at + 2;
            while (k < length && is_token_char(value[k]))
                k++;
            if (k > at + 2 && k + 2 < length && value[k] == '?' && value[k + 2] == '?' &&
                strchr("bBqQ", value[k + 1]) != NULL)
                note(self, ENCODED_MALFORMED, at, length);
            i = at + 2;
            continue;
        }
        /* White space between two encoded words is dropped (RFC 2047 section 6.2). */
        gboolean joined = charset != NULL && raw == run_end;
        for (gsize k = raw; joined && k < at; k++)
            joined = g_ascii_isspace(value[k]);
        if (!joined || g_ascii_strcasecmp(charset, word.charset) != 0) {
            if (charset != NULL)
                append_converted(self, out, octets, charset, run_start, run_end);
            g_string_truncate(octets, 0);
            if (!joined)
                append_raw(self, out, value + raw, at - raw, raw);
            run_start = at;
            g_free(charset);
            charset = g_steal_pointer(&word.charset);
        }
        g_free(word.charset);
        gboolean good = word.encoding == 'b'
                            ? decode_b(value + word.text, word.text_end - word.text, octets)
                            : decode_q(value + word.text, word.text_end - word.text, octets);
        if (!good)
            note(self, ENCODED_MALFORMED, word.start, word.end);
        self->words++;
        i = raw = run_end = word.end;
    }
    if (charset != NULL)
        append_converted(self, out, octets, charset, run_start, run_end);
    append_raw(self, out, value + raw, length - raw, raw);
    if (strstr(out->str, "\357\277\275") != NULL &&
        !(self->defects & (ENCODED_UNDECODABLE | ENCODED_UNKNOWN_CHARSET | ENCODED_RAW_8BIT)))
        self->defects |= ENCODED_REPLACEMENT;
    self->text = g_utf8_make_valid(out->str, (gssize)out->len);
    g_string_free(out, TRUE);
    return self;
}

void encoded_text_free(EncodedText *self) {
    if (self == NULL)
        return;
    g_free(self->text);
    g_free(self);
}
