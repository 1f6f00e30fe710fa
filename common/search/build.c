/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/build.h"

#include <stdio.h>

#include "base/limits.h"
#include "base/mem.h"
#include "query/parse.h"
#include "schema/term.h"
#include "search/leaf_words.h"
#include "search/names.h"

enum {
    PASTED_MIN_BYTES = 1000 /* nobody types so much */
};

void
kb_build_clear(struct kb_build *build)
{
    kb_query_free(build->query);
    kb_need_free(build->need);
    kb_asked_clear(&build->asked);
    kb_buf_clear(&build->mended.query);
    kb_expr_clear(&build->tree);
    *build = (struct kb_build){.query = NULL};
}

/* ---- the words that rank ---- */

struct texts {
    struct kb_asked_text *items; /* owned */
    size_t n;
    size_t capacity;
};

struct ranking {
    const struct kb_build_in *in;
    const struct kb_expr_tree *tree;
    const struct kb_prefixes *prefixes;
    struct texts texts;
    struct kb_error *err;
};

static enum kb_status
add_text(struct ranking *r, const struct kb_asked_text *text)
{
    struct texts *texts = &r->texts;
    if (kb_mem_grow(&texts->items, texts->n, &texts->capacity, sizeof(*texts->items)) !=
        KB_OK)
        return kb_error_set(r->err, KB_E_NOMEM, "no memory for the query's words");
    texts->items[texts->n++] = *text;
    return KB_OK;
}

/* The words a prefix stands for, so that they are scored and shown as others are. */
static enum kb_status
add_prefix(struct ranking *r, uint32_t node, struct kb_span shown)
{
    const struct kb_expansion *expansion =
        &kb_prefixes_at(r->prefixes, node)->expansion;
    shown.n_bytes++; /* its star */
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < expansion->n && st == KB_OK; i++)
        st = add_text(r, &(struct kb_asked_text){.shown = shown,
                                                 .word = expansion->terms[i].word});
    return st;
}

/* A code that was asked for as such: no other words of its text. */
static enum kb_status
add_code(struct ranking *r, struct kb_span text, bool *is_code)
{
    const struct kb_word *word = NULL;
    enum kb_status st = kb_leaf_code(r->in->analyzer, text, &word, r->err);
    *is_code = word != NULL;
    if (st != KB_OK || word == NULL)
        return st;
    return add_text(r, &(struct kb_asked_text){.shown = text, .word = word});
}

static enum kb_status
add_node(struct ranking *r, uint32_t node)
{
    const struct kb_expr *expr = kb_expr_at(r->tree, node);
    struct kb_span text = kb_expr_text(r->tree, expr);
    bool is_code = false;
    enum kb_status st = KB_OK;
    if (expr->kind == KB_EXPR_WORDS && expr->name == KB_NAME_CODE)
        st = add_code(r, text, &is_code);
    if (st != KB_OK || is_code)
        return st;
    if (expr->kind == KB_EXPR_WORDS || expr->kind == KB_EXPR_PHRASE)
        return add_text(r, &(struct kb_asked_text){.text = text});
    if (expr->kind == KB_EXPR_PREFIX)
        return add_prefix(r, node, text);
    if (expr->kind == KB_EXPR_NOT)
        return KB_OK;
    for (uint32_t i = expr->first; i != 0 && st == KB_OK;
         i = kb_expr_at(r->tree, i)->next)
        st = add_node(r, i);
    return st;
}

/* The number of an article, as others name it. */
static enum kb_status
add_number(struct ranking *r, uint32_t article)
{
    char number[16];
    const struct kb_word *word = NULL;
    int n = snprintf(number, sizeof(number), "q%u", article);
    enum kb_status st = kb_lexicon_find(kb_analyzer_lexicon_borrow(r->in->analyzer),
                                        kb_span_at(number, (size_t)n), &word, r->err);
    if (st != KB_OK)
        return st;
    return add_text(r, &(struct kb_asked_text){.shown = kb_span_trim(r->tree->query),
                                               .word = word});
}

static bool
is_plain(const struct kb_expr_tree *tree)
{
    const struct kb_expr *root = kb_expr_at(tree, tree->root);
    return root->kind == KB_EXPR_WORDS && root->name == KB_NAME_COUNT;
}

static enum kb_status
read_asked(const struct kb_build_in *in, const struct kb_prefixes *prefixes,
           bool corrects, struct kb_build *build, struct kb_error *err)
{
    struct ranking r = {in, &build->tree, prefixes, {NULL, 0, 0}, err};
    struct kb_span query = build->tree.query;
    enum kb_status st = KB_OK;
    if (build->tree.article != 0)
        st = add_number(&r, build->tree.article);
    /* of an address only the number says something; digits may be a code too */
    bool is_number = build->tree.article != 0 && kb_span_trim(query).data[0] > '9';
    if (st == KB_OK && !is_number)
        st = is_plain(&build->tree)
                 ? add_text(&r, &(struct kb_asked_text){.text = query})
                 : add_node(&r, build->tree.root);
    if (st == KB_OK)
        st = kb_asked_read_texts(in->analyzer, in->reader, r.texts.items, r.texts.n,
                                 &build->asked, err);
    if (st == KB_OK && corrects && build->tree.article == 0)
        st = kb_mend(&(struct kb_candidates_in){in->analyzer, in->reader, in->n_shards},
                     query, &build->asked, &build->tree.notes, &build->mended, err);
    if (st == KB_OK && in->learned != NULL)
        st = kb_names_ask(&build->asked, in->analyzer, in->reader, in->learned,
                          in->learned_weight, err);
    if (st == KB_OK && in->learned != NULL)
        st = kb_asked_learn(&build->asked, in->analyzer, in->learned,
                            in->learned_weight, err);
    kb_mem_free(r.texts.items);
    return st;
}

/* ---- a query that is an article's number ---- */

static enum kb_status
count_docs(const struct kb_build_in *in, enum kb_field_id field, uint32_t number,
           struct kb_buf *term, uint32_t *n_docs, struct kb_error *err)
{
    char digits[16];
    struct kb_term_stats stats = {0};
    int n = snprintf(digits, sizeof(digits), "%u", number);
    enum kb_status st =
        kb_term_of_value(field, kb_span_at(digits, (size_t)n), term, err);
    if (st == KB_OK)
        st = kb_reader_term(in->reader, kb_buf_span(term), &stats, err);
    *n_docs = stats.n_docs;
    return st;
}

/* Is it there; if not, which articles cite it? */
static enum kb_status
read_number(const struct kb_build_in *in, struct kb_build *build,
            struct kb_condition *condition, struct kb_error *err)
{
    struct kb_buf term = KB_BUF_INIT(KB_TERM_MAX_BYTES);
    uint32_t number = build->tree.article;
    uint32_t n_docs = 0;
    if (number == 0)
        return KB_OK;
    enum kb_status st = count_docs(in, KB_FIELD_ID, number, &term, &n_docs, err);
    if (st == KB_OK && n_docs > 0)
        build->article = number;
    if (st == KB_OK && n_docs == 0)
        st = count_docs(in, KB_FIELD_CITES, number, &term, &n_docs, err);
    bool is_number_alone = kb_span_trim(build->tree.query).data[0] <= '9';
    if (st == KB_OK && build->article == 0 && n_docs == 0 && !is_number_alone)
        kb_notes_add(&build->tree.notes, 0, (uint32_t)build->tree.query.n_bytes,
                     "Q%u is not in this archive, and no article cites it", number);
    if (st == KB_OK && build->article == 0 && n_docs > 0) {
        build->absent = number;
        kb_notes_add(&build->tree.notes, 0, (uint32_t)build->tree.query.n_bytes,
                     "Q%u is not in this archive; cited by %s", number,
                     n_docs == 1 ? "this article" : "these articles");
        kb_condition_clear(condition);
        condition->is_asked_for = true;
        st = kb_query_term(kb_buf_span(&term), 1, &condition->filter, err);
    }
    kb_buf_clear(&term);
    return st;
}

/* ---- both together ---- */

static enum kb_status
join(const struct kb_query *ranked, const struct kb_condition *condition,
     struct kb_query **out, struct kb_error *err)
{
    struct kb_query *all = NULL;
    struct kb_query *none = NULL;
    enum kb_status st = KB_OK;
    if (condition->filter == NULL)
        st = kb_query_all(&all, err);
    if (st == KB_OK && ranked == NULL)
        st = kb_query_none(&none, err);
    const struct kb_query *filter = all != NULL ? all : condition->filter;
    if (st == KB_OK)
        st = condition->is_asked_for
                 ? kb_query_scored_by(filter, ranked != NULL ? ranked : none, out, err)
                 : kb_query_filter(ranked != NULL ? ranked : none, filter, out, err);
    kb_query_free(all);
    kb_query_free(none);
    return st;
}

static enum kb_status
read_query(const struct kb_build_in *in, struct kb_build *build, struct kb_error *err)
{
    struct kb_condition condition = {NULL, NULL, false};
    size_t n_settled = 0;
    struct kb_prefixes prefixes = {.n = 0};
    const struct kb_expansion_in expansion_in = {
        in->reader, kb_analyzer_lexicon_borrow(in->analyzer), in->n_shards,
        KB_FIELD_COUNT};
    const struct kb_condition_in condition_in = {.analyzer = in->analyzer,
                                                 .reader = in->reader,
                                                 .store = in->store,
                                                 .n_shards = in->n_shards,
                                                 .tree = &build->tree,
                                                 .prefixes = &prefixes,
                                                 .n_settled = &n_settled,
                                                 .notes = &build->tree.notes};
    struct kb_query *ranked = NULL;
    enum kb_status st = kb_prefixes_read(&expansion_in, &build->tree, &prefixes, err);
    if (st == KB_OK)
        st = kb_condition_read(&condition_in, &condition, err);
    /* where a word must be there, none will do for it */
    bool is_free = condition.filter == NULL && condition.need == NULL;
    if (st == KB_OK)
        st = read_asked(in, &prefixes, in->corrects && is_free, build, err);
    if (st == KB_OK)
        st = read_number(in, build, &condition, err);
    if (st == KB_OK && build->asked.n > 0)
        st = kb_ranked_query(&build->asked, in->boosts, in->reader, in->params, &ranked,
                             err);
    bool is_plain_query =
        condition.filter == NULL && condition.need == NULL && !condition.is_asked_for;
    if (st == KB_OK && is_plain_query) {
        build->query = ranked;
        ranked = NULL;
    } else if (st == KB_OK)
        st = join(ranked, &condition, &build->query, err);
    if (st == KB_OK) {
        build->need = condition.need;
        condition.need = NULL;
    }
    kb_query_free(ranked);
    kb_condition_clear(&condition);
    kb_prefixes_clear(&prefixes);
    return st;
}

/* What was pasted, a report or a listing, has quotes, signs and colons that ask for
 * nothing. */
static void
take_as_words(struct kb_expr_tree *tree)
{
    tree->nodes[tree->root] = (struct kb_expr){.kind = KB_EXPR_WORDS,
                                               .name = KB_NAME_COUNT,
                                               .end = (uint32_t)tree->query.n_bytes};
    tree->notes = (struct kb_notes){.n = 0};
    kb_notes_add(&tree->notes, 0, 0,
                 "a text of more than %d bytes is taken as words: quotes, signs and "
                 "names of fields say nothing in it",
                 (int)PASTED_MIN_BYTES);
}

enum kb_status
kb_build_read(const struct kb_build_in *in, struct kb_span query, struct kb_build *out,
              struct kb_error *err)
{
    out->asked = (struct kb_asked)KB_ASKED_INIT;
    out->mended = (struct kb_mended)KB_MENDED_INIT;
    enum kb_status st = kb_parse(query, &out->tree, err);
    if (st == KB_OK && query.n_bytes > PASTED_MIN_BYTES && out->tree.root != 0 &&
        !is_plain(&out->tree))
        take_as_words(&out->tree);
    if (st == KB_OK)
        st = read_query(in, out, err);
    if (st != KB_OK)
        kb_build_clear(out);
    return st;
}
