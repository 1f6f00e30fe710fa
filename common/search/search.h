/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The engine: an open index, a request -> results. One for every program and output.
 * Called by the programs; calls search/{ranked,snippet}, index, text, schema, the
 * shim. */
#ifndef KB_SEARCH_SEARCH_H
#define KB_SEARCH_SEARCH_H

#include "index/publish.h"
#include "search/ranked.h"
#include "search/results.h"

struct kb_engine;

enum kb_sort {
    KB_SORT_SCORE, /* best first */
    KB_SORT_DATE,  /* newest first, then by number */
    KB_SORT_ID     /* largest number first */
};

/* What is counted over all matches; flags. */
enum kb_facet_flags {
    KB_FACET_PRODUCT = 1 << 0,
    KB_FACET_YEAR = 1 << 1,
    KB_FACET_TYPE = 1 << 2
};

/* How much learned words count: not set is 1, 0 is not at all. */
struct kb_learned_weight {
    double weight; /* 0 to 1 */
    bool is_set;
};

struct kb_request {
    struct kb_span query; /* valid UTF-8; borrowed as long as the results */
    uint32_t n_max;       /* results wanted, 1 to KB_HITS_MAX */
    uint32_t first;       /* ranks left out in front; first + n_max <= KB_HITS_MAX */
    enum kb_sort sort;
    bool all;         /* near-identical articles are not folded */
    bool exact_total; /* the total is counted, not estimated */
    bool no_correct;  /* words are taken as they are, whatever is found */
    bool explain;
    unsigned facets;      /* enum kb_facet_flags */
    size_t passage_bytes; /* longest passage, about; 0 = none */
    struct kb_boosts boosts;
    struct kb_learned_weight learned;
};

/**
 * Open the index in service.
 *
 * Fails: as kb_index_open.
 */
enum kb_status kb_engine_open(const char *index, struct kb_engine **out,
                              struct kb_error *err) KB_CHECKED;

/**
 * Open a build by its id, in service or not. Fails as kb_index_open.
 */
enum kb_status kb_engine_open_build(const char *index, const char *build,
                                    struct kb_engine **out,
                                    struct kb_error *err) KB_CHECKED;

void kb_engine_free(struct kb_engine *engine);

/**
 * Go over to the build in service now, if that is another than the one that is open;
 * costs a readlink when it is not. For processes that live long: call it before each
 * search. An engine of kb_engine_open_build stays with its build.
 *
 * Fails: as kb_index_open; the engine then goes on with the build it has.
 */
enum kb_status kb_engine_refresh(struct kb_engine *engine,
                                 struct kb_error *err) KB_CHECKED;

/**
 * The open index, borrowed until the next kb_engine_refresh.
 */
const struct kb_index *kb_engine_index_borrow(const struct kb_engine *engine);

/**
 * The stored text of an article, see schema/stored.
 *
 *   shard    in which it stands, see kb_hit
 *   body     borrowed until the next call for this engine
 *
 * Fails: KB_E_CORRUPT when it has none or a damaged one; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_engine_body(struct kb_engine *engine, size_t shard, uint32_t id,
                              struct kb_span *body, struct kb_error *err) KB_CHECKED;

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
