/* span-map.c - runs sorted by derived offset, found by bisection. */
#include "message/mime/span-map.h"

/* 12 octets: a text in which every other octet is an escape needs one run for each octet. */
typedef struct {
    guint32 to, from;
    guint8 unit_to, unit_from;
    guint8 stepped; /* base64: octet n of a unit is found at character n of its quantum */
} Run;

struct SpanMap {
    GArray *runs; /* of Run */
    gsize base;
    const SpanMap *behind;
};

SpanMap *span_map_new(void) {
    SpanMap *self = g_new0(SpanMap, 1);

    self->runs = g_array_new(FALSE, FALSE, sizeof(Run));
    return self;
}

void span_map_free(SpanMap *self) {
    if (self == NULL)
        return;
    g_array_unref(self->runs);
    g_free(self);
}

void span_map_set_behind(SpanMap *self, gsize base, const SpanMap *behind) {
    self->base = base;
    self->behind = behind;
}

static void add(SpanMap *self, const Run *run) {
    Run *last;

    if (self->runs->len > 0) {
        last = &g_array_index(self->runs, Run, self->runs->len - 1);
        if (last->unit_to == run->unit_to && last->unit_from == run->unit_from &&
            last->stepped == run->stepped && (run->to - last->to) % last->unit_to == 0 &&
            last->from + (run->to - last->to) / last->unit_to * last->unit_from == run->from)
            return;
        if (last->to == run->to) {
            *last = *run;
            return;
        }
    }
    g_array_append_vals(self->runs, run, 1);
}

void span_map_add(SpanMap *self, gsize to, gsize from, guint unit_to, guint unit_from) {
    Run run = {(guint32)to, (guint32)from, (guint8)unit_to, (guint8)MIN(unit_from, 255), FALSE};

    add(self, &run);
}

void span_map_add_base64(SpanMap *self, gsize to, gsize from) {
    Run run = {(guint32)to, (guint32)from, 3, 4, TRUE};

    add(self, &run);
}

/* The run that octet `at` lies in; NULL: before the first. */
static const Run *find(const SpanMap *self, gsize at) {
    guint low = 0;
    guint high = self->runs->len;

    while (low < high) {
        guint middle = low + (high - low) / 2;

        if (g_array_index(self->runs, Run, middle).to <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? &g_array_index(self->runs, Run, low - 1) : NULL;
}

/* The source octets of derived octet `at` in this map alone. */
static void octet(const SpanMap *self, gsize at, gsize *ret_start, gsize *ret_end) {
    const Run *run = find(self, at);
    gsize start = at;
    gsize end = at + 1;

    if (run != NULL) {
        gsize within = at - run->to;

        start = run->from + within / run->unit_to * run->unit_from;
        end = start + run->unit_from;
        if (run->stepped) {
            start += within % 3;
            end = start + 2; /* an octet takes bits of two characters */
        }
    }
    *ret_start = self->base + start;
    *ret_end = self->base + end;
}

void span_map_range(const SpanMap *self, gsize start, gsize end, gsize *ret_start, gsize *ret_end) {
    gsize ignored;

    for (const SpanMap *map = self; map != NULL; map = map->behind) {
        gsize last = MAX(end, start + 1) - 1;

        octet(map, start, &start, &ignored);
        octet(map, last, &ignored, &end);
    }
    *ret_start = start;
    *ret_end = end;
}

gsize span_map_locate(const SpanMap *self, gsize at) {
    gsize start, end;

    span_map_range(self, at, at + 1, &start, &end);
    return start;
}
