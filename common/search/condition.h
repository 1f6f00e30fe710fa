/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A query's tree -> which articles come into question: a filter of terms and values,
 * and a need (search/need) for what terms cannot tell. Ranks nothing: search/build
 * does. Called by search/build; calls search/{expansion,need,sift,store,values}, query,
 * text, schema and the shim. */
#ifndef KB_SEARCH_CONDITION_H
#define KB_SEARCH_CONDITION_H

#include "query/expr.h"
#include "search/need.h"
#include "search/prefixes.h"
#include "search/store.h"

/* Where a query is looked up. */
struct kb_condition_in {
    struct kb_analyzer *analyzer; /* borrowed, as all here */
    struct kb_reader *reader;
    struct kb_store *store;
    uint32_t n_shards;
    const struct kb_expr_tree *tree;
    const struct kb_prefixes *prefixes; /* those of the tree */
    size_t *n_settled;      /* conditions looked up by themselves so far (count) */
    struct kb_notes *notes; /* gets what an index has not */
};

struct kb_condition {
    struct kb_query *filter; /* owned; NULL = all articles */
    struct kb_need *need;    /* owned; NULL = the filter tells all */
    bool is_asked_for; /* the query itself names these articles; false: only those that
                          have one of its words besides */
};

/**
 * Read the condition of a tree.
 *
 *   out    empty; kb_condition_clear
 *
 * Fails: KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM; KB_E_INTERNAL.
 */
enum kb_status kb_condition_read(const struct kb_condition_in *in,
                                 struct kb_condition *out,
                                 struct kb_error *err) KB_CHECKED;

void kb_condition_clear(struct kb_condition *condition);

#endif
