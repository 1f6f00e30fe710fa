/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words and groups of words that rank and nothing else are matched by the shim itself:
 * the hits must be those of Xapian's matcher, which is asked wherever something
 * filters. */
#include "support/shards.h"

#include <math.h>

/* A term "wordN" or one that few, all or no documents have, by turns. */
static struct kb_query *
some_word(uint32_t x)
{
    struct kb_span term = word_term("", x % (N_WORDS + 2));
    if (x % 11 == 0)
        term = KB_SPAN_LITERAL("fifth");
    if (x % 13 == 0)
        term = KB_SPAN_LITERAL("XTHIRD"); /* without a frequency: scores nothing */
    return term_query(term, x % 17 == 0 ? 0 : 0.1 + x % 5);
}

/* Words that must all be there, up to three. */
static struct kb_query *
some_group(uint32_t x)
{
    struct kb_query *words[3], *query = NULL;
    for (uint32_t i = 0; i < 3; i++)
        words[i] = some_word(x * (i + 1) + i);
    OK(kb_query_and(words, 1 + x % 3, &query, &err));
    for (uint32_t i = 0; i < 3; i++)
        kb_query_free(words[i]);
    return query;
}

/* A word, a group, or a group without what has another group. */
static struct kb_query *
some_part(uint32_t x)
{
    if (x % 4 != 0)
        return some_word(x);
    struct kb_query *group = some_group(x / 4), *query = NULL;
    if (x % 8 == 0)
        return group;
    struct kb_query *without = some_group(x / 5);
    OK(kb_query_and_not(group, without, &query, &err));
    kb_query_free(group);
    kb_query_free(without);
    return query;
}

static struct kb_query *
some_words(uint32_t seed, uint32_t n)
{
    struct kb_query *parts[N_WORDS], *query = NULL;
    for (uint32_t i = 0; i < n; i++)
        parts[i] = some_part((seed * 2654435761u + i * 40503u) >> 7);
    OK(kb_query_or(parts, n, &query, &err));
    for (uint32_t i = 0; i < n; i++)
        kb_query_free(parts[i]);
    return query;
}

static void
assert_same(const struct kb_hits *ours, const struct kb_hits *theirs)
{
    assert_int_equal(ours->n, theirs->n);
    for (size_t i = 0; i < ours->n; i++) {
        const struct kb_hit *a = &ours->items[i], *b = &theirs->items[i];
        if (a->docid != b->docid || a->shard != b->shard ||
            fabs(a->score - b->score) > 1e-11 * b->score)
            fail_msg("rank %zu: %u with %.17g instead of %u with %.17g", i, a->docid,
                     a->score, b->docid, b->score);
    }
}

static void
compare(struct kb_reader *reader, const struct kb_query *query,
        const struct kb_search_params *params, const struct kb_hits *all)
{
    struct kb_hits hits = KB_HITS_INIT;
    OK(kb_reader_search(reader, query, params, &hits, &err));
    size_t left = params->first < all->n ? all->n - params->first : 0;
    struct kb_hits wanted = {all->items + (all->n - left),
                             left < params->max ? left : params->max, 0, 0, 0};
    assert_same(&hits, &wanted);
    assert_true(hits.total_lower <= all->n && all->n <= hits.total_upper);
    assert_true(hits.total_lower <= hits.total && hits.total <= hits.total_upper);
    if (all->n < params->check_at_least)
        assert_int_equal(hits.total, all->n);
    if (all->n < params->check_at_least)
        assert_int_equal(hits.total_lower, hits.total_upper);
    kb_hits_clear(&hits);
}

static void
test_words_must_be_found_as_by_the_matcher(void **state)
{
    (void)state;
    static const uint32_t pages[][3] = {
        {0, 1, 0},     {0, 3, 0},      {0, 10, 60},  {7, 10, 0},
        {0, 120, 200}, {0, N_DOCS, 0}, {490, 40, 0}, {0, 10, UINT32_MAX}};
    for (uint32_t n = 1; n <= MAX_SHARDS; n += 2) {
        char name[8];
        snprintf(name, sizeof(name), "w%u-", n);
        struct kb_reader *reader = build(name, n, 5);
        for (uint32_t q = 0; q < 300; q++) {
            struct kb_query *query = some_words(q, 1 + q % 9), *all = NULL,
                            *same = NULL;
            struct kb_search_params params = all_ranks();
            struct kb_hits hits = KB_HITS_INIT;
            params.min_normlen = q % 2 == 0 ? 0.1 : 0.9;
            params.b = q % 5 == 0 ? 0 : 0.75;
            OK(kb_query_all(&all, &err));
            OK(kb_query_filter(query, all, &same, &err));
            params.check_at_least = UINT32_MAX;
            OK(kb_reader_search(reader, same, &params, &hits, &err));
            for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
                params.first = pages[i][0];
                params.max = pages[i][1];
                params.check_at_least = pages[i][2];
                compare(reader, query, &params, &hits);
            }
            kb_hits_clear(&hits);
            kb_query_free(same);
            kb_query_free(all);
            kb_query_free(query);
        }
        kb_reader_free(reader);
    }
}

/* An OR of ORs is one, an AND of words a group; of anything else it is none, which the
 * matcher must get. */
static void
test_parts_must_be_told_from_words(void **state)
{
    (void)state;
    struct kb_reader *reader = build("p", 2, 5);
    struct kb_query *words[2] = {some_words(3, 3), some_words(4, 4)};
    struct kb_query *parts[2] = {words[0], NULL}, *either = NULL, *mixed = NULL;
    struct kb_search_params params = all_ranks();
    struct kb_hits a = KB_HITS_INIT, b = KB_HITS_INIT, c = KB_HITS_INIT;
    OK(kb_query_and(words, 2, &parts[1], &err));
    OK(kb_query_or(words, 2, &either, &err));
    OK(kb_query_or(parts, 2, &mixed, &err));
    OK(kb_reader_search(reader, words[0], &params, &a, &err));
    OK(kb_reader_search(reader, either, &params, &b, &err));
    OK(kb_reader_search(reader, mixed, &params, &c, &err));
    assert_true(a.n > 0 && a.n < b.n);
    assert_int_equal(a.n, c.n);
    assert_true(c.items[0].score > a.items[0].score);
    kb_hits_clear(&a);
    kb_hits_clear(&b);
    kb_hits_clear(&c);
    kb_query_free(mixed);
    kb_query_free(either);
    kb_query_free(parts[1]);
    kb_query_free(words[0]);
    kb_query_free(words[1]);
    kb_reader_free(reader);
}

/* Words no longer walked must have been left out: the totals say so. */
static void
test_words_that_cannot_enter_are_passed_over(void **state)
{
    (void)state;
    struct kb_reader *reader = build("o", 2, 5);
    struct kb_query *parts[2] = {term_query(word_term("", 38), 100),
                                 term_query(word_term("", 0), 0.01)};
    struct kb_query *query = NULL;
    struct kb_search_params params = KB_SEARCH_PARAMS_INIT;
    struct kb_hits hits = KB_HITS_INIT;
    params.max = 2;
    OK(kb_query_or(parts, 2, &query, &err));
    OK(kb_reader_search(reader, query, &params, &hits, &err));
    assert_int_equal(hits.n, 2);
    assert_true(hits.total_lower < hits.total_upper);
    kb_hits_clear(&hits);
    params.check_at_least = UINT32_MAX;
    OK(kb_reader_search(reader, query, &params, &hits, &err));
    assert_int_equal(hits.total_lower, hits.total_upper);
    kb_hits_clear(&hits);
    kb_query_free(query);
    kb_query_free(parts[0]);
    kb_query_free(parts[1]);
    kb_reader_free(reader);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static const struct CMUnitTest tests[] = {
    TEST(test_words_must_be_found_as_by_the_matcher),
    TEST(test_parts_must_be_told_from_words),
    TEST(test_words_that_cannot_enter_are_passed_over),
};

KB_TEST_MAIN(tests)
