/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/again.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"

enum kb_status
kb_again_terms(struct kb_engine *engine, const struct kb_hit *hits, size_t n,
               uint64_t *has, struct kb_error *err)
{
    const struct kb_asked *asked = engine->look.asked;
    struct kb_buf term = KB_BUF_INIT(KB_TERM_MAX_BYTES);
    bool *one = kb_mem_array(n, sizeof(*one));
    enum kb_status st =
        one != NULL ? KB_OK
                    : kb_error_set(err, KB_E_NOMEM, "no memory for %zu hits", n);
    memset(has, 0, n * sizeof(*has));
    for (size_t t = 0; t < asked->n && st == KB_OK; t++) {
        st = kb_asked_index_term(asked, t, &term, err);
        if (st == KB_OK)
            st = kb_reader_has(engine->index.reader, kb_buf_span(&term), hits, n, one,
                               err);
        for (size_t i = 0; i < n && st == KB_OK; i++)
            has[i] |= (uint64_t)one[i] << t;
    }
    kb_buf_clear(&term);
    kb_mem_free(one);
    return st;
}

enum kb_status
kb_again_look(struct kb_engine *engine, const struct kb_hit *hit, uint64_t has,
              struct kb_error *err)
{
    struct kb_span record;
    enum kb_status st =
        kb_store_words(&engine->store, hit->shard, hit->docid, &record, err);
    return st == KB_OK ? kb_look_at(&engine->look, record, has, err) : st;
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

static int
compare_scores(const void *a, const void *b)
{
    const struct kb_hit *x = a;
    const struct kb_hit *y = b;
    if (x->score > y->score || x->score < y->score)
        return x->score > y->score ? -1 : 1;
    return (x->docid > y->docid) - (x->docid < y->docid);
}

enum kb_status
kb_again_see(struct kb_engine *engine, const struct kb_hit *hits, size_t n,
             struct kb_seen *out, struct kb_error *err)
{
    const struct kb_look *look = &engine->look;
    uint64_t *has = kb_mem_array(n, sizeof(*has));
    size_t n_terms = look->asked->n;
    assert(n_terms <= KB_QUERY_MAX_TERMS);
    if (has == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu hits", n);
    enum kb_status st = kb_again_terms(engine, hits, n, has, err);
    for (size_t i = 0; i < n && st == KB_OK; i++) {
        st = kb_again_look(engine, &hits[i], has[i], err);
        out[i] = (struct kb_seen){.has = 0};
        if (st != KB_OK)
            continue;
        out[i].features = kb_rank_features(look);
        memcpy(out[i].standins, look->standins, sizeof(out[i].standins));
        for (size_t t = 0; t < n_terms; t++)
            out[i].has |= (uint64_t)(look->terms[t].places != 0) << t;
    }
    kb_mem_free(has);
    return st == KB_OK
               ? kb_standins_find(look->asked, engine->index.reader, hits, out, n, err)
               : st;
}

enum kb_status
kb_again_score(struct kb_engine *engine, size_t depth, struct kb_hits *hits,
               struct kb_error *err)
{
    struct kb_hit *items = hits->items;
    size_t n = hits->n < depth ? hits->n : depth;
    assert(depth <= KB_RANK_DEPTH);
    if (n == 0)
        return KB_OK;
    struct kb_seen *seen = kb_mem_array(n, sizeof(*seen));
    if (seen == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu hits", n);
    double best = items[0].score;
    qsort(items, n, sizeof(*items), compare_places); /* neighbours are read together */
    enum kb_status st = kb_again_see(engine, items, n, seen, err);
    for (size_t i = 0; i < n && st == KB_OK; i++)
        items[i].score = kb_rank_score(&seen[i].features, items[i].score, best);
    qsort(items, n, sizeof(*items), compare_scores);
    kb_mem_free(seen);
    return st;
}
