/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/related.h"

#include "base/limits.h"
#include "search/twins.h"

enum {
    QUERY_MAX_BYTES = 1000, /* of an article's own words, asked for again */
    LOOK_AHEAD = 20         /* results beyond those that are listed */
};

const char *
kb_relation_name(enum kb_relation relation)
{
    static const char *const names[KB_RELATION_COUNT] = {
#define KB_RELATION_NAME(id, name) name,
        KB_RELATION_TABLE(KB_RELATION_NAME)
#undef KB_RELATION_NAME
    };
    return names[relation];
}

void
kb_related_clear(struct kb_related *related)
{
    kb_view_clear(&related->view);
    for (size_t i = 0; i < KB_RELATION_COUNT; i++)
        kb_links_clear(&related->lists[i]);
}

/* Words in lower case with a space between: nothing in them means more than itself. */
static enum kb_status
append_words(struct kb_span text, struct kb_buf *out, struct kb_error *err)
{
    enum kb_status st = kb_buf_append_byte(out, ' ', err);
    for (size_t i = 0; i < text.n_bytes && out->n_bytes < QUERY_MAX_BYTES; i++) {
        char c = text.data[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        bool is_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (st == KB_OK)
            st = kb_buf_append_byte(out, is_word ? c : ' ', err);
    }
    return st;
}

static bool
is_listed(const struct kb_related *related, uint32_t id)
{
    for (size_t l = 0; l < KB_RELATION_COUNT; l++) {
        for (size_t i = 0; i < related->lists[l].n; i++) {
            if (related->lists[l].items[i].id == id)
                return true;
        }
    }
    return id == related->view.id;
}

static enum kb_status
entry_of(struct kb_engine *engine, uint32_t id, struct kb_span title,
         struct kb_fold_entry *out, struct kb_error *err)
{
    struct kb_stored_head head;
    struct kb_buf bytes = KB_BUF_INIT(KB_STORED_MAX_BYTES);
    *out = (struct kb_fold_entry){.key = kb_twin_key(title), .id = id};
    enum kb_status st =
        kb_store_head(&engine->store, id, &out->shard, &bytes, &head, err);
    kb_buf_clear(&bytes);
    return st;
}

/* Those of the results that are twins of the article. */
static enum kb_status
add_twins(struct kb_engine *engine, const struct kb_results *results,
          struct kb_related *out, struct kb_error *err)
{
    struct kb_fold_entry self;
    enum kb_status st = entry_of(engine, out->view.id, out->view.title, &self, err);
    for (size_t i = 0; i < results->n && st == KB_OK; i++) {
        const struct kb_result *result = &results->items[i];
        struct kb_fold_entry other;
        bool is_twin = false;
        if (kb_twin_key(result->title) != self.key || result->id == self.id)
            continue;
        st = entry_of(engine, result->id, result->title, &other, err);
        if (st == KB_OK)
            st = kb_twin_check(engine, &self, &other, &is_twin, err);
        if (st == KB_OK && is_twin)
            st = kb_links_add(&out->lists[KB_RELATION_TWIN], engine, result->id, err);
    }
    return st;
}

static enum kb_status
add_links(struct kb_engine *engine, const struct kb_links *from, enum kb_relation to,
          struct kb_related *out, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    size_t left_out = 0;
    for (size_t i = 0; i < from->n && st == KB_OK; i++) {
        if (is_listed(out, from->items[i].id))
            left_out++;
        else
            st = kb_links_add(&out->lists[to], engine, from->items[i].id, err);
    }
    out->lists[to].total = from->total - left_out;
    return st;
}

static enum kb_status
add_same_words(struct kb_engine *engine, const struct kb_results *results, size_t max,
               struct kb_related *out, struct kb_error *err)
{
    struct kb_links *list = &out->lists[KB_RELATION_WORDS];
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < results->n && list->n < max && st == KB_OK; i++) {
        if (!is_listed(out, results->items[i].id))
            st = kb_links_add(list, engine, results->items[i].id, err);
    }
    return st;
}

enum kb_status
kb_related_find(struct kb_engine *engine, uint32_t id, size_t max,
                struct kb_related *out, struct kb_error *err)
{
    struct kb_buf words = KB_BUF_INIT(QUERY_MAX_BYTES + 2);
    struct kb_results results = KB_RESULTS_INIT;
    kb_view_init(&out->view);
    enum kb_status st = kb_view_read(engine, id, max, &out->view, err);
    if (st == KB_E_NOT_FOUND) {
        enum kb_status listed =
            add_links(engine, &out->view.cited_by, KB_RELATION_CITED_BY, out, err);
        return listed == KB_OK ? st : listed;
    }
    if (st == KB_OK)
        st = append_words(out->view.title, &words, err);
    if (st == KB_OK)
        st = append_words(out->view.query_words, &words, err);
    if (st == KB_OK && kb_span_trim(kb_buf_span(&words)).n_bytes > 0)
        st = kb_engine_search(engine,
                              &(struct kb_request){.query = kb_buf_span(&words),
                                                   .n_max = (uint32_t)max + LOOK_AHEAD,
                                                   .all = true,
                                                   .no_correct = true},
                              &results, err);
    if (st == KB_OK)
        st = add_twins(engine, &results, out, err);
    if (st == KB_OK)
        st = add_links(engine, &out->view.cites, KB_RELATION_CITES, out, err);
    if (st == KB_OK)
        st = add_links(engine, &out->view.cited_by, KB_RELATION_CITED_BY, out, err);
    if (st == KB_OK)
        st = add_same_words(engine, &results, max, out, err);
    kb_results_clear(&results);
    kb_buf_clear(&words);
    return st;
}
