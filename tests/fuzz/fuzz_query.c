/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a query: parsed into a tree whose parts lie within the query, whose
 * shape is a tree's and which is within its limits; dumped; read again from its own
 * dump, which is a query as any other. */
#include "base/limits.h"
#include "fuzz.h"
#include "query/dump.h"
#include "query/parse.h"
#include "text/encode.h"

enum {
    /* a bracket needs up to six levels of the tree: OR, AND, row, MUST, part, near */
    DEPTH_MAX = 6 * (KB_QUERY_MAX_DEPTH + 2)
};

/* Returns the nodes below and with `node`. */
static size_t
check_node(const struct kb_expr_tree *tree, uint32_t node, int depth)
{
    FUZZ_CHECK(node < tree->n && depth < DEPTH_MAX);
    const struct kb_expr *expr = kb_expr_at(tree, node);
    bool is_leaf = expr->kind < KB_EXPR_NEAR;
    size_t n = 1;
    FUZZ_CHECK(expr->kind < KB_EXPR_KIND_COUNT);
    FUZZ_CHECK(expr->begin <= expr->end && expr->end <= tree->query.n_bytes);
    FUZZ_CHECK(is_leaf == (expr->first == 0));
    FUZZ_CHECK(expr->kind != KB_EXPR_DATE || expr->from > 0);
    FUZZ_CHECK(expr->kind != KB_EXPR_ID || expr->number <= KB_ARTICLE_MAX_ID);
    for (uint32_t i = expr->first; i != 0; i = kb_expr_at(tree, i)->next)
        n += check_node(tree, i, depth + 1);
    return n;
}

static void
check_query(struct kb_span query, bool again)
{
    struct kb_expr_tree tree = {.nodes = NULL};
    struct kb_buf text = KB_BUF_INIT(4 * 1024 * 1024);
    enum kb_status st = kb_parse(query, &tree, NULL);
    FUZZ_CHECK(st == (query.n_bytes > KB_QUERY_MAX_BYTES ? KB_E_LIMIT : KB_OK));
    if (st == KB_OK) {
        FUZZ_CHECK(tree.n <= KB_QUERY_MAX_NODES);
        FUZZ_CHECK(check_node(&tree, tree.root, 0) <= tree.n);
        FUZZ_CHECK(tree.article <= KB_ARTICLE_MAX_ID);
        FUZZ_CHECK(tree.notes.n <= KB_NOTES_MAX);
        for (size_t i = 0; i < tree.notes.n; i++) {
            const struct kb_note *note = &tree.notes.items[i];
            FUZZ_CHECK(note->begin <= note->end && note->end <= query.n_bytes);
            FUZZ_CHECK(!kb_encode_is_utf8(query) ||
                       kb_encode_is_utf8(kb_span_cstr(note->text)));
        }
        FUZZ_CHECK(kb_dump(&tree, again, &text, NULL) == KB_OK);
        if (again)
            check_query(kb_buf_span(&text), false);
    }
    kb_buf_clear(&text);
    kb_expr_clear(&tree);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_query(fuzz_input(data, size), true);
    return 0;
}
