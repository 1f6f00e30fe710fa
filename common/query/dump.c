/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/dump.h"

#include "query/when.h"

struct dump {
    const struct kb_expr_tree *tree;
    bool on_lines;
    struct kb_buf *out;
    struct kb_error *err;
};

static enum kb_status
put_day(const struct dump *d, uint32_t day)
{
    if (day == KB_WHEN_FIRST || day == KB_WHEN_LAST)
        return KB_OK;
    return kb_buf_printf(d->out, d->err, "%04u-%02u-%02u", day / 10000, day / 100 % 100,
                         day % 100);
}

/* What a node says besides its kind. */
static enum kb_status
put_detail(const struct dump *d, const struct kb_expr *expr)
{
    enum kb_status st = KB_OK;
    switch (expr->kind) {
    case KB_EXPR_WORDS:
    case KB_EXPR_PHRASE:
    case KB_EXPR_PREFIX:
    case KB_EXPR_VALUE:
        return kb_buf_printf(d->out, d->err, " '%.*s%s'",
                             KB_SPAN_ARG(kb_expr_text(d->tree, expr)),
                             expr->kind == KB_EXPR_PREFIX ? "*" : "");
    case KB_EXPR_DATE:
        st = kb_buf_append_byte(d->out, ' ', d->err);
        if (st == KB_OK)
            st = put_day(d, expr->from);
        if (st == KB_OK)
            st = kb_buf_append(d->out, KB_SPAN_LITERAL(".."), d->err);
        return st == KB_OK ? put_day(d, expr->to) : st;
    case KB_EXPR_ID:
    case KB_EXPR_CITES:
    case KB_EXPR_CITED_BY:
        return kb_buf_printf(d->out, d->err, " Q%u", expr->number);
    case KB_EXPR_NEAR:
        return kb_buf_printf(d->out, d->err, "/%u", expr->number);
    case KB_EXPR_IN:
        return kb_buf_printf(d->out, d->err, " %s", kb_name(expr->name)->name);
    case KB_EXPR_NOTHING:
    case KB_EXPR_ANY:
    case KB_EXPR_AND:
    case KB_EXPR_OR:
    case KB_EXPR_NOT:
    case KB_EXPR_MUST:
    case KB_EXPR_KIND_COUNT:
        break;
    }
    return KB_OK;
}

static enum kb_status
put_node(const struct dump *d, uint32_t node, int depth)
{
    const struct kb_expr *expr = kb_expr_at(d->tree, node);
    bool is_named = expr->kind == KB_EXPR_VALUE ||
                    (expr->kind == KB_EXPR_WORDS && expr->name != KB_NAME_COUNT);
    enum kb_status st = kb_buf_printf(
        d->out, d->err, "%*s%s", d->on_lines ? 2 * depth : 0, "",
        is_named ? kb_name(expr->name)->name : kb_expr_kind_name(expr->kind));
    if (st == KB_OK)
        st = put_detail(d, expr);
    if (st == KB_OK && d->on_lines)
        st = kb_buf_append_byte(d->out, '\n', d->err);
    for (uint32_t child = expr->first; child != 0 && st == KB_OK;
         child = kb_expr_at(d->tree, child)->next) {
        if (!d->on_lines)
            st = kb_buf_printf(d->out, d->err, child == expr->first ? "(" : ", ");
        if (st == KB_OK)
            st = put_node(d, child, depth + 1);
    }
    if (st == KB_OK && !d->on_lines && expr->first != 0)
        st = kb_buf_append_byte(d->out, ')', d->err);
    return st;
}

enum kb_status
kb_dump(const struct kb_expr_tree *tree, bool on_lines, struct kb_buf *out,
        struct kb_error *err)
{
    const struct dump d = {tree, on_lines, out, err};
    return put_node(&d, tree->root, 0);
}
