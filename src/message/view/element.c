/* element.c - the table of elements. */
#include "message/view/element.h"

#include <string.h>

#define VOID ELEMENT_VOID
#define BLOCK (ELEMENT_BLOCK | ELEMENT_SPECIAL)
#define SPECIAL ELEMENT_SPECIAL
#define FORMAT ELEMENT_FORMATTING
#define RAW (ELEMENT_RAW | ELEMENT_SPECIAL)
#define UNSEEN (ELEMENT_UNSEEN | ELEMENT_SPECIAL)
#define MONO ELEMENT_MONOSPACE

#define NEVER 0, 0, 0
/* A block's start tag ends an open paragraph (WHATWG HTML 13.2.6.4.7, "button scope"). */
#define ENDS_P 0, GROUP_P, (GROUP_TABLE | GROUP_CELL | GROUP_SCOPE | GROUP_BUTTON)
#define TABLE_SCOPE (GROUP_TABLE | GROUP_SCOPE)

/* Sorted by name. */
static const Element elements[] = {
    {"a", FORMAT, GROUP_A, GROUP_A, GROUP_CELL | TABLE_SCOPE},
    {"address", BLOCK, ENDS_P},
    {"applet", SPECIAL | ELEMENT_ACTIVE, GROUP_SCOPE},
    {"area", VOID | SPECIAL, NEVER},
    {"article", BLOCK, ENDS_P},
    {"aside", BLOCK, ENDS_P},
    {"audio", 0, NEVER},
    {"b", FORMAT, NEVER},
    {"base", VOID | SPECIAL, NEVER},
    {"basefont", VOID | SPECIAL, NEVER},
    {"bgsound", VOID | SPECIAL, NEVER},
    {"big", FORMAT, NEVER, 1.2},
    {"blockquote", BLOCK, ENDS_P},
    {"body", BLOCK, GROUP_ROOT},
    {"br", VOID | SPECIAL, NEVER},
    {"button", SPECIAL, GROUP_BUTTON, GROUP_BUTTON, TABLE_SCOPE | GROUP_CELL},
    {"caption", BLOCK, GROUP_SCOPE, GROUP_CELL | GROUP_ROW | GROUP_SECTION, TABLE_SCOPE},
    {"center", BLOCK, ENDS_P},
    {"code", FORMAT | MONO, NEVER, 0.8125},
    {"col", VOID | SPECIAL, NEVER},
    {"colgroup", SPECIAL, NEVER},
    {"datalist", UNSEEN, NEVER},
    {"dd", BLOCK, GROUP_DT, GROUP_DT | GROUP_P, GROUP_DL | GROUP_CELL | TABLE_SCOPE},
    {"details", BLOCK, ENDS_P},
    {"dialog", UNSEEN, ENDS_P},
    {"dir", BLOCK, GROUP_LIST, GROUP_P, GROUP_CELL | TABLE_SCOPE | GROUP_BUTTON},
    {"div", BLOCK, ENDS_P},
    {"dl", BLOCK, GROUP_DL, GROUP_P, GROUP_CELL | TABLE_SCOPE | GROUP_BUTTON},
    {"dt", BLOCK, GROUP_DT, GROUP_DT | GROUP_P, GROUP_DL | GROUP_CELL | TABLE_SCOPE},
    {"em", FORMAT, NEVER},
    {"embed", VOID | SPECIAL | ELEMENT_ACTIVE, NEVER},
    {"fieldset", BLOCK, ENDS_P},
    {"figcaption", BLOCK, ENDS_P},
    {"figure", BLOCK, ENDS_P},
    {"font", FORMAT, NEVER},
    {"footer", BLOCK, ENDS_P},
    {"form", BLOCK, GROUP_FORM, GROUP_P, GROUP_TABLE | GROUP_CELL | GROUP_SCOPE | GROUP_BUTTON},
    {"frame", VOID | SPECIAL | ELEMENT_ACTIVE, NEVER},
    {"frameset", SPECIAL, NEVER},
    {"h1", BLOCK, ENDS_P, 2},
    {"h2", BLOCK, ENDS_P, 1.5},
    {"h3", BLOCK, ENDS_P, 1.17},
    {"h4", BLOCK, ENDS_P},
    {"h5", BLOCK, ENDS_P, 0.83},
    {"h6", BLOCK, ENDS_P, 0.67},
    {"head", SPECIAL, GROUP_ROOT},
    {"header", BLOCK, ENDS_P},
    {"hr", VOID | BLOCK, ENDS_P},
    {"html", BLOCK, GROUP_ROOT},
    {"i", FORMAT, NEVER},
    {"iframe", RAW | ELEMENT_ACTIVE, NEVER},
    {"img", VOID | SPECIAL, NEVER},
    {"input", VOID | SPECIAL, NEVER},
    {"kbd", MONO, NEVER, 0.8125},
    {"li", BLOCK, GROUP_LI, GROUP_LI | GROUP_P, GROUP_LIST | GROUP_CELL | TABLE_SCOPE},
    {"link", VOID | SPECIAL, NEVER},
    {"listing", BLOCK | ELEMENT_PRE | MONO, ENDS_P, 0.8125},
    {"main", BLOCK, ENDS_P},
    {"marquee", BLOCK, GROUP_SCOPE},
    {"menu", BLOCK, GROUP_LIST, GROUP_P, GROUP_CELL | TABLE_SCOPE | GROUP_BUTTON},
    {"meta", VOID | SPECIAL, NEVER},
    {"nav", BLOCK, ENDS_P},
    {"nobr", FORMAT, NEVER},
    {"noembed", RAW, NEVER},
    {"noframes", RAW, NEVER},
    {"noscript", 0, NEVER},
    {"object", SPECIAL | ELEMENT_ACTIVE, GROUP_SCOPE},
    {"ol", BLOCK, GROUP_LIST, GROUP_P, GROUP_CELL | TABLE_SCOPE | GROUP_BUTTON},
    {"optgroup", BLOCK, GROUP_OPTION, GROUP_OPTION, GROUP_SELECT | GROUP_CELL | TABLE_SCOPE},
    {"option", BLOCK, GROUP_OPTION, GROUP_OPTION, GROUP_SELECT | GROUP_CELL | TABLE_SCOPE},
    {"p", BLOCK, GROUP_P, GROUP_P, GROUP_TABLE | GROUP_CELL | GROUP_SCOPE | GROUP_BUTTON},
    {"param", VOID | SPECIAL, NEVER},
    {"pre", BLOCK | ELEMENT_PRE | MONO, ENDS_P, 0.8125},
    {"s", FORMAT, NEVER},
    {"samp", MONO, NEVER, 0.8125},
    {"script", RAW | ELEMENT_ACTIVE, NEVER},
    {"section", BLOCK, ENDS_P},
    {"select", SPECIAL, GROUP_SELECT},
    {"small", FORMAT, NEVER, 0.83},
    {"source", VOID | SPECIAL, NEVER},
    {"span", 0, NEVER},
    {"strike", FORMAT, NEVER},
    {"strong", FORMAT, NEVER},
    {"style", RAW, NEVER},
    {"sub", 0, NEVER, 0.83},
    {"summary", BLOCK, ENDS_P},
    {"sup", 0, NEVER, 0.83},
    {"table", BLOCK, GROUP_TABLE},
    {"tbody", BLOCK, GROUP_SECTION, GROUP_SECTION | GROUP_ROW | GROUP_CELL, TABLE_SCOPE},
    {"td", SPECIAL, GROUP_CELL, GROUP_CELL, GROUP_ROW | TABLE_SCOPE},
    {"template", UNSEEN, GROUP_SCOPE},
    {"textarea", SPECIAL | ELEMENT_PRE | MONO, NEVER, 0.8125},
    {"tfoot", BLOCK, GROUP_SECTION, GROUP_SECTION | GROUP_ROW | GROUP_CELL, TABLE_SCOPE},
    {"th", SPECIAL, GROUP_CELL, GROUP_CELL, GROUP_ROW | TABLE_SCOPE},
    {"thead", BLOCK, GROUP_SECTION, GROUP_SECTION | GROUP_ROW | GROUP_CELL, TABLE_SCOPE},
    {"title", RAW, NEVER},
    {"tr", BLOCK, GROUP_ROW, GROUP_ROW | GROUP_CELL, TABLE_SCOPE | GROUP_SECTION},
    {"track", VOID | SPECIAL, NEVER},
    {"tt", FORMAT | MONO, NEVER, 0.8125},
    {"u", FORMAT, NEVER},
    {"ul", BLOCK, GROUP_LIST, GROUP_P, GROUP_CELL | TABLE_SCOPE | GROUP_BUTTON},
    {"var", 0, NEVER},
    {"video", 0, NEVER},
    {"wbr", VOID | SPECIAL, NEVER},
    {"xml", UNSEEN, NEVER},
};

#define LONGEST_NAME 10 /* "blockquote", "figcaption" */

/* Where the names of each letter begin: rows from[letter] to from[letter + 1]. */
typedef struct {
    guint8 from[27];
} LetterIndex;
G_STATIC_ASSERT(G_N_ELEMENTS(elements) < 256);

static gpointer index_letters(gpointer data) {
    static LetterIndex made;
    for (gsize letter = 0, row = 0; letter <= 26; letter++) {
        while (row < G_N_ELEMENTS(elements) && *elements[row].name < (char)('a' + letter))
            row++;
        made.from[letter] = (guint8)row;
    }
    return &made;
}

const Element *element_find(const char *name, gsize length) {
    static GOnce once = G_ONCE_INIT;
    const LetterIndex *letters = g_once(&once, index_letters, NULL);
    if (length == 0 || length > LONGEST_NAME || !g_ascii_isalpha(*name))
        return NULL;
    char low[LONGEST_NAME + 1];
    for (gsize i = 0; i < length; i++)
        low[i] = g_ascii_tolower(name[i]);
    low[length] = '\0';
    gsize letter = (gsize)(*low - 'a');
    for (gsize row = letters->from[letter]; row < letters->from[letter + 1]; row++)
        /* In the order of the table: most tags are the short names of their letter. */
        if (elements[row].name[1] == low[1] && strcmp(elements[row].name, low) == 0)
            return &elements[row];
    return NULL;
}
