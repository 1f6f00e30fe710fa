/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/condition.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "search/leaf.h"
#include "search/sift.h"

enum {
    CONFIRM_MAX = 300 /* articles of an inner need that are judged by their text */
};

void
kb_condition_clear(struct kb_condition *condition)
{
    kb_query_free(condition->filter);
    kb_need_free(condition->need);
    *condition = (struct kb_condition){NULL, NULL, false};
}

static void
clear_part(struct kb_part *part)
{
    kb_query_free(part->query);
    kb_need_free(part->need);
    *part = (struct kb_part)KB_PART_INIT;
}

/* ---- an inner need as a list of articles ---- */

struct collector {
    struct kb_sift sift;
    uint32_t *ids; /* owned */
    size_t n;
    size_t capacity;
};

static enum kb_status
collect(void *context, uint32_t id, bool *accepted, struct kb_error *err)
{
    struct collector *c = context;
    enum kb_status st = kb_sift_accepts(&c->sift, id, accepted, err);
    if (st != KB_OK || !*accepted)
        return st;
    if (kb_mem_grow(&c->ids, c->n, &c->capacity, sizeof(*c->ids)) != KB_OK)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu articles", c->n);
    c->ids[c->n++] = id;
    return KB_OK;
}

static int
ascending(const void *a, const void *b)
{
    const uint32_t *x = a;
    const uint32_t *y = b;
    return (*x > *y) - (*x < *y);
}

/* Ascending, each once: a search may look at an article twice. */
static void
sort_ids(struct collector *c)
{
    size_t kept = 0;
    if (c->n > 0)
        qsort(c->ids, c->n, sizeof(*c->ids), ascending);
    for (size_t i = 0; i < c->n; i++) {
        if (kept == 0 || c->ids[kept - 1] != c->ids[i])
            c->ids[kept++] = c->ids[i];
    }
    c->n = kept;
}

/* Few are judged by their text, so that a rare phrase is exact. */
static enum kb_status
confirm(struct collector *c, struct kb_error *err)
{
    size_t kept = 0;
    enum kb_status st = KB_OK;
    if (c->n > CONFIRM_MAX)
        return KB_OK;
    for (size_t i = 0; i < c->n && st == KB_OK; i++) {
        bool met = false;
        st = kb_sift_confirms(&c->sift, c->ids[i], &met, err);
        if (met)
            c->ids[kept++] = c->ids[i];
    }
    c->n = kept;
    return st;
}

/* A part that only its need tells exactly becomes the list of its articles, so that it
 * can be combined with values, which no text tells. */
static enum kb_status
settle(const struct kb_condition_in *in, struct kb_part *part, struct kb_error *err)
{
    struct collector c = {
        .sift = {.store = in->store,
                 .analyzer = in->analyzer,
                 .need = part->need,
                 .n_shards = in->n_shards},
    };
    const struct kb_match_filter filter = {collect, &c};
    struct kb_search_params params = KB_SEARCH_PARAMS_INIT;
    struct kb_hits hits = KB_HITS_INIT;
    struct kb_query *ids = NULL;
    enum kb_status st = KB_OK;
    if (part->is_exact)
        return KB_OK;
    if (*in->n_settled == KB_QUERY_MAX_SETTLED) {
        kb_notes_add(in->notes, 0, 0,
                     "too many phrases beside values in brackets: of some only the "
                     "words are looked for");
        part->is_exact = true;
        return KB_OK;
    }
    ++*in->n_settled;
    if (part->query == NULL)
        st = kb_query_all(&part->query, err);
    params.max = 1;
    params.check_at_least = UINT32_MAX;
    params.filter = &filter;
    if (st == KB_OK)
        st = kb_reader_search(in->reader, part->query, &params, &hits, err);
    sort_ids(&c);
    if (st == KB_OK)
        st = confirm(&c, err);
    if (st == KB_OK)
        st = kb_query_ids(c.ids, c.n, &ids, err);
    kb_hits_clear(&hits);
    kb_sift_clear(&c.sift);
    kb_mem_free(c.ids);
    if (st != KB_OK)
        return st;
    clear_part(part);
    part->query = ids;
    part->is_exact = true;
    return KB_OK;
}

/* ---- combining parts ---- */

/* A need of the same kind as the parts are combined by; takes theirs. */
static enum kb_status
join_needs(struct kb_part *parts, size_t n, enum kb_need_kind kind, bool inexact_only,
           struct kb_need **out, struct kb_error *err)
{
    struct kb_need *need = NULL;
    enum kb_status st = kb_need_new(kind, &need, err);
    for (size_t i = 0; i < n && st == KB_OK; i++) {
        if (parts[i].need == NULL || (inexact_only && parts[i].is_exact))
            continue;
        st = kb_need_add(need, parts[i].need, err);
        if (st == KB_OK)
            parts[i].need = NULL;
    }
    if (st != KB_OK) {
        kb_need_free(need);
        return st;
    }
    *out = need;
    return KB_OK;
}

/* The queries of the parts; a part of all articles has none. */
static enum kb_status
join_queries(struct kb_part *parts, size_t n, bool all_of, struct kb_query **out,
             struct kb_error *err)
{
    struct kb_query **queries = kb_mem_array(n, sizeof(struct kb_query *));
    size_t k = 0;
    enum kb_status st = KB_OK;
    if (queries == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu conditions", n);
    for (size_t i = 0; i < n; i++) {
        if (parts[i].query != NULL)
            queries[k++] = parts[i].query;
    }
    if (all_of && k > 0)
        st = kb_query_and(queries, k, out, err);
    else if (!all_of && k == n)
        st = kb_query_or(queries, k, out, err);
    kb_mem_free(queries);
    return st;
}

/* Parts -> one, which is left in the first; all are used up. */
static enum kb_status
combine(const struct kb_condition_in *in, struct kb_part *parts, size_t n, bool all_of,
        struct kb_part *out, struct kb_error *err)
{
    bool is_exact = true;
    bool is_full = true;
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < n; i++) {
        is_exact = is_exact && parts[i].is_exact;
        is_full = is_full && parts[i].is_full;
    }
    if (!all_of && !is_exact && !is_full) {
        for (size_t i = 0; i < n && st == KB_OK; i++)
            st = settle(in, &parts[i], err);
        is_exact = true;
    }
    struct kb_part joined = KB_PART_INIT;
    if (st == KB_OK)
        st = join_queries(parts, n, all_of, &joined.query, err);
    if (st == KB_OK && (is_full || !is_exact))
        st = join_needs(parts, n, all_of ? KB_NEED_ALL : KB_NEED_ANY, !is_full,
                        &joined.need, err);
    joined.is_exact = is_exact;
    joined.is_full = is_full;
    if (st == KB_OK)
        *out = joined;
    else
        clear_part(&joined);
    return st;
}

static enum kb_status
negate(const struct kb_condition_in *in, struct kb_part *part, struct kb_error *err)
{
    struct kb_query *all = NULL;
    struct kb_query *query = NULL;
    struct kb_need *need = NULL;
    enum kb_status st = KB_OK;
    if (!part->is_exact && !part->is_full)
        st = settle(in, part, err);
    if (st == KB_OK && part->is_exact && part->query == NULL)
        st = kb_query_none(&query, err);
    else if (st == KB_OK && part->is_exact) {
        st = kb_query_all(&all, err);
        if (st == KB_OK)
            st = kb_query_and_not(all, part->query, &query, err);
    }
    if (st == KB_OK && part->is_full)
        st = kb_need_new(KB_NEED_NOT, &need, err);
    if (st == KB_OK && need != NULL)
        st = kb_need_add(need, part->need, err);
    kb_query_free(all);
    if (st != KB_OK) {
        kb_query_free(query);
        kb_need_free(need);
        return st;
    }
    if (need != NULL)
        part->need = NULL; /* taken */
    struct kb_part negated = {query, need, part->is_exact, part->is_full, false};
    clear_part(part);
    *part = negated;
    return KB_OK;
}

/* ---- the tree ---- */

struct walk {
    const struct kb_condition_in *in;
    enum kb_field_id field; /* whose own terms are looked up, KB_FIELD_COUNT = all */
    bool in_part;           /* of the article */
    struct kb_error *err;
};

enum pick {
    PICK_ALL,
    PICK_HINTS, /* of a row: what need not be there */
    PICK_RULES  /* of a row: what must and what must not */
};

static enum kb_status read_node(struct walk *w, uint32_t node, struct kb_part *out);

static bool
is_picked(const struct kb_expr *child, enum pick pick)
{
    bool is_rule = child->kind == KB_EXPR_MUST || child->kind == KB_EXPR_NOT;
    return pick == PICK_ALL || is_rule == (pick == PICK_RULES);
}

/* The children of a node as one part. */
static enum kb_status
read_children(struct walk *w, uint32_t node, enum pick pick, bool all_of,
              struct kb_part *out)
{
    const struct kb_expr_tree *tree = w->in->tree;
    size_t n_max = 0;
    size_t n = 0;
    enum kb_status st = KB_OK;
    for (uint32_t i = kb_expr_at(tree, node)->first; i != 0;
         i = kb_expr_at(tree, i)->next)
        n_max++;
    struct kb_part *parts = kb_mem_array(n_max, sizeof(*parts));
    if (parts == NULL)
        return kb_error_set(w->err, KB_E_NOMEM, "no memory for %zu conditions", n_max);
    for (uint32_t i = kb_expr_at(tree, node)->first; i != 0 && st == KB_OK;
         i = kb_expr_at(tree, i)->next) {
        if (!is_picked(kb_expr_at(tree, i), pick))
            continue;
        parts[n] = (struct kb_part)KB_PART_INIT;
        st = read_node(w, i, &parts[n]);
        if (st == KB_OK && parts[n].is_nothing)
            clear_part(&parts[n]);
        else if (st == KB_OK)
            n++;
    }
    if (st == KB_OK && n == 0)
        out->is_nothing = true;
    else if (st == KB_OK)
        st = combine(w->in, parts, n, all_of, out, w->err);
    for (size_t i = 0; i < n; i++)
        clear_part(&parts[i]);
    kb_mem_free(parts);
    return st;
}

static bool
has_kind(const struct kb_expr_tree *tree, uint32_t node, enum kb_expr_kind kind)
{
    for (uint32_t i = kb_expr_at(tree, node)->first; i != 0;
         i = kb_expr_at(tree, i)->next) {
        if (kb_expr_at(tree, i)->kind == kind)
            return true;
    }
    return false;
}

/* What must be there rules; where nothing must, or as well if so wished, any of the
 * rest will do. */
static enum kb_status
read_row(struct walk *w, uint32_t node, bool with_hints, struct kb_part *out)
{
    struct kb_part parts[2] = {KB_PART_INIT, KB_PART_INIT};
    size_t n = 0;
    enum kb_status st = read_children(w, node, PICK_RULES, true, &parts[0]);
    n += st == KB_OK && !parts[0].is_nothing;
    if (st == KB_OK && (with_hints || !has_kind(w->in->tree, node, KB_EXPR_MUST))) {
        parts[n] = (struct kb_part)KB_PART_INIT;
        st = read_children(w, node, PICK_HINTS, false, &parts[n]);
        n += st == KB_OK && !parts[n].is_nothing;
    }
    if (st == KB_OK && n == 0)
        out->is_nothing = true;
    else if (st == KB_OK)
        st = combine(w->in, parts, n, true, out, w->err);
    clear_part(&parts[0]);
    clear_part(&parts[1]);
    return st;
}

/* Sections as a set; a workaround is a resolution too. */
static uint32_t
sections_of(enum kb_name_id part)
{
    uint32_t set = UINT32_C(1) << kb_name(part)->argument;
    return part == KB_NAME_RESOLUTION ? set | UINT32_C(1) << KB_SECTION_WORKAROUND
                                      : set;
}

static enum kb_status
read_in_part(struct walk *w, const struct kb_expr *expr, struct kb_part *out)
{
    struct walk inner = *w;
    struct kb_need *in = NULL;
    inner.field = kb_part_field(expr->name);
    inner.in_part = true;
    enum kb_status st = read_node(&inner, expr->first, out);
    if (st != KB_OK || out->is_nothing || out->need == NULL)
        return st;
    st = kb_need_new(KB_NEED_IN, &in, w->err);
    if (st == KB_OK) {
        in->sections = sections_of(expr->name);
        st = kb_need_add(in, out->need, w->err);
    }
    if (st != KB_OK) {
        kb_need_free(in);
        return st;
    }
    out->need = in;
    return KB_OK;
}

static enum kb_status
read_not(struct walk *w, const struct kb_expr *expr, struct kb_part *out)
{
    enum kb_status st = read_node(w, expr->first, out);
    return st == KB_OK && !out->is_nothing ? negate(w->in, out, w->err) : st;
}

static enum kb_status
read_node(struct walk *w, uint32_t node, struct kb_part *out)
{
    const struct kb_expr *expr = kb_expr_at(w->in->tree, node);
    const struct kb_leaf_in leaf = {w->in, expr, node, w->field, w->in_part};
    enum kb_status st = KB_OK;
    switch (expr->kind) {
    case KB_EXPR_ANY:
        st = read_row(w, node, false, out);
        break;
    case KB_EXPR_AND:
        st = read_children(w, node, PICK_ALL, true, out);
        break;
    case KB_EXPR_OR:
        st = read_children(w, node, PICK_ALL, false, out);
        break;
    case KB_EXPR_NOT:
        st = read_not(w, expr, out);
        break;
    case KB_EXPR_MUST:
        st = read_node(w, expr->first, out);
        break;
    case KB_EXPR_IN:
        st = read_in_part(w, expr, out);
        break;
    case KB_EXPR_NOTHING:
    case KB_EXPR_WORDS:
    case KB_EXPR_PHRASE:
    case KB_EXPR_PREFIX:
    case KB_EXPR_VALUE:
    case KB_EXPR_DATE:
    case KB_EXPR_ID:
    case KB_EXPR_CITES:
    case KB_EXPR_CITED_BY:
    case KB_EXPR_NEAR:
    case KB_EXPR_KIND_COUNT:
        st = kb_leaf_read(&leaf, out, w->err);
        break;
    }
    if (st != KB_OK)
        clear_part(out);
    return st;
}

/* Words and prefixes any of which will do: the terms that rank name the same articles.
 */
static bool
is_hint(const struct kb_expr_tree *tree, uint32_t node)
{
    const struct kb_expr *expr = kb_expr_at(tree, node);
    if (expr->kind == KB_EXPR_NOTHING || expr->kind == KB_EXPR_PREFIX ||
        (expr->kind == KB_EXPR_WORDS && expr->name == KB_NAME_COUNT))
        return true;
    if (expr->kind != KB_EXPR_OR && expr->kind != KB_EXPR_ANY)
        return false;
    for (uint32_t i = expr->first; i != 0; i = kb_expr_at(tree, i)->next) {
        if (!is_hint(tree, i))
            return false;
    }
    return true;
}

/* Whether the words of a prefix below share a term with others, so that terms alone do
 * not tell the articles. */
static bool
is_vague(const struct kb_condition_in *in, uint32_t node)
{
    const struct kb_expr *expr = kb_expr_at(in->tree, node);
    if (expr->kind == KB_EXPR_PREFIX)
        return !kb_prefixes_at(in->prefixes, node)->expansion.is_exact;
    for (uint32_t i = expr->first; i != 0; i = kb_expr_at(in->tree, i)->next) {
        if (is_vague(in, i))
            return true;
    }
    return false;
}

/* A value of the article, or a group of nothing but values. */
static bool
is_value(const struct kb_expr_tree *tree, uint32_t node)
{
    const struct kb_expr *expr = kb_expr_at(tree, node);
    if (expr->first == 0)
        return expr->kind == KB_EXPR_VALUE || expr->kind == KB_EXPR_DATE ||
               expr->kind == KB_EXPR_CITES || expr->kind == KB_EXPR_CITED_BY;
    if (expr->kind == KB_EXPR_IN || expr->kind == KB_EXPR_NEAR)
        return false;
    for (uint32_t i = expr->first; i != 0; i = kb_expr_at(tree, i)->next) {
        if (!is_value(tree, i))
            return false;
    }
    return true;
}

/* Values narrow what the words find, as what must not be there does. */
static bool
narrows(const struct kb_expr_tree *tree, uint32_t node)
{
    const struct kb_expr *expr = kb_expr_at(tree, node);
    return expr->kind == KB_EXPR_NOT ||
           (expr->kind == KB_EXPR_MUST && is_value(tree, node));
}

/* Whether the tree itself names articles, or only rules some out of those that have one
 * of its words. */
static bool
names_articles(const struct kb_expr_tree *tree, uint32_t root)
{
    const struct kb_expr *expr = kb_expr_at(tree, root);
    bool has_hints = false;
    if (expr->kind != KB_EXPR_ANY)
        return true;
    for (uint32_t i = expr->first; i != 0; i = kb_expr_at(tree, i)->next) {
        if (narrows(tree, i))
            continue;
        if (!is_hint(tree, i)) /* it must be there */
            return true;
        has_hints = true;
    }
    return !has_hints;
}

enum kb_status
kb_condition_read(const struct kb_condition_in *in, struct kb_condition *out,
                  struct kb_error *err)
{
    struct walk w = {in, KB_FIELD_COUNT, false, err};
    struct kb_part part = KB_PART_INIT;
    uint32_t root = in->tree->root;
    enum kb_status st = KB_OK;
    bool hints_tell = !is_vague(in, root);
    if (is_hint(in->tree, root) && hints_tell)
        return KB_OK;
    bool is_asked_for = names_articles(in->tree, root);
    if (is_asked_for)
        st = read_node(&w, root, &part);
    else if (hints_tell)
        st = read_children(&w, root, PICK_RULES, true, &part);
    else
        st = read_row(&w, root, true, &part);
    if (st == KB_OK && !part.is_nothing) {
        *out = (struct kb_condition){part.query, part.is_exact ? NULL : part.need,
                                     is_asked_for};
        part.query = NULL;
        if (!part.is_exact)
            part.need = NULL;
    }
    clear_part(&part);
    return st;
}
