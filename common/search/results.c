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
    }
    kb_mem_free(results->items);
    *results = (struct kb_results)KB_RESULTS_INIT;
}
