/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/search.h"

#include <time.h>

#include "base/limits.h"
#include "base/mem.h"
#include "index/publish.h"
#include "schema/pack.h"
#include "schema/stored.h"
#include "search/snippet.h"

enum {
    LEXICON_MAX_TERMS = 200000, /* a process that lives long forgets words above this */
    DICTIONARY_MAX_BYTES = 1024 * 1024
};

/* BM25 over the one weighted stream. Source: Robertson et al., TREC-3, 1994; k1 and b
 * are the usual values. 120 judged queries reach nDCG@10 0.70 over the whole archive
 * (make relevance). Totals up to check_at_least are exact. */
static const struct kb_search_params ranking = {
    .check_at_least = 1000, .k1 = 1.2, .b = 0.75, .min_normlen = 0.1};

struct kb_engine {
    struct kb_index index;
    struct kb_analyzer *analyzer;
    struct kb_snippeter *snippeter;
    struct kb_unpacker *unpacker; /* made when first needed */
    struct kb_buf packed;
    struct kb_buf body;
};

enum kb_status
kb_engine_open(const char *index, struct kb_engine **out, struct kb_error *err)
{
    struct kb_engine *engine = kb_mem_array(1, sizeof(*engine));
    if (engine == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for a search engine");
    engine->packed.max_bytes = KB_STORED_MAX_BYTES;
    engine->body.max_bytes = KB_STORED_MAX_BYTES;
    enum kb_status st = kb_index_open(index, &engine->index, err);
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

void
kb_engine_free(struct kb_engine *engine)
{
    if (engine == NULL)
        return;
    kb_unpacker_free(engine->unpacker);
    kb_snippeter_free(engine->snippeter);
    kb_analyzer_free(engine->analyzer);
    kb_index_clear(&engine->index);
    kb_buf_clear(&engine->packed);
    kb_buf_clear(&engine->body);
    kb_mem_free(engine);
}

static uint64_t
now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* All shards of a build have the same dictionary. */
static enum kb_status
open_unpacker(struct kb_engine *engine, struct kb_error *err)
{
    struct kb_buf dictionary = KB_BUF_INIT(DICTIONARY_MAX_BYTES);
    if (engine->unpacker != NULL)
        return KB_OK;
    enum kb_status st =
        kb_reader_meta(engine->index.reader, 0,
                       KB_SPAN_LITERAL(KB_STORED_DICTIONARY_KEY), &dictionary, err);
    if (st == KB_OK || st == KB_E_NOT_FOUND)
        st = kb_unpacker_new(kb_buf_span(&dictionary), &engine->unpacker, err);
    kb_buf_clear(&dictionary);
    return st;
}

static enum kb_status
read_body(struct kb_engine *engine, size_t shard, uint32_t id, struct kb_error *err)
{
    char key[KB_STORED_KEY_BYTES];
    kb_stored_body_key(id, key);
    kb_buf_reset(&engine->packed);
    kb_buf_reset(&engine->body);
    enum kb_status st = open_unpacker(engine, err);
    if (st == KB_OK)
        st = kb_reader_meta(engine->index.reader, shard, kb_span_cstr(key),
                            &engine->packed, err);
    if (st == KB_E_NOT_FOUND)
        st = kb_error_set(err, KB_E_CORRUPT, "the text of Q%u is missing", id);
    if (st == KB_OK)
        st = kb_unpack(engine->unpacker, kb_buf_span(&engine->packed), &engine->body,
                       err);
    return st;
}

static enum kb_status
fill_result(struct kb_engine *engine, const struct kb_hit *hit,
            struct kb_result *result, size_t *shard, struct kb_error *err)
{
    struct kb_stored_head head;
    result->head = (struct kb_buf)KB_BUF_INIT(KB_STORED_MAX_BYTES);
    result->score = hit->score;
    enum kb_status st =
        kb_reader_data(engine->index.reader, hit->docid, shard, &result->head, err);
    if (st == KB_OK)
        st = kb_stored_head_read(kb_buf_span(&result->head), &head, err);
    if (st != KB_OK)
        return st;
    result->id = head.id;
    result->title = head.title;
    result->product = head.product;
    result->modified = head.modified;
    return KB_OK;
}

static enum kb_status
fill_results(struct kb_engine *engine, const struct kb_request *request,
             const struct kb_asked *asked, const struct kb_hits *hits,
             struct kb_results *out, struct kb_error *err)
{
    out->total = hits->total;
    out->total_is_exact = hits->total_lower == hits->total_upper;
    out->items = kb_mem_array(hits->n, sizeof(*out->items));
    if (out->items == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu results", hits->n);
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < hits->n && st == KB_OK; i++) {
        struct kb_result *result = &out->items[out->n++];
        size_t shard = 0;
        result->rank = (uint32_t)i + 1;
        result->passage.section = "";
        st = fill_result(engine, &hits->items[i], result, &shard, err);
        if (st == KB_OK && request->passage_bytes > 0)
            st = read_body(engine, shard, hits->items[i].docid, err);
        if (st == KB_OK && request->passage_bytes > 0)
            st = kb_snippet(engine->snippeter, asked, kb_buf_span(&engine->body),
                            request->passage_bytes, result, err);
        if (st != KB_OK)
            kb_error_context(err, "article Q%u", hits->items[i].docid);
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
    params.max = request->n_max;
    enum kb_status st = kb_asked_query(asked, &request->boosts, engine->index.reader,
                                       &params, &query, err);
    if (st == KB_OK)
        st = kb_reader_search(engine->index.reader, query, &params, &hits, err);
    if (st == KB_OK)
        st = fill_results(engine, request, asked, &hits, out, err);
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
