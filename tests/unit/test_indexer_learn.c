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

/* What is learned of files. */
static void
learn(const char *const *names, size_t n)
{
    char out[PATH_BYTES];
    snprintf(out, sizeof(out), "%.200s/learned", scratch);
    OK(kb_learn(names, n, NULL, out, NULL, &err));
    kb_buf_reset(&file);
    OK(kb_file_read(out, &file, &err));
    OK(kb_learned_open(kb_buf_span(&file), &learned, &err));
}

/* Articles by number modulo shards, as the plan has it; then what is learned of them.
 */
static void
learn_from(size_t n_shards, uint32_t n_articles, bool with_query_words)
{
    const char *names[4];
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
    learn(names, n_shards);
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
    uint32_t n = 0;
    OK(kb_lesson_open(name, ARTICLES, &lesson, &err));
    for (uint32_t id = 1; n < ARTICLES; id++) {
        if (kb_holdout_has(id)) {
            note_article(lesson, id, true);
            n++;
        }
    }
    OK(kb_lesson_close(lesson, &err));
    learn(&name, 1);
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

/* A few articles whose editors used many words for one: each is unlikely to be it, and
 * still says all of "gone" that articles say. */
static void
test_learn_must_trust_what_stands_for_a_rare_query_word(void **state)
{
    (void)state;
    struct kb_lesson *lesson = NULL;
    const char *name = paths[0];
    OK(kb_lesson_open(name, ARTICLES, &lesson, &err));
    for (uint32_t id = 1; id <= ARTICLES; id++) {
        if (id % 20 != 0) {
            note_article(lesson, id, true);
            continue;
        }
        kb_lesson_begin(lesson, id);
        note_part(lesson, KB_SECTION_TITLE, "icon vanished");
        note_part(lesson, KB_SECTION_QUERY_WORDS,
                  "gone lost away hidden missing nowhere absent invisible");
        OK(kb_lesson_end(lesson, &err));
    }
    OK(kb_lesson_close(lesson, &err));
    learn(&name, 1);
    assert_true(strength_of("Zgone", "vanished") > 0.4);
    assert_true(strength_of("Zgone", "printer") <= 0);
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
    learn(&name, 1);
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
        {KB_LESSON_ARTICLE, 1, KB_LESSON_NAME, 5},
        {KB_LESSON_ARTICLE, 1, KB_LESSON_NAME, 0},
        {KB_LESSON_ARTICLE, 1, 0, KB_LESSON_NAME},
    };
    char out[PATH_BYTES];
    const char *name = paths[0];
    snprintf(out, sizeof(out), "%.200s/learned", scratch);
    for (size_t i = 0; i < COUNT(broken); i++) {
        OK(kb_file_write(name, kb_span_at((const char *)broken[i], sizeof(broken[i])),
                         &err));
        FAILS(KB_E_CORRUPT, kb_learn(&name, 1, NULL, out, NULL, &err));
    }
    name = paths[3];
    FAILS(KB_E_NOT_FOUND, kb_learn(&name, 1, NULL, out, NULL, &err));
}

/* ---- names ---- */

/* Articles by number modulo workers, each with a text that spells names out. */
static void
learn_names(size_t n_shards, const char *const *texts, size_t n)
{
    const char *names[4];
    for (size_t s = 0; s < n_shards; s++) {
        struct kb_lesson *lesson = NULL;
        names[s] = paths[s];
        OK(kb_lesson_open(paths[s], n, &lesson, &err));
        for (uint32_t id = 0; id < n; id++) {
            if (id % n_shards != s)
                continue;
            kb_lesson_begin(lesson, id + 1);
            kb_lesson_names(lesson, kb_span_cstr(texts[id]));
            note_part(lesson, KB_SECTION_TITLE, "a title");
            kb_lesson_names(lesson, kb_span_cstr(texts[id])); /* counts once */
            OK(kb_lesson_end(lesson, &err));
        }
        OK(kb_lesson_close(lesson, &err));
    }
    learn(names, n_shards);
}

static void
is_called(const char *key, const char *wanted, uint32_t n_docs, bool is_brief, int line)
{
    struct kb_learned_name name;
    bool goes_on;
    OK(kb_learned_find_name(&learned, kb_span_cstr(key), &name, &goes_on, &err));
    span_is_at(name.other, wanted, line);
    assert_int_equal(name.n_docs, n_docs);
    assert_int_equal(name.is_brief, is_brief);
}

static const char *const names_texts[] = {
    /* three articles say it, in two wordings; and one something else */
    "Access Control List (ACL)", "Access Control Lists (ACLs)",
    "ACL (access control list)", "Air Conditioning Lab (ACL)",
    /* two only */
    "Outlook Web Access (OWA)", "Outlook Web Access (OWA)", "nothing",
    /* no reading has more than half */
    "Data Link Control (DLC)", "Data Link Control (DLC)", "Data Link Control (DLC)",
    "Dynamic Load Cell (DLC)", "Dynamic Load Cell (DLC)", "Do Leave Cash (DLC)",
    /* the analysis knows it, and nearly all are stop words */
    "Service Pack 4 (SP4)", "Service Pack 4 (SP4)", "Service Pack 4 (SP4)",
    "what you see is what you get (WYSIWYG)", "what you see is what you get (WYSIWYG)",
    "what you see is what you get (WYSIWYG)",
    /* "ups" is no "up", and "is" is a stop word */
    "uninterruptible power supply (UPS)", "uninterruptible power supply (UPS)",
    "uninterruptible power supply (UPS)", "Information Store (IS)",
    "Information Store (IS)", "Information Store (IS)"};

static void
test_learn_must_keep_names_that_are_sure(void **state)
{
    (void)state;
    learn_names(1, names_texts, COUNT(names_texts));
    is_called("acl", "access control list", 3, true, __LINE__);
    is_called("Zaccess Zcontrol Zlist", "acl", 3, false, __LINE__);
    is_called("ups", "uninterruptible power supply", 3, true, __LINE__);
    assert_int_equal(learned.n_names, 4);
    struct kb_buf first = KB_BUF_INIT(KB_LEARNED_MAX_BYTES);
    OK(kb_buf_append(&first, kb_buf_span(&file), &err));
    for (size_t n = 2; n <= 4; n++) {
        learn_names(n, names_texts, COUNT(names_texts));
        assert_int_equal(file.n_bytes, first.n_bytes);
        assert_memory_equal(file.data, first.data, first.n_bytes);
    }
    kb_buf_clear(&first);
}

/* A long name with two short ones has the one that is written more often. */
static void
test_learn_must_choose_one_short_name(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "Integrated Data Entry (IDE)", "Integrated Data Entry (IDE)",
        "Integrated Data Entry (IDE)", "Integrated Data Entry (IDEX)",
        "Integrated DataEntry (IDE)",  "Visual FoxPro (VFP)",
        "Visual FoxPro (VFP)",         "Visual FoxPro (VFP)",
        "Visual FoxPro (VFP)",         "Visual Foxpro (VF)",
        "Visual Foxpro (VF)",          "Visual Foxpro (VF)"};
    learn_names(1, texts, COUNT(texts));
    is_called("vf", "visual foxpro", 3, true, __LINE__);
    is_called("vfp", "visual foxpro", 4, true, __LINE__);
    is_called("Zvisual Zfoxpro", "vfp", 4, false, __LINE__);
    is_called("ide", "integrated data entry", 3, true, __LINE__);
}

/* One article counts once, and spells out no more than a few. */
static void
test_learn_must_believe_no_name_of_one_alone(void **state)
{
    (void)state;
    struct kb_buf text = KB_BUF_INIT(1000000);
    for (int i = 0; i < 5000; i++)
        OK(kb_buf_printf(&text, &err, "Outlook Web Access (OWA) Xeno%c Yak%c (XY), ",
                         'a' + i % 26, 'a' + i / 26 % 26));
    const char *texts[] = {text.data, text.data};
    learn_names(1, texts, 2);
    assert_int_equal(learned.n_names, 0);
    kb_buf_clear(&text);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, begin, end)

static const struct CMUnitTest tests[] = {
    TEST(test_learn_must_not_take_query_words_of_articles_that_test),
    TEST(test_learn_must_find_what_stands_for_a_query_word),
    TEST(test_learn_must_trust_what_stands_for_a_rare_query_word),
    TEST(test_learn_must_weigh_words_by_where_they_are_found),
    TEST(test_learn_must_leave_codes_and_numbers_out),
    TEST(test_learn_must_not_depend_on_the_number_of_workers),
    TEST(test_learn_must_do_with_little),
    TEST(test_learn_must_not_believe_one_alone),
    TEST(test_learn_must_refuse_damaged_lessons),
    TEST(test_learn_must_keep_names_that_are_sure),
    TEST(test_learn_must_choose_one_short_name),
    TEST(test_learn_must_believe_no_name_of_one_alone),
};

KB_TEST_MAIN(tests)
