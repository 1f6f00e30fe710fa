/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

static void
test_append_must_keep_a_nul_behind(void **state)
{
    (void)state;
    struct kb_buf buf = KB_BUF_INIT(10000);
    assert_string_equal(kb_buf_cstr(&buf), "");
    assert_int_equal(kb_buf_span(&buf).n_bytes, 0);
    OK(kb_buf_append(&buf, kb_span_at(NULL, 0), &err));
    assert_string_equal(kb_buf_cstr(&buf), "");
    OK(kb_buf_append(&buf, KB_SPAN_LITERAL("one"), &err));
    OK(kb_buf_append_byte(&buf, ' ', &err));
    OK(kb_buf_printf(&buf, &err, "%s-%d", "two", 3));
    OK(kb_buf_printf(&buf, &err, "%s", ""));
    assert_string_equal(kb_buf_cstr(&buf), "one two-3");
    SPAN_IS("one two-3", kb_buf_span(&buf));
    OK(kb_buf_append(&buf, KB_SPAN_LITERAL("\0x"), &err));
    assert_int_equal(buf.n_bytes, 11);
    assert_int_equal(buf.data[11], '\0');
    kb_buf_clear(&buf);
    assert_null(buf.data);
    assert_int_equal(buf.max_bytes, 10000);
    OK(kb_buf_append(&buf, KB_SPAN_LITERAL("again"), &err));
    assert_string_equal(buf.data, "again");
    kb_buf_clear(&buf);
    kb_buf_clear(&buf);
    kb_buf_clear(NULL);
}

static void
test_reset_must_keep_the_memory(void **state)
{
    (void)state;
    struct kb_buf buf = KB_BUF_INIT(1000);
    kb_buf_reset(&buf);
    assert_string_equal(kb_buf_cstr(&buf), "");
    OK(kb_buf_append(&buf, KB_SPAN_LITERAL("some text"), &err));
    size_t capacity = buf.capacity;
    kb_buf_reset(&buf);
    assert_string_equal(kb_buf_cstr(&buf), "");
    assert_int_equal(buf.n_bytes, 0);
    assert_int_equal(buf.capacity, capacity);
    kb_mem_fail_at(1);
    OK(kb_buf_append(&buf, KB_SPAN_LITERAL("as much"), &err));
    kb_mem_fail_at(0);
    assert_string_equal(buf.data, "as much");
    kb_buf_clear(&buf);
}

static void
test_append_must_stop_at_the_maximum(void **state)
{
    (void)state;
    for (size_t max = 0; max < 200; max += 7) {
        struct kb_buf buf = KB_BUF_INIT(max);
        for (size_t i = 0; i < max; i++)
            OK(kb_buf_append_byte(&buf, 'x', &err));
        FAILS(KB_E_LIMIT, kb_buf_append_byte(&buf, 'y', &err));
        FAILS(KB_E_LIMIT, kb_buf_append(&buf, KB_SPAN_LITERAL("yy"), &err));
        FAILS(KB_E_LIMIT, kb_buf_printf(&buf, &err, "%d", 1234567));
        FAILS(KB_E_LIMIT, kb_buf_reserve(&buf, SIZE_MAX, &err));
        OK(kb_buf_append(&buf, kb_span_at(NULL, 0), &err));
        assert_int_equal(buf.n_bytes, max);
        assert_int_equal(strlen(kb_buf_cstr(&buf)), max);
        assert_null(strchr(kb_buf_cstr(&buf), 'y'));
        kb_buf_clear(&buf);
    }
}

static void
test_append_must_leave_the_buffer_without_memory(void **state)
{
    (void)state;
    struct kb_buf buf = KB_BUF_INIT(100000);
    char text[5000];
    memset(text, 'y', sizeof(text));
    kb_mem_fail_at(1);
    FAILS(KB_E_NOMEM, kb_buf_append_byte(&buf, 'x', &err));
    assert_string_equal(kb_buf_cstr(&buf), "");
    kb_mem_fail_at(0);
    OK(kb_buf_append(&buf, KB_SPAN_LITERAL("one"), &err));
    kb_mem_fail_at(1);
    FAILS(KB_E_NOMEM, kb_buf_append(&buf, kb_span_at(text, sizeof(text)), &err));
    FAILS(KB_E_NOMEM, kb_buf_printf(&buf, &err, "%5000d", 1));
    FAILS(KB_E_NOMEM, kb_buf_reserve(&buf, 5000, &err));
    kb_mem_fail_at(0);
    assert_string_equal(buf.data, "one");
    kb_buf_clear(&buf);
}

static void
test_reserve_must_make_room(void **state)
{
    (void)state;
    struct kb_buf buf = KB_BUF_INIT(5000);
    OK(kb_buf_append(&buf, KB_SPAN_LITERAL("one"), &err));
    OK(kb_buf_reserve(&buf, 4997, &err));
    assert_string_equal(buf.data, "one");
    memset(buf.data + 3, 'x', 4997);
    buf.n_bytes += 4997;
    OK(kb_buf_reserve(&buf, 0, &err));
    assert_true(buf.capacity > buf.n_bytes);
    kb_buf_clear(&buf);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_append_must_keep_a_nul_behind),
    cmocka_unit_test(test_reset_must_keep_the_memory),
    cmocka_unit_test(test_append_must_stop_at_the_maximum),
    cmocka_unit_test(test_append_must_leave_the_buffer_without_memory),
    cmocka_unit_test(test_reserve_must_make_room),
};

KB_TEST_MAIN(tests)
