/* marks.c - flags of words, in one pass over the hits and one over the words. */
#include "message/marks.h"

#include <string.h>

/* Endings of compounds that name a street in Danish, Norwegian, Swedish, Finnish, Icelandic,
 * German and Dutch; folded (so "straße" is "strasse").  A word must be longer than its ending. */
#define ENDING(text)                                                                               \
    { text, sizeof text - 1 }
static const struct {
    const char *text;
    gsize length;
} street_endings[] = {
    /* da, nb */
    ENDING("vej"),
    ENDING("vejen"),
    ENDING("vejs"),
    ENDING("gade"),
    ENDING("gaden"),
    ENDING("gades"),
    ENDING("stræde"),
    ENDING("strædet"),
    ENDING("plads"),
    ENDING("pladsen"),
    ENDING("torv"),
    ENDING("torvet"),
    ENDING("allé"),
    ENDING("alle"),
    ENDING("alléen"),
    ENDING("alleen"),
    ENDING("brygge"),
    ENDING("bryggen"),
    ENDING("boulevard"),
    ENDING("boulevarden"),
    ENDING("vænge"),
    ENDING("vænget"),
    ENDING("toften"),
    ENDING("stien"),
    ENDING("svinget"),
    ENDING("bakken"),
    ENDING("parken"),
    ENDING("vang"),
    ENDING("vangen"),
    ENDING("holmen"),
    ENDING("passagen"),
    ENDING("gården"),
    ENDING("kajen"),
    ENDING("krogen"),
    ENDING("haven"),
    ENDING("højen"),
    ENDING("engen"),
    ENDING("lunden"),
    ENDING("marken"),
    ENDING("skoven"),
    ENDING("kanten"),
    ENDING("havn"),
    ENDING("havnen"),
    ENDING("banen"),
    ENDING("dalen"),
    ENDING("kæret"),
    ENDING("gyden"),
    ENDING("gyde"),
    ENDING("kilen"),
    ENDING("hegnet"),
    ENDING("lodden"),
    ENDING("skellet"),
    ENDING("leddet"),
    ENDING("hjørnet"),
    /* nb, nn */
    ENDING("veien"),
    ENDING("vei"),
    ENDING("vegen"),
    ENDING("veg"),
    ENDING("gata"),
    ENDING("gate"),
    ENDING("gaten"),
    ENDING("plassen"),
    ENDING("plass"),
    ENDING("kaia"),
    ENDING("brygga"),
    ENDING("svingen"),
    ENDING("bakke"),
    ENDING("stranda"),
    /* sv */
    ENDING("gatan"),
    ENDING("vägen"),
    ENDING("väg"),
    ENDING("torget"),
    ENDING("torg"),
    ENDING("gränd"),
    ENDING("gränden"),
    ENDING("platsen"),
    ENDING("allén"),
    ENDING("stigen"),
    ENDING("backen"),
    ENDING("kajen"),
    ENDING("leden"),
    /* fi */
    ENDING("katu"),
    ENDING("tie"),
    ENDING("kuja"),
    ENDING("polku"),
    ENDING("ranta"),
    ENDING("aukio"),
    ENDING("kaari"),
    ENDING("puisto"),
    ENDING("penger"),
    /* is */
    ENDING("gata"),
    ENDING("vegur"),
    ENDING("braut"),
    ENDING("stígur"),
    ENDING("torg"),
    ENDING("götu"),
    ENDING("vegi"),
    ENDING("stræti"),
    ENDING("gerði"),
    /* de */
    ENDING("strasse"),
    ENDING("str"),
    ENDING("weg"),
    ENDING("platz"),
    ENDING("gasse"),
    ENDING("allee"),
    ENDING("damm"),
    ENDING("ufer"),
    ENDING("chaussee"),
    ENDING("markt"),
    ENDING("graben"),
    ENDING("steig"),
    ENDING("stieg"),
    ENDING("hof"),
    ENDING("berg"),
    ENDING("park"),
    ENDING("brücke"),
    /* nl */
    ENDING("straat"),
    ENDING("laan"),
    ENDING("plein"),
    ENDING("kade"),
    ENDING("gracht"),
    ENDING("singel"),
    ENDING("dijk"),
    ENDING("dreef"),
    ENDING("steenweg"),
    ENDING("weide"),
    ENDING("burgwal"),
    ENDING("hof"),
    ENDING("baan"),
    ENDING("markt"),
};
#undef ENDING

/* The endings by their last two octets, for every word of every message is held against them: those
 * of one key are first[key] and, from each, next[]; 0 is none, i + 1 stands for the i-th. */
typedef struct {
    guint8 first[256];
    guint8 next[G_N_ELEMENTS(street_endings)];
} EndingIndex;
G_STATIC_ASSERT(G_N_ELEMENTS(street_endings) < 255);

static guint8 ending_key(const char *text, gsize length) {
    return (guint8)((guchar)text[length - 1] * 7 + (guchar)text[length - 2]);
}

static gpointer index_endings(gpointer data) {
    static EndingIndex made;
    for (gsize i = 0; i < G_N_ELEMENTS(street_endings); i++) {
        guint8 key = ending_key(street_endings[i].text, street_endings[i].length);
        made.next[i] = made.first[key];
        made.first[key] = (guint8)(i + 1);
    }
    return &made;
}

static const EndingIndex *ending_index(void) {
    static GOnce once = G_ONCE_INIT;
    return g_once(&once, index_endings, NULL);
}

static gboolean has_street_ending(const EndingIndex *endings, const Words *words, guint n) {
    gsize start = g_array_index(words->words, Word, n).folded;
    gsize stop = n + 1 < words->words->len ? g_array_index(words->words, Word, n + 1).folded
                                           : words->folded->len;
    const char *folded = words->folded->str + start;
    gsize length = stop - start - 1;
    if (length < 2)
        return FALSE;
    for (guint i = endings->first[ending_key(folded, length)]; i > 0; i = endings->next[i - 1]) {
        gsize ending = street_endings[i - 1].length;
        if (length >= ending + 2 &&
            memcmp(folded + length - ending, street_endings[i - 1].text, ending) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Octets between two words that are looked at: what is longer parts them like a line ending. */
#define MAX_GAP 64

static const struct {
    const char *list;
    guint32 flag;
    gboolean last_only;
} lists[] = {
    {"street", MARK_STREET, TRUE},        {"postbox", MARK_BOX_END, TRUE},
    {"region", MARK_REGION_END, TRUE},    {"country", MARK_COUNTRY, FALSE},
    {"quantity", MARK_QUANTITY, FALSE},   {"telephone", MARK_TELEPHONE, FALSE},
    {"reference", MARK_REFERENCE, FALSE},
};

/* Short forms of states ("in", "or", "de") and of post-office boxes ("bp", "pl") are words of the
 * language too: they count only in capitals. */
static gboolean is_shouted(const Marks *self, const Hit *hit) {
    for (guint n = hit->first; n <= hit->last; n++)
        if (marks_word(self, n)->end - marks_word(self, n)->start <= 3 &&
            !marks_has(self, n, MARK_UPPER))
            return FALSE;
    return TRUE;
}

/* TRUE where the hit is an accident of its letters. */
static gboolean is_chance(const Marks *self, const Hit *hit, guint32 flag) {
    switch (flag) {
    case MARK_REGION_END:
        return hit->end - hit->start <= 3 && !is_shouted(self, hit);
    case MARK_BOX_END:
        return !marks_has(self, hit->first, MARK_CAPITAL);
    case MARK_TELEPHONE:
        /* "T: 98 63 12 34", not the rest of "don't". */
        return hit->end - hit->start == 1 &&
               !(marks_has(self, hit->last, MARK_UPPER) && marks_between(self, hit->last, ":."));
    default:
        return FALSE;
    }
}

static void mark_hits(Marks *self) {
    for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
        guint at = 0;
        for (const Hit *hit; (hit = hits_next(self->hits, lists[i].list, 0, G_MAXSIZE, &at));) {
            if (is_chance(self, hit, lists[i].flag))
                continue;
            guint first = lists[i].last_only ? hit->last : hit->first;
            for (guint n = first; n <= hit->last; n++)
                g_array_index(self->marks, Mark, n).flags |= lists[i].flag;
            Mark *mark = &g_array_index(self->marks, Mark, hit->last);
            mark->first = MAX(mark->first, hit->first);
        }
    }
}

/* Rows of numbers with one space, hyphen or dot between them, together of seven digits or more. */
static void mark_rows(Marks *self) {
    for (guint n = self->from; n < self->to;) {
        guint last = n;
        gsize digits = marks_word(self, n)->end - marks_word(self, n)->start;
        if (!marks_has(self, n, MARK_NUMBER)) {
            n++;
            continue;
        }
        while (last + 1 < self->to && marks_has(self, last + 1, MARK_NUMBER) &&
               marks_word(self, last + 1)->start - marks_word(self, last)->end == 1 &&
               !marks_between(self, last, "\n,")) {
            last++;
            digits += marks_word(self, last)->end - marks_word(self, last)->start;
        }
        if (last - n >= 2 && digits >= 7)
            for (guint i = n; i <= last; i++)
                g_array_index(self->marks, Mark, i).flags |= MARK_DIALLED;
        n = last + 1;
    }
}

Marks *marks_new(const char *text, gsize length, const Words *words, const Hits *hits) {
    Marks *self = g_new0(Marks, 1);
    const EndingIndex *endings = ending_index();
    self->text = text;
    self->words = words;
    self->hits = hits;
    self->end = length;
    self->to = words->words->len;
    self->marks = g_array_new(FALSE, TRUE, sizeof(Mark));
    g_array_set_size(self->marks, words->words->len);
    for (guint n = 0; n < self->to; n++) {
        Mark *mark = &g_array_index(self->marks, Mark, n);
        mark->flags = marks_word(self, n)->letters & MARK_LETTERS;
        if (!(mark->flags & (MARK_NUMBER | MARK_MIXED)) && has_street_ending(endings, words, n))
            mark->flags |= MARK_STREET | MARK_SUFFIX;
    }
    mark_hits(self);
    mark_rows(self);
    return self;
}

Marks marks_within(const Marks *self, gsize start, gsize end) {
    Marks part = *self;
    part.start = start;
    part.end = end;
    part.from = words_index_at(self->words, start);
    part.to = MAX(part.from, words_index_at(self->words, end));
    return part;
}

void marks_free(Marks *self) {
    if (!self)
        return;
    g_array_unref(self->marks);
    g_free(self);
}

Gap marks_gap(const Marks *self, guint n) {
    if (n + 1 >= self->words->words->len)
        return GAP_LINE;
    const char *at = self->text + marks_word(self, n)->end;
    const char *end = self->text + marks_word(self, n + 1)->start;
    guint spaces = 0, others = 0;
    gunichar other = 0;
    if (end - at > MAX_GAP)
        return GAP_LINE;
    for (; at < end; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (c == '\n')
            return GAP_LINE;
        if (g_unichar_isspace(c)) {
            spaces++;
        } else {
            others++;
            other = c;
        }
    }
    gboolean dash = other == '-' || (other >= 0x2010 && other <= 0x2015);
    if (others == 0)
        return GAP_SPACE;
    if (others == 1 && spaces == 0) {
        if (other == '\'' || other == 0x2019)
            return GAP_SPACE;
        return dash ? GAP_HYPHEN : GAP_TIGHT;
    }
    if (others == 1 && (other == '.' || other == '#' || other == '\'' || other == 0x2019))
        return GAP_SPACE;
    return GAP_BREAK;
}

gboolean marks_between(const Marks *self, guint n, const char *characters) {
    gsize start = marks_word(self, n)->end;
    gsize end = n + 1 < self->words->words->len ? marks_word(self, n + 1)->start : self->end;
    const char *stop = self->text + CLAMP(end, start, start + MAX_GAP);
    for (const char *at = self->text + start; at < stop; at = g_utf8_next_char(at))
        if (g_utf8_strchr(characters, -1, g_utf8_get_char(at)))
            return TRUE;
    return FALSE;
}
