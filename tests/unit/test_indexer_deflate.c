/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What kbindex packs, zlib unpacks. */
#include "support/kb_test.h"

#include <zlib.h>

enum {
    TEXT_BYTES = 100000
};

static unsigned char text[TEXT_BYTES];
static unsigned char packed[TEXT_BYTES];
static unsigned char unpacked[TEXT_BYTES + 1];

static z_stream
begin(void)
{
    z_stream stream = {0};
    assert_int_equal(deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 9,
                                  Z_DEFAULT_STRATEGY),
                     Z_OK);
    return stream;
}

static int
pack(z_stream *stream, size_t n, size_t room)
{
    stream->next_in = text;
    stream->avail_in = (uInt)n;
    stream->next_out = packed;
    stream->avail_out = (uInt)room;
    return deflate(stream, Z_FINISH);
}

static void
assert_unpacks(size_t n_packed, size_t n)
{
    z_stream stream = {0};
    assert_int_equal(inflateInit2(&stream, -15), Z_OK);
    stream.next_in = packed;
    stream.avail_in = (uInt)n_packed;
    stream.next_out = unpacked;
    stream.avail_out = sizeof(unpacked);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    assert_int_equal(stream.total_out, n);
    assert_int_equal(stream.avail_in, 0);
    assert_memory_equal(unpacked, text, n);
    assert_int_equal(inflateEnd(&stream), Z_OK);
}

static void
test_deflate_must_make_what_zlib_reads(void **state)
{
    (void)state;
    z_stream stream = begin();
    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = (unsigned char)("backup hangs "[i % 13] ^ (char)(i / 997 % 3));
    for (size_t n = 100; n <= sizeof(text); n *= 10) {
        assert_int_equal(deflateReset(&stream), Z_OK);
        assert_int_equal(pack(&stream, n, n), Z_STREAM_END);
        assert_true(stream.total_out < n);
        assert_int_equal(stream.avail_out, n - stream.total_out);
        assert_unpacks(stream.total_out, n);
    }
    assert_int_equal(deflateEnd(&stream), Z_OK);
}

/* Xapian then stores a block as it is. */
static void
test_deflate_must_say_what_does_not_fit(void **state)
{
    (void)state;
    z_stream stream = begin();
    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = (unsigned char)((i * 2654435761u) >> 13);
    assert_int_equal(pack(&stream, 1000, 20), Z_OK);
    assert_int_equal(stream.total_out, 0);
    assert_int_equal(deflateReset(&stream), Z_OK);
    assert_int_equal(pack(&stream, 1000, sizeof(packed)), Z_STREAM_END);
    assert_unpacks(stream.total_out, 1000);
    assert_int_equal(deflateEnd(&stream), Z_OK);
}

static void
test_deflate_must_refuse_what_it_does_not_do(void **state)
{
    (void)state;
    z_stream stream = {0};
    assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, 15, 8, Z_DEFAULT_STRATEGY),
                     Z_STREAM_ERROR);
    stream = begin();
    stream.next_in = text;
    stream.avail_in = 100;
    stream.next_out = packed;
    stream.avail_out = sizeof(packed);
    assert_int_equal(deflate(&stream, Z_NO_FLUSH), Z_STREAM_ERROR);
    assert_int_equal(deflateEnd(&stream), Z_OK);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_deflate_must_make_what_zlib_reads),
    cmocka_unit_test(test_deflate_must_say_what_does_not_fit),
    cmocka_unit_test(test_deflate_must_refuse_what_it_does_not_do),
};

KB_TEST_MAIN(tests)
