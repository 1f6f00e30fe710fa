/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/leaf.h"

#include <stdio.h>

#include "base/limits.h"
#include "base/mem.h"
#include "query/when.h"
#include "schema/term.h"
#include "search/leaf_words.h"
#include "search/values.h"

static enum kb_status
number_query(const struct kb_leaf_in *in, enum kb_field_id field, uint32_t number,
             struct kb_query **out, struct kb_error *err)
{
    char digits[16];
    struct kb_buf term = KB_BUF_INIT(KB_TERM_MAX_BYTES);
    struct kb_term_stats stats = {0};
    int n = snprintf(digits, sizeof(digits), "%u", number);
    enum kb_status st =
        kb_term_of_value(field, kb_span_at(digits, (size_t)n), &term, err);
    if (st == KB_OK)
        st = kb_reader_term(in->in->reader, kb_buf_span(&term), &stats, err);
    if (st == KB_OK && stats.n_docs == 0)
        kb_notes_add(in->in->notes, in->expr->begin, in->expr->end,
                     field == KB_FIELD_ID ? "Q%u is not in this archive"
                                          : "no article here cites Q%u",
                     number);
    if (st == KB_OK)
        st = kb_query_term(kb_buf_span(&term), 1, out, err);
    kb_buf_clear(&term);
    return st;
}

/* "191014,200001" -> the articles of these numbers. */
static enum kb_status
numbers_query(struct kb_span list, struct kb_query **out, struct kb_error *err)
{
    struct kb_query **parts = NULL;
    struct kb_buf term = KB_BUF_INIT(KB_TERM_MAX_BYTES);
    size_t n = 0;
    size_t capacity = 0;
    enum kb_status st = KB_OK;
    while (list.n_bytes > 0 && st == KB_OK) {
        struct kb_span number = kb_span_cut(&list, ',');
        if (kb_mem_grow(&parts, n, &capacity, sizeof(*parts)) != KB_OK)
            st = kb_error_set(err, KB_E_NOMEM, "no memory for %zu articles", n);
        if (st == KB_OK)
            st = kb_term_of_value(KB_FIELD_ID, number, &term, err);
        if (st == KB_OK)
            st = kb_query_term(kb_buf_span(&term), 1, &parts[n], err);
        n += st == KB_OK;
    }
    if (st == KB_OK)
        st = n == 0 ? kb_query_none(out, err) : kb_query_or(parts, n, out, err);
    for (size_t i = 0; i < n; i++)
        kb_query_free(parts[i]);
    kb_mem_free(parts);
    kb_buf_clear(&term);
    return st;
}

static enum kb_status
cited_query(const struct kb_leaf_in *in, struct kb_query **out, struct kb_error *err)
{
    struct kb_buf bytes = KB_BUF_INIT(KB_STORED_MAX_BYTES);
    struct kb_stored_head head = {.id = 0};
    enum kb_status st =
        kb_store_head(in->in->store, in->expr->number, NULL, &bytes, &head, err);
    if (st == KB_E_NOT_FOUND || (st == KB_OK && head.cites.n_bytes == 0)) {
        kb_notes_add(in->in->notes, in->expr->begin, in->expr->end,
                     st == KB_OK ? "Q%u cites no article"
                                 : "Q%u is not in this archive",
                     in->expr->number);
        st = KB_OK;
        head.cites = kb_span_at(NULL, 0);
    }
    if (st == KB_OK)
        st = numbers_query(head.cites, out, err);
    kb_buf_clear(&bytes);
    return st;
}

static enum kb_status
value_query(const struct kb_leaf_in *in, struct kb_query **out, struct kb_error *err)
{
    struct kb_span text = kb_expr_text(in->in->tree, in->expr);
    const struct kb_name *name = kb_name(in->expr->name);
    size_t n_values = 0;
    enum kb_status st = kb_values_query(
        in->in->reader, (enum kb_field_id)name->argument, text, out, &n_values, err);
    if (st == KB_OK && n_values == 0)
        kb_notes_add(in->in->notes, in->expr->begin, in->expr->end,
                     "no article has '%s:%.*s'", name->name,
                     KB_SPAN_ARG(kb_notes_cut(text)));
    return st;
}

static enum kb_status
date_query(const struct kb_leaf_in *in, struct kb_query **out, struct kb_error *err)
{
    char from[16];
    char to[16];
    snprintf(from, sizeof(from), "%08u", in->expr->from);
    snprintf(to, sizeof(to), "%08u",
             in->expr->to < KB_WHEN_LAST ? in->expr->to : KB_WHEN_LAST);
    return kb_query_range(KB_SLOT_MODIFIED, kb_span_cstr(from), kb_span_cstr(to), out,
                          err);
}

enum kb_status
kb_leaf_read(const struct kb_leaf_in *in, struct kb_part *out, struct kb_error *err)
{
    switch (in->expr->kind) {
    case KB_EXPR_WORDS:
        return kb_leaf_words(in, out, err);
    case KB_EXPR_PHRASE:
        return kb_leaf_phrase(in, out, err);
    case KB_EXPR_PREFIX:
        return kb_leaf_prefix(in, out, err);
    case KB_EXPR_NEAR:
        return kb_leaf_near(in, out, err);
    case KB_EXPR_VALUE:
        return value_query(in, &out->query, err);
    case KB_EXPR_DATE:
        return date_query(in, &out->query, err);
    case KB_EXPR_ID:
        return number_query(in, KB_FIELD_ID, in->expr->number, &out->query, err);
    case KB_EXPR_CITES:
        return number_query(in, KB_FIELD_CITES, in->expr->number, &out->query, err);
    case KB_EXPR_CITED_BY:
        return cited_query(in, &out->query, err);
    case KB_EXPR_NOTHING:
    case KB_EXPR_IN:
    case KB_EXPR_ANY:
    case KB_EXPR_AND:
    case KB_EXPR_OR:
    case KB_EXPR_NOT:
    case KB_EXPR_MUST:
    case KB_EXPR_KIND_COUNT:
        break;
    }
    out->is_nothing = true;
    return KB_OK;
}
