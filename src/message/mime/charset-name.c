/* charset-name.c - the charset that a name of mail means. */
#include "message/mime/charset.h"

#include <gmime/gmime.h>

#include <iconv.h>
#include <string.h>

/* Longer than any name. */
#define NAME_OCTETS 45u

/* Names whose meaning in mail is not what iconv makes of them, or that it does not know. */
static const struct {
    const char *name, *canonical;
} aliases[] = {
    {"utf8", "utf-8"},
    {"unicode-1-1-utf-8", "utf-8"},
    {"utf-8n", "utf-8"},
    {"utf8mb4", "utf-8"},
    {"cp65001", "utf-8"},
    {"ascii", "us-ascii"},
    {"ansi_x3.4-1968", "us-ascii"},
    {"ansi_x3.4-1986", "us-ascii"},
    {"iso646-us", "us-ascii"},
    {"iso_646.irv:1991", "us-ascii"},
    {"us_ascii", "us-ascii"},
    {"usascii", "us-ascii"},
    {"7bit", "us-ascii"},
    {"latin1", "iso-8859-1"},
    {"latin-1", "iso-8859-1"},
    {"l1", "iso-8859-1"},
    {"iso8859-1", "iso-8859-1"},
    {"iso88591", "iso-8859-1"},
    {"iso_8859-1", "iso-8859-1"},
    {"iso_8859-1:1987", "iso-8859-1"},
    {"iso-8859-1-i", "iso-8859-1"},
    {"cp819", "iso-8859-1"},
    {"ibm819", "iso-8859-1"},
    {"8859-1", "iso-8859-1"},
    {"cp1252", "windows-1252"},
    {"cp-1252", "windows-1252"},
    {"x-cp1252", "windows-1252"},
    {"win-1252", "windows-1252"},
    {"windows1252", "windows-1252"},
    {"x-ansi", "windows-1252"},
    {"ansi", "windows-1252"},
    {"gb2312", "gb18030"},
    {"gb_2312-80", "gb18030"},
    {"x-gbk", "gb18030"},
    {"gbk", "gb18030"},
    {"cp936", "gb18030"},
    {"euc-cn", "gb18030"},
    {"chinese", "gb18030"},
    {"ks_c_5601-1987", "uhc"},
    {"ks_c_5601-1989", "uhc"},
    {"ksc5601", "uhc"},
    {"ksc_5601", "uhc"},
    {"euc-kr", "uhc"},
    {"cp949", "uhc"},
    {"korean", "uhc"},
    {"windows-949", "uhc"},
    {"shift_jis", "cp932"},
    {"shift-jis", "cp932"},
    {"sjis", "cp932"},
    {"x-sjis", "cp932"},
    {"ms_kanji", "cp932"},
    {"windows-31j", "cp932"},
    {"ms932", "cp932"},
    {"big5", "big5-hkscs"},
    {"big-5", "big5-hkscs"},
    {"cn-big5", "big5-hkscs"},
    {"x-x-big5", "big5-hkscs"},
    {"iso-8859-8-i", "iso-8859-8"},
    {"iso-8859-8-e", "iso-8859-8"},
    {"iso-8859-6-i", "iso-8859-6"},
    {"iso-8859-9", "windows-1254"},
    {"iso-8859-11", "cp874"},
    {"tis-620", "cp874"},
    {"dos-874", "cp874"},
    {"windows-874", "cp874"},
    {"unicode-1-1-utf-7", "utf-7"},
    {"x-unicode-2-0-utf-7", "utf-7"},
    {"iso-10646-ucs-2", "utf-16"},
    {"ucs-2", "utf-16"},
    {"unicode", "utf-16"},
    {"x-mac-roman", "macintosh"},
    {"mac", "macintosh"},
    {"x-mac-cyrillic", "mac-cyrillic"},
    {"koi8", "koi8-r"},
    {"koi", "koi8-r"},
};

/* Names that iconv has for itself and that no mail means: their octets depend on the machine. */
static const char *const private_names[] = {"internal", "wchar_t", "char", "ucs4", "ucs-4le"};

static gboolean is_by_hand(const char *canonical) {
    return strcmp(canonical, "utf-8") == 0 || strcmp(canonical, "us-ascii") == 0 ||
           strcmp(canonical, "iso-8859-1") == 0 || strcmp(canonical, "windows-1252") == 0 ||
           strcmp(canonical, "utf-16") == 0 || strcmp(canonical, "utf-32") == 0;
}

static gboolean iconv_knows(const char *name) {
    iconv_t converter = iconv_open("UTF-8", name);

    if (converter == (iconv_t)-1)
        return FALSE;
    iconv_close(converter);
    return TRUE;
}

/* Finds the name among `length` octets: the first word, without quotes; what stands behind it is
 * not the name ("utf-8 Content-Transfer-Encoding: 7bit"). In lower case, given away; NULL: no
 * charset is called like that. */
static char *clean_name(const char *name, gsize length) {
    gsize start = 0;
    gsize end;

    while (start < length &&
           (g_ascii_isspace(name[start]) || name[start] == '"' || name[start] == '\''))
        start++;
    for (end = start; end < length; end++) {
        if (g_ascii_isspace(name[end]) || (name[end] != '\0' && strchr("\"';,", name[end]) != NULL))
            break;
        /* iconv_open() gives others a meaning ("//TRANSLIT"). */
        if (!g_ascii_isalnum(name[end]) &&
            (name[end] == '\0' || strchr("-_.:+()", name[end]) == NULL))
            return NULL;
    }
    if (end == start || end - start > NAME_OCTETS)
        return NULL;
    return g_ascii_strdown(name + start, (gssize)(end - start));
}

char *charset_canonical(const char *name, gsize length) {
    g_autofree char *clean = clean_name(name, length);
    const char *known;

    if (clean == NULL)
        return NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(aliases); i++) {
        if (strcmp(aliases[i].name, clean) == 0) {
            g_free(clean);
            clean = g_strdup(aliases[i].canonical);
            break;
        }
    }
    if (is_by_hand(clean))
        return g_steal_pointer(&clean);
    for (gsize i = 0; i < G_N_ELEMENTS(private_names); i++) {
        if (strcmp(private_names[i], clean) == 0)
            return NULL;
    }
    if (iconv_knows(clean))
        return g_steal_pointer(&clean);
    /* GMime knows how mail spells names that iconv spells otherwise ("windows-cp1250"). */
    known = g_mime_charset_iconv_name(clean);
    if (known == NULL || g_ascii_strcasecmp(known, clean) == 0 || !iconv_knows(known))
        return NULL;
    return g_ascii_strdown(known, -1);
}
