/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/results.h"

#include "base/mem.h"

void
kb_results_clear(struct kb_results *results)
{
    if (results == NULL)
        return;
    for (size_t i = 0; i < results->n; i++) {
        struct kb_result *result = &results->items[i];
        kb_buf_clear(&result->head);
        kb_buf_clear(&result->passage.text);
        kb_mem_free(result->passage.marks);
        kb_mem_free(result->matched);
        for (size_t r = 0; r < result->n_reasons; r++) {
            kb_buf_clear(&result->reasons[r].how);
            kb_buf_clear(&result->reasons[r].where);
        }
        kb_mem_free(result->reasons);
    }
    kb_mem_free(results->items);
    kb_buf_clear(&results->corrected);
    for (size_t i = 0; i < results->n_facets; i++) {
        for (size_t j = 0; j < results->facets[i].n; j++)
            kb_buf_clear(&results->facets[i].items[j].text);
        kb_mem_free(results->facets[i].items);
    }
    *results = (struct kb_results)KB_RESULTS_INIT;
}
