/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A tree as text, for --explain-query and for tests. Called by the programs; calls
 * query/expr and base. */
#ifndef KB_QUERY_DUMP_H
#define KB_QUERY_DUMP_H

#include "base/buf.h"
#include "query/expr.h"

/**
 * Append a tree.
 *
 *   on_lines    true: a line each node, two spaces deeper than its parent; false: all
 *               on one line with brackets: any(words 'a b', must(phrase 'c d'))
 *
 * Fails: KB_E_LIMIT, KB_E_NOMEM of `out`.
 */
enum kb_status kb_dump(const struct kb_expr_tree *tree, bool on_lines,
                       struct kb_buf *out, struct kb_error *err) KB_CHECKED;

#endif
