/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

static void
test_array_must_be_zeroed(void **state)
{
    (void)state;
    unsigned char *p = kb_mem_array(1000, 3);
    assert_non_null(p);
    for (size_t i = 0; i < 3000; i++)
        assert_int_equal(p[i], 0);
    kb_mem_free(p);
    static const size_t empty[][2] = {{0, 0}, {0, 8}, {8, 0}, {0, SIZE_MAX}};
    for (size_t i = 0; i < COUNT(empty); i++) {
        p = kb_mem_array(empty[i][0], empty[i][1]);
        assert_non_null(p);
        kb_mem_free(p);
    }
    kb_mem_free(NULL);
}

/* Sizes that do not fit; in variables, so that no compiler sees through them. */
static volatile size_t huge = SIZE_MAX;

static void
test_sizes_must_not_overflow(void **state)
{
    (void)state;
    assert_null(kb_mem_array(huge, 2));
    assert_null(kb_mem_array(huge / 2 + 1, 2));
    assert_null(kb_mem_array(huge / 4, 8));
    void *p = kb_mem_array(4, 1);
    assert_non_null(p);
    assert_null(kb_mem_resize(p, huge / 2 + 1, 2));
    assert_null(kb_mem_resize(p, huge / 4, 8));
    kb_mem_free(p); /* is still ours */
    assert_null(kb_mem_copy("x", huge));
}

static void
test_resize_must_keep_bytes(void **state)
{
    (void)state;
    char *p = kb_mem_resize(NULL, 4, 1);
    assert_non_null(p);
    memcpy(p, "abcd", 4);
    char *q = kb_mem_resize(p, 1000, 4);
    assert_non_null(q);
    assert_memory_equal(q, "abcd", 4);
    q = kb_mem_resize(q, 2, 1);
    assert_non_null(q);
    assert_memory_equal(q, "ab", 2);
    q = kb_mem_resize(q, 0, 4);
    assert_non_null(q);
    kb_mem_free(q);
}

static void
test_grow_must_make_room_for_one_more(void **state)
{
    (void)state;
    uint32_t *items = NULL;
    size_t capacity = 0;
    size_t n_moves = 0;
    for (size_t n = 0; n < 10000; n++) {
        size_t before = capacity;
        OK(kb_mem_grow(&items, n, &capacity, sizeof(*items)));
        assert_true(n < capacity);
        n_moves += capacity != before;
        items[n] = (uint32_t)n;
    }
    assert_true(n_moves < 20);
    for (size_t n = 0; n < 10000; n++)
        assert_int_equal(items[n], n);
    uint32_t *old = items;
    size_t old_capacity = capacity;
    kb_mem_fail_at(1);
    OK(kb_mem_grow(&items, 1, &capacity, sizeof(*items))); /* there is room */
    assert_int_equal(kb_mem_grow(&items, capacity, &capacity, sizeof(*items)),
                     KB_E_NOMEM);
    kb_mem_fail_at(0);
    assert_ptr_equal(items, old);
    assert_int_equal(capacity, old_capacity);
    size_t full = SIZE_MAX / 2 + 1;
    assert_int_equal(kb_mem_grow(&items, full, &full, 1), KB_E_NOMEM);
    assert_ptr_equal(items, old);
    kb_mem_free(items);
}

static void
test_copy_must_end_with_a_nul(void **state)
{
    (void)state;
    char *p = kb_mem_copy("abcdef", 3);
    assert_non_null(p);
    assert_string_equal(p, "abc");
    kb_mem_free(p);
    p = kb_mem_copy(NULL, 0);
    assert_non_null(p);
    assert_string_equal(p, "");
    kb_mem_free(p);
    p = kb_mem_copy("a\0b", 3);
    assert_non_null(p);
    assert_memory_equal(p, "a\0b\0", 4);
    kb_mem_free(p);
}

static void
test_fail_at_must_fail_from_the_nth_on(void **state)
{
    (void)state;
    for (size_t n = 1; n < 6; n++) {
        kb_mem_fail_at(n);
        for (size_t i = 1; i < 10; i++) {
            void *p = i % 3 == 0   ? kb_mem_array(1, 1)
                      : i % 3 == 1 ? (void *)kb_mem_copy("a", 1)
                                   : kb_mem_resize(NULL, 1, 1);
            assert_int_equal(p == NULL, i >= n);
            kb_mem_free(p);
        }
        kb_mem_fail_at(0);
        void *p = kb_mem_array(1, 1);
        assert_non_null(p);
        kb_mem_free(p);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_array_must_be_zeroed),
    cmocka_unit_test(test_sizes_must_not_overflow),
    cmocka_unit_test(test_resize_must_keep_bytes),
    cmocka_unit_test(test_grow_must_make_room_for_one_more),
    cmocka_unit_test(test_copy_must_end_with_a_nul),
    cmocka_unit_test(test_fail_at_must_fail_from_the_nth_on),
};

KB_TEST_MAIN(tests)
