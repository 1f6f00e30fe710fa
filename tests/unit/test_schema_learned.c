/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include <math.h>

#include "schema/learned.h"

static struct kb_learned_writer writer;
static struct kb_buf bytes;
static struct kb_learned learned;
static struct kb_learned_word word;

static int
begin(void **state)
{
    (void)state;
    kb_learned_writer_init(&writer);
    bytes = (struct kb_buf)KB_BUF_INIT(KB_LEARNED_MAX_BYTES);
    learned = (struct kb_learned){.n_words = 0};
    word = (struct kb_learned_word){.worth = 0};
    return 0;
}

static int
end(void **state)
{
    (void)state;
    kb_mem_fail_at(0);
    kb_learned_writer_clear(&writer);
    kb_buf_clear(&bytes);
    return 0;
}

/* Two words, of which the second is known by two others, and a name each way. */
static enum kb_status
write_two(void)
{
    static const struct kb_learned_word nothing = {.worth = -1.5};
    struct kb_learned_word hang = {.worth = 0.625, .n = 2};
    hang.related[0] =
        (struct kb_learned_link){KB_SPAN_LITERAL("responding"), 0x8124, 1};
    hang.related[1] = (struct kb_learned_link){KB_SPAN_LITERAL("stop"), 0xfffc, 0.2};
    enum kb_status st =
        kb_learned_add(&writer, KB_SPAN_LITERAL("3.51"), &nothing, &err);
    if (st == KB_OK)
        st = kb_learned_add(&writer, KB_SPAN_LITERAL("Zhang"), &hang, &err);
    if (st == KB_OK)
        st = kb_learned_add_name(
            &writer, KB_SPAN_LITERAL("Zwork Zgroup"),
            &(struct kb_learned_name){KB_SPAN_LITERAL("wg"), 258, false}, &err);
    if (st == KB_OK)
        st = kb_learned_add_name(
            &writer, KB_SPAN_LITERAL("wg"),
            &(struct kb_learned_name){KB_SPAN_LITERAL("work group"), 258, true}, &err);
    return st == KB_OK ? kb_learned_finish(&writer, &bytes, &err) : st;
}

/* The format as its header has it. */
static void
test_finish_must_write_these_bytes(void **state)
{
    (void)state;
    static const char wanted[] = "\x02\0\0\0"
                                 "\x02\0\0\0"
                                 "\0\0\0\0"
                                 "\x07\0\0\0"
                                 "\x25\0\0\0"
                                 "\x3a\0\0\0"
                                 "\x04"
                                 "3.51\xe8\0"
                                 "\x05"
                                 "Zhang\x0a\x02"
                                 "\x0a"
                                 "responding\x24\x81\xff"
                                 "\x04"
                                 "stop\xfc\xff\x33"
                                 "\x0c"
                                 "Zwork Zgroup\0\x02\x01\0\0"
                                 "\x02"
                                 "wg"
                                 "\x02"
                                 "wg\x01\x02\x01\0\0"
                                 "\x0a"
                                 "work group";
    OK(write_two());
    assert_int_equal(bytes.n_bytes, 16 + sizeof(wanted) - 1);
    assert_memory_equal(bytes.data, "kblearn2", 8);
    assert_memory_equal(bytes.data + 16, wanted, sizeof(wanted) - 1);
}

static void
test_find_must_give_what_was_added(void **state)
{
    (void)state;
    OK(write_two());
    OK(kb_learned_open(kb_buf_span(&bytes), &learned, &err));
    OK(kb_learned_find(&learned, KB_SPAN_LITERAL("Zhang"), &word, &err));
    assert_true(fabs(word.worth - 0.625) < 1e-9);
    assert_int_equal(word.n, 2);
    span_is_at(word.related[0].word, "responding", __LINE__);
    assert_int_equal(word.related[0].code, 0x8124);
    assert_true(fabs(word.related[0].strength - 1) < 1e-9);
    assert_true(fabs(word.related[1].strength - 0.2) < 0.01);
    OK(kb_learned_find(&learned, KB_SPAN_LITERAL("3.51"), &word, &err));
    assert_true(fabs(word.worth + 1.5) < 1e-9);
    assert_int_equal(word.n, 0);
}

static void
test_find_must_know_nothing_of_other_words(void **state)
{
    (void)state;
    static const char *const others[] = {"", "0", "3.51x", "Zhan", "Zhangs", "z"};
    OK(write_two());
    OK(kb_learned_open(kb_buf_span(&bytes), &learned, &err));
    for (size_t i = 0; i < COUNT(others); i++) {
        OK(kb_learned_find(&learned, kb_span_cstr(others[i]), &word, &err));
        assert_true(fabs(word.worth) < 1e-9);
        assert_int_equal(word.n, 0);
    }
    learned = (struct kb_learned){.n_words = 0};
    OK(kb_learned_find(&learned, KB_SPAN_LITERAL("Zhang"), &word, &err));
    assert_int_equal(word.n, 0);
}

static void
test_find_name_must_give_what_was_added(void **state)
{
    (void)state;
    static const struct {
        const char *key;
        const char *other;
        bool goes_on;
    } keys[] = {{"wg", "work group", false},
                {"Zwork Zgroup", "wg", false},
                {"Zwork", "", true},
                {"Zwor", "", false},
                {"Zwork Z", "", false},
                {"Zwork Zgroup Zx", "", false},
                {"wgs", "", false},
                {"Zhang", "", false},
                {"", "", false}};
    struct kb_learned_name name;
    bool goes_on;
    OK(write_two());
    OK(kb_learned_open(kb_buf_span(&bytes), &learned, &err));
    for (size_t i = 0; i < COUNT(keys); i++) {
        struct kb_span key = kb_span_cstr(keys[i].key);
        OK(kb_learned_find_name(&learned, key, &name, &goes_on, &err));
        span_is_at(name.other, keys[i].other, __LINE__);
        assert_int_equal(name.n_docs, keys[i].other[0] == '\0' ? 0 : 258);
        assert_int_equal(name.is_brief, i == 0);
        assert_int_equal(goes_on, keys[i].goes_on);
    }
    OK(kb_learned_find(&learned, KB_SPAN_LITERAL("wg"), &word, &err));
    assert_int_equal(word.n, 0);
}

static void
test_open_must_refuse_damage(void **state)
{
    (void)state;
    OK(write_two());
    for (size_t i = 0; i < bytes.n_bytes; i++) {
        FAILS(KB_E_CORRUPT, kb_learned_open(kb_span_at(bytes.data, i), &learned, &err));
        bytes.data[i] ^= 4;
        FAILS(KB_E_CORRUPT, kb_learned_open(kb_buf_span(&bytes), &learned, &err));
        bytes.data[i] ^= 4;
    }
    OK(kb_learned_open(kb_buf_span(&bytes), &learned, &err));
}

static void
test_add_must_keep_the_order_and_the_limits(void **state)
{
    (void)state;
    static char longest[300];
    memset(longest, 'a', sizeof(longest));
    OK(kb_learned_add(&writer, KB_SPAN_LITERAL("b"), &word, &err));
    FAILS(KB_E_INVALID, kb_learned_add(&writer, KB_SPAN_LITERAL("b"), &word, &err));
    FAILS(KB_E_INVALID, kb_learned_add(&writer, KB_SPAN_LITERAL("a"), &word, &err));
    const struct kb_learned_name name = {KB_SPAN_LITERAL("other"), 3, true};
    OK(kb_learned_add_name(&writer, KB_SPAN_LITERAL("b"), &name, &err));
    FAILS(KB_E_INVALID,
          kb_learned_add_name(&writer, KB_SPAN_LITERAL("a"), &name, &err));
    longest[0] = 'c';
    FAILS(KB_E_LIMIT, kb_learned_add_name(&writer, kb_span_at(longest, sizeof(longest)),
                                          &name, &err));
    FAILS(KB_E_LIMIT,
          kb_learned_add(&writer, kb_span_at(longest, sizeof(longest)), &word, &err));
}

static void
test_add_must_hold_values_in_their_range(void **state)
{
    (void)state;
    word = (struct kb_learned_word){.worth = 1000, .n = 1};
    word.related[0] = (struct kb_learned_link){KB_SPAN_LITERAL("x"), 0x8000, 7};
    OK(kb_learned_add(&writer, KB_SPAN_LITERAL("a"), &word, &err));
    word.worth = -1000;
    word.related[0].strength = 0;
    OK(kb_learned_add(&writer, KB_SPAN_LITERAL("b"), &word, &err));
    OK(kb_learned_finish(&writer, &bytes, &err));
    OK(kb_learned_open(kb_buf_span(&bytes), &learned, &err));
    OK(kb_learned_find(&learned, KB_SPAN_LITERAL("a"), &word, &err));
    assert_true(fabs(word.worth - 127.0 / 16) < 1e-9);
    assert_true(fabs(word.related[0].strength - 1) < 1e-9);
    OK(kb_learned_find(&learned, KB_SPAN_LITERAL("b"), &word, &err));
    assert_true(fabs(word.worth + 8) < 1e-9);
    assert_true(word.related[0].strength > 0);
}

static void
test_write_must_fail_without_memory(void **state)
{
    (void)state;
    for (size_t n = 1;; n++) {
        (void)end(NULL);
        (void)begin(NULL);
        kb_mem_fail_at(n);
        enum kb_status st = write_two();
        kb_mem_fail_at(0);
        if (st == KB_OK)
            break;
        assert_int_equal(st, KB_E_NOMEM);
        assert_true(n < 100);
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, begin, end)

static const struct CMUnitTest tests[] = {
    TEST(test_finish_must_write_these_bytes),
    TEST(test_find_must_give_what_was_added),
    TEST(test_find_must_know_nothing_of_other_words),
    TEST(test_find_name_must_give_what_was_added),
    TEST(test_open_must_refuse_damage),
    TEST(test_add_must_keep_the_order_and_the_limits),
    TEST(test_add_must_hold_values_in_their_range),
    TEST(test_write_must_fail_without_memory),
};

KB_TEST_MAIN(tests)
