/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of the shim share: a scratch folder, calls that must succeed or fail,
 * and a made-up collection of 500 articles in one or more shards. For test code only.
 * Calls base and the shim. */
#ifndef KB_TEST_SHARDS_H
#define KB_TEST_SHARDS_H

#include "support/scratch.h"

#include "base/limits.h"
#include "shim/kb_shim.h"

enum {
    N_DOCS = 500,
    N_WORDS = 40,
    MAX_SHARDS = 5
};

/* ---- a collection: 500 articles, many alike, so that many scores are equal ---- */

static inline uint32_t
article_id(uint32_t i)
{
    return 100000 + 7 * i + i % 5;
}

/* How often word `w` stands in the title and in the body of article i. */
static inline uint32_t
title_count(uint32_t i, uint32_t w)
{
    return (i % 97 + 3 * w) % 29 == 0;
}

static inline uint32_t
body_count(uint32_t i, uint32_t w)
{
    uint32_t x = ((i % 97 + 1) * 2654435761u) ^ ((w + 1) * 40503u);
    x = (x ^ (x >> 13)) * 1274126177u;
    return (x >> 16) % (w + 2) == 0 ? 1 + (x >> 24) % 4 : 0;
}

static inline struct kb_span
word_term(const char *prefix, uint32_t w)
{
    static char terms[2][32];
    static size_t next;
    char *term = terms[next++ % 2];
    int n = snprintf(term, sizeof(terms[0]), "%sword%u", prefix, w);
    return kb_span_at(term, (size_t)n);
}

static inline void
fill(struct kb_doc *doc, uint32_t i, uint32_t title_boost)
{
    char data[64];
    int n = snprintf(data, sizeof(data), "data of %u", article_id(i));
    OK(kb_doc_reset(doc, &err));
    OK(kb_doc_set_data(doc, kb_span_at(data, (size_t)n), &err));
    for (uint32_t w = 0; w < N_WORDS; w++) {
        uint32_t title = title_count(i, w), body = body_count(i, w);
        if (title + body > 0)
            OK(kb_doc_add_term(doc, word_term("", w), title_boost * title + body,
                               &err));
        if (title > 0)
            OK(kb_doc_add_term(doc, word_term("S", w), title, &err));
    }
    if (i % 3 == 0)
        OK(kb_doc_add_flag(doc, KB_SPAN_LITERAL("XTHIRD"), &err));
    if (i % 5 == 2) /* in one shard of five only */
        OK(kb_doc_add_term(doc, KB_SPAN_LITERAL("fifth"), 2, &err));
}

static inline struct kb_writer *
new_writer(const char *path)
{
    struct kb_writer *writer = NULL;
    OK(kb_writer_open(path, &writer, &err));
    return writer;
}

static inline void
close_writer(struct kb_writer *writer)
{
    OK(kb_writer_close(writer, &err));
    kb_writer_free(writer);
}

/* Build the collection in n shards named NAME0, NAME1, ... and open them. */
static inline struct kb_reader *
build(const char *name, size_t n_shards, uint32_t title_boost)
{
    char paths[MAX_SHARDS][2 * PATH_BYTES];
    const char *list[MAX_SHARDS];
    struct kb_doc *doc = NULL;
    OK(kb_doc_new(&doc, &err));
    for (size_t s = 0; s < n_shards; s++) {
        snprintf(paths[s], sizeof(paths[s]), "%s/%s%zu", scratch, name, s);
        list[s] = paths[s];
        struct kb_writer *writer = new_writer(paths[s]);
        for (uint32_t i = (uint32_t)s; i < N_DOCS; i += (uint32_t)n_shards) {
            fill(doc, i, title_boost);
            OK(kb_writer_put(writer, article_id(i), doc, &err));
        }
        char id = (char)('0' + s);
        OK(kb_writer_set_meta(writer, KB_SPAN_LITERAL("shard"), kb_span_at(&id, 1),
                              &err));
        close_writer(writer);
    }
    kb_doc_free(doc);
    struct kb_reader *reader = NULL;
    OK(kb_reader_open(list, n_shards, &reader, &err));
    return reader;
}

static inline enum kb_status
open_one(const char *path, struct kb_reader **out)
{
    return kb_reader_open(&path, 1, out, &err);
}

/* ---- queries ---- */

static inline struct kb_query *
term_query(struct kb_span term, double weight)
{
    struct kb_query *query = NULL;
    OK(kb_query_term(term, weight, &query, &err));
    return query;
}

static inline struct kb_search_params
all_ranks(void)
{
    struct kb_search_params params = KB_SEARCH_PARAMS_INIT;
    params.max = N_DOCS;
    params.check_at_least = N_DOCS;
    return params;
}

#endif
