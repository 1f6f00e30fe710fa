/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The prefixes of a query's tree, each with the words that begin so: read once, for
 * what must be there and for what ranks. Called by search/{build,condition,leaf_words};
 * calls query, search/expansion, text and the shim. */
#ifndef KB_SEARCH_PREFIXES_H
#define KB_SEARCH_PREFIXES_H

#include "base/limits.h"
#include "query/expr.h"
#include "search/expansion.h"

struct kb_prefix {
    uint32_t node;         /* of the tree */
    struct kb_span folded; /* kept by the lexicon; empty where no word begins so */
    struct kb_expansion expansion;
};

struct kb_prefixes {
    struct kb_prefix items[KB_QUERY_MAX_LOOKUPS];
    size_t n;
};

/**
 * Read all prefixes of a tree.
 *
 *   in       its field does not count: that of the part of the article which the query
 *            names does, KB_FIELD_COUNT where it names none
 *   tree     its notes get which prefixes no word, and which too many begin with
 *   out      zeroed; kb_prefixes_clear
 *
 * Fails: KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_prefixes_read(const struct kb_expansion_in *in,
                                struct kb_expr_tree *tree, struct kb_prefixes *out,
                                struct kb_error *err) KB_CHECKED;

void kb_prefixes_clear(struct kb_prefixes *prefixes);

/**
 * That of a node of the tree, which is a prefix.
 */
const struct kb_prefix *kb_prefixes_at(const struct kb_prefixes *prefixes,
                                       uint32_t node);

/**
 * The field whose own terms hold the words of a part; KB_FIELD_COUNT = none does.
 */
enum kb_field_id kb_part_field(enum kb_name_id part);

#endif
