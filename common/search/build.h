/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A query string -> what is searched: the ranked query within the articles that come
 * into question, the need they are judged by, the terms for passages. Reads no hits.
 * Called by search/search; calls query,
 * search/{condition,expansion,mend,ranked}. */
#ifndef KB_SEARCH_BUILD_H
#define KB_SEARCH_BUILD_H

#include "query/expr.h"
#include "search/condition.h"
#include "search/mend.h"
#include "search/ranked.h"

/* What a query is built with. */
struct kb_build_in {
    struct kb_analyzer *analyzer; /* borrowed, as all here */
    struct kb_reader *reader;
    struct kb_store *store;
    uint32_t n_shards;
    const struct kb_boosts *boosts;
    const struct kb_search_params *params;
    const struct kb_learned *learned; /* NULL = without */
    double learned_weight;            /* 0 to 1 */
    bool corrects;                    /* what may have been meant is asked for too */
};

struct kb_build {
    struct kb_expr_tree tree; /* its notes are those of the whole build */
    struct kb_asked asked;
    struct kb_mended mended;
    struct kb_query *query; /* owned; NULL = nothing can match */
    struct kb_need *need;   /* owned; NULL = none; until the lexicon forgets */
    uint32_t article; /* the query is this article's number: it comes first; 0 = none */
    uint32_t absent;  /* the query is the number of this article, which the index has
                         not; what it finds are those that cite it; 0 = none */
};

/**
 * Build a query.
 *
 *   query    valid UTF-8; borrowed as long as `out`
 *   out      zeroed; kb_build_clear
 *
 * Fails: KB_E_LIMIT over KB_QUERY_MAX_BYTES; KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM;
 * KB_E_INTERNAL.
 */
enum kb_status kb_build_read(const struct kb_build_in *in, struct kb_span query,
                             struct kb_build *out, struct kb_error *err) KB_CHECKED;

void kb_build_clear(struct kb_build *build);

#endif
