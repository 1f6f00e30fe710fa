/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "base/limits.h"
#include "schema/pack.h"

enum {
    N_SAMPLES = 400,
    OUT_BYTES = 1024 * 1024
};

static struct kb_buf dictionary = KB_BUF_INIT(OUT_BYTES);

/* An article like the others, but not the same. */
static void
put_sample(uint32_t i, struct kb_buf *out)
{
    static const char *const things[] = {"backup",  "server",  "driver",  "cluster",
                                         "mailbox", "printer", "registry"};
    for (uint32_t k = 0; k < 12; k++)
        OK(kb_buf_printf(out, &err,
                         "The %s %u of the %s stops responding when the %s is started. "
                         "Microsoft has confirmed that this is a problem.\n",
                         things[(i + k) % 7], i * 7919 % 1000 + k, things[i * k % 7],
                         things[(i * 3 + k) % 7]));
}

static int
train(void **state)
{
    (void)state;
    struct kb_buf samples = KB_BUF_INIT(16 * OUT_BYTES);
    size_t sizes[N_SAMPLES];
    for (uint32_t i = 0; i < N_SAMPLES; i++) {
        size_t before = samples.n_bytes;
        put_sample(i, &samples);
        sizes[i] = samples.n_bytes - before;
    }
    OK(kb_pack_train(kb_buf_span(&samples), sizes, N_SAMPLES, &dictionary, &err));
    kb_buf_clear(&samples);
    return 0;
}

static int
forget(void **state)
{
    (void)state;
    kb_mem_fail_at(0);
    kb_buf_clear(&dictionary);
    return 0;
}

/* The dictionary for `use` 1, none for 0. */
static struct kb_span
dictionary_of(int use)
{
    return use == 0 ? kb_span_at(NULL, 0) : kb_buf_span(&dictionary);
}

static struct kb_packer *
new_packer(int use)
{
    struct kb_packer *packer = NULL;
    OK(kb_packer_new(dictionary_of(use), &packer, &err));
    return packer;
}

static struct kb_unpacker *
new_unpacker(int use)
{
    struct kb_unpacker *unpacker = NULL;
    OK(kb_unpacker_new(dictionary_of(use), &unpacker, &err));
    return unpacker;
}

static void
test_pack_must_come_back(void **state)
{
    (void)state;
    size_t packed_bytes[2] = {0, 0};
    assert_true(dictionary.n_bytes > 1000);
    for (int use = 0; use < 2; use++) {
        struct kb_packer *packer = new_packer(use);
        struct kb_unpacker *unpacker = new_unpacker(use);
        for (uint32_t i = 0; i < 20; i++) {
            struct kb_buf text = KB_BUF_INIT(OUT_BYTES);
            struct kb_buf packed = KB_BUF_INIT(OUT_BYTES);
            struct kb_buf got = KB_BUF_INIT(OUT_BYTES);
            if (i > 0)
                put_sample(1000 + i, &text);
            OK(kb_buf_append(&packed, KB_SPAN_LITERAL("before"), &err));
            OK(kb_buf_append(&got, KB_SPAN_LITERAL("before"), &err));
            OK(kb_pack(packer, kb_buf_span(&text), &packed, &err));
            OK(kb_unpack(unpacker, kb_span_skip(kb_buf_span(&packed), 6), &got, &err));
            assert_true(
                kb_span_equal(kb_span_skip(kb_buf_span(&got), 6), kb_buf_span(&text)));
            assert_int_equal(got.data[got.n_bytes], '\0');
            packed_bytes[use] += packed.n_bytes;
            kb_buf_clear(&text);
            kb_buf_clear(&packed);
            kb_buf_clear(&got);
        }
        kb_packer_free(packer);
        kb_unpacker_free(unpacker);
    }
    assert_true(packed_bytes[1] < packed_bytes[0]);
    kb_packer_free(NULL);
    kb_unpacker_free(NULL);
}

static void
test_train_must_give_nothing_for_few_samples(void **state)
{
    (void)state;
    struct kb_buf out = KB_BUF_INIT(OUT_BYTES);
    static const char samples[] = "one two three";
    static const size_t sizes[] = {4, 4, 5};
    OK(kb_buf_append(&out, KB_SPAN_LITERAL("before"), &err));
    OK(kb_pack_train(KB_SPAN_LITERAL(samples), sizes, 3, &out, &err));
    assert_string_equal(out.data, "before");
    OK(kb_pack_train(kb_span_at(NULL, 0), sizes, 0, &out, &err));
    assert_string_equal(out.data, "before");
    kb_buf_clear(&out);
    out.max_bytes = 100;
    FAILS(KB_E_LIMIT, kb_pack_train(KB_SPAN_LITERAL(samples), sizes, 3, &out, &err));
    out.max_bytes = OUT_BYTES;
    kb_mem_fail_at(1);
    FAILS(KB_E_NOMEM, kb_pack_train(KB_SPAN_LITERAL(samples), sizes, 3, &out, &err));
    kb_mem_fail_at(0);
    kb_buf_clear(&out);
}

/* One text, packed. */
static void
pack_one(int use, struct kb_buf *text, struct kb_buf *packed)
{
    struct kb_packer *packer = new_packer(use);
    put_sample(4711, text);
    OK(kb_pack(packer, kb_buf_span(text), packed, &err));
    kb_packer_free(packer);
}

static void
test_unpack_must_refuse_every_cut(void **state)
{
    (void)state;
    for (int use = 0; use < 2; use++) {
        struct kb_unpacker *unpacker = new_unpacker(use);
        struct kb_buf text = KB_BUF_INIT(OUT_BYTES);
        struct kb_buf packed = KB_BUF_INIT(OUT_BYTES);
        struct kb_buf got = KB_BUF_INIT(OUT_BYTES);
        pack_one(use, &text, &packed);
        for (size_t n = 0; n < packed.n_bytes; n++) {
            char *cut = malloc(n + 1);
            assert_non_null(cut);
            memcpy(cut, packed.data, n);
            kb_buf_reset(&got);
            FAILS(KB_E_CORRUPT, kb_unpack(unpacker, kb_span_at(cut, n), &got, &err));
            assert_int_equal(got.n_bytes, 0);
            free(cut);
        }
        kb_buf_clear(&text);
        kb_buf_clear(&packed);
        kb_buf_clear(&got);
        kb_unpacker_free(unpacker);
    }
}

/* Whatever bits turn over: a failure, or some text, never worse. */
static void
test_unpack_must_survive_flipped_bits(void **state)
{
    (void)state;
    uint32_t seed = 11;
    for (int use = 0; use < 2; use++) {
        struct kb_unpacker *unpacker = new_unpacker(use);
        struct kb_buf text = KB_BUF_INIT(OUT_BYTES);
        struct kb_buf packed = KB_BUF_INIT(OUT_BYTES);
        struct kb_buf got = KB_BUF_INIT(OUT_BYTES);
        size_t n_failed = 0;
        pack_one(use, &text, &packed);
        for (size_t round = 0; round < 1000; round++) {
            seed = seed * 1664525u + 1013904223u;
            size_t at_byte = (seed >> 8) % packed.n_bytes;
            char bit = (char)(1 << (seed >> 4) % 8);
            packed.data[at_byte] ^= bit;
            kb_buf_reset(&got);
            enum kb_status st = kb_unpack(unpacker, kb_buf_span(&packed), &got, &err);
            if (st != KB_OK) {
                assert_true(st == KB_E_CORRUPT || st == KB_E_LIMIT);
                assert_int_equal(got.n_bytes, 0);
                n_failed++;
            }
            packed.data[at_byte] ^= bit;
        }
        assert_true(n_failed > 100);
        OK(kb_unpack(unpacker, kb_buf_span(&packed), &got, &err));
        kb_buf_clear(&text);
        kb_buf_clear(&packed);
        kb_buf_clear(&got);
        kb_unpacker_free(unpacker);
    }
}

static void
test_unpack_must_need_the_dictionary(void **state)
{
    (void)state;
    struct kb_unpacker *unpacker = new_unpacker(0);
    struct kb_buf text = KB_BUF_INIT(OUT_BYTES);
    struct kb_buf packed = KB_BUF_INIT(OUT_BYTES);
    struct kb_buf got = KB_BUF_INIT(OUT_BYTES);
    pack_one(1, &text, &packed);
    FAILS(KB_E_CORRUPT, kb_unpack(unpacker, kb_buf_span(&packed), &got, &err));
    kb_unpacker_free(unpacker);
    unpacker = NULL;
    /* a dictionary that begins as one and is cut */
    enum kb_status st =
        kb_unpacker_new(kb_span_at(dictionary.data, 20), &unpacker, &err);
    assert_int_equal(st, KB_E_CORRUPT);
    kb_buf_clear(&text);
    kb_buf_clear(&packed);
    kb_buf_clear(&got);
}

static void
test_pack_must_keep_to_the_buffers(void **state)
{
    (void)state;
    struct kb_packer *packer = new_packer(1);
    struct kb_unpacker *unpacker = new_unpacker(1);
    struct kb_buf text = KB_BUF_INIT(OUT_BYTES);
    struct kb_buf packed = KB_BUF_INIT(OUT_BYTES);
    struct kb_buf small = KB_BUF_INIT(50);
    pack_one(1, &text, &packed);
    FAILS(KB_E_LIMIT, kb_pack(packer, kb_buf_span(&text), &small, &err));
    FAILS(KB_E_LIMIT, kb_unpack(unpacker, kb_buf_span(&packed), &small, &err));
    assert_int_equal(small.n_bytes, 0);
    small.max_bytes = OUT_BYTES;
    kb_mem_fail_at(1);
    FAILS(KB_E_NOMEM, kb_pack(packer, kb_buf_span(&text), &small, &err));
    FAILS(KB_E_NOMEM, kb_unpack(unpacker, kb_buf_span(&packed), &small, &err));
    struct kb_packer *no_packer = NULL;
    struct kb_unpacker *no_unpacker = NULL;
    FAILS(KB_E_NOMEM, kb_packer_new(kb_span_at(NULL, 0), &no_packer, &err));
    FAILS(KB_E_NOMEM, kb_unpacker_new(kb_span_at(NULL, 0), &no_unpacker, &err));
    kb_mem_fail_at(0);
    kb_buf_clear(&small);
    kb_buf_clear(&text);
    kb_buf_clear(&packed);
    kb_packer_free(packer);
    kb_unpacker_free(unpacker);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_pack_must_come_back),
    cmocka_unit_test(test_train_must_give_nothing_for_few_samples),
    cmocka_unit_test(test_unpack_must_refuse_every_cut),
    cmocka_unit_test(test_unpack_must_survive_flipped_bits),
    cmocka_unit_test(test_unpack_must_need_the_dictionary),
    cmocka_unit_test(test_pack_must_keep_to_the_buffers),
};

int
main(int argc, char **argv)
{
    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, train, forget) == 0 ? 0 : 1;
}
