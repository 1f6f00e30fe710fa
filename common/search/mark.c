/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/mark.h"

#include "base/mem.h"
#include "search/build.h"
#include "search/engine.h"

struct kb_marker {
    struct kb_analyzer *analyzer; /* borrowed */
    char *query;                  /* owned copy, which the build borrows */
    struct kb_build build;
    struct kb_tokens found;
    struct kb_mark *marks; /* owned array */
    size_t n;
    size_t capacity;
};

enum kb_status
kb_marker_new(struct kb_engine *engine, struct kb_span query, struct kb_marker **out,
              struct kb_error *err)
{
    const struct kb_index *index = kb_engine_index_borrow(engine);
    const struct kb_boosts boosts = {{0}, false};
    const struct kb_search_params params = KB_SEARCH_PARAMS_INIT;
    struct kb_marker *marker = kb_mem_array(1, sizeof(*marker));
    if (marker == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for the marks of a query");
    marker->analyzer = engine->analyzer;
    marker->query = kb_mem_copy(query.data == NULL ? "" : query.data, query.n_bytes);
    const struct kb_build_in in = {.analyzer = marker->analyzer,
                                   .reader = index->reader,
                                   .store = &engine->store,
                                   .n_shards = (uint32_t)index->manifest.n_shards,
                                   .boosts = &boosts,
                                   .params = &params,
                                   .corrects = true};
    enum kb_status st =
        marker->query == NULL
            ? kb_error_set(err, KB_E_NOMEM, "no memory for the marks of a query")
            : kb_build_read(&in, kb_span_at(marker->query, query.n_bytes),
                            &marker->build, err);
    if (st == KB_OK)
        *out = marker;
    else
        kb_marker_free(marker);
    return st;
}

void
kb_marker_free(struct kb_marker *marker)
{
    if (marker == NULL)
        return;
    kb_build_clear(&marker->build);
    kb_tokens_clear(&marker->found);
    kb_mem_free(marker->marks);
    kb_mem_free(marker->query);
    kb_mem_free(marker);
}

static bool
is_asked(const struct kb_marker *marker, const struct kb_word *word)
{
    const struct kb_asked *asked = &marker->build.asked;
    for (size_t i = 0; i < asked->n; i++) {
        if (asked->terms[i].word->term_id == word->term_id)
            return true;
    }
    return false;
}

/* Tokens come by position, so a mark overlaps only those just before it. */
static enum kb_status
add(struct kb_marker *marker, const struct kb_token *token, struct kb_error *err)
{
    struct kb_mark mark = {token->begin, token->end};
    while (marker->n > 0 && marker->marks[marker->n - 1].end > mark.begin) {
        const struct kb_mark *last = &marker->marks[--marker->n];
        mark.begin = last->begin < mark.begin ? last->begin : mark.begin;
        mark.end = last->end > mark.end ? last->end : mark.end;
    }
    if (kb_mem_grow(&marker->marks, marker->n, &marker->capacity,
                    sizeof(*marker->marks)) != KB_OK)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu marks", marker->n);
    marker->marks[marker->n++] = mark;
    return KB_OK;
}

enum kb_status
kb_marker_find(struct kb_marker *marker, struct kb_span text,
               const struct kb_mark **marks, size_t *n, struct kb_error *err)
{
    kb_tokens_reset(&marker->found);
    marker->n = 0;
    enum kb_status st = kb_analyze(marker->analyzer, text, &marker->found, err);
    for (size_t i = 0; i < marker->found.n && st == KB_OK; i++) {
        if (is_asked(marker, marker->found.items[i].word))
            st = add(marker, &marker->found.items[i], err);
    }
    *marks = marker->marks;
    *n = marker->n;
    return st;
}
