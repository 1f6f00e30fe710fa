/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/search.h"

#include <stdlib.h>
#include <time.h>

#include "base/limits.h"
#include "base/mem.h"
#include "search/rank.h"
#include "search/snippet.h"
#include "search/store.h"

enum {
    LEXICON_MAX_TERMS = 200000, /* a process that lives long forgets words above this */
    LOOK_STEP = 20              /* hits that are scored again together */
};

/* BM25 over the one weighted stream. Source: Robertson et al., TREC-3, 1994; k1 and b
 * are the usual values. 120 judged queries reach nDCG@10 0.70 over the whole archive
 * (make relevance). Totals up to check_at_least are exact. */
static const struct kb_search_params ranking = {
    .check_at_least = 1000, .k1 = 1.2, .b = 0.75, .min_normlen = 0.1};

struct kb_engine {
    struct kb_index index;
    char *path; /* owned; folder of the index, NULL: the build stays */
    struct kb_analyzer *analyzer;
    struct kb_snippeter *snippeter;
    struct kb_store store;
    struct kb_look look;
};

/* With `build` NULL: the one in service. */
static enum kb_status
open_engine(const char *index, const char *build, struct kb_engine **out,
            struct kb_error *err)
{
    struct kb_engine *engine = kb_mem_array(1, sizeof(*engine));
    if (engine == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for a search engine");
    enum kb_status st = build == NULL
                            ? kb_index_open(index, &engine->index, err)
                            : kb_index_open_build(index, build, &engine->index, err);
    kb_store_init(&engine->store, engine->index.reader);
    if (st == KB_OK && build == NULL) {
        engine->path = kb_mem_copy(index, strlen(index));
        if (engine->path == NULL)
            st = kb_error_set(err, KB_E_NOMEM, "no memory for a search engine");
    }
    if (st == KB_OK)
        st = kb_analyzer_new(false, &engine->analyzer, err);
    if (st == KB_OK)
        st = kb_snippeter_new(engine->analyzer, &engine->snippeter, err);
    if (st != KB_OK) {
        kb_engine_free(engine);
        return st;
    }
    *out = engine;
    return KB_OK;
}

enum kb_status
kb_engine_open(const char *index, struct kb_engine **out, struct kb_error *err)
{
    return open_engine(index, NULL, out, err);
}

enum kb_status
kb_engine_open_build(const char *index, const char *build, struct kb_engine **out,
                     struct kb_error *err)
{
    return open_engine(index, build, out, err);
}

/* What was read from a build; all that knows nothing of it stays. */
static void
close_build(struct kb_engine *engine)
{
    kb_store_clear(&engine->store);
    kb_index_clear(&engine->index);
}

enum kb_status
kb_engine_refresh(struct kb_engine *engine, struct kb_error *err)
{
    char build[KB_BUILD_ID_BYTES];
    struct kb_index opened = {0};
    if (engine->path == NULL)
        return KB_OK;
    enum kb_status st = kb_index_current(engine->path, build, err);
    if (st != KB_OK || strcmp(build, engine->index.manifest.build) == 0)
        return st;
    st = kb_index_open(engine->path, &opened, err);
    if (st != KB_OK)
        return st;
    close_build(engine);
    engine->index = opened;
    kb_store_init(&engine->store, engine->index.reader);
    return KB_OK;
}

void
kb_engine_free(struct kb_engine *engine)
{
    if (engine == NULL)
        return;
    kb_look_clear(&engine->look);
    kb_snippeter_free(engine->snippeter);
    kb_analyzer_free(engine->analyzer);
    close_build(engine);
    kb_mem_free(engine->path);
    kb_mem_free(engine);
}

static uint64_t
now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static bool
ranks_before(const struct kb_hit *a, const struct kb_hit *b)
{
    return a->score > b->score || (!(a->score < b->score) && a->docid < b->docid);
}

static int
compare_hits(const void *a, const void *b)
{
    return ranks_before(a, b) ? -1 : 1;
}

static enum kb_status
look_at(struct kb_engine *engine, const struct kb_hit *hit, struct kb_error *err)
{
    struct kb_span record;
    enum kb_status st =
        kb_store_words(&engine->store, hit->shard, hit->docid, &record, err);
    return st == KB_OK ? kb_look_at(&engine->look, record, err) : st;
}

static int
compare_places(const void *a, const void *b)
{
    const struct kb_hit *x = a;
    const struct kb_hit *y = b;
    if (x->shard != y->shard)
        return x->shard < y->shard ? -1 : 1;
    return x->docid < y->docid ? -1 : 1;
}

static enum kb_status
score_again(struct kb_engine *engine, struct kb_hit *hits, size_t n, double best,
            struct kb_error *err)
{
    enum kb_status st = KB_OK;
    qsort(hits, n, sizeof(*hits), compare_places); /* neighbours are read together */
    for (size_t i = 0; i < n && st == KB_OK; i++) {
        st = look_at(engine, &hits[i], err);
        if (st != KB_OK)
            continue;
        struct kb_features features = kb_rank_features(&engine->look);
        hits[i].score = kb_rank_score(&features, hits[i].score, best);
    }
    return st;
}

/* Score the best hits again by what their words in order tell, until no hit that is
 * left can get among the first `n_wanted`. */
static enum kb_status
look_again(struct kb_engine *engine, struct kb_hits *hits, size_t n_wanted,
           struct kb_error *err)
{
    struct kb_hit *items = hits->items;
    size_t n = hits->n < KB_RANK_DEPTH ? hits->n : KB_RANK_DEPTH;
    double best = n == 0 ? 0 : items[0].score;
    enum kb_status st = KB_OK;
    size_t done = 0;
    while (done < n && st == KB_OK) {
        size_t some = n - done < LOOK_STEP ? n - done : LOOK_STEP;
        if (done >= n_wanted &&
            kb_rank_bound(items[done].score, best) < items[n_wanted - 1].score)
            break;
        st = score_again(engine, items + done, some, best, err);
        done += some;
        qsort(items, done, sizeof(*items), compare_hits);
    }
    return st;
}

const struct kb_index *
kb_engine_index_borrow(const struct kb_engine *engine)
{
    return &engine->index;
}

enum kb_status
kb_engine_body(struct kb_engine *engine, size_t shard, uint32_t id,
               struct kb_span *body, struct kb_error *err)
{
    return kb_store_body(&engine->store, shard, id, body, err);
}

static enum kb_status
fill_result(struct kb_engine *engine, const struct kb_hit *hit,
            struct kb_result *result, struct kb_error *err)
{
    struct kb_stored_head head;
    result->head = (struct kb_buf)KB_BUF_INIT(KB_STORED_MAX_BYTES);
    result->score = hit->score;
    enum kb_status st =
        kb_store_head(&engine->store, hit->docid, NULL, &result->head, &head, err);
    if (st != KB_OK)
        return st;
    result->id = head.id;
    result->title = head.title;
    result->product = head.product;
    result->modified = head.modified;
    return KB_OK;
}

static enum kb_status
find_passage(struct kb_engine *engine, const struct kb_hit *hit, size_t max_bytes,
             struct kb_passage *out, struct kb_error *err)
{
    struct kb_look *look = &engine->look;
    struct kb_span body;
    enum kb_status st = look_at(engine, hit, err);
    if (st == KB_OK)
        st = kb_store_body(&engine->store, hit->shard, hit->docid, &body, err);
    return st == KB_OK ? kb_snippet(engine->snippeter, look, body, max_bytes, out, err)
                       : st;
}

/* Which words of the query each result has. */
static enum kb_status
note_matched(struct kb_engine *engine, const struct kb_asked *asked,
             const struct kb_hits *hits, struct kb_results *out, struct kb_error *err)
{
    struct kb_buf term = KB_BUF_INIT(KB_TERM_MAX_BYTES);
    uint32_t *often = kb_mem_array(out->n + 1, sizeof(*often));
    enum kb_status st = KB_OK;
    if (often == NULL)
        st = kb_error_set(err, KB_E_NOMEM, "no memory for %zu results", out->n);
    for (size_t i = 0; i < out->n && st == KB_OK; i++) {
        out->items[i].matched = kb_mem_array(asked->n, sizeof(*out->items[i].matched));
        if (out->items[i].matched == NULL)
            st = kb_error_set(err, KB_E_NOMEM, "no memory for matched words");
    }
    for (size_t t = 0; t < asked->n && st == KB_OK; t++) {
        st = kb_asked_index_term(asked, t, &term, err);
        if (st == KB_OK)
            st = kb_reader_frequencies(engine->index.reader, kb_buf_span(&term),
                                       hits->items, out->n, often, err);
        for (size_t i = 0; i < out->n && st == KB_OK; i++) {
            struct kb_result *result = &out->items[i];
            if (often[i] > 0)
                result->matched[result->n_matched++] = asked->terms[t].text;
        }
    }
    kb_buf_clear(&term);
    kb_mem_free(often);
    return st;
}

static enum kb_status
fill_results(struct kb_engine *engine, const struct kb_request *request,
             const struct kb_hits *hits, struct kb_results *out, struct kb_error *err)
{
    out->total = hits->total;
    out->total_is_exact = hits->total_lower == hits->total_upper;
    size_t n = hits->n < request->n_max ? hits->n : request->n_max;
    out->items = kb_mem_array(n, sizeof(*out->items));
    if (out->items == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu results", n);
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < n && st == KB_OK; i++) {
        const struct kb_hit *hit = &hits->items[i];
        struct kb_result *result = &out->items[out->n++];
        result->rank = (uint32_t)i + 1;
        result->passage.section = "";
        st = fill_result(engine, hit, result, err);
        if (st == KB_OK && request->passage_bytes > 0)
            st = find_passage(engine, hit, request->passage_bytes, &result->passage,
                              err);
        if (st != KB_OK)
            kb_error_context(err, "article Q%u", hit->docid);
    }
    return st;
}

static enum kb_status
search_asked(struct kb_engine *engine, const struct kb_request *request,
             const struct kb_asked *asked, struct kb_results *out, struct kb_error *err)
{
    struct kb_search_params params = ranking;
    struct kb_query *query = NULL;
    struct kb_hits hits = KB_HITS_INIT;
    kb_look_begin(&engine->look, asked);
    params.max = request->n_max > KB_RANK_DEPTH ? request->n_max : KB_RANK_DEPTH;
    enum kb_status st = kb_asked_query(asked, &request->boosts, engine->index.reader,
                                       &params, &query, err);
    if (st == KB_OK)
        st = kb_reader_search(engine->index.reader, query, &params, &hits, err);
    if (st == KB_OK)
        st = look_again(engine, &hits, request->n_max, err);
    if (st == KB_OK)
        st = fill_results(engine, request, &hits, out, err);
    if (st == KB_OK)
        st = note_matched(engine, asked, &hits, out, err);
    kb_hits_clear(&hits);
    kb_query_free(query);
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
    if (request->n_max == 0 || request->n_max > KB_HITS_MAX)
        return kb_error_set(err, KB_E_LIMIT, "%u results wanted, 1 to %d can be had",
                            request->n_max, KB_HITS_MAX);
    return KB_OK;
}

enum kb_status
kb_engine_search(struct kb_engine *engine, const struct kb_request *request,
                 struct kb_results *out, struct kb_error *err)
{
    uint64_t start = now_us();
    struct kb_asked asked = KB_ASKED_INIT;
    enum kb_status st = check_request(request, err);
    if (st != KB_OK)
        return st;
    if (kb_lexicon_n_terms(kb_analyzer_lexicon_borrow(engine->analyzer)) >
        LEXICON_MAX_TERMS)
        kb_lexicon_forget(kb_analyzer_lexicon_borrow(engine->analyzer));
    st = kb_asked_read(engine->analyzer, engine->index.reader, request->query, &asked,
                       err);
    if (st == KB_OK) {
        out->query = request->query;
        out->has_words = asked.n_words > 0;
        out->total_is_exact = true;
    }
    if (st == KB_OK && asked.n > 0)
        st = search_asked(engine, request, &asked, out, err);
    kb_asked_clear(&asked);
    if (st != KB_OK)
        kb_results_clear(out);
    out->took_us = now_us() - start;
    return st;
}
