/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rows.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "search/build.h"

void
kb_row_groups_clear(struct kb_row_groups *groups)
{
    for (size_t i = 0; i < groups->n; i++)
        kb_mem_free(groups->items[i].rows);
    kb_mem_free(groups->items);
    *groups = (struct kb_row_groups){NULL, 0, 0};
}

enum kb_status
kb_asker_open(const char *index, struct kb_asker *out, struct kb_error *err)
{
    out->params = (struct kb_search_params)KB_SEARCH_PARAMS_INIT;
    out->params.k1 = KB_PARAM_K1;
    out->params.b = KB_PARAM_B;
    out->params.min_normlen = KB_PARAM_MIN_NORMLEN;
    out->params.max = KB_RANK_DEPTH + 1; /* one may be left out */
    out->learned_weight = 1;
    return kb_engine_open(index, &out->engine, err);
}

void
kb_asker_clear(struct kb_asker *asker)
{
    kb_engine_free(asker->engine);
    asker->engine = NULL;
}

enum kb_status
kb_asker_learn(struct kb_asker *asker, const char *path, struct kb_error *err)
{
    struct kb_lore *lore = &asker->engine->lore;
    kb_lore_clear(lore);
    enum kb_status st = kb_file_map(path, KB_LEARNED_MAX_BYTES, &lore->bytes, err);
    return st == KB_OK ? kb_learned_open(lore->bytes, &lore->learned, err) : st;
}

static bool
is_wanted(const struct kb_ask *ask, uint32_t id)
{
    for (size_t i = 0; i < ask->n_wanted; i++) {
        if (ask->wanted[i] == id)
            return true;
    }
    return false;
}

static enum kb_status
make_rows(struct kb_asker *asker, const struct kb_ask *ask, struct kb_hits *hits,
          struct kb_row_group *out, struct kb_error *err)
{
    struct kb_hit *items = hits->items;
    size_t n = 0;
    double best = hits->n > 0 && items[0].score > 0 ? items[0].score : 1;
    for (size_t i = 0; i < hits->n && n < KB_RANK_DEPTH; i++) {
        if (items[i].docid != ask->left_out)
            items[n++] = items[i];
    }
    struct kb_seen *seen = kb_mem_array(n + 1, sizeof(*seen));
    out->rows = kb_mem_array(n + 1, sizeof(*out->rows));
    enum kb_status st = seen == NULL || out->rows == NULL
                            ? kb_error_set(err, KB_E_NOMEM, "no memory for %zu rows", n)
                            : KB_OK;
    if (st == KB_OK && n > 0 && ask->looks_again)
        st = kb_again_see(asker->engine, items, n, seen, err);
    for (size_t i = 0; i < n && st == KB_OK; i++) {
        struct kb_row *row = &out->rows[out->n++];
        *row = (struct kb_row){.id = items[i].docid,
                               .is_wanted = is_wanted(ask, items[i].docid),
                               .score = (float)(items[i].score / best)};
        for (size_t k = 0; k < KB_FEATURE_COUNT; k++)
            row->features[k] = (float)seen[i].features.value[k];
    }
    kb_mem_free(seen);
    return st;
}

enum kb_status
kb_asker_ask(struct kb_asker *asker, const struct kb_ask *ask, struct kb_row_group *out,
             struct kb_error *err)
{
    struct kb_engine *engine = asker->engine;
    struct kb_build build = {.query = NULL};
    struct kb_hits hits = KB_HITS_INIT;
    struct kb_boosts boosts = {.is_set = false};
    unsigned unseen = 0;
    for (int kind = 0; kind < KB_SECTION_COUNT; kind++) {
        enum kb_field_id id = kb_field_of_section((enum kb_section_kind)kind);
        if ((ask->unseen >> id & 1) == 0)
            continue;
        boosts.is_set = true;
        boosts.delta[id] = -(double)kb_field(id)->boost;
        unseen |= 1u << kind;
    }
    const struct kb_build_in in = {.analyzer = engine->analyzer,
                                   .reader = engine->index.reader,
                                   .store = &engine->store,
                                   .n_shards =
                                       (uint32_t)engine->index.manifest.n_shards,
                                   .boosts = &boosts,
                                   .params = &asker->params,
                                   .learned = &engine->lore.learned,
                                   .learned_weight = asker->learned_weight};
    out->n_wanted = (uint32_t)ask->n_wanted;
    enum kb_status st = kb_build_read(&in, kb_span_cstr(ask->query), &build, err);
    if (st == KB_OK && build.query != NULL) {
        kb_look_begin(&engine->look, &build.asked, unseen);
        st = kb_reader_search(engine->index.reader, build.query, &asker->params, &hits,
                              err);
        if (st == KB_OK)
            st = make_rows(asker, ask, &hits, out, err);
    }
    kb_hits_clear(&hits);
    kb_build_clear(&build);
    return st;
}
