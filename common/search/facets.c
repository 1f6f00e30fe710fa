/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/facets.h"

#include "base/limits.h"
#include "base/mem.h"
#include "schema/field.h"
#include "shim/kb_shim_count.h"

enum {
    VALUES_MAX = 20, /* of one facet that are listed; the rest is counted */
    YEAR_BYTES = 4   /* at the begin of a date */
};

static const struct {
    unsigned flag;
    const char *name;
    struct kb_value_slot slot;
} facets[KB_FACETS_MAX] = {
    {KB_FACET_PRODUCT, "product", {KB_SLOT_PRODUCT, 0}},
    {KB_FACET_YEAR, "year", {KB_SLOT_MODIFIED, YEAR_BYTES}},
    {KB_FACET_TYPE, "type", {KB_SLOT_TYPE, 0}},
};

static enum kb_status
fill(const struct kb_counts *counts, struct kb_facet *out, struct kb_error *err)
{
    size_t n = counts->n < VALUES_MAX ? counts->n : VALUES_MAX;
    out->n_values = (uint32_t)counts->n;
    out->items = kb_mem_array(n, sizeof(*out->items));
    if (out->items == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu counts", n);
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < n && st == KB_OK; i++) {
        struct kb_facet_value *value = &out->items[out->n++];
        value->text = (struct kb_buf)KB_BUF_INIT(KB_STORED_MAX_BYTES);
        value->n = counts->items[i].n;
        st = kb_buf_append(&value->text, counts->items[i].value, err);
    }
    return st;
}

enum kb_status
kb_facets_count(struct kb_reader *reader, const struct kb_matches *matches,
                unsigned wanted, struct kb_results *out, struct kb_error *err)
{
    struct kb_value_slot slots[KB_FACETS_MAX];
    struct kb_counts counts[KB_FACETS_MAX] = {KB_COUNTS_INIT, KB_COUNTS_INIT,
                                              KB_COUNTS_INIT};
    size_t n = 0;
    for (size_t i = 0; i < KB_FACETS_MAX; i++) {
        if ((wanted & facets[i].flag) == 0)
            continue;
        out->facets[n] = (struct kb_facet){.name = facets[i].name};
        slots[n++] = facets[i].slot;
    }
    out->n_facets = n;
    enum kb_status st =
        n == 0 ? KB_OK
               : kb_reader_counts(reader, matches->query, matches->filter,
                                  &(struct kb_slots){slots, n}, counts, err);
    if (st == KB_OK && n > 0 && !out->total_is_exact)
        out->total = counts[0].n_matches;
    if (st == KB_OK && n > 0 && matches->filter == NULL)
        out->total_is_exact = true;
    for (size_t i = 0; i < n; i++) {
        if (st == KB_OK)
            st = fill(&counts[i], &out->facets[i], err);
        kb_counts_clear(&counts[i]);
    }
    return st;
}
