/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/expr.h"

#include <assert.h>

#include "base/mem.h"

static const char *const kind_names[] = {
#define KB_EXPR_NAME(kind, name) name,
    KB_EXPR_TABLE(KB_EXPR_NAME)
#undef KB_EXPR_NAME
};

void
kb_expr_clear(struct kb_expr_tree *tree)
{
    kb_mem_free(tree->nodes);
    *tree = (struct kb_expr_tree){.nodes = NULL};
}

const char *
kb_expr_kind_name(enum kb_expr_kind kind)
{
    assert(kind < KB_EXPR_KIND_COUNT);
    return kind_names[kind];
}
