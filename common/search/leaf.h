/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A leaf of a query's tree -> which articles it names: a query of terms and values, and
 * the need for what they cannot tell. Called by search/condition; calls
 * search/{condition (its input),expansion,need,store,values}, text, schema, the shim.
 */
#ifndef KB_SEARCH_LEAF_H
#define KB_SEARCH_LEAF_H

#include "search/condition.h"

/* Articles that come into question. Those that match `query` and meet `need`. */
struct kb_part {
    struct kb_query *query; /* owned; NULL = all articles */
    struct kb_need *need;   /* owned; NULL = none */
    bool is_exact;          /* the query alone tells it */
    bool is_full;           /* the need alone tells it */
    bool is_nothing;        /* it asks for nothing: a word without letters */
};

#define KB_PART_INIT                                                                   \
    {                                                                                  \
        NULL, NULL, true, false, false                                                 \
    }

struct kb_leaf_in {
    const struct kb_condition_in *in;
    const struct kb_expr *expr;
    uint32_t node;          /* of the tree: that of `expr` */
    enum kb_field_id field; /* whose own terms are looked up, KB_FIELD_COUNT = all */
    bool in_part; /* of the article: without own terms only the need can tell */
};

/**
 * Read a leaf, or KB_EXPR_NEAR with its children.
 *
 *   out    KB_PART_INIT; on failure what it has is to be freed all the same
 *
 * Fails: as kb_condition_read.
 */
enum kb_status kb_leaf_read(const struct kb_leaf_in *in, struct kb_part *out,
                            struct kb_error *err) KB_CHECKED;

#endif
