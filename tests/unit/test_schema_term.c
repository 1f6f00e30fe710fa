/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "base/limits.h"
#include "schema/term.h"

static void
test_of_word_must_put_the_prefix_behind_z(void **state)
{
    (void)state;
    static const struct {
        enum kb_field_id field;
        const char *word;
        const char *wanted;
    } cases[] = {
        {KB_FIELD_TITLE, "Zbackup", "ZSbackup"},
        {KB_FIELD_TITLE, "user.exe", "Suser.exe"},
        {KB_FIELD_QUERY_WORDS, "Zhang", "ZXQhang"},
        {KB_FIELD_QUERY_WORDS, "0x80004005", "XQ0x80004005"},
        {KB_FIELD_BODY, "Zhang", "Zhang"},
        {KB_FIELD_BODY, "nt4", "nt4"},
        {KB_FIELD_TITLE, "zone", "Szone"},
        {KB_FIELD_TITLE, "Z", "ZS"},
        {KB_FIELD_TITLE, "", "S"},
    };
    struct kb_buf out = KB_BUF_INIT(KB_TERM_MAX_BYTES);
    for (size_t i = 0; i < COUNT(cases); i++) {
        OK(kb_term_of_word(cases[i].field, kb_span_cstr(cases[i].word), &out, &err));
        assert_string_equal(kb_buf_cstr(&out), cases[i].wanted);
    }
    kb_buf_clear(&out);
    out.max_bytes = 5;
    FAILS(KB_E_LIMIT,
          kb_term_of_word(KB_FIELD_TITLE, KB_SPAN_LITERAL("Zbackup"), &out, &err));
    kb_buf_clear(&out);
    out.max_bytes = 100;
    kb_mem_fail_at(1);
    FAILS(KB_E_NOMEM,
          kb_term_of_word(KB_FIELD_TITLE, KB_SPAN_LITERAL("Zbackup"), &out, &err));
    kb_mem_fail_at(0);
    kb_buf_clear(&out);
}

/* The longest word still fits under the longest prefix. */
static void
test_of_word_must_fit_the_longest_word(void **state)
{
    (void)state;
    char word[KB_WORD_MAX_BYTES + 1];
    struct kb_buf out = KB_BUF_INIT(KB_TERM_MAX_BYTES);
    memset(word, 'x', sizeof(word));
    word[0] = 'Z';
    for (int id = 0; id < KB_FIELD_COUNT; id++)
        OK(kb_term_of_word((enum kb_field_id)id, kb_span_at(word, sizeof(word)), &out,
                           &err));
    kb_buf_clear(&out);
}

static void
test_of_value_must_make_one_form(void **state)
{
    (void)state;
    static const struct {
        enum kb_field_id field;
        const char *value;
        const char *wanted;
    } cases[] = {
        {KB_FIELD_PRODUCT, "Microsoft Exchange", "XPmicrosoft exchange"},
        {KB_FIELD_PRODUCT, "  Microsoft \t\r\n Exchange ", "XPmicrosoft exchange"},
        {KB_FIELD_PRODUCT, "MICROSOFT EXCHANGE", "XPmicrosoft exchange"},
        {KB_FIELD_KEYWORD, "kbBug", "Kkbbug"},
        {KB_FIELD_ID, "260695", "Q260695"},
        {KB_FIELD_PRODUCT, "Caf\xc3\x89", "XPcaf\xc3\x89"},
        {KB_FIELD_PRODUCT, "a", "XPa"},
        {KB_FIELD_PRODUCT, "a,b(c)", "XPa,b(c)"},
    };
    struct kb_buf out = KB_BUF_INIT(KB_ARTICLE_MAX_BYTES);
    for (size_t i = 0; i < COUNT(cases); i++) {
        OK(kb_term_of_value(cases[i].field, kb_span_cstr(cases[i].value), &out, &err));
        assert_string_equal(kb_buf_cstr(&out), cases[i].wanted);
    }
    FAILS(KB_E_INVALID,
          kb_term_of_value(KB_FIELD_PRODUCT, kb_span_at("", 0), &out, &err));
    SAYS("'product'");
    FAILS(KB_E_INVALID,
          kb_term_of_value(KB_FIELD_PRODUCT, KB_SPAN_LITERAL(" \t\n"), &out, &err));
    kb_buf_clear(&out);
    kb_mem_fail_at(1);
    FAILS(KB_E_NOMEM,
          kb_term_of_value(KB_FIELD_PRODUCT, KB_SPAN_LITERAL("a"), &out, &err));
    kb_mem_fail_at(0);
    kb_buf_clear(&out);
}

static void
test_of_value_must_hash_what_is_too_long(void **state)
{
    (void)state;
    enum {
        N = KB_TERM_MAX_BYTES * 3
    };
    char value[N];
    struct kb_buf first = KB_BUF_INIT(KB_ARTICLE_MAX_BYTES);
    struct kb_buf next = KB_BUF_INIT(KB_ARTICLE_MAX_BYTES);
    memset(value, 'x', sizeof(value));
    for (size_t n = KB_TERM_MAX_BYTES - 5; n < N; n++) {
        struct kb_span whole = kb_span_at(value, n);
        OK(kb_term_of_value(KB_FIELD_PRODUCT, whole, &first, &err));
        assert_true(first.n_bytes <= KB_TERM_MAX_BYTES);
        assert_int_equal(first.n_bytes == n + 2, n + 2 <= KB_TERM_MAX_BYTES);
        OK(kb_term_of_value(KB_FIELD_PRODUCT, whole, &next, &err)); /* itself */
        assert_string_equal(first.data, next.data);
        value[n - 1] = 'y'; /* another end */
        OK(kb_term_of_value(KB_FIELD_PRODUCT, whole, &next, &err));
        assert_string_not_equal(first.data, next.data);
        value[n - 1] = 'X'; /* another case only */
        OK(kb_term_of_value(KB_FIELD_PRODUCT, whole, &next, &err));
        assert_string_equal(first.data, next.data);
        value[n - 1] = 'x';
        OK(kb_term_of_value(KB_FIELD_PRODUCT, kb_span_at(value, n - 1), &next, &err));
        assert_string_not_equal(first.data, next.data);
    }
    kb_buf_clear(&first);
    kb_buf_clear(&next);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_of_word_must_put_the_prefix_behind_z),
    cmocka_unit_test(test_of_word_must_fit_the_longest_word),
    cmocka_unit_test(test_of_value_must_make_one_form),
    cmocka_unit_test(test_of_value_must_hash_what_is_too_long),
};

KB_TEST_MAIN(tests)
