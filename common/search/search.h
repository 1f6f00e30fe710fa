/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The engine: an open index, a request -> results. One for every program and output.
 * Called by the programs; calls search/{asked,snippet}, index, text, schema, the
 * shim. */
#ifndef KB_SEARCH_SEARCH_H
#define KB_SEARCH_SEARCH_H

#include "search/asked.h"
#include "search/results.h"

struct kb_engine;

struct kb_request {
    struct kb_span query; /* valid UTF-8; borrowed as long as the results */
    uint32_t n_max;       /* results wanted, 1 to KB_HITS_MAX */
    size_t passage_bytes; /* longest passage, about; 0 = none */
    struct kb_boosts boosts;
};

/**
 * Open the index in service.
 *
 * Fails: as kb_index_open.
 */
enum kb_status kb_engine_open(const char *index, struct kb_engine **out,
                              struct kb_error *err) KB_CHECKED;

void kb_engine_free(struct kb_engine *engine);

/**
 * Search.
 *
 *   out    empty; kb_results_clear. Nothing found is KB_OK with n 0.
 *
 * Fails: KB_E_QUERY for an empty query; KB_E_LIMIT for one over KB_QUERY_MAX_BYTES;
 * KB_E_CORRUPT, KB_E_IO, KB_E_NOMEM, KB_E_INTERNAL.
 */
enum kb_status kb_engine_search(struct kb_engine *engine,
                                const struct kb_request *request,
                                struct kb_results *out,
                                struct kb_error *err) KB_CHECKED;

#endif
