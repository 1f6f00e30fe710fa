/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/kb_test.h"

#include "base/limits.h"
#include "base/mem.h"
#include "search/kept.h"

static struct kb_kept kept;

static int
clear_all(void **state)
{
    (void)state;
    kb_mem_fail_at(0);
    kb_kept_clear(&kept);
    return 0;
}

static void
test_nothing_is_kept_until_it_is_begun(void **state)
{
    (void)state;
    kb_kept_add(&kept, 7, KB_SPAN_LITERAL("seven"));
    assert_null(kb_kept_find(&kept, 7).data);
    kb_kept_begin(&kept);
    assert_null(kb_kept_find(&kept, 7).data);
}

static void
test_records_must_be_found_by_their_article(void **state)
{
    (void)state;
    kb_kept_begin(&kept);
    kb_kept_add(&kept, 7, KB_SPAN_LITERAL("seven"));
    kb_kept_add(&kept, KB_ARTICLE_MAX_ID, KB_SPAN_LITERAL("last"));
    kb_kept_add(&kept, 7, KB_SPAN_LITERAL("once is enough"));
    kb_kept_add(&kept, 8, KB_SPAN_LITERAL(""));
    kb_kept_add(&kept, UINT32_MAX, KB_SPAN_LITERAL("none"));
    kb_kept_begin(&kept); /* forgets nothing */
    assert_true(kb_span_equal(kb_kept_find(&kept, 7), KB_SPAN_LITERAL("seven")));
    assert_true(
        kb_span_equal(kb_kept_find(&kept, KB_ARTICLE_MAX_ID), KB_SPAN_LITERAL("last")));
    assert_null(kb_kept_find(&kept, 8).data);
    assert_null(kb_kept_find(&kept, UINT32_MAX).data);
}

static void
test_what_has_no_room_must_not_be_kept(void **state)
{
    (void)state;
    enum {
        EACH = 1000 * 1000
    };
    char *bytes = kb_mem_array(EACH, 1);
    uint32_t n = 0;
    assert_non_null(bytes);
    kb_kept_begin(&kept);
    for (; n < 100; n++) {
        bytes[0] = (char)n;
        kb_kept_add(&kept, n, kb_span_at(bytes, EACH));
        if (kb_kept_find(&kept, n).data == NULL)
            break;
    }
    assert_int_equal(n, KB_KEPT_MAX_BYTES / (EACH + 4));
    for (uint32_t i = 0; i < n; i++) {
        assert_int_equal(kb_kept_find(&kept, i).data[0], (char)i);
        assert_int_equal(kb_kept_find(&kept, i).n_bytes, EACH);
    }
    kb_kept_add(&kept, n, KB_SPAN_LITERAL("a small one"));
    assert_non_null(kb_kept_find(&kept, n).data);
    kb_mem_free(bytes);
}

static void
test_without_memory_nothing_must_be_kept(void **state)
{
    (void)state;
    for (size_t i = 1; i <= 2; i++) {
        kb_mem_fail_at(i);
        kb_kept_begin(&kept);
        kb_mem_fail_at(0);
        kb_kept_add(&kept, 7, KB_SPAN_LITERAL("seven"));
        assert_null(kb_kept_find(&kept, 7).data);
    }
}

#define TEST(test) cmocka_unit_test_teardown(test, clear_all)

static const struct CMUnitTest tests[] = {
    TEST(test_nothing_is_kept_until_it_is_begun),
    TEST(test_records_must_be_found_by_their_article),
    TEST(test_what_has_no_room_must_not_be_kept),
    TEST(test_without_memory_nothing_must_be_kept),
};

KB_TEST_MAIN(tests)
