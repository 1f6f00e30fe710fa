/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/search.h"

#include <stdlib.h>
#include <time.h>

#include "base/limits.h"
#include "base/mem.h"
#include "search/again.h"
#include "search/build.h"
#include "search/shown.h"
#include "search/params.h"
#include "search/quick.h"
#include "search/sift.h"
#include "search/spell.h"

enum {
    LEXICON_MAX_TERMS = 200000, /* a process that lives long forgets words above this */
    CONFIRM_MAX = 200, /* hits that are judged by their text: more are not looked at */
    NEED_RANK_DEPTH = KB_FOLD_WINDOW, /* hits that get the second look, likewise */
    NEED_CHECK_AT_LEAST =
        30 /* instead of those of `ranking`, where each costs a look */
};

/* BM25 over the one weighted stream. Source: Robertson et al., TREC-3, 1994. Totals up
 * to check_at_least are exact. */
static const struct kb_search_params ranking = {.check_at_least = 1000,
                                                .k1 = KB_PARAM_K1,
                                                .b = KB_PARAM_B,
                                                .min_normlen = KB_PARAM_MIN_NORMLEN};

static uint64_t
now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* Those that the need accepted by its words in order are judged by their text, as many
 * as are shown. */
static enum kb_status
confirm_hits(struct kb_sift *sift, struct kb_hits *hits, size_t n_confirmed,
             struct kb_error *err)
{
    size_t kept = 0;
    enum kb_status st = KB_OK;
    if (sift->need == NULL)
        return KB_OK;
    for (size_t i = 0; i < hits->n && st == KB_OK; i++) {
        bool met = true;
        if (kept < n_confirmed)
            st = kb_sift_confirms(sift, hits->items[i].docid, &met, err);
        if (met)
            hits->items[kept++] = hits->items[i];
    }
    hits->total -= (uint32_t)(hits->n - kept) < hits->total ? (uint32_t)(hits->n - kept)
                                                            : hits->total;
    hits->n = kept;
    return st;
}

/* The article whose number was asked for comes first. */
static enum kb_status
put_first(struct kb_engine *engine, uint32_t article, struct kb_hits *hits,
          struct kb_error *err)
{
    struct kb_hit first = {.docid = article};
    size_t shard = 0;
    size_t at = 0;
    struct kb_buf bytes = KB_BUF_INIT(KB_STORED_MAX_BYTES);
    if (article == 0)
        return KB_OK;
    enum kb_status st =
        kb_reader_data(engine->index.reader, article, &shard, &bytes, err);
    kb_buf_clear(&bytes);
    if (st != KB_OK)
        return st;
    while (at < hits->n && hits->items[at].docid != article)
        at++;
    if (at == hits->n) { /* its number is not among its words */
        struct kb_hit *items =
            kb_mem_resize(hits->items, hits->n + 1, sizeof(*hits->items));
        if (items == NULL)
            return kb_error_set(err, KB_E_NOMEM, "no memory for %zu hits", hits->n);
        hits->items = items;
        hits->items[hits->n++] = first;
        hits->total++;
        hits->total_lower++;
        hits->total_upper++;
    }
    first = hits->items[at];
    first.shard = (uint32_t)shard;
    memmove(hits->items + 1, hits->items, at * sizeof(*hits->items));
    if (hits->n > 1 && first.score < hits->items[1].score)
        first.score = hits->items[1].score;
    hits->items[0] = first;
    return KB_OK;
}

/* One search that runs. */
struct run {
    struct kb_engine *engine;
    const struct kb_request *request;
    const struct kb_build *build;
    struct kb_sift sift;
    struct kb_match_filter filter;
    struct kb_search_params params;
    struct kb_fold fold;
    struct kb_hits hits; /* of the page */
    size_t depth;        /* hits before and on the page */
    size_t look_depth;   /* hits that get the second look, on whatever page */
    double best;         /* score before the second look */
};

static void
set_params(struct run *r)
{
    const struct kb_request *request = r->request;
    size_t wanted = kb_fold_depth(request);
    r->depth = (size_t)request->first + request->n_max;
    bool counts = request->exact_total;
    r->params = ranking;
    r->look_depth = r->build->need == NULL ? KB_RANK_DEPTH : NEED_RANK_DEPTH;
    size_t max = wanted > r->look_depth ? wanted : r->look_depth;
    max += KB_FOLD_WINDOW - 1; /* of whole windows only */
    r->params.max = (uint32_t)(max - max % KB_FOLD_WINDOW);
    if (r->build->need != NULL && kb_quick_refuses(r->build->need)) {
        r->filter = (struct kb_match_filter){kb_sift_accepts, &r->sift};
        r->params.filter = &r->filter;
        r->params.check_at_least = NEED_CHECK_AT_LEAST;
    }
    if (counts)
        r->params.check_at_least = UINT32_MAX;
    if (r->params.max > KB_HITS_MAX || (counts && r->build->need != NULL))
        r->params.max = KB_HITS_MAX; /* all are judged by their text */
    if (request->sort != KB_SORT_SCORE)
        r->params.order = request->sort == KB_SORT_DATE ? KB_ORDER_VALUE : KB_ORDER_ID;
    r->params.slot = KB_SLOT_MODIFIED;
}

/* Judge by their text as many as are shown, or all where they are counted. */
static enum kb_status
confirm(struct run *r, bool has_all, struct kb_error *err)
{
    struct kb_hits *hits = &r->hits;
    size_t n = r->depth < CONFIRM_MAX ? r->depth : CONFIRM_MAX;
    if (r->build->need == NULL)
        return KB_OK;
    enum kb_status st =
        confirm_hits(&r->sift, hits, r->request->exact_total ? hits->n : n, err);
    if (st == KB_OK && has_all)
        hits->total = hits->total_lower = hits->total_upper = (uint32_t)hits->n;
    return st;
}

static enum kb_status
rank(struct run *r, bool *has_all, struct kb_error *err)
{
    struct kb_engine *engine = r->engine;
    enum kb_status st = kb_reader_search(engine->index.reader, r->build->query,
                                         &r->params, &r->hits, err);
    if (st != KB_OK)
        return st;
    *has_all = r->hits.n < r->params.max;
    r->best = r->hits.n > 0 ? r->hits.items[0].score : 0;
    if (r->request->sort == KB_SORT_SCORE)
        st = kb_again_score(engine, r->look_depth, &r->hits, err);
    if (st == KB_OK)
        st = confirm(r, *has_all, err);
    return st == KB_OK ? put_first(engine, r->build->article, &r->hits, err) : st;
}

/* Rank, and leave those of the page. Most pages have no twins; where one has, those
 * that move up must be ranked exactly too. Where so many are twins that it is not full,
 * more are ranked. */
static enum kb_status
find_page(struct run *r, struct kb_results *out, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    for (bool again = true; again && st == KB_OK;) {
        bool has_all = true;
        kb_hits_clear(&r->hits);
        kb_fold_clear(&r->fold);
        st = rank(r, &has_all, err);
        out->total = r->hits.total;
        out->total_is_exact = r->hits.total_lower == r->hits.total_upper;
        if (st == KB_OK)
            st = kb_fold_hits(&r->fold, r->engine, r->request, &r->hits, err);
        again =
            !has_all && r->params.max < KB_HITS_MAX && r->hits.n < r->request->n_max;
        if (again)
            r->params.max =
                r->params.max > KB_HITS_MAX / 4 ? KB_HITS_MAX : 4 * r->params.max;
    }
    return st;
}

/* Parts of fields that count for nothing in this search. */
static unsigned
unseen_parts(const struct kb_boosts *boosts)
{
    unsigned unseen = 0;
    for (int kind = 0; kind < KB_SECTION_COUNT && boosts->is_set; kind++) {
        enum kb_field_id id = kb_field_of_section((enum kb_section_kind)kind);
        if ((kb_field(id)->flags & KB_FIELD_OWN) != 0 &&
            boosts->delta[id] <= -(double)kb_field(id)->boost)
            unseen |= 1u << kind;
    }
    return unseen;
}

static enum kb_status
search_built(struct kb_engine *engine, const struct kb_request *request,
             const struct kb_build *build, struct kb_results *out, struct kb_error *err)
{
    struct run r = {.engine = engine, .request = request, .build = build};
    r.sift = (struct kb_sift){.store = &engine->store,
                              .analyzer = engine->analyzer,
                              .need = build->need,
                              .n_shards = (uint32_t)engine->index.manifest.n_shards};
    kb_look_begin(&engine->look, &build->asked, unseen_parts(&request->boosts));
    set_params(&r);
    enum kb_status st = find_page(&r, out, err);
    struct kb_shown page = {.engine = engine,
                            .request = request,
                            .build = build,
                            .params = &r.params,
                            .hits = &r.hits,
                            .fold = &r.fold,
                            .best = request->sort == KB_SORT_SCORE ? r.best : 0};
    if (st == KB_OK)
        st = kb_shown_fill(&page, out, err);
    kb_fold_clear(&r.fold);
    kb_sift_clear(&r.sift);
    kb_hits_clear(&r.hits);
    return st;
}

static enum kb_status
check_request(const struct kb_request *request, struct kb_error *err)
{
    if (kb_span_trim(request->query).n_bytes == 0)
        return kb_error_set(err, KB_E_QUERY, "the query is empty");
    if (request->query.n_bytes > KB_QUERY_MAX_BYTES)
        return kb_error_set(err, KB_E_LIMIT, "the query has %zu bytes, at most %d",
                            request->query.n_bytes, KB_QUERY_MAX_BYTES);
    if (request->n_max == 0 || request->n_max > KB_HITS_MAX ||
        request->first > KB_HITS_MAX - request->n_max)
        return kb_error_set(err, KB_E_LIMIT,
                            "%u results wanted behind rank %u, the last rank that can "
                            "be had is %d",
                            request->n_max, request->first, KB_HITS_MAX);
    return KB_OK;
}

enum kb_status
kb_engine_search(struct kb_engine *engine, const struct kb_request *request,
                 struct kb_results *out, struct kb_error *err)
{
    uint64_t start = now_us();
    struct kb_build build = {.query = NULL};
    struct kb_search_params params = ranking;
    enum kb_status st = check_request(request, err);
    if (st != KB_OK)
        return st;
    if (kb_lexicon_n_terms(kb_analyzer_lexicon_borrow(engine->analyzer)) >
        LEXICON_MAX_TERMS)
        kb_lexicon_forget(kb_analyzer_lexicon_borrow(engine->analyzer));
    if (engine->has_searched)
        kb_kept_begin(&engine->store.kept);
    engine->has_searched = true;
    double weight = request->learned.is_set ? request->learned.weight : 1;
    const struct kb_build_in in = {engine->analyzer,
                                   engine->index.reader,
                                   &engine->store,
                                   (uint32_t)engine->index.manifest.n_shards,
                                   &request->boosts,
                                   &params,
                                   weight > 0 ? &engine->lore.learned : NULL,
                                   weight,
                                   !request->no_correct};
    st = kb_build_read(&in, request->query, &build, err);
    if (st == KB_OK) {
        out->query = request->query;
        out->has_words = build.tree.root != 0;
        out->total_is_exact = true;
        out->notes = build.tree.notes;
        out->absent = build.absent;
        out->first = request->first;
        if (!out->has_words)
            kb_notes_add(&out->notes, 0, 0,
                         "the query has no letters or digits to look for");
    }
    if (st == KB_OK && weight > 0 && engine->lore.why.code != KB_OK)
        kb_notes_add(&out->notes, 0, 0, "searched without learned words: %s",
                     engine->lore.why.msg);
    if (st == KB_OK && build.query != NULL)
        st = search_built(engine, request, &build, out, err);
    bool is_poor = build.absent == 0 && build.article == 0 &&
                   (build.asked.n_unknown > 0 || out->total <= KB_POOR_TOTAL);
    if (st == KB_OK && build.mended.query.n_bytes > 0) {
        out->corrected = build.mended.query;
        build.mended.query = (struct kb_buf)KB_BUF_INIT(0);
        out->is_corrected = build.mended.is_instead;
        out->is_both = !out->is_corrected;
        is_poor = false;
    }
    kb_build_clear(&build);
    if (st == KB_OK && is_poor && !request->no_correct)
        st = kb_spell_results(engine, request, out, err);
    if (st != KB_OK)
        kb_results_clear(out);
    out->took_us = now_us() - start;
    return st;
}
