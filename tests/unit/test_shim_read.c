/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/shards.h"

#include <math.h>

/* ---- queries ---- */

typedef enum kb_status combine_fn(struct kb_query *const *, size_t, struct kb_query **,
                                  struct kb_error *);

/* Words first, first + step, ... (n of them), combined; a part for each with `boosted`.
 */
static struct kb_query *
words_query(combine_fn *combine, uint32_t first, uint32_t step, uint32_t n)
{
    struct kb_query *parts[N_WORDS], *query = NULL;
    for (uint32_t i = 0; i < n; i++)
        parts[i] = term_query(word_term("", first + i * step), 1 + 0.37 * i);
    OK(combine(parts, n, &query, &err));
    for (uint32_t i = 0; i < n; i++)
        kb_query_free(parts[i]);
    return query;
}

static struct kb_query *
boosted_query(struct kb_reader *reader, uint32_t w, double delta,
              const struct kb_search_params *params)
{
    struct kb_query *query = NULL;
    struct kb_field_delta field = {word_term("S", w), delta};
    struct kb_boosted_term term = {word_term("", w), &field, 1, 1.0};
    OK(kb_query_boosted(reader, &term, params, &query, &err));
    return query;
}

static struct kb_hits
search(struct kb_reader *reader, const struct kb_query *query,
       const struct kb_search_params *params)
{
    struct kb_hits hits = KB_HITS_INIT;
    OK(kb_reader_search(reader, query, params, &hits, &err));
    assert_true(hits.total_lower <= hits.total && hits.total <= hits.total_upper);
    for (size_t i = 1; i < hits.n; i++) {
        const struct kb_hit *a = &hits.items[i - 1], *b = &hits.items[i];
        assert_true(a->score > b->score ||
                    (!(a->score < b->score) && a->docid < b->docid));
    }
    return hits;
}

/* Same articles in the same order, scores equal up to `tolerance` of their size. */
static void
assert_same_hits(const struct kb_hits *a, const struct kb_hits *b, double tolerance)
{
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++) {
        assert_int_equal(a->items[i].docid, b->items[i].docid);
        assert_true(fabs(a->items[i].score - b->items[i].score) <=
                    tolerance * fabs(a->items[i].score));
    }
}

/* ---- reading ---- */

static void
test_data_finds_the_article_in_its_shard(void **state)
{
    (void)state;
    for (uint32_t n = 1; n <= MAX_SHARDS; n += 2) {
        char name[8];
        snprintf(name, sizeof(name), "n%u-", n);
        struct kb_reader *reader = build(name, n, 5);
        struct kb_buf buf = KB_BUF_INIT(1000), tiny = KB_BUF_INIT(3);
        uint32_t n_docs = 0;
        OK(kb_reader_count(reader, &n_docs, &err));
        assert_int_equal(n_docs, N_DOCS);
        for (uint32_t i = 0; i < N_DOCS; i++) {
            size_t shard = 99;
            char wanted[64];
            snprintf(wanted, sizeof(wanted), "data of %u", article_id(i));
            kb_buf_reset(&buf);
            OK(kb_reader_data(reader, article_id(i), &shard, &buf, &err));
            assert_string_equal(kb_buf_cstr(&buf), wanted);
            assert_int_equal(shard, i % n);
        }
        FAILS(KB_E_NOT_FOUND, kb_reader_data(reader, 0, NULL, &buf, &err));
        FAILS(KB_E_NOT_FOUND, kb_reader_data(reader, 1, NULL, &buf, &err));
        FAILS(KB_E_NOT_FOUND, kb_reader_data(reader, UINT32_MAX, NULL, &buf, &err));
        FAILS(KB_E_LIMIT, kb_reader_data(reader, article_id(0), NULL, &tiny, &err));
        kb_buf_clear(&buf);
        kb_buf_clear(&tiny);
        kb_reader_free(reader);
    }
}

static void
test_search_does_not_depend_on_the_number_of_shards(void **state)
{
    (void)state;
    struct kb_reader *readers[3] = {build("a", 1, 5), build("b", 2, 5),
                                    build("e", 5, 5)};
    for (uint32_t q = 0; q < 30; q++) {
        struct kb_query *plain = NULL, *third = NULL, *query = NULL;
        struct kb_query *parts[2] = {NULL, NULL};
        if (q == 29)
            OK(kb_query_all(&plain, &err));
        else if (q == 21) /* equal scores in other bits at the end of a page */
            plain = words_query(kb_query_or, 2, 4, 5);
        else if (q % 3 == 0)
            plain = words_query(kb_query_or, q, q % 4, 1 + q % 6);
        else
            plain = words_query(q % 3 == 1 ? kb_query_synonym : kb_query_and, q, 5, 2);
        third = term_query(KB_SPAN_LITERAL("XTHIRD"), 1);
        parts[0] = plain;
        parts[1] = term_query(KB_SPAN_LITERAL("fifth"), 1);
        if (q % 7 == 3)
            OK(kb_query_filter(plain, third, &query, &err));
        else if (q % 7 == 5)
            OK(kb_query_or(parts, 2, &query, &err));
        else if (q % 7 == 6)
            OK(kb_query_and(parts, 2, &query, &err));
        for (uint32_t first = 0; first < 120; first += 3) {
            struct kb_search_params params = KB_SEARCH_PARAMS_INIT;
            params.first = first;
            params.max = first == 60 ? N_DOCS : 3;
            params.check_at_least = UINT32_MAX;
            struct kb_hits hits[3];
            for (size_t r = 0; r < 3; r++) {
                hits[r] = search(readers[r], query == NULL ? plain : query, &params);
                assert_same_hits(&hits[0], &hits[r], 1e-12);
            }
            for (size_t r = 0; r < 3; r++)
                kb_hits_clear(&hits[r]);
        }
        kb_query_free(parts[1]);
        kb_query_free(query);
        kb_query_free(third);
        kb_query_free(plain);
    }
    for (size_t r = 0; r < 3; r++)
        kb_reader_free(readers[r]);
}

static void
test_search_pages_are_cut_from_one_list(void **state)
{
    (void)state;
    struct kb_reader *reader = build("s", 2, 5);
    struct kb_query *query = words_query(kb_query_or, 1, 3, 2);
    struct kb_search_params params = all_ranks();
    struct kb_hits all = search(reader, query, &params);
    assert_true(all.n > 100);
    assert_int_equal(all.total, all.n);
    params.check_at_least = 0;
    params.max = 7;
    for (params.first = 0; params.first < all.n + 10; params.first += 7) {
        struct kb_hits page = search(reader, query, &params);
        size_t left = params.first < all.n ? all.n - params.first : 0;
        struct kb_hits wanted = {all.items + params.first, left < 7 ? left : 7, 0, 0,
                                 0};
        assert_same_hits(&page, &wanted, 0);
        kb_hits_clear(&page);
    }
    params.first = 0;
    params.max = 0; /* only the totals */
    struct kb_hits none = search(reader, query, &params);
    assert_int_equal(none.n, 0);
    assert_true(none.total_upper >= all.n);
    kb_hits_clear(&none);
    kb_hits_clear(&none);
    kb_hits_clear(NULL);
    kb_hits_clear(&all);
    kb_query_free(query);
    kb_reader_free(reader);
}

static void
test_search_scores_by_the_formula(void **state)
{
    (void)state;
    struct kb_reader *reader = build("s", 3, 5);
    struct kb_search_params params = all_ranks();
    params.k1 = 1.3;
    params.b = 0.4;
    params.min_normlen = 0.8;
    double total_length = 0;
    double length[N_DOCS] = {0};
    for (uint32_t i = 0; i < N_DOCS; i++) {
        for (uint32_t w = 0; w < N_WORDS; w++)
            length[i] += 6 * title_count(i, w) + body_count(i, w);
        length[i] += i % 5 == 2 ? 2 : 0;
        total_length += length[i];
    }
    for (uint32_t w = 0; w < N_WORDS; w += 13) { /* the first is in most articles */
        struct kb_query *query = term_query(word_term("", w), 2.5);
        struct kb_hits hits = search(reader, query, &params);
        double t = (N_DOCS - (double)hits.n + 0.5) / ((double)hits.n + 0.5);
        double idf = log(t < 2 ? 1 + t / 2 : t);
        assert_int_equal(t < 2, w == 0);
        assert_true(hits.n > 10);
        for (size_t h = 0; h < hits.n; h++) {
            uint32_t i = (hits.items[h].docid - 100000) / 7;
            double wdf = 5 * title_count(i, w) + body_count(i, w);
            double norm = fmax(length[i] * N_DOCS / total_length, 0.8);
            double wanted = 2.5 * idf * 2.3 * wdf / (wdf + 1.3 * (0.6 + 0.4 * norm));
            assert_int_equal(article_id(i), hits.items[h].docid);
            assert_int_equal(hits.items[h].shard, i % 3);
            assert_true(fabs(hits.items[h].score - wanted) < 1e-9 * wanted);
        }
        kb_hits_clear(&hits);
        kb_query_free(query);
    }
    kb_reader_free(reader);
}

static void
test_search_checks_its_parameters(void **state)
{
    (void)state;
    static const struct {
        struct kb_search_params params;
        enum kb_status wanted;
    } cases[] = {
        {{0, KB_HITS_MAX, 0, 1, 0.5, 0.5, NULL, KB_ORDER_SCORE, 0}, KB_OK},
        {{KB_HITS_MAX, 0, UINT32_MAX, 1, 0, 0, NULL, KB_ORDER_SCORE, 0}, KB_OK},
        {{1, KB_HITS_MAX, 0, 1, 0.5, 0.5, NULL, KB_ORDER_SCORE, 0}, KB_E_LIMIT},
        {{UINT32_MAX, UINT32_MAX, 0, 1, 0.5, 0.5, NULL, KB_ORDER_SCORE, 0}, KB_E_LIMIT},
        {{0, 10, 0, 0, 0.5, 0.5, NULL, KB_ORDER_SCORE, 0}, KB_E_INVALID},
        {{0, 10, 0, NAN, 0.5, 0.5, NULL, KB_ORDER_SCORE, 0}, KB_E_INVALID},
        {{0, 10, 0, INFINITY, 0.5, 0.5, NULL, KB_ORDER_SCORE, 0}, KB_E_INVALID},
        {{0, 10, 0, 1, -0.1, 0.5, NULL, KB_ORDER_SCORE, 0}, KB_E_INVALID},
        {{0, 10, 0, 1, 1.1, 0.5, NULL, KB_ORDER_SCORE, 0}, KB_E_INVALID},
        {{0, 10, 0, 1, 0.5, -1, NULL, KB_ORDER_SCORE, 0}, KB_E_INVALID},
        {{0, 10, 0, 1, 0.5, NAN, NULL, KB_ORDER_SCORE, 0}, KB_E_INVALID},
    };
    struct kb_reader *reader = build("s", 2, 5);
    struct kb_query *query = term_query(word_term("", 0), 1), *boosted = NULL;
    struct kb_boosted_term term = {word_term("", 1), NULL, 0, 1};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct kb_hits hits = KB_HITS_INIT;
        enum kb_status st =
            kb_reader_search(reader, query, &cases[i].params, &hits, &err);
        if (cases[i].wanted == KB_OK)
            OK(st);
        else
            FAILS(cases[i].wanted, st);
        kb_hits_clear(&hits);
        st = kb_query_boosted(reader, &term, &cases[i].params, &boosted, &err);
        assert_int_equal(st == KB_E_INVALID, cases[i].wanted == KB_E_INVALID);
        if (st == KB_OK)
            kb_query_free(boosted);
    }
    struct kb_search_params params = all_ranks();
    struct kb_hits hits = KB_HITS_INIT;
    kb_mem_fail_at(1);
    FAILS(KB_E_NOMEM, kb_reader_search(reader, query, &params, &hits, &err));
    kb_mem_fail_at(0);
    assert_null(hits.items);
    kb_query_free(query);
    kb_reader_free(reader);
}

static void
test_query_calls_check_their_arguments(void **state)
{
    (void)state;
    char longest[KB_TERM_MAX_BYTES + 1];
    memset(longest, 'x', sizeof(longest));
    struct kb_span word = KB_SPAN_LITERAL("word"), over = kb_span_at(longest, 241);
    struct kb_query *q = NULL;
    FAILS(KB_E_INVALID, kb_query_term(kb_span_at("", 0), 1, &q, &err));
    FAILS(KB_E_LIMIT, kb_query_term(over, 1, &q, &err));
    static const double bad[] = {-1, -1e-9, NAN, INFINITY, 1e300};
    struct kb_reader *reader = build("s", 1, 5);
    struct kb_search_params params = all_ranks();
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct kb_boosted_term term = {word, NULL, 0, bad[i]};
        FAILS(KB_E_INVALID, kb_query_term(word, bad[i], &q, &err));
        FAILS(KB_E_INVALID, kb_query_boosted(reader, &term, &params, &q, &err));
        struct kb_field_delta field = {word, bad[i]};
        term = (struct kb_boosted_term){word, &field, 1, 1};
        if (i >= 2) /* a delta may be negative */
            FAILS(KB_E_INVALID, kb_query_boosted(reader, &term, &params, &q, &err));
    }
    struct kb_field_delta field = {over, 1};
    struct kb_boosted_term term = {word, &field, 1, 1};
    FAILS(KB_E_LIMIT, kb_query_boosted(reader, &term, &params, &q, &err));
    field.term = kb_span_at("", 0);
    FAILS(KB_E_INVALID, kb_query_boosted(reader, &term, &params, &q, &err));
    term = (struct kb_boosted_term){kb_span_at("", 0), NULL, 0, 1};
    FAILS(KB_E_INVALID, kb_query_boosted(reader, &term, &params, &q, &err));
    FAILS(KB_E_INVALID, kb_query_or(NULL, 0, &q, &err));
    FAILS(KB_E_INVALID, kb_query_and(NULL, 0, &q, &err));
    FAILS(KB_E_INVALID, kb_query_synonym(NULL, 0, &q, &err));
    assert_null(q);
    kb_reader_free(reader);
    kb_query_free(NULL);
    kb_reader_free(NULL);
    kb_writer_free(NULL);
    kb_doc_free(NULL);
    kb_stem_free(NULL);
}

/* ---- field boosts of the query's own ---- */

static void
test_boosted_without_deltas_scores_as_the_plain_term(void **state)
{
    (void)state;
    for (uint32_t n = 1; n <= MAX_SHARDS; n += 2) {
        char name[8];
        snprintf(name, sizeof(name), "n%u-", n);
        struct kb_reader *reader = build(name, n, 5);
        struct kb_search_params params = all_ranks();
        params.k1 = 1.7;
        for (uint32_t w = 0; w <= N_WORDS; w++) { /* the last is in no article */
            struct kb_query *plain = term_query(word_term("", w), 1);
            struct kb_query *boosted = boosted_query(reader, w, 0, &params);
            struct kb_hits a = search(reader, plain, &params);
            struct kb_hits b = search(reader, boosted, &params);
            assert_same_hits(&a, &b, 1e-9);
            assert_int_equal(a.n == 0, w == N_WORDS);
            kb_hits_clear(&a);
            kb_hits_clear(&b);
            kb_query_free(plain);
            kb_query_free(boosted);
        }
        kb_reader_free(reader);
    }
}

static void
test_boosted_equals_an_index_with_those_boosts(void **state)
{
    (void)state;
    static const uint32_t boosts[] = {0, 2, 8};
    struct kb_reader *reader = build("s", 3, 5);
    struct kb_search_params params = all_ranks();
    params.b = 0; /* lengths stay those of index time, so leave them out */
    for (size_t k = 0; k < sizeof(boosts) / sizeof(boosts[0]); k++) {
        char name[8];
        snprintf(name, sizeof(name), "k%zu-", k);
        struct kb_reader *other = build(name, 2, boosts[k]);
        for (uint32_t w = 0; w < N_WORDS; w++) {
            struct kb_query *plain = term_query(word_term("", w), 1);
            struct kb_query *boosted =
                boosted_query(reader, w, (double)boosts[k] - 5, &params);
            struct kb_hits a = search(other, plain, &params);
            struct kb_hits b = search(reader, boosted, &params);
            assert_same_hits(&a, &b, 1e-9);
            kb_hits_clear(&a);
            kb_hits_clear(&b);
            kb_query_free(plain);
            kb_query_free(boosted);
        }
        kb_reader_free(other);
    }
    kb_reader_free(reader);
}

static void
test_boosted_never_goes_below_zero(void **state)
{
    (void)state;
    struct kb_reader *reader = build("s", 2, 5);
    struct kb_search_params params = all_ranks();
    struct kb_query *query = boosted_query(reader, 30, -100, &params);
    struct kb_hits hits = search(reader, query, &params);
    size_t n_zero = 0;
    for (size_t h = 0; h < hits.n; h++) {
        uint32_t i = (hits.items[h].docid - 100000) / 7;
        assert_true(hits.items[h].score >= 0);
        assert_int_equal(hits.items[h].score > 0, title_count(i, 30) == 0);
        n_zero += title_count(i, 30);
    }
    assert_true(n_zero > 0 && n_zero < hits.n);
    kb_hits_clear(&hits);
    kb_query_free(query);
    kb_reader_free(reader);
}

/* The first ranks must not depend on how many are asked for: the bound by which whole
 * lists are left out may not be too low. */
static void
test_boosted_bound_leaves_no_document_out(void **state)
{
    (void)state;
    static const double deltas[] = {-5, -2.5, 0.5, 3, 40, 1000};
    struct kb_reader *readers[2] = {build("a", 1, 5), build("e", 5, 5)};
    for (uint32_t k = 0; k < 240; k++) {
        struct kb_search_params params = all_ranks(), few = KB_SEARCH_PARAMS_INIT;
        few.max = 1 + k % 7;
        few.k1 = params.k1 = 0.5 + k % 4;
        few.b = params.b = (k % 5) / 4.0;
        few.min_normlen = params.min_normlen = (k % 3) * 0.7;
        struct kb_hits lists[2];
        for (size_t r = 0; r < 2; r++) {
            struct kb_query *parts[2], *query = NULL;
            for (uint32_t i = 0; i < 2; i++)
                parts[i] = boosted_query(readers[r], (k * 7 + 11 * i) % N_WORDS,
                                         deltas[(k + i) % 6], &params);
            OK(kb_query_or(parts, 2, &query, &err));
            lists[r] = search(readers[r], query, &params);
            struct kb_hits top = search(readers[r], query, &few), wanted = lists[r];
            wanted.n = few.max;
            assert_same_hits(&top, &wanted, 0);
            kb_hits_clear(&top);
            kb_query_free(query);
            for (uint32_t i = 0; i < 2; i++)
                kb_query_free(parts[i]);
        }
        assert_same_hits(&lists[0], &lists[1], 1e-12);
        kb_hits_clear(&lists[0]);
        kb_hits_clear(&lists[1]);
    }
    kb_reader_free(readers[0]);
    kb_reader_free(readers[1]);
}

/* ---- stems ---- */

static void
test_stem_follows_the_library(void **state)
{
    (void)state;
    static const struct {
        const char *word, *stem;
    } cases[] = {{"backups", "backup"},      {"hanging", "hang"},
                 {"installation", "instal"}, {"dying", "die"},
                 {"user.exe", "user.ex"},    {"", ""}};
    char longest[KB_TERM_MAX_BYTES + 1];
    memset(longest, 'x', sizeof(longest));
    struct kb_stem *stem = NULL;
    struct kb_buf buf = KB_BUF_INIT(KB_TERM_MAX_BYTES), tiny = KB_BUF_INIT(3);
    FAILS(KB_E_INVALID, kb_stem_new("klingon", &stem, &err));
    assert_null(stem);
    OK(kb_stem_new("english", &stem, &err));
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        kb_buf_reset(&buf);
        OK(kb_stem_apply(stem, kb_span_cstr(cases[i].word), &buf, &err));
        assert_string_equal(kb_buf_cstr(&buf), cases[i].stem);
    }
    OK(kb_stem_apply(stem, kb_span_at(longest, KB_TERM_MAX_BYTES), &buf, &err));
    FAILS(KB_E_LIMIT, kb_stem_apply(stem, kb_span_at(longest, 241), &buf, &err));
    FAILS(KB_E_LIMIT, kb_stem_apply(stem, KB_SPAN_LITERAL("hang"), &tiny, &err));
    kb_buf_clear(&buf);
    kb_buf_clear(&tiny);
    kb_stem_free(stem);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* ---- what the caller accepts ---- */

struct even {
    uint32_t n_asked;
    uint32_t fails_at; /* call, 0 = never */
};

static enum kb_status
accepts_even(void *context, uint32_t docid, bool *accepted, struct kb_error *error)
{
    struct even *even = context;
    if (++even->n_asked == even->fails_at)
        return kb_error_set(error, KB_E_STALE, "asked for %u", docid);
    *accepted = docid % 2 == 0;
    return KB_OK;
}

static void
test_search_must_leave_out_what_the_filter_refuses(void **state)
{
    (void)state;
    for (size_t n_shards = 1; n_shards <= 3; n_shards += 2) {
        struct kb_reader *reader = build(n_shards == 1 ? "one" : "three", n_shards, 3);
        struct kb_query *query = words_query(kb_query_or, 1, 2, 4);
        struct kb_search_params params = all_ranks();
        struct even even = {0, 0};
        struct kb_match_filter filter = {accepts_even, &even};
        struct kb_hits all = search(reader, query, &params);
        params.filter = &filter;
        struct kb_hits some = search(reader, query, &params);
        assert_int_equal(even.n_asked, all.n);
        size_t n = 0;
        for (size_t i = 0; i < all.n; i++) {
            if (all.items[i].docid % 2 != 0)
                continue;
            assert_true(n < some.n);
            assert_int_equal(some.items[n].docid, all.items[i].docid);
            assert_int_equal(some.items[n].shard, all.items[i].shard);
            n++;
        }
        assert_true(n > 0 && n < all.n);
        assert_int_equal(some.n, n);
        even.n_asked = 0;
        even.fails_at = 5;
        struct kb_hits none = KB_HITS_INIT;
        assert_int_equal(kb_reader_search(reader, query, &params, &none, &err),
                         KB_E_STALE);
        assert_memory_equal(err.msg, "asked for ", 10);
        assert_null(none.items);
        kb_hits_clear(&all);
        kb_hits_clear(&some);
        kb_query_free(query);
        kb_reader_free(reader);
    }
}

static void
assert_terms(struct kb_reader *reader, const struct kb_hits *hits, bool *got)
{
    size_t n_had = 0;
    for (uint32_t w = 0; w < N_WORDS; w++) {
        OK(kb_reader_has(reader, word_term("", w), hits->items, hits->n, got, &err));
        for (size_t h = 0; h < hits->n; h++) {
            uint32_t i = 0;
            while (article_id(i) != hits->items[h].docid)
                i++;
            assert_int_equal(got[h], title_count(i, w) + body_count(i, w) > 0);
            n_had += got[h];
        }
    }
    assert_in_range(n_had, 1, N_WORDS * hits->n - 1);
}

/* Words and hits of the last search, which are known, and others. */
static void
test_terms_must_be_those_put_in(void **state)
{
    (void)state;
    struct kb_reader *reader = build("three", 3, 3);
    struct kb_query *query = words_query(kb_query_or, 1, 2, 4);
    struct kb_query *other = words_query(kb_query_or, 4, 9, 3);
    struct kb_search_params params = all_ranks();
    struct kb_hits all = search(reader, query, &params);
    bool *got = kb_mem_array(all.n, sizeof(*got));
    assert_terms(reader, &all, got);
    params.max = 40;
    struct kb_hits some = search(reader, other, &params);
    assert_terms(reader, &all, got);
    OK(kb_reader_has(reader, KB_SPAN_LITERAL("nowhere"), all.items, all.n, got, &err));
    for (size_t h = 0; h < all.n; h++)
        assert_false(got[h]);
    assert_int_equal(kb_reader_has(reader, kb_span_at("", 0), all.items, 1, got, &err),
                     KB_E_INVALID);
    all.items[0].shard = 3;
    assert_int_equal(
        kb_reader_has(reader, KB_SPAN_LITERAL("word1"), all.items, 1, got, &err),
        KB_E_INVALID);
    kb_mem_free(got);
    kb_hits_clear(&all);
    kb_hits_clear(&some);
    kb_query_free(query);
    kb_query_free(other);
    kb_reader_free(reader);
}

static const struct CMUnitTest tests[] = {
    TEST(test_data_finds_the_article_in_its_shard),
    TEST(test_search_does_not_depend_on_the_number_of_shards),
    TEST(test_search_pages_are_cut_from_one_list),
    TEST(test_search_scores_by_the_formula),
    TEST(test_search_checks_its_parameters),
    TEST(test_query_calls_check_their_arguments),
    TEST(test_boosted_without_deltas_scores_as_the_plain_term),
    TEST(test_boosted_equals_an_index_with_those_boosts),
    TEST(test_boosted_never_goes_below_zero),
    TEST(test_boosted_bound_leaves_no_document_out),
    TEST(test_search_must_leave_out_what_the_filter_refuses),
    TEST(test_terms_must_be_those_put_in),
    TEST(test_stem_follows_the_library),
};

KB_TEST_MAIN(tests)
