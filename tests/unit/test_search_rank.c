/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a query's words stand in an article (search/look), and what that is worth
 * (search/rank). */
#include "support/scratch.h"

#include "search/rank.h"

static struct kb_analyzer *analyzer;
static struct kb_asked asked;
static struct kb_look look;

static int
open_all(void **state)
{
    (void)state;
    return kb_analyzer_new(false, &analyzer, &err) == KB_OK ? 0 : -1;
}

static int
close_all(void **state)
{
    (void)state;
    kb_mem_fail_at(0);
    kb_look_clear(&look);
    kb_asked_clear(&asked);
    kb_analyzer_free(analyzer);
    return 0;
}

/* Every token of the query as a term; worth is 1 but for "rare", which is worth 6. */
static void
ask(const char *query)
{
    struct kb_tokens tokens = {NULL, 0, 0, 0};
    OK(kb_analyze(analyzer, kb_span_cstr(query), &tokens, &err));
    kb_asked_clear(&asked);
    asked.terms = kb_mem_array(tokens.n + 1, sizeof(*asked.terms));
    assert_non_null(asked.terms);
    for (size_t i = 0; i < tokens.n; i++) {
        const struct kb_token *t = &tokens.items[i];
        bool is_rare = kb_span_equal(t->word->text, KB_SPAN_LITERAL("rare"));
        asked.terms[asked.n++] = (struct kb_asked_term){
            t->word, kb_span_at(query + t->begin, t->end - t->begin), 1,
            is_rare ? 6 : 1};
    }
    kb_tokens_clear(&tokens);
    kb_look_begin(&look, &asked);
}

/* Look at an article of which each string is a section. */
static enum kb_status
see(const char *const *parts, size_t n)
{
    struct kb_words_writer writer;
    struct kb_buf record = KB_BUF_INIT(100000);
    enum kb_status st = KB_OK;
    kb_words_writer_init(&writer);
    for (size_t i = 0; i < n && st == KB_OK; i++) {
        struct kb_tokens tokens = {NULL, 0, 0, 0};
        st = kb_analyze(analyzer, kb_span_cstr(parts[i]), &tokens, &err);
        if (st == KB_OK)
            st = kb_words_write(&writer, KB_SECTION_CAUSE, &tokens, &err);
        kb_tokens_clear(&tokens);
    }
    if (st == KB_OK)
        st = kb_words_finish(&writer, &record, &err);
    if (st == KB_OK)
        st = kb_look_at(&look, kb_buf_span(&record), &err);
    kb_words_writer_clear(&writer);
    kb_buf_clear(&record);
    return st;
}

static void
test_find_must_give_term_place_and_part(void **state)
{
    (void)state;
    static const char *const parts[] = {"the tape", "Tapes of a backup, backed-up"};
    const uint32_t second = 2 + KB_WORDS_PART_GAP;
    const struct kb_match wanted[] = {
        {1, 1, 0}, {1, second, 1}, {0, second + 3, 1}, {0, second + 4, 1}};
    ask("backup tape");
    OK(see(parts, COUNT(parts)));
    /* "backed-up" joined is no "backup": its stem is another */
    assert_int_equal(look.n, 3);
    for (size_t i = 0; i < look.n; i++) {
        assert_int_equal(look.matches[i].term, wanted[i].term);
        assert_int_equal(look.matches[i].position, wanted[i].position);
        assert_int_equal(look.matches[i].part, wanted[i].part);
    }
    ask("the");
    OK(see(parts, COUNT(parts)));
    assert_int_equal(look.n, 1);
    assert_int_equal(look.matches[0].position, 0);
}

#define TEN "x x x x x x x x x x "

static void
test_features_must_be_those_of_the_best_stretch(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        const char *parts[2];
        double cover;
        double pairs;
    } cases[] = {
        {"red fox", {"red fox", "-"}, 1, 1},
        {"red fox", {"fox and a red", "-"}, 1, 1},
        {"red fox", {"red a b c d fox", "-"}, 1, 0},
        {"red fox", {"red", "fox"}, 0.5, 0}, /* not over parts */
        {"red fox", {"-", "-"}, 0, 0},
        {"rare red", {"rare", "red red red"}, 6.0 / 7, 0},
        {"rare red fox", {"red fox", "fox " TEN "red"}, 2.0 / 8, 0.5},
        {"red fox", {"red " TEN TEN "x x x x x x x x fox", "-"}, 1, 0},
        {"red fox", {"red " TEN TEN TEN "fox", "-"}, 0.5, 0},
        {"red fox tail", {"red fox " TEN "fox tail", "-"}, 1, 1},
        {"red", {"red red", "red"}, 1, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        ask(cases[i].query);
        OK(see(cases[i].parts, 2));
        struct kb_features got = kb_rank_features(&look);
        double cover = got.value[KB_FEATURE_COVER] - cases[i].cover;
        double pairs = got.value[KB_FEATURE_PAIRS] - cases[i].pairs;
        if (cover * cover > 1e-18 || pairs * pairs > 1e-18)
            fail_msg("case %zu: cover %g, pairs %g", i, got.value[KB_FEATURE_COVER],
                     got.value[KB_FEATURE_PAIRS]);
    }
}

static void
test_score_must_add_what_features_are_worth(void **state)
{
    (void)state;
    struct kb_features none = {{0}};
    assert_true(kb_rank_score(&none, 3, 8) == 3);
    double sum = 3;
    struct kb_features some = {{0}};
    for (int i = 0; i < KB_FEATURE_COUNT; i++) {
        enum kb_feature feature = (enum kb_feature)i;
        assert_true(kb_feature_weight(feature) >= 0);
        assert_non_null(kb_feature_name(feature));
        some.value[i] = 0.5;
        sum += 0.5 * 8 * kb_feature_weight(feature);
        double off = kb_rank_score(&some, 3, 8) - sum;
        assert_true(off * off < 1e-18);
        assert_true(kb_rank_score(&some, 3, 8) <= kb_rank_bound(3, 8));
    }
}

static void
test_find_must_fail_without_memory(void **state)
{
    (void)state;
    static const char *const parts[] = {"red fox"};
    ask("red fox");
    for (size_t n = 1;; n++) {
        kb_look_clear(&look);
        kb_look_begin(&look, &asked);
        kb_mem_fail_at(n);
        enum kb_status st = see(parts, 1);
        kb_mem_fail_at(0);
        if (st == KB_OK)
            break;
        assert_int_equal(st, KB_E_NOMEM);
        assert_true(n < 50);
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_all, close_all)

static const struct CMUnitTest tests[] = {
    TEST(test_find_must_give_term_place_and_part),
    TEST(test_features_must_be_those_of_the_best_stretch),
    TEST(test_score_must_add_what_features_are_worth),
    TEST(test_find_must_fail_without_memory),
};

KB_TEST_MAIN(tests)
