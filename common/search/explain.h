/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the score of a result is made of, in words: which words of the query it has,
 * where and in which form, what each gave, and what the second look added.
 * Called by search/search; calls search/{asked,rank,store}, text, the shim. */
#ifndef KB_SEARCH_EXPLAIN_H
#define KB_SEARCH_EXPLAIN_H

#include "search/asked.h"
#include "search/engine.h"

struct kb_explain_job {
    struct kb_engine *engine;
    const struct kb_asked *asked;
    const struct kb_boosts *boosts;
    const struct kb_search_params *params;
    double best; /* the best score before the second look; 0 = there was none */
};

/**
 * Set the reasons of one result: their gains add up to its score.
 *
 *   hit       where the result stands
 *   result    its score is read, its reasons are set
 *
 * Fails: KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM; KB_E_INTERNAL.
 */
enum kb_status kb_explain(const struct kb_explain_job *job, const struct kb_hit *hit,
                          struct kb_result *result, struct kb_error *err) KB_CHECKED;

#endif
