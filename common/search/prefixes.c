/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/prefixes.h"

#include <assert.h>

#include "text/fold.h"

struct walk {
    struct kb_expansion_in in;
    struct kb_expr_tree *tree;
    struct kb_prefixes *out;
    struct kb_error *err;
};

void
kb_prefixes_clear(struct kb_prefixes *prefixes)
{
    for (size_t i = 0; i < prefixes->n; i++)
        kb_expansion_clear(&prefixes->items[i].expansion);
    prefixes->n = 0;
}

const struct kb_prefix *
kb_prefixes_at(const struct kb_prefixes *prefixes, uint32_t node)
{
    size_t i = 0;
    while (i < prefixes->n && prefixes->items[i].node != node)
        i++;
    assert(i < prefixes->n);
    return &prefixes->items[i];
}

enum kb_field_id
kb_part_field(enum kb_name_id part)
{
    return part == KB_NAME_TITLE         ? KB_FIELD_TITLE
           : part == KB_NAME_QUERY_WORDS ? KB_FIELD_QUERY_WORDS
                                         : KB_FIELD_COUNT;
}

static void
note(struct walk *w, const struct kb_expr *expr, const struct kb_prefix *prefix)
{
    struct kb_span shown = kb_notes_cut(kb_expr_text(w->tree, expr));
    if (prefix->expansion.n == 0)
        kb_notes_add(&w->tree->notes, expr->begin, expr->end,
                     "no word%s begins with '%.*s'",
                     w->in.field == KB_FIELD_COUNT ? "" : " there", KB_SPAN_ARG(shown));
    else if (!prefix->expansion.is_whole)
        kb_notes_add(&w->tree->notes, expr->begin, expr->end,
                     "'%.*s*': of the words that begin so the %d most frequent ones "
                     "are looked for",
                     KB_SPAN_ARG(shown), (int)KB_QUERY_MAX_EXPANSION);
}

static enum kb_status
read_prefix(struct walk *w, uint32_t node)
{
    const struct kb_expr *expr = kb_expr_at(w->tree, node);
    struct kb_span text = kb_expr_text(w->tree, expr);
    struct kb_buf folded = KB_BUF_INIT(KB_ARTICLE_MAX_BYTES);
    const struct kb_word *word = NULL;
    assert(w->out->n < KB_QUERY_MAX_LOOKUPS);
    struct kb_prefix *prefix = &w->out->items[w->out->n++];
    *prefix = (struct kb_prefix){node, {NULL, 0}, KB_EXPANSION_INIT};
    enum kb_status st = KB_OK;
    if (text.n_bytes <= KB_WORD_MAX_BYTES) /* no word begins with more */
        st = kb_fold(text, &folded, w->err);
    if (st == KB_OK && folded.n_bytes > 0 && folded.n_bytes <= KB_WORD_MAX_BYTES)
        st = kb_lexicon_find(w->in.lexicon, kb_buf_span(&folded), &word, w->err);
    if (st == KB_OK && word != NULL) {
        prefix->folded = word->text;
        st = kb_expansion_read(&w->in, word->text, &prefix->expansion, w->err);
    }
    if (st == KB_OK)
        note(w, expr, prefix);
    kb_buf_clear(&folded);
    return st;
}

static enum kb_status
read_node(struct walk *w, uint32_t node)
{
    const struct kb_expr *expr = kb_expr_at(w->tree, node);
    enum kb_field_id field = w->in.field;
    enum kb_status st = KB_OK;
    if (expr->kind == KB_EXPR_PREFIX)
        return read_prefix(w, node);
    if (expr->kind == KB_EXPR_IN)
        w->in.field = kb_part_field(expr->name);
    for (uint32_t i = expr->first; i != 0 && st == KB_OK;
         i = kb_expr_at(w->tree, i)->next)
        st = read_node(w, i);
    w->in.field = field;
    return st;
}

enum kb_status
kb_prefixes_read(const struct kb_expansion_in *in, struct kb_expr_tree *tree,
                 struct kb_prefixes *out, struct kb_error *err)
{
    struct walk w = {*in, tree, out, err};
    w.in.field = KB_FIELD_COUNT;
    enum kb_status st = read_node(&w, tree->root);
    if (st != KB_OK)
        kb_prefixes_clear(out);
    return st;
}
