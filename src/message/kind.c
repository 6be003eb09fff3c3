#include "message/kind.h"
#include "message/kind-facts.h"
void kind_decide(Message *self, Kind forced, const GArray *subject_hits) {
    Facts facts; facts_observe(&facts, self, subject_hits);
    self->kind.reasons = g_ptr_array_new_with_free_func(g_free);
    self->kind.kind = KIND_MARKETING;
}
