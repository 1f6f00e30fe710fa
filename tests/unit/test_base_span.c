/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "base/span.h"

static const struct kb_span none = {NULL, 0};

static void
test_equal_must_compare_bytes(void **state)
{
    (void)state;
    assert_true(kb_span_equal(none, none));
    assert_true(kb_span_equal(none, KB_SPAN_LITERAL("")));
    assert_true(kb_span_equal(KB_SPAN_LITERAL("a\0b"), kb_span_at("a\0b", 3)));
    assert_false(kb_span_equal(KB_SPAN_LITERAL("a\0b"), KB_SPAN_LITERAL("a\0c")));
    assert_false(kb_span_equal(KB_SPAN_LITERAL("a"), KB_SPAN_LITERAL("ab")));
    assert_false(kb_span_equal(none, KB_SPAN_LITERAL("a")));
    assert_int_equal(kb_span_cstr("three").n_bytes, 5);
}

static void
test_starts_must_compare_heads(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *head;
        bool wanted;
    } cases[] = {
        {"abc", "abc", true}, {"abc", "ab", true},  {"abc", "", true},   {"", "", true},
        {"", "a", false},     {"ab", "abc", false}, {"abc", "b", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(
            kb_span_starts(kb_span_cstr(cases[i].text), kb_span_cstr(cases[i].head)),
            cases[i].wanted);
    assert_true(kb_span_starts(none, none));
    assert_false(kb_span_starts(none, KB_SPAN_LITERAL("a")));
}

static void
test_skip_must_leave_the_rest(void **state)
{
    (void)state;
    SPAN_IS("bc", kb_span_skip(KB_SPAN_LITERAL("abc"), 1));
    SPAN_IS("", kb_span_skip(KB_SPAN_LITERAL("abc"), 3));
    assert_null(kb_span_skip(none, 0).data);
}

static void
test_trim_must_take_spaces_off_both_ends(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {" ", ""},
        {" \t\r\n", ""},
        {"a", "a"},
        {" a ", "a"},
        {"\ta b\r\n", "a b"},
        {"a\n\nb\n", "a\n\nb"},
        {"\va\v", "\va\v"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        SPAN_IS(cases[i][1], kb_span_trim(kb_span_cstr(cases[i][0])));
    assert_int_equal(kb_span_trim(none).n_bytes, 0);
    assert_int_equal(kb_span_trim(KB_SPAN_LITERAL(" \0a\0 ")).n_bytes,
                     3); /* NULs stay */
}

static void
test_compare_must_order_by_bytes(void **state)
{
    (void)state;
    static const struct kb_span sorted[] = {
        {NULL, 0}, {"\0", 1},   {"A", 1},    {"a", 1},    {"a\0", 2},     {"aa", 2},
        {"b", 1},  {"\x7f", 1}, {"\x80", 1}, {"\xff", 1}, {"\xff\x01", 2}};
    for (size_t i = 0; i < COUNT(sorted); i++) {
        for (size_t k = 0; k < COUNT(sorted); k++) {
            int c = kb_span_compare(sorted[i], sorted[k]);
            assert_int_equal((c > 0) - (c < 0), (i > k) - (i < k));
        }
    }
}

static void
test_arg_must_print_spans(void **state)
{
    (void)state;
    char text[20];
    snprintf(text, sizeof(text), "'%.*s' '%.*s'", KB_SPAN_ARG(kb_span_at("abc", 2)),
             KB_SPAN_ARG(none));
    assert_string_equal(text, "'ab' ''");
}

static void
test_cut_must_take_pieces_off(void **state)
{
    (void)state;
    struct kb_span rest = kb_span_cstr("one||two");
    struct kb_span nothing = none;
    SPAN_IS("one", kb_span_cut(&rest, '|'));
    SPAN_IS("", kb_span_cut(&rest, '|'));
    SPAN_IS("two", kb_span_cut(&rest, '|'));
    SPAN_IS("", rest);
    SPAN_IS("", kb_span_cut(&rest, '|'));
    SPAN_IS("", kb_span_cut(&nothing, '|'));
    assert_null(nothing.data);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_cut_must_take_pieces_off),
    cmocka_unit_test(test_equal_must_compare_bytes),
    cmocka_unit_test(test_starts_must_compare_heads),
    cmocka_unit_test(test_skip_must_leave_the_rest),
    cmocka_unit_test(test_trim_must_take_spaces_off_both_ends),
    cmocka_unit_test(test_compare_must_order_by_bytes),
    cmocka_unit_test(test_arg_must_print_spans),
};

KB_TEST_MAIN(tests)
