/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parts of queries that rule and do not rank, checked against the collection itself, in
 * one shard and in several. */
#include "support/shards.h"

static bool
has_body(uint32_t i, uint32_t w)
{
    return title_count(i, w) + body_count(i, w) > 0;
}

/* The articles a query finds are those that `wanted` names. */
static void
finds(struct kb_reader *reader, struct kb_query *query, bool (*wanted)(uint32_t))
{
    struct kb_search_params params = KB_SEARCH_PARAMS_INIT;
    struct kb_hits hits = KB_HITS_INIT;
    size_t n = 0;
    params.max = N_DOCS;
    params.check_at_least = UINT32_MAX;
    OK(kb_reader_search(reader, query, &params, &hits, &err));
    for (uint32_t i = 0; i < N_DOCS; i++) {
        bool found = false;
        for (size_t k = 0; k < hits.n && !found; k++)
            found = hits.items[k].docid == article_id(i);
        if (found != wanted(i))
            fail_msg("article %u is %sfound", article_id(i), found ? "" : "not ");
        n += found;
    }
    assert_int_equal(hits.n, n);
    assert_true(hits.total_lower <= n && n <= hits.total_upper);
    kb_hits_clear(&hits);
    kb_query_free(query);
}

static bool
third_without_word(uint32_t i)
{
    return i % 3 == 0 && !has_body(i, 3);
}

static bool
is_third(uint32_t i)
{
    return i % 3 == 0;
}

static bool
is_every_tenth(uint32_t i)
{
    return i % 10 == 0;
}

static bool
is_none(uint32_t i)
{
    (void)i;
    return false;
}

static void
test_parts_must_rule_in_any_number_of_shards(void **state)
{
    (void)state;
    for (uint32_t n = 1; n <= MAX_SHARDS; n += 2) {
        char name[8];
        snprintf(name, sizeof(name), "n%u-", n);
        struct kb_reader *reader = build(name, n, 5);
        struct kb_query *third = term_query(KB_SPAN_LITERAL("XTHIRD"), 1);
        struct kb_query *word = term_query(word_term("", 3), 1);
        struct kb_query *query = NULL;
        uint32_t ids[N_DOCS];
        size_t n_ids = 0;
        OK(kb_query_and_not(third, word, &query, &err));
        finds(reader, query, third_without_word);
        OK(kb_query_scored_by(third, word, &query, &err));
        finds(reader, query, is_third);
        OK(kb_query_none(&query, &err));
        finds(reader, query, is_none);
        ids[n_ids++] = 1; /* there is no such article */
        for (uint32_t i = 0; i < N_DOCS; i += 10)
            ids[n_ids++] = article_id(i);
        OK(kb_query_ids(ids, n_ids, &query, &err));
        finds(reader, query, is_every_tenth);
        OK(kb_query_ids(NULL, 0, &query, &err));
        finds(reader, query, is_none);
        OK(kb_query_range(0, KB_SPAN_LITERAL("1"), KB_SPAN_LITERAL("2"), &query, &err));
        finds(reader, query, is_none); /* none has a value */
        kb_query_free(third);
        kb_query_free(word);
        kb_reader_free(reader);
    }
}

/* Scored by a part that does not rule: those without it come last, with nothing. */
static void
test_scored_by_must_rank_by_the_second_alone(void **state)
{
    (void)state;
    struct kb_reader *reader = build("s", 2, 5);
    struct kb_query *third = term_query(KB_SPAN_LITERAL("XTHIRD"), 1);
    struct kb_query *word = term_query(word_term("", 3), 1);
    struct kb_query *query = NULL;
    struct kb_search_params params = KB_SEARCH_PARAMS_INIT;
    struct kb_hits hits = KB_HITS_INIT;
    size_t n_scored = 0;
    params.max = N_DOCS;
    params.check_at_least = UINT32_MAX;
    OK(kb_query_scored_by(third, word, &query, &err));
    OK(kb_reader_search(reader, query, &params, &hits, &err));
    while (n_scored < hits.n && hits.items[n_scored].score > 0)
        n_scored++;
    size_t wanted = 0;
    for (uint32_t i = 0; i < N_DOCS; i++)
        wanted += i % 3 == 0 && has_body(i, 3);
    assert_true(wanted > 0 && wanted < hits.n);
    assert_int_equal(n_scored, wanted);
    kb_hits_clear(&hits);
    kb_query_free(query);
    kb_query_free(word);
    kb_query_free(third);
    kb_reader_free(reader);
}

static void
test_range_must_take_both_ends(void **state)
{
    (void)state;
    static const char *const days[] = {"19990101", "20000615", "20011231"};
    struct kb_doc *doc = NULL;
    struct kb_writer *writer = new_writer(at("dates"));
    OK(kb_doc_new(&doc, &err));
    for (uint32_t i = 0; i < 4; i++) {
        OK(kb_doc_reset(doc, &err));
        OK(kb_doc_set_data(doc, KB_SPAN_LITERAL("x"), &err));
        if (i < 3)
            OK(kb_doc_set_value(doc, 0, kb_span_cstr(days[i]), &err));
        OK(kb_writer_put(writer, i + 1, doc, &err));
    }
    kb_doc_free(doc);
    OK(kb_writer_close(writer, &err));
    kb_writer_free(writer);
    static const struct {
        const char *from;
        const char *to;
        size_t n;
    } cases[] = {
        {"19990101", "20011231", 3}, {"19990102", "20011230", 1},
        {"00000001", "20000614", 1}, {"20000615", "20000615", 1},
        {"20020101", "99999999", 0}, {"20010101", "19990101", 0},
    };
    const char *path = at("dates");
    struct kb_reader *reader = NULL;
    OK(kb_reader_open(&path, 1, &reader, &err));
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_search_params params = KB_SEARCH_PARAMS_INIT;
        struct kb_hits hits = KB_HITS_INIT;
        struct kb_query *query = NULL;
        OK(kb_query_range(0, kb_span_cstr(cases[i].from), kb_span_cstr(cases[i].to),
                          &query, &err));
        OK(kb_reader_search(reader, query, &params, &hits, &err));
        assert_int_equal(hits.n, cases[i].n);
        kb_hits_clear(&hits);
        kb_query_free(query);
    }
    kb_reader_free(reader);
}

static void
test_terms_must_come_in_order_with_their_counts(void **state)
{
    (void)state;
    struct kb_reader *reader = build("t", 3, 5);
    struct kb_term_list list = KB_TERM_LIST_INIT;
    OK(kb_reader_terms(reader, KB_SPAN_LITERAL("word1"), 1000, &list, &err));
    assert_int_equal(list.n, 11); /* word1, word10 to word19 */
    assert_true(list.is_whole);
    for (size_t i = 0; i < list.n; i++) {
        struct kb_term_stats stats = {0};
        OK(kb_reader_term(reader, list.items[i].term, &stats, &err));
        assert_int_equal(list.items[i].n_docs, stats.n_docs);
        assert_true(i == 0 ||
                    kb_span_compare(list.items[i - 1].term, list.items[i].term) < 0);
    }
    kb_term_list_clear(&list);
    OK(kb_reader_terms(reader, KB_SPAN_LITERAL("word1"), 3, &list, &err));
    assert_int_equal(list.n, 3);
    assert_false(list.is_whole);
    kb_term_list_clear(&list);
    OK(kb_reader_terms(reader, KB_SPAN_LITERAL("nothing"), 3, &list, &err));
    assert_int_equal(list.n, 0);
    kb_term_list_clear(&list);
    kb_term_list_clear(NULL);
    kb_reader_free(reader);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static const struct CMUnitTest tests[] = {
    TEST(test_parts_must_rule_in_any_number_of_shards),
    TEST(test_scored_by_must_rank_by_the_second_alone),
    TEST(test_range_must_take_both_ends),
    TEST(test_terms_must_come_in_order_with_their_counts),
};

KB_TEST_MAIN(tests)
