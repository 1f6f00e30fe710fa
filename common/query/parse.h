/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A query string -> a tree. Every text is a query: what cannot be understood is taken
 * as words, and the tree's notes say so. kbquery(7) describes the language. Called by
 * search; calls query and base. */
#ifndef KB_QUERY_PARSE_H
#define KB_QUERY_PARSE_H

#include "query/expr.h"

/**
 * Read a query.
 *
 *   query   valid UTF-8 for notes that are; borrowed as long as `out`
 *   out     empty; kb_expr_clear
 *
 * Fails: KB_E_LIMIT over KB_QUERY_MAX_BYTES; KB_E_NOMEM.
 */
enum kb_status kb_parse(struct kb_span query, struct kb_expr_tree *out,
                        struct kb_error *err) KB_CHECKED;

#endif
