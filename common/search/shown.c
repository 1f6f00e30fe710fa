/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/shown.h"

#include "base/limits.h"
#include "base/mem.h"
#include "search/again.h"
#include "search/explain.h"
#include "search/facets.h"

/* Hits with less of the query are weak ones: 3 of the 100 judged queries with an answer
 * among the first ten have no more, and 4 of the 20 without. */
#define WEAK_COVER 0.6

enum {
    UNKNOWN_MAX = 3,     /* words that no article has and that are named */
    TYPED_TERMS_MAX = 24 /* of a pasted text nothing has most words */
};

static enum kb_status
fill_result(struct kb_engine *engine, const struct kb_hit *hit,
            struct kb_fold_entry *entry, struct kb_result *result, struct kb_error *err)
{
    struct kb_stored_head head;
    result->head = entry->head; /* taken */
    entry->head = (struct kb_buf)KB_BUF_INIT(KB_STORED_MAX_BYTES);
    result->score = hit->score;
    enum kb_status st =
        result->head.n_bytes > 0
            ? kb_stored_head_read(kb_buf_span(&result->head), &head, err)
            : kb_store_head(&engine->store, hit->docid, NULL, &result->head, &head,
                            err);
    if (st != KB_OK)
        return st;
    result->id = head.id;
    result->title = head.title;
    result->product = head.product;
    result->modified = head.modified;
    return KB_OK;
}

static enum kb_status
find_passage(const struct kb_shown *page, size_t i, struct kb_passage *out,
             struct kb_error *err)
{
    struct kb_engine *engine = page->engine;
    const struct kb_hit *hit = &page->hits->items[i];
    struct kb_span body;
    enum kb_status st = kb_again_look(engine, hit, page->has[i], err);
    if (st == KB_OK)
        st = kb_store_body(&engine->store, hit->shard, hit->docid, &body, err);
    return st == KB_OK ? kb_snippet(engine->snippeter, &engine->look, body,
                                    page->request->passage_bytes, out, err)
                       : st;
}

/* A prefix stands for many words, and so does one that was mistyped. */
static bool
is_noted(const struct kb_result *result, struct kb_span text)
{
    for (size_t i = 0; i < result->n_matched; i++) {
        if (result->matched[i].data == text.data &&
            result->matched[i].n_bytes == text.n_bytes)
            return true;
    }
    return false;
}

/* Which words of the query a result has. */
static enum kb_status
note_matched(const struct kb_asked *asked, uint64_t has, struct kb_result *result,
             struct kb_error *err)
{
    result->matched = kb_mem_array(asked->n, sizeof(*result->matched));
    if (result->matched == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu matched words",
                            asked->n);
    has = kb_asked_counted(asked, has);
    for (size_t t = 0; t < asked->n; t++) {
        if ((has >> t & 1) != 0 && !is_noted(result, asked->terms[t].text))
            result->matched[result->n_matched++] = asked->terms[t].text;
    }
    return KB_OK;
}

static enum kb_status
fill_results(const struct kb_shown *page, struct kb_results *out, struct kb_error *err)
{
    const struct kb_request *request = page->request;
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < page->hits->n && st == KB_OK; i++) {
        const struct kb_hit *hit = &page->hits->items[i];
        struct kb_fold_entry *entry = &page->fold->items[request->first + i];
        struct kb_result *result = &out->items[out->n++];
        result->rank = request->first + (uint32_t)i + 1;
        result->passage.section = "";
        result->n_twins = entry->n_twins;
        st = fill_result(page->engine, hit, entry, result, err);
        if (st == KB_OK && request->passage_bytes > 0)
            st = find_passage(page, i, &result->passage, err);
        if (st == KB_OK)
            st = note_matched(&page->build->asked, page->has[i], result, err);
        if (st == KB_OK && request->explain)
            st = kb_explain(page, i, result, err);
        if (st != KB_OK)
            kb_error_context(err, "article Q%u", hit->docid);
    }
    return st;
}

/* How much of what was asked for a hit has, by what each word is worth; a word that no
 * article has is worth as much as the rarest. */
static double
cover_of(const struct kb_asked *asked, uint64_t has)
{
    double rarest = 0;
    double whole = 0;
    double found = 0;
    has = kb_asked_counted(asked, has);
    for (size_t t = 0; t < asked->n; t++) {
        const struct kb_asked_term *term = &asked->terms[t];
        for (uint32_t i = 0; i < term->n_of && term->of != t && (has >> t & 1) != 0;
             i++)
            has |= (uint64_t)1 << (term->of + i);
    }
    for (size_t t = 0; t < asked->n_main; t++) {
        double idf = asked->terms[t].idf;
        rarest = idf > rarest ? idf : rarest;
        whole += idf;
        found += (has >> t & 1) != 0 ? idf : 0;
    }
    for (size_t i = 0; i < asked->n_unknown; i++)
        whole += asked->unknown[i].is_mended ? 0 : rarest;
    return whole > 0 ? found / whole : 1;
}

/* A typed word, and not what the analysis made of several. */
static bool
is_missing_word(const struct kb_asked_unknown *unknown)
{
    return !unknown->is_mended && unknown->word->text.n_bytes == unknown->text.n_bytes;
}

/* Say where the hits have but little of a query, and which words none has. */
static void
judge_hits(const struct kb_shown *page, struct kb_results *out)
{
    const struct kb_asked *asked = &page->build->asked;
    const struct kb_expr_tree *tree = &page->build->tree;
    size_t n_named = 0;
    double best = 0;
    if (page->request->sort != KB_SORT_SCORE || page->request->first > 0 ||
        page->hits->n == 0 || tree->article != 0 || asked->in_titles ||
        asked->n_main + asked->n_unknown > TYPED_TERMS_MAX ||
        kb_expr_at(tree, tree->root)->kind != KB_EXPR_WORDS)
        return;
    for (size_t i = 0; i < page->hits->n; i++) {
        double cover = cover_of(asked, page->has[i]);
        best = cover > best ? cover : best;
    }
    for (size_t i = 0; i < asked->n_unknown && asked->n_unknown <= UNKNOWN_MAX; i++) {
        if (!is_missing_word(&asked->unknown[i]))
            continue;
        kb_notes_add(&out->notes, 0, 0, "no article has '%.*s'",
                     KB_SPAN_ARG(kb_notes_cut(asked->unknown[i].text)));
        n_named++;
    }
    out->is_weak = asked->n_words > 1 && best < WEAK_COVER;
    if (out->is_weak && n_named == 0)
        kb_notes_add(&out->notes, 0, 0,
                     "no article has most of these words: these are the nearest");
}

enum kb_status
kb_shown_fill(struct kb_shown *page, struct kb_results *out, struct kb_error *err)
{
    struct kb_engine *engine = page->engine;
    size_t n = page->hits->n;
    out->items = kb_mem_array(n, sizeof(*out->items));
    page->has = kb_mem_array(n, sizeof(*page->has));
    enum kb_status st =
        out->items == NULL || page->has == NULL
            ? kb_error_set(err, KB_E_NOMEM, "no memory for %zu results", n)
            : kb_again_terms(engine, page->hits->items, n, page->has, err);
    if (st == KB_OK)
        st = fill_results(page, out, err);
    if (st == KB_OK)
        judge_hits(page, out);
    if (st == KB_OK && page->request->facets != 0)
        st = kb_facets_count(
            engine->index.reader,
            &(struct kb_matches){page->build->query, page->params->filter},
            page->request->facets, out, err);
    kb_mem_free(page->has);
    return st;
}
