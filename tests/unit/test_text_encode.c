/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/kb_test.h"

#include "base/mem.h"
#include "text/encode.h"

#define BYTES(text) ((struct kb_span){(text), sizeof(text) - 1})
#define CASE(text)                                                                     \
    {                                                                                  \
        (text), sizeof(text) - 1                                                       \
    }

static void
test_is_ascii_must_see_every_byte(void **state)
{
    (void)state;
    char text[40];
    for (size_t n = 0; n <= sizeof(text); n++) {
        memset(text, 'x', sizeof(text));
        assert_true(kb_encode_is_ascii(kb_span_at(text, n)));
        for (size_t i = 0; i < n; i++) {
            static const char bad[] = {'\0', '\x80', '\xFF'};
            for (size_t k = 0; k < sizeof(bad); k++) {
                text[i] = bad[k];
                assert_false(kb_encode_is_ascii(kb_span_at(text, n)));
            }
            text[i] = i % 2 == 0 ? '\x01' : '\x7F';
            assert_true(kb_encode_is_ascii(kb_span_at(text, n)));
        }
    }
    assert_true(kb_encode_is_ascii(kb_span_at(NULL, 0)));
}

static void
test_is_utf8_must_refuse_what_is_not(void **state)
{
    (void)state;
    static const struct {
        struct kb_span bytes;
        bool wanted;
    } cases[] = {
        {CASE(""), true},
        {CASE("plain"), true},
        {CASE("\xC3\xA9"), true},
        {CASE("\xE2\x95\x90"), true},
        {CASE("\xF0\x9F\x98\x80"), true},
        {CASE("\xC3"), false},             /* cut */
        {CASE("\xE2\x95"), false},         /* cut */
        {CASE("\xA9"), false},             /* no lead byte */
        {CASE("\xC0\xAF"), false},         /* longer than needed */
        {CASE("\xED\xA0\x80"), false},     /* surrogate */
        {CASE("\xF4\x90\x80\x80"), false}, /* over U+10FFFF */
        {CASE("\xFF"), false},
        {CASE("a\0b"), false},
        {CASE("\xC3\xA9\0"), false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(kb_encode_is_utf8(cases[i].bytes), cases[i].wanted);
}

static void
test_char_must_write_every_length(void **state)
{
    (void)state;
    static const struct {
        uint32_t code;
        struct kb_span wanted;
    } cases[] = {
        {'A', CASE("A")},
        {0x7F, CASE("\x7F")},
        {0x80, CASE("\xC2\x80")},
        {0x7FF, CASE("\xDF\xBF")},
        {0x800, CASE("\xE0\xA0\x80")},
        {0xFFFD, CASE("\xEF\xBF\xBD")},
        {0x10000, CASE("\xF0\x90\x80\x80")},
        {0x10FFFF, CASE("\xF4\x8F\xBF\xBF")},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char out[KB_ENCODE_CHAR_MAX_BYTES];
        size_t n = kb_encode_char(cases[i].code, out);
        assert_true(kb_span_equal(kb_span_at(out, n), cases[i].wanted));
    }
}

static void
test_utf8_must_choose_the_code_page(void **state)
{
    (void)state;
    static const struct {
        struct kb_span bytes;
        const char *wanted;
    } cases[] = {
        {CASE(""), ""},
        {CASE("plain\r\n"), "plain\r\n"},
        {CASE("DEL \x7F stays"), "DEL \x7F stays"},
        {CASE("a\0b"), "a\xEF\xBF\xBD"
                       "b"},
        /* UTF-8 as it is */
        {CASE("\xC3\xA9t\xC3\xA9"), "\xC3\xA9t\xC3\xA9"},
        {CASE("\xC3\xA9\0\0"), "\xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBD"},
        /* Windows-1252 */
        {CASE("Q171163\xA0 How"), "Q171163\xC2\xA0 How"},
        {CASE("caf\xE9"), "caf\xC3\xA9"},
        {CASE("\x93quoted\x94 \x80"), "\xE2\x80\x9Cquoted\xE2\x80\x9D \xE2\x82\xAC"},
        {CASE("\xB7 one\n\xB7 two\xB6"), "\xC2\xB7 one\n\xC2\xB7 two\xC2\xB6"},
        {CASE("dots \xB7\xB7\xB7\xB7"), "dots \xC2\xB7\xC2\xB7\xC2\xB7\xC2\xB7"},
        {CASE("\xC4\xC4"), "\xC3\x84\xC3\x84"},
        {CASE("\xE9\0"), "\xC3\xA9\xEF\xBF\xBD"},
        /* code page 437: a box, a shade, a byte that Windows-1252 leaves open */
        {CASE("\xDA\xC4\xC4\xC4\xBF\n\xB3 a \xB3"),
         "\xE2\x94\x8C\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x90\n"
         "\xE2\x94\x82 a \xE2\x94\x82"},
        {CASE("\xC9\xCD\xCD\xCD\xBB"),
         "\xE2\x95\x94\xE2\x95\x90\xE2\x95\x90\xE2\x95\x90\xE2\x95\x97"},
        {CASE("\xB1\xB1\xB1"), "\xE2\x96\x92\xE2\x96\x92\xE2\x96\x92"},
        {CASE("\x81"
              "bermittelt"),
         "\xC3\xBC"
         "bermittelt"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct kb_buf out = KB_BUF_INIT(1000);
        assert_int_equal(kb_encode_utf8(cases[i].bytes, &out, NULL), KB_OK);
        assert_string_equal(kb_buf_cstr(&out), cases[i].wanted);
        kb_buf_clear(&out);
    }
}

static void
test_utf8_must_lose_no_byte(void **state)
{
    (void)state;
    char bytes[256];
    size_t n_chars = 0;
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (char)(unsigned char)i;
    struct kb_buf out = KB_BUF_INIT(2000);
    assert_int_equal(kb_encode_utf8(kb_span_at(bytes, sizeof(bytes)), &out, NULL),
                     KB_OK);
    assert_true(kb_encode_is_utf8(kb_buf_span(&out)));
    for (size_t i = 0; i < out.n_bytes; i++)
        n_chars += ((unsigned char)out.data[i] & 0xC0) != 0x80;
    assert_int_equal(n_chars, sizeof(bytes));
    kb_buf_clear(&out);
}

static void
test_utf8_must_leave_the_buffer_as_it_was_on_failure(void **state)
{
    (void)state;
    struct kb_buf out = KB_BUF_INIT(8);
    struct kb_error err = KB_ERROR_INIT;
    assert_int_equal(kb_buf_append(&out, BYTES("head"), NULL), KB_OK);
    static const struct kb_span too_long[] = {CASE("12345"),
                                              CASE("1\xE9"
                                                   "2\xE9"
                                                   "3"),
                                              CASE("123\xC3\xA9"), CASE("12\0")};
    for (size_t i = 0; i < sizeof(too_long) / sizeof(too_long[0]); i++) {
        assert_int_equal(kb_encode_utf8(too_long[i], &out, &err), KB_E_LIMIT);
        assert_string_equal(kb_buf_cstr(&out), "head");
    }
    kb_buf_clear(&out);
    kb_mem_fail_at(1);
    assert_int_equal(kb_encode_utf8(BYTES("caf\xE9"), &out, &err), KB_E_NOMEM);
    kb_mem_fail_at(0);
    assert_int_equal(out.n_bytes, 0);
    kb_buf_clear(&out);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_is_ascii_must_see_every_byte),
    cmocka_unit_test(test_is_utf8_must_refuse_what_is_not),
    cmocka_unit_test(test_char_must_write_every_length),
    cmocka_unit_test(test_utf8_must_choose_the_code_page),
    cmocka_unit_test(test_utf8_must_lose_no_byte),
    cmocka_unit_test(test_utf8_must_leave_the_buffer_as_it_was_on_failure),
};

KB_TEST_MAIN(tests)
