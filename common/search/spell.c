/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/spell.h"

#include "search/candidates.h"
#include "text/vocabulary.h"

enum {
    WORDS_MAX = 4, /* words of a query that are corrected */
    TIMES = 10     /* a word that is there is corrected by one so much more frequent */
};

/* A word of the query that no article has, or hardly one. */
struct unknown {
    char text[KB_WORD_MAX_BYTES]; /* folded; a search may forget the lexicon's words */
    size_t n_bytes;
    uint32_t n_docs;
    size_t begin; /* bytes of the query */
    size_t end;
};

struct correction {
    struct kb_engine *engine;
    const struct kb_request *request;
    struct unknown words[WORDS_MAX];
    size_t n;
    struct kb_buf query; /* as far as it is corrected */
    struct kb_buf tried;
    uint32_t total; /* of the corrected query */
    struct kb_error *err;
};

/* Words in no article, or in few where few were found at all. */
static enum kb_status
find_unknown(struct correction *c, uint32_t n_found)
{
    uint32_t few = n_found == 0               ? KB_POOR_TOTAL
                   : n_found <= KB_POOR_TOTAL ? n_found
                                              : 0;
    struct kb_tokens tokens = {NULL, 0, 0, 0};
    struct kb_reader *reader = c->engine->index.reader;
    enum kb_status st =
        kb_analyze(c->engine->analyzer, c->request->query, &tokens, c->err);
    for (size_t i = 0; i < tokens.n && c->n < WORDS_MAX && st == KB_OK; i++) {
        const struct kb_token *token = &tokens.items[i];
        struct kb_term_stats stats = {UINT32_MAX};
        if (token->kind != KB_TOKEN_WORD || !kb_candidates_apply(token->word->text) ||
            (token->word->flags & KB_VOCABULARY_STOP) != 0)
            continue;
        st = kb_reader_term(reader, token->word->term, &stats, c->err);
        if (st != KB_OK || stats.n_docs > few)
            continue;
        struct unknown *word = &c->words[c->n++];
        *word = (struct unknown){.n_bytes = token->word->text.n_bytes,
                                 .n_docs = stats.n_docs,
                                 .begin = token->begin,
                                 .end = token->end};
        memcpy(word->text, token->word->text.data, word->n_bytes);
    }
    kb_tokens_clear(&tokens);
    return st;
}

/* How many words of a query the best article has, and how many articles match, with all
 * else as it was asked. */
static enum kb_status
try_query(struct correction *c, struct kb_span query, size_t *n_matched,
          uint32_t *total)
{
    struct kb_request request = *c->request;
    struct kb_results results = KB_RESULTS_INIT;
    request.query = query;
    request.n_max = 1;
    request.first = 0;
    request.sort = KB_SORT_SCORE;
    request.passage_bytes = 0;
    request.facets = 0;
    request.explain = false;
    request.all = true;
    request.no_correct = true;
    enum kb_status st = kb_engine_search(c->engine, &request, &results, c->err);
    *n_matched = results.n > 0 ? results.items[0].n_matched : 0;
    *total = results.n > 0 ? results.total : 0;
    kb_results_clear(&results);
    return st;
}

static enum kb_status
replace(struct kb_span query, const struct unknown *word, const struct kb_candidate *by,
        struct kb_buf *out, struct kb_error *err)
{
    kb_buf_reset(out);
    enum kb_status st = kb_buf_append(out, kb_span_at(query.data, word->begin), err);
    if (st == KB_OK)
        st = kb_candidate_write(by, out, err);
    return st == KB_OK ? kb_buf_append(out, kb_span_skip(query, word->end), err) : st;
}

/* Put a candidate in the word's place, if one has hits: the one that stands in an
 * article with most of the other words, of equal ones the most frequent. From the last
 * word to the first, so that the places of those before stay. */
static enum kb_status
correct_word(struct correction *c, const struct unknown *word, bool *corrected)
{
    struct kb_candidates candidates;
    const struct kb_candidates_in in = {c->engine->analyzer, c->engine->index.reader,
                                        c->engine->index.manifest.n_shards};
    const struct kb_candidate *best = NULL;
    size_t best_matched = 0;
    enum kb_status st = kb_candidates_find(&in, kb_span_at(word->text, word->n_bytes),
                                           true, &candidates, c->err);
    for (size_t i = 0; st == KB_OK && i < candidates.n; i++) {
        const struct kb_candidate *candidate = &candidates.items[i];
        size_t n_matched = 0;
        uint32_t total = 0;
        if (candidate->count / TIMES < word->n_docs)
            continue;
        st = replace(kb_buf_span(&c->query), word, candidate, &c->tried, c->err);
        if (st == KB_OK)
            st = try_query(c, kb_buf_span(&c->tried), &n_matched, &total);
        if (st != KB_OK || total == 0 || n_matched <= best_matched)
            continue;
        best = candidate;
        best_matched = n_matched;
        c->total = total;
    }
    *corrected = st == KB_OK && best != NULL;
    if (!*corrected)
        return st;
    st = replace(kb_buf_span(&c->query), word, best, &c->tried, c->err);
    struct kb_buf old = c->query;
    c->query = c->tried;
    c->tried = old;
    return st;
}

/* The results of the corrected query in the place of none. */
static enum kb_status
search_again(struct correction *c, struct kb_results *results)
{
    struct kb_request request = *c->request;
    struct kb_results found = KB_RESULTS_INIT;
    request.query = kb_buf_span(&results->corrected);
    request.no_correct = true;
    enum kb_status st = kb_engine_search(c->engine, &request, &found, c->err);
    if (st != KB_OK)
        return st;
    found.query = results->query;
    found.corrected = results->corrected;
    found.is_corrected = true;
    results->corrected = (struct kb_buf)KB_BUF_INIT(0);
    kb_results_clear(results);
    *results = found;
    return KB_OK;
}

static enum kb_status
use(struct correction *c, struct kb_results *results)
{
    bool none = results->total == 0;
    enum kb_status st = KB_OK;
    results->corrected = c->query;
    c->query = (struct kb_buf)KB_BUF_INIT(0);
    if (none)
        st = search_again(c, results);
    return st;
}

enum kb_status
kb_spell_results(struct kb_engine *engine, const struct kb_request *request,
                 struct kb_results *results, struct kb_error *err)
{
    struct correction c = {.engine = engine,
                           .request = request,
                           .query = KB_BUF_INIT(2 * KB_QUERY_MAX_BYTES),
                           .tried = KB_BUF_INIT(2 * KB_QUERY_MAX_BYTES),
                           .err = err};
    size_t n_corrected = 0;
    enum kb_status st = find_unknown(&c, results->total);
    if (st == KB_OK && c.n > 0)
        st = kb_buf_append(&c.query, request->query, err);
    for (size_t i = c.n; i > 0 && st == KB_OK; i--) {
        bool corrected = false;
        st = correct_word(&c, &c.words[i - 1], &corrected);
        n_corrected += corrected;
    }
    if (st == KB_OK && n_corrected > 0)
        st = use(&c, results);
    kb_buf_clear(&c.query);
    kb_buf_clear(&c.tried);
    return st;
}
