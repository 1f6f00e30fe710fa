/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "selftest.h"

#include <stdlib.h>
#include <strings.h>

#include "base/limits.h"
#include "base/mem.h"
#include "holdout.h"
#include "schema/stored.h"

enum {
    MIN_WORDS = 2, /* one word alone names no article */
    MRR_DEPTH = 10
};

/* An article that may become an item. */
struct candidate {
    uint64_t place;
    uint32_t id;
    uint32_t shard;
};

struct candidates {
    struct candidate *items; /* owned */
    size_t n;
};

static int
by_place(const void *a, const void *b)
{
    const struct candidate *x = a;
    const struct candidate *y = b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

static enum kb_status
add_shard(const struct kb_index *index, uint32_t shard, struct candidates *all,
          struct kb_error *err)
{
    uint32_t *ids = NULL;
    size_t n = 0;
    enum kb_status st = kb_reader_ids(index->reader, shard, &ids, &n, err);
    if (st != KB_OK)
        return st;
    struct candidate *more = kb_mem_resize(all->items, all->n + n, sizeof(*more));
    if (more == NULL)
        st = kb_error_set(err, KB_E_NOMEM, "no memory for %zu articles", all->n + n);
    else
        all->items = more;
    for (size_t i = 0; i < n && st == KB_OK; i++)
        all->items[all->n++] =
            (struct candidate){kb_holdout_place(ids[i]), ids[i], shard};
    kb_mem_free(ids);
    return st;
}

static bool
is_word(struct kb_span word)
{
    for (size_t i = 0; i < word.n_bytes; i++) {
        if (word.data[i] >= '0' && word.data[i] <= '9')
            return false;
    }
    return !(word.n_bytes >= 2 && strncasecmp(word.data, "kb", 2) == 0) &&
           !(word.n_bytes >= 4 && strncasecmp(word.data, "prod", 4) == 0);
}

/* Append the words of an article's query words, a space between them. */
static enum kb_status
add_words(struct kb_span text, struct kb_buf *query, size_t *n, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    for (;;) {
        size_t end = 0;
        text = kb_span_trim(text);
        while (end < text.n_bytes && memchr(" \t\r\n", text.data[end], 4) == NULL)
            end++;
        if (end == 0 || st != KB_OK)
            return st;
        struct kb_span word = kb_span_at(text.data, end);
        text = kb_span_skip(text, end);
        if (!is_word(word))
            continue;
        if (query->n_bytes > 0)
            st = kb_buf_append_byte(query, ' ', err);
        if (st == KB_OK)
            st = kb_buf_append(query, word, err);
        (*n)++;
    }
}

static enum kb_status
read_query(struct kb_engine *engine, const struct candidate *from, struct kb_buf *query,
           size_t *n, struct kb_error *err)
{
    struct kb_span body;
    *n = 0;
    kb_buf_reset(query);
    enum kb_status st = kb_engine_body(engine, from->shard, from->id, &body, err);
    while (st == KB_OK && body.n_bytes > 0) {
        enum kb_section_kind kind;
        struct kb_span text;
        st = kb_stored_body_next(&body, &kind, &text, err);
        if (st == KB_OK && kind == KB_SECTION_QUERY_WORDS)
            st = add_words(text, query, n, err);
    }
    return st;
}

static enum kb_status
add_item(struct kb_known_items *out, uint32_t id, const struct kb_buf *query,
         struct kb_error *err)
{
    char *copy = kb_mem_copy(query->data, query->n_bytes);
    if (copy == NULL || kb_mem_grow(&out->items, out->n, &out->capacity,
                                    sizeof(*out->items)) != KB_OK) {
        kb_mem_free(copy);
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu known items", out->n);
    }
    out->items[out->n++] = (struct kb_known_item){id, copy};
    return KB_OK;
}

enum kb_status
kb_known_items_sample(struct kb_engine *engine, size_t n_max,
                      struct kb_known_items *out, struct kb_error *err)
{
    const struct kb_index *index = kb_engine_index_borrow(engine);
    struct candidates all = {NULL, 0};
    struct kb_buf query = KB_BUF_INIT(KB_ARTICLE_MAX_BYTES);
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < index->manifest.n_shards && st == KB_OK; i++)
        st = add_shard(index, (uint32_t)i, &all, err);
    if (st == KB_OK && all.n > 0)
        qsort(all.items, all.n, sizeof(all.items[0]), by_place);
    for (size_t i = 0; i < all.n && out->n < n_max && st == KB_OK; i++) {
        size_t n_words = 0;
        st = read_query(engine, &all.items[i], &query, &n_words, err);
        if (st == KB_OK && n_words >= MIN_WORDS && query.n_bytes <= KB_QUERY_MAX_BYTES)
            st = add_item(out, all.items[i].id, &query, err);
    }
    kb_buf_clear(&query);
    kb_mem_free(all.items);
    if (st != KB_OK)
        kb_known_items_clear(out);
    return st;
}

void
kb_known_items_clear(struct kb_known_items *items)
{
    for (size_t i = 0; i < items->n; i++)
        kb_mem_free(items->items[i].query);
    kb_mem_free(items->items);
    *items = (struct kb_known_items){NULL, 0, 0};
}

static uint32_t
rank_of(const struct kb_results *results, uint32_t id)
{
    for (size_t i = 0; i < results->n; i++) {
        if (results->items[i].id == id)
            return results->items[i].rank;
    }
    return 0;
}

enum kb_status
kb_selftest_run(struct kb_engine *engine, const struct kb_known_items *items,
                struct kb_selftest *out, struct kb_error *err)
{
    struct kb_selftest sum = {.n_items = items->n};
    struct kb_request request = {
        .n_max = KB_SELFTEST_DEPTH, .all = true, .no_correct = true};
    enum kb_status st = KB_OK;
    request.boosts.is_set = true;
    request.boosts.delta[KB_FIELD_QUERY_WORDS] =
        -(double)kb_field(KB_FIELD_QUERY_WORDS)->boost;
    for (size_t i = 0; i < items->n && st == KB_OK; i++) {
        struct kb_results results = KB_RESULTS_INIT;
        request.query = kb_span_cstr(items->items[i].query);
        st = kb_engine_search(engine, &request, &results, err);
        if (st == KB_OK) {
            uint32_t rank = rank_of(&results, items->items[i].id);
            sum.recall += rank > 0;
            sum.mrr += rank > 0 && rank <= MRR_DEPTH ? 1.0 / rank : 0;
        }
        kb_results_clear(&results);
    }
    if (st == KB_OK && items->n > 0) {
        sum.mrr /= (double)items->n;
        sum.recall /= (double)items->n;
    }
    if (st == KB_OK)
        *out = sum;
    return st;
}
