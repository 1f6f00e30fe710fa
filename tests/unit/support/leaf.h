/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Trees of queries over the archive of support/engine.h, as the files of search/ that
 * read them get them. For test code only. */
#ifndef KB_TEST_LEAF_H
#define KB_TEST_LEAF_H

#include "support/engine.h"

#include "query/parse.h"
#include "search/condition.h"
#include "search/leaf.h"
#include "search/sift.h"

/* A query that was parsed, with its prefixes. */
struct asked_tree {
    struct kb_expr_tree tree;
    struct kb_prefixes prefixes;
    size_t n_settled;
    struct kb_condition_in in;
};

static inline enum kb_status
read_tree(const char *query, struct asked_tree *out)
{
    *out = (struct asked_tree){.n_settled = 0};
    const struct kb_expansion_in expansion = {
        engine->index.reader, kb_analyzer_lexicon_borrow(engine->analyzer), 2,
        KB_FIELD_COUNT};
    enum kb_status st = kb_parse(kb_span_cstr(query), &out->tree, &err);
    if (st == KB_OK)
        st = kb_prefixes_read(&expansion, &out->tree, &out->prefixes, &err);
    out->in = (struct kb_condition_in){.analyzer = engine->analyzer,
                                       .reader = engine->index.reader,
                                       .store = &engine->store,
                                       .n_shards = 2,
                                       .tree = &out->tree,
                                       .prefixes = &out->prefixes,
                                       .n_settled = &out->n_settled,
                                       .notes = &out->tree.notes};
    return st;
}

static inline void
clear_tree(struct asked_tree *asked)
{
    kb_prefixes_clear(&asked->prefixes);
    kb_expr_clear(&asked->tree);
}

/* The articles that match a query and meet a need, by their text: as list_ids has
 * them. No query: all articles. */
static inline const char *
found_by(const struct kb_query *query, const struct kb_need *need)
{
    struct kb_query *all = NULL;
    struct kb_search_params params = KB_SEARCH_PARAMS_INIT;
    struct kb_hits hits = KB_HITS_INIT;
    struct kb_sift sift = {.store = &engine->store,
                           .analyzer = engine->analyzer,
                           .need = need,
                           .n_shards = 2};
    uint32_t ids[100];
    size_t n = 0;
    params.max = COUNT(ids);
    OK(kb_query_all(&all, &err));
    OK(kb_reader_search(engine->index.reader, query == NULL ? all : query, &params,
                        &hits, &err));
    for (size_t i = 0; i < hits.n; i++) {
        bool by_code = true;
        bool met = true;
        if (need != NULL) {
            OK(kb_sift_accepts(&sift, hits.items[i].docid, &by_code, &err));
            OK(kb_sift_confirms(&sift, hits.items[i].docid, &met, &err));
        }
        assert_true(by_code || !met); /* codes refuse nothing that the text has */
        if (met)
            ids[n++] = hits.items[i].docid;
    }
    kb_sift_clear(&sift);
    kb_hits_clear(&hits);
    kb_query_free(all);
    return list_ids(ids, n);
}

#endif
