/* html-reference.c - character references of HTML ("&aring;", "&#229;", "&nbsp" without ";").
 *
 * libxml2 has the table of the names of HTML 4.  Added are the names of HTML5 for characters that
 * mail hides behind them: spaces, joiners and the ASCII signs of addresses.
 */
#include "message/view/html-scan.h"

#include <libxml/HTMLparser.h>
#include <string.h>

/* Common ones first: libxml2's look-up is a search from the first name to the last. */
static const struct {
    const char *name;
    gunichar character;
} names[] = {
    {"nbsp", 0xa0},
    {"amp", '&'},
    {"zwnj", 0x200c},
    {"lt", '<'},
    {"gt", '>'},
    {"quot", '"'},
    {"apos", '\''},
    {"shy", 0xad},
    {"aelig", 0xe6},
    {"oslash", 0xf8},
    {"aring", 0xe5},
    {"AElig", 0xc6},
    {"Oslash", 0xd8},
    {"Aring", 0xc5},
    {"copy", 0xa9},
    {"zwj", 0x200d},
    {"commat", '@'},
    {"period", '.'},
    {"comma", ','},
    {"colon", ':'},
    {"semi", ';'},
    {"sol", '/'},
    {"bsol", '\\'},
    {"num", '#'},
    {"dollar", '$'},
    {"percnt", '%'},
    {"excl", '!'},
    {"quest", '?'},
    {"lpar", '('},
    {"rpar", ')'},
    {"lbrack", '['},
    {"rbrack", ']'},
    {"lbrace", '{'},
    {"rbrace", '}'},
    {"equals", '='},
    {"plus", '+'},
    {"lowbar", '_'},
    {"hyphen", 0x2010},
    {"ast", '*'},
    {"vert", '|'},
    {"verbar", '|'},
    {"Tab", '\t'},
    {"NewLine", '\n'},
    {"ZeroWidthSpace", 0x200b},
    {"NoBreak", 0x2060},
    {"hairsp", 0x200a},
    {"numsp", 0x2007},
    {"puncsp", 0x2008},
    {"emsp13", 0x2004},
    {"emsp14", 0x2005},
    {"check", 0x2713},
    {"star", 0x2606},
    {"starf", 0x2605},
    {"phone", 0x260e},
    {"NonBreakingSpace", 0xa0},
    {"AMP", '&'},
    {"LT", '<'},
    {"GT", '>'},
    {"COPY", 0xa9},
    {"REG", 0xae},
};

#define LONGEST 31

static gunichar named(const char *name, gsize length) {
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (strncmp(names[i].name, name, length) == 0 && names[i].name[length] == '\0')
            return names[i].character;
    char word[LONGEST + 1];
    memcpy(word, name, length);
    word[length] = '\0';
    const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)word);
    return entity == NULL ? 0 : entity->value;
}

/* The references of 0x80 to 0x9f mean windows-1252 (WHATWG HTML 13.2.5.80). */
static gunichar numbered(guint64 number) {
    static const guint16 windows[32] = {
        0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
        0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178};
    if (number >= 0x80 && number <= 0x9f)
        return windows[number - 0x80];
    gboolean valid = number != 0 && number <= 0x10ffff && !(number >= 0xd800 && number <= 0xdfff);
    return valid ? (gunichar)number : 0xfffd;
}

static gsize numeric(const char *text, gsize length, gunichar *ret_character) {
    gsize i = 2;
    gboolean hex = length > 2 && (text[2] == 'x' || text[2] == 'X');
    if (hex)
        i++;
    gsize digits = i;
    guint64 number = 0;
    while (i < length && (hex ? g_ascii_isxdigit(text[i]) : g_ascii_isdigit(text[i]))) {
        number = number * (hex ? 16 : 10) + (guint64)g_ascii_xdigit_value(text[i++]);
        number = MIN(number, 0x110000);
    }
    if (i == digits)
        return 0;
    *ret_character = numbered(number);
    return i + (i < length && text[i] == ';');
}

gsize html_reference(const char *text, gsize length, gboolean attribute,
                     char out[HTML_REFERENCE_MAX], gsize *ret_length) {
    gunichar character = 0;
    gsize taken = 0;
    if (length < 2 || text[0] != '&')
        return 0;
    if (text[1] == '#')
        taken = numeric(text, length, &character);
    else {
        gsize n = 0;
        while (n < LONGEST && n + 1 < length && g_ascii_isalnum(text[n + 1]))
            n++;
        if (n > 1 && n + 1 < length && text[n + 1] == ';') {
            character = named(text + 1, n);
            taken = n + 2;
        }
        /* Without ";" the names of Latin-1 count, in text also with letters behind them
         * (WHATWG HTML 13.2.5.73). */
        gsize least = attribute ? n : 2;
        if (attribute && (n > 6 || (n + 1 < length && text[n + 1] == '=')))
            least = G_MAXSIZE;
        for (gsize k = MIN(n, 6); character == 0 && k >= least && k > 1; k--) {
            character = named(text + 1, k);
            taken = k + 1;
            if (character > 0xff || character == '\'' ||
                (character < 0x80 && strchr("<>&\"", (int)character) == NULL))
                character = 0;
        }
    }
    if (taken == 0 || character == 0)
        return 0;
    *ret_length = (gsize)g_unichar_to_utf8(character, out);
    return taken;
}
