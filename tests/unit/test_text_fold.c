/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "base/limits.h"
#include "text/fold.h"

static void
test_fold_must_give_one_form(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        const char *wanted;
    } cases[] = {
        {"", ""},
        {"plain", "plain"},
        {"NTFS.SYS", "ntfs.sys"},
        {"AZ[\\]^_`az{09}", "az[\\]^_`az{09}"},
        {"R\xc3\xa9sum\xc3\xa9", "resume"},
        {"Re\xcc\x81sume\xcc\x81", "resume"},
        {"\xc3\x89T\xc3\x89", "ete"},
        {"Stra\xc3\x9f"
         "e",
         "strasse"},
        {"\xef\xbc\xae\xef\xbc\xb4\xef\xbc\x94", "nt4"}, /* full width */
        {"\xef\xac\x81le", "file"},                      /* ligature fi */
        {"\xe2\x85\xa3", "iv"},                          /* roman four */
        {"x\xc2\xb2", "x2"},                             /* superscript two */
        {"\xe2\x84\xa2", "tm"},                          /* trade mark */
        {"soft\xc2\xadhyphen", "softhyphen"},            /* not seen */
        {"\xce\xa3\xce\xaf\xcf\x82", "\xcf\x83\xce\xb9\xcf\x83"},
        {"\xc4\xb0stanbul", "istanbul"}, /* dotted I */
        {"\xd0\x9c\xd0\x98\xd0\xa0", "\xd0\xbc\xd0\xb8\xd1\x80"},
        {"\xe6\xbc\xa2\xe5\xad\x97", "\xe6\xbc\xa2\xe5\xad\x97"},
        {"\xf0\x9d\x90\x80", "a"},                /* mathematical bold A */
        {"\xf0\x90\x90\x80", "\xf0\x90\x90\xa8"}, /* Deseret, beyond 16 bits */
        {"\xe1\x85\x9f", ""},                     /* filler: nothing is left */
    };
    struct kb_buf got = KB_BUF_INIT(1000);
    for (size_t i = 0; i < COUNT(cases); i++) {
        kb_buf_reset(&got);
        OK(kb_fold(kb_span_cstr(cases[i].word), &got, &err));
        assert_string_equal(kb_buf_cstr(&got), cases[i].wanted);
        struct kb_buf again = KB_BUF_INIT(1000);
        OK(kb_fold(kb_buf_span(&got), &again, &err));
        assert_string_equal(kb_buf_cstr(&again), cases[i].wanted);
        kb_buf_clear(&again);
    }
    kb_buf_clear(&got);
}

static void
test_fold_must_append(void **state)
{
    (void)state;
    struct kb_buf got = KB_BUF_INIT(100);
    OK(kb_fold(KB_SPAN_LITERAL("One"), &got, &err));
    OK(kb_fold(KB_SPAN_LITERAL("Two\xc3\x89"), &got, &err));
    assert_string_equal(got.data, "onetwoe");
    kb_buf_clear(&got);
}

/* The characters that grow most, as many as a word can hold. */
static void
test_fold_must_hold_what_grows(void **state)
{
    (void)state;
    struct kb_buf got = KB_BUF_INIT(10000);
    char word[KB_WORD_MAX_BYTES];
    for (size_t i = 0; i + 3 <= sizeof(word); i += 3)
        memcpy(word + i, "\xef\xb7\xba", 3); /* one letter that is a sentence of 18 */
    OK(kb_fold(kb_span_at(word, sizeof(word) / 3 * 3), &got, &err));
    assert_true(got.n_bytes > 10 * sizeof(word));
    kb_buf_clear(&got);
}

static void
test_fold_must_fail_by_name(void **state)
{
    (void)state;
    char word[KB_WORD_MAX_BYTES + 1];
    memset(word, 'x', sizeof(word));
    struct kb_buf tiny = KB_BUF_INIT(3);
    struct kb_buf got = KB_BUF_INIT(100);
    OK(kb_fold(kb_span_at(word, sizeof(word) - 1), &got, &err));
    FAILS(KB_E_LIMIT, kb_fold(kb_span_at(word, sizeof(word)), &got, &err));
    FAILS(KB_E_LIMIT, kb_fold(KB_SPAN_LITERAL("four"), &tiny, &err));
    FAILS(KB_E_LIMIT, kb_fold(KB_SPAN_LITERAL("fo\xc3\xa9u"), &tiny, &err));
    assert_int_equal(tiny.n_bytes, 0);
    kb_mem_fail_at(1);
    FAILS(KB_E_NOMEM, kb_fold(KB_SPAN_LITERAL("one"), &tiny, &err));
    FAILS(KB_E_NOMEM, kb_fold(KB_SPAN_LITERAL("\xc3\xa9"), &tiny, &err));
    kb_mem_fail_at(0);
    kb_buf_clear(&got);
    kb_buf_clear(&tiny);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_fold_must_give_one_form),
    cmocka_unit_test(test_fold_must_append),
    cmocka_unit_test(test_fold_must_hold_what_grows),
    cmocka_unit_test(test_fold_must_fail_by_name),
};

KB_TEST_MAIN(tests)
