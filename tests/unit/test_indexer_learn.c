/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From what workers note down (indexer/lesson) to the file of learned words
 * (indexer/learn). The articles are made up: half of them "stop responding" and are
 * filed under "hang". */
#include "support/scratch.h"

#include "base/file.h"
#include "holdout.h"
#include "learn.h"
#include "schema/learned.h"

enum {
    ARTICLES = 200
};

static struct kb_analyzer *analyzer;
static struct kb_buf file;
static struct kb_learned learned;
static char paths[4][PATH_BYTES];

static int
begin(void **state)
{
    if (set_up(state) != 0)
        return -1;
    for (int i = 0; i < 4; i++)
        snprintf(paths[i], PATH_BYTES, "%.200s/lesson-%d", scratch, i);
    file = (struct kb_buf)KB_BUF_INIT(KB_LEARNED_MAX_BYTES);
    return kb_analyzer_new(false, &analyzer, &err) == KB_OK ? 0 : -1;
}

static int
end(void **state)
{
    kb_mem_fail_at(0);
    kb_analyzer_free(analyzer);
    kb_buf_clear(&file);
    return tear_down(state);
}

static void
note_part(struct kb_lesson *lesson, enum kb_section_kind kind, const char *text)
{
    struct kb_tokens tokens = {NULL, 0, 0, 0};
    OK(kb_analyze(analyzer, kb_span_cstr(text), &tokens, &err));
    OK(kb_lesson_part(lesson, kind, &tokens, &err));
    kb_tokens_clear(&tokens);
}

static void
note_article(struct kb_lesson *lesson, uint32_t id, bool with_query_words)
{
    static const char *const things[] = {"printer", "backup", "modem", "mailbox"};
    char title[100];
    bool hangs = id / 4 % 2 == 0;
    snprintf(title, sizeof(title), "%s %s", things[id % 4],
             hangs ? "stops responding" : "shows an error");
    kb_lesson_begin(lesson, id);
    note_part(lesson, KB_SECTION_TITLE, title);
    note_part(lesson, KB_SECTION_APPLIES_TO, "version 3.51");
    note_part(lesson, KB_SECTION_BODY, "what is said elsewhere");
    if (with_query_words)
        note_part(lesson, KB_SECTION_QUERY_WORDS,
                  hangs ? "hang prodnt kbmm 3.51" : "err elsewhere");
    OK(kb_lesson_end(lesson, &err));
}

/* Articles by number modulo shards, as the plan has it; then what is learned of them.
 */
static void
learn_from(size_t n_shards, uint32_t n_articles, bool with_query_words)
{
    const char *names[4];
    char out[PATH_BYTES];
    for (size_t s = 0; s < n_shards; s++) {
        struct kb_lesson *lesson = NULL;
        names[s] = paths[s];
        OK(kb_lesson_open(paths[s], n_articles, &lesson, &err));
        for (uint32_t id = 1; id <= n_articles; id++) {
            if (id % n_shards == s)
                note_article(lesson, id, with_query_words);
        }
        OK(kb_lesson_close(lesson, &err));
    }
    snprintf(out, sizeof(out), "%.200s/learned", scratch);
    OK(kb_learn(names, n_shards, out, NULL, &err));
    kb_buf_reset(&file);
    OK(kb_file_read(out, &file, &err));
    OK(kb_learned_open(kb_buf_span(&file), &learned, &err));
}

static struct kb_learned_word
known(const char *term)
{
    struct kb_learned_word word;
    OK(kb_learned_find(&learned, kb_span_cstr(term), &word, &err));
    return word;
}

static double
strength_of(const char *asked, const char *other)
{
    struct kb_learned_word word = known(asked);
    for (size_t i = 0; i < word.n; i++) {
        if (kb_span_equal(word.related[i].word, kb_span_cstr(other)))
            return word.related[i].strength;
    }
    return 0;
}

/* The articles that test a build must not teach what they ask for. */
static void
test_learn_must_not_take_query_words_of_articles_that_test(void **state)
{
    (void)state;
    struct kb_lesson *lesson = NULL;
    const char *name = paths[0];
    char out[PATH_BYTES];
    uint32_t n = 0;
    OK(kb_lesson_open(name, ARTICLES, &lesson, &err));
    for (uint32_t id = 1; n < ARTICLES; id++) {
        if (kb_holdout_has(id)) {
            note_article(lesson, id, true);
            n++;
        }
    }
    OK(kb_lesson_close(lesson, &err));
    snprintf(out, sizeof(out), "%.200s/learned", scratch);
    OK(kb_learn(&name, 1, out, NULL, &err));
    kb_buf_reset(&file);
    OK(kb_file_read(out, &file, &err));
    OK(kb_learned_open(kb_buf_span(&file), &learned, &err));
    assert_int_equal(known("Zhang").n, 0);
    assert_true(known("Zhang").worth <= 0 && known("Zhang").worth >= 0);
}

static void
test_learn_must_find_what_stands_for_a_query_word(void **state)
{
    (void)state;
    learn_from(1, ARTICLES, true);
    assert_true(strength_of("Zhang", "responding") > 0.1);
    assert_true(strength_of("Zhang", "error") <= 0);
    assert_true(strength_of("Zhang", "printer") < strength_of("Zhang", "responding"));
    struct kb_learned_word hang = known("Zhang");
    for (size_t i = 0; i < hang.n; i++)
        assert_int_equal(hang.related[i].code & KB_CODE_HASHED, KB_CODE_HASHED);
}

/* Worth: "elsewhere" and "3.51" are in the articles asked for by them, "hang" is not.
 */
static void
test_learn_must_weigh_words_by_where_they_are_found(void **state)
{
    (void)state;
    learn_from(1, ARTICLES, true);
    assert_true(known("Zelsewher").worth > 1);
    assert_true(known("3.51").worth > 1);
    assert_true(known("Zhang").worth < -1);
    assert_true(known("Zunknown").worth == 0);
}

static void
test_learn_must_leave_codes_and_numbers_out(void **state)
{
    (void)state;
    learn_from(1, ARTICLES, true);
    assert_int_equal(known("Zprodnt").n, 0);
    assert_true(known("Zprodnt").worth == 0);
    assert_true(known("Zkbmm").worth == 0);
    assert_int_equal(known("3.51").n, 0);
}

static void
test_learn_must_not_depend_on_the_number_of_workers(void **state)
{
    (void)state;
    struct kb_buf first = KB_BUF_INIT(KB_LEARNED_MAX_BYTES);
    learn_from(1, ARTICLES, true);
    OK(kb_buf_append(&first, kb_buf_span(&file), &err));
    for (size_t n = 2; n <= 4; n++) {
        learn_from(n, ARTICLES, true);
        assert_int_equal(file.n_bytes, first.n_bytes);
        assert_memory_equal(file.data, first.data, first.n_bytes);
    }
    kb_buf_clear(&first);
}

static void
test_learn_must_do_with_little(void **state)
{
    (void)state;
    learn_from(1, ARTICLES, false);
    assert_true(known("Zhang").worth == 0);
    learn_from(1, 1, true);
    assert_int_equal(known("Zhang").n, 0);
    learn_from(2, 1, true); /* one worker without an article */
    learn_from(1, 0, true);
    assert_int_equal(learned.n_words, 0);
}

/* One article with 5,000 query words teaches no more than another. */
static void
test_learn_must_not_believe_one_alone(void **state)
{
    (void)state;
    struct kb_lesson *lesson = NULL;
    const char *name = paths[0];
    char out[PATH_BYTES];
    struct kb_buf words = KB_BUF_INIT(100000);
    OK(kb_lesson_open(name, ARTICLES, &lesson, &err));
    for (uint32_t id = 1; id <= ARTICLES; id++)
        note_article(lesson, id, true);
    for (int i = 0; i < 5000; i++)
        OK(kb_buf_printf(&words, &err, "spam%c%c%c ", 'a' + i % 26, 'a' + i / 26 % 26,
                         'a' + i / 676));
    kb_lesson_begin(lesson, 9999);
    note_part(lesson, KB_SECTION_TITLE, "buy this printer and stop responding");
    note_part(lesson, KB_SECTION_QUERY_WORDS, words.data);
    OK(kb_lesson_end(lesson, &err));
    OK(kb_lesson_close(lesson, &err));
    snprintf(out, sizeof(out), "%.200s/learned", scratch);
    OK(kb_learn(&name, 1, out, NULL, &err));
    OK(kb_file_read(out, &file, &err));
    OK(kb_learned_open(kb_buf_span(&file), &learned, &err));
    assert_true(learned.n_words < 200);
    assert_int_equal(known("Zspamaaa").n, 0);
    assert_true(strength_of("Zhang", "responding") > 0.1);
    kb_buf_clear(&words);
}

static void
test_learn_must_refuse_damaged_lessons(void **state)
{
    (void)state;
    static const uint32_t broken[][4] = {
        {KB_LESSON_DEFINE, 100, 100, 0}, /* cut short */
        {7, 0, 0, 0},                    /* a word that nobody defined */
        {KB_LESSON_PART, 0, 0, KB_LESSON_ARTICLE},
    };
    char out[PATH_BYTES];
    const char *name = paths[0];
    snprintf(out, sizeof(out), "%.200s/learned", scratch);
    for (size_t i = 0; i < COUNT(broken); i++) {
        OK(kb_file_write(name, kb_span_at((const char *)broken[i], sizeof(broken[i])),
                         &err));
        FAILS(KB_E_CORRUPT, kb_learn(&name, 1, out, NULL, &err));
    }
    name = paths[3];
    FAILS(KB_E_NOT_FOUND, kb_learn(&name, 1, out, NULL, &err));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, begin, end)

static const struct CMUnitTest tests[] = {
    TEST(test_learn_must_not_take_query_words_of_articles_that_test),
    TEST(test_learn_must_find_what_stands_for_a_query_word),
    TEST(test_learn_must_weigh_words_by_where_they_are_found),
    TEST(test_learn_must_leave_codes_and_numbers_out),
    TEST(test_learn_must_not_depend_on_the_number_of_workers),
    TEST(test_learn_must_do_with_little),
    TEST(test_learn_must_not_believe_one_alone),
    TEST(test_learn_must_refuse_damaged_lessons),
};

KB_TEST_MAIN(tests)
