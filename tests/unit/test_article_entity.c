/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/kb_test.h"

#include "article/entity.h"

static void
test_decode_must_know_real_references(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"&quot;", "\""},
        {"&amp;amp;", "&"},
        {"&lt;", "<"},
        {"&gt;", ">"},
        {"&apos;", "'"},
        {"&nbsp;", "\xC2\xA0"},
        {"&eacute;", "\xC3\xA9"},
        {"&Eacute;", "\xC3\x89"},
        {"&times;", "\xC3\x97"},
        {"&yuml;", "\xC3\xBF"},
        {"&hellip;", "\xE2\x80\xA6"},
        {"&euro;", "\xE2\x82\xAC"},
        {"&#91;", "["},
        {"&#092;", "\\"},
        {"&#x41;", "A"},
        {"&#X7e;", "~"},
        {"&#xa0;", "\xC2\xA0"},
        {"&#128512;", "\xF0\x9F\x98\x80"},
        {"&#x10FFFD;", "\xF4\x8F\xBF\xBD"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char out[KB_ENCODE_CHAR_MAX_BYTES];
        size_t n = 0;
        struct kb_span text = kb_span_cstr(cases[i][0]);
        size_t taken = kb_entity_decode(text, out, &n);
        assert_int_equal(taken, strchr(text.data, ';') + 1 - text.data);
        assert_true(kb_span_equal(kb_span_at(out, n), kb_span_cstr(cases[i][1])));
        assert_true(n <= taken);
    }
}

static void
test_decode_must_leave_everything_else(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",
        "&",
        "&;",
        "&moo;",
        "&dlg;",
        "&amp",
        "& amp;",
        "&QUOT;",
        "&amps;",
        "&#;",
        "&#x;",
        "&#xg;",
        "&#12x;",
        "&#-1;",
        "&#0;",
        "&#10;",
        "&#127;",
        "&#x9f;",
        "&#xD800;",
        "&#xDFFF;",
        "&#x110000;",
        "&#xFFFF;",
        "&#x1FFFE;",
        "&#99999999;",
        "&#4294967361;",
        "&longer-than-any-name;",
        "amp;",
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char out[KB_ENCODE_CHAR_MAX_BYTES];
        size_t n = 77;
        assert_int_equal(kb_entity_decode(kb_span_cstr(cases[i]), out, &n), 0);
        assert_int_equal(n, 77);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_decode_must_know_real_references),
    cmocka_unit_test(test_decode_must_leave_everything_else),
};

KB_TEST_MAIN(tests)
