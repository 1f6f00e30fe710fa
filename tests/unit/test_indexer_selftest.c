/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/engine.h"

#include "holdout.h"
#include "selftest.h"

/* Text and query words of an article. */
#define BODY(words) "SUMMARY\n=======\n\nText.\n\nAdditional query words: " words "\n"

static const struct row rows[] = {
    {"100001", "11-NOV-2000", "P", "The tape drive stops", BODY("tape drive hang")},
    {"100002", "11-NOV-2000", "P", "The printer prints nothing",
     BODY("printer nothing")},
    {"100003", "11-NOV-2000", "P", "Without query words", BODY("")},
    {"100004", "11-NOV-2000", "P", "One word is none", BODY("alone")},
    {"100005", "11-NOV-2000", "P", "Codes are no words",
     BODY("kbcode prodNT 3.10 four4")},
    {"100006", "11-NOV-2000", "P", "Words of another article",
     BODY("tape drive")}, /* not in its own text */
    {"100007", "11-NOV-2000", "P", "Codes among words",
     BODY("codes kbtest PRODX 5.0 among")},
};

static int
open_all(void **state)
{
    if (open_rows(state, rows, COUNT(rows)) != 0)
        return -1;
    kb_engine_free(engine); /* one that stays with its build */
    engine = NULL;
    OK(kb_engine_open_build(at("index"), build, &engine, &err));
    return 0;
}

static const char *
query_of(const struct kb_known_items *items, uint32_t id)
{
    for (size_t i = 0; i < items->n; i++) {
        if (items->items[i].id == id)
            return items->items[i].query;
    }
    return "";
}

static void
test_known_items_sample_chooses_articles_with_words(void **state)
{
    (void)state;
    struct kb_known_items items = {NULL, 0, 0};
    OK(kb_known_items_sample(engine, 100, &items, &err));
    assert_int_equal(items.n, 4);
    assert_string_equal(query_of(&items, 100001), "tape drive hang");
    assert_string_equal(query_of(&items, 100002), "printer nothing");
    assert_string_equal(query_of(&items, 100006), "tape drive");
    assert_string_equal(query_of(&items, 100007), "codes among");
    kb_known_items_clear(&items);
    kb_known_items_clear(&items);
}

static void
test_known_items_sample_is_fixed(void **state)
{
    (void)state;
    struct kb_known_items all = {NULL, 0, 0};
    struct kb_known_items some = {NULL, 0, 0};
    OK(kb_known_items_sample(engine, 100, &all, &err));
    OK(kb_known_items_sample(engine, 2, &some, &err));
    assert_int_equal(some.n, 2);
    for (size_t i = 0; i < some.n; i++)
        assert_int_equal(some.items[i].id, all.items[i].id);
    kb_known_items_clear(&all);
    kb_known_items_clear(&some);
}

/* The same articles for ever, or figures of builds do not compare; those that test come
 * first in every sample. */
static void
test_holdout_is_fixed(void **state)
{
    (void)state;
    static const uint32_t first[] = {6, 24, 36, 40};
    uint32_t n = 0;
    size_t found = 0;
    for (uint32_t id = 1; id <= 100000; id++) {
        if (kb_holdout_has(id) && found < COUNT(first))
            assert_int_equal(id, first[found++]);
        n += kb_holdout_has(id);
    }
    assert_in_range(n, 100000 / KB_HOLDOUT_EVERY - 200,
                    100000 / KB_HOLDOUT_EVERY + 200);
    for (uint32_t id = 2; id <= 1000; id++) {
        if (kb_holdout_has(id) && !kb_holdout_has(id - 1))
            assert_true(kb_holdout_place(id) < kb_holdout_place(id - 1));
    }
}

static void
test_selftest_run_leaves_the_query_words_out_of_the_match(void **state)
{
    (void)state;
    struct kb_known_items items = {NULL, 0, 0};
    struct kb_selftest figures;
    OK(kb_known_items_sample(engine, 100, &items, &err));
    OK(kb_selftest_run(engine, &items, &figures, &err));
    /* found first: 100001, 100002, 100007; "tape drive" is in 100006's query words
     * only, whose score is then 0: it is behind 100001 */
    assert_int_equal(figures.n_items, 4);
    assert_true(figures.mrr > 0.874 && figures.mrr < 0.876);
    assert_true(figures.recall > 0.99);
    kb_known_items_clear(&items);
}

static void
test_selftest_run_without_items_gives_zeros(void **state)
{
    (void)state;
    struct kb_known_items items = {NULL, 0, 0};
    struct kb_selftest figures = {1, 1, 1};
    OK(kb_selftest_run(engine, &items, &figures, &err));
    assert_int_equal(figures.n_items, 0);
    assert_true(figures.mrr < 0.001 && figures.recall < 0.001);
}

static void
test_known_items_sample_survives_no_memory(void **state)
{
    (void)state;
    for (size_t n = 1; n < 1000; n++) {
        struct kb_known_items items = {NULL, 0, 0};
        kb_mem_fail_at(n);
        enum kb_status st = kb_known_items_sample(engine, 100, &items, &err);
        kb_mem_fail_at(0);
        kb_known_items_clear(&items);
        if (st == KB_OK)
            return;
        assert_int_equal(st, KB_E_NOMEM);
    }
    fail_msg("it never succeeds");
}

static void
test_engine_refresh_goes_over_to_the_build_in_service(void **state)
{
    (void)state;
    struct kb_engine *now = NULL;
    struct kb_manifest manifest = kb_engine_index_borrow(engine)->manifest;
    struct kb_buf path = KB_BUF_INIT(4096);
    OK(kb_engine_open(at("index"), &now, &err));
    OK(kb_engine_refresh(now, &err));
    assert_string_equal(kb_engine_index_borrow(now)->manifest.build, build);

    OK(kb_build_begin(at("index"), manifest.build, &path, &err));
    for (size_t s = 0; s < 2; s++) {
        struct kb_writer *writer = NULL;
        size_t n = path.n_bytes;
        OK(kb_buf_printf(&path, &err, "/shard-%zu", s));
        OK(kb_writer_open(path.data, &writer, &err));
        OK(kb_writer_close(writer, &err));
        kb_writer_free(writer);
        path.n_bytes = n;
    }
    OK(kb_build_seal(at("index"), &manifest, NULL, &err));
    OK(kb_build_switch(at("index"), manifest.build, &err));
    OK(kb_engine_refresh(now, &err));
    assert_string_equal(kb_engine_index_borrow(now)->manifest.build, manifest.build);
    /* one that was opened by its id stays */
    OK(kb_engine_refresh(engine, &err));
    assert_string_equal(kb_engine_index_borrow(engine)->manifest.build, build);

    /* what cannot be opened is not gone over to */
    assert_int_equal(unlink(at("index/current")), 0);
    assert_int_equal(symlink("builds/none", at("index/current")), 0);
    FAILS(KB_E_CORRUPT, kb_engine_refresh(now, &err));
    assert_string_equal(kb_engine_index_borrow(now)->manifest.build, manifest.build);
    kb_engine_free(now);
    kb_buf_clear(&path);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_all, close_engine)

static const struct CMUnitTest tests[] = {
    TEST(test_known_items_sample_chooses_articles_with_words),
    TEST(test_known_items_sample_is_fixed),
    TEST(test_known_items_sample_survives_no_memory),
    TEST(test_holdout_is_fixed),
    TEST(test_selftest_run_leaves_the_query_words_out_of_the_match),
    TEST(test_selftest_run_without_items_gives_zeros),
    TEST(test_engine_refresh_goes_over_to_the_build_in_service),
};

KB_TEST_MAIN(tests)
