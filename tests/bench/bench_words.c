/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bench_words INDEX WORDS: ask the parts of the engine for as little as the peers are
 * asked for in the bench: the words of a line, ten titles by BM25 alone. No second
 * look, learned words, corrections, twins or passages. Prints for each line
 *
 *   microseconds TAB results
 *
 * Every query is asked once in one process. Matches are counted up to 1,000, as they
 * are in kbsearch and in Lucene. Exit: 0, or 2 when it fails. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "search/engine.h"
#include "search/params.h"
#include "search/ranked.h"

enum {
    RESULTS = 10,
    COUNTED = 1000
};

/* Read the titles of the hits. */
static enum kb_status
read_titles(struct kb_engine *engine, const struct kb_hits *hits, size_t *n_results,
            struct kb_error *err)
{
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < hits->n && st == KB_OK; i++) {
        struct kb_stored_head head;
        struct kb_buf bytes = KB_BUF_INIT(KB_STORED_MAX_BYTES);
        st = kb_store_head(&engine->store, hits->items[i].docid, NULL, &bytes, &head,
                           err);
        *n_results += st == KB_OK && head.title.n_bytes > 0;
        kb_buf_clear(&bytes);
    }
    return st;
}

static enum kb_status
ask(struct kb_engine *engine, struct kb_span words, size_t *n_results,
    struct kb_error *err)
{
    static const struct kb_boosts as_indexed = {.is_set = false};
    static const struct kb_search_params params = {.max = RESULTS,
                                                   .check_at_least = COUNTED,
                                                   .k1 = KB_PARAM_K1,
                                                   .b = KB_PARAM_B,
                                                   .min_normlen = KB_PARAM_MIN_NORMLEN};
    struct kb_reader *reader = engine->index.reader;
    struct kb_asked asked = KB_ASKED_INIT;
    struct kb_query *query = NULL;
    struct kb_hits hits = KB_HITS_INIT;
    enum kb_status st = kb_asked_read(engine->analyzer, reader, words, &asked, err);
    if (st == KB_OK && asked.n > 0) {
        st = kb_ranked_query(&asked, &as_indexed, reader, &params, &query, err);
        if (st == KB_OK)
            st = kb_reader_search(reader, query, &params, &hits, err);
        if (st == KB_OK)
            st = read_titles(engine, &hits, n_results, err);
    }
    kb_hits_clear(&hits);
    kb_query_free(query);
    kb_asked_clear(&asked);
    return st;
}

int
main(int argc, char **argv)
{
    struct kb_error err = KB_ERROR_INIT;
    struct kb_engine *engine = NULL;
    FILE *in = argc == 3 ? fopen(argv[2], "r") : NULL;
    if (in == NULL) {
        fprintf(stderr, "usage: bench_words INDEX WORDS\n");
        return 2;
    }
    enum kb_status st = kb_engine_open(argv[1], &engine, &err);
    char *line = NULL;
    size_t capacity = 0;
    while (st == KB_OK && getline(&line, &capacity, in) >= 0) {
        double start = now_us();
        size_t n = 0;
        st = ask(engine, kb_span_at(line, strcspn(line, "\n")), &n, &err);
        printf("%.0f\t%zu\n", now_us() - start, n);
    }
    if (st != KB_OK)
        fprintf(stderr, "bench_words: %s\n", err.msg);
    free(line);
    fclose(in);
    kb_engine_free(engine);
    return st == KB_OK ? 0 : 2;
}
