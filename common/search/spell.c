/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/spell.h"

#include "schema/lexemes.h"
#include "search/wordlist.h"
#include "text/vocabulary.h"

enum {
    LONG_WORD_BYTES = 8, /* from here on two letters may be wrong */
    MIN_COUNT = 3,
    TRIED_MAX = 3, /* candidates of a word that are searched for */
    WORDS_MAX = 4, /* words of a query that are corrected */
    TIMES = 10     /* a word that is there is corrected by one so much more frequent */
};

static unsigned
least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

unsigned
kb_spell_distance(struct kb_span a, struct kb_span b, unsigned max)
{
    unsigned rows[3][KB_WORD_MAX_BYTES + 1];
    size_t longer = a.n_bytes > b.n_bytes ? a.n_bytes : b.n_bytes;
    size_t shorter = a.n_bytes + b.n_bytes - longer;
    if (longer - shorter > max || longer > KB_WORD_MAX_BYTES)
        return max + 1;
    for (unsigned j = 0; j <= b.n_bytes; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.n_bytes; i++) {
        const unsigned *before = rows[(i - 1) % 3];
        unsigned *row = rows[i % 3];
        unsigned best = row[0] = (unsigned)i;
        for (size_t j = 1; j <= b.n_bytes; j++) {
            bool same = a.data[i - 1] == b.data[j - 1];
            row[j] = least(least(before[j], row[j - 1]) + 1, before[j - 1] + !same);
            if (i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] &&
                a.data[i - 2] == b.data[j - 1])
                row[j] = least(row[j], rows[(i - 2) % 3][j - 2] + 1);
            best = least(best, row[j]);
        }
        if (best > max)
            return max + 1;
    }
    return least(rows[a.n_bytes % 3][b.n_bytes], max + 1);
}

struct search {
    struct kb_span word;
    unsigned max;
    struct kb_candidates *out;
};

static bool
is_better(const struct kb_candidate *a, const struct kb_candidate *b)
{
    return a->distance != b->distance ? a->distance < b->distance : a->count > b->count;
}

static void
keep(struct kb_candidates *list, const struct kb_candidate *candidate)
{
    if (list->n == KB_CANDIDATES_MAX &&
        !is_better(candidate, &list->items[KB_CANDIDATES_MAX - 1]))
        return;
    size_t at = list->n < KB_CANDIDATES_MAX ? list->n++ : KB_CANDIDATES_MAX - 1;
    for (; at > 0 && is_better(candidate, &list->items[at - 1]); at--)
        list->items[at] = list->items[at - 1];
    list->items[at] = *candidate;
}

static enum kb_status
take(void *context, struct kb_span word, uint32_t count, struct kb_error *err)
{
    struct search *s = context;
    (void)err;
    if (count < MIN_COUNT)
        return KB_OK;
    unsigned distance = kb_spell_distance(s->word, word, s->max);
    if (distance == 0 || distance > s->max)
        return KB_OK;
    struct kb_candidate candidate = {
        .n_bytes = word.n_bytes, .distance = distance, .count = count};
    memcpy(candidate.text, word.data, word.n_bytes);
    keep(s->out, &candidate);
    return KB_OK;
}

/* Lists are by the first two letters: those with the same first one, and those where
 * the first two are turned round or the first is one too many. That a first letter is
 * left out or another is rare, and would be as much to read again. */
static enum kb_status
look_near(struct kb_engine *engine, struct search *s, struct kb_error *err)
{
    const char *p = s->word.data;
    const char turned[KB_LEXEME_HEAD_BYTES] = {p[1], p[0]};
    enum kb_status st = KB_OK;
    for (char c = 'a'; c <= 'z' && st == KB_OK; c++) {
        const char same[KB_LEXEME_HEAD_BYTES] = {p[0], c};
        st = kb_wordlist_each(engine, kb_span_at(same, sizeof(same)), take, s, err);
    }
    if (st == KB_OK && p[1] != p[0])
        st = kb_wordlist_each(engine, kb_span_at(turned, sizeof(turned)), take, s, err);
    if (st == KB_OK && p[1] != p[0] && p[2] != p[0])
        st = kb_wordlist_each(engine, kb_span_skip(s->word, 1), take, s, err);
    return st;
}

/* "errormessage": both halves must be words on their own. */
static enum kb_status
look_split(struct kb_engine *engine, struct kb_span word, struct kb_candidates *out,
           struct kb_error *err)
{
    struct kb_candidate best = {.distance = 2}; /* a letter off is more likely */
    enum kb_status st = KB_OK;
    for (size_t i = KB_LEXEME_MIN_BYTES;
         i + KB_LEXEME_MIN_BYTES <= word.n_bytes && st == KB_OK; i++) {
        uint32_t first = 0;
        uint32_t second = 0;
        st = kb_wordlist_count(engine, kb_span_at(word.data, i), &first, err);
        if (st == KB_OK && first > best.count)
            st = kb_wordlist_count(engine, kb_span_skip(word, i), &second, err);
        uint32_t count = first < second ? first : second;
        if (count <= best.count)
            continue;
        best.count = count;
        best.n_bytes = word.n_bytes + 1;
        memcpy(best.text, word.data, i);
        best.text[i] = ' ';
        memcpy(best.text + i + 1, word.data + i, word.n_bytes - i);
    }
    if (st == KB_OK && best.count >= MIN_COUNT)
        keep(out, &best);
    return st;
}

enum kb_status
kb_spell_candidates(struct kb_engine *engine, struct kb_span word,
                    struct kb_candidates *out, struct kb_error *err)
{
    struct search s = {word, word.n_bytes < LONG_WORD_BYTES ? 1 : 2, out};
    out->n = 0;
    if (!kb_lexeme_is_kept(word))
        return KB_OK;
    enum kb_status st = look_near(engine, &s, err);
    return st == KB_OK ? look_split(engine, word, out, err) : st;
}

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
    uint32_t few = n_found <= KB_POOR_TOTAL ? n_found : 0;
    struct kb_tokens tokens = {NULL, 0, 0, 0};
    struct kb_reader *reader = kb_engine_store_borrow(c->engine)->reader;
    enum kb_status st = kb_analyze(kb_engine_analyzer_borrow(c->engine),
                                   c->request->query, &tokens, c->err);
    for (size_t i = 0; i < tokens.n && c->n < WORDS_MAX && st == KB_OK; i++) {
        const struct kb_token *token = &tokens.items[i];
        struct kb_term_stats stats = {UINT32_MAX};
        if (token->kind != KB_TOKEN_WORD || !kb_lexeme_is_kept(token->word->text) ||
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
replace(struct kb_span query, const struct unknown *word, struct kb_span by,
        struct kb_buf *out, struct kb_error *err)
{
    kb_buf_reset(out);
    enum kb_status st = kb_buf_append(out, kb_span_at(query.data, word->begin), err);
    if (st == KB_OK)
        st = kb_buf_append(out, by, err);
    return st == KB_OK ? kb_buf_append(out, kb_span_skip(query, word->end), err) : st;
}

/* Put a candidate in the word's place, if one has hits: the one that stands in an
 * article with most of the other words, of equal ones the most frequent. From the last
 * word to the first, so that the places of those before stay. */
static enum kb_status
correct_word(struct correction *c, const struct unknown *word, bool *corrected)
{
    struct kb_candidates candidates;
    size_t best = KB_CANDIDATES_MAX;
    size_t best_matched = 0;
    enum kb_status st = kb_spell_candidates(
        c->engine, kb_span_at(word->text, word->n_bytes), &candidates, c->err);
    for (size_t i = 0; st == KB_OK && i < candidates.n && i < TRIED_MAX; i++) {
        size_t n_matched = 0;
        uint32_t total = 0;
        struct kb_span by =
            kb_span_at(candidates.items[i].text, candidates.items[i].n_bytes);
        /* Two letters off is only for words that nothing is nearer to. */
        if (candidates.items[i].distance > candidates.items[0].distance ||
            candidates.items[i].count / TIMES < word->n_docs)
            break;
        st = replace(kb_buf_span(&c->query), word, by, &c->tried, c->err);
        if (st == KB_OK)
            st = try_query(c, kb_buf_span(&c->tried), &n_matched, &total);
        if (st != KB_OK || total == 0 || n_matched <= best_matched)
            continue;
        best = i;
        best_matched = n_matched;
        c->total = total;
    }
    *corrected = st == KB_OK && best < KB_CANDIDATES_MAX;
    if (!*corrected)
        return st;
    st =
        replace(kb_buf_span(&c->query), word,
                kb_span_at(candidates.items[best].text, candidates.items[best].n_bytes),
                &c->tried, c->err);
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
