/* hits.c - keeps hits by list and finds those of one. */
#include "message/words/hits.h"

#include <string.h>

/* So many hits are held against each other to see whose phrase is new; more need a hash table. */
#define FEW_HITS 8u

Hits *hits_new(guint room) {
    Hits *self = g_new(Hits, 1);
    self->hits = g_array_sized_new(FALSE, FALSE, sizeof(Hit), room);
    self->lists = g_array_new(FALSE, FALSE, sizeof(HitList));
    return self;
}

void hits_free(Hits *self) {
    if (!self)
        return;
    g_array_unref(self->hits);
    g_array_unref(self->lists);
    g_free(self);
}

static const Hit *hit_at(const Hits *self, guint n) {
    return &g_array_index(self->hits, Hit, n);
}

void hits_add(Hits *self, const Hit *hit) {
    HitList *last =
        self->lists->len > 0 ? &g_array_index(self->lists, HitList, self->lists->len - 1) : NULL;
    if (!last || last->name != hit->list) {
        HitList list = {.name = hit->list, .first = self->hits->len, .end = self->hits->len};
        g_array_append_val(self->lists, list);
        last = &g_array_index(self->lists, HitList, self->lists->len - 1);
    }
    g_array_append_val(self->hits, *hit);
    last->end = self->hits->len;
}

static const HitList *find_list(const Hits *self, const char *name) {
    if (!self || self->lists->len == 0)
        return NULL;
    const HitList *list = &g_array_index(self->lists, HitList, 0);
    for (const HitList *end = list + self->lists->len; list < end; list++)
        if (list->name[0] == name[0] && strcmp(list->name, name) == 0)
            return list;
    return NULL;
}

/* The first hit of the list that begins at or after octet `start`. */
static guint first_from(const Hits *self, const HitList *list, gsize start) {
    guint low = list->first, high = list->end;
    while (start > 0 && low < high) {
        guint middle = low + (high - low) / 2;
        if (hit_at(self, middle)->start < start)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const Hit *hits_next(const Hits *self, const char *name, gsize start, gsize end, guint *at) {
    guint n = *at;
    if (n == 0) {
        const HitList *list = find_list(self, name);
        if (!list)
            return NULL;
        name = list->name;
        n = first_from(self, list, start);
    } else {
        name = hit_at(self, n - 1)->list;
    }
    for (; n < self->hits->len; n++) {
        const Hit *hit = hit_at(self, n);
        if (hit->list != name || hit->start >= end)
            return NULL;
        if (hit->start >= start && hit->end <= end) {
            *at = n + 1;
            return hit;
        }
    }
    return NULL;
}

gboolean hits_any(const Hits *self, const char *list, gsize start, gsize end) {
    guint at = 0;
    return hits_next(self, list, start, end, &at) != NULL;
}

double hits_weight(const Hits *self, const char *name, gsize start, gsize end) {
    const HitList *list = find_list(self, name);
    if (!list)
        return 0;
    /* A line of a list keeps the same address wherever it is found (phrases.c). */
    g_autoptr(GHashTable) seen =
        list->end - list->first > FEW_HITS ? g_hash_table_new(NULL, NULL) : NULL;
    double weight = 0;
    const Hit *before[FEW_HITS];
    guint count = 0;
    for (guint n = first_from(self, list, start); n < list->end; n++) {
        const Hit *hit = hit_at(self, n);
        if (hit->start >= end)
            break;
        if (hit->end > end)
            continue;
        gboolean known = FALSE;
        if (seen) {
            known = !g_hash_table_add(seen, (gpointer)hit->phrase);
        } else {
            for (guint i = 0; i < count && !known; i++)
                known = before[i]->phrase == hit->phrase;
            if (!known)
                before[count++] = hit;
        }
        weight += known ? 0 : hit->weight;
    }
    return weight;
}
