/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include <xxhash.h>

#include "index/inputs.h"

/* Two files, as bytes. A change here is a change of KB_INPUTS_FORMAT. */
static const char golden[] =
    "kbinputs\1\0\0\0\2\0\0\0\x15\x81\xe9\x7d\xf4\x10\x22\x11"
    "\5\0\0\0\0\0\0\0\1\2\0\0\0\0\0\0\3\4\0\0\0\0\0\0"
    "\x88\x77\x66\x55\x44\x33\x22\x11\x11\0\0\0\0\0\0\0"
    "\x57\xfa\3\0\x6f\x2d\x31\1\1\1\0\0/kb/a\nb\xff\0\0"
    "\0\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\0\0\0\0\0"
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
    "\0\0\0\0\0\0\0\0\0\3\2\1/kb/c\0cannot open\0";

enum {
    GOLDEN_BYTES = sizeof(golden) - 1
};

static void
put_golden(struct kb_buf *out)
{
    char tail[8];
    uint64_t sum = XXH3_64bits(golden, GOLDEN_BYTES);
    for (size_t i = 0; i < sizeof(tail); i++)
        tail[i] = (char)(sum >> 8 * i & 0xff);
    kb_buf_reset(out);
    OK(kb_buf_append(out, kb_span_at(golden, GOLDEN_BYTES), &err));
    OK(kb_buf_append(out, kb_span_at(tail, sizeof(tail)), &err));
}

/* Bytes with a check sum that fits: only their contents can be wrong. */
static enum kb_status
parse(struct kb_span bytes)
{
    struct kb_buf text = KB_BUF_INIT(100000);
    struct kb_inputs got = KB_INPUTS_INIT;
    uint64_t sum = XXH3_64bits(bytes.data, bytes.n_bytes);
    OK(kb_buf_append(&text, bytes, &err));
    for (size_t i = 0; i < 8; i++)
        OK(kb_buf_append_byte(&text, (char)(sum >> 8 * i & 0xff), &err));
    enum kb_status st = kb_inputs_parse(&text, &got, &err);
    kb_inputs_clear(&got);
    kb_buf_clear(&text);
    return st;
}

static void
test_parse_must_take_the_golden_bytes(void **state)
{
    (void)state;
    struct kb_buf bytes = KB_BUF_INIT(1000);
    struct kb_inputs got = KB_INPUTS_INIT;
    put_golden(&bytes);
    OK(kb_inputs_parse(&bytes, &got, &err));
    assert_null(bytes.data);
    assert_true(got.begun_ns == INT64_C(0x112210f47de98115));
    assert_int_equal(got.n, 2);
    const struct kb_input *a = &got.items[0];
    assert_string_equal(a->path, "/kb/a\nb\xff");
    assert_int_equal(a->n_bytes, 5);
    assert_true(a->mtime_ns == 0x201 && a->ctime_ns == 0x403);
    assert_true(a->hash_low == UINT64_C(0x1122334455667788) && a->hash_high == 0x11);
    assert_int_equal(a->id, 260695);
    assert_int_equal(a->modified, 20000111);
    assert_int_equal(a->form, 1);
    assert_int_equal(a->state, KB_INPUT_ARTICLE);
    assert_false(a->again);
    const struct kb_input *b = &got.items[1];
    assert_string_equal(b->path, "/kb/c");
    assert_true(b->mtime_ns == -1);
    assert_int_equal(b->state, KB_INPUT_SKIPPED);
    assert_int_equal(b->status, KB_E_IO);
    assert_true(b->again);
    assert_string_equal(b->reason, "cannot open");
    assert_ptr_equal(kb_inputs_find(&got, 260695), a);
    assert_null(kb_inputs_find(&got, 260696));
    kb_inputs_clear(&got);
}

static void
test_format_must_give_the_golden_bytes(void **state)
{
    (void)state;
    struct kb_buf bytes = KB_BUF_INIT(1000);
    struct kb_buf wanted = KB_BUF_INIT(1000);
    struct kb_buf out = KB_BUF_INIT(1000);
    struct kb_inputs got = KB_INPUTS_INIT;
    put_golden(&bytes);
    put_golden(&wanted);
    OK(kb_inputs_parse(&bytes, &got, &err));
    OK(kb_inputs_format(&got, &out, &err));
    assert_int_equal(out.n_bytes, wanted.n_bytes);
    assert_memory_equal(out.data, wanted.data, wanted.n_bytes);
    kb_buf_clear(&out);
    out.max_bytes = 100;
    FAILS(KB_E_LIMIT, kb_inputs_format(&got, &out, &err));
    kb_buf_clear(&out);
    kb_buf_clear(&wanted);
    kb_inputs_clear(&got);
}

static void
test_parse_must_refuse_every_flipped_bit_and_cut(void **state)
{
    (void)state;
    struct kb_inputs got = KB_INPUTS_INIT;
    struct kb_buf bytes = KB_BUF_INIT(1000);
    for (size_t i = 0; i < (GOLDEN_BYTES + 8) * 8; i++) {
        put_golden(&bytes);
        bytes.data[i / 8] = (char)(bytes.data[i / 8] ^ 1 << i % 8);
        enum kb_status st = kb_inputs_parse(&bytes, &got, &err);
        assert_true(st == KB_E_CORRUPT || st == KB_E_SCHEMA);
    }
    for (size_t n = 0; n < GOLDEN_BYTES + 8; n++) {
        put_golden(&bytes);
        bytes.n_bytes = n;
        FAILS(KB_E_CORRUPT, kb_inputs_parse(&bytes, &got, &err));
        FAILS(KB_E_CORRUPT, parse(kb_span_at(golden, n < GOLDEN_BYTES ? n : 0)));
    }
    put_golden(&bytes);
    OK(kb_buf_append_byte(&bytes, '\0', &err));
    FAILS(KB_E_CORRUPT, kb_inputs_parse(&bytes, &got, &err));
    kb_buf_clear(&bytes);
}

static void
test_parse_must_refuse_what_cannot_be(void **state)
{
    (void)state;
    static const struct {
        size_t at;
        char byte;
        enum kb_status wanted;
    } cases[] = {
        {8, 2, KB_E_SCHEMA},           /* format of tomorrow */
        {12, 3, KB_E_CORRUPT},         /* a record more than there is */
        {12, 1, KB_E_CORRUPT},         /* one less */
        {15, 0x7f, KB_E_CORRUPT},      /* two thousand million */
        {24 + 43, 0x7f, KB_E_CORRUPT}, /* article number */
        {24 + 49, KB_INPUT_UNKNOWN, KB_E_CORRUPT},
        {24 + 49, KB_INPUT_STATES, KB_E_CORRUPT},
        {24 + 50, KB_STATUS_COUNT, KB_E_CORRUPT},
        {24 + 52, 'x', KB_E_CORRUPT}, /* a path that is not absolute */
        {24 + 56, 'z', KB_E_CORRUPT}, /* not in order */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char bytes[GOLDEN_BYTES];
        memcpy(bytes, golden, sizeof(bytes));
        bytes[cases[i].at] = cases[i].byte;
        enum kb_status st = parse(kb_span_at(bytes, sizeof(bytes)));
        if (st != cases[i].wanted)
            fail_msg("case %zu: %s", i, kb_status_name(st));
    }
    OK(parse(kb_span_at(golden, GOLDEN_BYTES)));
}

static void
test_read_must_tell_a_missing_table(void **state)
{
    (void)state;
    struct kb_inputs got = KB_INPUTS_INIT;
    struct kb_buf bytes = KB_BUF_INIT(1000);
    FAILS(KB_E_NOT_FOUND, kb_inputs_read(at("."), &got, &err));
    put_file("inputs", "nonsense");
    FAILS(KB_E_CORRUPT, kb_inputs_read(at("."), &got, &err));
    SAYS("inputs");
    put_golden(&bytes);
    put_bytes("inputs", bytes.data, bytes.n_bytes); /* not packed */
    FAILS(KB_E_CORRUPT, kb_inputs_read(at("."), &got, &err));
    kb_buf_clear(&bytes);
}

static void
test_write_must_be_what_read_reads(void **state)
{
    (void)state;
    struct kb_inputs got = KB_INPUTS_INIT;
    struct kb_buf bytes = KB_BUF_INIT(1000);
    put_golden(&bytes);
    OK(kb_inputs_parse(&bytes, &got, &err));
    OK(kb_inputs_write(&got, at("."), &err));
    kb_inputs_clear(&got);
    OK(kb_inputs_read(at("."), &got, &err));
    assert_int_equal(got.n, 2);
    kb_inputs_clear(&got);
    kb_buf_clear(&bytes);
}

static void
test_is_better_must_follow_date_form_and_path(void **state)
{
    (void)state;
    const struct kb_input older = {.path = "/a", .modified = 1, .form = 0};
    const struct kb_input text = {.path = "/b", .modified = 2, .form = 1};
    const struct kb_input page = {.path = "/c", .modified = 2, .form = 0};
    const struct kb_input later_path = {.path = "/d", .modified = 2, .form = 0};
    assert_true(kb_input_is_better(&text, &older));
    assert_false(kb_input_is_better(&older, &text));
    assert_true(kb_input_is_better(&page, &text));
    assert_false(kb_input_is_better(&text, &page));
    assert_true(kb_input_is_better(&page, &later_path));
    assert_false(kb_input_is_better(&later_path, &page));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_parse_must_take_the_golden_bytes),
    cmocka_unit_test(test_format_must_give_the_golden_bytes),
    cmocka_unit_test(test_parse_must_refuse_every_flipped_bit_and_cut),
    cmocka_unit_test(test_parse_must_refuse_what_cannot_be),
    TEST(test_read_must_tell_a_missing_table),
    TEST(test_write_must_be_what_read_reads),
    cmocka_unit_test(test_is_better_must_follow_date_form_and_path),
};

KB_TEST_MAIN(tests)
