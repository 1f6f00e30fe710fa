/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values counted over all matches, and orders other than by score: the same for any
 * number of shards. */
#include "support/shards.h"

#include "shim/kb_shim_count.h"

static struct kb_reader *
build_values(const char *name, size_t n_shards)
{
    char paths[MAX_SHARDS][2 * PATH_BYTES];
    const char *list[MAX_SHARDS];
    struct kb_doc *doc = NULL;
    struct kb_reader *reader = NULL;
    OK(kb_doc_new(&doc, &err));
    for (size_t s = 0; s < n_shards; s++) {
        snprintf(paths[s], sizeof(paths[s]), "%s/%s%zu", scratch, name, s);
        list[s] = paths[s];
        struct kb_writer *writer = new_writer(paths[s]);
        for (uint32_t id = 1; id <= 60; id++) {
            char value[8];
            if (id % n_shards != s)
                continue;
            OK(kb_doc_reset(doc, &err));
            OK(kb_doc_set_data(doc, KB_SPAN_LITERAL("x"), &err));
            OK(kb_doc_add_term(doc, KB_SPAN_LITERAL("word"), 1 + id % 3, &err));
            snprintf(value, sizeof(value), "v%u", id % 4);
            if (id % 10 != 0) /* some have none */
                OK(kb_doc_set_value(doc, 1, kb_span_cstr(value), &err));
            OK(kb_writer_put(writer, id, doc, &err));
        }
        close_writer(writer);
    }
    kb_doc_free(doc);
    OK(kb_reader_open(list, n_shards, &reader, &err));
    return reader;
}

static enum kb_status
accept_small(void *context, uint32_t docid, bool *accepted, struct kb_error *e)
{
    (void)e;
    *accepted = docid <= *(const uint32_t *)context;
    return KB_OK;
}

static void
test_counts_must_be_of_all_matches(void **state)
{
    (void)state;
    static const size_t shards[] = {1, 2, 5};
    static const struct kb_value_slot slots[] = {{1, 0}, {7, 0}};
    for (size_t i = 0; i < COUNT(shards); i++) {
        char name[16];
        snprintf(name, sizeof(name), "count%zu-", shards[i]);
        struct kb_reader *reader = build_values(name, shards[i]);
        struct kb_query *query = term_query(KB_SPAN_LITERAL("word"), 1.0);
        struct kb_slots two = {slots, 2};
        struct kb_counts counts[2] = {KB_COUNTS_INIT, KB_COUNTS_INIT};
        OK(kb_reader_counts(reader, query, NULL, &two, counts, &err));
        assert_int_equal(counts[0].n, 4);
        assert_int_equal(counts[0].n_matches, 60);
        SPAN_IS("v1", counts[0].items[0].value); /* 15 each, but for the tens */
        assert_int_equal(counts[0].items[0].n, 15);
        SPAN_IS("v3", counts[0].items[1].value);
        SPAN_IS("v0", counts[0].items[2].value);
        assert_int_equal(counts[0].items[2].n, 12);
        SPAN_IS("v2", counts[0].items[3].value);
        assert_int_equal(counts[1].n, 0);
        kb_counts_clear(&counts[0]);
        kb_counts_clear(&counts[1]);
        uint32_t largest = 5;
        struct kb_match_filter filter = {accept_small, &largest};
        struct kb_slots one = {slots, 1};
        static const struct kb_value_slot cut[] = {{1, 1}};
        OK(kb_reader_counts(reader, query, NULL, &(struct kb_slots){cut, 1}, counts,
                            &err));
        assert_int_equal(counts[0].n, 1); /* "v" of all that have a value */
        SPAN_IS("v", counts[0].items[0].value);
        assert_int_equal(counts[0].items[0].n, 54);
        kb_counts_clear(&counts[0]);
        OK(kb_reader_counts(reader, query, &filter, &one, counts, &err));
        assert_int_equal(counts[0].items[0].n, 2); /* 1, 5 */
        assert_int_equal(counts[0].n_matches, 5);
        kb_counts_clear(&counts[0]);
        kb_query_free(query);
        kb_reader_free(reader);
    }
}

/* One query of each kind, the last NULL. */
static void
make_queries(struct kb_reader *reader, struct kb_query *out[13])
{
    static const uint32_t ids[] = {100000, 100008, 100009, 9999999};
    const struct kb_field_delta title = {KB_SPAN_LITERAL("Sword3"), 2};
    const struct kb_boosted_term boosted = {
        .base = KB_SPAN_LITERAL("word3"), .weight = 1, .fields = &title, .n_fields = 1};
    struct kb_search_params params = KB_SEARCH_PARAMS_INIT;
    struct kb_query *often = term_query(KB_SPAN_LITERAL("word0"), 1);
    struct kb_query *half = term_query(KB_SPAN_LITERAL("word1"), 2);
    struct kb_query *rare = term_query(KB_SPAN_LITERAL("word39"), 1);
    struct kb_query *third = term_query(KB_SPAN_LITERAL("XTHIRD"), 1);
    struct kb_query *parts[] = {rare, half, third};
    OK(kb_query_or(parts, 3, &out[0], &err));
    OK(kb_query_and(parts, 3, &out[1], &err));
    OK(kb_query_synonym(parts, 2, &out[2], &err));
    OK(kb_query_filter(out[0], third, &out[3], &err));
    OK(kb_query_and_not(often, half, &out[4], &err));
    OK(kb_query_scored_by(third, half, &out[5], &err));
    OK(kb_query_range(1, KB_SPAN_LITERAL("v1"), KB_SPAN_LITERAL("v2"), &out[6], &err));
    OK(kb_query_ids(ids, COUNT(ids), &out[7], &err));
    OK(kb_query_none(&out[8], &err));
    OK(kb_query_all(&out[9], &err));
    OK(kb_query_boosted(reader, &boosted, &params, &out[10], &err));
    OK(kb_query_filter(out[10], out[4], &out[11], &err));
    out[12] = NULL;
    kb_query_free(often);
    kb_query_free(half);
    kb_query_free(rare);
    kb_query_free(third);
}

static void
test_counts_must_be_of_what_a_search_finds(void **state)
{
    (void)state;
    static const size_t shards[] = {1, 2, 5};
    static const struct kb_value_slot slot = {1, 0};
    for (size_t i = 0; i < 2 * COUNT(shards); i++) {
        char name[16];
        snprintf(name, sizeof(name), "kinds%zu-", i);
        size_t n = shards[i / 2];
        struct kb_reader *reader = i % 2 ? build_values(name, n) : build(name, n, 2);
        struct kb_query *queries[13];
        make_queries(reader, queries);
        for (size_t q = 0; queries[q] != NULL; q++) {
            struct kb_search_params params = all_ranks();
            struct kb_hits hits = KB_HITS_INIT;
            OK(kb_reader_search(reader, queries[q], &params, &hits, &err));
            for (int again = 0; again < 2;
                 again++) { /* what was kept changes nothing */
                struct kb_counts counts = KB_COUNTS_INIT;
                OK(kb_reader_counts(reader, queries[q], NULL,
                                    &(struct kb_slots){&slot, 1}, &counts, &err));
                assert_int_equal(counts.n_matches, hits.n);
                kb_counts_clear(&counts);
            }
            kb_hits_clear(&hits);
            kb_query_free(queries[q]);
        }
        kb_reader_free(reader);
    }
}

static enum kb_status
refuse(void *context, uint32_t docid, bool *accepted, struct kb_error *e)
{
    (void)context;
    (void)docid;
    (void)accepted;
    return kb_error_set(e, KB_E_CORRUPT, "refused");
}

static void
test_counts_must_fail_with_their_filter(void **state)
{
    (void)state;
    static const struct kb_value_slot slots[] = {{1, 0}, {1, 1}};
    struct kb_reader *reader = build_values("refused", 2);
    struct kb_query *query = term_query(KB_SPAN_LITERAL("word"), 1);
    struct kb_counts counts[2];
    struct kb_match_filter filter = {refuse, NULL};
    FAILS(KB_E_CORRUPT, kb_reader_counts(reader, query, &filter,
                                         &(struct kb_slots){slots, 2}, counts, &err));
    assert_int_equal(counts[0].n, 0);
    kb_query_free(query);
    kb_reader_free(reader);
}

static void
test_order_must_be_as_asked(void **state)
{
    (void)state;
    static const size_t shards[] = {1, 2, 5};
    for (size_t i = 0; i < COUNT(shards); i++) {
        char name[16];
        snprintf(name, sizeof(name), "order%zu-", shards[i]);
        struct kb_reader *reader = build_values(name, shards[i]);
        struct kb_query *query = term_query(KB_SPAN_LITERAL("word"), 1.0);
        struct kb_search_params params = KB_SEARCH_PARAMS_INIT;
        struct kb_hits hits = KB_HITS_INIT;
        params.max = 60;
        params.order = KB_ORDER_ID;
        OK(kb_reader_search(reader, query, &params, &hits, &err));
        assert_int_equal(hits.n, 60);
        for (size_t h = 0; h < 60; h++)
            assert_int_equal(hits.items[h].docid, 60 - h);
        kb_hits_clear(&hits);
        params.order = KB_ORDER_VALUE;
        params.slot = 1;
        OK(kb_reader_search(reader, query, &params, &hits, &err));
        static const uint32_t first[] = {59, 55, 51};
        for (size_t h = 0; h < COUNT(first); h++)
            assert_int_equal(hits.items[h].docid, first[h]);
        assert_int_equal(hits.items[59].docid, 10); /* those without come last */
        assert_int_equal(hits.items[54].docid, 60);
        kb_hits_clear(&hits);
        kb_query_free(query);
        kb_reader_free(reader);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct CMUnitTest tests[] = {
    TEST(test_counts_must_be_of_all_matches),
    TEST(test_counts_must_be_of_what_a_search_finds),
    TEST(test_counts_must_fail_with_their_filter),
    TEST(test_order_must_be_as_asked),
};

KB_TEST_MAIN(tests)
