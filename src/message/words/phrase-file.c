/* phrase-file.c - reads phrase files line by line. */
#include "message/words/phrase-file.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

void phrase_reader_init(PhraseReader *self, const char *source, const char *text, gsize length,
                        gboolean plain) {
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        length -= 3;
    }
    *self = (PhraseReader){.source = source, .at = text, .end = text + length, .plain = plain};
    self->cut = words_new("", 0);
    self->folded = g_string_sized_new(256);
}

void phrase_reader_clear(PhraseReader *self) {
    words_free(self->cut);
    g_string_free(self->folded, TRUE);
}

static gboolean malformed(const PhraseReader *self, GError **error, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

static gboolean malformed(const PhraseReader *self, GError **error, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *what = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s:%u: %s", self->source, self->line,
                what);
    return FALSE;
}

/* Cuts [at, end) into words, which are added to the line as one way of its last slot.  Sets *ret
 * to how many there were. */
static gboolean add_way(PhraseReader *self, PhraseLine *line, const char *at, const char *end,
                        guint *ret, GError **error) {
    while (at < end && g_ascii_isspace(*at))
        at++;
    while (end > at && g_ascii_isspace(end[-1]))
        end--;
    gboolean number = end - at == 3 && memcmp(at, PHRASE_NUMBER, 3) == 0;
    words_cut(self->cut, at, (gsize)(end - at));
    guint count = self->cut->words->len;
    *ret = count;
    if (count == 0)
        return TRUE;
    if (line->n_words + count > PHRASE_WORDS)
        return malformed(self, error, _("a phrase of over %d words"), PHRASE_WORDS);
    PhraseWay way = {.first_word = line->n_words, .words = count};
    line->ways[line->n_ways++] = way;
    for (guint i = 0; i < count; i++) {
        /* The place in self->folded for now: it may still move. */
        line->words[line->n_words++] = GSIZE_TO_POINTER(self->folded->len);
        const char *word = number ? PHRASE_NUMBER : words_folded(self->cut, i);
        g_string_append_len(self->folded, word, (gssize)strlen(word) + 1);
    }
    line->slots[line->n_slots].ways++;
    return TRUE;
}

/* The ways of one slot, separated by "/". A slot that is punctuation only is passed over. */
static gboolean add_slot(PhraseReader *self, PhraseLine *line, const char *at, const char *end,
                         gboolean group, gboolean optional, GError **error) {
    if (line->n_slots == PHRASE_SLOTS)
        return malformed(self, error, _("a phrase of over %d places"), PHRASE_SLOTS);
    line->slots[line->n_slots] = (PhraseSlot){.optional = optional, .first_way = line->n_ways};
    gboolean several = memchr(at, '/', (gsize)(end - at)) != NULL;
    for (const char *way = at; way <= end;) {
        const char *slash = memchr(way, '/', (gsize)(end - way));
        const char *way_end = slash ? slash : end;
        guint count;
        if (!add_way(self, line, way, way_end, &count, error))
            return FALSE;
        if (count == 0 && (several || group))
            return malformed(self, error, _("“%.*s” holds a way without a word"), (int)(end - at),
                             at);
        way = way_end + 1;
    }
    if (line->slots[line->n_slots].ways > 0)
        line->n_slots++;
    return TRUE;
}

static gboolean add_gap(PhraseReader *self, PhraseLine *line, GError **error) {
    if (line->n_slots == PHRASE_SLOTS)
        return malformed(self, error, _("a phrase of over %d places"), PHRASE_SLOTS);
    if (line->n_slots == 0)
        return malformed(self, error, _("a phrase cannot begin with “...”"));
    if (line->slots[line->n_slots - 1].gap)
        return malformed(self, error, _("one “...” after another"));
    line->slots[line->n_slots++] = (PhraseSlot){.gap = TRUE};
    return TRUE;
}

/* Takes "= weight" off the end of the line. */
static gboolean take_weight(PhraseReader *self, PhraseLine *line, const char *at, const char **end,
                            GError **error) {
    line->weight = 1;
    const char *sign = memchr(at, '=', (gsize)(*end - at));
    if (!sign)
        return TRUE;
    g_autofree char *number = g_strndup(sign + 1, (gsize)(*end - sign - 1));
    g_strstrip(number);
    char *rest = NULL;
    double weight = g_ascii_strtod(number, &rest);
    if (!*number || *rest || !isfinite(weight) || fabs(weight) > 1000)
        return malformed(self, error, _("“%s” is no weight; expected a number of at most 1000"),
                         number);
    line->weight = weight;
    *end = sign;
    return TRUE;
}

/* "[da]", with nothing after it. */
static gboolean take_section(PhraseReader *self, const char *at, const char *end, GError **error) {
    gsize length = (gsize)(end - at);
    gboolean good = length >= 3 && at[length - 1] == ']';
    if (good && !(length == 3 && at[1] == '*')) {
        good = length == 4 || length == 5; /* ISO 639: two or three letters */
        for (gsize i = 1; good && i + 1 < length; i++)
            good = g_ascii_islower(at[i]);
    }
    if (!good)
        return malformed(self, error,
                         _("“%.*s” names no language; expected “[da]”, “[en]” or “[*]”"),
                         (int)MIN(length, 40), at);
    g_autofree char *language = g_strndup(at + 1, length - 2);
    self->language = g_intern_string(language);
    return TRUE;
}

static gboolean is_gap(const char *at, const char *end) {
    return (end - at == 3 && memcmp(at, "...", 3) == 0) ||
           (end - at == 3 && memcmp(at, "\xE2\x80\xA6", 3) == 0);
}

/* "{n}" is a word, and no group. */
static gboolean is_number(const char *at, const char *end) {
    return end - at >= 3 && memcmp(at, PHRASE_NUMBER, 3) == 0;
}

static gboolean take_slots(PhraseReader *self, PhraseLine *line, const char *at, const char *end,
                           GError **error) {
    while (at < end) {
        if (g_ascii_isspace(*at)) {
            at++;
            continue;
        }
        const char *behind;
        if (*at == '(' || (*at == '{' && !is_number(at, end))) {
            const char close = *at == '(' ? ')' : '}';
            behind = memchr(at, close, (gsize)(end - at));
            if (!behind)
                return malformed(self, error, _("“%c” is never closed"), *at);
            if (behind + 1 < end && !g_ascii_isspace(behind[1]))
                return malformed(self, error, _("“%c” inside a word; groups are of whole words"),
                                 close);
            if (!add_slot(self, line, at + 1, behind, TRUE, *at == '(', error))
                return FALSE;
            at = behind + 1;
            continue;
        }
        for (behind = at; behind < end && !g_ascii_isspace(*behind); behind++)
            if (*behind == '(' || *behind == ')')
                return malformed(self, error, _("“%c” inside a word; groups are of whole words"),
                                 *behind);
        if (is_gap(at, behind) ? !add_gap(self, line, error)
                               : !add_slot(self, line, at, behind, FALSE, FALSE, error))
            return FALSE;
        at = behind;
    }
    return TRUE;
}

/* What can only be judged of the whole phrase. */
static gboolean is_sound(PhraseReader *self, const PhraseLine *line, GError **error) {
    gboolean must = FALSE;
    double ways = 1;
    for (guint i = 0; i < line->n_slots; i++) {
        const PhraseSlot *slot = &line->slots[i];
        must |= !slot->gap && !slot->optional;
        if (!slot->gap)
            ways *= slot->ways + (slot->optional ? 1 : 0);
    }
    if (!must)
        return malformed(self, error, _("“%.*s” holds no word that must be there"),
                         (int)MIN(line->text_length, 80), line->text);
    if (line->slots[line->n_slots - 1].gap)
        return malformed(self, error, _("a phrase cannot end with “...”"));
    if (ways > PHRASE_WAYS)
        return malformed(self, error,
                         _("the phrase can be read in %.0f ways; at most %d are allowed"), ways,
                         PHRASE_WAYS);
    return TRUE;
}

static gboolean take_line(PhraseReader *self, PhraseLine *line, const char *at, const char *end,
                          GError **error) {
    if (!self->language)
        return malformed(self, error,
                         _("a phrase before the first section; expected “[da]”, “[en]” or “[*]”"));
    line->language = self->language;
    line->line = self->line;
    line->plain = self->plain;
    line->n_slots = line->n_ways = line->n_words = 0;
    g_string_truncate(self->folded, 0);
    if (!take_weight(self, line, at, &end, error))
        return FALSE;
    while (end > at && g_ascii_isspace(end[-1]))
        end--;
    line->text = at;
    line->text_length = (gsize)(end - at);
    if (self->plain) {
        guint count;
        line->slots[0] = (PhraseSlot){0};
        if (!add_way(self, line, at, end, &count, error))
            return FALSE;
    } else if (!take_slots(self, line, at, end, error) || !is_sound(self, line, error)) {
        return FALSE;
    }
    for (guint i = 0; i < line->n_words; i++)
        line->words[i] = self->folded->str + GPOINTER_TO_SIZE(line->words[i]);
    return TRUE;
}

gboolean phrase_reader_next(PhraseReader *self, PhraseLine *ret, GError **error) {
    while (self->at < self->end) {
        const char *at = self->at;
        const char *end = memchr(at, '\n', (gsize)(self->end - at));
        self->at = end ? end + 1 : self->end;
        self->line++;
        if (!end)
            end = self->end;
        if (!g_utf8_validate_len(at, (gsize)(end - at), NULL))
            return malformed(self, error, _("not UTF-8"));
        const char *comment = memchr(at, '#', (gsize)(end - at));
        if (comment)
            end = comment;
        while (at < end && g_ascii_isspace(*at))
            at++;
        while (end > at && g_ascii_isspace(end[-1]))
            end--;
        if (at == end)
            continue;
        if (*at != '[')
            return take_line(self, ret, at, end, error);
        if (!take_section(self, at, end, error))
            return FALSE;
    }
    return FALSE;
}
