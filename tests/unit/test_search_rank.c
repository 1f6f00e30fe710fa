/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a query's words stand in an article (search/look), and what that is worth
 * (search/rank). */
#include "support/words.h"

#include "search/rank.h"
#include "search/standin.h"

/* "rare" is worth 6. */
static void
ask(const char *query)
{
    ask_worth(query, 6);
}

/* A word that stands for the term of that number. */
static void
stand_in(const char *word, uint32_t term, float strength)
{
    struct kb_tokens tokens = {NULL, 0, 0, 0};
    OK(kb_analyze(analyzer, kb_span_cstr(word), &tokens, &err));
    OK(kb_mem_grow(&asked.standins, asked.n_standins, &asked.standins_capacity,
                   sizeof(*asked.standins)));
    asked.standins[asked.n_standins++] =
        (struct kb_standin){kb_span_cstr(word), tokens.items[0].word->term, term,
                            kb_code_of_term(tokens.items[0].word->code), strength};
    kb_tokens_clear(&tokens);
    kb_look_begin(&look, &asked, 0);
}

/* Look at an article of which each string is a section of that kind. */
static enum kb_status
see_as(enum kb_section_kind kind, const char *const *texts, size_t n, uint64_t has)
{
    struct part parts[2];
    struct kb_buf record = KB_BUF_INIT(RECORD_MAX_BYTES);
    assert_true(n <= COUNT(parts));
    for (size_t i = 0; i < n; i++)
        parts[i] = (struct part){kind, texts[i]};
    enum kb_status st = write_record(parts, n, &record);
    if (st == KB_OK)
        st = kb_look_at(&look, kb_buf_span(&record), has, &err);
    kb_buf_clear(&record);
    return st;
}

static enum kb_status
see(const char *const *parts, size_t n)
{
    return see_as(KB_SECTION_CAUSE, parts, n, KB_LOOK_UNKNOWN);
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

static void
is_feature(enum kb_feature feature, double wanted, int line)
{
    struct kb_features got = kb_rank_features(&look);
    double off = got.value[feature] - wanted;
    if (off * off > 1e-12)
        fail_msg("line %d: %s is %g, not %g", line, kb_feature_name(feature),
                 got.value[feature], wanted);
}

#define FEATURE(feature, wanted) is_feature((feature), (wanted), __LINE__)

static void
test_exact_must_be_the_share_of_worth(void **state)
{
    (void)state;
    static const char *const parts[] = {"rare things", "red things"};
    ask("rare red fox");
    OK(see(parts, 2));
    FEATURE(KB_FEATURE_EXACT, 7.0 / 8);
    OK(see(parts, 1));
    FEATURE(KB_FEATURE_EXACT, 6.0 / 8);
    FEATURE(KB_FEATURE_PRODUCT, 0);
    OK(see_as(KB_SECTION_APPLIES_TO, parts, 2, KB_LOOK_UNKNOWN));
    FEATURE(KB_FEATURE_PRODUCT, 7.0 / 8);
    FEATURE(KB_FEATURE_WINDOW, 0); /* a list is no text */
    ask("nothing");
    OK(see(parts, 2));
    FEATURE(KB_FEATURE_EXACT, 0);
}

static void
test_exact_must_not_be_another_word_of_the_stem(void **state)
{
    (void)state;
    static const char *const parts[] = {"it hangs", "tapes"};
    ask("hang tapes");
    OK(see(parts, 2));
    assert_int_equal(look.n, 2);
    FEATURE(KB_FEATURE_EXACT, 0.5);
}

static void
test_window_must_be_what_stands_together(void **state)
{
    (void)state;
    static const char *const apart[] = {"red", "fox"};
    static const char *const together[] = {"red", "a fox, then a red one"};
    static const char *const far[] = {
        "red a b c d e f g h i j k l m n o p q r s t u v w x y z a b c fox red", "-"};
    ask("rare red fox");
    OK(see(apart, 2));
    FEATURE(KB_FEATURE_WINDOW, 1.0 / 8);
    OK(see(together, 2));
    FEATURE(KB_FEATURE_WINDOW, 2.0 / 8);
    ask("red fox");
    OK(see(far, 1));
    FEATURE(KB_FEATURE_WINDOW, 1);
    ask("red z");
    OK(see(far, 1));
    FEATURE(KB_FEATURE_WINDOW, 1);
    ask("red red");
    OK(see(apart, 2));
    FEATURE(KB_FEATURE_WINDOW, 0.5);
}

static void
test_near_must_be_in_any_order(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        const char *parts[2];
        double near;
    } cases[] = {
        {"red fox", {"a red fox", "-"}, 1},
        {"red fox", {"fox so very dark red", "-"}, 1},
        {"red fox", {"fox so very dark and red", "-"}, 0},
        {"red fox", {"red", "fox"}, 0},
        {"rare red fox", {"red rare", "-"}, 7.0 / 9},
        {"red", {"red red", "red"}, 0}, /* no neighbours */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        ask(cases[i].query);
        OK(see(cases[i].parts, 2));
        is_feature(KB_FEATURE_NEAR, cases[i].near, (int)i);
    }
}

/* Codes tell of words that may stand for others; kb_standins_find asks the index. */
static void
test_look_must_note_what_may_stand_for_a_word(void **state)
{
    (void)state;
    static const char *const parts[] = {"it stops responding", "-"};
    ask("backup hangs");
    stand_in("responding", 1, 0.5F);
    stand_in("freeze", 1, 0.5F);
    stand_in("stop", 1, 0.25F);
    OK(see(parts, 1));
    assert_int_equal(look.standins[0], 5);
    FEATURE(KB_FEATURE_EXACT, 0);
    FEATURE(KB_FEATURE_LEARNED, 0);
    assert_true(kb_standin_gain(&asked, 0) == 0.25);
    OK(see(parts + 1, 1));
    assert_int_equal(look.standins[0], 0);
}

/* Words of which any will do are one term, in the place of the first. */
static void
test_words_for_one_thing_must_count_once(void **state)
{
    (void)state;
    static const char *const parts[] = {"a red vixen", "-"};
    static const char *const both[] = {"red fox, red vixen", "-"};
    ask("red fox vixen rare");
    asked.terms[1].group = asked.terms[2].group = 2;
    asked.terms[2].position = 1;
    asked.terms[3].position = 2;
    kb_look_begin(&look, &asked, 0);
    OK(see(parts, 1));
    FEATURE(KB_FEATURE_WINDOW, 2.0 / 8); /* of red, fox, rare */
    FEATURE(KB_FEATURE_EXACT, 2.0 / 8);
    FEATURE(KB_FEATURE_NEAR, 2.0 / 9);
    FEATURE(KB_FEATURE_PHRASE, 2.0 / 9);
    assert_int_equal(look.n, 2);
    assert_int_equal(look.matches[1].term, 1);
    OK(see(both, 1));
    FEATURE(KB_FEATURE_WINDOW, 2.0 / 8);
    FEATURE(KB_FEATURE_PHRASE, 2.0 / 9);
    OK(see_as(KB_SECTION_CAUSE, parts, 1, 1 << 2)); /* vixen is there, red is not */
    FEATURE(KB_FEATURE_WINDOW, 1.0 / 8);
    ask("fox vixen rare");
    asked.terms[0].group = asked.terms[1].group = 1;
    kb_look_begin(&look, &asked, 0);
    OK(see((const char *const[]){"a vixen rare"}, 1));
    FEATURE(KB_FEATURE_WINDOW, 1);
    FEATURE(KB_FEATURE_NEAR, 1);
    FEATURE(KB_FEATURE_PHRASE, 1);
}

/* What is known not to be there is no match, whatever its code. */
static void
test_look_must_believe_what_is_known(void **state)
{
    (void)state;
    static const char *const parts[] = {"red fox"};
    ask("red fox");
    OK(see_as(KB_SECTION_CAUSE, parts, 1, 2));
    FEATURE(KB_FEATURE_EXACT, 0.5);
    assert_int_equal(look.n, 1);
    assert_int_equal(look.matches[0].term, 1);
}

static void
test_look_must_pass_over_unseen_parts(void **state)
{
    (void)state;
    static const char *const parts[] = {"red fox"};
    ask("red fox");
    stand_in("vixen", 1, 1);
    kb_look_begin(&look, &asked, 1u << KB_SECTION_QUERY_WORDS);
    OK(see_as(KB_SECTION_QUERY_WORDS, parts, 1, KB_LOOK_UNKNOWN));
    FEATURE(KB_FEATURE_EXACT, 0);
    assert_int_equal(look.n, 0);
    assert_int_equal(look.standins[0], 0);
}

static void
test_phrase_must_ask_for_the_order_of_the_query(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        const char *parts[2];
        double phrase;
    } cases[] = {
        {"red fox", {"a red fox", "-"}, 1},
        {"red fox", {"fox red", "-"}, 0},
        {"red fox", {"red old fox", "-"}, 0},
        {"red old fox", {"red brown fox", "-"}, 0},
        {"red fox", {"red", "fox"}, 0}, /* not over parts */
        {"rare red fox", {"rare red", "-"}, 7.0 / 9},
        {"red", {"red red", "red"}, 0}, /* no neighbours */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        ask(cases[i].query);
        OK(see(cases[i].parts, 2));
        is_feature(KB_FEATURE_PHRASE, cases[i].phrase, (int)i);
    }
}

static void
test_short_must_fall_with_length(void **state)
{
    (void)state;
    static const char *const parts[] = {"red", "red fox of the north"};
    ask("red");
    OK(see(parts, 1));
    FEATURE(KB_FEATURE_SHORT, 440.0 / 441);
    OK(see(parts, 2));
    FEATURE(KB_FEATURE_SHORT, 440.0 / 446);
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
        kb_look_begin(&look, &asked, 0);
        kb_mem_fail_at(n);
        enum kb_status st = see(parts, 1);
        kb_mem_fail_at(0);
        if (st == KB_OK)
            break;
        assert_int_equal(st, KB_E_NOMEM);
        assert_true(n < 50);
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_words, close_words)

static const struct CMUnitTest tests[] = {
    TEST(test_find_must_give_term_place_and_part),
    TEST(test_exact_must_be_the_share_of_worth),
    TEST(test_exact_must_not_be_another_word_of_the_stem),
    TEST(test_window_must_be_what_stands_together),
    TEST(test_near_must_be_in_any_order),
    TEST(test_look_must_note_what_may_stand_for_a_word),
    TEST(test_words_for_one_thing_must_count_once),
    TEST(test_look_must_believe_what_is_known),
    TEST(test_look_must_pass_over_unseen_parts),
    TEST(test_phrase_must_ask_for_the_order_of_the_query),
    TEST(test_short_must_fall_with_length),
    TEST(test_score_must_add_what_features_are_worth),
    TEST(test_find_must_fail_without_memory),
};

KB_TEST_MAIN(tests)
